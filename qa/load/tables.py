"""Articles in one JSON document or in a table of comma-separated values, and such a table as an article."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import PurePath, PurePosixPath
from typing import Any

from qa.english.titles import title_from_name
from qa.errors import ArticleError
from qa.load.dated import find_day
from qa.load.fields import make_article
from qa.load.jsonl import IDS, TEXT_NAMES, make_from_row
from qa.load.rows import write_rows
from qa.load.text import decode_text
from qa.records import Article, Skipped

COLUMNS = f"{', '.join(TEXT_NAMES[:-1])} or {TEXT_NAMES[-1]}"
SHEETS = {".xlsx", ".xls", ".xlsm", ".ods", ".numbers", ".tsv"}
# what German, Ukrainian and Russian tables call their columns, the surest first
COLUMN_NAMES = {
    "id": ("nr", "nummer", "номер"),
    "title": ("titel", "überschrift", "schlagzeile", "заголовок", "назва", "название"),
    "text": ("artikeltext", "volltext", "текст", "inhalt", "artikel", "зміст", "содержание", "стаття", "статья"),
    "date": ("datum", "veröffentlicht", "erschienen", "дата", "опубліковано", "опубликовано"),
    "author": ("autor", "autorin", "verfasser", "автор", "авторка"),
    "source": ("quelle", "medium", "джерело", "источник"),
    "url": ("link", "adresse", "посилання", "ссылка"),
}
HASH_DIGITS = 16  # hex digits
LISTS = ("articles", "documents", "items", "data")  # under which an object holds its articles


def describe_kind(suffix: str) -> str:
    """Return how a file of a folder that gave no article is told of: JSON with the fields that were looked for."""
    if suffix == ".json":
        return f"{suffix} without a field {COLUMNS}"
    return f"{suffix}, to be saved as .csv" if suffix in SHEETS else suffix


def load_json(data: bytes, name: str) -> Iterator[tuple[str, Article] | Skipped]:
    """Yield the articles in a JSON document: an array of them, an object that holds one, or a single article.

    Raises `ArticleError` where it is no JSON, or holds no article.
    """
    try:
        document = json.loads(decode_text(data))
    except (ValueError, RecursionError) as error:
        raise ArticleError(f"not JSON ({error}): check it, or leave it out") from None
    rows = [row | {"id": _make_id(row, name)} if _lacks_id(row) else row for row in _find_rows(document)]
    yield from _make_all(rows, name)


def load_csv(data: bytes, name: str, article_id: str, url: str = "") -> Iterator[tuple[str, Article] | Skipped]:
    """Yield the articles in a table whose first line names the columns; without a column of texts it is one article.

    Raises `ArticleError` where it has no rows, or too many for an article.
    """
    text = decode_text(data).removeprefix("\ufeff")
    first = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=first.count)
    csv.field_size_limit(max(len(text), csv.field_size_limit()))  # else one long text ends the reading of them all
    table = list(csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter))
    if not table:
        raise ArticleError("a table without rows: write some below the names of its columns, or leave it out")
    rows = [_name_columns({str(key).strip().lower(): value for key, value in row.items() if key}) for row in table]
    if not any(name in rows[0] for name in TEXT_NAMES):
        yield name, _make_table(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), article_id, url)
        return
    if not any(name in rows[0] for name in IDS):
        rows = [row | {"id": _make_id(row, name)} for row in rows]
    for row, found in zip(table, _make_all(rows, name), strict=True):
        if any(map(str.strip, row.get(None) or ())):  # beyond the last column: the text would end at its first comma
            place = found.name if isinstance(found, Skipped) else found[0]
            yield Skipped(place, f'more cells than columns: put a text that holds "{delimiter}" in quotes')
        else:
            yield found


def _make_table(table: Iterable[Sequence[str]], article_id: str, url: str) -> Article:
    """Return a table as an article with a line for each row, as "Part: knob; In stock: 120" below part,in_stock."""
    head, *rows = [row for row in table if row]
    names = [name.replace("_", " ").strip() for name in head]
    names = [name.capitalize() if name.islower() else name for name in names]
    if {"question", "answerable"} <= set(map(str.lower, names)):
        raise ArticleError("a question set, not articles: use it with 'qa eval'")
    cells = [[*row, *[""] * (len(names) - len(row))] for row in rows]
    cells = [row if any(map(str.strip, row[len(names) :])) else row[: len(names)] for row in cells]
    headed = all(any(map(str.isalpha, name)) for name in names if name)  # else the first line is a row, too
    title = title_from_name(article_id) or PurePosixPath(article_id).stem
    text = "\n".join(filter(None, write_rows([names, *cells], headed=headed)))
    return make_article(article_id, text, title=title, published=find_day("", title, article_id), url=url)


def _name_columns(row: dict[str, str | None]) -> dict[str, str | None]:
    """Return a row with English names, too, where it has a column of another language and none of that name."""
    for name, others in COLUMN_NAMES.items():
        found = next((other for other in others if other in row), "")
        if found and name not in row:
            row[name] = row[found]
    return row


def _lacks_id(row: object) -> bool:
    return isinstance(row, dict) and not any(row.get(key) is not None for key in IDS)


def _make_id(row: dict[str, Any], name: str) -> str:
    """Return the id of an article without one, which stays when others are added: its address, or of its text."""
    text = next((row[key] or "" for key in TEXT_NAMES if row.get(key)), "")
    digest = hashlib.sha256(f"{row.get('title') or ''}\n{text}".encode(errors="replace")).hexdigest()[:HASH_DIGITS]
    return str(row.get("url") or "").strip() or f"{PurePath(name).stem}/{digest}"


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
