"""Every measure, worked out by hand on a run of six questions."""

import json
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qa.evaluate.measures import (
    MEASURES,
    answer_match,
    auroc,
    citation_f1,
    citation_precision,
    citation_recall,
    count_questions,
    find_right,
    is_lead_right,
    is_right,
    measure_answer,
    measure_lead,
    measure_ranking,
    normalize,
    summarize,
)
from qa.evaluate.questions import Question, Span
from qa.evaluate.rows import Score, read_rows, score_of, write_row
from tests.evaluate.scripted import (
    BOATS,
    BUILT,
    NILE,
    QUESTIONS,
    SCRIPT,
    SEA,
    TALL,
    ScriptedBot,
    answered,
    ask_all,
)


def span(start: int, end: int, article: str = "a") -> Span:
    return Span(article, start, end)


# ---- what is right


@pytest.mark.parametrize(
    ("one", "gold", "right"),
    [
        (span(0, 10), span(0, 10), True),
        (span(0, 10), span(4, 100), True),  # 6 of the shorter one's 10 characters
        (span(0, 10), span(5, 100), False),  # exactly half is not more than half
        (span(0, 11), span(5, 100), True),  # 6 of 11
        (span(0, 100), span(40, 44), True),  # the gold span lies inside the sentence
        (span(0, 10), span(10, 20), False),  # they only touch
        (span(0, 10), span(0, 10, "b"), False),  # same offsets, another article
    ],
)
def test_right_means_more_than_half_of_the_shorter_span(one: Span, gold: Span, right: bool) -> None:
    assert is_right(one, gold) is right
    assert is_right(gold, one) is right


def test_a_gold_span_of_any_evidence_set_makes_a_sentence_right() -> None:
    question = Question("q", "?", True, (), ((span(0, 10),), (span(50, 60), span(0, 10))))
    assert question.gold_spans == (span(0, 10), span(50, 60))
    assert find_right([span(20, 30), span(50, 60)], question.gold_spans) == (False, True)


# ---- ranking


@pytest.mark.parametrize(
    ("first", "hit1", "hit5", "mrr"),
    [(1, 1, 1, 1), (2, 0, 1, 1 / 2), (5, 0, 1, 1 / 5), (6, 0, 0, 1 / 6), (10, 0, 0, 1 / 10), (11, 0, 0, 0)],
)
def test_ranking_measures_see_the_first_right_sentence_up_to_rank_ten(
    first: int, hit1: float, hit5: float, mrr: float
) -> None:
    right = tuple(place == first for place in range(1, 13))
    assert measure_ranking(right) == {"hit@1": hit1, "hit@5": hit5, "mrr": mrr}


def test_nothing_ranked_is_a_miss() -> None:
    assert measure_ranking(()) == {"hit@1": 0, "hit@5": 0, "mrr": 0}


@pytest.mark.parametrize("first", [*range(1, 13), None])
def test_the_measures_are_those_of_ir_measures(first: int | None) -> None:
    import ir_measures
    from ir_measures import RR, Success

    right = [rank in {first, 11} for rank in range(1, 13)]
    names = {Success @ 1: "hit@1", Success @ 5: "hit@5", RR @ 10: "mrr"}
    relevant = {"unranked": 1} | {str(rank): 1 for rank, one in enumerate(right) if one}
    found = ir_measures.iter_calc(list(names), {"q": relevant}, {"q": {str(n): -float(n) for n in range(12)}})
    assert measure_ranking(right) == pytest.approx({names[one.measure]: one.value for one in found})


# ---- citations


def test_citation_measures_of_one_question() -> None:
    gold, other = (span(0, 10), span(20, 30)), (span(50, 60),)
    cited = [span(0, 10), span(80, 90), span(50, 58)]
    # two of three citations are right for some gold span; one of the two gold spans of the first set is covered, the
    # only one of the other set is, too
    assert citation_precision(cited, (*gold, *other)) == pytest.approx(2 / 3)
    assert citation_recall(cited, [gold]) == 1 / 2
    assert citation_recall(cited, [gold, other]) == 1
    assert citation_f1(2 / 3, 1) == pytest.approx(2 * (2 / 3) / (5 / 3))


def test_one_citation_may_cover_two_gold_spans_and_two_citations_one() -> None:
    assert citation_recall([span(0, 100)], [(span(0, 10), span(20, 30))]) == 1
    assert citation_precision([span(0, 10), span(12, 30)], (span(0, 100),)) == 1


def test_citation_measures_of_nothing_are_zero() -> None:
    assert citation_precision([], (span(0, 1),)) == 0
    assert citation_recall([], [(span(0, 1),)]) == 0
    assert citation_f1(0, 0) == 0


