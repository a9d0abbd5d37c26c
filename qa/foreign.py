"""Text, JSON, TOML and YAML that somebody else wrote: whatever is wrong with it is a `ForeignError` of one line."""

from __future__ import annotations

import json
import tomllib
from itertools import accumulate
from pathlib import Path
from typing import Any

from qa.errors import say_in_one_line

MOST_NESTED = 100  # levels of YAML: what people write has ten, and the parser in C overflows its stack below a million


class ForeignError(ValueError):
    """What somebody else wrote cannot be read; ``line`` says where, 0 where that is not known."""

    def __init__(self, problem: str, line: int = 0) -> None:
        super().__init__(f"line {line}: {problem}" if line else problem)
        self.problem = problem
        self.line = line

    def tell(self, name: str) -> str:
        """Return the error as a line about the file of this name."""
        return f"{name}, {self}" if self.line else f"{name}: {self}"


def read_utf8(path: Path) -> str:
    """Return the text of a UTF-8 file, less a byte order mark."""
    try:
        return decode_utf8(path.read_bytes())
    except OSError as error:
        raise ForeignError(f"{error.strerror}: name a file that can be read") from None


def decode_utf8(data: bytes) -> str:
    """Return UTF-8 text, less a byte order mark."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ForeignError("not UTF-8 text: save the file as UTF-8", data.count(b"\n", 0, error.start) + 1) from None


def parse_json(text: str) -> Any:  # noqa: ANN401 - JSON is any value
    """Return the value of JSON whose texts are whole: JSON may hold halves of characters, which nothing can write."""
    try:
        value = json.loads(text)
        if "\\u" in text:
            json.dumps(value, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        raise ForeignError(
            "a text holds half of a surrogate pair (\\ud800 to \\udfff): write the character itself"
        ) from None
    except json.JSONDecodeError as error:
        raise ForeignError(f"not JSON at column {error.colno} ({error.msg}): correct it", error.lineno) from None
    except (ValueError, RecursionError):
        raise ForeignError(_TOO_MUCH) from None
    return value


def parse_toml(data: bytes) -> dict[str, Any]:
    """Return the values of TOML."""
    text = decode_utf8(data)
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ForeignError(str(error)) from None
    except (ValueError, RecursionError):
        raise ForeignError(_TOO_MUCH) from None


def parse_yaml(text: str) -> Any:  # noqa: ANN401 - YAML is any value
    """Return the value of YAML, of plain types alone; a part that it names often makes it large when written out."""
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        events = yaml.parse(text, Loader=loader)  # one after the other, without a stack of our own
        steps = (isinstance(e, yaml.CollectionStartEvent) - isinstance(e, yaml.CollectionEndEvent) for e in events)
        if not any(depth > MOST_NESTED for depth in accumulate(steps)):
            return yaml.load(text, Loader=loader)  # noqa: S506 - both loaders are safe ones
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        problem = f"not YAML ({error.problem or error.context}): correct the indent, or quote the text there"
        raise ForeignError(problem, mark.line + 1 if mark else 0) from None
    except (yaml.YAMLError, ValueError) as error:  # a number of too many digits, a day that no calendar has
        raise ForeignError(f"not YAML ({say_in_one_line(error)}): remove what cannot be read") from None
    raise ForeignError(_TOO_MUCH)


_TOO_MUCH = "a number is too long or the values are nested too deeply: simplify it"
