"""Read quantities out of text: numbers in digits or words, with their magnitude and what they count.

"about 1.5 million dollars" is 1,500,000 of the unit "$"; "two weeks" is 14 of the unit "day". Quantities of one unit
compare by value. Ordinals ("the 80th brigade") are names, not quantities, and are passed over.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from qa.english.numbers import MAGNITUDES, NUMBER_WORDS, PARTS, SHORT_MAGNITUDES, read_number
from qa.english.stems import singular
from qa.english.words import words

CURRENCIES = {
    **{"$": "$", "us$": "$", "£": "£", "€": "€", "dollar": "$", "pound": "£", "euro": "€", "usd": "$", "eur": "€"},
    **{"yen": "¥", "¥": "¥", "rouble": "₽", "ruble": "₽", "rupee": "₹", "yuan": "CN¥", "hryvnia": "₴", "franc": "CHF"},
    **{"gbp": "£", "jpy": "¥", "rub": "₽", "inr": "₹", "cny": "CN¥", "uah": "₴", "zloty": "PLN", "koruna": "CZK"},
    **{code.lower(): code for code in "CZK PLN CHF SEK NOK DKK HUF RON CAD AUD".split()},
    **{"crown": "crown", "krona": "crown", "krone": "crown", "lira": "₺", "peso": "peso", "cent": "cent"},
}
MONEY = frozenset(CURRENCIES.values())
"""The units of sums of money."""

_CODES = "EUR|USD|GBP|JPY|RUB|INR|CNY|UAH|CZK|PLN|CHF|SEK|NOK|DKK|HUF|RON|CAD|AUD"

# everything that measures time, in days, so that "two weeks" and "14 days" are one thing
DAYS = {
    "second": 1 / 86_400,
    "minute": 1 / 1_440,
    "hour": 1 / 24,
    "day": 1.0,
    "night": 1.0,
    "week": 7.0,
    "fortnight": 14.0,
    "month": 30.4375,
    "year": 365.25,
    "decade": 3_652.5,
    "century": 36_525.0,
}
_SHORT_DAYS = {
    "h": "hour",
    "hr": "hour",
    "hrs": "hour",
    "min": "minute",
    "mins": "minute",
    "sec": "second",
    "secs": "second",
}
# measures by their short or long names: the unit they are kept in, and the factor into it
MEASURES: dict[str, tuple[str, float]] = {
    **dict.fromkeys(words("metre meter m"), ("metre", 1.0)),
    **dict.fromkeys(words("kilometre kilometer km"), ("metre", 1_000.0)),
    **dict.fromkeys(words("centimetre centimeter cm"), ("metre", 0.01)),
    **dict.fromkeys(words("millimetre millimeter mm"), ("metre", 0.001)),
    **dict.fromkeys(words("mile"), ("metre", 1_609.344)),
    **dict.fromkeys(words("foot ft"), ("metre", 0.3048)),
    **dict.fromkeys(words("inch"), ("metre", 0.0254)),
    **dict.fromkeys(words("kilogram kilogramme kilo kg"), ("kilogram", 1.0)),
    **dict.fromkeys(words("gram gramme g"), ("kilogram", 0.001)),
    **dict.fromkeys(words("tonne"), ("kilogram", 1_000.0)),
    **dict.fromkeys(words("ton"), ("kilogram", 1_000.0)),
    **dict.fromkeys(words("litre liter"), ("litre", 1.0)),
    **dict.fromkeys(words("hectare ha"), ("hectare", 1.0)),
    **dict.fromkeys(words("acre"), ("hectare", 0.404686)),
}
APPROXIMATE = words("""
    about around approximately roughly nearly almost some over under up least than estimated circa close most
