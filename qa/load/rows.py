"""The lines of a paragraph that a word processor breaks, and of a table whose rows read by themselves."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

LINE_END = re.compile(r"[.:;!?…][\"'”’»)\]]*$")


def read_paragraph(text: str) -> Iterator[str]:
    """Yield the lines of a paragraph, those that a break parts in mid-sentence as one, with single spaces.

    It does where a small letter follows it and no mark precedes it, in a paragraph that begins and ends as sentences
    do: the lines of an address or a list in one paragraph seldom do.
    """
    lines = [line for broken in text.split("\n") if (line := " ".join(broken.split()))]
    is_prose = bool(lines) and not lines[0][0].islower() and LINE_END.search(lines[-1]) is not None
    joined: list[str] = []
    for line in lines:
        if is_prose and joined and line[0].islower() and not LINE_END.search(joined[-1]):
            joined[-1] += f" {line}"
        else:
            joined.append(line)
    yield from joined


MOST_COLUMNS = 100  # over which one cell goes: in HTML up to 1,000, and what a program writes may be any number
LONGEST_HEAD = 60  # characters; what is longer is a text that was set into a table, not the name of a column


def count_columns(written: str) -> int:
    """Return over how many columns a cell goes, as its file says it; 1 where that is no number."""
    digits = written.strip()[:9]
    return max(1, min(int(digits), MOST_COLUMNS)) if digits.isascii() and digits.isdigit() else 1


YEAR = re.compile(r"\b(?:19|20)\d\d\b(?:[/–-]\d{2,4}\b)?")  # or a year from one autumn to the next
PERIOD = re.compile(r"(?:(?:Q[1-4]|H[12])[ /]?)?(?:(?:19|20)\d\d)?")  # figures in the name of a column: Q2/2026


def names_columns(rows: Sequence[Sequence[str]]) -> bool:
    """Whether the first row of a table without marks names its columns: it is all words, and figures stand below it.

    One column at least holds a figure in each row below. Of two columns the first may as well name the second, as in
    "Owner: Ann", "Staff: 12": there the figures have to look alike, in two rows or more, or to stand in both columns.
    """
    table = [[" ".join(cell.split()) for cell in row] for row in rows]
    head, below = (_leave_out_years(table[0]), table[1:]) if table else ([], [])
    whole = [row for row in below if len(row) == len(head) and sum(map(bool, row)) > 1]
    if len(head) < 2 or not whole or not all(map(_is_name, head[1:])) or (head[0] and not _is_name(head[0])):
        return False
    figures = [[_has_figure(row[column]) for row in whole] for column in range(len(head))]
    if len(head) > 2:
        return any(map(all, figures[1:]))
    shapes = {re.sub(r"\d[\d.,]*", "0", row[1]) for row in whole}
    return all(figures[1]) and (all(figures[0]) or (len(shapes) == 1 and len(whole) > 1))


def _leave_out_years(head: Sequence[str]) -> list[str]:
    """Return the names of columns without the years that alone part some of them: "Pay 2025", "Pay 2026"."""
    bare = [" ".join(YEAR.sub(" ", cell).split()) for cell in head]
    return [words if words and bare.count(words) > 1 else cell for cell, words in zip(head, bare, strict=True)]


def _is_name(cell: str) -> bool:
    return bool(cell) and (PERIOD.fullmatch(cell) is not None or not _has_figure(cell)) and _says(cell)


def _has_figure(cell: str) -> bool:
    return any(sign.isdigit() for sign in cell)


def write_rows(rows: Sequence[Sequence[str]], *, headed: bool) -> list[str]:
    """Return a line for each row, as "Site: Vell; Ships: 14"; nothing for the head row, nor for a row without words.

    Cells stand as they are, on one line; an empty one is left out. A cell whose column has no name stands alone, and so
    does the first one of a row of which the others are empty. Of two columns without names, the first names the second.
    Where no head is known, or a row has more or fewer cells, they are parted by " | ".
    """
    table = [[" ".join(cell.split()) for cell in row] for row in rows]
    head = [cell.rstrip(": ") for cell in table[0]] if headed and table else []
    lines = [_join(row) for row in table]
    if len(table) < 2 or not head or max(map(len, head)) > LONGEST_HEAD:
        return lines
    if not any(head):
        return [_join(row, ": " if len(row) == len(head) == 2 else " | ") for row in table]
    if not any(len(row) == len(head) for row in table[1:]):
        return lines
    if not any(letter.isalpha() for letter in head[0]):  # "#" stands over the numbers of rows
        head[0] = ""
    return ["", *(_label(row, head) if len(row) == len(head) else _join(row) for row in table[1:])]


def _join(row: Sequence[str], mark: str = " | ") -> str:
    return mark.join(filter(None, row)) if any(map(_says, row)) else ""


def _label(row: Sequence[str], head: Sequence[str]) -> str:
    filled = [(name, cell) for name, cell in zip(head, row, strict=True) if cell]
    if not any(_says(cell) for _, cell in filled):
        return ""
    if row[0] and len(filled) == 1:  # a heading among the rows
        return row[0]
    return "; ".join(f"{name}: {cell}" if name else cell for name, cell in filled)


def _says(cell: str) -> bool:
    return any(sign.isalnum() for sign in cell)


def name_text(name: str, text: str) -> str:
    """Return a text behind what it is said of: "Lid: the part on top"; behind "Can I swim?" it stands as it is."""
    return f"{name}{' ' if LINE_END.search(name.rstrip('*_')) else ': '}{text.lstrip()}"


def part_item(item: str) -> str:
    """Return an item of a list, below a blank line where a small letter makes it go on with the line above."""
    return f"\n{item}" if item[:1].islower() else item
