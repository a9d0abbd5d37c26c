"""The numbers of the paragraphs of a Word file, counted as Word does: of lists, of clauses and of headings."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from lxml.etree import _Element

from qa.load.numbers import LONGEST_LABEL, read_integer, write_number
from qa.load.word.styles import WORD, list_bases, list_styles

LEVELS = 9  # of a list in Word
KINDS = {
    **{"decimal": "1", "decimalZero": "01", "lowerLetter": "a", "upperLetter": "A"},
    **{"lowerRoman": "i", "upperRoman": "I"},
}
_PLACE = re.compile(r"%([1-9])")


@dataclass(frozen=True, slots=True)
class Level:
    """How one level of a list is numbered: from where, as what, and within which words, as "%1.%2"."""

    start: int
    kind: str  # empty for bullets and whatever else has no number
    words: str
    restart: int  # the level, from 1, whose next item makes it begin anew; 0 for none
    is_plain: bool  # all numbers in figures
    style: str  # of the paragraphs that are of this level


@dataclass(frozen=True, slots=True)
class Scheme:
    """The levels of a list, by the id of what counts together, and where they begin anew."""

    name: str
    levels: Mapping[int, Level]
    starts: Mapping[int, int] = field(default_factory=dict)


class Numbering:
    """Counts the paragraphs that are handed to it, in the order of the file."""

    def __init__(self, numbering: _Element | None = None, styles: _Element | None = None) -> None:
        """Read the lists of a file, and which of its styles are numbered by them."""
        self._styles = list_styles(styles)
        self._schemes = dict(_read_schemes(numbering, self._styles))
        self._styled: dict[str, tuple[str, int]] = {}
        self._counts: dict[str, dict[int, int]] = {}
        self._begun: set[str] = set()

    def count(self, paragraph: _Element) -> str:
        """Return the number that is shown before a paragraph, and count it; empty where it has none."""
        name, level = self._find_place(paragraph)
        scheme = self._schemes.get(name)
        if scheme is None or level not in scheme.levels:
            return ""
        counts = self._counts.setdefault(scheme.name, {})
        if name not in self._begun:
            self._begun.add(name)
            for begun in scheme.starts:
                counts.pop(begun, None)
        for upper in range(level):
            counts.setdefault(upper, _find_start(scheme, upper))
        counts[level] = counts[level] + 1 if level in counts else _find_start(scheme, level)
        for deeper in range(level + 1, LEVELS):
            if deeper in scheme.levels and level < scheme.levels[deeper].restart:
                counts.pop(deeper, None)
        return _write(scheme, level, counts)

    def _find_place(self, paragraph: _Element) -> tuple[str, int]:
        """Return the list and the level that a paragraph is of, by its own properties or by its style's."""
        about = paragraph.find(f"{WORD}pPr")
        style = about.find(f"{WORD}pStyle") if about is not None else None
        named = style.get(f"{WORD}val", "") if style is not None else ""
        if named not in self._styled:
            self._styled[named] = self._find_styled(named)
        name, level = _read_place(about)
        styled, styled_level = self._styled[named]
        if name is None:
            return styled, styled_level if level is None else level
        return name, level if level is not None else self._find_linked(name, named) if named else 0

    def _find_styled(self, style: str) -> tuple[str, int]:
        """Return the list and the level of a style, by itself or by what it is based on."""
        level: int | None = None
        for _, base in list_bases(style, self._styles):
            name, own = _read_place(base.find(f"{WORD}pPr"))
            level = own if level is None else level
            if name is not None:
                return name, level if level is not None else self._find_linked(
                    name, style, base.get(f"{WORD}styleId", "")
                )
        return "", 0

    def _find_linked(self, name: str, *styles: str) -> int:
        """Return the level of a list that the first of styles that has one is linked with, else the highest."""
        levels = self._schemes[name].levels if name in self._schemes else {}
        linked = {level.style: number for number, level in levels.items() if level.style}
        return next((linked[style] for style in styles if style in linked), 0)


def _find_start(scheme: Scheme, level: int) -> int:
    return scheme.starts.get(level, scheme.levels[level].start if level in scheme.levels else 1)


