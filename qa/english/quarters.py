"""Quarters, halves and other spans of months within a year, so that they can be compared."""

from __future__ import annotations

import re
from dataclasses import dataclass

from qa.english.calendar import MONTHS, month_number
from qa.english.numbers import ORDINALS, read_number

Months = frozenset[int]

_LAST = {"last", "final", "closing"}
_ORDINAL = r"first|second|third|fourth|opening|last|final|closing"
_PART = re.compile(
    rf"\b(?P<which>{_ORDINAL})[ -](?P<part>quarter|half)\b"
    r"(?P<of> of (?:the )?(?:financial |fiscal )?(?:year\b|\d{4}\b))?"
    r"|\bQ(?P<q>[1-4])\b",
    re.IGNORECASE,
)
_SPAN = re.compile(
    r"\b(?P<which>first|last|final|opening|closing) (?P<n>two|three|four|five|six|seven|eight|nine|ten|\d{1,2}) months "
    r"of (?:the year\b|\d{4}\b)",
    re.IGNORECASE,
)
_MONTH = "|".join(MONTHS)
_UNTIL = re.compile(
    r"\b(?:(?P<n>three|four|six|nine|\d) months|quarter|(?P<half>half(?:[ -]year)?)) "
    rf"(?:(?:that )?end(?:ed|ing)|(?:up )?to|until)(?: on| in)?(?: the end of)?(?: \d{{1,2}}(?:st|nd|rd|th)?)? "
    rf"(?P<month>{_MONTH})\b",
    re.IGNORECASE,
)
_FROM = re.compile(rf"\b(?P<first>{_MONTH})(?: to | and |[-–])(?P<last>{_MONTH})\b", re.IGNORECASE)


def find_numbered_parts(text: str) -> frozenset[Months]:
    """Return the months of each quarter or half that a text numbers; a firm's own year may begin in any month.

    >>> sorted(map(sorted, find_numbered_parts("Third-quarter profits rose, unlike those of the first half.")))
    [[1, 2, 3, 4, 5, 6], [7, 8, 9]]
    """
    found = set()
    for match in _PART.finditer(text):
        size = 6 if (match["part"] or "").lower() == "half" else 3
        which = (match["which"] or "").lower()
        if which in {"last", "closing"} and not match["of"]:
            continue  # "last quarter": the one before the day on which this was written
        most = 12 // size
        number = int(match["q"]) if match["q"] else most if which in _LAST else ORDINALS.get(which, 1)
        if number <= most:
            found.add(frozenset(range((number - 1) * size + 1, number * size + 1)))
    return frozenset(found)


def find_named_parts(text: str) -> frozenset[Months]:
    """Return the spans of months that a text names by the calendar.

    >>> sorted(map(sorted, find_named_parts("the last three months of 2004, and the three months to 30 September")))
    [[7, 8, 9], [10, 11, 12]]
    """
    found = set()
    for match in _SPAN.finditer(text):
        length = int(read_number(match["n"]) or 0) if match["n"].isalpha() else int(match["n"])
        if 0 < length < len(MONTHS):
            first = 13 - length if match["which"].lower() in _LAST else 1
            found.add(frozenset(range(first, first + length)))
    for match in _UNTIL.finditer(text):
        said = match["n"] or ("6" if match["half"] else "3")
        length = int(read_number(said) or 0) if said.isalpha() else int(said)
        last = month_number(match["month"])
        found.add(frozenset((last - back - 1) % 12 + 1 for back in range(length)))
    for match in _FROM.finditer(text):
        first, last = month_number(match["first"]), month_number(match["last"])
        found.add(frozenset(range(first, last + 1) if first <= last else [*range(first, 13), *range(1, last + 1)]))
    return frozenset(found)


@dataclass(frozen=True, slots=True)
class YearParts:
    """The parts of a year that a question names, as months; ``tied`` where they are those of the calendar for sure."""

    months: frozenset[Months] = frozenset()
    tied: bool = False


def read_parts(question: str) -> YearParts:
    """Return the parts of a year that a question names; a numbered one is tied where it says of which year it is."""
    numbered, named = find_numbered_parts(question), find_named_parts(question)
    return YearParts(numbered | named, bool(named) or bool(re.search(r"\b(?:1[89]|20)\d\d\b", question)))


def name_other_parts(asked: YearParts, text: str) -> bool:
    """Say whether a text names parts of a year, and none that shares a month with one that the question names.

    A numbered part is held against months of the calendar only where it is tied.
    """
    if not asked.months:
        return False
    told = find_numbered_parts(text) | (find_named_parts(text) if asked.tied else frozenset())
    return bool(told) and not any(one & other for one in asked.months for other in told)
