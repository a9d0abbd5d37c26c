"""Threads that take visitors in turn: whoever asks much waits behind their own questions, not before others."""

from __future__ import annotations

import threading
from collections import OrderedDict, deque
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor

Work = Callable[[], None]


class FairWorkers:
    """Runs so many works at once; among those that wait, each visitor's first goes before anyone's second."""

    def __init__(self, at_once: int, *, name: str) -> None:
        self._threads = ThreadPoolExecutor(at_once, thread_name_prefix=name)
        self._lock = threading.Lock()
        self._waiting: OrderedDict[str, deque[tuple[Future[None], Work]]] = OrderedDict()

    def submit(self, visitor: str, work: Work) -> Future[None]:
        """Take a work in; the future can be cancelled while it waits."""
        future: Future[None] = Future()
        with self._lock:
            self._waiting.setdefault(visitor, deque()).append((future, work))
        self._threads.submit(self._run_next)
        return future

    def _run_next(self) -> None:
        future, work = self._take()
        if not future.set_running_or_notify_cancel():
            return
        try:
            work()
        except BaseException as error:  # noqa: BLE001 - whoever waits for it gets it, as from any executor
            future.set_exception(error)
        else:
            future.set_result(None)

    def _take(self) -> tuple[Future[None], Work]:
        """Return the first work of the visitor whose turn it is; the visitor goes to the end of the line."""
        with self._lock:
            visitor, works = self._waiting.popitem(last=False)
            taken = works.popleft()
            if works:
                self._waiting[visitor] = works
        return taken
