"""The time to understand a question grows with its length and no faster, whatever it is made of."""

import pytest

from qa.chat import understand
from qa.records import Turn
from tests.hostile import assert_linear, assert_takes_at_most

HOSTILE = {
    "full stops": ".",
    "question marks": "? ",
    "sentences": "No. ",
    "straight quotes": '"',
    "curly quotes": "“",
    "quoted words": '"Ab" ',
    "apostrophes": "'",
    "possessives": "a's ",
    "brackets": "(",
    "closed brackets": "[1] ",
    "capitals": "A",
    "names": "Ann Bell. ",
    "different names": "",
    "letters": "a",
    "digits": "7",
    "spaces": " ",
    "line ends": "\n",
    "nouns that may be verbs": "house report ",
    "pronouns": "her it they ",
    "pronouns and clauses": "when his that there ",
    "descriptions": "the company ",
    "openers": "and ",
    "opening words": "ok, ",
    "prepositions": "in of ",
    "hyphens": "a-",
    "marks": "!?;:,",
    "dashes": "— ",
    "other scripts": "для 東京 ",
}


def make(family: str, length: int) -> str:
    if family == "different names":
        return " ".join(f"Ab{n} Cd{n} met the fox{n}." for n in range(length // 24))[:length]
    return (HOSTILE[family] * length)[:length]


def weigh(_question: str, _history: object) -> dict[str, float]:
    return dict.fromkeys("ada holm bridge company old mill".split(), 0.9)


@pytest.mark.parametrize("family", HOSTILE)
def test_a_long_question_takes_time_in_proportion(family: str) -> None:
    """By default one of more than 2,000 characters is refused."""
    history = [Turn("Who closed the Old Mill Bridge?", "Mayor Ada Holm of the Ferry Company closed it.")]
    for start in ("Start ", "And ", "Why did she say "):

        def ask(text: str, start: str = start) -> None:
            understand(start + text, history, weigh=weigh)

        assert_linear(ask, family, lengths=(4_000, 16_000), make=make)


@pytest.mark.parametrize("family", HOSTILE)
def test_a_long_history_is_cut_before_it_is_read(family: str) -> None:
    longest = [Turn(make(family, 64_000), make(family, 64_000))] * 50
    assert_takes_at_most(1, lambda: understand("What did she say about the company there?", longest, weigh=weigh))
