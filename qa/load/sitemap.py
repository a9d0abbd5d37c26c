"""Sitemaps: the pages of a site, as far as its robots.txt allows, one after the other and not too fast."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from typing import NamedTuple
from urllib.parse import urljoin, urlsplit
from urllib.robotparser import RobotFileParser

from qa.errors import ArticleError
from qa.load.fetch import HEADERS, Page

SITEMAP_TAG = re.compile(rb"<(?:\w+:)?(urlset|sitemapindex)\b")
SITEMAP_WITHIN = 2_048  # bytes at the start of a document in which it shows itself
MOST_SITEMAPS = 50  # that a sitemap of sitemaps may name
PAUSE_SECONDS, LONGEST_PAUSE_SECONDS = 1.0, 30.0  # between two pages of one site

Fetch = Callable[[str], Page]


class Entry(NamedTuple):
    """A page that a sitemap names, and the day on which it last changed, where that is told."""

    url: str
    changed: str


def looks_like_sitemap(data: bytes) -> bool:
    """Whether a document shows itself as a sitemap."""
    return SITEMAP_TAG.search(data[:SITEMAP_WITHIN]) is not None


def list_pages(sitemap: Page, fetch: Fetch, *, since: str = "") -> Iterator[str]:
    """Yield the addresses of a sitemap on its own host that may be fetched, pausing before each but the first.

    Pages that have not changed ``since`` that day (YYYY-MM-DD) are left out.
    """
    host = urlsplit(sitemap.url).netloc
    robots = read_robots(sitemap.url, fetch)
    agent = HEADERS["User-Agent"]
    pause = min(float(robots.crawl_delay(agent) or PAUSE_SECONDS), LONGEST_PAUSE_SECONDS)
    seen: set[str] = set()
    for entry in _read_entries(sitemap, fetch):
        is_old = bool(since and entry.changed and entry.changed[:10] < since)
        if entry.url in seen or urlsplit(entry.url).netloc != host or is_old or not robots.can_fetch(agent, entry.url):
            continue
        if seen:
            time.sleep(pause)
        seen.add(entry.url)
        yield entry.url


def read_robots(url: str, fetch: Fetch) -> RobotFileParser:
    """Return the rules of a site; one without a robots.txt allows everything."""
    robots = RobotFileParser()
    try:
        page = fetch(urljoin(url, "/robots.txt"))
        robots.parse(page.data.decode("utf-8", "replace").splitlines())
    except ArticleError:
        robots.parse([])
    return robots


def _read_entries(sitemap: Page, fetch: Fetch) -> Iterator[Entry]:
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True, huge_tree=False)
    root = etree.fromstring(sitemap.data, parser)
    if root is None:
        raise ArticleError("a sitemap that cannot be read: check it")
    if str(root.tag).endswith("sitemapindex"):
        for address in list(root.iterfind("{*}sitemap/{*}loc"))[:MOST_SITEMAPS]:
            inner = fetch(urljoin(sitemap.url, (address.text or "").strip()))
            if SITEMAP_TAG.search(inner.data[:SITEMAP_WITHIN]) and b"<sitemapindex" not in inner.data[:SITEMAP_WITHIN]:
                yield from _read_entries(inner, fetch)
        return
    for page in root.iterfind("{*}url"):
        address = (page.findtext("{*}loc") or "").strip()
        if address:
            yield Entry(urljoin(sitemap.url, address), (page.findtext("{*}lastmod") or "").strip())
