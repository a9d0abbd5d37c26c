"""Reading other people's text takes time in proportion to its length, whatever the text is."""

from collections.abc import Callable

import pytest

from qa.conflicts import Side, find_difference
from qa.english.calendar import find_dates
from qa.english.names import find_names
from qa.english.numbers import read_number
from qa.english.quantities import find_quantities
from qa.english.questions import read_asked
from qa.english.speakers import explain_pronoun, find_speaker
from qa.english.stems import stem
from tests.hostile import PIECES, assert_linear

FUNCTIONS: dict[str, Callable[[str], object]] = {
    "find_speaker": lambda text: find_speaker(text, [text, text]),
    "explain_pronoun": lambda text: explain_pronoun("He came.", [text, text]),
    "find_quantities": find_quantities,
    "find_dates": find_dates,
    "find_names": find_names,
    "read_asked": read_asked,
    "read_number": read_number,
    "stem": stem,
    "find_difference, question": lambda text: find_difference("How many " + text, [Side(text), Side("12 boats")]),
    "find_difference, sentences": lambda text: find_difference(
        "How much did it cost?", [Side(text), Side("It cost $3")]
    ),
}


@pytest.mark.parametrize("family", PIECES)
@pytest.mark.parametrize("name", FUNCTIONS)
def test_time_grows_with_the_length_of_the_text(name: str, family: str) -> None:
    assert_linear(FUNCTIONS[name], family)
