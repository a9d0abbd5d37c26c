"""Whole lists: all steps of "How do I reset the relay?", all lines of "What is new in 4.2?", not one of them alone."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

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
_STEP = re.compile(r"(?:step )?\(?(\d{1,2})[.):]\s", re.IGNORECASE)
_BELOW_STEP = re.compile(r"\(?(?:[a-z]|[ivx]{1,5})[.)]\s")  # the head of an item within a step
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
    for run in _list_runs(stored, index):
        first, last = run.start, run.stop - 1
        heads = f"{stored.sections[first]} {stored.quote_before(first, 1)[0] if first else ''}".strip()
        is_asked = list_content_stems(question) & list_content_stems(heads or stored.article.title)
        if is_asked and last - first < MOST_SENTENCES:
            return run
    return ()


def _list_runs(stored: StoredArticle, index: int) -> Iterator[range]:
    """Yield the lists of steps that a sentence is in, with what stands within their steps, the outermost first.

    A line numbered 1 begins a list of its own within the step above it; any other goes on with the innermost list that
    has come so far.
    """
    runs: list[list[int]] = []
    within: list[list[int]] = []  # those that may go on
    place = -MOST_BETWEEN
    for here in range(max(0, index - MOST_SENTENCES), min(len(stored.offsets), index + MOST_SENTENCES)):
        if not (number := _read_step(stored, here)):
            continue
        within = [run for run in within if here - place <= 1 + MOST_BETWEEN]
        place = here
        if number == 1:
            runs.append([])
            within.append(runs[-1])
        goes_on = next((depth for depth in range(len(within), 0, -1) if len(within[depth - 1]) + 1 == number), 0)
        if goes_on:
            within = within[:goes_on]
            within[-1].append(here)
    for run in runs:
        if 1 < len(run) <= MOST_LINES and run[0] <= index < (end := _find_end(stored, run[-1], runs)):
            yield range(run[0], end)


def _find_end(stored: StoredArticle, last: int, runs: Sequence[Sequence[int]]) -> int:
    """Return the sentence behind a step with what stands within it: the rest of its line, and its own items."""
    end = last + 1
    while end < len(stored.offsets) and end - last <= MOST_SENTENCES:
        own = next((run for run in runs if run[0] == end and len(run) > 1), None)
        if own:
            end = own[-1] + 1
        elif _begins_line(stored, end) and not _BELOW_STEP.match(_quote(stored, end)):
            break
        else:
            end += 1
    return end


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
