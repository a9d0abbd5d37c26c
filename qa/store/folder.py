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
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from filelock import FileLock, Timeout

from qa.errors import IndexLockedError, SettingsError
from qa.store.builds import Build
from qa.store.database import Mode, is_empty
from qa.store.seal import SealedFolder

if TYPE_CHECKING:  # to find out whether there is an index must not wait for what opens its stores
    from qa.store.library import Library
    from qa.store.vectors import VectorStore
    from qa.store.word_index import WordIndex

MOST_CHARACTERS = 64  # of a build's name; a longer one is damage, and no name of a folder


@dataclass(frozen=True, slots=True)
class BuildFolder(SealedFolder):
    """A `Build` in a folder."""

    may_crash: ClassVar = True

    def __str__(self) -> str:
        return str(self.path)

    @property
    def name(self) -> str:
        return self.path.name

    @property
    def _library(self) -> Path:
        return self.path / "library.sqlite3"

    def find_mark(self) -> tuple[int, int]:
        """Return device and inode of the library: a folder that is restored from a copy has others."""
        stat = self._library.stat()
        return stat.st_dev, stat.st_ino

    def find_date(self) -> float:
        """Return when the library was written last, in seconds since 1970; 0 where there is none."""
        return self._library.stat().st_mtime if self._library.exists() else 0

    def is_empty(self) -> bool:
        return is_empty(self._library)

    def open_library(self, mode: Mode) -> Library:
        from qa.store.library import Library

        return Library(self._library, mode=mode)

    def open_words(self, *, edition: str = "", write: bool = False) -> WordIndex:
        from qa.store.word_index import WordIndex

        return WordIndex(self.path / f"words{edition}", write=write)

    def open_vectors(self, *, url: str, edition: str = "", create: bool = False) -> VectorStore:
        from qa.store.vectors import VectorStore

        name = f"sourceline-{self.name}{edition}"
        return VectorStore(self.path / f"chroma{edition}", name=name, url=url, create=create)

    def drop_words(self, edition: str) -> None:
        shutil.rmtree(self.path / f"words{edition}", ignore_errors=True)

    def drop_vectors(self, edition: str) -> None:
        shutil.rmtree(self.path / f"chroma{edition}", ignore_errors=True)


class IndexFolder:
    """An `Index` in a folder, which holds its builds and its lock."""

    def __init__(self, path: Path) -> None:
        self.path, self.name = path, str(path)
        self._current, self._builds = path / "current", path / "builds"

    def find_current(self) -> BuildFolder | None:
        try:
            name = self._current.read_text(encoding="ascii").strip()
        except (OSError, UnicodeDecodeError):
            return None
        build = self._builds / name
        return BuildFolder(build) if name.isalnum() and len(name) <= MOST_CHARACTERS and build.is_dir() else None

    def list_builds(self) -> list[BuildFolder]:
        """Return all builds, finished or not, the one last that was written last."""
        found = self._builds.iterdir() if self._builds.is_dir() else ()
        return sorted((BuildFolder(path) for path in found if path.is_dir()), key=BuildFolder.find_date)

    def create_build(self) -> BuildFolder:
        build = BuildFolder(self._builds / uuid.uuid4().hex[:12])
        build.path.mkdir(parents=True)
        return build

    def swap(self, build: Build) -> None:
        new = self.path / "current.new"
        with new.open("w", encoding="utf-8") as file:
            file.write(build.name)
            file.flush()
            os.fsync(file.fileno())
        new.replace(self._current)

    def remove(self, build: Build) -> None:
        shutil.rmtree(self._builds / build.name, ignore_errors=True)

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
        for path in (self._current, self.path / "lock", self._builds):
            with suppress(OSError):
                path.rmdir() if path.is_dir() else path.unlink()
        with suppress(OSError):  # it holds something else, such as feedback
            self.path.rmdir()


def _describe_holder(path: Path, holder: Path) -> str:
    try:
        who = json.loads(holder.read_text())
        name = f"process {who['pid']} on {who['host']}, since {who['since']}"
    except (OSError, ValueError, KeyError, TypeError):
        name = "another process"
    return f"{path} is being written by {name}: wait until it has ended, then run {Path(sys.argv[0]).name!r} again"
