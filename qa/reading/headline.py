"""The headline: the phrase that answers by itself, where one has earned it.

Each of the best sentences offers its phrase, made whole. What is known of a phrase is described by `PHRASE_FEATURES`:
whether its kind fits what is asked, how sure the reader is, whether the checker finds question and phrase supported,
and whether other sentences offer the same or another. A logistic regression weighs it; ``python -m training.headline``
fits it.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from qa.english.quantities import find_quantities
from qa.english.questions import Asked
from qa.english.stems import list_content_stems
from qa.errors import ModelError
from qa.models.odds import to_chance, to_odds
from qa.models.session import WEIGHTS_DIR
from qa.reading.phrases import (
    is_asked_about,
    is_of_another_measure,
    is_relative,
    is_same_phrase,
    judge_fit,
    list_phrases,
    measure_novelty,
)
from qa.reading.pins import Pins
from qa.reading.rivals import find_fault
from qa.reading.wholes import NUMBERS, Span, make_whole

NO_PHRASE = frozenset({"yes_no", "words"})  # a phrase is no answer to these
PHRASE_FEATURES = (
    "margin",  # how far the fused score of the sentence is behind the best one's
    "reader",  # the reader's score of the sentence
    "phrase",  # how sure the reader is of the phrase
    "support",  # the checker's log odds that the text supports question and phrase
    "supported",  # the same as a chance
    "fits",  # 1 where the phrase is of the kind that is asked for
    "open",  # 1 where that cannot be told
    "confidence",  # log odds that the question is answered at all
    "novel",  # share of the phrase's words that the question does not have
    "agree",  # 1 where another of the best sentences offers the same phrase
    "rival",  # the chance by its own reading of the best other phrase that fits
    "length",  # logarithm of the number of words
    "asks_person",
    "asks_number",
    "asks_time",
    "asks_reason",
)


@dataclass(frozen=True, slots=True)
class Offer:
    """A phrase that a sentence offers, as a place in the sentence; ``fit`` is 1, 0 where it cannot be told, or -1."""

    span: Span
    text: str
    fit: int


@dataclass(frozen=True, slots=True)
class Headline:
    """The learned weights, and the chance from which a phrase is shown."""

    weights: tuple[float, ...]
    bias: float
    floor: float

    def find_chance(self, row: NDArray[np.float64]) -> float:
        """Return the probability, 0 to 1, that a phrase is right."""
        logit = float(np.dot(row, self.weights)) + self.bias
        return to_chance(logit)

    def choose(self, rows: NDArray[np.float64]) -> int:
        """Return which phrase is likeliest right, -1 where none is likely enough and supported rather than not."""
        chances = [self.find_chance(row) for row in rows]
        supported = [place for place, row in enumerate(rows) if row[PHRASE_FEATURES.index("support")] >= 0]
        likely = [place for place in supported if chances[place] >= self.floor]
        return max(likely, key=lambda place: chances[place], default=-1)


def load_headline(path: Path = WEIGHTS_DIR / "reader" / "headline.json") -> Headline:
    """Return the weights stored by name; raise `ModelError` where names and features differ."""
    stored = json.loads(path.read_text(encoding="utf-8"))
    if set(stored["weights"]) != set(PHRASE_FEATURES):
        raise ModelError(f"{path}: weights do not fit this version: install sourceline again")
    return Headline(tuple(stored["weights"][name] for name in PHRASE_FEATURES), stored["bias"], stored["floor"])


_ASKS = r"(?:who|whom|whose|what|when|where|why|how|which)\b"
_ASKS_FIRST, _COMPARES = re.compile(rf"\b{_ASKS}", re.IGNORECASE), re.compile(r"\W*compare\b", re.IGNORECASE)
_ASKS_AGAIN = re.compile(rf"\band (?:also )?(?:(?:in|on|at|by|for|since|until|from|to) )?{_ASKS}", re.IGNORECASE)
# not in brackets, "$300bn (£158bn; 230bn euros) in subsidies", nor between the cells of a row, "Hall: 1; In use: 38"
_CONTRAST = re.compile(r";\s(?=(?-i:[a-z]))(?![^()]*\))|,?\s(?:but|while|whereas)\s", re.IGNORECASE)
# "£4.85 an hour for those over 21 and £4.10 for those under 22"
_GROUP = re.compile(
    r"(?:\s(?!(?:and|or|but)\b)[\w-]+){0,3}?\sfor\s(?P<group>[^,;.]+?)(?=,|;|[.]|\s(?:and|or|but)\s|\Z)"
)
_OTHER_FIGURE = re.compile(r"\d|\b(?:free|nothing|none|half|double|twice)\b", re.IGNORECASE)
LONGEST = 2_000  # characters; a longer sentence is a list or a table: its names are not held against each other


def offer_phrase(
    question: str, asked: Asked, pins: Pins, sentence: str, phrase: Span, *, around: str = ""
) -> Offer | None:
    """Return the phrase of a sentence made whole, or another of its kind where that one's clause is about a rival.

    None where no phrase of the sentence can be the answer.
    """
    if asked.kind in NO_PHRASE or len(sentence) > LONGEST or _has_two_sides(question):
        return None
    whole = make_whole(asked, sentence, phrase)
    if is_relative(asked, sentence[slice(*whole)]):  # a date beside it is that of something else
        return None
    listed = list_phrases(asked, sentence, phrase)
    for span in dict.fromkeys([whole, *listed]):
        text = sentence[slice(*span)]
        fit = judge_fit(question, asked, text)
        if fit < 0 or is_of_another_measure(question, asked, sentence, span):
            continue
        if asked.kind != "expansion" and is_asked_about(question, sentence, span):
            continue
        if not find_fault(pins, sentence, span, around=around) and not _is_of_others(question, asked, sentence, span):
            return Offer(span, text, fit)
    return None


def _has_two_sides(question: str) -> bool:
    """Say whether two things are asked: "Who built it and when?", "Compare the offer with the demand"."""
    first = _ASKS_FIRST.search(question)
    return bool(_COMPARES.match(question) or (first and _ASKS_AGAIN.search(question, first.end())))


def _is_of_others(question: str, asked: Asked, sentence: str, span: Span) -> bool:
    """Say whether a figure is told of all, and in the next clause another one of those that are asked about.

    "Tickets cost 24 crowns; children under ten enter free" does not say that a ticket for children costs 24 crowns.
    """
    if asked.kind not in NUMBERS:
        return False
    if _is_for_another_group(question, sentence, span):
        return True
    ends = [0, *(place for match in _CONTRAST.finditer(sentence) for place in match.span()), len(sentence)]
    clauses = [(sentence[start:end], start <= span[0] < end) for start, end in zip(ends[::2], ends[1::2], strict=True)]
    own = {stem for text, is_own in clauses if is_own for stem in list_content_stems(text)}
    wanted = list_content_stems(question) - own
    others = (text for text, is_own in clauses if not is_own and wanted & list_content_stems(text))
    return any(_OTHER_FIGURE.search(text) for text in others)


def tells_what_may_be(asked: Asked, pins: Pins, sentence: str, phrase: Span, *, around: str = "") -> bool:
    """Say whether the phrase of a sentence is only what may be, where it is asked what was."""
    if asked.kind in NO_PHRASE or len(sentence) > LONGEST:
        return False
    return find_fault(pins, sentence, make_whole(asked, sentence, phrase), around=around) == "unsure"


def _is_for_another_group(question: str, sentence: str, span: Span) -> bool:
    """Say whether a sentence gives each group its own figure, and what the question asks about is not this one's."""
    if (here := _GROUP.match(sentence, span[1])) is None:
        return False
    others = (_GROUP.match(sentence, one.end) for one in find_quantities(sentence) if one.end != span[1])
    if not any(other and other["group"] != here["group"] for other in others):
        return False
    asked = list_content_stems(question)
    return bool(asked - list_content_stems(sentence)) and not asked & list_content_stems(here["group"])


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a sentence's offer: the sentence's fused score, its reading, and the checker's log odds."""

    offer: Offer
    score: float
    reader: float
    phrase: float
    support: float


