"""A text as the gate compares it: its words by stem, its names, quantities and dates, each with its place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from qa.english.calendar import Date, find_dates
from qa.english.names import Name, find_names
from qa.english.quantities import Quantity, find_quantities
from qa.english.speech import SAYING
from qa.english.stems import stem
from qa.english.words import NEGATIONS, Word, cut_words, is_function_word

LONGEST = 20_000  # characters that are compared; what comes after is not looked at
_REACH = 4  # words that a "not" reaches
_REFUSING = frozenset("refuse refuses refused decline declines declined fail fails failed unable hardly".split())
_STOPS = frozenset(",;:()–—") | {"but", "and", "because", "although", "while", "who", "which"}
_CALENDAR_UNITS = frozenset({"date"})


@dataclass(frozen=True)
class Text:
    """One text, read once."""

    text: str

    @cached_property
    def cut(self) -> Sequence[Word]:
        """Its words and marks."""
        return cut_words(self.text)

    @cached_property
    def words(self) -> tuple[str, ...]:
        """Its words in lower case, without marks and possessives."""
        return tuple(word.lower.removesuffix("'s") for word in self.cut if word.is_word)

    @cached_property
    def content(self) -> tuple[str, ...]:
        """The stems of the words that say something, in order; verbs of saying and numbers are left out."""
        return tuple(
            stem(word)
            for word in self.words
            if not is_function_word(word) and word not in SAYING and not word[0].isdigit()
        )

    @cached_property
    def stems(self) -> frozenset[str]:
        """The stems of all words that are no function words, numbers and verbs of saying included."""
        return frozenset(stem(word) for word in self.words if not is_function_word(word))

    @cached_property
    def places(self) -> dict[str, list[int]]:
        """For each content stem, where it stands among them, in order."""
        found: dict[str, list[int]] = {}
        for place, one in enumerate(self.content):
            found.setdefault(one, []).append(place)
        return found

    @cached_property
    def names(self) -> tuple[Name, ...]:
        """Its names."""
        return find_names(self.text)

    @cached_property
    def quantities(self) -> tuple[Quantity, ...]:
        """Its quantities; years are dates."""
        return tuple(found for found in find_quantities(self.text) if found.unit not in _CALENDAR_UNITS)

    @cached_property
    def dates(self) -> tuple[Date, ...]:
        """Its dates."""
        return find_dates(self.text)

    @cached_property
    def negated(self) -> frozenset[str]:
        """The content stems that a "not" stands before: for each "not" the next one in the same clause."""
        found, left = set(), 0
        for word in self.cut:
            if word.lower in NEGATIONS or word.lower in _REFUSING or word.lower.endswith("n't"):
                left = _REACH
            elif word.lower in _STOPS:
                left = 0
            elif left and word.is_word:
                left -= 1
                if not is_function_word(word.lower):
                    found.add(stem(word.lower))
                    left = 0
        return frozenset(found)


_WRITTEN_OUT = (
    ("’", "'"),
    ("can't", "can not"),
    ("cannot", "can not"),
    ("won't", "will not"),
    ("n't", " not"),
    ("%", " percent"),
)


def read_text(text: str) -> Text:
    """Return a text for comparison; white space, curled quotation marks and contractions make no difference."""
    for short, written in _WRITTEN_OUT:
        text = text.replace(short, written)
    return Text(" ".join(text[:LONGEST].split()))
