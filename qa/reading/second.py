"""The second look: what the checker, which reads slowly and well, makes of the best sentences and their phrases.

The phrases that they offer are checked as answers to the question. A sentence whose phrase is supported moves up, and
the confidence follows what the best one's support is worth. ``python -m training.headline`` fits both.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from qa.check.odds import to_chance, to_odds
from qa.errors import ModelError
from qa.models.session import WEIGHTS_DIR

MOST_SURE = 6.0  # log odds beyond which the checker is not taken to be surer
STEP = 1e-3  # by which the scores of those that would fall below the rest differ
CONFIDENCE_FEATURES = (
    "confidence",  # log odds that the question is answered, before
    "support",  # the checker's log odds that the best sentence's phrase answers it, 0 where it offers none
    "supported",  # the same as a chance
    "silent",  # 1 where it offers none
)


@dataclass(frozen=True, slots=True)
class SecondLook:
    """The learned weights: of support in a sentence's score, of no offer, and of `CONFIDENCE_FEATURES`."""

    support: float
    silent: float
    confidence: tuple[float, ...]
    bias: float

    def order(self, scores: NDArray[np.float64], tried: Sequence[int], support: Mapping[int, float]) -> None:
        """Add to the scores of the best candidates what the checker makes of their phrases, in place.

        They are ordered among themselves: none falls below those that the checker has not seen.
        """
        rest = np.delete(scores, tried)
        floor = float(rest.max()) if len(rest) else -np.inf
        for place in tried:
            scores[place] += self.support * limit(support[place]) if place in support else self.silent
        low = sorted((place for place in tried if scores[place] <= floor), key=lambda place: scores[place])
        for rank, place in enumerate(low, start=1):
            scores[place] = floor + rank * STEP

    def find_confidence(self, confidence: float, support: float | None) -> float:
        """Return the probability, 0 to 1, that the question is answered, given the support of the best sentence."""
        logit = float(np.dot(describe_support(confidence, support), self.confidence)) + self.bias
        return to_chance(logit)


def limit(support: float) -> float:
    """Return log odds within what the checker can be sure of."""
    return max(-MOST_SURE, min(MOST_SURE, support))


def describe_support(confidence: float, support: float | None) -> list[float]:
    """Return the row of `CONFIDENCE_FEATURES`; ``support`` is None where the best sentence offers no phrase."""
    if support is None:
        return [to_odds(confidence), 0.0, 0.0, 1.0]
    known = limit(support)
    return [to_odds(confidence), known, to_chance(known), 0.0]


def load_second_look(path: Path = WEIGHTS_DIR / "reader" / "second.json") -> SecondLook:
    """Return the weights stored by name; raise `ModelError` where names and features differ."""
    stored = json.loads(path.read_text(encoding="utf-8"))
    if set(stored["confidence"]) != set(CONFIDENCE_FEATURES):
        raise ModelError(f"{path}: weights do not fit this version: install sourceline again")
    weights = tuple(stored["confidence"][name] for name in CONFIDENCE_FEATURES)
    return SecondLook(stored["support"], stored["silent"], weights, stored["bias"])
