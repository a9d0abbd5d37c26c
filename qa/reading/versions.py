"""Numbers that tell one of several: "Harbor 7.4", "Apollo 11", "part 3", the code "P3"; and what is of another one."""

from __future__ import annotations

import re
from dataclasses import dataclass

from qa.english.calendar import MONTHS, SHORT_MONTHS, WEEKDAYS
from qa.english.quantities import CURRENCIES
from qa.english.words import is_function_word

_MARK = r"(?:versions?\s|v(?=\d)|v\.\s?)?"
_NUMBER = r"\d{1,3}(?:\.\d{1,4}){0,3}(?![\w%]|[.,:/–-]\d|\s?%)"
# "7.4", and of several "8, 9 and v10"
_NUMBERS = rf"{_MARK}(?P<numbers>{_NUMBER}(?:(?:, (?:and )?| (?:and|or|to) ){_MARK}{_NUMBER}){{0,20}})"
_ASKED = re.compile(rf"(?<![\w.])(?P<name>[a-z]?[A-Z][\w’'-]{{0,40}})\s(?i:{_NUMBERS})")
# words whose number tells which one is meant
_KIND = (
    "annex|appendix|block|building|bus|category|chapter|class|floor|form|gate|grade|group|item|level|line|lot|"
    "paragraph|part|phase|platform|room|round|route|section|stage|step|tier|ward|zone"
)
_ASKED_KIND = re.compile(rf"\b(?P<name>{_KIND})\s{_NUMBERS}", re.IGNORECASE)
_CODE = re.compile(r"(?<![\w./-])(?P<name>[A-Z]{1,3})-?(?P<numbers>\d{1,4})(?![\w./-]*\d)\b")
_RANGE = re.compile(r"\sto\s", re.IGNORECASE)
_EACH = re.compile(r"\d+(?:\.\d+)*")
_NEVER = frozenset(MONTHS) | SHORT_MONTHS | frozenset(WEEKDAYS) | CURRENCIES.keys()


@dataclass(frozen=True, slots=True)
class Version:
    """A name, in lower case, with its number, or with each where there are several: ("harbor", ("7.3", "7.4")).

    Of a code, ``is_code``, it is the capitals and the figures: ("P", ("3",)).
    """

    name: str
    numbers: tuple[str, ...]
    is_code: bool = False


def find_versions(question: str) -> tuple[Version, ...]:
    """Return the versions that a question names.

    >>> find_versions("When was Harbor 7.4 released in May 12?")
    (Version(name='harbor', numbers=('7.4',)),)
    """
    found: dict[str, list[str]] = {}
    for match in (*_ASKED.finditer(question), *_ASKED_KIND.finditer(question)):
        name = match["name"].lower()
        if not (name in _NEVER or is_function_word(name)):
            found.setdefault(name, []).extend(_EACH.findall(match["numbers"]))
    codes: dict[str, list[str]] = {}
    for match in _CODE.finditer(question):
        codes.setdefault(match["name"], []).append(match["numbers"])
    return (
        *(Version(name, tuple(numbers)) for name, numbers in found.items()),
        *(Version(name, tuple(numbers), is_code=True) for name, numbers in codes.items()),
    )


def tells_of_another(version: Version, sentence: str, title: str) -> bool:
    """Say whether a sentence, or else its title, gives the name other numbers alone; 7.4 and 7.4.1 are one.

    Of a code, a sentence tells where the title, or what else is given with it, has not the code that is asked for.
    """
    if version.is_code:
        here, beside = (
            {m["numbers"] for m in _CODE.finditer(text) if m["name"] == version.name} for text in (sentence, title)
        )
        return bool(here) and not (here | beside) & set(version.numbers)
    named = re.compile(rf"(?<!\w){re.escape(version.name)}\s{_NUMBERS}", re.IGNORECASE)
    dotted = "|".join(re.escape(number) for number in version.numbers if "." in number)
    bare = re.compile(rf"(?<![\d.])(?:{dotted})(?!\d)") if dotted else None
    for text in (sentence, title):
        told = " | ".join(match["numbers"] for match in named.finditer(text))
        found = _EACH.findall(told)
        if _RANGE.search(told):  # of all between them
            return False
        if any(_agree(one, other) for one in version.numbers for other in found) or (bare and bare.search(text)):
            return False
        if found:
            return True
    return False


def _agree(one: str, other: str) -> bool:
    return all(int(a) == int(b) for a, b in zip(one.split("."), other.split("."), strict=False))
