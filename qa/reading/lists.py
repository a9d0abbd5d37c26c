"""Whole lists: all steps of "How do I reset the relay?", all lines of "What is new in 4.2?", not one of them alone."""

from __future__ import annotations

import re
from collections.abc import Sequence

from qa.english.stems import list_content_stems
from qa.headings import BELOW
from qa.reading.editions import read_release
from qa.records import Sentence, StoredArticle

MOST_LINES, MOST_SENTENCES = 12, 30  # of a list that is quoted whole; of a longer one nothing but what was found
LONGEST_LINE = 300  # characters of a line that is an item
MOST_BETWEEN = 4  # sentences of a note between two steps
_ASKS_STEPS = re.compile(
    r"\b(?:how (?:do|can|should|must|would) (?:i|we|you|one|they)|how to|(?:the|which|what) steps|steps (?:to|for|of)|"
    r"procedure|instructions|what (?:do|should|must) (?:i|we|you|one|they) do|what to do)\b",
    re.IGNORECASE,
)
_ASKS_ITEMS = re.compile(
    r"\b(?:what(?:'s|’s| is| are| was| were)? (?:new|changed|included|covered)|what (?:has )?changed|"
    r"what (?:do|should|must) (?:i|we|you|one|they) (?:need|bring|pack|take|submit|hand in)|"
    r"(?:what|which) (?:documents|papers|things|items|tools|materials)|what to (?:bring|pack|take)|checklist)\b",
    re.IGNORECASE,
)
_ASKS_ONE = re.compile(
    r"\b(?:step|item|point) \d|\b(?:first|second|third|last|next) (?:step|thing|item)\b", re.IGNORECASE
)
_STEP = re.compile(r"(?:step )?(\d{1,2})[.):]\s", re.IGNORECASE)
_STOP = re.compile(r"[.!?…][\"'”’»)\]]*$")


def find_list(question: str, stored: StoredArticle, sentence: Sentence) -> tuple[Sentence, ...]:
    """Return the sentences of the list that one is of, in order, where the question asks for all; else nothing.

    Steps are lines with numbers that go on from 1, below a heading or a line that speaks of what is asked. Items stand
    behind what ends in a colon, or below one heading where none is a sentence or it heads a release. Of a list that is
    too long there is nothing: a part of it would pass for the whole.
    """
    run: Sequence[int] = ()
    if _ASKS_STEPS.search(question) and not _ASKS_ONE.search(question):
        run = _find_steps(question, stored, sentence.index)
    if not run and _ASKS_ITEMS.search(question):
        run = _find_items(stored, sentence.index)
    return tuple(map(stored.sentence, run)) if len(run) > 1 else ()


def _find_steps(question: str, stored: StoredArticle, index: int) -> Sequence[int]:
    """Return the sentences of numbered lines around one, from the first step to the last, with the notes between."""
    steps = {}
    for place in range(max(0, index - MOST_SENTENCES), min(len(stored.offsets), index + MOST_SENTENCES)):
        steps[place] = _read_step(stored, place)
    first = next((place for place in range(index, index - MOST_SENTENCES, -1) if steps.get(place) == 1), -1)
    if first < 0:
        return ()
    last, number = first, 1
    while following := next(
        (place for place in range(last + 1, last + 2 + MOST_BETWEEN) if steps.get(place) == number + 1), None
    ):
        last, number = following, number + 1
    while last + 1 < len(stored.offsets) and not _begins_line(stored, last + 1) and last - first < MOST_SENTENCES:
        last += 1
    heads = f"{stored.sections[first]} {stored.quote_before(first, 1)[0] if first else ''}".strip()
    is_asked = list_content_stems(question) & list_content_stems(heads or stored.article.title)
    is_whole = 1 < number <= MOST_LINES and last - first < MOST_SENTENCES
    return range(first, last + 1) if is_whole and is_asked and first <= index <= last else ()


def _read_step(stored: StoredArticle, index: int) -> int:
    found = _STEP.match(_quote(stored, index)) if _begins_line(stored, index) else None
    return int(found[1]) if found else 0


def _find_items(stored: StoredArticle, index: int) -> Sequence[int]:
    """Return the sentences of the lines below the heading of one, or behind what introduces it, where all are items."""
    sections = stored.sections
    first = index + 1 if _ends_in_colon(stored, index) else index
    if first >= len(sections):
        return ()
    start, end = first, first + 1
    while start > 0 and sections[start - 1] == sections[first] and not _ends_in_colon(stored, start - 1):
        start -= 1
        if first - start > MOST_SENTENCES:
            return ()
    while end < len(sections) and sections[end] == sections[first] and not _ends_in_colon(stored, end):
        end += 1
        if end - start > MOST_SENTENCES:
            return ()
    introduced = start > 0 and _ends_in_colon(stored, start - 1)
    lines = [place for place in range(start, end) if _begins_line(stored, place)]
    are_items = end - start == len(lines) and not any(_STOP.search(_quote(stored, place)) for place in lines)
    if not introduced and not (sections[first] and (are_items or read_release(sections[first].rpartition(BELOW)[2]))):
        return ()
    is_short = all(len(_quote(stored, place)) <= LONGEST_LINE for place in range(start, end))
    return range(start, end) if is_short and len(lines) <= MOST_LINES else ()


def _begins_line(stored: StoredArticle, index: int) -> bool:
    start = stored.offsets[index][0]
    return index == 0 or "\n" in stored.article.text[stored.offsets[index - 1][1] : start]


def _ends_in_colon(stored: StoredArticle, index: int) -> bool:
    start, end = stored.offsets[index]
    return stored.article.text[end - 1 : end] == ":"


def _quote(stored: StoredArticle, index: int) -> str:
    start, end = stored.offsets[index]
    return stored.article.text[start : min(end, start + LONGEST_LINE + 1)]
