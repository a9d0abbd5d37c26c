"""A question that names one row of a table or list does not ask for the rows beside it."""

import pytest

from qa.reading.rows import find_other_rows
from qa.records import Article, Sentence, StoredArticle
from qa.retrieve import Candidate


def make_candidates(*lines: str) -> list[Candidate]:
    text, offsets = "\n".join(lines), []
    for line in lines:
        start = offsets[-1][1] + 1 if offsets else 0
        offsets.append((start, start + len(line)))
    stored = StoredArticle(Article("hall", "The hall", text), "v", tuple(offsets))
    return [
        Candidate(stored, Sentence("hall", index, *span), 0.5, 1.0, 1.0) for index, span in enumerate(stored.offsets)
    ]


@pytest.mark.parametrize(
    ("question", "lines", "others"),
    [
        ("hold time of Kirol Max", ["Agent: Kirol Duo; Hold: 60 s", "Agent: Kirol Max; Hold: 90 s"], {0}),
        ("What does a lost key cost?", ["per hour; A: €2; B: €1", "lost key; A: €20; B: €9"], {0}),
        ("Who minds the slow pumps?", ["Thing: Slow pumps (F 200); Who: Ann", "Thing: Lamps; Who: Bo"], {1}),
        ("How much was it in total?", ["Paint | 2,150", "Total | 106,400"], {0}),
        ("yearly fee of the 120 l bin", ["Bin: 80 l; Fee: €126", "Bin: 120 l; Fee: €181"], {0}),
        ("tax for a second boat", ["for the first boat: € 84", "for the second boat: € 132"], {0}),
        ("is it open on Saturday", ["Tue 10–18", "Wed 10–18", "Sat 10–14"], {0, 1}),
        ("When is it open on Tuesdays?", ["Mon–Wed: 8:00–12:00", "Thu: 8:00–18:00"], {1}),
        ("opening in winter", ["summer (Apr-Oct): 9-18", "winter (Nov-Mar): 9-14"], {0}),
        ("where is the van in September", ["Date: 14.03.2026; Place: Quay", "Date: 26.09.2026; Place: Mill"], {0}),
        ("Who leads it?", ["Agent: Kirol Duo; Hold: 60 s", "Agent: Kirol Max; Hold: 90 s"], set()),
        ("hold time of Kirol Tre", ["Agent: Kirol Duo; Hold: 60 s", "Agent: Kirol Max; Hold: 90 s"], set()),
        ("Duo or Max, which holds longer?", ["Agent: Kirol Duo; Hold: 60 s", "Agent: Kirol Max; Hold: 90 s"], set()),
        ("Why was the tender for lot 4 cancelled?", ["Lot 4: cancelled", "Reason: no bids"], set()),
        ("What does a key cost?", ["A key costs €2.", "Lost keys are to be told at once, key or no key."], set()),
    ],
)
def test_a_row_with_fewer_names_of_the_question_is_another(question: str, lines: list[str], others: set[int]) -> None:
    assert find_other_rows(question, make_candidates(*lines)) == others


def test_rows_of_two_tables_are_no_rivals() -> None:
    lines = ["Agent: Kirol Duo; Hold: 60 s", "Shift: Kirol Max night; Begin: 21:00"]
    assert find_other_rows("When does the night shift of Kirol Max begin?", make_candidates(*lines)) == set()


def test_the_heading_above_a_row_names_it_too() -> None:
    lines = ["Tariff", "Mill Lane", "Ticket: Day; Fee: £9", "Bag: £1", "Quay", "Ticket: Day; Fee: £7", "Bag: £2"]
    assert find_other_rows("day ticket at Mill Lane", make_candidates(*lines)) == {5}
    assert find_other_rows("How much is a bag at the Quay?", make_candidates(*lines)) == {2, 3}


def test_lines_far_apart_are_of_two_lists() -> None:
    lines = ["for the first boat: € 84", *["A pond."] * 30, "for the second boat: € 132"]
    assert find_other_rows("tax for a second boat", make_candidates(*lines)) == set()
