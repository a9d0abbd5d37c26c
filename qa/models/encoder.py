"""Text to vector: the port that every encoder fits, and the encoder that comes with the product.

A vector has length 1, so the dot product of two is their cosine: 1 is the same meaning, 0 is unrelated. The same text
gets the same vector bit for bit, whatever else is encoded beside it, because the model sees one text at a time.

>>> encoder = load_encoder("built-in")
>>> encoder.encode(["Vermont gave a grant.", "The mayor resigned."]).shape
(2, 384)
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray

from qa.models.session import (
    ARITHMETIC,
    WEIGHTS_DIR,
    check_files,
    count_threads,
    open_session,
    open_tokenizer,
    read_manifest,
)

if TYPE_CHECKING:
    import onnxruntime
    import tokenizers

BUILT_IN = "built-in"


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
        self._folder = folder
        self._manifest = read_manifest(folder)
        self._loading = Lock()

    @property
    def name(self) -> str:
        """The model's name, the first digits of its weights' hash, and the arithmetic that they are run with."""
        return f"{self._manifest['name']}@{self._manifest['sha256']['model.onnx'][:12]}.{ARITHMETIC}"

    @property
    def dimension(self) -> int:
        """The length of a vector."""
        return int(self._manifest["dimension"])

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return one row a text, in order: shape (texts, dimension); 2 cores make about 200 sentences a second."""
        if not texts:
            return np.zeros((0, self.dimension), np.float32)
        with self._loading:
            model = self._model  # loaded by one thread, once
        if len(texts) == 1:
            return self._encode_one(model, texts[0])[None]
        with ThreadPoolExecutor(count_threads()) as pool:
            return np.stack(list(pool.map(lambda text: self._encode_one(model, text), texts)))

    def encode_question(self, text: str) -> NDArray[np.float32]:
        """Return the vector to search with; this model treats questions and sentences alike."""
        vector: NDArray[np.float32] = self.encode([text])[0]
        return vector

    @cached_property
    def _model(self) -> tuple[tokenizers.Tokenizer, onnxruntime.InferenceSession]:
        check_files(self._folder, self._manifest)
        tokenizer = open_tokenizer(self._folder / "tokenizer.json")
        tokenizer.enable_truncation(self._manifest["tokens"])
        return tokenizer, open_session(self._folder / "model.onnx")

    @staticmethod
    def _encode_one(model: tuple[tokenizers.Tokenizer, onnxruntime.InferenceSession], text: str) -> NDArray[np.float32]:
        tokenizer, session = model
        ids = np.array([tokenizer.encode(text).ids], np.int64)
        mean = session.run(None, {"input_ids": ids})[0][0].mean(axis=0)
        vector: NDArray[np.float32] = (mean / np.linalg.norm(mean)).astype(np.float32)
        return vector


def load_encoder(setting: str) -> Encoder:
    """Return the encoder that a setting names: ``built-in``, or ``module:name`` of a llama-index embedding."""
    if setting == BUILT_IN:
        return BuiltInEncoder()
    from qa.models.borrowed import LlamaIndexEncoder  # takes 2.5 s to import, so only where it is asked for

    return LlamaIndexEncoder(setting)
