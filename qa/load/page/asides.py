"""Asides of a page: those that belong to the article, as a box of facts does, and those about something else."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from qa.load.page.lines import UNSEEN, read_lines
from qa.load.page.tree import name_words

if TYPE_CHECKING:
    from lxml.html import HtmlElement

BOX_WORDS = 6  # the fewest of a line that says something
MOST_LINKED = 0.3  # of the letters of a box of facts
OTHER_BOX = re.compile(
    r"relat|recommend|promo|\bads?\b|advert|sponsor|newsletter|sign-?up|subscri|author|\bbio|by-?line|share|social|nav|menu"
    r"|comment|sidebar|side-bar|widget|popular|trending|most-|latest|more-|read-?more|quote|recirc|cookie|consent|gallery"
    r"|video|audio|player|caption|credit|toc\b|contents|topic|\btags?\b|donat|paywall|banner|modal|popup|teaser|\brail"
)
OTHER_HEADING = re.compile(
    r"\W*(?:related|more\b|most\b|read (?:more|also|next)|see also|also (?:read|on)|recommended|sign up|subscribe"
    r"|newsletter|share|follow|about the (?:author|writer)|advert|sponsored|latest|popular|trending|topics|tags"
    r"|contents|in this (?:article|story)|join|download|watch|listen|support|contact|mehr|lesen sie|à lire)\b",
    re.IGNORECASE,
)


def is_fact_box(aside: HtmlElement) -> bool:
    """Say whether an aside stands in the article and belongs to it, as a box of facts does."""
    if next(aside.iterancestors("article", "main"), None) is None:
        return False
    lines = [line.text for line in read_lines(aside, UNSEEN)]
    if not lines or OTHER_BOX.search(name_words(aside)) or OTHER_HEADING.match(lines[0]):
        return False
    letters = len("".join(map(str, aside.itertext())).strip())
    linked = sum(len("".join(map(str, link.itertext())).strip()) for link in aside.iter("a"))
    says = any(len(line.split()) >= BOX_WORDS for line in lines)
    return says and linked <= MOST_LINKED * letters and next(aside.iter("form", "input", "blockquote"), None) is None
