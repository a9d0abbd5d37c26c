"""The headline: which phrases are of the kind that is asked for, made whole, and when one is shown."""

import json

import pytest

from qa.english.questions import read_asked
from qa.errors import ModelError
from qa.reading.headline import (
    PHRASE_FEATURES,
    Headline,
    Known,
    Offer,
    describe_offers,
    load_headline,
    offer_phrase,
    tells_what_may_be,
)
from qa.reading.phrases import holds_kind, is_same_phrase, judge_fit
from qa.reading.pins import read_pins


def offer(question: str, sentence: str, phrase: str, around: str = "") -> str | None:
    """Return the text that a sentence offers where the reader marked ``phrase``."""
    start = sentence.index(phrase)
    span = (start, start + len(phrase))
    found = offer_phrase(question, read_asked(question), read_pins(question), sentence, span, around=around)
    return found.text if found else None


@pytest.mark.parametrize(
    ("question", "sentence", "phrase", "offered"),
    [
        ("Who leads it?", "It is led by Omar Said.", "Omar", "Omar Said"),
        ("Who is in charge?", "Kyrylo Budanov is in charge of it.", "Kyrylo", "Kyrylo Budanov"),
        ("Who leads it?", "It has 40 members.", "40 members", None),
        ("Who leads it?", "He leads it.", "He", None),
        ("Who leads Norda?", "Norda has a new leader.", "Norda", None),
        ("Who is Ada Kern?", "Ada Kern, head of the clinic, left.", "head of the clinic", "head of the clinic"),
        (
            "Which company bought Oster?",
            "Brell Finance Group outbid Norda to buy Oster.",
            "Brell Finance Group outbid Norda",
            "Brell Finance Group",
        ),
        ("Who won?", "Omar Said won it.", "Omar Said won it", "Omar Said"),
        (
            "Which two firms are bidding?",
            "Brell Finance, Norda and The Oster Bank bid.",
            "Norda",
            "Brell Finance, Norda and The Oster Bank",
        ),
        ("Which firms did Brell buy?", "Brell bought Norda and Oster sold Vistula.", "Norda", "Norda"),
        ("Which firms did Brell buy?", "Brell bought Norda and Oster, not Vistula.", "Norda", "Norda and Oster"),
        ("Which firms are bidding?", "Ann said Brell and Norda offered most.", "Brell", "Brell and Norda"),
        ("Which firms are bidding?", "In Dorle, Brell and Norda bid.", "Norda", "Brell and Norda"),
        ("Which countries did he see?", "In France, Spain and Italy he was ill.", "Spain", "France, Spain and Italy"),
        ("Which firm bid most?", "Norda and The Oster Bank bid.", "Norda", "Norda"),
        ("What kind of court is the Coa?", "The Court of Appeal (COA) meets.", "Court of Appeal", None),
        ("What does COA stand for?", "The Court of Appeal (COA) meets.", "Court of Appeal", "Court of Appeal"),
        ("How many soldiers came?", "About 11,000 soldiers came.", "About 11,000", "About 11,000 soldiers"),
        ("How many soldiers came?", "Of the soldiers 11,000 came.", "11,000", "11,000"),
        ("How many people died?", "She and eight others died.", "eight", None),
        ("How many others died?", "She and eight others died.", "eight", "eight others"),
        ("How much did the price fall?", "The price fell from 44 euros to 40 euros.", "40 euros", None),
        ("How much did the price fall?", "The price fell by 4 euros to 40 euros.", "40 euros", "4 euros"),
        ("How much has the price gone up?", "The price has gone up, topping 40 euros.", "40 euros", None),
        ("How much did the price rise?", "The price rose above 40 euros.", "40 euros", None),
        ("How much did the price fall to?", "The price fell by 4 euros to 40 euros.", "40 euros", "40 euros"),
        ("What happened to Omar Said?", "Omar Said won it in May.", "won it", "won it"),
        (
            "How much money did Lamplight make?",
            "Lamplight took $300m at home, while Meet Ada topped charts in Berge and Sudland with takings of $19m.",
            "$19m",
            "$300m",
        ),
        ("How many came?", "Some 40 guests came on Tuesday.", "40 guests", "40 guests"),
        ("How many came?", "They came on Tuesday.", "Tuesday", None),
        ("How many came?", "Nobody came.", "Nobody", "Nobody"),
        (
            "How high is the south tower?",
            "The north tower is 84 metres high, the south tower 61 metres.",
            "84 metres",
            "61 metres",
        ),
        ("How much did it cost?", "It cost 5 million euros.", "5 million euros", "5 million euros"),
        ("How much did it cost?", "It took 14 months.", "14 months", None),
        (
            "What was the offer of Brell?",
            "Brell has offered £3bn ($5bn; 4bn euros) for Oster.",
            "£3bn ($5bn; 4bn euros",
            "£3bn ($5bn; 4bn euros)",
        ),
        ("Who owns it?", "Brell (the firm whose founder went to sea) owns it.", "Brell (the firm", "Brell"),
        ("What percentage voted?", "In all, 62 percent voted.", "62 percent", "62 percent"),
        ("How long did it take?", "It took 14 months and 3 million euros.", "14 months", "14 months"),
        ("When did it open?", "It opened in May 2024.", "May 2024", "May 2024"),
        ("When did it open?", "It opened with 40 guests.", "guests", None),
        ("When did it open?", "It opened on Sunday.", "Sunday", None),
        ("When did the quarter end?", "It earned $5m in the quarter ended 30 June.", "30 June", "30 June"),
        ("Which year did it open?", "It opened in 1911.", "1911", "1911"),
        ("Where was Lise born?", "Karl was born in Bonn, his sister Lise in Trier.", "Bonn", "Trier"),
        ("Which country built it?", "It was built by Norland.", "Norland", "Norland"),
        ("What is the party called?", "The party is called Veritas.", "Veritas", "Veritas"),
        ("Who won the cup?", "Ada Kern is favourite to win the cup.", "Ada Kern", None),
        ("Who succeeded Kern?", "Per Lund would like to succeed Kern.", "Per Lund", None),
        ("Who replaced Ada Kern?", "Per Lund left, having been replaced by Ada Kern.", "Per Lund", None),
        ("Who replaced Ada Kern?", "Per Lund, who replaced Ada Kern, left.", "Per Lund", "Per Lund"),
        ("How many people work at Norda?", "Norda will cut 300 jobs.", "300 jobs", None),
        ("How many people work at Norda?", "Norda employs 300 people.", "300 people", "300 people"),
        ("How many goals did Brell score?", "Brell beat Oster 3-1.", "3", "3"),
        ("Was the dam damaged?", "The dam was not damaged.", "not damaged", None),
        ("What did Ada Kern say?", "“It is late,” Ada Kern said.", "late", None),
        (
            "Why did the shop close?",
            'The shop closed after claiming "a leak in the roof" had been found.',
            'claiming "a leak in the roof"',
            'claiming "a leak in the roof"',
        ),
        ("Why did it close?", 'It closed over a "lack of staff".', 'a "lack of staff', 'a "lack of staff"'),
        ("What was it like?", 'It was "wet" and "cold" there.', 'wet" and "cold', '"wet" and "cold"'),
        ("How many came?", "A further 40 guests came.", "A further 40 guests", "A further 40 guests"),
        ("What sentence did Kern get?", "Kern was sentenced to 18 months probation.", "to 18 months", "18 months"),
        ("What does Kern want?", "Kern wants to cut jobs.", "to cut jobs", "to cut jobs"),
        ("Why did the dam break?", "Heavy rain broke the dam.", "Heavy rain", "Heavy rain"),
        ("What did Norda earn in the quarter?", "Norda saw strong profits.", "strong", None),
        ("What did Norda earn in the quarter?", "Norda's profit was £3m.", "£3m", "£3m"),
        ("What drug did Kern take?", "Kern took a steroid.", "a steroid", "a steroid"),
        ("When does the show move?", "It will move in Spring next year.", "in Spring next year", None),
        ("When did the show move?", "It moved in the spring.", "the spring", None),
        ("When did the show move?", "It moved last year, and has run since 1998.", "last year", None),
        ("When did the show move?", "It moved in the spring of 2004.", "the spring of 2004", "the spring of 2004"),
        ("In what season does it run?", "It runs in the spring.", "the spring", "the spring"),
        (
            "Who is the prime minister of Sudland?",
            "The prime minister of Norland, Eva Stolt, visited Sudland.",
            "Eva Stolt",
            None,
        ),
    ],
)
def test_a_sentence_offers_a_whole_phrase_of_the_kind_asked_for(
    question: str, sentence: str, phrase: str, offered: str | None
) -> None:
    assert offer(question, sentence, phrase) == offered


