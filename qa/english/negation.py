"""Which words a "not" denies."""

from __future__ import annotations

from collections.abc import Sequence

from qa.english.stems import stem
from qa.english.words import NEGATIONS, Word, is_function_word, words

_REACH = 4  # words that a "not" reaches
_NEGATING = NEGATIONS | words("refuse refuses refused decline declines declined fail fails failed unable hardly")
_STOPS = words(", ; : ( ) – — but and because although while who which")


def find_negated(cut: Sequence[Word]) -> frozenset[str]:
    """Return the stems that a "not" stands before: for each "not" the next word of content in the same clause.

    >>> from qa.english.words import cut_words
    >>> sorted(find_negated(cut_words("He did not often sleep, and refused to eat.")))
    ['eat', 'sleep']
    """
    found, left = set(), 0
    for word in cut:
        if word.lower in _NEGATING or word.lower.endswith("n't"):
            left = _REACH
        elif word.lower in _STOPS:
            left = 0
        elif left and word.is_word:
            left -= 1
            if not is_function_word(word.lower):
                found.add(stem(word.lower))
                left = 0
    return frozenset(found)
