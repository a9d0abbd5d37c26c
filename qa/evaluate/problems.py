"""What is wrong with a question set, gathered so that a person can mend all of it at once."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from qa.errors import QuestionSetError

MOST_SHOWN = 20  # lines; more are counted
MOST_ALIKE = 3  # lines that say the same of different rows
LONGEST_EXCERPT = 60  # characters of what is wrong


class Problems:
    """The problems of one file: one line each, naming the file, the row and the mend."""

    def __init__(self, path: Path) -> None:
        self._name = path.name
        self._lines: list[str] = []
        self._count = 0
        self._alike: Counter[str] = Counter()

    def add(self, place: str, message: str) -> None:
        """Note a problem; ``place`` names the row, and is empty for a problem of the whole file."""
        self._count += 1
        self._alike[message] += 1
        if self._alike[message] <= MOST_ALIKE and len(self._lines) < MOST_SHOWN:
            self._lines.append(f"{self._name}{', ' if place else ''}{place}: {message}")

    def raise_if_any(self) -> None:
        """Raise `QuestionSetError` with the first problems, a line each."""
        if not self._count:
            return
        more = self._count - len(self._lines)
        raise QuestionSetError("\n".join([*self._lines, f"and {more} more problems"] if more else self._lines))


def excerpt(value: object) -> str:
    """Return a value as a person would recognise it in the file: on one line, in quotes, cut when long."""
    text = value if isinstance(value, str) else repr(value)
    text = " ".join(text.split())
    cut = text if len(text) <= LONGEST_EXCERPT else f"{text[: LONGEST_EXCERPT - 1]}…"
    return f"'{cut}'" if isinstance(value, str) else cut
