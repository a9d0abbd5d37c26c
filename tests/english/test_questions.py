"""A question says what kind of thing it asks for."""

import pytest

from qa.english.questions import Asked, read_asked


@pytest.mark.parametrize(
    ("question", "kind", "of"),
    [
        ("How many boats were lost?", "count", "boats"),
        ("How many North Korean soldiers have been killed?", "count", "North Korean soldiers"),
        ("How many people voted against?", "count", "people"),
        ("How many years did it take?", "duration", "years"),
        ("How long did it take?", "duration", ""),
        ("How much did it cost?", "money", ""),
        ("How much oil was spilt?", "measure", "oil"),
        ("What is the price of milk?", "money", "price"),
        ("How old is the mayor?", "age", ""),
        ("How often does it run?", "frequency", ""),
        ("How far is it to Dorle?", "distance", ""),
        ("How high is the tower?", "measure", "high"),
        ("How did the fire start?", "manner", ""),
        ("What percentage voted?", "share", "percentage"),
        ("What is the unemployment rate in Horn?", "share", "unemployment rate"),
        ("In which year did it open?", "year", "year"),
        ("On what day was it?", "time", "day"),
        ("When did she resign?", "time", ""),
        ("Where did flight 311 land?", "place", ""),
        ("What country is Kern from?", "place", "country"),
        ("What's the capital of Norland?", "place", "capital"),
        ("Why was it closed?", "reason", ""),
        ("What was the cause of the fire?", "reason", "cause"),
        ("Who closed it?", "person", ""),
        ("And who closed it?", "person", ""),
        ("Can you tell me who closed it?", "person", ""),
        ("Who is the mayor of Dorle?", "person", ""),
        ("Who was Kern's deputy?", "person", ""),
        ("Which player scored?", "person", "player"),
        ("Which company bought Norda?", "thing", "company"),
        ("Who is Ada Kern?", "description", "Ada Kern"),
        ("who is kern", "description", "kern"),
        ("What is ENISA?", "description", "ENISA"),
        ("What does ENISA stand for?", "expansion", "ENISA"),
        ("What did Kern say about the bridge?", "words", ""),
        ("What happened to the bridge?", "thing", ""),
        ("Was the dam damaged?", "yes_no", ""),
        ("Is it true what Kern said?", "yes_no", ""),
        ("What is the name of the man who closed it?", "person", "man"),
        ("What's the captain's name?", "person", "captain"),
        ("What is the name of the town where he died?", "place", "town"),
        ("What is the name of the ship?", "thing", "name"),
        ("Could you name the judge who freed her?", "person", "judge"),
        ("Name change of Norda", "", ""),
        ("bridge closure cost", "", ""),
        ("", "", ""),
    ],
)
def test_kinds(question: str, kind: str, of: str) -> None:
    assert read_asked(question) == Asked(kind, of)  # type: ignore[arg-type]
