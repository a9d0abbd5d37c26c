"""What stands right beside a word: its adjective, its name, its owner."""

from __future__ import annotations

import re
from collections.abc import Sequence

from qa.check.alignment import are_same
from qa.check.lexicon import PREPOSITIONS, are_opposites
from qa.check.pair import Finding, Pair
from qa.check.words import Word

_OWNS = re.compile(r"['’]s?\s")
_PARTICLES = {"on": "off", "off": "on", "up": "down", "down": "up", "in": "out", "out": "in"}


def check_binding(pair: Pair) -> Finding | None:
    """Find a word that stands right before another in place of one that it is confused with: a name, or an opposite."""
    return (
        _find_exchanged_opposite(pair)
        or _find_exchanged_name(pair)
        or _find_turned_particle(pair)
        or _find_switched(pair)
    )


def _find_exchanged_opposite(pair: Pair) -> Finding | None:
    claim, evidence = pair.aligned.claim, pair.aligned.evidence
    own = {word.lower for word in claim}
    for index in range(len(claim) - 1):
        before = [evidence[place - 1] for place in pair.aligned.places[index + 1] if place]
        if not claim[index + 1].is_content or any(word.lower == claim[index].lower for word in before):
            continue
        together = [w.lower for w in claim[max(0, index - 2) : index]]  # "killed and wounded soldiers"
        for other in before:
            if other.lower in together and "and" in together:
                continue
            if other.lower in own and are_opposites(other.lower, claim[index].lower):
                return Finding("contradicted", f"the sentence has “{other.text} {claim[index + 1].text}” there")
    return None


def _find_switched(pair: Pair) -> Finding | None:
    """Find an "on" in place of the evidence's "off", wherever they stand: "switches them off"."""
    ours, theirs = (
        {word.lower for word in words} & {"on", "off"} for words in (pair.aligned.claim, pair.aligned.evidence)
    )
    if len(ours) == len(theirs) == 1 and ours != theirs:
        return Finding("contradicted", f"the sentence has “{min(theirs)}” and not “{min(ours)}”")
    return None


def _find_turned_particle(pair: Pair) -> Finding | None:
    """Find an "on" behind a verb that the evidence has with an "off", or a "first" behind another thing."""
    claim, evidence = pair.aligned.claim, pair.aligned.evidence
    for index in range(1, len(claim)):
        other = _PARTICLES.get(claim[index].lower, "")
        before = pair.aligned.places[index - 1]
        behind = [evidence[place + 1].lower for place in before if place + 1 < len(evidence)]
        if claim[index - 1].is_verb and other in behind and claim[index].lower not in behind:
            return Finding("contradicted", f"the sentence has “{claim[index - 1].text} {other}” there")
        firsts = [i for i, word in enumerate(evidence) if i and word.lower == "first" == claim[index].lower]
        named = [i - 1 for i in firsts if evidence[i - 1].is_content and i - 1 in pair.aligned.carried]
        if claim[index - 1].is_content and named and not set(before) & set(named):
            return Finding("contradicted", f"the sentence has “{evidence[named[0]].text} first” there")
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
    return not (index and words[index - 1].lower in PREPOSITIONS and follows.is_verb)


def check_possession(pair: Pair) -> Finding | None:
    """Find something that the claim gives to one owner ("the brigade's report") and the evidence to another."""
    claim, evidence = pair.aligned.claim, pair.aligned.evidence
    for index in range(len(claim) - 1):
        own, thing = claim[index], claim[index + 1]
        if not _OWNS.match(pair.claim, own.start + len(own.text)) or not thing.is_content:
            continue
        owners = [_find_owner(pair.evidence, evidence, place) for place in pair.aligned.places[index + 1]]
        if owners and all(found and not set(found) & set(pair.aligned.places[index]) for found in owners):
            name = " ".join(evidence[place].text for place in owners[0])
            return Finding("misattributed", f"the sentence speaks of “{thing.text}” of “{name}”")
    return None


def _find_owner(text: str, words: Sequence[Word], thing: int) -> tuple[int, ...]:
    """Return the places of the words that say whose a thing is: "X's thing", "the thing of X", "the things from X"."""
    before = words[thing - 1] if thing else None
    if before and before.is_content and _OWNS.match(text, before.start + len(before.text)):
        return (thing - 1,)
    if thing + 1 == len(words) or words[thing + 1].lower not in {"of", "from", "by"}:
        return ()
    end = next(
        (i for i in range(thing + 2, len(words)) if words[i].is_verb or words[i].piece != words[thing].piece),
        len(words),
    )
    return tuple(i for i in range(thing + 2, end) if words[i].is_content)
