"""The one door for articles: places in, articles out, and a line for whatever could not be loaded."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path, PurePosixPath
from urllib.parse import urlsplit

from qa.errors import ArticleError
from qa.load.docx import load_docx
from qa.load.feed import load_feed, looks_like_feed
from qa.load.fetch import Page, fetch_page, is_url
from qa.load.html import load_html
from qa.load.jsonl import load_jsonl
from qa.load.llama import ReaderPlace, load_documents
from qa.load.markdown import load_markdown
from qa.load.pdf import load_pdf
from qa.load.places import File, check_file, find_files, read_file
from qa.load.text import decode_declared, load_text
from qa.records import Article, Loaded, Skipped

# one article a file
ONE_ARTICLE: dict[str, Callable[[bytes, str, str], Article]] = {
    ".txt": load_text,
    ".md": load_markdown,
    ".markdown": load_markdown,
    ".html": load_html,
    ".htm": load_html,
    ".pdf": load_pdf,
    ".docx": load_docx,
}
FEEDS = (".rss", ".atom", ".xml")
SUFFIXES = (*ONE_ARTICLE, ".jsonl", *FEEDS)
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

    @property
    def article_bytes(self) -> int:
        """The size limit in bytes; a megabyte is 10^6."""
        return int(self.article_megabytes * 1_000_000)


DEFAULT_LIMITS = LoadLimits()

Place = str | Path | ReaderPlace
"""Where articles come from: a file, a folder, an address, or a llama-index reader."""

Named = tuple[str, Loaded]  # with the file, line, page or entry as a person would name it


def load_articles(places: Sequence[Place], *, limits: LoadLimits = DEFAULT_LIMITS) -> Iterator[Loaded | Skipped]:
    """Yield the articles of files, folders, pages, feeds and readers one by one, and what is left out with its reason.

    The order is that of the places, and by name within one. Of two articles with one id the second is left out; a
    file that two places share is loaded once.
    """
    names: dict[str, str] = {}
    for item in _load_places(places, limits):
        if isinstance(item, Skipped):
            yield item
            continue
        name, loaded = item
        article_id = loaded.article.id
        if article_id in names:
            yield Skipped(name, f"its id {article_id!r} is already that of {names[article_id]}: give it another")
            continue
        names[article_id] = name
        yield loaded


def count_places(places: Sequence[Place]) -> int:
    """Return how many files and addresses `load_articles` will read, for the total of a progress bar."""
    return sum(not isinstance(found, Skipped) for found in _find_all(places))


def _find_all(places: Sequence[Place]) -> Iterator[File | str | ReaderPlace | Skipped]:
    """Yield each file, address, reader or reason that the places come to, once."""
    seen: set[Path | str] = set()
    for place in places:
        if isinstance(place, ReaderPlace):
            yield place
            continue
        if isinstance(place, str) and is_url(place):
            found: Iterator[File | str | Skipped] = iter([place])
        else:
            found = find_files(Path(place), SUFFIXES)
        for item in found:
            key = item.path if isinstance(item, File) else item
            if isinstance(key, Skipped):
                yield key
            elif key not in seen:
                seen.add(key)
                yield item


def _load_places(places: Sequence[Place], limits: LoadLimits) -> Iterator[Named | Skipped]:
    for found in _find_all(places):
        if isinstance(found, Skipped):
            yield found
            continue
        if isinstance(found, ReaderPlace):
            yield from _give_origin(load_documents(found, limit_bytes=limits.article_bytes), str(found))
            continue
        name = found if isinstance(found, str) else found.name
        try:
            yield from _load_url(found, limits) if isinstance(found, str) else _load_file(found, limits)
        except ArticleError as error:
            yield Skipped(name, str(error))
        except OSError as error:
            yield Skipped(name, f"cannot be read ({error.strerror}): make it readable, or leave it out")


def _load_file(file: File, limits: LoadLimits) -> Iterator[Named | Skipped]:
    suffix, origin = file.path.suffix.lower(), str(file.path)
    if suffix == ".jsonl":  # a stream: one file may hold a whole archive
        check_file(file.path)
        with file.path.open("rb") as stream:
            yield from _give_origin(load_jsonl(stream, file.name, limit_bytes=limits.article_bytes), origin)
    elif suffix in FEEDS:
        data = read_file(file.path, limit_bytes=limits.article_bytes)
        yield from _give_origin(load_feed(data, file.name, entries=limits.feed_entries), origin)
    else:
        data = read_file(file.path, limit_bytes=limits.article_bytes)
        yield file.name, Loaded(ONE_ARTICLE[suffix](data, file.article_id, ""), origin)


def _load_url(url: str, limits: LoadLimits) -> Iterator[Named | Skipped]:
    page = fetch_page(
        url,
        limit_bytes=limits.article_bytes,
        timeout_seconds=limits.fetch_timeout_seconds,
        redirects=limits.fetch_redirects,
        allow_private_addresses=limits.allow_private_addresses,
    )
    suffix = _choose_suffix(page)
    data = page.data
    if page.charset and suffix not in {".pdf", ".docx"}:  # the server's word counts before the page's own
        data = decode_declared(data, page.charset).encode("utf-8-sig")
    if suffix == ".jsonl":
        yield from _give_origin(load_jsonl(BytesIO(data), url, limit_bytes=limits.article_bytes), url)
    elif suffix in FEEDS:
        yield from _give_origin(load_feed(data, url, page.url, entries=limits.feed_entries), url)
    else:
        yield url, Loaded(ONE_ARTICLE[suffix](data, url, page.url), url)


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


def _give_origin(items: Iterable[tuple[str, Article] | Skipped], origin: str) -> Iterator[Named | Skipped]:
    for item in items:
        yield item if isinstance(item, Skipped) else (item[0], Loaded(item[1], origin))
