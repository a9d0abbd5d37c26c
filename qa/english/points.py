"""A point in time that a text names: a day, week, month, season, year, a part of one, or one counted from today."""

from __future__ import annotations

import re
from calendar import isleap, monthrange
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from qa.english.calendar import MONTHS, SEASONS, SHORT_MONTHS, WEEKDAYS, make_day, month_number
from qa.english.numbers import read_number
from qa.english.words import words


@dataclass(frozen=True, slots=True)
class Point:
    """The days ``first`` to ``last``, both included, of what is named up to ``end`` of a text.

    ``month`` and ``day`` are those that it names, else 0; ``has_year`` says whether it names its year, ``is_year``
    whether it names nothing else, ``is_relative`` whether it counts from today.
    """

    end: int
    first: date
    last: date
    month: int = 0
    day: int = 0
    has_year: bool = False
    is_year: bool = False
    is_relative: bool = False


_FEW = 4  # days, weeks or months of "the last few"
_MONTHS_OF = {"month": 1, "quarter": 3, "half": 6, "year": 12, "decade": 120}
_FEASTS = {
    "christmas": (12, 25),
    "christmas eve": (12, 24),
    "christmas day": (12, 25),
    "boxing day": (12, 26),
    "new year's eve": (12, 31),
    "new year's day": (1, 1),
    "new year": (1, 1),
}
_NTHS = {"first": 0, "1st": 0, "second": 1, "2nd": 1, "third": 2, "3rd": 2, "fourth": 3, "4th": 3, "last": -1}
_PARTS = {"early": 0, "beginning": 0, "start": 0, "mid": 1, "middle": 1, "late": 2, "end": 2}  # thirds
_VAGUE = words("few several recent")

_DAY = r"(?:3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?(?![\w%])(?![.,/]\d)"
_DAYLESS = r"(?<!\b\d )(?<!\b\d\d )(?<!\d[snrt][tdh] )(?<!\d of )(?<!\d[snrt][tdh] of )"  # "30 February" names no month
_MONTH = "(?:" + "|".join((*MONTHS, *sorted(SHORT_MONTHS, key=len, reverse=True))) + r")\b\.?"
_YEAR = r"(?:1[5-9]|20)\d\d(?!\w|%|[.,]\d)"
_OF_A_YEAR = rf"(?:(?P<year>{_YEAR})|(?P<counted>this|last) year\b)"
_WEEKDAY = "(?:" + "|".join(WEEKDAYS) + ")"
_SEASON = "(?:" + "|".join(SEASONS) + "|fall)"
_FEAST = "(?:" + "|".join(sorted(_FEASTS, key=len, reverse=True)).replace("'", "['’]") + ")"
_UNIT = "(?:hour|day|week|weekend|fortnight|month|quarter|year|decade)"
_COUNT = r"\d{1,3}|few|couple(?: of)?|several|[a-z]{3,9}(?:-[a-z]{3,5})?"
_OF_DAY = "(?: (?:morning|afternoon|evening|night))?"
_PART = r"(?:(?:very )?(?P<part>" + "|".join(_PARTS) + r")(?: of|-)?[ -]?(?:the )?)?"
_WEEK = r"(?P<week>week (?:of|from|beginning|starting|(?P<ending>to|until|ending(?: on)?)) (?:the )?)?"
_FORMS = [
    re.compile(rf"(?:(?:the|these) )?{form}", re.IGNORECASE)
    for form in (
        r"(?P<year>(?:1[5-9]|20)\d\d) ?[/–-] ?(?P<to>\d{4}|\d\d)(?![\w/–-])",
        r"(?P<year>\d{4})-(?P<month>0[1-9]|1[0-2])(?:-(?P<day>0[1-9]|[12]\d|3[01]))?(?![\w-])",
        r"(?P<day>\d\d?)[./](?P<month>\d\d?)[./](?P<year>(?:19|20)\d\d)(?!\w)",
        rf"{_WEEK}(?:{_WEEKDAY},? )?(?:the )?(?P<day>{_DAY})(?: of)? "
        rf"(?P<month>{_MONTH})(?:,?(?: of)? {_OF_A_YEAR})?",
        rf"{_WEEK}(?:{_WEEKDAY},? )?(?P<month>{_MONTH}) (?:the )?(?P<day>{_DAY})(?:,?(?: of)? {_OF_A_YEAR})?",
        rf"(?P<nth>{'|'.join(_NTHS)}) (?P<unit>week|quarter|half)(?: of)?(?: the year)?"
        rf"(?: (?P<month>{_MONTH}))?(?:,? {_OF_A_YEAR})?\b",
        rf"(?P<edge>first|last) (?P<count>\d\d?|[a-z]{{3,9}}) (?P<unit>day|week|month)s of "
        rf"(?:the year |(?P<month>{_MONTH}) ?)?(?:{_OF_A_YEAR})?(?<! )",
        rf"(?P<letter>[qh])(?P<nth>[1-4])(?: of|,)? (?P<year>{_YEAR})",
        rf"(?P<year>{_YEAR}) (?P<letter>[qh])(?P<nth>[1-4])\b",
        rf"(?P<which>this|last|past|previous|current) (?:(?P<unit>{_UNIT})|(?P<month>{_MONTH})|(?P<season>{_SEASON})"
        rf"|(?P<weekday>{_WEEKDAY})|(?P<feast>{_FEAST}))(?!\w)(?! \d)",
        rf"(?:(?:last|past|previous) (?P<count>{_COUNT})|(?P<recent>recent)) (?P<unit>{_UNIT})s\b(?! of\b)",
        rf"(?P<part>{'|'.join(_PARTS)})(?: of)? (?P<which>the|this|last) (?P<unit>month|quarter|year)\b(?! \d)",
        rf"(?P<ago>{_COUNT}|an?) (?P<unit>{_UNIT})s? ago\b",
        rf"(?P<named>day before yesterday|yesterday|today|tonight|last night|(?<=the )weekend)\b{_OF_DAY}",
        rf"{_DAYLESS}{_PART}(?:month of )?(?P<month>{_MONTH})(?:,?(?: of)? {_OF_A_YEAR})?",
        rf"{_PART}(?P<season>{_SEASON})(?: of)?(?: {_OF_A_YEAR})?\b",
        rf"{_PART}(?P<decade>(?:1[5-9]|20)\d0|[’'‘]?[1-9]0)s\b",
        rf"{_PART}(?:year )?(?P<year>{_YEAR})",
        rf"(?P<weekday>{_WEEKDAY})\b{_OF_DAY}",
        rf"(?P<feast>{_FEAST})(?!\w)(?: (?P<year>{_YEAR}))?",
    )
]
_BARE_DAY = re.compile(rf"(?:the )?(?P<day>{_DAY})(?:,? (?P<year>{_YEAR}))?", re.IGNORECASE)


