"""A text as words, in clauses, with what each of them is: a name, a number, a verb."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from qa.check.lexicon import (
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
    RELATIVES,
    SOME,
    SYNONYM_GROUPS,
)
from qa.check.verbs import AUXILIARIES, mark_verbs
from qa.english.quantities import find_quantities

_SMALL = LIGHT | NEGATORS | HEDGES | ALL | MOST | SOME | ONLY | EARLIER_FIRST | LATER_FIRST  # compared by rules

_WORD = re.compile(  # "U.S.", "11,000", "/api/ready" and "https://example.org" are one word each
    r"(?:[A-Z]\.){2,}|\d+(?:,\d{3})+|(?:https?:/)?/\w[\w./:-]*\w|[^\W_](?:[\w'’./-]*\w)?"
)
_SUFFIX = re.compile(r"(?:ations?|itions?|ments?|ness|ings?|ers?|ors?|ies|ied|ed|es|ly|al|s|e|y)$")
_CUT = re.compile(  # "on which" and "by that rule" go on, ", which" and "they say that" begin anew
    r"[;:—–()]|,(?!\d{3})"
    r"|\b(?:and|but|while|whereas|although|though|because|as long as|until|unless|whose|who|when|where|if|whether"
    r"|without|how|(?<!of )(?<!on )(?<!by )(?<!to )(?:(?<!for )that|(?<!in )(?<!at )which))\b"
)
_UNITS = frozenset({"day", "%", "$", "£", "€"})  # of quantities whose unit words are compared with the number
_LISTED = 1  # words of a piece that only goes on with a list: "is empty, [damaged], too large"
_CONDITIONS = frozenset("if when once unless until".split())
_JOINING = frozenset("and or but".split())
_FINITE = frozenset("is are was were has have had will would can could may might must shall should does do did".split())


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
    is_verb: bool

    @property
    def is_content(self) -> bool:
        """Whether the word says something of its own; numbers and small words are compared by rules of their own."""
        return self.is_name or (not self.is_number and self.lower not in _SMALL)


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
        words.append(
            Word(written, lower, find_stem(lower), match.start(), piece, 0, name and not number, number, False)
        )
    verbs = mark_verbs([word.lower for word in words])
    marked = [replace(w, is_verb=v and not w.is_name and not w.is_number) for w, v in zip(words, verbs, strict=True)]
    return _merge_clauses(_end_relatives(marked))


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


def _end_relatives(words: list[Word]) -> list[Word]:
    """Begin a piece where a "that" or "which" has had its verb and another follows: "that were lost [are named]"."""
    shift, started, opens, ended = 0, -1, False, []
    for index, word in enumerate(words):
        if not index or word.piece != words[index - 1].piece:
            # "they say that" is no "that" of a thing
            opens, started = word.lower in RELATIVES and not (index and words[index - 1].is_verb), -1
        elif opens and started >= 0 and word.is_verb and word.lower in _FINITE:
            shift, opens = shift + 1, False
        if word.is_verb and word.lower not in AUXILIARIES:
            started = index
        ended.append(replace(word, piece=word.piece + shift))
    return ended


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
        listed = len(piece) <= _LISTED and not any(word.lower in AUXILIARIES for word in piece)
        if (
            clauses
            and not apart
            and not (len(clauses) == 1 and begins_with_not(clauses[0]))
            and not (_is_condition(clauses[-1]) and piece[0].lower not in _JOINING)
            and (not has_verb(piece) or listed or not has_verb(clauses[-1]) and not begins_with_not(clauses[-1]))
        ):
            clauses[-1] += piece
        else:
            clauses.append(list(piece))
    return tuple(replace(word, clause=number) for number, clause in enumerate(clauses) for word in clause)


def _is_condition(words: Sequence[Word]) -> bool:
    """Whether a clause is what has to be so first: "if none is given"; what stands behind its comma is another."""
    return words[0].lower in _CONDITIONS and any(word.is_verb for word in words)


def has_verb(words: Sequence[Word]) -> bool:
    """Whether the words may be a clause of their own."""
    return any(word.is_verb for word in words) or words[0].lower in {"that", "whether", "how"}


def begins_with_not(words: Sequence[Word]) -> bool:
    """Whether a clause only sets something apart: "and not as a choice"."""
    begins = any(word.lower in {"not", "no", "never", "neither", "nor", "without"} for word in words[:2])
    return begins and len(words) < 10 and not any(word.is_verb for word in words)


def find_stem(word: str) -> str:
    """Return a word without its ending, so that "presumed" and "presumes" are one."""
    stem = word
    if not re.search(r"[aeiouy]", word):
        return word  # an abbreviation: https is no plural of http
    for _ in range(2):
        shorter = _SUFFIX.sub("", stem)
        if len(shorter) < 3:
            break
        stem = shorter
    return stem[:-1] if len(stem) > 3 and stem[-1] == stem[-2] else stem
