"""Read documents in a process of its own, so that none can hold the run: ``python -m qa.load.worker`` is that process.

A request is a line of JSON and the document's bytes; the answer is a line of JSON. A document that takes too long or
too much memory ends the process, and the next one starts another.
"""

from __future__ import annotations

import atexit
import json
import math
import os
import selectors
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict
from time import monotonic, process_time
from typing import IO, Any, cast

from qa.errors import ArticleError, SlowError
from qa.load.formats import Document, Found, load_document
from qa.records import Article, Skipped

PATIENCE = 1.3  # times the seconds of work; on a busy machine work takes longer
MEMORY_BYTES = 2_500_000_000  # address space of the process
CHUNK_BYTES = 1_000_000  # read from the worker at a time
FIELDS = ("id", "title", "text", "source", "published", "author", "url", "collection")


class Worker:
    """The process, started when it is first needed."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._lock = threading.Lock()
        atexit.register(self.close)

    def load(self, document: Document, *, seconds: float, characters: int, entries: int) -> Iterator[Found | Skipped]:
        """Yield the articles of a document; raise `ArticleError` where it has none or is not read in ``seconds``.

        A text of more ``characters`` is left out: a packed file of some kB may unpack to a hundred million.
        """
        data = document.data
        about = document._asdict() | {"data": len(data)}
        asked = {"document": about, "seconds": seconds, "characters": characters, "entries": entries}
        with self._lock:
            answer = self._ask(json.dumps(asked).encode() + b"\n" + data, seconds)
        if "error" in answer:
            raise ArticleError(answer["error"])
        for item in answer["items"]:
            if "reason" in item:
                yield Skipped(**item)
            else:
                fields = {field: item[field] for field in FIELDS}
                headings = tuple((start, level) for start, level in item["headings"])
                yield item["name"], Article(**fields, asks=tuple(item["asks"]), headings=headings)

    def close(self) -> None:
        """End the process."""
        if self._process is not None:
            self._process.kill()
            self._process.communicate()
            self._process = None

    def _ask(self, request: bytes, seconds: float) -> dict[str, Any]:
        process = self._process = self._process or _start()
        deadline = monotonic() + PATIENCE * seconds
        into, out = cast("IO[bytes]", process.stdin), cast("IO[bytes]", process.stdout)  # both are pipes
        try:
            into.write(request)
            into.flush()
            answer = _read_line(out, deadline)
        except BrokenPipeError:
            answer = b""
        if answer:
            return dict(json.loads(answer))
        is_late = monotonic() >= deadline or _ended_by(process, signal.SIGXCPU)
        self.close()
        if is_late:
            raise SlowError(f"not read within {seconds:g} seconds: split it, or raise QA_DOCUMENT_SECONDS")
        raise SlowError("too much memory is needed to read it: split it, or save its text as a file")


def _start() -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-c", "from qa.load.worker import serve; serve()"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        start_new_session=True,  # Ctrl-C is for the one who asked
    )


def _ended_by(process: subprocess.Popen[bytes], number: int) -> bool:
    """Whether a process that has closed its output was ended by a signal."""
    with suppress(subprocess.TimeoutExpired):
        return process.wait(timeout=1) == -number
    return False


def _read_line(stream: IO[bytes], deadline: float) -> bytes:
    """Return the next line, or nothing where the process ended or the time was up before."""
    parts: list[bytes] = []
    with selectors.DefaultSelector() as selector:
        selector.register(stream, selectors.EVENT_READ)
        while (left := deadline - monotonic()) > 0 and selector.select(left):
            part = os.read(stream.fileno(), CHUNK_BYTES)
            if not part:
                return b""
            parts.append(part)
            if part.endswith(b"\n"):
                return b"".join(parts)
    return b""


def serve() -> None:
    """Answer requests until the one who asks is gone."""
    _limit_memory()
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints is no answer
    while line := sys.stdin.buffer.readline():
        asked = json.loads(line)
        about = asked["document"]
        document = Document(**about | {"data": sys.stdin.buffer.read(about["data"])})
        _limit_seconds(asked["seconds"])
        try:
            items = load_document(document, entries=asked["entries"])
            answer: dict[str, object] = {"items": [_to_json(item, asked["characters"]) for item in items]}
        except ArticleError as error:
            answer = {"error": str(error)}
        except MemoryError:
            return
        answers.write(json.dumps(answer).encode() + b"\n")
        answers.flush()


def _to_json(item: Found | Skipped, most: int) -> dict[str, Any]:
    if isinstance(item, Skipped):
        return asdict(item)
    if len(item[1].text) > most:
        large = f"its text has {len(item[1].text):,} characters, at most {most:,} are read"
        return {"name": item[0], "reason": f"{large}: split it, or raise QA_ARTICLE_MEGABYTES"}
    return {"name": item[0], **asdict(item[1])}


def _limit_seconds(seconds: float) -> None:
    """Let the system end this process when it has worked for so long from now on."""
    with suppress(ImportError, ValueError, OSError):
        import resource

        _, most = resource.getrlimit(resource.RLIMIT_CPU)
        resource.setrlimit(resource.RLIMIT_CPU, (math.ceil(process_time() + seconds), most))


def _limit_memory() -> None:
    with suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))


WORKER = Worker()
