"""Where the articles of an evaluation are indexed: once for each state of the corpus, and kept for the next run."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from qa.errors import QuestionSetError
from qa.load import is_url

DONE = "indexed"
"""The file that marks an index as complete; without it, the next run goes on where the last one was stopped."""


def find_cache_folder() -> Path:
    """Return the folder below the user's cache folder in which the indexes of evaluations are kept."""
    given = Path(os.environ.get("XDG_CACHE_HOME", ""))
    # the XDG specification: a relative path there counts as not set
    home = given if given.is_absolute() else Path.home() / ".cache"
    return home / "sourceline" / "evaluate"


def fingerprint_corpus(places: Sequence[str], made_with: Mapping[str, object]) -> str:
    """Return a key for these files as they are now, and for the settings that shape an index of them.

    It covers path, size and time of change of every file, not the contents. Raise `QuestionSetError` when a place does
    not exist.
    """
    digest = hashlib.sha256(json.dumps(made_with, sort_keys=True, default=str).encode())
    for place in places:
        for line in [place] if is_url(place) else _list_files(Path(place)):
            digest.update(line.encode("utf-8", "surrogateescape") + b"\0")
    return digest.hexdigest()[:24]


def write_articles(path: Path, articles: Iterable[Mapping[str, str]]) -> None:
    """Write articles as JSON lines, unless the file holds just that already: its time of change is part of the key."""
    text = "".join(f"{json.dumps(article, ensure_ascii=False)}\n" for article in articles)
    if path.exists() and path.read_text(encoding="utf-8") == text:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def _list_files(place: Path) -> list[str]:
    if not place.exists():
        raise QuestionSetError(f"{place}: no such file or folder: name the articles with --corpus")
    files = sorted(path for path in place.rglob("*") if path.is_file()) if place.is_dir() else [place]
    return [f"{file.absolute()}\t{file.stat().st_size}\t{file.stat().st_mtime_ns}" for file in files]
