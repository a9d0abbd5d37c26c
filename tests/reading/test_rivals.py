"""What a question pins down: a phrase whose clause is about something else cannot be the answer."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.reading.pins import read_pins
from qa.reading.rivals import find_clause, find_fault, lacks_a_name
from qa.split import split_sentences

# question, text, the phrase that answers (or none), and phrases that tempt
TRAPS = [
    ("How many people does Brell employ?", "Oster employs 310 people, Brell 75.", "75", ["310"]),
    ("How many shops does Lanta own?", "Moro, which owns 88 shops, is older than Lanta.", None, ["88"]),
    ("How many ships does Lanta Line have?", "Moro, which has 14 ships, sued. Lanta Line did not reply.", None, ["14"]),
    (
        "How much profit did Aldo Steel make?",
        "Berit made a profit of 9 million euros. Aldo Steel lost 2 million.",
        None,
        ["9 million euros", "2 million"],
    ),
    ("Who is the president of Osmark?", "The president of Verland, Mia Holt, flew to Osmark.", None, ["Mia Holt"]),
    ("Who is the mayor of Dorle?", "The mayor of Eastbank, Jon Aker, wrote to Dorle.", None, ["Jon Aker"]),
    ("Where was Lise born?", "Karl Noor was born in Bonn, his sister Lise in Trier.", "Trier", ["Bonn"]),
    ("When did Noor leave?", "Stein left in May, Noor in June.", "June", ["May"]),
    (
        "Who won the women's final?",
        "Ola Ruud won the men's final. Siri Moe won the women's final.",
        "Siri Moe",
        ["Ola Ruud"],
    ),
    (
        "Who won the junior doubles?",
        "Ana Pek won the junior singles, Eva Lunt the junior doubles.",
        "Eva Lunt",
        ["Ana Pek"],
    ),
    (
        "How long is the northern tunnel?",
        "The southern tunnel is 4 km long, the northern tunnel 7 km.",
        "7 km",
        ["4 km"],
    ),
    ("How wide is the east gate?", "The west gate is 3 metres wide, the east gate 5 metres.", "5 metres", ["3 metres"]),
    ("How many trees fell in Sund?", "In Vik 40 trees fell; in Sund the storm did no harm.", None, ["40"]),
    ("How many shops closed in Nord?", "In Arle 6 shops closed, while Nord kept all of its own.", None, ["6"]),
    ("How many people died in the crash?", "Two people died in the crash and nine were injured.", "Two", ["nine"]),
    ("How many were killed?", "Nobody was killed, but four were wounded.", "Nobody", ["four"]),
    ("How many people were hurt?", "Three people died and twelve were hurt.", "twelve", ["Three"]),
    ("How many were injured?", "Five were killed; thirty were injured.", "thirty", ["Five"]),
    ("How many voted for the plan?", "There were 31 votes for and 17 against.", "31", ["17"]),
    ("How many voted against the plan?", "There were 31 votes for and 17 against.", "17", ["31"]),
    (
        "What did the firm lose?",
        "It made a profit of 4 million in May and a loss of 6 million in June.",
        "6 million",
        ["4 million"],
    ),
    (
        "What is the rate in Holm?",
        "The rate in Falk fell to 3 percent. In Holm it rose to 8 percent.",
        "8 percent",
        ["3 percent"],
    ),
    (
        "How much did the firm pay the minister?",
        "The firm denied that it had paid 5 million kroner.",
        None,
        ["5 million kroner"],
    ),
    ("Who stole the painting?", "Police rejected claims that Leo Brun stole the painting.", None, ["Leo Brun"]),
    ("How much did he earn?", "He did not earn 900,000 euros, his lawyer said.", None, ["900,000 euros"]),
    (
        "How much will the road cost?",
        "It will cost 7 million, not the 9 million that was feared.",
        "7 million",
        ["9 million"],
    ),
    ("Who paid for the trip?", "The club paid for the trip, not Ada Kern.", "The club", ["Ada Kern"]),
    ("When will it open?", "It will open in June rather than May.", "June", ["May"]),
    (
        "How much did the club pay for Ari Tal?",
        "It sold Bo Fenn to Metz for 8 million and bought Ari Tal from Brest for 3 million.",
        "3 million",
        ["8 million"],
    ),
    (
        "How much did the museum sell the vase for?",
        "It bought the bowl for 2,000 euros and sold the vase for 9,000 euros.",
        "9,000 euros",
        ["2,000 euros"],
    ),
    ("When does the shop open?", "The shop opens at 8:00 and closes at 18:00.", "8:00", ["18:00"]),
    ("When was the poet born?", "The poet was born in 1881 and died in 1944.", "1881", ["1944"]),
    ("What was the highest price?", "The highest price was 90 euros, the lowest 20 euros.", "90 euros", ["20 euros"]),
    ("Who is the youngest member?", "The oldest member is Kai Moe, the youngest Ida Ruud.", "Ida Ruud", ["Kai Moe"]),
    ("Who came second?", "Ole Vik came first, Nils Aas second.", "Nils Aas", []),
    ("Who won the third race?", "Ole Vik won the first race, Nils Aas the third race.", "Nils Aas", ["Ole Vik"]),
    ("What does the country export?", "It exports fish and imports steel.", "fish", ["steel"]),
    ("Who was hired?", "The club fired Lars Holm and hired Jens Krog.", "Jens Krog", ["Lars Holm"]),
    (
        "How many adults were on the bus?",
        "There were 22 children and 3 adults on the bus.",
        "3 adults",
        ["22 children"],
    ),
    (
        "When is the morning service?",
        "The evening service is at 18:00, the morning service at 9:30.",
        "9:30",
        ["18:00"],
    ),
    (
        "What is the minimum wage?",
        "The maximum fine is 500 euros; the minimum wage is 12 euros.",
        "12 euros",
        ["500 euros"],
    ),
]


def find_faults(question: str, text: str, phrase: str) -> list[str]:
    """Return the fault of a phrase in each sentence that holds it."""
    sentences = [text[s.start : s.end] for s in split_sentences(text, article_id="a")]
    faults = []
    for place, sentence in enumerate(sentences):
        start = sentence.find(phrase)
        if start >= 0:
            around = " ".join([*sentences[max(0, place - 1) : place], *sentences[place + 1 : place + 2]])
            faults.append(find_fault(read_pins(question), sentence, (start, start + len(phrase)), around=around))
    assert faults, "the text holds the phrase"
    return faults


@pytest.mark.parametrize(("question", "text", "answer", "tempting"), TRAPS)
def test_a_tempting_phrase_has_a_fault_and_the_answer_has_none(
    question: str, text: str, answer: str | None, tempting: list[str]
) -> None:
    assert all(all(find_faults(question, text, phrase)) for phrase in tempting)
    if answer:
        assert find_faults(question, text, answer) == [""]


@pytest.mark.parametrize(
    ("question", "sentence", "phrase"),
    [
        (
            "Who runs Fiat's car business?",
            "Sergio Marchionne, who also heads Fiat, runs the car business.",
            "Sergio Marchionne",
        ),
        ("What did Barclays earn?", "Matt Barrett of Barclays said that profits rose to £4.6bn.", "£4.6bn"),
        ("How many did not come?", "In the end 40 did not come.", "40"),
        ("When does it start?", "It will not start until 5 May.", "5 May"),
        ("How many came?", "Not only the mayor but 40 guests came.", "40 guests"),
    ],
)
def test_an_answer_beside_other_names_and_negations_keeps_its_phrase(question: str, sentence: str, phrase: str) -> None:
    assert find_faults(question, sentence, phrase) == [""]


@given(st.text(max_size=120), st.text(min_size=1, max_size=120), st.integers(0, 119), st.integers(1, 20))
def test_any_text_has_a_clause_around_any_phrase(question: str, sentence: str, start: int, length: int) -> None:
    start = min(start, len(sentence) - 1)
    phrase = (start, min(len(sentence), start + length))
    clause = find_clause(sentence, phrase)
    assert clause[0] <= phrase[0] < clause[1]
    assert isinstance(find_fault(read_pins(question), sentence, phrase), str)


@pytest.mark.parametrize(
    ("question", "sentence", "phrase", "fault"),
    [
        (
            "How much profit did Norda make in 2004?",
            "In 2003, Norda made £3m, and it sees gains in 2004.",
            "£3m",
            "year",
        ),
        ("How much profit did Norda make in 2003?", "In 2003, Norda made £3m, and it sees gains in 2004.", "£3m", ""),
        (
            "How many workers lost their jobs?",
            "It is feared that 50,000 workers could lose their jobs.",
            "50,000",
            "unsure",
        ),
        ("How many workers may lose their jobs?", "Some 50,000 workers could lose their jobs.", "50,000", ""),
        (
            "Who closed the bridge?",
            "Odile Brandt closed the bridge after a warning that it could give way.",
            "Odile Brandt",
            "",
        ),
        ("Who came second in the race?", "She came second to Ada Kern in the race.", "Ada Kern", "partner"),
        ("Who came second in the race?", "Eva Stolt came second in the race.", "Eva Stolt", ""),
        ("Who lost the final?", "Per Lund was beaten by the Swiss Jan Moe.", "Jan Moe", "partner"),
        ("Who won the race?", "She finished behind Ada Kern.", "Ada Kern", ""),
        ("Who did Per Lund lose to?", "Per Lund lost the final to Jan Moe.", "Jan Moe", ""),
        ("How much did Kern pay?", "Kern could not pay the £150 fine.", "£150", "denied"),
        ("How much was the fine?", "The fine was not £150.", "£150", "denied"),
        ("How much did Kern have to pay?", "Kern did not have to pay £150.", "£150", "denied"),
        ("How many came?", "Police could not confirm that 40 came.", "40", "denied"),
        ("Who will miss the Norland Open?", "After the gates closed, Ada Kern said she would miss it.", "Ada Kern", ""),
        ("Who opened the Norland school?", "Ada Kern closed the Norland school.", "Ada Kern", "event"),
        ("How many died in North Norland?", "In South Norland 40 died.", "40", "event"),
        (
            "What was the loss in the third quarter?",
            "It lost £1m in the third quarter, £2m in the fourth quarter.",
            "£1m",
            "",
        ),
        (
            "What was the loss in the third quarter?",
            "It lost £1m in the third quarter, £2m in the fourth quarter.",
            "£2m",
            "order",
        ),
        ("When was the firm founded?", "It was founded on 9 May 1920 in Ash.", "9 May 1920", ""),
        ("Who is the mayor of New Alvik?", "The current mayor is Bill Blas, a Democrat.", "Bill Blas", ""),
        ("When was Alva first settled?", "Alva was settled at Mork and Berge around 1700.", "1700", ""),
        ("When was the Norland Road Office formed?", "NRO was created in 1967.", "1967", ""),
    ],
)
def test_years_denials_and_what_may_be_are_read(question: str, sentence: str, phrase: str, fault: str) -> None:
    assert find_faults(question, sentence, phrase) == [fault]


@pytest.mark.parametrize(
    ("question", "article", "lacks"),
    [
        ("How many e-mails did Symantec catch in 2003?", "MessageLabs caught 273 e-mails in 2003.", True),
        ("How many e-mails did MessageLabs catch?", "MessageLabs caught 273 e-mails in 2003.", False),
        ("When will the Alva be sold in Norland?", "The Alva will be sold in Sudland.", True),
        ("What do Britons fear?", "Britain fears the rain.", False),
        ("Who published the Pokemon books?", "The Pokémon books were published by Kern.", False),
        ("Which Tory MP left?", "A Conservative MP left.", False),
        ("Who runs the BBC?", "The British Broadcasting Corporation is run by Kern.", False),
        ("who runs it", "Kern runs it.", False),
        ("How many spaces does car park P5 have?", "Car park P1 has 40 spaces.", True),
        ("What is the dose of Kirol Gel?", "Kirol Max takes 60 s, and Manor Gel 30 s.", True),
        ("What is the dose of Kirol Gel?", "Kirol-Gel takes 60 s, Kirol Max 90 s, Manor Gel 30 s.", False),
        ("How old is Anna Kern?", "Anna Voss, 40, met Mr Kern. Anna left.", False),
        ("How old is Anna Kern?", "Anna Voss, 40, met Piet Kern.", True),
        ("Where is the Sund Opera?", "The opera of Sund is by the quay.", False),
    ],
)
def test_an_article_without_a_name_of_the_question_is_told(question: str, article: str, lacks: bool) -> None:
    assert lacks_a_name(read_pins(question), article) is lacks
