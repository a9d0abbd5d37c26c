"""Log odds and the chances that they stand for."""

from __future__ import annotations

import math

LARGEST = 50.0  # log odds beyond which a chance is as good as 0 or 1
LEAST_DOUBT = 1e-4  # a chance is taken to be this far from 0 and from 1, so that its log odds stay finite


def to_chance(odds: float) -> float:
    """Return the probability, 0 to 1, of log odds."""
    return 1 / (1 + math.exp(-max(-LARGEST, min(LARGEST, odds))))


def to_odds(chance: float) -> float:
    """Return the log odds of a probability."""
    kept = min(max(chance, LEAST_DOUBT), 1 - LEAST_DOUBT)
    return math.log(kept / (1 - kept))
