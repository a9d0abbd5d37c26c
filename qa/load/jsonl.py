"""JSON Lines of articles (.jsonl): one object a line, read as a stream, each bad line left out by its number."""

from __future__ import annotations

import codecs
import html
import json
import re
from collections.abc import Callable, Iterator
from typing import BinaryIO

from qa.errors import ArticleError, SlowError
from qa.headings import Heading
from qa.load.documents import AUTHORS, DATES, TITLES
from qa.load.fields import find_field, find_name, list_texts, make_article
from qa.load.headed import join_lines
from qa.load.html import fragment_lines
from qa.records import Article, Skipped

TEXT_NAMES = ("text", "body", "content", "article")  # under which an object or a table keeps the text, the surest first
IDS = ("id", "_id", "uuid", "guid")  # the second is that of BEIR's collections
INNER_NAMES = ("rendered", "name", "html", "value")  # under which an object that is a field holds its text
MARKUP = re.compile(r"^\s*<[a-z][^<>]*>|</(?:p|div|li|h[1-6]|a|em|strong|b|i|span)>|<br ?/?>", re.IGNORECASE)
MARKUP_ESCAPE = re.compile(rb"\\u003c", re.IGNORECASE)
MARKUP_CHARACTERS = 1_000_000  # a longer one is taken as it is
MOST_SLOW_LINES = 2  # that take longer than a line may
MOST_BAD_LINES = 10_000  # behind which a file of more bad lines than good ones is not read on


def load_jsonl(
    stream: BinaryIO, name: str, *, limit_bytes: int, parse: Callable[[bytes], Article] | None = None
) -> Iterator[tuple[str, Article] | Skipped]:
    """Yield the article of each line with its place ("news.jsonl line 17"), or why the line is left out.

    A line over the limit is never held in memory. ``parse`` makes a line an article, `parse_row` by default. Raises
    `ArticleError` where the file as a whole is something else, such as a question set, behind 10,000 bad lines where
    they are the most, and behind the second line that takes too long.
    """
    parse = parse or parse_row
    is_first = True
    bad = good = slow = 0
    for number, line in enumerate(_read_lines(stream, limit_bytes), start=1):
        place = f"{name} line {number}"
        if line is None:
            yield Skipped(place, f"larger than the limit of {limit_bytes / 1e6:g} MB: raise QA_ARTICLE_MEGABYTES")
        elif line.strip():
            if is_first:
                _check_kind(line)
            try:
                article = parse(line)
                good += 1
                yield place, article
            except ArticleError as error:
                bad += 1
                slow += isinstance(error, SlowError)
                yield Skipped(place, str(error))
            if bad > max(good, MOST_BAD_LINES):
                raise ArticleError(f"not read on behind line {number:,}: most lines before it are bad: mend the file")
            if slow == MOST_SLOW_LINES:
                raise SlowError(f"not read on behind line {number:,}: {slow} lines take too long: leave them out")
        is_first = is_first and not (line is None or line.strip())
    if is_first:
        raise ArticleError("it is empty: put one article a line in it, or leave it out")


def _read_lines(stream: BinaryIO, limit_bytes: int) -> Iterator[bytes | None]:
    """Yield each line, or None for one that is larger than the limit."""
    is_start = True
    while line := stream.readline(limit_bytes + 1):
        line = line.removeprefix(codecs.BOM_UTF8) if is_start else line
        is_start = False
        if len(line) <= limit_bytes or line.endswith(b"\n"):
            yield line
            continue
        while (rest := stream.readline(limit_bytes)) and not rest.endswith(b"\n"):
            pass
        yield None


def _check_kind(line: bytes) -> None:
    """Raise `ArticleError` where a first line shows that the whole file is something else."""
    if line.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise ArticleError("not UTF-8 but UTF-16: save it as UTF-8")
    if line.lstrip().startswith(b"["):
        raise ArticleError("a JSON array, not JSON Lines: write each article as one object on a line of its own")
    if line.strip() == b"{":
        raise ArticleError("JSON over several lines, not JSON Lines: write each article on a line of its own")
    try:
        row = parse_object(line)
    except ArticleError:
        return
    if "question" in row and not any(name in row for name in TEXT_NAMES):
        raise ArticleError("a question set, not articles: use it with 'qa eval'")


