"""The questions to begin with that lie beside the indexed places: what there is to remember of them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from contextlib import closing
from pathlib import Path

from qa.errors import ArticleError
from qa.load import Place, ReaderPlace, is_url, read_starters
from qa.records import Skipped
from qa.store.builds import Build
from qa.store.holdings import recall_starters


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
            read = read_starters(Path(place))
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
