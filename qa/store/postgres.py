"""The tables of a schema of PostgreSQL, which take the statements that are written for SQLite."""

from __future__ import annotations

import os
import socket
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, closing, contextmanager

from qa.errors import SettingsError, say_in_one_line
from qa.store.database import Row

try:
    import psycopg
    from psycopg.conninfo import conninfo_to_dict
except ImportError:
    raise SettingsError("QA_LIBRARY_URL wants a driver: pip install 'sourceline[postgresql]'") from None

FAILURE = psycopg.Error
"""What every call raises that fails."""
MISSING = (psycopg.errors.UndefinedTable, psycopg.errors.InvalidSchemaName)
FORBIDDEN = psycopg.errors.InsufficientPrivilege
Values = Sequence[object] | Mapping[str, object]

QUIET_SECONDS = (
    60  # after which a connection shows that it lives: the one that holds the right to write is quiet for hours
)
CONNECT_SECONDS = 10  # to wait for a server before it counts as one that does not answer
# where the server may forget a commit that it has confirmed, the vectors of what it forgot are replaced already
_DURABLE = "SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') = 'off'"
_TYPES = {"TEXT": 'TEXT COLLATE "C"', "BLOB": "BYTEA", "WITHOUT ROWID": ""}
# an index of PostgreSQL holds no row of more than 2.7 kB, and an address may be that long: a hash of it is never
_MORE = """
CREATE INDEX IF NOT EXISTS filtered ON articles (collection, source, published);
CREATE INDEX IF NOT EXISTS pages ON articles USING hash (page);
ALTER TABLE articles ADD COLUMN IF NOT EXISTS rowid BIGINT GENERATED ALWAYS AS IDENTITY;
CREATE OR REPLACE FUNCTION instr(text, text) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT strpos($1, $2)';
CREATE OR REPLACE FUNCTION casefold(text) RETURNS text LANGUAGE sql IMMUTABLE
    AS 'SELECT lower($1 COLLATE "und-x-icu")';
CREATE OR REPLACE FUNCTION glob(text, text) RETURNS boolean LANGUAGE sql IMMUTABLE
    AS $$ SELECT $2 ~ ('^' || replace($1, '*', '.*') || '$') $$;
CREATE OR REPLACE FUNCTION json_each(text) RETURNS TABLE (value text) LANGUAGE sql IMMUTABLE
    AS 'SELECT json_array_elements_text($1::json)';
"""


class PostgresTables:
    """A schema as a `Database`, for any number of threads; a ``lasting`` connection is made anew once it was ended."""

    mend = again = "see that the PostgreSQL server is well, then try again"
    make_room = "see that the PostgreSQL server is well and has room, and run 'qa index' again"
    failure: type[Exception] = FAILURE

    def __init__(self, url: str, schema: str = "", *, lasting: bool = False) -> None:
        self.name = describe(url)
        self._lock = threading.Lock()
        self._url, self._schema, self._lasting = url, schema, lasting
        self._connection = self._connect()

    def _connect(self) -> psycopg.Connection[Row]:
        called = f"process {os.getpid()} on {socket.gethostname()}"
        try:
            with ExitStack() as opened:
                connection = psycopg.connect(
                    self._url,
                    autocommit=True,
                    connect_timeout=CONNECT_SECONDS,
                    keepalives_idle=QUIET_SECONDS,
                    application_name=called,
                )
                opened.enter_context(closing(connection))
                connection.execute(_DURABLE)
                if self._schema:
                    connection.execute(f'SET search_path TO "{self._schema}"')
                opened.pop_all()  # all went well: it stays open
        except psycopg.Error as error:
            reason = say_in_one_line(error)
            raise SettingsError(f"no database at {self.name} ({reason}): start it or mend QA_LIBRARY_URL") from None
        return connection

    def create(self, tables: str) -> None:
        """Make the tables that are not there yet, and what SQLite has of itself: row numbers and a few functions."""
        for theirs, ours in _TYPES.items():
            tables = tables.replace(theirs, ours)
        with self.writing():
            self.run(tables + _MORE)

    def execute(self, query: str, values: Sequence[object] = ()) -> list[Row]:
        """Return the rows that a statement finds, with ``?`` for each value."""
        return self.run(_mark(query), values)

    def run(self, query: str, values: Values | None = None) -> list[Row]:
        """Return the rows that a statement of PostgreSQL's own finds, with ``%s`` for each value."""
        with self._lock:
            try:
                return self._run(query, values)
            except psycopg.OperationalError as lost:
                if not (self._lasting and self._connection.closed):
                    raise
                try:
                    self._connection = self._connect()
                except SettingsError:
                    raise lost from None
                return self._run(query, values)

    def _run(self, query: str, values: Values | None) -> list[Row]:
        cursor = self._connection.execute(query.encode(), values)
        return cursor.fetchall() if cursor.description else []

    def execute_many(self, query: str, rows: Iterable[Sequence[object]]) -> None:
        with self._connection.cursor() as cursor:
            cursor.executemany(_mark(query).encode(), rows)

    def copy(self, table: str, rows: Iterable[Sequence[object]]) -> None:
        """Add rows to a table, many at once."""
        with self._connection.cursor() as cursor, cursor.copy(f'COPY "{table}" FROM STDIN'.encode()) as copy:
            for row in rows:
                copy.write_row(row)

    @contextmanager
    def writing(self) -> Iterator[None]:
        with self._connection.transaction():
            yield

    def find_fault(self) -> str:
        """Return nothing: what is damaged beneath the rows is PostgreSQL's own to find."""
        return ""

    def close(self) -> None:
        self._connection.close()


def describe(url: str) -> str:
    """Return an address without name and password; raise `SettingsError` where it is none of a database."""
    try:
        parts = conninfo_to_dict(url)
    except psycopg.Error:
        raise SettingsError("QA_LIBRARY_URL is no address: write postgresql://name@host/database") from None
    port = f":{parts['port']}" if "port" in parts else ""
    return f"postgresql://{parts.get('host', '')}{port}/{parts.get('dbname', '')}"


def _mark(query: str) -> str:
    return query.replace("%", "%%").replace("?", "%s")
