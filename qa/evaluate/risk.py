"""What refusing more or less often would do: the risk-coverage curve and the floor it suggests."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from qa.evaluate.rows import Score

MOST_WRONG = 0.05
"""The share of wrong answers that a suggested floor keeps below."""


FEWEST_ANSWERS = 20
"""A floor that leaves fewer answers is not suggested: below this, one wrong answer is already more than 5 %."""


@dataclass(frozen=True, slots=True)
class Operation:
    """What happens when every question with at least ``floor`` confidence is answered and the others are refused.

    ``questions`` counts all questions, ``answered`` those that would be answered, ``wrong`` the wrong ones among these.
    """

    floor: float
    questions: int
    answered: int
    wrong: int

    @property
    def coverage(self) -> float:
        """The share of all questions that would be answered."""
        return self.answered / self.questions

    @property
    def risk(self) -> float:
        """The share of the given answers that would be wrong; lower is better."""
        return self.wrong / self.answered


def would_be_right(score: Score) -> bool:
    """Say whether answering the question is right.

    For a question that was refused, its best-ranked sentence stands for the answer that it would have got; without
    evidence to hold it against, it counts as wrong. An answer to an unanswerable question is always wrong.
    """
    if score.answered:
        return score.result == "right"
    return score.answerable and score.measures.get("hit@1") == 1


def trace_risk(scores: Sequence[Score]) -> list[Operation]:
    """Return one operation for each floor that makes a difference, strictest first.

    A question whose answering raised is never answered; it only counts among the questions. Does not count that a
    stricter floor may also change which sentences an answer cites.
    """
    confident = [(score.confidence, would_be_right(score)) for score in scores if score.confidence is not None]
    confident.sort(key=lambda pair: -pair[0])
    curve = []
    answered = wrong = 0
    for confidence, group in groupby(confident, key=lambda pair: pair[0]):
        for _, right in group:
            answered += 1
            wrong += not right
        curve.append(Operation(confidence, len(scores), answered, wrong))
    # halfway to the next lower confidence: a floor that the next decimal of a score does not tip over
    lower = [operation.floor for operation in curve[1:]] + [0.0]
    return [replace(one, floor=(one.floor + below) / 2) for one, below in zip(curve, lower, strict=False)]


def suggest_floor(curve: Sequence[Operation]) -> Operation | None:
    """Return the operation that answers most questions with at most `MOST_WRONG` wrong answers, None if none does."""
    safe = (o for o in curve if o.risk <= MOST_WRONG and o.answered >= FEWEST_ANSWERS)
    return max(safe, key=lambda o: o.answered, default=None)


def explain_no_floor(curve: Sequence[Operation]) -> str:
    """Return why no floor is suggested."""
    if not curve or curve[-1].answered < FEWEST_ANSWERS:
        return f"Too few questions to suggest a refusal floor: {FEWEST_ANSWERS} answers are needed."
    return f"No refusal floor with {FEWEST_ANSWERS} answers or more keeps the wrong ones to {MOST_WRONG:.0%}."


def current_operation(scores: Sequence[Score]) -> tuple[int, int]:
    """Return how many questions were in fact answered, and how many of those answers are wrong."""
    answered = [score for score in scores if score.answered]
    return len(answered), sum(score.result != "right" for score in answered)
