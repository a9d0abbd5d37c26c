"""The reader: what it is shown, what it says, and that neighbours in a call change nothing."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.models.reader import BuiltInReader, EncodedWindow, ReaderWindow, find_owners, find_phrase, read_scores
from qa.reading.windows import cut_windows, widen

GRANT = ReaderWindow(
    title="Vermont helps",
    text="The group was founded in 1990. Vermont is giving it a $22,000 grant. It has 40 members.",
    sentences=((0, 30), (31, 68), (69, 87)),
)
MAYOR = ReaderWindow(title="", text="The mayor resigned on Tuesday.", sentences=((0, 30),))
QUESTION = "How much money did Vermont give to the group?"


@pytest.fixture(scope="module")
def reader():
    return BuiltInReader()


def test_the_sentence_that_answers_scores_highest(reader):
    (reading,) = reader.read(QUESTION, [GRANT])
    assert int(np.argmax([sentence.score for sentence in reading.sentences])) == 1


def test_a_window_about_something_else_scores_below_the_one_that_answers(reader):
    grant, mayor = reader.read(QUESTION, [GRANT, MAYOR])
    assert mayor.sentences[0].score < 0
    assert mayor.sentences[0].score < grant.sentences[1].score


def test_a_window_reads_the_same_alone_and_among_others(reader):
    assert reader.read(QUESTION, [MAYOR, GRANT, MAYOR]) == [
        *reader.read(QUESTION, [MAYOR]),
        *reader.read(QUESTION, [GRANT]),
        *reader.read(QUESTION, [MAYOR]),
    ]


def test_no_windows_have_no_readings(reader):
    assert reader.read(QUESTION, []) == []


def test_a_phrase_lies_inside_its_sentence(reader):
    (reading,) = reader.read(QUESTION, [GRANT])
    for (start, end), sentence in zip(GRANT.sentences, reading.sentences, strict=True):
        assert start <= sentence.phrase[0] < sentence.phrase[1] <= end
        assert 0 < sentence.phrase_probability <= 1


def test_a_sentence_past_the_last_token_is_unread_rather_than_lost(reader):
    long = "word " * 400
    window = ReaderWindow("", long + "The end.", ((0, len(long) - 1), (len(long), len(long) + 8)))
    (reading,) = reader.read("What is at the end?", [window])
    assert len(reading.sentences) == 2
    assert reading.sentences[1].phrase is None
    assert reading.sentences[1].score < -5


def test_a_token_belongs_to_the_sentence_that_it_begins_in():
    tokens = [(0, 3), (3, 4), (5, 9), (9, 10), (11, 12)]
    assert find_owners(tokens, [(0, 4), (5, 10)]) == [0, 0, 1, 1, -1]


def test_a_phrase_never_ends_before_it_starts():
    first, last, probability = find_phrase(np.array([0, 0, 9], np.float32), np.array([9, 0, 0], np.float32))
    assert first <= last
    assert 0 < probability <= 1


def test_a_sentence_score_is_the_mean_of_its_tokens_and_the_window():
    encoded = EncodedWindow(
        [101, 7, 102, 8, 9, 102], [0] * 6, [-1, -1, -1, 0, 0, -1], [(0, 0)] * 3 + [(0, 2), (3, 5), (0, 0)]
    )
    scores = np.zeros((6, 4), np.float32)
    scores[3, 0], scores[4, 0], scores[0, 1] = 1.0, 3.0, 0.5
    (sentence,) = read_scores(scores, encoded, 1).sentences
    assert sentence.score == pytest.approx(2.5)
    assert sentence.phrase[1] <= 5


SENTENCES = [(0, 100), (101, 200), (201, 300), (301, 900), (901, 950)]


@pytest.mark.parametrize(
    ("center", "characters", "expected"),
    [(1, 300, range(0, 3)), (1, 200, range(0, 2)), (1, 150, range(1, 2)), (3, 300, range(3, 4)), (4, 300, range(4, 5))],
)
def test_a_window_grows_by_what_fits(center, characters, expected):
    assert widen(SENTENCES, center, characters=characters) == expected


def test_candidates_in_one_window_share_it():
    windows = cut_windows(
        [("a", 1), ("a", 0), ("b", 4), ("a", 3)], {"a": SENTENCES, "b": SENTENCES}, most=8, characters=300
    )
    assert windows == [("a", range(0, 3)), ("b", range(4, 5)), ("a", range(3, 4))]


def test_no_more_windows_are_cut_than_asked_for():
    assert len(cut_windows([("a", 0), ("a", 3), ("a", 4)], {"a": SENTENCES}, most=2, characters=300)) == 2


@given(
    lengths=st.lists(st.integers(1, 400), min_size=1, max_size=30),
    picks=st.lists(st.integers(0, 29), max_size=30),
    characters=st.integers(1, 600),
)
def test_with_enough_windows_every_candidate_is_in_one(lengths, picks, characters):
    ends = np.cumsum(lengths).tolist()
    sentences = list(zip([0, *ends[:-1]], ends, strict=True))
    candidates = [("a", pick % len(lengths)) for pick in picks]
    windows = cut_windows(candidates, {"a": sentences}, most=len(candidates), characters=characters)
    assert {index for _, index in candidates} <= {index for _, run in windows for index in run}
    assert all(
        sentences[run.stop - 1][1] - sentences[run.start][0] <= characters or len(run) == 1 for _, run in windows
    )
