"""Split a text into whole sentences as a reader sees them."""

from __future__ import annotations

import re
from itertools import chain

from qa.records import Sentence
from qa.split.asides import find_asides
from qa.split.lines import find_blocks, find_items
from qa.split.marks import MARK, UNSEEN, read_mark
from qa.split.rules import ends_sentence

VISIBLE = re.compile(rf"[^\s{UNSEEN}]")
SPACE = re.compile(r"\s")


def split_sentences(text: str, *, article_id: str = "") -> tuple[Sentence, ...]:
    """Return the sentences of ``text`` in order, as offsets.

    Headings and list lines are sentences of their own. Every character that is not white space is in exactly one
    sentence, and a sentence starts and ends with one; white space is what `str.isspace` says. Characters that draw
    nothing, such as U+200B, are no white space: they stay with a sentence and never make one of their own, unless
    the text has nothing else. No cut parts two characters of one grapheme cluster unless one is white space.
    """
    spans: list[tuple[int, int]] = []
    unseen_from: int | None = None  # characters that draw nothing, before the first sentence
    for start, end in chain.from_iterable(find_items(text, block) for block in find_blocks(text)):
        for first, last in split_block(text[start:end]):
            span = (start + first, start + last)
            if VISIBLE.search(text, *span):
                spans.append(span if unseen_from is None else (unseen_from, span[1]))
                unseen_from = None
            elif spans:
                spans[-1] = (spans[-1][0], span[1])
            elif unseen_from is None:
                unseen_from = span[0]
    if unseen_from is not None:
        spans.append((unseen_from, len(text.rstrip())))
    return tuple(Sentence(article_id, index, start, end) for index, (start, end) in enumerate(spans))


def split_block(block: str) -> list[tuple[int, int]]:
    """Return the spans of the sentences in a block, which holds no hard line break."""
    text = SPACE.sub(" ", block).rstrip()
    asides = find_asides(text)
    begin = len(text) - len(text.lstrip())
    spans: list[tuple[int, int]] = []
    for match in MARK.finditer(text):
        if match.end() == len(text):
            break
        mark = read_mark(text, begin, match, asides)
        if ends_sentence(mark):
            spans.append((begin, mark.end))
            begin = mark.next_begin
    return [*spans, (begin, len(text))]
