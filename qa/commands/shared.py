"""What several commands share: the option for the index folder, and text that is safe in a terminal."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from rich.console import Console

_KEPT = "\n\u200c\u200d"  # joiners make one sign of several, as some scripts and emoji need
_UNSEEN = "\u00ad\u200b\ufeff\u2060"  # a soft hyphen and spaces without width

Command = TypeVar("Command", bound=Callable[..., None])

INDEX_DIR_HELP = "Folder that holds the index (QA_INDEX_DIR; .qa when neither is given)."


def index_dir_option(command: Command) -> Command:
    """Give a command the option ``--index-dir``."""
    kind = click.Path(file_okay=False, path_type=Path)
    return click.option("--index-dir", type=kind, help=INDEX_DIR_HELP)(command)


def open_console(*, stderr: bool = False) -> Console:
    """Return a console that shows text as it is, without colours of its own."""
    from rich.console import Console

    return Console(stderr=stderr, highlight=False)


def print_plain(console: Console, text: str, style: str) -> None:
    """Print text of articles and questions: never markup, and no control character reaches the terminal."""
    console.print(make_plain(text), style=style, markup=False, emoji=False, soft_wrap=not console.is_terminal)


def make_plain(text: str) -> str:
    """Return text for a terminal: spaces of every kind are spaces, what would steer it or turn text around a mark."""
    return "".join(
        c if c.isprintable() or c in _KEPT else " " if c.isspace() else "" if c in _UNSEEN else "�" for c in text
    )


def print_json(value: object, *, indent: int | None = None) -> None:
    """Print JSON in which every character that a terminal would not show is written as an escape."""
    written = json.dumps(value, ensure_ascii=False, indent=indent)
    click.echo("".join(c if c.isprintable() or c == "\n" else _escape(c) for c in written))


def _escape(character: str) -> str:
    units = character.encode("utf-16-be", "surrogatepass").hex()
    return "".join(f"\\u{units[at : at + 4]}" for at in range(0, len(units), 4))


class OutputFile(click.Path):
    """A file to write, in a folder that is there: an hour of answering must not end at a missing folder."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:  # noqa: ANN401
        """Return the path; fail where its folder is missing."""
        path = super().convert(value, param, ctx)
        folder = Path(str(path)).parent
        if not folder.is_dir():
            self.fail(f"the folder '{folder}' does not exist: create it first", param, ctx)
        return path


FILE = click.Path(dir_okay=False, path_type=Path)
OUTPUT = OutputFile(dir_okay=False, path_type=Path)


def count_things(number: int, thing: str) -> str:
    """Return a number with what it counts: "1 article", "2,109 articles"."""
    return f"{number:,} {thing}{'' if number == 1 else 's'}"


def tell_size(articles: int, sentences: int) -> str:
    """Return how much an index holds: "1 article, 12 sentences"."""
    return f"{count_things(articles, 'article')}, {count_things(sentences, 'sentence')}"
