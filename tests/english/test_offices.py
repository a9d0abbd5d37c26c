"""Who leads something is asked in many words; the articles have one for the office."""

import pytest

from qa.english.offices import find_office, names_holder, read_led

TOLD = [
    "Norda manager Paul Ritter praised his side.",
    "Paul Ritter, manager of Norda, signed until May.",
    "Norda chairman Ada Kern was pleased.",
    "The former Norda president Ivan Voss disagreed.",
    "Lena Vogt, president of Norda Oil, was not asked.",
]


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        ("Who runs Norda?", "Who is the manager of Norda?"),
        ("who is in charge of Norda now", "Who is the manager of Norda?"),
        ("Who's Norda's boss?", "Who is the manager of Norda?"),
        ("Who led Norda?", "Who was the manager of Norda?"),
        ("Who is the coach of Norda?", "Who is the manager of Norda?"),
        ("by whom is Norda currently led?", "Who is the manager of Norda?"),
        ("what's the name of the boss of Norda", "Who is the manager of Norda?"),
        ("tell me who trains Norda this season", "Who is the manager of Norda?"),
        ("Norda head coach", "Who is the manager of Norda?"),
        ("Who chairs Norda?", "Who is the chairman of Norda?"),
    ],
)
def test_who_leads_something_is_asked_by_the_office_that_is_told_of_most(question: str, asked: str) -> None:
    led = read_led(question)
    assert led is not None
    assert led.ask(find_office(led, TOLD)) == asked


@pytest.mark.parametrize(
    "question", ["Who is the manager of Norda?", "Who is the captain of Norda?", "Who is the chief executive of Norda?"]
)
def test_an_office_that_is_told_of_or_has_no_like_is_asked_for_as_it_is(question: str) -> None:
    led = read_led(question)
    assert led is not None
    assert find_office(led, TOLD) == ""


@pytest.mark.parametrize(
    "question",
    ["Who runs it?", "Who runs away?", "Who won the cup?", "Who is Ada Kern?", "Why did Norda's boss resign?"],
)
def test_other_questions_ask_for_no_leader(question: str) -> None:
    assert read_led(question) is None


@pytest.mark.parametrize(
    ("sentence", "office"),
    [
        ("ECB President Jean-Claude Trichet said prices would fall.", "president"),
        ("The president of the ECB, Jean-Claude Trichet, said so.", "president"),
        ("Jean-Claude Trichet, the ECB's president, said so.", "president"),
        ("Jean-Claude Trichet is the president of the ECB.", "president"),
        ("Former ECB president Wim Duisenberg said so.", ""),
        ("ECB vice president Lucas Papademos said so.", ""),
        ("The president of the ECB said so.", ""),
        ("ECB deputy governor president Ada Kern said so.", ""),
        ("ECB board chairman Ada Kern said so.", "chairman"),
    ],
)
def test_an_office_is_told_where_somebody_is_named_by_it(sentence: str, office: str) -> None:
    led = read_led("Who is the head of the ECB?")
    assert led is not None
    assert find_office(led, [sentence]) == office


def test_a_name_may_have_one_letter() -> None:
    led = read_led("Who is X's boss?")
    assert led is not None
    assert led.of == "X"


def test_a_name_has_initials_and_may_be_told_of_in_the_singular() -> None:
    led, tories = read_led("Who runs British Airways?"), read_led("Who leads the Tories?")
    assert led is not None
    assert tories is not None
    assert (led.initials, tories.initials) == ("BA", "")
    conservatives = read_led("Who leads the Conservatives?")
    assert conservatives is not None
    assert find_office(conservatives, ["Conservative leader Ada Kern said so."]) == "leader"


@pytest.mark.parametrize(
    ("question", "sentence", "names"),
    [
        ("Who coaches the Norland rugby team?", "Norland coach Ada O'Kern was surprised.", True),
        ("Who is Norland's rugby coach?", "Norland coach Ada Kern was surprised.", True),
        ("Who leads the Reform party?", "Reform leader Ada Kern said so.", True),
        ("Who is the head of Norda?", "Ada Kern, chief executive of Norda, said so.", True),
        ("Who is the head of Norda?", "Former Norda chairman Ada Kern said so.", False),
        ("Who is the head of Norda?", "Norda employs a chairman.", False),
        ("Who coaches the Norland rugby team?", "Sudland coach Ada Kern was surprised.", False),
    ],
)
def test_a_sentence_that_names_the_holder_is_told(question: str, sentence: str, names: bool) -> None:
    led = read_led(question)
    assert led is not None
    assert names_holder(led, sentence) is names
