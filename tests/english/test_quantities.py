"""Quantities are read with their value, their unit and their place."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.english.quantities import find_quantities, write_alike


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
        ("EUR 95 a night, CZK 1,450.50 or PLN 300", [(95, "€", False), (1_450.5, "CZK", False), (300, "PLN", False)]),
        ("2000 EUR, 3,100 CHF/month", [(2_000, "€", False), (3_100, "CHF", False)]),
        ("EUR 2.4 m, 3.5 bn USD, 7 m wide", [(2.4e6, "€", False), (3.5e9, "$", False), (7, "metre", False)]),
        ("2000 euros in 2008", [(2_000, "€", False), (2_008, "date", False)]),
        (
            "2 h 15 min, 20 mins, 45min",
            [(2.25 / 24, "day", False), (20 / 1_440, "day", False), (45 / 1_440, "day", False)],
        ),
        ("1 hour and 30 minutes, 3 hrs", [(1.5 / 24, "day", False), (3 / 24, "day", False)]),
        ("95 per night, 12 a week", [(95, "", False), (12, "", False)]),
        ("In 1985 M. Kern met three of Ron Holt's people", [(1_985, "date", False), (3, "", False)]),
        ("In 2012 Ron Holt owed 20 Eur and 30 RON", [(2_012, "date", False), (20, "€", False), (30, "RON", False)]),
        ("20km", [(20_000, "metre", False)]),
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


@pytest.mark.parametrize(
    ("text", "model", "expected"),
    [
        ("It cost 4.2 million dollars.", "for $4.2 million", "It cost $4.2 million."),
        ("It cost 4.2 million dollars.", "for $4.2 billion", "It cost 4.2 million dollars."),
        ("Thirty percent left in two weeks.", "30% of them, after 14 days", "30% left in 14 days."),
        ("Three men went in 2004.", "3 women, not 3 men, in 2004", "3 men went in 2004."),
        ("1,100,000 euros", "a loan of €1.1m", "€1.1m"),
        ("12 kilometres", "12 miles or 12 km", "12 km"),
        ("", "$5", ""),
    ],
)
def test_quantities_are_written_as_another_text_writes_them(text: str, model: str, expected: str) -> None:
    assert write_alike(text, model) == expected


@given(
    st.text(st.sampled_from("a one two hundred dozen 1 2,000 3.5 $ % m bn weeks, . -\n").flatmap(st.just)) | st.text()
)
def test_no_text_is_too_strange(text: str) -> None:
    for quantity in find_quantities(text):
        assert 0 <= quantity.start < quantity.end <= len(text)