def make_known(text: str, **changes: float) -> Known:
    values = {"score": 1.0, "reader": 3.0, "phrase": 0.9, "support": 2.0} | changes
    return Known(Offer((0, len(text)), text, 1), **values)


def test_another_phrase_of_like_strength_is_a_rival_and_the_same_one_agrees() -> None:
    known = [make_known("Eva Stolt"), make_known("Stolt", score=0.5), make_known("Per Lund", reader=0.0, phrase=0.5)]
    rows = describe_offers("Who won?", read_asked("Who won?"), 1.0, 0.7, known)
    agree, rival = PHRASE_FEATURES.index("agree"), PHRASE_FEATURES.index("rival")
    assert rows[:, agree].tolist() == [1.0, 1.0, 0.0]
    assert rows[0, rival] == pytest.approx(0.25)
    assert rows[2, rival] == pytest.approx(0.9 / (1 + 2.718281828**-3))


def test_of_what_is_counted_the_figure_agrees_whatever_is_said_behind_it() -> None:
    known = [make_known("11,000 soldiers"), make_known("About 11,000 North Koreans"), make_known("4,000")]
    rows = describe_offers("How many came?", read_asked("How many soldiers came?"), 1.0, 0.7, known)
    assert rows[:, PHRASE_FEATURES.index("agree")].tolist() == [1.0, 1.0, 0.0]


