"""Tables that stand between columns of running text, from one side of the columns to the other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from statistics import median

from qa.load.paper.prose import LEAST_ROWS, are_columns, is_prose, split_sides
from qa.load.paper.rows import Row, count_cells

LEAST_BAND = 5  # rows; a lower band of prose may be a row of a table with long cells
WIDER = 0.3  # of the size; so much more space than between the lines of a column parts two bands
LEVEL = 0.1  # of the size; the bottoms of cells on one line differ by less
LEAST_LEVEL = 0.5  # of the rows of a table have cells on one line on both sides
LEAST_CELLS = 3  # in each row of a table that nothing but its cells parts from the columns around it
MOST_CELL = 15  # characters in such a cell on average; the lines of narrow columns are longer
LONGEST_CELL = 25  # characters
ABOVE = 4  # rows; the line above one in the same column is as near as that


def part_bands(rows: Sequence[Row], gutter: float) -> list[Sequence[Row]]:
    """Return rows in parts that are read each by itself: tables, and the columns of prose around them.

    White space that runs across all columns parts them. Without a table or without prose there is one part.
    """
    parts: list[tuple[bool, list[Row]]] = []
    cut = [part for band in _cut_at_white(rows) for part in _cut_at_cells(band)]
    for is_high, bands in groupby(cut, lambda band: _is_high_prose(band, gutter)):
        part = [row for band in bands for row in band]
        is_table = not is_high and _is_table(part, gutter)
        if parts and parts[-1][0] == is_table:
            parts[-1][1].extend(part)
        else:
            parts.append((is_table, part))
    return [part for _, part in parts]


def _is_high_prose(band: Sequence[Row], gutter: float) -> bool:
    return len(band) >= LEAST_BAND and are_columns(band, gutter)


def _is_table(rows: Sequence[Row], gutter: float) -> bool:
    """Whether rows hold no prose and most have cells on one line on both sides; pictures side by side seldom do."""
    left, right = split_sides(rows, gutter)
    level = sum(
        bool(before and after) and abs(before[-1].bottom - after[0].bottom) < LEVEL * after[0].size
        for before, after in zip(left, right, strict=True)
    )
    if len(rows) > 1 and all(map(_is_celled, rows)):
        return True
    return level >= max(LEAST_ROWS, len(rows) * LEAST_LEVEL) and not is_prose(left) and not is_prose(right)


def _cut_at_white(rows: Sequence[Row]) -> Iterator[list[Row]]:
    """Yield the rows between spaces that are wider than those between the lines of a column, and cross all columns."""
    leading = _find_leading(rows)
    band: list[Row] = []
    lowest = 0.0
    for row in rows:
        if band and lowest - max(run.top for run in row) > leading + WIDER * max(run.size for run in row):
            yield band
            band = []
        bottom = min(run.bottom for run in row)
        lowest = min(lowest, bottom) if band else bottom
        band.append(row)
    yield band


def _cut_at_cells(rows: Sequence[Row]) -> Iterator[list[Row]]:
    """Yield the rows of short cells and those of other text, each by themselves."""
    for _, part in groupby(rows, _is_celled):
        yield list(part)


def _is_celled(row: Row) -> bool:
    cells, lengths = count_cells(row), [len(run.text.strip()) for run in row]
    return cells >= LEAST_CELLS and sum(lengths) <= MOST_CELL * cells and max(lengths) <= LONGEST_CELL


def _find_leading(rows: Sequence[Row]) -> float:
    """Return the usual space between two lines of one column, in points."""
    spaces = []
    for number, row in enumerate(rows):
        near = [run for other in reversed(rows[max(0, number - ABOVE) : number]) for run in other]
        for run in row:
            above = next((other for other in near if other.left < run.right and run.left < other.right), None)
            spaces += [above.bottom - run.top] if above else []
    return max(0.0, median(spaces)) if spaces else 0.0
