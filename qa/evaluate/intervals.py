"""How far a measure would move with other questions of the same kind: bootstrap intervals."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from qa.evaluate.measures import MEASURES, QUESTION_MEASURES, auroc, split_confidences
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
