"""The handbook answers questions about the program where the articles have no help of their own, and nothing else."""

from collections.abc import Iterator
from contextlib import closing

import numpy as np
import pytest

from qa.asking.handbook import PREFIX, embed_pages, name_recipe, open_handbook, read_pages, read_vectors
from qa.bot import Bot, open_bot
from qa.chat.language import tell_language
from qa.index.build import build_index
from qa.models.encoder import load_encoder
from qa.settings import load_settings
from tests.toys import ToyEncoder


def test_its_vectors_are_those_of_most_of_its_pages() -> None:
    """Other pages are encoded when it is opened, at .4 s each; python -m training.handbook keeps them, too."""
    encoder, (made_with, kept), pages = load_encoder("built-in"), read_vectors(), read_pages()
    counts = {article.version: len(sentences) for article, sentences in pages}
    known = {version: len(rows) for version, rows in kept.items() if counts.get(version) == len(rows)}
    assert made_with == name_recipe(encoder)
    assert sum(known.values()) >= 0.8 * sum(counts.values())
    page = next(page for page in pages if page[0].version in known)
    for version, rows in embed_pages([page], encoder, {}).items():
        assert np.all((rows * kept[version]).sum(axis=1) > 0.99), "a byte for each number is enough"


def test_another_encoder_does_not_read_it() -> None:
    assert open_handbook(ToyEncoder()) is None


def test_a_question_about_the_program_is_answered_from_it(small_bot: Bot) -> None:
    answer = small_bot.ask("Does this work without an internet connection?")
    assert answer.outcome == "answered"
    assert answer.scope == "From the help"
    offline = "Sourceline runs offline: it needs no internet connection once it is installed."
    (citation,) = (one for one in answer.citations[:2] if one.quote == offline)
    article = small_bot.get_article(citation.article.id)
    assert article is not None
    assert article.text[citation.sentence.start : citation.sentence.end] == citation.quote
    assert (citation.sentence.start, citation.sentence.end) in small_bot.get_offsets(citation.article.id)


@pytest.mark.parametrize(
    ("question", "language"), [("Funktioniert das auch ohne Internet?", "de"), ("Чи працює це без інтернету?", "uk")]
)
def test_in_another_language_the_answer_is_said_in_it_above_the_sentences(
    small_bot: Bot, question: str, language: str
) -> None:
    answer = small_bot.ask(question)
    assert (answer.outcome, answer.language) == ("about", language)
    assert tell_language(answer.text) == language
    assert "Sourceline runs offline" in answer.nearest[0].quote


@pytest.mark.parametrize(
    "question",
    [
        "How much will the repair of the bridge cost?",
        "Who won the chess championship in Reykjavik?",
        "When will it end?",
    ],
)
def test_a_question_on_the_articles_is_not(small_bot: Bot, question: str) -> None:
    answer = small_bot.ask(question)
    assert not any(c.article.id.startswith(PREFIX) for c in (*answer.citations, *answer.nearest))


def test_it_is_no_part_of_the_articles(small_bot: Bot) -> None:
    assert not any(article.id.startswith(PREFIX) for article in small_bot.articles())
    assert small_bot.get_article(f"{PREFIX}nothing") is None


HALL = """# Elmstead Hall: for our guests

The dining hall is open from noon to 2 pm. Eating is not allowed in the archive; water in bottles is fine. Charges for
overdue volumes are paid at the counter in Mallow House. Volumes may be kept for three weeks.

If your heating has failed, call the caretaker on 0555 310. The Fern Lane gate is closed until 12 October for repairs.
Those who are ill on the day of a test hand in a doctor's note within a week. A failed test may be repeated once.

Articles from the archive can be downloaded in the archive alone.
"""


@pytest.fixture(scope="module")
def hall_bot(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bot]:
    """A bot over the guide of a house."""
    folder = tmp_path_factory.mktemp("hall")
    (folder / "hall.md").write_text(HALL, encoding="utf-8")
    settings = load_settings(index_dir=folder / "index")
    build_index([folder / "hall.md"], settings)
    with closing(open_bot(settings)) as opened:
        yield opened


@pytest.mark.parametrize(
    ("question", "quote"),
    [
        ("can I eat in the archive", "Eating is not allowed in the archive"),
        ("where do I pay my charges", "Charges for overdue volumes are paid at the counter"),
        ("how long can i keep a volume", "Volumes may be kept for three weeks."),
        ("my heating has failed, who do I call", "call the caretaker on 0555 310"),
        ("until when is the Fern Lane gate closed", "closed until 12 October"),
        ("what if i am ill on the day of my test", "hand in a doctor's note within a week"),
        ("can i repeat a failed test", "A failed test may be repeated once."),
        ("how do i download articles from the archive", "downloaded in the archive alone"),
    ],
)
def test_what_the_articles_answer_more_surely_is_asked_of_them(hall_bot: Bot, question: str, quote: str) -> None:
    answer = hall_bot.ask(question)
    assert answer.outcome in ("answered", "perhaps")
    assert quote in " ".join(citation.quote for citation in answer.citations).replace("\n", " ")


@pytest.mark.parametrize("question", ["do i need a referral", "how do i change my address"])
def test_what_neither_answers_is_not_found(hall_bot: Bot, question: str) -> None:
    answer = hall_bot.ask(question)
    assert answer.outcome == "not_found"
    assert not any(citation.article.id.startswith(PREFIX) for citation in answer.nearest)


@pytest.mark.parametrize(
    "question",
    [
        "how do I paste the widget",
        "how do i paste the wigdet",
        "can you speak German",
        "can u speak german?",
        "how do I add articles",
        "how do i add artciles",
        "do i need a gpu?",
        "what does perhaps mean",
        "thanks a lot",
    ],
)
def test_what_is_asked_of_the_program_is_told_by_it(hall_bot: Bot, question: str) -> None:
    answer = hall_bot.ask(question)
    assert answer.outcome == "about" or answer.citations[0].article.id.startswith(PREFIX)
