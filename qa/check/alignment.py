"""Which word of one text is carried by which word of another."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from qa.check.lexicon import ALIASES, are_opposites, are_rivals, are_synonyms
from qa.check.verbs import find_base
from qa.check.words import Word


def are_same(one: Word, other: Word) -> bool:
    """Whether two words are forms of one, or known to mean the same."""
    if one.lower == other.lower:
        return True
    if are_opposites(one.lower, other.lower) or are_rivals(one.lower, other.lower):
        return False
    if one.stem == other.stem or share_root(one.lower, other.lower) or find_base(one.lower) == find_base(other.lower):
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


def align(claim: Sequence[Word], evidence: Sequence[Word]) -> Alignment:
    """Return which words of the evidence carry each word of the claim.

    A word that occurs in the evidence as it stands is carried by that alone, and not by words that mean the same. Near
    vectors carry nothing: those of "junior" and "senior" are as near as those of words that mean the same.
    """
    places = []
    for word in claim:
        exact = tuple(i for i, other in enumerate(evidence) if word.lower == other.lower)
        forms = exact or tuple(i for i, other in enumerate(evidence) if word.stem == other.stem)
        places.append(forms or tuple(i for i, other in enumerate(evidence) if are_same(word, other)))
    return Alignment(tuple(claim), tuple(evidence), tuple(_use_once(claim, evidence, places)))


def _use_once(
    claim: Sequence[Word], evidence: Sequence[Word], places: Sequence[tuple[int, ...]]
) -> Iterator[tuple[int, ...]]:
    """Take away what carries a word only by meaning the same, where it already carries another as it stands."""
    taken = {place for word, own in zip(claim, places, strict=True) for place in own if _is_form(word, evidence[place])}
    for word, own in zip(claim, places, strict=True):
        yield own if any(_is_form(word, evidence[place]) for place in own) else tuple(p for p in own if p not in taken)


def _is_form(word: Word, other: Word) -> bool:
    return word.stem == other.stem or share_root(word.lower, other.lower)
