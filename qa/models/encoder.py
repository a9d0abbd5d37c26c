"""Text to vector: the port that every encoder fits, and the encoder that comes with the product.

A vector has length 1, so the dot product of two is their cosine: 1 is the same meaning, 0 is unrelated. The same text
gets the same vector bit for bit, whatever else is encoded beside it, because the model sees one text at a time.

>>> encoder = load_encoder("built-in")
>>> encoder.encode(["Vermont gave a grant.", "The mayor resigned."]).shape
(2, 384)
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from qa.models.session import ARITHMETIC, BUILT_IN, WEIGHTS_DIR, share_network

KEPT_TEXTS = 8_192  # texts whose vectors are remembered, 15 MB: news repeats 3 to 9 in a hundred sentences


class Encoder(Protocol):
    """Turns text into vectors of length 1.

    ``name`` tells one encoder's vectors from another's: an index made under one name cannot be asked under another.
    """

    @property
    def name(self) -> str:
        """The identity of the vectors, weights included."""

    @property
    def dimension(self) -> int:
        """The length of a vector."""

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return one row a text, in order: shape (texts, dimension)."""

    def encode_question(self, text: str) -> NDArray[np.float32]:
        """Return the vector to search with: shape (dimension,)."""


class BuiltInEncoder:
    """all-MiniLM-L6-v2 in 8-bit weights on onnxruntime: mean of the token states, the first 256 tokens of a text.

    Making one is cheap: the files are checked and the model is loaded at the first text. Safe to use from several
    threads.
    """

    def __init__(self, folder: Path = WEIGHTS_DIR / "encoder") -> None:
        self._network = share_network(folder)
        self._encode_one = lru_cache(KEPT_TEXTS)(self._encode_new)

    @property
    def name(self) -> str:
        """The model's name, the first digits of its weights' hash, and the arithmetic that they are run with."""
        return f"{self._network.name}.{ARITHMETIC}"

    @property
    def dimension(self) -> int:
        """The length of a vector."""
        return int(self._network.manifest["dimension"])

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return one row a text, in order: shape (texts, dimension); 2 cores make about 200 sentences a second."""
        rows = self._network.map(self._encode_one, texts) if len(texts) > 1 else [self._encode_one(t) for t in texts]
        return np.stack(rows) if rows else np.zeros((0, self.dimension), np.float32)

    def encode_question(self, text: str) -> NDArray[np.float32]:
        """Return the vector to search with; this model treats questions and sentences alike."""
        return self._encode_one(text)

    def _encode_new(self, text: str) -> NDArray[np.float32]:
        ids, most = self._network.tokenizer.encode(text).ids, self._network.manifest["tokens"]
        if len(ids) > most:
            ids = [*ids[: most - 1], ids[-1]]
        mean = self._network.run(ids).mean(axis=0)
        vector: NDArray[np.float32] = (mean / np.linalg.norm(mean)).astype(np.float32)
        vector.flags.writeable = False  # others get the same
        return vector


def load_encoder(setting: str) -> Encoder:
    """Return the encoder that a setting names: ``built-in``, or ``module:name`` of a llama-index embedding."""
    if setting == BUILT_IN:
        return BuiltInEncoder()
    from qa.models.borrowed import LlamaIndexEncoder  # takes 2.5 s to import, so only where it is asked for

    return LlamaIndexEncoder(setting)
