"""Weigh candidate sentences as evidence: which of them answer, and how sure that is."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from qa.records import Evidence
from qa.retrieve import Candidate

# P(the best sentence answers) from its cosine to the question and the share of the question's rare words that it, its
# neighbours or its title hold; logistic regression on open question sets, with and without their own article present.
_INTERCEPT, _PER_COSINE, _PER_COVERAGE = -6.0, 6.0, 4.0


@dataclass(frozen=True, slots=True)
class Reading:
    """Evidence, best first, and the confidence (0 to 1) that the best of it answers the question."""

    evidence: tuple[Evidence, ...]
    confidence: float


def read(
    candidates: Sequence[Candidate],
    *,
    stem_words: Callable[[str], list[str]],
    word_weights: Mapping[str, float],
) -> Reading:
    """Return the candidates as evidence; ``word_weights`` holds the weight of each stem of the question."""
    if not candidates:
        return Reading((), 0.0)
    best = candidates[0]
    logit = _INTERCEPT + _PER_COSINE * (best.dense or 0.0)
    logit += _PER_COVERAGE * cover_question(_read_around(best), stem_words=stem_words, word_weights=word_weights)
    confidence = 1 / (1 + math.exp(-logit))
    evidence = tuple(Evidence(c.sentence, confidence * math.exp(c.score - best.score)) for c in candidates)
    return Reading(evidence, confidence)


def cover_question(text: str, *, stem_words: Callable[[str], list[str]], word_weights: Mapping[str, float]) -> float:
    """Return the share, by weight, of the question's stems that the text holds; 1 is all of them."""
    total = sum(word_weights.values())
    if total == 0:
        return 0.0
    held = set(stem_words(text))
    return sum(weight for stem, weight in word_weights.items() if stem in held) / total


def _read_around(candidate: Candidate) -> str:
    stored, index = candidate.stored, candidate.sentence.index
    near = stored.sentences[max(0, index - 1) : index + 2]
    return " ".join([stored.article.title, *(stored.quote(sentence) for sentence in near)])
