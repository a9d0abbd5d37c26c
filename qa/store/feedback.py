"""The feedback store: what people said about answers (SQLite, beside the index and kept when it is rebuilt)."""

from __future__ import annotations

import json
import os
import sqlite3
import threading
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import asdict, astuple, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from qa.errors import FeedbackError

Vote = Literal["up", "down"]

FEEDBACK_FILE = "feedback.sqlite3"
"""Its name in the index folder."""

FILE_MEGABYTES = 100
"""The file grows no further: some 100,000 votes fit, and nobody can fill the disk."""

_PAGE_BYTES = 4096  # of SQLite's file
_CITING = frozenset({"answered", "perhaps", "briefing"})  # outcomes that show sentences as the answer
_SCHEMA = """
CREATE TABLE IF NOT EXISTS feedback (
    answer_id TEXT PRIMARY KEY, given TEXT NOT NULL, vote TEXT NOT NULL, word TEXT NOT NULL, question TEXT NOT NULL,
    standalone TEXT NOT NULL, history TEXT NOT NULL, outcome TEXT NOT NULL, answer TEXT NOT NULL, quotes TEXT NOT NULL,
    generation INTEGER NOT NULL
);
"""
_VALUES = ":answer_id, :given, :vote, :word, :question, :standalone, :history, :outcome, :answer, :quotes, :generation"


@dataclass(frozen=True, slots=True)
class CitedQuote:
    """A sentence that a judged answer cited, as it stood in the article then."""

    article_id: str
    start: int
    end: int
    quote: str


@dataclass(frozen=True, slots=True)
class Feedback:
    """One vote on one answer; a second vote on the same answer replaces it. ``given`` is UTC, ISO 8601."""

    answer_id: str
    vote: Vote
    word: str
    question: str
    standalone: str
    history: tuple[str, ...]
    outcome: str
    answer: str
    quotes: tuple[CitedQuote, ...]
    generation: int
    given: str = ""


class FeedbackStore:
    """One SQLite file, opened for each use; safe between threads and processes."""

    def __init__(self, path: Path, *, megabytes: float = FILE_MEGABYTES) -> None:
        self._path = path
        self._most_pages = int(megabytes * 10**6) // _PAGE_BYTES
        self._lock = threading.Lock()

    def add(self, feedback: Feedback) -> None:
        """Keep one vote; raise `FeedbackError` when the file is full or cannot be written."""
        row = asdict(feedback) | {
            "given": feedback.given or datetime.now(UTC).isoformat(timespec="seconds"),
            "history": json.dumps(feedback.history, ensure_ascii=False),
            "quotes": json.dumps([astuple(quote) for quote in feedback.quotes], ensure_ascii=False),
        }
        try:
            with self._lock, closing(self._open()) as database, database:
                database.execute(f"PRAGMA max_page_count = {self._most_pages}")
                database.execute(_SCHEMA)
                database.execute(f"INSERT OR REPLACE INTO feedback VALUES ({_VALUES})", row)
        except (sqlite3.Error, OSError) as error:
            raise FeedbackError(f"{self._path}: {error}: move the file away, or make room") from None

    def all(self) -> Iterator[Feedback]:
        """Yield every vote, the oldest first."""
        if not self._path.exists():
            return
        try:
            with closing(self._open()) as database:
                database.row_factory = sqlite3.Row
                rows = database.execute("SELECT * FROM feedback ORDER BY given, answer_id").fetchall()
        except (sqlite3.Error, OSError) as error:
            raise FeedbackError(f"{self._path}: {error}: move the file away, or make it readable") from None
        yield from map(_read_row, rows)

    def _open(self) -> sqlite3.Connection:
        """Open the file; what people say is for its owner's eyes only."""
        os.close(os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600))
        if self._path.stat().st_mode & 0o077:  # an earlier version left it open
            self._path.chmod(0o600)
        return sqlite3.connect(self._path, timeout=30)


def feedback_to_question(feedback: Feedback) -> dict[str, object]:
    """Return a vote as a draft row of a question set: what was cited counts as evidence only if it was found right.

    A person still has to read it: the rows say ``"draft": true`` and carry the vote and the word as notes.
    """
    right = feedback.vote == "up"
    answered = feedback.outcome in _CITING
    evidence = [{"article_id": q.article_id, "quote": q.quote, "start": q.start, "end": q.end} for q in feedback.quotes]
    return {
        "id": f"feedback-{feedback.answer_id[:12]}",
        "question": feedback.question,
        # a good "not found" is unanswerable, a bad one should have been answered
        "answerable": answered if right else True,
        "answers": [],
        "evidence": evidence if right and answered else [],
        "history": [{"question": question} for question in feedback.history],
        "draft": True,
        "note": _describe(feedback, evidence),
    }


def _describe(feedback: Feedback, evidence: Sequence[object]) -> str:
    told = f"{feedback.outcome} with {len(evidence)} sentences" if feedback.outcome in _CITING else feedback.outcome
    word = f", saying: {feedback.word}" if feedback.word else ""
    return f"{feedback.given}: voted {feedback.vote} on '{told}' (index generation {feedback.generation}){word}"


def _read_row(row: sqlite3.Row) -> Feedback:
    quotes = tuple(CitedQuote(*quote) for quote in json.loads(row["quotes"]))
    return Feedback(**dict(row) | {"history": tuple(json.loads(row["history"])), "quotes": quotes})
