"""A vote as the page sends it -> feedback to keep; a quote is taken from the library, never from the browser."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from typing import Annotated, Literal

from fastapi import FastAPI
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

from qa.bot import Bot
from qa.records import Article, Outcome
from qa.store.feedback import CitedQuote, Feedback, FeedbackStore
from qa.web.api import schema
from qa.web.api.parameters import KNOWN_ALONE
from qa.web.api.routes import MALFORMED, NOT_NOW

QUOTED_CHARACTERS = 16_000
"""Kept of all the quotes of one vote; the three sentences of an answer have a few hundred."""
ANSWER_CHARACTERS, HISTORY_TURNS, HISTORY_CHARACTERS = 4_000, 6, 1_000
"""Kept of the answer, of the conversation before it, and of each question in that."""

GetArticle = Callable[[str], Article | None]
GetOffsets = Callable[[str], Sequence[tuple[int, int]]]

_Text = Annotated[str, StringConstraints(max_length=4_000)]
_Digest = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]


def _check_whole(value: object) -> object:
    if isinstance(value, bool | str):
        raise ValueError("input should be a valid integer")  # noqa: TRY004 - pydantic tells of a ValueError
    return value


# what JSON Schema calls an integer, 5.0 included; pydantic alone takes true and "5", too, or when strict not even 5.0
Whole = Annotated[int, Field(ge=0, le=2**53), BeforeValidator(_check_whole)]


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


def add_feedback(app: FastAPI, bot: Bot, store: FeedbackStore) -> None:
    """Add the route that keeps votes."""

    @app.post(
        "/api/feedback",
        status_code=201,
        tags=["articles"],
        summary="Judge an answer",
        response_model=schema.Kept,
        responses=MALFORMED | NOT_NOW,
        dependencies=KNOWN_ALONE,
    )
    def give_feedback(judged: Judged) -> dict[str, str]:
        """Keep a vote on an answer."""
        store.add(to_feedback(judged, get_article=bot.get_article, get_offsets=bot.get_offsets))
        return {"status": "kept"}


def to_feedback(judged: Judged, *, get_article: GetArticle, get_offsets: GetOffsets) -> Feedback:
    """Return the feedback with the quotes as the library has them, cut to what is worth keeping.

    A citation that is no stored sentence of exactly this text is left out, and so is one that makes the quotes longer
    than `QUOTED_CHARACTERS`; of a long conversation the last turns are kept.
    """
    return Feedback(
        answer_id=judged.answer_id,
        vote=judged.vote,
        word=judged.word,
        question=judged.question,
        standalone=judged.standalone,
        history=tuple(question[:HISTORY_CHARACTERS] for question in judged.history[-HISTORY_TURNS:]),
        outcome=judged.outcome,
        answer=judged.answer[:ANSWER_CHARACTERS],
        quotes=tuple(_find_quotes(judged.citations, get_article, get_offsets)),
        generation=judged.generation,
    )


def _find_quotes(
    citations: Sequence[JudgedCitation], get_article: GetArticle, get_offsets: GetOffsets
) -> Iterator[CitedQuote]:
    room = QUOTED_CHARACTERS
    for article_id, cited in groupby(sorted(citations, key=_place), key=lambda one: one.article_id):
        article, sentences = get_article(article_id), frozenset(get_offsets(article_id))
        for start, end, sha256 in dict.fromkeys((one.start, one.end, one.sha256) for one in cited):
            known = article is not None and article.sha256 == sha256 and (start, end) in sentences
            if article is not None and known and end - start <= room:
                room -= end - start
                yield CitedQuote(article_id, start, end, article.text[start:end])


def _place(citation: JudgedCitation) -> tuple[str, int, int]:
    return citation.article_id, citation.start, citation.end
