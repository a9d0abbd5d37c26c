"""Sentences that name the holder of the office that is asked for: they are read first, whatever else they tell of.

"Norland coach Ada Kern was surprised that ..." says in passing who coaches Norland, and looks far from the question to
a search by meaning.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from qa.english.offices import names_holder, read_led
from qa.retrieve import Candidate

MOST_FAVOURED = 3  # sentences; of the same holder one would do, of several the newest may be any


def favour_holders(question: str, candidates: Sequence[Candidate], scores: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the scores by which windows are chosen, higher is better: the best few that name the holder come first."""
    led = read_led(question)
    naming = [place for place, one in enumerate(candidates) if led and names_holder(led, one.text)]
    best = sorted(naming, key=lambda place: -scores[place])[:MOST_FAVOURED]
    favoured = scores.copy()
    favoured[best] += max(0.0, float(scores.max() - scores[best].min())) if best else 0.0
    return favoured
