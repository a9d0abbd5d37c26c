"""Months, weekdays and seasons, and the dates and years that a text names."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from qa.english.words import words

MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
SHORT_MONTHS = words("jan feb mar apr jun jul aug sep sept oct nov dec")
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
SHORT_WEEKDAYS = words("mon tue tues wed thu thur thurs fri sat sun")
SEASONS = ("spring", "summer", "autumn", "winter")
RELATIVE_DAYS = words("yesterday today tomorrow tonight")
DATE_WORDS = frozenset(MONTHS) | frozenset(WEEKDAYS) | SHORT_MONTHS | SHORT_WEEKDAYS

# in a text, a month is written with a capital: "may" and "march" in small letters are verbs
MONTH = (
    "(?:"
    + "|".join(month.capitalize() for month in MONTHS)
    + r"|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b\.?)"
)
WEEKDAY = "(?:" + "|".join(day.capitalize() for day in WEEKDAYS) + ")"
YEAR = r"(?:1[0-9]|20)\d\d"

_DAY = r"(?:3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?"
_DATE = re.compile(
    rf"(?<![\w.])(?P<d5>{_DAY})\.(?P<n5>0?[1-9]|1[0-2])\.(?P<y6>{YEAR})(?!\w|\.\d)"  # 3.5.2024
    rf"|(?<![\w/])(?P<d6>3[01]|2\d|1[3-9])/(?P<n6>0?[1-9]|1[0-2])/(?P<y7>{YEAR})(?![\w/])"  # 23/5/2024
    rf"|\b(?P<d1>{_DAY})(?:\s+of)?\s(?P<m1>{MONTH})(?:,?\s(?P<y1>{YEAR}))?(?!\w)"  # 3 May 2024
    rf"|\b(?P<m2>{MONTH})\s(?P<d2>{_DAY})(?!\w)(?![.,]\d)(?:,?\s(?P<y2>{YEAR})(?!\w))?"  # May 3, 2024
    rf"|\b(?P<m3>{MONTH})(?:,?\s(?P<y3>{YEAR}))?(?!\w)"  # May 2024, May
    rf"|\b(?P<y4>{YEAR})-(?P<n4>\d\d)-(?P<d4>\d\d)(?!\w)"  # 2024-05-03
    rf"|(?<![\w.,$£€#-])(?P<y5>{YEAR})(?:(?P<decade>s)|(?:[-–/]\d{{2,4}}))?(?![\w%]|[.,:]\d|\s(?:percent|people)\b)"
    rf"|\b(?P<weekday>{WEEKDAY})(?!\w)"
)
_ANY_WEEKDAY = "(" + "|".join([*(f"{day}s?" for day in WEEKDAYS), *sorted(SHORT_WEEKDAYS, reverse=True)]) + ")"
_WEEKDAYS = re.compile(rf"\b{_ANY_WEEKDAY}\b\.?(?:\s?(?:[-–—]|to|until)\s?{_ANY_WEEKDAY}\b)?", re.IGNORECASE)
_DAYS_OF_WEEK = {day[:3]: number for number, day in enumerate(WEEKDAYS, 1)}
_LEAP_YEAR = 2000  # stands for any year where a text names none: it has a 29 February
_BEFORE_MONTH = words("in of by since until till from last next this early late mid during before after between and to")


@dataclass(frozen=True, slots=True)
class Date:
    """A date that a text names at ``[start, end)``, with what it says of it; what it leaves open is 0.

    ``month`` is 1 to 12. ``weekday`` is 1 (Monday) to 7. ``decade`` is set for "the 1990s", whose year is its first.
    """

    start: int
    end: int
    year: int = 0
    month: int = 0
    day: int = 0
    weekday: int = 0
    decade: bool = False

    @property
    def day_of_week(self) -> int:
        """The weekday that it names or, where it names a whole date, has: 1 (Monday) to 7; 0 where that is open."""
        known = make_day(self.year, self.month, self.day) if self.year else None
        return self.weekday or (known.isoweekday() if known else 0)

    def compares_with(self, other: Date) -> bool:
        """Say whether both tell a day in the same way: of a month, or of a week."""
        return bool((self.day and other.day) or (self.day_of_week and other.day_of_week))

    def may_be(self, other: Date) -> bool:
        """Say whether the two can be one day: they agree in all that both of them say.

        >>> may_2024, in_2024, in_2023 = Date(0, 0, 2024, 5), Date(0, 0, 2024), Date(0, 0, 2023)
        >>> may_2024.may_be(in_2024), may_2024.may_be(in_2023)
        (True, False)
        """
        if self.decade or other.decade:
            return not self.year or not other.year or self.year // 10 == other.year // 10
        pairs = (
            *((self.year, other.year), (self.month, other.month), (self.day, other.day)),
            (self.day_of_week, other.day_of_week),
        )
        return all(not ours or not theirs or ours == theirs for ours, theirs in pairs)


def month_number(word: str) -> int:
    """Return 1 to 12 for the name of a month or its abbreviation, in any case, and 0 for another word."""
    start = word.lower().rstrip(".")
    known = start in MONTHS or start in SHORT_MONTHS
    return next(n for n, month in enumerate(MONTHS, 1) if month.startswith(start[:3])) if known else 0


def find_dates(text: str) -> tuple[Date, ...]:
    """Return the dates, months, years and weekdays that a text names, in their order.

    "May" is a month after a word such as "in", or beside a day or a year; else it may be a verb or a name. A day that
    no calendar has, such as 30 February, is no date, nor are its month and its year.
    """
    return tuple(date for match in _DATE.finditer(text) if (date := _read(text, match)))


def find_years(text: str) -> frozenset[int]:
    """Return the years that a text names: 2024 in "May 2024" and in "2024", not in "2,024" or "2024 people"."""
    return frozenset(date.year for date in find_dates(text) if date.year and not date.decade)


def find_weekdays(text: str) -> frozenset[int]:
    """Return the days of the week, 1 (Monday) to 7, that a text names, in short too, and those of a range.

    >>> sorted(find_weekdays("Mon–Wed 9–17, Saturdays closed"))
    [1, 2, 3, 6]
    """
    found: set[int] = set()
    for match in _WEEKDAYS.finditer(text):
        first, last = (_DAYS_OF_WEEK[day[:3].lower()] if day else 0 for day in match.groups())
        found |= {(first - 1 + later) % 7 + 1 for later in range((last - first) % 7 + 1 if last else 1)}
    return frozenset(found)


def make_day(year: int, month: int, day: int) -> date | None:
    """Return a day, or None where no calendar has it, such as 30 February."""
    return date(year, month, day) if 0 < month <= len(MONTHS) and 0 < day <= monthrange(year, month)[1] else None


def _read(text: str, match: re.Match[str]) -> Date | None:
    part = match.groupdict()
    year = next((int(part[key]) for key in ("y1", "y2", "y3", "y4", "y5", "y6", "y7") if part[key]), 0)
    number = int(next((part[key] for key in ("n4", "n5", "n6") if part[key]), 0))
    month = next((month_number(part[key]) for key in ("m1", "m2", "m3") if part[key]), number)
    said = next((part[key] for key in ("d1", "d2", "d4", "d5", "d6") if part[key]), "")
    day = int(re.sub(r"\D", "", said) or 0)
    if said and not make_day(year or _LEAP_YEAR, month, day):
        return None
    if month and not (year or day):
        before = re.search(r"(\w+)\W{0,2}\Z", text[max(0, match.start() - 20) : match.start()])
        if match["m3"] in {"May", "March"} and (not before or before[1].lower() not in _BEFORE_MONTH):
            return None
    weekday = WEEKDAYS.index(part["weekday"].lower()) + 1 if part["weekday"] else 0
    return Date(match.start(), match.end(), year, month, day, weekday, bool(part["decade"]))
