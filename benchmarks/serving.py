"""What the programs that try a server share: `qa serve` in a process of its own, and what that process holds."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

READY_SECONDS = 120


@dataclass(frozen=True, slots=True)
class Held:
    """What a process holds: memory in MB (10^6 bytes), open files and threads."""

    megabytes: float
    files: int
    threads: int


@contextmanager
def serve_index(index_dir: Path, **settings: object) -> Iterator[tuple[str, int]]:
    """Serve an index while the block runs; yield the address and the process id. Settings are those of `QA_`."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    named = {f"QA_{name.upper()}": str(value) for name, value in settings.items()}
    command = [sys.executable, "-m", "qa.cli", "serve", "--index-dir", str(index_dir), "--port", str(port)]
    process = subprocess.Popen(command, env=os.environ | named, stderr=subprocess.DEVNULL)
    address = f"http://127.0.0.1:{port}"
    try:
        _wait_until_ready(address, process)
        yield address, process.pid
    finally:
        process.terminate()
        process.wait(30)


def _wait_until_ready(address: str, process: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + READY_SECONDS
    while time.monotonic() < end and process.poll() is None:
        try:
            if httpx.get(f"{address}/api/ready", timeout=10).status_code == httpx.codes.OK:
                return
        except httpx.HTTPError:
            pass
        time.sleep(0.2)
    raise RuntimeError(f"the server at {address} did not become ready in {READY_SECONDS} seconds")


def read_held(process: int) -> Held:
    """Return what a process holds now (Linux)."""
    proc = Path("/proc", str(process))
    pages = int((proc / "statm").read_text().split()[1])
    files, threads = (len(list((proc / folder).iterdir())) for folder in ("fd", "task"))
    return Held(pages * os.sysconf("SC_PAGE_SIZE") / 1e6, files, threads)
