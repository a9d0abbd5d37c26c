"""Say whether a phrase can be who says something: a person, a role, a body, a document, and no figure or clause."""

from __future__ import annotations

from itertools import pairwise

from qa.english.numbers import MAGNITUDES
from qa.english.phrases import CURRENCIES, Phrase
from qa.english.words import (
    AUXILIARIES,
    DETERMINERS_OR_POSSESSIVES,
    PREPOSITIONS,
    Word,
    cut_words,
    words,
)

LONGEST_PHRASE = 16
"""Words; of 16,700 speakers in news the longest right ones are institutes and reports with 15."""

_NO_NOUNS = AUXILIARIES | words("what how why rather them him they he she it i we us me")
_OPENS_NO_NOUN = (PREPOSITIONS - {"like", "per"}) | words("everything something anything nothing")
_AMOUNTS = frozenset(MAGNITUDES) | words(
    "percent millions thousands hundreds billions % . , year years month months week weeks days olds"
)


def can_speak(who: Phrase) -> bool:
    """Say whether the phrase may be named as a speaker."""
    if who.kind in {"person", "pronoun"}:
        return True
    cut = cut_words(who.text)
    first, second = cut[0].lower, cut[1].lower if len(cut) > 1 else ""
    verb = first.endswith(("ing", "ed")) and not cut[0].capital and second in DETERMINERS_OR_POSSESSIVES
    return not (
        verb
        or len(cut) > LONGEST_PHRASE
        or (first in _OPENS_NO_NOUN and not cut[0].capital)
        or any(word.lower in _NO_NOUNS and word.text.islower() for word in cut)
        or _is_figure(cut)
    )


def _is_figure(cut: list[Word]) -> bool:
    """Say whether it is "5.7%", "82 million" or "this year", or has a sum or a share in it that is of nothing."""
    share = any(word.text == "%" and following.lower != "of" for word, following in pairwise(cut))
    money = any(word.text in CURRENCIES for word in cut)
    return share or money or cut[-1].text in _AMOUNTS or all(word.text[0].isdigit() for word in cut)
