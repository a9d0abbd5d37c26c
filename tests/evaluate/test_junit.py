"""JUnit XML: a test case for each question, readable whatever the texts hold."""

from pathlib import Path
from xml.etree import ElementTree

from qa.evaluate.junit import write_junit
from qa.evaluate.questions import Question
from qa.evaluate.rows import score_of
from qa.evaluate.summary import summarize_run
from tests.evaluate.scripted import QUESTIONS, SCRIPT, ScriptedBot, ask_all


def write_suite(path: Path, questions: tuple[Question, ...], script=SCRIPT) -> ElementTree.Element:
    rows = ask_all(questions, ScriptedBot(script))
    write_junit(path, summarize_run("set.jsonl", [score_of(row) for row in rows], questions=len(rows)), rows)
    return ElementTree.parse(path).getroot()


def test_every_question_is_a_test_case(tmp_path: Path) -> None:
    root = write_suite(tmp_path / "junit.xml", QUESTIONS)
    (suite,) = root.iter("testsuite")
    assert {name: suite.get(name) for name in ("name", "tests", "failures", "errors")} == {
        "name": "set.jsonl", "tests": "6", "failures": "2", "errors": "1",
    }  # fmt: skip
    cases = {case.get("name", "").partition(":")[0]: case for case in root.iter("testcase")}
    assert list(cases) == ["q1", "q2", "q3", "q4", "q5", "q6"]
    outcomes = {name: [(child.tag, child.get("message")) for child in case] for name, case in cases.items()}
    assert outcomes == {
        "q1": [], "q2": [], "q5": [],
        "q3": [("failure", "refused, though the articles answer it")],
        "q4": [("failure", "answered, though the articles do not say")],
        "q6": [("error", "RuntimeError: the model fell over")],
    }  # fmt: skip
    assert cases["q4"][0].text == "The tower was built in 1889. [1]"
    values = {p.get("name"): p.get("value") for p in root.iter("property")}
    assert (values["hit@1"], values["coverage"]) == ("0.5", "0.5")


def test_characters_that_xml_cannot_hold_are_replaced(tmp_path: Path) -> None:
    asked = 'Is "a" < b & \x00 \x1b[31m?'
    root = write_suite(tmp_path / "junit.xml", (Question("q", asked, True),), {asked: RuntimeError("\x07 <b>")})
    (case,) = root.iter("testcase")
    assert case.get("name") == 'q: Is "a" < b & \ufffd \ufffd[31m?'
    assert case[0].get("message") == "RuntimeError: \ufffd <b>"
