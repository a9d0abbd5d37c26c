"""A word that stands where the evidence has another."""

from __future__ import annotations

from collections.abc import Sequence

from qa.check.alignment import are_same
from qa.check.comparatives import find_crossed
from qa.check.lexicon import KIND_OF
from qa.check.pair import Finding, Pair
from qa.check.words import Word

_GAP = 5  # content words between two neighbours among which the one that was exchanged is looked for


def check_substitution(pair: Pair) -> Finding | None:
    """Find a word of the claim that stands where the evidence has another beside the same neighbours."""
    claim, evidence, places = (pair.aligned.claim, pair.aligned.evidence, pair.aligned.places)
    content = [i for i, word in enumerate(claim) if word.is_content or word.is_number]
    theirs = [i for i, word in enumerate(evidence) if word.is_content or word.is_number]
    turned = find_crossed(pair) == "turned"
    rank = {place: r for r, place in enumerate(theirs)}
    for position, index in enumerate(content):
        if claim[index].lower in KIND_OF or (
            not places[index] and (claim[index].is_number or turned or _is_known(pair, claim[index]))
        ):
            continue
        before = {rank[p] for p in places[content[position - 1]] if p in rank} if position else {-1}
        last = position + 1 == len(content)
        after = {len(theirs)} if last else {rank[p] for p in places[content[position + 1]] if p in rank}
        gaps = [(b, a) for b in before for a in after]
        if any(b < rank[p] < a <= b + _GAP for b, a in gaps for p in places[index] if p in rank):
            continue
        for b, a in gaps:
            found = _find_exchanged(pair, theirs, b, a, index) if places[index] else _find_other(pair, theirs, b, a)
            if found:
                return Finding("not_found", f"the sentence has “{found}” and not “{claim[index].text}”")
    return None


def _find_exchanged(pair: Pair, theirs: Sequence[int], before: int, after: int, index: int) -> str:
    """Return the one word between two ranks where the claim has a word that the evidence has elsewhere.

    Only a number for a number and a name for a name, or a thing that stands as close to both of its neighbours.
    """
    if after - before != 2 or before < 0 or after == len(theirs):
        return ""
    claim, evidence, place = pair.aligned.claim, pair.aligned.evidence, theirs[before + 1]
    own, other = claim[index], evidence[place]
    if place in pair.aligned.places[index] or own.is_number != other.is_number or own.is_name != other.is_name:
        return ""
    if own.is_number or own.is_name:
        return other.text
    close = place - theirs[before] == theirs[after] - place == 1 and claim[index - 1].is_content
    return other.text if close and place not in pair.aligned.carried and not (own.is_verb or other.is_verb) else ""


def _is_known(pair: Pair, word: Word) -> bool:
    return word.is_name and any(are_same(word, other) for other in pair.around)


def _find_other(pair: Pair, theirs: Sequence[int], before: int, after: int) -> str:
    """Return the evidence's word that fills the gap between two ranks, where the gap is short and one word is open."""
    if not 2 <= after - before <= _GAP:
        return ""
    if after - before == 2:
        return pair.aligned.evidence[theirs[before + 1]].text
    ends = [r for r in (before + 1, after - 1) if theirs[r] not in pair.aligned.carried]
    return pair.aligned.evidence[theirs[ends[0]]].text if ends else ""
