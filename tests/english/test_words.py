"""Words, stems, ordinals and numbers in words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.english import people, speech
from qa.english.numbers import ordinal, read_number
from qa.english.stems import is_plural, singular, stem
from qa.english.verbs import is_past, is_verb
from qa.english.words import cut_words


def test_a_text_is_cut_into_words_and_marks() -> None:
    text = "“Kern’s U.S. boat cost $1,000.50,” al-Saad said."
    assert [word.text for word in cut_words(text)] == [
        *("“", "Kern’s", "U.S.", "boat", "cost", "$", "1,000.50", ",", "”", "al-Saad", "said", ".")
    ]
    assert all(text[word.start : word.end] == word.text for word in cut_words(text))


@given(st.text())
def test_only_white_space_is_left_out(text: str) -> None:
    assert "".join(word.text for word in cut_words(text)) == "".join(c for c in text if not c.isspace())


@pytest.mark.parametrize(
    "forms",
    ["sell sold selling sells", "man men", "die died dead death", "rise rose risen", "city cities", "Kern Kern's"],
)
def test_forms_of_a_word_have_one_stem(forms: str) -> None:
    assert len({stem(form) for form in forms.split()}) == 1


def test_other_words_have_other_stems() -> None:
    assert len({stem(word) for word in "kill die hurt sell buy rise fall".split()}) == 7


def test_plurals() -> None:
    assert [singular(w) for w in "casualties boats people bus glass analysis churches".split()] == [
        *("casualty", "boat", "person", "bus", "glass", "analysis", "church")
    ]
    assert is_plural("children")
    assert not is_plural("boat")


@pytest.mark.parametrize(
    ("word", "place"),
    [
        ("first", 1),
        ("third", 3),
        ("Twelfth", 12),
        ("twentieth", 20),
        ("twenty-first", 21),
        ("80th", 80),
        ("2nd", 2),
        ("three", None),
        ("80", None),
        ("north", None),
        ("", None),
    ],
)
def test_ordinals(word: str, place: int | None) -> None:
    assert ordinal(word) == place


def test_numbers_in_words() -> None:
    assert [read_number(t) for t in ("a hundred and five", "two dozen", "sixty-two", "two million", "a boat")] == [
        *(105, 24, 62, 2_000_000, None)
    ]


def test_verbs() -> None:
    assert all(is_verb(word) for word in ("build", "building", "builds", "stopped", "tries", "says"))
    assert not is_verb("boat")
    assert is_past("sold")
    assert is_past("voted")
    assert not is_past("red")


@pytest.mark.parametrize("module", [people, speech])
def test_lists_are_in_lower_case(module: object) -> None:
    for name, value in vars(module).items():
        if isinstance(value, frozenset):
            assert all(word == word.lower() for word in value), name
