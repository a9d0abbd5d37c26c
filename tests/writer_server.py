"""A server that speaks OpenAI's chat interface and misbehaves to order, one way for each thing that can go wrong."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.0"  # the end of the connection is the end of the answer
    server: ScriptedServer

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.prompts.append(json.loads(body)["messages"][0]["content"])
        self.server.keys.append(self.headers.get("Authorization", ""))
        try:
            getattr(self, f"_be_{self.server.manner}")()
        except (BrokenPipeError, ConnectionResetError):
            self.server.left.set()

    def _be_fine(self) -> None:
        self._start()
        for piece in self.server.text.splitlines(keepends=True):
            self._send(piece)
        self._write(b"data: [DONE]\n\n")

    def _be_silent(self) -> None:
        self.server.released.wait(20)

    def _be_dripping(self) -> None:
        self._start()
        while not self.server.released.wait(0.05):
            self._send(".")

    def _be_endless(self) -> None:
        self._start()
        while not self.server.released.is_set():
            self._send(self.server.text)
            time.sleep(0.001)

    def _be_limited(self) -> None:
        self._fail(429)

    def _be_forbidden(self) -> None:
        self._fail(401)

    def _be_broken(self) -> None:
        self._fail(500)

    def _be_garbled(self) -> None:
        self._start()
        self._write(b'data: {"choices": [{"delta": {"content": "\xff\xfe\xc3"}}]}\n\n')

    def _be_stuck(self) -> None:
        self._start()
        self._send(self.server.text)
        self.server.released.wait(20)

    def _start(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.end_headers()

    def _send(self, text: str) -> None:
        chunk = {
            "id": "1",
            "object": "chat.completion.chunk",
            "created": 0,
            "model": "scripted",
            "choices": [{"index": 0, "delta": {"role": "assistant", "content": text}, "finish_reason": None}],
        }
        self._write(b"data: " + json.dumps(chunk).encode() + b"\n\n")

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
        self.prompts: list[str] = []
        self.keys: list[str] = []
        self.released = threading.Event()
        self.left = threading.Event()

    @property
    def base_url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/v1"


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
