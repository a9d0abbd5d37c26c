"""Tell where a clause has its verb: "rose" of "Prices of homes rose", not "closed" of "the bridge closed in March"."""

from __future__ import annotations

from qa.english.phrases import Clause
from qa.english.stems import is_plural, singular
from qa.english.verbs import IRREGULAR_PASTS, VERBS, is_past
from qa.english.words import (
    ADVERBS,
    AUXILIARIES,
    CONJUNCTIONS,
    DETERMINERS_OR_POSSESSIVES,
    PREPOSITIONS,
    words,
)

_FINITE_AUXILIARIES = AUXILIARIES - words("be been being")
_NOUNS_BEHIND = DETERMINERS_OR_POSSESSIVES | PREPOSITIONS  # "the cut", "in debt": no verb follows them
_OBJECTS_OPEN = DETERMINERS_OR_POSSESSIVES | words("to that it him them")
_LEAD_ON = (
    DETERMINERS_OR_POSSESSIVES
    | PREPOSITIONS
    | CONJUNCTIONS
    | ADVERBS
    | AUXILIARIES
    | words("half than as including when where who which while last past next first top")
)


def is_finite(clause: Clause, place: int) -> bool:
    """Say whether a word is the verb of its clause, as far as its form and its neighbours tell."""
    word = clause.words[place]
    lower, before, after = word.lower, clause.lower(place - 1), clause.lower(place + 1)
    if clause.quoted[place] or place in clause.inside_names:
        return False
    if lower in _FINITE_AUXILIARIES:
        return True
    if before in _NOUNS_BEHIND or not before[:1].isalnum():
        return False
    if lower in IRREGULAR_PASTS or lower == "used":
        return True
    if is_past(lower):
        return after not in PREPOSITIONS
    if lower in VERBS:
        named = clause.words[place - 1].capital and place > 1  # and not what begins the sentence
        return is_plural(before) and "'" not in before and not named
    if not (lower.endswith("s") and singular(lower) in VERBS):
        return False
    one = clause.lower(place - 2) in DETERMINERS_OR_POSSESSIVES and not is_plural(before)  # "the game requires users"
    return after in _OBJECTS_OPEN or place + 1 in clause.runs or (one and is_plural(after))


def has_verb(clause: Clause, first: int, last: int) -> bool:
    """Say whether the words from ``first`` to ``last`` are no noun phrase, for a verb is among them."""
    return any(is_finite(clause, p) or (p > first and opens_anew(clause, p)) for p in range(first, last + 1))


def opens_anew(clause: Clause, place: int) -> bool:
    """Say whether a noun phrase begins behind one that has ended: "a" of "the figures contradict a survey"."""
    before = clause.words[place - 1] if place else None
    return (
        (clause.lower(place) in DETERMINERS_OR_POSSESSIVES or _is_number(clause.lower(place)))
        and before is not None
        and before.is_word
        and not before.capital
        and not before.text[0].isdigit()
        and place - 1 not in clause.inside_names
        and before.lower not in _LEAD_ON
        and not before.lower.endswith("ly")
        and not clause.is_time(place + 1)
        and not clause.is_time(place + 2)
    )


def _is_number(lower: str) -> bool:
    return lower.replace(",", "").replace(".", "").isdigit()
