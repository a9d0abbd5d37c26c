"""The lines of a page in the order in which they are read: columns one after the other, table rows whole."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from qa.load.paper.columns import are_columns, find_gutter, find_zone, part_bands, split_sides
from qa.load.paper.glyphs import Rule, Run, Sheet
from qa.load.paper.rows import PageLine, Row, part_row, write_row
from qa.load.paper.tables import read_table

OVERLAP = 0.5  # of the lower of two runs; so much height in common makes one row
LEAST_TEXT = 3  # characters of a run that is no single letter
NUMBERED_LINES = 4  # the fewest line numbers in a margin


def read_page(sheet: Sheet) -> list[PageLine]:
    """Return the lines of a page in reading order."""
    rows = _find_rows(_leave_out_line_numbers(sheet.runs))
    if not rows or _is_scattered(rows):
        return [PageLine(" ".join(line.split()), 0.0) for line in sheet.lines if line.strip()]
    return list(_order(rows, sheet.rules))


def _find_rows(runs: Sequence[Run]) -> list[Row]:
    """Return the runs by rows from top to bottom, each from left to right; a raised figure belongs to its row."""
    rows: list[Row] = []
    for run in sorted(runs, key=lambda run: -(run.top + run.bottom)):
        row = rows[-1] if rows else []
        if row and _shares_row(run, max(row, key=lambda other: other.size)) and not _is_below(run, row):
            row.append(run)
        else:
            rows.append([run])
    return [sorted(row, key=lambda run: run.left) for row in rows]


def _shares_row(run: Run, other: Run) -> bool:
    shared = min(run.top, other.top) - max(run.bottom, other.bottom)
    return shared > OVERLAP * min(run.size, other.size)


def _is_below(run: Run, row: Row) -> bool:
    """Whether a run stands below one of a row, with which only something between the two has height in common.

    The letters of a word that is written upwards do, too, and stay in their row.
    """
    texts = [other for other in row if len(other.text.strip()) >= LEAST_TEXT <= len(run.text.strip())]
    return any(run.left < other.right and other.left < run.right and run.top < other.bottom for other in texts)


def _is_scattered(rows: Sequence[Row]) -> bool:
    """Whether most rows hold only a character or two, as text does that is written from top to bottom."""
    return sum(len("".join(run.text for run in row).strip()) < 3 for row in rows) * 2 > len(rows) > 10


def _order(rows: Sequence[Row], rules: Sequence[Rule]) -> Iterator[PageLine]:
    """Yield the lines of rows; where a gutter parts some of them, the left column comes before the right one."""
    gutter = find_gutter(rows)
    if gutter is None:
        yield from filter(None, map(write_row, rows))
        return
    rows = [part_row(row, gutter) for row in rows]
    first, last = find_zone(rows, gutter)
    yield from _order(rows[:first], rules) if first else ()
    bands = part_bands(rows[first:last], gutter)
    if len(bands) > 1:
        for band in bands:
            yield from _order(band, rules)
    else:
        yield from _order_zone(rows[first:last], rules, gutter)
    yield from _order(rows[last:], rules) if last < len(rows) else ()


def _order_zone(rows: Sequence[Row], rules: Sequence[Rule], gutter: float) -> Iterator[PageLine]:
    """Yield the rows of a table, or the lines of one side of a gutter after those of the other."""
    table = read_table(rows, rules, gutter, is_prose=are_columns(rows, gutter))
    if table:
        yield from table
        return
    for side in split_sides(rows, gutter):
        yield from _order([row for row in side if row], rules)


def _leave_out_line_numbers(runs: Sequence[Run]) -> list[Run]:
    """Return the runs without the numbers that count the lines in a margin."""
    figures = [run for run in runs if run.text.strip().isdigit() and len(run.text.strip()) <= 4]
    texts = [run for run in runs if not run.text.strip().isdigit()]
    if len(figures) < NUMBERED_LINES or not texts:
        return list(runs)
    edges = sorted(run.left for run in texts)
    body_left = edges[len(edges) // 20]
    body_right = max(run.right for run in texts)
    margin = [run for run in figures if run.right <= body_left or run.left >= body_right]
    counted = sorted(margin, key=lambda run: -run.bottom)
    values = [int(run.text) for run in counted]
    if len(values) < NUMBERED_LINES or any(after <= before for before, after in pairwise(values)):
        return list(runs)
    dropped = set(map(id, margin))
    return [run for run in runs if id(run) not in dropped]
