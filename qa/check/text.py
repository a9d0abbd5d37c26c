"""A text as the gate compares it: its words by stem, its names, quantities and dates, each with its place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from qa.english.calendar import Date, find_dates
from qa.english.names import Name, find_names
from qa.english.nations import name_words
from qa.english.quantities import Quantity, find_quantities
from qa.english.speech import SAYING
from qa.english.stems import stem
from qa.english.words import Word, cut_words, is_function_word, write_out

LONGEST = 20_000  # characters that are compared; what comes after is not looked at
BEGIN = 6  # letters in which forms of a word agree


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
    def begins(self) -> frozenset[str]:
        """The beginnings of these stems, which forms of a word and words made of it share."""
        return frozenset(one[:BEGIN] for one in self.content)

    @cached_property
    def plain(self) -> tuple[str, ...]:
        """The beginnings of these stems in order, those of names left out."""
        named = frozenset(stem(part.lower())[:BEGIN] for name in self.names for part in name.text.split())
        return tuple(one[:BEGIN] for one in self.content if one[:BEGIN] not in named)

    @cached_property
    def stems(self) -> frozenset[str]:
        """The stems of all words that are no function words, numbers and verbs of saying included."""
        return frozenset(stem(word) for word in self.words if not is_function_word(word))

    @cached_property
    def names(self) -> tuple[Name, ...]:
        """Its names."""
        return find_names(self.text)

    @cached_property
    def countries(self) -> frozenset[str]:
        """The words of its names in lower case, peoples as their country."""
        return name_words(self.text)

    @cached_property
    def quantities(self) -> tuple[Quantity, ...]:
        """Its quantities; years are dates."""
        return tuple(found for found in find_quantities(self.text) if found.unit != "date")

    @cached_property
    def dates(self) -> tuple[Date, ...]:
        """Its dates."""
        return find_dates(self.text)


def read_text(text: str) -> Text:
    """Return a text for comparison; white space, curled quotation marks and contractions make no difference."""
    return Text(" ".join(write_out(text)[:LONGEST].split()))
