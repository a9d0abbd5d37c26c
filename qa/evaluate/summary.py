"""Everything that one run says in figures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from qa.evaluate.intervals import Interval, bootstrap_intervals
from qa.evaluate.measures import count_questions, summarize
from qa.evaluate.risk import MOST_WRONG, Operation, suggest_floor, trace_risk
from qa.evaluate.rows import Score


@dataclass(frozen=True, slots=True)
class Summary:
    """The figures of a run: measures with intervals, results, and what other refusal floors would do.

    ``measures`` and ``intervals`` hold None where no question counts, ``counted`` says how many do.
    """

    name: str
    questions: int
    asked: int
    unanswerable: int
    results: Mapping[str, int]
    measures: Mapping[str, float | None]
    intervals: Mapping[str, Interval | None]
    counted: Mapping[str, int]
    curve: Sequence[Operation]
    suggested: Operation | None
    most_wrong: float = MOST_WRONG


def summarize_run(name: str, scores: Sequence[Score], *, questions: int) -> Summary:
    """Return the figures of the rows so far; ``questions`` is the size of the whole set."""
    curve = trace_risk(scores)
    return Summary(
        name=name,
        questions=questions,
        asked=len(scores),
        unanswerable=sum(not score.answerable for score in scores),
        results=Counter(score.result for score in scores),
        measures=summarize(scores),
        intervals=bootstrap_intervals(scores),
        counted=count_questions(scores),
        curve=curve,
        suggested=suggest_floor(curve),
    )


def summary_to_json(summary: Summary) -> dict[str, object]:
    """Return the figures as one JSON object; a measure that no question counts in is null."""
    return {
        "name": summary.name,
        "questions": summary.questions,
        "asked": summary.asked,
        "answerable": summary.asked - summary.unanswerable,
        "unanswerable": summary.unanswerable,
        "errors": summary.results.get("error", 0),
        "results": dict(summary.results),
        "measures": dict(summary.measures),
        "intervals": {name: list(i) if i else None for name, i in summary.intervals.items()},
        "counted": dict(summary.counted),
        "suggested_floor": _operation_to_json(summary.suggested) if summary.suggested else None,
        "risk_coverage": [_operation_to_json(o) for o in summary.curve],
    }


def _operation_to_json(operation: Operation) -> dict[str, float]:
    return {
        "floor": operation.floor,
        "answered": operation.answered,
        "wrong": operation.wrong,
        "coverage": operation.coverage,
        "risk": operation.risk,
    }
