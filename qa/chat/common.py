"""Which of the common questions about the program, in `common.toml`, a question is nearly the same as.

Likeness is the cosine of TF-IDF weights of the letters' n-grams within words (McNamee and Mayfield 2004,
https://doi.org/10.1023/B:INRT.0000009441.78971.be), which needs no stems of any language. A word that no common
question has anything of is of the world, and so is the question.
"""

from __future__ import annotations

import math
import re
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal, NamedTuple

from qa.chat.vocabulary import is_of_talk
from qa.chat.wordings import load_phrases

_LENGTHS = (2, 3, 4)  # of n-grams; a space stands before and after each word
_WORD = re.compile(r"[^\W_]+")
_KNOWN, _LONG_WORD = 0.8, 4  # of a word's n-grams of four, and letters from which on a word has any
NEARLY_THE_SAME = 0.6  # likeness from which on its subject is taken, whatever the lists say
# many questions share words in English: of 2,810 on the world 3 are so like one and say "you" or "it"
LIKE_IN_ENGLISH = 0.65
LIKE = 0.45  # of 143 questions on the world in German and Ukrainian two are so like one


class Common(NamedTuple):
    """A common question: its kind, subject and language, and how like it a text is, 0 to 1."""

    kind: Literal["about", "small_talk"]
    subject: str
    language: str
    likeness: float


def find_common(text: str, *, least: float = LIKE) -> Common | None:
    """Return the common question that a text is most like; None where it is like none.

    >>> find_common("Werden meine Fragen gespeichert?").subject
    'privacy'
    """
    known = _load()
    weights = known.weigh(text)
    if any(not known.knows(word) for word in _WORD.findall(text.lower())):
        return None
    scores: dict[int, float] = defaultdict(float)
    for gram, weight in weights.items():
        for place, other in known.postings.get(gram, ()):
            scores[place] += weight * other
    best = max(scores.items(), key=lambda one: one[1], default=None)
    if best is None or best[1] < least:
        return None
    kind, subject, language = known.questions[best[0]]
    return Common(kind, subject, language, best[1])


def get_help_question(subject: str) -> str:
    """Return the question that the help is asked on a subject; empty where it has nothing on it."""
    return str(_read()["about"].get(subject, {}).get("ask", ""))


@dataclass(frozen=True)
class _Known:
    questions: list[tuple[Literal["about", "small_talk"], str, str]]
    rarity: Mapping[str, float]
    postings: Mapping[str, list[tuple[int, float]]]

    def weigh(self, text: str) -> dict[str, float]:
        return _weigh(text, self.rarity, otherwise=math.log(1 + len(self.questions)))

    def knows(self, word: str) -> bool:
        """Say whether a word is one of the common questions', in this form or nearly."""
        if len(word) < _LONG_WORD or is_of_talk(word):
            return True
        grams = [gram for gram in _list_grams(word) if len(gram) == _LENGTHS[-1]]
        return sum(gram in self.rarity for gram in grams) >= _KNOWN * len(grams)


def _weigh(text: str, rarity: Mapping[str, float], *, otherwise: float) -> dict[str, float]:
    counts = Counter(_list_grams(text))
    weights = {gram: (1 + math.log(count)) * rarity.get(gram, otherwise) for gram, count in counts.items()}
    length = math.sqrt(sum(weight * weight for weight in weights.values())) or 1.0
    return {gram: weight / length for gram, weight in weights.items()}


def _list_grams(text: str) -> Iterator[str]:
    for word in _WORD.findall(text.lower()):
        padded = f" {word} "
        for length in _LENGTHS:
            yield from (padded[start : start + length] for start in range(len(padded) - length + 1))


@cache
def _read() -> Mapping[str, Mapping[str, Mapping[str, list[str]]]]:
    return tomllib.loads(files("qa.chat").joinpath("common.toml").read_text(encoding="utf-8"))


@cache
def _load() -> _Known:
    kinds: tuple[Literal["about", "small_talk"], ...] = ("about", "small_talk")
    listed: list[tuple[tuple[Literal["about", "small_talk"], str, str], str]] = [
        (("small_talk", subject, language), phrase)
        for subject, languages in load_phrases()["small_talk"].items()
        for language in ("de", "uk")
        for phrase in languages[language]
        if subject != "help"
    ]
    listed += [
        ((kind, subject, language), phrase)
        for kind in kinds
        for subject, languages in _read()[kind].items()
        for language, phrases in languages.items()
        if language != "ask"
        for phrase in phrases
    ]
    spread = Counter(gram for _, phrase in listed for gram in set(_list_grams(phrase)))
    rarity = {gram: math.log((1 + len(listed)) / (1 + count)) for gram, count in spread.items()}
    postings: dict[str, list[tuple[int, float]]] = defaultdict(list)
    for place, (_, phrase) in enumerate(listed):
        for gram, weight in _weigh(phrase, rarity, otherwise=0.0).items():
            postings[gram].append((place, weight))
    return _Known([of for of, _ in listed], rarity, postings)
