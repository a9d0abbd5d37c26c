"""Which loader reads which kind of document."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from qa.load.docx import load_docx
from qa.load.feed import load_feed
from qa.load.html import load_html
from qa.load.jsonl import parse_row
from qa.load.mail import load_mail
from qa.load.markdown import load_markdown
from qa.load.packed import load_epub, load_odt, load_pptx
from qa.load.pdf import load_pdf
from qa.load.tables import load_csv, load_json
from qa.load.text import load_text
from qa.records import Article, Skipped

Found = tuple[str, Article]  # with the file, row or entry as a person would name it

# one article a file
ONE_ARTICLE: dict[str, Callable[[bytes, str, str], Article]] = {
    ".txt": load_text,
    ".md": load_markdown,
    ".markdown": load_markdown,
    ".html": load_html,
    ".htm": load_html,
    ".xhtml": load_html,
    ".docx": load_docx,
    ".odt": load_odt,
    ".epub": load_epub,
    ".pptx": load_pptx,
    ".eml": load_mail,
}
FEEDS = (".rss", ".atom", ".xml")
LINES = (".jsonl", ".ndjson")  # read as a stream: one file may hold a whole archive
ROW = "a line"  # of such a file
TABLES = (".json", ".csv")
SUFFIXES = (*ONE_ARTICLE, ".pdf", *LINES, *TABLES, *FEEDS)
PACKED = (".pdf", ".docx", ".odt", ".epub", ".pptx")  # not text, so that no charset applies


class Document(NamedTuple):
    """What there is to read: the ending for its kind, its bytes, its name, the id for its article, and its address."""

    suffix: str
    data: bytes
    name: str = ""
    article_id: str = ""
    url: str = ""


def load_document(document: Document, *, entries: int) -> Iterator[Found | Skipped]:
    """Yield the articles of one document of a kind that is no stream; raise `ArticleError` where there is none.

    Of a feed they are the newest ``entries``.
    """
    suffix, data, name, article_id, url = document
    if suffix in FEEDS:
        yield from load_feed(data, name, url, entries=entries)
    elif suffix == ".pdf":
        yield from load_pdf(data, name, article_id, url)
    elif suffix == ROW:
        yield name, parse_row(data)
    elif suffix == ".json":
        yield from load_json(data, name)
    elif suffix == ".csv":
        yield from load_csv(data, name, article_id, url)
    else:
        yield name, ONE_ARTICLE[suffix](data, article_id, url)
