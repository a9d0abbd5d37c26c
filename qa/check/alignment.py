"""Which word of one text is carried by which word of another."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from qa.check.lexicon import ALIASES, are_opposites, are_rivals, are_synonyms
from qa.check.words import Word

Encode = Callable[[Sequence[str]], Any]
"""Texts to vectors of length 1: shape (texts, dimension)."""

SAME_WORD = 0.66  # cosine of two single words above which one may stand for the other; synonyms 0.6-0.9, others below


def are_same(one: Word, other: Word) -> bool:
    """Whether two words are forms of one, or known to mean the same."""
    if one.lower == other.lower:
        return True
    if are_opposites(one.lower, other.lower) or are_rivals(one.lower, other.lower):
        return False
    if one.stem == other.stem or share_root(one.lower, other.lower):
        return True
    if one.is_name and other.is_name:
        return is_alias(one.lower, other.lower)
    return are_synonyms(one.lower, other.lower) or is_alias(one.lower, other.lower)


def share_root(one: str, other: str) -> bool:
    """Whether two words begin alike far enough to be of one family: assume and assumption, Korea and Korean."""
    shared = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        shared += 1
    return shared >= 5 and shared >= 0.6 * max(len(one), len(other))


def is_alias(one: str, other: str) -> bool:
    """Whether two names are known to be of one country."""
    return other in ALIASES.get(one, frozenset()) or one in ALIASES.get(other, frozenset())


@dataclass(frozen=True, slots=True)
class Alignment:
    """For each word of a claim, the places in the evidence that carry it; empty for one that nothing carries."""

    claim: tuple[Word, ...]
    evidence: tuple[Word, ...]
    places: tuple[tuple[int, ...], ...]

    @property
    def carried(self) -> frozenset[int]:
        """The places of the evidence that carry some word of content of the claim."""
        pairs = zip(self.claim, self.places, strict=True)
        return frozenset(place for word, places in pairs if word.is_content for place in places)

    @property
    def missing(self) -> tuple[int, ...]:
        """The places of the claim's content words that nothing carries."""
        pairs = enumerate(zip(self.claim, self.places, strict=True))
        return tuple(index for index, (word, places) in pairs if word.is_content and not places)


def align(claim: Sequence[Word], evidence: Sequence[Word], encode: Encode | None = None) -> Alignment:
    """Return which words of the evidence carry each word of the claim; ``encode`` also lets near vectors carry.

    A word that occurs in the evidence as it stands is carried by that alone, and not by words that mean the same.
    """
    places = []
    for word in claim:
        exact = tuple(i for i, other in enumerate(evidence) if word.lower == other.lower)
        forms = exact or tuple(i for i, other in enumerate(evidence) if word.stem == other.stem)
        places.append(forms or tuple(i for i, other in enumerate(evidence) if are_same(word, other)))
    if encode is not None:
        _align_by_vector(claim, evidence, places, encode)
    return Alignment(tuple(claim), tuple(evidence), tuple(places))


def _align_by_vector(
    claim: Sequence[Word], evidence: Sequence[Word], places: list[tuple[int, ...]], encode: Encode
) -> None:
    open_words = [i for i, word in enumerate(claim) if word.is_content and not word.is_name and not places[i]]
    others = [i for i, word in enumerate(evidence) if word.is_content and not word.is_name]
    if not open_words or not others:
        return
    vectors = encode([claim[i].lower for i in open_words] + [evidence[i].lower for i in others])
    cosines = vectors[: len(open_words)] @ vectors[len(open_words) :].T
    for row, index in zip(cosines, open_words, strict=True):
        beside = _find_clauses(claim, evidence, places, claim[index].clause)
        far = [k for k, i in enumerate(others) if beside and evidence[i].clause not in beside]
        row[far] = 0.0
        best = int(row.argmax())
        one, other = claim[index].lower, evidence[others[best]].lower
        if row[best] >= SAME_WORD and not are_opposites(one, other) and not are_rivals(one, other):
            places[index] = (others[best],)


def _find_clauses(
    claim: Sequence[Word], evidence: Sequence[Word], places: Sequence[tuple[int, ...]], clause: int
) -> set[int]:
    """Return the clauses of the evidence that carry words of this clause of the claim."""
    pairs = zip(claim, places, strict=True)
    return {
        evidence[p].clause for word, carrying in pairs if word.clause == clause and word.is_content for p in carrying
    }
