"""How many questions one visitor may ask: a bucket of tokens for each."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable

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
