"""What is done to something is not said to be done to nothing: "takes the text out" is more than "takes out"."""

from __future__ import annotations

from collections.abc import Sequence

from qa.check.lexicon import PASSIVE
from qa.check.pair import Finding, Pair
from qa.check.words import Word

_BEFORE_OBJECTS = frozenset("the a an its his her their this these that those no any each every".split())
_AROUND = frozenset("in on at of to from by with for against into out up off about as over under before after".split())


def check_objects(pair: Pair) -> Finding | None:
    """Find a verb that has an object in the evidence and none in the claim."""
    claim, evidence = pair.aligned.claim, pair.aligned.evidence
    for index, places in enumerate(pair.aligned.places):
        if not claim[index].is_verb or not places or _is_passive(claim, index) or not _lacks_object(claim, index):
            continue
        same = [place for place in places if evidence[place].stem == claim[index].stem]
        if same and all(_has_object(evidence, place) for place in same):
            return Finding("not_found", f"the sentence says what “{claim[index].text}” is done to")
    return None


def _is_passive(words: Sequence[Word], index: int) -> bool:
    return any(word.lower in PASSIVE for word in words[max(0, index - 3) : index])


def _lacks_object(words: Sequence[Word], index: int) -> bool:
    if index + 1 == len(words):
        return not any(word.lower == "what" for word in words[:index])
    return words[index + 1].lower in _AROUND and words[index + 1].piece == words[index].piece


def _has_object(words: Sequence[Word], place: int) -> bool:
    after = words[place + 1] if place + 1 < len(words) else None
    takes = after is not None and after.piece == words[place].piece and after.lower in _BEFORE_OBJECTS
    return words[place].is_verb and takes and not _is_passive(words, place)
