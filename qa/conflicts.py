"""Notice that sentences answer the same question differently: another number, duration, share, sum or year.

A question that asks for a quantity opens a slot; two sentences conflict when both fill it and no value of the one is
among the values of the other. Differences of opinion and of what words mean are not seen, nor is it decided who is
right.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from qa.english.quantities import Quantity, find_quantities

_TOLERANCE = (
    0.02  # of the larger value, where one of the two is said to be approximate: 11,000 and "about 10,900" agree
)
LONGEST_SENTENCE = 1_200  # characters; a longer one is a table, and holds every number
_CURRENCIES = frozenset("$£€")
# "how many North Korean soldiers were sent": what is counted ends where the verb begins
_VERB = "am|are|can|could|did|do|does|had|has|have|is|may|must|should|was|were|will|would"
_COUNTED = re.compile(rf"\bhow many (?P<what>(?:(?!(?:{_VERB})\b)[\w'’-]+ ?){{1,5}})", re.IGNORECASE)
_TIME = r"(?:second|minute|hour|day|night|week|month|year|decade)s?"


@dataclass(frozen=True, slots=True)
class Slot:
    """What a question asks for: a name to show a reader, and the quantities that fill it."""

    about: str
    accepts: Callable[[Quantity], bool]
    same_unit: bool = True  # whether two quantities must be of one unit to be the same


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
    if many := _COUNTED.search(" ".join(question.split())):
        return _open_count(many["what"])
    return None


def find_difference(
    question: str, sentences: Sequence[str], phrases: Sequence[tuple[int, int] | None] = ()
) -> Difference | None:
    """Return the sentences, in their given order, that answer the question with different quantities.

    ``phrases`` are the places of the answer in the sentences, where they are known: of those sentences only the
    quantities in that place count, not others that they mention.
    """
    slot = open_slot(question)
    if slot is None:
        return None
    places: list[int] = []
    values: list[list[Quantity]] = []
    for place, (sentence, phrase) in enumerate(zip_longest(sentences, phrases[: len(sentences)])):
        if len(sentence) > LONGEST_SENTENCE:
            continue
        found = [q for q in find_quantities(sentence) if slot.accepts(q) and _is_within(q, phrase)]
        if found and not any(_agree(found, others, slot.same_unit) for others in values):
            places.append(place)
            values.append(found)
    return Difference(tuple(places), slot.about) if len(places) > 1 else None


def _is_within(quantity: Quantity, phrase: tuple[int, int] | None) -> bool:
    return phrase is None or (quantity.start < phrase[1] and phrase[0] < quantity.end)


def _open_count(what: str) -> Slot | None:
    """Open a slot for things counted: a quantity fills it when it counts a word of the question.

    "11,000 soldiers" and "11,000 North Koreans" are the same answer to "how many North Korean soldiers".
    """
    stems = [_stem(word) for word in re.findall(r"[a-z]{3,}", what.lower())]
    if not stems:
        return None
    return Slot(f"how many {what.strip()}", lambda quantity: _stem(quantity.unit) in stems, same_unit=False)


def _stem(word: str) -> str:
    return re.sub(r"(?:ies|ie|es|s|y)$", "", word)


def _agree(ours: Sequence[Quantity], theirs: Sequence[Quantity], same_unit: bool) -> bool:
    return any(_is_same(one, other, same_unit) for one in ours for other in theirs)


def _is_same(one: Quantity, other: Quantity, same_unit: bool) -> bool:
    if same_unit and one.unit != other.unit:
        return False
    tolerance = _TOLERANCE if one.approximate or other.approximate else 1e-9
    return abs(one.value - other.value) <= tolerance * max(abs(one.value), abs(other.value))
