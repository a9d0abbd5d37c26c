"""The fusion of signals, on literals that can be checked by eye."""

import json
import math

import numpy as np
import pytest

from qa.errors import ModelError
from qa.models.reader import SentenceReading
from qa.reading.features import FEATURES, CandidateFacts, describe_candidates
from qa.reading.fusion import (
    CONFIDENCE_FEATURES,
    READ_FEATURES,
    Fusion,
    describe_question,
    join_readings,
    load_fusion,
)

QUESTION = "When did Vermont give the grant?"
STEMS = ["when", "did", "vermont", "give", "the", "grant"]
WEIGHTS = {"when": 1.0, "did": 1.0, "vermont": 4.0, "give": 2.0, "the": 0.0, "grant": 2.0}


def make_facts(**changes):
    values = {
        "article": "a",
        "index": 0,
        "text": "Vermont gave the grant on Tuesday.",
        "dense": 0.5,
        "lexical": 5.0,
        "stems": ("vermont", "give", "the", "grant", "on", "tuesday"),
        "near_stems": frozenset(),
        "title_stems": frozenset(),
    }
    return CandidateFacts(**(values | changes))


def column(features, name):
    return [pytest.approx(float(value), abs=1e-6) for value in features[:, FEATURES.index(name)]]


def describe(*candidates):
    return describe_candidates(QUESTION, STEMS, WEIGHTS, candidates)


def test_every_candidate_has_every_feature():
    features = describe(make_facts(), make_facts(index=1, dense=None, lexical=None, text="?", stems=()))
    assert features.shape == (2, len(FEATURES))
    assert np.isfinite(features).all()


def test_no_candidates_have_no_rows():
    assert describe().shape == (0, len(FEATURES))


def test_an_unknown_score_counts_as_the_lowest_known():
    features = describe(make_facts(), make_facts(index=7, dense=None), make_facts(index=9, dense=0.2))
    assert column(features, "dense") == [0.5, 0.2, 0.2]
    assert column(features, "dense_gap") == [0.0, 0.3, 0.3]


def test_bm25_is_shared_out_over_the_weight_of_the_question():
    assert column(describe(make_facts()), "lexical") == [0.5]


def test_cover_counts_words_by_weight_and_near_takes_neighbours_and_title_in():
    features = describe(
        make_facts(stems=("vermont", "x"), near_stems=frozenset({"give"}), title_stems=frozenset({"grant"}))
    )
    assert column(features, "cover") == [0.4]
    assert column(features, "cover_near") == [0.8]
    assert column(features, "cover_title") == [0.2]


def test_pairs_are_words_that_are_neighbours_in_both():
    together = make_facts(stems=("vermont", "give"))
    apart = make_facts(index=5, stems=("give", "x", "vermont"))
    features = describe(together, apart)
    assert column(features, "pairs") == [2 / 4, 0.0]  # pairs weigh 1, 1, 2, 0, 0


def test_a_copy_of_the_question_has_no_novelty():
    features = describe(make_facts(text=QUESTION, stems=tuple(STEMS)), make_facts(index=3))
    assert column(features, "novelty") == [0.0, 2 / 6]
    assert column(features, "asks") == [1.0, 0.0]


def test_a_when_question_wants_a_time_that_it_does_not_name_itself():
    features = describe(make_facts(), make_facts(index=4, text="Vermont gave the grant."))
    assert column(features, "type_found") == [1.0, 0.0]
    assert column(features, "type_missing") == [0.0, 1.0]


def test_a_sentence_beside_a_near_one_is_near():
    features = describe(make_facts(dense=0.9), make_facts(index=1, dense=0.3), make_facts(article="b", dense=0.1))
    assert column(features, "dense_near") == [0.3, 0.9, 0.1]


def test_an_article_is_as_good_as_its_three_best_sentences():
    sentences = [make_facts(index=10 * i, dense=dense) for i, dense in enumerate([0.8, 0.6, 0.4, 0.1])]
    features = describe(*sentences, make_facts(article="b", dense=0.2))
    assert column(features, "article_dense") == [0.6, 0.6, 0.6, 0.6, 0.2]


READING = SentenceReading(score=0.0, phrase=(0, 7), phrase_probability=0.5)


def test_a_sentence_that_was_not_read_says_so():
    joined = join_readings(np.zeros((2, len(FEATURES)), np.float32), [READING, None])
    assert joined[:, -4:].tolist() == [[0.0, 0.5, 0.25, 0.0], [0.0, 0.0, 0.0, 1.0]]


def test_confidence_rises_with_the_margin_and_lies_between_0_and_1():
    weights = tuple(float(name == "margin") for name in CONFIDENCE_FEATURES)
    fusion = Fusion((0.0,) * len(FEATURES), (0.0,) * len(READ_FEATURES), weights, 0.0)
    features = describe(make_facts(), make_facts(index=4))
    narrow = fusion.find_confidence(features, [READING, None], np.array([2.0, 1.0]))
    wide = fusion.find_confidence(features, [READING, None], np.array([2.0, -1.0]))
    assert narrow == pytest.approx(1 / (1 + math.exp(-1)))
    assert narrow < wide < 1


def test_a_question_without_candidates_has_no_confidence():
    fusion = Fusion((0.0,) * len(FEATURES), (0.0,) * len(READ_FEATURES), (0.0,) * len(CONFIDENCE_FEATURES), 5.0)
    assert fusion.find_confidence(describe(), [], np.array([])) == 0.0


def test_one_candidate_is_enough_to_describe_a_question():
    features = describe(make_facts())
    row = dict(zip(CONFIDENCE_FEATURES, describe_question(features, [None], np.array([3.0])), strict=True))
    assert row["score"] == 3.0
    assert row["margin"] == 0.0


def test_with_the_weights_that_come_with_the_product_a_better_reading_is_a_better_score():
    features = np.zeros((4, len(FEATURES)), np.float32)
    readings = [SentenceReading(score, (0, 7), 0.5) for score in (-4.0, -1.0, 1.0, 4.0)]
    scores = load_fusion().score(features, readings)
    assert (np.diff(scores) > 0).all()


def test_weights_of_another_version_are_refused(tmp_path):
    path = tmp_path / "fusion.json"
    path.write_text(json.dumps({"light": {"dense": 1.0}, "full": {}, "confidence": {}, "confidence_bias": 0.0}))
    with pytest.raises(ModelError, match="install sourceline again"):
        load_fusion(path)