def describe_offers(
    question: str, asked: Asked, best: float, confidence: float, known: Sequence[Known]
) -> NDArray[np.float64]:
    """Return a row of `PHRASE_FEATURES` for each offer; ``best`` is the best sentence's score."""
    rows = []
    for one in known:
        others = [other for other in known if other is not one]
        same = [other for other in others if _agree(asked, one.offer.text, other.offer.text)]
        against = [to_chance(o.reader) * o.phrase for o in others if o not in same]
        rows.append(
            [
                one.score - best,
                one.reader,
                one.phrase,
                one.support,
                to_chance(one.support),
                float(one.offer.fit > 0),
                float(one.offer.fit == 0),
                to_odds(confidence),
                measure_novelty(question, one.offer.text),
                float(bool(same)),
                max(against, default=0.0),
                math.log1p(len(one.offer.text.split())),
                float(asked.kind == "person"),
                float(asked.kind in NUMBERS),
                float(asked.kind in {"time", "year"}),
                float(asked.kind in {"reason", "manner"}),
            ]
        )
    return np.array(rows).reshape(len(rows), len(PHRASE_FEATURES))


def _agree(asked: Asked, one: str, other: str) -> bool:
    """Say whether two phrases are the same answer; of what is counted the figure alone has to be."""
    if is_same_phrase(one, other):
        return True
    counted, again = ([quantity.value for quantity in find_quantities(text)] for text in (one, other))
    return asked.kind == "count" and len(counted) == 1 and counted == again
