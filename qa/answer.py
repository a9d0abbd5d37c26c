"""Make the answer out of evidence: quote it sentence by sentence, say what perhaps answers, or that nothing does."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import asdict, replace
from functools import partial

from qa.citing import cite, name_speaker, quote
from qa.conflicts import Side, find_difference
from qa.copies import says_the_same
from qa.english.speakers import SENTENCES_BEFORE
from qa.reading.leads import Lead
from qa.reading.lists import find_list
from qa.reading.overruled import takes_back
from qa.reading.read import Reading
from qa.records import Answer, Article, Citation, Conflict, Evidence, Place, Sentence, Statement, StoredArticle

NOT_FOUND = "The articles do not say."
PERHAPS = "\n\nPerhaps this answers it; that is not certain."
"""What an answer's text is followed by where only text can tell its outcome."""

# the least own score of a sentence that may contradict the answer: of the conflicts seen over news and notes, the sides
# of true ones have .27 and more, those of false ones .01 to .1
SIDE_FLOOR = 0.2
RIVALS = 12  # best-ranked sentences among which one with another answer is looked for
# a sentence that answers by itself at least so likely is quoted, however good the best one is. Over 480 answers of five
# sets over news, .88, .93, .96 and .98: .78, .81, .83, .84 of the quotes are right, one of .927, .923, .921, .910
OWN_FLOOR = 0.96
# words just before the answer phrase that belong to it: without them it would claim more than the sentence does
_HEDGE = re.compile(
    r"\b(?:(?:about|almost|approximately|around|at least|at most|estimated|fewer than|less than|more than|nearly|no|"
    r"not|over|possibly|probably|reportedly|roughly|some|under|up to) )+\Z",
    re.IGNORECASE,
)

# ends where the items of a list follow: "The fee is:"; it says nothing beside the item that answers
_INTRODUCES = re.compile(r"(?::|\b(?:is|are|was|were|be|of|for|to|by|with|from|and|or|the|an?))\s*\Z", re.IGNORECASE)

# a command with its flags, the name of a file or a variable, "iPhone": they keep their case
_CODE = re.compile(r"[^\s.]*(?:[\w-]\.\w|[_/\\~$@=]|[a-z][A-Z])|\w[^\n]{0,200}?\s--?[a-z]", re.ASCII)


def quote_answer(
    question: str,
    standalone: str,
    reading: Reading,
    *,
    score_floor: float,
    perhaps_floor: float,
    sentence_floor: float,
    max_sentences: int,
    nearest_sentences: int,
    timings_ms: dict[str, float],
) -> Answer:
    """Return the answer that quotes the best sentences whole, or names the nearest when none is good enough.

    ``score_floor`` is for the confidence of the whole answer; between ``perhaps_floor`` and it the best sentence alone
    is quoted, and the outcome is ``perhaps``. ``sentence_floor`` is the share of the best sentence's score that a
    further one needs to be quoted beside it, unless it is sure to answer by itself.
    """
    evidence, confidence = reading.evidence, reading.confidence
    common = Answer(question, standalone, "not_found", confidence, ranked=tuple(evidence), timings_ms=timings_ms)
    if not evidence or confidence < min(perhaps_floor, score_floor):
        return replace(common, nearest=_cite_all(evidence[:nearest_sentences]))
    if confidence < score_floor:
        return _answer_perhaps(common, evidence, nearest_sentences)
    least = sentence_floor * evidence[0].score
    strong = [piece for piece in evidence if piece.score >= least or piece.own_score >= OWN_FLOOR]
    strong = [*strong[:1], *(piece for piece in strong[1:] if not _INTRODUCES.search(piece.text))]
    strong = _put_first(reading.lead, strong, evidence)
    weaker = [piece for piece in evidence[:RIVALS] if piece not in strong and piece.own_score >= SIDE_FLOOR]
    rivals = [piece for piece in [*strong, *weaker] if not takes_back(strong[0], piece)]
    differing, about, phrases = _find_differing(standalone, rivals)
    differing = _order_by_day(differing)
    lead = None if differing else reading.lead  # where sources differ, no phrase of one of them stands above all
    strong = [*differing[:1], *(piece for piece in strong if piece not in differing[:1])]
    chosen = _choose(strong, differing, max_sentences)
    listed = () if differing else find_list(standalone, chosen[0].stored, chosen[0].sentence)
    if listed:  # each line is evidence as the one of them is that was found; a headline would be one of them alone
        lead = None
        chosen = [replace(chosen[0], sentence=one, span=None, copies=()) for one in listed]
    if lead and lead.span:
        phrases[chosen[0].place] = lead.span
    groups = _group_same(chosen, strong)
    cited_pieces = [piece for group in groups for piece in group]
    citations = _cite_all([replace(piece, span=phrases.get(piece.place, piece.span)) for piece in cited_pieces])
    by_place = {(c.article.id, c.sentence.index): c for c in citations}
    cited = [[by_place[piece.place] for piece in group] for group in groups]
    statements = [quote(group[0].stored, some) for group, some in zip(groups, cited, strict=True)]
    if lead:
        text = _write_lead(lead, groups[0][0].stored.article.text)
        statements.insert(0, Statement(text, tuple(cited[0]), kind="lead"))
    conflicts = (Conflict(tuple(by_place[piece.place] for piece in differing), about),) if differing else ()
    return replace(common, outcome="answered", statements=tuple(statements), citations=citations, conflicts=conflicts)


