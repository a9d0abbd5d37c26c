"""What came first, and who did it to whom: the two sides are not exchanged."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from qa.check.alignment import Alignment
from qa.check.lexicon import EARLIER_FIRST, HEDGES, KIND_OF, LATER_FIRST
from qa.check.pair import Finding, Pair
from qa.check.words import Word

Sides = tuple[set[int], set[int]]

_CONDITIONS = frozenset("if unless when once provided".split())
_DIRECTIONS = ("from", "to", "against", "for")
_PREPOSITIONS = frozenset("from to by against for into in at on with of about as over under after before".split())
_NEAR = 4  # content words on each side of a verb that are taken for its two sides
_BE = frozenset("was were been being is are be".split())
_NOUN_MARKS = frozenset(
    "the a an of for in on with by its their his her no any this that these those as from is are".split()
)
_VERBS = frozenset(
    """
    give gives gave given help helps drive drove told tell tells force forces send sends sent support
    supports leave left receive receives
    beat beats win won lose lost buy bought sell sold pay paid kill kills attack attacks defend destroy destroys hit met
    meet see saw know knew hold holds held keep keeps kept wipe stop stops delete answers answer need needs quotes quote
    accuse accuses call calls say says write writes read reads find finds found show shows lead leads led
    """.split()
)


def check_time_order(pair: Pair) -> Finding | None:
    """Find two things that the claim has in the other order of time, or of condition and consequence."""
    return _compare_sides(pair, _find_time_order) or _compare_sides(pair, _find_condition)


def _compare_sides(pair: Pair, find_sides: Callable[[Sequence[Word]], Sides | None]) -> Finding | None:
    ours, theirs = find_sides(pair.aligned.claim), find_sides(pair.aligned.evidence)
    if ours is None or theirs is None:
        return None
    straight = [_overlap(pair.aligned, own, other) for own, other in zip(ours, theirs, strict=True)]
    crossed = [_overlap(pair.aligned, own, other) for own, other in zip(ours, reversed(theirs), strict=True)]
    if all(crossed) or sum(crossed) > sum(straight):
        return Finding("contradicted", "the sentence has the two in the other order")
    return None


def _find_condition(words: Sequence[Word]) -> Sides | None:
    """Return the places of the words for what has to be so and for what then is so."""
    for index, word in enumerate(words):
        if word.lower in _CONDITIONS or [w.lower for w in words[index : index + 3]] == ["as", "long", "as"]:
            right = {i for i in range(index + 1, len(words)) if words[i].piece == word.piece}
            left = {i for i in range(len(words)) if i not in right}
            return right, left
    return None


def _find_time_order(words: Sequence[Word]) -> Sides | None:
    """Return the places of the words for what came first and for what came after it."""
    for index, word in enumerate(words):
        if word.lower not in EARLIER_FIRST | LATER_FIRST:
            continue
        right = {i for i in range(index + 1, len(words)) if words[i].piece == word.piece}
        left = set(range(index))
        if not any(words[i].is_content for i in left):
            left = {i for i, other in enumerate(words) if other.piece == word.piece + 1}
        return (left, right) if word.lower in EARLIER_FIRST else (right, left)
    return None


def _overlap(aligned: Alignment, ours: set[int], theirs: set[int]) -> int:
    """Return how many of the claim's words are carried on that side of the evidence and only there."""
    content = [i for i in ours if aligned.claim[i].is_content and aligned.places[i]]
    return sum(all(place in theirs for place in aligned.places[i]) for i in content)


def check_direction(pair: Pair) -> Finding | None:
    """Find a "from" or "to" whose word stands elsewhere in the evidence, while a name stands behind it there."""
    for preposition in _DIRECTIONS:
        ours = _find_behind(pair.aligned.claim, preposition)
        theirs = _find_behind(pair.aligned.evidence, preposition)
        carried = {place for index in ours for place in pair.aligned.places[index]}
        named = preposition == "from" or (theirs and pair.aligned.evidence[theirs[0]].is_name)
        if not carried or carried & set(theirs) or not theirs or not named:
            continue
        others = [i for i, places in enumerate(pair.aligned.places) if i not in ours and set(places) & set(theirs)]
        if others:
            name = pair.aligned.evidence[theirs[0]].text
            return Finding("contradicted", f"the sentence has “{preposition} {name}” there")
    return None


