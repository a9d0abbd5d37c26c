"""A word that stands where the evidence has another."""

from __future__ import annotations

from collections.abc import Sequence

from qa.check.alignment import are_same
from qa.check.lexicon import KIND_OF
from qa.check.pair import Finding, Pair
from qa.check.words import Word

_GAP = 5  # content words between two neighbours among which the one that was exchanged is looked for


def check_substitution(pair: Pair) -> Finding | None:
    """Find a word of the claim that stands where the evidence has another beside the same neighbours."""
    claim, evidence, places = (pair.aligned.claim, pair.aligned.evidence, pair.aligned.places)
    content = [i for i, word in enumerate(claim) if word.is_content or word.is_number]
    theirs = [i for i, word in enumerate(evidence) if word.is_content or word.is_number]
    rank = {place: r for r, place in enumerate(theirs)}
    for position, index in enumerate(content):
        if places[index] or claim[index].is_number or claim[index].lower in KIND_OF or _is_known(pair, claim[index]):
            continue
        before = {rank[p] for p in places[content[position - 1]] if p in rank} if position else {-1}
        last = position + 1 == len(content)
        after = {len(theirs)} if last else {rank[p] for p in places[content[position + 1]] if p in rank}
        for b in before:
            for a in after:
                found = _find_other(pair, theirs, b, a)
                if found:
                    return Finding("not_found", f"the sentence has “{found}” and not “{claim[index].text}”")
    return None


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