# ---- the answer's text


@pytest.mark.parametrize(
    ("text", "answer", "matches"),
    [
        ("He died in 1946.", "1946", True),
        ("He died in 1946.", "4", True),  # what occurs need not be a whole word
        ("It was The  Baltic\nSea!", "baltic sea", True),
        ("a sea of troubles", "The sea", True),  # articles do not count
        ("“Paris,” she said", "Paris", True),
        ("Erdmann’s grandfather", "Erdmann's grandfather", False),  # as SQuAD has it: only ASCII punctuation goes
        ("state-of-the-art", "state of the art", False),  # and a hyphen joins words
        ("the U.S. army", "US army", True),
        ("nothing", "the", False),  # nothing is left of this answer
        ("Größe 12", "grösse 12", False),  # letters are compared as they are
    ],
)
def test_a_gold_answer_matches_where_it_occurs_normalized(text: str, answer: str, matches: bool) -> None:
    assert answer_match(text, [answer]) == matches
    assert answer_match(text, ["something else", answer]) == matches


def test_normalizing_is_lower_case_without_punctuation_articles_and_extra_space() -> None:
    assert normalize('  The "Old   Mill" - a bridge,\tan arch? ') == "old mill bridge arch"


@settings(deadline=None)  # a slow computer is no failure
@given(st.text())
def test_every_answer_with_words_matches_itself(text: str) -> None:
    assert answer_match(text, [text]) == bool(normalize(text))


# ---- one run


def test_every_measure_of_a_small_run_is_as_worked_out_by_hand() -> None:
    rows = ask_all(QUESTIONS, ScriptedBot(SCRIPT))
    scores = [score_of(row) for row in rows]
    summary = summarize(scores)
    del summary["p50_ms"], summary["p95_ms"]
    # q1 answered, cites the sea: rank 1, precision 1, recall 1; its answer "the sea" is in the sentence
    # q2 answered, cites the tower's height (right in the second evidence set) and the boats: rank 1;
    #    precision 2/2; recall: boats of (boats, Nile) is 1/2, height of (sea, height) is 1/2; F1 = 2 * 1/2 / (3/2)
    # q3 refused: the right sentence has rank 6
    # q4 unanswerable, answered; q5 unanswerable, refused; q6 raised: it counts as wrong
    assert [dict(row.measures) for row in rows] == [
        {"hit@1": 1, "hit@5": 1, "mrr": 1, "citation_precision": 1, "citation_recall": 1, "citation_f1": 1,
         "answer_match": 1, "coverage": 1, "coverage_perhaps": 1, "lead_shown": 0, "exact_offsets": 1},
        {"hit@1": 1, "hit@5": 1, "mrr": 1, "citation_precision": 1, "citation_recall": 1 / 2,
         "citation_f1": pytest.approx(2 / 3), "answer_match": 1, "coverage": 1, "coverage_perhaps": 1, "lead_shown": 0,
         "exact_offsets": 1},
        {"hit@1": 0, "hit@5": 0, "mrr": 1 / 6, "answer_match": 0, "coverage": 0, "coverage_perhaps": 0,
         "lead_shown": 0, "refusal_precision": 0, "exact_offsets": 1},
        {"refusal_recall": 0, "exact_offsets": 1},
        {"refusal_recall": 1, "refusal_precision": 1, "exact_offsets": 1},
        {"hit@1": 0, "hit@5": 0, "mrr": 0, "citation_precision": 0, "citation_recall": 0, "citation_f1": 0,
         "answer_match": 0, "coverage": 0, "coverage_perhaps": 0, "lead_shown": 0},
    ]  # fmt: skip
    assert [row.result for row in rows] == ["right", "right", "missed", "overreached", "right", "error"]
    assert summary == {
        "lead_wrong": None,
        "lead_right": None,
        "lead_shown": 0,
        "hit@1": 2 / 4,  # q1 and q2 of q1, q2, q3, q6
        "hit@5": 2 / 4,
        "mrr": pytest.approx((1 + 1 + 1 / 6 + 0) / 4),
        "citation_precision": pytest.approx((1 + 1 + 0) / 3),  # q1, q2 and q6, which raised
        "citation_recall": pytest.approx((1 + 1 / 2 + 0) / 3),
        "citation_f1": pytest.approx((1 + 2 / 3 + 0) / 3),
        "answer_match": 2 / 4,
        "coverage": 2 / 4,  # q1 and q2 of the four answerable ones
        "coverage_perhaps": 2 / 4,
        "refusal_precision": 1 / 2,  # q3 and q5 were refused, q5 rightly
        "refusal_recall": 1 / 2,  # q5 of q4 and q5
        # answerable 0.9, 0.6, 0.3 and the error below all; unanswerable 0.6, 0.1: of eight pairs, 0.9 wins two, 0.6
        # wins one and ties one, 0.3 wins one, the error none
        "auroc": pytest.approx((2 + 1.5 + 1 + 0) / 8),
        "exact_offsets": 1,  # of the five questions that show a quote
    }
    assert count_questions(scores) == {
        "lead_wrong": 0, "lead_right": 0, "lead_shown": 4, "coverage_perhaps": 4,
        "hit@1": 4, "hit@5": 4, "mrr": 4, "citation_precision": 3, "citation_recall": 3, "citation_f1": 3,
        "answer_match": 4, "coverage": 4, "refusal_precision": 2, "refusal_recall": 2, "auroc": 6, "exact_offsets": 5,
        "p50_ms": 5, "p95_ms": 5,
    }  # fmt: skip


