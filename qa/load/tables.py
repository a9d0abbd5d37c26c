"""Articles in one JSON document or in a table of comma-separated values."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from typing import Any

from qa.errors import ArticleError
from qa.load.jsonl import TEXT_NAMES, make_from_row
from qa.load.text import decode_text
from qa.records import Article, Skipped

COLUMNS = f"{', '.join(TEXT_NAMES[:-1])} or {TEXT_NAMES[-1]}"
SHEETS = {".xlsx", ".xls", ".xlsm", ".ods", ".numbers", ".tsv"}
LISTS = ("articles", "documents", "items", "data")  # under which an object holds its articles


def describe_kind(suffix: str) -> str:
    """Return how a file of a folder that gave no article is told of: a table with the columns that were looked for."""
    if suffix == ".csv":
        return f"{suffix} without a column {COLUMNS}"
    if suffix == ".json":
        return f"{suffix} without a field {COLUMNS}"
    return f"{suffix}, to be saved as .csv with a column {COLUMNS}" if suffix in SHEETS else suffix


def load_json(data: bytes, name: str) -> Iterator[tuple[str, Article] | Skipped]:
    """Yield the articles in a JSON document: an array of them, an object that holds one, or a single article.

    Raises `ArticleError` where it is no JSON, or holds no article.
    """
    try:
        document = json.loads(decode_text(data))
    except (ValueError, RecursionError) as error:
        raise ArticleError(f"not JSON ({error}): check it, or leave it out") from None
    yield from _make_all(_find_rows(document), name)


def load_csv(data: bytes, name: str) -> Iterator[tuple[str, Article] | Skipped]:
    """Yield the articles in a table whose first line names the columns; raise `ArticleError` where none is a text."""
    text = decode_text(data).removeprefix("\ufeff")
    first = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=first.count)
    csv.field_size_limit(max(len(text), csv.field_size_limit()))  # else one long text ends the reading of them all
    table = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter)
    rows = [{str(key).strip().lower(): value for key, value in row.items() if key} for row in table]
    if not any(name in rows[0] for name in TEXT_NAMES if rows):
        raise ArticleError(f"a table without a column of texts: call one {COLUMNS}, or leave it out")
    yield from _make_all(rows, name)


def _find_rows(document: Any) -> list[Any]:  # noqa: ANN401 - JSON may be anything
    if isinstance(document, dict):
        inner = next((document[key] for key in LISTS if isinstance(document.get(key), list)), None)
        document = inner if inner is not None else [document]
    if not isinstance(document, list) or not any(map(_has_text, document)):
        raise ArticleError('JSON without articles: give each an object with "id" and "text", or leave it out')
    return document


def _has_text(row: object) -> bool:
    return isinstance(row, dict) and any(name in row for name in TEXT_NAMES)


def _make_all(rows: list[Any], name: str) -> Iterator[tuple[str, Article] | Skipped]:
    for number, row in enumerate(rows, start=1):
        place = f"{name} row {number}"
        try:
            yield place, make_from_row(row)
        except ArticleError as error:
            yield Skipped(place, str(error))
