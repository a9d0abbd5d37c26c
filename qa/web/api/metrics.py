"""The figures of a running server, as Prometheus reads them; no question and no answer is among them."""

from __future__ import annotations

import math
from collections.abc import Callable
from contextlib import AbstractContextManager

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector
from prometheus_client.exposition import choose_encoder

from qa.bot import Bot
from qa.errors import SourcelineError
from qa.records import Answer

# from a cached question on a fast machine to a writer model that takes its time, in seconds
_BUCKETS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0)


class Metrics:
    """Counts questions; keeps a registry of its own, so that two servers in one process do not mix."""

    def __init__(self, bot: Bot) -> None:
        registry = self._registry = CollectorRegistry()
        ProcessCollector(registry=registry)
        self._questions = Counter(
            "sourceline_questions",
            "Questions, by the door they came through and what came of them.",
            ["door", "outcome"],
            registry=registry,
        )
        self._seconds = Histogram(
            "sourceline_question_seconds",
            "Time for one question, without the time it waited for its turn.",
            ["door"],
            buckets=_BUCKETS,
            registry=registry,
        )
        self._stage_seconds = Histogram(
            "sourceline_stage_seconds",
            "Time for one stage of one question.",
            ["stage"],
            buckets=_BUCKETS,
            registry=registry,
        )
        self._in_progress = Gauge(
            "sourceline_questions_in_progress", "Questions being computed now.", registry=registry
        )
        for name, help_text, read in (
            ("sourceline_articles", "Articles in the index.", lambda: bot.count()[0]),
            ("sourceline_sentences", "Sentences in the index.", lambda: bot.count()[1]),
            ("sourceline_generation", "Grows with every change of the index.", lambda: bot.generation),
        ):
            Gauge(name, help_text, registry=registry).set_function(_or_unknown(read))

    def observe(self, answer: Answer, seconds: float, *, door: str) -> None:
        """Count an answered question, whatever the answer is, and the time that it and its stages took."""
        self._questions.labels(door, answer.outcome).inc()
        self._seconds.labels(door).observe(seconds)
        for stage, milliseconds in answer.timings_ms.items():
            self._stage_seconds.labels(stage).observe(milliseconds / 1000)

    def count_unanswered(self, door: str, outcome: str) -> None:
        """Count a question that came to no answer: ``refused``, ``busy``, ``stopped`` or ``failed``."""
        self._questions.labels(door, outcome).inc()

    def in_progress(self) -> AbstractContextManager[object]:
        """Count a question as in progress while the block runs."""
        return self._in_progress.track_inprogress()

    def render(self, accept: str) -> tuple[bytes, str]:
        """Return the figures in the form that an Accept header asks for, and its media type."""
        try:
            encode, media_type = choose_encoder(accept)
        except (TypeError, ValueError):  # a version that is none, such as "1.x"
            encode, media_type = choose_encoder("")
        return encode(self._registry), media_type


def _or_unknown(read: Callable[[], int]) -> Callable[[], float]:
    """Read a figure of the index, or return NaN while the index cannot be read: the other figures still count."""

    def safely() -> float:
        try:
            return read()
        except SourcelineError:
            return math.nan

    return safely
