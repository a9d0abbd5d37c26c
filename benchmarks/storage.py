"""What it costs to write vectors through llama-index's Chroma store instead of through Chroma itself.

    python -m benchmarks.storage --sentences 20000

writes the same sentences, with the same random vectors, both ways in turn, three times each, and prints medians.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import chromadb
import numpy as np
from llama_index.core.schema import TextNode
from llama_index.vector_stores.chroma import ChromaVectorStore
from numpy.typing import NDArray

from qa.load import load_articles
from qa.records import Loaded
from qa.split import split_sentences

CORPUS = Path(__file__).parents[1] / "corpus"
DIMENSION = 384
BATCH = 1_000
ROUNDS = 3

Write = Callable[[chromadb.Collection, list[str], NDArray[np.float32]], None]


def write_directly(collection: chromadb.Collection, texts: list[str], vectors: NDArray[np.float32]) -> None:
    """Store keys and vectors, as the product does: the text is in the library."""
    for first in range(0, len(texts), BATCH):
        batch = slice(first, first + BATCH)
        ids = [f"{number:032x}:{number}" for number in range(first, first + len(texts[batch]))]
        collection.add(ids=ids, embeddings=vectors[batch])


def write_nodes(collection: chromadb.Collection, texts: list[str], vectors: NDArray[np.float32]) -> None:
    """Store the same as llama-index's nodes."""
    store = ChromaVectorStore(chroma_collection=collection)
    for first in range(0, len(texts), BATCH):
        batch = zip(texts[first : first + BATCH], vectors[first : first + BATCH], strict=True)
        store.add([TextNode(text=text, embedding=vector.tolist()) for text, vector in batch])


def measure(write: Write, texts: list[str], vectors: NDArray[np.float32]) -> tuple[float, float]:
    """Return seconds and megabytes of one fresh store."""
    with tempfile.TemporaryDirectory() as folder:
        client = chromadb.PersistentClient(folder)
        collection = client.create_collection("sentences", embedding_function=None, metadata={"hnsw:space": "cosine"})
        started = time.perf_counter()
        write(collection, texts, vectors)
        seconds = time.perf_counter() - started
        size = sum(path.stat().st_size for path in Path(folder).rglob("*") if path.is_file())
    return seconds, size / 1e6


def main() -> None:
    """Measure both ways in turn and print the medians and their ratios."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sentences", type=int, default=20_000)
    count: int = parser.parse_args().sentences
    articles = [item.article for item in load_articles([CORPUS]) if isinstance(item, Loaded)]
    own = [article.text[s.start : s.end] for article in articles for s in split_sentences(article.text)]
    texts = [own[number % len(own)] for number in range(count)]
    vectors = np.random.default_rng(0).normal(size=(count, DIMENSION)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    runs: dict[str, list[tuple[float, float]]] = {"chromadb": [], "llama-index": []}
    for _ in range(ROUNDS):
        runs["chromadb"].append(measure(write_directly, texts, vectors))
        runs["llama-index"].append(measure(write_nodes, texts, vectors))
    seconds, sizes = ({name: statistics.median(r[n] for r in run) for name, run in runs.items()} for n in (0, 1))
    for name in runs:
        print(f"{name:12} {seconds[name]:6.1f} s {sizes[name]:7.1f} MB")
    time_ratio, size_ratio = (measured["llama-index"] / measured["chromadb"] for measured in (seconds, sizes))
    print(f"{'ratio':12} {time_ratio:6.2f}   {size_ratio:7.2f}")


if __name__ == "__main__":
    main()
