"""The index folder: which build is the current one, and who may write.

An index lives in ``builds/<name>/``; the file ``current`` names the build that readers use. A build made with other
settings or models is written beside it and swapped in by replacing that one file.
"""

from __future__ import annotations

import json
import os
import shutil
import socket
import sys
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock, Timeout

from qa.errors import IndexLockedError, SettingsError

MOST_CHARACTERS = 64  # of a build's name; a longer one is damage, and no name of a folder


class IndexFolder:
    """The folder that holds an index, its builds and its lock."""

    def __init__(self, path: Path) -> None:
        self.path, self.name = path, str(path)
        self._current = path / "current"

    def find_current(self) -> Path | None:
        """Return the folder of the build that readers use, or None when there is none that ``current`` names."""
        try:
            name = self._current.read_text(encoding="ascii").strip()
        except (OSError, UnicodeDecodeError):
            return None
        build = self.path / "builds" / name
        return build if name.isalnum() and len(name) <= MOST_CHARACTERS and build.is_dir() else None

    def list_builds(self) -> list[Path]:
        """Return the folders of all builds, finished or not."""
        builds = self.path / "builds"
        return sorted(p for p in builds.iterdir() if p.is_dir()) if builds.is_dir() else []

    def create_build(self) -> Path:
        """Return the folder of a new, empty build."""
        build = self.path / "builds" / uuid.uuid4().hex[:12]
        build.mkdir(parents=True)
        return build

    def swap(self, build: Path) -> None:
        """Make a build the current one, in one step that either happens or does not."""
        new = self.path / "current.new"
        with new.open("w", encoding="utf-8") as file:
            file.write(build.name)
            file.flush()
            os.fsync(file.fileno())
        new.replace(self._current)

    def remove(self, build: Path) -> None:
        """Delete a build that nobody needs any more."""
        shutil.rmtree(build, ignore_errors=True)

    @contextmanager
    def lock(self) -> Iterator[None]:
        """Hold the right to write; raise `IndexLockedError` naming the holder when another process has it.

        A folder in which there is no build in the end is not left behind.
        """
        try:
            self.path.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise SettingsError(f"{self.path}: {error.strerror}: choose another folder with --index-dir") from None
        holder = self.path / "writer.json"
        lock = FileLock(self.path / "lock", timeout=0)
        try:
            lock.acquire()
        except Timeout:
            raise IndexLockedError(_describe_holder(self.path, holder)) from None
        except OSError as error:
            raise SettingsError(f"{self.path}: {error.strerror}: choose another folder with --index-dir") from None
        try:
            now = datetime.now(UTC).isoformat(timespec="seconds")
            holder.write_text(json.dumps({"pid": os.getpid(), "host": socket.gethostname(), "since": now}))
            yield
        finally:
            holder.unlink(missing_ok=True)
            lock.release()
            if not self.list_builds():
                self._remove_empty()

    def is_being_written(self) -> bool:
        """Say whether a process that lives holds the right to write; one on another machine is taken to live."""
        try:
            holder = json.loads((self.path / "writer.json").read_text())
            if holder["host"] == socket.gethostname():
                os.kill(int(holder["pid"]), 0)
        except PermissionError:
            return True
        except (OSError, ValueError, KeyError, TypeError):
            return False
        return True

    def _remove_empty(self) -> None:
        for path in (self._current, self.path / "lock", self.path / "builds"):
            with suppress(OSError):
                path.rmdir() if path.is_dir() else path.unlink()
        with suppress(OSError):  # it holds something else, such as feedback
            self.path.rmdir()


def _describe_holder(path: Path, holder: Path) -> str:
    try:
        who = json.loads(holder.read_text())
        name = f"process {who['pid']} on {who['host']}, since {who['since']}"
    except (OSError, ValueError, KeyError):
        name = "another process"
    return f"{path} is being written by {name}: wait until it has ended, then run {Path(sys.argv[0]).name!r} again"
