"""Questions to begin with, as the keeper of a corpus has written them into ``starters.toml`` in or beside its folder.

It holds one list: ``questions = ["Who signed the treaty?", "Summarise the row about the bridge"]``.
"""

from __future__ import annotations

import tomllib
from pathlib import Path

from qa.english.titles import one_line
from qa.errors import ArticleError
from qa.load.fields import list_texts

STARTERS_FILE = "starters.toml"
_MOST_BYTES = 1_000_000  # of the file
_MEND = 'write questions = ["...", "..."]'


def read_starters(place: Path) -> tuple[Path, tuple[str, ...]] | None:
    """Return the file of questions of a folder, or beside a file or folder, and what is in it; None without one.

    Raise `ArticleError` where the file cannot be read.
    """
    for path in (place / STARTERS_FILE, place.absolute().parent / STARTERS_FILE):
        if path.is_file():
            return path, _read(path)
    return None


def _read(path: Path) -> tuple[str, ...]:
    try:
        with path.open("rb") as stream:
            found = tomllib.loads(stream.read(_MOST_BYTES).decode())
    except OSError as error:
        raise ArticleError(f"{path}: cannot be read ({error.strerror}): make it readable, or remove it") from None
    except ValueError as error:  # not TOML, or not UTF-8
        raise ArticleError(f"{path}: {error}: {_MEND}") from None
    except RecursionError:
        raise ArticleError(f"{path}: nested too deep: {_MEND}") from None
    questions = found.get("questions")
    if not isinstance(questions, list) or len(list_texts(questions)) != len(questions):
        raise ArticleError(f"{path}: no list of questions: {_MEND}")
    return tuple(filter(None, map(one_line, list_texts(questions))))
