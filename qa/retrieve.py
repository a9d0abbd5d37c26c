"""Find the sentences that a question may be about: by meaning and by words, fused."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from math import ceil
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from qa.copies import fold, spell_out
from qa.filters import NO_FILTERS, Filters
from qa.headings import heads_next
from qa.records import Copy, Sentence, StoredArticle
from qa.store.keys import Hit, Vectors, Words
from qa.store.library import Library

# reading a vector and comparing it costs as much as asking the store for so many hits more (34 against 8 microseconds)
EXACT_COST = 4
WIDENING = 2  # times as many hits as hold enough admitted ones on average
SPARE = 1.25  # times as many hits as are wanted, because some are copies of others
MOST_COPIES = 16  # times as many hits as sentences are wanted; a story that is there more often is not looked through
MORE = 4  # times as many hits when they were too few after all
MOST_HEADINGS = 3  # one above the other: a title, a heading, a table's head row
DENSE_WEIGHT = 2.0  # against 1 for words: the best of the ratios tried on a set of encyclopedia questions


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence that may answer, with what each store thinks of it.

    ``dense`` is the cosine to the question and ``lexical`` its BM25 score, each None where that store did not return
    the sentence; ``score`` fuses them. Higher is better throughout. ``copies`` is where the sentence stands again.
    """

    stored: StoredArticle
    sentence: Sentence
    dense: float | None
    lexical: float | None
    score: float
    copies: tuple[Copy, ...] = ()

    @property
    def text(self) -> str:
        """The sentence as it stands in its article."""
        return self.stored.quote(self.sentence)

    @property
    def section(self) -> str:
        """The heading that it stands below, empty where there is none."""
        return self.stored.sections[self.sentence.index]


def retrieve(
    question: str,
    question_vector: NDArray[np.float32],
    *,
    library: Library,
    vectors: Vectors,
    words: Words,
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
    wider = total / admitted * WIDENING if filters else SPARE
    ask_vectors: Search = partial(vectors.search, question_vector)
    ask_words: Search = partial(words.search, question)
    if admitted * EXACT_COST <= dense_candidates * wider:
        few = library.list_admitted(filters)
        ask_vectors = partial(vectors.search_among, question_vector, few)
        ask_words = partial(words.search, question, versions=[version for version, _ in few])
    current: dict[str, StoredArticle] = {}

    def admit(versions: set[str]) -> Mapping[str, StoredArticle]:
        current.update(library.find_versions(versions - current.keys(), filters))
        return current

    dense = find_enough(ask_vectors, admit, dense_candidates, first=ceil(wider * dense_candidates))
    lexical = find_enough(ask_words, admit, lexical_candidates, first=ceil(wider * lexical_candidates))
    return fuse_hits(_hand_down(dense, current), _hand_down(lexical, current), current)


class Search(Protocol):
    """Returns the best hits of one store, at most ``limit``."""

    def __call__(self, *, limit: int) -> list[Hit]:
        """Return the best hits."""


def find_enough(
    search: Search, admit: Callable[[set[str]], Mapping[str, StoredArticle]], wanted: int, *, first: int
) -> list[Hit]:
    """Return the best hits of admitted versions: ``wanted`` sentences and their copies; ask for more while too few.

    So what a store holds beside what is admitted (other outlets, versions that are being written), or a story that
    many papers print, hides nothing.
    """
    limit = max(wanted, first)
    while True:
        hits = search(limit=limit)
        admitted = admit({hit.version for hit in hits})
        kept: list[Hit] = []
        spellings: set[str] = set()
        for hit in hits:
            if stored := admitted.get(hit.version):
                spelling = spell_out(stored.quote(stored.sentence(hit.sentence)))
                is_rule = not any(map(str.isalnum, spelling))  # "=====" below a heading
                if not is_rule and (len(spellings) < wanted or spelling in spellings):
                    spellings.add(spelling)
                    kept.append(hit)
        if len(spellings) == wanted or len(hits) < limit or len(kept) >= MOST_COPIES * wanted:
            return kept
        limit *= MORE


def _hand_down(hits: Sequence[Hit], current: Mapping[str, StoredArticle]) -> list[Hit]:
    """Return the hits, with those of headings as hits of the sentence below: it answers what a heading asks."""
    found: dict[tuple[str, int], Hit] = {}
    for hit in hits:
        article, spans = current[hit.version].article, current[hit.version].offsets
        below = range(hit.sentence, min(len(spans), hit.sentence + MOST_HEADINGS + 1))
        place = next((number for number in below if not heads_next(article.text, spans, number)), None)
        if place is not None:
            best = found.get((hit.version, place), hit)
            found[hit.version, place] = Hit(hit.version, place, max(hit.score, best.score))
    return list(found.values())


def fuse_hits(
    dense: Sequence[Hit], lexical: Sequence[Hit], current: Mapping[str, StoredArticle]
) -> tuple[Candidate, ...]:
    """Fuse two rankings by the sum of standardised scores, dense counting double; ties go by article and place.

    A sentence that one store did not return gets that store's lowest returned score, which bounds its true one. Copies
    are one candidate with the best scores that one of them has: they take no places, and are no rivals of each other.
    """
    keys = sorted({(hit.version, hit.sentence) for hit in (*dense, *lexical) if hit.version in current})
    if not keys:
        return ()
    groups = fold(Copy(current[version], current[version].sentence(number)) for version, number in keys)
    rated = [_find_best(groups, hits) for hits in (dense, lexical)]
    fused = DENSE_WEIGHT * _standardise(rated[0]) + _standardise(rated[1])
    candidates = [
        Candidate(first.stored, first.sentence, near, shared, float(score), tuple(copies))
        for (first, *copies), near, shared, score in zip(groups, *rated, fused, strict=True)
    ]
    return tuple(sorted(candidates, key=lambda one: (-one.score, one.sentence.article_id, one.sentence.index)))


def weigh_anew(
    candidates: Sequence[Candidate],
    weights: Mapping[str, float],
    fewer: Mapping[str, float],
    stem_words: Callable[[str], tuple[str, ...]],
) -> tuple[Candidate, ...]:
    """Return the candidates with the BM25 scores that they have where the question's words weigh otherwise.

    What stands in an index several times makes its words look common; ``fewer`` is their weight without the copies.
    """

    def scale(one: Candidate, lexical: float) -> float:
        told = {*stem_words(f"{one.stored.article.title} {one.section}"), *stem_words(one.text)}
        held = [stem for stem in weights if stem in told]
        before = sum(weights[stem] for stem in held)
        return lexical * sum(fewer[stem] for stem in held) / before if before else lexical

    return tuple(replace(one, lexical=scale(one, one.lexical)) if one.lexical else one for one in candidates)


def _find_best(groups: Sequence[Sequence[Copy]], hits: Iterable[Hit]) -> list[float | None]:
    """Return the best score that a store gave to one of each group, None where it gave none."""
    scores = {(hit.version, hit.sentence): hit.score for hit in hits}
    keys = [[(copy.stored.version, copy.sentence.index) for copy in group] for group in groups]
    return [max((scores[key] for key in group if key in scores), default=None) for group in keys]


def _standardise(scores: Sequence[float | None]) -> NDArray[np.float64]:
    lowest = min((score for score in scores if score is not None), default=0.0)
    values = np.array([lowest if score is None else score for score in scores])
    standardised: NDArray[np.float64] = (values - values.mean()) / max(float(values.std()), 1e-9)
    return standardised
