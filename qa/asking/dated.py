"""Which sentences of the articles of a time may tell of that time."""

from __future__ import annotations

from qa.chat.dates import Period, asks_what_was_said
from qa.reading.pins import pin_days
from qa.reading.rivals import names_a_rival
from qa.retrieve import Candidate


def leave_other_times_out(question: str, candidates: tuple[Candidate, ...], period: Period) -> tuple[Candidate, ...]:
    """Return the candidates without those that name a year, month or day, and none of the period.

    What somebody said in a time may be of any other one.
    """
    days = period.days
    if days is None or asks_what_was_said(question):
        return candidates
    pins = pin_days(*days)
    return tuple(
        one
        for one in candidates
        if not names_a_rival(pins, one.text, around=one.stored.quote_beside(one.sentence.index))
    )
