"""One build of the index as it was at one generation, open for reading."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from qa.errors import NoIndexError
from qa.store.folder import IndexFolder
from qa.store.library import Library
from qa.store.vectors import VectorStore, open_vectors
from qa.store.words import WordIndex


@dataclass(frozen=True, slots=True)
class View:
    """The three stores of one build at one generation."""

    build: Path
    generation: int
    library: Library
    vectors: VectorStore
    words: WordIndex

    def close(self) -> None:
        """Release the stores."""
        self.vectors.close()
        self.words.close()
        self.library.close()


def open_view(
    folder: IndexFolder, recipe: str, chroma_url: str, name_differences: Callable[[str, str], list[str]]
) -> View:
    """Open the current build; raise `NoIndexError` when there is none that was made by this recipe."""
    build = folder.find_current()
    if build is None or not (build / "words").is_dir():
        raise NoIndexError(f"no index in {folder.path}: run 'qa index' first")
    library = Library(build / "library.sqlite3", mode="read")
    generation = library.generation  # read first: what is published while the others open brings a new view
    made_with = library.get_fact("fingerprint")
    if made_with != recipe:
        library.close()
        changed = " and ".join(name_differences(made_with, recipe))
        raise NoIndexError(f"{folder.path} was made with another {changed}: run 'qa index' to rebuild it")
    return View(build, generation, library, open_vectors(build, url=chroma_url), WordIndex(build / "words"))