LEADS = [
    ("Eva Stolt.", ("Eva Stolt",), (), True),
    ("Stolt.", ("Eva Stolt",), (), True),  # one of two words: F1 2/3
    ("Minister Eva Stolt of Norland.", ("Eva Stolt",), (), True),  # holds a gold answer
    ("The minister.", ("Eva Stolt",), (), False),
    ("Per Stolt.", ("Eva Stolt",), (), True),  # F1 1/2
    ("Per Stolt.", ("Eva Stolt",), ("Per Stolt",), False),  # a tempting phrase, and no gold answer
    ("Eva Stolt, not Per Stolt.", ("Eva Stolt",), ("Per Stolt",), True),
    ("120 soldiers.", ("120",), ("1,200",), True),
    ("6.", ("16",), (), False),
]


@pytest.mark.parametrize(("lead", "answers", "wrong", "right"), LEADS)
def test_a_headline_is_right_by_half_of_its_words_or_when_it_holds_the_answer(
    lead: str, answers: tuple[str, ...], wrong: tuple[str, ...], right: bool
) -> None:
    assert is_lead_right(lead, answers, wrong) is right


def make_answer(lead: str, outcome: str = "answered") -> dict[str, object]:
    statements = [{"text": "The tower is 300 metres tall.", "citations": [1], "verdict": "supported", "kind": "quote"}]
    if lead:
        statements.insert(0, {"text": lead, "citations": [1], "verdict": "supported", "kind": "lead"})
    return {"outcome": outcome, "statements": statements}


@pytest.mark.parametrize(
    ("answerable", "answers", "lead", "outcome", "values"),
    [
        (True, ("300 metres",), "300 metres.", "answered", {"lead_shown": 1, "lead_right": 1, "lead_wrong": 0}),
        (True, ("300 metres",), "1889.", "answered", {"lead_shown": 1, "lead_right": 0, "lead_wrong": 1}),
        (True, ("300 metres",), "", "answered", {"lead_shown": 0}),
        (True, ("300 metres",), "", "perhaps", {"lead_shown": 0}),
        (True, ("no",), "No.", "answered", {"lead_shown": 1, "lead_right": 1, "lead_wrong": 0}),
        (True, ("no",), "Yes.", "answered", {"lead_shown": 1, "lead_right": 0, "lead_wrong": 1}),
        (True, (), "300 metres.", "answered", {}),
        (False, (), "300 metres.", "answered", {"lead_right": 0, "lead_wrong": 1}),
        (False, (), "", "answered", {}),
    ],
)
def test_headlines_are_counted_where_one_is_wanted_and_wherever_one_is_shown(
    answerable: bool, answers: tuple[str, ...], lead: str, outcome: str, values: dict[str, float]
) -> None:
    assert measure_lead(Question("q", "?", answerable, answers), make_answer(lead, outcome)) == values


@pytest.mark.parametrize("answerable", [True, False])
def test_a_briefing_is_neither_an_answer_nor_a_refusal(answerable: bool) -> None:
    question = Question("q", "Summarise the strike", answerable=answerable)
    measured = measure_answer(question, make_answer("", "briefing") | {"citations": []}, (), ())
    assert measured == ({"coverage": 0, "coverage_perhaps": 0} if answerable else {"refusal_recall": 1})


def test_what_perhaps_answers_is_neither_answered_nor_refused() -> None:
    shown = make_answer("", "perhaps") | {"answer": "The tower is 300 metres tall. [1]", "citations": []}
    measures = measure_answer(Question("q", "?", True, ()), shown, (), ())
    assert measures == {"coverage": 0, "coverage_perhaps": 1}
    assert measure_answer(Question("q", "?", False, ()), shown, (), ()) == {"refusal_recall": 1}


