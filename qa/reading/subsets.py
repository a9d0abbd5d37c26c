"""Figures of a part, where the whole is asked for: 41 Britons are not all who died, nor the east all of a country."""

from __future__ import annotations

import re

from qa.english.nations import name_country, name_people, name_words
from qa.english.quantities import find_quantities
from qa.english.questions import Asked
from qa.english.words import cut_words
from qa.reading.pins import Pins
from qa.reading.wholes import NUMBERS

LONGEST_READ = 1_000  # characters of a sentence
_COMPASS = r"(?:north|south|east|west)(?:-?(?:east|west))?(?:ern)?"
_OWN_PEOPLE = re.compile(r"\bof (?:its|their)(?: own)? (?:people|citizens|nationals|population|inhabitants)\b")
_BESIDE = frozenset({"", "other", "date", "day"})  # count nobody


def tells_of_a_part(question: str, asked: Asked, pins: Pins, sentence: str) -> bool:
    """Say whether the figures of a sentence are those of a people that the question does not name, or of a region.

    The region is one of the place that is asked for: "eastern Norland".
    """
    if asked.kind not in NUMBERS:
        return False
    text = sentence[:LONGEST_READ]
    if asked.kind == "count" and _counts_one_people(pins, text):
        return True
    return not re.search(rf"\b{_COMPASS}\b", question, re.IGNORECASE) and _is_of_a_region(pins, text)


def _counts_one_people(pins: Pins, text: str) -> bool:
    counted = {quantity.unit for quantity in find_quantities(text)} - _BESIDE
    peoples = {name_people(unit) for unit in counted}
    if _OWN_PEOPLE.search(text):  # whose, the sentence says: "the wave killed 30,000 of its people"
        return not name_words(text) & frozenset[str]().union(*(name_words(name.text) for name in pins.names))
    return bool(peoples) and "" not in peoples and not peoples & _list_countries(pins)


def _list_countries(pins: Pins) -> set[str]:
    words = [word.lower for name in pins.names for word in cut_words(name.text)]
    return {name_people(word.removesuffix("s")) or name_country(word) for word in words}


def _is_of_a_region(pins: Pins, text: str) -> bool:
    """Say whether each time that a sentence names a place of the question it names a region of it."""
    for name in pins.names:
        named = re.escape(name.bare)
        part = rf"\b{_COMPASS}(?: (?:part|half|side|coast|area|region)s?)?(?: of)?(?: the)? {named}\b"
        regions = len(re.findall(part, text, re.IGNORECASE))
        if regions and regions == len(re.findall(rf"\b{named}\b", text, re.IGNORECASE)):
            return True
    return False
