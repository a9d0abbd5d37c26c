"""Make the answer out of evidence: quote it sentence by sentence, or say that nothing answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from qa.records import Answer, Citation, Evidence, Statement
from qa.store.library import StoredArticle


def cite_evidence(evidence: Sequence[Evidence], articles: Mapping[str, StoredArticle]) -> tuple[Citation, ...]:
    """Return a citation for each piece of evidence, numbered from 1; ``articles`` holds them by id."""
    citations = []
    for number, piece in enumerate(evidence, start=1):
        stored = articles[piece.sentence.article_id]
        citations.append(Citation(number, stored.article, piece.sentence, stored.quote(piece.sentence)))
    return tuple(citations)


def choose_sentences(evidence: Sequence[Evidence], *, most: int) -> tuple[Evidence, ...]:
    """Return the sentences worth quoting: the best, and those that come close to it."""
    if not evidence:
        return ()
    floor = evidence[0].score - 0.25 * abs(evidence[0].score)
    return tuple(piece for piece in evidence[:most] if piece.score >= floor)


def quote_answer(
    question: str,
    standalone: str,
    evidence: Sequence[Evidence],
    confidence: float,
    articles: Mapping[str, StoredArticle],
    *,
    score_floor: float,
    max_sentences: int,
    nearest_sentences: int,
    timings_ms: dict[str, float],
) -> Answer:
    """Return the answer that quotes the best sentences whole, or names the nearest when none is good enough."""
    common = Answer(question, standalone, "not_found", confidence, ranked=tuple(evidence), timings_ms=timings_ms)
    if not evidence or confidence < score_floor:
        return replace(common, nearest=cite_evidence(evidence[:nearest_sentences], articles))
    citations = cite_evidence(choose_sentences(evidence, most=max_sentences), articles)
    statements = tuple(Statement(citation.quote, (citation,)) for citation in citations)
    return replace(common, outcome="answered", statements=statements, citations=citations)


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
            {"text": s.text, "citations": [c.number for c in s.citations], "verdict": s.verdict}
            for s in answer.statements
        ],
        "citations": [citation_to_json(c) for c in answer.citations],
        "conflicts": [
            {"citations": [c.number for c in conflict.citations], "about": conflict.about}
            for conflict in answer.conflicts
        ],
        "nearest": [citation_to_json(c) for c in answer.nearest],
        "timings_ms": dict(answer.timings_ms),
    }
