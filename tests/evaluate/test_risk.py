"""What other refusal floors would do, on confidences that can be counted by hand."""

from qa.evaluate.rows import Result, Score
from qa.evaluate.summary import current_operation, suggest_floor, trace_risk, would_be_right


def score(confidence: float | None, result: Result, *, hit: float | None = None, answerable: bool = True) -> Score:
    answered = result in (("right", "wrong") if answerable else ("overreached",))
    measures = {} if hit is None else {"hit@1": hit}
    return Score("q", answerable, result, measures, answered, confidence, 0.1)


def test_the_curve_adds_the_questions_from_the_surest_down() -> None:
    scores = [
        score(0.9, "right"),
        score(0.8, "wrong"),
        score(0.8, "right"),
        score(0.4, "overreached", answerable=False),
        score(None, "error"),  # never answered, but a question
    ]
    curve = trace_risk(scores)
    assert [(o.answered, o.wrong) for o in curve] == [(1, 0), (3, 1), (4, 2)]
    # a floor halfway between neighbouring confidences, the last one halfway to nothing
    assert [round(o.floor, 9) for o in curve] == [0.85, 0.6, 0.2]
    assert [o.coverage for o in curve] == [1 / 5, 3 / 5, 4 / 5]
    assert [o.risk for o in curve] == [0, 1 / 3, 1 / 2]
    assert current_operation(scores) == (4, 2)


def test_a_refused_question_counts_by_its_best_ranked_sentence() -> None:
    assert would_be_right(score(0.2, "missed", hit=1))
    assert not would_be_right(score(0.2, "missed", hit=0))
    assert not would_be_right(score(0.2, "missed"))
    assert not would_be_right(score(0.2, "right", hit=1, answerable=False))


def test_the_suggested_floor_answers_most_with_at_most_one_wrong_in_twenty() -> None:
    right = [score(0.5 + n / 1000, "right") for n in range(40)]
    wrong = [score(c, "wrong") for c in (0.52, 0.501, 0.4)]
    best = suggest_floor(trace_risk(right + wrong))
    # both wrong answers above 0.5 may stay: 2 of 42 are less than 5 %, 3 of 43 are more
    assert best is not None
    assert (best.answered, best.wrong) == (42, 2)
    assert 0.4 < best.floor < 0.5


def test_no_floor_is_suggested_when_none_helps() -> None:
    assert suggest_floor(trace_risk([score(0.9, "wrong"), score(0.5, "right")])) is None
    assert suggest_floor(trace_risk([score(None, "error")])) is None
    # nineteen right answers prove too little, twenty may do
    assert suggest_floor(trace_risk([score(0.9, "right")] * 19)) is None
    assert suggest_floor(trace_risk([score(0.9, "right")] * 20)) is not None
    assert suggest_floor([]) is None
