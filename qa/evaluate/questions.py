"""A question set: what a person expects of each question, and all that is wrong with the set, to be mended at once."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from reprlib import Repr
from typing import Literal

from qa.errors import QuestionSetError
from qa.records import Turn

MOST_SHOWN = 20  # lines; more are counted
MOST_ALIKE = 3  # lines that say the same of different rows
LONGEST_EXCERPT = 60  # characters of what is wrong
MOST_IGNORED = 8  # names in one line
NEAR = 0.75  # of difflib: "anwser" is .77 like "answers", and "notes" .6 like "quote"

log = logging.getLogger("qa")


_SHORT = Repr()  # of a value that may be nested, or name itself, without end
_SHORT.maxstring = _SHORT.maxother = _SHORT.maxlong = 2 * LONGEST_EXCERPT


class Problems:
    """The problems of one file: one line each, naming the file, the row and the mend."""

    def __init__(self, path: Path) -> None:
        self._name = path.name
        self._lines: list[str] = []
        self._count = 0
        self._alike: Counter[str] = Counter()
        self._ignored: dict[str, str] = {}

    def add(self, place: str, message: str) -> None:
        """Note a problem; ``place`` names the row, and is empty for a problem of the whole file."""
        self._count += 1
        self._alike[message] += 1
        if self._alike[message] <= MOST_ALIKE and len(self._lines) < MOST_SHOWN:
            self._lines.append(f"{self._name}{', ' if place else ''}{place}: {message}")

    def check_names(self, names: Iterable[object], known: Sequence[str]) -> None:
        """Note the names of fields or columns that are none of the known ones."""
        for name in (str(name) for name in names if name not in known):
            if name not in self._ignored:
                near = get_close_matches(name.lower(), known, n=1, cutoff=NEAR)
                self._ignored[name] = f"{excerpt(name)} (did you mean {near[0]!r}?)" if near else excerpt(name)

    def warn_of_ignored(self) -> None:
        """Write one line that names what is not read: columns of one's own, or a known name that is misspelt."""
        if told := sorted(self._ignored.values(), key=lambda one: "did you mean" not in one):
            more = f" and {len(told) - MOST_IGNORED} more" if len(told) > MOST_IGNORED else ""
            log.warning("%s: not read: %s%s", self._name, ", ".join(told[:MOST_IGNORED]), more)

    def raise_if_any(self) -> None:
        """Raise `QuestionSetError` with the first problems, a line each."""
        if not self._count:
            return
        more = self._count - len(self._lines)
        raise QuestionSetError("\n".join([*self._lines, f"and {more} more problems"] if more else self._lines))


def excerpt(value: object) -> str:
    """Return a value as a person would recognise it in the file: on one line, in quotes, cut when long."""
    text = value if isinstance(value, str) else _SHORT.repr(value)
    text = " ".join(text.split())
    cut = text if len(text) <= LONGEST_EXCERPT else f"{text[: LONGEST_EXCERPT - 1]}…"
    return f"'{cut}'" if isinstance(value, str) else cut


Kind = Literal["answerable", "unanswerable", "follow-up"]


@dataclass(frozen=True, slots=True)
class Quote:
    """A piece of evidence as it was written down; without offsets, its text must occur once in the article."""

    article_id: str
    text: str
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True, slots=True)
class Span:
    """A place in an article: the slice ``text[start:end]``, never empty."""

    article_id: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Question:
    """A question with what a person expects of it.

    ``gold`` holds the evidence sets, each of which answers on its own; it is empty when no evidence was written down.
    ``wrong`` holds phrases that tempt and must not be the headline. ``evidence`` is how the sets were written down, at
    the ``place`` of the file that names the row.
    """

    id: str
    question: str
    answerable: bool
    answers: tuple[str, ...] = ()
    gold: tuple[tuple[Span, ...], ...] = ()
    history: tuple[Turn, ...] = ()
    wrong: tuple[str, ...] = ()
    evidence: tuple[tuple[Quote, ...], ...] = field(default=(), compare=False)
    place: str = field(default="", compare=False)

    @property
    def gold_spans(self) -> tuple[Span, ...]:
        """The gold spans of all evidence sets, each once."""
        return tuple(dict.fromkeys(span for spans in self.gold for span in spans))

    @property
    def kind(self) -> Kind:
        """What the question tries: an unanswerable follow-up counts as unanswerable."""
        if not self.answerable:
            return "unanswerable"
        return "follow-up" if self.history else "answerable"
