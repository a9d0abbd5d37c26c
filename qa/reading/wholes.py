"""A phrase made whole: one quantity, whole names, no loose words or marks at its edges, no subject without its verb."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from qa.english.names import Name, find_names
from qa.english.numbers import ORDINALS
from qa.english.quantities import MONEY, Quantity, find_quantities
from qa.english.questions import Asked
from qa.english.relations import MOVES
from qa.english.stems import singular
from qa.english.verbs import is_past, is_verb
from qa.english.words import (
    AUXILIARIES,
    DETERMINERS,
    POSSESSIVES,
    Word,
    cut_words,
    is_function_word,
    words,
)

Span = tuple[int, int]
NUMBERS = frozenset({"count", "money", "share", "duration", "age", "distance", "measure"})
LONGEST_TAIL = 12  # characters beside its number that a phrase keeps: "40 square miles"
_TO = re.compile(r"\s*(?:to|and)\s*|[-–]", re.IGNORECASE)  # between the two ends of a range
_BETWEEN = re.compile(r"\bbetween\s+\Z", re.IGNORECASE)
_MOVED = 60  # characters before a range in which the verb stands that moves something along it
_MOVING = MOVES | words(
    "raise raises raised lift lifts lifted cut cuts change changes changed move moves moved trimmed"
)
_ARTICLE = re.compile(r"(?:an?|the)\s+", re.IGNORECASE)
_TELLS_HOW = frozenset({"time", "year", "place", "reason", "manner", "frequency", ""})  # "in May", "by train"
# a preposition before a noun, which begins with a determiner, a capital or a figure: "to cut jobs" is none
_LOOSE = re.compile(r"(?i:to|by|of|with|from)\s+(?=(?i:an?|the|his|her|its|their)\b|[A-Z\d$£€¥])")
_PLURALS = words("people men women children wives")
_OWNED = re.compile(r"['’]s\b|s['’](?!\w)")
_MOST_BESIDE = 2  # words beside its name that a phrase has which is no more than a name
_AS_WELL = re.compile(r"\b(?:also|too|as well|likewise|another|join(?:s|ed|ing)?|alongside)\b", re.IGNORECASE)
_NTH = re.compile(  # "the third woman to withdraw": there are two more
    rf"\b(?:the|a) (?:{'|'.join(word for word, place in ORDINALS.items() if place > 1)})\b[^,.;:]{{1,40}}?\bto\b",
    re.IGNORECASE,
)
_LISTED = re.compile(r"\s*(?:,\s*(?:and|or)?|and|or|&|as well as)\s+", re.IGNORECASE)
_MOST_BEFORE = 3  # words that say what a listed name is: "the shadow chancellor Oliver Letwin"
_CLOSING = {"(": ")", "[": "]", "“": "”", '"': '"'}
_DEEPEST = 8  # brackets and quotations within each other
_OPENED = re.compile(r"(?:\A|[\s(\[–—-])\Z")  # what stands before a mark " that opens


def make_whole(asked: Asked, sentence: str, phrase: Span) -> Span:
    """Return a phrase without loose ends: a whole name, one quantity, whole brackets and quotations, a whole clause."""
    start, end = _trim(asked, sentence, *phrase)
    if asked.kind not in _TELLS_HOW and (loose := _LOOSE.match(sentence, start, end)) and loose.end() < end:
        start = loose.end()
    if asks_for_several(asked):
        start, end = _take_list(sentence, start, end)
    return _balance(sentence, start, end)


def asks_for_several(asked: Asked) -> bool:
    """Say whether a question asks for more than one who or which has a name: "which women"."""
    noun = asked.of.split()[-1] if asked.of else ""
    owned = bool(_OWNED.search(asked.of))  # "which country's officials"
    plural = noun.islower() and not owned and (noun in _PLURALS or singular(noun) != noun)
    return plural and asked.kind in {"person", "place", "thing"}


def is_one_of_several(sentence: str, phrase: Span, around: str) -> bool:
    """Say whether a phrase has one name, and its sentence or the text beside it says that it is not the only one."""
    own = _find_only_name(sentence, *phrase)
    if own is None or own.kind == "name":
        return False
    return bool(_NTH.search(sentence, own.end)) or any(
        name.kind == own.kind and name.bare.split()[-1] not in sentence
        for said in re.split(r"(?<=[.!?])\s+", around)
        if _AS_WELL.search(said)
        for name in find_names(said)
    )


def _take_list(sentence: str, start: int, end: int) -> Span:
    """Return a name with those that it is listed with: "Norda" of "Norda, Brell and the ferry firm Moro"."""
    names = find_names(sentence)
    own = _find_only_name(sentence, start, end)
    if own is None:
        return start, end
    first = last = names.index(own)
    while last + 1 < len(names) and _joins(sentence[names[last].end : names[last + 1].start]):
        last += 1
    while first and _joins(sentence[names[first - 1].end : names[first].start]):
        first -= 1
    return min(start, names[first].start), max(end, names[last].end)


def _find_only_name(sentence: str, start: int, end: int) -> Name | None:
    """Return the name of a phrase that is hardly more than one name."""
    inside = [name for name in find_names(sentence) if name.start < end and start < name.end]
    beside = sum(word.is_word for word in cut_words(sentence[start:end])) - sum(len(n.text.split()) for n in inside)
    return inside[0] if len(inside) == 1 and beside <= _MOST_BESIDE else None


def _joins(between: str) -> bool:
    """Say whether what stands between two names lists them, with no more than what the second is before it."""
    joined = _LISTED.match(between)
    if not joined:
        return False
    cut = [word for word in cut_words(between[joined.end() :]) if word.lower not in DETERMINERS | POSSESSIVES]
    return len(cut) <= _MOST_BEFORE and not any(
        not word.is_word or is_function_word(word.lower) or _may_be_verb(word) for word in cut
    )


def _balance(sentence: str, start: int, end: int) -> Span:
    """Return a phrase with the other mark of each bracket or quotation that it cuts, or without it where that is far.

    The longer part stays: "“a leak” of" keeps its marks, "Brell (the firm" ends before the bracket.
    """
    for opened, closed in _find_pairs(sentence):
        if start < opened < end <= closed:
            within = LONGEST_TAIL if sentence[opened] in "([" else max(LONGEST_TAIL, end - opened)
            near = closed + 1 - end <= within
            end = closed + 1 if near else start + len(sentence[start:opened].rstrip())
        elif opened < start <= closed < end - 1:
            near = start - opened <= max(LONGEST_TAIL, closed - start)
            start = opened if near else end - len(sentence[closed + 1 : end].lstrip(" ,"))
    return start, end


def _find_pairs(sentence: str) -> Iterator[Span]:
    """Yield the places of the two marks of each bracket and quotation; one without its other is passed over."""
    waiting: list[tuple[str, int]] = []
    for place, mark in enumerate(sentence):
        opens = mark in _CLOSING and (mark != '"' or _OPENED.search(sentence[max(0, place - 1) : place]))
        if opens:
            waiting = [*waiting[1 - _DEEPEST :], (_CLOSING[mark], place)]
        elif any(mark == closing for closing, _ in waiting):
            while waiting[-1][0] != mark:
                waiting.pop()
            yield waiting.pop()[1], place


def _may_be_verb(word: Word) -> bool:
    form = word.lower
    if word.capital or "-" in form:
        return False
    return form in AUXILIARIES or is_past(form) or is_verb(form) or form.endswith("ing")


def _trim(asked: Asked, sentence: str, start: int, end: int) -> Span:
    if asked.kind in NUMBERS:
        every = find_quantities(sentence)
        if spread := _find_range(asked, sentence, every, start, end):
            return spread
        inside = [q for q in every if q.start < end and start < q.end and counts(asked, q.unit)]
        if not inside:
            return start, end
        first = inside[0]
        loose = len(inside) > 1 or end - start > first.end - first.start + LONGEST_TAIL
        if article := _ARTICLE.fullmatch(sentence, start, first.start):  # "a £2m", of "a £2m gift"
            start = article.end()
        return (first.start, first.end) if loose else (min(start, first.start), max(end, first.end))
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


def _find_range(asked: Asked, sentence: str, every: Sequence[Quantity], start: int, end: int) -> Span | None:
    """Return the range of which a phrase has an end, "between 1 and 2 million"; of a move "from 60 to 65" where to."""
    for low, high in pairwise(every):
        joined = _TO.fullmatch(sentence, low.end, high.start)
        if not joined or not (low.start < end and start < high.end) or not counts(asked, high.unit):
            continue
        if joined[0] in "-–" and not ((high.unit or low.unit) and low.value < high.value):  # "won 3-1"
            continue
        if between := _BETWEEN.search(sentence, max(0, low.start - LONGEST_TAIL), low.start):
            return between.start(), high.end
        before = {word.lower for word in cut_words(sentence[max(0, low.start - _MOVED) : low.start])}
        is_one = low.unit in {high.unit, ""} or (low.unit in MONEY and not high.unit)
        if "and" not in joined[0].lower() and is_one:
            return (high.start, high.end) if before & _MOVING else (low.start, high.end)
    return None


def counts(asked: Asked, unit: str) -> bool:
    """Say whether a quantity of a unit is of the kind that is asked for."""
    if unit == "date":
        return False
    if asked.kind == "money":
        return unit in MONEY or unit == ""
    if asked.kind == "share":
        return unit == "%"
    if asked.kind == "duration":
        return unit in {"day", "metre"}  # "how long is the trail"
    return unit not in MONEY and (unit != "%" or asked.kind == "measure")
