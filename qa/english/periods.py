"""The time that a question is limited to: "in January", "between 3 and 9 March", "since last week", "before 2005".

One grammar: a word for how it limits ("since"), then a point in time, or two of them for a range. What belongs to a
noun ("the January sales", "the 2004 election", "the election of 2004") limits nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from qa.english.points import Point, read_point, read_range
from qa.english.verbs import is_verb
from qa.english.words import is_function_word, words

How = Literal["in", "since", "after", "before", "until"]


@dataclass(frozen=True, slots=True)
class Span:
    """The days ``first`` to ``last``, both included, that a text names at ``[start, end)``, and ``how`` they limit it.

    ``is_year`` says that it names a year and no more; ``is_relative`` that it counts from today.
    """

    start: int
    end: int
    how: How
    first: date
    last: date
    is_year: bool = False
    is_relative: bool = False


# what is written or happens in a time, so that "of January" and "for January" limit it
_WRITTEN = words("""
    news article articles report reports coverage paper papers newspapers story stories headline headlines press events
    summary overview briefing digest roundup editions issues
""")
_OWNED = words("of for")
_HOWS: Mapping[How, str] = {
    "since": r"(?:ever )?since|starting (?:from|in|on)|no earlier than|not before",
    "after": r"(?:(?:just|shortly|soon|immediately) )?after|following|later than|newer than|more recent than",
    "before": r"(?:(?:just|shortly|immediately) )?before|prior to|earlier than|older than",
    "until": r"until|till|up (?:to|until|till)|by|no later than|not (?:later than|after)|as of",
    "in": r"in|on|during|from|at|over|throughout|within|around|of|for|between",
}
_HOW = re.compile(
    r"(?:(?:published|written|printed|dated|released|posted) )?(?:"
    + "|".join(f"(?P<{how}>{pattern})" for how, pattern in _HOWS.items())
    + r") ",
    re.IGNORECASE,
)
_JOINER = re.compile(r" ?[–—-] ?| (?:to|until|till|through|and|or|up to) ", re.IGNORECASE)
_TO_DAY = re.compile(rf"(?:{_JOINER.pattern})\d\d?(?:st|nd|rd|th)?(?!\w)", re.IGNORECASE)
_ONWARDS = re.compile(r" (?:onwards?|on|to (?:now|date|the present)|until now)(?!\w)", re.IGNORECASE)
_OWNING = re.compile(r"['’]s?(?= )")
_SHORT = re.compile(r"(?:day|week|yesterday|today|tonight|night|weekend)$", re.IGNORECASE)
_END = re.compile(r"\s*(?:$|[?!.,;:)])")
_NEXT_WORD = re.compile(r" ([\w’'-]+)")
_LAST_WORD = re.compile(r"([\w'-]+) (?:the )?$")
_WORD = re.compile(r"(?<![\w’'-])\w[\w-]*")


def find_span(text: str, today: date, anchor: date | None = None) -> Span | None:
    """Return the time that a text, its words parted by single spaces, is limited to; None where it names none.

    What is counted ("last week") counts from ``today``. A month, day or season without a year is the last one before
    the ``anchor``, by default today. Of several, one that says more than a year goes before a year, then the last one.
    """
    found = list(_find_spans(text, today, anchor or today))
    return max(found, key=lambda one: (not one.is_year, one.start), default=None)


def _find_spans(text: str, today: date, anchor: date) -> Iterator[Span]:
    end = 0
    for match in _WORD.finditer(text):
        if match.start() >= end and (span := _read_span(text, match.start(), today, anchor)):
            end = span.end
            yield span


def _read_span(text: str, start: int, today: date, anchor: date) -> Span | None:
    said = _HOW.match(text, start)
    begins = said.end() if said else start
    word = said[0].split()[-1].lower() if said else ""
    how: How = next((how for how in _HOWS if said and said[how]), "in")
    point = read_range(text, begins, _JOINER, today, anchor) if how == "in" else None
    if point is None and word != "between":
        point = read_point(text, begins, today, anchor)
    if point is None or _ends_on_no_day(text, point):
        return None
    end = point.end
    if (word == "from" or how == "since") and (onwards := _ONWARDS.match(text, end)):
        how, end = "since", onwards.end()
    if said is None and not _stands_alone(text, start, point):
        return None
    if word in _OWNED and not _is_written(text, start):
        return None
    if owning := _OWNING.match(text, end):
        if not _may_own(text, point, owning.end()):
            return None
        end = owning.end()
    elif not point.is_relative and not _no_noun_follows(text, end):
        return None
    return Span(start, end, how, point.first, point.last, point.is_year, point.is_relative)


def _stands_alone(text: str, start: int, point: Point) -> bool:
    """Say whether a time without a word for how limits: "last week", or as the last words "January 2005", "9 March"."""
    before = _LAST_WORD.search(text[max(0, start - 40) : start])
    if before and before[1].lower() in _OWNED:  # "for the past five years"
        return False
    if point.is_relative:
        inside = text[start : point.end].split()[start == 0 :]
        return not any(word[0].isupper() for word in inside)  # "Today" within a text is a name
    is_part = point.has_year and not point.is_year  # "first half of 2025"
    return bool(is_part or (point.month and point.day)) and not text[point.end :].strip(" ?!.")


def _ends_on_no_day(text: str, point: Point) -> bool:
    """Say whether a day begins a range that is none: "June 3 to 31", "June 30 to 3"."""
    ending = _TO_DAY.match(text, point.end) if point.day else None
    return ending is not None and _no_noun_follows(text, ending.end())


def _is_written(text: str, start: int) -> bool:
    before = _LAST_WORD.search(text[max(0, start - 40) : start])
    return before is not None and before[1].lower() in _WRITTEN


def _may_own(text: str, point: Point, start: int) -> bool:
    """Say whether a time may limit what it owns: "last week's match" and "last year's news", not "last year's film"."""
    noun = _NEXT_WORD.match(text, start)
    is_written = noun is not None and noun[1].lower() in _WRITTEN
    return is_written or (point.is_relative and bool(_SHORT.search(text[: point.end])))


def _no_noun_follows(text: str, end: int) -> bool:
    word = _NEXT_WORD.match(text, end)
    lower = word[1].lower() if word else ""
    return bool(_END.match(text, end)) or is_function_word(lower) or is_verb(lower)
