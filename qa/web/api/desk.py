"""The desk at which every door hands its questions in: so many are computed at once, so many wait, each is recorded."""

from __future__ import annotations

import asyncio
import os
import threading
import time
from collections.abc import Generator
from concurrent.futures import Future

from qa.bot import Bot, Stage
from qa.errors import QuestionError, SourcelineError
from qa.records import Answer
from qa.settings import Settings
from qa.web.api.fair import FairWorkers
from qa.web.api.metrics import Metrics
from qa.web.api.schema import Asked
from qa.web.guard.audit import Audit
from qa.web.guard.refusals import RETRY_SECONDS, BusyError
from qa.web.guard.visitor import Visitor

Step = tuple[Stage, Answer]


class Desk:
    """Answers questions from every door; safe to use from several threads."""

    def __init__(
        self, bot: Bot, *, at_once: int, waiting: int, history_turns: int, metrics: Metrics, audit: Audit
    ) -> None:
        self.at_once = at_once
        self._bot = bot
        self._history_turns = history_turns
        self._metrics = metrics
        self._audit = audit
        self._slots = threading.BoundedSemaphore(at_once)
        # threads of its own: those that serve the page's files never wait behind a question
        self._workers = FairWorkers(at_once, name="question")
        self._places = threading.BoundedSemaphore(at_once + waiting)

    def steps(self, asked: Asked, visitor: Visitor, *, door: str) -> Generator[Step]:
        """Answer one question in the calling thread when its turn has come; closing the generator ends the work."""
        answer: Answer | None = None
        outcome = refused = "failed"
        seconds = 0.0
        try:
            with self._slots, self._metrics.in_progress():
                started = time.perf_counter()
                turns = asked.turns(self._history_turns)
                for stage, known in self._bot.ask_in_steps(asked.question, turns, asked.filters(), page=asked.page):
                    if stage == "done":
                        answer, seconds = known, time.perf_counter() - started
                    yield stage, known
        except GeneratorExit:
            outcome, refused = "stopped", ""
            raise
        except SourcelineError as error:
            outcome, refused = "refused", str(error)
            raise
        finally:
            if answer:
                self._metrics.observe(answer, seconds, door=door)
            else:
                self._metrics.count_unanswered(door, outcome)
            self._audit.record(
                visitor, door=door, answer=answer, refused="" if answer else refused, question=asked.question
            )

    def ask(self, asked: Asked, visitor: Visitor, *, door: str) -> Asking:
        """Take a question in; raise `QuestionError` or `BusyError` at once when it cannot be answered."""
        try:
            self._bot.check(asked.question)
            self._take_place()
        except (QuestionError, BusyError) as error:
            self._metrics.count_unanswered(door, "busy" if isinstance(error, BusyError) else "refused")
            self._audit.record(visitor, door=door, answer=None, refused=str(error), question=asked.question)
            raise
        asking = Asking(self.steps(asked, visitor, door=door), self._workers, visitor.name or visitor.address)

        def leave(work: Future[None]) -> None:
            self._places.release()
            if work.cancelled():  # while it waited: `steps` has not begun, and records nothing
                self._metrics.count_unanswered(door, "stopped")
                self._audit.record(visitor, door=door, answer=None, question=asked.question)

        asking.work.add_done_callback(leave)
        return asking

    def _take_place(self) -> None:
        if not self._places.acquire(blocking=False):
            raise BusyError(f"too many questions are waiting: ask again in {RETRY_SECONDS} seconds")


def open_desk(bot: Bot, settings: Settings, metrics: Metrics | None = None) -> Desk:
    """Return the desk that these settings describe."""
    return Desk(
        bot,
        at_once=settings.questions_at_once or os.cpu_count() or 1,
        waiting=settings.questions_waiting,
        history_turns=settings.history_turns,
        metrics=metrics or Metrics(bot),
        audit=Audit(settings.audit_questions),
    )


class Asking:
    """One question on its way: iterate over its steps as they come, or stop the work."""

    def __init__(self, steps: Generator[Step], workers: FairWorkers, visitor: str) -> None:
        self._steps = steps
        self._loop = asyncio.get_running_loop()
        self._told: asyncio.Queue[Step | None] = asyncio.Queue()
        self._stopped = threading.Event()
        self.work = workers.submit(visitor, self._run)
        self.work.add_done_callback(lambda work: self._tell(None))

    def __aiter__(self) -> Asking:
        return self

    async def __anext__(self) -> Step:
        """Return the next step; raise what went wrong in its place."""
        step = await self._told.get()
        if step is not None:
            return step
        if not self.work.cancelled():
            self.work.result()
        raise StopAsyncIteration

    def stop(self) -> None:
        """Begin no further stage; a question that still waits gives its place up."""
        self._stopped.set()
        self.work.cancel()

    def _run(self) -> None:
        for step in self._steps:
            self._tell(step)
            if self._stopped.is_set():
                break
        self._steps.close()

    def _tell(self, step: Step | None) -> None:
        if not self._loop.is_closed():  # the server may have ended meanwhile
            self._loop.call_soon_threadsafe(self._told.put_nowait, step)
