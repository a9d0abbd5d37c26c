"""Describe the candidates of a question by cheap signals: one row of numbers each, before any model reads them.

Everything is a pure function of records and numbers.
"""

from __future__ import annotations

import heapq
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import log1p

import numpy as np
from numpy.typing import NDArray

from qa.english.calendar import MONTHS, WEEKDAYS

NEAREST = 3  # sentences of an article that speak for it
WH_WORD = re.compile(r"\b(who|whom|whose|when|where|how many|how much|how long|how old|what year|which year)\b")
NAME = re.compile(r"(?<=[\w,;:’'\"”)] )[A-Z][\w’'-]+")  # a capital that does not begin the sentence
NUMBER = re.compile(
    r"\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozens?|hundreds?|thousands?|millions?|"
    r"billions?|half|twice)\b",
    re.IGNORECASE,
)
TIME = re.compile(
    rf"\d|\b(?:{'|'.join(name.capitalize() for name in (*MONTHS, *WEEKDAYS))}|yesterday|today|tomorrow|week|month|year|"
    r"century|morning|night|ago)s?\b"
)
EXPECTED = {
    "who": NAME,
    "whom": NAME,
    "whose": NAME,
    "where": NAME,
    "when": TIME,
    "what year": TIME,
    "which year": TIME,
}


@dataclass(frozen=True, slots=True)
class CandidateFacts:
    """What is known of a candidate sentence before any model reads it.

    ``dense`` is its cosine to the question and ``lexical`` its BM25 score, None where that store did not return it;
    ``stems`` are the sentence's in order; ``near_stems`` those of the sentences before and after, and of the title;
    ``copies`` where it stands again, as article and index.
    """

    article: str
    index: int
    text: str
    dense: float | None
    lexical: float | None
    stems: tuple[str, ...]
    near_stems: frozenset[str]
    title_stems: frozenset[str]
    copies: tuple[tuple[str, int], ...] = ()


FEATURES = (
    "dense",  # cosine to the question; where unknown, the lowest that was returned
    "dense_z",  # the same, standardised among the candidates
    "dense_gap",  # how far below the best cosine
    "dense_near",  # the better cosine of the sentences before and after, where they are candidates
    "article_dense",  # mean of the article's three best cosines
    "lexical",  # BM25 over the sum of the question's word weights, so that long questions compare with short ones
    "lexical_z",  # BM25, standardised among the candidates
    "lexical_gap",  # how far below the best
    "article_lexical",  # mean of the article's three best
    "cover",  # share, by weight, of the question's words in the sentence
    "cover_near",  # in the sentence, its neighbours and the title
    "cover_title",  # in the title
    "pairs",  # share, by weight, of the question's neighbouring words that are neighbours in the sentence
    "novelty",  # share of the sentence's words that the question does not have: a copy of the question is no answer
    "length",  # logarithm of the number of words
    "asks",  # 1 for a sentence that ends in a question mark
    "opens",  # 1 for the first sentence of an article
    "depth",  # logarithm of the sentence's place in the article
    "type_found",  # 1 where a who/where/when/how many question finds a name, a time, a number
    "type_missing",  # 1 where it does not
)


def describe_candidates(
    question: str,
    question_stems: Sequence[str],
    word_weights: Mapping[str, float],
    candidates: Sequence[CandidateFacts],
) -> NDArray[np.float32]:
    """Return one row of `FEATURES` a candidate; ``word_weights`` holds the weight (idf) of each question stem."""
    if not candidates:
        return np.zeros((0, len(FEATURES)), np.float32)
    total = sum(word_weights.values()) or 1.0
    dense = fill_unknown([c.dense for c in candidates])
    lexical = fill_unknown([c.lexical for c in candidates]) / total
    places = {place: n for n, c in enumerate(candidates) for place in ((c.article, c.index), *c.copies)}
    near = [
        max(
            (dense[places[key]] for key in ((c.article, c.index - 1), (c.article, c.index + 1)) if key in places),
            default=dense.min(),
        )
        for c in candidates
    ]
    columns = [
        dense,
        standardise(dense),
        dense.max() - dense,
        near,
        average_best(candidates, dense),
        lexical,
        standardise(lexical),
        lexical.max() - lexical,
        average_best(candidates, lexical),
        *describe_words(question_stems, word_weights, candidates),
        [float(c.text.rstrip("\"'”’ )").endswith("?")) for c in candidates],
        [float(c.index == 0) for c in candidates],
        [log1p(c.index) for c in candidates],
        *describe_types(question, candidates),
    ]
    return np.array(columns, np.float32).T


def describe_words(
    question_stems: Sequence[str], word_weights: Mapping[str, float], candidates: Sequence[CandidateFacts]
) -> list[list[float]]:
    """Return the columns from ``cover`` to ``length``."""
    total = sum(word_weights.values()) or 1.0
    pairs = {
        pair: min(word_weights.get(pair[0], 0.0), word_weights.get(pair[1], 0.0)) for pair in pairwise(question_stems)
    }
    all_pairs = sum(pairs.values()) or 1.0
    weighed = word_weights.items()
    rows: list[tuple[float, ...]] = []
    for candidate in candidates:
        own, title, near = frozenset(candidate.stems), candidate.title_stems, candidate.near_stems
        told = [weight for stem, weight in weighed if stem in own]
        paired = pairs.keys() & set(pairwise(candidate.stems)) if told else ()
        rows.append(
            (
                sum(told) / total,
                sum([w for stem, w in weighed if stem in own or stem in title or stem in near]) / total,
                sum([w for stem, w in weighed if stem in title]) / total,
                sum(map(pairs.__getitem__, paired)) / all_pairs,
                (len(own) - len(told)) / max(1, len(own)),
                log1p(len(candidate.stems)),
            )
        )
    return list(map(list, zip(*rows, strict=True)))


def describe_types(question: str, candidates: Sequence[CandidateFacts]) -> list[list[float]]:
    """Return the columns ``type_found`` and ``type_missing``; both are 0 where the question asks for no known type."""
    asked = WH_WORD.search(question.lower())
    if not asked:
        return [[0.0] * len(candidates), [0.0] * len(candidates)]
    pattern = EXPECTED.get(asked[1], NUMBER)
    known = set(question.split())
    found = [any(match[0] not in known for match in pattern.finditer(c.text)) for c in candidates]
    return [[float(f) for f in found], [float(not f) for f in found]]


def fill_unknown(scores: Sequence[float | None]) -> NDArray[np.float64]:
    """Return the scores with the lowest known one, which bounds them from above, in place of the unknown."""
    lowest = min((score for score in scores if score is not None), default=0.0)
    return np.array([lowest if score is None else score for score in scores])


def standardise(scores: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the scores with mean 0 and standard deviation 1."""
    standardised: NDArray[np.float64] = (scores - scores.mean()) / max(float(scores.std()), 1e-9)
    return standardised


def average_best(candidates: Sequence[CandidateFacts], scores: NDArray[np.float64]) -> list[float]:
    """Return for each candidate the mean of the best few scores of its article."""
    by_article: dict[str, list[float]] = {}
    for candidate, score in zip(candidates, scores.tolist(), strict=True):
        for article in {candidate.article, *(article for article, _ in candidate.copies)}:
            by_article.setdefault(article, []).append(score)
    means = {
        article: sum(heapq.nlargest(NEAREST, found)) / min(NEAREST, len(found)) for article, found in by_article.items()
    }
    return [means[candidate.article] for candidate in candidates]
