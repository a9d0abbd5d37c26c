"""Documents packed as zip files of mark-up: e-books (.epub), OpenDocument texts (.odt) and slides (.pptx)."""

from __future__ import annotations

import posixpath
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from io import BytesIO
from typing import TYPE_CHECKING
from urllib.parse import unquote

from qa.errors import ArticleError
from qa.load.about import clean_author, clean_title
from qa.load.fields import make_article, title_from_first_line
from qa.load.html import fragment_text
from qa.load.word.package import check_size
from qa.records import Article

if TYPE_CHECKING:
    from lxml.etree import _Element

DAMAGE = (zipfile.BadZipFile, zlib.error, LookupError, NotImplementedError, RuntimeError, ValueError)
SLIDE = re.compile(r"ppt/slides/slide(\d+)\.xml")
NOT_READ = {"annotation", "tracked-changes", "note-citation", "sequence-decls", "desc"}  # parts of an OpenDocument

Lines = Callable[[zipfile.ZipFile], Iterator[str]]


def load_epub(data: bytes, article_id: str, url: str = "") -> Article:
    """Return the text of an e-book, its chapters in order."""
    return _load(data, article_id, url, _read_epub, "an e-book")


def load_odt(data: bytes, article_id: str, url: str = "") -> Article:
    """Return the text of an OpenDocument file, a line a paragraph."""
    return _load(data, article_id, url, _read_odt, "an OpenDocument file")


def load_pptx(data: bytes, article_id: str, url: str = "") -> Article:
    """Return the text of slides, a line a paragraph."""
    return _load(data, article_id, url, _read_pptx, "a file of slides")


def _load(data: bytes, article_id: str, url: str, read: Lines, kind: str) -> Article:
    from lxml.etree import LxmlError

    try:
        check_size(data)
        with zipfile.ZipFile(BytesIO(data)) as archive:
            lines = [squeezed for line in read(archive) if (squeezed := " ".join(line.split()))]
            title, author = _read_about(archive)
    except (*DAMAGE, LxmlError) as error:
        raise ArticleError(f"{kind} that cannot be read ({error}): save it again") from None
    text = "\n".join(lines)
    title = clean_title(title) or title_from_first_line(text)
    return make_article(article_id, text, title=title, author=clean_author(author), url=url)


def _read_epub(archive: zipfile.ZipFile) -> Iterator[str]:
    book = _find_book(archive)
    root = _parse(archive, book)
    hrefs = {item.get("id"): item.get("href", "") for item in root.iter("{*}item")}
    for reference in root.iter("{*}itemref"):
        chapter = posixpath.normpath(posixpath.join(posixpath.dirname(book), unquote(hrefs[reference.get("idref")])))
        yield from fragment_text(archive.read(chapter).decode("utf-8", "replace")).split("\n")


def _find_book(archive: zipfile.ZipFile) -> str:
    found = next(_parse(archive, "META-INF/container.xml").iter("{*}rootfile"))
    return str(found.get("full-path"))


def _read_odt(archive: zipfile.ZipFile) -> Iterator[str]:
    for paragraph in _parse(archive, "content.xml").iter("{*}p", "{*}h"):
        if not any(_name(above) in NOT_READ | {"p", "h"} for above in paragraph.iterancestors()):
            yield from "".join(_read_odt_text(paragraph)).split("\n")


def _read_odt_text(element: _Element) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        if _name(child) in {"p", "h"}:  # of a note
            yield "\n"
        if _name(child) in {"s", "tab"}:
            yield " "
        elif _name(child) == "line-break":
            yield "\n"
        elif _name(child) not in NOT_READ:
            yield from _read_odt_text(child)
        yield child.tail or ""


def _read_pptx(archive: zipfile.ZipFile) -> Iterator[str]:
    slides = sorted((int(found[1]), found[0]) for name in archive.namelist() if (found := SLIDE.fullmatch(name)))
    for _, slide in slides:
        for paragraph in _parse(archive, slide).iter("{*}p"):
            yield "".join(text.text or "" for text in paragraph.iter("{*}t"))


def _read_about(archive: zipfile.ZipFile) -> tuple[str, str]:
    """Return the title and the author, wherever this kind of file has them."""
    names = set(archive.namelist())
    part = next((name for name in ("docProps/core.xml", "meta.xml") if name in names), "")
    part = part or (_find_book(archive) if "META-INF/container.xml" in names else "")
    if not part:
        return "", ""
    root = _parse(archive, part)
    title = next((element.text for element in root.iter("{*}title")), "") or ""
    return title, next((element.text for element in root.iter("{*}creator")), "") or ""


def _parse(archive: zipfile.ZipFile, name: str) -> _Element:
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    return etree.fromstring(archive.read(name), parser)


def _name(element: _Element) -> str:
    return str(element.tag).rpartition("}")[2]
