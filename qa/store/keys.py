"""The derived stores as their readers know them: sentences under keys ``version:index``, with vectors and words."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
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


class Words(Protocol):
    """The words of sentences, to be searched by BM25: in tantivy, or in PostgreSQL."""

    def search(self, question: str, *, limit: int, versions: Sequence[str] = ()) -> list[Hit]:
        """Return the sentences that share words with the question, best first; the score is BM25, above 0.

        Where ``versions`` are given, no other may answer.
        """

    def find_mentions(self, topic: str) -> tuple[set[str], bool]:
        """Return the versions of the articles one of whose sentences has all the words of a topic, in any order.

        Of a very common word not all sentences are looked at; the second value says whether all were.
        """

    def lacks(self, word: str) -> bool:
        """Say whether no sentence has a word, in whatever form."""

    def weigh_words(self, stems: Iterable[str], *, without: Sequence[str] = ()) -> dict[str, float]:
        """Return the inverse document frequency of each stem; a higher weight is a rarer word.

        ``without`` are bodies that are not to count.
        """

    def count(self) -> int:
        """Return how many sentences there are."""

    def keys(self) -> set[str]:
        """Return the key of every sentence; for checks, not for questions."""

    def add(self, version: str, bodies: Sequence[str]) -> None:
        """Add one version, a body (title and sentence) for each sentence, replacing what is there of it."""

    def remove(self, versions: Iterable[str]) -> None:
        """Delete versions; what is not there is passed over."""

    def commit(self) -> None:
        """Make the changes since the last commit durable, all at once."""

    def close(self) -> None:
        """Release what holds them."""


def weigh(frequencies: Mapping[str, int], total: int) -> dict[str, float]:
    """Return the inverse document frequency of each stem that so many of ``total`` sentences have."""
    total = max(0, total)
    held = {stem: min(max(0, frequency), total) for stem, frequency in frequencies.items()}
    return {stem: math.log(1 + (total - n + 0.5) / (n + 0.5)) for stem, n in held.items()}


def make_keys(version: str, count: int) -> list[str]:
    """Return the keys of all sentences of one version."""
    return [f"{version}:{index}" for index in range(count)]


def parse_key(key: str) -> tuple[str, int]:
    """Return the version and the sentence index of a key."""
    version, _, index = key.rpartition(":")
    return version, int(index)


class MemoryVectors:
    """`Vectors` of some versions, one row a sentence, compared by exact cosine."""

    def __init__(self, versions: Mapping[str, NDArray[np.float32]]) -> None:
        self._keys = [key for version, rows in versions.items() for key in make_keys(version, len(rows))]
        self._rows = np.concatenate(list(versions.values()))
        self._places = {key: place for place, key in enumerate(self._keys)}

    def search(self, vector: NDArray[np.float32], *, limit: int) -> list[Hit]:
        return self._rank(vector, range(len(self._keys)), limit)

    def search_among(
        self, vector: NDArray[np.float32], versions: Iterable[tuple[str, int]], *, limit: int
    ) -> list[Hit]:
        keys = [key for version, count in versions for key in make_keys(version, count)]
        return self._rank(vector, [self._places[key] for key in keys if key in self._places], limit)

    def _rank(self, vector: NDArray[np.float32], places: Sequence[int], limit: int) -> list[Hit]:
        cosines = self._rows[places] @ vector
        best = np.argsort(-cosines, kind="stable")[:limit]
        return [Hit(*parse_key(self._keys[places[n]]), float(cosines[n])) for n in best]

    def get(self, keys: Sequence[str]) -> dict[str, NDArray[np.float32]]:
        return {key: self._rows[self._places[key]] for key in keys if key in self._places}

    def count(self) -> int:
        return len(self._keys)

    def close(self) -> None:
        """Nothing is held open."""
