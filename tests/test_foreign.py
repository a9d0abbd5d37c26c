"""What somebody else wrote is read, or refused in one line: it is never a traceback, and never ends the process."""

import ast
from collections.abc import Callable
from pathlib import Path

import pytest

from qa.foreign import ForeignError, decode_utf8, parse_json, parse_toml, parse_yaml, read_utf8
from tests.test_layers import MODULES, name_module, parse

DEEP = "[" * 2_000_000  # the parser of YAML in C overflowed its stack
BOMB = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
    f"{name}: &{name} [{','.join([f'*{before}'] * 9)}]\n" for before, name in zip("abcdefgh", "bcdefghi", strict=True)
)

# these read what this program wrote itself, or articles, whose reader names the place in its own way
OTHERWISE = {
    "qa.chat.kinds", "qa.chat.replies", "qa.check.gate", "qa.index.recipe", "qa.load.html", "qa.load.jsonl",
    "qa.load.markdown", "qa.load.page.date", "qa.load.tables", "qa.load.worker", "qa.models.session",
    "qa.reading.fusion", "qa.reading.headline", "qa.reading.second", "qa.store.feedback", "qa.store.folder",
    "qa.store.holdings", "qa.store.seal", "qa.web.languages", "qa.web.page.adding", "qa.web.page.document",
}  # fmt: skip


@pytest.mark.parametrize(
    ("read", "said"),
    [
        (lambda: decode_utf8(b"a\nb\xff"), "line 2: not UTF-8 text: save the file as UTF-8"),
        (lambda: parse_json('{"a":\n1,}'), "line 2: not JSON at column 3 (Expecting property name"),
        (lambda: parse_json(DEEP), "nested too deeply"),
        (lambda: parse_json("1" * 5_000), "a number is too long"),
        (lambda: parse_json(r'["\ud83d"]'), "half of a surrogate pair"),
        (lambda: parse_toml(b"a = "), "Invalid value (at"),
        (lambda: parse_toml(b"a\xff"), "line 1: not UTF-8"),
        (lambda: parse_toml(b"a = " + DEEP.encode()[:100_000]), "nested too deeply"),
        (lambda: parse_yaml("a:\n\t- b"), "line 2: not YAML (found character"),
        (lambda: parse_yaml("day: 2026-02-30"), "not YAML (day is out of range for month)"),
        (lambda: parse_yaml("a: \x01"), "not YAML ("),
        (lambda: parse_yaml(DEEP), "nested too deeply"),
        (lambda: parse_yaml("- " * 100_000), "nested too deeply"),
        (lambda: read_utf8(Path("none")), "No such file or directory: name a file that can be read"),
    ],
)
def test_what_cannot_be_read_is_one_line(read: Callable[[], object], said: str) -> None:
    with pytest.raises(ForeignError) as caught:
        read()
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)
    assert len(str(caught.value)) < 300


def test_what_can_be_read_is_read() -> None:
    assert decode_utf8("\ufeffüber".encode()) == "über"
    assert parse_json('{"a": [1, null]}') == {"a": [1, None]}
    assert parse_json(r'"\ud83d\ude00"') == "\N{GRINNING FACE}"
    assert parse_toml(b"a = [1]\r\nb = 2") == {"a": [1], "b": 2}
    assert parse_yaml("- a: &x [1]\n- b: *x") == [{"a": [1]}, {"b": [1]}]
    assert len(parse_yaml(BOMB)) == 9


def test_the_formats_of_others_are_parsed_in_one_place() -> None:
    parsers = {"json.loads", "json.load", "tomllib.loads", "tomllib.load", "yaml.load", "yaml.safe_load"}
    found = {
        name_module(path)
        for path in MODULES
        for node in ast.walk(parse(path))
        if isinstance(node, ast.Call) and ast.unparse(node.func) in parsers
    }
    assert found == OTHERWISE | {"qa.foreign"}
