"""What a firm's own articles may answer is asked of them before it is taken for talk with the bot."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from qa.asking.handbook import PREFIX
from qa.bot import Bot, open_bot
from qa.index.build import build_index
from qa.reading.read import Reading
from qa.settings import Settings, load_settings

DESK = """Service desk of Kettering Glass

The extension of the service desk is 455. Passwords have at least 16 characters and one digit. You change your password
at id.kettering.example, under Security. Only team leads can add users to the ERP; they fill in form IT-4. The guest
wifi is called KG-Guest and its password is printed on the visitor badge. VPN access is granted by Ravi Sandhu after the
security training. The limit of the order API is 300 requests a minute.
"""
PEOPLE = """Working hours at Kettering Glass

The lunch break is from 12:00 to 12:45. Sick leave must be reported to your team lead before 9 am. Everybody has 28 days
of holiday a year. Expense reports are handed in by the fifth of the month.
"""
ASKED = [
    ("service desk extension", "The extension of the service desk is 455."),
    ("password length", "Passwords have at least 16 characters and one digit."),
    ("vpn access", "VPN access is granted by Ravi Sandhu after the\nsecurity training."),
    ("who can add users", "Only team leads can add users to the ERP; they fill in form IT-4."),
    ("how do I add a user to the ERP?", "Only team leads can add users to the ERP; they fill in form IT-4."),
    ("API limit", "The limit of the order API is 300 requests a minute."),
    (
        "wifi password for guests",
        "The guest\nwifi is called KG-Guest and its password is printed on the visitor badge.",
    ),
    ("where do I change my password", "You change your password\nat id.kettering.example, under Security."),
    ("lunch break", "The lunch break is from 12:00 to 12:45."),
    ("sick leave", "Sick leave must be reported to your team lead before 9 am."),
]


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bot]:
    folder: Path = tmp_path_factory.mktemp("office")
    for name, text in (("desk", DESK), ("people", PEOPLE)):
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    settings = load_settings(index_dir=folder / "index")
    build_index([folder / "desk.txt", folder / "people.txt"], settings)
    bot = open_bot(settings)
    yield bot
    bot.close()


@pytest.fixture(scope="module")
def product(corpus_settings: Settings) -> Iterator[Bot]:
    bot = open_bot(corpus_settings)
    yield bot
    bot.close()


@pytest.mark.parametrize(("question", "sentence"), ASKED)
def test_what_addresses_nobody_is_answered_by_the_articles_that_say_it(
    office: Bot, question: str, sentence: str
) -> None:
    answer = office.ask(question)
    assert answer.outcome in ("answered", "perhaps", "briefing")
    assert sentence in [citation.quote for citation in answer.citations]


@pytest.mark.parametrize("question", ["how do I embed the widget?", "dark mode", "is there a REST interface?"])
def test_what_they_do_not_say_is_answered_by_the_help(office: Bot, question: str) -> None:
    answer = office.ask(question)
    cited = (*answer.citations, *answer.nearest)
    assert answer.outcome != "not_found"
    assert cited
    assert all(citation.article.id.startswith(PREFIX) for citation in cited)


@pytest.mark.parametrize(
    "said", ["hello", "thanks!", "who are you?", "are you a robot?", "Wer bist du?", "Привіт!", "help"]
)
def test_talk_with_the_bot_is_answered_without_a_look_at_the_articles(
    office: Bot, monkeypatch: pytest.MonkeyPatch, said: str
) -> None:
    def read(*_: object) -> Reading:
        raise AssertionError("the articles were read")

    monkeypatch.setattr("qa.bot.Bot._read", read)
    assert office.ask(said).outcome == "about"


@pytest.mark.parametrize(
    "question", ["how do I add a user?", "where do I change my password", "delete a document", "reset password"]
)
def test_beside_the_help_of_the_product_they_are_answered_from_it(product: Bot, question: str) -> None:
    answer = product.ask(question)
    cited = (*answer.citations, *answer.nearest)
    assert answer.outcome in ("about", "answered", "perhaps")
    assert cited
    assert {citation.article.collection for citation in cited} == {"Help"}
