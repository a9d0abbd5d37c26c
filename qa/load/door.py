"""The one door for articles: places in, articles out, and a line for whatever could not be loaded."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from io import BytesIO
from pathlib import Path, PurePosixPath
from typing import cast
from urllib.parse import urlsplit

from qa.errors import ArticleError, LimitError
from qa.load.feed import looks_like_feed
from qa.load.fetch import Page, fetch_page, is_url
from qa.load.fields import is_before
from qa.load.formats import LINES, ONE_ARTICLE, PACKED, ROW, SUFFIXES, TABLES, Document, Found
from qa.load.html import load_html
from qa.load.ids import Names
from qa.load.jsonl import load_jsonl, may_hold_markup, parse_row
from qa.load.llama import ReaderPlace, load_documents
from qa.load.markdown import load_markdown
from qa.load.page.charset import guess_page_charset
from qa.load.places import File, Other, check_file, find_files, read_file
from qa.load.sitemap import list_pages, looks_like_sitemap, unpack
from qa.load.tables import describe_kind
from qa.load.text import decode_declared, guess_charset, load_text
from qa.load.worker import WORKER
from qa.records import Article, Loaded, Skipped

MEDIA_TYPES = {
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "text/markdown": ".md",
    "application/pdf": ".pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "application/jsonl": ".jsonl",
    "application/x-ndjson": ".jsonl",
    "application/rss+xml": ".rss",
    "application/atom+xml": ".atom",
    "application/json": ".json",
    "text/csv": ".csv",
    "application/epub+zip": ".epub",
    "application/vnd.oasis.opendocument.text": ".odt",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": ".pptx",
    "message/rfc822": ".eml",
}
# a server that says one of these does not know better than the ending of the address
VAGUE_TYPES = {
    "": "",
    "text/plain": ".txt",
    "application/octet-stream": "",
    "application/xml": ".xml",
    "text/xml": ".xml",
}


@dataclass(frozen=True, slots=True)
class LoadLimits:
    """How much is loaded, and from where; what each means stands in `qa.settings`."""

    article_megabytes: float = 20.0
    fetch_timeout_seconds: float = 20.0
    fetch_redirects: int = 3
    feed_entries: int = 100
    allow_private_addresses: bool = False
    document_seconds: float = 12.0
    since: str = ""  # YYYY-MM-DD

    @property
    def article_bytes(self) -> int:
        """The size limit in bytes; a megabyte is 10^6."""
        return int(self.article_megabytes * 1_000_000)


ROW_SHARE = 0.5  # of a document's time for a line of JSON Lines: it is a small document, and a file has many
DEFAULT_LIMITS = LoadLimits()

Place = str | Path | ReaderPlace
"""Where articles come from: a file, a folder, an address, or a llama-index reader."""

Named = tuple[str, Loaded]  # with the file, line, page or entry as a person would name it


def load_articles(
    places: Sequence[Place],
    *,
    limits: LoadLimits = DEFAULT_LIMITS,
    known: Mapping[str, str] | None = None,
    passed_over: Counter[str] | None = None,
) -> Iterator[Loaded | Skipped]:
    """Yield the articles of files, folders, pages, feeds and readers one by one, and what is left out with its reason.

    The order is that of the places, and by name within one. No article gets an id that is ``known`` to be that of one
    from another origin (id to origin), and of two articles of one origin with one id the second is left out; a file
    that two places share is loaded once. What is of another kind, or older than the limits ask for, is counted in
    ``passed_over`` alone.
    """
    names = Names(known or {})
    passed_over = Counter() if passed_over is None else passed_over
    for item in _load_places(places, limits):
        if isinstance(item, Other):
            passed_over[describe_kind(item.kind)] += 1
        elif isinstance(item, Skipped):
            yield item
        elif limits.since and is_before(item[1].article.published, limits.since):
            passed_over[f"older than {limits.since}"] += 1
        else:
            yield names.give(*item)


def _find_all(places: Sequence[Place]) -> Iterator[File | str | ReaderPlace | Other | Skipped]:
    """Yield each file, address, reader, file of another kind or reason that the places come to, once."""
    seen: set[Path | str] = set()
    for place in places:
        if isinstance(place, ReaderPlace):
            yield place
            continue
        if isinstance(place, str) and is_url(place):
            found: Iterator[File | str | Other | Skipped] = iter([place])
        else:
            found = find_files(Path(place), SUFFIXES)
        for item in found:
            key = item.path if isinstance(item, File) else item
            if isinstance(key, Skipped | Other):
                yield key
            elif key not in seen:
                seen.add(key)
                yield item


def _load_places(places: Sequence[Place], limits: LoadLimits) -> Iterator[Named | Skipped | Other]:
    for found in _find_all(places):
        if isinstance(found, Skipped | Other):
            yield found
            continue
        if isinstance(found, ReaderPlace):
            yield from _give_origin(load_documents(found, limit_bytes=limits.article_bytes), str(found))
            continue
        name = found if isinstance(found, str) else found.name
        try:
            yield from _load_url(found, limits) if isinstance(found, str) else _load_file(found, limits)
        except ArticleError as error:
            # a folder may hold data of any kind: only a file that was named is expected to hold articles
            is_data = isinstance(found, File) and not found.is_named and found.path.suffix.lower() == ".json"
            if is_data and isinstance(found, File) and not isinstance(error, LimitError):
                yield Other(found.path.suffix.lower())
            else:
                yield Skipped(name, str(error))
        except OSError as error:
            yield Skipped(name, f"cannot be read ({error.strerror}): make it readable, or leave it out")


def _load_file(file: File, limits: LoadLimits) -> Iterator[Named | Skipped]:
    suffix, origin = file.path.suffix.lower(), str(file.path)
    if suffix in LINES:
        check_file(file.path)
        with file.path.open("rb") as stream:
            found = load_jsonl(stream, file.name, limit_bytes=limits.article_bytes, parse=partial(_parse_row, limits))
            yield from _give_origin(found, origin, file.folder)
        return
    data = read_file(file.path, limit_bytes=limits.article_bytes)
    note = _tell_charset(suffix, data, file.name)
    if suffix == ".txt":  # nothing in it can take long
        yield file.name, Loaded(load_text(data, file.article_id), origin, note, folder=file.folder)
    else:
        found = _load_document(Document(suffix, data, file.name, file.article_id), limits)
        yield from _give_origin(found, origin, file.folder, note)


def _load_url(url: str, limits: LoadLimits) -> Iterator[Named | Skipped | Other]:
    page = _fetch(url, limits)
    unpacked, fetch = unpack(page, limit_bytes=limits.article_bytes), partial(_fetch, limits=limits)
    if looks_like_sitemap(unpacked.data):
        for address in list_pages(unpacked, fetch, limit_bytes=limits.article_bytes, since=limits.since):
            if isinstance(address, Other | Skipped):
                yield address
                continue
            try:
                yield from _load_page(address, _fetch(address, limits), limits)
            except ArticleError as error:
                yield Skipped(address, str(error))
    else:
        yield from _load_page(url, page, limits)


def _load_page(url: str, page: Page, limits: LoadLimits) -> Iterator[Named | Skipped]:
    suffix = _choose_suffix(page)
    data, note = page.data, "" if page.charset else _tell_charset(suffix, page.data, url)
    if page.charset and suffix not in PACKED:  # the server's word counts before the page's own
        data = decode_declared(data, page.charset).encode("utf-8-sig")
    if suffix in LINES:
        parse = partial(_parse_row, limits)
        found = load_jsonl(BytesIO(data), url, limit_bytes=limits.article_bytes, parse=parse)
    else:
        found = _load_document(Document(suffix, data, url, url, page.url), limits)
    yield from _give_origin(found, url, note=note)


def _fetch(url: str, limits: LoadLimits) -> Page:
    return fetch_page(
        url,
        limit_bytes=limits.article_bytes,
        timeout_seconds=limits.fetch_timeout_seconds,
        redirects=limits.fetch_redirects,
        allow_private_addresses=limits.allow_private_addresses,
    )


def _load_document(document: Document, limits: LoadLimits) -> Iterator[Found | Skipped]:
    seconds, characters = limits.document_seconds, limits.article_bytes
    yield from WORKER.load(document, seconds=seconds, characters=characters, entries=limits.feed_entries)


def _parse_row(limits: LoadLimits, line: bytes) -> Article:
    """Return the article on a line; one that may hold mark-up is read as a document, for that may take long."""
    if not may_hold_markup(line):
        return parse_row(line)
    quick = replace(limits, document_seconds=limits.document_seconds * ROW_SHARE)
    ((_, article),) = cast("Iterable[Found]", _load_document(Document(ROW, line), quick))
    return article


def _choose_suffix(page: Page) -> str:
    """Return the ending that a file like this page would have; raise `ArticleError` where it is none that is read."""
    ending = PurePosixPath(urlsplit(page.url).path).suffix.lower()
    suffix = MEDIA_TYPES.get(page.media_type, "")
    if page.media_type in VAGUE_TYPES:
        suffix = ending if ending in SUFFIXES else VAGUE_TYPES[page.media_type]
    if suffix in {".html", ".xml", ".txt"} and looks_like_feed(page.data):
        suffix = ".rss"
    if not suffix:
        kind = page.media_type or "no stated type"
        raise ArticleError(f"a page of {kind} cannot be read: expected HTML, text, Markdown, PDF, Word or a feed")
    return suffix


def _tell_charset(suffix: str, data: bytes, name: str) -> str:
    """Return a line on a text whose charset had to be guessed, so that a wrong guess is noticed; else nothing."""
    is_page = ONE_ARTICLE.get(suffix) is load_html
    is_text = suffix in TABLES or ONE_ARTICLE.get(suffix) in {load_text, load_markdown}
    guessed = guess_page_charset(data) if is_page else guess_charset(data) if is_text else ""
    shown = guessed.replace("cp125", "Windows-125").replace("_", "-").upper().replace("WINDOWS", "Windows")
    return f"{name}: its charset is guessed, {shown}: if it reads garbled, save it as UTF-8" if guessed else ""


def _give_origin(
    items: Iterable[Found | Skipped], origin: str, folder: str = "", note: str = ""
) -> Iterator[Named | Skipped]:
    """Yield the articles with their origin; a note goes with the first."""
    for item in items:
        if isinstance(item, Skipped):
            yield item
        else:
            yield item[0], Loaded(item[1], origin, note, folder)
            note = ""
