"""Versions and numbers beside a name: "Harbor 7.4", "API v2", "Apollo 11", and what is of another one."""

from __future__ import annotations

import re
from dataclasses import dataclass

from qa.english.calendar import MONTHS, SHORT_MONTHS, WEEKDAYS
from qa.english.quantities import CURRENCIES
from qa.english.words import is_function_word

_NUMBER = r"(?:version\s|v(?=\d)|v\.\s?)?(?P<number>\d{1,3}(?:\.\d{1,4}){0,3})(?![\w%]|[.,:/–-]\d|\s?%)"
_ASKED = re.compile(rf"(?<![\w.])(?P<name>[a-z]?[A-Z][\w’'-]{{0,40}})\s(?i:{_NUMBER})")
_NEVER = frozenset(MONTHS) | SHORT_MONTHS | frozenset(WEEKDAYS) | CURRENCIES.keys()


@dataclass(frozen=True, slots=True)
class Version:
    """A name, in lower case, with its number: ("harbor", "7.4")."""

    name: str
    number: str


def find_versions(question: str) -> tuple[Version, ...]:
    """Return the versions that a question names.

    >>> find_versions("When was Harbor 7.4 released in May 12?")
    (Version(name='harbor', number='7.4'),)
    """
    found = [(match["name"].lower(), match["number"]) for match in _ASKED.finditer(question)]
    return tuple(Version(*one) for one in found if not (one[0] in _NEVER or is_function_word(one[0])))


def tells_of_another(version: Version, sentence: str, title: str) -> bool:
    """Say whether a sentence, or else its title, gives the name another number; 7.4 and 7.4.1 are one."""
    named = re.compile(rf"(?<!\w){re.escape(version.name)}\s{_NUMBER}", re.IGNORECASE)
    bare = re.compile(rf"(?<![\d.]){re.escape(version.number)}(?!\d)")
    for text in (sentence, title):
        found = [match["number"] for match in named.finditer(text)]
        if any(_agree(version.number, number) for number in found) or ("." in version.number and bare.search(text)):
            return False
        if found:
            return True
    return False


def _agree(one: str, other: str) -> bool:
    return all(int(a) == int(b) for a, b in zip(one.split("."), other.split("."), strict=False))
