"""A server that speaks as OpenAI's, Ollama's and Anthropic's do, and misbehaves to order, one way for each failure."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

OLLAMA, ANTHROPIC = "/api/chat", "/v1/messages"  # any other path is OpenAI's


def frame(path: str, text: str) -> bytes:
    """Return one piece of an answer as the server of this path sends it."""
    if path == OLLAMA:
        message = {"role": "assistant", "content": text}
        return json.dumps({"model": "m", "created_at": "2025-01-01T00:00:00Z", "message": message}).encode() + b"\n"
    if path == ANTHROPIC:
        return event("content_block_delta", index=0, delta={"type": "text_delta", "text": text})
    chunk = {
        "id": "1",
        "object": "chat.completion.chunk",
        "created": 0,
        "model": "scripted",
        "choices": [{"index": 0, "delta": {"role": "assistant", "content": text}, "finish_reason": None}],
    }
    return b"data: " + json.dumps(chunk).encode() + b"\n\n"


def event(kind: str, **values: object) -> bytes:
    """Return one of Anthropic's events."""
    return f"event: {kind}\ndata: {json.dumps({'type': kind, **values})}\n\n".encode()


def begin(path: str) -> bytes:
    """Return what comes before the first piece."""
    if path != ANTHROPIC:
        return b""
    message = {"id": "1", "type": "message", "role": "assistant", "model": "m", "content": [], "stop_reason": None}
    message |= {"stop_sequence": None, "usage": {"input_tokens": 1, "output_tokens": 1}}
    start = event("message_start", message=message)
    return start + event("content_block_start", index=0, content_block={"type": "text", "text": ""})


def end(path: str) -> bytes:
    """Return what comes after the last piece."""
    if path == OLLAMA:
        return json.dumps(json.loads(frame(path, "")) | {"done": True, "done_reason": "stop"}).encode() + b"\n"
    if path == ANTHROPIC:
        stop = event("message_delta", delta={"stop_reason": "end_turn"}, usage={"output_tokens": 1})
        return event("content_block_stop", index=0) + stop + event("message_stop")
    return b"data: [DONE]\n\n"


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.0"  # the end of the connection is the end of the answer
    server: ScriptedServer

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.bodies.append(body)
        content = body["messages"][0]["content"]
        self.server.prompts.append(content if isinstance(content, str) else content[0]["text"])
        self.server.keys.append(self.headers.get("Authorization") or self.headers.get("X-Api-Key") or "")
        try:
            getattr(self, f"_be_{self.server.manner}")()
        except (BrokenPipeError, ConnectionResetError):
            self.server.left.set()

    def _be_fine(self) -> None:
        self._start()
        for piece in self.server.text.splitlines(keepends=True):
            self._write(frame(self.path, piece))
        self._write(end(self.path))

    def _be_silent(self) -> None:
        self.server.released.wait(60)

    def _be_dripping(self) -> None:
        self._start()
        while not self.server.released.wait(0.05):
            self._write(frame(self.path, "."))

    def _be_endless(self) -> None:
        self._start()
        while not self.server.released.is_set():
            self._write(frame(self.path, self.server.text))
            time.sleep(0.001)

    def _be_limited(self) -> None:
        self._fail(429)

    def _be_forbidden(self) -> None:
        self._fail(401)

    def _be_broken(self) -> None:
        self._fail(500)

    def _be_garbled(self) -> None:
        self._start()
        self._write(frame(self.path, "garbled").replace(b"garbled", b"\xff\xfe\xc3"))

    def _be_stuck(self) -> None:
        self._start()
        self._write(frame(self.path, self.server.text))
        self.server.released.wait(60)

    def _start(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "application/x-ndjson" if self.path == OLLAMA else "text/event-stream")
        self.end_headers()
        self._write(begin(self.path))

    def _fail(self, status: int) -> None:
        body = json.dumps({"error": {"message": f"secret-key is wrong at {self.path}", "code": status}}).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self._write(body)

    def _write(self, data: bytes) -> None:
        self.wfile.write(data)
        self.wfile.flush()

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


class ScriptedServer(ThreadingHTTPServer):
    """Answers every request in one manner; remembers the prompts and keys that it was sent."""

    daemon_threads = True

    def __init__(self, manner: str, text: str) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.manner = manner
        self.text = text
        self.bodies: list[dict[str, object]] = []
        self.prompts: list[str] = []
        self.keys: list[str] = []
        self.released = threading.Event()
        self.left = threading.Event()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    @property
    def base_url(self) -> str:
        return f"{self.address}/v1"


@contextmanager
def serve(manner: str = "fine", text: str = "") -> Iterator[ScriptedServer]:
    server = ScriptedServer(manner, text)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield server
    finally:
        server.released.set()
        server.shutdown()
        thread.join()
        server.server_close()
