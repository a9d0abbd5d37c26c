"""Which sentences of the articles of a time may tell of that time."""

from __future__ import annotations

from datetime import date

from qa.chat.dates import Period, asks_what_was_said
from qa.english.calendar import Date, find_dates, find_years
from qa.english.points import shift
from qa.reading.pins import pin_days
from qa.retrieve import Candidate

_FEW_DAYS = 31  # that a question may ask of; more are months


def leave_other_times_out(question: str, candidates: tuple[Candidate, ...], period: Period) -> tuple[Candidate, ...]:
    """Return the candidates without those that name a year, month or day, and none of the period.

    What somebody said in a time may be of any other one.
    """
    days = period.days
    if days is None or asks_what_was_said(question):
        return candidates
    return tuple(
        one
        for one in candidates
        if not _names_another_time(*days, one.text, one.stored.quote_beside(one.sentence.index))
    )


def _names_another_time(first: date, last: date, sentence: str, around: str) -> bool:
    """Say whether a sentence names years, months or days, and none between two days; its neighbours may name theirs."""
    asked, named, years = pin_days(first, last), find_dates(sentence), find_years(sentence)
    if years and not years & asked.years:
        return True
    months = frozenset(one.month for one in named if one.month)
    near = months | frozenset(one.month for one in find_dates(around))
    if months and asked.months and not near & asked.months:
        return True
    if (last - first).days >= _FEW_DAYS:
        return False
    days = [shift(first, later) for later in range((last - first).days + 1)]
    wanted = [Date(0, 0, day.year, day.month, day.day, day.isoweekday()) for day in days]
    pairs = [(day, one) for day in wanted for one in named if (one.day or one.weekday) and day.compares_with(one)]
    pairs = [(day, one) for day, one in pairs if one.day] or pairs
    return bool(pairs) and not any(day.may_be(one) for day, one in pairs)
