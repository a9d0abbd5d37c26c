"""The day on which a page's article was published, as against changed, archived or merely printed on the page."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from copy import deepcopy
from datetime import date, datetime
from typing import Any

from lxml import etree
from lxml.html import HtmlElement

from qa.load.fields import iso_date
from qa.load.page.tree import REGULAR_EXPRESSIONS

# what pages state in their head, the surest first; the second kind is now and then the day of a change
PUBLISHED_NAMES = (
    *("article:published_time", "og:published_time", "og:article:published_time", "datepublished", "date_published"),
    *("citation_publication_date", "citation_online_date", "parsely-pub-date", "sailthru.date", "publication_date"),
    *("dcterms.issued", "dc.date.issued"),
)
VAGUE_NAMES = (
    *("dcterms.created", "dc.date.created", "dc.date", "dcterms.date"),
    *("publish-date", "publish_date", "pubdate", "published", "date"),
)
ARTICLE_TYPE = re.compile(r"Article|Posting|Report")
READERS_TYPE = re.compile(r"Comment|Review|Answer")
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
DAY_IN_ADDRESS = re.compile(r"/((?:19|20)\d\d)[/-]?(\d{1,2})[/-]?(\d{1,2})(?=[/_-]|$)")
ADDRESSES = "//link[@rel='canonical']/@href | //meta[@property='og:url']/@content"
FARTHEST_ZONE = 14 * 3600  # seconds from universal time
ZONE_STEP = 15 * 60  # all zones are such steps away from it
# a day that the text only speaks of: "paper photos are no longer accepted since 1 May 2025"
SPOKEN_OF = r"\b(since|until|till|before|after|seit|bis)\s+(the\s+)?\d"
# parts of a page whose dates are those of something else: a related story, the site, a change, a comment, an event
OTHER_DATES = rf"""
    //aside | //nav | //footer | //link[not(@rel='canonical')]
    | //script[contains(., 'dateModified') and not(contains(., 'datePublished'))]
    | //meta[re:test(concat(@http-equiv, ' ', @property, ' ', @name, ' ', @itemprop), 'modif|updat|revis|expire', 'i')]
    | //*[re:test(concat(@class, ' ', @id, ' ', @itemprop), 'comment', 'i')]
        [not(self::html or self::body or self::article or self::main or self::meta)]
    | //time[re:test(@class, '(^|\s)date-(past|future|upcoming)(\s|$)')]
    | //*[self::p or self::li][re:test(., '{SPOKEN_OF}', 'i')]
    | //p[string-length(normalize-space()) > 120] | //li[string-length(normalize-space()) > 120]
"""


def find_published(page: HtmlElement, url: str) -> str:
    """Return the publication date of the page's article in ISO 8601, or nothing where the page does not tell."""
    named = _stated_in_names(page)
    stated = (
        *_stated_in_json(page),
        *(named[name] for name in PUBLISHED_NAMES if name in named),
        *_stated_in_text(page),
        *(named[name] for name in VAGUE_NAMES if name in named),
    )
    dates = [day for day in map(_read_date, stated) if day]
    if not dates:
        return _guess(page, url)
    return _find_local(dates, [url, *page.xpath(ADDRESSES)]) if dates[0].endswith("+00:00") else dates[0]


def _read_date(stated: str) -> str:
    """Return a date, with its time where it has one, in ISO 8601, or nothing where it does not read as one."""
    text = iso_date(stated)
    for part in (text, text[:10]):  # a day with something else behind it is still a day
        with suppress(ValueError):
            return part if DAY.match(part) and datetime.fromisoformat(part) else ""
    return ""


def _find_local(dates: Sequence[str], addresses: Sequence[str]) -> str:
    """Return the first date as its publisher's calendar has it, where the page says the same moment in local time.

    An evening in America is the next day in universal time, which the heads of pages like to use.
    """
    moment = datetime.fromisoformat(dates[0]).replace(tzinfo=None)
    for other in dates[1:]:
        away = abs((datetime.fromisoformat(other).replace(tzinfo=None) - moment).total_seconds())
        if "T" in other and 0 < away <= FARTHEST_ZONE and away % ZONE_STEP == 0:
            return other
    for found in filter(None, map(DAY_IN_ADDRESS.search, addresses)):
        with suppress(ValueError):  # numbers that are no day
            day = date(*map(int, found.groups()))
            if abs((day - moment.date()).days) == 1:
                return day.isoformat()
    return dates[0]


def _stated_in_json(page: HtmlElement) -> list[str]:
    """Return the dates in the page's JSON-LD, those of articles before those of anything else."""
    dates = []
    for script in page.iterfind(".//script[@type='application/ld+json']"):
        try:
            nodes = [json.loads(script.text or "", strict=False)]
        except (ValueError, RecursionError):
            continue
        for node in _walk(nodes):
            published, kind = node.get("datePublished"), str(node.get("@type"))
            if isinstance(published, str) and not READERS_TYPE.search(kind):
                dates.append((not ARTICLE_TYPE.search(kind), published))
    return [published for _, published in sorted(dates, key=lambda found: found[0])]


def _walk(nodes: list[Any]) -> Iterator[dict[str, Any]]:
    """Yield every mapping in parsed JSON, the outer ones first."""
    for node in nodes:  # the list grows as it is read
        if isinstance(node, dict):
            yield node
            nodes.extend(node.values())
        elif isinstance(node, list):
            nodes.extend(node)


def _stated_in_names(page: HtmlElement) -> dict[str, str]:
    named: dict[str, str] = {}
    for meta in page.iterfind(".//meta[@content]"):
        name = meta.get("property") or meta.get("name") or meta.get("itemprop") or ""
        named.setdefault(name.lower(), meta.get("content", ""))
    return named


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
    day = find_date(rest, extensive_search=True, original_date=True, deferred_url_extractor=True, url=url or None) or ""
    return day if _is_written(day, rest) else ""


def _is_written(day: str, page: HtmlElement) -> bool:
    """Whether the page writes a day that is the first of a month: htmldate completes a mere month or year to it."""
    if not day.endswith("-01"):
        return True

    year, month, _ = day.split("-")
    years, months, first = rf"(?:{year}|{year[2:]})(?!\d)", rf"0?{int(month)}", r"(?<!\d)0?1"
    word = r"[^\W\d_]{3,12}\.?"
    ways = (
        rf"(?<!\d){year}[-/._ ]?{month}[-/._ ]?01(?!\d)",
        rf"{first}(?:\.|st|er|º)?[\s./-]+(?:de )?(?:{months}[./-]|{word},? (?:de )?) ?{years}",
        rf"{word} 0?1(?:st)?,? {year}",
        rf"(?<!\d){months}/0?1/{years}",
    )
    return re.search("|".join(ways), etree.tostring(page, encoding="unicode")) is not None
