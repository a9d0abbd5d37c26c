"""A PostgreSQL server of the tests' own, where its programs and the driver are there."""

from __future__ import annotations

import importlib.util
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from qa.store.library import Library

if TYPE_CHECKING:
    from qa.store.word_tables import WordTables

PROGRAMS = sorted(Path("/usr/lib/postgresql").glob("*/bin")) or [
    Path(found).parent for name in ("initdb",) if (found := shutil.which(name))
]
# it keeps nothing: a server that is killed is a folder that is removed
SETTINGS = ("fsync=off", "full_page_writes=off", "synchronous_commit=off", "shared_buffers=16MB", "max_connections=50")


def find_lack() -> str:
    """Return what is missing for a server, or who could run it; empty when nothing is."""
    if importlib.util.find_spec("psycopg") is None:
        return "the driver is missing: pip install 'sourceline[postgresql]'"
    if not PROGRAMS:
        return "PostgreSQL is missing: sudo apt-get install postgresql"
    if os.getuid() == 0 and _find_user() is None:
        return "PostgreSQL does not run as root, and there is no user postgres"
    return ""


def _find_user() -> pwd.struct_passwd | None:
    try:
        return pwd.getpwnam("postgres") if os.getuid() == 0 else pwd.getpwuid(os.getuid())
    except KeyError:
        return None


class Server:
    """One server at a free port, in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        user = _find_user()
        assert user is not None
        self._user, self._data = user.pw_uid, folder / "data"
        os.chown(folder, user.pw_uid, user.pw_gid)
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self._port = free.getsockname()[1]
        self._run("initdb", "--no-sync", "-A", "trust", "-U", "qa", "-E", "UTF8", "--locale=C", "-D", self._data)

    def _run(self, program: str, *arguments: object) -> None:
        command = [PROGRAMS[-1] / program, *map(str, arguments)]
        folder = self._data.parent
        with (folder / "log").open("ab") as log:
            subprocess.run(command, check=True, user=self._user, cwd=folder, stdout=log, stderr=log, timeout=60)

    def start(self) -> None:
        """Start it, and wait until it answers."""
        options = f"-p {self._port} -k '' -c listen_addresses=127.0.0.1 " + " ".join(f"-c {one}" for one in SETTINGS)
        self._run("pg_ctl", "-D", self._data, "-o", options, "-w", "start")

    def stop(self) -> None:
        """End it at once, and every connection."""
        self._run("pg_ctl", "-D", self._data, "-m", "immediate", "stop")

    def make_database(self) -> str:
        """Return the address of a new, empty database."""
        import psycopg

        name = f"qa{uuid.uuid4().hex[:8]}"
        with psycopg.connect(self._address("postgres"), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}".encode())
        return self._address(name)

    def _address(self, database: str) -> str:
        return f"postgresql://qa:secret@127.0.0.1:{self._port}/{database}"


def open_schema(server: Server) -> tuple[Library, WordTables]:
    """Return library and words in a new database, to be written."""
    from qa.store.postgres import PostgresTables
    from qa.store.word_tables import WordTables

    url = server.make_database()
    return Library(PostgresTables(url), mode="write"), WordTables(PostgresTables(url), write=True)


@contextmanager
def run_server() -> Iterator[Server]:
    """Lend a server; skip the test where there can be none."""
    if lack := find_lack():
        pytest.skip(lack)
    folder = Path(tempfile.mkdtemp(prefix="qa-postgres-"))
    try:
        server = Server(folder)
        server.start()
        try:
            yield server
        finally:
            server.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)
