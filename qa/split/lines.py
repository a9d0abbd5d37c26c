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

NARROWEST_COLUMN = 40  # characters; narrower lines may be verse or a table
WIDEST_COLUMN = 120  # characters; longer lines are paragraphs
LONGEST_WORD = 20  # characters; a longer one, such as an address, says little about how full a line is
FULL_LINE = 0.85  # of the usual width: so far reaches a line with the word that came on the next one
LEAST_CONTINUED = 0.4  # share of lines that stop in mid-sentence: two thirds in wrapped prose, none in lists of lines
LEAST_FULL = 0.75  # share of full lines among those

Span = tuple[int, int]


class Break(NamedTuple):
    """A single line break that may have been set only because the line was full; lengths are in characters."""

    width: int  # of the line before it
    reach: int  # of that line together with the first word after the break
    continued: bool  # the line stops, and the next begins, in mid-sentence


def find_blocks(text: str) -> list[Span]:
    """Return the spans of ``text`` that hold no hard line break, in order.

    Every line is a block of its own, as headings, list lines and paragraphs are, unless the text is evidently
    hard-wrapped: then the lines of a paragraph form one block.
    """
    lines = [match.span() for match in LINE.finditer(text) if not match[0].isspace()]
    breaks = [read_break(text, line, following) for line, following in pairwise(lines)]
    shortest_reach = find_shortest_reach([found for found in breaks if found])
    blocks = lines[:1]
    for line, found in zip(lines[1:], breaks, strict=True):
        if found and shortest_reach and found.reach >= shortest_reach:
            blocks[-1] = (blocks[-1][0], line[1])
        else:
            blocks.append(line)
    return blocks


def read_break(text: str, line: Span, following: Span) -> Break | None:
    """Return the break between two lines, or None where it is certainly hard."""
    if line[1] - line[0] > 2 * WIDEST_COLUMN or not ONE_BREAK.fullmatch(text, line[1], following[0]):
        return None
    before = text[line[0] : line[1]].rstrip()
    after = text[following[0] : min(following[1], following[0] + 2 * WIDEST_COLUMN)]
    head = after.lstrip()
    if not head or not NARROWEST_COLUMN <= len(before) <= WIDEST_COLUMN:
        return None
    if HEADING_MARK.match(before) or LIST_MARK.match(after):
        return None
    first = head.lstrip("–— ")[:1]
    small = first.isalpha() and not first.isupper() and first < "\u2e80"  # CJK is wrapped in mid-word
    if not small and len(after) - len(head) > len(before) - len(before.lstrip()):
        return None  # a paragraph begins with an indent
    reach = len(before) + 1 + min(LONGEST_WORD, len(head.split(maxsplit=1)[0]))
    return Break(len(before), reach, small and not SENTENCE_END.search(before))


def find_shortest_reach(breaks: list[Break]) -> float:
    """Return how far a line has to reach for its break to be soft, or 0 where the text is not hard-wrapped."""
    continued = [found for found in breaks if found.continued]
    if len(continued) < max(2, LEAST_CONTINUED * len(breaks)):
        return 0
    shortest = FULL_LINE * median_low(found.width for found in continued)
    full = sum(found.reach >= shortest for found in continued)
    return shortest if full >= LEAST_FULL * len(continued) else 0
