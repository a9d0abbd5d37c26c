"""Compare what a claim and its sentences negate: not, never, no longer, refuses, and words of opposite meaning."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from qa.check.alignment import Alignment, share_root
from qa.check.comparatives import find_crossed
from qa.check.lexicon import KIND_OF, NEGATORS, are_opposites, are_rivals
from qa.check.negation import Clause, read_clauses
from qa.check.pair import Finding, Pair
from qa.check.words import Word


def check_polarity(pair: Pair) -> Finding | None:
    """Find a negation that only one of the two has, counting opposites (more and less) as one."""
    aligned = pair.aligned
    if find_crossed(pair) == "turned":
        return None  # "gave a longer period than" carries "gave a shorter period than", the sides exchanged
    ours, theirs = read_clauses(aligned.claim), read_clauses(aligned.evidence)
    home = {place: clause for clause in theirs for place in clause.places}
    flips = find_flips(aligned)
    for clause in ours:
        fault = _find_setting_apart(clause, home, aligned) or _find_left_out(clause, home, aligned)
        if not fault:
            turned = [place for place in flips if place in clause.places]
            negated_there = _is_negated_there(clause, home, aligned)
            if negated_there is None or (clause.negated != negated_there) == bool(len(turned) % 2):
                continue
            fault = _describe(clause, turned, flips, aligned)
        return Finding("contradicted", fault)
    return None


def _describe(clause: Clause, turned: Sequence[int], flips: dict[int, int], aligned: Alignment) -> str:
    if turned:
        return (
            f"the sentence says “{aligned.evidence[flips[turned[0]]].text}” and not “{aligned.claim[turned[0]].text}”"
        )
    return "the sentence says it without the negation" if clause.negated else "the sentence negates it"


def _find_setting_apart(clause: Clause, home: dict[int, Clause], aligned: Alignment) -> str:
    sets_apart = any(other.apart for other in home.values())
    for index, places in _list_said(clause, aligned):
        word, homes = aligned.claim[index], [home[place] for place in places]
        if all(other.apart for other in homes) and not clause.negated and not word.is_name:
            return f"the sentence says “{word.text}” only of what is not so"
        if clause.apart and all(not other.negated or (sets_apart and not other.apart) for other in homes):
            return f"the sentence does not negate “{word.text}”"
    return ""


def _find_left_out(clause: Clause, home: dict[int, Clause], aligned: Alignment) -> str:
    """Return a fault when the claim negates more than the evidence: "no figure" for "no separate figure"."""
    if not clause.negated or clause.apart:
        return ""
    carried = {place for places in aligned.places for place in places}
    for _, places in _list_said(clause, aligned):
        for other in (home[place] for place in places if home[place].turns(place) and home[place].heads):
            head = aligned.evidence[other.heads[0]]
            if other.heads[0] not in carried and not head.is_name and not other.apart:
                return f"the sentence negates it only with “{head.text}”"
    return ""


def _is_negated_there(clause: Clause, home: dict[int, Clause], aligned: Alignment) -> bool | None:
    """Return whether the evidence negates what the clause says; None where that cannot be seen.

    The word that a negation turns decides. Where it stands on one side only, most of the other words do, without
    those that say what a negated clause is about.
    """
    states = {index: _find_states(index, clause, home, aligned) for index, _ in _list_said(clause, aligned)}
    turned = [state for head in clause.heads[:1] for state in _find_states(head, clause, home, aligned)]
    if turned and None not in turned:
        return any(turned) or _negates_part(clause, home, aligned)
    heads = {head for other in home.values() for head in other.heads}
    if not clause.negated and any(set(aligned.places[i]) <= heads and aligned.places[i] for i in clause.places):
        return True
    votes = [state for index, found in states.items() if clause.turns(index) is not None for state in found[:1]]
    votes = [vote for vote in votes if vote is not None]
    if not votes:
        return None
    return sum(map(bool, votes)) * 2 > len(votes) or _negates_part(clause, home, aligned)


def _find_states(index: int, clause: Clause, home: dict[int, Clause], aligned: Alignment) -> list[bool | None]:
    """Return whether the evidence negates a word, at each of its places; where it has several, at the likeliest."""
    places = aligned.places[index]
    if len({home[place].places for place in places}) > 1:
        shared = {p: sum(bool(set(aligned.places[i]) & set(home[p].places)) for i in clause.places) for p in places}
        places = tuple(place for place in places if shared[place] == max(shared.values()))
    return [home[place].turns(place) for place in places]


def _list_said(clause: Clause, aligned: Alignment) -> list[tuple[int, tuple[int, ...]]]:
    """Return the words of the clause that say something of their own, with the places that carry them."""
    return [(index, aligned.places[index]) for index in clause.places if _says_something(aligned, index)]


def _says_something(aligned: Alignment, index: int) -> bool:
    word = aligned.claim[index]
    says = KIND_OF.get(word.lower) == "say" and not word.is_name
    return bool(aligned.places[index]) and (word.is_content or word.is_number) and not says


def _negates_part(clause: Clause, home: dict[int, Clause], aligned: Alignment) -> bool:
    """Whether a word behind the claim's negation stands in what the evidence sets apart as not so."""
    if not clause.negated:
        return False
    first = next((i for i in clause.places if aligned.claim[i].lower in NEGATORS), clause.places[0])
    behind = [i for i in clause.places if i > first and aligned.claim[i].is_content]
    return any(home[p].apart and home[p].negated for i in behind for p in aligned.places[i] if p in home)


def find_flips(aligned: Alignment) -> dict[int, int]:
    """Return the claim's words that the evidence has only the opposite of, each with the place of that opposite."""
    own = {word.lower for word in aligned.claim}
    flips = {}
    for index, word in enumerate(aligned.claim):
        if word.is_number or any(not _is_weak(word, aligned.evidence[p]) for p in aligned.places[index]):
            continue
        beside = {aligned.evidence[p].clause for p in _list_carriers(aligned, word.clause)}
        opposites = _find_opposites(word, aligned.evidence, own)
        opposite = next((place for place in opposites if aligned.evidence[place].clause in beside), None)
        if opposite is not None and word.lower not in {other.lower for other in aligned.evidence}:
            flips[index] = opposite
    return flips


def _list_carriers(aligned: Alignment, clause: int) -> list[int]:
    """Return the places of the evidence that carry words of content of one of the claim's clauses."""
    pairs = zip(aligned.claim, aligned.places, strict=True)
    return [place for word, places in pairs if word.clause == clause and word.is_content for place in places]


def _find_opposites(word: Word, evidence: Sequence[Word], own: set[str]) -> Iterator[int]:
    for place, other in enumerate(evidence):
        rivals = are_opposites(word.lower, other.lower) or are_rivals(word.lower, other.lower)
        if rivals and other.lower not in own:
            yield place


def _is_weak(word: Word, other: Word) -> bool:
    return word.stem != other.stem and not share_root(word.lower, other.lower)
