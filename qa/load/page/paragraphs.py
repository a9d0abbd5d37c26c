"""Paragraphs that a page parts by empty lines alone, made such: extraction looks for the elements."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa.load.page.lines import INLINE

if TYPE_CHECKING:
    from lxml.html import HtmlElement

PARTED = ("div", "section", "article", "main")
LEAST_LETTERS = 200  # in a box of such paragraphs
INNER = INLINE - {"td", "th", "cell"} | {"br", "img"}


def mark_paragraphs(page: HtmlElement) -> None:
    """Put each paragraph of a box that holds nothing but text and parts it by two line breaks into an element."""
    for box in list(page.iter(*PARTED)):
        children = list(box)
        if any(child.tag not in INNER for child in children) or len(box.text_content()) < LEAST_LETTERS:
            continue
        ends = [number for number, child in enumerate(children[:-1]) if _parts(child, children[number + 1])]
        if ends:
            _wrap(box, children)


def _parts(line_break: HtmlElement, following: HtmlElement) -> bool:
    return line_break.tag == following.tag == "br" and not (line_break.tail or "").strip()


def _wrap(box: HtmlElement, children: list[HtmlElement]) -> None:
    paragraph = box.makeelement("p")
    paragraph.text, box.text = box.text, None
    paragraphs = [paragraph]
    for number, child in enumerate(children):
        box.remove(child)
        if number and _parts(children[number - 1], child):
            paragraph = box.makeelement("p")
            paragraph.text = child.tail
            paragraphs.append(paragraph)
        else:
            paragraph.append(child)
    box.extend(paragraphs)
