"""Pairs of short captions drawn by program: what they carry in other words, deny and leave open.

"There is no man on the ice" carries neither "A man is on the ice" nor "A girl is on the ice".
"""

from __future__ import annotations

import random
from collections.abc import Iterator

from training.gold import NOT_SAID, REFUTED, SUPPORTED
from training.scenes import Pair

_ACTORS = {"man": "person", "woman": "person", "girl": "child", "boy": "child", "dog": "animal", "cat": "animal"}
_TRAITS = "tall young small brown wet tired white thin".split()
_PLACES = (
    "in a garden|near a river|on a bench|in the street|on the snow|behind a fence|in a kitchen|at the beach".split("|")
)
# an action, the same in other words, and another one
_ACTS = [
    ("chasing a {o}", "running after a {o}", "looking at a {o}"),
    ("washing a {o}", "cleaning a {o}", "painting a {o}"),
    ("carrying a {o}", "holding a {o}", "kicking a {o}"),
    ("pulling a {o}", "dragging a {o}", "pushing a {o}"),
    ("hiding behind a {o}", "out of sight behind a {o}", "standing on a {o}"),
    ("jumping over a {o}", "leaping over a {o}", "sleeping beside a {o}"),
]
_OBJECTS = "ball bucket chair basket sledge wheel box kite".split()
_UNENDED = 0.5  # of the pairs have no full stop, as captions often have none


def draw_captions(chance: random.Random) -> Iterator[Pair]:
    """Yield pairs without end, three claims beside each caption."""
    while True:
        for claim, evidence, label in chance.sample(list(_list_claims(chance)), 3):
            ends = "" if chance.random() < _UNENDED else "."
            yield Pair(claim + ends, evidence + ends, label)


def _list_claims(chance: random.Random) -> Iterator[tuple[str, str, int]]:
    actor, other = chance.sample(list(_ACTORS), 2)
    trait, unsaid = chance.sample(_TRAITS, 2)
    thing, another = chance.sample(_OBJECTS, 2)
    place, elsewhere = chance.sample(_PLACES, 2)
    act, same, different = (text.format(o=thing) for text in chance.choice(_ACTS))
    kind = _ACTORS[actor]
    if chance.random() < 0.4:  # the caption denies
        seen = chance.choice([f"There is no {kind} {act}", f"No {kind} is {act}", f"Not one {kind} is {act}"])
        yield f"There is no {actor} {same}", seen, SUPPORTED
        yield f"No {trait} {kind} is {act}", seen, SUPPORTED
        yield f"A {trait} {actor} is {same}", seen, REFUTED
        yield f"A {other} is {different}", seen, NOT_SAID
        yield f"{_one(kind)} is {different}", seen, NOT_SAID
        return
    seen = f"A {trait} {actor} is {act} {place}"
    yield f"{_one(kind)} is {act}", seen, SUPPORTED
    yield f"There is a {trait} {actor} who is {same}", seen, SUPPORTED
    yield f"A {actor} is {same} {place}", seen, SUPPORTED
    yield f"Some {kind} is {same}", seen, SUPPORTED
    yield f"There is no {actor} {act}", seen, REFUTED
    yield f"A {trait} {actor} is not {same}", seen, REFUTED
    yield f"A {trait} {actor} is {different} {place}", seen, NOT_SAID
    yield f"A {unsaid} {other} is {same} {place}", seen, NOT_SAID
    yield f"A {actor} is {act.replace(thing, another)}", seen, NOT_SAID
    yield f"A {actor} is {same} {elsewhere}", seen, NOT_SAID


def _one(noun: str) -> str:
    return f"An {noun}" if noun[0] in "aeiou" else f"A {noun}"
