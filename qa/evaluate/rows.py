"""One row for each question, written as it comes; everything that is reported is computed from the rows."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Literal, cast

from pydantic import BaseModel, ConfigDict

from qa.errors import QuestionSetError
from qa.evaluate.questions import Question, Span
from qa.foreign import decode_utf8, parse_json

Result = Literal["right", "wrong", "missed", "overreached", "error"]
"""What became of a question.

``right``: an answer with a right citation, or a refusal of an unanswerable question. ``wrong``: an answerable question
answered without one. ``missed``: an answerable question refused. ``overreached``: an unanswerable question answered.
``error``: answering raised.
"""

RANKED_SENTENCES = 10
"""As many of the ranked sentences are kept in a row."""


@dataclass(frozen=True, slots=True)
class RankedSentence:
    """A place that the bot ranked, best first, with its score; higher is better; ``also`` is where it stands again."""

    span: Span
    score: float
    also: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """What one question came to.

    ``answer`` is the answer's JSON object, None when answering raised; ``seconds`` is the time of answering alone.
    ``measures`` holds the value of each measure that the question counts in.
    """

    id: str
    question: str
    answerable: bool
    result: Result
    measures: Mapping[str, float]
    answer: Mapping[str, Any] | None = None
    ranked: tuple[RankedSentence, ...] = ()
    seconds: float | None = None
    error: str = ""

    def belongs_to(self, question: Question) -> bool:
        """Say whether the row is about this very question, and not one that shares its id."""
        return (self.id, self.question, self.answerable) == (question.id, question.question, question.answerable)


@dataclass(frozen=True, slots=True)
class Score:
    """The figures of a row without its texts, so that those of 10,000 questions fit in a few megabytes.

    ``confidence`` is None when answering raised; ``answered`` says that the bot gave an answer.
    """

    id: str
    answerable: bool
    result: Result
    measures: Mapping[str, float]
    answered: bool
    confidence: float | None
    seconds: float | None


def score_of(row: Row) -> Score:
    """Return the figures of a row."""
    answer = row.answer
    return Score(
        row.id,
        row.answerable,
        row.result,
        row.measures,
        answered=answer is not None and answer["outcome"] == "answered",
        confidence=None if answer is None else float(answer["confidence"]),
        seconds=row.seconds,
    )


def write_row(file: IO[str], row: Row) -> None:
    """Append one row as a JSON line and flush it, so that whatever ends the run leaves it behind."""
    shown: dict[str, object] = {"id": row.id, "question": row.question, "answerable": row.answerable}
    if row.answer is None:
        shown["error"] = row.error
    else:
        shown["answer"] = row.answer
        shown["ranked"] = [_show_ranked(sentence) for sentence in row.ranked]
        shown["seconds"] = row.seconds
    shown |= {"measures": dict(row.measures), "result": row.result}
    file.write(json.dumps(shown, ensure_ascii=False) + "\n")
    file.flush()


def _show_ranked(sentence: RankedSentence) -> dict[str, object]:
    place, *others = (
        {"article_id": s.article_id, "start": s.start, "end": s.end} for s in (sentence.span, *sentence.also)
    )
    return {**place, "score": sentence.score, **({"also_in": others} if others else {})}


def read_rows(path: Path, *, torn_end: bool = False) -> Iterator[Row]:
    """Yield the rows of a file; raise `QuestionSetError` naming the first line that is none.

    With ``torn_end`` a last line that a killed run left unfinished is passed over.
    """
    with path.open("rb") as lines:
        for number, line in enumerate(lines, start=1):
            if not line.strip():
                continue
            try:
                row = _to_row(parse_json(decode_utf8(line)))
            except ValueError:
                if torn_end and not line.endswith(b"\n"):
                    return
                raise QuestionSetError(
                    f"{path.name}, line {number}: not a row of 'qa eval --rows': remove the line, or name another file"
                ) from None
            yield row


class _Written(BaseModel):
    """A part of a line of a file of rows, as far as reports read it; the rest of an answer stays as it is."""

    model_config = ConfigDict(strict=True, extra="ignore", allow_inf_nan=False)


class _Place(_Written):
    article_id: str
    start: int
    end: int

    def to_span(self) -> Span:
        return Span(self.article_id, self.start, self.end)


class _Ranked(_Place):
    score: float
    also_in: list[_Place] = []


class _Cited(_Place):
    number: int


class _Nearest(_Written):
    title: str
    article_id: str
    quote: str


class _Statement(_Written):
    text: str
    citations: list[int]


class _Answer(_Written):
    outcome: str
    confidence: float
    answer: str = ""
    standalone: str = ""
    statements: list[_Statement] = []
    citations: list[_Cited] = []
    nearest: list[_Nearest] = []


class _Line(_Written):
    id: str
    question: str
    answerable: bool
    result: Result
    measures: dict[str, float]
    answer: _Answer | None = None
    ranked: list[_Ranked] = []
    seconds: float | None = None
    error: str = ""


def _to_row(value: object) -> Row:
    """Return the row that a line holds; raise `ValueError` where it is none."""
    line = _Line.model_validate(value)
    return Row(
        id=line.id,
        question=line.question,
        answerable=line.answerable,
        result=line.result,
        measures=line.measures,
        answer=cast(dict[str, Any], value).get("answer"),
        ranked=tuple(RankedSentence(r.to_span(), r.score, tuple(o.to_span() for o in r.also_in)) for r in line.ranked),
        seconds=line.seconds,
        error=line.error,
    )
