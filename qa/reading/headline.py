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

from qa.english.calendar import find_dates, find_years
from qa.english.names import find_names, same_person
from qa.english.people import GROUPS, PEOPLE, ROLES
from qa.english.quantities import find_quantities
from qa.english.questions import Asked
from qa.english.stems import singular
from qa.english.words import DEMONSTRATIVES, OBJECTS, POSSESSIVES, SUBJECTS, cut_words, is_function_word, words
from qa.errors import ModelError
from qa.models.session import WEIGHTS_DIR
from qa.reading.rivals import Pins, count_nobody, find_fault

Span = tuple[int, int]

NUMBERS = frozenset({"count", "money", "share", "duration", "age", "distance", "measure"})
NO_PHRASE = frozenset({"yes_no", "words"})  # a phrase is no answer to these
LONGEST_NAMED = 8  # words of a phrase that names a person or a place
LONGEST_TAIL = 12  # characters beside its number that a phrase keeps: "40 square miles"
CURRENCIES = frozenset("$£€¥")
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
_TIME = re.compile(
    r"\b(?:yesterday|today|tomorrow|tonight|spring|summer|autumn|winter|week|month|year|century|decade|morning|night|"
    r"afternoon|evening|noon|midnight|ago|\d{1,2}(?::\d\d)?\s?(?:am|pm)|\d{1,2}:\d\d|\d{4}s?)\b",
    re.IGNORECASE,
)
_LOOSE_TIME = re.compile(
    r"\b(?:days?|hours?|minutes?|weekend|eve|age|era|period|season|war|dawn|dusk|midday|birth|soon|now|fall|"
    r"christmas|easter|thanksgiving|ramadan|seconds?|weeks|months|years|centuries|decades)\b",
    re.IGNORECASE,
)
_SOME_DAY = re.compile(r"\b(?:(?:yester|to|mid)?days?|tomorrow|tonight|eve|christmas|easter|weekend)\b", re.IGNORECASE)
_FREE = re.compile(r"\b(?:free|nothing|no (?:money|charge|fee)|fortune)\b", re.IGNORECASE)
_SOME_NUMBER = re.compile(
    r"\d|\b(?:no|nobody|none|nothing|zero|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w{3,6}teen|"
    r"twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|dozens?|hundreds?|thousands?|millions?|billions?|trillions?|"
    r"half|thirds?|quarters?|twice|double|triple|once|both|pair|couple|several|majority|single|sole|only|lots?|few|many|"
    r"handful|days|weeks|months|years|hours|minutes|seconds|decades|centur(?:y|ies)|millenni(?:um|a)|long|most|all)\b",
    re.IGNORECASE,
)
_ANCIENT = re.compile(r"\b\d{1,4}\s?(?:BC|AD|BCE|CE)\b|\A\d{3}\Z")
_SPAN = re.compile(
    r"\b(?:second|minute|hour|day|night|week|fortnight|month|season|term|year|decade|generation|centur)(?:s|y|ies)?\b",
    re.IGNORECASE,
)
_VAGUE_COUNT = re.compile(
    r"\b(?:once|twice|several|dozens?|hundreds|thousands|millions|handful|countless|both)\b", re.I
)
_PART = re.compile(r"\b(?:half|third|quarter|fifth|majority|most)s?\b|%|\bper ?cent\b", re.IGNORECASE)
_NO_AGE = re.compile(r"\b(?:seconds?|minutes?|hours?|days?|weeks?)\b", re.IGNORECASE)  # nobody who is asked about
_PRONOUN = SUBJECTS | OBJECTS | POSSESSIVES | DEMONSTRATIVES | words("which")


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

    def find_chance(self, row: Sequence[float]) -> float:
        """Return the probability, 0 to 1, that a phrase is right."""
        logit = float(np.dot(row, self.weights)) + self.bias
        return 1 / (1 + math.exp(-max(-50.0, min(50.0, logit))))


def load_headline(path: Path = WEIGHTS_DIR / "reader" / "headline.json") -> Headline:
    """Return the weights stored by name; raise `ModelError` where names and features differ."""
    stored = json.loads(path.read_text(encoding="utf-8"))
    if set(stored["weights"]) != set(PHRASE_FEATURES):
        raise ModelError(f"{path}: weights do not fit this version: install sourceline again")
    return Headline(tuple(stored["weights"][name] for name in PHRASE_FEATURES), stored["bias"], stored["floor"])


def offer_phrase(
    question: str, asked: Asked, pins: Pins, sentence: str, phrase: Span, *, around: str = ""
) -> Offer | None:
    """Return the phrase of a sentence made whole, or another of its kind where that one's clause is about a rival.

    None where no phrase of the sentence can be the answer.
    """
    if asked.kind in NO_PHRASE:
        return None
    spans = [make_whole(asked, sentence, phrase), *list_phrases(asked, sentence, phrase)]
    for span in dict.fromkeys(spans):
        text = sentence[slice(*span)]
        fit = judge_fit(question, asked, text, sentence, span)
        if fit >= 0 and not find_fault(pins, sentence, span, around=around):
            return Offer(span, text, fit)
    return None


