"""What tells some things from others is not said of them all: "outlets that copy" does not say that outlets copy."""

from __future__ import annotations

from qa.check.lexicon import RELATIVES, SOME
from qa.check.pair import Finding, Pair

_DEFINITE = frozenset("the this that these those its his her their our your my".split())
_CONDITIONS = frozenset("if when once unless until whenever where".split())
_REACH = 4  # words before a thing among which its article is looked for


def check_relative(pair: Pair) -> Finding | None:
    """Find something that the claim says of all and the evidence only uses to tell which ones it means."""
    claim, evidence = pair.aligned.claim, pair.aligned.evidence
    if any(word.lower in SOME or word.lower in _CONDITIONS for word in claim):
        return None
    for index, word in enumerate(claim):
        before = [i for i in range(index) if claim[i].clause == word.clause]
        if not word.is_verb or not word.is_content or any(claim[i].lower in RELATIVES for i in before):
            continue
        things = [_find_thing(pair, place) for place in pair.aligned.places[index]]
        for thing in things:
            if thing is not None and None not in things and any(thing in pair.aligned.places[i] for i in before):
                return Finding(
                    "not_found", f"the sentence says it only of those “{evidence[thing].text}” that it means"
                )
    return None


def _find_thing(pair: Pair, verb: int) -> int | None:
    """Return the place of the thing that a relative clause around this verb picks out.

    None for a thing that is known, and where the claim also has what is said of those that are picked out.
    """
    words = pair.aligned.evidence
    starts = [i for i in range(verb) if words[i].piece == words[verb].piece and words[i].lower in RELATIVES]
    if len(starts) != 1 or starts[0] == 0 or words[starts[0]].piece == words[starts[0] - 1].piece:
        return None
    thing = starts[0] - 1
    noun = words[thing]
    apart = pair.evidence[noun.start + len(noun.text) : words[starts[0]].start].strip()
    article = [word.lower for word in words[max(0, thing - _REACH) : thing] if word.piece == noun.piece]
    if apart or noun.is_verb or noun.is_name or not noun.is_content or set(article) & _DEFINITE:
        return None
    said = [i for i in range(verb + 1, len(words)) if words[i].is_verb and words[i].clause != words[verb].clause]
    return thing if said and not set(said) & pair.aligned.carried else None
