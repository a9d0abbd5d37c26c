"""An answer as the text of a chat completion, with its sources below, and as annotations at the marks in it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from qa.answer import NOT_FOUND, PERHAPS, say_conflict
from qa.citing import name_heads
from qa.records import Answer, Article, Citation, Statement

SOURCES = "\n\nSources:\n"
NEAREST = "\n\nNearest sentences, which may not answer the question:\n"


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of the text; it ends with the marks of what is ``cited`` in it."""

    text: str
    cited: tuple[Citation, ...] = ()


def lay_out(answer: Answer) -> Iterator[Piece]:
    """Yield the text of a completion in pieces: each statement with its marks, then the sources."""
    if answer.outcome == "briefing":
        yield from _lay_out_briefing(answer)
        return
    if answer.outcome not in ("answered", "perhaps", "about"):
        yield Piece(NOT_FOUND)
        yield from _say_scope(answer)
        yield from _list_sources(NEAREST, answer.nearest)
        return
    yield from lay_out_statements(answer.statements)
    if answer.outcome == "perhaps":
        yield Piece(PERHAPS)
    yield from _say_scope(answer)
    for conflict in answer.conflicts:
        yield Piece(f"\n\n{say_conflict(conflict)}")
    yield from _list_sources(SOURCES, answer.citations)
    if answer.outcome == "about":
        yield from _list_sources("\n\n", answer.nearest)


def lay_out_statements(statements: Sequence[Statement]) -> Iterator[Piece]:
    """Yield the statements as they are told, each with its marks."""
    for number, statement in enumerate(statements):
        yield _mark((" " if number else "") + statement.text, statement.citations)


def write_content(answer: Answer) -> str:
    """Return the text of a completion."""
    return "".join(piece.text for piece in lay_out(answer))


def annotate(answer: Answer) -> Iterator[dict[str, Any]]:
    """Yield an annotation for each mark of a statement whose article has an address that a browser can open.

    Its places count Unicode characters in the text of the completion.
    """
    end = 0
    for piece in lay_out(answer):
        end += len(piece.text)
        at = end - len(_write_marks(piece.cited))
        for citation in piece.cited:
            mark, article = _write_marks((citation,)), citation.article
            if article.url.startswith(("https://", "http://")):
                place = {"start_index": at, "end_index": at + len(mark), "title": article.title, "url": article.url}
                yield {"type": "url_citation", "url_citation": place}
            at += len(mark)


def _lay_out_briefing(answer: Answer) -> Iterator[Piece]:
    """Yield a briefing as lists under the titles of its groups, then the sources."""
    texts = {c.number: s.text for s in answer.statements if s.kind != "written" for c in s.citations}
    if answer.scope:
        yield Piece(f"_{answer.scope}_\n\n")
    if summary := [statement for statement in answer.statements if statement.kind == "written"]:
        yield from lay_out_statements(summary)
        yield Piece("\n\n")
    for group in answer.groups:
        yield Piece(f"**{group.title}**\n\n")
        for citation in group.citations:
            yield _mark(f"- {texts[citation.number]}", (citation,))
            yield Piece("\n")
        yield Piece("\n")
    yield from _list_sources(SOURCES.lstrip(), answer.citations)


def _mark(text: str, cited: Sequence[Citation]) -> Piece:
    return Piece(f"{text} {_write_marks(cited)}".rstrip(), tuple(cited))


def _write_marks(cited: Sequence[Citation]) -> str:
    return "".join(f"[{citation.number}]" for citation in cited)


def _say_scope(answer: Answer) -> Iterator[Piece]:
    if answer.scope:
        yield Piece(f"\n\n_{answer.scope}_")


def _list_sources(heading: str, citations: Sequence[Citation]) -> Iterator[Piece]:
    lines = []
    for citation in citations:
        also = "".join(f"; also in {_name(copy.stored.article.title, copy.stored.article)}" for copy in citation.copies)
        lines.append(f"[{citation.number}] {_name(name_heads(citation), citation.article)}{also}: “{citation.quote}”")
    if lines:
        yield Piece(heading + "\n".join(lines))


def _name(heads: str, article: Article) -> str:
    where = ", ".join(filter(None, (article.source, article.shown_date)))
    return f"{heads} ({where})" if where else heads
