"""Our encoder as a llama-index embedding."""

from __future__ import annotations

from llama_index.core.base.embeddings.base import BaseEmbedding
from pydantic import PrivateAttr

from qa.models.encoder import BuiltInEncoder, Encoder


class BuiltInEmbedding(BaseEmbedding):
    """The encoder that comes with the product, for use in a llama-index pipeline of one's own."""

    _encoder: Encoder = PrivateAttr(default_factory=BuiltInEncoder)

    @classmethod
    def class_name(cls) -> str:
        """Return the name under which llama-index stores it."""
        return "SourcelineEmbedding"

    def _get_text_embedding(self, text: str) -> list[float]:
        return self._get_text_embeddings([text])[0]

    def _get_text_embeddings(self, texts: list[str]) -> list[list[float]]:
        return [[float(value) for value in row] for row in self._encoder.encode(texts)]

    def _get_query_embedding(self, query: str) -> list[float]:
        return [float(value) for value in self._encoder.encode_question(query)]

    async def _aget_query_embedding(self, query: str) -> list[float]:
        return self._get_query_embedding(query)
