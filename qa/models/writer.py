"""Prompt to draft: the port that every writer fits, and any llama-index LLM behind it.

A writer is slow, far away and unreliable. So what it writes is handed on as it comes, nothing waits longer than the
time that was set, and whatever goes wrong becomes one `WriterError`.
"""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable, Generator, Iterator
from contextlib import closing
from importlib import import_module
from typing import TYPE_CHECKING, Any, Protocol

from qa.errors import ModelError, WriterError

if TYPE_CHECKING:
    from llama_index.core.llms import LLM

OFF = ""
ANSWER_TOKENS = 400  # four statements take about 150; a writer that goes on without end is cut off here
CONTEXT_TOKENS = 8_192  # of prompt and draft, in the model's own tokens
NO_KEY = "none"  # OpenAI-like servers on one's own machine ask for none, their client insists on one

_EXTRAS = {
    "openai-like": ("llama_index.llms.openai_like", "OpenAILike"),
    "ollama": ("llama_index.llms.ollama", "Ollama"),
    "anthropic": ("llama_index.llms.anthropic", "Anthropic"),
}


class Writer(Protocol):
    """Writes text for a prompt."""

    @property
    def name(self) -> str:
        """The writer and its model, as a reader may see it."""

    def write(self, prompt: str, *, timeout_seconds: float) -> Iterator[str]:
        """Yield the text in pieces as they come; raise `WriterError` when it fails or takes longer."""


class LlamaIndexWriter:
    """A llama-index LLM as a `Writer`; safe to use from several threads."""

    def __init__(self, name: str, llm: LLM) -> None:
        self.name = name
        self._llm = llm

    def write(self, prompt: str, *, timeout_seconds: float) -> Iterator[str]:
        """Yield the text in pieces as they come; raise `WriterError` when it fails or takes longer.

        The model is read by a thread of its own, so that a server that sends nothing, or a byte a second, cannot hold
        up the answer. Closing the iterator ends that thread with the next piece.
        """
        from llama_index.core.llms import ChatMessage

        def stream() -> Generator[str, None, None]:
            with closing(self._llm.stream_chat([ChatMessage(role="user", content=prompt)])) as responses:
                for response in responses:
                    yield response.delta or ""

        return read_in_time(stream, timeout_seconds=timeout_seconds)


def read_in_time(stream: Callable[[], Generator[str, None, None]], *, timeout_seconds: float) -> Iterator[str]:
    """Yield what the stream yields until it ends or the time is over; raise `WriterError` for all that goes wrong."""
    pieces: queue.Queue[str | Exception | None] = queue.Queue()
    stopped = threading.Event()
    deadline = time.monotonic() + timeout_seconds

    def read() -> None:
        try:
            with closing(stream()) as arriving:
                for piece in arriving:
                    pieces.put(piece)
                    if stopped.is_set():
                        return
            pieces.put(None)
        except Exception as error:  # noqa: BLE001 - each client has errors of its own; all mean that the draft has ended
            pieces.put(error)

    threading.Thread(target=read, name="writer", daemon=True).start()
    try:
        while True:
            try:
                piece = pieces.get(timeout=max(0.0, deadline - time.monotonic()))
            except queue.Empty:
                raise WriterError(f"The writer was not ready within {round(timeout_seconds, 1):g} seconds.") from None
            if piece is None:
                return
            if isinstance(piece, Exception):
                raise WriterError(describe_failure(piece)) from piece
            yield piece
    finally:
        stopped.set()


def describe_failure(error: Exception) -> str:
    """Return in one line what went wrong, without keys, addresses or anything else that the error carries."""
    status = getattr(error, "status_code", None)
    kind = type(error).__name__
    if status == 429:
        return "The writer has too many requests at the moment."
    if status in {401, 403}:
        return "The writer did not accept the key."
    if status == 404:
        return "The writer does not know the model or the address."
    if isinstance(status, int):
        return f"The writer answered with error {status}."
    if "Timeout" in kind:
        return "The writer took too long."
    if isinstance(error, OSError) or "Connect" in kind:
        return "The writer cannot be reached."
    return f"The writer's text could not be read ({kind})."


def load_writer(
    kind: str,
    *,
    model: str,
    base_url: str = "",
    api_key: str = "",
    timeout_seconds: float,
    answer_tokens: int = ANSWER_TOKENS,
    context_tokens: int = CONTEXT_TOKENS,
) -> LlamaIndexWriter | None:
    """Return the writer of this kind, or None when it is off; raise `ModelError` when it cannot be had.

    The server is not asked: one that is down when the product starts may be up when a question comes. A draft is cut
    off after ``answer_tokens``; prompt and draft together have to fit into ``context_tokens``.
    """
    if kind == OFF:
        return None
    if kind not in _EXTRAS:
        raise ModelError(f"no writer {kind!r}: set QA_WRITER to one of {', '.join(_EXTRAS)}")
    if not model:
        raise ModelError(f"the writer {kind} has no model: set QA_WRITER_MODEL")
    if kind == "openai-like" and not base_url:
        raise ModelError(
            "the writer openai-like has no address: set QA_WRITER_BASE_URL, such as http://127.0.0.1:8080/v1"
        )
    module, name = _EXTRAS[kind]
    try:
        llm_class = getattr(import_module(module), name)
    except ImportError:
        raise ModelError(f"the writer {kind} is not installed: run pip install 'sourceline[{kind}]'") from None
    options: dict[str, Any] = {"model": model, "temperature": 0.0}
    options |= _limit_draft(kind, timeout_seconds, answer_tokens, context_tokens)
    options |= _find_server(kind, base_url, api_key)
    try:
        llm = llm_class(**options)
        # the client is asked what it knows of the model with each prompt: one that it does not know is told of now
        llm.metadata  # noqa: B018
    except ValueError as error:
        reason = str(error).split(". ")[0]
        raise ModelError(f"the writer {kind} cannot use {model!r} ({reason}): set QA_WRITER_MODEL") from None
    return LlamaIndexWriter(f"{kind} {model}", llm)


def _limit_draft(kind: str, timeout_seconds: float, answer_tokens: int, context_tokens: int) -> dict[str, Any]:
    if kind == "ollama":  # cuts a prompt silently where its context ends, and asks the server for it unless it is told
        limits = {"num_predict": answer_tokens}
        return {"request_timeout": timeout_seconds, "context_window": context_tokens, "additional_kwargs": limits}
    return {"timeout": timeout_seconds, "max_retries": 0, "max_tokens": answer_tokens}


def _find_server(kind: str, base_url: str, api_key: str) -> dict[str, Any]:
    """Return where the server is and the key for it; what is empty is left to the client's own default."""
    if kind == "openai-like":
        return {"api_base": base_url, "api_key": api_key or NO_KEY, "is_chat_model": True}
    address = {"base_url": base_url} if base_url else {}
    return address | ({"api_key": api_key} if api_key and kind == "anthropic" else {})
