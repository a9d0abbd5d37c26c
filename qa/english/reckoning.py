"""What may be reckoned from the numbers of a text: "three are lost", where 19 of the 22 came back."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import permutations

from qa.english.numbers import FACTORS
from qa.english.quantities import EXACTLY, ROUGHLY, Quantity

_MOST = 12  # numbers, and words like "half", that are reckoned with, each with each


def reckon(numbers: Sequence[Quantity], words: Sequence[str]) -> list[float]:
    """Return what the numbers and words of a text make two by two, in order; per cents are shares of 1."""
    return sorted(_reckon([q.share for q in numbers[:_MOST]], [FACTORS[w] for w in words if w in FACTORS][:_MOST]))


def _reckon(shares: list[float], factors: list[float]) -> Iterator[float]:
    """Yield shares, sums and differences of two numbers, and products and ratios, with words like "half" too."""
    values = shares + factors
    yield from (value for value in values if 0 < value < 1)
    for one, other in permutations(shares, 2):
        yield from (one + other, one - other)
    for one, other in permutations(values, 2):
        yield from (one * other, one / (other or 1))
        if 0 < other < 1:  # less or more by a part
            yield from (one * (1 - other), one * (1 + other))


def is_reckoned(quantity: Quantity, reckoned: Sequence[float], *, roughly: bool) -> bool:
    """Say whether a quantity is among what was reckoned; a share may also be what is left of a whole, or is added."""
    share, near = quantity.share, ROUGHLY if roughly else EXACTLY
    for value in (share, 1 - share, 1 + share) if quantity.unit in {"%", "part"} else (share,):
        place = bisect_left(reckoned, value * (1 - near))
        if value > 0 and place < len(reckoned) and reckoned[place] <= value * (1 + near):
            return True
    return False
