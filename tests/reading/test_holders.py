"""Sentences that name the holder of the office that is asked for are read first."""

import numpy as np

from qa.reading.holders import MOST_FAVOURED, favour_holders
from tests.reading.test_rows import make_candidates


def test_what_names_the_holder_comes_first_and_the_rest_keeps_its_order() -> None:
    lines = ["The coach of Sudland was glad.", "Norland coach Ada O'Kern was surprised.", "Norland won."]
    favoured = favour_holders("Who coaches the Norland rugby team?", make_candidates(*lines), np.array([3.0, 1.0, 2.0]))
    assert list(np.argsort(-favoured, kind="stable")) == [0, 1, 2]
    assert favoured[1] == favoured[0] == 3.0
    assert favoured[2] == 2.0


def test_no_more_than_a_few_come_first() -> None:
    lines = [f"Norland coach Ada Kern said so {number} times." for number in range(5)]
    scores = np.array([5.0, 4.0, 3.0, 2.0, 1.0])
    favoured = favour_holders("Who is Norland's coach?", make_candidates(*lines), scores)
    assert sum(favoured > scores) == MOST_FAVOURED


def test_other_questions_change_nothing() -> None:
    scores = np.array([1.0, 2.0])
    candidates = make_candidates("Norland coach Ada Kern was surprised.", "Norland won.")
    assert list(favour_holders("Who won?", candidates, scores)) == [1.0, 2.0]
    assert list(favour_holders("Who leads Sudland?", candidates, scores)) == [1.0, 2.0]
