"""Notice that sentences answer the same question differently: another number, duration, share, sum or year.

A question that asks for a quantity opens a slot; two sentences conflict when both fill it and no value of the one is
among the values of the other. Differences of opinion and of what words mean are not seen, nor is it decided who is
right.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from qa.quantities import Quantity, find_quantities

_TOLERANCE = (
    0.02  # of the larger value, where one of the two is said to be approximate: 11,000 and "about 10,900" agree
)
_CURRENCIES = frozenset("$£€")
_TIME = r"(?:second|minute|hour|day|night|week|month|year|decade)s?"


@dataclass(frozen=True, slots=True)
class Slot:
    """What a question asks for: a name to show a reader, and the quantities that fill it."""

    about: str
    accepts: Callable[[Quantity], bool]


@dataclass(frozen=True, slots=True)
class Difference:
    """Sentences (by their place in the list) that fill one slot differently; each stands for one value."""

    places: tuple[int, ...]
    about: str


def open_slot(question: str) -> Slot | None:
    """Return the slot that a question opens, or None when it does not ask for a quantity."""
    asked = " ".join(question.lower().split())
    if re.search(rf"\bhow long\b|\bhow many {_TIME}\b|\b(?:what|which) (?:period|length of time)\b", asked):
        return Slot("how long", lambda quantity: quantity.unit == "day")
    if re.search(r"\bpercent(?:age)?\b|\bper cent\b|\bwhat share\b|\bwhat proportion\b", asked):
        return Slot("what share", lambda quantity: quantity.unit == "%")
    if re.search(r"\bhow much\b|\b(?:what|which) (?:price|sum|cost|amount)\b|\bcosts?\b", asked):
        return Slot("how much", lambda quantity: quantity.unit in _CURRENCIES)
    if re.search(r"\b(?:what|which) year\b", asked):
        return Slot("which year", lambda quantity: quantity.unit == "date")
    if many := re.search(r"\bhow many (?P<what>[\w\s-]+)", asked):
        return _open_count(many["what"])
    return None


def find_difference(question: str, sentences: Sequence[str]) -> Difference | None:
    """Return the sentences, in their given order, that answer the question with different quantities."""
    slot = open_slot(question)
    if slot is None:
        return None
    places: list[int] = []
    values: list[list[Quantity]] = []
    for place, sentence in enumerate(sentences):
        found = [quantity for quantity in find_quantities(sentence) if slot.accepts(quantity)]
        if found and not any(_agree(found, others) for others in values):
            places.append(place)
            values.append(found)
    return Difference(tuple(places), slot.about) if len(places) > 1 else None


def _open_count(what: str) -> Slot | None:
    """Open a slot for things counted: a quantity fills it when it counts a word of the question."""
    stems = [_stem(word) for word in re.findall(r"[a-z]{3,}", what)[:4]]
    if not stems:
        return None
    return Slot(f"how many {what.split()[0]}", lambda quantity: _stem(quantity.unit) in stems)


def _stem(word: str) -> str:
    return re.sub(r"(?:ies|ie|es|s|y)$", "", word)


def _agree(ours: Sequence[Quantity], theirs: Sequence[Quantity]) -> bool:
    return any(_is_same(one, other) for one in ours for other in theirs)


def _is_same(one: Quantity, other: Quantity) -> bool:
    if one.unit != other.unit:
        return False
    tolerance = _TOLERANCE if one.approximate or other.approximate else 1e-9
    return abs(one.value - other.value) <= tolerance * max(abs(one.value), abs(other.value))
