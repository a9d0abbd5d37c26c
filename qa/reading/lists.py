"""Whole lists: all steps of "How do I reset the relay?", all lines of "What is new in 4.2?", not one of them alone."""

from __future__ import annotations

import re
from collections.abc import Sequence

from qa.headings import stands_alone
from qa.records import Sentence, StoredArticle

MOST_LISTED = 12  # lines of a list that is quoted whole
LONGEST_LISTED = 300  # characters of each
_ASKS_STEPS = re.compile(
    r"\b(?:how (?:do|can|should|must|would) (?:i|we|you|one|they)|how to|how is|how are|steps?|procedure|instructions|"
    r"what (?:do|should|must) (?:i|we|you|one|they) do|what to do)\b",
    re.IGNORECASE,
)
_ASKS_ITEMS = re.compile(
    r"\b(?:what(?:'s|’s| is| are| was| were)? (?:new|changed|included|covered)|what (?:has )?changed|"
    r"what (?:do|should|must) (?:i|we|you|one|they) (?:need|bring|pack|take|submit|hand in)|"
    r"(?:what|which) (?:documents|papers|things|items|tools|materials)|what to (?:bring|pack|take)|checklist)\b",
    re.IGNORECASE,
)
_STEP = re.compile(r"(?:step )?(\d{1,2})[.):]\s", re.IGNORECASE)
_LABEL = re.compile(r"[^:;|.!?]{1,60}:\s\S|.*\s[|¦]\s")  # a line with a label, or a row


def find_list(question: str, stored: StoredArticle, sentence: Sentence) -> tuple[Sentence, ...]:
    """Return the lines of the list that a sentence is of, in order, where the question asks for all; else nothing.

    Steps are lines with numbers that go on from 1; other items stand below one heading, or behind what ends in a colon.
    """
    run: Sequence[int] = _find_steps(stored, sentence.index) if _ASKS_STEPS.search(question) else ()
    if not run and _ASKS_ITEMS.search(question):
        run = _find_items(stored, sentence.index)
    listed = tuple(map(stored.sentence, run))
    return listed if 1 < len(listed) <= MOST_LISTED else ()


def _find_steps(stored: StoredArticle, index: int) -> Sequence[int]:
    """Return the sentences of numbered lines around one, from the first step to the last."""
    first = index
    while first > 0 and index - first < MOST_LISTED and _read_step(stored, first) != 1 and _is_step(stored, first - 1):
        first -= 1
    if _read_step(stored, first) != 1:
        return ()
    last, number = first, 1
    while last + 1 < len(stored.offsets) and last - first < MOST_LISTED and _is_step(stored, last + 1):
        step = _read_step(stored, last + 1)
        if step not in (0, number + 1):
            break
        last, number = last + 1, step or number
    return range(first, last + 1) if first <= index <= last and number > 1 else ()


def _is_step(stored: StoredArticle, index: int) -> bool:
    """Say whether a sentence is a step, or goes on in the line of one."""
    return bool(_read_step(stored, index)) or not stands_alone(stored.article.text, stored.offsets, index)


def _read_step(stored: StoredArticle, index: int) -> int:
    found = _STEP.match(_quote(stored, index))
    return int(found[1]) if found else 0


def _find_items(stored: StoredArticle, index: int) -> Sequence[int]:
    """Return the lines below the heading of one, or those behind what it introduces, where all are items."""
    text, spans, sections = stored.article.text, stored.offsets, stored.sections
    first = index + 1 if _quote(stored, index).endswith(":") else index
    if first >= len(spans):
        return ()

    def is_item(place: int) -> bool:
        line = _quote(stored, place)
        is_line = len(line) <= LONGEST_LISTED and stands_alone(text, spans, place) and not line.endswith(":")
        return is_line and sections[place] == sections[first] and not _LABEL.match(line)

    start = end = first
    while start > 0 and first - start < MOST_LISTED and is_item(start - 1):
        start -= 1
    while end < len(spans) and end - first < MOST_LISTED and is_item(end):
        end += 1
    introduced = start > 0 and _quote(stored, start - 1).endswith(":")
    return range(start, end) if introduced or sections[first] else ()


def _quote(stored: StoredArticle, index: int) -> str:
    start, end = stored.offsets[index]
    return stored.article.text[start : min(end, start + LONGEST_LISTED + 1)]
