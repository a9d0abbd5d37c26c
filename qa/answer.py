"""Make the answer out of evidence: quote it sentence by sentence, say what perhaps answers, or that nothing does."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace

from qa.conflicts import Side, find_difference
from qa.english.speakers import SENTENCES_AFTER, SENTENCES_BEFORE, explain_pronoun, find_speaker
from qa.reading.read import Lead, Reading
from qa.records import Answer, Citation, Conflict, Evidence, Sentence, Statement
from qa.store.library import StoredArticle

RIVALS = 12  # best-ranked sentences among which one with another answer is looked for
OWN_FLOOR = 0.88  # a sentence that answers by itself at least so likely is quoted, however good the best one is
SAME_TEXT = 0.9  # share of common words above which two sentences of different articles say the same
# words just before the answer phrase that belong to it: without them it would claim more than the sentence does
_HEDGE = re.compile(
    r"\b(?:(?:about|almost|approximately|around|at least|at most|estimated|fewer than|less than|more than|nearly|no|"
    r"not|over|possibly|probably|reportedly|roughly|some|under|up to) )+\Z",
    re.IGNORECASE,
)


def quote_answer(
    question: str,
    standalone: str,
    reading: Reading,
    articles: Mapping[str, StoredArticle],
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
        return replace(common, nearest=_cite_all(evidence[:nearest_sentences], articles))
    if confidence < score_floor:
        return _answer_perhaps(common, evidence, articles, nearest_sentences)
    least = sentence_floor * evidence[0].score
    strong = [piece for piece in evidence if piece.score >= least or piece.own_score >= OWN_FLOOR]
    differing, about = _find_differing(standalone, evidence, strong, articles)
    lead = None if differing else reading.lead  # where sources differ, no phrase of one of them stands above all
    chosen = _choose(_put_first(lead, strong, evidence), differing, articles, max_sentences)
    groups = _group_same(chosen, strong, articles)
    citations = _cite_all([piece for group in groups for piece in group], articles)
    by_place = {(c.article.id, c.sentence.index): c for c in citations}
    cited = [[by_place[_place(piece)] for piece in group] for group in groups]
    statements = [_quote(group, articles) for group in cited]
    if lead:
        statements.insert(0, Statement(_write_lead(lead, articles), tuple(cited[0]), kind="lead"))
    conflicts = (Conflict(tuple(by_place[_place(piece)] for piece in differing), about),) if differing else ()
    return replace(common, outcome="answered", statements=tuple(statements), citations=citations, conflicts=conflicts)


def _answer_perhaps(
    common: Answer, evidence: Sequence[Evidence], articles: Mapping[str, StoredArticle], nearest_sentences: int
) -> Answer:
    """Quote the sentence that perhaps answers, with its copies in other articles, and show the next ones as nearest."""
    best, *others = evidence[: max(1, nearest_sentences)]
    group = _group_same([best], evidence[:RIVALS], articles)[0]
    shown = _cite_all([*group, *(other for other in others if other not in group)], articles)
    statement = _quote(shown[: len(group)], articles)
    return replace(
        common,
        outcome="perhaps",
        statements=(statement,),
        citations=shown[: len(group)],
        nearest=shown[len(group) :],
    )


def _find_differing(
    question: str, evidence: Sequence[Evidence], strong: Sequence[Evidence], articles: Mapping[str, StoredArticle]
) -> tuple[list[Evidence], str]:
    """Return the sentences that answer the question differently, and what they differ in.

    Beside the strong sentences a weaker one counts where the reader found that it answers, and by which phrase.
    """
    rivals = [piece for rank, piece in enumerate(evidence) if piece in strong or (piece.span and rank < RIVALS)]
    spans = [
        piece.span and (piece.span[0] - piece.sentence.start, piece.span[1] - piece.sentence.start) for piece in rivals
    ]
    sides = [_make_side(piece, span, articles) for piece, span in zip(rivals, spans, strict=True)]
    difference = find_difference(question, sides)
    if difference is None:
        return [], ""
    return [rivals[place] for place in difference.places], difference.about


def _make_side(piece: Evidence, phrase: tuple[int, int] | None, articles: Mapping[str, StoredArticle]) -> Side:
    stored = articles[piece.sentence.article_id]
    opening = [stored.quote(sentence) for sentence in stored.sentences[:1]]
    context = " ".join([stored.article.title, *opening, *_sentences_before(stored, piece.sentence.index)])
    return Side(_text(piece, articles), phrase, stored.article.id, context, name_speaker(stored, piece.sentence))


def _choose(
    strong: Sequence[Evidence], differing: Sequence[Evidence], articles: Mapping[str, StoredArticle], most: int
) -> list[Evidence]:
    """Return the sentences to quote: up to ``most`` strong ones that do not repeat each other, and all that differ."""
    chosen: list[Evidence] = []
    for piece in [*strong, *(piece for piece in differing if piece not in strong)]:
        repeated = any(_is_same(_text(piece, articles), _text(other, articles)) for other in chosen)
        if piece in differing or (not repeated and len(chosen) < most):
            chosen.append(piece)
    return chosen


def _group_same(
    chosen: Sequence[Evidence], strong: Sequence[Evidence], articles: Mapping[str, StoredArticle]
) -> list[list[Evidence]]:
    """Put beside each chosen sentence those of other articles that say the same in the same words."""
    groups = []
    for piece in chosen:
        text = _text(piece, articles)
        same = [
            other
            for other in strong
            if other.sentence.article_id != piece.sentence.article_id and _is_same(text, _text(other, articles))
        ]
        groups.append([piece, *(other for other in same if other not in chosen)])
    return groups


def _is_same(text: str, other: str) -> bool:
    ours, theirs = (set(re.findall(r"\w+", t.lower())) for t in (text, other))
    return len(ours & theirs) >= SAME_TEXT * len(ours | theirs)


def _cite_all(evidence: Sequence[Evidence], articles: Mapping[str, StoredArticle]) -> tuple[Citation, ...]:
    citations = []
    for number, piece in enumerate(evidence, start=1):
        stored, sentence = articles[piece.sentence.article_id], piece.sentence
        quote = stored.quote(sentence)
        speaker = name_speaker(stored, sentence)
        citations.append(Citation(number, stored.article, sentence, quote, speaker, phrase=piece.span))
    return tuple(citations)


def name_speaker(stored: StoredArticle, sentence: Sentence) -> str:
    """Return who a sentence says it is from, read with the sentences around it, or an empty string."""
    after = stored.sentences[sentence.index + 1 : sentence.index + 1 + SENTENCES_AFTER]
    before = _sentences_before(stored, sentence.index)
    return find_speaker(stored.quote(sentence), before, [stored.quote(later) for later in after])


def _quote(group: Sequence[Citation], articles: Mapping[str, StoredArticle]) -> Statement:
    """Return the statement that quotes the first of a group and names what its pronoun means, outside the quote."""
    first = group[0]
    stored = articles[first.article.id]
    meant = explain_pronoun(first.quote, _sentences_before(stored, first.sentence.index))
    pronoun = first.quote.split(" ", 1)[0]
    text = f"{first.quote} ({pronoun}: {meant})" if meant else first.quote
    return Statement(text, tuple(group))


def _put_first(lead: Lead | None, strong: Sequence[Evidence], evidence: Sequence[Evidence]) -> list[Evidence]:
    """Return the strong sentences with the one first that the headline comes from, as it carries it."""
    source = [piece for piece in evidence if lead and piece.sentence == lead.sentence]
    source = [replace(piece, span=lead.span) for piece in source if lead]
    return [*source, *(piece for piece in strong if not lead or piece.sentence != lead.sentence)]


def _write_lead(lead: Lead, articles: Mapping[str, StoredArticle]) -> str:
    """Return the headline phrase as the start of an answer, with the words just before it that limit it."""
    text, (start, end) = articles[lead.sentence.article_id].article.text, lead.span
    hedge = _HEDGE.search(text, lead.sentence.start, start)
    phrase = " ".join(text[hedge.start() if hedge else start : end].strip(" ,;:—–-\n").split())
    return f"{phrase[0].upper()}{phrase[1:].removesuffix('.')}."


def _text(piece: Evidence, articles: Mapping[str, StoredArticle]) -> str:
    return articles[piece.sentence.article_id].quote(piece.sentence)


def _sentences_before(stored: StoredArticle, index: int) -> list[str]:
    return [stored.quote(sentence) for sentence in stored.sentences[max(0, index - SENTENCES_BEFORE) : index]]


def _place(piece: Evidence) -> tuple[str, int]:
    return piece.sentence.article_id, piece.sentence.index


def citation_to_json(citation: Citation) -> dict[str, object]:
    """Return a citation as the JSON object that the command line and the HTTP API promise."""
    article = citation.article
    return {
        "number": citation.number,
        "article_id": article.id,
        "title": article.title,
        "source": article.source,
        "published": article.published,
        "url": article.url,
        "quote": citation.quote,
        "start": citation.sentence.start,
        "end": citation.sentence.end,
        "sha256": article.sha256,
        "speaker": citation.speaker,
    }


def answer_to_json(answer: Answer) -> dict[str, object]:
    """Return an answer as the JSON object that the command line and the HTTP API promise."""
    return {
        "question": answer.question,
        "standalone": answer.standalone,
        "outcome": answer.outcome,
        "confidence": answer.confidence,
        "answer": answer.text,
        "statements": [
            {"text": s.text, "citations": [c.number for c in s.citations], "verdict": s.verdict, "kind": s.kind}
            for s in answer.statements
        ],
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
        "groups": [{"title": g.title, "citations": [c.number for c in g.citations]} for g in answer.groups],
        "more": [citation_to_json(c) for c in answer.more],
        "named": [{"name": n.name, "kind": n.kind, "citations": [c.number for c in n.citations]} for n in answer.named],
        "scope": answer.scope,
        "suggestions": list(answer.suggestions),
        "language": answer.language,
    }
