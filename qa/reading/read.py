"""Read the candidates: which sentences answer the question, by which phrase, and how sure that is.

A cascade. Cheap signals order all candidates, the reader reads short windows of text around the best of them, and the
learned fusion of `qa.reading.fusion` orders them anew and says how likely it is that anything answers.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from qa.models.reader import Reader, ReaderWindow, SentenceReading
from qa.reading.features import CandidateFacts, describe_candidates
from qa.reading.fusion import Fusion
from qa.reading.windows import cut_windows
from qa.records import Evidence
from qa.retrieve import Candidate
from qa.store.library import StoredArticle

Stem = Callable[[str], tuple[str, ...]]
Place = tuple[str, int]  # an article's id and the index of one of its sentences

# from here on the phrase is shown by itself: below, it is wrong more often than it helps
PHRASE_FLOOR = 0.5


@dataclass(frozen=True, slots=True)
class Reading:
    """Evidence, best first, and the confidence (0 to 1) that the question is answered.

    A piece's score is the probability that it is the sentence that answers.
    """

    evidence: tuple[Evidence, ...]
    confidence: float


@dataclass(frozen=True, slots=True)
class _Read:
    """What the reader says of one sentence, and where in the article the text that it read begins."""

    reading: SentenceReading
    base: int


def read(
    question: str,
    candidates: Sequence[Candidate],
    *,
    reader: Reader,
    fusion: Fusion,
    stem_words: Stem,
    word_weights: Mapping[str, float],
    windows: int,
) -> Reading:
    """Return the candidates as evidence; ``windows`` is how many windows the reader may read.

    ``word_weights`` holds the weight of each stem of the question: the rarer the word, the higher.
    """
    if not candidates:
        return Reading((), 0.0)
    if not word_weights:  # nothing but punctuation was asked
        return Reading(tuple(Evidence(candidate.sentence, 0.0) for candidate in candidates), 0.0)
    facts = [_state_facts(candidate, stem_words) for candidate in candidates]
    features = describe_candidates(question, stem_words(question), word_weights, facts)
    order = np.argsort(-fusion.score_lightly(features), kind="stable")
    found = _read_around(question, [candidates[i] for i in order], reader, windows)
    readings = [found.get(_place(candidate)) for candidate in candidates]
    judged = [one.reading if one else None for one in readings]
    scores = fusion.score(features, judged)
    confidence = fusion.find_confidence(features, judged, scores)
    chances = confidence * _softmax(scores)
    evidence = [
        Evidence(candidate.sentence, float(chance), _find_span(one), one.reading.chance if one else 0.0)
        for candidate, chance, one in zip(candidates, chances, readings, strict=True)
    ]
    evidence.sort(key=lambda piece: (-piece.score, piece.sentence.article_id, piece.sentence.index))
    return Reading(tuple(evidence), confidence)


def _state_facts(candidate: Candidate, stem_words: Stem) -> CandidateFacts:
    stored, sentence = candidate.stored, candidate.sentence
    index, text = sentence.index, stored.article.text
    near = [*stored.offsets[max(0, index - 1) : index], *stored.offsets[index + 1 : index + 2]]
    return CandidateFacts(
        article=stored.article.id,
        index=index,
        text=stored.quote(sentence),
        dense=candidate.dense,
        lexical=candidate.lexical,
        stems=stem_words(stored.quote(sentence)),
        near_stems=frozenset().union(*(stem_words(text[start:end]) for start, end in near)),
        title_stems=frozenset(stem_words(stored.article.title)),
    )


def _read_around(question: str, ranked: Sequence[Candidate], reader: Reader, windows: int) -> dict[Place, _Read]:
    """Return what the reader says of the sentences around the best candidates; the better word where it read twice."""
    stored = {c.sentence.article_id: c.stored for c in ranked}
    spans = {article_id: one.offsets for article_id, one in stored.items()}
    cut = cut_windows([_place(c) for c in ranked], spans, most=windows)
    shown = [_open_window(stored[article_id], run) for article_id, run in cut]
    found: dict[Place, _Read] = {}
    for (article_id, run), said in zip(cut, reader.read(question, shown), strict=True):
        base = stored[article_id].offsets[run.start][0]
        for index, reading in zip(run, said.sentences, strict=True):
            known = found.get((article_id, index))
            if known is None or reading.score > known.reading.score:
                found[article_id, index] = _Read(reading, base)
    return found


def _open_window(stored: StoredArticle, run: range) -> ReaderWindow:
    spans = stored.offsets[run.start : run.stop]
    base = spans[0][0]
    sentences = tuple((start - base, end - base) for start, end in spans)
    return ReaderWindow(stored.article.title, stored.article.text[base : spans[-1][1]], sentences)


def _find_span(one: _Read | None) -> tuple[int, int] | None:
    """Return the answer phrase's place in the article, where the reader finds that the sentence answers by a phrase."""
    if one is None or one.reading.phrase is None or one.reading.score < 0:
        return None
    if one.reading.phrase_probability < PHRASE_FLOOR:
        return None
    start, end = one.reading.phrase
    return one.base + start, one.base + end


def _softmax(scores: NDArray[np.float64]) -> NDArray[np.float64]:
    powers: NDArray[np.float64] = np.exp(scores - scores.max())
    powers /= powers.sum()
    return powers


def _place(candidate: Candidate) -> Place:
    return candidate.sentence.article_id, candidate.sentence.index
