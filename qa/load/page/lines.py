"""The lines that a reader sees of a page, each with the element that it stands in, and rows that read by themselves."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from lxml import etree
from lxml.etree import _Element
from lxml.html import HtmlElement

from qa.headings import LONGEST_NAMED
from qa.load.headed import BOLD, may_head
from qa.load.rows import LONGEST_HEAD, count_columns, name_text, write_rows

INLINE = frozenset(
    "a abbr acronym b bdi bdo big cell cite code data del dfn em font hi i ins kbd label mark meter nobr q ref rp rt"
    " ruby s samp small span strike strong sub sup td th time tt u var wbr".split()
)
HEADINGS = frozenset("h1 h2 h3 h4 h5 h6".split())
QUOTING = ("li", "blockquote", "aside", "figure", "td", "th")  # in which a line in bold letters is no heading
CELLS = frozenset({"cell", "td", "th"})
UNSEEN = frozenset({"script", "style", "template", "noscript", "svg", "math", "iframe", "object", "button", "select"})
FURNITURE = UNSEEN | {"head", "nav", "aside", "footer", "form"}


class Line(NamedTuple):
    """A line as it is read, and the element whose text it begins with."""

    text: str
    element: _Element


def read_lines(root: _Element, unseen: frozenset[str]) -> Iterator[Line]:
    """Yield the lines that a reader sees below an element of HTML or of trafilatura's likeness of it.

    The walk is not recursive: pages nest deeper than Python's stack.
    """
    parts: list[str] = []
    written = 0  # how many elements around this one keep their line ends
    block = root
    walk = etree.iterwalk(root, events=("start", "end"))
    for event, element in walk:
        if event == "start" and element.tag in unseen:
            walk.skip_subtree()
        elif event == "start":
            if _breaks_line(element):
                yield from _end_lines(parts, written, block)
                block = element
            elif element.tag in CELLS and parts:
                parts.append(" | ")
            written += _is_written(element)
            parts.append(element.text or "")
        else:
            if _breaks_line(element):
                yield from _end_lines(parts, written, block)
                above = element.getparent()
                block = root if element is root or above is None else above
            written -= element.tag not in unseen and _is_written(element)
            parts.append((element.tail or "") if element is not root else "")
    yield from _end_lines(parts, written, block)


def find_levels(lines: Iterable[Line]) -> Iterator[int]:
    """Yield for each line the level of the heading that it is, by its element or its bold letters; 0 for text."""
    known: dict[_Element, tuple[int, frozenset[str]]] = {}
    for line in lines:
        if line.element not in known:
            known[line.element] = _find_level(line.element), _list_bold(line.element)
        level, bold = known[line.element]
        is_bold = not level and not bold.isdisjoint((line.text, line.text.rstrip(": "))) and may_head(line.text)
        yield BOLD if is_bold else level if len(line.text) <= LONGEST_NAMED else 0


def _list_bold(element: _Element) -> frozenset[str]:
    """Return what stands in bold letters within a paragraph, links aside."""
    if element.tag not in {"p", "div"} or next(element.iterancestors(*QUOTING), None) is not None:
        return frozenset()
    return frozenset(_join_words(part) for part in element.iterdescendants("b", "strong") if part.find(".//a") is None)


def _find_level(element: _Element) -> int:
    around = next((one for one in (element, *element.iterancestors()) if one.tag in HEADINGS), None)
    if around is not None:
        return int(around.tag[1]) if next(around.iterancestors("blockquote", "aside"), None) is None else 0
    level = element.get("aria-level", "2") if element.get("role") == "heading" else "0"
    return int(level) if level in "123456" else 0


def _join_words(element: _Element) -> str:
    return " ".join("".join(map(str, element.itertext())).split()).rstrip(": ")


def _breaks_line(element: _Element) -> bool:
    return element.tag not in INLINE or _is_written(element)


def _is_written(element: _Element) -> bool:
    """Whether the lines of an element are to be kept: preformatted text and code of several lines."""
    return element.tag == "pre" or (element.tag == "code" and "\n" in "".join(map(str, element.itertext())))


def _end_lines(parts: list[str], written: int, block: _Element) -> Iterator[Line]:
    """Yield what has been gathered as one line, or as it is written, and forget it."""
    text = "".join(parts)
    parts.clear()
    lines = (line.rstrip() for line in text.split("\n")) if written else [" ".join(text.split()).strip(" |")]
    yield from (Line(line, block) for line in lines if line.strip())


SECTIONS = ("thead", "tbody", "tfoot")


def label_tables(page: HtmlElement) -> None:
    """Write the head of its column before each cell, in the tree, of the tables that have heads and hold no others."""
    for table in list(page.iter("table")):
        if next(table.iterdescendants("table"), None) is None:
            _label(list(_find_rows(table)))


def _label(rows: list[HtmlElement]) -> None:
    cells = [list(row.iterchildren("th", "td")) for row in rows]
    are_heads = [list(map(_is_head, row)) for row in cells]
    if len(rows) < 2 or any(cell.get("rowspan", "1").strip() not in {"", "0", "1"} for row in cells for cell in row):
        return
    texts = [[text for cell in row for text in _read_cell(cell)] for row in cells]
    is_named = [is_head or not text for is_head, text in zip(are_heads[0], texts[0], strict=False)]
    if len(texts[0]) == len(cells[0]) > 1 and any(are_heads[0]) and all(is_named) and not all(are_heads[1]):
        lines = write_rows(texts, headed=True)
    elif all(row == [True, False] for row in are_heads):
        lines = write_rows([("", ""), *texts], headed=True)[1:]
    else:
        return
    for row, line in zip(rows, lines, strict=True):
        for cell in row.iterchildren("th", "td"):
            row.remove(cell)
        cell = row.makeelement("td", {})
        cell.text = line
        row.append(cell)


def _find_rows(table: HtmlElement) -> Iterator[HtmlElement]:
    for child in table.iterchildren("tr", *SECTIONS):
        yield from [child] if child.tag == "tr" else child.iterchildren("tr")


def _is_head(cell: HtmlElement) -> bool:
    """Whether a cell is marked as the head of a column or a row, or is bold as a whole."""
    bold = next(cell.iterdescendants("b", "strong"), None)
    if cell.tag == "th" or bold is None:
        return bool(cell.tag == "th")
    return str(bold.text_content()).split() == str(cell.text_content()).split() != []


def _read_cell(cell: HtmlElement) -> list[str]:
    """Return what a cell says on one line, and nothing for each further column that it spans."""
    further = count_columns(cell.get("colspan", "1")) - 1
    return [" ".join(line.text for line in read_lines(cell, UNSEEN)), *[""] * further]


def label_terms(page: HtmlElement) -> None:
    """Write each term of a list of definitions before what is said of it, in the tree: "Term: definition".

    Before each further definition a short term stands again.
    """
    for terms in list(page.iter("dl")):
        waiting: list[HtmlElement] = []  # terms
        name = ""
        for child in list(terms.iterdescendants("dt", "dd")):
            is_own = next(child.iterancestors("dl"), None) is terms
            said = " ".join(line.text for line in read_lines(child, UNSEEN)) if is_own else ""
            if not said:
                continue
            if child.tag == "dt":
                name = f"{name}, {said}" if waiting else said
                waiting.append(child)
            elif waiting or 0 < len(name) <= LONGEST_HEAD:
                for term in waiting:
                    term.getparent().remove(term)  # with the white space behind it
                waiting.clear()
                first = child
                while len(first) and not (first.text or "").strip() and first[0].tag in {"div", "p"}:
                    first = first[0]
                first.text = name_text(name, first.text or "")
