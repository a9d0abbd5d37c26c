"""What of an article's date a question pins down stands beside its title, as news seldom says of what year it is."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from qa.bot import Bot, open_bot
from qa.index.build import build_index
from qa.reading.pins import date_title, read_pins
from qa.records import Article
from qa.settings import Settings

WON = "Ann Kerr won the Dublin marathon on Sunday in 2 hours 31 minutes."


@pytest.mark.parametrize(
    ("question", "published", "text", "title"),
    [
        ("Who won the Dublin marathon in 2016?", "2016-10-30", WON, "Kerr takes Dublin (2016)"),
        ("Who won the Dublin marathon in October 2016?", "2016-10-30", WON, "Kerr takes Dublin (October 2016)"),
        ("Who won the Dublin marathon in October?", "2016-10-30", WON, "Kerr takes Dublin (October)"),
        ("Who won the 2016 Dublin marathon?", "October 2016", WON, "Kerr takes Dublin (2016)"),
        ("Who won the Dublin marathon?", "2016-10-30", WON, "Kerr takes Dublin"),
        ("Who won the Dublin marathon in 2015?", "2016-10-30", WON, "Kerr takes Dublin"),
        ("Who won the Dublin marathon in May 2016?", "2016-10-30", WON, "Kerr takes Dublin"),
        ("Who won the Dublin marathon in 2016?", "", WON, "Kerr takes Dublin"),
        ("Who won the Dublin marathon in 2016?", "2016-10-30", "Pell won in 2014.", "Kerr takes Dublin"),
        ("Who won the marathon in October 2016?", "2016-10-30T10:00:00+00:00", WON, "Kerr takes Dublin (October 2016)"),
        ("Who won the Dublin marathon after 2016?", "2016-10-30", WON, "Kerr takes Dublin"),
        ("Who won the marathon before May 2016?", "2016-05-30", WON, "Kerr takes Dublin"),
        ("Who won the marathon since May 2016?", "2016-05-30", WON, "Kerr takes Dublin (May 2016)"),
        ("How many died in the 2016 crash?", "2016-05-01", "A decade has passed since 112 died.", "Kerr takes Dublin"),
        ("How many died in the 2016 fire?", "2016-05-01", "It was the 50th anniversary.", "Kerr takes Dublin"),
        ("Who won the 2016 marathon?", "2016-05-12", "Kerr won twelve months ago.", "Kerr takes Dublin"),
        ("What was the profit in 2016?", "2016-10-30", "It earned 5m euros last year.", "Kerr takes Dublin"),
        ("What was the profit in 2016?", "2016-02-03", "Profit in the year to December was 5m.", "Kerr takes Dublin"),
    ],
)
def test_a_title_tells_as_much_of_the_date_as_is_asked_for(
    question: str, published: str, text: str, title: str
) -> None:
    article = Article("dublin", "Kerr takes Dublin", text, published=published)
    assert date_title(read_pins(question), article, text) == title


def test_an_article_without_a_title_has_its_date_for_one() -> None:
    assert date_title(read_pins("Who won in 2016?"), Article("a", "", WON, published="2016-10-30"), WON) == "2016"


@pytest.fixture(scope="module")
def dated_bot(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bot]:
    folder: Path = tmp_path_factory.mktemp("dated")
    for year, winner in ((2015, "Tom Rudd"), (2016, "Ann Kerr")):
        text = f"{winner} won the Dublin marathon on Sunday in 2 hours 31 minutes.\n\nThe streets were wet all day."
        head = f"---\ntitle: {winner.split()[1]} takes Dublin\ndate: {year}-10-30\n---\n"
        (folder / f"{year}.md").write_text(head + text, encoding="utf-8")
    settings = Settings(index_dir=folder / "index")
    build_index([folder], settings)
    bot = open_bot(settings)
    yield bot
    bot.close()


@pytest.mark.parametrize(("year", "winner"), [(2015, "Tom Rudd"), (2016, "Ann Kerr")])
def test_the_article_of_the_year_answers_a_question_about_it(dated_bot: Bot, year: int, winner: str) -> None:
    answer = dated_bot.ask(f"Who won the {year} Dublin marathon?")
    assert answer.outcome == "answered"
    assert answer.statements[0].text == f"{winner}."


def test_a_year_of_no_article_is_not_answered(dated_bot: Bot) -> None:
    assert dated_bot.ask("Who won the 1998 Dublin marathon?").outcome != "answered"


@pytest.mark.parametrize(
    ("question", "done"),
    [
        ("When is the old depot closed?", False),
        ("On which day are the seats released?", False),
        ("When was the depot closed?", True),
        ("When did they say it is closed?", False),
        ("Who bought the depot?", True),
    ],
)
def test_what_is_to_come_is_not_asked_as_done(question: str, done: bool) -> None:
    assert read_pins(question).done is done
