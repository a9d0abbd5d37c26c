"""Dates are read with what they say and what they leave open."""

import pytest

from qa.english.calendar import Date, find_dates, find_weekdays, find_years, month_number


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("on 3 May 2024", (2024, 5, 3, 0)),
        ("on the 3rd of May", (0, 5, 3, 0)),
        ("on May 3, 2024", (2024, 5, 3, 0)),
        ("on Sept. 12", (0, 9, 12, 0)),
        ("on 29 February", (0, 2, 29, 0)),
        ("in May 2024", (2024, 5, 0, 0)),
        ("until March", (0, 3, 0, 0)),
        ("in 1998", (1998, 0, 0, 0)),
        ("2024-05-03", (2024, 5, 3, 0)),
        ("in 2004-05", (2004, 0, 0, 0)),
        ("on Monday", (0, 0, 0, 1)),
        ("on 3.5.2024", (2024, 5, 3, 0)),
        ("26.09.2026, 9:00", (2026, 9, 26, 0)),
        ("27/11/2025", (2025, 11, 27, 0)),
    ],
)
def test_a_date_says_what_the_text_says(text: str, expected: tuple[int, int, int, int]) -> None:
    (date,) = find_dates(text)
    assert (date.year, date.month, date.day, date.weekday) == expected


@pytest.mark.parametrize(
    "text",
    [
        "They may march.",
        "May it rain!",
        "2,024 boats",
        "$2024",
        "1998 people",
        "1999%",
        "12345",
        "he is 30",
        "",
        "v1.2005",
        "on 30 February 2024",
        "on February 30, 2024",
        "on 31 June",
        "on 29 February 2023",
        "2024-02-30",
        "2024-00-03",
        "2024-05-00",
        "v3.5.2024.1",
        "31.6.2024",
    ],
)
def test_what_is_no_date(text: str) -> None:
    assert find_dates(text) == ()


def test_years_of_a_text() -> None:
    assert find_years("From 1998 to May 2004, in the 1990s, 2,005 boats.") == {1998, 2004}


def test_dates_that_can_be_one() -> None:
    may, year, other, decade = Date(0, 0, 2024, 5), Date(0, 0, 2024), Date(0, 0, 2023), Date(0, 0, 2020, decade=True)
    assert may.may_be(year)
    assert may.may_be(Date(0, 0, 0, 5))
    assert not may.may_be(other)
    assert not may.may_be(Date(0, 0, 2024, 6))
    assert other.may_be(decade)


def test_months_by_name() -> None:
    assert [month_number(word) for word in ("May", "sept.", "Dec", "Mayor", "")] == [5, 9, 12, 0, 0]


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("Mon–Fri 9–17", {1, 2, 3, 4, 5}),
        ("Saturdays and Sun. closed", {6, 7}),
        ("from Friday to Monday", {5, 6, 7, 1}),
        ("Tues", {2}),
        ("monks sat", {6}),
        ("A sunny month", set()),
    ],
)
def test_the_days_of_the_week_that_a_text_names(text: str, days: set[int]) -> None:
    assert find_weekdays(text) == days
