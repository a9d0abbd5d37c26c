"""What the evidence says of one is not said of another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from qa.check.alignment import are_same
from qa.check.lexicon import HEDGES, KIND_OF, are_opposites
from qa.check.pair import Finding, Pair
from qa.check.words import Word
from qa.quantities import find_quantities

_PREPOSITIONS = frozenset("in at from on near of to into by with for".split())


def check_binding(pair: Pair) -> Finding | None:
    """Find a word that stands right before another in place of one that it is confused with: a name, or an opposite."""
    return _find_exchanged_opposite(pair) or _find_exchanged_name(pair)


def _find_exchanged_opposite(pair: Pair) -> Finding | None:
    claim, evidence = pair.aligned.claim, pair.aligned.evidence
    own = {word.lower for word in claim}
    for index in range(len(claim) - 1):
        before = [evidence[place - 1] for place in pair.aligned.places[index + 1] if place]
        if not claim[index + 1].is_content or any(word.lower == claim[index].lower for word in before):
            continue
        for other in before:
            if other.lower in own and are_opposites(other.lower, claim[index].lower):
                return Finding("contradicted", f"the sentence has “{other.text} {claim[index + 1].text}” there")
    return None


def _find_exchanged_name(pair: Pair) -> Finding | None:
    claim, evidence = pair.aligned.claim, pair.aligned.evidence
    for index in range(len(claim) - 1):
        name, word = claim[index], claim[index + 1]
        if not _binds(claim, index) or not pair.aligned.places[index]:
            continue
        others = [evidence[p - 1] for p in pair.aligned.places[index + 1] if p and _binds(evidence, p - 1)]
        if others and not any(are_same(name, other) for other in others):
            known = any(are_same(word, others[0]) for word in claim if word.is_name)
            if known:
                return Finding("contradicted", f"the sentence has “{others[0].text} {word.text}” there")
    return None


def _binds(words: Sequence[Word], index: int) -> bool:
    """Whether a name stands right before a word of content, and not behind a preposition: "in Kursk remains"."""
    follows = words[index + 1] if index + 1 < len(words) else None
    if not words[index].is_name or follows is None or follows.is_name or not follows.is_content:
        return False
    return not (index and words[index - 1].lower in _PREPOSITIONS and follows.is_verb)


@dataclass(frozen=True, slots=True)
class _Clause:
    """A clause by the places of its words: what it is about (empty where it goes on about the one before), and all."""

    subject: tuple[int, ...]
    places: tuple[int, ...]


def check_bearer(pair: Pair) -> Finding | None:
    """Find something that the evidence says of another of its bearers."""
    claim, evidence = pair.aligned.claim, pair.aligned.evidence
    theirs = _read_clauses(evidence)
    owners = _find_owners(theirs)
    ours = _read_clauses(claim)
    for clause, owner in zip(ours, _find_owners(ours), strict=True):
        about = {evidence[place].clause for i in ours[owner].subject for place in pair.aligned.places[i]}
        if not about:
            continue
        homes = about | {owners[number] for number in about}
        carried = {place for i in (*clause.places, *ours[owner].places) for place in pair.aligned.places[i]}
        strange = {n for n in range(len(theirs)) if not {n, owners[n]} & homes and theirs[owners[n]].subject}
        strange -= {n for n in strange if carried & set(theirs[owners[n]].subject)}
        predicate = [i for i in clause.places if i not in clause.subject]
        said, counted = _find_said(pair, predicate), _find_counted(pair, predicate)
        others = [n for n in said + counted if n in strange]
        if len(others) > len(said + counted) / 2 or any(n in strange for n in counted):
            name = " ".join(claim[i].text for i in ours[owner].subject)
            return Finding("misattributed", f"the sentence says this of another than “{name}”")
    return None


def _read_clauses(words: Sequence[Word]) -> list[_Clause]:
    clauses = []
    for number in range(words[-1].clause + 1 if words else 0):
        places = tuple(i for i, word in enumerate(words) if word.clause == number)
        clauses.append(_Clause(_find_subject(words, places), places))
    return clauses


def _find_subject(words: Sequence[Word], places: Sequence[int]) -> tuple[int, ...]:
    """Return the places of what a clause says before its verb; none where it says "he" or "which"."""
    before: list[int] = []
    for place in places:
        if words[place].is_verb:
            break
        if words[place].is_content or words[place].is_number:
            before.append(place)
    return tuple(before)


def _find_owners(clauses: Sequence[_Clause]) -> list[int]:
    """Return for each clause the number of the clause that names what it is about: itself, or one before it."""
    owners: list[int] = []
    for number, clause in enumerate(clauses):
        owners.append(number if clause.subject or not number else owners[-1])
    return owners


def _find_said(pair: Pair, places: Sequence[int]) -> list[int]:
    """Return, for each word said, the number of the evidence's clause that says it, where only one does."""
    found: list[int] = []
    for i in places:
        word = pair.aligned.claim[i]
        others = [pair.aligned.evidence[place] for place in pair.aligned.places[i]]
        homes = {other.clause for other in others}
        if len(homes) != 1 or not (word.is_content or word.lower in HEDGES):
            continue
        if word.is_name or word.lower not in KIND_OF or (word.is_verb and all(other.is_verb for other in others)):
            found += [*homes] * (2 if word.is_verb else 1)  # what is done is the news of a clause
    return found


def _find_counted(pair: Pair, places: Sequence[int]) -> list[int]:
    """Return, for each quantity said, the number of the evidence's clause that gives it, where only one does."""
    starts = {pair.aligned.claim[i].start for i in places}
    found: list[int] = []
    for quantity in find_quantities(pair.claim):
        if not any(quantity.start <= start < quantity.end for start in starts):
            continue
        same = [q for q in find_quantities(pair.evidence) if (q.value, q.unit) == (quantity.value, quantity.unit)]
        homes = {w.clause for w in pair.aligned.evidence for q in same if q.start <= w.start < q.end}
        found += homes if len(homes) == 1 else ()
    return found
