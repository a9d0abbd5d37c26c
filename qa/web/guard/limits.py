"""How much one visitor may do: so many questions a minute, so many connections, and none that waits without end."""

from __future__ import annotations

import asyncio
import threading
import time
from collections import Counter, OrderedDict
from collections.abc import Callable
from typing import ClassVar

from uvicorn.protocols.http.auto import AutoHTTPProtocol

from qa.web.guard.proxies import find_network, is_loopback

_VISITORS_KEPT = 10_000  # the longest unseen are forgotten first; a forgotten bucket would be nearly full again


class RateLimit:
    """Lets each visitor pass ``per_minute`` times a minute, in bursts of at most so many; safe between threads."""

    def __init__(self, per_minute: int, *, clock: Callable[[], float] = time.monotonic) -> None:
        self.per_minute = per_minute
        self._clock = clock
        self._lock = threading.Lock()
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def admit(self, visitor: str) -> float:
        """Return 0 when this visitor may pass now, and else the seconds until it may."""
        now = self._clock()
        with self._lock:
            tokens, since = self._buckets.pop(visitor, (float(self.per_minute), now))
            tokens = min(float(self.per_minute), tokens + (now - since) * self.per_minute / 60)
            admitted = tokens >= 1
            self._buckets[visitor] = (tokens - 1 if admitted else tokens, now)
            if len(self._buckets) > _VISITORS_KEPT:
                self._buckets.popitem(last=False)
        return 0.0 if admitted else (1 - tokens) * 60 / self.per_minute


class PatientProtocol(AutoHTTPProtocol):  # type: ignore[misc, valid-type]
    """Uvicorn's protocol with an end to waiting: the head of a request must be there after ``header_seconds``."""

    header_seconds: ClassVar[float]
    most: ClassVar[int]
    is_exempt: ClassVar[Callable[[str], bool]]
    held: ClassVar[Counter[str]]

    _timer: asyncio.TimerHandle | None = None
    _network = ""

    def connection_made(self, transport: asyncio.Transport) -> None:
        """Take a connection, or end it at once where its address holds too many."""
        super().connection_made(transport)
        address = self.client[0] if self.client else ""
        network = find_network(address)
        if self.held[network] >= self.most and not type(self).is_exempt(address):
            transport.abort()
            return
        self._network = network
        self.held[network] += 1
        self._wait()

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget a connection."""
        if self._network:
            self.held[self._network] -= 1
            if not self.held[self._network]:
                del self.held[self._network]
        self._stop_waiting()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Take a piece of a request; the time for its head runs from the first."""
        if self._timer is None and self._lacks_head():
            self._wait()
        super().data_received(data)
        if not self._lacks_head():
            self._stop_waiting()

    def _lacks_head(self) -> bool:
        return self.cycle is None or bool(self.cycle.response_complete)

    def _wait(self) -> None:
        self._timer = self.loop.call_later(self.header_seconds, self._end)

    def _stop_waiting(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _end(self) -> None:
        self._timer = None
        if self._lacks_head() and not self.transport.is_closing():
            self.transport.abort()


def make_protocol(
    *, header_seconds: float, most: int, is_exempt: Callable[[str], bool] = is_loopback
) -> type[asyncio.Protocol]:
    """Return the protocol of one server: an address has at most ``most`` connections, unless it is exempt.

    This machine is, and so are the proxies, behind which everybody has one address.
    """
    values = {"header_seconds": header_seconds, "most": most, "is_exempt": staticmethod(is_exempt), "held": Counter()}
    return type("ServerProtocol", (PatientProtocol,), values)
