"""Bootstrap intervals: the same for the same seed, about the value, and wide where questions are few."""

import numpy as np
import pytest

from qa.evaluate.measures import summarize
from qa.evaluate.rows import Score, score_of
from qa.evaluate.summary import _Table, bootstrap_intervals
from tests.evaluate.scripted import QUESTIONS, SCRIPT, ScriptedBot, ask_all


def make_scores(count: int, share: float, *, seed: int = 1) -> list[Score]:
    random = np.random.default_rng(seed)
    scores = []
    for n in range(count):
        hit, answerable = float(random.random() < share), bool(random.random() < 0.7)
        measures = {"hit@1": hit} if answerable else {"refusal_recall": hit}
        confidence = round(float(random.random()), 1)  # one decimal: many ties
        scores.append(Score(str(n), answerable, "right", measures, True, confidence, float(random.random())))
    return scores


def test_the_interval_of_a_share_is_about_the_binomial_one() -> None:
    scores = [Score(str(n), True, "right", {"coverage": float(n < 60)}, True, 0.5, 0.1) for n in range(100)]
    interval = bootstrap_intervals(scores)["coverage"]
    assert interval is not None
    # 0.6 +- 1.96 * sqrt(0.6 * 0.4 / 100) = 0.504 to 0.696
    assert interval == pytest.approx((0.504, 0.696), abs=0.015)


def test_intervals_are_those_of_scipy() -> None:
    from scipy.stats import bootstrap

    scores = make_scores(80, 0.6)
    values = [score.measures["hit@1"] for score in scores if "hit@1" in score.measures]
    theirs = bootstrap((values,), np.mean, n_resamples=4_000, method="percentile", rng=np.random.default_rng(3))
    interval = bootstrap_intervals(scores, resamples=4_000)["hit@1"]
    assert interval == pytest.approx(tuple(theirs.confidence_interval), abs=0.02)


def test_the_same_rows_have_the_same_intervals() -> None:
    scores = make_scores(40, 0.5)
    assert bootstrap_intervals(scores, resamples=50) == bootstrap_intervals(scores, resamples=50)
    assert bootstrap_intervals(scores, resamples=50) != bootstrap_intervals(scores, resamples=50, seed=2)


def test_more_questions_make_narrower_intervals() -> None:
    widths = []
    for count in (30, 300):
        interval = bootstrap_intervals(make_scores(count, 0.5), resamples=200)["hit@1"]
        assert interval is not None
        widths.append(interval[1] - interval[0])
    assert widths[1] < widths[0] / 2


def test_taking_every_question_once_gives_the_measures_themselves() -> None:
    for scores in (make_scores(60, 0.4), [score_of(row) for row in ask_all(QUESTIONS, ScriptedBot(SCRIPT))]):
        measured = _Table(scores).measure(np.ones(len(scores)))
        assert measured == pytest.approx({name: v for name, v in summarize(scores).items() if v is not None})


def test_taking_a_question_twice_counts_it_twice() -> None:
    scores = make_scores(25, 0.4)
    weights = np.random.default_rng(5).integers(0, 4, size=25)
    repeated = [score for score, weight in zip(scores, weights, strict=True) for _ in range(weight)]
    measured = _Table(scores).measure(weights.astype(float))
    assert measured == pytest.approx({name: v for name, v in summarize(repeated).items() if v is not None})


def test_one_question_or_none_has_no_interval() -> None:
    assert set(bootstrap_intervals([]).values()) == {None}
    assert set(bootstrap_intervals(make_scores(1, 1)).values()) == {None}
