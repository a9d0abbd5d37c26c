"""Sitemaps: the pages of a site, as far as its robots.txt allows, one after the other and not too fast."""

from __future__ import annotations

import gzip
import re
import time
import zlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from io import BytesIO
from typing import NamedTuple
from urllib.parse import urljoin, urlsplit
from urllib.robotparser import RobotFileParser

from lxml import etree
from lxml.etree import _Element

from qa.errors import ArticleError, LimitError
from qa.load.fetch import HEADERS, Page
from qa.load.fields import is_before
from qa.load.places import Other
from qa.records import Skipped

SITEMAP_TAG = re.compile(rb"<(?:\w+:)?(urlset|sitemapindex)\b")
GZIP = b"\x1f\x8b"  # the first bytes of a packed one (sitemap.xml.gz)
SITEMAP_WITHIN = 2_048  # bytes at the start of a document in which it shows itself
MOST_SITEMAPS = 50  # that a sitemap of sitemaps may name
ROBOTS_BYTES = 500_000  # of a robots.txt that are read, as RFC 9309 asks at least
PAUSE_SECONDS, LONGEST_PAUSE_SECONDS = 1.0, 30.0  # between two pages of one site

Fetch = Callable[[str], Page]


class Entry(NamedTuple):
    """A page that a sitemap names, and the day on which it last changed, where that is told."""

    url: str
    changed: str


def looks_like_sitemap(data: bytes) -> bool:
    """Whether a document shows itself as a sitemap."""
    return SITEMAP_TAG.search(data[:SITEMAP_WITHIN]) is not None


def unpack(page: Page, *, limit_bytes: int) -> Page:
    """Return a page packed with gzip as what is in it, any other as it is.

    Raises `ArticleError` where it cannot be unpacked, or holds more than the limit: no more than that is unpacked.
    """
    if not page.data.startswith(GZIP):
        return page
    try:
        with gzip.GzipFile(fileobj=BytesIO(page.data)) as stream:
            data = stream.read(limit_bytes + 1)
    except (OSError, EOFError, zlib.error):
        raise ArticleError("packed with gzip, and damaged: check it") from None
    if len(data) > limit_bytes:
        raise LimitError(f"unpacked larger than the limit of {limit_bytes / 1e6:g} MB: raise QA_ARTICLE_MEGABYTES")
    return replace(page, data=data)


def list_pages(sitemap: Page, fetch: Fetch, *, limit_bytes: int, since: str = "") -> Iterator[str | Other | Skipped]:
    """Yield the addresses of a sitemap on its own host that may be fetched, pausing before each but the first.

    A page that has not changed ``since`` that day (YYYY-MM-DD) is left out with its reason, as are the others, and a
    sitemap that this one names and that cannot be read, or is larger than the limit once unpacked.
    """
    host = urlsplit(sitemap.url).netloc
    robots = read_robots(sitemap.url, fetch)
    agent = HEADERS["User-Agent"]
    pause = min(int(robots.crawl_delay(agent) or PAUSE_SECONDS), LONGEST_PAUSE_SECONDS)  # it may have 4,000 digits
    seen: set[str] = set()
    is_first = True
    for entry in _read_entries(sitemap, fetch, limit_bytes):
        if isinstance(entry, Skipped):
            yield entry
            continue
        if entry.url in seen:
            continue
        seen.add(entry.url)
        if urlsplit(entry.url).netloc != host:
            yield Other("of another host")
        elif since and is_before(entry.changed, since):
            yield Other(f"older than {since}")
        elif not robots.can_fetch(agent, entry.url):
            yield Other("forbidden by robots.txt")
        else:
            if not is_first:
                time.sleep(pause)
            is_first = False
            yield entry.url


def read_robots(url: str, fetch: Fetch) -> RobotFileParser:
    """Return the rules of a site; one without a robots.txt allows everything."""
    robots = RobotFileParser()
    try:
        page = fetch(urljoin(url, "/robots.txt"))
        lines = page.data[:ROBOTS_BYTES].decode("utf-8", "replace").splitlines()
        robots.parse([line for line in lines if _is_rule(line)])
    except ArticleError:
        robots.parse([])
    return robots


def _is_rule(line: str) -> bool:
    """Whether the parser can read a line of a robots.txt; it stumbles over damaged numbers and addresses."""
    try:
        RobotFileParser().parse(["User-agent: *", line])
    except ValueError:
        return False
    return True


def _join(base: str, address: str | None) -> str:
    """Return an address that a sitemap names as a whole one; empty where it is none."""
    try:
        joined = urljoin(base, (address or "").strip())
        return joined if address and urlsplit(joined).netloc else ""
    except ValueError:  # such as http://[
        return ""


def _read_entries(sitemap: Page, fetch: Fetch, limit_bytes: int) -> Iterator[Entry | Skipped]:
    """Yield the pages that a sitemap names, or the sitemaps that it names."""
    root = _parse(sitemap)
    if not _names_sitemaps(root):
        yield from _list_entries(root, sitemap.url)
        return
    named = dict.fromkeys(_join(sitemap.url, place.text) for place in root.iterfind("{*}sitemap/{*}loc"))
    addresses = list(filter(None, named))
    for address in addresses[:MOST_SITEMAPS]:
        try:
            yield from _read_inner(unpack(fetch(address), limit_bytes=limit_bytes))
        except ArticleError as error:  # the pages of the others are read
            yield Skipped(address, str(error))
    if (more := len(addresses) - MOST_SITEMAPS) > 0:
        yield Skipped(sitemap.url, f"its last {more:,} sitemaps are not read, only {MOST_SITEMAPS}: name them")


def _read_inner(sitemap: Page) -> list[Entry]:
    """Return the pages of a sitemap that another one names; raise `ArticleError` where it names none itself."""
    if not looks_like_sitemap(sitemap.data):
        raise ArticleError("no sitemap: expected <urlset>")
    root = _parse(sitemap)
    if _names_sitemaps(root):
        raise ArticleError("it names sitemaps itself, as one that a sitemap names may not: name it as a place")
    return list(_list_entries(root, sitemap.url))


def _parse(sitemap: Page) -> _Element:

    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True, huge_tree=False)
    try:
        root = etree.fromstring(sitemap.data, parser)
    except etree.XMLSyntaxError:
        root = None
    if root is None:
        raise ArticleError("a sitemap that cannot be read: check it")
    return root


def _names_sitemaps(root: _Element) -> bool:
    return str(root.tag).endswith("sitemapindex")


def _list_entries(root: _Element, base: str) -> Iterator[Entry]:
    for entry in root.iterfind("{*}url"):
        if address := _join(base, entry.findtext("{*}loc")):
            yield Entry(address, (entry.findtext("{*}lastmod") or "").strip())
