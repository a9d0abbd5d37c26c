"""What stands below the heading of another release than the one that is asked for is no answer."""

import pytest

from qa.reading.releases import find_other_releases, read_release
from tests.reading.test_rows import make_candidates

NOTES = [
    "Kirol notes",
    "6.10 (released 4 March 2025)",
    "New: dark colours.",
    "6.9 (released 9 May 2024)",
    "New: the map.",
    "Needs 512 MB.",
]


@pytest.mark.parametrize(
    ("question", "others"),
    [
        ("what is new in 6.9", {1, 2}),
        ("what's new in the latest version of Kirol?", {3, 4, 5}),
        ("when was the newest Kirol release published", {3, 4, 5}),
        ("Did 6.9 or 6.10 bring the map?", set()),
        ("When did Kirol get the map?", set()),
        ("What is new in 7.1?", set()),
        ("How much is the latest Kirol bag?", set()),
    ],
)
def test_lines_below_the_heading_of_another_release_are_ruled_out(question: str, others: set[int]) -> None:
    assert find_other_releases(question, make_candidates(*NOTES)) == others


@pytest.mark.parametrize(
    ("heading", "release"),
    [
        ("VERSION 4.2 - 3 MARCH 2025", (4, 2)),
        ("Kirol app, release 12", (12,)),
        ("v2.0.1", (2, 0, 1)),
        ("5.2", (5, 2)),
        ("3.2 Clearances", None),
        ("Sales 2025", None),
        ("Opening hours", None),
    ],
)
def test_a_release_is_told_from_the_number_of_a_clause(heading: str, release: tuple[int, ...] | None) -> None:
    assert read_release(heading) == release