def _find_behind(words: Sequence[Word], preposition: str) -> tuple[int, ...]:
    """Return the places of the things behind a preposition; none where it occurs twice."""
    found = [index for index, word in enumerate(words) if word.lower == preposition]
    if len(found) != 1:
        return ()
    behind: list[int] = []
    for index in range(found[0] + 1, len(words)):
        word = words[index]
        if word.piece != words[found[0]].piece or word.is_verb or word.lower in _PREPOSITIONS:
            break
        if word.is_content:
            behind.append(index)
    return tuple(behind)


def check_order(pair: Pair) -> Finding | None:
    """Find a verb whose two sides are exchanged, also in the passive."""
    for index, (word, places) in enumerate(zip(pair.aligned.claim, pair.aligned.places, strict=True)):
        if not _is_verb(pair.aligned.claim, index):
            continue
        for place in places:
            if _is_verb(pair.aligned.evidence, place) and _are_swapped(pair.aligned, index, place):
                return Finding("contradicted", f"the sentence has the two sides of “{word.text}” the other way round")
    return None


def _is_verb(words: Sequence[Word], index: int) -> bool:
    word = words[index]
    if word.is_name or word.is_number or word.lower in EARLIER_FIRST | LATER_FIRST:
        return False
    before = words[index - 1].lower if index else ""
    acts = (word.is_verb and word.lower in _VERBS) or word.lower.endswith(("ed", "ing"))
    return acts and before not in _NOUN_MARKS


def _are_swapped(aligned: Alignment, index: int, place: int) -> bool:
    ours, theirs = _find_sides(aligned.claim, index), _find_sides(aligned.evidence, place)
    near = [side[:_NEAR] for side in ours], [side[:_NEAR] for side in theirs]
    straight = sum(_count(aligned, own, other) for own, other in zip(*near, strict=True))
    crossed = [_count(aligned, own, other) for own, other in zip(near[0], reversed(near[1]), strict=True)]
    if all(crossed) and sum(crossed) > straight:
        return True
    return _takes_place_of(aligned, ours[0], theirs[0])


def _takes_place_of(aligned: Alignment, ours: Sequence[int], theirs: Sequence[int]) -> bool:
    """Whether the nearest names before a verb are two that both texts know: one stands in the place of the other."""
    own = next((i for i in ours if aligned.claim[i].is_name), None)
    other = next((i for i in theirs if aligned.evidence[i].is_name), None)
    if own is None or other is None or not aligned.places[own] or other in aligned.places[own]:
        return False
    names = [i for i, word in enumerate(aligned.claim) if word.is_name and other in aligned.places[i]]
    return bool(names) and not any(i in ours for i in names) and not set(theirs) & set(aligned.places[own])


def _count(aligned: Alignment, ours: Sequence[int], theirs: Sequence[int]) -> int:
    return sum(any(place in theirs for place in aligned.places[i]) for i in ours)


def _find_sides(words: Sequence[Word], index: int) -> tuple[list[int], list[int]]:
    """Return the things on the two sides of a verb, nearest first: who does it and to whom, also in the passive."""
    left = _nearest(words, range(index - 1, -1, -1), words[index].clause)
    right = _nearest(words, range(index + 1, len(words)), words[index].clause)
    if not {word.lower for word in words[max(0, index - 3) : index]} & _BE or words[index].lower.endswith("ing"):
        return left, right
    by = next((i for i in range(index + 1, min(len(words), index + 9)) if words[i].lower == "by"), None)
    return ([i for i in right if i > by] if by else []), left


def _nearest(words: Sequence[Word], places: Iterable[int], clause: int, most: int = 8) -> list[int]:
    found: list[int] = []
    for place in places:
        word = words[place]
        if word.clause == clause and word.is_content and word.lower not in KIND_OF and word.lower not in HEDGES:
            found.append(place)
        if len(found) == most:
            break
    return found
