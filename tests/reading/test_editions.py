"""What stands below the heading of another release or year than the one that is asked for is no answer."""

import pytest

from qa.reading.editions import find_other_editions, read_release
from qa.reading.pins import read_pins
from tests.reading.test_rows import make_candidates

NOTES = [
    "Kirol notes",
    "6.10 (released 4 March 2025)",
    "New: dark colours.",
    "6.9 (released 9 May 2024)",
    "New: the map.",
    "Fixes",
    "Starts in 512 MB.",
]
PRICES = ["Kirol fees", "Prices 2025", "Garden", "Day: £9", "Park", "Day: £7", "Prices 2026", "Garden", "Day: £10"]


@pytest.mark.parametrize(
    ("question", "others"),
    [
        ("what is new in 6.9", {1, 2}),
        ("what's new in the latest version of Kirol?", {3, 4, 5, 6}),
        ("when was the newest Kirol release published", {3, 4, 5, 6}),
        ("Did 6.9 or 6.10 bring the map?", set()),
        ("When did Kirol get the map?", set()),
        ("What is new in 7.1?", set()),
        ("How much is the latest Kirol bag?", set()),
        ("What was added since version 6.9?", set()),
        ("Which version came before 6.10?", set()),
        ("Does it rise by 6.9 percent?", set()),
    ],
)
def test_lines_below_the_heading_of_another_release_are_ruled_out(question: str, others: set[int]) -> None:
    assert find_other_editions(question, read_pins(question), make_candidates(*NOTES)) == others


def test_a_decimal_number_is_no_release() -> None:
    lines = [
        "3.1",
        "The tenant pays for water.",
        "4.1",
        "The landlord pays £400 where the rent rises by 3.2 percent.",
        "3.2",
    ]
    question = "What is new in 3.2 for the landlord?"
    assert find_other_editions(question, read_pins(question), make_candidates(*lines)) == set()


@pytest.mark.parametrize(
    ("question", "others"),
    [
        ("day in the garden in 2026", {1, 2, 3, 4, 5}),
        ("day in the garden in 2025", {6, 7, 8}),
        ("day in the garden in 2024", set()),
        ("day in the garden before 2026", set()),
        ("day in the garden", set()),
    ],
)
def test_lines_below_the_heading_of_another_year_are_ruled_out_beside_one_of_the_year(
    question: str, others: set[int]
) -> None:
    assert find_other_editions(question, read_pins(question), make_candidates(*PRICES)) == others


def test_a_year_in_a_name_or_range_rules_nothing_out() -> None:
    question = "What did the council agree to plant in 2024?"
    for title in ("Agenda 2030", "Mayors 2000 – 2015", "Class of 1999"):
        assert (
            find_other_editions(question, read_pins(question), make_candidates(title, "It will plant trees.")) == set()
        )


@pytest.mark.parametrize(
    ("heading", "release"),
    [
        ("VERSION 4.2 - 3 MARCH 2025", (4, 2)),
        ("Kirol app, release 12", (12,)),
        ("v2.0.1", (2, 0, 1)),
        ("5.2", None),
        ("4.20 – Beer", None),
        ("Press release 12 May 2024", None),
        ("Press releases 2024", None),
        ("3.2 Clearances", None),
        ("Sales 2025", None),
        ("Opening hours", None),
    ],
)
def test_a_release_is_told_from_the_number_of_a_clause(heading: str, release: tuple[int, ...] | None) -> None:
    assert read_release(heading) == release
