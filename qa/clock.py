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
        """End a lap; raise `QuestionError` when all of them took longer than a question may."""
        now = time.perf_counter()
        self.laps[name] = round((now - self._last) * 1000, 3)
        self._last = now
        own = sum(taken for lap, taken in self.laps.items() if lap not in WRITERS_LAPS)
        if own > self._seconds * 1000:
            raise QuestionError(f"the question took longer than {self._seconds:g} seconds: ask a shorter one")
