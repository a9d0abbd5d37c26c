"""Notice that sentences answer the same question differently: another number, duration, share, sum, age or date.

A question that asks for a quantity or a date opens a slot. Two sentences conflict when both fill it, speak of the same
thing, relation, time and measure, and no value of the one can be a value of the other. Differences of opinion and of
what words mean are not seen, nor is it decided who is right.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import zip_longest

from qa.english.asserted import asks_for_limit, denies, is_limit
from qa.english.calendar import Date, find_dates
from qa.english.names import find_names, same_person
from qa.english.nations import name_country, name_words
from qa.english.people import OUTLETS
from qa.english.quantities import APPROXIMATE, MONEY, Quantity, find_quantities
from qa.english.questions import Asked, name_asked, read_asked
from qa.english.relations import (
    EVENTS,
    MEASURES,
    MOVES,
    classify,
    cut_clause,
    differ,
    find_part,
    find_relative_times,
    find_rivals,
    find_union,
    is_change,
    is_recent,
    is_telling,
    list_classes,
)
from qa.english.slots import fits_slot
from qa.english.speakers import find_speaker
from qa.english.speech import DENY
from qa.english.stems import is_plural
from qa.english.values import Value, agree, read_values
from qa.english.verbs import is_past, is_verb
from qa.english.words import FUNCTION_WORDS, OPENERS, cut_words, words

LONGEST_SENTENCE = 1_200  # characters; a longer one is a table, and holds every number
_SHARED = 0.6  # of the question's words a side must have, itself or in what stands around it
_SHARED_WITH_PHRASE = 0.3  # where the reader found the phrase that answers, or a pronoun stands for some of them
_STAND_IN = words("it they he she")
_NOT_THE_WHOLE = words("another further other additional more extra")
_NOW = words("now today currently")
_CONTRAST = words("however but contrary although while whereas instead conversely disputed others other")
_MOVING = MOVES - {"up", "down"}
_FUNCTION_WORDS_OR_OPENERS = FUNCTION_WORDS | OPENERS
_OF_THEM = re.compile(r" of (?:the|its|their|all) (?:(?:about|around|some|nearly|almost|estimated) )*")
_COUNTED_BY_ONE = MONEY | {"day", "%"}


@dataclass(frozen=True, slots=True)
class Side:
    """A sentence that may answer, the place in it of the phrase that does, the article it is from.

    ``context`` is the title of the article and what is said before the sentence. Where it is given, it or the sentence
    names what the question names. ``find_speaker`` says from whom the sentence has it, and is asked where that matters;
    where it knows nobody, the speaker is read from the sentence alone.
    """

    text: str
    phrase: tuple[int, int] | None = None
    article: str = ""
    context: str = ""
    find_speaker: Callable[[], str] = str


@dataclass(frozen=True, slots=True)
class Difference:
    """Sentences (by their place in the list) that fill one slot differently; each stands for one value.

    ``phrases`` holds where in each of them the value stands.
    """

    places: tuple[int, ...]
    about: str
    phrases: tuple[tuple[int, int], ...] = field(default=(), compare=False)


def find_difference(question: str, sides: Sequence[Side], asked: Asked | None = None) -> Difference | None:
    """Return the sentences, in their given order, that answer the question, or what is asked, with different values."""
    asked = asked or read_asked(question)
    about = name_asked(asked)
    if not about:
        return None
    reading = _Question(question, asked)
    kept: list[tuple[int, _Told]] = []
    for place, side in enumerate(sides):
        if len(side.text) > LONGEST_SENTENCE:
            continue
        told = _Told(side, reading)
        if told.answers and all(_conflict(reading, told, other) for _, other in kept):
            kept.append((place, told))
    if len(kept) < 2:
        return None
    return Difference(tuple(place for place, _ in kept), about, tuple(told.phrase for _, told in kept))


class _Question:
    """What a question asks for, about what, of whom and when."""

    def __init__(self, text: str, asked: Asked) -> None:
        self.asked = asked
        self.counted = frozenset(classify(word) for word in asked.of.split())
        self.classes = list_classes(text)
        self.names = [name_words(name.text) for name in find_names(text)]
        self.years = frozenset(date.year for date in find_dates(text) if date.year)
        named = frozenset[str]().union(*self.names)
        counted = self.counted if asked.kind == "count" else frozenset()
        plain = [
            word.lower for word in cut_words(text) if is_telling(word.lower) and name_country(word.lower) not in named
        ]
        self.words = frozenset(classify(word) for word in plain) - counted
        self.limit = asks_for_limit(text)
        self.change = bool({word.lower for word in cut_words(text)} & _MOVING)


class _Told:
    """What one side says of it."""

    def __init__(self, side: Side, question: _Question) -> None:
        self.side = side
        self._question = question

    @cached_property
    def values(self) -> tuple[Value, ...]:
        """The values by which the side fills the slot."""
        if self._question.asked.kind == "time":
            dated = [date for date in self.dates if self._says(date.start, date.end)]
            return tuple(Value(date=date, span=(date.start, date.end)) for date in dated)
        every = [q for q in _name_parts(self.side.text) if self._is_within(q)]
        found = [q for q in every if fits_slot(self._question.asked, q) or self._is_counted(q)]
        fitting = [q for q in found if self._fits(q) and self._says(q.start, q.end)]
        counted = [q for q in fitting if q.unit] or fitting
        counted = [q for q in counted if self._is_counted(q)] or counted
        return read_values(self.side.text, self._of_the_asked_name(counted, every))

    @cached_property
    def union(self) -> frozenset[str]:
        """What the side counts together: the dead and the missing of "dead or missing"."""
        return frozenset[str]().union(*(find_union(self.side.text, *value.span) for value in self.values))

    @property
    def phrase(self) -> tuple[int, int]:
        """Where the value stands, with what is counted, and the phrase that the reader found."""
        start, end = self.values[0].span
        first, last = self.side.phrase or (start, end)
        return min(start, first), max(end, last)

    @cached_property
    def dates(self) -> list[Date]:
        """The dates that the side names, weekdays left out."""
        return [date for date in find_dates(self.side.text) if date.year or date.month or date.day]

    @cached_property
    def classes(self) -> frozenset[str]:
        """The words of the sentence, each as its event or measure."""
        return list_classes(self.side.text)

    @cached_property
    def speaker(self) -> str:
        """From whom the side has it."""
        return self.side.find_speaker() or find_speaker(self.side.text)

    @cached_property
    def names(self) -> frozenset[str]:
        """The words of the names in the sentence but for the speaker and outlets."""
        found: set[str] = set()
        for name in find_names(self.side.text):
            if name.text in self.speaker or same_person(name.text, self.speaker):
                continue
            if name.text.split()[-1].lower() not in OUTLETS:
                found |= name_words(name.text)
        return frozenset(found)

    @property
    def answers(self) -> bool:
        """Whether the side fills the slot and speaks of what is asked."""
        return bool(self.values) and self._is_about_the_named() and self._is_about_the_same() and self._is_of_the_time()

    def _is_counted(self, quantity: Quantity) -> bool:
        """Say whether the thing counted bears what the question says of it: "4 gold ones" among 12 medals."""
        counted = self._question.asked.of.split()
        here = list_classes(self.side.text[quantity.start : quantity.end])
        marks = frozenset(classify(word) for word in counted[:-1])
        return self._question.asked.kind == "count" and bool(marks) and marks <= here

    def _says(self, start: int, end: int) -> bool:
        """Say whether the side gives a value: it does not deny it nor, where no limit is asked for, name one alone."""
        text, kind = self.side.text, self._question.asked.kind
        if denies(text, start, end, by_not=kind != "duration"):
            return False
        return kind not in {"time", "year"} or self._question.limit or not is_limit(text, start, end)

    def _is_within(self, quantity: Quantity) -> bool:
        phrase = self.side.phrase
        return phrase is None or (quantity.start < phrase[1] and phrase[0] < quantity.end)

    def _is_about_the_named(self) -> bool:
        """Whether each name of the question is here or in the title, or no other name stands in its place."""
        here = self.names | name_words(self.side.text) | name_words(self.side.context)
        missing = [name for name in self._question.names if self._names_another(name, here)]
        others = self.names - frozenset[str]().union(*self._question.names)
        return not missing or not (self.side.context or others or self._begins_with_a_stranger())

    def _names_another(self, asked: frozenset[str], here: frozenset[str]) -> bool:
        """Whether a name is not here, or another in its place: the Great Kern Run is not the Great Sund Run."""
        told = [name_words(name.text) for name in find_names(self.side.text)] if len(asked) > 2 else []
        other = any(len(asked - name) == 1 and name - asked for name in told) and not asked <= here
        return other or len(asked & here) < (2 if len(asked) > 2 else 1)

    def _begins_with_a_stranger(self) -> bool:
        """Whether the first word may be a name: no word of the question, no plural, none that opens sentences."""
        first = next((word for word in cut_words(self.side.text[:80]) if word.is_word), None)
        if first is None or first.lower in _FUNCTION_WORDS_OR_OPENERS or not first.lower.isalpha():
            return False
        return not is_plural(first.lower) and classify(first.lower) not in self._question.classes

    def _is_of_another(self) -> bool:
        """Whether what is asked about only owns what the side speaks of: "the coach's son" is not the coach."""
        cut = cut_words(self.side.text)
        asked = self._question.words | self._question.counted
        for place, word in enumerate(cut):
            if word.lower.endswith("'s") and classify(word.lower) in asked:
                owned = [other.lower for other in cut[place + 1 : place + 4] if other.is_word]
                if owned and not owned[0][0].isdigit() and not {classify(other) for other in owned} & asked:
                    return True
        return False

    def _is_about_the_same(self) -> bool:
        if find_rivals(self._question.classes, self.classes) or DENY & self._lower or self._is_of_another():
            return False
        asked = self._question.words
        if not asked:
            return bool(self._question.names) or self.side.phrase is not None
        if not asked & EVENTS <= self.classes or not asked & self.classes:
            return False
        shared = asked & (self.classes | list_classes(self.side.context))
        least = _SHARED_WITH_PHRASE if self.side.phrase or _STAND_IN & self._lower else _SHARED
        return len(shared) >= least * len(asked)

    def _is_of_the_time(self) -> bool:
        years = {date.year for date in self.dates if date.year}
        return not self._question.years or not years or bool(years & self._question.years)

    @cached_property
    def _lower(self) -> frozenset[str]:
        return frozenset(word.lower for word in cut_words(self.side.text))

    def _fits(self, quantity: Quantity) -> bool:
        """Say whether a quantity is the thing itself: no change of it, no part of it, no other event's."""
        text = self.side.text
        before = [word.lower for word in cut_words(text[max(0, quantity.start - 40) : quantity.start])][-3:]
        after = [word.lower for word in cut_words(text[quantity.end : quantity.end + 30])][:2]
        if _NOT_THE_WHOLE & {*before[-1:], *re.findall(r"\w+", text[quantity.start : quantity.end].lower())}:
            return before[-2:] == ["no", "more"]
        if quantity.value == 1 and quantity.unit not in _COUNTED_BY_ONE:  # "one person in the street"
            return False
        if before[-2:] == ["out", "of"] or after[:2] == ["out", "of"] or after[:2] == ["in", "every"]:
            return False
        if quantity.unit == "" and self._question.asked.kind == "count" and not self._is_bare_count(before):
            return False
        if before[-1:] == ["not"] or is_change(before, after) != self._question.change:
            return False
        if self._question.asked.kind == "duration":
            return not (is_recent(before) or {"ago", "later", "earlier", "after", "old"} & set(after[:1]))
        if self._question.asked.kind == "age":
            return after[:1] == ["old"] or after[:2] == ["-", "old"] or "aged" in before or quantity.unit == ""
        segment = list_classes(cut_clause(text, quantity.start, quantity.end))
        return not (find_rivals(self._question.classes - MEASURES, segment))

    def _is_bare_count(self, before: Sequence[str]) -> bool:
        """Say whether a number without a thing counted stands right behind the event that is asked for: "killed 14"."""
        while before and (before[-1] in APPROXIMATE or before[-1] in {"at", "more"}):
            before = before[:-1]
        acts = bool(before) and (is_verb(before[-1]) or is_past(before[-1]))
        return acts and classify(before[-1]) in self._question.words

    def _of_the_asked_name(self, found: Sequence[Quantity], every: Sequence[Quantity]) -> Sequence[Quantity]:
        """Return the quantities beside a name of the question, where only some are: "89 for the Alva, 120 for …".

        A bare number will do where the other has the thing counted: "Norda has 40 branches and Vistula 30".
        """
        asked = frozenset[str]().union(*self._question.names)
        beside = [q for q in every if asked & name_words(cut_clause(self.side.text, q.start, q.end))]
        return [q for q in found if q in beside] or [q for q in beside if found and q.unit == ""] or found


