"""Make a page's tree say what a reader sees: nothing hidden, asides that are the article, raised figures, numbers."""

from __future__ import annotations

import re
from collections.abc import Mapping

from lxml import etree
from lxml.html import HtmlElement

from qa.load.page.boxes import BOX_TAGS, is_box, is_fact_box, is_tool, list_names, list_pointers
from qa.load.page.chunks import mark_paragraphs
from qa.load.page.numbers import find_notes, number_lists
from qa.load.page.styles import Declarations, hides, read_styles, shows, takes_away
from qa.load.page.tree import REGULAR_EXPRESSIONS
from qa.load.raised import lower_text, raise_text

HIDDEN = """
    //body//*[@hidden or re:test(@aria-hidden, '^\\s*true\\s*$', 'i')
        or re:test(@class, '(^|\\s)(sr-only|visually-?hidden|screen-reader-text|is-hidden)(\\s|$)', 'i')
        or re:test(@class, '(^|\\s)d-none(\\s|$)') and not(re:test(@class, '(^|\\s)d-(sm|md|lg|xl|xxl)-'))]
    | //body//dialog[not(@open)] | //template
"""
MOST = 0.5  # of the letters in a page's paragraphs
# what is hidden and holds more than this is the page itself before its script has run: on 1,300 public pages, what
# holds between half and this are windows that open, notices and what only subscribers see
HIDDEN_PAGE = 0.75

CELL_CHARACTERS = 200  # the longest cell of a table of facts that is a paragraph

# what e-books and pandoc call a note's mark, and the way back from the note to it
NOTE_ROLES = re.compile(r"(?:^|\s)(?:doc-)?(?:noteref|(?P<back>backlink))(?:\s|$)")
INLINE = {"a", "b", "em", "font", "i", "span", "strong"}
NOTE_NAMES = re.compile(r"(?:^|[\s_-])(?:ref(?:erence)?|foot-?note|end-?note|note|cite|citation)", re.IGNORECASE)


def show_page(page: HtmlElement) -> None:
    """Change the tree to what a reader sees of it."""
    notes = find_notes(page)
    leave_out_struck(page)
    keep_whole(page)
    mark_paragraphs(page)
    for element in list_pointers(page):
        _drop(element)
    counts = _count_letters(page)
    boxes = [element for element in page.iter(*BOX_TAGS) if is_box(element, page, counts)]
    boxes += [element for element in page.iter(etree.Element) if is_tool(element, page, counts)]
    if boxes:
        for element in boxes:
            _drop(element)
        counts = _count_letters(page)
    most = {element for element, count in counts.items() if count > MOST * counts[page]}
    headings = list(page.iter("h1"))
    for element in most & set(page.iter("aside", "footer", "form", "nav")):
        # by mistake: the article stands in it, not only its long list of other articles
        is_headed = not headings or next(element.iter("h1"), None) is not None
        if is_headed or (counts[element] > HIDDEN_PAGE * counts[page] and _count_linked_blocks(element) == 0):
            element.tag = "div"
    for element in page.iter("aside"):
        if is_fact_box(element):
            element.tag = "div"
    styled = _leave_out_hidden(page, counts, most)
    show_small_marks(page)
    number_lists(page, styled, notes)


def _count_linked_blocks(element: HtmlElement) -> int:
    """Return how many of an element's headings and paragraphs are links as a whole, as a list of articles has them."""
    blocks = element.iter("h2", "h3", "h4", "p", "li")
    texts = ((block.text_content().strip(), block.find(".//a")) for block in blocks)
    return sum(link is not None and link.text_content().strip() == text for text, link in texts if text)


def keep_whole(page: HtmlElement) -> None:
    """Take away the tags by which extraction would part a sentence or a row: days, and a paragraph alone in a cell."""
    for time in list(page.iter("time")):
        if next(time.iterancestors("p", "li", "td"), None) is not None:
            time.drop_tag()
    for cell in list(page.iter("td", "th")):
        inner = list(cell)
        if len(inner) == 1 and inner[0].tag == "p" and len(cell.text_content()) <= CELL_CHARACTERS:
            inner[0].drop_tag()


def leave_out_struck(page: HtmlElement) -> None:
    """Leave out what is struck, as its author has taken it back; what stands for it follows, mostly inserted."""
    for element in list(page.iter("del", "s", "strike")):
        _drop(element)


