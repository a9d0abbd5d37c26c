"""Find the stretches of a text that no line break ends: lines, and paragraphs that were wrapped by hand."""

from __future__ import annotations

import re
from itertools import pairwise
from statistics import median_low
from typing import NamedTuple

LINE_ENDS = "\n\r\v\f\x85\u2028\u2029"
LINE = re.compile(f"[^{LINE_ENDS}]+")
ONE_BREAK = re.compile(r"\f?(?:\r\n|[\n\r\v\f\x85\u2028])\f?")  # a page may end in mid-sentence

# The head of a line that stands alone: a bullet, a number, a quoted line, a table row, a heading mark. "J. " is none:
# it may be an initial after a wrapped first name.
LIST_MARK = re.compile(r"\s*(?:[-*+>]\s|[•‣▪●◦·|]|[–—]\s(?![a-z])|#{1,6}\s|\(?(?:\d{1,3}[.)]|[a-z]\.|[A-Za-z]\))\s)")
HEADING_MARK = re.compile(r"\s*#{1,6}\s")
SENTENCE_END = re.compile(r"[.!?…:;。！？।؟۔][\"'”’»)\]]*$")

# the head of an item in "1. Open the box 2. Take it out": of a number, or of a letter
ITEM = re.compile(r"(?:(?<=\s)|^)(?:[•‣▪●◦·⁃] ?)?\(?(?P<value>\d{1,3}|[a-z])(?P<close>\.\)|[.)])(?=\s\S)")
LONGEST_ITEM_HEAD = 8  # characters

NARROWEST_COLUMN = 40  # characters; of narrower lines a text says nothing as a whole: they may be verse or a table
NARROWEST_LINE = 15  # characters; shorter ones are never taken for the lines of a paragraph
WIDEST_COLUMN = 120  # characters; longer lines are paragraphs
LONGEST_WORD = 20  # characters; a longer one, such as an address, says little about how full a line is
FULL_LINE = 0.85  # of the usual width: so far reaches a line with the word that came on the next one
LEAST_CONTINUED = 0.4  # share of lines that stop in mid-sentence: two thirds in wrapped prose, none in lists of lines
LEAST_FULL = 0.75  # share of full lines among those
LEAST_CONTINUED_HERE = 1 / 3  # share of lines of one paragraph that stop in mid-sentence
HANGING = re.compile(
    r"(?:,|\b(?:a|an|the|of|to|in|on|at|by|for|from|with|and|or|but|that|who|which|as|after|before|than|is|are|was|were"
    r"|will|be|has|have|had|not|his|her|its|their|this|said))$"
)
MIXED_CASE = re.compile(r"[a-z]{1,2}[A-Z]")  # "iPhone" begins with no small letter

Span = tuple[int, int]


class Break(NamedTuple):
    """A single line break that may have been set only because the line was full; lengths are in characters."""

    width: int  # of the line before it
    reach: int  # of that line together with the first word after the break
    continued: bool  # the line stops, and the next begins, in mid-sentence
    hanging: bool  # the line stops with a comma or a word that another one follows


def find_blocks(text: str) -> list[Span]:
    """Return the spans of ``text`` that hold no hard line break, in order.

    Every line is a block of its own, as headings, list lines and paragraphs are, unless the text is evidently
    hard-wrapped: then the lines of a paragraph form one block.
    """
    lines = [match.span() for match in LINE.finditer(text) if not match[0].isspace()]
    breaks = [read_break(text, line, following) for line, following in pairwise(lines)]
    shortest_reach = find_shortest_reach([found for found in breaks if found and found.width >= NARROWEST_COLUMN])
    if shortest_reach:
        soft = [
            found is not None and found.width >= NARROWEST_COLUMN and found.reach >= shortest_reach for found in breaks
        ]
    else:
        soft = find_wrapped_paragraphs(text, lines, breaks)
    blocks = lines[:1]
    for line, is_soft in zip(lines[1:], soft, strict=True):
        if is_soft:
            blocks[-1] = (blocks[-1][0], line[1])
        else:
            blocks.append(line)
    return blocks


