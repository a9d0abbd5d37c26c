"""Documents of llama-index as articles: each field from the first of the usual names, and ids that stay the same."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from pathlib import Path
from typing import Any

from qa.english.titles import one_line, title_from_opening
from qa.errors import ArticleError
from qa.load.fields import find_field, find_name, make_article, write_field
from qa.records import Article, Skipped

# names under which readers keep a field, the surest first
TITLES = ("title", "page_title", "headline", "subject", "name")
AUTHORS = ("author", "authors", "creator", "byline", "from")
SOURCES = ("source_name", "site_name", "publisher", "source")
ADDRESSES = ("url", "source_url", "web_url", "link", "permalink", "source")
DATES = (
    *("published", "published_at", "publish_date", "published_date", "pub_date", "date", "created_at", "created"),
    *("updated_at", "updated", "last_edited_time", "modified"),  # a wiki knows no other day; a file's own says nothing
)
FILES = ("file_path", "file_name", "filename")
IDS = ("id", "doc_id", "document_id", "page_id", "message_id", "key")

RANDOM_ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")  # what llama-index gives a Document without one
JSON_LINE = re.compile(r'\s*"[^"]{1,60}": "(?P<value>.+?)",?\s*$')
OPENING_CHARACTERS = 500  # in which a title is looked for
ADDRESS = re.compile(r"https?://\S+")


def make_articles(
    documents: Iterable[Any], *, name: str, folders: Iterable[Path], limit_bytes: int
) -> Iterator[tuple[str, Article] | Skipped]:
    """Yield an article a Document, with its id, or why it is left out; pages of one file are joined.

    ``name`` begins the ids of Documents that come from no file and no address; paths are told from the first of the
    ``folders`` that holds them.
    """
    places = tuple(folders)
    seen: Counter[str] = Counter()
    for metadata, text, own_id in _join_pages(documents):
        article_id = _name_article(metadata, text, own_id, name=name, folders=places)
        seen[article_id] += 1
        if seen[article_id] > 1:  # parts of one page or note
            article_id = f"{article_id}#{seen[article_id]}"
        if len(text.encode(errors="replace")) > limit_bytes:
            yield Skipped(article_id, f"larger than the limit of {limit_bytes / 1e6:g} MB: raise QA_ARTICLE_MEGABYTES")
            continue
        try:
            yield article_id, _make_article(article_id, metadata, text)
        except ArticleError as error:
            yield Skipped(article_id, str(error))


def _join_pages(documents: Iterable[Any]) -> Iterator[tuple[dict[str, Any], str, str]]:
    """Yield the metadata, the text and the reader's own id of each article: pages of one file that follow are one."""
    read = [(_lower_names(document.metadata or {}), document.text or "", str(document.id_)) for document in documents]

    def name_file(number_and_read: tuple[int, tuple[dict[str, Any], str, str]]) -> object:
        number, (metadata, _, _) = number_and_read
        return metadata.get("file_path") if metadata.get("page_label") else number

    for _, group in groupby(enumerate(read), name_file):
        pages = [page for _, page in group]
        metadata, _, own_id = pages[0]
        yield metadata, "\n\n".join(text for _, text, _ in pages), own_id


def _lower_names(metadata: Mapping[Any, Any]) -> dict[str, Any]:
    """Return the metadata with names in one spelling: "Created At" and "createdAt" are created_at."""
    return {re.sub(r"(?<=[a-z])(?=[A-Z])|[\s-]+", "_", str(name)).lower(): value for name, value in metadata.items()}


def _name_article(metadata: Mapping[str, Any], text: str, own_id: str, *, name: str, folders: Iterable[Path]) -> str:
    """Return an id that the next run gives again: the one in the metadata, else made of the text."""
    given = find_field(metadata, "article_id") or _find_path(metadata, folders) or _find_address(metadata)
    if given:
        return one_line(given)
    found = find_field(metadata, *IDS) or ("" if RANDOM_ID.fullmatch(own_id) else own_id)
    return f"{name}/{one_line(found) or hashlib.sha256(text.encode(errors='replace')).hexdigest()[:16]}"


def _find_path(metadata: Mapping[str, Any], folders: Iterable[Path]) -> str:
    path = find_field(metadata, *FILES)
    for folder in folders if path else ():
        if folder in Path(path).absolute().parents:
            return Path(path).absolute().relative_to(folder).as_posix()
    return path


def _make_article(article_id: str, metadata: Mapping[str, Any], text: str) -> Article:
    source = find_name(metadata, *SOURCES)
    return make_article(
        article_id,
        text,
        title=find_name(metadata, *TITLES) or _find_value(text),
        source="" if "/" in source or "\\" in source else source,  # a path or an address, not a name
        published=find_field(metadata, *DATES),
        author=find_name(metadata, *AUTHORS),
        url=_find_address(metadata),
    )


def _find_value(text: str) -> str:
    """Return the opening of the value where a text begins with a line of JSON, as some readers leave it."""
    first = JSON_LINE.match(text[:OPENING_CHARACTERS].partition("\n")[0])
    return title_from_opening(first["value"]) if first else ""


def _find_address(metadata: Mapping[str, Any]) -> str:
    return next((url for name in ADDRESSES if ADDRESS.fullmatch(url := write_field(metadata.get(name)))), "")
