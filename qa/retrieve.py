"""Find the sentences that a question may be about: by meaning and by words, fused."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from qa.records import Sentence
from qa.store.keys import Hit
from qa.store.library import Library, StoredArticle
from qa.store.vectors import VectorStore
from qa.store.words import WordIndex

DENSE_WEIGHT = 2.0  # against 1 for words: the best of the ratios tried on a set of encyclopedia questions


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence that may answer, with what each store thinks of it.

    ``dense`` is the cosine to the question and ``lexical`` its BM25 score, each None where that store did not return
    the sentence; ``score`` fuses them. Higher is better throughout.
    """

    stored: StoredArticle
    sentence: Sentence
    dense: float | None
    lexical: float | None
    score: float


def retrieve(
    question: str,
    question_vector: NDArray[np.float32],
    *,
    library: Library,
    vectors: VectorStore,
    words: WordIndex,
    dense_candidates: int,
    lexical_candidates: int,
) -> tuple[Candidate, ...]:
    """Return candidate sentences, best first; hits of versions that the library does not know are dropped."""
    dense = vectors.search(question_vector, limit=dense_candidates)
    lexical = words.search(question, limit=lexical_candidates)
    current = library.find_versions(hit.version for hit in (*dense, *lexical))
    return fuse_hits(dense, lexical, current)


def fuse_hits(
    dense: Sequence[Hit], lexical: Sequence[Hit], current: Mapping[str, StoredArticle]
) -> tuple[Candidate, ...]:
    """Fuse two rankings by the sum of standardised scores, dense counting double; ties go by article and place.

    A sentence that one store did not return gets that store's lowest returned score, which bounds its true one.
    """
    dense_scores = _by_key(dense, current)
    lexical_scores = _by_key(lexical, current)
    keys = sorted(dense_scores.keys() | lexical_scores.keys())
    fused = DENSE_WEIGHT * _standardise(keys, dense_scores) + _standardise(keys, lexical_scores)
    candidates = [
        Candidate(
            stored=current[version],
            sentence=current[version].sentence(number),
            dense=dense_scores.get((version, number)),
            lexical=lexical_scores.get((version, number)),
            score=float(score),
        )
        for (version, number), score in zip(keys, fused, strict=True)
    ]
    return tuple(sorted(candidates, key=lambda c: (-c.score, c.sentence.article_id, c.sentence.index)))


def _by_key(hits: Iterable[Hit], current: Mapping[str, StoredArticle]) -> dict[tuple[str, int], float]:
    return {(hit.version, hit.sentence): hit.score for hit in hits if hit.version in current}


def _standardise(keys: Sequence[tuple[str, int]], scores: Mapping[tuple[str, int], float]) -> NDArray[np.float64]:
    if not scores:
        return np.zeros(len(keys))
    lowest = min(scores.values())
    values = np.array([scores.get(key, lowest) for key in keys])
    standardised: NDArray[np.float64] = (values - values.mean()) / max(float(values.std()), 1e-9)
    return standardised