def may_hold_markup(line: bytes) -> bool:
    """Whether a line may hold a text in HTML, whatever way its "<" is written."""
    return b"<" in line or MARKUP_ESCAPE.search(line) is not None


def parse_row(line: bytes) -> Article:
    """Return the article on one line, its text and its id as they are given; raise `ArticleError` for a bad line."""
    return make_from_row(parse_object(line))


def make_from_row(row: object) -> Article:
    """Return the article that a JSON object or a row of a table holds; raise `ArticleError` where it is none."""
    if not isinstance(row, dict):
        raise ArticleError(f'{_kind(row)}, not an object: write {{"id": ..., "title": ..., "text": ...}}')
    is_built = any(isinstance(row.get(name), dict) for name in TEXT_NAMES)
    row = {name: list(map(_unwrap, it)) if isinstance(it, list) else _unwrap(it) for name, it in row.items()}
    given = [name for name in TEXT_NAMES if row.get(name) is not None]
    if not given:
        raise ArticleError('no "text": give each article one')
    name = next((name for name in given if isinstance(said := row[name], str) and said.strip()), given[0])
    text = row[name]
    if not isinstance(text, str):
        raise ArticleError(f'"{name}" is {_kind(text)}: expected a string')
    article_id = next((row[key] for key in IDS if row.get(key) is not None), None)
    if isinstance(article_id, bool) or not isinstance(article_id, str | int):
        reason = 'no "id"' if article_id is None else f'"id" is {_kind(article_id)}'
        raise ArticleError(f"{reason}: give each article a string of its own")
    text, headings = (text, ()) if name == TEXT_NAMES[0] and not is_built else _read_markup(text)
    return make_article(
        str(article_id),
        text,
        title=find_name(row, *TITLES),
        source=find_name(row, "source"),
        published=find_field(row, *DATES),
        author=find_name(row, *AUTHORS),
        url=find_field(row, "url"),
        collection=find_field(row, "collection"),
        asks=list_texts(row.get("ask")),
        headings=headings,
    )


def parse_object(line: bytes) -> dict[str, object]:
    """Return the JSON object on a line; raise `ArticleError` where there is none."""
    try:
        row = json.loads(line.decode())
    except UnicodeDecodeError as error:
        raise ArticleError(
            f"not UTF-8: byte 0x{line[error.start]:02x} at offset {error.start:,} of the line: save it as UTF-8"
        ) from None
    except json.JSONDecodeError as error:
        raise ArticleError(f"not JSON ({error.msg} at character {error.pos:,}): write one object a line") from None
    except (ValueError, RecursionError):
        raise ArticleError("JSON that is nested too deep or has a number too long: write a plain object") from None
    if not isinstance(row, dict):
        raise ArticleError(f'{_kind(row)}, not an object: write {{"id": ..., "title": ..., "text": ...}}')
    return row


def _kind(value: object) -> str:
    names = {bool: "true or false", dict: "an object", list: "a list", str: "a string", type(None): "null"}
    return names.get(type(value), "a number")


def _read_markup(text: str) -> tuple[str, tuple[Heading, ...]]:
    """Return what a reader sees of a text, often HTML where it is called a body or content, and its headings."""
    if len(text) <= MARKUP_CHARACTERS and MARKUP.search(text):
        return join_lines(fragment_lines(text))
    return html.unescape(text), ()


def _unwrap(value: object) -> object:
    """Return the text of a field that is an object with it, as WordPress has titles and others authors."""
    if not isinstance(value, dict):
        return value
    found = next((value[name] for name in INNER_NAMES if isinstance(value.get(name), str)), value)
    return (
        html.unescape(found) if isinstance(found, str) and "rendered" in value and not MARKUP.search(found) else found
    )
