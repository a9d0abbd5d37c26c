"""Quantities are read with their value, their unit and their place."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.english.quantities import find_quantities


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("about two weeks", [(14, "day", True)]),
        ("for three weeks", [(21, "day", False)]),
        ("14 days", [(14, "day", False)]),
        ("About 11,000 northern soldiers were sent", [(11_000, "soldier", True)]),
        ("approximately 4,000 reported casualties", [(4_000, "casualty", True)]),
        ("it cost $1.5 billion", [(1.5e9, "$", False)]),
        ("£3.2m a year", [(3.2e6, "£", False)]),
        ("a loss of 40 million euros", [(4e7, "€", False)]),
        ("rose by 3.5 % to 12 percent", [(3.5, "%", False), (12, "%", False)]),
        ("sixty-two people", [(62, "person", False)]),
        ("two hundred and five boats", [(205, "boat", False)]),
        ("eleven thousand men", [(11_000, "man", False)]),
        ("a dozen eggs", [(12, "egg", False)]),
        ("a hundred days", [(100, "day", False)]),
        ("in 1998 and 2024", [(1998, "date", False), (2024, "date", False)]),
        ("three to five chicks", [(3, "chick", False), (5, "chick", False)]),
        ("the 80th brigade met at a station", []),
        ("nearly a third of its trout", [(1 / 3, "part", True)]),
        ("two thirds of the vote, three quarters of it", [(2 / 3, "part", False), (3 / 4, "part", False)]),
        ("the third of May, a third boat", []),
        ("a boat", []),
        ("", []),
    ],
)
def test_value_unit_and_hedge(text: str, expected: list[tuple[float, str, bool]]) -> None:
    found = find_quantities(text)
    assert [(pytest.approx(q.value), q.unit, q.approximate) for q in found] == expected


def test_a_quantity_knows_its_place() -> None:
    text = "It took them two weeks."
    (quantity,) = find_quantities(text)
    assert text[quantity.start : quantity.end] == "two weeks"


@given(
    st.text(st.sampled_from("a one two hundred dozen 1 2,000 3.5 $ % m bn weeks, . -\n").flatmap(st.just)) | st.text()
)
def test_no_text_is_too_strange(text: str) -> None:
    for quantity in find_quantities(text):
        assert 0 <= quantity.start < quantity.end <= len(text)
