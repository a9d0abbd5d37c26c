"""Which language a text is in, by py3langid; in doubt English."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from threading import Lock
from typing import Any

from qa.english.words import words

_LETTERS = re.compile(r"[^\W\d_]+")
_CYRILLIC = re.compile(r"[Ѐ-ӿ]")
_WORDS = 3  # fewer are names as often as words
# of log probability by which another language must be likelier: 1 of 2,200 English questions is
_MARGIN = 6.0
_ENGLISH_OPENING = words("who whom whose what which when where why how did does")  # whatever it goes on to quote
# which hardly stand in any other language, and make a sixth of English prose: where they do, the model, which takes
# half a second to load, is not asked
_PLAIN_ENGLISH = words(
    "the and that with from were they which this their have been would could who by its said but after more about when"
)
_PLAIN_WORDS, _PLAIN_SHARE = 20, 0.08  # words from which on, and share from which on, a text is plainly English
_loading = Lock()
_CHARACTERS = 2_000  # that are read: more change nothing


def tell_language(text: str) -> str:
    """Return the code of a text's language: English unless another is clearly likelier.

    Few words in Latin letters are taken for English, since names look like any language.
    """
    letters = _LETTERS.findall(text[:_CHARACTERS])
    plain = " ".join(letters).lower()
    if not letters or (len(letters) < _WORDS and plain.isascii()):
        return "en"
    if letters[0].lower() in _ENGLISH_OPENING or _is_plainly_english(plain.split()):
        return "en"
    with _loading:  # choosing languages changes the model under whoever asks it meanwhile
        model = _load()
    ranked: dict[str, float] = dict(model.rank(plain))
    best = max(ranked, key=ranked.__getitem__)
    if _CYRILLIC.search(plain):
        return best
    return best if ranked[best] - ranked["en"] > _MARGIN else "en"


def _is_plainly_english(plain: Sequence[str]) -> bool:
    found = sum(word in _PLAIN_ENGLISH for word in plain)
    return len(plain) >= _PLAIN_WORDS and found >= _PLAIN_SHARE * len(plain)


@cache
def _load() -> Any:  # noqa: ANN401 - the library has no types
    from py3langid import langid

    langid.set_languages(["en", "de", "uk", "fr", "es", "it", "pl", "nl", "pt", "ru", "cs", "sv", "tr"])
    return langid
