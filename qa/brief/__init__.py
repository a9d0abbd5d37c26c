"""A briefing: the few sentences of several articles that tell most about a topic, quoted whole and cited.

Nothing is written. Articles are found by the sentences that are near the topic; their sentences are rated by relevance,
centrality (LexRank) and lead position, and chosen without repetition (MMR).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from qa.brief.choosing import AN_ARTICLE, choose_sentences
from qa.brief.layout import cite_all, cite_groups, group_by_outlet, list_named, order_by_date, quote_all
from qa.brief.ranking import Found, StemWords, Telling, Topic, Vector, rank_articles, rate_sentences, share_words
from qa.copies import list_copies
from qa.english.names import Name, drop_owning, find_names
from qa.english.people import NAMING_TITLES
from qa.records import Answer, Evidence, Group, Sentence, StoredArticle
from qa.retrieve import Candidate

SENTENCES = 8  # of a briefing: what is read in half a minute
MORE = 16  # further sentences, for those who want them
ARTICLES = 6  # that a briefing is made of at most
_ARTICLES_OF_A_SIDE = 4  # of each side of a comparison
LEAST_SENTENCES = 6  # where few articles are found, each gives more than two
_OF_AN_ARTICLE_MORE = 5  # further sentences of one article
# score of the best article from which a topic is taken to be one of the corpus, and from which surely so: of 17 topics
# that 2,094 articles lack 2 are above the first, of 35 that they have all but one
_LEAST, _SURE = 1.5, 2.5
_LEAST_WORDS = 0.5  # of the topic's words, the rare ones counting more, that the found articles hold between them


@dataclass(frozen=True, slots=True)
class Side:
    """A topic, or one of the two sides of a comparison, with what was found for it.

    ``vectors`` holds the sentences of the candidates' articles under the keys of the store, and ``title`` stands above
    a side. Where there are sentences that ``only`` may be told, no others are.
    """

    topic: Topic
    candidates: Sequence[Candidate]
    vectors: Mapping[str, Vector]
    title: str = ""
    only: frozenset[Sentence] | None = None


def write_briefing(known: Answer, sides: Sequence[Side], *, newest_first: bool, stem_words: StemWords) -> Answer | None:
    """Return the briefing on a topic, or on the two sides of a comparison; None where the articles hold none.

    A sentence of both sides goes to the one that it is nearer to. Sides of one title, or of which one has nothing
    left to tell, are no comparison, and told of together.
    """
    of_each = ARTICLES if len(sides) == 1 else _ARTICLES_OF_A_SIDE
    chosen: list[Telling] = []
    groups: dict[str, list[Telling]] = {}
    founds = [_find(side, stem_words, of_each) for side in sides]
    if not all(founds):
        return None
    rated = [
        _find_copies(side, rate_sentences(side.topic, found, side.vectors, stem_words=stem_words))
        for side, found in zip(sides, founds, strict=True)
    ]
    rated = [
        [one for one in telling if side.only is None or one.sentence in side.only]
        for side, telling in zip(sides, rated, strict=True)
    ]
    rest = [one for telling in rated for one in telling]
    nearest: dict[Sentence, float] = {}
    for side, telling in zip(sides, rated, strict=True):
        for one in telling:
            nearest[one.sentence] = max(nearest.get(one.sentence, -1.0), float(one.vector @ side.topic.vector))
    for side, found, telling in zip(sides, founds, rated, strict=True):
        own = [one for one in telling if float(one.vector @ side.topic.vector) >= nearest[one.sentence]] or telling
        an_article = max(AN_ARTICLE, -(-LEAST_SENTENCES // (len(sides) * len(found))))
        ours = choose_sentences(own, most=SENTENCES // len(sides), chosen=chosen, an_article=an_article)
        chosen += ours
        if ours:
            groups[side.title] = order_by_date(ours, newest_first=newest_first)
    are_sides = len(groups) > 1
    if not are_sides:
        groups = group_by_outlet(order_by_date(chosen, newest_first=newest_first))
    more = choose_sentences(rest, most=MORE, chosen=chosen, an_article=_OF_AN_ARTICLE_MORE)
    cited = cite_groups(groups, are_sides=are_sides)
    telling = [one for group in groups.values() for one in group]
    further = order_by_date(more, newest_first=newest_first)
    topic = " ".join(side.topic.text for side in sides)
    confidence = _to_confidence(min(found[0].score for found in founds))
    return _lay_out(known, cited, telling, further, topic=topic, confidence=confidence)


def _find(side: Side, stem_words: StemWords, most: int) -> list[Found]:
    candidates = keep_namesakes_out(side.topic.text, side.candidates)
    found = rank_articles(side.topic, candidates, side.vectors, stem_words=stem_words, most=most)
    if found and not side.topic.text:  # the news of a time
        return found
    if not found or found[0].score < _LEAST:
        return []
    texts = "\n".join(f"{one.stored.article.title}\n{one.stored.article.text}" for one in found)
    return found if share_words(side.topic, stem_words(texts)) >= _LEAST_WORDS else []


def keep_namesakes_out(topic: str, candidates: Sequence[Candidate]) -> Sequence[Candidate]:
    """Return the candidates whose articles have the whole names of persons in a topic; all where none has."""
    names = (_write_whole(name) for name in find_names(topic) if name.kind in {"person", "name"})
    persons = [name for name in names if " " in name]
    named = [one for one in candidates if all(person in one.stored.article.text.lower() for person in persons)]
    return named or candidates


def _write_whole(name: Name) -> str:
    """Return a name as it tells one person from others: "Prince Harry" is no Harry Potter, but "Mr Blair" is Blair."""
    is_titled = name.text.split()[0].lower() in NAMING_TITLES
    return (drop_owning(name.text) if is_titled else name.bare).lower()


def _find_copies(side: Side, telling: Sequence[Telling]) -> list[Telling]:
    """Return the sentences with where they stand again, in articles that share what was found."""
    others: dict[str, dict[str, StoredArticle]] = {}
    for candidate in side.candidates:
        alike = others.setdefault(candidate.stored.version, {})
        alike.update({copy.stored.version: copy.stored for copy in candidate.copies})
    return [
        replace(one, copies=list_copies(one.stored, one.sentence, list(others[one.stored.version].values())))
        for one in telling
    ]


def _to_confidence(score: float) -> float:
    return round(min(1.0, 0.5 + 0.5 * max(0.0, score - _LEAST) / (_SURE - _LEAST)), 3)


def _lay_out(
    known: Answer,
    groups: tuple[Group, ...],
    telling: Sequence[Telling],
    more: Sequence[Telling],
    *,
    topic: str,
    confidence: float,
) -> Answer:
    citations = tuple(citation for group in groups for citation in group.citations)
    ranked = tuple(Evidence(one.stored, one.sentence, one.score) for one in sorted(telling, key=lambda one: -one.score))
    further = cite_all(more, first=len(citations) + 1)
    return replace(
        known,
        outcome="briefing",
        confidence=confidence,
        statements=quote_all(telling, citations),
        citations=citations,
        ranked=known.ranked or ranked,
        groups=groups,
        more=further,
        named=list_named((*citations, *further), topic),
    )
