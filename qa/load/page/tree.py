"""The tree of a page's mark-up."""

from __future__ import annotations

import re
from itertools import islice

from lxml import etree, html
from lxml.etree import _Element
from lxml.html import HtmlElement

from qa.errors import ArticleError

CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ue000-\uf8ff\ufffe\uffff]")  # pictures of an icon font, too
MOST_ATTRIBUTES = 250  # of one element; what a reader sees is not in more
LONG_TAG = re.compile(r"<[A-Za-z][^\s<>]*\s[^<>]{500,}")
ATTRIBUTE = re.compile(r"""[^\s=/"']+\s*(?:=\s*(?:"[^"]*"|'[^']*'|[^\s"']+))?""")
REGULAR_EXPRESSIONS = {"re": "http://exslt.org/regular-expressions"}
HEADED = frozenset("h1 h2 h3 h4 h5 h6 ul ol dl".split())  # what extraction loses where no box holds it
BARE = HEADED | frozenset("p table blockquote pre hr figure img br address a b i em strong".split())
NEVER_SHOWN = frozenset("script style noscript link meta template".split())


def parse_page(markup: str) -> HtmlElement:
    """Return the tree of a page or a piece of one; raise `ArticleError` where the parser would leave out some of it."""
    markup = LONG_TAG.sub(_cut_attributes, markup)
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


def _cut_attributes(tag: re.Match[str]) -> str:
    """Return the beginning of a tag with its first attributes: the parser compares each with all that stand before."""
    found = ATTRIBUTE.finditer(tag[0])
    end = next(islice(found, MOST_ATTRIBUTES, None), None)
    return tag[0][: end.start()] if end else tag[0]


def name_words(element: HtmlElement) -> str:
    """Return the names that a page's makers gave an element: its classes, id and the like, in small letters."""
    names = (element.get(key, "") for key in ("class", "id", "itemprop", "data-testid", "data-component", "role"))
    return " ".join(names).lower()


def count_letters(element: _Element) -> int:
    """Return how many characters stand in an element, those at its edges that are white space apart."""
    return len("".join(map(str, element.itertext())).strip())


def count_linked(element: _Element) -> int:
    """Return how many characters of an element are links."""
    return sum(map(count_letters, element.iter("a")))


def is_bare(page: HtmlElement) -> bool:
    """Say whether a page's body holds nothing but headings, paragraphs, lists and tables: all of it is the article.

    So are pages written by hand or saved by an office program. Extraction looks for the box of the article, and where
    there is none it keeps paragraphs and tables alone.
    """
    body = page.find("body")
    box = body[0] if body is not None and len(body) == 1 and body[0].tag in {"div", "center"} else body
    tags = {child.tag for child in box if child.tag not in NEVER_SHOWN} if box is not None else set()
    return bool(HEADED & tags) and tags <= BARE
