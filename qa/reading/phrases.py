"""Phrases of a sentence: found beside the reader's, and held against the kind that is asked for."""

from __future__ import annotations

import re
from collections.abc import Sequence

from qa.english.calendar import find_dates, find_years
from qa.english.names import find_names, name_country, same_person
from qa.english.people import DEMONYM_ENDINGS, GROUPS, NATIONS, OUTLETS, PEOPLE, ROLES
from qa.english.quantities import MONEY, find_quantities
from qa.english.questions import Asked
from qa.english.stems import singular
from qa.english.words import (
    DEMONSTRATIVES,
    DETERMINERS,
    OBJECTS,
    POSSESSIVES,
    SUBJECTS,
    Word,
    cut_words,
    is_function_word,
    words,
)
from qa.reading.rivals import count_nobody
from qa.reading.wholes import LONGEST_TAIL, NUMBERS, Span, asks_for_several, counts

LONGEST_NAMED = 8  # words of a phrase that names a person or a place
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
# times that are counted from the day on which a text was written: of which year or week, they do not say
_RELATIVE = re.compile(
    r"\b(?:yesterday|today|tomorrow|tonight|spring|summer|autumn|winter|"
    r"(?:last|next|this|coming|previous|following) (?:\w+ )?(?:week|weekend|month|quarter|season|year|decade|morning|"
    r"evening|afternoon|night))\b(?!['’]s)",
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
_BARE_SHARE = re.compile(r"\D*[\d.,]+ ?(?:%|per ?cent)\W*", re.IGNORECASE)  # of what, it does not say
_OWNS = re.compile(r"\bown(?:s|ed)?\b", re.IGNORECASE)
_STAKE = re.compile(r"\b(?:stakes?|shares?|shareholding|part|half|third|quarter)\b|\d ?%|\bper ?cent\b", re.IGNORECASE)
# a day that only ends what is counted: "in the three months ending 30 September"
_PERIOD_ENDS = re.compile(
    r"\b(?:days?|weeks?|months?|quarter|half|year|period) (?:(?:that )?ended|ending|(?:up )?to|until)(?: on)?\s+\Z",
    re.IGNORECASE,
)
_ASKS_NAME = re.compile(
    r"\b(?:called|named|nicknamed|titled|(?:the|its|his|her|their) (?:name|title) of)\b", re.IGNORECASE
)
_BY = re.compile(r"\bby\s+(?:the\s+)?\Z", re.IGNORECASE)
_RESULT = re.compile(
    r"(?<![\d.,])\d{1,3}[-–]\d{1,3}(?![\d.,]*\d)(?! ?[-–]?(?:year|month|week|day|hour|minute|mile|metre)s?\b)"
)
_NO_REASON = re.compile(r"(?:by|at|into|between|among|against|about|than) ", re.IGNORECASE)  # what it was done by
_CLASSES = words("""
    substance thing item product person man woman company firm group organisation place area kind type sort object body
    matter material something someone
""")
_LOOSELY = words("a an some certain something someone")
_SCORED = words("goal point run try tries score set game frame win match result")
_ASKS_OF_END = re.compile(r"\b(?:end|ends|ended|finish|finished|over|until)\b", re.IGNORECASE)


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


def judge_fit(question: str, asked: Asked, text: str, sentence: str, span: Span) -> int:
    """Return 1 where a phrase is of the kind that is asked for, -1 where it is not, 0 where that cannot be told."""
    bare = text.strip(" ,.;:\"'“”")
    kind = asked.kind
    if not re.search(r"\w", bare) or bare.lower() in _PRONOUN or measure_novelty(question, bare) == 0:
        return -1
    if (kind == "place" and not asked.of and _BY.search(sentence[: span[0]])) or (
        kind == "person" and _names_the_asked(question, bare)
    ):
        return -1
    if _OWNS.search(question) and _STAKE.search(sentence) and not _STAKE.search(question):
        return -1
    if kind in {"person", "place"}:
        return _judge_named(asked, bare)
    if kind in {"year", "time"}:
        ends = _PERIOD_ENDS.search(sentence[: span[0]]) and not _ASKS_OF_END.search(question)
        return -1 if ends else _judge_time(asked, bare)
    if kind in NUMBERS:
        return _judge_number(asked, bare, sentence, span)
    if kind == "reason":
        return -1 if _NO_REASON.match(bare) else 0
    return _judge_thing(question, asked, bare)


def _judge_thing(question: str, asked: Asked, text: str) -> int:
    """Judge what answers a question for a thing, a description or what an abbreviation stands for."""
    if asked.kind == "thing" and asked.of and _is_only_a_class(asked.of, text):
        return -1
    if asked.kind == "thing" and _ASKS_NAME.search(question):
        return 1 if _has_name(text) else -1
    if asked.kind == "description":
        small = [w for w in cut_words(text) if w.is_word and not w.capital and not is_function_word(w.lower)]
        return 1 if small and (len(small) > 1 or small[-1].lower in ROLES) else -1
    if asked.kind == "expansion":
        return 1 if len([w for w in cut_words(text) if w.capital]) > 1 else -1
    return 0


def _is_only_a_class(of: str, text: str) -> bool:
    """Say whether a phrase names no more than what the asked thing is one of: "a banned substance" for which drug."""
    cut = [word for word in cut_words(text) if word.is_word]
    if not cut or cut[0].lower not in _LOOSELY or singular(of.split()[-1].lower()) in _CLASSES:
        return False
    return singular(cut[-1].lower) in _CLASSES and not any(_names(word) or word.text[0].isdigit() for word in cut[1:])


def _judge_named(asked: Asked, text: str) -> int:
    parts = re.split(r",|\band\b", text) if asks_for_several(asked) else [text]
    if max(len(part.split()) for part in parts) > LONGEST_NAMED:
        return -1
    cut = cut_words(text)
    named = _has_name(text)
    if asked.kind == "person":
        if named and not _only_describes(cut):
            return -1 if re.search(r"\d|[$£€%]", text) else 1
        last = cut[-1].lower
        several = last in PEOPLE or (singular(last) != last and singular(last) in ROLES | GROUPS)
        return 0 if several and not re.search(r"\d", text) else -1  # "the district councils", but no "spokesman"
    return -1 if re.fullmatch(r"[\d.,:\s]+", text) else int(named)


def _names(word: Word) -> bool:
    return word.capital and not is_function_word(word.lower)


def _has_name(text: str) -> bool:
    return any(_names(word) for word in cut_words(text))


def _only_describes(cut: Sequence[Word]) -> bool:
    """Say whether a phrase has no name but a nation's, and means somebody of it: "the Swiss", "a Russian company"."""
    if cut[0].lower not in DETERMINERS | POSSESSIVES:
        return False
    capitals = [word.lower for word in cut if _names(word)]
    alone = len(capitals) == len(cut) - 1 and all(word in NATIONS for word in capitals)
    return not alone and all(
        name_country(word) in NATIONS or (word.endswith(DEMONYM_ENDINGS) and word not in OUTLETS) for word in capitals
    )


def _names_the_asked(question: str, text: str) -> bool:
    """Say whether a name is only the fuller name of somebody whom the question names: "Jimi Hendrix" for "Hendrix".

    A question that is typed in small letters names by its words: "roddicks next coach" is about Andy Roddick.
    """
    asked = {word.lower.replace("’", "'") for word in cut_words(question)}
    if not _FAMILY.isdisjoint(asked):
        return False
    last = text.split()[-1].lower()
    if question[1:].islower() and len(last) > 3 and not asked.isdisjoint((last, f"{last}s", f"{last}'s")):
        return True
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
    if is_relative(asked, text):
        return -1
    if asked.of in {"date", "day"} and not any(date.day for date in dates):
        return -1
    return 1 if dates or _TIME.search(text) or _LOOSE_TIME.search(text) or _ANCIENT.search(text) else -1


def is_relative(asked: Asked, text: str) -> bool:
    """Say whether a phrase is a time of no certain year: "next spring", "yesterday"."""
    if asked.kind != "time" or asked.of == "season" or find_dates(text):
        return False
    return bool(_RELATIVE.search(text)) and not re.search(r"\d", text)


def _judge_number(asked: Asked, text: str, sentence: str, span: Span) -> int:
    if asked.kind == "count" and any(True for _ in count_nobody(text)):
        return 1
    inside = [q for q in find_quantities(sentence) if q.start < span[1] and span[0] < q.end]
    if asked.kind == "share" and _PART.search(text):
        return 1
    if not any(counts(asked, quantity.unit) for quantity in inside):
        return _judge_loose_number(asked, text, bool(inside))
    units = {quantity.unit for quantity in inside}
    if asked.kind == "age" and _NO_AGE.search(text):
        return -1
    if asked.kind == "money":
        return 1 if units & MONEY else 0
    if asked.kind == "count" and (units <= {"day"} or (units <= {""} and _is_of_result(asked, sentence, span))):
        return -1
    return 1


def _is_of_result(asked: Asked, sentence: str, span: Span) -> bool:
    """Say whether a number is one of the two of a result, "lost 17-18", where no goals or points are asked for."""
    near = max(0, span[0] - LONGEST_TAIL)
    results = _RESULT.finditer(sentence, near, span[1] + LONGEST_TAIL)
    inside = any(match.start() <= span[0] and span[1] <= match.end() for match in results)
    return inside and not _SCORED.intersection(singular(word.lower()) for word in asked.of.split())


def _judge_loose_number(asked: Asked, text: str, counted: bool) -> int:
    """Judge what holds a number that is written in no usual way ("$102million", "80km/h", "half a year")."""
    if asked.kind == "duration":
        return 1 if _SPAN.search(text) else 0 if find_dates(text) or text.lower().startswith("since") else -1
    if asked.kind == "money":
        return 1 if re.search(r"[$£€¥]\s?\d", text) else -1
    if asked.kind == "age":
        return 0 if find_years(text) else -1
    if asked.kind == "count":
        if _BARE_SHARE.fullmatch(text):
            return -1
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
