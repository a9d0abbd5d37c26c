"""A vote as the page sends it -> feedback to keep; a quote is taken from the library, never from the browser."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

from qa.records import Article, Outcome
from qa.store.feedback import CitedQuote, Feedback

_Text = Annotated[str, StringConstraints(max_length=4_000)]
_Digest = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]


def _check_whole(value: object) -> object:
    if isinstance(value, bool | str):
        raise ValueError("input should be a valid integer")  # noqa: TRY004 - pydantic tells of a ValueError
    return value


# what JSON Schema calls an integer, 5.0 included; pydantic alone takes true and "5", too, or when strict not even 5.0
Whole = Annotated[int, Field(ge=0), BeforeValidator(_check_whole)]


class JudgedCitation(BaseModel):
    """A citation of the judged answer."""

    model_config = ConfigDict(extra="forbid")

    article_id: _Text
    start: Whole
    end: Whole
    sha256: _Digest


class Judged(BaseModel):
    """A vote on one answer, with an optional word."""

    model_config = ConfigDict(extra="forbid")

    answer_id: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{32}$")]
    vote: Literal["up", "down"]
    word: Annotated[str, StringConstraints(max_length=500)] = ""
    question: _Text
    standalone: _Text
    history: Annotated[list[_Text], Field(max_length=20)] = []
    outcome: Outcome
    answer: Annotated[str, StringConstraints(max_length=20_000)] = ""
    citations: Annotated[list[JudgedCitation], Field(max_length=20)] = []
    generation: Whole


def to_feedback(judged: Judged, *, get_article: Callable[[str], Article | None]) -> Feedback:
    """Return the feedback with the quotes as the library has them; a citation that no longer fits is left out."""
    quotes = []
    for citation in judged.citations:
        article = get_article(citation.article_id)
        if article is not None and article.sha256 == citation.sha256:
            quote = article.text[citation.start : citation.end]
            quotes.append(CitedQuote(citation.article_id, citation.start, citation.end, quote))
    return Feedback(
        answer_id=judged.answer_id,
        vote=judged.vote,
        word=judged.word,
        question=judged.question,
        standalone=judged.standalone,
        history=tuple(judged.history),
        outcome=judged.outcome,
        answer=judged.answer,
        quotes=tuple(quotes),
        generation=judged.generation,
    )
