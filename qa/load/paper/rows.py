"""Rows of a page: what is printed at one height, and the line that it is read as."""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple

from qa.load.paper.glyphs import Run
from qa.load.raised import RAISED

GUTTER = 0.8  # of the size; the narrowest space between columns
SMALL = 0.85  # of the size beside it; a smaller figure is raised
UNITS = frozenset("m km cm mm ft in mi yd μm dm s".split())


class PageLine(NamedTuple):
    """A line as it is read, with the height of its letters in points, 0 where that is not known."""

    text: str
    size: float


Row = list[Run]


def part_row(row: Row, gutter: float | None = None) -> Row:
    """Return a row with its runs parted at the space that a gutter stands in, or at every space that may part cells."""
    parted: Row = []
    for run in row:
        start, left = 0, run.left
        for space in run.spaces:
            if gutter is None or space.left <= gutter <= space.right:
                parted.append(run._replace(text=run.text[start : space.place], left=left, right=space.left, spaces=()))
                start, left = space.place, space.right
        rest = tuple(space for space in run.spaces if space.left > left)
        moved = tuple(space._replace(place=space.place - start) for space in rest)
        parted.append(run._replace(text=run.text[start:], left=left, spaces=moved) if start else run)
    return parted


def count_cells(row: Row) -> int:
    """Return in how many parts the spaces that are as wide as those between columns divide a row."""
    wide = sum(after.left - before.right >= GUTTER * min(before.size, after.size) for before, after in pairwise(row))
    return wide + 1


def write_row(row: Row, between: str = " ") -> PageLine | None:
    """Return a row as a line, ``between`` in gaps as wide as those between columns, or None where it holds nothing."""
    body = max(row, key=lambda run: len(run.text))
    text = ""
    for number, run in enumerate(row):
        piece = run.text.strip()
        if text and piece.isdigit() and run.size < SMALL * body.size and run.bottom > body.bottom:
            text += _raise(text, piece)
            continue
        gap = run.left - row[number - 1].right if number else 0.0
        if text:
            text += between if gap >= GUTTER * body.size else "" if gap < 0.15 * body.size else " "
        text += piece
    line = " ".join(text.split())
    return PageLine(line, body.size) if line else None


def _raise(before: str, figure: str) -> str:
    """Return a raised figure behind a number or a unit; behind a word it is the mark of a note, and left out."""
    last = before.rsplit(" ", 1)[-1]
    return figure.translate(RAISED) if last[-1:].isdigit() or last in UNITS else ""
