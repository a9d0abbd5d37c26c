"""An answer that was stored, held against the articles as they are now: which of its sentences still stand there."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from qa.check.text import read_text
from qa.errors import AnswerError
from qa.foreign import parse_json, read_utf8
from qa.records import Article

State = Literal["ok", "drifted", "gone"]
WORST: tuple[State, ...] = ("gone", "drifted", "ok")
GetArticle = Callable[[str], Article | None]
GetOffsets = Callable[[str], Sequence[tuple[int, int]]]
LEAST_ALIKE = 0.3  # of the words of the old sentence that one has to have to be shown as what became of it


@dataclass(frozen=True, slots=True)
class Rechecked:
    """A stored citation and what became of it; ``now`` is the sentence there today, where one is like it."""

    article_id: str
    title: str
    quote: str
    state: State
    now: str = ""


@dataclass(frozen=True, slots=True)
class RecheckedStatement:
    """A statement of a stored answer with its citations; its state is that of the worst of them."""

    text: str
    citations: tuple[Rechecked, ...]

    @property
    def state(self) -> State:
        """``ok`` where every cited sentence stands, else ``drifted`` or ``gone``."""
        states = {citation.state for citation in self.citations}
        return next((state for state in WORST if state in states), "ok")


def read_answer(path: Path) -> dict[str, Any]:
    """Return the JSON of an answer; raise `AnswerError` for a file that holds none."""
    try:
        stored = parse_json(read_utf8(path))
        known = {int(c["number"]): (str(c["article_id"]), str(c["quote"])) for c in stored["citations"]}
        for statement in stored["statements"]:
            _ = str.strip(statement["text"]), [known[int(number)] for number in statement["citations"]]
    except (ValueError, KeyError, TypeError, OverflowError):
        mend = "name a file that 'qa ask --json' wrote, or a draft after --text"
        raise AnswerError(f"{path} holds no answer: {mend}") from None
    answer: dict[str, Any] = stored
    return answer


def recheck(answer: dict[str, Any], get_article: GetArticle, get_offsets: GetOffsets) -> list[RecheckedStatement]:
    """Return each statement of a stored answer that cites sentences with what became of them."""
    checked = {int(c["number"]): _recheck_citation(c, get_article, get_offsets) for c in answer["citations"]}
    return [
        RecheckedStatement(s["text"], tuple(checked[int(n)] for n in s["citations"]))
        for s in answer["statements"]
        if s["citations"]
    ]


def _recheck_citation(stored: dict[str, Any], get_article: GetArticle, get_offsets: GetOffsets) -> Rechecked:
    quote, article_id = str(stored["quote"]), str(stored["article_id"])
    article = get_article(article_id)
    if article is None:
        return Rechecked(article_id, str(stored.get("title", "")), quote, "gone")
    sentences = [article.text[start:end] for start, end in get_offsets(article_id)]
    if quote in sentences:  # moved or not, it is a whole sentence of the article
        return Rechecked(article_id, article.title, quote, "ok", quote)
    now = _find_like(quote, sentences)
    return Rechecked(article_id, article.title, quote, "drifted" if now else "gone", now)


def _find_like(quote: str, sentences: Sequence[str]) -> str:
    """Return the sentence that shares most words with a quote, where it shares enough."""
    said = read_text(quote).stems
    shares = [(len(said & (own := read_text(one).stems)) / max(1, len(said | own)), one) for one in sentences]
    share, best = max(shares, default=(0.0, ""), key=lambda pair: pair[0])
    return best if share >= LEAST_ALIKE else ""


def rechecked_to_json(statements: Sequence[RecheckedStatement]) -> dict[str, object]:
    """Return what became of an answer as JSON."""
    return {
        "statements": [
            {
                "text": one.text,
                "verdict": one.state,
                "citations": [
                    {"article_id": c.article_id, "title": c.title, "quote": c.quote, "verdict": c.state, "now": c.now}
                    for c in one.citations
                ],
            }
            for one in statements
        ]
    }
