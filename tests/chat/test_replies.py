"""What the bot says of itself is in one language."""

import re

import pytest

from qa.chat.replies import Corpus, join_scopes, load_replies, reply, say_scope
from qa.web.languages import load_words

OF_ARTICLES = ("name", "about", "event", "outlets", "title", "titles", "source")  # as the articles write it: in English
APART = re.compile(r"(?:[:(„«“]\s?)\{(?:" + "|".join(OF_ARTICLES) + r")\}")


@pytest.mark.parametrize("language", ["de", "uk"])
def test_words_of_articles_are_set_apart_from_a_sentence_in_another_language(language: str) -> None:
    """Never "laut estimates": a colon, a bracket or quotation marks stand before them."""
    texts = [
        text for text in (*load_replies()[language].values(), *load_words()[language].values()) if isinstance(text, str)
    ]
    holding = [text for text in texts if re.search(r"\{(?:" + "|".join(OF_ARTICLES) + r")\}", text)]
    assert len(holding) > 5
    for text in holding:
        if not text.startswith(("What do the articles", "Summarise")):  # questions, which are asked in English
            assert APART.search(text), text


def test_which_articles_were_asked_is_said_in_each_language() -> None:
    scope = say_scope("in", since="2005-01-01", until="2005-01-31")
    assert scope == {
        "en": "Articles of January 2005",
        "de": "Artikel aus der Zeit: Januar 2005",
        "uk": "Статті за час: січень 2005",
    }
    days = say_scope("before", since="2005-03-04", until="2005-03-06", event="the election")
    assert days["de"] == "Artikel vor 4. bis 6. März 2005 („the election“)"
    assert join_scopes(scope, say_scope("newest_first"))["en"] == "Articles of January 2005, newest first"
    assert join_scopes({}, {}) == {}


def test_no_string_tells_to_install_a_package_that_no_registry_has() -> None:
    """Whatever somebody put there under that name would be installed."""
    texts = [text for table in load_replies().values() for text in table.values()]
    assert not [text for text in texts if "`pip install sourceline`" in text]


@pytest.mark.parametrize(
    ("language", "one", "several"),
    [
        (
            "en",
            "There is one article here, one sentence in all.",
            "There are 1,200 articles here, 9,000 sentences in all.",
        ),
        ("de", "Hier gibt es einen Artikel mit einem Satz.", "Hier gibt es 1.200 Artikel mit zusammen 9.000 Sätzen."),
        (
            "uk",
            "Кількість статей тут: 1, речень у них: 1.",
            "Кількість статей тут: 1\u00a0200, речень у них: 9\u00a0000.",
        ),
    ],
)
def test_one_article_is_not_counted_as_several(language: str, one: str, several: str) -> None:
    assert reply("count", Corpus(1, 1), language=language) == one
    assert reply("count", Corpus(1200, 9000), language=language) == several


def test_words_of_one_and_of_several_agree_with_their_figure() -> None:
    one, several = Corpus(1, 9, ("BBC",), titles=("Mill",)), Corpus(2, 9, ("BBC",), titles=("Mill",))
    assert reply("outlets", one, language="en").startswith("What I know is in the one article here, from BBC. I ")
    assert reply("outlets", several, language="en").startswith("What I know is in the 2 articles here, from BBC. I ")
    assert reply("outlets", Corpus(2, 9), language="de").startswith("Was ich weiß, steht in den 2 Artikeln hier. ")
    assert reply("topics", one, language="de") == (
        "Hier gibt es einen Artikel. Wovon er handelt, sagt sein Titel am besten: “Mill”."
    )
    for subject in ("greeting", "self", "ability", "usage", "topics", "outlets", "count"):
        for language in ("en", "de", "uk"):
            for corpus in (Corpus(0, 0), one, several):
                said = reply(subject, corpus, language=language)
                assert not re.search(r"\b1 (?:articles|sentences|Artikel|Sätze)|[{}|#\[\]]", said), said
