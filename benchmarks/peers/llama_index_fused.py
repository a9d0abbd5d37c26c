"""llama-index's vectors in Chroma and its BM25 over the same sentences, fused by reciprocal rank."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from common import TOP, Encoder, Place, Search, run
from llama_index.core.llms import MockLLM
from llama_index.core.retrievers import QueryFusionRetriever
from llama_index.core.retrievers.fusion_retriever import FUSION_MODES
from llama_index.retrievers.bm25 import BM25Retriever
from llama_index_chroma import Embedding, index_sentences, split


def build(articles: list[dict[str, Any]], index: Path, encoder: Path) -> Search:
    """Return the search of both, each with three times as many as are wanted."""
    nodes = split(articles)
    words = BM25Retriever.from_defaults(nodes=nodes, similarity_top_k=3 * TOP)
    words.persist(str(index / "words"))
    vectors = index_sentences(nodes, index, Embedding(Encoder(encoder))).as_retriever(similarity_top_k=3 * TOP)
    fused = QueryFusionRetriever(
        [vectors, words],
        llm=MockLLM(),  # asked for other wordings of a question only where more than one query is wanted
        mode=FUSION_MODES.RECIPROCAL_RANK,
        num_queries=1,
        similarity_top_k=TOP,
        use_async=False,
    )

    def search(question: str) -> list[Place]:
        found = [one.node for one in fused.retrieve(question)]
        return [(n.ref_doc_id, n.start_char_idx, n.end_char_idx) for n in found if n.start_char_idx is not None]

    return search


if __name__ == "__main__":
    run(build)
