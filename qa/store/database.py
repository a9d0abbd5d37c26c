"""Where the library's tables lie: a file of SQLite or, in `qa.store.postgres`, a schema of PostgreSQL.

Both take the same statements, with ``?`` for each value.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager, closing
from pathlib import Path
from typing import Any, Literal, Protocol

from qa.errors import IndexBrokenError

Mode = Literal["read", "write", "old", "memory"]
Row = tuple[Any, ...]
_INDEXES = """
CREATE INDEX IF NOT EXISTS filtered ON articles (collection, source, published, page, sentences, version);
CREATE INDEX IF NOT EXISTS pages ON articles (page, version);
"""


class Database(Protocol):
    """Tables that one process writes and any number read; whoever uses it lets in one thread at a time."""

    name: str
    """What messages call it."""
    mend: str
    """What a person does about one that a reader cannot read."""
    again: str
    """What a person does about one that its writer cannot read."""
    make_room: str
    """What a person does about one that cannot be written."""
    failure: type[Exception]
    """What its calls raise."""

    def create(self, tables: str) -> None:
        """Make the tables that are not there yet, and the facts of an empty library: all at once or nothing."""

    def execute(self, query: str, values: Sequence[object] = ()) -> list[Row]:
        """Return the rows that a statement finds."""

    def execute_many(self, query: str, rows: Iterable[Sequence[object]]) -> None:
        """Run a statement with each row of values."""

    def writing(self) -> AbstractContextManager[object]:
        """One transaction, undone where it is left with an error."""

    def find_fault(self) -> str:
        """Return what is damaged beneath the rows; empty when nothing is."""

    def close(self) -> None:
        """Release it."""


class SqliteFile:
    """An SQLite file as a `Database`; "write" makes it where there is none, "memory" holds it in memory by its name."""

    mend = "run 'qa index' to mend it"
    make_room = "free some space, or make the folder writable, and run 'qa index' again"
    failure: type[Exception] = sqlite3.Error

    def __init__(self, path: Path, mode: Mode) -> None:
        self.name, self.again = str(path), f"remove {path.parent} and index its articles again"
        # a reader, too, may have to roll back what a killed writer left half done, so it does not open read-only
        theirs = {"write": "rwc", "memory": "memory"}.get(mode, "rw")
        uri = f"{path.absolute().as_uri()}?mode={theirs}"
        try:
            self._connection = sqlite3.connect(uri, uri=True, check_same_thread=False, timeout=30)
        except sqlite3.Error as error:
            raise IndexBrokenError(f"{path}: {error}: {self.again}") from None
        self._connection.create_function("casefold", 1, str.casefold, deterministic=True)

    def create(self, tables: str) -> None:
        """Make the tables that are not there yet, and the indexes of what is filtered."""
        # killed in between, it holds nothing, and `is_empty` says so
        self._connection.executescript(f"BEGIN; {tables} {_INDEXES} COMMIT;")

    def execute(self, query: str, values: Sequence[object] = ()) -> list[Row]:
        return self._connection.execute(query, values).fetchall()

    def execute_many(self, query: str, rows: Iterable[Sequence[object]]) -> None:
        self._connection.executemany(query, rows)

    def writing(self) -> AbstractContextManager[object]:
        return self._connection

    def find_fault(self) -> str:
        said = str(self.execute("PRAGMA quick_check(1)")[0][0])
        return "" if said == "ok" else said

    def close(self) -> None:
        self._connection.close()


def is_empty(path: Path) -> bool:
    """Say whether there is no file, or one that a process made which was killed before it had written anything."""
    if not path.exists():
        return True
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=rw", uri=True, timeout=30)) as database:
            return not database.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
    except sqlite3.Error:  # damaged: to open it tells more
        return False
