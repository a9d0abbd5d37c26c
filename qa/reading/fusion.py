"""Weigh what is known of a sentence into one score: the cheap signals first, the reader's judgement on top.

The cascade: `describe_candidates` gives each candidate a row of cheap signals, `Fusion.score_lightly` orders them, the
reader reads windows around the best, `Fusion.score` orders them anew, and `Fusion.find_confidence` says how sure it is
that the best one answers. ``python -m training.fusion`` makes the weights.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from qa.errors import ModelError
from qa.models.reader import SentenceReading
from qa.models.session import WEIGHTS_DIR
from qa.reading.features import FEATURES

READINGS = (  # what a reader says of a sentence
    "reader",  # the reader's score; 0 where the reader did not read the sentence
    "reader_chance",  # the same squeezed between 0 and 1, because far below 0 differences mean little
    "phrase",  # how sure the reader is of the answer phrase, times that chance
    "unread",  # 1 where the reader did not read the sentence
)
READ_FEATURES = (*FEATURES, *READINGS)
CONFIDENCE_FEATURES = (
    "score",  # the best sentence's score
    "margin",  # how far the second is behind
    "reader",  # the highest score that the reader gave
    "reader_best",  # the score that the reader gave to the best sentence
    "reader_total",  # all the reader's scores together (logarithm of the sum of exponentials)
    "dense",  # highest cosine
    "lexical",  # highest BM25 share
    "cover",  # of the best sentence, as in `FEATURES`
    "cover_near",
    "type_missing",
)


@dataclass(frozen=True, slots=True)
class Fusion:
    """The learned weights, one for each name of `FEATURES`, `READ_FEATURES` and `CONFIDENCE_FEATURES`."""

    light: tuple[float, ...]
    full: tuple[float, ...]
    confidence: tuple[float, ...]
    confidence_bias: float

    def score_lightly(self, features: NDArray[np.float32]) -> NDArray[np.float64]:
        """Return a score a candidate from the cheap signals; higher is better, only the order means something."""
        scores: NDArray[np.float64] = features.astype(np.float64) @ np.array(self.light)
        return scores

    def score(self, features: NDArray[np.float32], readings: Sequence[SentenceReading | None]) -> NDArray[np.float64]:
        """Return a score a candidate with the reader's judgement, None where it did not read; higher is better.

        A difference of two scores is the logarithm of how much likelier the one sentence is than the other.
        """
        scores: NDArray[np.float64] = join_readings(features, readings) @ np.array(self.full)
        return scores

    def find_confidence(
        self,
        features: NDArray[np.float32],
        readings: Sequence[SentenceReading | None],
        scores: NDArray[np.float64],
    ) -> float:
        """Return the probability, 0 to 1, that the question is answered; 0 without candidates."""
        if not len(scores):
            return 0.0
        logit = describe_question(features, readings, scores) @ np.array(self.confidence) + self.confidence_bias
        return float(1 / (1 + np.exp(-logit)))


def load_fusion(path: Path = WEIGHTS_DIR / "reader" / "fusion.json") -> Fusion:
    """Return the weights stored by name; raise `ModelError` where names and features differ."""
    stored = json.loads(path.read_text(encoding="utf-8"))
    parts = {"light": FEATURES, "full": READ_FEATURES, "confidence": CONFIDENCE_FEATURES}
    for part, names in parts.items():
        if set(stored[part]) != set(names):
            raise ModelError(f"{path}: weights under {part!r} do not fit this version: install sourceline again")
    return Fusion(
        light=tuple(stored["light"][name] for name in FEATURES),
        full=tuple(stored["full"][name] for name in READ_FEATURES),
        confidence=tuple(stored["confidence"][name] for name in CONFIDENCE_FEATURES),
        confidence_bias=stored["confidence_bias"],
    )


def join_readings(features: NDArray[np.floating], readings: Sequence[SentenceReading | None]) -> NDArray[np.float64]:
    """Return a row a candidate: its features, and behind them `READINGS`."""
    columns = np.zeros((len(features), 4))
    for row, reading in zip(columns, readings, strict=True):
        if reading is None:
            row[3] = 1
        else:
            row[:3] = reading.score, reading.chance, reading.chance * reading.phrase_probability
    return np.hstack([features, columns])


def describe_question(
    features: NDArray[np.float32], readings: Sequence[SentenceReading | None], scores: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return the row of `CONFIDENCE_FEATURES` of a question with at least one candidate."""
    best = int(np.argmax(scores))
    second = np.partition(scores, -2)[-2] if len(scores) > 1 else scores[best]
    read = np.array([reading.score for reading in readings if reading is not None] or [0.0])
    own = readings[best]
    column = {name: features[:, index] for index, name in enumerate(FEATURES)}
    return np.array(
        [
            scores[best],
            scores[best] - second,
            read.max(),
            own.score if own is not None else read.min(),
            read.max() + np.log(np.exp(read - read.max()).sum()),
            column["dense"].max(),
            column["lexical"].max(),
            column["cover"][best],
            column["cover_near"][best],
            column["type_missing"][best],
        ],
        dtype=np.float64,
    )
