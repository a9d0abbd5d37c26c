"""Documents packed as zip files of mark-up: e-books (.epub), OpenDocument texts (.odt) and slides (.pptx)."""

from __future__ import annotations

import posixpath
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import suppress
from io import BytesIO
from itertools import islice, repeat
from urllib.parse import unquote

from lxml import etree
from lxml.etree import LxmlError, _Element

from qa.english.titles import title_from_first_line
from qa.errors import ArticleError
from qa.load.dated import find_day
from qa.load.fields import clean_author, clean_title, make_article
from qa.load.headed import get_level, head_line, join_lines
from qa.load.html import fragment_lines
from qa.load.listed import Outline, name_tag, number_slide, read_attribute, read_outline
from qa.load.numbers import number_line
from qa.load.rows import count_columns, names_columns, read_paragraph, write_rows
from qa.load.word.package import check_size
from qa.records import Article

DAMAGE = (zipfile.BadZipFile, zlib.error, LookupError, NotImplementedError, RuntimeError, ValueError)
# parts of an OpenDocument: what is about the text, and the lists that a program makes of it
NOT_READ = {"number", "annotation", "tracked-changes", "note-citation", "sequence-decls", "desc"} | {
    *("table-of-content", "illustration-index", "table-index", "object-index", "user-index", "alphabetical-index"),
}
SET_APART = {"note", "frame"}  # what hangs on a place in a paragraph and is read behind it
ROW_GROUPS = {"table-header-rows", "table-rows", "table-row-group"}
SHOW = "ppt/presentation.xml"
TITLES = {"title", "ctrTitle"}
SLIDE = 2  # the level of the title of a slide
ON_EVERY_SLIDE = {"sldNum", "dt", "ftr", "hdr", "sldImg"}  # number, date, footer, header; the slide above its notes

Lines = Callable[[zipfile.ZipFile], Iterator[str]]


def load_epub(data: bytes, article_id: str, url: str = "") -> Article:
    """Return the text of an e-book, its chapters in order."""
    return _load(data, article_id, url, _read_epub, "an e-book")


def load_odt(data: bytes, article_id: str, url: str = "") -> Article:
    """Return the text of an OpenDocument file, a line a paragraph, notes and frames behind the one they hang on."""
    return _load(data, article_id, url, _read_odt, "an OpenDocument file")


def load_pptx(data: bytes, article_id: str, url: str = "") -> Article:
    """Return the text of slides as they are shown, a line a paragraph: titles first, the speaker's notes behind."""
    return _load(data, article_id, url, _read_pptx, "a file of slides")


def _load(data: bytes, article_id: str, url: str, read: Lines, kind: str) -> Article:

    try:
        check_size(data)
        with zipfile.ZipFile(BytesIO(data)) as archive:
            lines = list(filter(None, map(_squeeze, read(archive))))
            title, author = _read_about(archive)
    except (*DAMAGE, LxmlError) as error:
        raise ArticleError(f"{kind} that cannot be read ({error}): save it again") from None
    text, headings = join_lines(lines)
    title = clean_title(title) or title_from_first_line(text.replace("\n", "\n\n"))  # no line of it is wrapped
    published = find_day(text, title, article_id)
    author = clean_author(author)
    return make_article(article_id, text, title=title, published=published, author=author, url=url, headings=headings)


def _squeeze(line: str) -> str:
    return head_line(" ".join(line.split()), get_level(line))


def _read_epub(archive: zipfile.ZipFile) -> Iterator[str]:
    book = _find_book(archive)
    root = _parse(archive, book)
    hrefs = {item.get("id"): item.get("href", "") for item in root.iter("{*}item")}
    contents = {item.get("id") for item in root.iter("{*}item") if "nav" in item.get("properties", "").split()}
    for reference in root.iter("{*}itemref"):
        if reference.get("idref") in contents:
            continue
        chapter = posixpath.normpath(posixpath.join(posixpath.dirname(book), unquote(hrefs[reference.get("idref")])))
        yield from fragment_lines(archive.read(chapter).decode("utf-8", "replace"))


def _find_book(archive: zipfile.ZipFile) -> str:
    found = next(_parse(archive, "META-INF/container.xml").iter("{*}rootfile"))
    return str(found.get("full-path"))


def _read_odt(archive: zipfile.ZipFile) -> Iterator[str]:
    content = _parse(archive, "content.xml")
    roots = [content]
    with suppress(LxmlError, *DAMAGE):  # they hold nothing but how lists are numbered
        roots.insert(0, _parse(archive, "styles.xml"))
    yield from _read_odt_below(content, read_outline(roots))