def is_ruled_out(asked: Asked, pins: Pins, sentence: str, phrase: Span, *, around: str = "") -> bool:
    """Say whether the phrase of a sentence, and every other of its kind, is about a rival of what is asked."""
    if asked.kind in NO_PHRASE or asked.kind in ("reason", "manner", "description", ""):
        return False
    spans = [make_whole(asked, sentence, phrase), *list_phrases(asked, sentence, phrase)]
    return all(find_fault(pins, sentence, span, around=around) for span in spans)


def holds_kind(asked: Asked, sentence: str) -> bool:
    """Say whether a sentence has anything of the kind that is asked for: a time for when, a sum for how much.

    Of gold sentences of six sets, three in a hundred have no time for "when" and one no number for "how many".
    """
    if asked.of in {"date", "day"}:
        return any(date.day or date.weekday for date in find_dates(sentence)) or bool(_SOME_DAY.search(sentence))
    if asked.kind in {"time", "year"}:
        return bool(find_dates(sentence) or _TIME.search(sentence) or _LOOSE_TIME.search(sentence))
    if asked.kind == "money":
        found = find_quantities(sentence)
        return bool(_FREE.search(sentence)) or any(q.unit in CURRENCIES or q.unit == "" for q in found)
    return asked.kind not in NUMBERS or bool(_SOME_NUMBER.search(sentence))


def make_whole(asked: Asked, sentence: str, phrase: Span) -> Span:
    """Return a phrase without loose ends: a whole name, one quantity, no marks at its edges."""
    start, end = phrase
    if asked.kind in NUMBERS:
        inside = [q for q in find_quantities(sentence) if q.start < end and start < q.end and _counts(asked, q.unit)]
        if not inside:
            return start, end
        first = inside[0]
        spread = len(inside) > 1 or end - start > first.end - first.start + LONGEST_TAIL
        return (first.start, first.end) if spread else (min(start, first.start), max(end, first.end))
    for name in find_names(sentence):
        if name.start < end and start < name.end:
            start, end = min(start, name.start), max(end, name.end)
    text = sentence[start:end]
    lead, tail = len(text) - len(text.lstrip(" ,;:—–-\"“”'")), len(text) - len(text.rstrip(' ,;:—–-"“”.'))
    if text.endswith("."):  # "Inc." keeps its mark
        tail = 0 if re.search(r"\b(?:[A-Z]|Inc|Ltd|Co|Corp|Jr|Sr)\.\Z", text) else tail
    start, end = start + lead, end - tail
    if sentence[start:end].endswith(("'s", "’s")) and asked.kind in {"person", "place"}:
        end -= 2
    return start, max(start, end)


def _counts(asked: Asked, unit: str) -> bool:
    if unit == "date":
        return False
    if asked.kind == "money":
        return unit in CURRENCIES or unit == ""
    if asked.kind == "share":
        return unit == "%"
    if asked.kind == "duration":
        return unit in {"day", "metre"}  # "how long is the trail"
    return unit not in CURRENCIES and (unit != "%" or asked.kind == "measure")


def list_phrases(asked: Asked, sentence: str, phrase: Span) -> list[Span]:
    """Return the other phrases of a sentence that are of the kind asked for, nearest to the reader's first."""
    found: list[Span] = []
    if asked.kind in NUMBERS:
        found = [(q.start, q.end) for q in find_quantities(sentence) if _counts(asked, q.unit) and q.unit]
        if asked.kind == "count":
            found += list(count_nobody(sentence))
            found += [(q.start, q.end) for q in find_quantities(sentence) if not q.unit]
    elif asked.kind in {"person", "place"}:
        kinds = {"person"} if asked.kind == "person" else {"place", "name"}
        found = [(name.start, name.end) for name in find_names(sentence) if name.kind in kinds]
    elif asked.kind in {"time", "year"}:
        found = [(date.start, date.end) for date in find_dates(sentence)]
    return sorted(found, key=lambda span: abs(span[0] - phrase[0]))


def judge_fit(question: str, asked: Asked, text: str, sentence: str, span: Span) -> int:
    """Return 1 where a phrase is of the kind that is asked for, -1 where it is not, 0 where that cannot be told."""
    bare = text.strip(" ,.;:\"'“”")
    if not re.search(r"\w", bare) or bare.lower() in _PRONOUN or measure_novelty(question, bare) == 0:
        return -1
    kind = asked.kind
    if kind == "person" and _names_the_asked(question, bare):
        return -1
    if kind in {"person", "place"}:
        return _judge_named(kind, bare)
    if kind in {"year", "time"}:
        return _judge_time(asked, bare)
    if kind in NUMBERS:
        return _judge_number(asked, bare, sentence, span)
    if kind == "description":
        small = [w for w in cut_words(bare) if w.is_word and not w.capital and not is_function_word(w.lower)]
        return 1 if small and (len(small) > 1 or small[-1].lower in ROLES) else -1
    if kind == "expansion":
        return 1 if len([w for w in cut_words(bare) if w.capital]) > 1 else -1
    return 0


