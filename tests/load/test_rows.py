"""The rows of a table are written as lines, each cell with the head of its column."""

import pytest

from qa.load.rows import MOST_COLUMNS, count_columns, write_rows

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
