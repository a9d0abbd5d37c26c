"""The line before the desk: so many may wait, none longer than a question may take, nobody is sent away for ever."""

from __future__ import annotations

import math
import threading
import time
from collections import OrderedDict

from qa.web.guard.refusals import RETRY_SECONDS, BusyError

REMEMBERED_SECONDS = 2 * RETRY_SECONDS  # who was sent away and comes back within this time goes before newcomers
MOST_REMEMBERED = 1000  # visitors sent away, ten times those that may wait
FIRST_GUESS = 0.1  # seconds that a question takes, until some were answered
NEWEST_SHARE = 0.1  # of the last question in the running mean (exponential smoothing)


class Line:
    """Places for questions that are computed or wait; safe to use from several threads.

    The line is as long as can be answered in ``seconds``, by what questions took lately, and never longer than
    ``waiting``. Whoever is sent away and asks again in time has the place that becomes free next, in the order in
    which they first came.
    """

    def __init__(self, at_once: int, waiting: int, seconds: float) -> None:
        self._at_once = at_once
        self._waiting = waiting
        self._seconds = seconds
        self._lock = threading.Lock()
        self._mean = FIRST_GUESS
        self._taken = 0
        self._sent_away: OrderedDict[str, float] = OrderedDict()

    def enter(self, visitor: str) -> None:
        """Take a place; raise `BusyError` where this visitor has to come back."""
        now = time.monotonic()
        with self._lock:
            self._forget(now)
            before = list(self._sent_away)
            ahead = before.index(visitor) if visitor in self._sent_away else len(before)
            if self._taken + ahead < self._at_once + self._count_waiting():
                self._sent_away.pop(visitor, None)
                self._taken += 1
                return
            if visitor in self._sent_away or len(before) < MOST_REMEMBERED:
                self._sent_away[visitor] = now
            raise BusyError(f"too many questions are waiting: ask again in {RETRY_SECONDS} seconds")

    def leave(self) -> None:
        """Give a place back."""
        with self._lock:
            self._taken -= 1

    def note(self, seconds: float) -> None:
        """Learn what a question took."""
        with self._lock:
            self._mean += NEWEST_SHARE * (seconds - self._mean)

    def _count_waiting(self) -> int:
        """Return how many may wait: the last of them begins in time."""
        return min(self._waiting, max(1, math.floor(self._at_once * self._seconds / max(self._mean, 1e-3))))

    def _forget(self, now: float) -> None:
        """Drop those who did not come back."""
        gone = [one for one, since in self._sent_away.items() if now - since > REMEMBERED_SECONDS]
        for one in gone:
            del self._sent_away[one]
