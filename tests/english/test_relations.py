"""Words of one event are one; words of rival events, measures and times are told apart."""

import pytest

from qa.english.quantities import find_quantities
from qa.english.relations import classify, cut_clause, differ, find_part, find_rivals, is_change, is_recent
from qa.english.values import Value, agree, read_values


def classes(text: str) -> frozenset[str]:
    return frozenset(classify(word) for word in text.split())


def test_words_of_one_event_have_one_class() -> None:
    assert len(classes("killed died deaths fatalities toll")) == 1
    assert len(classes("hurt injured wounded")) == 1
    assert len(classes("cost price paid bought")) == 1
    assert len(classes("killed hurt sold")) == 3


def test_a_rival_event_is_found_where_the_asked_one_is_not_told() -> None:
    assert find_rivals(classes("many people killed"), classes("six people hurt"))
    assert not find_rivals(classes("many people killed"), classes("six hurt two dead"))
    assert not find_rivals(classes("many people came"), classes("six people hurt"))
    assert find_rivals(classes("much tax"), classes("paid its chief"))


def test_what_the_question_leaves_open_may_differ() -> None:
    asked = classes("house cost")
    assert differ(classes("house cost"), classes("tax house"), asked)
    assert differ(classes("women voted"), classes("men voted"), asked)
    assert differ(classes("eastern part"), classes("whole"), asked)
    assert not differ(classes("house cost"), classes("price house"), asked)


def test_a_change_is_no_level() -> None:
    assert is_change("prices rose by".split(), [])
    assert is_change("a rise of".split(), [])
    assert is_change([], ["more"])
    assert not is_change("prices rose to".split(), [])
    assert not is_change("signed by".split(), [])


def test_a_distance_in_time_is_no_duration() -> None:
    assert is_recent(["within"])
    assert is_recent(["in", "the", "last"])
    assert not is_recent(["will", "last"])
    assert not is_recent(["for"])


def test_parts_of_a_time_and_of_a_sentence() -> None:
    assert find_part("It earned 3 million in its first weekend.") == "first weekend"
    assert find_part("It earned 3 million.") == ""
    text = "Nobody died, but six were hurt and fled."
    assert cut_clause(text, 17, 20) == " six were hurt "


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("at least 5 boats", "6.2 boats", True),
        ("more than 100 boats", "12 boats", False),
        ("up to 5 boats", "3 boats", True),
        ("at least 10 days", "at least 14 days", False),
        ("at least 10 days", "at least 10 days", True),
        ("more than 10 boats", "more than 14 boats", True),
        ("at most 5 boats", "at least 3 boats", True),
        ("CZK 90 per night", "CZK 120/night", False),
        ("3 h 23 min", "203 minutes", True),
        ("52 percent", "52.3 percent", True),
        ("two boats", "three boats", False),
        ("11,000 boats", "11,214 boats", True),
        ("about 11,000 boats", "about 12,000 boats", False),
        ("between 10 and 12 boats", "11 boats", True),
        ("10 to 12 boats", "14 boats", False),
        ("two weeks", "14 days", True),
        ("about two weeks", "about three weeks", False),
        ("40 dollars", "37 euros", True),
        ("90 euros a night", "550 euros a week", True),
        ("in 1931", "in 1932", False),
        ("1.2 kilometres", "900 metres", False),
    ],
)
def test_whether_two_values_can_be_one(one: str, other: str, same: bool) -> None:
    (ours,), (theirs,) = (read_values(text, find_quantities(text)) for text in (one, other))
    assert agree(ours, theirs) is same
    assert agree(theirs, ours) is same


def test_no_value_is_not_one() -> None:
    assert read_values("no number", find_quantities("no number")) == ()
    assert agree(Value(1, 1, "boat"), Value(1, 1, "boat"))
