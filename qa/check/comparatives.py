"""What is more, and what it is more than: the two sides of a "than" are not exchanged."""

from __future__ import annotations

from collections.abc import Sequence

from qa.check.lexicon import are_opposites
from qa.check.pair import Finding, Pair
from qa.check.words import Word

_REACH = 4  # words before a "than" among which its comparative is looked for
_IRREGULAR = frozenset("more less fewer better worse further rather".split())
_BOUNDS = frozenset("more less fewer greater larger smaller".split())  # "more than 5 days" compares with a number


def check_comparison(pair: Pair) -> Finding | None:
    """Find a comparison whose two sides are exchanged."""
    crossed = find_crossed(pair)
    return Finding("contradicted", "the sentence compares the two the other way round") if crossed == "same" else None


def find_crossed(pair: Pair) -> str:
    """Return "same" where the sides of one comparative are exchanged, "turned" where those of its opposite are."""
    claim, evidence = pair.aligned.claim, pair.aligned.evidence
    ours, theirs = _find_than(claim), _find_than(evidence)
    if ours is None or theirs is None:
        return ""
    opposite = are_opposites(claim[ours[0]].lower, evidence[theirs[0]].lower)
    if not opposite and theirs[0] not in pair.aligned.places[ours[0]]:
        return ""
    sides = [_find_sides(words, than) for words, (_, than) in ((claim, ours), (evidence, theirs))]
    straight = _overlap(pair, sides[0][1], sides[1][1])  # before the "than" stand words that are of neither side
    turned = [_overlap(pair, own, other) for own, other in zip(sides[0], reversed(sides[1]), strict=True)]
    if not all(turned) or turned[1] <= straight:
        return ""
    return "turned" if opposite else "same"


def _find_than(words: Sequence[Word]) -> tuple[int, int] | None:
    """Return the places of a comparative and its "than"; None for a bound of a number."""
    for than, word in enumerate(words):
        if word.lower != "than" or than + 1 == len(words):
            continue
        near = range(than - 1, max(-1, than - 1 - _REACH), -1)
        degree = next((i for i in near if words[i].lower in _IRREGULAR or words[i].lower.endswith("er")), None)
        if degree is not None and not (words[degree].lower in _BOUNDS and words[than + 1].is_number):
            return degree, than
    return None


def _find_sides(words: Sequence[Word], than: int) -> tuple[list[int], list[int]]:
    return [i for i in range(than) if words[i].is_content], [
        i for i in range(than + 1, len(words)) if words[i].is_content
    ]


def _overlap(pair: Pair, ours: Sequence[int], theirs: Sequence[int]) -> int:
    return sum(any(place in theirs for place in pair.aligned.places[i]) for i in ours)
