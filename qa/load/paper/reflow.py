"""Printed lines joined again into paragraphs."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from qa.english.titles import reads_like_heading
from qa.load.headed import BOLD, head_line, may_head
from qa.load.paper.rows import PageLine
from qa.load.paper.tables import CELLS
from qa.load.paper.words import count_words, join_line

BULLET = re.compile(r"[•●▪■◦‣·*-]\s")
CHANCE_MARK = re.compile(r"[*-] [a-z\d]")
NUMBERED = re.compile(r"\(?(?:\d{1,2}|[a-z])[.)]\s")
SENTENCE_END = re.compile(r"[.!?…:;][\"'”’»)\]]*$")
# a line is as long as the column when the next word would take it past this share of a full line
FULL_LINE = 0.85
OTHER_SIZE = 1.15  # times the size of type from which a line is a heading or a note


def reflow(printed: Sequence[PageLine]) -> list[str]:
    """Return lines as paragraphs, one line each, without bullets; short ones in larger letters are headings."""
    printed = [line for line in printed if line.text]
    if not printed:
        return []
    levels = _rank_sizes(printed)
    lines = [line.text for line in printed]
    resized = [False, *(_is_resized(*pair) for pair in pairwise(printed))]
    lengths = sorted(len(line) for line in lines if CELLS not in line) or [0]
    width = lengths[len(lengths) * 4 // 5]  # most lines of a column are about as long as the longest
    words = count_words(" ".join(lines))
    paragraphs: list[list[str]] = []
    heads: list[int] = []  # the level of each paragraph, 0 for text
    for line, size, is_start, is_other in zip(
        lines, (line.size for line in printed), _find_starts(lines, width), resized, strict=True
    ):
        if is_start or is_other:
            mark = BULLET.match(line)
            paragraphs.append([line[mark.end() :] if mark else line])
            heads.append(levels.get(round(size), 0))
        else:
            join_line(paragraphs[-1], line, words)
    texts = ["".join(parts) for parts in paragraphs]
    return [head_line(text, level) if may_head(text) else text for text, level in zip(texts, heads, strict=True)]


def _rank_sizes(printed: Sequence[PageLine]) -> dict[int, int]:
    """Return the level of each size of letters that is larger than that of most: the largest is 1."""
    letters: Counter[int] = Counter()
    for line in printed:
        letters[round(line.size)] += len(line.text)
    usual = letters.most_common(1)[0][0]
    heads = {round(line.size) for line in printed if may_head(line.text)}
    larger = sorted((size for size in heads if size > OTHER_SIZE * usual > 0), reverse=True)
    return {size: min(rank, BOLD - 1) for rank, size in enumerate(larger, start=1)}


def _find_starts(lines: Sequence[str], width: int) -> Iterator[bool]:
    """Yield for each line whether a paragraph, heading or list item starts with it."""
    yield True
    is_start = True
    for (before, line), after in zip(pairwise(lines), [*lines[2:], ""], strict=False):
        finished, is_lower = bool(SENTENCE_END.search(before)), line[0].islower()
        if (BULLET.match(line) and not _goes_on(before, line, width)) or CELLS in line or CELLS in before:
            is_start = True
        elif _is_short(before, line, width):
            is_start = finished or not is_lower
        elif is_start and not finished and reads_like_heading(before, line):
            is_start = True
        else:
            # the line before is full: only a heading or an item starts here, and only behind a finished sentence
            is_heading = _is_short(line, after, width) and not SENTENCE_END.search(line) and not after[:1].islower()
            is_start = finished and (bool(NUMBERED.match(line)) or (is_heading and not is_lower))
        yield is_start


def _goes_on(before: str, line: str, width: int) -> bool:
    """Whether a dash or star at the head of a line came there because the line before was full, in mid-sentence."""
    is_mark = bool(CHANCE_MARK.match(line)) and not BULLET.match(before)
    return is_mark and not SENTENCE_END.search(before) and not _is_short(before, line, width)


def _is_resized(before: PageLine, line: PageLine) -> bool:
    """Whether the letters of a line are so much larger or smaller that it is a heading, or the text below one."""
    smaller, larger = sorted((before.size, line.size))
    return larger > OTHER_SIZE * smaller > 0


def _is_short(line: str, following: str, width: int) -> bool:
    """Whether the first word of the following line had room on this one, so that its end was meant."""
    next_word = following.split(" ", 1)[0]
    return len(line) + 1 + len(next_word) <= FULL_LINE * width
