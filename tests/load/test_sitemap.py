"""Sitemaps: the pages of one host that robots.txt allows, one after the other, not too fast."""

import gzip
import time
import tracemalloc
from collections.abc import Callable

import pytest

from qa.errors import ArticleError, LimitError
from qa.load import sitemap
from qa.load.fetch import Page
from qa.load.sitemap import list_pages, looks_like_sitemap, unpack
from qa.records import Skipped

HOST = "https://paper.example"
LIMIT = 100_000  # bytes
NAMESPACE = "xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'"


def make_map(*pages: str) -> bytes:
    return f"<?xml version='1.0'?><urlset {NAMESPACE}>{''.join(pages)}</urlset>".encode()


def make_entry(address: str, changed: str = "") -> str:
    return f"<url><loc>{address}</loc>{f'<lastmod>{changed}</lastmod>' if changed else ''}</url>"


def make_index(*names: str) -> bytes:
    named = "".join(f"<sitemap><loc>{HOST}/{name}.xml</loc></sitemap>" for name in names)
    return f"<sitemapindex {NAMESPACE}>{named}</sitemapindex>".encode()


ENTRY = make_entry(f"{HOST}/a")


@pytest.fixture
def waits(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    waited: list[float] = []
    monkeypatch.setattr(time, "sleep", waited.append)
    return waited


def make_fetch(pages: dict[str, bytes]) -> Callable[[str], Page]:
    def fetch(url: str) -> Page:
        if url not in pages:
            raise ArticleError("the server answered 404")
        return Page(url, "text/xml", "", pages[url])

    return fetch


def list_all(pages: dict[str, bytes], since: str = "") -> list[str]:
    fetch = make_fetch(pages)
    return [
        page
        for page in list_pages(fetch(f"{HOST}/sitemap.xml"), fetch, limit_bytes=LIMIT, since=since)
        if isinstance(page, str)
    ]


def test_pages_of_the_host_are_listed_once_with_a_pause_between(waits: list[float]) -> None:
    entries = [make_entry(f"{HOST}/{name}") for name in ("a", "b", "a")] + [make_entry("https://other.example/c")]
    assert list_all({f"{HOST}/sitemap.xml": make_map(*entries)}) == [f"{HOST}/a", f"{HOST}/b"]
    assert waits == [sitemap.PAUSE_SECONDS]


def test_robots_txt_says_which_pages_and_how_fast(waits: list[float]) -> None:
    entries = [make_entry(f"{HOST}/{name}") for name in ("a", "private/b", "c")]
    robots = b"User-agent: *\nDisallow: /private\nCrawl-delay: 7\n"
    pages = {f"{HOST}/sitemap.xml": make_map(*entries), f"{HOST}/robots.txt": robots}
    assert list_all(pages) == [f"{HOST}/a", f"{HOST}/c"]
    assert waits == [7.0]


def test_pages_that_have_not_changed_since_are_left_out(waits: list[float]) -> None:
    entries = [make_entry(f"{HOST}/old", "2024-01-31T10:00:00Z"), make_entry(f"{HOST}/new", "2025-06-01")]
    pages = {f"{HOST}/sitemap.xml": make_map(*entries, make_entry(f"{HOST}/undated"))}
    assert list_all(pages, since="2025-01-01") == [f"{HOST}/new", f"{HOST}/undated"]


def test_a_sitemap_of_sitemaps_is_followed_one_step(waits: list[float]) -> None:
    index = make_index("one")
    pages = {f"{HOST}/sitemap.xml": index, f"{HOST}/one.xml": make_map(ENTRY)}
    assert list_all(pages) == [f"{HOST}/a"]
    assert list_all({**pages, f"{HOST}/one.xml": index}) == []


def test_a_sitemap_that_cannot_be_read_is_told_and_the_next_one_is_read(waits: list[float]) -> None:
    index = make_index("gone", "index", "half", "bomb", "page", "one", "one")
    pages = {
        "index": index,
        "half": gzip.compress(make_map(ENTRY))[:-9],
        "bomb": gzip.compress(make_map(ENTRY) + b" " * LIMIT),
        "page": b"<html>",
        "one": make_map(ENTRY),
    }
    fetch = make_fetch({f"{HOST}/{name}.xml": data for name, data in pages.items()})
    assert list(list_pages(Page(f"{HOST}/sitemap.xml", "", "", index), fetch, limit_bytes=LIMIT)) == [
        Skipped(f"{HOST}/gone.xml", "the server answered 404"),
        Skipped(
            f"{HOST}/index.xml", "it names sitemaps itself, as one that a sitemap names may not: name it as a place"
        ),
        Skipped(f"{HOST}/half.xml", "packed with gzip, and damaged: check it"),
        Skipped(f"{HOST}/bomb.xml", "unpacked larger than the limit of 0.1 MB: raise QA_ARTICLE_MEGABYTES"),
        Skipped(f"{HOST}/page.xml", "no sitemap: expected <urlset>"),
        f"{HOST}/a",
    ]


def test_packed_sitemaps_that_a_sitemap_names_are_read(waits: list[float]) -> None:
    pages = {f"{HOST}/sitemap.xml": make_index("one"), f"{HOST}/one.xml": gzip.compress(make_map(ENTRY))}
    assert list_all(pages) == [f"{HOST}/a"]


def test_a_packed_sitemap_is_unpacked_no_further_than_its_limit() -> None:
    bomb = Page(f"{HOST}/sitemap.xml.gz", "application/gzip", "", gzip.compress(make_map() + b" " * 1_000 * LIMIT))
    tracemalloc.start()
    with pytest.raises(LimitError):
        unpack(bomb, limit_bytes=LIMIT)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 10 * LIMIT


def test_sitemaps_beyond_the_most_are_told(waits: list[float]) -> None:
    index = make_index("one", *map(str, range(sitemap.MOST_SITEMAPS + 1)))
    pages = {f"{HOST}/{number}.xml": make_map() for number in range(sitemap.MOST_SITEMAPS + 1)}
    found = list_pages(
        Page(f"{HOST}/sitemap.xml", "", "", index),
        make_fetch(pages | {f"{HOST}/one.xml": make_map(ENTRY)}),
        limit_bytes=LIMIT,
    )
    told = Skipped(f"{HOST}/sitemap.xml", "its last 2 sitemaps are not read, only 50: name them")
    assert list(found) == [f"{HOST}/a", told]


@pytest.mark.parametrize(
    "disguise",
    [
        "<m:sitemapindex xmlns:m='x'><m:sitemap><m:loc>{0}</m:loc></m:sitemap></m:sitemapindex>",
        "<!-- <urlset --><sitemapindex><sitemap><loc>{0}</loc></sitemap></sitemapindex>",
    ],
)
def test_a_sitemap_that_names_itself_is_fetched_once_more(disguise: str, waits: list[float]) -> None:
    fetched: list[str] = []

    def fetch(url: str) -> Page:
        fetched.append(url)
        return Page(url, "text/xml", "", disguise.format(f"{HOST}/sitemap.xml").encode())

    (told,) = list_pages(fetch(f"{HOST}/sitemap.xml"), fetch, limit_bytes=LIMIT)
    assert isinstance(told, Skipped)
    assert fetched.count(f"{HOST}/sitemap.xml") == 2


@pytest.mark.parametrize("address", ["http://[", "http://[x]/", "//[", "http://", "mailto:a@b", "//\u2100x/", ""])
def test_an_address_that_is_none_is_passed_over(address: str, waits: list[float]) -> None:
    pages = {f"{HOST}/sitemap.xml": make_map(make_entry(address), make_entry(f"{HOST}/a"))}
    assert list_all(pages) == [f"{HOST}/a"]
    index = f"<sitemapindex {NAMESPACE}><sitemap><loc>{address}</loc></sitemap></sitemapindex>".encode()
    assert list_all({f"{HOST}/sitemap.xml": index}) == []


@pytest.mark.parametrize(
    ("line", "wait"),
    [
        ("Crawl-delay: ²", sitemap.PAUSE_SECONDS),
        (f"Crawl-delay: {'9' * 5_000}", sitemap.PAUSE_SECONDS),
        (f"Crawl-delay: {'9' * 400}", sitemap.LONGEST_PAUSE_SECONDS),
        ("Request-rate: ²/1", sitemap.PAUSE_SECONDS),
        ("Disallow: http://[", sitemap.PAUSE_SECONDS),
    ],
)
def test_a_damaged_line_of_robots_txt_leaves_the_others_standing(line: str, wait: float, waits: list[float]) -> None:
    entries = [make_entry(f"{HOST}/{name}") for name in ("a", "private/b", "c")]
    robots = f"User-agent: *\n{line}\nDisallow: /private\n".encode()
    pages = {f"{HOST}/sitemap.xml": make_map(*entries), f"{HOST}/robots.txt": robots}
    assert list_all(pages) == [f"{HOST}/a", f"{HOST}/c"]
    assert waits == [wait]


def test_a_sitemap_of_nothing_is_one_line() -> None:
    with pytest.raises(ArticleError, match="a sitemap that cannot be read"):
        list_all({f"{HOST}/sitemap.xml": b"\0\0<urlset"})


def test_a_sitemap_shows_itself_by_its_first_tag() -> None:
    assert looks_like_sitemap(make_map())
    assert not looks_like_sitemap(b"<rss version='2.0'>")


def test_pages_that_are_passed_over_are_told_with_the_reason(waits: list[float]) -> None:
    addresses = [f"{HOST}/private/a", f"{HOST}/private/a", "https://other.example/b", f"{HOST}/c"]
    entries = [*map(make_entry, addresses), make_entry(f"{HOST}/old", "2024-01-31")]
    files = {f"{HOST}/robots.txt": b"User-agent: *\nDisallow: /private\n"}
    start = Page(f"{HOST}/sitemap.xml", "text/xml", "", make_map(*entries))
    found = list(list_pages(start, make_fetch(files), limit_bytes=LIMIT, since="2025-01-01"))
    kinds = ["forbidden by robots.txt", "of another host", f"{HOST}/c", "older than 2025-01-01"]
    assert [item if isinstance(item, str) else item.kind for item in found] == kinds
    assert waits == []
