"""What the library holds, counted and listed by the database: no article is read whole."""

from __future__ import annotations

import json
from dataclasses import dataclass
from itertools import zip_longest

from qa.filters import Filters
from qa.records import Article
from qa.store.conditions import IS_DAY, write_condition
from qa.store.database import Row
from qa.store.library import ASKS, Library, split_asks

STARTERS = "starters"
"""The fact that holds the questions to begin with, as `recall_starters` reads them."""
_HEAD = f"id, title, substr(text, 1, ?), source, published, author, url, '', collection, {ASKS}"
_HOLDS = "instr(casefold(title || '\n' || source || '\n' || author || '\n' || id), casefold(?)) > 0"


@dataclass(frozen=True, slots=True)
class Outlet:
    """What one outlet has in one collection."""

    collection: str
    name: str
    articles: int
    sentences: int


def list_outlets(library: Library) -> list[Outlet]:
    """Return what the library holds by collection and outlet, the largest first."""
    rows = library.query(
        "SELECT collection, source, COUNT(*), SUM(sentences) FROM articles "
        "GROUP BY collection, source ORDER BY 3 DESC, 2"
    )
    return [Outlet(*row) for row in rows]


def find_days(library: Library, *, without: str = "") -> tuple[str, str]:
    """Return the first and the last day of publication; empty where no article has one.

    The articles of the collection ``without`` do not count.
    """
    days = f"SELECT MIN(published), MAX(published) FROM articles WHERE {IS_DAY} AND (? = '' OR collection <> ?)"
    ((first, last),) = library.query(days, [without, without])
    return (first or "")[:10], (last or "")[:10]


def find_heads(library: Library, words: str, *, start: int, most: int, last: str = "") -> tuple[int, list[Article]]:
    """Return how many articles hold every word in title, outlet, author or id, and some of them without their text.

    The newest come first, those without a day after them, those of the collection ``last`` at the end.
    """
    wanted = words.split()
    where = " AND ".join(["TRUE", *[_HOLDS] * len(wanted)])
    ((count,),) = library.query(f"SELECT COUNT(*) FROM articles WHERE {where}", wanted)
    day = f"CASE WHEN {IS_DAY} THEN substr(published, 1, 10) ELSE '' END"
    order = f"CASE WHEN collection = ? THEN 1 ELSE 0 END, {day} DESC, casefold(title), id"
    listed = f"SELECT {_HEAD} FROM articles WHERE {where} ORDER BY {order} LIMIT ? OFFSET ?"
    return count, [_read_head(row) for row in library.query(listed, (0, *wanted, last, most, min(start, count)))]


def sample_openings(library: Library, most: int, filters: Filters, *, characters: int) -> list[Article]:
    """Return the openings of up to so many admitted articles, the same ones each time.

    Those with the first versions are taken: a version is a digest, so they are spread over all articles.
    """
    where, values = write_condition(filters)
    query = f"SELECT {_HEAD} FROM articles WHERE {where} ORDER BY version LIMIT ?"
    return [_read_head(row) for row in library.query(query, (characters, *values, most))]


def list_starters(library: Library) -> tuple[str, ...]:
    """Return the questions that lie in files beside the articles, each once."""
    return tuple(dict.fromkeys(question for known in recall_starters(library).values() for question in known))


def recall_starters(library: Library) -> dict[str, tuple[str, ...]]:
    """Return the questions to begin with that the library remembers, by the file that they are from."""
    known = json.loads(library.get_fact(STARTERS) or "{}")
    return {path: tuple(questions) for path, questions in known.items()}


def list_asks(library: Library) -> tuple[str, ...]:
    """Return the questions that articles name themselves: the first of each article, then the second of each, ..."""
    rows = library.query(
        "SELECT value FROM facts JOIN articles ON version = substr(name, 6) "
        "WHERE name > 'asks ' AND name < 'asks!' ORDER BY name"
    )
    turns = zip_longest(*(split_asks(asks) for (asks,) in rows))
    return tuple(question for turn in turns for question in turn if question)


def _read_head(row: Row) -> Article:
    *fields, asks = row
    return Article(*(*fields, split_asks(asks)))
