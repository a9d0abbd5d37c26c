"""The questions to begin with that the keeper of a corpus has written into ``starters.toml``, in or beside its folder.

It holds one list: ``questions = ["Who signed the treaty?", "Summarise the row about the bridge"]``.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from contextlib import closing
from pathlib import Path

from qa.english.titles import one_line
from qa.errors import ArticleError
from qa.foreign import ForeignError, parse_toml
from qa.load import Place, ReaderPlace, is_url
from qa.load.fields import list_texts
from qa.load.places import STARTERS_FILE
from qa.records import Skipped
from qa.store.builds import Build
from qa.store.holdings import recall_starters

_MOST_BYTES = 1_000_000  # of the file
_MEND = 'write questions = ["...", "..."]'


def find_starters(places: Sequence[Place], known: Mapping[str, Sequence[str]]) -> tuple[str, list[Skipped]]:
    """Return what there is to remember, and what could not be read.

    ``known`` is what the index remembers, by file: that stays as long as the file is there, other places or not.
    """
    found = {path: list(questions) for path, questions in known.items() if Path(path).exists()}
    skipped = []
    for place in places:
        if isinstance(place, ReaderPlace) or (isinstance(place, str) and is_url(place)):
            continue
        try:
            read = _read_beside(Path(place))
        except ArticleError as error:
            skipped.append(Skipped(str(place), str(error), is_unread=False))
            continue
        if read:
            found[str(read[0].absolute())] = list(read[1])
    return json.dumps(found) if found else "", skipped


def load_starters(build: Build) -> dict[str, tuple[str, ...]]:
    """Return what a build remembers, by file."""
    with closing(build.open_library("old")) as library:
        return recall_starters(library)


def _read_beside(place: Path) -> tuple[Path, tuple[str, ...]] | None:
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
            found = parse_toml(stream.read(_MOST_BYTES))
    except OSError as error:
        raise ArticleError(f"{path}: cannot be read ({error.strerror}): make it readable, or remove it") from None
    except ForeignError as error:
        raise ArticleError(f"{path}: {error}: {_MEND}") from None
    questions = found.get("questions")
    if not isinstance(questions, list) or len(list_texts(questions)) != len(questions):
        raise ArticleError(f"{path}: no list of questions: {_MEND}")
    return tuple(filter(None, map(one_line, list_texts(questions))))
