"""A yes/no question is turned into the statement that "yes" would make."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.english.statements import state
from qa.english.verbs import past_of, third_person_of


@pytest.mark.parametrize(
    ("question", "statement"),
    [
        ("Did Ada Kern close the bridge?", "Ada Kern closed the bridge."),
        ("Is the Norda Bank going to move to a smaller house?", "The Norda Bank is going to move to a smaller house."),
        ("Was the Alvik mayor injured when he was robbed?", "The Alvik mayor was injured when he was robbed."),
        ("Do ministers back cutting the limit?", "Ministers do back cutting the limit."),
        ("Did Norda settle the ferry case?", "Norda settled the ferry case."),
        ("Is Ada Kern dead?", "Ada Kern is dead."),
        ("Did the court overturn the fine?", "The court overturned the fine."),
        ("Will child benefit rise to £63 a week?", "Child benefit will rise to £63 a week."),
        ("Is he the chairman of Standard & Poor's?", "He is the chairman of Standard & Poor's."),
        ("Is Ada Kern's mother suing Norda?", "Ada Kern's mother is suing Norda."),
        ("Is Ada Kern Per Lund's new coach?", "Ada Kern is Per Lund's new coach."),
        ("Did the Republic of Ireland qualify for it?", "The Republic of Ireland qualified for it."),
        ("Was the singer Eva Stolt born in Alvik?", "The singer Eva Stolt was born in Alvik."),
        ("So has anyone left yet?", "Someone has left."),
        ("Is there a bridge?", "There is a bridge."),
        ("Does Norda employ 900 people?", "Norda employs 900 people."),
        ("Did Norda buy Vistula?", "Norda bought Vistula."),
        ("Did the council not vote?", "The council did not vote."),
        ("Has the fishing ban come into force?", "The fishing ban has come into force."),
        ("Is the euro stronger than the dollar?", "The euro is stronger than the dollar."),
        ("Are trains more expensive than buses?", "Trains are more expensive than buses."),
        ("Who closed the bridge?", ""),
        ("closed bridge", ""),
        ("Is", ""),
        ("", ""),
    ],
)
def test_the_auxiliary_goes_behind_the_subject(question: str, statement: str) -> None:
    assert state(question) == statement


@pytest.mark.parametrize(
    ("verb", "past", "third"),
    [
        ("stop", "stopped", "stops"),
        ("admit", "admitted", "admits"),
        ("visit", "visited", "visits"),
        ("offer", "offered", "offers"),
        ("carry", "carried", "carries"),
        ("play", "played", "plays"),
        ("agree", "agreed", "agrees"),
        ("fix", "fixed", "fixes"),
        ("buy", "bought", "buys"),
        ("beat", "beat", "beats"),
        ("cost", "cost", "costs"),
        ("swear", "swore", "swears"),
        ("have", "had", "has"),
        ("go", "went", "goes"),
        ("set", "set", "sets"),
        ("put", "put", "puts"),
        ("become", "became", "becomes"),
    ],
)
def test_a_verb_is_put_into_the_form_of_its_subject(verb: str, past: str, third: str) -> None:
    assert (past_of(verb), third_person_of(verb)) == (past, third)


@given(st.text(max_size=80))
def test_any_text_is_read(text: str) -> None:
    assert isinstance(state(f"Did {text}?"), str)
