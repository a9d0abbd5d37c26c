"""Threads that take visitors in turn: whoever asks much waits behind their own questions, not before others."""

from __future__ import annotations

import threading
from collections import OrderedDict, deque
from collections.abc import Callable
from concurrent.futures import Future, InvalidStateError, ThreadPoolExecutor

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