def _answer_perhaps(common: Answer, evidence: Sequence[Evidence], nearest_sentences: int) -> Answer:
    """Quote the sentence that perhaps answers, with its copies in other articles, and show the next ones as nearest."""
    best, *others = evidence[: max(1, nearest_sentences)]
    group = _group_same([best], evidence[:RIVALS])[0]
    shown = _cite_all([*group, *(other for other in others if other not in group)])
    statement = quote(best.stored, shown[: len(group)])
    return replace(
        common,
        outcome="perhaps",
        statements=(statement,),
        citations=shown[: len(group)],
        nearest=shown[len(group) :],
    )


def _find_differing(
    question: str, rivals: Sequence[Evidence]
) -> tuple[list[Evidence], str, dict[Place, tuple[int, int]]]:
    """Return the sentences that answer the question differently, what they differ in, and by which phrase each answers.

    The first one has to be among them: what others differ in is not what answers.
    """
    spans = [
        piece.span and (piece.span[0] - piece.sentence.start, piece.span[1] - piece.sentence.start) for piece in rivals
    ]
    sides = [make_side(piece.stored, piece.sentence, phrase) for piece, phrase in zip(rivals, spans, strict=True)]
    difference = find_difference(question, sides)
    if difference is None or difference.places[0] != 0:
        return [], "", {}
    differing = [rivals[place] for place in difference.places]
    phrases = {
        piece.place: (piece.sentence.start + start, piece.sentence.start + end)
        for piece, (start, end) in zip(differing, difference.phrases, strict=True)
    }
    return differing, difference.about, phrases


def _order_by_day(differing: Sequence[Evidence]) -> list[Evidence]:
    """Return the sentences that differ, the newest first where all have a date: what was said last may still hold."""
    if not all(piece.stored.article.day for piece in differing):
        return list(differing)
    return sorted(differing, key=lambda piece: piece.stored.article.day, reverse=True)


def make_side(stored: StoredArticle, sentence: Sentence, phrase: tuple[int, int] | None = None) -> Side:
    """Return a sentence as one side of a difference; ``phrase`` is where in it the words stand that answer."""
    before = [*stored.quote_after(-1, 1), *stored.quote_before(sentence.index, SENTENCES_BEFORE)]
    context = " ".join([stored.article.title, *before])
    return Side(stored.quote(sentence), phrase, stored.article.id, context, partial(name_speaker, stored, sentence))


def _choose(strong: Sequence[Evidence], differing: Sequence[Evidence], most: int) -> list[Evidence]:
    """Return the sentences to quote: up to ``most`` strong ones that do not repeat each other, and all that differ."""
    chosen: list[Evidence] = []
    for piece in [*strong, *(piece for piece in differing if piece not in strong)]:
        repeated = any(says_the_same(piece.text, other.text) for other in chosen)
        if piece in differing or (not repeated and len(chosen) < most):
            chosen.append(piece)
    return chosen


