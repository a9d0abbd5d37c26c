"""The lines of a page in the order in which they are read: columns one after the other, table rows whole."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from qa.load.paper.glyphs import Rule, Run, Sheet
from qa.load.paper.rows import GUTTER, PageLine, Row, part_row, write_row
from qa.load.paper.tables import read_table

OVERLAP = 0.5  # of the lower of two runs; so much height in common makes one row
LEAST_ROWS = 3  # with text on both sides of a gutter
LEAST_PROSE = 0.5  # of those rows; so many fill their column on both sides, or else they are rows of a table
FULL = 0.7  # of its column; so wide is a line that fills it
NARROWEST = 12.0  # times the size; a narrower column is one of a table
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
        if row and _shares_row(run, max(row, key=lambda other: other.size)):
            row.append(run)
        else:
            rows.append([run])
    return [sorted(row, key=lambda run: run.left) for row in rows]


def _shares_row(run: Run, other: Run) -> bool:
    shared = min(run.top, other.top) - max(run.bottom, other.bottom)
    return shared > OVERLAP * min(run.size, other.size)


def _is_scattered(rows: Sequence[Row]) -> bool:
    """Whether most rows hold only a character or two, as text does that is written from top to bottom."""
    return sum(len("".join(run.text for run in row).strip()) < 3 for row in rows) * 2 > len(rows) > 10


def _order(rows: Sequence[Row], rules: Sequence[Rule]) -> Iterator[PageLine]:
    """Yield the lines of rows; where a gutter parts some of them, the left column comes before the right one."""
    gutter = _find_gutter(rows)
    if gutter is None:
        yield from filter(None, map(write_row, rows))
        return
    rows = [part_row(row, gutter) for row in rows]
    first, last = _find_zone(rows, gutter)
    left = [[run for run in row if run.right <= gutter] for row in rows[first:last]]
    right = [[run for run in row if run.left >= gutter] for row in rows[first:last]]
    yield from _order(rows[:first], rules) if first else ()
    table = read_table(rows[first:last], rules, gutter, is_prose=_is_column(left) and _is_column(right))
    if table:
        yield from table
    else:
        yield from _order([row for row in left if row], rules)
        yield from _order([row for row in right if row], rules)
    yield from _order(rows[last:], rules) if last < len(rows) else ()


def _find_gutter(rows: Sequence[Row]) -> float | None:
    """Return the place that the gaps of most rows share, or None where too few do."""
    votes: Counter[int] = Counter()
    for row in rows:
        for before, after in pairwise(row):
            if after.left - before.right >= GUTTER * min(before.size, after.size):
                votes.update(range(int(before.right) + 1, int(after.left) + 1))
    if not votes:
        return None
    most = max(votes.values())
    places = [place for place, count in votes.items() if count == most]
    return float(sorted(places)[len(places) // 2]) if most >= LEAST_ROWS else None


def _find_zone(rows: Sequence[Row], gutter: float) -> tuple[int, int]:
    """Return the first row and the one behind the last of the longest stretch that nothing crosses the gutter in."""
    best = (0, 0)
    start = 0
    for number in range(len(rows) + 1):
        if number == len(rows) or any(run.left < gutter < run.right for run in rows[number]):
            if _count_both(rows[start:number], gutter) > _count_both(rows[best[0] : best[1]], gutter):
                best = (start, number)
            start = number + 1
    return best if best[1] else (0, len(rows))


def _count_both(rows: Sequence[Row], gutter: float) -> int:
    return sum(any(run.right <= gutter for run in row) and any(run.left >= gutter for run in row) for row in rows)


def _is_column(rows: Sequence[Row]) -> bool:
    """Whether most lines of one side fill it, as those of a narrow column of a table do not."""
    widths = [row[-1].right - row[0].left for row in rows if row]
    size = max((run.size for row in rows for run in row), default=1.0)
    widest = max(widths, default=0.0)
    if widest < NARROWEST * min(size, 14.0) or len(widths) < LEAST_ROWS:
        return False
    return sum(width >= FULL * widest for width in widths) >= LEAST_PROSE * len(widths)


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
