"""What is denied: a phrase ("not 40 but 50 came"), or what another sentence says."""

from __future__ import annotations

import re

from qa.check.text import BEGIN, Text
from qa.english.manner import OPPOSITES
from qa.english.negation import find_polarity
from qa.reading.pins import DENIALS, DENIED_VERB

Span = tuple[int, int]
NOBODY = re.compile(r"\b(?:nobody|no one|no-one|none|nothing)\b", re.IGNORECASE)
_NOT_THIS = re.compile(
    r"(?:\bnot|n['’]t|\brather than|\binstead of)\s+(?:the |an? |by |in |on |at |for |from |to )?\Z", re.IGNORECASE
)
_NO_DENIAL = re.compile(
    r"\b(?:not|n['’]t) (?:only|just|less|more|fewer|merely|least|yet)\b"
    r"|\b(?:not|n['’]t) (?:\w+ ){0,4}(?:until|before|unless)\b",
    re.IGNORECASE,
)


def is_denied(sentence: str, start: int, phrase: Span) -> bool:
    """Say whether a phrase is denied by its clause, which begins at ``start``, or by the one who speaks of it."""
    before = sentence[: phrase[0]]
    if _NOT_THIS.search(before[-30:]) and not _NO_DENIAL.search(before[-30:] + sentence[phrase[0] : phrase[0] + 12]):
        return True
    denial = DENIALS.search(before)
    if denial and not re.search(r"[.;]|\bbut\b|\band (?:said|says|added)\b", before[denial.end() :]):
        return True
    verb = DENIED_VERB.search(sentence, start, phrase[0])
    return verb is not None and not (_NO_DENIAL.search(sentence, verb.start()) or NOBODY.search(sentence, *phrase))


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
