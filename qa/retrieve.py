"""Find the sentences that a question may be about: by meaning and by words, fused."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from math import ceil
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from qa.filters import NO_FILTERS, Filters
from qa.records import Sentence, StoredArticle
from qa.store.keys import Hit
from qa.store.library import Library
from qa.store.vectors import VectorStore
from qa.store.word_index import WordIndex

# reading a vector and comparing it costs as much as asking the store for so many hits more (34 against 8 microseconds)
EXACT_COST = 4
WIDENING = 2  # times as many hits as hold enough admitted ones on average
MORE = 4  # times as many hits when they were too few after all
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
    filters: Filters = NO_FILTERS,
    dense_candidates: int,
    lexical_candidates: int,
) -> tuple[Candidate, ...]:
    """Return candidate sentences of the articles that the filters let answer, best first.

    Each store gives as many as were asked for, where the admitted articles have so many: where few are admitted only
    they are searched, else the stores are asked for more until enough of what they return is admitted and current.
    """
    _, total = library.count()
    _, admitted = library.count_admitted(filters) if filters else (0, total)
    if not admitted:
        return ()
    wider = total / admitted * (WIDENING if filters else 1)
    if admitted * EXACT_COST <= dense_candidates * wider:
        few = library.list_admitted(filters)
        dense = vectors.search_among(question_vector, few, limit=dense_candidates)
        names = [version for version, _ in few]
        lexical = words.search(question, limit=lexical_candidates, versions=names)
    else:
        admit = partial(library.keep_admitted, filters=filters)
        ask_vectors, ask_words = partial(vectors.search, question_vector), partial(words.search, question)
        dense = find_enough(ask_vectors, admit, dense_candidates, first=ceil(wider * dense_candidates))
        lexical = find_enough(ask_words, admit, lexical_candidates, first=ceil(wider * lexical_candidates))
    current = library.find_versions(hit.version for hit in (*dense, *lexical))
    return fuse_hits(dense, lexical, current)


class Search(Protocol):
    """Returns the best hits of one store, at most ``limit``."""

    def __call__(self, *, limit: int) -> list[Hit]:
        """Return the best hits."""


def find_enough(search: Search, admit: Callable[[set[str]], set[str]], wanted: int, *, first: int) -> list[Hit]:
    """Return the ``wanted`` best hits of admitted versions; ask for ``first`` and, while they do not do, for more.

    So what a store holds beside what is admitted (other outlets, versions that are being written) hides nothing.
    """
    limit = max(wanted, first)
    while True:
        hits = search(limit=limit)
        versions = admit({hit.version for hit in hits})
        kept = [hit for hit in hits if hit.version in versions][:wanted]
        if len(kept) == wanted or len(hits) < limit:
            return kept
        limit *= MORE


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
