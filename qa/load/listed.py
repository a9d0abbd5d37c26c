"""The numbers of the paragraphs of OpenDocument texts and of slides, counted as the programs do."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from lxml.etree import _Element

from qa.load.numbers import read_integer, write_number

KINDS = frozenset({"1", "01", "a", "A", "i", "I"})
LIST_LEVELS = ("{*}list-level-style-number", "{*}outline-level-style")
ITEMS = ("list-item", "list-header")
# the first half of the names of numbers on slides, and what the second half sets around them
SLIDE_KINDS = {"arabic": "1", "alphaLc": "a", "alphaUc": "A", "romanLc": "i", "romanUc": "I"}
SLIDE_FORMS = {"Period": "{}.", "ParenR": "{})", "ParenBoth": "({})", "Plain": "{}"}


class Level(NamedTuple):
    """How one level of a list is numbered."""

    kind: str
    before: str
    behind: str
    start: int
    shown: int  # how many levels stand in a number, this one and those above it


Levels = Mapping[int, Level]


@dataclass(slots=True)
class OpenList:
    """A list around the present paragraph, with the numbers given so far at each level."""

    style: str
    counts: dict[int, int]
    has_item: bool = False  # that waits for its first paragraph
    value: int | None = None  # that the item says it has


@dataclass(slots=True)
class Outline:
    """Counts the lists and the headings of an OpenDocument text in their order."""

    styles: Mapping[str, Levels] = field(default_factory=dict)
    named: Mapping[str, str] = field(default_factory=dict)  # the style of the list of a style of paragraphs
    headings: Levels = field(default_factory=dict)
    _open: list[OpenList] = field(default_factory=list)
    _last: dict[str, dict[int, int]] = field(default_factory=dict)  # the numbers of the latest list of a style
    _known: dict[str, dict[int, int]] = field(default_factory=dict)  # and of lists by their ids
    _heads: dict[int, int] = field(default_factory=dict)

    def open(self, element: _Element) -> None:
        """Go into a list or an item of one."""
        if name_tag(element) == "list":
            self._open_list(element)
        elif name_tag(element) in ITEMS and self._open:
            self._open[-1].has_item = name_tag(element) == "list-item"
            self._open[-1].value = read_integer(read_attribute(element, "start-value"))

    def _open_list(self, element: _Element) -> None:
        style = read_attribute(element, "style-name")
        goes_on = read_attribute(element, "continue-numbering") == "true"
        if self._open:
            above = self._open[-1]
            above.has_item = False  # an item that begins with a list has no number of its own
            if not goes_on:
                above.counts.pop(len(self._open) + 1, None)
            self._open.append(OpenList(style or above.style, above.counts))
            return
        continued = self._known.get(read_attribute(element, "continue-list"))
        counts = continued if continued is not None else self._last.get(style, {}) if goes_on else {}
        self._last[style] = counts
        if name := read_attribute(element, "id"):
            self._known[name] = counts
        self._open.append(OpenList(style, counts))

    def close(self, element: _Element) -> None:
        """Go out of a list."""
        if name_tag(element) == "list" and self._open:
            self._open.pop()

    def count(self, paragraph: _Element) -> str:
        """Return the number that is shown before a paragraph or a heading, and count it; empty where it has none."""
        if self._open:
            inner = self._open[-1]
            is_first, inner.has_item = inner.has_item, False
            style = inner.style or self.named.get(read_attribute(paragraph, "style-name"), "")
            return _count(self.styles.get(style, {}), len(self._open), inner.counts, inner.value) if is_first else ""
        level = read_integer(read_attribute(paragraph, "outline-level")) or 1
        if name_tag(paragraph) != "h" or read_attribute(paragraph, "is-list-header") == "true":
            return ""
        return _count(self.headings, level, self._heads, read_integer(read_attribute(paragraph, "start-value")))


def _count(levels: Levels, level: int, counts: dict[int, int], value: int | None) -> str:
    form = levels.get(level)
    usual = counts[level] + 1 if level in counts else form.start if form else 1
    counts[level] = usual if value is None else value
    for deeper in [one for one in counts if one > level]:
        del counts[deeper]
    if form is None or form.kind not in KINDS:
        return ""
    parts = []
    for number in range(max(1, level - form.shown + 1), level + 1):
        kind = levels[number].kind if number in levels else ""
        if kind in KINDS:
            parts.append(write_number(counts.setdefault(number, levels[number].start), kind))
    return f"{form.before}{'.'.join(parts)}{form.behind}".strip() if all(parts) else ""


def read_outline(roots: Iterable[_Element]) -> Outline:
    """Return what counts the lists of an OpenDocument text, by the styles in its parts."""
    styles: dict[str, Levels] = {}
    named: dict[str, str] = {}
    headings: Levels = {}
    for root in roots:
        for style in root.iter("{*}list-style"):
            styles[read_attribute(style, "name")] = _read_levels(style)
        for style in root.iter("{*}outline-style"):
            headings = _read_levels(style)
        for style in root.iter("{*}style"):
            if name := read_attribute(style, "list-style-name"):
                named[read_attribute(style, "name")] = name
    return Outline(styles, named, headings)


def _read_levels(style: _Element) -> Levels:
    levels = {}
    for element in style.iterchildren(*LIST_LEVELS):
        start, shown = (read_integer(read_attribute(element, name)) for name in ("start-value", "display-levels"))
        levels[read_integer(read_attribute(element, "level")) or 0] = Level(
            read_attribute(element, "num-format"),
            read_attribute(element, "num-prefix"),
            read_attribute(element, "num-suffix"),
            1 if start is None else start,
            shown or 1,
        )
    return levels


def number_slide(paragraphs: Iterable[_Element]) -> Iterator[str]:
    """Yield the number of each paragraph of a box on a slide, empty for those that have none or say nothing."""
    counts: dict[int, tuple[tuple[str, int], int]] = {}  # of each level, what is counted and how far
    for paragraph in paragraphs:
        if not any((text.text or "").strip() for text in paragraph.iter("{*}t")):
            yield ""
            continue
        about = next(paragraph.iterchildren("{*}pPr"), None)
        level = (read_integer(about.get("lvl", "")) or 0) if about is not None else 0
        auto = next(about.iterchildren("{*}buAutoNum"), None) if about is not None else None
        for deeper in [one for one in counts if one > level or (one == level and auto is None)]:
            del counts[deeper]
        if auto is None:
            yield ""
            continue
        start = read_integer(auto.get("startAt", ""))
        scheme = auto.get("type", ""), 1 if start is None else start
        counted, number = counts.get(level, (None, 0))
        counts[level] = scheme, number + 1 if counted == scheme else scheme[1]
        yield _write_slide(scheme[0], counts[level][1])


def _write_slide(scheme: str, value: int) -> str:
    for kind, written in SLIDE_KINDS.items():
        form = SLIDE_FORMS.get(scheme.removeprefix(kind), "")
        if scheme.startswith(kind) and form and (number := write_number(value, written)):
            return form.format(number)
    return ""


def read_attribute(element: _Element, name: str) -> str:
    """Return an attribute whatever the name of its space is, empty where there is none."""
    return next((str(value) for key, value in element.items() if str(key).rpartition("}")[2] == name), "")


def name_tag(element: _Element) -> str:
    """Return the tag of an element without the name of its space."""
    return str(element.tag).rpartition("}")[2]
