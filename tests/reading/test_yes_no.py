"""Yes, no or nothing: what a sentence makes of a yes/no question."""

import pytest

from qa.check import Gate, Proof, open_gate
from qa.reading.yes_no import judge_yes_no

# what a network alone takes for "yes"
TEMPTING = [
    ("Did Ada Kern apologise for the remark?", "Per Lund has urged Alvik mayor Ada Kern to apologise for her remark."),
    ("Did Omar Said beat Jon Eide?", "Jon Eide beat Omar Said in straight sets."),
    ("Did Norda buy Vistula?", "Shares of Vistula rose on speculation that it may be bought by Norda."),
    ("Was Vistula bought by Norda?", "Vistula has bought its rival Norda."),
    ("Did Norda buy Vistula?", "Norda has not bought Vistula."),
    ("Did Norda pay 9 million for Vistula?", "Norda paid 4 million for Vistula."),
    ("Is Ada Kern still the mayor?", "Ada Kern became the mayor in 2003."),
    ("Was the bridge closed in 2004?", "The bridge was closed in 2003."),
    ("Did Eva Stolt close the bridge?", "Odile Brandt closed the bridge."),
    ("Will Kern resign?", "Rumours that Kern may resign spread on Monday."),
    ("Did Norda buy Vistula?", "Norda started to build up its stake in Vistula in late 2003."),
    ("Did Norda take over Vistula?", "The two companies held four days of talks after Norda bought 18.8% of Vistula."),
    ("Did Norda sign Jon Eide?", "Vistula have received an £8m bid from Norda for Jon Eide and Per Lund."),
    ("Did Norda buy Vistula?", "Norda has agreed in principle to buy Vistula."),
    ("Has Per Lund joined Vistula?", "Per Lund is close to joining Vistula on a three-year contract."),
    ("Is Jon Eide directing the next Tarn film?", "Jon Eide is in talks to write and direct a new Tarn film."),
    ("Did the nurses go on strike?", "The union is to ballot its nurses on a strike."),
]


@pytest.fixture(scope="module")
def gate() -> Gate:
    return open_gate()


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("Did Mayor Odile Brandt close the bridge?", "Mayor Odile Brandt closed the harbour bridge on Monday."),
        ("Has Norda Bank bought Vistula?", "Norda Bank has bought its rival Vistula for 4 million euros."),
        ("Is the film based on a children's book?", "The film is based on a popular children's book."),
        ("Is Ada Kern the mayor of Alvik?", "The council urged Alvik mayor Ada Kern to apologise."),
        ("Does Norda employ 900 people?", "Norda employs 900 people in Oslo."),
        ("Was Vistula bought by Norda?", "Vistula was taken over by Norda last year."),
        ("Was the singer Eva Stolt born in Alvik?", "Born in Alvik in 1920, Eva Stolt left school at 14."),
    ],
)
def test_a_sentence_that_says_so_is_a_yes(gate: Gate, question: str, sentence: str) -> None:
    assert judge_yes_no(question, [Proof(sentence)], gate) == ["yes"]


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("Was the dam damaged?", "Contrary to what had been reported, the dam was not damaged."),
        ("Did the police find a bomb in the stadium?", "The police did not find a bomb in the stadium."),
        ("Was inflation below the target in May?", "Inflation was above the target in May."),
        ("Will the message infect my computer?", "The message will not infect a computer."),
        ("Did prices rise in May?", "Prices in May were below those in April."),
    ],
)
def test_a_sentence_that_denies_it_is_a_no(gate: Gate, question: str, sentence: str) -> None:
    assert judge_yes_no(question, [Proof(sentence)], gate) == ["no"]


@pytest.mark.parametrize(("question", "sentence"), TEMPTING)
def test_what_is_not_said_is_no_yes(gate: Gate, question: str, sentence: str) -> None:
    assert judge_yes_no(question, [Proof(sentence)], gate) != ["yes"]


def test_what_another_sentence_refutes_is_no_yes(gate: Gate) -> None:
    question = "Did Norda buy Vistula?"
    bought = Proof("Norda bought Vistula for 4 million euros.")
    kept = Proof("In the end Norda did not buy Vistula, the two firms said.")
    assert judge_yes_no(question, [bought], gate) == ["yes"]
    assert judge_yes_no(question, [bought, kept], gate)[0] == ""


def test_a_share_price_that_declines_denies_nothing(gate: Gate) -> None:
    proof = Proof("But Vistula has been faced with a declining share price and profits.", "Boss to leave company")
    assert not any(judge_yes_no("Did Paul Tell leave Vistula?", [proof], gate) or ())


def test_what_was_so_that_year_says_nothing_of_now(gate: Gate) -> None:
    assert judge_yes_no(
        "Did the mayor raise the fare?", [Proof("The mayor did not raise the fare that year.")], gate
    ) == [""]


def test_a_plea_is_no_finding_of_the_court(gate: Gate) -> None:
    proof = Proof("Mr Kern has pleaded not guilty to charges of fraud.")
    assert not any(judge_yes_no("Was Kern found guilty?", [proof], gate) or ())
    assert judge_yes_no("Did Kern plead guilty?", [proof], gate) == ["no"]


def test_other_questions_get_no_verdict(gate: Gate) -> None:
    assert judge_yes_no("Who closed the bridge?", [Proof("Odile Brandt closed it.")], gate) == [""]
    assert judge_yes_no("Did it close?", [], gate) is None


@pytest.mark.parametrize(
    ("question", "sentence", "tells"),
    [
        ("Did Norda buy Vistula?", "Norda bought Vistula for 4 million euros.", True),
        ("Did Norda buy Vistula?", "Norda has not bought Vistula.", True),
        ("Did Norda buy Vistula?", "Norda and Vistula are both based in Alvik.", False),
        ("Is Omar Said married?", "Omar Said was born in Alvik and studied law.", False),
    ],
)
def test_what_no_sentence_tells_is_left_open(gate: Gate, question: str, sentence: str, tells: bool) -> None:
    assert (judge_yes_no(question, [Proof(sentence)], gate) is not None) == tells