def test_the_times_are_percentiles_by_linear_interpolation() -> None:
    seconds = [0.1, 0.2, 0.3, 0.4, 1.0]
    scores = [Score(str(s), True, "right", {}, True, 0.5, s) for s in seconds]
    # five values: the median is the third; 0.95 * 4 = 3.8 lies 0.8 of the way from the fourth to the fifth
    summary = summarize(scores)
    assert summary["p50_ms"] == pytest.approx(300)
    assert summary["p95_ms"] == pytest.approx(400 + 0.8 * 600)


def test_the_median_of_two_times_lies_between_them() -> None:
    scores = [Score(str(s), True, "right", {}, True, 0.5, s) for s in (0.1, 0.2)]
    assert summarize(scores)["p50_ms"] == pytest.approx(150)


def test_auroc_counts_pairs_and_ties_as_half() -> None:
    assert auroc([0.9, 0.5], [0.5, 0.1]) == (1 + 1 + 0.5 + 1) / 4
    assert auroc([0.1], [0.9]) == 0
    assert auroc([0.5] * 3, [0.5] * 4) == 0.5
    assert auroc([0.5], []) is None


@settings(deadline=None)  # a slow computer is no failure
@given(
    st.lists(st.sampled_from([-math.inf, 0.1, 0.2, 0.5]), min_size=1),
    st.lists(st.sampled_from([0.1, 0.2, 0.5, math.inf]), min_size=1),
)
def test_auroc_is_the_mean_over_all_pairs(answerable: list[float], unanswerable: list[float]) -> None:
    pairs = [float(np.sign(a - u)) / 2 + 0.5 for a in answerable for u in unanswerable]
    assert auroc(answerable, unanswerable) == pytest.approx(sum(pairs) / len(pairs))


def test_a_measure_that_no_question_counts_in_has_no_value() -> None:
    (row,) = ask_all(QUESTIONS[:1], ScriptedBot(SCRIPT))
    summary = summarize([score_of(row)])
    assert [name for name, value in summary.items() if value is None] == [
        "lead_wrong", "lead_right", "refusal_precision", "refusal_recall", "auroc",
    ]  # fmt: skip
    assert summarize([]) == {measure.name: None for measure in MEASURES}


def test_a_quote_that_is_not_the_slice_is_seen() -> None:
    good = answered("Where does the Nile end?", [SEA, NILE], 0.9)
    wrong = good.citations[1].__class__(2, good.citations[1].article, good.citations[1].sentence, "The Nile is short.")
    bad = good.__class__(good.question, good.standalone, "answered", 0.9, (), (good.citations[0], wrong))
    (row,) = ask_all(QUESTIONS[:1], ScriptedBot({"Where does the Nile end?": bad}))
    assert row.measures["exact_offsets"] == 1 / 2


def test_without_evidence_the_answer_text_decides() -> None:
    by_text = Question("a", "Where does the Nile end?", True, ("the sea",))
    other_text = Question("b", "Where does the Nile end?", True, ("a lake",))
    anything = Question("c", "Where does the Nile end?", True)
    rows = ask_all([by_text, other_text, anything], ScriptedBot(SCRIPT))
    assert [row.result for row in rows] == ["right", "wrong", "right"]
    assert all(not row.measures.keys() & {"hit@1", "mrr", "citation_f1"} for row in rows)


def test_an_answer_without_a_right_citation_is_wrong_whatever_its_text_says() -> None:
    question = Question("q", "How tall?", True, ("300 metres",), ((BUILT,),))
    (row,) = ask_all([question], ScriptedBot({"How tall?": answered("How tall?", [TALL, BOATS], 0.9)}))
    assert (row.result, row.measures["answer_match"]) == ("wrong", 1)


def test_the_written_rows_give_the_same_figures_to_the_last_digit(tmp_path) -> None:
    rows = ask_all(QUESTIONS, ScriptedBot(SCRIPT))
    path = tmp_path / "rows.jsonl"
    with path.open("w", encoding="utf-8") as file:
        for row in rows:
            write_row(file, row)
    assert list(read_rows(path)) == rows
    assert summarize([score_of(row) for row in read_rows(path)]) == summarize([score_of(row) for row in rows])
    written = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    assert [list(row) for row in written[:1]] == [
        ["id", "question", "answerable", "answer", "ranked", "seconds", "measures", "result"]
    ]
    assert written[1]["ranked"][0] == {"article_id": "tower", "start": 30, "end": 52, "score": 0.5}
    assert list(written[5]) == ["id", "question", "answerable", "error", "measures", "result"]
    assert written[5]["error"] == "RuntimeError: the model fell over"
