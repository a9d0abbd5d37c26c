"""Names are found with their extent, and told apart by what they name."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.english.names import bare_name, find_names, guess_kind, same_person
from qa.english.words import cut_words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "In Oslo, Dr. Ada Kern left Norda Bank.",
            [("Oslo", "place"), ("Dr. Ada Kern", "person"), ("Norda Bank", "organisation")],
        ),
        ("Voss denied that she planned to cut routes.", [("Voss", "name")]),
        ("Kern said so.", [("Kern", "name")]),
        ("Yesterday Ada Kern met J. K. Marten.", [("Ada Kern", "person"), ("J. K. Marten", "person")]),
        ("May is nice, and Mrs May said no to the US.", [("Mrs May", "person"), ("US", "place")]),
        ("Officials said that it rained.", []),
        ("Workers went home on Monday in May.", []),
        (
            "Prime Minister Tony Kern's car met Ludwig van der Berg of the Bank of Norland.",
            [
                ("Prime Minister Tony Kern", "person"),
                ("Ludwig van der Berg", "person"),
                ("Bank of Norland", "organisation"),
            ],
        ),
        ("He read it in The Kestrel Courier.", [("Kestrel Courier", "organisation")]),
        ("They went to the Kursk region of Russia.", [("Kursk", "place"), ("Russia", "place")]),
        ("About 11,000 North Korean soldiers of Kim Jong Un.", [("North Korean", "name"), ("Kim Jong Un", "person")]),
        ("Lt. Cmdr. Ian Fox came to Dorle Airport.", [("Lt. Cmdr. Ian Fox", "person"), ("Dorle Airport", "place")]),
        ("The agency (ENISA) and Kern & Kern.", [("ENISA", "organisation"), ("Kern & Kern", "organisation")]),
        ("Is it up to us?", []),
        ("", []),
    ],
)
def test_names_and_their_kinds(text: str, expected: list[tuple[str, str]]) -> None:
    assert [(name.text, name.kind) for name in find_names(text)] == expected


def test_a_name_is_a_slice_of_its_text() -> None:
    text = "“No,” said Colonel Ivan Hrytsenko's aide."
    (name,) = find_names(text)
    assert (text[name.start : name.end], name.bare) == ("Colonel Ivan Hrytsenko", "Ivan Hrytsenko")


@pytest.mark.parametrize(
    ("name", "person"),
    [
        ("Ada Kern", True),
        ("Mr Kern", True),
        ("Ludwig van der Berg", True),
        ("Colonel K.", True),
        ("Norda Bank", False),
        ("Ukrainska Pravda", False),
        ("NATO", False),
        ("The Kestrel Courier", False),
        ("South Korea", False),
        ("", False),
    ],
)
def test_who_looks_like_a_person(name: str, person: bool) -> None:
    assert (guess_kind(cut_words(name)) == "person") is person


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Kern", "Mr Kern", True),
        ("Colonel Ivan Kern", "Kern's", True),
        ("I. Kern", "Ivan Kern", True),
        ("Ada Kern", "Ivan Kern", False),
        ("Kern", "Voss", False),
        ("", "Voss", False),
    ],
)
def test_whether_two_names_can_be_one_persons(one: str, other: str, same: bool) -> None:
    assert same_person(one, other) is same


def test_a_bare_name_has_no_title_and_no_suffix() -> None:
    assert [bare_name(n) for n in ("Mr. Kern's", "Prime Minister Ada Kern", "Ivan Kern Jr.", "the mayor")] == [
        "Kern",
        "Ada Kern",
        "Ivan Kern",
        "mayor",
    ]


@given(st.text(st.sampled_from("A Ada Kern Dr. Mr of the van & ' ’s . , “ the US 3 \n").flatmap(st.just)) | st.text())
def test_no_text_is_too_strange(text: str) -> None:
    end = 0
    for name in find_names(text):
        assert end <= name.start < name.end <= len(text)
        assert text[name.start : name.end] == name.text
        end = name.end
