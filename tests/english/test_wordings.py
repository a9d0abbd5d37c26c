"""What asks for the same in other words is asked in the words that are answered best, and nothing else is touched."""

import pytest

from qa.english.wordings import reword, strip_asking


@pytest.mark.parametrize(
    ("typed", "asked"),
    [
        ("What is FDA short for?", "What does FDA stand for?"),
        ("whats FDA an abbreviation of", "What does FDA stand for?"),
        ("What is the full name of the IAAF?", "What does IAAF stand for?"),
        ("Could you tell me what FDA is an abbreviation of?", "What does FDA stand for?"),
        ("expand the initials FDA", "What does FDA stand for?"),
        ("Where does Norda Bank have its headquarters?", "Where is Norda Bank based?"),
        ("tell me where Norda Bank has its main office", "Where is Norda Bank based?"),
        ("In which city can the head office of Norda Bank be found?", "Where is Norda Bank based?"),
        ("which side is David Kern with now?", "Which club does David Kern play for?"),
        ("what's David Kern's team", "Which club does David Kern play for?"),
        ("Of which party is David Kern a member?", "Which party does David Kern belong to?"),
        ("Who does David Kern work for?", "Who is David Kern?"),
        ("What does David Kern do for a living?", "Who is David Kern?"),
        ("How did the Arsenal against Chelsea match end?", "What was the score between Arsenal and Chelsea?"),
        ("what's the final score Arsenal v Chelsea", "What was the score between Arsenal and Chelsea?"),
    ],
)
def test_other_words_become_the_best(typed: str, asked: str) -> None:
    assert reword(typed) == asked


@pytest.mark.parametrize(
    "question",
    [
        "What is the full name of Ada?",  # no abbreviation
        "What does Norda Bank do?",  # no person
        "Where does the money come from?",
        "What is the score?",
        "Which club does he play for?",
        "How did the talks between Norda and Dorle end the strike?",
        "What is the party's plan?",
        "tell me what happened",
        "?",
        "",
    ],
)
def test_all_else_is_asked_as_it_is(question: str) -> None:
    assert reword(question) == question


def test_what_is_around_a_question_is_no_part_of_it() -> None:
    assert strip_asking("So, could you please tell me  who runs Norda at the moment?") == "who runs Norda"
    assert strip_asking("who knows " * 100) == ""
