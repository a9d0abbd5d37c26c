"""What pages put around an article: consent to cookies, newsletters on offer, and the tools of wikis and blogs."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.html import HtmlElement

BOX_TAGS = ("div", "section", "aside", "p", "dialog", "form")
CONSENT = re.compile(
    r"cookie|consent|gdpr|(?:^|[\s_-])(?:onetrust|didomi|usercentrics|truste|osano|borlabs|qc-cmp|cc-window|sp_message)"
)
OFFER = re.compile(r"newsletter|subscribe(?!r)|sign-?up|mailing-?list")
OFFERS = re.compile(r"\b(?:subscrib|sign(?:ing)? up|newsletter|in-?box|e-?mail|abonn|inscri)", re.IGNORECASE)
# names of MediaWiki's, Confluence's and WordPress's own parts
TOOL = re.compile(
    r"(?:^|\s)(?:mw-(?:editsection|jump-link|cite-backlink|indicators)|jump-to-nav|site(?:notice|sub)|contentsub|printfooter"
    r"|catlinks|noprint|toc|navbox|breadcrumb-section|page-metadata|pagesection|sharedaddy|jp-relatedposts)(?:\s|$)"
)
OFFER_CHARACTERS = 600  # the longest offer; a newsletter's own article is longer
CONSENT_CHARACTERS = 2_000  # the longest box that may hold more than the article does
MOST = 0.5  # of the letters in a page's paragraphs


def is_tool(element: HtmlElement, page: HtmlElement, counts: Mapping[HtmlElement, int]) -> bool:
    """Say whether an element is a part of a wiki or a blog that is there to be used, not read, by its names."""
    is_named = TOOL.search(_list_names(element)) is not None and counts[element] <= MOST * counts[page]
    return is_named and next(element.iter("h1"), None) is None


def _list_names(element: HtmlElement) -> str:
    return f"{element.get('class', '')} {element.get('id', '')}".lower()


def is_box(element: HtmlElement, page: HtmlElement, counts: Mapping[HtmlElement, int]) -> bool:
    """Say whether an element is such a box by its names, and not the article by what it holds.

    ``counts`` are the letters in the paragraphs of each element. A box may hold most of a short page, if there is a
    headline and a paragraph beside it.
    """
    names = _list_names(element)
    is_consent = CONSENT.search(names) is not None
    if not is_consent and not OFFER.search(names):
        return False
    if next(element.iter("h1", "article", "main"), None) is not None:
        return False
    text = " ".join("".join(map(str, element.itertext())).split())
    if not is_consent and (len(text) > OFFER_CHARACTERS or not OFFERS.search(text)):
        return False
    if counts[element] <= MOST * counts[page]:
        return True
    is_beside = counts[element] < counts[page] and next(page.iter("h1", "article", "main"), None) is not None
    return is_beside and len(text) <= CONSENT_CHARACTERS
