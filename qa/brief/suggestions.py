"""Questions to ask next: such as the articles that an answer cites answer as well.

They come from the articles themselves where these name some, else from rules that ask for what surely is there: what
somebody says who is quoted in the article, and a briefing on what it is about. Nothing is asked to make them, so they
cost a few milliseconds; a search of words tells that a question leads back to the article.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import takewhile, zip_longest

from qa.brief.topics import is_whole, write_name
from qa.english.descriptions import find_descriptions
from qa.english.names import find_names, same_person
from qa.english.people import GIVEN_NAMES, GROUPS, PEOPLE, ROLES
from qa.english.speakers import find_speaker
from qa.english.titles import title_from_first_line, title_from_name, title_from_opening
from qa.english.words import DETERMINERS, is_function_word
from qa.records import Answer, Article, StoredArticle

MOST = 3  # questions below one answer
_ARTICLES = 3  # cited ones for which questions are looked for
_SENTENCES = 16  # of an article, in which somebody may be quoted
_CHARACTERS = 2_000  # of an article, in which names are looked for
_TITLE_WORDS = range(3, 13)  # of a title that can be asked about
_NO_NAME = re.compile(r"-(?:based|born|led|owned|backed|listed|trained|style)$")  # "Dorle-based Norda"
_SAME = 0.6  # share of common words from which two questions are the same one
_PARTICLE = r"(?:[dlDL]['’]|(?:de|del|di|da|van|von|bin|al|el) )[A-Z]"
_WHO, _SAID_ABOUT = "Who is {name}?", "What did {name} say about {about}?"
_ABOUT_NAME, _ABOUT_TITLE = "What do the articles say about {name}?", "Summarise: {title}"

LeadsTo = Callable[[str], Sequence[tuple[str, int]]]
"""A question to the sentences that share most words with it, each as the version of its article and its place."""


@dataclass(frozen=True, slots=True)
class _Made:
    """A question that an article answers, by one of its sentences where ``sentence`` names it."""

    text: str
    stored: StoredArticle
    sentence: int | None = None

    def leads_back(self, found: Sequence[tuple[str, int]]) -> bool:
        """Say whether what shares most words with the question is of the article, and its sentence."""
        return any(version == self.stored.version and self.sentence in (None, place) for version, place in found)


def suggest(answer: Answer, asked_before: Sequence[str], leads_to: LeadsTo) -> tuple[str, ...]:
    """Return up to three questions that the cited articles answer, other than those that were asked."""
    if answer.outcome not in ("answered", "perhaps", "briefing"):
        return ()
    cited = dict.fromkeys(citation.article.id for citation in answer.citations)
    known = {piece.stored.article.id: piece.stored for piece in answer.ranked}
    articles = [known[article_id] for article_id in cited if article_id in known][:_ARTICLES]
    asked = [answer.question, answer.standalone, *asked_before]
    found: list[str] = []
    made_of = [*(_make(stored, answer) for stored in articles), _make_of_named(answer, known)]
    for turn in zip_longest(*made_of):  # the first of each, the second, ...
        for made in filter(None, turn):
            if any(_is_same(made.text, other) for other in (*asked, *found)):
                continue
            if made.leads_back(leads_to(made.text)):
                found.append(made.text)
                if len(found) == MOST:
                    return tuple(found)
    return tuple(found)


def _make(stored: StoredArticle, answer: Answer) -> Iterator[_Made]:
    yield from (_Made(question, stored) for question in stored.article.asks)
    names = _list_names(stored)
    told = [citation.speaker for citation in answer.citations if citation.speaker]
    for name, sentence in _find_speakers(stored):
        text = stored.quote(stored.sentence(sentence))
        about = next((written for bare, written in names.items() if bare in text and not _share_words(bare, name)), "")
        if about and not any(same_person(name, other) for other in told):
            yield _Made(_SAID_ABOUT.format(name=name, about=about), stored, sentence)
            break
    yield from (_Made(_WHO.format(name=name), stored, sentence) for name, sentence in _find_described(stored, answer))
    title = stored.article.title.rstrip(".")
    is_plain = not title.endswith("?") and ":" not in title
    if is_plain and len(title.split()) in _TITLE_WORDS and has_own_title(stored.article):
        yield _Made(_ABOUT_TITLE.format(title=title), stored)
    yield from (_Made(_ABOUT_NAME.format(name=name), stored) for name in list(names.values())[:2])


def _make_of_named(answer: Answer, known: Mapping[str, StoredArticle]) -> Iterator[_Made]:
    """Yield briefings on what several sentences of a briefing name."""
    for named in answer.named:
        stored = next((known[c.article.id] for c in named.citations if c.article.id in known), None)
        if stored and named.kind == "name" and " " in named.name:
            yield _Made(_ABOUT_NAME.format(name=named.name), stored)


def _find_speakers(stored: StoredArticle) -> Iterator[tuple[str, int]]:
    """Yield who is quoted in the article by full name, each once, and the sentence that names them."""
    found: list[str] = []
    for index in range(min(_SENTENCES, len(stored.offsets))):
        text = stored.quote(stored.sentence(index))
        names = [name for name in find_names(find_speaker(text)) if name.kind == "person" and is_whole(name)]
        if len(names) == 1 and " " in names[0].bare and not any(same_person(names[0].bare, one) for one in found):
            found.append(names[0].bare)
            yield names[0].bare, index


def _find_described(stored: StoredArticle, answer: Answer) -> Iterator[tuple[str, int]]:
    """Yield one person whom the article names in full and describes, unless the question names them, and where."""
    for index in range(min(_SENTENCES, len(stored.offsets))):
        text = stored.quote(stored.sentence(index))
        for name in find_names(text):
            if name.kind != "person" or " " not in name.bare or not is_whole(name) or name.bare in answer.standalone:
                continue
            told = [text[slice(*span)] for span in find_descriptions(text, name.bare)]
            goes_on = re.search(rf"{re.escape(name.bare)} {_PARTICLE}", text)  # "Valery Giscard d'Estaing"
            if told and not goes_on and is_described_person(name.bare, told):
                yield name.bare, index
                return


def is_described_person(name: str, told: Sequence[str]) -> bool:
    """Say whether a name of two words is no shop's or band's: by its given name, or by what it is told to be.

    The head of a description says that: "owner" of "the owner of the chain", "chain" of "the chain of hotels".
    """
    parts = name.lower().split()
    if parts[-1] in PEOPLE or GROUPS.intersection(parts) or _NO_NAME.search(parts[0]):
        return False
    heads = [list(takewhile(lambda word: not is_function_word(word), _drop_article(one))) for one in told]
    return parts[0] in GIVEN_NAMES or any(head and head[-1] in ROLES for head in heads)


def _drop_article(description: str) -> list[str]:
    found = re.findall(r"[\w'’-]+", description.lower())
    return found[1:] if found and found[0] in DETERMINERS else found


def _list_names(stored: StoredArticle) -> dict[str, str]:
    """Return what the article names more than once, in full and as it writes it, the most often named first."""
    names = [name for name in find_names(stored.article.text[:_CHARACTERS]) if is_whole(name)]
    counts = Counter(name.bare for name in names)
    full = {bare: max((n for n in counts if bare in n.split() or bare == n), key=len) for bare in counts}
    whole: Counter[str] = Counter()
    for bare, count in counts.items():
        whole[full[bare]] += count
    kinds = {name.bare: name.kind for name in names}
    named = [name for name, count in whole.most_common() if count > 1 and (" " in name or kinds[name] != "person")]
    text = stored.article.text
    written = {name: name if kinds[name] == "person" else write_name(name, text, uses=1) for name in named}
    return {name: text for name, text in written.items() if text}


def _is_same(question: str, other: str) -> bool:
    ours, theirs = (set(re.findall(r"\w+", text.lower())) for text in (question, other))
    return bool(theirs) and len(ours & theirs) >= _SAME * min(len(ours), len(theirs))


def _share_words(name: str, other: str) -> bool:
    return bool(set(name.lower().split()) & set(other.lower().split()))


def has_own_title(article: Article) -> bool:
    """Say whether the title of an article was given: not so one made of its id or its opening words."""
    opening = "" if title_from_first_line(article.text) else title_from_opening(article.text)
    return article.title not in (title_from_name(article.id), opening, article.id)
