"""Releases of something in one article: "6.4 (released 4 March 2025)" heads what came with it and with no other."""

from __future__ import annotations

import re
from collections.abc import Sequence

from qa.retrieve import Candidate

_NAMED = re.compile(
    r"\W*(?:[\w’'-]{1,40},?\s){0,3}(?:versions?|releases?|firmware|v)\.?\s?(\d{1,4}(?:\.\d{1,4}){0,3})\b", re.IGNORECASE
)
_DATED = re.compile(r"\W*v?(\d{1,4}(?:\.\d{1,4}){1,3})(?:\s*[(–—-]|\s*$)")  # "6.4 (released 4 March)", "6.4 - 4 March"
_ASKED = re.compile(r"(?<![\w.])v?(\d{1,4}(?:\.\d{1,4}){1,3})(?![\w%]|\.\d)")
_NEWEST = re.compile(
    r"\b(?:latest|newest|most recent|current)\b(?:\s[\w’'-]+){0,4}\s(?:version|release|firmware|update|software)s?\b",
    re.IGNORECASE,
)

LONGEST = 200  # characters of a heading that are read

Release = tuple[int, ...]


def find_other_releases(question: str, candidates: Sequence[Candidate]) -> frozenset[int]:
    """Return the places of what belongs to another release than the one that a question names, or than the newest.

    Told only within an article that has a heading for the one that is asked for.
    """
    named = [_read(number) for number in _ASKED.findall(question)]
    newest = bool(_NEWEST.search(question))
    if not (named or newest):
        return frozenset()
    others = []
    for place, one in enumerate(candidates):
        release = read_release(one.section) or read_release(one.text)
        there = {found for section in {*one.stored.sections} if (found := read_release(section))} if release else set()
        asked = {found for found in there if found in named} or ({max(there)} if there and newest else set())
        if release and asked and release not in asked:
            others.append(place)
    return frozenset(others)


def read_release(heading: str) -> Release | None:
    """Return the numbers of the release that a heading names, None where it names none."""
    found = _NAMED.match(heading[:LONGEST]) or _DATED.match(heading[:LONGEST])
    return _read(found[1]) if found else None


def _read(number: str) -> Release:
    return tuple(map(int, number.split(".")))
