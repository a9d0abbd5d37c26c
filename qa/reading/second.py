"""The second look: what the large networks, which read slowly and well, make of the best sentences.

The large reader reads the best windows again, and the candidates are ordered anew. The phrases that the best sentences
then offer are checked as answers to the question: a sentence whose phrase is supported moves up, and the confidence
follows what both say of the best one. ``python -m training.headline`` fits it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from qa.errors import ModelError
from qa.models.odds import to_chance, to_odds
from qa.models.reader import SentenceReading
from qa.models.session import WEIGHTS_DIR
from qa.reading.fusion import READINGS, join_readings

MOST_SURE = 6.0  # log odds beyond which the checker is not taken to be surer
STEP = 1e-3  # by which the scores of those that would fall below the rest differ
ORDER_FEATURES = ("score", *READINGS)  # the candidate's score before, and what the large reader says of it
CONFIDENCE_FEATURES = (
    "confidence",  # log odds that the question is answered, before
    "reader",  # the highest score that the large reader gave
    "reader_best",  # the score that it gave to the best sentence, the lowest of all where it did not read that
    "reader_total",  # all its scores together (logarithm of the sum of exponentials)
    "support",  # the checker's log odds that the best sentence's phrase answers the question, 0 where it offers none
    "supported",  # the same as a chance
    "silent",  # 1 where it offers none
)


@dataclass(frozen=True, slots=True)
class SecondLook:
    """The learned weights: of `ORDER_FEATURES`, of support in a sentence's score, of no offer, of the confidence."""

    order: tuple[float, ...]
    support: float
    silent: float
    confidence: tuple[float, ...]
    bias: float

    def score_anew(
        self, scores: NDArray[np.float64], readings: Sequence[SentenceReading | None]
    ) -> NDArray[np.float64]:
        """Return the candidates' scores with what the large reader said of them, None where it did not read."""
        anew: NDArray[np.float64] = join_readings(scores[:, None], readings) @ np.array(self.order)
        return anew

    def order_checked(self, scores: NDArray[np.float64], tried: Sequence[int], support: Mapping[int, float]) -> None:
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

    def find_confidence(
        self,
        confidence: float,
        readings: Sequence[SentenceReading | None],
        best: int,
        support: float | None,
    ) -> float:
        """Return the probability, 0 to 1, that the question is answered, given the support of the best sentence."""
        row = describe_second(confidence, readings, best, support)
        return to_chance(float(np.dot(row, self.confidence)) + self.bias)


def limit(support: float) -> float:
    """Return log odds within what the checker can be sure of."""
    return max(-MOST_SURE, min(MOST_SURE, support))


def describe_second(
    confidence: float, readings: Sequence[SentenceReading | None], best: int, support: float | None
) -> list[float]:
    """Return the row of `CONFIDENCE_FEATURES`; ``support`` is None where the best sentence offers no phrase."""
    read = np.array([reading.score for reading in readings if reading is not None])
    own = readings[best]
    known = 0.0 if support is None else limit(support)
    return [
        to_odds(confidence),
        float(read.max()),
        own.score if own else float(read.min()),
        float(np.logaddexp.reduce(read)),
        known,
        0.0 if support is None else to_chance(known),
        float(support is None),
    ]


def load_second_look(path: Path = WEIGHTS_DIR / "reader" / "second.json") -> SecondLook:
    """Return the weights stored by name; raise `ModelError` where names and features differ."""
    stored = json.loads(path.read_text(encoding="utf-8"))
    for part, names in (("order", ORDER_FEATURES), ("confidence", CONFIDENCE_FEATURES)):
        if set(stored.get(part, ())) != set(names):
            raise ModelError(f"{path}: weights under {part!r} do not fit this version: install sourceline again")
    order = tuple(stored["order"][name] for name in ORDER_FEATURES)
    confidence = tuple(stored["confidence"][name] for name in CONFIDENCE_FEATURES)
    return SecondLook(order, stored["support"], stored["silent"], confidence, stored["bias"])
