"""One question on its way through the page's queue: Gradio runs it, streams what is known so far, and can stop it.

Gradio is used in its server mode: it queues questions, runs as many at once as the machine holds, streams each step of
an answer and ends the work when the asker goes away. It does not draw the page. A page of Gradio components was
measured first: 423 kB in 54 requests (ours: 36 kB), a Content-Security-Policy that has to allow inline scripts and, for
HTML components, eval (ours forbids both, and innerHTML with them), and markup whose class names change with every
release between the reader and the text.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from typing import Annotated, Any

import gradio
from gradio.events import api
from pydantic import BaseModel, ConfigDict, StringConstraints, ValidationError

from qa.bot import Bot
from qa.errors import SourcelineError
from qa.filters import Filters
from qa.records import Answer, Turn
from qa.web.present import count_articles, show_answer, show_statement

log = logging.getLogger("qa")

ENDPOINT = "ask"
"""The one name under which the queue is reached."""

Step = dict[str, Any]
"""What the page is told: ``{"step": "understood" | "searched" | "statement" | "done" | "refused", ...}``."""


class _Earlier(BaseModel):
    """An earlier question of the conversation and what was answered."""

    model_config = ConfigDict(extra="forbid")

    question: Annotated[str, StringConstraints(max_length=4_000)]
    answer: Annotated[str, StringConstraints(max_length=20_000)] = ""


class Asked(BaseModel):
    """A question as the page sends it."""

    model_config = ConfigDict(extra="forbid")

    question: str
    history: list[_Earlier] = []
    outlets: list[str] = []
    since: Annotated[str, StringConstraints(pattern=r"^(\d{4}-\d\d-\d\d)?$")] = ""
    until: Annotated[str, StringConstraints(pattern=r"^(\d{4}-\d\d-\d\d)?$")] = ""

    def turns(self, most: int) -> tuple[Turn, ...]:
        """Return the last turns of the conversation, oldest first."""
        return tuple(Turn(turn.question, turn.answer) for turn in self.history[-most:]) if most else ()

    def filters(self) -> Filters:
        """Return what the question is limited to."""
        return Filters(tuple(self.outlets), self.since, self.until)


def build_queue(bot: Bot, *, at_once: int, waiting: int, history_turns: int) -> gradio.Blocks:
    """Return the Gradio app whose one endpoint answers questions: ``at_once`` run, ``waiting`` more may queue."""

    def ask(asked: dict[str, Any]) -> Iterator[dict[str, Any]]:
        yield from answer_steps(bot, asked, history_turns=history_turns)

    blocks = gradio.Blocks(mode="server", analytics_enabled=False)
    with blocks:
        api(ask, api_name=ENDPOINT, concurrency_limit=at_once, api_visibility="private")
    blocks.queue(max_size=waiting)
    return blocks


def answer_steps(bot: Bot, asked: dict[str, Any], *, history_turns: int) -> Iterator[Step]:
    """Yield what the page is told while one question is answered; the last step is ``done`` or ``refused``.

    Between two steps the caller may close the iterator: nothing further is computed then.
    """
    try:
        wanted = Asked.model_validate(asked)
        yield from _tell(bot, wanted, history_turns)
    except ValidationError as error:
        log.warning("a question was refused: %s", error.errors()[0]["msg"])
        yield {"step": "refused", "reason": "malformed", "detail": ""}
    except SourcelineError as error:
        yield {"step": "refused", "reason": "error", "detail": str(error)}


def _tell(bot: Bot, wanted: Asked, history_turns: int) -> Iterator[Step]:
    told = 0
    answer: Answer | None = None
    for stage, answer in bot.ask_in_steps(wanted.question, wanted.turns(history_turns), wanted.filters()):
        if stage == "understood":
            yield {"step": stage, "standalone": answer.standalone}
        elif stage == "searched":
            yield {"step": stage, "articles": count_articles(answer)}
        for statement in answer.statements[told:]:
            yield {"step": "statement", **show_statement(statement, answer)}
            told += 1
    if answer is not None:
        yield {"step": "done", "answer": show_answer(answer, get_article=bot.get_article, generation=bot.generation)}