def read_point(text: str, start: int, today: date, anchor: date, *, year: int = 0) -> Point | None:
    """Return the point in time that a text names from ``start`` on; None where it names none, or a day that is none.

    One without a year is of that ``year`` where it is given, else the last one that begins before the ``anchor``.
    """
    for match in filter(None, (form.match(text, start) for form in _FORMS)):
        said = match.groupdict()
        if days := _Reader(match, today, anchor, year).read():
            which = any(said.get(key) for key in ("which", "count", "recent", "ago", "named", "counted"))
            return Point(
                match.end(),
                min(days),
                max(days),
                month=_to_month(said.get("month")),
                day=_to_number(said.get("day")),
                has_year=bool(which or said.get("year") or said.get("decade")),
                is_year=bool(said.get("year")) and [k for k, v in said.items() if v and k != "to"] == ["year"],
                is_relative=which,
            )
        if said.get("day"):  # 30 February
            return None
    return None


def read_range(text: str, start: int, joiner: re.Pattern[str], today: date, anchor: date) -> Point | None:
    """Return the days from one point to another: "3 to 9 March", "March and May 2004", "March 3 to 9, 2004"."""
    first = read_point(text, start, today, anchor)
    bare = None if first else _BARE_DAY.match(text, start)
    joined = joiner.match(text, first.end if first else bare.end() if bare else len(text))
    if joined is None:
        return None
    last = read_point(text, joined.end(), today, anchor)
    if last and bare and last.day:
        return _span(last, make_day(last.first.year, last.month, _to_number(bare["day"])), last.last)
    if last and first:
        if not first.has_year and first.month:
            later = (first.month, first.day) > (last.month or len(MONTHS), last.day or 99)
            first = read_point(text, start, today, anchor, year=last.last.year - later) or first
        return _span(last, first.first, last.last)
    ends = _BARE_DAY.match(text, joined.end())
    if first and first.day and ends:
        year = int(ends["year"] or first.first.year)
        first = read_point(text, start, today, anchor, year=year) or first
        return _span(replace(first, end=ends.end()), first.first, make_day(year, first.month, _to_number(ends["day"])))
    return None


def shift(day: date, days: int) -> date:
    """Return the day so many days later, or the first or last that there is; none is after the year 9999."""
    return date.fromordinal(min(max(day.toordinal() + days, date.min.toordinal()), date.max.toordinal()))


def _span(named: Point, first: date | None, last: date | None) -> Point | None:
    return replace(named, first=first, last=last, is_year=False) if first and last and first <= last else None


