"""A phrase made whole: whole names, brackets and quotations, no loose words or marks at its edges."""

from __future__ import annotations

import re
from collections.abc import Iterator

from qa.english.names import find_names
from qa.english.quantities import MONEY
from qa.english.questions import Asked
from qa.english.speech import SAYING
from qa.english.stems import singular, stem
from qa.english.verbs import is_past

Span = tuple[int, int]
NUMBERS = frozenset({"count", "money", "share", "duration", "age", "distance", "measure"})
LONGEST_TAIL = 12  # characters beside its number that a phrase keeps: "40 square miles"
_TELLS_HOW = frozenset({"time", "year", "place", "reason", "manner", "frequency", ""})  # "in May", "by train"
# a preposition before a noun, which begins with a determiner, a capital or a figure: "to cut jobs" is none
_LOOSE = re.compile(r"(?i:to|by|of|with|from)\s+(?=(?i:an?|the|his|her|its|their)\b|[A-Z\d$£€¥])")
_NEXT = re.compile(r" ([a-z]+)\b")
_CLOSING = {"(": ")", "[": "]", "“": "”", '"': '"'}
_DEEPEST = 8  # brackets and quotations within each other
_LISTED = re.compile(r"(?:, (?:and )?| and )(?:[Tt]he )?")  # between the names of a list
_SMALL = re.compile(r"\b[a-z]+\b")
_WHERE = re.compile(r"(?:In|At|Near) (?:the )?")
_OPENED = re.compile(r"(?:\A|[\s(\[–—-])\Z")  # what stands before a mark " that opens


def make_whole(asked: Asked, sentence: str, phrase: Span) -> Span:
    """Return a phrase without loose ends: whole names, brackets, quotations and lists, no loose words or marks."""
    start, end = _trim(asked, sentence, *phrase)
    if asks_several(asked):
        start, end = _take_list(asked, sentence, start, end)
    if asked.kind not in _TELLS_HOW and (loose := _LOOSE.match(sentence, start, end)) and loose.end() < end:
        start = loose.end()
    return _balance(sentence, start, end)


def asks_several(asked: Asked) -> bool:
    """Say whether it is asked for more than one person, place or thing: "which three books"."""
    head = asked.of.rpartition(" ")[2].lower()
    return asked.kind in {"person", "place", "thing"} and head != singular(head)


def _take_list(asked: Asked, sentence: str, start: int, end: int) -> Span:
    """Return a phrase with the names beside it that a list joins to it: "Brell, Norda and Vistula".

    Not one that begins what is told next, "he met Ann and Tom left", nor, unless for a place, where it was: "In Oslo,".
    """
    names = find_names(sentence)
    follows_verb = any(is_past(word) for word in _SMALL.findall(sentence, 0, start) if word not in SAYING)
    for name in names:
        if name.start >= end and _LISTED.fullmatch(sentence, end, name.start):
            if follows_verb and (word := _NEXT.match(sentence, name.end)) and is_past(word[1]):
                break
            end = name.end
    for name in reversed(names):
        if name.end <= start and _LISTED.fullmatch(sentence, name.end, start):
            if asked.kind != "place" and _WHERE.fullmatch(sentence, 0, name.start):
                break
            start = name.start
    return start, end


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


def _trim(asked: Asked, sentence: str, start: int, end: int) -> Span:
    for name in find_names(sentence) if asked.kind not in NUMBERS else ():
        if name.start < end and start < name.end:
            start, end = min(start, name.start), max(end, name.end)
        tells = name.start == start and name.end < end and (asked.of or asked.kind in {"person", "place"})
        if tells and (word := _NEXT.match(sentence, name.end, end)) and is_past(word[1]):
            end = name.end  # "Norda bought its rival" of who bought it
    text = sentence[start:end]
    lead, tail = len(text) - len(text.lstrip(" ,;:—–-\"“”'")), len(text) - len(text.rstrip(' ,;:—–-"“”.'))
    if text.endswith("."):  # "Inc." keeps its mark
        tail = 0 if re.search(r"\b(?:[A-Z]|Inc|Ltd|Co|Corp|Jr|Sr)\.\Z", text) else tail
    start, end = start + lead, end - tail
    counted = asked.kind == "count" and _NEXT.match(sentence, end)
    if counted and asked.of and stem(counted[1]) == stem(asked.of.split()[-1]):
        end = counted.end()  # "About 11,000 soldiers"
    if sentence[start:end].endswith(("'s", "’s")) and asked.kind in {"person", "place"}:
        end -= 2
    return start, max(start, end)


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
