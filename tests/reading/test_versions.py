"""A number beside a name is a pin: what is of another version of the same name does not answer."""

import pytest

from qa.reading.versions import Version, find_versions, tells_of_another


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("When was Heron 7.4 released?", [("heron", ["7.4"])]),
        ("Heron 3.0 release date", [("heron", ["3.0"])]),
        ("Who still uses Ferry API v2?", [("api", ["2"])]),
        ("Is Kilo version 2 faster than iDock 17?", [("kilo", ["2"]), ("idock", ["17"])]),
        ("What changed between Heron 7.3 and 7.4?", [("heron", ["7.3", "7.4"])]),
        ("Is Otter 11 faster than Otter 10?", [("otter", ["11", "10"])]),
        ("What happened on May 12 and in Dorle 2016?", []),
        ("Who pays EUR 50 a day at 7.30?", []),
        ("Did Alvik win 3-1, or Norda 12%?", []),
        ("How many boats left?", []),
        ("When is the wound course part 3?", [("part", ["3"])]),
        ("Who sits on floor 2 in room 14?", [("floor", ["2"]), ("room", ["14"])]),
    ],
)
def test_a_number_beside_a_name_is_its_version(question: str, expected: list[tuple[str, list[str]]]) -> None:
    assert find_versions(question) == tuple(Version(name, tuple(numbers)) for name, numbers in expected)


@pytest.mark.parametrize(
    ("number", "text", "title", "another"),
    [
        ("7.4", "It came on 8 April.", "Heron 7.3: what is new", True),
        ("7.4", "It came on 8 April.", "Heron 7.4: what is new", False),
        ("7.4", "Heron 7.3 came on 8 April.", "Heron 7.4: what is new", True),
        ("7.4", "Heron 7.3 was late, so is 7.4.", "News", False),
        ("7.4", "It came in HERON v7.4.1.", "Heron 7.3", False),
        ("3.0", "Heron 3 came.", "News", False),
        ("17", "Heron 18 comes on 17 May.", "News", True),
        ("7.4", "Otter 7.3 came.", "News", False),
        ("7.4", "Nothing is told.", "", False),
        ("11", "Heron 8, 10 and 11 came in May.", "News", False),
        ("11", "Heron versions 8 or 10 came in May.", "News", True),
        ("9", "Heron 8 to 11 came in May.", "News", False),
        ("11", "Heron 10 came, and 11 boats left.", "News", True),
    ],
)
def test_what_is_of_another_version(number: str, text: str, title: str, another: bool) -> None:
    assert tells_of_another(Version("heron", (number,)), text, title) is another


def test_one_of_two_versions_that_are_asked_for_is_no_other() -> None:
    (asked,) = find_versions("When does support for Heron 10 end, before Heron 11?")
    assert [tells_of_another(asked, f"Heron {number} ends in May.", "") for number in (9, 10, 11)] == [
        True,
        False,
        False,
    ]


@pytest.mark.parametrize(
    ("question", "text", "around", "another"),
    [
        ("How much is an hour in P3?", "per hour; P1: €2; P4: €1", "Parking", True),
        ("How much is an hour in P3?", "per hour; P3: €2; P4: €1", "Parking", False),
        ("How much is an hour in P3?", "Use P4, at €1 an hour.", "Parking P3 is full.", False),
        ("How much is an hour in P3?", "An hour costs €1.", "Parking P4", False),
        ("Who leads MI6?", "Ann Kern leads MI5.", "News", True),
        ("What does form FS-12 cost?", "Form FS-13 costs €3.", "Forms", True),
    ],
)
def test_a_code_with_another_number_is_another(question: str, text: str, around: str, another: bool) -> None:
    assert any(tells_of_another(one, text, around) for one in find_versions(question)) is another