def _judge_named(kind: str, text: str) -> int:
    if len(text.split()) > LONGEST_NAMED:
        return -1
    cut = cut_words(text)
    named = any(word.capital for word in cut)
    if kind == "person":
        if named:
            return -1 if re.search(r"\d|[$£€%]", text) else 1
        last = cut[-1].lower
        several = last in PEOPLE or (singular(last) != last and singular(last) in ROLES | GROUPS)
        return 0 if several and not re.search(r"\d", text) else -1  # "the district councils", but no "spokesman"
    return -1 if re.fullmatch(r"[\d.,:\s]+", text) else int(named)


def _names_the_asked(question: str, text: str) -> bool:
    """Say whether a name is only the fuller name of somebody whom the question names: "Jimi Hendrix" for "Hendrix"."""
    if not _FAMILY.isdisjoint(word.lower for word in cut_words(question)):
        return False
    return any(len(name.bare) > 2 and same_person(name.bare, text) for name in find_names(question))


_FAMILY = words("""
    brother brothers sister sisters wife husband son sons daughter daughters father mother parents parent child children
    family uncle aunt cousin widow
""")


def _judge_time(asked: Asked, text: str) -> int:
    if asked.kind == "year":
        return 1 if find_years(text) or find_dates(text) or _ANCIENT.search(text) else -1
    dates = find_dates(text)
    if dates and all(date.weekday for date in dates):
        return -1  # of which week, the phrase does not say
    if asked.of in {"date", "day"} and not any(date.day for date in dates):
        return -1
    return 1 if dates or _TIME.search(text) or _LOOSE_TIME.search(text) or _ANCIENT.search(text) else -1


def _judge_number(asked: Asked, text: str, sentence: str, span: Span) -> int:
    if asked.kind == "count" and any(True for _ in count_nobody(text)):
        return 1
    inside = [q for q in find_quantities(sentence) if q.start < span[1] and span[0] < q.end]
    if asked.kind == "share" and _PART.search(text):
        return 1
    if not any(_counts(asked, quantity.unit) for quantity in inside):
        return _judge_loose_number(asked, text, bool(inside))
    units = {quantity.unit for quantity in inside}
    if asked.kind == "age" and _NO_AGE.search(text):
        return -1
    if asked.kind == "money":
        return 1 if units & CURRENCIES else 0
    if asked.kind == "count" and units <= {"day"}:
        return -1
    return 1


def _judge_loose_number(asked: Asked, text: str, counted: bool) -> int:
    """Judge what holds a number that is written in no usual way ("$102million", "80km/h", "half a year")."""
    if asked.kind == "duration":
        return 1 if _SPAN.search(text) else 0 if find_dates(text) or text.lower().startswith("since") else -1
    if asked.kind == "money":
        return 1 if re.search(r"[$£€¥]\s?\d", text) else -1
    if asked.kind == "age":
        return 0 if find_years(text) else -1
    if asked.kind == "count":
        return 0 if _VAGUE_COUNT.search(text) or _PART.search(text) or (not counted and re.search(r"\d", text)) else -1
    return 0 if re.search(r"\d", text) and not find_dates(text) else -1


def measure_novelty(question: str, text: str) -> float:
    """Return the share of a phrase's words that the question does not have."""
    asked = {word.lower for word in cut_words(question)}
    own = [word.lower for word in cut_words(text) if word.is_word and not is_function_word(word.lower)]
    own = own or [word.lower for word in cut_words(text) if word.is_word]
    return sum(word not in asked for word in own) / len(own) if own else 0.0


def is_same_phrase(one: str, other: str) -> bool:
    """Say whether two phrases name the same: one holds all words of the other, articles left out."""
    ours, theirs = (
        {word.lower for word in cut_words(text) if word.is_word and word.lower not in {"the", "a", "an"}}
        for text in (one, other)
    )
    return bool(ours and theirs) and (ours <= theirs or theirs <= ours)


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
    doubt = min(max(confidence, 1e-4), 1 - 1e-4)
    rows = []
    for one in known:
        others = [other for other in known if other is not one]
        same = [other for other in others if is_same_phrase(one.offer.text, other.offer.text)]
        against = [_chance(o.reader) * o.phrase for o in others if o not in same]
        rows.append(
            [
                one.score - best,
                one.reader,
                one.phrase,
                one.support,
                _chance(one.support),
                float(one.offer.fit > 0),
                float(one.offer.fit == 0),
                math.log(doubt / (1 - doubt)),
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


def _chance(logit: float) -> float:
    return 1 / (1 + math.exp(-max(-50.0, min(50.0, logit))))
