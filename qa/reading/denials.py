"""Whether a phrase is denied: "not 40 but 50 came", and what is named as the sum though the act was not done."""

from __future__ import annotations

import re

from qa.english.quantities import CURRENCIES
from qa.english.speech import SAYING
from qa.english.stems import stem
from qa.english.words import cut_words, words
from qa.reading.pins import DENIALS, DENIED_VERB, Pins

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
_UNOPPOSED = re.compile(  # who does not mind, does it
    r"\s+(?:\w+ly\s+)?(?:mind|hesitate|object|regret|begrudge|forget|fail|refuse|decline|stop|shrink)\b", re.IGNORECASE
)
_UNABLE = re.compile(r"\b(?:could|can)\s*\Z", re.IGNORECASE)
_SUM = re.compile(rf"[$£€¥]|\b(?:{'|'.join(word for word in CURRENCIES if word.isalpha())})s?\b", re.IGNORECASE)
_DEFINITE = re.compile(r"\b(?:the|his|her|its|their|that|this)\s+(?:\w+\s+)?\Z", re.IGNORECASE)
_OBLIGES = words("have has had need needs needed must should require required owe owes owed ask asked demand demanded")


def is_denied(pins: Pins, sentence: str, start: int, phrase: Span) -> bool:
    """Say whether a phrase is denied by its clause, which begins at ``start``, or by the one who speaks of it."""
    before = sentence[: phrase[0]]
    if _NOT_THIS.search(before[-30:]) and not _NO_DENIAL.search(before[-30:] + sentence[phrase[0] : phrase[0] + 12]):
        return True
    denial = DENIALS.search(before)
    if denial and not re.search(r"[.;]|\bbut\b|\band (?:said|says|added)\b", before[denial.end() :]):
        return True
    verb = DENIED_VERB.search(sentence, start, phrase[0])
    if not verb or _NO_DENIAL.search(sentence, verb.start()) or NOBODY.search(sentence, *phrase):
        return False
    return not _is_named_though(pins, sentence, verb, phrase)


def _is_named_though(pins: Pins, sentence: str, denial: re.Match[str], phrase: Span) -> bool:
    """Say whether a denied act still names the number that is asked for: "could not find the £5" says what was due.

    That holds where the act is not the one that the question asks about, and the number is that of a known thing ("his
    £5"), a sum that was out of reach, or what somebody had to do.
    """
    if _UNOPPOSED.match(sentence, denial.end()):
        return True
    act = next((word.lower for word in cut_words(sentence[denial.end() : phrase[0]]) if word.is_word), "")
    if not re.search(r"\d", sentence[slice(*phrase)]) or act in _OBLIGES | SAYING or stem(act) in pins.stems:
        return False
    if pins.obliges or _DEFINITE.search(sentence[: phrase[0]]):
        return True
    return bool(_UNABLE.search(sentence[: denial.start()])) and _is_sum(sentence, phrase)


def _is_sum(sentence: str, phrase: Span) -> bool:
    return bool(_SUM.search(sentence[max(0, phrase[0] - 1) : phrase[1] + 10]))