def _group_same(chosen: Sequence[Evidence], strong: Sequence[Evidence]) -> list[list[Evidence]]:
    """Put beside each chosen sentence those of other articles that say the same in the same words, each beside one."""
    groups = []
    taken = {piece.place for piece in chosen}
    for piece in chosen:
        same = [
            other
            for other in strong
            if other.place not in taken
            and other.sentence.article_id != piece.sentence.article_id
            and says_the_same(piece.text, other.text)
        ]
        taken.update(other.place for other in same)
        groups.append([piece, *same])
    return groups


def _cite_all(evidence: Sequence[Evidence]) -> tuple[Citation, ...]:
    return tuple(
        cite(number, one.stored, one.sentence, one.span, one.copies) for number, one in enumerate(evidence, start=1)
    )


def _put_first(lead: Lead | None, strong: Sequence[Evidence], evidence: Sequence[Evidence]) -> list[Evidence]:
    """Return the strong sentences with the one first that the headline comes from."""
    source = [piece for piece in evidence if lead and piece.sentence == lead.sentence]
    return [*source, *(piece for piece in strong if piece not in source)]


def _write_lead(lead: Lead, text: str) -> str:
    """Return the headline as the start of an answer, a phrase with the words just before it that limit it."""
    if lead.span is None:
        return f"{lead.word}."
    start, end = lead.span
    hedge = _HEDGE.search(text, lead.sentence.start, start)
    start = hedge.start() if hedge else start
    phrase = " ".join(text[start:end].strip(" ,;:—–-\n").split())
    if not (_CODE.match(phrase) or start == lead.sentence.start):  # what begins its sentence is written as it was meant
        phrase = f"{phrase[0].upper()}{phrase[1:]}"
    return f"{phrase.removesuffix('.')}."


def say_conflict(conflict: Conflict) -> str:
    """Return in what sources differ, and where: "The sources differ on the date: [1], [2] and [3]"."""
    *first, last = (f"[{citation.number}]" for citation in conflict.citations)
    return f"The sources differ on {conflict.about}: {' and '.join(filter(None, (', '.join(first), last)))}"


def citation_to_json(citation: Citation) -> dict[str, object]:
    """Return a citation as the JSON object that the command line and the HTTP API promise."""
    return {
        "number": citation.number,
        **_place_to_json(citation.article, citation.sentence, quote=citation.quote),
        "speaker": citation.speaker,
        "section": citation.section,
        "also_in": [_place_to_json(copy.stored.article, copy.sentence) for copy in citation.copies],
    }


def _place_to_json(article: Article, sentence: Sentence, **quoted: str) -> dict[str, object]:
    """Return where a sentence stands, as JSON, and what is quoted of it."""
    return {
        "article_id": article.id,
        "title": article.title,
        "source": article.source,
        "published": article.published,
        "url": article.url,
        **quoted,
        "start": sentence.start,
        "end": sentence.end,
        "sha256": article.sha256,
    }


def statement_to_json(statement: Statement) -> dict[str, object]:
    """Return a statement as JSON, with the numbers of its citations."""
    numbers = [citation.number for citation in statement.citations]
    return {"text": statement.text, "citations": numbers, "verdict": statement.verdict, "kind": statement.kind}


def answer_to_json(answer: Answer) -> dict[str, object]:
    """Return an answer as the JSON object that the command line and the HTTP API promise."""
    return {
        "question": answer.question,
        "standalone": answer.standalone,
        "outcome": answer.outcome,
        "confidence": answer.confidence,
        "answer": answer.text,
        "statements": [statement_to_json(statement) for statement in answer.statements],
        "citations": [citation_to_json(c) for c in answer.citations],
        "conflicts": [
            {"citations": [c.number for c in conflict.citations], "about": conflict.about}
            for conflict in answer.conflicts
        ],
        "nearest": [citation_to_json(c) for c in answer.nearest],
        "timings_ms": dict(answer.timings_ms),
        "note": answer.note,
        "dropped": [{"text": d.text, "verdict": d.verdict, "reason": d.reason} for d in answer.dropped],
        "writing": asdict(answer.writing) if answer.writing else None,
        "groups": [
            {"title": g.title, "citations": [c.number for c in g.citations], "kind": g.kind} for g in answer.groups
        ],
        "more": [citation_to_json(c) for c in answer.more],
        "named": [{"name": n.name, "kind": n.kind, "citations": [c.number for c in n.citations]} for n in answer.named],
        "scope": answer.scope,
        "scopes": dict(answer.scopes),
        "suggestions": list(answer.suggestions),
        "language": answer.language,
    }
