"""What has no word that means anything is not understood, and said so."""

import pytest

from qa.bot import Bot
from qa.chat.noise import says_nothing
from qa.records import Turn


@pytest.mark.parametrize(
    "text",
    ["asdf", "asdfghjkl qwerty", "blah blah", "zzz zzz", "foo bar", "test", "hjkl", "AAA", "jkljkl", "who", "wer?"],
)
def test_a_hand_on_the_keys_says_nothing(text: str) -> None:
    assert says_nothing(text)


@pytest.mark.parametrize(
    "text",
    ["were", "Dad", "SAS", "power", "tree", "test results", "who won", "ok", "hmm", "", "???", "7", "dhcp", "hello"],
)
def test_a_word_says_something(text: str) -> None:
    assert not says_nothing(text)


def test_a_question_word_by_itself_takes_up_the_question_before() -> None:
    assert not says_nothing("Why?", later=True)


@pytest.mark.parametrize(("text", "language"), [("hjkl", "en"), ("blah blah", "en"), ("who", "en"), ("тест", "uk")])
def test_what_says_nothing_is_not_understood(small_bot: Bot, text: str, language: str) -> None:
    answer = small_bot.ask(text)
    assert (answer.outcome, answer.language, answer.citations) == ("about", language, ())
    assert answer.text.startswith({"en": "I did not understand that.", "uk": "Я цього не зрозумів."}[language])


def test_a_question_word_after_a_question_is_asked_of_the_articles(small_bot: Bot) -> None:
    assert small_bot.ask("Why?", [Turn("When was the bridge closed?")]).outcome != "about"
