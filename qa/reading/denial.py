"""Whether a sentence denies what a statement says, or says the opposite."""

from __future__ import annotations

from qa.check.text import BEGIN, Text
from qa.english.manner import OPPOSITES
from qa.english.negation import find_polarity


def is_turned(statement: Text, sentence: Text) -> bool:
    """Say whether one denies most words that both have, or has the opposite of a word of the other."""
    ours, theirs = set(statement.words), set(sentence.words)
    if any(OPPOSITES.get(word, frozenset()) & (theirs - ours) for word in ours - theirs):
        return True
    said, denied = _read_polarity(statement), _read_polarity(sentence)
    both = said.keys() & denied.keys()
    return bool(both) and sum(not said[word] & denied[word] for word in both) >= len(both) / 2


def _read_polarity(text: Text) -> dict[str, frozenset[bool]]:
    """Return the beginnings of a text's content stems, and for each whether its clause denies it, or both."""
    found: dict[str, frozenset[bool]] = {}
    for one, denied in find_polarity(text.cut).items():
        found[one[:BEGIN]] = found.get(one[:BEGIN], frozenset()) | denied
    return found
