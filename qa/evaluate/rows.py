"""One row for each question, written as it comes; everything that is reported is computed from the rows."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Literal, get_args

from qa.errors import QuestionSetError
from qa.evaluate.questions import Question, Span

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
    with path.open(encoding="utf-8", newline="\n") as lines:
        for number, line in enumerate(lines, start=1):
            if not line.strip():
                continue
            try:
                row = _to_row(json.loads(line))
            except (ValueError, KeyError, TypeError, AttributeError):
                if torn_end and not line.endswith("\n"):
                    return
                raise QuestionSetError(
                    f"{path.name}, line {number}: not a row of 'qa eval --rows': remove the line, or name another file"
                ) from None
            yield row


def _to_span(place: dict[str, Any]) -> Span:
    return Span(place["article_id"], place["start"], place["end"])


def _to_row(value: dict[str, Any]) -> Row:
    if value["result"] not in get_args(Result):
        raise ValueError(value["result"])
    answer = value.get("answer")
    row = Row(
        id=value["id"],
        question=value["question"],
        answerable=value["answerable"],
        result=value["result"],
        measures={name: float(number) for name, number in value["measures"].items()},
        answer=answer,
        ranked=tuple(
            RankedSentence(_to_span(r), r["score"], tuple(map(_to_span, r.get("also_in", ()))))
            for r in value.get("ranked", ())
        ),
        seconds=value.get("seconds"),
        error=value.get("error", ""),
    )
    score_of(row)  # an answer without its outcome or confidence is no row either
    return row
