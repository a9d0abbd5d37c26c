"""Phrases of a sentence: found beside the reader's, and held against the kind that is asked for."""

from __future__ import annotations

import re

from qa.english.calendar import find_dates
from qa.english.names import find_names
from qa.english.quantities import MONEY, find_quantities
from qa.english.questions import Asked
from qa.english.words import (
    DEMONSTRATIVES,
    OBJECTS,
    POSSESSIVES,
    SUBJECTS,
    cut_words,
    is_function_word,
    words,
)
from qa.reading.rivals import count_nobody
from qa.reading.wholes import NUMBERS, Span, counts

_TIME = re.compile(
    r"\b(?:yesterday|today|tomorrow|tonight|spring|summer|autumn|winter|week|month|year|century|decade|morning|night|"
    r"afternoon|evening|noon|midnight|ago|\d{1,2}(?::\d\d)?\s?(?:am|pm)|\d{1,2}:\d\d|\d{4}s?)\b",
    re.IGNORECASE,
)
_LOOSE_TIME = re.compile(
    r"\b(?:days?|hours?|minutes?|weekend|eve|age|era|period|season|war|dawn|dusk|midday|birth|soon|now|fall|"
    r"christmas|easter|thanksgiving|ramadan|seconds?|weeks|months|years|centuries|decades|\d{1,4}\s?(?:BCE?|AD|CE))\b",
    re.IGNORECASE,
)
# times that are counted from the day on which a text was written: of which year or week, they do not say
_RELATIVE = re.compile(
    r"\b(?:yesterday|today|tomorrow|tonight|spring|summer|autumn|winter|"
    r"(?:last|next|this|coming|previous|following) (?:\w+ )?(?:week|weekend|month|quarter|season|year|decade|morning|"
    r"evening|afternoon|night))\b(?!['’]s)",
    re.IGNORECASE,
)
_SOME_DAY = re.compile(r"\b(?:(?:yester|to|mid)?days?|tomorrow|tonight|eve|christmas|easter|weekend)\b", re.IGNORECASE)
_FREE = re.compile(r"\b(?:free|nothing|no (?:money|charge|fee)|fortune)\b|[$£€¥]\s?\d", re.IGNORECASE)
_SOME_NUMBER = re.compile(
    r"\d|\b(?:no|nobody|none|nothing|zero|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w{3,6}teen|"
    r"twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|dozens?|hundreds?|thousands?|millions?|billions?|trillions?|"
    r"half|thirds?|quarters?|twice|double|triple|once|both|pair|couple|several|majority|single|sole|only|lots?|few|many|"
    r"handful|days|weeks|months|years|hours|minutes|seconds|decades|centur(?:y|ies)|millenni(?:um|a)|long|most|all)\b",
    re.IGNORECASE,
)
_AND = re.compile(r"\band (?:\w+ )?\Z", re.IGNORECASE)
_OTHERS = re.compile(r"[\w,.-]+(?: \w+)? others?\b")
_CHANGE = re.compile(
    r"\bhow (?:much|many|far)\b.*\b(?:fall|fallen|rise|risen|drop|dropped|gr[eo]w|grown|increased?|decreased?|"
    r"declined?|(?:go|gone|went|come|came) (?:up|down))\b(?!.*\bto\W*\Z)",
    re.IGNORECASE,
)
_LEVEL = re.compile(
    r"\b(?:to|from|above|below|past|beyond|topp(?:ed|ing)|reach(?:ed|ing)|hit(?:ting)?) "
    r"(?:(?:about|around|nearly|almost|over|under|just|some|only|an?|more|less|than) )*\Z",
    re.IGNORECASE,
)
_INITIALS = re.compile(r"\s\(([A-Z][A-Za-z]*[A-Z])\)")
_MANNER = re.compile(r"by \w+ing\b", re.IGNORECASE)  # "by cutting jobs" says how, not why
_PRONOUN = SUBJECTS | OBJECTS | POSSESSIVES | DEMONSTRATIVES | words("which")
_WITH_FIGURES = NUMBERS | {"time", "year"}


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
        return bool(_FREE.search(sentence)) or any(q.unit in MONEY or q.unit == "" for q in found)
    return asked.kind not in NUMBERS or bool(_SOME_NUMBER.search(sentence))


def list_phrases(asked: Asked, sentence: str, phrase: Span) -> list[Span]:
    """Return the other phrases of a sentence that are of the kind asked for, nearest to the reader's first."""
    found: list[Span] = []
    if asked.kind in NUMBERS:
        found = [(q.start, q.end) for q in find_quantities(sentence) if counts(asked, q.unit) and q.unit]
        if asked.kind == "count":
            found += list(count_nobody(sentence))
            found += [(q.start, q.end) for q in find_quantities(sentence) if not q.unit]
    elif asked.kind in {"person", "place"}:
        kinds = {"person"} if asked.kind == "person" else {"place", "name"}
        found = [(name.start, name.end) for name in find_names(sentence) if name.kind in kinds]
    elif asked.kind in {"time", "year"}:
        found = [(date.start, date.end) for date in find_dates(sentence)]
    return sorted(found, key=lambda span: abs(span[0] - phrase[0]))


def judge_fit(question: str, asked: Asked, text: str) -> int:
    """Return 1 where a phrase is of the kind that is asked for, -1 where it is not, 0 where that cannot be told."""
    bare = text.strip(" ,.;:\"'“”")
    if not re.search(r"\w", bare) or bare.lower() in _PRONOUN or measure_novelty(question, bare) == 0:
        return -1
    dates = find_dates(bare)
    if asked.kind == "time" and dates and all(date.weekday for date in dates):
        return -1  # of which week, the phrase does not say
    if asked.of in {"date", "day"} and not any(date.day for date in dates):
        return -1
    if asked.kind == "reason" and _MANNER.match(bare):
        return -1
    if asked.kind in _WITH_FIGURES:
        return 1 if holds_kind(asked, bare) else -1
    if asked.kind in {"person", "place"}:
        return 1 if _has_name(bare) else -1 if re.search(r"\d", bare) else 0
    return 0


def _has_name(text: str) -> bool:
    return any(word.capital and not is_function_word(word.lower) for word in cut_words(text))


def is_of_another_measure(question: str, asked: Asked, sentence: str, span: Span) -> bool:
    """Say whether a number counts something else: the others beside one, or a level where it is asked for a change.

    "She and eight others" are nine, and what "fell to 40 euros" did not fall by 40.
    """
    if asked.kind not in NUMBERS:
        return False
    before, rest = sentence[: span[0]], sentence[span[0] :]
    counts_others = _AND.search(before) and _OTHERS.match(rest) and not re.search(r"\bothers?\b", question)
    return bool(counts_others or (_CHANGE.search(question) and _LEVEL.search(before)))


def is_asked_about(question: str, sentence: str, span: Span) -> bool:
    """Say whether a phrase is the long name of what the question calls by its initials: "Court of Appeal (COA)"."""
    short = _INITIALS.match(sentence, span[1])
    return short is not None and short[1].lower() in {word.lower for word in cut_words(question)}


def is_relative(asked: Asked, text: str) -> bool:
    """Say whether a phrase is a time of no certain year: "next spring", "yesterday"."""
    if asked.kind != "time" or asked.of == "season" or find_dates(text):
        return False
    return bool(_RELATIVE.search(text)) and not re.search(r"\d", text)


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
