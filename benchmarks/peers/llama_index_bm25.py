"""llama-index's BM25 retriever over its sentences."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from common import TOP, Place, Search, run
from llama_index.core import Document
from llama_index.core.node_parser import SentenceWindowNodeParser
from llama_index.retrievers.bm25 import BM25Retriever


def build(articles: list[dict[str, Any]], index: Path, encoder: Path) -> Search:
    """Return the search by words over sentence nodes."""
    documents = [Document(text=one["text"], id_=one["id"]) for one in articles]
    nodes = SentenceWindowNodeParser(window_size=1).get_nodes_from_documents(documents)
    retriever = BM25Retriever.from_defaults(nodes=nodes, similarity_top_k=TOP)
    retriever.persist(str(index))

    def search(question: str) -> list[Place]:
        found = [one.node for one in retriever.retrieve(question)]
        return [(n.ref_doc_id, n.start_char_idx, n.end_char_idx) for n in found if n.start_char_idx is not None]

    return search


if __name__ == "__main__":
    run(build)
