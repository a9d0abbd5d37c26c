"""Find the stretches of a text that no line break ends: lines, and paragraphs that were wrapped by hand."""

from __future__ import annotations

import re
from itertools import pairwise

from qa.split.wrapping import LINE_ENDS, Span, find_soft, read_break

LINE = re.compile(f"[^{LINE_ENDS}]+")

# the head of an item in "1. Open the box 2. Take it out": of a number, or of a letter
ITEM = re.compile(r"(?:(?<=\s)|^)(?:[•‣▪●◦·⁃] ?)?\(?(?P<value>\d{1,3}|[a-z])(?P<close>\.\)|[.)])(?=\s\S)")
LONGEST_ITEM_HEAD = 8  # characters


def find_blocks(text: str) -> list[Span]:
    """Return the spans of ``text`` that hold no hard line break, in order.

    Every line is a block of its own, as headings, list lines and paragraphs are, unless it is evidently one of a
    paragraph that was wrapped by hand: the lines of such a paragraph form one block.
    """
    lines = [match.span() for match in LINE.finditer(text) if not match[0].isspace()]
    breaks = [read_break(text, line, following) for line, following in pairwise(lines)]
    blocks = lines[:1]
    for line, is_soft in zip(lines[1:], find_soft(text, lines, breaks), strict=True):
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
