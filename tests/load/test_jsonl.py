"""JSON Lines: each line an article with its text and id as given, each bad line left out by its number."""

import io
import json
import tracemalloc
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.errors import ArticleError
from qa.load.jsonl import load_jsonl
from qa.records import Article, Skipped
from tests.load.makers import load_all, load_one

GOOD = {"id": "news/1", "title": "Bridge shut", "text": " It closed.\r\n\r\nTwice. "}


def read(*lines: bytes | dict[str, object], limit_bytes: int = 10_000) -> list[tuple[str, Article] | Skipped]:
    data = b"\n".join(line if isinstance(line, bytes) else json.dumps(line).encode() for line in lines)
    return list(load_jsonl(io.BytesIO(data), "news.jsonl", limit_bytes=limit_bytes))


def test_text_and_id_are_those_that_were_given() -> None:
    [(place, article)] = read(GOOD)
    assert place == "news.jsonl line 1"
    assert (article.id, article.title, article.text) == (GOOD["id"], GOOD["title"], GOOD["text"])


def test_the_other_fields_are_read_under_either_name() -> None:
    row = {"source": "The Daily", "author": ["Ann", "Bo"], "url": "https://a.example", "date": "May 1, 2024"}
    for fields in (row, {**row, "published": row["date"], "date": None}):
        [(_, article)] = read(GOOD | fields)
        assert (article.source, article.author, article.url) == ("The Daily", "Ann, Bo", "https://a.example")
        assert article.published == "2024-05-01"


def test_a_list_nested_deeper_than_the_stack_is_no_field_and_the_next_line_is_read() -> None:
    deep = b'{"id": "a", "text": "One.", "author": ' + b"[" * 600 + b'"Ann"' + b"]" * 600 + b"}"
    found = read(deep, GOOD | {"author": ["Ann", ["Bo"], {"name": "Cy"}]})
    assert [one[1].author for one in found if not isinstance(one, Skipped)] == ["", "Ann, Cy"]


def test_a_line_of_original_source_stays_in_the_text() -> None:
    [(_, article)] = read({"id": "a", "text": "One.\nOriginal Source: x"})
    assert article.text == "One.\nOriginal Source: x"


def test_a_number_is_an_id_and_a_missing_title_is_found() -> None:
    [(_, article)] = read({"id": 7, "title": None, "text": "It closed on Monday. Twice."})
    assert (article.id, article.title) == ("7", "It closed on Monday. Twice")


BAD_LINES = {
    "not JSON": (b"{'id': 'a'}", "not JSON"),
    "cut off": (b'{"id": "a", "text": "On', "not JSON"),
    "not an object": (b'"text"', "a string, not an object"),
    "a list": (b'[{"id": "a", "text": "x"}]', "a list, not an object"),
    "no id": ({"text": "x"}, 'no "id"'),
    "id null": ({"id": None, "text": "x"}, 'no "id"'),
    "id a list": ({"id": ["a"], "text": "x"}, '"id" is a list'),
    "id true": ({"id": True, "text": "x"}, '"id" is true or false'),
    "id empty": ({"id": " ", "text": "x"}, "its id is empty"),
    "id of two lines": ({"id": "a\nb", "text": "x"}, "line break"),
    "no text": ({"id": "a", "title": "b"}, 'no "text"'),
    "text null": ({"id": "a", "text": None}, 'no "text"'),
    "text a number": ({"id": "a", "text": 7}, '"text" is a number'),
    "text an object": ({"id": "a", "text": {}}, '"text" is an object'),
    "content an object": ({"id": "a", "content": {"part": "x"}}, '"content" is an object'),
    "text empty": ({"id": "a", "text": ""}, "no text"),
    "text blank": ({"id": "a", "text": " \n\t"}, "no text"),
    "half a pair": (rb'{"id": "a", "text": "x \ud83d y"}', "half a surrogate pair (U+D83D) at character 2"),
    "half a pair in the title": (rb'{"id": "a", "title": "\udc00", "text": "x"}', "half a surrogate pair"),
    "half a pair in the id": (rb'{"id": "\udc00", "text": "x"}', "not UTF-8"),
    "Latin-1": ('{"id": "a", "text": "café"}'.encode("latin-1"), "not UTF-8: byte 0xe9 at offset 24"),
    "too large": ({"id": "a", "text": "x" * 20_000}, "larger than the limit of 0.01 MB"),
    "nested too deep": (b"[" * 5_000, "nested too deep"),
    "a number too long": (b'{"id": ' + b"1" * 5_000 + b', "text": "x"}', "number too long"),
    "a question": ({"id": "q", "question": "Why?"}, 'no "text"'),
}