def _leave_out_hidden(
    page: HtmlElement, counts: Mapping[HtmlElement, int], most: set[HtmlElement]
) -> dict[HtmlElement, Declarations]:
    """Leave out what is hidden, and return what is declared of the elements."""
    styled = read_styles(page)
    for element in [*page.xpath(HIDDEN, namespaces=REGULAR_EXPRESSIONS), *_list_hidden(page, styled, counts)]:
        if not _is_page(element, page, counts, most):
            _drop(element)
    for element in [element for element, found in styled.items() if shows(found) is False]:
        if not _is_page(element, page, counts, most):
            _leave_visible(element, styled)
    return styled


def show_small_marks(page: HtmlElement) -> None:
    """Write raised and lowered figures as such characters, and leave out the marks of notes and the ways back."""
    for link in list(page.iter("a")):
        role = NOTE_ROLES.search(f"{link.get('epub:type', '')} {link.get('role', '')}")
        if role and (role["back"] or not raise_text(link.text_content(), _characters_before(link), points=True)):
            _drop(link)
    for element in list(page.iter("sup", "sub", "q")):
        text = "".join(element.itertext()).strip()
        before = _characters_before(element)
        if element.tag == "q":
            element.text = "“" + (element.text or "")
            _append_text(element, "”")
            element.drop_tag()
        elif element.tag == "sup" and not (raised := raise_text(text, before, points=_points_at_note(element))):
            _drop(element)
        elif element.tag == "sup" and raised != text:
            _replace(element, raised)
        elif element.tag == "sub" and (lowered := lower_text(text, before)) != text:
            _replace(element, lowered)


def _is_page(
    element: HtmlElement, page: HtmlElement, counts: Mapping[HtmlElement, int], most: set[HtmlElement]
) -> bool:
    """Whether what is hidden is the page itself, before its script has run."""
    is_article = element in most and next(element.iter("h1"), None) is not None
    return element.tag in {"html", "body"} or is_article or counts.get(element, 0) > HIDDEN_PAGE * counts[page]


def _list_hidden(
    page: HtmlElement, styled: Mapping[HtmlElement, Declarations], counts: Mapping[HtmlElement, int]
) -> list[HtmlElement]:
    """Return what styles hide; where much is faint or far away, it will come in as its reader goes on."""
    hidden = [element for element, found in styled.items() if hides(found)]
    faded = {element for element in hidden if not takes_away(styled[element])}
    outer = [element for element in faded if not any(above in faded for above in element.iterancestors())]
    is_to_come = sum(counts.get(element, 0) for element in outer) > MOST * counts[page]
    return [element for element in hidden if not (is_to_come and element in faded)]


def _count_letters(page: HtmlElement) -> dict[HtmlElement, int]:
    """Return how many letters the paragraphs of each element hold."""
    counts: dict[HtmlElement, int] = {}
    for element in reversed(list(page.iter(etree.Element))):
        own = len("".join(map(str, element.itertext()))) if element.tag == "p" else 0
        counts[element] = counts.get(element, 0) or own
        parent = element.getparent()
        if parent is not None:
            counts[parent] = counts.get(parent, 0) + counts[element]
    return counts


def _points_at_note(element: HtmlElement) -> bool:
    """Whether a raised text is linked with a note, or is called one."""
    links = [*element.iter("a"), *element.iterancestors("a")]
    linked = any("#" in link.get("href", "") for link in links)
    return linked or bool(NOTE_NAMES.search(list_names(element)))


def _characters_before(element: HtmlElement) -> str:
    """Return the last three characters before an element in its line, or a space."""
    previous, parent = element.getprevious(), element.getparent()
    while previous is None and parent is not None and not parent.text and parent.tag in INLINE:
        previous, parent = parent.getprevious(), parent.getparent()
    text = (previous.tail if previous is not None else parent.text if parent is not None else "") or ""
    if not text and previous is not None:
        text = "".join(previous.itertext())
    return text[-3:] or " "


def _append_text(element: HtmlElement, text: str) -> None:
    if len(element):
        element[-1].tail = (element[-1].tail or "") + text
    else:
        element.text = (element.text or "") + text


def _replace(element: HtmlElement, text: str) -> None:
    for child in list(element):
        element.remove(child)
    element.text = text
    element.drop_tag()


def _leave_visible(element: HtmlElement, styled: Mapping[HtmlElement, Declarations]) -> None:
    """Leave of an invisible element only what in it is visible again."""
    visible = {inner: None for inner in element.iterdescendants() if shows(styled.get(inner, {}))}
    outer = [inner for inner in visible if not any(above in visible for above in inner.iterancestors())]
    if not outer:
        _drop(element)
        return
    for inner in outer:
        inner.tail = None
    for child in list(element):
        element.remove(child)
    element.text = None
    element.extend(outer)


def _drop(element: HtmlElement) -> None:
    if element.getparent() is not None:
        element.drop_tree()
