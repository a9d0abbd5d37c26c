"""Find the brackets and quotations that stand inside a sentence, which goes on after them."""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import NamedTuple

from qa.english.endings import SPEECH_VERBS

BRACKET = re.compile(r"[()\[\]（）]")
QUOTATION_MARK = re.compile(r"[\"“”„«»]")
CLOSED_BY = {'"': '"', "“": "”", "„": "“”", "«": "»", "»": "«"}
GOES_ON = re.compile(r",? (?P<words>[^\W\d_A-Z].{0,60})")

# In a longer bracket or quotation every sentence stands for itself; in characters.
LONGEST_BRACKET = 250
LONGEST_QUOTATION = 120  # characters of a quotation that is part of its sentence

Span = tuple[int, int]


class Asides(NamedTuple):
    """The brackets and quotations of one block, as the offsets of their two marks."""

    inner: list[Span]  # brackets, and quotations that their sentence goes on after; in order, none within another
    closing: frozenset[int]  # the straight quotation marks that close

    def hold(self, begin: int, offset: int) -> bool:
        """Return whether ``offset`` lies in an inner aside that opened after ``begin``."""
        before = bisect_left(self.inner, (offset, offset)) - 1
        return before >= 0 and begin < self.inner[before][0] and offset < self.inner[before][1]


def find_asides(text: str) -> Asides:
    """Return the asides of ``text``, a block in which all white space is spaces."""
    quotations = find_quotations(text)
    found = [(start, end) for start, end in find_brackets(text) if end - start <= LONGEST_BRACKET]
    found += [(start, end) for start, end in quotations if end - start <= LONGEST_QUOTATION and goes_on(text, end + 1)]
    inner: list[Span] = []
    for start, end in sorted(found):
        if not inner or start > inner[-1][1]:
            inner.append((start, end))
    return Asides(inner, frozenset(end for _, end in quotations if text[end] == '"'))


def find_brackets(text: str) -> list[Span]:
    """Return the brackets that are closed."""
    spans: list[Span] = []
    opened: list[int] = []
    for match in BRACKET.finditer(text):
        if match[0] in "([（":
            opened.append(match.start())
        elif opened:
            spans.append((opened.pop(), match.start()))
    return spans


def find_quotations(text: str) -> list[Span]:
    """Return the quotations that are closed.

    News opens a quotation again in every paragraph and closes it once: a second opening mark replaces the first.
    """
    spans: list[Span] = []
    opened = -1
    for match in QUOTATION_MARK.finditer(text):
        at = match.start()
        if opened >= 0 and match[0] in CLOSED_BY[text[opened]] and not (match[0] == '"' and looks_opening(text, at)):
            spans.append((opened, at))
            opened = -1
        elif match[0] in CLOSED_BY:
            opened = at
    return spans


def looks_opening(text: str, at: int) -> bool:
    """Return whether the straight quotation mark at ``at`` has a space or bracket before it and no space after it."""
    return text[at - 1 : at] in (" ", "(") and text[at + 1 : at + 2] not in ("", " ")


def goes_on(text: str, end: int) -> bool:
    """Return whether the sentence goes on at ``end``, and not only to say who spoke."""
    found = GOES_ON.match(text, end)
    if not found:
        return False
    return not SPEECH_VERBS.intersection(word.strip(".,:;") for word in found["words"].split()[:3])
