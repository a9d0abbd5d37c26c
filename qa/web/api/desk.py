"""The desk at which every door hands its questions in: so many are computed at once, so many wait, each is recorded."""

from __future__ import annotations

import asyncio
import os
import threading
import time
from collections.abc import Callable, Generator
from concurrent.futures import Future

from qa.bot import Bot, Stage
from qa.clock import say_too_slow
from qa.errors import QuestionError, SourcelineError
from qa.records import Answer
from qa.settings import Settings
from qa.web.api.line import FairWorkers, Line
from qa.web.api.metrics import Metrics
from qa.web.api.schema import Asked
from qa.web.api.starters import Starters
from qa.web.guard.proxies import find_network
from qa.web.guard.refusals import BusyError
from qa.web.guard.visitor import Audit, Visitor

Step = tuple[Stage, Answer]

DRAFT_QUESTIONS = 3  # times the time of a question is a draft's: one of 20,000 characters has some 150 statements


class Desk:
    """Answers questions from every door; safe to use from several threads."""

    def __init__(
        self,
        bot: Bot,
        *,
        at_once: int,
        waiting: int,
        history_turns: int,
        seconds: float,
        metrics: Metrics,
        audit: Audit,
    ) -> None:
        self.at_once = at_once
        self.draft_seconds = DRAFT_QUESTIONS * seconds
        self.starters = Starters(bot)
        self._seconds = seconds
        self._bot = bot
        self._history_turns = history_turns
        self._metrics = metrics
        self._audit = audit
        # threads of its own: those that serve the page's files never wait behind a question
        self._workers = FairWorkers(at_once, name="question")
        self._line = Line(at_once, waiting, seconds)

    def steps(self, asked: Asked, visitor: Visitor, *, door: str) -> Generator[Step]:
        """Answer one question in the calling thread; closing the generator ends the work."""
        answer: Answer | None = None
        outcome = refused = "failed"
        seconds, started = 0.0, time.perf_counter()
        try:
            with self._metrics.in_progress():
                turns = asked.turns(self._history_turns)
                for stage, known in self._bot.ask_in_steps(asked.question, turns, asked.filters(), page=asked.page):
                    if stage == "done":
                        known = answer = self.starters.add_to(known)
                        seconds = time.perf_counter() - started
                    yield stage, known
        except GeneratorExit:
            outcome, refused = "stopped", ""
            raise
        except SourcelineError as error:
            outcome, refused = "refused", str(error)
            raise
        finally:
            self._line.note(min(time.perf_counter() - started, self._seconds))  # then it gives its place up
            if answer:
                self._metrics.observe(answer, seconds, door=door)
            else:
                self._metrics.count_unanswered(door, outcome)
            self._audit.record(
                visitor, door=door, answer=answer, refused="" if answer else refused, question=asked.question
            )

    def ask(self, asked: Asked, visitor: Visitor, *, door: str) -> Asking:
        """Take a question in; raise `QuestionError` or `BusyError` at once when it cannot be answered."""
        key = visitor.name or find_network(visitor.address)
        try:
            self._bot.check(asked.question, asked.filters())
            self._line.enter(key)
        except (QuestionError, BusyError) as error:
            self._metrics.count_unanswered(door, "busy" if isinstance(error, BusyError) else "refused")
            self._audit.record(visitor, door=door, answer=None, refused=str(error), question=asked.question)
            raise
        steps = self.steps(asked, visitor, door=door)
        asking = Asking(steps, self._workers, key, seconds=self._seconds)

        def leave(work: Future[None]) -> None:
            self._line.leave()
            if work.cancelled():  # while it waited: `steps` has not begun, and records nothing
                self._metrics.count_unanswered(door, "stopped")
                self._audit.record(visitor, door=door, answer=None, question=asked.question)

        asking.work.add_done_callback(leave)
        return asking


def open_desk(bot: Bot, settings: Settings, metrics: Metrics | None = None) -> Desk:
    """Return the desk that these settings describe."""
    return Desk(
        bot,
        at_once=settings.questions_at_once or os.cpu_count() or 1,
        waiting=settings.questions_waiting,
        history_turns=settings.history_turns,
        seconds=settings.question_seconds + (settings.writer_timeout_seconds if settings.writer else 0),
        metrics=metrics or Metrics(bot),
        audit=Audit(settings.audit_questions),
    )


class Asking:
    """One question on its way: iterate over its steps as they come, or stop the work.

    Once it has run for so many seconds it is given up: a stage that does not end keeps its thread, but not its place.
    """

    def __init__(self, steps: Generator[Step], workers: FairWorkers, visitor: str, *, seconds: float) -> None:
        self._steps = steps
        self._workers = workers
        self._seconds = seconds
        self._deadline: asyncio.TimerHandle | None = None
        self._loop = asyncio.get_running_loop()
        self._told: asyncio.Queue[Step | None] = asyncio.Queue()
        self._stopped = threading.Event()
        self.work = workers.submit(visitor, self._run)
        self.work.add_done_callback(lambda work: self._call(self._end))

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

    async def finish(self) -> Answer:
        """Return the answer, or raise what went wrong; the work ends with the call."""
        try:
            return [known async for _, known in self][-1]
        finally:
            self.stop()

    def stop(self) -> None:
        """Begin no further stage; a question that still waits gives its place up."""
        self._stopped.set()
        self.work.cancel()

    def _run(self) -> None:
        self._call(self._start_clock)
        for step in self._steps:
            self._call(self._told.put_nowait, step)
            if self._stopped.is_set():
                break
        self._steps.close()

    def _start_clock(self) -> None:
        self._deadline = self._loop.call_later(self._seconds, self._give_up)

    def _give_up(self) -> None:
        self._stopped.set()
        self._workers.give_up(self.work, say_too_slow(self._seconds))

    def _end(self) -> None:
        self._told.put_nowait(None)
        if self._deadline:
            self._deadline.cancel()

    def _call(self, function: Callable[..., object], *values: object) -> None:
        """Call a function in the loop."""
        if not self._loop.is_closed():  # the server may have ended meanwhile
            self._loop.call_soon_threadsafe(function, *values)