""")
_LEAST = re.compile(
    r"\b(?:at least|more than|over|upwards of|no fewer than|no less than|exceed\w*|above|minimum of)\W*\Z"
)
_MOST = re.compile(r"\b(?:at most|less than|fewer than|under|up to|no more than|below|not more than|maximum of)\W*\Z")
ROUGHLY = 0.03
"""Share by which two sizes may differ where one is a rough one: "about 10,900" and 11,000 agree."""
EXACTLY = 1e-9
"""Share by which they may differ otherwise: what is lost in reckoning."""
_MEASURES = frozenset({"day", "%", "metre", "kilogram", "litre"})  # agree with nothing else
_FURTHEST = 3  # times: of a year nobody says "more than two weeks"
_UNIT_REACH = 4  # words after a number among which the thing counted is looked for

_WORD_NUMBER = "|".join(sorted([*NUMBER_WORDS, "dozen"], key=len, reverse=True))
_NUMBER = re.compile(
    rf"""
    (?<![\w.,])(?:(?P<currency>US\$|[$£€¥]|(?-i:{_CODES}))\s?)?
    (?P<digits>\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?|\d+(?:\.\d+)?)
    (?:(?P<short>bn|mn|tn|[kmKM])?(?![\w]|[.,:]\d)|(?=(?:h|hrs?|mins?|km|kg|cm|mm)\b))
    | \b(?P<words>(?:an?|{_WORD_NUMBER})\b[\s-]?
        (?:(?:hundred|thousand)\b[\s-]?(?:and\s(?=(?:{_WORD_NUMBER})\b))?|(?:{_WORD_NUMBER})\b[\s-]?)*)
    """,
    re.VERBOSE | re.IGNORECASE,
)
_MAGNITUDE = re.compile(rf"[\s-]?(?P<word>{'|'.join(MAGNITUDES)})s?\b", re.IGNORECASE)
# behind a sum, where "m" is no metre: "EUR 1.3 m", "1.3 m EUR"
_SHORT_MAGNITUDE = re.compile(r"\s(?P<word>bn|mn|tn|[km])\b", re.IGNORECASE)
_CURRENCY_NEXT = re.compile(rf"\s?(?:[$£€¥]|(?:{_CODES})\b)", re.IGNORECASE)
_HOURS = re.compile(r"\d\s?-?(?:h|hrs?|hours?)\Z", re.IGNORECASE)
_MINUTES = re.compile(r"(?:\s|,\s|\sand\s)?(?P<minutes>\d{1,2})\s?(?:m|mins?|minutes?)\b", re.IGNORECASE)
_MOST_MAGNITUDES = 3  # "two hundred thousand million"; more of them are no number
_PART = re.compile(rf"[\s-]?(?P<word>{'|'.join(PARTS)})s?(?=\sof\b)", re.IGNORECASE)
# not "M. Kern", nor what is a currency in capitals alone: "Ron"
_NAME = rf"[A-Z]\. ?[A-Z]|(?:{'|'.join(code.title() for code in _CODES.split('|')[2:])})\b"
_NEXT_WORD = re.compile(rf"[\s-]{{0,3}}(?!{_NAME})(?P<word>%|[^\W\d_][\w'’]{{0,60}})")
_EACH = words("a an the per each every")  # behind these stands no thing counted: "135 per night", "2bn the year before"
# no thing counted stands behind them: "two in the year"
_UNIT_ENDS = words("in on at for from by with but per than were was are is have had has who which that when while")
_YEAR = re.compile(r"(?:1[5-9]|20)\d\d")
_CURRENCIES_OR_MEASURES = CURRENCIES.keys() | MEASURES


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number in a text: ``value`` of ``unit`` at ``text[start:end]``.

    The unit is "day" for every measure of time, "metre", "kilogram", "%", a currency sign, "date" for a calendar year,
    "part" for a share ("two thirds of"), or the singular of the word that is counted; it is empty where nothing is.
    ``approximate`` is set when the text says about, nearly or more than; ``bound`` when it names no value but a limit
    ("at least 5", "up to 5"). ``step`` is how finely it is written: 0.1 for 52.3, 1,000 for 11,000, 100,000 for 1.2
    million.
    """

    value: float
    unit: str
    approximate: bool
    start: int
    end: int
    bound: Literal["", "least", "most"] = ""
    step: float = 1.0

    @property
    def share(self) -> float:
        """Its value, of per cents as a share of 1."""
        return self.value / 100 if self.unit == "%" else self.value


def agree(one: Quantity, other: Quantity) -> bool:
    """Say whether two quantities are of one size, and of one unit where either has a measure."""
    if one.unit != other.unit and ({one.unit, other.unit} & _MEASURES or "$" in one.unit + other.unit):
        return False
    near = ROUGHLY if one.approximate or other.approximate else EXACTLY
    return abs(one.value - other.value) <= near * max(abs(one.value), abs(other.value))


def keeps_limit(quantity: Quantity, limit: Quantity) -> bool:
    """Say whether a quantity keeps a limit that is not far from it: 19 days "more than two weeks"."""
    if quantity.unit != limit.unit or quantity.bound not in {"", limit.bound}:
        return False
    if limit.bound == "least":
        return limit.value <= quantity.value <= limit.value * _FURTHEST
    return limit.bound == "most" and quantity.value <= limit.value <= quantity.value * _FURTHEST


def find_quantities(text: str) -> tuple[Quantity, ...]:
    """Return the quantities of a text in their order."""
    return tuple(_scan(text))


def write_alike(text: str, model: str) -> str:
    """Return a text whose quantities are written as another text writes the same ones.

    >>> write_alike("It cost 4.2 million dollars.", "The bridge, for $4.2 million, took two weeks.")
    'It cost $4.2 million.'
    >>> write_alike("Two sisters paid.", "It was paid for by two sisters.")
    'Two sisters paid.'
    """
    written = {_name(found): model[found.start : found.end] for found in _scan(model)}
    parts, done = [], 0
    for found in _scan(text):
        own = text[found.start : found.end]
        like = written.get(_name(found), own)
        if found.unit != "date" and like.lower() != own.lower():
            parts += [text[done : found.start], like]
            done = found.end
    return "".join([*parts, text[done:]])


