"""A follow-up is made to stand alone, and a question that stands alone stays as it is."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qa.chat import make_standalone
from qa.records import Turn

CLOSURE = Turn(
    "Who closed the Old Mill Bridge?", "Ada Brandt, the chief engineer, closed the Old Mill Bridge in March."
)
FERRY = Turn("Who runs the ferry?", "The Dorle Ferry Company runs the ferry between Dorle and Eastbank.")


@pytest.mark.parametrize(
    ("question", "turn", "standalone"),
    [
        ("Which office does she lead?", CLOSURE, "Which office does Ada Brandt lead?"),
        ("What is her title?", CLOSURE, "What is Ada Brandt's title?"),
        ("And how many cars?", Turn("How many people crossed the bridge?"), "How many cars crossed the bridge?"),
        ("What about boats?", Turn("How many people crossed the bridge?"), "How many boats crossed the bridge?"),
    ],
)
def test_what_points_back_is_replaced_by_what_it_means(question: str, turn: Turn, standalone: str) -> None:
    assert make_standalone(question, [turn]) == standalone


@pytest.mark.parametrize(
    "question",
    [
        "When was the Eiffel Tower built?",
        "How many people live in Lisbon?",
        "Who wrote the report on the harbour of Rotterdam?",
        "What did Mayor Tomas Reyes say about the ferry?",
        "Is the widget for wikis available?",
    ],
)
@pytest.mark.parametrize("turn", [CLOSURE, FERRY])
def test_a_question_that_stands_alone_stays_as_it_is(question: str, turn: Turn) -> None:
    assert make_standalone(question, [turn]) == question


@pytest.mark.parametrize("question", ["Why?", "And he?", "", "  ", "?!", "Почему?", "他是谁?"])
def test_without_history_nothing_changes(question: str) -> None:
    assert make_standalone(question, []) == question


@settings(deadline=None)  # a slow computer is no failure
@given(st.text(max_size=80), st.lists(st.tuples(st.text(max_size=80), st.text(max_size=200)), max_size=4))
def test_no_conversation_is_too_strange(question: str, history: list[tuple[str, str]]) -> None:
    standalone = make_standalone(question, [Turn(*turn) for turn in history])
    assert bool(standalone.strip()) == bool(question.strip())
