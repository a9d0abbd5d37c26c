"""The vectors of a few sentences, in memory."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from qa.store.keys import Hit, make_keys, parse_key


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