def _name(quantity: Quantity) -> tuple[str, str]:
    """Return what two quantities have in common that say the same."""
    return quantity.unit, f"{quantity.value:.9g}"


def _scan(text: str) -> Iterator[Quantity]:
    position = 0
    while match := _NUMBER.search(text, position):
        position = match.end()
        value = _read_digits(match) if match["digits"] else read_number(match["words"])
        end = match.start() + len(match[0].rstrip())
        before = text[max(0, match.start() - 24) : match.start()].lower()
        if part := _PART.match(text, end):
            position, value = part.end(), (value or 1.0) / PARTS[part["word"].lower()]
            yield Quantity(value, "part", _is_approximate(before), match.start(), position, _find_bound(before), value)
            continue
        if value is None:
            if not _MAGNITUDE.match(text, end):
                continue
            value = 1.0  # "a million"
        step = _read_step(match["digits"] or "", value)
        for _ in range(_MOST_MAGNITUDES):
            if not (magnitude := _MAGNITUDE.match(text, end)):
                break
            factor = MAGNITUDES[magnitude["word"].lower()]
            value, step = value * factor, step * factor
            end = magnitude.end()
        short = _SHORT_MAGNITUDE.match(text, end)
        if short and (match["currency"] or _CURRENCY_NEXT.match(text, short.end())):
            factor = SHORT_MAGNITUDES[short["word"].lower()]
            value, step, end = value * factor, step * factor, short.end()
        position = max(position, end)
        unit, factor, end = _read_unit(text, match, end)
        bound = _find_bound(before)
        if _HOURS.search(text, match.start(), end) and (more := _MINUTES.match(text, end)):  # "3 h 23 min"
            value, step, end = value + int(more["minutes"]) / 60, 1 / 60, more.end()
            position = end
        yield Quantity(value * factor, unit, _is_approximate(before), match.start(), end, bound, step * factor)


def _read_digits(match: re.Match[str]) -> float:
    value = float(match["digits"].replace(",", ""))
    return value * SHORT_MAGNITUDES[match["short"].lower()] if match["short"] else value


def _read_step(digits: str, value: float) -> float:
    """Return the place of the last digit that was not rounded away."""
    _, point, decimals = digits.partition(".")
    if point:
        return float(10 ** -len(decimals)) * (value / float(digits.replace(",", "")) if value else 1.0)
    whole = f"{value:.0f}"
    return float(10 ** (len(whole) - len(whole.rstrip("0")))) if value else 1.0


def _read_unit(text: str, match: re.Match[str], end: int) -> tuple[str, float, int]:
    """Return the unit after a number, the factor into it, and where the quantity ends."""
    if match["currency"]:
        return CURRENCIES[match["currency"].lower()], 1.0, end
    if match["digits"] and _YEAR.fullmatch(match["digits"]) and not match["short"]:
        following = _NEXT_WORD.match(text, end)
        if not following or not _is_unit(following["word"].lower()):
            return "date", 1.0, end
    position = end
    for reach in range(_UNIT_REACH):
        following = _NEXT_WORD.match(text, position)
        if not following or (reach and following["word"].lower() in _UNIT_ENDS):
            break
        position = following.end()
        unit, factor = _read_word(following["word"].lower(), text[position : position + 5], first=reach == 0)
        if unit:
            return unit, factor, position
        if reach == 0 and following["word"].lower() in _EACH:
            break
    return "", 1.0, end


def _is_unit(word: str) -> bool:
    """Say whether a word behind a number shows that it is no year: "2000 euros", "1800 km", "2000 EUR"."""
    unit = singular(word)
    return unit in DAYS or word in _SHORT_DAYS or (unit in _CURRENCIES_OR_MEASURES and (unit != word or len(word) < 4))


def _read_word(word: str, after: str, *, first: bool) -> tuple[str, float]:
    """Return the unit that a word names and the factor into it, or an empty unit."""
    word = word.rstrip("'’")
    unit = singular(word)
    if first and (word in {"%", "percent", "percentage"} or (word == "per" and after.strip().lower() == "cent")):
        return "%", 1.0
    if unit in DAYS:
        return "day", DAYS[unit]
    if first and word in _SHORT_DAYS:
        return "day", DAYS[_SHORT_DAYS[word]]
    if unit in CURRENCIES:
        return CURRENCIES[unit], 1.0
    if first and unit in MEASURES:
        return MEASURES[unit]
    return (unit if unit != word else ""), 1.0


def _is_approximate(before: str) -> bool:
    return any(word in APPROXIMATE for word in re.findall(r"\w+", before)[-2:])


def _find_bound(before: str) -> Literal["", "least", "most"]:
    if _MOST.search(before):
        return "most"
    return "least" if _LEAST.search(before) else ""
