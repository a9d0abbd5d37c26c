"""Which of the things that a conversation mentioned a gap in a question most likely means.

Every thing is scored by what is known of it (asked about last, subject of the last answer, mentioned often, a person),
with weights for each sort of gap. The weights were fitted by maximum likelihood (a softmax over the candidates) on one
half of the CANARD and TREC CAsT rewritings; `python -m benchmarks.followups` measures on the other half.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from qa.chat.mentions import Kind, Mention, singular
from qa.chat.words import RELATIONAL, ROLES

Gap = Literal["person", "group", "thing", "place", "topic"]  # he, they, it, there, and what is not there at all

TOP = 4
# the kinds that can fill a gap, where the conversation has any
_KINDS: dict[Gap, frozenset[Kind]] = {
    "person": frozenset({"person", "name"}),
    "group": frozenset({"group", "name", "noun", "person"}),
    "thing": frozenset({"group", "name", "noun", "place", "work"}),
    "place": frozenset({"place", "name"}),
    "topic": frozenset({"person", "group", "place", "work", "name", "noun"}),
}
# the least share of the likelihood that the best candidate must hold: a wrong name is worse than a pronoun
_FLOORS = {"person": 0.25, "group": 0.25, "thing": 0.25, "place": 0.25, "topic": 0.2}

# what each fact about a thing is worth; a blank fact is worth nothing
_WEIGHTS: dict[Gap, dict[str, float]] = {
    "person": {
        "asked": 0.3,
        "asked first": 0.9,
        "asked last": 0.7,
        "focus": -0.6,
        "in a crowd": -0.2,
        "modifier": 0.3,
        "name": -0.1,
        "new": 0.4,
        "noun": -0.5,
        "noun asked last": -0.5,
        "noun new": -0.1,
        "noun only told": 0.6,
        "oblique": 0.2,
        "often": 1.1,
        "opens": 0.9,
        "person": 0.1,
        "place": 0.5,
        "plural": 0.1,
        "relational": -0.4,
        "several words": -1.2,
        "subject": 1.6,
        "told": -0.4,
        "told before": 0.1,
        "told last": 1.1,
    },
    "group": {
        "asked": -1.2,
        "asked first": 1.5,
        "asked last": 1.1,
        "focus": 1.9,
        "group": 1.1,
        "in a crowd": -0.4,
        "modifier": 0.1,
        "name": -0.2,
        "new": -0.7,
        "noun": -0.5,
        "noun asked last": 0.9,
        "noun new": 0.2,
        "noun only told": -0.8,
        "oblique": 0.4,
        "often": 0.4,
        "opens": 1.0,
        "person": -0.2,
        "place": -0.2,
        "plural": 0.3,
        "relational": -1.2,
        "several words": -0.1,
        "subject": 2.6,
        "told": 0.5,
        "told last": 1.4,
    },
    "thing": {
        "asked": -0.8,
        "asked first": 0.9,
        "asked last": 1.0,
        "focus": 0.7,
        "group": -0.4,
        "in a crowd": 0.4,
        "modifier": -0.6,
        "name": 0.1,
        "new": 1.0,
        "noun": -0.2,
        "noun asked last": 0.1,
        "noun new": 0.1,
        "noun only told": -1.3,
        "oblique": -0.8,
        "often": 0.9,
        "opens": 1.8,
        "place": 0.1,
        "relational": -1.0,
        "several words": 0.2,
        "subject": 0.4,
        "told": -0.1,
        "told before": 0.4,
        "told last": 1.8,
        "work": 0.5,
    },
    "place": {
        "asked": 0.8,
        "asked first": 0.6,
        "asked last": 0.6,
        "focus": 0.7,
        "in a crowd": -0.1,
        "modifier": -1.1,
        "name": -0.9,
        "new": 0.2,
        "oblique": 0.3,
        "often": 1.9,
        "place": 0.9,
        "several words": -0.5,
        "subject": 0.8,
        "told": 0.3,
        "told last": 0.8,
    },
    "topic": {
        "asked": -0.3,
        "asked first": 0.9,
        "asked last": 1.0,
        "focus": 0.1,
        "group": -0.3,
        "in a crowd": 0.7,
        "modifier": -1.8,
        "name": -0.1,
        "new": 0.7,
        "noun": -0.4,
        "noun asked last": -0.6,
        "noun new": -0.1,
        "noun only told": -0.7,
        "often": 1.1,
        "opens": 0.9,
        "person": 0.4,
        "place": -0.6,
        "relational": -1.3,
        "several words": -0.7,
        "subject": 0.9,
        "told": -0.6,
        "told before": 0.2,
        "told last": 1.4,
        "work": 1.0,
    },
}


@dataclass(frozen=True, slots=True)
class Occurrence:
    """A mention in its turn (from 0); ``asked`` means in the question; ``crowd`` counts the names in the same text."""

    mention: Mention
    turn: int
    asked: bool
    crowd: int


@dataclass(slots=True)
class Thing:
    """All that goes by one name; ``text`` is its longest form."""

    text: str
    head: str
    stems: frozenset[str]
    occurrences: list[Occurrence] = field(default_factory=list)

    @property
    def kind(self) -> Kind:
        """What it is, by the vote of its mentions; one that does not know has no say."""
        votes = Counter(occurrence.mention.kind for occurrence in self.occurrences)
        if len(votes) > 1:
            votes.pop("name", None)
        return votes.most_common(1)[0][0]

    @property
    def plural(self) -> bool:
        """Whether it was mentioned as several."""
        return any(occurrence.mention.plural for occurrence in self.occurrences)


def gather_things(occurrences: Sequence[Occurrence]) -> list[Thing]:
    """Bring together what goes by the same name: "Ada Lovelace" and "Lovelace", "a red house" and "the house"."""
    things: list[Thing] = []
    for occurrence in occurrences:
        mention = occurrence.mention
        if not mention.stems or mention.stems <= ROLES:
            continue
        for thing in things:
            if _is_same(thing, mention):
                break
        else:
            thing = Thing(mention.text, mention.head, mention.stems)
            things.append(thing)
        thing.occurrences.append(occurrence)
        if len(mention.stems) > len(thing.stems):
            thing.text, thing.head, thing.stems = mention.text, mention.head, mention.stems
    return things


def _is_same(thing: Thing, mention: Mention) -> bool:
    if thing.stems == mention.stems:
        return True
    is_noun = mention.kind == "noun"
    if (thing.occurrences[0].mention.kind == "noun") != is_noun:
        return False
    small, large = (thing, mention) if len(thing.stems) <= len(mention.stems) else (mention, thing)
    if len(small.stems) > 1 or not small.stems < large.stems:
        return False
    if is_noun:
        return singular(small.head) == singular(large.head)
    return small.head in (large.text.removeprefix("the ").lower().split()[0], large.head)


def describe(thing: Thing, turns: int, focus: frozenset[str]) -> dict[str, float]:
    """Return what speaks for or against a thing after so many turns; ``focus`` is what filled the last such gap."""
    last = turns - 1
    asked = {occurrence.turn for occurrence in thing.occurrences if occurrence.asked}
    told = {occurrence.turn for occurrence in thing.occurrences if not occurrence.asked}
    kind = thing.kind
    noun = kind == "noun"
    count = len(thing.occurrences)
    roles = Counter(occurrence.mention.role for occurrence in thing.occurrences)
    told_last = [occurrence for occurrence in thing.occurrences if occurrence.turn == last and not occurrence.asked]
    new = asked == {last} and told <= {last}
    return {
        kind: 1.0,
        "plural": float(thing.plural),
        "several words": float(len(thing.stems) > 1),
        "relational": float(noun and singular(thing.head) in RELATIONAL),
        "asked": math.log1p(len(asked)),
        "asked first": float(0 in asked),
        "asked last": float(last in asked),
        "new": float(new),
        "told": math.log1p(len(told)),
        "told last": float(last in told),
        "told before": float(last - 1 in told),
        "often": math.log(count),
        "opens": float(any(occurrence.mention.opens for occurrence in told_last)),
        "in a crowd": math.log(told_last[0].crowd) if told_last and last not in asked else 0.0,
        "subject": roles["subject"] / count,
        "oblique": roles["oblique"] / count,
        "modifier": roles["modifier"] / count,
        "noun asked last": float(noun and last in asked),
        "noun new": float(noun and new),
        "noun only told": float(noun and not asked),
        "focus": float(bool(focus) and thing.stems == focus),
    }


def _acts(thing: Thing) -> bool:
    return any(occurrence.mention.role == "subject" for occurrence in thing.occurrences)


def _fits(thing: Thing, gap: Gap) -> bool:
    if gap == "person" and thing.kind == "name" and thing.text.lower().startswith("the "):
        return False
    if gap == "group" and not thing.plural:
        return thing.kind in {"group", "name"}
    return thing.kind in _KINDS[gap] and (gap not in {"person", "thing"} or not thing.plural)


def weigh(thing: Thing, gap: Gap, turns: int, focus: frozenset[str]) -> float:
    """Return how much speaks for a thing; higher is likelier, and the differences are log odds."""
    weights = _WEIGHTS[gap]
    return sum(weights.get(name, 0.0) * value for name, value in describe(thing, turns, focus).items())


def choose(things: Sequence[Thing], gap: Gap, turns: int, focus: frozenset[str]) -> Thing | None:
    """Return the thing that a gap most likely means, or None where no candidate stands out."""
    fitting = [thing for thing in things if _fits(thing, gap)]
    if gap == "person":  # a bridge is never "she"; of names that may be people's or places', the subject acts
        things = [thing for thing in fitting if thing.kind == "person" or _acts(thing)] or fitting
    else:
        things = fitting or things
    if not things:
        return None
    weights = [weigh(thing, gap, turns, focus) for thing in things]
    best = max(range(len(things)), key=lambda place: weights[place])
    share = 1 / sum(math.exp(weight - weights[best]) for weight in sorted(weights, reverse=True)[:TOP])
    return things[best] if share >= _FLOORS[gap] else None
