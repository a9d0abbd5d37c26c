"""Compare the numbers of a claim with those of its proof.

A number that may be reckoned from the proof's is no other number, only one that the proof does not give: whether it is
right is for the checker to say.
"""

from __future__ import annotations

from collections.abc import Sequence

from qa.check.signs import compare_runs
from qa.check.text import Text
from qa.english.quantities import Quantity, agree, keeps_limit
from qa.english.reckoning import is_reckoned, reckon

_NEAR_COPY = 0.6  # share of neighbouring words kept from which on a number was not reckoned but exchanged


def compare_numbers(claim: Text, proof: Text) -> tuple[float, float, float]:
    """Count the claim's numbers that the proof has otherwise, that it does not give, and that it has less exactly."""
    other = missing = loose = 0.0
    theirs = [q for q in proof.quantities if not _is_in_date(q, proof)]
    is_copy = compare_runs(claim, proof) >= _NEAR_COPY
    reckoned = [] if is_copy else reckon(theirs, proof.words)
    for ours in claim.quantities:
        if _is_in_date(ours, claim) or (ours.value == 1 and not claim.text[ours.start].isdigit()):
            continue
        same = [q for q in theirs if agree(ours, q)]
        if same:
            loose += not ours.approximate and not ours.bound and all(q.approximate for q in same)
            loose += bool(ours.bound) and all(q.bound != ours.bound for q in same)
        elif any(q.unit == ours.unit for q in theirs) and (is_copy or not _follows(ours, theirs, reckoned)):
            other += 1
        else:
            missing += 1
    return other, missing, loose


def _is_in_date(quantity: Quantity, text: Text) -> bool:
    return any(date.start <= quantity.start < date.end for date in text.dates)


def _follows(ours: Quantity, theirs: Sequence[Quantity], reckoned: Sequence[float]) -> bool:
    roughly = ours.approximate or bool(ours.bound) or any(q.approximate for q in theirs)
    return is_reckoned(ours, reckoned, roughly=roughly) or any(keeps_limit(q, ours) for q in theirs)
