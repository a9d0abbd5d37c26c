"""Whether a sentence denies what a statement says."""

import pytest

from qa.check.text import read_text
from qa.reading.denials import is_turned


@pytest.mark.parametrize(
    ("statement", "sentence", "turned"),
    [
        ("A girl is exercising.", "There is no man exercising.", True),
        ("Most islanders own a car.", "Nobody on the island owns a car, so the doctor cycles.", True),
        ("Give up and succumb to cynics.", "But he added: Don’t give up and succumb to cynics.", True),
        ("The doctor cycles.", "Nobody on the island owns a car, so the doctor cycles.", False),
        ("He was not present.", "He was absent, and not once present.", False),
        ("The court did not fine him.", "It was not the court that failed to fine him.", False),
        ("Spain supported the plan.", "Spain opposed the plan.", True),
    ],
)
def test_what_one_denies_and_the_other_says_is_turned(statement: str, sentence: str, turned: bool) -> None:
    assert is_turned(read_text(statement), read_text(sentence)) == turned
