"""The library: articles, the offsets of their sentences, and what the index was made with (SQLite, or PostgreSQL).

The library alone says which version of an article is current. The vector store and the word index hold sentences under
keys ``version:index``; a key whose version the library does not know is not shown to anyone.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from qa.errors import IndexBrokenError, say_in_one_line
from qa.filters import NO_FILTERS, Filters, normalise_address
from qa.records import Article, Sentence, StoredArticle
from qa.store.conditions import MANY_NAMES, write_condition
from qa.store.database import Database, Mode, Row, SqliteFile
from qa.store.kept import KeptArticles

SCHEMA_VERSION = 3  # 2 brought collections, 3 the index of what is filtered

_SCHEMA = """
CREATE TABLE IF NOT EXISTS facts (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS articles (
    id TEXT PRIMARY KEY, version TEXT NOT NULL UNIQUE, title TEXT NOT NULL, source TEXT NOT NULL,
    published TEXT NOT NULL, author TEXT NOT NULL, url TEXT NOT NULL, sha256 TEXT NOT NULL, collection TEXT NOT NULL,
    origin TEXT NOT NULL, page TEXT NOT NULL, sentences INTEGER NOT NULL, text TEXT NOT NULL, offsets BLOB NOT NULL
);
CREATE TABLE IF NOT EXISTS stale (version TEXT PRIMARY KEY, sentences INTEGER NOT NULL) WITHOUT ROWID;
"""
_FIRST_FACTS = f"INSERT INTO facts VALUES ('schema', '{SCHEMA_VERSION}'), ('generation', '0') ON CONFLICT DO NOTHING;"
_SET_FACT = "INSERT INTO facts VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value"
_NEXT_GENERATION = "UPDATE facts SET value = CAST(CAST(value AS INTEGER) + 1 AS TEXT) WHERE name = 'generation'"
_COUNT_DELETED = (
    "INSERT INTO facts VALUES ('vectors deleted', ?) ON CONFLICT (name) DO UPDATE "
    "SET value = CAST(CAST(facts.value AS INTEGER) + CAST(excluded.value AS INTEGER) AS TEXT)"
)
_SET_STALE = "ON CONFLICT (version) DO UPDATE SET sentences = excluded.sentences"
_OLD_VERSIONS = ("1", "2")  # whose articles can still be read
_MEND_VERSION = ("remove the index folder and run 'qa index' again", "run 'qa index' to rebuild it")
_ARTICLE_COLUMNS = "id, title, text, source, published, author, url, sha256, collection"
# the questions that an article answers, one a line, and the places and levels of its headings are facts of its version
_OF_VERSION = ("asks", "headings")
ASKS, _HEADINGS = (
    f"COALESCE((SELECT value FROM facts WHERE name = '{fact} ' || articles.version), '')" for fact in _OF_VERSION
)
_DROP_FACTS = tuple(
    f"DELETE FROM facts WHERE name IN (SELECT '{fact} ' || version FROM articles WHERE id = ?)" for fact in _OF_VERSION
)
KEPT_COUNTS = 1_000  # filters whose counts are remembered for a generation
_SHA256 = _ARTICLE_COLUMNS.split(", ").index("sha256")


@dataclass(frozen=True, slots=True)
class NewArticle:
    """An article that is ready to become current: loaded, split, and already in both derived stores."""

    article: Article
    origin: str
    sentences: tuple[Sentence, ...]


class Library:
    """One file or schema; safe for one writing process and any number of reading ones and their threads.

    Opened as "old", it may be of an earlier version: its articles can be read, to be written to another one. As
    "memory" it is written by its process alone, and gone with it; the path is but a name.
    """

    def __init__(self, place: Path | Database, *, mode: Mode) -> None:
        self._lock = threading.Lock()
        self._kept = KeptArticles()
        self._counted: tuple[int, dict[Filters, tuple[int, int]]] = (-1, {})
        self._database = SqliteFile(place, mode) if isinstance(place, Path) else place
        self._mend = self._database.mend if mode == "read" else self._database.again
        try:
            if mode in ("write", "memory"):
                self._database.create(f"{_SCHEMA} {_FIRST_FACTS}")
        except self._database.failure as error:
            raise IndexBrokenError(f"{self._database.name}: {say_in_one_line(error)}: {self._database.again}") from None
        found = self.get_fact("schema")
        columns = _ARTICLE_COLUMNS if found != "1" else _ARTICLE_COLUMNS.replace("collection", "''")
        self._columns = f"{columns}, {ASKS}, {_HEADINGS}"
        if found != str(SCHEMA_VERSION) and not (mode == "old" and found in _OLD_VERSIONS):
            differ = f"library of version {found or 'unknown'}, expected {SCHEMA_VERSION}"
            raise IndexBrokenError(f"{self._database.name}: {differ}: {_MEND_VERSION[found in _OLD_VERSIONS]}")

    def close(self) -> None:
        """Close the file."""
        self._database.close()

    # what is current

    @property
    def generation(self) -> int:
        """A number that grows with every change of what is current."""
        return int(self.get_fact("generation"))

    def get_fact(self, name: str) -> str:
        """Return one remembered fact, such as the fingerprint; empty when there is none."""
        rows = self.query("SELECT value FROM facts WHERE name = ?", (name,))
        return str(rows[0][0]) if rows else ""

    def count(self) -> tuple[int, int]:
        """Return the number of articles and of sentences."""
        return self.count_admitted(NO_FILTERS)

    def count_admitted(self, filters: Filters) -> tuple[int, int]:
        """Return the number of articles, and of their sentences, that the filters let answer: once a generation."""
        generation = self.generation
        if self._counted[0] != generation or len(self._counted[1]) > KEPT_COUNTS:
            self._counted = (generation, {})
        known = self._counted[1]
        if len(filters.outlets) + len(filters.collections) > MANY_NAMES:  # 40,000 outlets a question would fill memory
            return self._count(filters)
        if filters not in known:
            known[filters] = self._count(filters)
        return known[filters]

    def _count(self, filters: Filters) -> tuple[int, int]:
        where, values = write_condition(filters)
        query = f"SELECT count(*), COALESCE(SUM(sentences), 0) FROM articles WHERE {where}"
        ((articles, sentences),) = self.query(query, values)
        return int(articles), int(sentences)

    def list_admitted(self, filters: Filters) -> list[tuple[str, int]]:
        """Return the versions that the filters let answer, with their numbers of sentences."""
        where, values = write_condition(filters)
        return self.query(f"SELECT version, sentences FROM articles WHERE {where}", values)

    def keep_admitted(self, versions: Iterable[str], filters: Filters) -> set[str]:
        """Return those of the versions that are current and that the filters let answer."""
        where, values = write_condition(filters)
        kept: set[str] = set()
        for some, marks in _batch(versions):
            query = f"SELECT version FROM articles WHERE version IN ({marks}) AND {where}"
            kept.update(version for (version,) in self.query(query, (*some, *values)))
        return kept

    def versions(self) -> dict[str, str]:
        """Return the current version of every article id."""
        return dict(self.query("SELECT id, version FROM articles"))

    def origins(self) -> dict[str, str]:
        """Return, for every article id, the file or address it was loaded from."""
        return dict(self.query("SELECT id, origin FROM articles"))

    def sentence_counts(self) -> dict[str, int]:
        """Return the number of sentences of every current version."""
        return dict(self.query("SELECT version, sentences FROM articles"))

    def get_article(self, article_id: str, *, damaged_too: bool = False) -> StoredArticle | None:
        """Return the article of this id, or None; of one that is damaged what can be read, where that is asked for."""
        try:
            found = self._articles("WHERE id = ?", (article_id,), check=not damaged_too)
        except IndexBrokenError:
            if not damaged_too:
                raise
            found = []
        return found[0] if found else None

    def find_versions(self, versions: Iterable[str], filters: Filters = NO_FILTERS) -> dict[str, StoredArticle]:
        """Return those of the versions that are current and that the filters let answer."""
        current = self.keep_admitted(versions, filters)
        found = self._kept.find(current)
        for some, marks in _batch(current - found.keys()):
            found.update((a.version, a) for a in self._articles(f"WHERE version IN ({marks})", some))
        self._kept.keep(found.values())
        return found

    def articles(self) -> Iterator[StoredArticle]:
        """Yield every article, in the order of ids, a few at a time."""
        for batch in self.batches():
            yield from batch

    def batches(self) -> Iterator[list[StoredArticle]]:
        """Yield every article, in the order of ids, some at a time."""
        last = ""
        while batch := self._articles("WHERE id > ? ORDER BY id LIMIT 100", (last,)):
            yield batch
            last = batch[-1].article.id

    def edition(self, store: str) -> str:
        """Return which edition of a derived store is current: what its folder's name ends in."""
        return self.get_fact(f"{store} edition")

    def check_pages(self) -> None:
        """Raise `IndexBrokenError` when the file is damaged beyond its articles."""
        if fault := self._database.find_fault():
            raise IndexBrokenError(f"{self._database.name}: {fault}: {self._database.again}")

    # changing what is current

    def set_fact(self, name: str, value: str, *, publish: bool = False) -> None:
        """Remember one fact; ``publish`` tells readers that something is new."""
        with self._writing():
            self._database.execute(_SET_FACT, (name, value))
            if publish:
                self._database.execute(_NEXT_GENERATION)

    def set_edition(self, store: str, edition: str) -> None:
        """Make another edition of a derived store the current one."""
        with self._writing():
            self._database.execute("DELETE FROM facts WHERE name = ?", (f"{store} deleted",))
            self._database.execute(_SET_FACT, (f"{store} edition", edition))
            self._database.execute(_NEXT_GENERATION)

    def announce(self, versions: Iterable[tuple[str, int]]) -> None:
        """Note versions (with their numbers of sentences) that are about to be written to the derived stores.

        Until `publish` makes them current they count as stale, so that a crash in between leaves a note to clean up.
        """
        with self._writing():
            self._database.execute_many(f"INSERT INTO stale VALUES (?, ?) {_SET_STALE}", versions)

    def publish(self, new: Sequence[NewArticle], *, remove: Sequence[str] = ()) -> None:
        """Make new versions current and drop the removed ids, in one transaction; what they replace becomes stale."""
        with self._writing():
            gone = [(article_id,) for article_id in (*(n.article.id for n in new), *remove)]
            kept = f"INSERT INTO stale SELECT version, sentences FROM articles WHERE id = ? {_SET_STALE}"
            self._database.execute_many(kept, gone)
            for drop in (*_DROP_FACTS, "DELETE FROM articles WHERE id = ?"):
                self._database.execute_many(drop, gone)
            for item in new:
                self._insert(item)
            self._database.execute("DELETE FROM stale WHERE version IN (SELECT version FROM articles)")
            self._database.execute(_NEXT_GENERATION)

    def set_origins(self, origins: Mapping[str, str]) -> None:
        """Remember where articles, by id, lie now."""
        with self._writing():
            rows = [(origin, article_id) for article_id, origin in origins.items()]
            self._database.execute_many("UPDATE articles SET origin = ? WHERE id = ?", rows)

    def stale(self) -> list[tuple[str, int]]:
        """Return versions that may lie in the derived stores without being current, with their numbers of sentences."""
        return [(str(version), int(count)) for version, count in self.query("SELECT version, sentences FROM stale")]

    def forget(self, stale: Sequence[tuple[str, int]]) -> None:
        """Strike stale versions off the list, once they are out of the derived stores."""
        deleted = sum(sentences for _, sentences in stale)
        with self._writing():
            self._database.execute_many("DELETE FROM stale WHERE version = ?", [(version,) for version, _ in stale])
            self._database.execute(_COUNT_DELETED, (str(deleted),))

    def count_deleted(self) -> int:
        """Return how many vectors were deleted from the current edition of the vectors."""
        return int(self.get_fact("vectors deleted") or 0)

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """One transaction."""
        try:
            with self._lock, self._database.writing():
                yield
        except self._database.failure as error:
            raise IndexBrokenError(
                f"{self._database.name}: {say_in_one_line(error)}: {self._database.make_room}"
            ) from None

    def _insert(self, item: NewArticle) -> None:
        article = item.article
        offsets = np.array([(s.start, s.end) for s in item.sentences], dtype="<i4").tobytes()
        values = (article.id, article.version, article.title, article.source, article.published, article.author)
        more = (article.url, article.sha256, article.collection, item.origin, normalise_address(article.url))
        last = (len(item.sentences), article.text, offsets)
        marks = ",".join("?" * len((*values, *more, *last)))
        self._database.execute(f"INSERT INTO articles VALUES ({marks})", (*values, *more, *last))
        headings = " ".join(f"{start}:{level}" for start, level in article.headings)
        for fact, value in zip(_OF_VERSION, ("\n".join(article.asks), headings), strict=True):
            if value:
                self._database.execute(_SET_FACT, (f"{fact} {article.version}", value))

    def _articles(self, where: str, values: Sequence[object], *, check: bool = True) -> list[StoredArticle]:
        query = f"SELECT {self._columns}, version, offsets, rowid FROM articles {where}"
        try:
            return [_read_row(row, check=check) for row in self.query(query, values)]
        except ValueError as error:
            raise IndexBrokenError(f"{self._database.name}: {say_in_one_line(error)}: {self._mend}") from None

    def query(self, query: str, values: Sequence[object] = ()) -> list[Row]:
        """Return the rows that a query finds."""
        storable = [make_storable(value) if isinstance(value, str) else value for value in values]
        try:
            with self._lock:
                return self._database.execute(query, storable)
        except self._database.failure as error:
            raise IndexBrokenError(f"{self._database.name}: {say_in_one_line(error)}: {self._mend}") from None


def make_storable(text: str) -> str:
    """Return a text without lone surrogates, which no stored text has: half a character is a question mark."""
    return text.encode("utf-8", "replace").decode()


def _batch(versions: Iterable[str]) -> Iterator[tuple[tuple[str, ...], str]]:
    """Yield the versions a few at a time, as many as fit into one query, with a mark for each."""
    wanted = tuple(set(versions))
    for first in range(0, len(wanted), 500):
        some = wanted[first : first + 500]
        yield some, ",".join("?" * len(some))


def split_asks(questions: str) -> tuple[str, ...]:
    """Return the questions of an article as a row holds them: one a line."""
    return tuple(filter(None, questions.split("\n")))


def _read_row(row: Row, *, check: bool) -> StoredArticle:
    *fields, questions, headings, version, offsets, entered = row
    ends = np.frombuffer(offsets, dtype="<i4").tolist()  # starts and ends by turns
    placed = tuple((int(start), int(level)) for start, level in (one.split(":") for one in headings.split()))
    article = Article(*(*fields, split_asks(questions), placed))
    if check and article.sha256 != fields[_SHA256]:
        raise ValueError(f"the text of {article.id!r} is not as it was stored")
    return StoredArticle(article, str(version), tuple(zip(ends[::2], ends[1::2], strict=True)), int(entered))
