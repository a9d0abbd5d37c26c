"""How far a measure would move with other questions of the same kind: bootstrap intervals."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from qa.evaluate.measures import MEASURES, QUESTION_MEASURES, split_confidences
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
        self._by_time = self._timed[np.argsort(self._seconds[self._timed], kind="stable")]
        answerable, unanswerable = split_confidences(scores)
        self._confidence = np.empty(len(scores))
        self._answerable = np.array([s.answerable for s in scores], dtype=bool)
        self._confidence[self._answerable] = answerable
        self._confidence[~self._answerable] = unanswerable
        self._by_confidence = np.argsort(self._confidence, kind="stable")
        counts = self._present.sum(axis=0) if len(scores) else np.zeros(len(QUESTION_MEASURES))
        self.counts = dict(zip(QUESTION_MEASURES, counts, strict=True))
        self.counts["auroc"] = len(scores) if answerable and unanswerable else 0
        self.counts["p50_ms"] = self.counts["p95_ms"] = len(self._timed)

    def measure(self, weights: NDArray[np.float64]) -> dict[str, float]:
        """Return every measure that some question counts in, each question taken as often as its weight says."""
        sums, counts = weights @ self._values, weights @ self._present
        columns = zip(QUESTION_MEASURES, sums, counts, strict=True)
        measured = {name: float(total / count) for name, total, count in columns if count}
        if (area := self._auroc(weights)) is not None:
            measured["auroc"] = area
        if weights[self._timed].any():
            seconds = np.repeat(self._seconds[self._by_time], weights[self._by_time].astype(np.int64))
            for name, share in (("p50_ms", 0.50), ("p95_ms", 0.95)):
                position = share * (len(seconds) - 1)
                low = int(position)
                high = min(low + 1, len(seconds) - 1)
                measured[name] = float(seconds[low] + (seconds[high] - seconds[low]) * (position - low)) * 1000
        return measured

    def _auroc(self, weights: NDArray[np.float64]) -> float | None:
        order = self._by_confidence
        ordered, answerable = weights[order], self._answerable[order]
        wins, losers = np.where(answerable, ordered, 0), np.where(answerable, 0, ordered)
        if not (pairs := wins.sum() * losers.sum()):
            return None
        # all questions of equal confidence form a group: half of its unanswerable ones count as below
        confidence = self._confidence[order]
        groups = np.concatenate([[0], np.flatnonzero(confidence[1:] != confidence[:-1]) + 1])
        group_wins, group_losers = np.add.reduceat(wins, groups), np.add.reduceat(losers, groups)
        below = np.concatenate([[0], np.cumsum(group_losers)[:-1]])
        return float((group_wins * (below + group_losers / 2)).sum() / pairs)
