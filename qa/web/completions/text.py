"""An answer as the text of a chat completion, with its sources below, and as annotations at the marks in it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from qa.records import Answer, Citation, Statement

NOT_FOUND = "The articles do not say."
PERHAPS = "\n\nPerhaps this answers it: the articles do not say it outright."
SOURCES = "\n\nSources:\n"
NEAREST = "\n\nNearest sentences, which do not answer the question:\n"


def write_content(answer: Answer) -> Iterator[str]:
    """Yield the text of a completion in pieces: each statement with its marks, then the sources."""
    if answer.outcome == "briefing":
        yield from _write_briefing(answer)
        return
    if answer.outcome not in ("answered", "perhaps", "about"):
        yield NOT_FOUND
        yield from _write_sources(NEAREST, answer.nearest)
        return
    yield from write_statements(answer.statements)
    if answer.outcome == "perhaps":
        yield PERHAPS
    for conflict in answer.conflicts:
        numbers = " and ".join(f"[{citation.number}]" for citation in conflict.citations)
        yield f"\n\nThe sources differ on {conflict.about}: {numbers}"
    yield from _write_sources(SOURCES, answer.citations)
    if answer.outcome == "about":
        yield from _write_sources("\n\n", answer.nearest)


def _write_briefing(answer: Answer) -> Iterator[str]:
    """Yield a briefing as lists under the titles of its groups, then the sources."""
    texts = {c.number: s.text for s in answer.statements if s.kind != "written" for c in s.citations}
    if answer.scope:
        yield f"_{answer.scope}_\n\n"
    if summary := [statement for statement in answer.statements if statement.kind == "written"]:
        yield from write_statements(summary)
        yield "\n\n"
    for group in answer.groups:
        yield f"**{group.title}**\n\n"
        yield from (f"- {texts[citation.number]} [{citation.number}]\n" for citation in group.citations)
        yield "\n"
    yield from _write_sources(SOURCES.lstrip(), answer.citations)


def write_statements(statements: Sequence[Statement]) -> Iterator[str]:
    """Yield the statements as they are told, each with its marks."""
    for number, statement in enumerate(statements):
        marks = "".join(f"[{citation.number}]" for citation in statement.citations)
        yield (" " if number else "") + f"{statement.text} {marks}".strip()


def _write_sources(heading: str, citations: Sequence[Citation]) -> Iterator[str]:
    lines = []
    for citation in citations:
        article = citation.article
        where = ", ".join(filter(None, (article.source, article.published)))
        lines.append(f"[{citation.number}] {article.title}{f' ({where})' if where else ''}: “{citation.quote}”")
    if lines:
        yield heading + "\n".join(lines)


def annotate(answer: Answer) -> Iterator[dict[str, Any]]:
    """Yield an annotation for each mark in the statements whose article has an address that a browser can open."""
    end = 0
    for piece, statement in zip(write_statements(answer.statements), answer.statements, strict=True):
        end += len(piece)
        at = end - len("".join(f"[{citation.number}]" for citation in statement.citations))
        for citation in statement.citations:
            mark, article = f"[{citation.number}]", citation.article
            if article.url.startswith(("https://", "http://")):
                place = {"start_index": at, "end_index": at + len(mark), "title": article.title, "url": article.url}
                yield {"type": "url_citation", "url_citation": place}
            at += len(mark)
