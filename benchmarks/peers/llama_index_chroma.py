"""Plain llama-index over Chroma: its sentence splitter, our encoder's weights, its vector index."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import chromadb
from common import TOP, Encoder, Place, Search, run
from llama_index.core import Document, StorageContext, VectorStoreIndex
from llama_index.core.base.embeddings.base import BaseEmbedding
from llama_index.core.node_parser import SentenceWindowNodeParser
from llama_index.core.schema import BaseNode
from llama_index.vector_stores.chroma import ChromaVectorStore
from pydantic import PrivateAttr


class Embedding(BaseEmbedding):
    """The encoder as llama-index asks for one."""

    _encoder: Encoder = PrivateAttr()

    def __init__(self, encoder: Encoder) -> None:
        super().__init__()
        self._encoder = encoder

    def _get_text_embedding(self, text: str) -> list[float]:
        return self._encoder.encode([text])[0]

    def _get_query_embedding(self, query: str) -> list[float]:
        return self._encoder.encode([query])[0]

    async def _aget_query_embedding(self, query: str) -> list[float]:
        return self._get_query_embedding(query)


def split(articles: list[dict[str, Any]]) -> list[BaseNode]:
    """Return a node for each sentence, with its article's title."""
    documents = [
        Document(text=one["text"], id_=one["id"], metadata={"title": one.get("title", "")}) for one in articles
    ]
    return SentenceWindowNodeParser(window_size=1).get_nodes_from_documents(documents)


def index_sentences(nodes: list[BaseNode], index: Path, embedding: Embedding) -> VectorStoreIndex:
    """Return a vector index of the nodes, kept by Chroma in a folder."""
    collection = chromadb.PersistentClient(str(index)).create_collection("peer", embedding_function=None)
    storage = StorageContext.from_defaults(vector_store=ChromaVectorStore(chroma_collection=collection))
    return VectorStoreIndex(nodes, storage_context=storage, embed_model=embedding)


def build(articles: list[dict[str, Any]], index: Path, encoder: Path) -> Search:
    """Return the search of a vector index over sentence nodes with their titles."""
    retriever = index_sentences(split(articles), index, Embedding(Encoder(encoder))).as_retriever(similarity_top_k=TOP)

    def search(question: str) -> list[Place]:
        found = [one.node for one in retriever.retrieve(question)]
        return [(n.ref_doc_id, n.start_char_idx, n.end_char_idx) for n in found if n.start_char_idx is not None]

    return search


if __name__ == "__main__":
    run(build)
