"""One question on its way through the page's queue: Gradio runs it, streams what is known so far, and can stop it.

Gradio is used in its server mode: it queues questions, runs as many at once as the machine holds, streams each step of
an answer and ends the work when the asker goes away. It does not draw the page. A page of Gradio components was
measured first: 423 kB in 54 requests (ours: 36 kB), a Content-Security-Policy that has to allow inline scripts and, for
HTML components, eval (ours forbids both, and innerHTML with them), and markup whose class names change with every
release between the reader and the text.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import Any

import gradio
from gradio.events import api
from pydantic import ValidationError

from qa.bot import Stage
from qa.errors import SourcelineError
from qa.records import Answer
from qa.web.api.desk import Desk
from qa.web.api.present import count_articles, show_statement
from qa.web.api.schema import Asked
from qa.web.guard.visitor import Visitor, find_visitor

log = logging.getLogger("qa")

ENDPOINT = "ask"
"""The one name under which the queue is reached."""

Step = dict[str, Any]
"""What the page is told: ``{"step": "understood" | "searched" | "statement" | "done" | "refused", ...}``."""

Ask = Callable[[Asked], Iterable[tuple[Stage, Answer]]]
Present = Callable[[Answer], dict[str, Any]]


def build_queue(desk: Desk, present: Present, *, at_once: int, waiting: int) -> gradio.Blocks:
    """Return the Gradio app whose one endpoint answers questions: ``at_once`` run, ``waiting`` more may queue.

    ``present`` makes of an answer what the page shows.
    """

    def ask(asked: dict[str, Any], request: gradio.Request) -> Iterator[dict[str, Any]]:
        visitor = find_visitor(request.request) if request.request else Visitor("", "")
        yield from answer_steps(asked, ask=partial(desk.steps, visitor=visitor, door="page"), present=present)

    blocks = gradio.Blocks(mode="server", analytics_enabled=False)
    with blocks:
        api(ask, api_name=ENDPOINT, concurrency_limit=at_once, api_visibility="private")
    blocks.queue(max_size=waiting)
    return blocks


def answer_steps(asked: dict[str, Any], *, ask: Ask, present: Present) -> Iterator[Step]:
    """Yield what the page is told while one question is answered; the last step is ``done`` or ``refused``.

    Between two steps the caller may close the iterator: nothing further is computed then.
    """
    try:
        wanted = Asked.model_validate(asked)
        yield from _tell(ask(wanted), present)
    except ValidationError as error:
        log.warning("a question was refused: %s", error.errors()[0]["msg"])
        yield {"step": "refused", "reason": "malformed", "detail": ""}
    except SourcelineError as error:
        yield {"step": "refused", "reason": "error", "detail": str(error)}


def _tell(steps: Iterable[tuple[Stage, Answer]], present: Present) -> Iterator[Step]:
    told = 0
    answer: Answer | None = None
    for stage, answer in steps:
        if stage == "understood":
            yield {"step": stage, "standalone": answer.standalone}
        elif stage == "searched":
            yield {"step": stage, "articles": count_articles(answer)}
        for statement in answer.statements[told:]:
            yield {"step": "statement", **show_statement(statement, answer)}
            told += 1
    if answer is not None:
        yield {"step": "done", "answer": present(answer)}
