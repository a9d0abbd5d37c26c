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
from typing import TYPE_CHECKING, Any

import pytest

from qa.store.library import Library

if TYPE_CHECKING:
    from qa.store.database import Row
    from qa.store.postgres import PostgresTables
    from qa.store.word_tables import WordTables

PROGRAMS = sorted(Path("/usr/lib/postgresql").glob("*/bin")) or [
    Path(found).parent for name in ("initdb",) if (found := shutil.which(name))
]
# it keeps nothing: a server that is killed is a folder that is removed; what is committed without asking that it lasts
# is lost where the server is killed within ten seconds
LAZY = ("synchronous_commit=off", "wal_writer_delay=10s", "wal_writer_flush_after=0")
SETTINGS = ("fsync=off", "full_page_writes=off", *LAZY, "shared_buffers=16MB", "max_connections=50")


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


class Outage:
    """Ends the connection of one query, by its number, as an administrator does, and refuses so many new ones."""

    def __init__(self, url: str, monkeypatch: pytest.MonkeyPatch) -> None:
        import psycopg

        from qa.store.postgres import PostgresTables

        self.plan()
        self._error, self._run, self._connect = psycopg.OperationalError, PostgresTables._run, psycopg.connect
        self._admin = psycopg.connect(url, autocommit=True)
        monkeypatch.setattr(PostgresTables, "_run", lambda tables, *query: self._count(tables, *query))
        monkeypatch.setattr(psycopg, "connect", self._answer)

    def plan(self, at: int = 0, refusals: int = 0) -> None:
        """Count the queries from here on, and end the connection of the one ``at`` that place."""
        self.queries, self._at, self._refusals, self._to_refuse = 0, at, refusals, 0

    def _count(self, tables: PostgresTables, *query: Any) -> list[Row]:  # noqa: ANN401
        self.queries += 1
        if self.queries == self._at:
            self._to_refuse = self._refusals
            number = tables._connection.info.backend_pid
            self._admin.execute("SELECT pg_terminate_backend(%s, 5000)", [number])
        return self._run(tables, *query)

    def _answer(self, *place: Any, **options: Any) -> Any:  # noqa: ANN401
        if self._to_refuse:
            self._to_refuse -= 1
            raise self._error("FATAL:  the database system is\nstarting up")
        return self._connect(*place, **options)

    def close(self) -> None:
        self._admin.close()


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
