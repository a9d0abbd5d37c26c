"""Rows: one a question, kept whatever ends the run, and gone on with."""

import json
import logging
from pathlib import Path

import pytest

from qa.errors import QuestionError, QuestionSetError
from qa.evaluate.questions import Question
from qa.evaluate.rows import read_rows, write_row
from qa.evaluate.run import keep_finished
from tests.evaluate.scripted import QUESTIONS, SCRIPT, SEA, ScriptedBot, answered, ask_all, write_run


def test_the_bot_is_asked_with_the_history_of_the_question() -> None:
    bot = ScriptedBot(SCRIPT)
    ask_all(QUESTIONS, bot)
    assert bot.asked == [question.question for question in QUESTIONS]
    assert [len(history) for history in bot.histories] == [0, 0, 1, 0, 0, 0]


def test_a_question_whose_answering_raises_is_a_row_with_its_error(caplog: pytest.LogCaptureFixture) -> None:
    script = {"Why?": QuestionError("the question is too short: ask more"), "How?": ValueError("no such token")}
    questions = [Question("a", "Why?", True), Question("b", "How?", False)]
    with caplog.at_level(logging.ERROR):
        mendable, unexpected = ask_all(questions, ScriptedBot(script))
    assert (mendable.result, mendable.error) == ("error", "the question is too short: ask more")
    assert (unexpected.result, unexpected.error) == ("error", "ValueError: no such token")
    assert mendable.measures == {"coverage": 0, "coverage_perhaps": 0}
    assert unexpected.measures == {"refusal_recall": 0}
    # the traceback of the one that nobody foresaw is in the log
    assert [record.message for record in caplog.records] == ["question b raised"]
    assert caplog.records[0].exc_info is not None


def test_ctrl_c_is_not_a_wrong_answer() -> None:
    with pytest.raises(KeyboardInterrupt):
        ask_all([Question("a", "Why?", True)], ScriptedBot({"Why?": KeyboardInterrupt()}))


def test_a_row_is_on_disk_before_the_next_question_is_asked(tmp_path: Path) -> None:
    path = tmp_path / "rows"
    (row,) = ask_all(QUESTIONS[:1], ScriptedBot(SCRIPT))
    with path.open("w", encoding="utf-8") as file:
        write_row(file, row)
        assert [r.id for r in read_rows(path)] == ["q1"]


def test_only_the_ten_best_sentences_are_kept() -> None:
    script = {"Where does the Nile end?": answered("Where does the Nile end?", [SEA], 0.9, ranked=[SEA] * 30)}
    (row,) = ask_all(QUESTIONS[:1], ScriptedBot(script))
    assert len(row.ranked) == 10


def test_going_on_keeps_what_is_done_and_asks_again_what_raised(tmp_path: Path) -> None:
    path = write_run(tmp_path / "rows")
    kept = keep_finished(path, QUESTIONS)
    assert [score.id for score in kept] == ["q1", "q2", "q3", "q4", "q5"]
    assert [row.id for row in read_rows(path)] == ["q1", "q2", "q3", "q4", "q5"]
    assert list(tmp_path.iterdir()) == [path]


def test_going_on_passes_over_a_line_that_a_killed_run_left_torn(tmp_path: Path) -> None:
    path = write_run(tmp_path / "rows", questions=QUESTIONS[:2])
    whole = path.read_bytes()
    for cut in (2, 30, len(whole) // 3):
        path.write_bytes(whole[:-cut])
        assert [score.id for score in keep_finished(path, QUESTIONS)] == ["q1"]
        assert path.read_bytes().count(b"\n") == 1


def test_going_on_without_rows_starts_anew(tmp_path: Path) -> None:
    assert keep_finished(tmp_path / "rows", QUESTIONS) == []


@pytest.mark.parametrize(
    "others",
    [
        QUESTIONS[1:],  # the question of a row is not in the set
        (Question("q1", "Another question under the same id?", True), *QUESTIONS[1:]),
        (Question("q1", "Where does the Nile end?", False), *QUESTIONS[1:]),
    ],
)
def test_rows_of_another_question_set_are_left_alone(tmp_path: Path, others: tuple[Question, ...]) -> None:
    path = write_run(tmp_path / "rows")
    before = path.read_bytes()
    with pytest.raises(QuestionSetError, match="the row of question 'q1' is not about this question set"):
        keep_finished(path, others)
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


GOOD = {"id": "a", "question": "?", "answerable": True, "measures": {}, "result": "right"}


@pytest.mark.parametrize(
    "line",
    [
        "{",
        "[]",
        "null",
        "{}",
        "[" * 100_000,
        '{"id": "caf\udce9"}',
        json.dumps(GOOD | {"id": ["a"]}),
        json.dumps(GOOD | {"question": 1}),
        json.dumps(GOOD | {"result": ["right"]}),
        json.dumps(GOOD | {"measures": {"mrr": float("inf")}}),
        json.dumps(GOOD | {"seconds": "x"}),
        json.dumps(GOOD | {"question": "\ud800"}),
        json.dumps(GOOD | {"answer": {"outcome": "answered", "confidence": 1, "statements": 7}}),
        json.dumps(GOOD | {"ranked": [{"article_id": [], "start": "x", "end": {}, "score": []}]}),
        json.dumps({"id": "a", "question": "?", "answerable": True, "measures": {}, "result": "superb"}),
        json.dumps({"id": "a", "question": "?", "answerable": True, "measures": [], "result": "right", "answer": {}}),
    ],
)
def test_a_line_that_is_no_row_is_named(tmp_path: Path, line: str) -> None:
    path = write_run(tmp_path / "rows", questions=QUESTIONS[:1])
    with path.open("a", encoding="utf-8", errors="surrogateescape") as file:
        file.write(f"{line}\n")
    with pytest.raises(QuestionSetError, match="rows, line 2: not a row of 'qa eval --rows'"):
        list(read_rows(path))
    with pytest.raises(QuestionSetError, match="rows, line 2: not a row of 'qa eval --rows'"):
        keep_finished(path, QUESTIONS)
    assert list(tmp_path.iterdir()) == [path]
