"""Talk with the bot is told by its meaning where no list has it, and the world is left alone."""

from pathlib import Path

import pytest

from qa.chat.kinds import Asked, tell_kind
from qa.chat.talk import tell_talk
from qa.models.encoder import load_encoder
from tests.toys import ToyEncoder

ENCODER = load_encoder("built-in")
ROWS = [line.split("\t") for line in Path(__file__).with_name("talk.tsv").read_text(encoding="utf-8").splitlines()]


def tell(question: str) -> Asked:
    return tell_talk(question, tell_kind(question), ENCODER)


def test_talk_that_no_list_has_is_told() -> None:
    wrong = {question: told.kind for kind, question in ROWS if (told := tell(question)).kind != kind}
    assert len(wrong) <= 0.25 * len(ROWS), wrong
    doubted = [kind for kind in wrong.values() if kind in ("fact", "keywords")]
    assert len(doubted) >= len(wrong) - 1, "in doubt it is about the world"


@pytest.mark.parametrize(
    "question",
    [
        "Who won the election?",
        "How long may the king stay?",
        "Why did the bank close its doors?",
        "How is the minister feeling?",
        "tidal turbine output megawatts",
        "Which files did the court ask for?",
        "Does the new phone work offline?",
        "What happens when the strike ends?",
        # near to talk with the bot in meaning, but with no word of its trade
        "Which version does the laptop run?",
        "Does it have a switch?",
        "What happens if the limit is exceeded?",
        # not put to the bot
        "?!",
        "Was the night cold?",
        "joblessness now",
        "trade gap today",
        "inflation again",
        "DROP TABLE articles",
    ],
)
def test_a_question_on_the_world_is_none(question: str) -> None:
    assert tell(question).kind in ("fact", "keywords", "briefing")


def test_the_vectors_of_another_encoder_say_nothing() -> None:
    question = "oops, wrong window"
    asked = Asked("keywords")
    assert tell_talk(question, asked, ToyEncoder()) == asked


def test_a_complaint_is_met_with_an_apology() -> None:
    assert tell("hmm that's not really what I meant").subject == "blame"


@pytest.mark.parametrize(
    ("question", "topic"),
    [
        ("How many articles are about Manchester United?", "Manchester United"),
        ("Which articles mention Tony Blair?", "Tony Blair"),
        ("Do you have any articles about unicorns?", "unicorns"),
        ("Wie viele Artikel handeln von Putin?", "Putin"),
        ("Скільки статей про Putin?", "Putin"),
    ],
)
def test_how_many_articles_are_about_something_is_asked_of_the_articles(question: str, topic: str) -> None:
    asked = tell_kind(question)
    assert (asked.kind, asked.subject, asked.topic) == ("briefing", "mentions", topic)


@pytest.mark.parametrize(
    "said", ["Guten Morgen, alles fit?", "Super, das war's schon. Danke!", "Доброго ранку! Як спалося?"]
)
def test_a_greeting_or_thanks_in_another_language_may_go_on(said: str) -> None:
    assert tell_kind(said).kind == "small_talk"
    assert tell_kind("Привіт, хто переміг на виборах?").kind != "small_talk"


def test_a_count_that_is_none_of_articles_is_asked_of_the_handbook() -> None:
    assert tell("How many sentences does an answer quote?").subject in ("", "handbook")


def test_a_subject_is_taken_only_from_a_question_that_is_nearly_the_same() -> None:
    assert tell("How does an article get into a collection?").subject == "handbook"
    assert tell("How big is your collection now?").subject == "count"
