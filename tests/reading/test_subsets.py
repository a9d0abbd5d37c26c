"""Figures of one people or of one region are not those of all."""

import pytest

from qa.english.questions import read_asked
from qa.reading.pins import read_pins
from qa.reading.subsets import tells_of_a_part


def is_part(question: str, sentence: str) -> bool:
    return tells_of_a_part(question, read_asked(question), read_pins(question), sentence)


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("How many people died in the flood?", "The ministry says that 41 Britons are known to have died."),
        ("How many people died in the flood?", "Twelve Swedes died and 158 others are missing since 2004."),
        ("How many victims were there?", "So far 12 Americans and three Germans were found dead."),
        (
            "How many people died in the flood?",
            "Norland mourns: the flood killed 30,000 of its people.",
        ),
        ("How many French tourists were hurt?", "Some 14 Spaniards were hurt."),
        ("What is the unemployment rate in Norland?", "In eastern Norland the rate is 18.8%."),
        ("What is the unemployment rate in Norland?", "In the eastern part of Norland the rate is 18.8%."),
        ("How much did sales grow in Africa?", "Sales grew by 4% in South Africa."),
    ],
)
def test_a_part_is_told_from_the_whole(question: str, sentence: str) -> None:
    assert is_part(question, sentence)


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("How many Britons died in the flood?", "The ministry says that 41 Britons are known to have died."),
        ("How many British people died?", "The ministry says that 41 Britons are known to have died."),
        ("How many died in Norland?", "Norland mourns: the flood killed 30,000 of its people."),
        ("How many people from Sweden died?", "Twelve Swedes died."),
        ("How many people died in the flood?", "In all 1,400 people died, 41 Britons among them."),
        ("How many people died in the flood?", "In all 1,400 died."),
        ("How many soldiers died?", "Some 41 British soldiers died."),
        ("What is the unemployment rate in eastern Norland?", "In eastern Norland the rate is 18.8%."),
        ("What is the unemployment rate in Norland?", "The rate is 12% in Norland and 18.8% in eastern Norland."),
        ("How much did sales grow in South Africa?", "Sales grew by 4% in South Africa."),
        ("Who died in the flood?", "Twelve Swedes died."),
    ],
)
def test_the_whole_and_what_is_asked_for_are_no_part(question: str, sentence: str) -> None:
    assert not is_part(question, sentence)
