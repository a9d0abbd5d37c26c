"""Sentences that answer a question differently are noticed; those that only mention other numbers are not."""

import pytest

from qa.conflicts import Difference, find_difference


@pytest.mark.parametrize(
    ("question", "sentences", "expected"),
    [
        (
            "For how long was the bridge closed?",
            ["It was closed for about two weeks.", "The office spoke of about three weeks.", "A closure of 14 days."],
            Difference((0, 1), "how long"),
        ),
        ("For how long?", ["for two weeks", "for 14 days"], None),
        (
            "How many soldiers were sent?",
            [
                "About 11,000 soldiers went.",
                "Some 4,000 casualties among 11,000 soldiers.",
                "Only 9,000 soldiers went.",
            ],
            Difference((0, 2), "how many soldiers"),
        ),
        ("How many soldiers were sent?", ["11,000 soldiers went.", "They marched for 3 weeks with 20 guns."], None),
        ("How many North Korean soldiers were sent?", ["About 11,000 soldiers.", "About 11,000 North Koreans."], None),
        ("How much did it cost?", ["It cost $4 million.", "It cost $4.2 million."], Difference((0, 1), "how much")),
        ("How much did it cost?", ["It cost $4 million.", "It took 4 months."], None),
        ("What percentage voted?", ["62 percent voted", "62 % of them", "Some 40 %"], Difference((0, 2), "what share")),
        ("In which year did it open?", ["It opened in 1931.", "It opened in 1932."], Difference((0, 1), "which year")),
        ("Who opened it?", ["Two men opened it in 1931.", "Three men opened it in 1932."], None),
        ("How many?", ["two", "three"], None),
        ("How long?", [], None),
    ],
)
def test_differences(question: str, sentences: list[str], expected: Difference | None) -> None:
    assert find_difference(question, sentences) == expected


def test_only_the_quantity_in_the_answer_phrase_counts() -> None:
    sentences = [
        "After 9 weeks away it was shut for two weeks.",
        "It was shut for three weeks, 9 weeks after the fire.",
    ]
    assert find_difference("How long was it shut?", sentences) is None
    phrases = [(35, 44), (16, 27)]
    assert find_difference("How long was it shut?", sentences, phrases) == Difference((0, 1), "how long")