def test_the_same_phrase_is_seen_through_articles_and_shorter_names() -> None:
    assert is_same_phrase("the south tower", "South tower")
    assert is_same_phrase("Stolt", "Eva Stolt")
    assert not is_same_phrase("Eva Stolt", "Eva Lund")
    assert not is_same_phrase("", "Eva Lund")


def test_with_the_weights_of_the_product_a_surer_phrase_has_a_better_chance() -> None:
    headline = load_headline()
    asked = read_asked("Who won?")
    chances = []
    for phrase in (0.2, 0.5, 0.95):
        (row,) = describe_offers("Who won?", asked, 1.0, 0.8, [make_known("Eva Stolt", phrase=phrase)])
        chances.append(headline.find_chance(row))
    assert chances == sorted(chances)
    assert chances[-1] > headline.floor


def test_weights_of_another_version_are_refused(tmp_path) -> None:
    path = tmp_path / "headline.json"
    path.write_text(json.dumps({"weights": {"margin": 1.0}, "bias": 0.0, "floor": 0.5}))
    with pytest.raises(ModelError, match="install sourceline again"):
        load_headline(path)


def test_a_chance_lies_between_0_and_1_however_far_the_weights_go() -> None:
    headline = Headline((1e9,) * len(PHRASE_FEATURES), 0.0, 0.5)
    assert headline.find_chance([1.0] * len(PHRASE_FEATURES)) == pytest.approx(1.0)
    assert headline.find_chance([-1.0] * len(PHRASE_FEATURES)) == pytest.approx(0.0)


@pytest.mark.parametrize(
    ("question", "sentence", "holds"),
    [
        ("When did she win?", "She won in Athens.", False),
        ("When did she win?", "She won over 1500m.", False),
        ("When did she win?", "She won last summer.", True),
        ("When did it begin?", "It began during the Renaissance period.", True),
        ("On what date did she win?", "She won in April.", False),
        ("On what date did she win?", "She won on 3 April.", True),
        ("How much did it cost?", "It will use the 300 million articles.", False),
        ("How much did it cost?", "It cost 3m euros.", True),
        ("How much did it cost?", "It was free.", True),
        ("How many came?", "They came by bus.", False),
        ("How many came?", "Several came.", True),
        ("Who came?", "They came.", True),
    ],
)
def test_a_sentence_without_the_kind_asked_for_is_told(question: str, sentence: str, holds: bool) -> None:
    assert holds_kind(read_asked(question), sentence) is holds


@pytest.mark.parametrize(
    ("question", "text", "fit"),
    [
        ("How long is the trail?", "84 miles", 1),
        ("How long did it take?", "half a year", 1),
        ("How old was he?", "aged 92", 1),
        ("When was it founded?", "509 BC", 1),
        ("On what date did it open?", "April", -1),
        ("How much did it cost?", "$102million", 1),
        ("Why did the price fall?", "By cutting the tax", -1),
        ("Why did the price fall?", "because of the drought", 0),
        ("How did the price fall?", "by cutting the tax", 0),
        ("Who can decide?", "the district councils", 0),
        ("Who is Garth's brother?", "Jim Garth", 1),
        ("Can you name the judge who freed Garth?", "Ada Kern", 1),
        ("who might be garths next coach", "Ada Kern", 1),
        ("What is the largest lake?", "Lake Alva", 0),
        ("Who won?", "the Netherlands", 1),
        ("Who won?", "The Guardian", 1),
    ],
)
def test_a_phrase_is_judged_by_its_kind(question: str, text: str, fit: int) -> None:
    assert judge_fit(question, read_asked(question), text) == fit


