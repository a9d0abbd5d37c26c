"""How long each stage of a question takes, and that all of them end in time."""

from __future__ import annotations

import time

from qa.errors import QuestionError

WRITERS_LAPS = ("rewrite", "write")  # which the writer's own time bounds


class Clock:
    """Milliseconds from one lap to the next, up to the time that a question has."""

    def __init__(self, seconds: float) -> None:
        self.laps: dict[str, float] = {}
        self._last = time.perf_counter()
        self._seconds = seconds

    def lap(self, name: str) -> None:
        """End a lap; raise `QuestionError` when all of them, those of one name added, took longer than may be."""
        now = time.perf_counter()
        self.laps[name] = round(self.laps.get(name, 0.0) + (now - self._last) * 1000, 3)
        self._last = now
        own = sum(taken for lap, taken in self.laps.items() if lap not in WRITERS_LAPS)
        if own > self._seconds * 1000:
            raise say_too_slow(self._seconds)


def say_too_slow(seconds: float) -> QuestionError:
    """Return the error of a question that did not end in time."""
    return QuestionError(
        f"the question took longer than {seconds:g} seconds: ask a shorter one, or raise QA_QUESTION_SECONDS"
    )
