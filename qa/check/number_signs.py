"""Compare the numbers of a claim with those of its proof.

A number that may be reckoned from the proof's is neither another one nor missing: whether it is right is for the
checker to say.
"""

from __future__ import annotations

from collections.abc import Sequence

from qa.check.signs import compare_runs
from qa.check.text import Text, read_text
from qa.english.quantities import Quantity, agree, keeps_limit
from qa.english.reckoning import is_reckoned, reckon

_NEAR_COPY = 0.6  # share of neighbouring words kept from which on a number was not reckoned but exchanged
_COUNTED = {1, 2, 3}  # in words: "the two sisters" of two who are named


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
        elif is_copy or not _follows(ours, theirs, reckoned):
            is_other = any(q.unit == ours.unit for q in theirs)
            other, missing = other + is_other, missing + (not is_other)
    return other, missing, loose


def list_unproven(claim: str, quotes: str, known: str) -> list[str]:
    """Return the numbers and dates of a claim that sentences neither have nor let reckon.

    "Two" and "three" in words may be counted there. ``known`` may tell when something was, and nothing else.
    """
    ours, theirs, when = read_text(claim), read_text(quotes), read_text(known)
    numbers = [q for q in theirs.quantities if not _is_in_date(q, theirs)]
    reckoned = reckon(numbers, theirs.words)
    lacked = [
        ours.text[q.start : q.end]
        for q in ours.quantities
        if not _is_in_date(q, ours)
        and (q.value not in _COUNTED or ours.text[q.start].isdigit())
        and not any(agree(q, one) for one in numbers)
        and not _follows(q, numbers, reckoned)
    ]
    days = (*theirs.dates, *when.dates)
    return lacked + [
        ours.text[date.start : date.end]
        for date in ours.dates
        if (date.year or date.day) and not any(day.may_be(date) and (day.year or day.day) for day in days)
    ]


def _is_in_date(quantity: Quantity, text: Text) -> bool:
    return any(date.start <= quantity.start < date.end for date in text.dates)


def _follows(ours: Quantity, theirs: Sequence[Quantity], reckoned: Sequence[float]) -> bool:
    roughly = ours.approximate or bool(ours.bound) or any(q.approximate for q in theirs)
    return is_reckoned(ours, reckoned, roughly=roughly) or any(keeps_limit(q, ours) for q in theirs)
