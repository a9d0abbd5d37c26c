"""Read quantities out of text: numbers in digits or words, with their magnitude and what they count.

"about 1.5 million dollars" is 1,500,000 of the unit "$"; "two weeks" is 14 of the unit "day". Quantities of one unit
compare by value. Ordinals ("the 80th brigade") are names, not quantities, and are passed over.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_ONES = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen".split()
_ONES += "seventeen eighteen nineteen".split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_WORDS = {word: value for value, word in enumerate(_ONES)} | {word: 10 * n for n, word in enumerate(_TENS, start=2)}
_MAGNITUDES = {"hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12}
_SHORT_MAGNITUDES = {"k": 1e3, "m": 1e6, "mn": 1e6, "bn": 1e9, "tn": 1e12}
_CURRENCIES = {"$": "$", "us$": "$", "£": "£", "€": "€", "dollar": "$", "pound": "£", "euro": "€"}
# everything that measures time, in days, so that "two weeks" and "14 days" are one thing
_DAYS = {
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
_IRREGULAR = {"people": "person", "men": "man", "women": "woman", "children": "child", "centuries": "century"}
_APPROXIMATE = {
    "about",
    "around",
    "approximately",
    "roughly",
    "nearly",
    "almost",
    "some",
    "over",
    "under",
    "up",
    "least",
}
_APPROXIMATE |= {"than", "estimated", "circa", "close", "most"}
_UNIT_REACH = 4  # words after a number among which the thing counted is looked for

_WORD_NUMBER = "|".join(sorted([*_WORDS, "dozen"], key=len, reverse=True))
_NUMBER = re.compile(
    rf"""
    (?<![\w.,])(?P<currency>US\$|[$£€])?\s?
    (?P<digits>\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?|\d+(?:\.\d+)?)(?P<short>bn|mn|tn|[kmKM])?(?![\w]|[.,:]\d)
    | \b(?P<words>(?:an?|{_WORD_NUMBER})\b[\s-]?
        (?:(?:hundred|thousand)\b[\s-]?(?:and\s(?=(?:{_WORD_NUMBER})\b))?|(?:{_WORD_NUMBER})\b[\s-]?)*)
    """,
    re.VERBOSE | re.IGNORECASE,
)
_MAGNITUDE = re.compile(rf"[\s-]?(?P<word>{'|'.join(_MAGNITUDES)})s?\b", re.IGNORECASE)
_NEXT_WORD = re.compile(r"[\s-]*(?P<word>%|[^\W\d_][\w'’]*)")
_YEAR = re.compile(r"(?:1[5-9]|20)\d\d")


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number in a text: ``value`` of ``unit`` at ``text[start:end]``.

    The unit is "day" for every measure of time, "%", a currency sign, "date" for a calendar year, or the singular of
    the word that is counted; it is empty where nothing is. ``approximate`` is set when the text says about, nearly or
    more than.
    """

    value: float
    unit: str
    approximate: bool
    start: int
    end: int


def find_quantities(text: str) -> tuple[Quantity, ...]:
    """Return the quantities of a text in their order."""
    return tuple(_scan(text))


def _scan(text: str) -> Iterator[Quantity]:
    position = 0
    while match := _NUMBER.search(text, position):
        position = match.end()
        value = _read_digits(match) if match["digits"] else _read_words(match["words"])
        if value is None:
            continue
        end = match.start() + len(match[0].rstrip())
        while magnitude := _MAGNITUDE.match(text, end):
            value *= _MAGNITUDES[magnitude["word"].lower()]
            end = magnitude.end()
        position = max(position, end)
        unit, factor, end = _read_unit(text, match, end)
        yield Quantity(value * factor, unit, _is_approximate(text, match.start()), match.start(), end)


def _read_digits(match: re.Match[str]) -> float:
    value = float(match["digits"].replace(",", ""))
    return value * _SHORT_MAGNITUDES[match["short"].lower()] if match["short"] else value


def _read_words(words: str) -> float | None:
    """Return the value of number words, or None for "a" alone, which counts nothing."""
    total, current, found = 0.0, 0.0, False
    for word in re.findall(r"[a-z]+", words.lower()):
        if word in _WORDS:
            current, found = current + _WORDS[word], True
        elif word == "dozen":
            current, found = (current or 1) * 12, True
        elif word == "hundred":
            current, found = (current or 1) * 100, True
        elif word == "thousand":
            total, current, found = total + (current or 1) * 1000, 0, True
    return total + current if found else None


def _read_unit(text: str, match: re.Match[str], end: int) -> tuple[str, float, int]:
    """Return the unit after a number, the factor into it, and where the quantity ends."""
    if match["currency"]:
        return _CURRENCIES[match["currency"].lower()], 1.0, end
    if match["digits"] and _YEAR.fullmatch(match["digits"]) and not match["short"]:
        following = _NEXT_WORD.match(text, end)
        if not following or _singular(following["word"].lower()) not in _DAYS:
            return "date", 1.0, end
    position = end
    for reach in range(_UNIT_REACH):
        following = _NEXT_WORD.match(text, position)
        if not following:
            break
        word, position = following["word"].lower(), following.end()
        unit = _singular(word)
        if reach == 0 and word in {"%", "percent", "percentage", "per"}:
            return "%", 1.0, position
        if unit in _DAYS:
            return "day", _DAYS[unit], position
        if unit in _CURRENCIES:
            return _CURRENCIES[unit], 1.0, position
        if unit != word:
            return unit, 1.0, position
    return "", 1.0, end


def _singular(word: str) -> str:
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")) else word


def _is_approximate(text: str, start: int) -> bool:
    before = re.findall(r"\w+", text[max(0, start - 24) : start].lower())[-2:]
    return any(word in _APPROXIMATE for word in before)