def find_items(text: str, block: Span) -> list[Span]:
    """Return a block as the items of a list on one line, or as it is where it does not begin as such a list does."""
    start, end = block
    start += len(text[start:end]) - len(text[start:end].lstrip())
    head = ITEM.match(text, start, min(end, start + LONGEST_ITEM_HEAD))
    if not head:
        return [block]
    cuts, value = [block[0]], head["value"]
    for item in ITEM.finditer(text, head.end(), end):
        if item["close"] == head["close"] and item["value"] == _count_on(value):
            cuts.append(item.start())
            value = item["value"]
    return list(pairwise([*cuts, end]))


def _count_on(value: str) -> str:
    return str(int(value) + 1) if value.isdigit() else chr(ord(value) + 1)


def read_break(text: str, line: Span, following: Span) -> Break | None:
    """Return the break between two lines, or None where it is certainly hard."""
    if line[1] - line[0] > 2 * WIDEST_COLUMN or not ONE_BREAK.fullmatch(text, line[1], following[0]):
        return None
    before = text[line[0] : line[1]].rstrip()
    after = text[following[0] : min(following[1], following[0] + 2 * WIDEST_COLUMN)]
    head = after.lstrip()
    if not head or not NARROWEST_LINE <= len(before) <= WIDEST_COLUMN:
        return None
    if HEADING_MARK.match(before) or LIST_MARK.match(after):
        return None
    first = head.lstrip("–— ")[:1]
    small = first.isalpha() and not first.isupper() and first < "\u2e80"  # CJK is wrapped in mid-word
    small = small and not MIXED_CASE.match(head)
    if not small and len(after) - len(head) > len(before) - len(before.lstrip()):
        return None  # a paragraph begins with an indent
    reach = len(before) + 1 + min(LONGEST_WORD, len(head.split(maxsplit=1)[0]))
    hanging = HANGING.search(before) is not None
    return Break(len(before), reach, small and not SENTENCE_END.search(before), hanging)


def find_shortest_reach(breaks: list[Break]) -> float:
    """Return how far a line has to reach for its break to be soft, or 0 where the text is not hard-wrapped."""
    continued = [found for found in breaks if found.continued]
    if len(continued) < max(2, LEAST_CONTINUED * len(breaks)):
        return 0
    shortest = FULL_LINE * median_low(found.width for found in continued)
    full = sum(found.reach >= shortest for found in continued)
    return shortest if full >= LEAST_FULL * len(continued) else 0


def find_wrapped_paragraphs(text: str, lines: list[Span], breaks: list[Break | None]) -> list[bool]:
    """Return for each break whether it is soft, judged by its own paragraph: a brief of two lines says no more."""
    soft = [False] * len(breaks)
    start = 0
    for number, found in enumerate([*breaks, None]):
        if found is None:
            if number > start and is_wrapped(text, lines[start : number + 1], breaks[start:number]):
                soft[start:number] = [True] * (number - start)
            start = number + 1
    return soft


def is_wrapped(text: str, lines: list[Span], breaks: list[Break | None]) -> bool:
    """Return whether lines are those of one paragraph: none had room for the next word, and its sentences go on.

    It begins as a sentence does and ends with a mark, which lists of lines and verse seldom do.
    """
    first, last = text[lines[0][0] : lines[0][1]].lstrip(), text[lines[-1][0] : lines[-1][1]].rstrip()
    if first[:1].islower() or not SENTENCE_END.search(last):
        return False
    widest = max(len(text[start:end].strip()) for start, end in lines)
    found = [a for a in breaks if a is not None]
    continued = sum(a.continued or a.hanging for a in found)
    return all(a.reach > widest for a in found) and continued >= max(1, LEAST_CONTINUED_HERE * len(found))
