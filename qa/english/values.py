"""Values as intervals: whether two can be one. "At least 5" and 6.2 can, 52 and 52.3, two weeks and 14 days."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from qa.english.calendar import Date
from qa.english.quantities import MONEY, Quantity

_APPROXIMATE = 0.025  # of the value: "about 11,000" and 11,200 agree
_FAR_ABOVE = 2.0  # times a limit: who says "more than 23,000" does not know of 140,000
_ROUNDED = 0.04  # of the larger value: 52 and 52.3, 11,000 and 11,214 agree, if the one is the other rounded

_LIMIT = re.compile(r"\b(?:at least|at most|(?:minimum|maximum) of)\W*\Z", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Value:
    """What a sentence gives: from ``low`` to ``high`` of a unit, or a date; ``rate`` is the "night" of "90 a night".

    ``limit`` is the 5 of "at least 5", None where no limit is set, and ``span`` its place in the text.
    """

    low: float = 0.0
    high: float = 0.0
    unit: str = ""
    step: float = 0.0
    rate: str = ""
    date: Date | None = None
    limit: float | None = None
    span: tuple[int, int] = field(default=(0, 0), compare=False)


def read_values(text: str, found: Sequence[Quantity]) -> tuple[Value, ...]:
    """Return the values of quantities; "10 to 12" and "between 10 and 12" are one value."""
    values: list[Value] = []
    for number, quantity in enumerate(found):
        value = _make_value(text, quantity)
        between = text[found[number - 1].end : quantity.start] if number else ""
        previous = text[max(0, found[number - 1].start - 9) : found[number - 1].start].lower() if number else ""
        joined = between.strip() in {"to", "-", "–", "or"} or (between.strip() == "and" and "between" in previous)
        if joined and values[-1].low <= value.high:
            span = values[-1].span[0], value.span[1]
            values[-1] = replace(value, low=values[-1].low, unit=value.unit or values[-1].unit, span=span)
        else:
            values.append(value)
    return tuple(values)


def _make_value(text: str, quantity: Quantity) -> Value:
    slack = _APPROXIMATE * abs(quantity.value) if quantity.approximate else 0.0
    low = 0.0 if quantity.bound == "most" else quantity.value - slack
    high = float("inf") if quantity.bound == "least" else quantity.value + slack
    rate = re.match(r"(?:\s(?:a|an|per|each|every)\s|/)(\w{1,20})", text[quantity.end : quantity.end + 32])
    limit = quantity.value if _LIMIT.search(text[max(0, quantity.start - 20) : quantity.start]) else None
    span = quantity.start, quantity.end
    return Value(low, high, quantity.unit, quantity.step, rate[1].lower() if rate else "", limit=limit, span=span)


def agree(one: Value, other: Value) -> bool:
    """Say whether two values can be one: they overlap, or one is the other rounded, or is in another currency."""
    if one.date is not None and other.date is not None:
        return one.date.may_be(other.date)
    if one.rate != other.rate or (one.unit != other.unit and {one.unit, other.unit} <= MONEY):
        return True
    same_side = math.isinf(one.high) == math.isinf(other.high)
    if one.limit is not None and other.limit is not None and same_side:
        return math.isclose(one.limit, other.limit)  # of two rules: "at least 10" is not "at least 14"
    if one.low <= other.high and other.low <= one.high:
        return not (_is_far_above(one, other) or _is_far_above(other, one))
    gap = abs((one.low + one.high) - (other.low + other.high)) / 2
    larger = max(abs(one.high), abs(other.high))
    return gap <= 0.5 * max(one.step, other.step) and gap <= _ROUNDED * larger and one.unit != "date"


def _is_far_above(one: Value, other: Value) -> bool:
    """Say whether what is known to be more than a number is told elsewhere as much more than that."""
    return (
        math.isinf(one.high) and one.unit != "date" and not math.isinf(other.high) and other.low > _FAR_ABOVE * one.low
    )
