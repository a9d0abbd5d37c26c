"""Any llama-index embedding as our encoder."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module

import numpy as np
from llama_index.core.base.embeddings.base import BaseEmbedding
from numpy.typing import NDArray

from qa.errors import ModelError


class LlamaIndexEncoder:
    """A llama-index embedding, named ``module:name``, as an `Encoder`; its vectors are scaled to length 1.

    ``name`` may be an embedding, or a class or function that makes one without arguments.
    """

    def __init__(self, setting: str) -> None:
        self._embedding = import_embedding(setting)
        self.name = f"{setting} {self._embedding.model_name}"
        self.dimension = len(self._embedding.get_text_embedding("dimension"))

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return one row a text, in order: shape (texts, dimension)."""
        if not texts:
            return np.zeros((0, self.dimension), np.float32)
        return scale_to_one(np.array(self._embedding.get_text_embedding_batch(list(texts)), np.float32))

    def encode_question(self, text: str) -> NDArray[np.float32]:
        """Return the vector to search with, as the embedding makes it for queries."""
        vector: NDArray[np.float32] = scale_to_one(np.array([self._embedding.get_query_embedding(text)], np.float32))[0]
        return vector


def import_embedding(setting: str) -> BaseEmbedding:
    """Return the embedding that ``module:name`` stands for; raise `ModelError` when there is none."""
    module_name, _, name = setting.partition(":")
    if not module_name or not name:
        raise ModelError(f"encoder {setting!r} is neither 'built-in' nor 'module:name': set QA_ENCODER to one of them")
    try:
        found = getattr(import_module(module_name), name)
    except ImportError as error:
        raise ModelError(f"encoder {setting}: {error}: install the package or mend QA_ENCODER") from None
    except AttributeError:
        raise ModelError(f"encoder {setting}: {module_name} has no {name}: mend QA_ENCODER") from None
    embedding = found if isinstance(found, BaseEmbedding) or not callable(found) else found()
    if not isinstance(embedding, BaseEmbedding):
        raise ModelError(
            f"encoder {setting} is a {type(embedding).__name__}, not a llama-index BaseEmbedding: mend QA_ENCODER"
        )
    return embedding


def scale_to_one(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    """Scale every row to length 1; a row of zeros stays as it is."""
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    scaled: NDArray[np.float32] = (vectors / np.where(lengths == 0, 1, lengths)).astype(np.float32)
    return scaled
