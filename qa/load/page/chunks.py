"""The boxes that hold an article: several of one name are made one, and what empty lines part becomes paragraphs."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from lxml.html import HtmlElement

from qa.load.page.lines import INLINE
from qa.load.page.tree import count_letters

ARTICLE_BODY = re.compile(
    r"(?:article|story|entry|content|body)(?:[_-]+\w+)?[_-]{1,2}(?:body|text|content|copy|chunk|container)|articlebody"
)
OTHER_TEXT = re.compile(r"comment|reply|answer|question|teaser|related|promo|card|list|footer|sidebar")
LEAST_LETTERS = 200  # in a box that holds an article
PARTED = ("div", "section", "article", "main")
INNER = INLINE - {"td", "th", "cell"} | {"br", "img"}


def join_chunks(page: HtmlElement) -> None:
    """Move what stands in further boxes of an article into its first: extraction would read that one alone.

    They are boxes of one list of classes at one depth, full of paragraphs, with no headline between them: posts in a
    row have one each.
    """
    for boxes in list_chunks(page):
        for box in boxes[1:]:
            boxes[0].extend(list(box))


def list_chunks(page: HtmlElement) -> Iterator[list[HtmlElement]]:
    """Yield the boxes that are one article, in their order."""
    alike: dict[tuple[str, ...], list[HtmlElement]] = defaultdict(list)
    boxes: set[HtmlElement] = set()
    headlines = 0  # that stand in none of the boxes
    for element in page.iter("div", "section", "h1", "h2"):
        if element.tag in {"h1", "h2"}:
            headlines += boxes.isdisjoint(element.iterancestors())
        elif _is_body(element):
            above = [f"{outer.tag} {outer.get('class', '')}" for outer in element.iterancestors()]
            alike[str(headlines), element.get("class", ""), *above].append(element)
            boxes.add(element)
    yield from (found for found in alike.values() if len(found) > 1)


def _is_body(element: HtmlElement) -> bool:
    name = element.get("class", "").lower()
    if not ARTICLE_BODY.search(name):
        return False
    around = " ".join(
        [name, *(outer.get("class", "").lower() for outer in element.iterancestors("div", "section", "ul"))]
    )
    letters = sum(map(count_letters, element.iterchildren("p")))
    return letters >= LEAST_LETTERS and not OTHER_TEXT.search(around)


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
