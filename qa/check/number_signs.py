"""Compare the numbers of a claim with those of its proof.

A number that may be reckoned from the proof's is neither another one nor missing: whether it is right is for the
checker to say.
"""

from __future__ import annotations

from collections.abc import Sequence

from qa.check.signs import compare_runs
from qa.check.text import Text
from qa.english.quantities import Quantity, agree, keeps_limit
from qa.english.reckoning import is_reckoned, reckon

_NEAR_COPY = 0.6  # share of neighbouring words kept from which on a number was not reckoned but exchanged


def compare_numbers(claim: Text, proof: Text) -> tuple[float, float]:
    """Count the claim's numbers that the proof has otherwise, and those that it does not give."""
    other = missing = 0.0
    theirs = [q for q in proof.quantities if not is_in_date(q, proof)]
    is_copy = compare_runs(claim, proof) >= _NEAR_COPY
    reckoned = [] if is_copy else reckon(theirs, proof.words)
    for ours in claim.quantities:
        if is_in_date(ours, claim) or (ours.value == 1 and not claim.text[ours.start].isdigit()):
            continue
        if any(agree(ours, q) for q in theirs):
            continue
        if is_copy or not follows(ours, theirs, reckoned):
            is_other = any(q.unit == ours.unit for q in theirs)
            other, missing = other + is_other, missing + (not is_other)
    return other, missing


def is_in_date(quantity: Quantity, text: Text) -> bool:
    """Say whether a number is part of a date."""
    return any(date.start <= quantity.start < date.end for date in text.dates)


def follows(ours: Quantity, theirs: Sequence[Quantity], reckoned: Sequence[float]) -> bool:
    """Say whether a number is what others make, or keeps the limit that one of them sets."""
    roughly = ours.approximate or bool(ours.bound) or any(q.approximate for q in theirs)
    return is_reckoned(ours, reckoned, roughly=roughly) or any(keeps_limit(q, ours) for q in theirs)
