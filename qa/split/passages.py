"""Group sentences into passages of a size that a model reads at once."""

from __future__ import annotations

import re
from collections.abc import Sequence

from qa.records import Passage, Sentence
from qa.split.wrapping import HEADING_MARK, LINE_ENDS, LIST_MARK
from qa.tokens import count_tokens

FULL_ENOUGH = 0.5  # of `passage_tokens`: such a passage ends with a paragraph if the next one does not fit whole
LONGEST_HEADING = 100  # characters
LINE_END = re.compile(f"[{LINE_ENDS}]")
SENTENCE_END = re.compile(r"[.!?…:;,。！？।؟۔][\"'”’»)\]*_]*$")

Run = list[int]  # numbers of consecutive sentences


def group_passages(
    sentences: Sequence[Sentence], text: str, *, passage_tokens: int, version: str
) -> tuple[Passage, ...]:
    """Return runs of consecutive whole sentences of up to ``passage_tokens`` tokens; every sentence is in exactly one.

    A sentence that is longer is a passage alone. Where it can, a passage ends with a paragraph, and it never ends
    with a heading whose text comes next and fits beside it. Ids are ``version:number``, from 0.
    """
    starts = [0, *(sentence.end for sentence in sentences)]
    tokens = [count_tokens(text[start : sentence.end]) for start, sentence in zip(starts, sentences, strict=False)]
    passages: list[Run] = []
    room = 0
    for paragraph in find_paragraphs(sentences, text):
        needed = sum(tokens[number] for run in paragraph for number in run)
        if room < needed and room <= (1 - FULL_ENOUGH) * passage_tokens:
            room = 0
        for run in fit_runs(paragraph, tokens, passage_tokens):
            needed = sum(tokens[number] for number in run)
            if room < needed:
                passages.append([])
                room = passage_tokens
            passages[-1] += run
            room -= needed
    return tuple(
        Passage(f"{version}:{number}", sentences[0].article_id, tuple(sentences[index] for index in run))
        for number, run in enumerate(passages)
    )


def fit_runs(paragraph: list[Run], tokens: list[int], passage_tokens: int) -> list[Run]:
    """Return the runs of the paragraph, with those that fit in no passage as single sentences."""
    fitting: list[Run] = []
    for run in paragraph:
        fits = sum(tokens[number] for number in run) <= passage_tokens
        fitting += [run] if fits else [[number] for number in run]
    return fitting


def find_paragraphs(sentences: Sequence[Sentence], text: str) -> list[list[Run]]:
    """Return the paragraphs as runs that belong together: single sentences, and headings with what they head."""
    headings = find_headings(sentences, text)
    paragraphs: list[list[Run]] = []
    for number in range(len(sentences)):
        if number - 1 in headings:
            paragraphs[-1][-1].append(number)
        elif number == 0 or is_line_end(text, sentences[number - 1], sentences[number]):
            paragraphs.append([[number]])
        else:
            paragraphs[-1].append([number])
    return paragraphs


def find_headings(sentences: Sequence[Sentence], text: str) -> set[int]:
    """Return the numbers of the sentences that head the next one: of a list of short lines only the last two do."""
    last = len(sentences) - 1
    alone = [
        number < last
        and (number == 0 or is_line_end(text, sentences[number - 1], sentences[number]))
        and is_line_end(text, sentences[number], sentences[number + 1])
        and reads_like_heading(text[sentences[number].start : sentences[number].end])
        for number in range(len(sentences))
    ]
    ends = {number for number in range(last) if alone[number] and not alone[number + 1]}
    return ends | {number - 1 for number in ends if number and alone[number - 1]}


def reads_like_heading(line: str) -> bool:
    """Return whether a line that stands alone is marked as a heading or is short and ends like one."""
    if HEADING_MARK.match(line):
        return True
    return len(line) <= LONGEST_HEADING and not SENTENCE_END.search(line) and not LIST_MARK.match(line)


def is_line_end(text: str, before: Sentence, after: Sentence) -> bool:
    """Return whether a line ends between two sentences."""
    return LINE_END.search(text, before.end, after.start) is not None