@pytest.mark.parametrize(
    ("question", "sentence", "phrase", "unsure"),
    [
        ("Who won the cup?", "Ada Kern is favourite to win the cup.", "Ada Kern", True),
        ("Who took over from Kern?", "Per Lund would like to succeed Kern.", "Per Lund", True),
        ("How many members voted against it?", "Up to 30 members could vote against it.", "30 members", True),
        ("How many members voted against it?", "30 members voted against it.", "30 members", False),
        ("How much will Sundsted cost?", "The £2bn cost could not be met.", "£2bn", False),
        ("Was it sold?", "It could be sold.", "sold", False),
        ("When did the museum open?", "The museum will open in May.", "May", True),
        ("When did the museum open?", "The museum opened in May and will be free.", "May", False),
        ("When will the museum open?", "The museum will open in May.", "May", False),
        ("What did Kern promise?", "Kern promised that fares will not rise.", "fares will not rise", False),
    ],
)
def test_what_may_be_is_told_from_what_was(question: str, sentence: str, phrase: str, unsure: bool) -> None:
    start = sentence.index(phrase)
    span = (start, start + len(phrase))
    assert tells_what_may_be(read_asked(question), read_pins(question), sentence, span) is unsure


@pytest.mark.parametrize(
    ("question", "is_offered"),
    [
        ("What is the minimum wage for young people?", False),
        ("What is the minimum wage for apprentices?", False),
        ("What is the minimum wage for those over 21?", True),
        ("What is the minimum wage?", True),
    ],
)
def test_the_figure_of_one_group_is_not_that_of_another(question: str, is_offered: bool) -> None:
    sentence = "The minimum wage is £4.85 an hour for those over 21 and £4.10 for those aged 18 to 21."
    span = (sentence.index("£4.85"), sentence.index(" for those over"))
    found = offer_phrase(question, read_asked(question), read_pins(question), sentence, span)
    assert (found is not None and found.text == "£4.85 an hour") is is_offered


def test_a_sentence_of_what_may_be_loses_its_phrase() -> None:
    question, sentence = "How many people were on board?", "Up to 300 people may have been on board."
    asked, pins, span = read_asked(question), read_pins(question), (6, 16)
    assert offer_phrase(question, asked, pins, sentence, span) is None


@pytest.mark.parametrize(
    ("question", "sentence", "phrase", "offered"),
    [
        ("Who built the mill and when?", "Omar Said built the mill in 1968.", "Omar Said", None),
        ("When was the mill built, and by whom?", "Omar Said built the mill in 1968.", "1968", None),
        ("Compare the rise offered with the demand", "Brell offered 3 percent, the union wants 7.", "3 percent", None),
        ("Who built the mill and the bridge?", "Omar Said built the mill and the bridge.", "Omar Said", "Omar Said"),
        ("How much is a ticket for pupils?", "A ticket costs 9 crowns; pupils pay 4.", "9 crowns", None),
        ("How much is a ticket for children?", "Tickets cost 9 crowns; children enter free.", "9 crowns", None),
        ("How much is a room with breakfast?", "A room costs 9 crowns, while breakfast costs 4.", "9 crowns", None),
        ("How much is a ticket?", "A ticket costs 9 crowns; pupils pay 4.", "9 crowns", "9 crowns"),
        ("How much is a ticket for pupils?", "Pupils pay 4 crowns for a ticket; adults pay 9.", "4 crowns", "4 crowns"),
        ("How much went into farm aid?", "They spent $300bn (£158bn; 230bn euros) in farm aid.", "$300bn", "$300bn"),
        ("How many lamps are in use in hall 1?", "Site: Hall 1; Ordered: 40 lamps; In use: 38 lamps", "38", "38 lamps"),
        ("How much did Brell pay for fees?", "Brell paid 9 crowns; the fine was for fees.", "9 crowns", "9 crowns"),
    ],
)
def test_no_headline_tells_half_of_what_is_asked_or_what_holds_for_others(
    question: str, sentence: str, phrase: str, offered: str | None
) -> None:
    assert offer(question, sentence, phrase) == offered
