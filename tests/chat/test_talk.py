"""Talk with the bot is told by a learned classifier in three languages, and the world is left alone."""

from importlib.resources import files
from pathlib import Path

import pytest

from benchmarks.kinds import is_right
from qa.chat.kinds import Asked, tell_kind
from qa.chat.replies import get_help_question, load_replies
from qa.chat.talk import KINDS, tell_chances, tell_script, tell_subject
from qa.models.encoder import load_encoder
from tests.toys import ToyEncoder

ENCODER = load_encoder("built-in")
ROWS = [line.split("\t") for line in Path(__file__).with_name("talk.tsv").read_text(encoding="utf-8").splitlines()]


def tell(question: str) -> Asked:
    return tell_kind(question, ENCODER)


def test_talk_in_other_words_is_told() -> None:
    wrong = {question: told.kind for kind, question in ROWS if (told := tell(question)).kind != kind}
    assert len(wrong) <= 0.1 * len(ROWS), wrong


@pytest.mark.parametrize(("name", "least"), [("kinds-talk", 0.95), ("kinds-mixed", 0.95)])
def test_what_the_fit_has_not_seen_is_told(name: str, least: float) -> None:
    path = Path(__file__).parents[2] / f"benchmarks/questions/{name}.tsv"
    rows = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines()]
    wrong = [text for kind, _, text in rows if not is_right(tell(text).kind, kind)]
    assert len(wrong) <= (1 - least) * len(rows), wrong


@pytest.mark.parametrize(
    ("question", "subject"),
    [
        ("Wie baue ich das auf meiner Webseite ein?", "embed"),
        ("Funktioniert das eigentlich auch ohne Internet?", "offline"),
        ("Was bedeuten die Zahlen in den Klammern?", "citation"),
        ("Muss ich etwas bezahlen?", "cost"),
        ("Чи працює програма без інтернету?", "offline"),
        ("Які формати файлів ти підтримуєш?", "formats"),
        ("Яка мовна модель тут використовується?", "model"),
        ("Що означають цифри в дужках?", "citation"),
    ],
)
def test_a_common_question_has_its_subject(question: str, subject: str) -> None:
    asked = tell_kind(question)
    assert (asked.kind, asked.subject) == ("about", subject)


@pytest.mark.parametrize(
    "question",
    [
        "Who won the election?",
        "who runs Microsoft",
        "How long may the king stay?",
        "Why did the bank close its doors?",
        "How is the minister feeling?",
        "tidal turbine output megawatts",
        "Which files did the court ask for?",
        "What happens when the strike ends?",
        "Which version does the laptop run?",
        "?!",
        "Was the night cold?",
        "joblessness now",
        "trade gap today",
        "inflation again",
        "Does the new phone work offline?",
        "Does it have a switch?",
        "What happens if the limit is exceeded?",
        "DROP TABLE articles",
        "Was kostet ein Liter Milch?",
        "Wie viele Artikel hat die Verfassung?",
        "Welche Sprachen werden in der Schweiz gesprochen?",
        "Wie funktioniert ein Atomkraftwerk?",
        "Wurde der Täter gefasst?",
        "Скільки коштує літр молока?",
        "Чи безпечна нова атомна електростанція?",
        "Чи відкритий стадіон?",
        "Скільки файлів було викрадено?",
        "Привіт, хто переміг на виборах?",
    ],
)
def test_a_question_on_the_world_is_no_talk(question: str) -> None:
    assert tell(question).kind in ("fact", "keywords", "briefing")


def test_the_chances_of_all_kinds_add_up_to_one() -> None:
    for text in ("hello", "Who won?", "", "x" * 500):
        chances = tell_chances(text).chances
        assert set(chances) == set(KINDS)
        assert sum(chances.values()) == pytest.approx(1)


def test_the_vectors_of_another_encoder_say_nothing() -> None:
    for _, question in ROWS:
        assert tell_kind(question, ToyEncoder()) == tell_kind(question)


def test_the_beginnings_of_sentences_make_no_title() -> None:
    assert tell("My laptop is a Mac. Will this program run on it? I use Windows, too.").kind == "about"


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
    ("text", "language"),
    [("Wie geht's?", "de"), ("How are you?", "en"), ("Як справи?", "uk"), ("Danke!", "de"), ("thanks", "en")]
    + [("password length", "en"), ("API limit", "en"), ("wifi password", "en"), ("Passwort vergessen", "de")],
)
def test_talk_is_answered_in_its_language(text: str, language: str) -> None:
    assert tell_script(text) == language


@pytest.mark.parametrize("language", ["en", "de", "uk"])
def test_every_subject_has_words_to_say(language: str) -> None:
    training = files("training").joinpath("talk.tsv").read_text(encoding="utf-8").splitlines()
    subjects = {line.split("\t")[1] for line in training} - {"-"}
    assert len(subjects) > 30
    assert subjects <= load_replies()[language].keys()
    assert tell_subject("Guten Morgen!", "small_talk") == "greeting"


def test_the_help_is_asked_in_english() -> None:
    assert get_help_question("offline") == "Does Sourceline run offline, without an internet connection?"
    assert get_help_question("greeting") == ""
