"""The keys under which the derived stores hold sentences: ``version:index``."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray


class Hit(NamedTuple):
    """A sentence that a store found; a higher score is better, scores of different stores do not compare."""

    version: str
    sentence: int
    score: float


class Vectors(Protocol):
    """The vectors of sentences, to be searched by meaning: in Chroma, or in memory where they are few."""

    def search(self, vector: NDArray[np.float32], *, limit: int) -> list[Hit]:
        """Return the nearest sentences, best first; the score is the cosine, between -1 and 1, higher is nearer."""

    def search_among(
        self, vector: NDArray[np.float32], versions: Iterable[tuple[str, int]], *, limit: int
    ) -> list[Hit]:
        """Return the nearest sentences of some versions, given with their numbers of sentences."""

    def get(self, keys: Sequence[str]) -> dict[str, NDArray[np.float32]]:
        """Return the vectors under those of the keys that exist."""

    def count(self) -> int:
        """Return how many vectors there are."""

    def close(self) -> None:
        """Release what holds them."""


def make_keys(version: str, count: int) -> list[str]:
    """Return the keys of all sentences of one version."""
    return [f"{version}:{index}" for index in range(count)]


def parse_key(key: str) -> tuple[str, int]:
    """Return the version and the sentence index of a key."""
    version, _, index = key.rpartition(":")
    return version, int(index)
