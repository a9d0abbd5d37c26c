"""The slot that a question opens for a value: which quantities are of its kind."""

from __future__ import annotations

from qa.english.quantities import MEASURES, MONEY, Quantity
from qa.english.questions import Asked
from qa.english.relations import classify
from qa.english.stems import singular
from qa.english.words import words

_LENGTHS = {"high": "metre", "tall": "metre", "wide": "metre", "deep": "metre", "heavy": "kilogram", "hot": "degree"}
_PERSONS = words("person victim life body death fatality soul dead")
_SIZES = words("big large")
_LEVELS = MONEY | {"metre", "hectare", "%"}
_UNITS = {
    "duration": words("day metre"),
    "age": frozenset({"day", ""}),
    "share": words("%"),
    "money": MONEY,
    "year": words("date"),
    "distance": words("metre"),
}


def fits_slot(asked: Asked, quantity: Quantity) -> bool:
    """Say whether a quantity is of the kind that is asked for."""
    unit = quantity.unit
    if asked.kind == "count":
        counted = {classify(word) for word in asked.of.split()}
        people = bool(counted & {classify("people"), classify("victims")})
        measured = {MEASURES[singular(word)][0] for word in asked.of.split() if singular(word) in MEASURES}
        return classify(unit) in counted or unit in measured or unit == "" or (people and unit in _PERSONS)
    if asked.kind == "measure":
        if asked.of in _SIZES:
            return unit in _LEVELS
        return unit == _LENGTHS.get(asked.of, unit) and unit not in {"", "date"}
    return unit in _UNITS.get(asked.kind, frozenset())
