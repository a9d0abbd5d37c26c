"""Misleading questions, made by rule from real ones: one name, number or word is changed, and nothing answers any more.

"When did Norway join the Council?" becomes "When did Denmark join the Council?", asked of the text about Norway. Beside
the real question it teaches the reader to look at every word, which questions written by people rarely do.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator

# each word means the other's opposite, or another of its sort: a text about one does not answer for the other
_PAIRS = """
    first/last largest/smallest biggest/smallest highest/lowest oldest/youngest most/least best/worst more/less
    before/after increase/decrease increased/decreased rise/fall rose/fell gain/lose won/lost win/lose began/ended
    begin/end start/end started/ended opened/closed open/close bought/sold buy/sell arrived/left north/south
    northern/southern east/west eastern/western early/late earlier/later above/below inside/outside born/buried
    father/mother son/daughter brother/sister husband/wife king/queen male/female man/woman men/women
    accepted/rejected allowed/banned support/oppose supported/opposed praised/criticised joined/left built/destroyed
    success/failure successful/unsuccessful winter/summer spring/autumn morning/evening upper/lower left/right
    rich/poor old/new young/old hot/cold hard/soft fast/slow strong/weak public/private
    domestic/foreign import/export legal/illegal always/never everyone/nobody minimum/maximum
"""
_OPPOSITES: dict[str, str] = {}
for _pair in _PAIRS.split():
    _one, _other = _pair.split("/")
    _OPPOSITES.setdefault(_one, _other)
    _OPPOSITES.setdefault(_other, _one)
_NAME = re.compile(r"\b[A-Z][\w’'-]*\w(?: [A-Z][\w’'-]*\w)*")
_NAME_INSIDE = re.compile(r"(?<=[a-z,;] )" + _NAME.pattern)  # not the first word of a sentence, which may be any word
_NUMBER = re.compile(r"(?<![\w.,])\d[\d,.]*(?!\w)")
_WORD = re.compile(r"[a-z]+")
_NO_NAMES = frozenset(
    """
    Who Whom Whose What When Where Which Why How Did Does Do Is Are Was Were Has Have Had Can Could In On At The A An
    For From To By Of And Or It He She They We I This That These Those There If As But
    """.split()
)
YEAR_SHIFT = 30


def mislead(question: str, window: str, article: str, chance: random.Random) -> str | None:
    """Return a question that looks like one about ``window`` but is not answered there; None where no change is safe.

    The word that is changed stands in the question and, for names and numbers, in the window; what it is changed to
    stands in neither, and for names elsewhere in the article.
    """
    changes = [*_swap_names(question, window, article, chance), *_swap_numbers(question, window, chance)]
    opposites = list(_swap_opposites(question, window))
    if not changes and not opposites:
        return None
    start, end, word = chance.choice(changes or opposites)
    if changes and opposites and chance.random() < 1 / 3:
        start, end, word = chance.choice(opposites)
    return question[:start] + word + question[end:]


def _swap_names(question: str, window: str, article: str, chance: random.Random) -> Iterator[tuple[int, int, str]]:
    others = sorted({match[0] for match in _NAME_INSIDE.finditer(article)})
    others = [
        name for name in others if name.split()[0] not in _NO_NAMES and name not in window and name not in question
    ]
    for match in _NAME.finditer(question):
        words = match[0].split()
        if words[0] in _NO_NAMES or match[0] not in window:
            continue
        alike = [name for name in others if len(name.split()) == len(words) and not set(name.split()) & set(words)]
        if alike:
            yield match.start(), match.end(), chance.choice(alike)


def _swap_numbers(question: str, window: str, chance: random.Random) -> Iterator[tuple[int, int, str]]:
    for match in _NUMBER.finditer(question):
        digits = match[0].rstrip(".,")
        if digits not in window or not digits.isdecimal():
            continue
        value = int(digits)
        changed = value + chance.choice((-1, 1)) * chance.randint(1, YEAR_SHIFT if value > YEAR_SHIFT else 3)
        if changed > 0 and str(changed) not in window and str(changed) not in question:
            yield match.start(), match.start() + len(digits), str(changed)


def _swap_opposites(question: str, window: str) -> Iterator[tuple[int, int, str]]:
    lowered = window.lower()
    for match in _WORD.finditer(question):
        other = _OPPOSITES.get(match[0])
        if other and not re.search(rf"\b{other}\b", lowered):
            yield match.start(), match.end(), other
