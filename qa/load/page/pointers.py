"""Lines within an article that are none of it: the labels of advertisements, and what else there is to read."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.html import HtmlElement

BLOCKS = ("p", "div", "li", "h2", "h3", "h4", "h5", "h6", "aside", "section", "blockquote")
LABEL = re.compile(
    r"\W*(?:(?:(?:story|article) continues|scroll|continue reading) (?:below|after) (?:this |the )?ad(?:vertisement)?"
    r"|(?:skip )?(?:ads?|advertisements?|advertising)|sponsored content"
    r"|anzeige|werbung|publicité|publicidad|publicidade|pubblicità|advertentie|annonse?|reklama?|реклама)\W*",
    re.IGNORECASE,
)
ELSEWHERE = re.compile(
    r"\W*(?:(?:more|related) (?:articles?|stor(?:y|ies)|reading|coverage|content|news|links|posts|topics|videos)"
    r"|(?:read|see|watch) (?:also|more|next)|also (?:read|see|on|in)|more(?: (?:on|from) this)?|related"
    r"|you (?:may|might) also like|don['’]t miss|lesen sie (?:(?:auch|dazu) (?:dazu|auch)|auch|mehr|hier)"
    r"|mehr (?:zum thema|dazu)|auch interessant|siehe auch"
    r"|(?:à )?lire (?:aussi|également)|(?:lea|lee|leer|ver|vea) (?:también|además|más)|(?:leia|veja) (?:também|mais)"
    r"|leggi (?:anche|pure)|(?:czytaj|zobacz) (?:też|także|również)|lees (?:ook|verder)|läs (?:också|även|mer)|les også"
    r"|читайте (?:також|также|ще|ещё|еще)|(?:дивіться|смотрите) (?:також|также)|по темі|по теме)(?!\w)",
    re.IGNORECASE,
)
LONGEST = 250  # characters of such a line
MOSTLY_LINKED = 0.7  # of the letters behind its opening
INNER_END = re.compile(r"[^\W\d_]{2}[.!?][\"'”’»)]*\s+\S")  # no headline holds the end of a sentence


def list_pointers(page: HtmlElement) -> list[HtmlElement]:
    """Return the paragraphs and boxes that label an advertisement or name other articles, with their lists."""
    found: list[HtmlElement] = []
    for element in page.iter(*BLOCKS):
        first = next((piece for piece in map(str, element.itertext()) if not piece.isspace()), "")
        if not (LABEL.fullmatch(first) or ELSEWHERE.match(first)):
            continue
        text = " ".join(element.text_content()[: 2 * LONGEST].split())
        if LABEL.fullmatch(text):
            found.append(element)
        elif (opening := ELSEWHERE.match(text)) and len(text) <= LONGEST:
            found += _list_elsewhere(element, text[opening.end() :])
    return found


def _list_elsewhere(element: HtmlElement, rest: str) -> list[HtmlElement]:
    """Return a line that names another article by a link or behind a colon, or opens a list below it."""
    named = rest.lstrip(" :–—-→»>|")
    if not named:
        below = element.getnext()
        is_list = (
            below is not None and below.tag in {"ul", "ol"} and _is_linked(below, len(below.text_content().strip()))
        )
        return [element, below] if is_list else [element]
    is_headline = rest.lstrip().startswith(":") and not INNER_END.search(named)
    return [element] if is_headline or _is_linked(element, len(named)) else []


def _is_linked(element: HtmlElement, letters: int) -> bool:
    linked = sum(len(link.text_content().strip()) for link in element.iter("a"))
    return 0 < linked >= MOSTLY_LINKED * letters
