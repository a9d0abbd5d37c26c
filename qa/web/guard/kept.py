"""What the server keeps in the index folder so that logins outlast a restart: its secret, and the logins that ended."""

from __future__ import annotations

import os
import secrets
import threading
import time
import uuid
from collections.abc import Callable
from pathlib import Path

from qa.errors import SettingsError

SECRET_FILE = "web-secret"  # noqa: S105 - the name of a file
ENDED_FILE = "web-ended"

_PRIVATE = 0o600  # for its owner alone


def read_secret(folder: Path) -> str:
    """Return the random secret of this index folder, made at the first call; only its owner may read the file."""
    path = folder / SECRET_FILE
    try:
        if not path.exists():
            folder.mkdir(parents=True, exist_ok=True)
            _create_secret(path)
        return path.read_text(encoding="ascii").strip()
    except (OSError, ValueError) as error:
        raise SettingsError(f"{path} cannot be used ({error}): mend its permissions, or delete it") from None


def _create_secret(path: Path) -> None:
    new = path.with_name(f"{path.name}.{uuid.uuid4().hex}")
    write_private(new, secrets.token_urlsafe(32))
    try:
        os.link(new, path)  # in one step, and never over the secret of another process
    except FileExistsError:
        pass
    finally:
        new.unlink()


def write_private(path: Path, text: str) -> None:
    """Write a new file that only its owner may read."""
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _PRIVATE), "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())


class EndedLogins:
    """The logins that were ended before their time, for every process that serves this folder."""

    def __init__(self, folder: Path, *, clock: Callable[[], float] = time.time) -> None:
        self._path = folder / ENDED_FILE
        self._clock = clock
        self._lock = threading.Lock()
        self._stamp: tuple[int, int] = (0, 0)
        self._ended: dict[str, float] = {}

    def __contains__(self, session: str) -> bool:
        with self._lock:
            self._refresh()
            return session in self._ended

    def add(self, session: str, expires: float) -> None:
        """End a login; it is forgotten once it would have expired."""
        line = f"{session} {expires:.0f}\n"
        try:
            with self._lock:
                descriptor = os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, _PRIVATE)
                with os.fdopen(descriptor, "a", encoding="ascii") as file:  # one short write: lines never mix
                    file.write(line)
        except OSError as error:
            raise SettingsError(f"{self._path}: {error.strerror}: make room, or make it writable") from None

    def prune(self) -> None:
        """Drop the lines of logins that have expired anyway; called when a server starts."""
        with self._lock:
            self._refresh()
            if not self._path.exists():
                return
            now = self._clock()
            kept = {session: expires for session, expires in self._ended.items() if expires > now}
            new = self._path.with_name(f"{self._path.name}.{uuid.uuid4().hex}")
            write_private(new, "".join(f"{session} {expires:.0f}\n" for session, expires in kept.items()))
            new.replace(self._path)

    def _refresh(self) -> None:
        try:
            found = self._path.stat()
        except FileNotFoundError:
            return
        stamp = (found.st_mtime_ns, found.st_size)
        if stamp == self._stamp:
            return
        lines = (line.split() for line in self._path.read_text(encoding="ascii").splitlines())
        self._ended = {fields[0]: float(fields[1]) for fields in lines if len(fields) == 2}
        self._stamp = stamp
