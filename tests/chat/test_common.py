"""Common questions about the program are known in three languages by their letters, and the world is left alone."""

import tomllib
from importlib.resources import files

import pytest

from qa.chat.common import find_common, get_help_question
from qa.chat.kinds import tell_kind
from qa.chat.replies import load_replies


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
def test_a_common_question_in_other_words_is_known(question: str, subject: str) -> None:
    asked = tell_kind(question)
    assert (asked.kind, asked.subject) == ("about", subject)


@pytest.mark.parametrize(
    "question",
    [
        "Was kostet ein Liter Milch?",
        "Wie viele Artikel hat die Verfassung?",
        "Welche Sprachen werden in der Schweiz gesprochen?",
        "Wie funktioniert ein Atomkraftwerk?",
        "Wurde der Täter gefasst?",
        "Скільки коштує літр молока?",
        "Чи безпечна нова атомна електростанція?",
        "Чи відкритий стадіон?",
        "Скільки файлів було викрадено?",
    ],
)
def test_a_question_on_the_world_in_like_words_is_none(question: str) -> None:
    assert find_common(question) is None
    assert tell_kind(question).kind == "fact"


@pytest.mark.parametrize("language", ["en", "de", "uk"])
def test_every_subject_has_words_to_say_and_questions(language: str) -> None:
    read = tomllib.loads(files("qa.chat").joinpath("common.toml").read_text(encoding="utf-8"))
    assert {subject for kind in read.values() for subject in kind} <= load_replies()[language].keys()
    assert all(questions.get(language) for questions in read["about"].values())


def test_the_help_is_asked_in_english() -> None:
    assert get_help_question("offline") == "Does Sourceline run offline, without an internet connection?"
    assert get_help_question("greeting") == ""
