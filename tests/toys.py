"""Small stand-ins for the models and records, made so that results can be checked in one's head."""

from __future__ import annotations

import asyncio
import hashlib
import re
from collections.abc import Coroutine, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

import numpy as np
from llama_index.core.base.embeddings.base import BaseEmbedding
from numpy.typing import NDArray

from qa.records import Article, Loaded, Sentence
from qa.split import split_sentences

Made = TypeVar("Made")


def run_elsewhere(work: Coroutine[Any, Any, Made]) -> Made:
    """Return what a coroutine makes, run in another thread: in the main one Playwright's loop may be running."""
    with ThreadPoolExecutor(max_workers=1) as elsewhere:
        return elsewhere.submit(asyncio.run, work).result()


class ToyEncoder:
    """A vector with one place for each word (by hash): the cosine counts shared words."""

    name = "toy"
    dimension = 512

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        rows = np.full((len(texts), self.dimension), 1e-3, np.float32)
        for row, text in zip(rows, texts, strict=True):
            for word in re.findall(r"\w+", text.lower()):
                row[int(hashlib.md5(word.encode()).hexdigest(), 16) % self.dimension] += 1
        return rows / np.linalg.norm(rows, axis=1, keepdims=True)

    def encode_question(self, text: str) -> NDArray[np.float32]:
        return self.encode([text])[0]


def make_article(number: int, *, fact: str = "stands", sentences: int = 5) -> Article:
    text = " ".join(f"Tower {number} {fact} beside gate {line}." for line in range(sentences))
    return Article(f"towers/{number}", f"Tower {number}", text, source="Toy Times", published="2025-01-01")


def make_loaded(number: int, **changes: str) -> Loaded:
    return Loaded(make_article(number, **changes), f"/articles/{number}.txt")


def split_article(article: Article) -> tuple[Sentence, ...]:
    return split_sentences(article.text, article_id=article.id)


class ToyEmbedding(BaseEmbedding):
    """The toy encoder as a llama-index embedding."""

    def _get_text_embedding(self, text: str) -> list[float]:
        return [float(value) for value in ToyEncoder().encode_question(text)]

    _get_query_embedding = _get_text_embedding

    async def _aget_query_embedding(self, query: str) -> list[float]:
        return self._get_text_embedding(query)
