"""What an index is to those who read and write it, whether it lies in folders or in schemas of PostgreSQL."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Protocol

from qa.store.database import Mode
from qa.store.seal import Seal

if TYPE_CHECKING:
    from qa.store.keys import Words
    from qa.store.library import Library
    from qa.store.vectors import VectorStore


class Build(Protocol):
    """A library with its words and vectors, all made by one recipe; messages call it what `str` makes of it."""

    @property
    def name(self) -> str:
        """What its index, and a Chroma server that holds its vectors, call it."""

    @property
    def may_crash(self) -> bool:
        """Whether native code of this process reads it, which damaged files may crash; servers crash alone."""

    def find_mark(self) -> tuple[int, ...]:
        """Return what tells it from a removed one that lay in its place; raise `OSError` where it has no library."""

    def is_empty(self) -> bool:
        """Say whether it has no library, or one of a process that was killed before it had written anything."""

    def open_library(self, mode: Mode) -> Library:
        """Open its library."""

    def open_words(self, *, edition: str = "", write: bool = False) -> Words:
        """Open one edition of the words."""

    def open_vectors(self, *, url: str, edition: str = "", create: bool = False) -> VectorStore:
        """Open one edition of the vectors, on the server at ``url`` where there is one."""

    def drop_words(self, edition: str) -> None:
        """Delete one edition of the words, if it is there."""

    def drop_vectors(self, edition: str) -> None:
        """Delete one edition of the vectors, if it is there and on no server."""

    def read_seal(self) -> Seal | None:
        """Return its seal; None while it is being written, and after a writing that did not end."""

    def write_seal(self) -> None:
        """Say that its writing has ended, when all of its stores are closed."""

    def break_seal(self) -> None:
        """Say that it is being written."""


class Index(Protocol):
    """The builds of an index, which of them is current, and who may write."""

    name: str
    """What messages call it."""

    def find_current(self) -> Build | None:
        """Return the build that readers use, or None when there is none."""

    def list_builds(self) -> Sequence[Build]:
        """Return all builds, finished or not, the latest last."""

    def create_build(self) -> Build:
        """Return a new, empty build."""

    def swap(self, build: Build) -> None:
        """Make one of its builds the current one, in one step that either happens or does not."""

    def remove(self, build: Build) -> None:
        """Delete one of its builds, which nobody needs any more."""

    def lock(self) -> AbstractContextManager[None]:
        """Hold the right to write; raise `IndexLockedError` naming the holder when another process has it."""

    def is_being_written(self) -> bool:
        """Say whether a process that lives holds the right to write."""
