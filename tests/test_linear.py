"""Reading other people's text takes time in proportion to its length, whatever the text is."""

from collections.abc import Callable
from contextlib import suppress

import pytest

from qa.chat import understand
from qa.chat.kinds import tell_kind
from qa.conflicts import Side, find_difference
from qa.english.calendar import find_dates
from qa.english.descriptions import find_descriptions
from qa.english.names import find_names
from qa.english.numbers import read_number
from qa.english.quantities import find_quantities
from qa.english.questions import read_asked
from qa.english.speakers import explain_pronoun, find_speaker
from qa.english.statements import state
from qa.english.stems import stem
from qa.errors import ArticleError
from qa.evaluate.draft import draft_questions
from qa.load.fields import iso_date
from qa.load.html import fragment_text, load_html
from qa.load.markdown import load_markdown
from qa.load.text import load_text
from qa.records import Article, Sentence, Turn
from qa.split import split_sentences
from qa.web.completions.shapes import Completion
from qa.write.draft import read_drafts
from tests.hostile import PIECES, assert_linear

HISTORY = [
    Turn("Who is Ada Kern?", "Ada Kern is the mayor of Dorle."),
    Turn("What did she say?", "She said that the bridge was shut."),
]


def weigh(question: str, history: object) -> dict[str, float]:
    return {"ada": 0.9, "kern": 0.8, "bridge": 0.5}


def load(loader: Callable[[bytes, str], object], text: str) -> None:
    with suppress(ArticleError):  # a refusal is an answer too
        loader(text.encode(), "a")


def split(article: Article) -> tuple[Sentence, ...]:
    return split_sentences(article.text, article_id=article.id)


def ask_completion(text: str) -> object:
    messages = [{"role": "user", "content": text}, {"role": "assistant", "content": text}] * 2
    return Completion.model_validate({"model": "sourceline", "messages": messages}).asked()


FUNCTIONS: dict[str, Callable[[str], object]] = {
    # english
    "find_dates": find_dates,
    "find_names": find_names,
    "find_quantities": find_quantities,
    "find_speaker": lambda text: find_speaker(text, [text, text], [text]),
    "explain_pronoun": lambda text: explain_pronoun("He came.", [text, text]),
    "read_asked": read_asked,
    "state": lambda text: state("Did " + text),
    "find_descriptions": lambda text: find_descriptions(text, "Kern"),
    "read_number": read_number,
    "stem": stem,
    # loading and splitting
    "split_sentences": split_sentences,
    "load_text": lambda text: load(load_text, text),
    "load_markdown": lambda text: load(load_markdown, text),
    "front matter": lambda text: load(load_markdown, f"---\ntitle: {text}\n---\nText."),
    "load_html": lambda text: load(load_html, f"<html><body><article><p>{text}</p></article></body></html>"),
    "fragment_text": fragment_text,
    "iso_date": iso_date,
    # questions
    "understand, question": lambda text: understand(text, HISTORY, weigh=weigh),
    "understand, history": lambda text: understand("What did she say?", [Turn(text, text)], weigh=weigh),
    "tell_kind": tell_kind,
    "completions": ask_completion,
    # answers
    "find_difference, question": lambda text: find_difference("How many " + text, [Side(text), Side("12 boats")]),
    "find_difference, sentences": lambda text: find_difference(
        "How much did it cost?", [Side(text), Side("It cost $3")]
    ),
    "read_drafts": lambda text: list(read_drafts([text])),
    # questions that are made
    "draft_questions": lambda text: draft_questions([Article("a", "Title", text)], 5, split=split),
}


@pytest.mark.parametrize("family", PIECES)
@pytest.mark.parametrize("name", FUNCTIONS)
def test_time_grows_with_the_length_of_the_text(name: str, family: str) -> None:
    assert_linear(FUNCTIONS[name], family)
