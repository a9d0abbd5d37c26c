"""Which words a clause denies."""

from __future__ import annotations

from collections.abc import Sequence

from qa.english.speech import DENY, SAYING
from qa.english.stems import stem
from qa.english.words import NEGATIONS, Word, is_function_word, words

DENYING = (
    NEGATIONS
    | DENY
    | words("""
    nobody nothing nowhere hardly barely scarcely unable refuse refuses refused decline declines declined fail fails
    failed failing lack lacks lacked
""")
)
_LESS = words("only just because more less")  # "not only" denies nothing
_STOPS = words("""
    , ; : ( ) – — “ ” " but because although though while who which that after before until unless when so
""")


def find_polarity(cut: Sequence[Word]) -> dict[str, frozenset[bool]]:
    """Return for each stem whether its clause denies it; both where it stands in several. Two denials are none.

    >>> from qa.english.words import cut_words
    >>> {stem: denied for stem, (denied,) in find_polarity(cut_words("Nobody slept, but all ate.")).items()}
    {'slept': True, 'ate': False}
    """
    found: dict[str, frozenset[bool]] = {}
    clause: list[str] = []
    denied = False
    for word, following in zip(cut, [*(one.lower for one in cut[1:]), ""], strict=True):
        if word.lower in _STOPS:
            found |= {one: found.get(one, frozenset()) | {denied} for one in clause}
            clause, denied = [], False
        elif word.lower in DENYING or word.lower.endswith("n't"):
            denied ^= following not in _LESS
        elif (
            word.is_word and not word.lower[0].isdigit() and not (is_function_word(word.lower) or word.lower in SAYING)
        ):
            clause.append(stem(word.lower))
    return found | {one: found.get(one, frozenset()) | {denied} for one in clause}
