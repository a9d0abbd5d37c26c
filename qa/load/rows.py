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


def part_item(item: str) -> str:
    """Return an item of a list, below a blank line where a small letter makes it go on with the line above."""
    return f"\n{item}" if item[:1].islower() else item
