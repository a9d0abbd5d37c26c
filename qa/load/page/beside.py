"""Headings and lists that extraction left out although they stand beside the paragraphs that it kept."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from itertools import chain

from lxml.etree import _Element
from lxml.html import HtmlElement

from qa.load.page.boxes import OTHER_BOX, OTHER_HEADING
from qa.load.page.lines import FURNITURE, HEADINGS, read_lines
from qa.load.page.standfirst import letters
from qa.load.page.tree import BARE, HEADED, name_words

INNER = frozenset("li dt dd tr td th thead tbody tfoot caption".split())  # what stands in a list or a table
OUTER = frozenset("ul ol dl".split())
MOST_LINKED = 0.5  # of the letters of a list or a heading; more is a menu
KNOWN_LETTERS = 30  # by so many of its first a line is known again whose end extraction changed


def put_back(page: HtmlElement, found: Sequence[str]) -> list[str]:
    """Return the lines that extraction found, with those of headings and lists beside them in their places.

    Where no box of a page is named as the article's, extraction keeps paragraphs and tables alone. Further parts of
    the article have a heading and nothing but blocks below it, and are called as a part of which it kept some.
    """
    keys = list(map(letters, found))
    known = {key[:KNOWN_LETTERS] for key in keys}
    places = {key: number for number, key in reversed(list(enumerate(keys)))}
    lines = [(line.text, letters(line.text), _find_block(line.element)) for line in read_lines(page, FURNITURE)]
    boxes = {block.getparent() for _, key, block in lines if key in places}
    parts = {_name_part(box) for box in boxes if box is not None}

    @cache
    def is_part(box: _Element) -> bool:
        is_headed = len(box) and box[0].tag in HEADINGS and all(child.tag in BARE for child in box)
        return bool(is_headed) and _name_part(box) in parts

    @cache
    def belongs(block: _Element) -> bool:
        box = block.getparent()
        is_beside = block.tag in HEADED if box is None or box in boxes else is_part(box)
        return is_beside and not _is_furniture(block)

    lost: list[list[str]] = [[] for _ in range(len(found) + 1)]  # before each line and behind the last, backwards
    place = len(found)
    is_followed = False  # a heading with nothing below it is one of something else
    for text, key, block in reversed(lines):
        if key in places:
            place, is_followed = places[key], True
        elif (is_followed or block.tag not in HEADINGS) and belongs(block) and key[:KNOWN_LETTERS] not in known:
            lost[place].append(text)
            is_followed = True
    return [
        *chain.from_iterable([*before[::-1], line] for before, line in zip(lost, found, strict=False)),
        *lost[-1][::-1],
    ]


def _name_part(box: _Element) -> tuple[_Element | None, object, str]:
    return box.getparent(), box.tag, box.get("class", "")


def _find_block(element: _Element) -> _Element:
    """Return the list or the table in which an element stands, or else itself."""
    above = element.getparent()
    while above is not None and (element.tag in INNER or above.tag in INNER or above.tag in OUTER):
        element, above = above, above.getparent()
    return element


def _is_furniture(block: _Element) -> bool:
    """Say whether a list or a heading is a menu, or about something else than the article."""
    text = "".join(map(str, block.itertext()))
    if OTHER_BOX.search(name_words(block)) or (block.tag in HEADINGS and OTHER_HEADING.match(text)):
        return True
    linked = sum(len("".join(map(str, link.itertext()))) for link in block.iter("a"))
    return linked > MOST_LINKED * len(text)
