"""Haystack's in-memory BM25 over its own sentences (split at full stops, which needs no download)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from common import TOP, Place, Search, run
from haystack import Document
from haystack.components.preprocessors import DocumentSplitter
from haystack.components.retrievers.in_memory import InMemoryBM25Retriever
from haystack.document_stores.in_memory import InMemoryDocumentStore


def build(articles: list[dict[str, Any]], index: Path, encoder: Path) -> Search:
    """Return the search by words over pieces that end at a full stop."""
    splitter = DocumentSplitter(split_by="period", split_length=1, split_overlap=0)
    splitter.warm_up()
    documents = [Document(id=one["id"], content=one["text"]) for one in articles]
    pieces = splitter.run(documents=documents)["documents"]
    store = InMemoryDocumentStore()
    store.write_documents(pieces)
    store.save_to_disk(str(index / "store.json"))
    retriever = InMemoryBM25Retriever(document_store=store, top_k=TOP)

    def search(question: str) -> list[Place]:
        found = retriever.run(query=question)["documents"]
        return [
            (d.meta["source_id"], d.meta["split_idx_start"], d.meta["split_idx_start"] + len(d.content)) for d in found
        ]

    return search


if __name__ == "__main__":
    run(build)