def _name_parts(text: str) -> list[Quantity]:
    """Return the quantities of a text, what is a part of others with their unit: "9 of the 14 dead" are dead."""
    found = find_quantities(text)
    return [
        replace(one, unit=whole.unit)
        if whole and one.unit == "" and _OF_THEM.fullmatch(text, one.end, whole.start)
        else one
        for one, whole in zip_longest(found, found[1:])
        if one
    ]


def _conflict(question: _Question, one: _Told, other: _Told) -> bool:
    """Say whether two sides that answer do so differently, of the same thing at the same time."""
    if one.side.article and one.side.article == other.side.article and not _contrast(one, other):
        return False
    if differ(one.classes, other.classes, question.classes):
        return False
    named = frozenset[str]().union(*question.names)
    ours, theirs = one.names - named, other.names - named
    if ours and theirs and not ours & theirs:
        return False
    if question.asked.kind == "count" and one.union != other.union:
        return False
    if question.asked.kind not in {"time", "year"} and not _same_time(one, other):
        return False
    return not any(agree(a, b) for a in one.values for b in other.values)


def _contrast(one: _Told, other: _Told) -> bool:
    """Say whether an article sets two of its sentences against each other: by their speakers, or by "however"."""
    if one.speaker and other.speaker and not same_person(one.speaker, other.speaker):
        return True
    return bool(_CONTRAST & (one._lower | other._lower))


def _same_time(one: _Told, other: _Told) -> bool:
    if (one.dates and _NOW & other._lower) or (other.dates and _NOW & one._lower):
        return False
    if find_part(one.side.text) != find_part(other.side.text):
        return False
    ours, theirs = one.dates, other.dates
    if ours and theirs and not any(a.may_be(b) for a in ours for b in theirs):
        return False
    first, second = find_relative_times(one.side.text), find_relative_times(other.side.text)
    return not first or not second or bool(first & second)
