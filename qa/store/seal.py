"""The seal of a build: what its files were when they were last written, so that damage shows before it is read.

The files of Chroma that change by mere opening are left out: its database is told by the rows that it has not yet moved
into its graph, and its graph counts from when it was first saved.
"""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path

_NAME = "seal.json"
_BROKEN = "seal.json.broken"
_AT_ONCE = 10_000  # rows
_DATABASE = "chroma.sqlite3"
_SAVED = "index_metadata.pickle"  # is beside a graph of Chroma's that was saved
_QUEUE = "SELECT seq_id, operation, id, vector FROM embeddings_queue ORDER BY seq_id"
_KEYS = "SELECT id, embedding_id FROM embeddings ORDER BY id"


@dataclass(frozen=True, slots=True)
class Seal:
    """Size, time of change in nanoseconds and SHA-256 of each file by its name in a folder; none of a database."""

    folder: Path
    files: dict[str, tuple[int, int, str]]

    def find_changed(self, *, trust_times: bool) -> list[str]:
        """Return the names of the files that are not as they were written.

        With ``trust_times``, a file of the same size and time of change is not read.
        """
        return [name for name, sealed in self.files.items() if not _is_same(self.folder / name, sealed, trust_times)]


@dataclass(frozen=True, slots=True)
class SealedFolder:
    """A folder that holds its own seal: the half of a `Build` that has to do with it."""

    path: Path

    def read_seal(self) -> Seal | None:
        return self._read_seal(_NAME)

    def write_seal(self) -> None:
        """Seal it, when all of its stores are closed; what has not been written since the seal before is not read."""
        before = self._read_seal(_BROKEN)
        known = before.files if before else {}
        names = {str(path.relative_to(self.path)): path for path in _list_files(self.path)}
        files = {name: _describe(path, known.get(name)) for name, path in names.items()}
        new = self.path / f"{_NAME}.new"
        with new.open("w", encoding="utf-8") as file:
            json.dump({"files": files}, file)
            file.flush()
            os.fsync(file.fileno())
        new.replace(self.path / _NAME)
        (self.path / _BROKEN).unlink(missing_ok=True)

    def break_seal(self) -> None:
        with suppress(FileNotFoundError):
            (self.path / _NAME).replace(self.path / _BROKEN)

    def _read_seal(self, name: str) -> Seal | None:
        try:
            files = json.loads((self.path / name).read_text(encoding="utf-8"))["files"]
            sealed = {name: (int(size), int(time), str(digest)) for name, (size, time, digest) in files.items()}
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return None
        return Seal(self.path, sealed)


def _list_files(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.rglob("*")):
        if not path.is_file() or path.name.startswith(_NAME) or path.suffix in {".lock", ".new"}:
            continue
        if _is_graph(path) and not (path.parent / _SAVED).exists():
            continue
        yield path


def _is_graph(path: Path) -> bool:
    return path.parent.parent.name.startswith("chroma")


def _describe(path: Path, known: tuple[int, int, str] | None) -> tuple[int, int, str]:
    stat = path.stat()
    now = (stat.st_size, stat.st_mtime_ns)
    if known and known[:2] == now and path.name != _DATABASE:
        return known
    return *now, _hash(path)


def _hash(path: Path) -> str:
    if path.name == _DATABASE:
        return f"{_hash_rows(path, _QUEUE)} {_hash_rows(path, _KEYS)}"
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _hash_rows(path: Path, query: str) -> str:
    digest = hashlib.sha256()
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=30)) as database:
            found = database.execute(query)
            while rows := found.fetchmany(_AT_ONCE):
                digest.update("".join(map(repr, rows)).encode())
    except sqlite3.Error as error:
        return str(error)  # no digest is equal to it
    return digest.hexdigest()


def _is_same(path: Path, sealed: tuple[int, int, str], trust_times: bool) -> bool:
    size, time, digest = sealed
    with suppress(OSError):
        if path.name == _DATABASE:  # its size and time change by opening it
            return digest.startswith(_hash_rows(path, _QUEUE)) if trust_times else _hash(path) == digest
        stat = path.stat()
        if trust_times and (stat.st_size, stat.st_mtime_ns) == (size, time):
            return True
        return stat.st_size == size and _hash(path) == digest
    return False
