"""The lines that a reader sees of a page, each with the element that it stands in."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from lxml import etree
from lxml.etree import _Element

INLINE = frozenset(
    "a abbr acronym b bdi bdo big cell cite code data del dfn em font hi i ins kbd label mark meter nobr q ref rp rt"
    " ruby s samp small span strike strong sub sup td th time tt u var wbr".split()
)
CELLS = frozenset({"cell", "td", "th"})
UNSEEN = frozenset({"script", "style", "template", "noscript", "svg", "math", "iframe", "object", "button", "select"})
FURNITURE = UNSEEN | {"head", "nav", "aside", "footer", "form"}


class Line(NamedTuple):
    """A line as it is read, and the element whose text it begins with."""

    text: str
    element: _Element


def read_lines(root: _Element, unseen: frozenset[str]) -> Iterator[Line]:
    """Yield the lines that a reader sees below an element of HTML or of trafilatura's likeness of it.

    The walk is not recursive: pages nest deeper than Python's stack.
    """
    parts: list[str] = []
    written = 0  # how many elements around this one keep their line ends
    block = root
    walk = etree.iterwalk(root, events=("start", "end"))
    for event, element in walk:
        if event == "start" and element.tag in unseen:
            walk.skip_subtree()
        elif event == "start":
            if _breaks_line(element):
                yield from _end_lines(parts, written, block)
                block = element
            elif element.tag in CELLS and parts:
                parts.append(" | ")
            written += _is_written(element)
            parts.append(element.text or "")
        else:
            if _breaks_line(element):
                yield from _end_lines(parts, written, block)
                above = element.getparent()
                block = root if element is root or above is None else above
            written -= element.tag not in unseen and _is_written(element)
            parts.append((element.tail or "") if element is not root else "")
    yield from _end_lines(parts, written, block)


def _breaks_line(element: _Element) -> bool:
    return element.tag not in INLINE or _is_written(element)


def _is_written(element: _Element) -> bool:
    """Whether the lines of an element are to be kept: preformatted text and code of several lines."""
    return element.tag == "pre" or (element.tag == "code" and "\n" in "".join(map(str, element.itertext())))


def _end_lines(parts: list[str], written: int, block: _Element) -> Iterator[Line]:
    """Yield what has been gathered as one line, or as it is written, and forget it."""
    text = "".join(parts)
    parts.clear()
    lines = (line.rstrip() for line in text.split("\n")) if written else [" ".join(text.split()).strip(" |")]
    yield from (Line(line, block) for line in lines if line.strip())
