"""Which rows of a page are columns of running text and which are tables, from one side of them to the other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise
from math import inf
from statistics import median

from qa.load.paper.rows import GUTTER, Row, count_cells, part_row, write_row

LEAST_ROWS = 3  # with text on both sides of a gutter
LEAST_FLOWING = 0.6  # of the breaks between lines of a column of prose; the others end a paragraph
LEAST_SMALL = 0.3  # of those; so many lines begin in mid-sentence with a small letter, in German too
LEAST_CHARACTERS = 15  # of a line of such a column on average
LEAST_PROSE = 0.5  # of the letters on a side of a gutter; so many stand in columns of prose
STAGGERED = 0.2  # of the size; so much height in common have lines of two columns, and none of one
LARGE = 1.3  # times the usual size; the letters of a headline
CLOSE = 0.7  # of the size; lines that are farther apart are not of one paragraph
LEAST_BEGINNINGS = 3  # rows in which one side begins something
OUT_OF_STEP = 0.6  # of those; in so many the other side is in mid-sentence, which no row of a table is

Sides = tuple[list[Row], list[Row]]


def find_gutter(rows: Sequence[Row]) -> float | None:
    """Return the place that the gaps of most rows share and fewest lines cross, or None where too few share one."""
    votes: Counter[int] = Counter()
    crossed: Counter[int] = Counter()
    for row, beside in zip(rows, _add_staggered(rows), strict=True):
        for run in row:
            crossed.update(range(int(run.left) + 1, int(run.right)))
        for before, after in pairwise(beside):
            if after.left - before.right >= GUTTER * min(before.size, after.size):
                votes.update(range(int(before.right) + 1, int(after.left) + 1))
    found = [place for place, count in votes.items() if count >= LEAST_ROWS]
    if not found:
        return None
    most = max(votes[place] - crossed[place] for place in found)
    places = sorted(place for place in found if votes[place] - crossed[place] == most)
    ends = [n for n in range(1, len(places)) if places[n] > places[n - 1] + 1]
    widest = max((places[a:b] for a, b in pairwise([0, *ends, len(places)])), key=len)
    return float(widest[len(widest) // 2])


def _add_staggered(rows: Sequence[Row]) -> list[Row]:
    """Return the rows, each with the runs of the one below that stand half beside it, as columns out of step do."""
    added: list[Row] = []
    for row, below in zip(rows, [*rows[1:], []], strict=False):
        lowest = min((run.bottom for run in row), default=inf)
        staggered = [run for run in below if run.top - lowest >= STAGGERED * run.size]
        added.append(sorted([*row, *staggered], key=lambda run: run.left) if staggered else row)
    return added


def find_zone(rows: Sequence[Row], gutter: float) -> tuple[int, int]:
    """Return the first row and the one behind the last of the longest stretch that nothing parts.

    What crosses the gutter parts it, and a headline above both columns.
    """
    best = (0, 0)
    start = 0
    sizes = sorted(max(run.size for run in row) for row in rows)
    large = LARGE * sizes[len(sizes) // 2]
    for number in range(len(rows) + 1):
        if number == len(rows) or _parts_zone(rows, number, gutter, large):
            if _count_both(rows[start:number], gutter) > _count_both(rows[best[0] : best[1]], gutter):
                best = (start, number)
            start = number + 1
    return best if best[1] else (0, len(rows))


def _parts_zone(rows: Sequence[Row], number: int, gutter: float, large: float) -> bool:
    row, *below = rows[number : number + 2]
    if any(run.left < gutter < run.right for run in row):
        return True
    is_alone = all(run.right <= gutter and run.size > large for run in row)
    return is_alone and _count_both(below, gutter) > 0


def _count_both(rows: Sequence[Row], gutter: float) -> int:
    left, right = split_sides(_add_staggered(rows), gutter)
    return sum(bool(before and after) for before, after in zip(left, right, strict=True))


def split_sides(rows: Sequence[Row], gutter: float) -> Sides:
    """Return what stands left and right of a gutter, row by row; a side may have nothing in a row."""
    left = [[run for run in row if run.right <= gutter] for row in rows]
    return left, [[run for run in row if run.left >= gutter] for row in rows]


def are_columns(rows: Sequence[Row], gutter: float) -> bool:
    """Whether the sides of a gutter are read one after the other.

    So they are where both hold prose, or where one does and goes on in mid-sentence beside the lines of the other.
    """
    left, right = split_sides(rows, gutter)
    flowing = [is_prose(side) for side in (left, right)]
    return all(flowing) or (any(flowing) and _are_out_of_step(left, right))


def is_prose(rows: Sequence[Row]) -> bool:
    """Whether most letters of rows stand in columns of prose; rows may be empty."""
    flowing, letters = _count_flowing([row for row in rows if row])
    return flowing >= LEAST_PROSE * letters > 0


def _count_flowing(rows: Sequence[Row]) -> tuple[int, int]:
    """Return how many characters of rows stand in columns of prose, however many there are, and how many in all."""
    if not rows:
        return 0, 0
    gutter = find_gutter(rows)
    if gutter is None:
        letters = sum(len(run.text) for row in rows for run in row)
        return letters * _flows(rows), letters
    rows = [part_row(row, gutter) for row in rows]
    first, last = find_zone(rows, gutter)
    parts = [rows[:first], *split_sides(rows[first:last], gutter), rows[last:]]
    if (first, last) == (0, len(rows)) and rows in parts:
        return 0, 1
    counts = [_count_flowing([row for row in part if row]) for part in parts]
    return sum(flowing for flowing, _ in counts), sum(letters for _, letters in counts)


def _flows(rows: Sequence[Row]) -> bool:
    """Whether the lines of one column are those of paragraphs, which break where the next word has no room."""
    lines = [line.text if (line := write_row(row)) else "" for row in rows]
    if len(rows) < LEAST_ROWS or sum(map(len, lines)) < LEAST_CHARACTERS * len(lines):
        return False
    going = [line[:1] for line, is_going in zip(lines, _find_going(rows), strict=True) if is_going]
    small = sum(first.isalpha() and not first.isupper() for first in going)
    return len(going) >= LEAST_FLOWING * (len(rows) - 1) and small >= LEAST_SMALL * len(going)


def _find_going(rows: Sequence[Row]) -> Iterator[bool]:
    """Yield for each row of a column whether it goes on with the one above, which had no room for its first word."""
    right = max((row[-1].right for row in rows if row), default=0.0)
    above: Row = []
    for row in rows:
        yield bool(row and above) and _goes_on(above, row, right)
        above = row or above


def _goes_on(above: Row, row: Row, right: float) -> bool:
    if count_cells(row) > 2 or count_cells(above) > 2:
        return False
    line, before = write_row(row), write_row(above)
    if not line or not before or not any(map(str.isalpha, before.text)):
        return False
    space = min(run.bottom for run in above) - max(run.top for run in row)
    first = len(line.text.split(" ", 1)[0]) + 1
    width = (row[-1].right - row[0].left) / len(line.text) * first
    return space <= CLOSE * line.size and above[-1].right + width > right


def _are_out_of_step(left: Sequence[Row], right: Sequence[Row]) -> bool:
    """Whether one side mostly goes on in mid-sentence in the rows in which the other begins something."""
    begun = [
        (goes_left, goes_right)
        for row, other, goes_left, goes_right in zip(left, right, _find_going(left), _find_going(right), strict=True)
        if row and other and not (goes_left and goes_right)
    ]
    apart = sum(goes_left != goes_right for goes_left, goes_right in begun)
    return len(begun) >= LEAST_BEGINNINGS and apart >= OUT_OF_STEP * len(begun)


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
