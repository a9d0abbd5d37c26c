"""The password file: one line ``name:argon2-hash`` for each person who may use the server."""

from __future__ import annotations

import hashlib
import logging
import os
import re
import secrets
import threading
import time
import uuid
from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from filelock import FileLock, Timeout

from qa.errors import SettingsError
from qa.web.guard.kept import write_private

log = logging.getLogger("qa.access")

FEWEST_CHARACTERS = 8  # as NIST SP 800-63B asks
MOST_CHARACTERS = 1_000  # hashing more would be work for nothing
KNOWN_SECONDS = 300  # a password found right is not hashed again for so long
LOCK_SECONDS = 10  # another command is done with the file long before
_KNOWN_KEPT = 1_000  # passwords that were right, by digest, so that a client's next request costs no hash
_NAME = re.compile(r"[^\s:#][^\s:]{0,63}")


def is_name(name: str) -> bool:
    """Say whether a name can stand in the file."""
    return bool(_NAME.fullmatch(name)) and name.isprintable()


def check_name(name: str) -> str:
    """Return a name that can stand in the file; raise `SettingsError` for another."""
    if not is_name(name):
        raise SettingsError(f"{name!r} cannot be a name: use up to 64 characters without spaces and colons")
    return name


class PasswordFile:
    """The people in one file; a change to the file counts at once."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._stamp: tuple[int, int, int] | None = None
        self._hashes: Mapping[str, str] = {}

    def load(self) -> Mapping[str, str]:
        """Return the hash of each name; raise `SettingsError` when the file is not there or has a bad line."""
        try:
            lines = self._path.read_text(encoding="utf-8").splitlines()
        except (OSError, ValueError):
            mend = "make it with 'qa user add NAME', or mend QA_PASSWORD_FILE"
            raise SettingsError(f"the password file {self._path} cannot be read: {mend}") from None
        return dict(_parse_line(line, number, self._path) for number, line in enumerate(lines, 1) if line.strip())

    def hashes(self) -> Mapping[str, str]:
        """Return the hash of each name as the file has it now; a file that cannot be read lets nobody in."""
        try:
            found = self._path.stat()
            stamp = (found.st_mtime_ns, found.st_size, found.st_ino)
            if stamp != self._stamp:
                self._hashes = self.load()
                self._stamp = stamp
        except (OSError, SettingsError) as error:
            if self._hashes or self._stamp:
                log.warning("nobody can log in: %s", error)
            self._hashes, self._stamp = {}, None
        return self._hashes

    def set(self, name: str, password: str) -> bool:
        """Give a person a password; say whether the name is new."""
        if not FEWEST_CHARACTERS <= len(password) <= MOST_CHARACTERS:
            raise SettingsError(
                f"a password needs {FEWEST_CHARACTERS} to {MOST_CHARACTERS:,} characters: choose another"
            )
        check_name(name)
        hashed = PasswordHasher().hash(password)
        with self._lock():
            hashes = self.load() if self._path.exists() else {}
            self._write({**hashes, name: hashed})
        return name not in hashes

    def remove(self, name: str) -> None:
        """Take a person out; their logins end at once."""
        self.load()  # else a lock would be made beside a file that is not there
        with self._lock():
            hashes = dict(self.load())
            if hashes.pop(name, None) is None:
                raise SettingsError(f"{self._path} has no {name!r}: 'qa user list' shows who is in it")
            self._write(hashes)

    @contextmanager
    def _lock(self) -> Iterator[None]:
        """Hold the right to change the file, so that two changes at the same time both count."""
        lock = FileLock(self._path.with_name(f"{self._path.name}.lock"), timeout=LOCK_SECONDS)
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            lock.acquire()
        except Timeout:
            raise SettingsError(f"{self._path} is being changed by another command: wait, then try again") from None
        except OSError as error:
            raise self._name_problem(error) from None
        try:
            yield
        finally:
            lock.release()

    def _write(self, hashes: Mapping[str, str]) -> None:
        new = self._path.with_name(f"{self._path.name}.{uuid.uuid4().hex}")
        try:
            write_private(new, "".join(f"{name}:{hashed}\n" for name, hashed in hashes.items()))
            if self._path.exists() and os.name == "posix":  # else the service could not read what root has changed
                found = self._path.stat()
                os.chown(new, found.st_uid, found.st_gid)
                new.chmod(found.st_mode & 0o777)
            new.replace(self._path)
        except OSError as error:
            new.unlink(missing_ok=True)
            raise self._name_problem(error) from None

    def _name_problem(self, error: OSError) -> SettingsError:
        return SettingsError(f"{self._path}: {error.strerror}: choose another QA_PASSWORD_FILE")


def _parse_line(line: str, number: int, path: Path) -> tuple[str, str]:
    name, _, hashed = line.strip().partition(":")
    if not hashed.startswith("$argon2") or not _NAME.fullmatch(name):
        raise SettingsError(f"{path}, line {number}: expected 'name:argon2-hash': write it with 'qa user add NAME'")
    return name, hashed


class Passwords:
    """Says whether a password is right, at most one at a time: a hash takes 64 MB and a core."""

    def __init__(self, file: PasswordFile, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._file = file
        self._clock = clock
        self._hasher = PasswordHasher()
        self._nobody = self._hasher.hash(secrets.token_urlsafe())
        self._hashing = threading.Lock()
        self._key = secrets.token_bytes(32)
        self._known: OrderedDict[bytes, float] = OrderedDict()

    def is_known(self, name: str, password: str) -> bool:
        """Say whether this password was found right a short while ago and is unchanged; costs nothing."""
        until = self._known.get(self._fingerprint(name, password))
        return until is not None and self._clock() < until

    def check(self, name: str, password: str) -> bool:
        """Say whether the password is right; an unknown name takes as long as a wrong password."""
        hashed = self._file.hashes().get(name)
        with self._hashing:
            try:
                self._hasher.verify(hashed or self._nobody, password[:MOST_CHARACTERS])
            except (VerificationError, InvalidHashError):
                return False
        if hashed is None:
            return False
        self._known[self._fingerprint(name, password)] = self._clock() + KNOWN_SECONDS
        while len(self._known) > _KNOWN_KEPT:
            self._known.popitem(last=False)
        return True

    def find_proof(self, name: str) -> str | None:
        """Return a text that changes with the person's password; None for someone who is not in the file."""
        hashed = self._file.hashes().get(name)
        return None if hashed is None else hashlib.sha256(hashed.encode()).hexdigest()[:32]

    def _fingerprint(self, name: str, password: str) -> bytes:
        proof = self.find_proof(name)
        return hashlib.blake2b("\n".join((name, proof or "", password)).encode(), key=self._key).digest()
