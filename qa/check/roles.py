"""Who did it to whom: the two sides of a verb are not exchanged."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from qa.check.alignment import Alignment
from qa.check.comparatives import find_crossed
from qa.check.lexicon import EARLIER_FIRST, HEDGES, KIND_OF, LATER_FIRST, PASSIVE, PREPOSITIONS
from qa.check.pair import Finding, Pair
from qa.check.verbs import AUXILIARIES
from qa.check.words import Word

_BEFORE_OBJECTS = frozenset("the a an its his her their this these those every each".split())
_NEAR = 4  # content words on each side of a verb that are taken for its two sides
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


def check_order(pair: Pair) -> Finding | None:
    """Find a verb whose two sides are exchanged, also in the passive."""
    if find_crossed(pair) == "turned":
        return None
    for index, (word, places) in enumerate(zip(pair.aligned.claim, pair.aligned.places, strict=True)):
        if not _is_verb(pair.aligned.claim, index):
            continue
        verbs = [place for place in places if _is_verb(pair.aligned.evidence, place)]
        if verbs and all(_are_swapped(pair.aligned, index, place) for place in verbs):
            return Finding("contradicted", f"the sentence has the two sides of “{word.text}” the other way round")
    return None


def check_voice(pair: Pair) -> Finding | None:
    """Find one who does something in the evidence and to whom it is done in the claim, or the other way round."""
    claim, evidence = pair.aligned.claim, pair.aligned.evidence
    for index, places in enumerate(pair.aligned.places):
        if not claim[index].is_verb or not claim[index].is_content:
            continue
        for place in places:
            same = evidence[place].is_verb and evidence[place].stem == claim[index].stem
            turned = (_is_passive(claim, index) and _is_active(evidence, place)) or (
                _is_active(claim, index) and _is_passive(evidence, place)
            )
            if same and turned and _share_left(pair, index, place):
                return Finding("contradicted", f"the sentence has “{evidence[place].text}” the other way round")
    return None


def _is_passive(words: Sequence[Word], index: int) -> bool:
    before = {word.lower for word in words[max(0, index - 3) : index] if word.clause == words[index].clause}
    return bool(before & PASSIVE) and not words[index].lower.endswith(("ing", "s"))


def _is_active(words: Sequence[Word], index: int) -> bool:
    """Whether a verb is what its clause is built around: "they attacked", and not "the files changed there are"."""
    first = next(word for word in words if word.clause == words[index].clause)
    if first.lower in PREPOSITIONS:
        return False  # "for a wiki served over https"
    return not any(
        word.is_verb and word.clause == words[index].clause for word in (*words[:index], *words[index + 1 :])
    )


def _share_left(pair: Pair, index: int, place: int) -> bool:
    """Whether the same thing stands right before both verbs."""
    ours = _nearest(pair.aligned.claim, range(index - 1, -1, -1), pair.aligned.claim[index].clause, most=1)
    theirs = _nearest(pair.aligned.evidence, range(place - 1, -1, -1), pair.aligned.evidence[place].clause, most=1)
    return any(other in pair.aligned.places[own] for own in ours for other in theirs)


def _is_verb(words: Sequence[Word], index: int) -> bool:
    word = words[index]
    if word.is_name or word.is_number or word.lower in EARLIER_FIRST | LATER_FIRST:
        return False
    before = words[index - 1].lower if index else ""
    takes = index + 1 < len(words) and words[index + 1].lower in _BEFORE_OBJECTS
    acts = word.is_verb and word.lower not in AUXILIARIES and (word.lower in _VERBS or takes or word.is_content)
    return (acts or word.lower.endswith(("ed", "ing"))) and before not in _NOUN_MARKS


def _are_swapped(aligned: Alignment, index: int, place: int) -> bool:
    ours, theirs = (_find_sides(aligned.claim, index), _find_sides(aligned.evidence, place))
    near = [side[:_NEAR] for side in ours], [side[:_NEAR] for side in theirs]
    straight = sum(_count(aligned, own, other) for own, other in zip(*near, strict=True))
    crossed = [_count(aligned, own, other) for own, other in zip(near[0], reversed(near[1]), strict=True)]
    if all(crossed) and (sum(crossed) > straight or _are_heads_swapped(aligned, ours, theirs)):
        return True
    return _takes_place_of(aligned, ours[0], theirs[0])


def _are_heads_swapped(aligned: Alignment, ours: Sequence[Sequence[int]], theirs: Sequence[Sequence[int]]) -> bool:
    """Whether what stands closest to a verb on each side stands closest to it on the other."""
    heads = zip(ours, reversed(theirs), strict=True)
    return all(bool(set(aligned.places[own[0]]) & set(other[:1])) for own, other in heads)


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
    before = {word.lower for word in words[max(0, index - 3) : index]}
    done_by = index + 1 < len(words) and words[index + 1].lower == "by"  # "the image built by ..."
    if not (before & PASSIVE or done_by) or words[index].lower.endswith("ing"):
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
