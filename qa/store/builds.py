"""What an index is to those who read and write it, whether it lies in folders or in schemas of PostgreSQL.

A build is named by its folder or its schema. A schema holds library and words; its vectors are at a Chroma server.
"""

from __future__ import annotations

from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qa.store.database import Database
    from qa.store.keys import Words

Mode = Literal["read", "write", "old", "memory"]


class Schema(Protocol):
    """A build in a database."""

    @property
    def name(self) -> str:
        """What messages call it, and its vectors are called at the server."""

    @property
    def mark(self) -> int:
        """A number that no schema had before."""

    def open_database(self, mode: Mode) -> Database:
        """Open the tables of the library."""

    def is_empty(self) -> bool:
        """Say whether it has no library yet."""

    def open_words(self, *, edition: str, write: bool) -> Words:
        """Open one edition of the words."""

    def drop_words(self, edition: str) -> None:
        """Delete one edition of the words."""

    def is_sealed(self) -> bool:
        """Say whether its last writing has ended."""

    def set_sealed(self, sealed: bool) -> None:
        """Say that a writing begins, or has ended."""


Build = Path | Schema


class Index(Protocol):
    """The builds of an index, which of them is current, and who may write."""

    name: str
    """What messages call it."""

    def find_current(self) -> Build | None:
        """Return the build that readers use."""

    def list_builds(self) -> Sequence[Build]:
        """Return all builds, finished or not."""

    def create_build(self) -> Build:
        """Return a new, empty build."""

    def swap(self, build: Any) -> None:  # noqa: ANN401 - one of its own
        """Make a build the current one."""

    def remove(self, build: Any) -> None:  # noqa: ANN401 - one of its own
        """Delete a build."""

    def lock(self) -> AbstractContextManager[None]:
        """Hold the right to write; raise `IndexLockedError` when another process has it."""

    def is_being_written(self) -> bool:
        """Say whether a process that lives holds the right to write."""
