"""Editions of one thing: what stands below the heading of another release, or of another year, than the one asked for.

A heading holds for all below it up to the next of its kind, over headings between: "6.4 (released 4 March)", "Fixes".
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import TypeVar

from qa.chat.dates import asks_for_newest_release
from qa.english.calendar import MONTHS, find_years
from qa.reading.pins import Pins
from qa.records import StoredArticle
from qa.retrieve import Candidate

LONGEST = 200  # characters of a heading that are read
_NUMBER = r"\d{1,4}(?:\.\d{1,4}){0,3}(?![\w%]|\.\d)"
_MONTH = "|".join(name[:3] for name in MONTHS)
_NAMED = re.compile(
    rf"\W*(?:(?!press\b)[\w’'-]{{1,40}},?\s){{0,3}}(?:version|release|firmware|v)\.?\s?({_NUMBER})(?! (?:{_MONTH}))",
    re.IGNORECASE,
)
_DATED = re.compile(
    r"\W*v?(\d{1,4}(?:\.\d{1,4}){1,3})\s*[(–—-]\s*(?:released\b|\d{1,2}\.? [A-Z][a-z]|[A-Z][a-z]+ \d|(?:19|20)\d\d)"
)
_ASKED = re.compile(
    r"\b(?:(?:version|release|update)s?\s?|firmware\s?|v\.?\s?|(?:new|added|changed|fixed|removed) (?:in |with |by )?)"
    rf"{_NUMBER}",
    re.IGNORECASE,
)
_EACH = re.compile(_NUMBER)
_BESIDE = re.compile(r"\b(?:since|after|before|until|till|between|from|up to|prior|older|newer|than)\b", re.IGNORECASE)
_RANGE = re.compile(r"\d{4}\s?(?:[/–-]| to | and | until )\s?\d{2}")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")

Found = TypeVar("Found")
Release = tuple[int, ...]
Edition = tuple[str, int]  # a title or heading without its year, and the year


def find_other_editions(question: str, pins: Pins, candidates: Sequence[Candidate]) -> frozenset[int]:
    """Return the places of what belongs to another release or year than the one that a question names.

    Another release is told within an article that has a heading for the one that is asked for, or for the newest;
    another year where a title or heading is there that differs in the year alone: "Tariff 2024" beside "Tariff 2025".
    """
    return _find_other_releases(question, candidates) | _find_other_years(pins, candidates)


def _find_other_releases(question: str, candidates: Sequence[Candidate]) -> frozenset[int]:
    named = {_read(number) for number in _EACH.findall(question)} if _ASKED.search(question) else set()
    newest = asks_for_newest_release(question)
    if not (named or newest) or _BESIDE.search(question):
        return frozenset()
    known = _read_articles(candidates, _list_releases)
    others = []
    for place, one in enumerate(candidates):
        releases = known[one.stored.version]
        there = {release for release in releases if release} if releases[one.sentence.index] else set()
        asked = there & named or ({max(there)} if there and newest else set())
        if asked and releases[one.sentence.index] not in asked:
            others.append(place)
    return frozenset(others)


def _list_releases(stored: StoredArticle) -> list[Release | None]:
    """Return for each sentence the release of the last heading above it that names one, or of itself."""
    return _carry_down(stored, read_release)


def read_release(heading: str) -> Release | None:
    """Return the numbers of the release that a heading names, None where it names none."""
    line = heading[:LONGEST]
    found = _NAMED.match(line) or _DATED.match(line)
    return _read(found[1]) if found else None


def _read(number: str) -> Release:
    return tuple(map(int, number.split(".")))


def _find_other_years(pins: Pins, candidates: Sequence[Candidate]) -> frozenset[int]:
    if not pins.years or pins.how != "in":
        return frozenset()
    known = _read_articles(candidates, _list_years)
    asked = {edition[0] for editions in known.values() for edition in editions if edition and edition[1] in pins.years}
    return frozenset(
        place
        for place, one in enumerate(candidates)
        if (edition := known[one.stored.version][one.sentence.index])
        if edition[0] in asked and edition[1] not in pins.years and not find_years(one.text) & pins.years
    )


def _list_years(stored: StoredArticle) -> list[Edition | None]:
    """Return for each sentence the last heading above it that has a year, or else the title."""
    above = _read_year(stored.article.title)
    return _carry_down(stored, lambda line: _read_year(line) if len(line) < LONGEST else None, above=above)


def _read_articles(
    candidates: Sequence[Candidate], read: Callable[[StoredArticle], list[Found | None]]
) -> dict[str, list[Found | None]]:
    """Return what is read of each article, by its version."""
    articles = {one.stored.version: one.stored for one in candidates}
    return {version: read(stored) for version, stored in articles.items()}


def _carry_down(
    stored: StoredArticle, read: Callable[[str], Found | None], *, above: Found | None = None
) -> list[Found | None]:
    """Return for each sentence what was read last of those that stand below no heading, headings among them."""
    carried = []
    for sentence, section in zip(stored.sentences, stored.sections, strict=True):
        above = (None if section else read(stored.quote(sentence))) or above
        carried.append(above)
    return carried


def _read_year(heads: str) -> Edition | None:
    years = set(_YEAR.findall(heads))
    if len(years) != 1 or _RANGE.search(heads):
        return None
    return " ".join(_YEAR.sub("#", heads).lower().split()), int(years.pop())
