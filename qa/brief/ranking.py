"""Which articles a topic is about, and how much each of their sentences tells about it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from qa.headings import heads_next
from qa.records import Copy, Sentence, StoredArticle
from qa.retrieve import Candidate

Vector = NDArray[np.float32]
StemWords = Callable[[str], tuple[str, ...]]

OPENING = 3  # sentences that say what an article is about
READ = 12  # first sentences of an article among which those that tell are looked for, beside what was found
_LIKENESS, _OPENING, _WORDS, _FOCUS = (
    1.0,
    1.0,
    1.0,
    0.5,
)  # of an article: its nearest sentence, its opening, the topic's words in it
_RELEVANCE, _CENTRALITY, _LEAD = 0.5, 1.0, 1.0  # of a sentence
_DANGLING, _FRAGMENT = 0.25, 0.5  # taken off
_SENTENCE_WORDS = range(7, 61)  # fewer say little, more are lists
_POINTS_BACK = re.compile(
    r"[\"“'‘(]*(?:(?:but|and|so|yet|however|meanwhile|also|still|instead|then|nevertheless|therefore|thus|moreover|"
    r"in addition|at the same time|for example|for instance),? )?"
    r"(?:he|she|it|they|his|her|its|their|this|that|these|those|such|there|one|others|both|another|the (?:pair|duo|two|"
    r"latter|former|move|decision|news|ruling|deal|report|man|woman))\b",
    re.IGNORECASE,
)
_LEAST_SHARE = 0.75  # of the best article's score: what is less is about something else


@dataclass(frozen=True, slots=True)
class Topic:
    """What a briefing is about: its words and its vector, and how rare each of its stems is."""

    text: str
    vector: Vector
    weights: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Found:
    """An article about the topic; a higher score is more about it."""

    stored: StoredArticle
    score: float


@dataclass(frozen=True, slots=True)
class Telling:
    """A sentence of a found article; a higher score tells more about the topic."""

    stored: StoredArticle
    sentence: Sentence
    vector: Vector
    score: float
    copies: tuple[Copy, ...] = ()

    @property
    def text(self) -> str:
        """The sentence."""
        return self.stored.quote(self.sentence)


def rank_articles(
    topic: Topic,
    candidates: Sequence[Candidate],
    vectors: Mapping[str, Vector],
    *,
    stem_words: StemWords,
    most: int,
) -> list[Found]:
    """Return the articles about a topic, best first: by their nearest sentence, their opening, and the topic's words.

    ``vectors`` holds the sentences of the candidates' articles under the keys of the store.
    """
    stored = {c.stored.version: c.stored for c in candidates}
    rated = [Found(article, _rate_article(topic, article, vectors, stem_words)) for article in stored.values()]
    found = _sort(_add_focus(_sort(rated)[: 2 * most], vectors))[:most]
    return [one for one in found if one.score >= _LEAST_SHARE * found[0].score]


def _sort(found: Sequence[Found]) -> list[Found]:
    return sorted(found, key=lambda one: (-one.score, one.stored.article.id))


def _add_focus(found: Sequence[Found], vectors: Mapping[str, Vector]) -> list[Found]:
    """Raise the articles that open like the others do: those of one event are found together."""
    openings = [_open(one.stored, vectors) for one in found]
    if len(found) < 2:
        return list(found)
    matrix = np.stack(openings)
    weights = np.array([one.score for one in found], np.float32)
    likeness = matrix @ matrix.T
    np.fill_diagonal(likeness, 0)
    focus = likeness @ weights / max(float(weights.sum()), 1e-9)
    return [Found(one.stored, one.score + _FOCUS * float(share)) for one, share in zip(found, focus, strict=True)]


def _open(stored: StoredArticle, vectors: Mapping[str, Vector]) -> Vector:
    """Return the direction in which an article opens."""
    total = np.sum([vectors[key] for key in list_keys(stored, range(OPENING)) if key in vectors], axis=0)
    return np.asarray(total / max(float(np.linalg.norm(total)), 1e-9), np.float32)


def _rate_article(topic: Topic, stored: StoredArticle, vectors: Mapping[str, Vector], stem_words: StemWords) -> float:
    near = [
        float(topic.vector @ vectors[key]) for key in list_keys(stored, range(len(stored.offsets))) if key in vectors
    ]
    article = stored.article
    opening = article.text[: stored.offsets[min(OPENING, len(stored.offsets)) - 1][1]] if stored.offsets else ""
    nearest = sum(sorted(near, reverse=True)[:3]) / 3
    lead = max(near[:OPENING], default=0.0)
    return (
        _LIKENESS * nearest + _OPENING * lead + _WORDS * share_words(topic, stem_words(f"{article.title}\n{opening}"))
    )


def list_keys(stored: StoredArticle, places: Sequence[int]) -> list[str]:
    """Return the keys of some of an article's sentences."""
    return [f"{stored.version}:{place}" for place in places]


def share_words(topic: Topic, stems: Sequence[str]) -> float:
    """Return how much of the topic's words, the rare ones counting more, is among these: 0 to 1."""
    total, inside = sum(topic.weights.values()), set(stems)
    return sum(weight for stem, weight in topic.weights.items() if stem in inside) / total if total else 0.0


def rate_sentences(
    topic: Topic, found: Sequence[Found], vectors: Mapping[str, Vector], *, stem_words: StemWords
) -> list[Telling]:
    """Return the sentences of the found articles, those that tell most about the topic first.

    Relevance to the topic, centrality, lead position, and nothing that hangs in the air. Centrality is the degree of
    LexRank (Erkan and Radev 2004, https://doi.org/10.1613/jair.1523) with the cosine of sentence vectors in place of
    words': how like a sentence is, on the whole, to those that open the found articles.
    """
    pieces = [
        (one, place, vectors[key])
        for one in found
        for place, key in enumerate(list_keys(one.stored, range(min(READ, len(one.stored.offsets)))))
        if key in vectors and not heads_next(one.stored.article.text, one.stored.offsets, place)
    ]
    if not pieces:
        return []
    matrix = np.stack([vector for _, _, vector in pieces])
    openings = np.stack([vector for _, place, vector in pieces if place < OPENING])
    central = _to_share((matrix @ openings.T).mean(axis=1))
    near = _to_share(matrix @ topic.vector)
    best = found[0].score
    telling = []
    for (one, place, vector), centrality, nearness in zip(pieces, central, near, strict=True):
        sentence = one.stored.sentence(place)
        text = one.stored.quote(sentence)
        relevance = (nearness + share_words(topic, stem_words(text))) / 2
        score = (
            _RELEVANCE * relevance
            + _CENTRALITY * float(centrality)
            + _LEAD / (1 + place)
            - (_DANGLING if place and _POINTS_BACK.match(text) else 0.0)
            - (_FRAGMENT if len(text.split()) not in _SENTENCE_WORDS or text.rstrip().endswith("?") else 0.0)
        )
        telling.append(Telling(one.stored, sentence, vector, score * one.score / best))
    return sorted(telling, key=lambda one: (-one.score, one.sentence.article_id, one.sentence.index))


def _to_share(values: NDArray[np.float32]) -> NDArray[np.float32]:
    span = float(values.max() - values.min())
    return (values - values.min()) / span if span > 0 else np.zeros_like(values)
