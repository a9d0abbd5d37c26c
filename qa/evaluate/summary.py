"""Everything that one run says in figures: measures with their intervals, and what other refusal floors would do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

import numpy as np
from numpy.typing import NDArray

from qa.evaluate.measures import MEASURES, QUESTION_MEASURES, auroc, count_questions, split_confidences, summarize
from qa.evaluate.rows import Score

Interval = tuple[float, float]

RESAMPLES = 1_000  # enough for two digits of an interval's ends
SEED = 20_261  # any; the same, so that figures can be had again


def bootstrap_intervals(
    scores: Sequence[Score], *, resamples: int = RESAMPLES, seed: int = SEED
) -> dict[str, Interval | None]:
    """Return the 95 % percentile interval of every measure over resampled questions (Efron, 1979).

    None where fewer than two questions count. Does not say what another corpus or another kind of question would do.
    """
    drawn: dict[str, list[float]] = {m.name: [] for m in MEASURES}
    random = np.random.default_rng(seed)
    table = _Table(scores)
    for _ in range(resamples if len(scores) > 1 else 0):
        weights = np.bincount(random.integers(len(scores), size=len(scores)), minlength=len(scores))
        for name, value in table.measure(weights.astype(np.float64)).items():
            drawn[name].append(value)
    return {name: _percentiles(values) if table.counts.get(name, 0) > 1 else None for name, values in drawn.items()}


def _percentiles(values: Sequence[float]) -> Interval | None:
    if not values:
        return None
    low, high = np.percentile(values, [2.5, 97.5])
    return float(low), float(high)


class _Table:
    """The scores as columns, so that one resample is a few products of matrices."""

    def __init__(self, scores: Sequence[Score]) -> None:
        self._values = np.array([[s.measures.get(name, 0.0) for name in QUESTION_MEASURES] for s in scores])
        self._present = np.array([[name in s.measures for name in QUESTION_MEASURES] for s in scores], dtype=np.float64)
        self._seconds = np.array([np.nan if s.seconds is None else s.seconds for s in scores])
        self._timed = np.flatnonzero(~np.isnan(self._seconds))
        self._answerable = np.array([s.answerable for s in scores], dtype=bool)
        self._confidences = split_confidences(scores)
        counts = self._present.sum(axis=0) if len(scores) else np.zeros(len(QUESTION_MEASURES))
        self.counts = dict(zip(QUESTION_MEASURES, counts, strict=True))
        self.counts["auroc"] = len(scores) if all(self._confidences) else 0
        self.counts["p50_ms"] = self.counts["p95_ms"] = len(self._timed)

    def measure(self, weights: NDArray[np.float64]) -> dict[str, float]:
        """Return every measure that some question counts in, each question taken as often as its weight says."""
        sums, counts = weights @ self._values, weights @ self._present
        columns = zip(QUESTION_MEASURES, sums, counts, strict=True)
        measured = {name: float(total / count) for name, total, count in columns if count}
        times = weights.astype(np.int64)
        sides = (times[self._answerable], times[~self._answerable])
        drawn = [np.repeat(known, side).tolist() for known, side in zip(self._confidences, sides, strict=True)]
        if (area := auroc(*drawn)) is not None:
            measured["auroc"] = area
        seconds = np.repeat(self._seconds[self._timed], times[self._timed])
        if len(seconds):
            measured["p50_ms"], measured["p95_ms"] = (float(one) * 1000 for one in np.percentile(seconds, [50, 95]))
        return measured


MOST_WRONG = 0.05
"""The share of wrong answers that a suggested floor keeps below."""


FEWEST_ANSWERS = 20
"""A floor that leaves fewer answers is not suggested: below this, one wrong answer is already more than 5 %."""


@dataclass(frozen=True, slots=True)
class Operation:
    """What happens when every question with at least ``floor`` confidence is answered and the others are refused.

    ``questions`` counts all questions, ``answered`` those that would be answered, ``wrong`` the wrong ones among these.
    """

    floor: float
    questions: int
    answered: int
    wrong: int

    @property
    def coverage(self) -> float:
        """The share of all questions that would be answered."""
        return self.answered / self.questions

    @property
    def risk(self) -> float:
        """The share of the given answers that would be wrong; lower is better."""
        return self.wrong / self.answered


def would_be_right(score: Score) -> bool:
    """Say whether answering the question is right.

    For a question that was refused, its best-ranked sentence stands for the answer that it would have got; without
    evidence to hold it against, it counts as wrong. An answer to an unanswerable question is always wrong.
    """
    if score.answered:
        return score.result == "right"
    return score.answerable and score.measures.get("hit@1") == 1


def trace_risk(scores: Sequence[Score]) -> list[Operation]:
    """Return one operation for each floor that makes a difference, strictest first.

    A question whose answering raised is never answered; it only counts among the questions. Does not count that a
    stricter floor may also change which sentences an answer cites.
    """
    confident = [(score.confidence, would_be_right(score)) for score in scores if score.confidence is not None]
    confident.sort(key=lambda pair: -pair[0])
    curve = []
    answered = wrong = 0
    for confidence, group in groupby(confident, key=lambda pair: pair[0]):
        for _, right in group:
            answered += 1
            wrong += not right
        curve.append(Operation(confidence, len(scores), answered, wrong))
    # halfway to the next lower confidence: a floor that the next decimal of a score does not tip over
    lower = [operation.floor for operation in curve[1:]] + [0.0]
    return [replace(one, floor=(one.floor + below) / 2) for one, below in zip(curve, lower, strict=False)]


def suggest_floor(curve: Sequence[Operation]) -> Operation | None:
    """Return the operation that answers most questions with at most `MOST_WRONG` wrong answers, None if none does."""
    safe = (o for o in curve if o.risk <= MOST_WRONG and o.answered >= FEWEST_ANSWERS)
    return max(safe, key=lambda o: o.answered, default=None)


def explain_no_floor(curve: Sequence[Operation]) -> str:
    """Return why no floor is suggested."""
    if not curve or curve[-1].answered < FEWEST_ANSWERS:
        return f"Too few questions to suggest a refusal floor: {FEWEST_ANSWERS} answers are needed."
    return f"No refusal floor with {FEWEST_ANSWERS} answers or more keeps the wrong ones to {MOST_WRONG:.0%}."


def current_operation(scores: Sequence[Score]) -> tuple[int, int]:
    """Return how many questions were in fact answered, and how many of those answers are wrong."""
    answered = [score for score in scores if score.answered]
    return len(answered), sum(score.result != "right" for score in answered)


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
