"""An index in a PostgreSQL database: a schema for each of its builds, and one table that names the current one."""

from __future__ import annotations

import uuid
import weakref
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import ClassVar

from qa.errors import IndexBrokenError, IndexLockedError, SettingsError, say_in_one_line
from qa.store.builds import Build
from qa.store.database import Mode, Row
from qa.store.library import Library
from qa.store.postgres import FAILURE, FORBIDDEN, MISSING, PostgresTables, Values
from qa.store.seal import Seal
from qa.store.vectors import VectorStore
from qa.store.word_tables import WordTables, drop_word_tables

_PREFIX = "sourceline_"  # of the schemas of builds
_FIRST = "CREATE SCHEMA IF NOT EXISTS sourceline; CREATE TABLE IF NOT EXISTS sourceline.current (build TEXT NOT NULL)"
# one that a process made which was killed before it had written anything is none
_CURRENT = """
SELECT nspname, oid::bigint FROM pg_namespace JOIN sourceline.current ON nspname = build
WHERE to_regclass(build || '.facts') IS NOT NULL
"""
_BUILDS = "SELECT nspname, oid::bigint FROM pg_namespace WHERE starts_with(nspname, %s) ORDER BY oid"
_SWAP = "WITH gone AS (DELETE FROM sourceline.current) INSERT INTO sourceline.current VALUES (%s)"
_LOCK = 1_936_684_402  # the number of the right to write, which a connection holds as long as it lives: "sour" in ASCII
_HOLDER = """
SELECT application_name, date_trunc('second', backend_start) FROM pg_stat_activity JOIN pg_locks USING (pid)
WHERE locktype = 'advisory' AND granted AND objid = %s
AND pg_locks.database = (SELECT oid FROM pg_database WHERE datname = current_database())
"""


@dataclass(frozen=True, slots=True)
class BuildSchema:
    """A `Build` in a schema of the database, its vectors on a server; ``number`` is PostgreSQL's own for it."""

    name: str
    number: int
    url: str = field(repr=False)
    index: IndexDatabase = field(repr=False, compare=False)
    may_crash: ClassVar = False

    def __str__(self) -> str:
        return self.name

    def find_mark(self) -> tuple[int]:
        """Return its number: no schema has it that is made later."""
        return (self.number,)

    def is_empty(self) -> bool:
        return not self.index.run("SELECT to_regclass(%s)::text", [f"{self.name}.facts"])[0][0]

    def open_library(self, mode: Mode) -> Library:
        return Library(PostgresTables(self.url, self.name, lasting=mode == "read"), mode=mode)

    def open_words(self, *, edition: str = "", write: bool = False) -> WordTables:
        tables = PostgresTables(self.url, self.name, lasting=not write)
        try:
            return WordTables(tables, edition, write=write)
        except BaseException:
            tables.close()
            raise

    def open_vectors(self, *, url: str, edition: str = "", create: bool = False) -> VectorStore:
        return VectorStore(Path(self.name), name=f"sourceline-{self.name}{edition}", url=url, create=create)

    def drop_words(self, edition: str) -> None:
        with closing(PostgresTables(self.url, self.name)) as tables:
            drop_word_tables(tables, edition)

    def drop_vectors(self, edition: str) -> None:
        """Delete nothing: all are on a server."""

    def read_seal(self) -> Seal | None:
        """Return a seal of no files; None while it is being written, and after a writing that did not end."""
        sealed = self.index.run(f"SELECT 1 FROM {self.name}.facts WHERE name = 'sealed'")
        return Seal(Path(), {}) if sealed else None

    def write_seal(self) -> None:
        self.index.run(f"ANALYZE {self.name}.articles")
        self.index.run(f"INSERT INTO {self.name}.facts VALUES ('sealed', '') ON CONFLICT DO NOTHING")

    def break_seal(self) -> None:
        self.index.run(f"DELETE FROM {self.name}.facts WHERE name = 'sealed'")


class IndexDatabase:
    """The database that holds an `Index`; its connection ends with it."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._tables = PostgresTables(url, lasting=True)
        self.name = self._tables.name
        weakref.finalize(self, self._tables.close)

    def find_current(self) -> BuildSchema | None:
        try:
            return next(self._list(self._tables.run(_CURRENT)), None)
        except MISSING:
            return None
        except FAILURE as error:
            raise self._explain(error) from None

    def list_builds(self) -> list[BuildSchema]:
        """Return all builds, finished or not, in the order in which they were made."""
        return list(self._list(self.run(_BUILDS, [_PREFIX])))

    def create_build(self) -> BuildSchema:
        name = f"{_PREFIX}{uuid.uuid4().hex[:12]}"
        self.run(f"CREATE SCHEMA {name}")
        return next(build for build in self.list_builds() if build.name == name)

    def swap(self, build: Build) -> None:
        self.run(_SWAP, [build.name])

    def remove(self, build: Build) -> None:
        self.run(f"DROP SCHEMA {build.name} CASCADE")

    @contextmanager
    def lock(self) -> Iterator[None]:
        with closing(PostgresTables(self._url)) as holding:
            if not holding.run("SELECT pg_try_advisory_lock(%s)", [_LOCK])[0][0]:
                who, since = next(iter(self.run(_HOLDER, [_LOCK])), ("another process", "now"))
                raise IndexLockedError(f"{self.name} is being written by {who}, since {since}: wait until it has ended")
            self.run(_FIRST)
            yield

    def is_being_written(self) -> bool:
        return bool(self.run(_HOLDER, [_LOCK]))

    def run(self, query: str, values: Values | None = None) -> list[Row]:
        """Return the rows that a statement finds."""
        try:
            return self._tables.run(query, values)
        except FAILURE as error:
            raise self._explain(error) from None

    def _explain(self, error: Exception) -> IndexBrokenError | SettingsError:
        reason = say_in_one_line(error)
        if isinstance(error, FORBIDDEN):
            return SettingsError(f"{self.name}: {reason}: let the name in QA_LIBRARY_URL make schemas in the database")
        return IndexBrokenError(f"{self.name}: {reason}: {self._tables.mend}")

    def _list(self, rows: list[Row]) -> Iterator[BuildSchema]:
        return (BuildSchema(name, number, self._url, self) for name, number in rows)
