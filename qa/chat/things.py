"""The things that a conversation is about: mentions by the same name brought together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from qa.chat.mentions import Kind, Mention
from qa.english.people import ROLES
from qa.english.stems import singular

Gap = Literal["person", "group", "thing", "place", "topic"]  # he, they, it, there, and what is not there at all

_KINDS: Mapping[Gap, frozenset[Kind]] = {
    "person": frozenset({"person", "name"}),
    "group": frozenset({"group", "name"}),  # or anything in the plural
    "thing": frozenset({"group", "name", "noun", "place", "work"}),
    "place": frozenset({"place", "name"}),
    "topic": frozenset({"person", "group", "place", "work", "name", "noun"}),
}


@dataclass(slots=True)
class Thing:
    """All that goes by one name; ``text`` is its longest form."""

    text: str
    head: str
    stems: frozenset[str]
    mentions: list[Mention] = field(default_factory=list)

    @property
    def kind(self) -> Kind:
        """What it is, by the vote of its mentions; one that does not know has no say."""
        votes = Counter(mention.kind for mention in self.mentions)
        if len(votes) > 1:
            votes.pop("name", None)
        return votes.most_common(1)[0][0]

    @property
    def plural(self) -> bool:
        """Whether it was mentioned as several."""
        return any(mention.plural for mention in self.mentions)

    @property
    def acts(self) -> bool:
        """Whether it was mentioned as a subject."""
        return any(mention.role == "subject" for mention in self.mentions)


def gather_things(mentions: Sequence[Mention]) -> tuple[Thing, ...]:
    """Bring together what goes by the same name: "Ada Holm" and "Holm", "a red house" and "the house"."""
    things: list[Thing] = []
    known: dict[_Key, list[int]] = {}  # places in things: a mention is compared with its likes alone
    for mention in mentions:
        if not mention.stems or mention.stems <= ROLES:
            continue
        likes = sorted({place for key in _list_asked_keys(mention) for place in known.get(key, ())})
        place = next((place for place in likes if _is_same(things[place], mention)), len(things))
        if place == len(things):
            things.append(Thing(mention.text, mention.head, mention.stems))
        thing = things[place]
        thing.mentions.append(mention)
        if len(mention.stems) > len(thing.stems):
            thing.text, thing.head, thing.stems = mention.text, mention.head, mention.stems
        for key in _list_keys(thing):
            places = known.setdefault(key, [])
            if place not in places[-1:]:
                places.append(place)
    return tuple(things)


_Key = tuple[str, bool, frozenset[str] | str]  # by all words, by a word at either end, or by the only word


def _list_keys(thing: Thing) -> list[_Key]:
    is_noun = thing.mentions[0].describes
    ends = _list_ends(thing)
    only: list[_Key] = [("only", is_noun, end) for end in ends] if len(thing.stems) == 1 else []
    return [("all", False, thing.stems), *(("end", is_noun, end) for end in ends), *only]


def _list_asked_keys(mention: Mention) -> list[_Key]:
    kind = "end" if len(mention.stems) == 1 else "only"
    return [("all", False, mention.stems), *((kind, mention.describes, end) for end in _list_ends(mention))]


def _list_ends(named: Thing | Mention) -> set[str]:
    first = named.text.removeprefix("the ").lower().split()[0]
    return {first, named.head, singular(named.head)}


def _is_same(thing: Thing, mention: Mention) -> bool:
    if thing.stems == mention.stems:
        return True
    is_noun = mention.describes
    if thing.mentions[0].describes != is_noun:
        return False
    small, large = (thing, mention) if len(thing.stems) <= len(mention.stems) else (mention, thing)
    if len(small.stems) > 1 or not small.stems < large.stems:
        return False
    if is_noun:
        return singular(small.head) == singular(large.head)
    return small.head in (large.text.removeprefix("the ").lower().split()[0], large.head)


def fits(thing: Thing, gap: Gap) -> bool:
    """Say whether a thing is of the kind that a gap asks for."""
    if gap == "person" and thing.kind == "name" and thing.text.startswith("the "):
        return False
    if gap == "group":  # "they" for a country that has done something
        return thing.plural or thing.kind in _KINDS[gap] or (thing.kind == "place" and thing.acts)
    return thing.kind in _KINDS[gap] and (gap not in {"person", "thing"} or not thing.plural)
