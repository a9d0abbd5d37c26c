"""The second look orders the best sentences among themselves, by what the checker makes of their phrases."""

import numpy as np
import pytest

from qa.reading.second import SecondLook

LOOK = SecondLook(support=0.5, silent=-1.0, confidence=(1.0, 0.5, 0.0, 0.0), bias=0.0)


def test_a_supported_phrase_moves_its_sentence_up() -> None:
    scores = np.array([3.0, 2.5, 2.0, 0.0])
    LOOK.order(scores, [0, 1, 2], {0: -1.0, 1: 4.0, 2: 1.0})
    assert scores.tolist() == [2.5, 4.5, 2.5, 0.0]


@pytest.mark.parametrize("support", [{0: -6.0, 1: -5.0}, {1: -4.0}, {}])
def test_what_was_looked_at_stays_before_what_was_not(support: dict[int, float]) -> None:
    scores = np.array([3.0, 2.9, 2.8, 1.0])
    LOOK.order(scores, [0, 1], support)
    assert min(scores[:2]) > 2.8
    assert scores[2:].tolist() == [2.8, 1.0]


def test_those_that_would_fall_keep_their_new_order() -> None:
    scores = np.array([3.0, 2.9, 2.8])
    LOOK.order(scores, [0, 1], {0: -6.0, 1: -2.0})
    assert np.argsort(-scores).tolist() == [1, 0, 2]


def test_where_all_were_looked_at_none_is_held() -> None:
    scores = np.array([1.0, 0.0])
    LOOK.order(scores, [0, 1], {0: -6.0, 1: 6.0})
    assert scores.tolist() == [-2.0, 3.0]
