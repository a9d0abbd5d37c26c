"""Read a writer's draft: its statements one by one, and the labels that each of them names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from qa.split import split_sentences

NO_ANSWER = "NO ANSWER"  # what the prompt tells the writer to write when the sentences do not answer

_LIST = r"{one}(?:\s*(?:[,;&–-]|and)\s*{one})*"
_LABELS = re.compile(  # (2024) is a year, so round brackets need the S
    r"\s*(?:[\[【]\s*(?:source:?\s*)?" + _LIST.replace("{one}", r"S?\d{1,3}") + r"\s*[\]】]"
    r"|[({<]\s*" + _LIST.replace("{one}", r"S\d{1,3}") + r"\s*[)}>]|\bS\d{1,3}\b(?=\W*$))",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"\d+")
_LEADING = re.compile(
    r"^\s*(?:[-*•>#]+\s+|\d{1,2}[.)]\s+|(?:answer|statement|sentence)s?\s*\d*:\s*|(?:the )?answer is:\s*)+", re.I
)
_LEADING_LABEL = re.compile(r"^(S\d{1,3}):\s+", re.I)
_FULL_STOP = re.compile(rf"([.!?]['’”\"]?)((?:{_LABELS.pattern})+)", re.I)
_THOUGHT = re.compile(r"<think>.*?(?:</think>|$)", re.S)


@dataclass(frozen=True, slots=True)
class Draft:
    """One statement as the writer meant it: the bare text, and the numbers of the labels that it names."""

    text: str
    labels: tuple[int, ...]


def read_drafts(pieces: Iterable[str]) -> Iterator[Draft]:
    """Yield the statements of a draft, each as soon as its line is complete."""
    text = ""
    for piece in pieces:
        text = _THOUGHT.sub("", text + piece) if "</think>" in text + piece else text + piece
        if "<think>" in text:
            continue
        *lines, text = text.split("\n")
        for line in lines:
            yield from read_line(line)
    yield from read_line(_THOUGHT.sub("", text))


def read_line(line: str) -> Iterator[Draft]:
    """Yield the statements of one line: each sentence with the labels that stand in it, before it or right after it."""
    line = " ".join(line.replace("**", "").split())  # a run of a thousand spaces would be searched from each of them
    line = _LEADING_LABEL.sub(r"[\1] ", _LEADING.sub("", line).strip())
    if not line or line.upper().startswith(NO_ANSWER):
        return
    line = _FULL_STOP.sub(r"\2\1", line)  # "It closed. [S1]" means the sentence that has just ended
    for start, end in ((s.start, s.end) for s in split_sentences(line, article_id="draft")):
        sentence = line[start:end]
        labels = tuple(dict.fromkeys(int(n) for found in _LABELS.findall(sentence) for n in _NUMBER.findall(found)))
        text = re.sub(r"\s+([.,;:!?])", r"\1", " ".join(_LABELS.sub("", sentence).split()))
        if re.search(r"\w", text):
            yield Draft(text, labels)
