"""The line before the desk: how many may wait, when to come back, and whose turn it is; nobody is sent away for ever.

Whoever asks much waits behind their own questions, not before others.
"""

from __future__ import annotations

import math
import threading
import time
from collections import OrderedDict, deque
from collections.abc import Callable
from concurrent.futures import Future, InvalidStateError, ThreadPoolExecutor

from qa.web.guard.refusals import BusyError

MOST_WAITING = 100  # where no setting says how many: each holds a connection, and a process may hold some 1,000
LATE_SECONDS = 5  # who was sent away and comes back no later than so goes before newcomers
MOST_REMEMBERED = 1000  # visitors sent away, ten times those that wait
FIRST_GUESS = 0.1  # seconds that a question takes, until some were answered
NEWEST_SHARE = 0.1  # of the last question in the running mean (exponential smoothing)


class Line:
    """Places for questions that are computed or wait; safe to use from several threads.

    ``waiting`` questions may wait; where that is 0, as many as begin within ``seconds`` by what questions took lately.
    Whoever is sent away is told when the next place becomes free that was promised to nobody before, and has it on
    coming back in time, in the order in which they first came.
    """

    def __init__(self, at_once: int, waiting: int, seconds: float) -> None:
        self._at_once = at_once
        self._waiting = waiting
        self._seconds = seconds
        self._lock = threading.Lock()
        self._mean = FIRST_GUESS
        self._taken = 0
        self._promised = 0.0
        self._sent_away: OrderedDict[str, float] = OrderedDict()

    def enter(self, visitor: str) -> None:
        """Take a place; raise `BusyError` where this visitor has to come back."""
        now = time.monotonic()
        with self._lock:
            self._forget(now)
            before = list(self._sent_away)
            ahead = before.index(visitor) if visitor in self._sent_away else len(before)
            places = self._at_once + (self._waiting or self._count_in_time())
            if self._taken + ahead < places:
                self._sent_away.pop(visitor, None)
                self._taken += 1
                return
            wait = self._promise(now, places)
            if visitor in self._sent_away or len(before) < MOST_REMEMBERED:
                self._sent_away[visitor] = now + wait + LATE_SECONDS
            raise BusyError("too many questions are waiting", wait)

    def leave(self) -> None:
        """Give a place back."""
        with self._lock:
            self._taken -= 1

    def note(self, seconds: float) -> None:
        """Learn what a question took."""
        with self._lock:
            self._mean += NEWEST_SHARE * (seconds - self._mean)

    def _count_in_time(self) -> int:
        """Return how many may wait so that the last of them begins in time."""
        return min(MOST_WAITING, max(1, math.floor(self._at_once * self._seconds / max(self._mean, 1e-3))))

    def _promise(self, now: float, places: int) -> int:
        """Return in how many seconds a place becomes free; none is further away than the end of the line is now."""
        each = self._mean / self._at_once
        self._promised = min(max(self._promised, now) + each, now + places * each)
        return max(1, math.ceil(self._promised - now))

    def _forget(self, now: float) -> None:
        """Drop those who did not come back."""
        gone = [one for one, until in self._sent_away.items() if now > until]
        for one in gone:
            del self._sent_away[one]


Work = Callable[[], None]


class FairWorkers:
    """Runs so many works at once; among those that wait, each visitor's first goes before anyone's second.

    A work that is given up goes on, for no thread can be ended from outside, but the next begins beside it; as many
    can be given up at a time as run at once.
    """

    def __init__(self, at_once: int, *, name: str) -> None:
        self._threads = ThreadPoolExecutor(2 * at_once, thread_name_prefix=name)
        self._slots = threading.Semaphore(at_once)
        self._lock = threading.Lock()
        self._waiting: OrderedDict[str, deque[tuple[Future[None], Work]]] = OrderedDict()

    def submit(self, visitor: str, work: Work) -> Future[None]:
        """Take a work in; the future can be cancelled while it waits."""
        future: Future[None] = Future()
        with self._lock:
            self._waiting.setdefault(visitor, deque()).append((future, work))
        self._threads.submit(self._run_next)
        return future

    def give_up(self, future: Future[None], error: Exception) -> None:
        """Tell whoever waits for a running work that it came to this error, and let the next work begin."""
        if future.running():
            self._end(future, error)

    def _run_next(self) -> None:
        self._slots.acquire()
        future, work = self._take()
        if not future.set_running_or_notify_cancel():
            self._slots.release()
            return
        try:
            work()
        except BaseException as error:  # noqa: BLE001 - whoever waits for it gets it, as from any executor
            self._end(future, error)
        else:
            self._end(future, None)

    def _end(self, future: Future[None], error: BaseException | None) -> None:
        """Give the slot of a work back, and say what it came to: once, whether it ended or was given up."""
        try:
            future.set_exception(error) if error else future.set_result(None)
        except InvalidStateError:
            return
        self._slots.release()

    def _take(self) -> tuple[Future[None], Work]:
        """Return the first work of the visitor whose turn it is; the visitor goes to the end of the line."""
        with self._lock:
            visitor, works = self._waiting.popitem(last=False)
            taken = works.popleft()
            if works:
                self._waiting[visitor] = works
        return taken