def _write(scheme: Scheme, level: int, counts: Mapping[int, int]) -> str:
    """Return the number of an item as its level words it, or nothing where a part of it has no written form."""
    form = scheme.levels[level]
    if not form.kind:
        return ""
    label = form.words
    for place in dict.fromkeys(_PLACE.findall(form.words)):
        part = scheme.levels.get(int(place) - 1, form)
        kind = "1" if form.is_plain and part.kind else part.kind
        written = write_number(counts.get(int(place) - 1, 1), kind)
        if not written:
            return ""
        label = label.replace(f"%{place}", written)
    label = " ".join(label.split())
    return label if len(label) <= LONGEST_LABEL and any(map(str.isalnum, label)) else ""


def _read_place(about: _Element | None) -> tuple[str | None, int | None]:
    """Return the list and the level that properties name, each None where they name none; list "0" is none at all."""
    properties = about.find(f"{WORD}numPr") if about is not None else None
    if properties is None:
        return None, None
    level = _read_value(properties, "ilvl")
    name = properties.find(f"{WORD}numId")
    return name.get(f"{WORD}val", "") if name is not None else None, level


def _read_value(parent: _Element, name: str) -> int | None:
    element = parent.find(f"{WORD}{name}")
    return read_integer(element.get(f"{WORD}val", "")) if element is not None else None


def _read_schemes(numbering: _Element | None, styles: Mapping[str, _Element]) -> Iterator[tuple[str, Scheme]]:
    """Yield the lists that paragraphs name, each under its id."""
    if numbering is None:
        return
    abstracts = {
        element.get(f"{WORD}abstractNumId", ""): element for element in numbering.iterchildren(f"{WORD}abstractNum")
    }
    elements = {element.get(f"{WORD}numId", ""): element for element in numbering.iterchildren(f"{WORD}num")}
    for name, element in elements.items():
        abstract = _find_abstract(element, abstracts, elements, styles)
        if name == "0" or abstract is None:
            continue
        levels = dict(_read_levels(abstract))
        starts: dict[int, int] = {}
        for override in element.iterchildren(f"{WORD}lvlOverride"):
            level, start = read_integer(override.get(f"{WORD}ilvl", "")), _read_value(override, "startOverride")
            levels |= dict(_read_levels(override))
            if start is not None and level is not None:
                starts[level] = start
        yield name, Scheme(abstract.get(f"{WORD}abstractNumId", ""), levels, starts)


def _find_abstract(
    element: _Element,
    abstracts: Mapping[str, _Element],
    elements: Mapping[str, _Element],
    styles: Mapping[str, _Element],
) -> _Element | None:
    """Return what a list is made by, where need be by way of the style of lists that it names."""
    seen: set[str] = set()
    while True:
        named = element.find(f"{WORD}abstractNumId")
        key = named.get(f"{WORD}val", "") if named is not None else ""
        abstract = abstracts.get(key)
        link = abstract.find(f"{WORD}numStyleLink") if abstract is not None else None
        style = styles.get(link.get(f"{WORD}val", "")) if link is not None else None
        name, _ = _read_place(style.find(f"{WORD}pPr")) if style is not None else (None, None)
        if key in seen or name is None or name not in elements:
            return abstract
        seen.add(key)
        element = elements[name]


def _read_levels(parent: _Element) -> Iterator[tuple[int, Level]]:
    for element in parent.iterchildren(f"{WORD}lvl"):
        number = read_integer(element.get(f"{WORD}ilvl", ""))
        if number is None or not 0 <= number < LEVELS:
            continue
        start, restart = _read_value(element, "start"), _read_value(element, "lvlRestart")
        kind, words, style = (element.find(f"{WORD}{name}") for name in ("numFmt", "lvlText", "pStyle"))
        yield (
            number,
            Level(
                start=1 if start is None else start,
                kind=KINDS.get(kind.get(f"{WORD}val", ""), "") if kind is not None else "1",
                words=words.get(f"{WORD}val", "") if words is not None else "",
                restart=number if restart is None else restart,
                is_plain=element.find(f"{WORD}isLgl") is not None,
                style=style.get(f"{WORD}val", "") if style is not None else "",
            ),
        )
