"""One of two that the evidence leaves open is not said to be it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from qa.check.lexicon import ABILITY, HEDGES, NEGATORS, RELATIVES
from qa.check.pair import Finding, Pair
from qa.check.words import Word

# behind one of these both of "a or b" hold: "after a or b", "no a or b", "such as a or b"
_FOR_BOTH = frozenset(
    """
    after any as before by during either's for if like such than to unless until when whenever whether with within
    """.split()
)
_SHORT = re.compile(r"\bor (?P<what>[\w.-]+) for short\b", re.I)


def check_alternatives(pair: Pair) -> Finding | None:
    """Find one side of an "or" of the evidence that the claim has alone and as a fact."""
    own = {word.lower for word in pair.aligned.claim}
    short = _SHORT.search(pair.evidence)
    if short and short["what"].lower() in own and not any(word.startswith(("short", "abbreviat")) for word in own):
        return Finding("not_found", f"the sentence says “{short['what']}” only for short")
    if own & (HEDGES | ABILITY | {"or", "either"}):
        return None
    words = pair.aligned.evidence
    for index, word in enumerate(words):
        if word.lower != "or" or _holds_for_both(words, index):
            continue
        left, right = _find_content(words, index, -1), _find_content(words, index, 1)
        taken = [place in pair.aligned.carried for place in (left, right) if place is not None]
        if taken in ([True, False], [False, True]):
            return Finding("not_found", f"the sentence leaves open whether it is “{words[left or 0].text}”")
    return None


def _holds_for_both(words: Sequence[Word], index: int) -> bool:
    same = [word.lower for word in words[:index] if word.clause == words[index].clause]
    piece = [word.lower for word in words[:index] if word.piece == words[index].piece]
    starts = [i for i in range(1, index) if words[i].clause == words[index].clause and words[i].lower in RELATIVES]
    if any(words[i - 1].is_content and not words[i - 1].is_verb for i in starts):
        return True  # "a file that is empty or too large" picks out both
    return bool(set(same) & (NEGATORS | HEDGES | ABILITY) or set(piece) & _FOR_BOTH)


def _find_content(words: Sequence[Word], index: int, step: int) -> int | None:
    """Return the place of the next word of content before or behind an "or"."""
    place = index + step
    while 0 <= place < len(words) and abs(place - index) <= 3:
        if words[place].is_content:
            return place
        place += step
    return None
