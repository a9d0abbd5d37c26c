"""Compare what a claim and its sentences negate: not, never, no longer, refuses, and words of opposite meaning."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from qa.check.lexicon import DENYING, KIND_OF, NEGATORS, are_opposites, are_rivals
from qa.check.words import Alignment, Word, begins_with_not, share_root

_LAST_WEIGHT = 2  # the last two words of a clause are its news, the first are what it is about
_EMBEDDING = frozenset("that whether how which what who".split())


@dataclass(frozen=True, slots=True)
class _Clause:
    """A clause by the places of its words; ``apart`` marks one that only sets something apart ("and not a fact")."""

    places: tuple[int, ...]
    negated: bool
    apart: bool


def find_polarity_fault(aligned: Alignment) -> str:
    """Return in a phrase what the claim turns round, or an empty string."""
    ours, theirs = _read_clauses(aligned.claim), _read_clauses(aligned.evidence)
    home = {place: clause for clause in theirs for place in clause.places}
    flips = find_flips(aligned)
    for clause in ours:
        fault = _compare(clause, home, flips, aligned)
        if fault:
            return fault
    return ""


def _read_clauses(words: Sequence[Word]) -> list[_Clause]:
    numbers = sorted({word.clause for word in words})
    clauses: list[_Clause] = []
    for number in numbers:
        places = tuple(i for i, word in enumerate(words) if word.clause == number)
        own = [words[i] for i in places]
        negates = any(w.lower in NEGATORS for w in own) != any(w.lower in DENYING for w in own)
        opens = own[0].lower in _EMBEDDING
        inherited = bool(clauses) and clauses[-1].negated and opens and not clauses[-1].apart
        apart = begins_with_not(own) and bool(clauses)
        clauses.append(_Clause(places, negates != inherited if opens else negates, apart))
    return clauses


def _compare(clause: _Clause, home: dict[int, _Clause], flips: dict[int, int], aligned: Alignment) -> str:
    votes = {True: 0.0, False: 0.0}
    said = [i for i in clause.places if _says_something(aligned, i)]
    sets_apart = any(other.apart for other in home.values())
    for index in said:
        word, homes = aligned.claim[index], [home[place] for place in aligned.places[index]]
        if all(other.apart for other in homes) and not clause.negated and not word.is_name:
            return f"the sentence says “{word.text}” only of what is not so"
        if clause.apart and all(not other.negated or (sets_apart and not other.apart) for other in homes):
            return f"the sentence does not negate “{word.text}”"
        for other in homes:
            votes[other.negated] += (_LAST_WEIGHT if index in said[-2:] else 1) / len(homes)
    flipped = [(index, place) for index, place in flips.items() if index in clause.places]
    negated_there = votes[True] > votes[False] or _negates_part(clause, home, aligned)
    if not any(votes.values()) or (clause.negated != negated_there) == bool(len(flipped) % 2):
        return ""
    if flipped:
        index, place = flipped[0]
        return f"the sentence says “{aligned.evidence[place].text}” and not “{aligned.claim[index].text}”"
    return "the sentence says it without the negation" if clause.negated else "the sentence negates it"


def _says_something(aligned: Alignment, index: int) -> bool:
    word = aligned.claim[index]
    says = KIND_OF.get(word.lower) == "say" and not word.is_name
    return bool(aligned.places[index]) and (word.is_content or word.is_number) and not says


def _negates_part(clause: _Clause, home: dict[int, _Clause], aligned: Alignment) -> bool:
    """Whether a word behind the claim's negation stands in what the evidence sets apart as not so."""
    if not clause.negated:
        return False
    first = next((i for i in clause.places if aligned.claim[i].lower in NEGATORS), clause.places[0])
    behind = [i for i in clause.places if i > first and aligned.claim[i].is_content]
    return any(home[p].apart and home[p].negated for i in behind for p in aligned.places[i] if p in home)


def find_flips(aligned: Alignment) -> dict[int, int]:
    """Return the claim's words that the evidence has only the opposite of, each with the place of that opposite."""
    flips = {}
    lowers = {word.lower for word in aligned.evidence}
    own = {word.lower for word in aligned.claim}
    for index, word in enumerate(aligned.claim):
        if (
            word.is_number
            or word.lower in lowers
            or any(not _is_weak(word, aligned.evidence[p]) for p in aligned.places[index])
        ):
            continue
        for place, other in enumerate(aligned.evidence):
            rivals = are_opposites(word.lower, other.lower) or are_rivals(word.lower, other.lower)
            if rivals and other.lower not in own:
                flips[index] = place
                break
    return flips


def _is_weak(word: Word, other: Word) -> bool:
    return word.stem != other.stem and not share_root(word.lower, other.lower)
