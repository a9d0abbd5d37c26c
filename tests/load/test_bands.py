"""Tables of a PDF: between columns of prose, and of keys and values."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence

import pytest

from qa.load.pdf import load_pdf as load_all
from tests.load.makers import draw_pdf, place_text

FIRST = (
    "The council of Dorle said on Monday that the old bridge would stay closed for two years. Engineers had found a"
    " crack in its pier that nobody knew of, and the ferry is too small for all the cars that wait. The mill beside it"
    " was sold to a brewery on Friday, as its owner had wanted since the fire of 2009."
)
SECOND = (
    "The roof has to be rebuilt before the winter comes, and the wheel is to turn again by next May. Nobody could say"
    " who would pay for it, since the state had given four million for the bridge alone. The towns along the river will"
    " meet on Tuesday and vote on a loan that the two banks of the valley had offered them."
)
ROWS = [("Town", "Ships", "Crew"), ("Dorle", "14", "33"), ("Vell", "9", "12"), ("Alba Nova", "112", "410")]


def draw_columns(text: str, count: int, top: int) -> list[str]:
    """Return what draws a text in columns, each as high as the others, 11 points from line to line."""
    width = {2: 46, 3: 28, 4: 21}[count]
    lines = textwrap.wrap(text, width)
    height = -(-len(lines) // count)
    return [
        place_text(60 + n // height * (width * 4.6 + 16), top - 11 * (n % height), line, 9)
        for n, line in enumerate(lines)
    ]


def read(drawn: list[str]) -> list[str]:
    ((_, article),) = load_all(draw_pdf(drawn), "a.pdf", "a")
    return article.text.split("\n")


@pytest.mark.parametrize("count", [2, 3, 4])
def test_a_table_between_columns_parts_them_and_is_read_row_by_row(count: int) -> None:
    drawn = [place_text(60, 800, "A bridge and a mill", 20), *draw_columns(f"{FIRST} {SECOND}", count, 770)]
    drawn += [
        place_text(x, 650 - 20 * n, cell, 9)
        for n, row in enumerate(ROWS)
        for x, cell in zip((60, 230, 400), row, strict=True)
    ]
    drawn += draw_columns(f"{FIRST} {SECOND}", count, 550)
    table = [" | ".join(row) for row in ROWS]
    assert read(drawn) == ["A bridge and a mill", f"{FIRST} {SECOND}", *table, f"{FIRST} {SECOND}"]


def test_short_paragraphs_side_by_side_below_white_space_are_no_table() -> None:
    left, right = textwrap.wrap(FIRST, 46), textwrap.wrap(SECOND, 46)
    drawn = [
        place_text(x, 770 - 11 * n - 5 * (n >= 5), line, 9)
        for x, lines in ((60, left), (290, right))
        for n, line in enumerate(lines)
    ]
    assert " ".join(read(drawn)) == f"{FIRST} {SECOND}"


def test_keys_and_values_in_small_letters_are_a_row_each() -> None:
    rows = [("type", "helical, with a foot"), ("motor", "none"), ("cooling of it", "own"), ("colour", "grey")]
    drawn = [place_text(60, 800, "The ferry has a new motor", 20)]
    drawn += [place_text(x, 770 - 13 * n, row[x > 60], 9) for n, row in enumerate(rows) for x in (60, 260)]
    assert read(drawn)[1:] == [" | ".join(row) for row in rows]


SHORT = [("Year", "Ships", "Crew", "Sales"), ("2021", "9", "960", "148 m"), ("2023", "6", "840", "96 m")]
SHORT_ROWS = [" | ".join(row) for row in SHORT]


def draw_cells(lefts: Sequence[int], top: int, rows: Sequence[Sequence[str]]) -> list[str]:
    return [
        place_text(x, top - 11 * n, cell, 9) for n, row in enumerate(rows) for x, cell in zip(lefts, row, strict=True)
    ]


@pytest.mark.parametrize("count", [2, 3])
def test_a_short_table_that_no_space_parts_from_the_columns_below_it_is_read_by_itself(count: int) -> None:
    drawn = draw_cells((60, 180, 300, 420), 770, SHORT) + draw_columns(f"{FIRST} {SECOND}", count, 737)
    assert read(drawn) == [*SHORT_ROWS, f"{FIRST} {SECOND}"]


def test_a_short_table_beside_a_column_does_not_run_into_its_sentences() -> None:
    lines = textwrap.wrap(f"{FIRST} {SECOND}", 46)
    drawn = [place_text(60, 770 - 11 * n, line, 9) for n, line in enumerate(lines)]
    drawn += draw_cells((330, 390, 440, 490), 770, SHORT)
    assert {f"{FIRST} {SECOND}", *SHORT_ROWS} == set(read(drawn))


def test_a_label_written_upwards_beside_a_table_leaves_its_rows_whole() -> None:
    letters = [place_text(40, 770 - 5 * n, letter, 9) for n, letter in enumerate("stnemyap dna snaol")]
    rows = [*ROWS, *SHORT]
    drawn = [
        place_text(x, 765 - 14 * n, cell, 9)
        for n, row in enumerate(rows)
        for x, cell in zip((60, 230, 400), row, strict=False)
    ]
    text = "\n".join(read(letters + drawn))
    assert all(" | ".join(row[:3]) in text for row in rows)
