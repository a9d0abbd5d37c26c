"""Where something comes from and goes to: what stands behind a preposition is not exchanged."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from qa.check.lexicon import PREPOSITIONS
from qa.check.pair import Finding, Pair
from qa.check.words import Word

_DIRECTIONS = ("from", "to", "against", "for")
_PAIRED = ("for", "in", "at", "to", "from", "with", "about")


def check_direction(pair: Pair) -> Finding | None:
    """Find a "from" or "to" whose word stands elsewhere in the evidence, while a name stands behind it there."""
    for preposition in _DIRECTIONS:
        ours = _find_behind(pair.aligned.claim, preposition)
        theirs = _find_behind(pair.aligned.evidence, preposition)
        carried = {place for index in ours for place in pair.aligned.places[index]}
        named = preposition == "from" or (theirs and pair.aligned.evidence[theirs[0]].is_name)
        if not carried or not theirs or theirs[-1] in carried or set(pair.aligned.places[ours[-1]]) & set(theirs):
            continue
        others = [i for i, places in enumerate(pair.aligned.places) if i not in ours and set(places) & set(theirs)]
        if (named and others) or _have_same_verb(pair, preposition):
            name = pair.aligned.evidence[theirs[0]].text
            return Finding("contradicted", f"the sentence has “{preposition} {name}” there")
    return None


def check_exchange(pair: Pair) -> Finding | None:
    """Find two things that are exchanged behind a preposition: "a reason for programs and a detail for people"."""
    for preposition in _PAIRED:
        theirs = dict(_list_pairs(pair.aligned.evidence, preposition))
        for head, behind in _list_pairs(pair.aligned.claim, preposition):
            heads = [theirs[place] for place in pair.aligned.places[head] if place in theirs]
            places = set(pair.aligned.places[behind])
            if heads and not places & set(heads) and places & set(theirs.values()):
                name = pair.aligned.evidence[heads[0]].text
                return Finding(
                    "contradicted", f"the sentence has “{pair.aligned.claim[head].text} {preposition} {name}” there"
                )
    return None


def _list_pairs(words: Sequence[Word], preposition: str) -> Iterator[tuple[int, int]]:
    """Yield the places of the things before and behind each such preposition, where both stand next to it."""
    for index, word in enumerate(words):
        if word.lower != preposition or not index or not words[index - 1].is_content:
            continue
        behind = next((i for i in range(index + 1, min(index + 3, len(words))) if words[i].is_content), None)
        if behind is not None:
            yield index - 1, behind


def _have_same_verb(pair: Pair, preposition: str) -> bool:
    """Whether the word before the preposition is the same in both: "pointed to"."""
    ours, theirs = (
        next((i for i, word in enumerate(words) if word.lower == preposition), 0)
        for words in (pair.aligned.claim, pair.aligned.evidence)
    )
    return bool(
        ours and theirs and theirs - 1 in pair.aligned.places[ours - 1] and pair.aligned.claim[ours - 1].is_verb
    )


def _find_behind(words: Sequence[Word], preposition: str) -> tuple[int, ...]:
    """Return the places of the things behind a preposition; none where it occurs twice."""
    found = [index for index, word in enumerate(words) if word.lower == preposition]
    if len(found) != 1:
        return ()
    behind: list[int] = []
    for index in range(found[0] + 1, len(words)):
        word = words[index]
        if word.piece != words[found[0]].piece or word.is_verb or word.lower in PREPOSITIONS:
            break
        if word.is_content:
            behind.append(index)
    return tuple(behind)
