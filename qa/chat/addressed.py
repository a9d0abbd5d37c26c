"""Whether words are spoken to the bot where no phrase of `phrases.toml` says so: rules that hold for wordings unheard.

Somebody who speaks to the bot says "you" of it with a verb of what it does ("do you search the internet"), "your" with
what it has, or "this" of the page. "You" with other verbs means anybody ("how do you catch bird flu"), and what names
somebody or something is about the news.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from qa.chat.vocabulary import is_of_talk
from qa.chat.wordings import load_phrases
from qa.english.words import words

_LANGUAGES = ("en", "de", "uk")
_NO_NAMES = words(
    "I I'm ChatGPT GPT AI PDF PDFs API Google Wikipedia Internet English German Ukrainian French Sourceline"
)


def find_addressed(plain: str) -> tuple[str, str] | None:
    """Return the subject and the language of a question that is put to the bot about itself; None where it is not."""
    lower, is_named = plain.lower(), names_something(plain)
    for language in _LANGUAGES:
        if is_named and language != "de":  # whose nouns all have capitals
            continue
        if language == "en" and not all(map(is_of_talk, lower.split())):  # "what benefits can you get"
            continue
        if any(pattern.fullmatch(lower) for pattern in _load_patterns(language)):
            return choose_subject(lower, "self"), language
    return None


def names_something(plain: str) -> bool:
    """Say whether a word after the first is written as a name that is not of the bot's own trade."""
    return any(part[0].isupper() and part.strip("?!.,") not in _NO_NAMES for part in plain.split()[1:])


def choose_subject(lower: str, otherwise: str) -> str:
    """Return what a question about the bot is of, by the first word that tells it."""
    told = load_phrases()["addressed"]["subjects"].items()
    return next((subject for subject, words_of in told if re.search(words_of, lower)), otherwise)


@cache
def _load_patterns(language: str) -> tuple[re.Pattern[str], ...]:
    parts: Mapping[str, str] = load_phrases()["addressed"]["parts"]

    def fill(text: str) -> str:
        return re.sub(r"\{([a-z]+)\}", lambda part: fill(parts[part[1]]), text)

    return tuple(re.compile(fill(pattern)) for pattern in load_phrases()["addressed"][language])
