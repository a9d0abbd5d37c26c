"""The rows of a table are written as lines, each cell with the head of its column."""

import pytest

from qa.load.rows import MOST_COLUMNS, count_columns, names_columns, write_rows

HEAD = ["Room", "Price", "Note"]


@pytest.mark.parametrize(
    ("row", "line"),
    [
        (["Elm", "20", "quiet"], "Room: Elm; Price: 20; Note: quiet"),
        (["Upper floor", "", ""], "Upper floor"),
        (["", "30", ""], "Price: 30"),
        (["", "–", ""], ""),
        (["Elm", "20"], "Elm | 20"),
    ],
)
def test_a_cell_that_stands_alone_is_a_heading_only_at_the_head_of_its_row(row: list[str], line: str) -> None:
    assert write_rows([HEAD, row, HEAD], headed=True)[1] == line


def test_of_two_columns_without_names_the_first_names_the_second() -> None:
    assert write_rows([["", ""], ["Lead", "Ann"], ["–", "–"]], headed=True) == ["", "Lead: Ann", ""]


@pytest.mark.parametrize(
    ("written", "columns"),
    [("2", 2), (" 3 ", 3), ("0", 1), ("-2", 1), ("", 1), ("²", 1), ("two", 1), ("1000", MOST_COLUMNS)],
)
def test_the_columns_of_a_cell_are_told_from_any_text(written: str, columns: int) -> None:
    assert count_columns(written) == columns


def test_a_number_of_columns_may_have_any_length() -> None:
    assert count_columns("9" * 5_000) == MOST_COLUMNS


@pytest.mark.parametrize(
    ("table", "is_headed"),
    [
        ("Ship|April|May / Alba|3,700|40 / Bora|–|9 / Fleet||", True),
        ("|Q1/2024|2023 / Piers|14|12", True),
        ("Ship|Yard|Built / Alba|Vell|1990 / Bora|Dorle|1994", True),
        ("Year|Cost / 2024|$5m", True),
        ("Grade|Hourly pay 2025|Hourly pay 2026 / A|EUR 14|EUR 15 / B|EUR 16|EUR 17", True),
        ("Roof|Checked 2024|Dry / Boiler|Checked 2025|Wet", False),
        ("Site|Stock / Vell|44 / Dorle|7", True),
        # a row like the others, or names before what they name
        ("Alba|14|Vell / Bora|9|Dorle", False),
        ("Ship|Yard|Crew / Alba|Vell|Ann, Bo", False),
        ("Owner|Ann Lee / Staff|12", False),
        ("Owner|Ann Lee / Staff|12 / Since|3 May 2024", False),
        ("Owner|Ann Lee", False),
        ("Ships / 14", False),
        ("", False),
    ],
)
def test_words_above_figures_name_the_columns_of_a_table_without_marks(table: str, *, is_headed: bool) -> None:
    rows = [row.strip().split("|") for row in table.split("/ " if "/ " in table else "\n")]
    assert names_columns(rows) == is_headed
    assert not names_columns([])
