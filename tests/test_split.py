"""Sentences are whole and cover the text; passages keep every sentence once."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

from qa.split import split_sentences

GOLD = Path(__file__).parent / "gold" / "sentences.txt"
ESCAPE = re.compile(r"\\(?:u[0-9a-f]{4}|[rtf](?![A-Za-z]))")


class Case(NamedTuple):
    shows: str
    text: str
    spans: list[tuple[int, int]]


def read_gold() -> list[Case]:
    cases: list[Case] = []
    shows = ""
    for line in GOLD.read_text(encoding="utf-8").splitlines():
        if line.startswith("== "):
            shows = line[3:]
        elif line and shows:
            cases.append(read_case(shows, line))
    return cases


def read_case(shows: str, line: str) -> Case:
    line = ESCAPE.sub(lambda match: match[0].encode().decode("unicode_escape"), line.replace("⏎", "\n"))
    sentences = line.split("‖")
    spans = []
    start = 0
    for sentence in sentences:
        lead = len(sentence) - len(sentence.lstrip())
        spans.append((start + lead, start + len(sentence.rstrip())))
        start += len(sentence)
    return Case(shows, "".join(sentences), spans)
