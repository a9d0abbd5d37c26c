"""Two runs over the same questions: which questions got better or worse, and whether that could be chance."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from qa.errors import QuestionSetError
from qa.evaluate.measures import MEASURES, QUESTION_MEASURES, Measure, summarize
from qa.evaluate.rows import Row, Score, read_rows, score_of

FLIPS = 10_000  # random patterns of signs: a p-value of .05 is then sure to .004
EXACT_QUESTIONS = 13  # up to so many questions that differ, all 2^n sign patterns are looked at instead of a sample
SEED = 20_261  # any; the same, so that figures can be had again


@dataclass(frozen=True, slots=True)
class Change:
    """One measure in both runs, over the questions that both hold.

    ``better`` and ``worse`` count questions, ``paired`` those that count in the measure in both runs. ``p_value`` is
    None for the figures that are no mean over questions.
    """

    measure: Measure
    before: float | None
    after: float | None
    better: int = 0
    worse: int = 0
    paired: int = 0
    p_value: float | None = None


@dataclass(frozen=True, slots=True)
class Pair:
    """A question whose result differs between the runs."""

    before: Row
    after: Row


@dataclass(frozen=True, slots=True)
class Comparison:
    """Everything that a comparison says.

    ``fixed`` questions became right, ``broken`` ones are no longer right, ``other`` ones are not right in another way.
    """

    before_name: str
    after_name: str
    questions: int
    only_before: int
    only_after: int
    changes: tuple[Change, ...]
    fixed: tuple[Pair, ...]
    broken: tuple[Pair, ...]
    other: tuple[Pair, ...]


def compare_runs(before: Path, after: Path) -> Comparison:
    """Compare two files of rows; raise `QuestionSetError` when they are not about the same questions."""
    first = {row.id: (row.question, score_of(row)) for row in read_rows(before)}
    kept: list[tuple[Score, Score]] = []
    changed: dict[str, Row] = {}
    only_after = 0
    for row in read_rows(after):
        if row.id not in first:
            only_after += 1
            continue
        question, score = first[row.id]
        if (question, score.answerable) != (row.question, row.answerable):
            raise QuestionSetError(
                f"question {row.id!r} differs between {before.name} and {after.name}: compare rows of one question set"
            )
        kept.append((score, score_of(row)))
        if score.result != row.result:
            changed[row.id] = row
    if not kept:
        raise QuestionSetError(f"{before.name} and {after.name} share no question: compare rows of one question set")
    pairs = [Pair(row, changed[row.id]) for row in read_rows(before) if row.id in changed]
    return Comparison(
        before_name=before.name,
        after_name=after.name,
        questions=len(kept),
        only_before=len(first) - len(kept),
        only_after=only_after,
        changes=_compare_measures([a for a, _ in kept], [b for _, b in kept]),
        fixed=tuple(p for p in pairs if p.after.result == "right"),
        broken=tuple(p for p in pairs if p.before.result == "right"),
        other=tuple(p for p in pairs if "right" not in (p.before.result, p.after.result)),
    )


def _compare_measures(before: Sequence[Score], after: Sequence[Score]) -> tuple[Change, ...]:
    first, second = summarize(before), summarize(after)
    changes = []
    for measure in MEASURES:
        name = measure.name
        if name not in QUESTION_MEASURES:
            changes.append(Change(measure, first[name], second[name]))
            continue
        both = [(a.measures[name], b.measures[name]) for a, b in zip(before, after, strict=True)
                if name in a.measures and name in b.measures]  # fmt: skip
        differences = np.array([b - a for a, b in both])
        changes.append(
            Change(
                measure,
                first[name],
                second[name],
                better=int((differences > 0).sum()),
                worse=int((differences < 0).sum()),
                paired=len(both),
                p_value=paired_p_value(differences) if both else None,
            )
        )
    return tuple(changes)


def paired_p_value(differences: NDArray[np.float64]) -> float:
    """Return how likely a mean difference at least this large is if each question's sign were a coin toss (two-sided).

    This is the paired permutation test of Fisher and Pitman: exact for few differing questions, else from `FLIPS`
    random patterns, with the observed one counted in. Does not correct for looking at many measures.
    """
    moved = differences[differences != 0]
    # a hair of slack, so that sums that are equal on paper stay equal in floating point
    bound = abs(moved.sum()) * (1 - 1e-9)
    if len(moved) <= EXACT_QUESTIONS:
        signs = np.array(list(product((1.0, -1.0), repeat=len(moved))))
        return float((np.abs(signs @ moved) >= bound).mean()) if len(moved) else 1.0
    random = np.random.default_rng(SEED)
    extreme = 0
    for _ in range(FLIPS // 100):
        signs = random.integers(2, size=(100, len(moved))) * 2.0 - 1.0
        extreme += int((np.abs(signs @ moved) >= bound).sum())
    return (extreme + 1) / (FLIPS + 1)