def _read_odt_below(parent: _Element, outline: Outline) -> Iterator[str]:
    """Yield the lines below an element, what is set apart from a paragraph behind it."""
    walk = etree.iterwalk(parent, events=("start", "end"))
    for event, element in walk:
        if event == "end":
            outline.close(element)
            continue
        outline.open(element)
        rows = list(_find_odt_rows(element)) if name_tag(element) == "table" else []
        if rows or name_tag(element) == "table-row":
            cells = [list(_read_odt_cells(row, outline)) for row in rows or [element]]
            marked = next(element.iterchildren("{*}table-header-rows"), None) is not None
            yield from write_rows(cells, headed=marked or names_columns(cells))
            walk.skip_subtree()
        elif name_tag(element) in {"p", "h"}:
            apart: list[_Element] = []
            level = _find_odt_level(element) if name_tag(element) == "h" else 0
            label, lines = outline.count(element), read_paragraph("".join(_read_odt_text(element, apart)))
            yield from (head_line(number_line(label, line), level) for line in islice(lines, 1))
            yield from (head_line(line, level) for line in lines)
            for inner in apart:
                yield from _read_odt_below(inner, outline)
        if name_tag(element) in {"p", "h"} | NOT_READ:
            walk.skip_subtree()


def _find_odt_level(heading: _Element) -> int:
    written = read_attribute(heading, "outline-level") or "1"
    return int(written) if written in "123456" else 6


def _read_odt_text(element: _Element, apart: list[_Element]) -> Iterator[str]:
    """Yield the pieces of a paragraph's own text; what is set apart from it is gathered."""
    yield element.text or ""
    for child in element:
        if name_tag(child) in {"s", "tab"}:
            yield " "
        elif name_tag(child) == "line-break":
            yield "\n"
        elif name_tag(child) in SET_APART:
            apart.append(child)
        elif name_tag(child) not in NOT_READ:
            yield from _read_odt_text(child, apart)
        yield child.tail or ""


def _find_odt_rows(parent: _Element) -> Iterator[_Element]:
    for child in parent:
        if name_tag(child) == "table-row":
            yield child
        elif name_tag(child) in ROW_GROUPS:
            yield from _find_odt_rows(child)


def _read_odt_cells(row: _Element, outline: Outline) -> Iterator[str]:
    for cell in row:
        repeated = read_attribute(cell, "number-columns-repeated") or "1"
        yield from [" ".join(_read_odt_below(cell, outline))] * count_columns(repeated)


def _read_pptx(archive: zipfile.ZipFile) -> Iterator[str]:
    slides = _find_related(archive, SHOW)
    for number in _parse(archive, SHOW).iter("{*}sldId"):
        relation = next(value for name, value in number.attrib.items() if str(name).endswith("}id"))
        _, slide = slides[str(relation)]
        yield from _read_slide(_parse(archive, slide))
        for kind, part in _find_related(archive, slide).values():
            if kind == "notesSlide":
                yield from _read_slide(_parse(archive, part))


def _read_slide(slide: _Element) -> Iterator[str]:
    """Yield the lines of a slide or of the notes to one, its title first, on one line however it is broken."""
    lines: list[str] = []
    titles: list[str] = []
    for body in slide.iter("{*}txBody", "{*}tbl"):
        if name_tag(body) == "tbl":
            rows = [list(map(_read_slide_cell, row.iter("{*}tc"))) for row in body.iter("{*}tr")]
            about = next(body.iterchildren("{*}tblPr"), None)
            lines += write_rows(rows, headed=about is not None and about.get("firstRow") in {"1", "true"})
            continue
        shape = body.getparent()
        place = next(shape.iterfind("{*}nvSpPr/{*}nvPr/{*}ph"), None) if shape is not None else None
        kind = place.get("type", "") if place is not None else ""
        is_copy = next(body.iterancestors("{*}Fallback"), None) is not None  # for older programs
        is_cell = shape is not None and name_tag(shape) == "tc"
        if kind not in ON_EVERY_SLIDE and not is_copy and not is_cell:
            paragraphs = list(body.iter("{*}p"))
            labels = number_slide(paragraphs) if kind not in TITLES else repeat("")
            lines_of = zip(labels, map(_read_slide_paragraph, paragraphs), strict=False)
            text = "\n".join(number_line(label, line) for label, line in lines_of)
            if kind in TITLES:
                titles.append(text.replace("\n", " "))
            else:
                lines += text.split("\n")
    yield from (head_line(title, SLIDE) for title in titles)
    yield from lines


def _read_slide_cell(cell: _Element) -> str:
    return " ".join(map(_read_slide_paragraph, cell.iter("{*}p")))


def _read_slide_paragraph(paragraph: _Element) -> str:
    pieces = paragraph.iter("{*}t", "{*}br")
    return "".join("\n" if name_tag(piece) == "br" else piece.text or "" for piece in pieces)


def _find_related(archive: zipfile.ZipFile, part: str) -> dict[str, tuple[str, str]]:
    """Return the kind and the name of each part that a part of a package refers to, by the id it uses."""
    folder, name = posixpath.split(part)
    relations = f"{folder}/_rels/{name}.rels"
    if relations not in archive.namelist():
        return {}
    return {
        relation.get("Id", ""): (
            relation.get("Type", "").rpartition("/")[2],
            posixpath.normpath(posixpath.join("/", folder, relation.get("Target", ""))).lstrip("/"),
        )
        for relation in _parse(archive, relations).iter("{*}Relationship")
    }


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

    parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True)
    return etree.fromstring(archive.read(name), parser)
