"""Pairs of claim and evidence drawn from scenes written by us: `scenes.txt` says what each scene carries and what not.

The scenes hold what sentences about buying and selling, winning and losing, planning and doing, all and most, before
and after carry in other words. Names, numbers and times are drawn anew each time; each claim that is carried is also
spoilt by one other name, number or time.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from training.gold import LABELS, REFUTED, SUPPORTED

SCENES = Path(__file__).with_name("scenes.txt")

_FIRST = """
    Anna Boris Clara David Elena Farid Grace Hugo Irene Jamal Karin Leo Mona Nils Olga Paul Rita Samir Tara
    Umar Vera Walter Yusuf Zoe Akiko Bruno Chen Diana Emeka Fatima Goran Hana Ivan Julia Kofi Lucia Marco
    Nadia Otto Priya
""".split()
_LAST = """
    Adler Brandt Castillo Dahl Eriksen Fontaine Garcia Hughes Ito Jansen Keller Larsen Mbeki Novak Okoye
    Petrov Quinn Rossi Silva Tanaka Ueda Vargas Weber Yilmaz Zhang Abbott Bianchi Cohen Duarte Engel Fischer
    Grant Hassan Ivers Jones Khan Lindgren Moreau Nolan Osei Park Reid Santos Turner Ullman Voss Walsh Young
""".split()
_PLACES = """
    Berlin Cairo Denmark Estonia Florence Ghana Hamburg Iceland Jakarta Kenya Lima Malta Nairobi Ohio Poland
    Quebec Riga Serbia Tunis Uganda Vienna Wales Yemen Zagreb Austria Boston Chile Dublin Egypt Finland Geneva
    Hungary India Japan Kyoto Leeds Mexico Norway Oslo Peru Rome Spain Texas Ukraine Verona Warsaw
""".split()
_ORGANISATIONS = """
    Arcon Belltower Corvia Deltabank Eastline Fairwell Globex Helix Interport Jupiter Kestrel Lumina Montera
    Northgate Orbis Pinnacle Quanta Riverside Solaris Tavira Unitas Vantage Westfield Zenith
""".split()
_THINGS = "bridge tunnel stadium library report airport theatre railway hospital harbour museum pipeline".split()
_MANY = "wages costs imports taxes rents savings debts orders".split()
_JOBS = "doctor lawyer nurse farmer baker pilot judge painter teacher dentist carpenter singer".split()
_WORDS = "two three four five six seven eight nine ten eleven twelve".split()
_DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
_MONTHS = """January February March April May June July August September October November December""".split()
_CHOICE = re.compile(r"\[([^\]]*\|[^\]]*)\]")
_SLOT = re.compile(r"\{(\w+)(-?)\}")
_CONTEXT = 0.3  # of the evidences come after a sentence of another scene


@dataclass(frozen=True, slots=True)
class Pair:
    """A claim, the text that it is held against, and what that text makes of it."""

    claim: str
    evidence: str
    label: int


@dataclass(frozen=True, slots=True)
class Scene:
    """What a text says, and lines of what follows from it, each with its label."""

    evidence: str
    lines: tuple[tuple[int, str], ...]


def read_scenes(path: Path = SCENES) -> list[Scene]:
    """Return the scenes of the file."""
    scenes: list[Scene] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        mark, _, text = line.partition(" ")
        if mark == "@":
            scenes.append(Scene(text, ()))
        elif mark in LABELS:
            scenes[-1] = Scene(scenes[-1].evidence, (*scenes[-1].lines, (LABELS[mark], text)))
    return scenes


def draw_slots(chance: random.Random) -> dict[str, str]:
    """Return a value for each slot; people, places, organisations and numbers of one draw differ."""
    first, last = chance.sample(_FIRST, 2), chance.sample(_LAST, 2)
    places, organisations = chance.sample(_PLACES, 3), chance.sample(_ORGANISATIONS, 2)
    small, big = sorted(chance.sample(range(2, 90), 2))
    one, other = chance.sample(range(11, 99), 2)
    earlier, later = sorted(chance.sample(range(1900, 2025), 2))
    job, post = chance.sample(_JOBS, 2)
    slots = {"P": f"{first[0]} {last[0]}", "Q": f"{first[1]} {last[1]}", "p": last[0], "q": last[1]}
    slots |= dict(zip("CDE", places, strict=True)) | dict(zip("OU", organisations, strict=True))
    slots |= {"s": str(small), "b": str(big), "n": str(one), "m": str(other), "w": chance.choice(_WORDS)}
    slots |= {"y": str(earlier), "z": str(later), "day": chance.choice(_DAYS), "month": chance.choice(_MONTHS)}
    return slots | {"job": job, "post": post, "thing": chance.choice(_THINGS), "thing2": chance.choice(_MANY)}


def fill(text: str, slots: dict[str, str], choices: dict[int, int], *, short: frozenset[str] = frozenset()) -> str:
    """Return a line with its slots filled; ``short`` names people that go by their surname alone."""

    def choose(match: re.Match[str]) -> str:
        options = match[1].split("|")
        return options[choices.setdefault(len(options), 0) % len(options)]

    def put(match: re.Match[str]) -> str:
        name = match[1].lower() if match[1] in short else match[1]
        value = slots[name]
        return value[:1].upper() + value[1:] if match[2] else value

    written = _SLOT.sub(put, _CHOICE.sub(choose, text))
    return written[:1].upper() + written[1:]


def draw_pairs(scene: Scene, scenes: list[Scene], chance: random.Random) -> Iterator[Pair]:
    """Yield the pairs of one draw of a scene."""
    slots = draw_slots(chance)
    choices = {count: chance.randrange(count) for count in range(2, 6)}
    evidence = fill(scene.evidence, slots, choices)
    if chance.random() < _CONTEXT:
        before = fill(chance.choice(scenes).evidence, draw_slots(chance), choices)
        evidence = f"{before} {evidence}"
    short = frozenset(name for name in "PQ" if chance.random() < 0.3)
    for label, line in ((SUPPORTED, scene.evidence), *scene.lines):
        yield Pair(fill(line, slots, choices, short=short), evidence, label)
        if label == SUPPORTED:
            for _ in range(chance.choice((1, 2))):
                if spoilt := spoil(line, slots, evidence, chance):
                    yield Pair(fill(line, spoilt, choices, short=short), evidence, REFUTED)


def spoil(line: str, slots: dict[str, str], evidence: str, chance: random.Random) -> dict[str, str] | None:
    """Return the slots with one that the line shows changed to what the evidence does not have."""
    shown = sorted({match[1] for match in _SLOT.finditer(line)})
    if not shown:
        return None
    name = chance.choice(shown)
    for _ in range(10):
        other = draw_slots(chance)[name]
        if other not in evidence:
            changed = {name: other}
            if name in "PQ":
                changed[name.lower()] = other.split()[1]
            return slots | changed
    return None
