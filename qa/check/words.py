"""Words of a text, in clauses, and which word of one text is carried by which word of another."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from qa.check.lexicon import (
    ALIASES,
    ALL,
    CLASSES,
    EARLIER_FIRST,
    HEDGES,
    KIND_OF,
    LATER_FIRST,
    LIGHT,
    MOST,
    NEGATORS,
    ONLY,
    OPPOSITES,
    SOME,
    SYNONYM_GROUPS,
    are_opposites,
    are_rivals,
    are_synonyms,
)
from qa.quantities import find_quantities

_SMALL = LIGHT | NEGATORS | HEDGES | ALL | MOST | SOME | ONLY | EARLIER_FIRST | LATER_FIRST  # compared by rules

Encode = Callable[[Sequence[str]], Any]
"""Texts to vectors of length 1: shape (texts, dimension)."""

SAME_WORD = 0.66  # cosine of two single words above which one may stand for the other; synonyms 0.6-0.9, others below

_WORD = re.compile(r"(?:[A-Z]\.){2,}|[^\W_](?:[\w'’.-]*\w)?")
_SUFFIX = re.compile(r"(?:ations?|itions?|ments?|ness|ings?|ers?|ors?|ies|ied|ed|es|ly|al|s|e|y)$")
_CUT = re.compile(
    r"[,;:—–()]|\b(?:and|but|while|whereas|although|though|because|(?<!of )which|who|that|when|if|whether|how)\b"
)
_UNITS = frozenset({"day", "%", "$", "£", "€"})  # of quantities whose unit words are compared with the number
_VERB_CUES = frozenset(
    """
    am is are was were be been has have had do does did will would can could may might must shall should cannot spoke
    speaks speak came come comes gave give gives given left leave leaves told tell tells made make makes took take takes
    went go goes knew know knows held hold holds found find finds sent send sends met meet meets saw see sees kept keep
    keeps lie lies wrote write writes read reads got get gets made needs need runs run shows show wants want draws draw
    counts count consists belongs says say said called concerns covers reads understands means becomes sets decides
    """.split()
)
# put what is negated in other ways into "not", and take away what looks like a negation and is none
_REWORDINGS = (
    (re.compile(r"\b(ca|do|does|did|is|was|are|were|has|have|had|wo|would|could|should)n['’]t\b", re.I), r"\1 not"),
    (re.compile(r"\b(warn\w*|caution\w*|advis\w*) against\b", re.I), r"\1 not"),
    (re.compile(r"\bagainst the conclusion\b", re.I), "not conclude"),
    (re.compile(r"\bleav(?:es|ing|e) (?:out|open)\b|\bleft (?:out|open)\b", re.I), "does not say"),
    (re.compile(r"\b(?:instead of|rather than)\b", re.I), "and not"),
    (re.compile(r", not (?=as|an?\b|the\b)", re.I), " and not "),
    (re.compile(r"\bstopp?(?:ed|s)? (?=\w+ing\b)", re.I), "no longer "),
    (re.compile(r"\bno (longer|more|less|fewer|later|earlier) than\b", re.I), r"\1 than"),
    (re.compile(r"\bnot only\b", re.I), "also"),
    (re.compile(r"\bat most\b", re.I), "up to"),
    (re.compile(r"\bnot any ?more\b|\bno(?:t any)? longer\b", re.I), "not now"),
    (re.compile(r"\bU\.S\."), "US"),
    (re.compile(r"\btwice\b", re.I), "two times"),
    (re.compile(r"\b(?:fallen) (?=soldiers|men)", re.I), "killed "),
)


@dataclass(frozen=True, slots=True)
class Word:
    """One word: as written, in lower case without a possessive 's, its stem, and where it stands.

    ``piece`` counts the commas and joining words before it, ``clause`` only those that begin something with a verb.
    """

    text: str
    lower: str
    stem: str
    start: int
    piece: int
    clause: int
    is_name: bool
    is_number: bool

    @property
    def is_content(self) -> bool:
        """Whether the word says something of its own; numbers and small words are compared by rules of their own."""
        return self.is_name or (not self.is_number and self.lower not in _SMALL)


def reword(text: str) -> str:
    """Return a text with its negations put as "not", so that two ways of saying no can be compared."""
    for pattern, plain in _REWORDINGS:
        text = pattern.sub(plain, text)
    return text


def read_words(text: str) -> tuple[Word, ...]:
    """Return the words of a text in their order; the text should have been through `reword`."""
    quantities = find_quantities(text)
    cuts = [match.start() for match in _CUT.finditer(text)]
    words: list[Word] = []
    for match in _WORD.finditer(text):
        written = re.sub(r"['’]s$|['’]$", "", match[0])
        lower = written.lower().replace("’", "'")
        number = lower[0].isdigit() or any(
            q.start <= match.start() < q.end and (q.unit in _UNITS or _is_figure(lower)) for q in quantities
        )
        name = _is_name(written, lower, first=not words or text[match.start() - 2 : match.start() - 1] in ".!?")
        piece = sum(cut <= match.start() for cut in cuts)
        words.append(Word(written, lower, find_stem(lower), match.start(), piece, 0, name and not number, number))
    return _merge_clauses(words)


def _is_figure(word: str) -> bool:
    return bool(find_quantities(word)) or word in {"hundred", "thousand", "million", "billion", "trillion", "dozen"}


def _is_name(written: str, lower: str, *, first: bool) -> bool:
    if not written[0].isupper():
        return False
    if lower == "may":
        return not first
    if lower in LIGHT | NEGATORS | HEDGES | ALL | MOST | SOME:
        return False
    return not first or written[1:2].isupper() or not _is_common(lower)


def _is_common(word: str) -> bool:
    """Whether a word that begins a sentence is likely no name: it is listed, or has the ending of another word."""
    listed = word in SYNONYM_GROUPS or word in OPPOSITES or word in KIND_OF or word in CLASSES
    return listed or word.endswith(("s", "ing", "ed", "tion", "ly", "ment", "er"))


def _merge_clauses(words: list[Word]) -> tuple[Word, ...]:
    """Join pieces without a verb to the clause before them (the first to the one after), unless they begin with not."""
    pieces: list[list[Word]] = []
    for word in words:
        if pieces and pieces[-1][-1].piece == word.piece:
            pieces[-1].append(word)
        else:
            pieces.append([word])
    clauses: list[list[Word]] = []
    for piece in pieces:
        apart = begins_with_not(piece)
        if (
            clauses
            and not apart
            and (not has_verb(piece) or not has_verb(clauses[-1]) and not begins_with_not(clauses[-1]))
        ):
            clauses[-1] += piece
        else:
            clauses.append(list(piece))
    return tuple(replace(word, clause=number) for number, clause in enumerate(clauses) for word in clause)


def has_verb(words: Sequence[Word]) -> bool:
    """Whether one of the words is likely a verb: a known one, or one that ends in -ed."""
    return any(is_verb(word) for word in words) or words[0].lower in {"that", "whether", "how"}


def is_verb(word: Word) -> bool:
    """Whether a word is likely a verb: a known one, or one that ends in -ed."""
    return (
        word.lower in _VERB_CUES
        or (word.lower in KIND_OF and not word.is_name)
        or (word.lower.endswith("ed") and len(word.lower) > 4)
    )


def begins_with_not(words: Sequence[Word]) -> bool:
    """Whether a clause only sets something apart: "and not as a choice"."""
    return any(word.lower in {"not", "never", "neither", "nor"} for word in words[:2]) and len(words) < 10


def find_stem(word: str) -> str:
    """Return a word without its ending, so that "presumed" and "presumes" are one."""
    stem = word
    for _ in range(2):
        shorter = _SUFFIX.sub("", stem)
        if len(shorter) < 3:
            break
        stem = shorter
    return stem[:-1] if len(stem) > 3 and stem[-1] == stem[-2] else stem


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
        best = int(row.argmax())
        one, other = claim[index].lower, evidence[others[best]].lower
        if row[best] >= SAME_WORD and not are_opposites(one, other) and not are_rivals(one, other):
            places[index] = (others[best],)
