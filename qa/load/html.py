"""HTML pages: the article's text without the furniture around it, one line a paragraph, heading or list item."""

from __future__ import annotations

import html
import json
import logging
import re
from collections import defaultdict, deque
from collections.abc import Iterator, Sequence
from copy import deepcopy

from lxml.html import HtmlElement

from qa.english.titles import TITLE_CHARACTERS, one_line
from qa.errors import ArticleError
from qa.load.fields import clean_author, make_article
from qa.load.headed import head_line, join_lines
from qa.load.page.beside import put_back
from qa.load.page.charset import decode_page
from qa.load.page.chunks import join_chunks
from qa.load.page.date import find_published
from qa.load.page.lines import FURNITURE, UNSEEN, find_levels, label_tables, label_terms, read_lines
from qa.load.page.shown import show_page
from qa.load.page.standfirst import find_standfirst, letters
from qa.load.page.tree import is_bare, parse_page
from qa.load.rows import part_item
from qa.records import Article

# a page's own lines stand for trafilatura's lump when they are about as long; when they are much shorter, the lump
# came from a script, and when they are much longer, from one part of the page
LUMP_AT_LEAST, LUMP_AT_MOST = 0.5, 1.5
# trafilatura's strict reading leaves out more of what is around an article, and now and then half of the article: it
# counts where it is at least so long as the usual one. F of article-extraction .960 -> .965, of trafilatura's own .942
STRICT_AT_LEAST = 0.6
FEW_CHARACTERS = 500  # of a page with less, nothing is left out
DESCRIPTIONS = frozenset({"og:description", "description", "twitter:description", "dc.description"})
LINKED_DESCRIPTION = re.compile(r'"(?:description|alternativeHeadline|abstract)"\s*:\s*("(?:[^"\\]|\\.)*")')
LIBRARIES = ("trafilatura", "htmldate", "courlan", "justext", "charset_normalizer")
PLACEHOLDER = re.compile(
    r"\W*(?:loading|please wait|just a moment|redirecting|checking your browser|you need to enable javascript"
    r"|(?:please )?enable javascript|javascript is (?:disabled|required)|this (?:app|page|site) requires javascript)\b",
    re.IGNORECASE,
)
PLACEHOLDER_CHARACTERS = 200  # the longest text that is none but such a notice


def load_html(data: bytes, article_id: str, url: str = "") -> Article:
    """Return the article on a page; raise `ArticleError` where there is none."""
    import trafilatura

    for name in LIBRARIES:  # they warn of each page that they make nothing of, and we say so ourselves
        logging.getLogger(name).setLevel(logging.CRITICAL)
    page = parse_page(decode_page(data))
    about = trafilatura.extract_metadata(page, default_url=url, date_config={"extensive_search": False})
    published = find_published(page, url or about.url or "")
    descriptions = _read_descriptions(page)
    show_page(page)
    label_tables(page)
    label_terms(page)
    join_chunks(page)
    lines = _find_lines(page, url)
    if lines and letters(lines[-1]) in map(letters, descriptions):  # which extraction found late
        lines = [lines[-1], *lines[:-1]]
    lines = find_standfirst(page, lines, descriptions, about.title or "") + lines
    text, headings = join_lines(_mark_lines(page, lines))
    if len(text) <= PLACEHOLDER_CHARACTERS and PLACEHOLDER.match(text):
        raise ArticleError("a page that a script fills in: save it as the browser shows it")
    return make_article(
        article_id,
        text,
        title=_choose_title(page, text) or about.title or "",
        source=about.sitename or "",
        published=published,
        author=clean_author(about.author or ""),
        url=url or about.url or "",
        headings=headings,
    )


