"""The handbook answers questions about the program where the articles have no help of their own, and nothing else."""

import numpy as np
import pytest

from qa.asking.handbook import PREFIX, embed_pages, open_handbook, read_pages, read_vectors
from qa.bot import Bot
from qa.chat.language import tell_language
from qa.models.encoder import load_encoder
from tests.toys import ToyEncoder


def test_its_vectors_are_those_of_most_of_its_pages() -> None:
    """Other pages are encoded when it is opened, at .4 s each; python -m training.handbook keeps them, too."""
    encoder, (made_by, kept), pages = load_encoder("built-in"), read_vectors(), read_pages()
    counts = {article.version: len(sentences) for article, sentences in pages}
    known = {version: len(rows) for version, rows in kept.items() if counts.get(version) == len(rows)}
    assert made_by == encoder.name
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
