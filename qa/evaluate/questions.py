"""A question set: questions with the answers and the places in the articles that a person expects."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from qa.records import Turn

Kind = Literal["answerable", "unanswerable", "follow-up"]


@dataclass(frozen=True, slots=True)
class Quote:
    """A piece of evidence as it was written down; without offsets, its text must occur once in the article."""

    article_id: str
    text: str
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True, slots=True)
class WrittenQuestion:
    """A question as its file has it; ``place`` names the row, ``evidence`` holds one or more complete sets."""

    place: str
    id: str
    question: str
    answerable: bool
    answers: tuple[str, ...]
    evidence: tuple[tuple[Quote, ...], ...]
    history: tuple[Turn, ...]
    wrong: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Span:
    """A place in an article: the slice ``text[start:end]``, never empty."""

    article_id: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Question:
    """A question that is ready to be asked.

    ``gold`` holds the evidence sets, each of which answers on its own; it is empty when no evidence was written down.
    ``wrong`` holds phrases that tempt and must not be the headline.
    """

    id: str
    question: str
    answerable: bool
    answers: tuple[str, ...] = ()
    gold: tuple[tuple[Span, ...], ...] = ()
    history: tuple[Turn, ...] = ()
    wrong: tuple[str, ...] = ()

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