def _mark_lines(page: HtmlElement, lines: Sequence[str]) -> Iterator[str]:
    """Yield the lines of an article as headings and items, as the lines of the page with the same words are.

    Of several lines with the same words the first ones stand for the first, menus aside.
    """
    known: dict[str, deque[tuple[int, bool]]] = defaultdict(deque)
    for unseen in (FURNITURE, UNSEEN):
        shown = list(read_lines(page, unseen))
        seen = set(known)
        for line, level in zip(shown, find_levels(shown), strict=True):
            if line.text not in seen:
                is_item = next(line.element.iterancestors("li"), line.element).tag == "li"
                known[line.text].append((level, is_item))
    for text in lines:
        kinds = known.get(text) or deque([(0, False)])
        level, is_item = kinds.popleft() if len(kinds) > 1 else kinds[0]
        yield part_item(text) if is_item and not level else head_line(text, level)


def fragment_lines(markup: str) -> list[str]:
    """Return what a reader sees of a piece of HTML, a line for each paragraph, item of a list or heading."""
    return _list_lines(parse_page(markup))


def page_text(page: HtmlElement) -> str:
    """Return what a reader sees of the tree of a piece of HTML, in the same lines; the tree is changed."""
    return "\n".join(_list_lines(page))


def _list_lines(page: HtmlElement) -> list[str]:
    show_page(page)
    label_tables(page)
    label_terms(page)
    lines = list(read_lines(page, UNSEEN | {"head"}))
    return [head_line(line.text, level) for line, level in zip(lines, find_levels(lines), strict=True)]


def _find_lines(page: HtmlElement, url: str) -> list[str]:
    """Return the lines of the article on a page: the strict reading where it holds most of the usual one."""
    if is_bare(page):
        return [line.text for line in read_lines(page, UNSEEN | {"head"})]
    usual, strict = _extract(deepcopy(page), url, is_strict=False), _extract(page, url, is_strict=True)
    whole = len(" ".join(usual))
    is_most = whole > FEW_CHARACTERS and len(" ".join(strict)) >= STRICT_AT_LEAST * whole
    return put_back(page, _choose_lines(page, strict if is_most else usual))


def _extract(page: HtmlElement, url: str, *, is_strict: bool) -> list[str]:
    import trafilatura
    from trafilatura.settings import Document

    document = trafilatura.bare_extraction(
        page, url=url or None, include_comments=False, with_metadata=False, favor_precision=is_strict
    )
    return [line.text for line in read_lines(document.body, UNSEEN)] if isinstance(document, Document) else []


def _choose_lines(page: HtmlElement, found: Sequence[str]) -> list[str]:
    """Return the lines that trafilatura found, or the page's own where it made one lump of them.

    On a page of few words it falls back to running everything together, headings into sentences too.
    """
    if len(found) > 1:
        return list(found)
    articles = page.xpath("//article[not(ancestor::article)] | //main[not(.//article)]")
    seen = [line.text for line in read_lines(articles[0] if len(articles) == 1 else page, FURNITURE)]
    lump, whole = len(" ".join(found)), len(" ".join(dict.fromkeys(seen)))  # in the lump, a line stands once
    return seen if not found or LUMP_AT_LEAST * lump <= whole <= LUMP_AT_MOST * lump else list(found)


def _read_descriptions(page: HtmlElement) -> list[str]:
    """Return what the page's head, its linked data and its microdata say the article is about, each once."""
    found = [
        meta.get("content", "")
        for meta in page.iterfind(".//meta[@content]")
        if (meta.get("property") or meta.get("name") or meta.get("itemprop") or "").lower() in DESCRIPTIONS
    ]
    for script in page.iterfind(".//script[@type='application/ld+json']"):
        found += [_read_json_text(text) for text in LINKED_DESCRIPTION.findall(script.text or "")]
    return [text for text in dict.fromkeys(map(one_line, found)) if text]


def _choose_title(page: HtmlElement, text: str) -> str:
    """Return the first line where the page's title begins with it, as "Bridge to close | The Daily" may."""
    first = text.split("\n", 1)[0]
    shown = one_line(page.findtext(".//title") or "")
    return first if shown.startswith(first) and len(first) <= TITLE_CHARACTERS else ""


def _read_json_text(text: str) -> str:
    """Return a text of a page's linked data, which is not always JSON as a whole; nothing where it is none."""
    try:
        return html.unescape(str(json.loads(text, strict=False)))
    except ValueError:
        return ""