class _Reader:
    """Reads the days of one match."""

    def __init__(self, match: re.Match[str], today: date, anchor: date, year: int) -> None:
        self._said = {key: text.lower().replace("’", "'") for key, text in match.groupdict().items() if text}
        which = self._said.get("which")
        self._is_rolling = which == "past" or (which == "last" and match[0].lower().startswith("the "))
        self._today, self._anchor = today, anchor
        self._year = int(self._said.get("year") or year)
        if counted := self._said.get("counted"):  # "in August last year"
            self._year = max(date.min.year, today.year - (counted == "last"))

    def read(self) -> tuple[date, date] | None:
        """Return the first and the last day; None where no calendar has them."""
        readers: dict[str, Callable[[], tuple[date, date] | None]] = {
            "named": self._read_named,
            "ago": self._count_back,
            "edge": self._read_edge,
            "count": self._count_back,
            "recent": self._count_back,
            "to": self._read_years,
            "nth": self._read_nth,
            "unit": self._read_unit,
            "decade": self._read_decade,
            "weekday": self._read_weekday,
            "feast": self._read_feast,
            "season": self._read_season,
            "month": self._read_month,
            "year": self._read_year,
        }
        return next(read for key, read in readers.items() if key in self._said)()

    def _read_named(self) -> tuple[date, date]:
        if self._said["named"] == "weekend":
            return self._read_last("weekend")
        back = {"today": 0, "tonight": 0, "day before yesterday": 2}.get(self._said["named"], 1)
        return (shift(self._today, -back),) * 2

    def _read_decade(self) -> tuple[date, date]:
        digits = self._said["decade"].lstrip("'‘")
        century = 0 if len(digits) > 2 else 2000 if int(digits) < 20 else 1900  # "the 90s" are of the 20th
        return self._cut(_months(century + int(digits), 1, _MONTHS_OF["decade"]))

    def _read_weekday(self) -> tuple[date, date]:
        anchor = self._today if "which" in self._said else self._anchor
        back = (anchor.weekday() - WEEKDAYS.index(self._said["weekday"])) % 7
        return (shift(anchor, -(back or 7 * (self._said.get("which") == "last"))),) * 2

    def _read_years(self) -> tuple[date, date] | None:
        to, first = self._said["to"], self._year
        last = int(to) if len(to) > 2 else first // 100 * 100 + int(to)
        if last <= first or (len(to) == 2 and last != first + 1 and int(to) <= len(MONTHS)):  # 2004-11 is a month
            return None
        return date(first, 1, 1), date(last, 12, 31)

    def _read_year(self) -> tuple[date, date]:
        return self._cut(_months(self._year, 1, _MONTHS_OF["year"]))

    def _choose_year(self, month: int, day: int = 1) -> int:
        anchor = self._today if "which" in self._said else self._anchor
        if self._said.get("which") == "last":  # "last January", said in January, is of the year before
            anchor = shift(anchor.replace(day=1), -1)
        year = self._year or max(date.min.year, anchor.year - ((month, day) > (anchor.month, anchor.day)))
        if self._year or (month, day) != (2, 29):
            return year
        return next((leap for leap in range(year, date.min.year, -1) if isleap(leap)), 4)

    def _read_month(self) -> tuple[date, date] | None:
        month = _to_month(self._said["month"])
        day = _to_number(self._said.get("day"))
        if not month:
            return None
        year = self._choose_year(month, day or 1)
        if day:
            if not (found := make_day(year, month, day)):
                return None
            if "ending" in self._said:
                return shift(found, -6), found
            return found, shift(found, 6) if "week" in self._said else found
        return self._cut(_months(year, month, 1))

    def _read_season(self) -> tuple[date, date]:
        season = self._said["season"].replace("fall", "autumn")
        begins = 3 * (SEASONS.index(season) + 1)
        return self._cut(_months(self._choose_year(begins), begins, 3))

    def _read_feast(self) -> tuple[date, date]:
        feast = self._said["feast"]
        month, day = _FEASTS[feast]
        found = date(self._choose_year(month, day), month, day)
        return found, shift(found, 1) if feast == "christmas" else found

    def _read_nth(self) -> tuple[date, date] | None:
        month = _to_month(self._said.get("month"))
        unit = {"q": "quarter", "h": "half"}.get(self._said.get("letter", ""), self._said.get("unit", ""))
        nth = int(self._said["nth"]) - 1 if "letter" in self._said else _NTHS[self._said["nth"]]
        if unit == "week":
            if not month:
                return None
            first, last = _months(self._choose_year(month), month, 1)
            return (shift(last, -6), last) if nth < 0 else (shift(first, 7 * nth), shift(first, 7 * nth + 6))
        if not self._year and not month and nth < 0:  # "the last quarter" counts from today
            return None
        if month:  # "the second half of January"
            first, last = _months(self._choose_year(month), month, 1)
            return (first, shift(first, 14)) if not nth else (shift(first, 15), last)
        span = _MONTHS_OF[unit]
        nth %= 12 // span
        return _months(self._choose_year(span * nth + 1), span * nth + 1, span)

    def _read_edge(self) -> tuple[date, date] | None:
        """Return so many days, weeks or months at the beginning or the end of a month or a year."""
        count, month, unit = _to_number(self._said["count"]), _to_month(self._said.get("month")), self._said["unit"]
        if not count or not (month or self._year) or (month and unit == "month"):
            return None
        first, last = _months(self._choose_year(month) if month else self._year, month or 1, 1 if month else 12)
        if unit == "month":
            begins = 1 if self._said["edge"] == "first" else 13 - count
            return _months(first.year, begins, count) if count <= len(MONTHS) else None
        days = count * (7 if unit == "week" else 1) - 1
        return (first, min(shift(first, days), last)) if self._said["edge"] == "first" else (shift(last, -days), last)

    def _read_unit(self) -> tuple[date, date] | None:
        unit = self._said["unit"]
        if self._said["which"] in ("this", "current", "the"):  # "the start of the year"
            return self._cut(self._read_this(unit))
        # "the past week" ends today, "last week" on Sunday
        return self._count_back() if self._is_rolling and unit != "weekend" else self._cut(self._read_last(unit))

    def _read_this(self, unit: str) -> tuple[date, date]:
        today, span = self._today, _MONTHS_OF.get(unit)
        if span:
            months = 12 * today.year + today.month - 1
            # a decade begins with its year 0
            begins = 12 * (today.year // 10 * 10) if unit == "decade" else months // span * span
            return _months(begins // 12, begins % 12 + 1, span)
        monday = shift(today, -today.weekday())
        if unit == "weekend":
            saturday = shift(monday, 5 if today.weekday() > 4 else -2)
            return saturday, shift(saturday, 1)
        return (monday, shift(monday, 6)) if unit == "week" else (today, today)

    def _read_last(self, unit: str) -> tuple[date, date]:
        first, last = self._read_this(unit)
        if span := _MONTHS_OF.get(unit):
            begins = 12 * first.year + first.month - 1 - span
            return _months(begins // 12, begins % 12 + 1, span)
        if unit == "weekend":
            return (shift(first, -7), shift(last, -7)) if self._today.weekday() > 4 else (first, last)
        days = {"week": 7, "fortnight": 14}.get(unit, 1)
        return shift(first, -days), shift(last, -days if unit == "week" else 0)

    def _count_back(self) -> tuple[date, date] | None:
        said = self._said.get("count") or self._said.get("ago") or self._said.get("recent") or "one"
        unit = self._said["unit"]
        count = 1 if said in ("a", "an") else 2 if said.startswith("couple") else _FEW if said in _VAGUE else 0
        if not (count := count or _to_number(said)):
            return None
        if unit in _MONTHS_OF:
            months = 12 * self._today.year + self._today.month - 1 - count * _MONTHS_OF[unit]
            first, last = _months(months // 12, months % 12 + 1, 1)
            then = min(shift(first, self._today.day - 1), last)
        else:
            days = {"hour": -(-count // 24), "week": 7 * count, "weekend": 7 * count, "fortnight": 14 * count}
            then = shift(self._today, -days.get(unit, count))
        if "ago" not in self._said:
            return then, self._today
        return (then, then) if unit in ("day", "hour") else (shift(then, -3), shift(then, 3))

    def _cut(self, days: tuple[date, date]) -> tuple[date, date]:
        """Return the early, the middle or the late third of some days, as whole months where there are so many."""
        if "part" not in self._said:
            return days
        third, (first, last) = _PARTS[self._said["part"]], days
        months = 12 * (last.year - first.year) + last.month - first.month + 1
        if months > 1:
            begins = first.month - 1 + third * months // 3
            return _months(first.year + begins // 12, begins % 12 + 1, months // 3)
        return (
            (first, shift(first, 9))
            if not third
            else (shift(first, 10 * third), shift(first, 19) if third == 1 else last)
        )


def _months(year: int, month: int, count: int) -> tuple[date, date]:
    """Return the first and the last day of so many months."""
    year = min(max(year, date.min.year), date.max.year)
    ends = min(12 * year + month - 2 + count, 12 * date.max.year + 11)
    return date(year, month, 1), date(ends // 12, ends % 12 + 1, monthrange(ends // 12, ends % 12 + 1)[1])


def _to_month(said: str | None) -> int:
    if said and said.isdigit():
        return int(said) if 0 < int(said) <= len(MONTHS) else 0
    return month_number(said) if said else 0


def _to_number(said: str | None) -> int:
    digits = re.match(r"\d+", said or "")
    return int(digits[0]) if digits else int(read_number(said or "") or 0)
