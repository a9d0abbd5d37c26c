"""Conversations with questions that were rewritten by hand, and what they are measured by."""

from __future__ import annotations

import hashlib
import json
import random
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import tantivy

from qa.records import Turn

FUNCTION_WORDS = frozenset(
    """
    a an the of in on at to for from by with about as into and or but if so than then that this these those there here
    it its he him his she her hers they them their theirs i me my we us our you your who whom whose what which when
    where why how is are was were be been being am do does did done doing have has had having can could will would
    shall should may might must no not other else any some more most also too very just only besides apart aside
    addition s t d ll re ve m
    """.split()
)
FOLDS = 3  # conversations of fold 0 measure; nothing was fitted on them
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
_STEMMER = (
    tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
    .filter(tantivy.Filter.lowercase())
    .filter(tantivy.Filter.stemmer("english"))
    .build()
)


@dataclass(frozen=True, slots=True)
class FollowUp:
    """A question in its conversation, and the same question rewritten by hand."""

    question: str
    history: tuple[Turn, ...]
    rewritten: str
    topic: str

    @property
    def held_out(self) -> bool:
        """Whether nothing was fitted on the conversations about this topic."""
        return find_fold(self.topic) == 0


def find_fold(topic: str) -> int:
    """Return the fold that the conversations about a topic are dealt to."""
    return int(hashlib.sha256(topic.encode()).hexdigest(), 16) % FOLDS


def read_lines(path: Path) -> Iterator[dict[str, Any]]:
    """Yield the records of a file of JSON lines."""
    with path.open(encoding="utf-8") as file:
        yield from map(json.loads, file)


def read_turns(history: Sequence[Mapping[str, str]]) -> tuple[Turn, ...]:
    """Return the earlier turns of a record."""
    return tuple(Turn(turn["question"], turn.get("answer") or "") for turn in history)


def read_followups(path: Path) -> list[FollowUp]:
    """Return every question of a set, first turns included."""
    followups = []
    for row in read_lines(path):
        topic = row["topic"] if isinstance(row["topic"], str) else row["topic"][0]
        followups.append(FollowUp(row["question"], read_turns(row["history"]), row["rewritten"], topic))
    return followups


def find_content_words(text: str) -> frozenset[str]:
    """Return the content words of a text, as the first lines of this file define them."""
    words = (re.sub(r"['’]s?$", "", word) for word in _WORD.findall(text.lower()) if word not in FUNCTION_WORDS)
    return frozenset(stem for word in words if word not in FUNCTION_WORDS for stem in _STEMMER.analyze(word))


def group_by_article(rows: Sequence[dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    """Return the questions under the articles that they were asked about."""
    groups: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        groups.setdefault(find_article(row), []).append(row)
    return groups


def draw_turns(rows: Sequence[Mapping[str, Any]], chooser: random.Random) -> tuple[Turn, ...]:
    """Return one to three of the questions, with their answers, as the turns of a conversation."""
    drawn = chooser.sample(rows, min(len(rows), chooser.choice((1, 1, 2, 3))))
    return tuple(Turn(str(row["question"]), choose_answer(row, chooser)) for row in drawn)


def find_article(row: Mapping[str, Any]) -> str:
    """Return the article that a question was asked about, empty where that is not known."""
    return str(row.get("article_id") or next((one["article_id"] for one in row["evidence"]), ""))


def choose_answer(row: Mapping[str, Any], chooser: random.Random) -> str:
    """Return the sentence that answers a question or its short answer, as a conversation may have either."""
    quotes = [one["quote"] for one in row["evidence"]]
    answers = row["answers"] or [""]
    return str(quotes[0] if quotes and chooser.random() < 0.7 else answers[0])  # noqa: PLR2004
