"""Tables: a line for each row, with the lines of wrapped cells put together."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, pairwise
from typing import NamedTuple

from qa.load.paper.glyphs import Rule
from qa.load.paper.rows import GUTTER, PageLine, Row, part_row, write_row
from qa.load.paper.words import count_words, join_line

CELLS = " | "
BULLETS = frozenset("•●▪■◦‣·")
APART = 0.3  # of the size; the narrowest space between two columns, all their cells taken together
SAME_HEIGHT = 1.5  # points between the edges of cells that stand side by side
INSIDE = 0.2  # of the size; an edge so far within a line is an underline
PADDED = 0.25  # of the size; so much more space than between the lines of a cell parts two rows
LOOSE = 0.6  # of the size; lines so far from each other are rows of their own
LEAST_PARTS = 3  # into which edges or spaces cut a table whose rows they show
LEAST_DRAWN = 4  # parts between edges; a table with fewer may have edges below its head and above its sum alone
MOST_WRAPPED = 12  # lines of one row
BOTH_SIDES = 2 / 3  # of the rows of a table fill two columns
FIGURES = re.compile(r"[^\w]*\d[\d\W]*")

LEAST_VOTES = 2  # rows with a gap at a place that may part columns
MOST_CROSSED = 0.15  # of the rows; so many may hold something that stands across a gap

Column = tuple[float, float]
Gap = tuple[float, float]
Line = dict[int, Row]
"""The cells of a printed line by the numbers of their columns."""


class Part(NamedTuple):
    """Lines of a table that belong together, and whether they are a row of it."""

    lines: list[Line]
    is_row: bool


def read_table(rows: Sequence[Row], rules: Sequence[Rule], gutter: float, *, is_prose: bool) -> list[PageLine]:
    """Return a line for each row of a table, its cells parted by bars, or nothing where rows are columns of prose.

    Where a row ends, edges tell that run across the gutter, or wider spaces; where neither are there, the words do.
    """
    rows = [part_row(row) for row in rows]
    gaps = _find_gaps(rows) or [(gutter, gutter)]
    first, last = _leave_out_ends(rows, gaps)
    columns = _find_columns(rows[first:last], gaps)
    lines = [_split(row, columns) for row in rows[first:last]]
    parts = _cut_at_edges(lines, rules, gutter) or _cut_at_spaces(lines)
    if is_prose and not _fill_both(parts, gutter):
        return []
    words = count_words(" ".join(run.text for row in rows for run in row))
    table: list[PageLine | None] = list(map(write_row, rows[:first]))
    for part in parts or [Part(lines, is_row=False)]:
        is_row = part.is_row and len(part.lines) <= MOST_WRAPPED
        for row in _cut_at_figures(part.lines) if is_row else _cut_at_words(part.lines, columns):
            table += _write(row, words)
    return list(filter(None, [*table, *map(write_row, rows[last:])]))


def _find_gaps(rows: Sequence[Row]) -> list[Gap]:
    """Return the left and right ends of the spaces between columns: of some rows a gap, and crossed by hardly any."""
    votes: Counter[int] = Counter()
    crossed: Counter[int] = Counter()
    for row in rows:
        for run in row:
            crossed.update(range(int(run.left) + 1, int(run.right) + 1))
        for before, after in pairwise(row):
            if after.left - before.right >= APART * before.size:
                votes.update(range(int(before.right) + 1, int(after.left) + 1))
    gaps: list[Gap] = []
    for place in sorted(place for place, count in votes.items() if count >= LEAST_VOTES):
        if crossed[place] > max(1, MOST_CROSSED * len(rows)):
            continue
        if gaps and place - gaps[-1][1] <= 1:
            gaps[-1] = (gaps[-1][0], place)
        else:
            gaps.append((place, place))
    return gaps


def _leave_out_ends(rows: Sequence[Row], gaps: Sequence[Gap]) -> tuple[int, int]:
    """Return the first row and the one behind the last, without lines of text that stand above and below a table."""
    first, last = 0, len(rows)
    while first < last and (_is_across(rows[first], gaps) or rows[first][-1].right <= gaps[0][0]):
        first += 1
    while last > first and _is_across(rows[last - 1], gaps):
        last -= 1
    return (first, last) if first < last else (0, len(rows))


def _is_across(row: Row, gaps: Sequence[Gap]) -> bool:
    return any(run.left < left and run.right > right for run in row for left, right in gaps)


def _find_columns(rows: Sequence[Row], gaps: Sequence[Gap]) -> list[Column]:
    """Return the left and right edges of the columns between gaps."""
    bounds = [float("-inf"), *((left + right) / 2 for left, right in gaps), float("inf")]
    columns = []
    for after, before in pairwise(bounds):
        runs = [run for row in rows for run in row if after < (run.left + run.right) / 2 <= before]
        columns += [(min(run.left for run in runs), max(run.right for run in runs))] if runs else []
    return columns


def _split(row: Row, columns: Sequence[Column]) -> Line:
    line: Line = {}
    for run in row:
        middle = (run.left + run.right) / 2
        line.setdefault(next(n for n, (_, right) in enumerate(columns) if middle <= right), []).append(run)
    return line


def _cut_at_edges(lines: Sequence[Line], rules: Sequence[Rule], gutter: float) -> list[Part]:
    """Return what lies between edges, or nothing where these do not part row from row."""
    heights = sorted(_find_edges(lines, rules, gutter))
    bands: dict[int, list[Line]] = {}
    for line in lines:
        middle = max(run.bottom + run.top for row in line.values() for run in row) / 2
        bands.setdefault(len(heights) - bisect_right(heights, middle), []).append(line)
    if len(bands) < LEAST_DRAWN and not _show_rows(list(bands.values())):
        return []
    return [Part(band, is_row=0 < above < len(heights)) for above, band in bands.items()]


def _find_edges(lines: Sequence[Line], rules: Sequence[Rule], gutter: float) -> Iterator[float]:
    """Yield the heights at which edges run across the gutter, and through no line."""
    inner = sorted(
        (run.bottom + INSIDE * run.size, run.top - INSIDE * run.size)
        for line in lines
        for row in line.values()
        for run in row
    )
    highest = list(accumulate((top for _, top in inner), max))  # of the runs up to each
    clusters: list[Rule] = []
    for rule in sorted(rules, key=lambda rule: rule.height):
        if clusters and rule.height - clusters[-1].height <= SAME_HEIGHT:
            last = clusters.pop()
            rule = Rule(min(last.left, rule.left), max(last.right, rule.right), rule.height)
        clusters.append(rule)
    for left, right, height in clusters:
        below = bisect_left(inner, (height,))  # runs that begin below it
        if left < gutter < right and (not below or highest[below - 1] <= height):
            yield height


def _cut_at_spaces(lines: Sequence[Line]) -> list[Part]:
    """Return what stands between wider spaces, or nothing where these do not part row from row."""
    leading = _find_leading(lines)
    parts: list[list[Line]] = []
    lowest = 0.0
    for line in lines:
        runs = [run for row in line.values() for run in row]
        size = max(run.size for run in runs)
        space = lowest - max(run.top for run in runs)
        if not parts or space > (leading + PADDED * size if leading <= LOOSE * size else 0):
            parts.append([])
            lowest = min(run.bottom for run in runs)
        parts[-1].append(line)
        lowest = min(lowest, *(run.bottom for run in runs))
    return [Part(part, is_row=True) for part in parts] if _show_rows(parts) else []


def _find_leading(lines: Sequence[Line]) -> float:
    """Return the least space between two lines of one column, in points."""
    spaces = []
    above: dict[int, Row] = {}
    for line in lines:
        spaces += [above[n][0].bottom - row[0].top for n, row in line.items() if n in above]
        above |= line
    return min(spaces, default=0.0)


def _show_rows(parts: Sequence[Sequence[Line]]) -> bool:
    """Whether parts of a table look like its rows: not too long, and the longer ones with cells that ended before."""
    wrapped = [part for part in parts if len(part) > 1]
    ragged = sum(len({tuple(line) for line in part}) > 1 for part in wrapped)
    return len(parts) >= LEAST_PARTS and max(map(len, parts)) <= MOST_WRAPPED and ragged * 2 >= len(wrapped)


def _fill_both(parts: Sequence[Part], gutter: float) -> bool:
    """Whether most parts are rows with something on both sides of the gutter, and of more than a line."""
    both = 0
    for part in parts:
        runs = [run for line in part.lines for row in line.values() for run in row]
        both += min(run.left for run in runs) < gutter < max(run.right for run in runs)
    wrapped = sum(1 < len(part.lines) <= MOST_WRAPPED for part in parts)
    return both >= BOTH_SIDES * len(parts) > 0 and wrapped * 2 >= len(parts)


def _cut_at_figures(part: Sequence[Line]) -> Iterator[list[Line]]:
    """Yield the rows of a part: where a key and a figure stand below others, another row begins, drawn or not."""
    row: list[Line] = []
    for line in part:
        figures = {number for number, cell in line.items() if FIGURES.fullmatch(_text(cell))}
        before = {n for other in row for n, cell in other.items() if n in figures and FIGURES.fullmatch(_text(cell))}
        if 0 in line and before:
            yield row
            row = []
        row.append(line)
    yield row


def _cut_at_words(lines: Sequence[Line], columns: Sequence[Column]) -> Iterator[list[Line]]:
    """Yield the rows of a table whose lines stand all equally far from each other."""
    row: list[Line] = []
    above: Line = {}
    for line in lines:
        if row and not _goes_on(line, above, columns):
            yield row
            row, above = [], {}
        row.append(line)
        above = above | line
    yield row


def _goes_on(line: Line, above: Line, columns: Sequence[Column]) -> bool:
    """Whether every cell of a line goes on with the one above it, and a key does not stand below room for its value."""
    if not all(number in above and _is_wrapped(above[number], cell, columns[number]) for number, cell in line.items()):
        return False
    if 0 in line and len(line) > 1:
        roomy = sum(_has_room(above[number], cell, columns[number]) for number, cell in line.items())
        if roomy * 2 >= len(line):
            return False
    lower = sum(_text(cell)[:1].islower() for cell in line.values())
    return lower * 2 >= len(line) or (0 not in line and len(line) < len(columns))


def _is_wrapped(before: Row, cell: Row, column: Column) -> bool:
    """Whether a cell is the next line of the one above: that has words, and no room for the first word of this one."""
    is_open = _text(cell)[:1].islower() or not _has_room(before, cell, column)
    return is_open and any(map(str.isalpha, _text(before)))


def _has_room(before: Row, cell: Row, column: Column) -> bool:
    """Whether the first word of a cell has room behind the line above it."""
    text = _text(cell)
    width = (cell[-1].right - cell[0].left) / max(1, len(text)) * (len(text.split(" ", 1)[0]) + 1)
    return before[-1].right + width <= column[1]


def _text(row: Row) -> str:
    line = write_row(row) if row else None
    return line.text if line else ""


def _write(part: Sequence[Line], words: Counter[str]) -> list[PageLine | None]:
    """Return a row of a table as one line, cell by cell; as its lines where they do not agree on the cells."""
    rows = [[run for number in sorted(line) for run in line[number]] for line in part]
    cells = _find_cells(rows)
    if len(part) == 1 or len(cells) < max(map(_count_cells, rows)):
        return [cell for line in part for cell in _write_line(line)]
    texts: dict[int, list[str]] = {}
    for row in rows:
        for number, (left, right) in enumerate(cells):
            text = _text([run for run in row if left <= run.left and run.right <= right])
            if number in texts and text:
                join_line(texts[number], text, words)
            elif text:
                texts[number] = [text]
    size = max(run.size for row in rows for run in row)
    return _join_cells(("".join(texts[number]) for number in sorted(texts)), size)


def _write_line(line: Line) -> list[PageLine | None]:
    cells = list(filter(None, (write_row(line[number], CELLS) for number in sorted(line))))
    texts = (text for cell in cells for text in cell.text.split(CELLS))
    return _join_cells(texts, max((cell.size for cell in cells), default=0.0))


def _join_cells(texts: Iterable[str], size: float) -> list[PageLine | None]:
    """Return the line of a row, without the bullets of lists in its cells; none where it holds nothing else."""
    line = CELLS.join(text for text in texts if text not in BULLETS)
    return [PageLine(line, size)] if line else []


def _find_cells(rows: Sequence[Row]) -> list[Column]:
    """Return the left and right edges of the cells of one row: what its runs together cover."""
    cells: list[Column] = []
    for run in sorted((run for row in rows for run in row), key=lambda run: run.left):
        if cells and run.left - cells[-1][1] < APART * run.size:
            cells[-1] = (cells[-1][0], max(cells[-1][1], run.right))
        else:
            cells.append((run.left, run.right))
    return cells


def _count_cells(row: Row) -> int:
    return 1 + sum(after.left - before.right >= GUTTER * before.size for before, after in pairwise(row))
