"""A question on its way as the page and the widget show it: one value that grows until it is the whole answer."""

from __future__ import annotations

import logging
import uuid
from collections.abc import AsyncGenerator
from typing import Any

from pydantic import ValidationError

from qa.bot import Bot
from qa.errors import SourcelineError
from qa.records import Answer
from qa.web.api.desk import Desk
from qa.web.api.present import count_articles, show_answer, show_statement
from qa.web.api.schema import Asked
from qa.web.guard.refusals import BusyError
from qa.web.guard.visitor import Visitor
from qa.wrong_values import say_mend

log = logging.getLogger("qa")

Json = dict[str, Any]


class Steps:
    """Takes questions to the desk and shows how far each is."""

    def __init__(self, bot: Bot, desk: Desk) -> None:
        self._bot = bot
        self._desk = desk

    async def tell(self, asked: Json, visitor: Visitor, *, door: str) -> AsyncGenerator[Json]:
        """Yield what is known of the answer, more each time; the last has an ``outcome``, or is ``refused``.

        Closing the iterator ends the work after the stage that has begun.
        """
        question = str(asked.get("question", "")).encode("utf-8", "replace").decode()  # it may hold half a character
        shown: Json = {"id": uuid.uuid4().hex, "question": question}
        yield shown | {"step": "asking", "statements": [], "citations": []}
        try:
            asking = self._desk.ask(Asked.model_validate(asked), visitor, door=door)
            try:
                async for stage, answer in asking:
                    yield shown | self._show_progress(answer)  # the sentences first, then all that is around them
                    if stage == "done":
                        yield shown | self._show_whole(answer)
            finally:
                asking.stop()
        except ValidationError as error:
            log.warning("a question was refused: %s", say_mend(error.errors()[0]))
            yield shown | {"refused": {"reason": "malformed", "detail": ""}}
        except BusyError as error:
            yield shown | {"refused": {"reason": "busy", "detail": str(error), "seconds": error.seconds}}
        except SourcelineError as error:
            yield shown | {"refused": {"reason": "error", "detail": str(error)}}

    def _show_whole(self, answer: Answer) -> Json:
        shown = show_answer(answer, generation=self._bot.generation)
        return {name: value for name, value in shown.items() if name not in ("id", "question")}

    def _show_progress(self, answer: Answer) -> Json:
        told = [show_statement(statement) for statement in answer.statements]
        return {
            "standalone": answer.standalone,
            "step": "writing" if told else "reading" if answer.ranked else "asking",
            "articles": count_articles(answer),
            "statements": [one["statement"] for one in told],
            "citations": list({cited["number"]: cited for one in told for cited in one["citations"]}.values()),
        }
