"""Comparing runs: which questions moved, and how likely chance would move them so."""

from itertools import product
from pathlib import Path

import numpy as np
import pytest

from qa.errors import QuestionSetError
from qa.evaluate.compare import compare_runs, paired_p_value
from qa.evaluate.questions import Question
from tests.evaluate.scripted import (
    BUILT,
    NILE,
    QUESTIONS,
    SCRIPT,
    SEA,
    TALL,
    answered,
    refused,
    write_run,
)

LATER = SCRIPT | {
    "What is on the Nile?": refused("What is on the Nile?", [NILE], 0.4),  # right before
    "How tall is the tower?": answered("How tall is the tower?", [TALL], 0.8),  # missed before
    "When was the tower built?": answered("When was the tower built?", [TALL], 0.8, ranked=[TALL, BUILT]),  # an error
}


def test_questions_are_fixed_broken_or_wrong_in_another_way(tmp_path: Path) -> None:
    comparison = compare_runs(write_run(tmp_path / "a"), write_run(tmp_path / "b", LATER))
    assert comparison.questions == 6
    assert [pair.before.id for pair in comparison.fixed] == ["q3"]
    assert [pair.before.id for pair in comparison.broken] == ["q2"]
    assert [(p.before.result, p.after.result) for p in comparison.other] == [("error", "wrong")]


def test_each_measure_counts_the_questions_that_moved(tmp_path: Path) -> None:
    comparison = compare_runs(write_run(tmp_path / "a"), write_run(tmp_path / "b", LATER))
    changes = {c.measure.name: (c.before, c.after, c.better, c.worse, c.paired) for c in comparison.changes}
    # ranks before: 1, 1, 6, error; after: 1, 1 (the Nile is gold for q2), 1, 2
    assert changes["mrr"] == (pytest.approx((1 + 1 + 1 / 6) / 4), pytest.approx((1 + 1 + 1 + 1 / 2) / 4), 2, 0, 4)
    assert changes["coverage"] == (2 / 4, 3 / 4, 2, 1, 4)
    # answered in both runs: q1; q6 counts in both, first as an error
    assert changes["citation_precision"][2:] == (0, 0, 2)
    assert changes["auroc"][2:] == (0, 0, 0)
    without = {"auroc", "p50_ms", "p95_ms", "lead_right", "lead_wrong"}
    assert {c.measure.name for c in comparison.changes if c.p_value is None} == without


def test_questions_of_one_run_only_are_counted_and_left_out(tmp_path: Path) -> None:
    comparison = compare_runs(
        write_run(tmp_path / "a", questions=QUESTIONS[:4]), write_run(tmp_path / "b", questions=QUESTIONS[1:])
    )
    assert (comparison.questions, comparison.only_before, comparison.only_after) == (3, 1, 2)


def test_runs_of_different_sets_are_not_compared(tmp_path: Path) -> None:
    first = write_run(tmp_path / "a", questions=QUESTIONS[:1])
    with pytest.raises(QuestionSetError, match="a and b share no question"):
        compare_runs(first, write_run(tmp_path / "b", questions=QUESTIONS[1:2]))
    other = Question("q1", "Another one?", True)
    script = {"Another one?": answered("Another one?", [SEA], 0.9)}
    with pytest.raises(QuestionSetError, match="question 'q1' differs between a and c"):
        compare_runs(first, write_run(tmp_path / "c", script, (other,)))


def test_a_run_compared_with_itself_shows_no_difference(tmp_path: Path) -> None:
    path = write_run(tmp_path / "a")
    comparison = compare_runs(path, path)
    assert comparison.fixed == comparison.broken == comparison.other == ()
    assert all(c.before == c.after and c.better == c.worse == 0 for c in comparison.changes)
    assert {c.p_value for c in comparison.changes} == {1.0, None}


def test_the_p_value_of_a_few_questions_is_exact() -> None:
    # five questions better, none worse: all signs alike is 2 of 32 patterns
    assert paired_p_value(np.array([1.0, 1, 1, 1, 1, 0, 0, 0])) == 2 / 32
    assert paired_p_value(np.array([1.0, -1])) == 1
    assert paired_p_value(np.zeros(4)) == 1
    differences = np.array([0.5, -0.25, 1, 1, 0.125])
    sums = [abs(sum(s * d for s, d in zip(signs, differences, strict=True))) for signs in product((1, -1), repeat=5)]
    assert paired_p_value(differences) == sum(s >= abs(differences.sum()) for s in sums) / 32


def test_the_p_value_of_many_questions_is_close_to_the_exact_one() -> None:
    # 20 better and 10 worse: the two-sided sign test gives 0.0987
    differences = np.array([1.0] * 20 + [-1.0] * 10)
    assert paired_p_value(differences) == pytest.approx(0.0987, abs=0.01)
    assert paired_p_value(np.ones(60)) == pytest.approx(1 / 10_001)


@pytest.mark.parametrize("count", [9, 40])
def test_p_values_are_those_of_scipy(count: int) -> None:
    from scipy.stats import permutation_test

    differences = np.random.default_rng(count).normal(0.25, 1, size=count)
    theirs = permutation_test((differences,), np.sum, permutation_type="samples", rng=np.random.default_rng(4))
    assert paired_p_value(differences) == pytest.approx(theirs.pvalue, abs=0.02)
