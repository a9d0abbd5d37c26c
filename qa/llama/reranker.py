"""Our reader as a llama-index postprocessor: anybody's nodes in the order of how well a sentence in them answers."""

from __future__ import annotations

import asyncio

from llama_index.core.bridge.pydantic import Field, PrivateAttr
from llama_index.core.postprocessor.types import BaseNodePostprocessor
from llama_index.core.schema import NodeWithScore, QueryBundle

from qa.llama.reading import read_nodes
from qa.models.reader import BuiltInReader, Reader


class SentenceReranker(BaseNodePostprocessor):
    """Reads every sentence of every node, and gives a node the chance (0 to 1) that its best sentence answers."""

    top_n: int = Field(default=5, ge=1, description="how many nodes are kept, best first")
    _reader: Reader = PrivateAttr(default_factory=BuiltInReader)

    @classmethod
    def class_name(cls) -> str:
        """Return the name under which llama-index stores it."""
        return "SentenceReranker"

    def _postprocess_nodes(
        self, nodes: list[NodeWithScore], query_bundle: QueryBundle | None = None
    ) -> list[NodeWithScore]:
        if query_bundle is None:
            raise ValueError("SentenceReranker needs the question: pass query_bundle or query_str")
        chances: dict[int, float] = {}
        for read in read_nodes(query_bundle.query_str, nodes, self._reader):
            chances[read.place] = max(read.chance, chances.get(read.place, 0.0))
        ranked = [NodeWithScore(node=one.node, score=chances.get(place, 0.0)) for place, one in enumerate(nodes)]
        return sorted(ranked, key=lambda one: -(one.score or 0.0))[: self.top_n]

    async def _apostprocess_nodes(
        self, nodes: list[NodeWithScore], query_bundle: QueryBundle | None = None
    ) -> list[NodeWithScore]:
        return await asyncio.to_thread(self._postprocess_nodes, nodes, query_bundle)
