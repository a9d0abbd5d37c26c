"""What came first, and what has to be so for the rest: the two sides are not exchanged."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise

from qa.check.alignment import Alignment
from qa.check.lexicon import EARLIER_FIRST, LATER_FIRST
from qa.check.pair import Finding, Pair
from qa.check.words import Word

Sides = tuple[set[int], set[int]]

_PRESENT = frozenset("am is are".split())
_LASTING = frozenset("still while now being as".split())  # as good as an -ing
_BEFORE_AND_AFTER = frozenset("before after".split())
_AT_ONCE = frozenset("when while as during if".split())
_ORDERED = EARLIER_FIRST | LATER_FIRST | frozenset("then later earlier since until once first next ago".split())
_CONDITIONS = frozenset("if unless when once provided".split())


def check_time_order(pair: Pair) -> Finding | None:
    """Find two things that the claim has in the other order of time, or of condition and consequence."""
    ours, theirs = ({word.lower for word in words} for words in (pair.aligned.claim, pair.aligned.evidence))
    if ours & _BEFORE_AND_AFTER and theirs & _AT_ONCE and not theirs & _ORDERED:
        return Finding("not_found", f"the sentence does not say “{min(ours & _BEFORE_AND_AFTER)}”")
    lasts = any(word.lower in _LASTING for word in pair.aligned.evidence)
    if _is_going_on(pair.aligned.claim) and not _is_going_on(pair.aligned.evidence) and not lasts:
        return Finding("not_found", "the sentence does not say that it is still going on")
    return _compare_sides(pair, _find_time_order) or _compare_sides(pair, _find_condition)


def _is_going_on(words: Sequence[Word]) -> bool:
    """Whether a text tells of something that is not over: "are being destroyed", "is growing"."""
    return any(
        word.lower in _PRESENT and other.is_verb and other.lower.endswith("ing") for word, other in pairwise(words)
    )


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
            return (right, left) if any(words[i].is_content for i in left) else None
    return None


def _find_time_order(words: Sequence[Word]) -> Sides | None:
    """Return the places of the words for what came first and for what came after it."""
    for index, word in enumerate(words):
        if word.lower not in EARLIER_FIRST | LATER_FIRST | {"once"}:
            continue
        right = {i for i in range(index + 1, len(words)) if words[i].piece == word.piece}
        left = set(range(index))
        if not any(words[i].is_content for i in left):
            left = {i for i, other in enumerate(words) if other.piece == word.piece + 1}
        points_back = [other.lower for other in words[index + 1 : index + 2]] == ["which"]
        return (left, right) if (word.lower in EARLIER_FIRST) != points_back else (right, left)
    return None


def _overlap(aligned: Alignment, ours: set[int], theirs: set[int]) -> int:
    """Return how many of the claim's words are carried on that side of the evidence and only there."""
    content = [i for i in ours if aligned.claim[i].is_content and aligned.places[i]]
    return sum(all(place in theirs for place in aligned.places[i]) for i in content)
