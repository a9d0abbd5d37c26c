"""Answers and articles as the JSON that the page shows: the public form, and what only a reader with eyes needs."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any, Literal

from qa.answer import answer_to_json, citation_to_json, statement_to_json
from qa.records import Answer, Article, Citation, Statement
from qa.store.holdings import Outlet

EVIDENCE_SHOWN = 10
"""Sentences listed under "show the evidence"."""

_SURE, _FAIRLY_SURE = 0.85, 0.65  # confidence from which the page says so

Json = dict[str, Any]


def show_answer(answer: Answer, *, generation: int) -> Json:
    """Return an answer for the page.

    To the public form it adds an ``id`` under which feedback is kept, the answer phrase of each citation (``span``,
    offsets in the article), the ranked sentences (``evidence``), how sure the answer is as a word, in how many
    articles something was read, and the generation of the index that answered.
    """
    shown: Json = {**answer_to_json(answer), "id": uuid.uuid4().hex}
    shown["citations"] = [show_citation(citation) for citation in answer.citations]
    shown["evidence"] = _list_evidence(answer)
    shown["sureness"] = name_sureness(answer.confidence)
    shown["articles"] = count_articles(answer)
    shown["generation"] = generation
    return shown


def show_citation(citation: Citation) -> Json:
    """Return a citation for the page: with the place of the phrase that answers, as offsets in the article."""
    return citation_to_json(citation) | {"span": list(citation.phrase) if citation.phrase else None}


def show_statement(statement: Statement, show: Callable[[Citation], Json] = show_citation) -> Json:
    """Return one statement with its citations in full, so that it can be shown before the answer is complete."""
    return {
        "statement": statement_to_json(statement),
        "citations": [show(citation) for citation in statement.citations],
    }


def show_article(article: Article) -> Json:
    """Return an article with the text that citations count in."""
    return show_listed(article) | {"text": article.text, "url": article.url, "sha256": article.sha256}


def show_listed(article: Article) -> Json:
    """Return an article as a line of the list of articles."""
    return {name: getattr(article, name) for name in ("id", "title", "source", "published", "author", "collection")}


def count_by(part: Literal["name", "collection"], outlets: Iterable[Outlet]) -> list[Json]:
    """Return each outlet, or each collection, with its number of articles, the largest first."""
    counts: Counter[str] = Counter()
    for outlet in outlets:
        counts[getattr(outlet, part)] += outlet.articles
    del counts[""]
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0].casefold()))
    return [{"name": name, "articles": count} for name, count in ordered]


def count_articles(answer: Answer) -> int:
    """Return the number of articles in which something was read; of those to choose from, where nothing is read yet."""
    read = [piece for piece in answer.ranked if piece.own_score]
    return len({piece.sentence.article_id for piece in read or answer.ranked})


def name_sureness(confidence: float) -> str:
    """Return how sure an answer is, as a word that the page has a string for."""
    if confidence >= _SURE:
        return "sure"
    return "fairly_sure" if confidence >= _FAIRLY_SURE else "unsure"


def _list_evidence(answer: Answer) -> list[Json]:
    numbers = {citation.sentence: citation.number for citation in answer.citations}
    return [
        show_citation(
            Citation(
                number=numbers.get(one.sentence, 0),
                article=one.stored.article,
                sentence=one.sentence,
                quote=one.text,
                phrase=one.span,
                copies=one.copies,
                section=one.section,
            )
        )
        for one in answer.ranked[:EVIDENCE_SHOWN]
    ]
