"""The second look orders the best sentences among themselves, by what the checker makes of their phrases."""

import numpy as np
import pytest

from qa.models.reader import SentenceReading
from qa.reading.second import SecondLook, describe_second

LOOK = SecondLook((1.0, 0.5, 0.0, 0.0, -1.0), support=0.5, silent=-1.0, confidence=(0.0,) * 7, bias=0.0)


def test_a_supported_phrase_moves_its_sentence_up() -> None:
    scores = np.array([3.0, 2.5, 2.0, 0.0])
    LOOK.order_checked(scores, [0, 1, 2], {0: -1.0, 1: 4.0, 2: 1.0})
    assert scores.tolist() == [2.5, 4.5, 2.5, 0.0]


@pytest.mark.parametrize("support", [{0: -6.0, 1: -5.0}, {1: -4.0}, {}])
def test_what_was_looked_at_stays_before_what_was_not(support: dict[int, float]) -> None:
    scores = np.array([3.0, 2.9, 2.8, 1.0])
    LOOK.order_checked(scores, [0, 1], support)
    assert min(scores[:2]) > 2.8
    assert scores[2:].tolist() == [2.8, 1.0]


def test_those_that_would_fall_keep_their_new_order() -> None:
    scores = np.array([3.0, 2.9, 2.8])
    LOOK.order_checked(scores, [0, 1], {0: -6.0, 1: -2.0})
    assert np.argsort(-scores).tolist() == [1, 0, 2]


def test_where_all_were_looked_at_none_is_held() -> None:
    scores = np.array([1.0, 0.0])
    LOOK.order_checked(scores, [0, 1], {0: -6.0, 1: 6.0})
    assert scores.tolist() == [-2.0, 3.0]


def test_the_large_reader_moves_what_it_read() -> None:
    readings = [SentenceReading(-4.0, None, 0.0), SentenceReading(2.0, (0, 4), 0.9), None]
    assert LOOK.score_anew(np.array([3.0, 2.5, 2.0]), readings).tolist() == [1.0, 3.5, 1.0]


def test_the_row_of_the_confidence_tells_of_the_best_sentence() -> None:
    readings = [SentenceReading(-4.0, None, 0.0), SentenceReading(2.0, (0, 4), 0.9), None]
    assert describe_second(0.5, readings, 1, 3.0) == pytest.approx([0.0, 2.0, 2.0, 2.0025, 3.0, 0.9526, 0.0], abs=1e-3)
    assert describe_second(0.5, readings, 2, None) == pytest.approx([0.0, 2.0, -4.0, 2.0025, 0.0, 0.0, 1.0], abs=1e-3)
