"""The tables of a page whose columns have heads: each row becomes one cell that reads by itself."""

from __future__ import annotations

from collections.abc import Iterator

from lxml.html import HtmlElement

from qa.load.page.lines import UNSEEN, read_lines
from qa.load.rows import count_columns, write_rows

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
