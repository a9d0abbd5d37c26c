"""The day on which a page's article was published, as against changed, archived or merely printed on the page."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from copy import deepcopy
from typing import TYPE_CHECKING, Any

from qa.load.fields import iso_date
from qa.load.page.tree import REGULAR_EXPRESSIONS

if TYPE_CHECKING:
    from lxml.html import HtmlElement

# what pages state in their head, the surest first; none of these is ever the day of a change
PUBLISHED_NAMES = (
    *("article:published_time", "og:published_time", "og:article:published_time", "datepublished", "date_published"),
    *("citation_publication_date", "citation_online_date", "parsely-pub-date", "sailthru.date", "publication_date"),
    *("dcterms.issued", "dc.date.issued", "dcterms.created", "dc.date.created", "dc.date", "dcterms.date"),
    *("publish-date", "publish_date", "pubdate", "published", "date"),
)
ARTICLE_TYPE = re.compile(r"Article|Posting|Report|Review")
# parts of a page whose dates are those of something else: a related story, the site, a change, a comment, an event
OTHER_DATES = """
    //aside | //nav | //footer | //script[contains(., 'dateModified') and not(contains(., 'datePublished'))]
    | //meta[re:test(concat(@http-equiv, ' ', @property, ' ', @name, ' ', @itemprop), 'modif|updat|revis|expire', 'i')]
    | //*[re:test(concat(@class, ' ', @id, ' ', @itemprop), 'comment', 'i')]
        [not(self::html or self::body or self::article or self::main or self::meta)]
    | //p[string-length(normalize-space()) > 120] | //li[string-length(normalize-space()) > 120]
"""


def find_published(page: HtmlElement, url: str) -> str:
    """Return the publication date of the page's article in ISO 8601, or nothing where the page does not tell."""
    stated = (*_stated_in_json(page), *_stated_in_names(page), *_stated_in_text(page))
    dates = (iso_date(value) for value in stated)
    return next((day for day in dates if re.match(r"\d{4}-\d{2}-\d{2}", day)), "") or _guess(page, url)


def _stated_in_json(page: HtmlElement) -> list[str]:
    """Return the dates in the page's JSON-LD, those of articles before those of anything else."""
    dates = []
    for script in page.iterfind(".//script[@type='application/ld+json']"):
        try:
            nodes = [json.loads(script.text or "", strict=False)]
        except (ValueError, RecursionError):
            continue
        for node in _walk(nodes):
            published = node.get("datePublished")
            if isinstance(published, str):
                dates.append((not ARTICLE_TYPE.search(str(node.get("@type"))), published))
    return [published for _, published in sorted(dates, key=lambda found: found[0])]


def _walk(nodes: list[Any]) -> Iterator[dict[str, Any]]:
    """Yield every mapping in parsed JSON, the outer ones first."""
    for node in nodes:  # the list grows as it is read
        if isinstance(node, dict):
            yield node
            nodes.extend(node.values())
        elif isinstance(node, list):
            nodes.extend(node)


def _stated_in_names(page: HtmlElement) -> list[str]:
    named: dict[str, str] = {}
    for meta in page.iterfind(".//meta[@content]"):
        name = meta.get("property") or meta.get("name") or meta.get("itemprop") or ""
        named.setdefault(name.lower(), meta.get("content", ""))
    return [named[name] for name in PUBLISHED_NAMES if name in named]


def _stated_in_text(page: HtmlElement) -> list[str]:
    elements = page.xpath("//*[@itemprop='datePublished'] | //time[@pubdate]")
    return [element.get("datetime") or element.get("content") or element.text_content() for element in elements]


def _guess(page: HtmlElement, url: str) -> str:
    """Return htmldate's finding for what is left of the page when dates of other things are taken out."""
    from htmldate import find_date

    rest = deepcopy(page)
    for element in rest.xpath(OTHER_DATES, namespaces=REGULAR_EXPRESSIONS):
        element.drop_tree() if element.getparent() is not None else None
    # the extensive search is right on .91 of htmldate's own pages, the quick one on .79, at the same precision
    return (
        find_date(rest, extensive_search=True, original_date=True, deferred_url_extractor=True, url=url or None) or ""
    )
