"""Notice that sentences answer the same question differently: another number, duration, share, sum, age or date.

A question that asks for a quantity or a date opens a slot. Two sentences conflict when both fill it, speak of the same
thing, relation, time and measure, and no value of the one can be a value of the other. Differences of opinion and of
what words mean are not seen, nor is it decided who is right.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from qa.english.calendar import Date, find_dates
from qa.english.names import find_names, same_person
from qa.english.people import NATIONS, OUTLETS
from qa.english.quantities import MEASURES as MEASURES_BY_NAME
from qa.english.quantities import MONEY, Quantity, find_quantities
from qa.english.questions import Asked, read_asked
from qa.english.relations import CHANGES, MEASURES, classify, differ, find_rivals
from qa.english.speakers import find_speaker
from qa.english.speech import DENY
from qa.english.stems import is_plural, singular
from qa.english.words import FUNCTION_WORDS, OPENERS, cut_words, words

LONGEST_SENTENCE = 1_200  # characters; a longer one is a table, and holds every number
_APPROXIMATE = 0.05  # of the value: "about 11,000" and 11,300 agree
_ROUNDED = 0.04  # of the larger value: 52 and 52.3, 11,000 and 11,214 agree, if the one is the other rounded
_SHARED = 0.5  # of the question's words a side must have, itself or in its title
_SHARED_WITH_PHRASE = 0.3  # where the reader found the phrase that answers
_LENGTHS = {"high": "metre", "tall": "metre", "wide": "metre", "deep": "metre", "heavy": "kilogram", "hot": "degree"}
_PERSONS = words("person victim life body death fatality soul dead")
_ABOUT = {
    "duration": "how long",
    "share": "what share",
    "money": "how much",
    "year": "which year",
    "time": "when",
    "age": "how old",
    "distance": "how far",
}
_NOT_THE_WHOLE = words("another further other additional more extra")
_NOW = words("now today currently")
_OFF_DURATION = words("after within in every last next past since before by under until")
_CONTRAST = words("however but contrary although while whereas instead conversely disputed others other")
_KIND_WORDS = words("how many much long what which percentage percent share proportion number year when time old")
_SAME_PLACES = {
    **dict.fromkeys(words("dprk pyongyang"), "korea"),
    **dict.fromkeys(words("u.s us usa america american americans"), "america"),
    **dict.fromkeys(words("uk u.k britain british"), "britain"),
    **dict.fromkeys(words("eu e.u european"), "europe"),
}


@dataclass(frozen=True, slots=True)
class Side:
    """A sentence that may answer, the place in it of the phrase that does, its article's id and title, and its speaker.

    The speaker is read from the sentence alone where it is not given.
    """

    text: str
    phrase: tuple[int, int] | None = None
    article: str = ""
    title: str = ""
    speaker: str = ""


@dataclass(frozen=True, slots=True)
class Difference:
    """Sentences (by their place in the list) that fill one slot differently; each stands for one value."""

    places: tuple[int, ...]
    about: str


@dataclass(frozen=True, slots=True)
class Value:
    """What a sentence gives: from ``low`` to ``high`` of a unit, or a date; ``rate`` is the "night" of "90 a night"."""

    low: float = 0.0
    high: float = 0.0
    unit: str = ""
    step: float = 0.0
    rate: str = ""
    date: Date | None = None


def find_difference(question: str, sides: Sequence[Side]) -> Difference | None:
    """Return the sentences, in their given order, that answer the question with different values."""
    asked = read_asked(question)
    about = _name_slot(asked)
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
    return Difference(tuple(place for place, _ in kept), about) if len(kept) > 1 else None


def _name_slot(asked: Asked) -> str:
    if asked.kind == "count":
        return f"how many {asked.of}" if asked.of else ""
    if asked.kind == "measure":
        return f"how {asked.of}" if asked.of in _LENGTHS else f"how much {asked.of}"
    return _ABOUT.get(asked.kind, "")


class _Question:
    """What a question asks for, about what, of whom and when."""

    def __init__(self, text: str, asked: Asked) -> None:
        self.asked = asked
        self.counted = frozenset(classify(word) for word in asked.of.split())
        self.classes = _classes(text)
        self.names = [_name_words(name.text) for name in find_names(text)]
        self.years = frozenset(date.year for date in find_dates(text) if date.year)
        named = frozenset[str]().union(*self.names)
        counted = self.counted if asked.kind == "count" else frozenset()
        plain = [word.lower for word in cut_words(text) if _is_content(word.lower) and _place(word.lower) not in named]
        self.words = frozenset(classify(word) for word in plain) - counted
        self.change = bool({word.lower for word in cut_words(text)} & (_MOVES - {"up", "down"}))

    def accepts(self, quantity: Quantity) -> bool:
        """Say whether a quantity is of the kind that is asked for."""
        kind, unit = self.asked.kind, quantity.unit
        if kind == "count":
            people = bool(self.counted & {classify("people"), classify("victims")})
            measured = {
                MEASURES_BY_NAME[singular(w)][0] for w in self.asked.of.split() if singular(w) in MEASURES_BY_NAME
            }
            return classify(unit) in self.counted or unit in measured | {""} or (people and unit in _PERSONS)
        if kind == "measure":
            return unit == _LENGTHS.get(self.asked.of, unit) and unit not in {"", "date"}
        units = {
            "duration": {"day", "metre"},
            "age": {"day", ""},
            "share": {"%"},
            "money": MONEY,
            "year": {"date"},
            "distance": {"metre"},
        }
        return unit in units.get(kind, frozenset())


class _Told:
    """What one side says of it."""

    def __init__(self, side: Side, question: _Question) -> None:
        self.side = side
        self._question = question

    @cached_property
    def values(self) -> tuple[Value, ...]:
        """The values by which the side fills the slot."""
        if self._question.asked.kind == "time":
            return tuple(Value(date=date) for date in self.dates if date.day or date.month or date.year)
        found = [q for q in find_quantities(self.side.text) if self._question.accepts(q) and self._is_within(q)]
        fitting = [q for q in found if self._fits(q)]
        with_unit = [q for q in fitting if q.unit] or fitting
        return _join_ranges(self.side.text, self._of_the_asked_name(with_unit))

    @cached_property
    def dates(self) -> list[Date]:
        """The dates that the side names, weekdays left out."""
        return [date for date in find_dates(self.side.text) if date.year or date.month or date.day]

    @cached_property
    def classes(self) -> frozenset[str]:
        """The words of the sentence, each as its event or measure."""
        return _classes(self.side.text)

    @cached_property
    def speaker(self) -> str:
        """From whom the side has it."""
        return self.side.speaker or find_speaker(self.side.text)

    @cached_property
    def names(self) -> frozenset[str]:
        """The words of the names in the sentence but for the speaker and outlets."""
        found: set[str] = set()
        for name in find_names(self.side.text):
            if name.text in self.speaker or same_person(name.text, self.speaker):
                continue
            if name.text.split()[-1].lower() not in OUTLETS:
                found |= _name_words(name.text)
        return frozenset(found)

    @property
    def answers(self) -> bool:
        """Whether the side fills the slot and speaks of what is asked."""
        return bool(self.values) and self._is_about_the_named() and self._is_about_the_same() and self._is_of_the_time()

    def _is_within(self, quantity: Quantity) -> bool:
        phrase = self.side.phrase
        return phrase is None or (quantity.start < phrase[1] and phrase[0] < quantity.end)

    def _is_about_the_named(self) -> bool:
        """Whether each name of the question is here or in the title, or no other name stands in its place."""
        here = self.names | _name_words(self.side.text) | _name_words(self.side.title)
        missing = [name for name in self._question.names if not _share(name, here)]
        others = self.names - frozenset[str]().union(*self._question.names)
        return not missing or not (others or self._begins_with_a_stranger())

    def _begins_with_a_stranger(self) -> bool:
        """Whether the first word may be a name: no word of the question, no plural, none that opens sentences."""
        first = next((word for word in cut_words(self.side.text[:80]) if word.is_word), None)
        if first is None or first.lower in FUNCTION_WORDS | OPENERS or not first.lower.isalpha():
            return False
        return not is_plural(first.lower) and classify(first.lower) not in self._question.classes

    def _is_of_another(self) -> bool:
        """Whether what is asked about only owns what the side speaks of: "the coach's son" is not the coach."""
        cut = cut_words(self.side.text)
        asked = self._question.words | self._question.counted
        for place, word in enumerate(cut):
            if word.lower.endswith("'s") and classify(word.lower) in asked:
                following = {classify(other.lower) for other in cut[place + 1 : place + 4] if other.is_word}
                if not following & asked and not cut[place + 1].lower[:1].isdigit():
                    return True
        return False

    def _is_about_the_same(self) -> bool:
        if find_rivals(self._question.classes, self.classes) or DENY & self._lower or self._is_of_another():
            return False
        asked = self._question.words
        if not asked:
            return True
        shared = asked & (self.classes | _classes(self.side.title))
        return len(shared) >= (_SHARED_WITH_PHRASE if self.side.phrase else _SHARED) * len(asked)

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
        if before[-1:] == ["not"] or _is_change(before, after) != self._question.change:
            return False
        if self._question.asked.kind == "duration":
            return not (
                _OFF_DURATION & set(before[-1:]) or {"ago", "later", "earlier", "after", "old"} & set(after[:1])
            )
        if self._question.asked.kind == "age":
            return after[:1] == ["old"] or after[:2] == ["-", "old"] or "aged" in before or quantity.unit == ""
        segment = _classes(_cut_segment(text, quantity))
        return not (find_rivals(self._question.classes - MEASURES, segment))

    def _of_the_asked_name(self, found: Sequence[Quantity]) -> Sequence[Quantity]:
        """Return the quantities beside a name of the question, where only some are: "89 for the Alva, 120 for …"."""
        asked = frozenset[str]().union(*self._question.names)
        beside = [q for q in found if asked & _name_words(_cut_segment(self.side.text, q))]
        return beside or found


def _conflict(question: _Question, one: _Told, other: _Told) -> bool:
    """Say whether two sides that answer do so differently, of the same thing at the same time."""
    if one.side.article and one.side.article == other.side.article and not _contrast(one, other):
        return False
    if differ(one.classes, other.classes, question.classes):
        return False
    named = frozenset[str]().union(*question.names)
    ours, theirs = one.names - named, other.names - named
    if ours and theirs and not _share(ours, theirs):
        return False
    if question.asked.kind not in {"time", "year"} and not _same_time(one, other):
        return False
    return not any(_agree(a, b) for a in one.values for b in other.values)


def _contrast(one: _Told, other: _Told) -> bool:
    """Say whether an article sets two of its sentences against each other: by their speakers, or by "however"."""
    if one.speaker and other.speaker and not same_person(one.speaker, other.speaker):
        return True
    return bool(_CONTRAST & (one._lower | other._lower))


def _same_time(one: _Told, other: _Told) -> bool:
    if (one.dates and _NOW & other._lower) or (other.dates and _NOW & one._lower):
        return False
    ours, theirs = one.dates, other.dates
    if ours and theirs and not any(a.may_be(b) for a in ours for b in theirs):
        return False
    first, second = _relative_times(one.side.text), _relative_times(other.side.text)
    return not first or not second or bool(first & second)


def _relative_times(text: str) -> frozenset[str]:
    return frozenset(
        re.findall(r"\b(?:last|this|next) (?:year|month|week|season|quarter|summer|winter)\b", text.lower())
    )


def _agree(one: Value, other: Value) -> bool:
    """Say whether two values can be one: they overlap, or one is the other rounded, or is in another currency."""
    if one.date is not None and other.date is not None:
        return one.date.may_be(other.date)
    if one.rate != other.rate or (one.unit != other.unit and {one.unit, other.unit} <= MONEY):
        return True
    if one.low <= other.high and other.low <= one.high:
        return True
    gap = min(abs(one.low - other.high), abs(other.low - one.high))
    larger = max(abs(one.low), abs(other.low))
    return gap <= 0.5 * max(one.step, other.step) and gap <= _ROUNDED * larger and one.unit != "date"


def _join_ranges(text: str, found: Sequence[Quantity]) -> tuple[Value, ...]:
    """Return the values of quantities; "10 to 12" and "between 10 and 12" are one value."""
    values: list[Value] = []
    for number, quantity in enumerate(found):
        value = _make_value(text, quantity)
        between = text[found[number - 1].end : quantity.start] if number else ""
        previous = text[max(0, found[number - 1].start - 9) : found[number - 1].start].lower() if number else ""
        joined = between.strip() in {"to", "-", "–", "or"} or (between.strip() == "and" and "between" in previous)
        if joined and values[-1].low <= value.high:
            values[-1] = Value(values[-1].low, value.high, value.unit or values[-1].unit, value.step, value.rate)
        else:
            values.append(value)
    return tuple(values)


def _make_value(text: str, quantity: Quantity) -> Value:
    slack = _APPROXIMATE * abs(quantity.value) if quantity.approximate else 0.0
    low = 0.0 if quantity.bound == "most" else quantity.value - slack
    high = float("inf") if quantity.bound == "least" else quantity.value + slack
    rate = re.match(r"\s(?:a|an|per|each|every)\s(\w{1,20})", text[quantity.end : quantity.end + 32])
    return Value(low, high, quantity.unit, quantity.step, rate[1].lower() if rate else "")


def _is_change(before: Sequence[str], after: Sequence[str]) -> bool:
    """Say whether a quantity is the size of a change: "rose by 5", "5 more", "fell 3"; "rose to 5" is none."""
    if before[-1:] == ["by"]:
        return bool(_MOVES & set(before))
    if {"more", "fewer", "higher", "lower", "less"} & set(after):
        return "than" not in before
    if before[-1:] == ["of"] and _MOVES & set(before[:-1]):
        return True
    return bool(_MOVES & set(before[-1:]))


_MOVES = CHANGES - {"cut", "lose", "lost"}


def _cut_segment(text: str, quantity: Quantity) -> str:
    """Return the part of a sentence around a quantity, up to a comma, a semicolon, "and", "but" or "while"."""
    left = re.split(r"[,;:] |\b(?:and|but|while|whereas)\b", text[: quantity.start])[-1]
    right = re.split(r"[,;:] |\b(?:and|but|while|whereas)\b", text[quantity.end :], maxsplit=1)[0]
    return left + text[quantity.start : quantity.end] + right


def _classes(text: str) -> frozenset[str]:
    return frozenset(
        classify(word.lower) for word in cut_words(text) if _is_content(word.lower) or word.lower in _POLES
    )


_POLES = words("against first second third last")


def _is_content(word: str) -> bool:
    return word[:1].isalpha() and word not in FUNCTION_WORDS and word not in _KIND_WORDS


def _name_words(text: str) -> frozenset[str]:
    return frozenset(
        _place(word.lower) for word in cut_words(text) if word.capital and word.lower not in FUNCTION_WORDS
    )


def _place(word: str) -> str:
    """Return one name for a country and its people: "korea" for "Korean" and "DPRK"."""
    bare = word.removesuffix("'s").rstrip(".")
    if bare in _SAME_PLACES:
        return _SAME_PLACES[bare]
    return next((nation for nation in (bare[:-1], bare[:-2], bare[:-1] + "a") if nation in NATIONS), bare)


def _share(one: frozenset[str], other: frozenset[str]) -> bool:
    return bool(one & other)