@pytest.mark.parametrize(("line", "reason"), BAD_LINES.values(), ids=BAD_LINES)
def test_a_bad_line_is_left_out_by_its_number_and_its_neighbours_load(line: bytes | dict, reason: str) -> None:
    first, skipped, last = read(GOOD, line, GOOD | {"id": "news/2"})
    assert isinstance(skipped, Skipped)
    assert skipped.name == "news.jsonl line 2"
    assert reason in skipped.reason
    assert (first[1].id, last[1].id) == ("news/1", "news/2")


def test_blank_lines_and_a_byte_order_mark_are_passed_over() -> None:
    items = read(b"\xef\xbb\xbf" + json.dumps(GOOD).encode(), b"", b"  ", GOOD)
    assert [place for place, _ in items] == ["news.jsonl line 1", "news.jsonl line 4"]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (
            b'{"id": "q1", "question": "Why?", "answerable": true}',
            "a question set, not articles: use it with 'qa eval'",
        ),
        (b'[{"id": "a", "text": "x"},', "a JSON array"),
        (b"{", "JSON over several lines"),
        ('{"id": "a", "text": "x"}'.encode("utf-16"), "UTF-16"),
        (b"", "it is empty"),
        (b"\n \n", "it is empty"),
    ],
)
def test_a_file_that_is_something_else_is_refused_once(line: bytes, reason: str) -> None:
    with pytest.raises(ArticleError, match=reason):
        read(line, *([line] if line.strip() else []))


def test_an_article_that_has_a_question_too_is_an_article() -> None:
    assert len(read(GOOD | {"question": "Why?"})) == 1


class LongLine(io.RawIOBase):
    """A file of one line of 200 MB between two articles, made as it is read."""

    def __init__(self) -> None:
        self.parts = self.make_parts()
        self.rest = b""

    def make_parts(self) -> Iterator[bytes]:
        row = json.dumps(GOOD).encode() + b"\n"
        yield row
        yield b'{"id": "long", "text": "'
        for _ in range(200):
            yield b"x" * 1_000_000
        yield b'"}\n' + row.replace(b"news/1", b"news/2")

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:
        self.rest = self.rest or next(self.parts, b"")
        taken, self.rest = self.rest[: len(buffer)], self.rest[len(buffer) :]
        buffer[: len(taken)] = taken
        return len(taken)


def test_a_line_of_200_megabytes_is_left_out_and_never_held() -> None:
    tracemalloc.start()
    try:
        items = list(load_jsonl(io.BufferedReader(LongLine(), 1_000_000), "long.jsonl", limit_bytes=2_000_000))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert [type(item) for item in items] == [tuple, Skipped, tuple]
    assert str(items[1]) == "long.jsonl line 2: larger than the limit of 2 MB: raise QA_ARTICLE_MEGABYTES"
    assert peak < 30_000_000


def test_a_second_line_with_an_id_is_left_out_and_the_first_is_named(tmp_path: Path) -> None:
    path = tmp_path / "news.jsonl"
    path.write_text(f"{json.dumps(GOOD)}\n{json.dumps(GOOD)}\n")
    articles, skipped = load_all(path)
    assert len(articles) == 1
    assert skipped == [f"{path} line 2: its id 'news/1' is already that of {path} line 1: give it another"]


def test_the_last_line_needs_no_line_end(tmp_path: Path) -> None:
    (tmp_path / "news.jsonl").write_text(json.dumps(GOOD))
    assert load_one(tmp_path).id == "news/1"


TEXT = st.text(st.characters(), max_size=9)  # halves of surrogate pairs too
VALUES = TEXT | st.none() | st.booleans() | st.integers() | st.floats() | st.lists(TEXT, max_size=2)
ROWS = st.fixed_dictionaries({}, optional=dict.fromkeys(["id", "title", "text", "author", "date"], VALUES))


@given(st.lists(ROWS.map(lambda row: json.dumps(row).encode()) | st.binary(max_size=9), max_size=4))
def test_any_lines_are_read_or_left_out(lines: list[bytes]) -> None:
    try:
        items = read(*lines)
    except ArticleError:
        return
    assert all("\n" not in str(item) for item in items if isinstance(item, Skipped))


def test_a_file_of_mostly_bad_lines_is_not_read_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("qa.load.jsonl.MOST_BAD_LINES", 3)
    assert len(read(*[b"x"] * 3, *[{"id": n, "text": "It closed."} for n in range(4)], b"x")) == 8
    items = load_jsonl(io.BytesIO(b"x\n" * 9), "news.jsonl", limit_bytes=99)
    assert [next(items).name for _ in range(4)] == [f"news.jsonl line {n}" for n in range(1, 5)]
    with pytest.raises(ArticleError, match="not read on behind line 4: most lines before it are bad"):
        next(items)
