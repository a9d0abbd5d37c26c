"""HTML pages: the article's text without the furniture around it, one line a paragraph, heading or list item."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from qa.errors import ArticleError
from qa.load.fields import TITLE_CHARACTERS, make_article, one_line
from qa.load.page_date import find_published
from qa.load.text import MARKED_ENCODINGS, decode_declared
from qa.records import Article

if TYPE_CHECKING:
    from lxml.etree import _Element
    from lxml.html import HtmlElement

INLINE = frozenset(
    "a abbr acronym b bdi bdo big cell cite code data del dfn em font hi i ins kbd label mark meter nobr q ref rp rt"
    " ruby s samp small span strike strong sub sup td th time tt u var wbr".split()
)
CELLS = frozenset({"cell", "td", "th"})
UNSEEN = frozenset({"script", "style", "template", "noscript", "svg", "math", "iframe", "object", "button", "select"})
FURNITURE = UNSEEN | {"head", "nav", "aside", "footer", "form"}
CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
DECLARED_CHARSET = re.compile(rb"""<(?:meta|\?xml)[^>]*?(?:charset|encoding)\s*=\s*["']?\s*([\w.:-]+)""", re.IGNORECASE)
DECLARED_WITHIN = 4_096  # bytes at the start of a page in which it names its charset; browsers look at 1,024
# a page's own lines stand for trafilatura's lump when they are about as long; when they are much shorter, the lump
# came from a script, and when they are much longer, from one part of the page
LUMP_AT_LEAST, LUMP_AT_MOST = 0.5, 1.5
LIBRARIES = ("trafilatura", "htmldate", "courlan", "justext", "charset_normalizer")


def load_html(data: bytes, article_id: str, url: str = "") -> Article:
    """Return the article on a page; raise `ArticleError` where there is none, or its charset is not what it says."""
    import trafilatura
    from trafilatura.settings import Document

    for name in LIBRARIES:  # they warn of each page that they make nothing of, and we say so ourselves
        logging.getLogger(name).setLevel(logging.CRITICAL)
    page = _parse_page(_decode_page(data))
    document = trafilatura.bare_extraction(page, url=url or None, include_comments=False)
    found = list(_read_lines(document.body, UNSEEN)) if isinstance(document, Document) else []
    text = "\n".join(_choose_lines(page, found))
    about = trafilatura.extract_metadata(page, default_url=url, date_config={"extensive_search": False})
    return make_article(
        article_id,
        text,
        title=_choose_title(page, text) or about.title or "",
        source=about.sitename or "",
        published=find_published(page, url or about.url or ""),
        author=(about.author or "").replace("; ", ", "),
        url=url or about.url or "",
    )


def fragment_text(markup: str) -> str:
    """Return what a reader sees of a piece of HTML such as a feed's entry, a line for each paragraph or list item."""
    return "\n".join(_read_lines(_parse_page(markup), UNSEEN | {"head"}))


def _decode_page(data: bytes) -> str:
    """Return the characters of a page in UTF-8 or in the charset that it declares."""
    encoding = next((encoding for mark, encoding in MARKED_ENCODINGS if data.startswith(mark)), "utf-8")
    declared = DECLARED_CHARSET.search(data[:DECLARED_WITHIN])
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        if not declared:
            raise ArticleError(
                f"not UTF-8 (byte 0x{data[error.start]:02x} at offset {error.start:,}) and no charset is declared:"
                " save it as UTF-8"
            ) from None
        text = decode_declared(data, declared[1].decode("ascii", "replace"))
    if "\0" in text:
        raise ArticleError("not a page but binary data (it holds zero bytes): save the page as HTML")
    return text


def _parse_page(markup: str) -> HtmlElement:
    """Return the tree of a page or a piece of one; raise `ArticleError` where the parser would leave out some of it."""
    from lxml import etree, html

    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    try:
        page = html.document_fromstring(markup.encode(), parser=parser)
    except etree.ParserError:  # nothing in it that is seen
        return html.document_fromstring("<p></p>")
    if any(error.type_name == "ERR_RESOURCE_LIMIT" for error in parser.error_log):
        raise ArticleError("a page nested deeper than 256 elements, or with a text of 10 MB: save it as plain text")
    for element in page.iter():  # trafilatura copies texts with the parser's own functions, which refuse these
        element.text = CONTROLS.sub(" ", element.text) if element.text else None
        element.tail = CONTROLS.sub(" ", element.tail) if element.tail else None
    return page


def _choose_lines(page: HtmlElement, found: list[str]) -> list[str]:
    """Return the lines that trafilatura found, or the page's own where it made one lump of them.

    On a page of few words it falls back to running everything together, headings into sentences too.
    """
    if len(found) > 1:
        return found
    articles = page.xpath("//article[not(ancestor::article)] | //main[not(.//article)]")
    seen = list(_read_lines(articles[0] if len(articles) == 1 else page, FURNITURE))
    lump, whole = len(" ".join(found)), len(" ".join(seen))
    return seen if not found or LUMP_AT_LEAST * lump <= whole <= LUMP_AT_MOST * lump else found


def _choose_title(page: HtmlElement, text: str) -> str:
    """Return the first line where the page's title begins with it, as "Bridge to close | The Daily" may."""
    first = text.split("\n", 1)[0]
    shown = one_line(page.findtext(".//title") or "")
    return first if shown.startswith(first) and len(first) <= TITLE_CHARACTERS else ""


def _read_lines(root: _Element, unseen: frozenset[str]) -> Iterator[str]:
    """Yield the lines that a reader sees below an element of HTML or of trafilatura's likeness of it.

    The walk is not recursive: pages nest deeper than Python's stack.
    """
    from lxml import etree

    parts: list[str] = []
    written = 0  # how many elements around this one keep their line ends
    walk = etree.iterwalk(root, events=("start", "end"))
    for event, element in walk:
        if event == "start" and element.tag in unseen:
            walk.skip_subtree()
        elif event == "start":
            if _breaks_line(element):
                yield from _end_lines(parts, written)
            elif element.tag in CELLS and parts:
                parts.append(" | ")
            written += _is_written(element)
            parts.append(element.text or "")
        else:
            if _breaks_line(element):
                yield from _end_lines(parts, written)
            written -= element.tag not in unseen and _is_written(element)
            parts.append((element.tail or "") if element is not root else "")
    yield from _end_lines(parts, written)


def _breaks_line(element: _Element) -> bool:
    return element.tag not in INLINE or _is_written(element)


def _is_written(element: _Element) -> bool:
    """Whether the lines of an element are to be kept: preformatted text and code of several lines."""
    return element.tag == "pre" or (element.tag == "code" and "\n" in "".join(map(str, element.itertext())))


def _end_lines(parts: list[str], written: int) -> Iterator[str]:
    """Yield what has been gathered as one line, or as it is written, and forget it."""
    text = "".join(parts)
    parts.clear()
    lines = (line.rstrip() for line in text.split("\n")) if written else [" ".join(text.split()).strip(" |")]
    yield from (line for line in lines if line.strip())
