"""What a sentence makes of a yes/no question: yes, no, or nothing that can be said.

The question is turned into the statement that "yes" makes, and held against the sentence by the gate's network and by
its exact signs. A wrong "yes" is worse than none, so both have to agree: the network alone takes who beat whom, a plan
for its outcome and a copy with a "not" too lightly.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from qa.check import Gate, Proof, signs
from qa.check.text import Text, read_text
from qa.english.statements import state

Verdict = Literal["yes", "no", ""]

# 874 pairs of statement and text, and 60 questions of our own over news: of 78 "yes" 71 were right, of 22 "no" 16
_SURE, _SURE_IN_CONTEXT = 0.8, 0.9  # the network's chance of "supported", on the sentence alone and in its context
_LEAST_ALONE = 0.3  # where the context is what makes it sure
_LITTLE, _NEXT_TO_NOTHING = 0.4, 0.2  # that chance where the sentence denies it
_REFUTED = 0.95  # of the checker's judgement
_SUBJECT = 12  # characters into a sentence up to which a name is what it is about
_BEGIN = 6  # letters in which forms of a word agree
_DENIAL = re.compile(
    r"\b(?:not|no|never|nor|neither|none|nobody|nothing|without|yet to|fail(?:s|ed)? to|refus\w+|declin\w+|"
    r"den(?:y|ies|ied)|reject\w*|unable|empty-handed|cancel\w*|ruled out|unlikely|former|ex)\b|n[’']t\b",
    re.IGNORECASE,
)
_WHAT_IS = re.compile(r"\W*(?:is|are|was|were)\b(?!.*\bby\b)", re.IGNORECASE)  # "is Kern the mayor of Alvik"
_PASSIVE = re.compile(r"\b(?:is|are|was|were|be|been|being) (?:\w+ )?\w+ by\b", re.IGNORECASE)
_OF_NOW = re.compile(r"\b(?:still|yet|any ?more|any longer|already|ever)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Signs:
    """How a statement and a sentence compare word by word."""

    foreign: bool  # a number, a date or a name of the statement is not there
    turned: bool  # the one denies a word of the other, or has its opposite
    unsure: bool  # the sentence is less sure than the statement
    swapped: bool  # two names stand the other way round
    denies: bool  # the sentence denies something that the question does not deny
    own: float  # share of the statement's words that the sentence has
    shared: float  # that it has with its context


def judge_yes_no(question: str, proofs: Sequence[Proof], gate: Gate) -> list[Verdict]:
    """Return what each proof makes of a yes/no question."""
    statement = state(question)
    if not statement or not proofs:
        return [""] * len(proofs)
    judged = gate.judge([statement] * len(proofs), proofs)
    return [
        _decide(question, _compare(question, statement, proof), *(float(odds) for odds in row))
        for proof, row in zip(proofs, judged, strict=True)
    ]


def _decide(question: str, found: _Signs, alone_odds: float, window_odds: float, refuted_odds: float) -> Verdict:
    alone, window = _chance(alone_odds), _chance(window_odds)
    if found.foreign:
        return ""
    if not (found.turned or found.unsure or found.swapped or _OF_NOW.search(question)) and found.shared >= 0.5:
        sure = alone >= _SURE and window >= _SURE
        carried = alone >= _LEAST_ALONE and window >= _SURE_IN_CONTEXT and found.own >= 0.6
        if (sure and (not found.denies or found.own >= 0.75)) or (carried and not found.denies):
            return "yes"
    if found.turned and found.shared >= 0.6 and window < _LITTLE:
        return "no"
    if found.denies and found.own >= 0.5 and alone < 0.5 and window < _NEXT_TO_NOTHING:
        return "no"
    refuted = (1 - window) * _chance(refuted_odds)
    return "no" if not found.unsure and found.own >= 0.7 and alone < 0.05 and refuted >= _REFUTED else ""


def _compare(question: str, statement: str, proof: Proof) -> _Signs:
    claim, sentence, around = read_text(statement), read_text(proof.text), read_text(proof.context)
    wanted = _begins(claim)
    own = wanted & _begins(sentence)
    facts = (
        *signs.compare_numbers(claim, sentence)[:2],
        *signs.compare_dates(claim, sentence, around),
        *signs.compare_names(claim, sentence, around)[:2],
    )
    return _Signs(
        foreign=any(facts) or _is_about_a_stranger(claim, sentence, around),
        turned=bool(signs.compare_negation(claim, sentence) or signs.compare_opposites(claim, sentence)),
        unsure=bool(signs.compare_sureness(claim, sentence)),
        swapped=not _WHAT_IS.match(question) and _is_swapped(claim, sentence),
        denies=bool(_DENIAL.search(proof.text)) and not _DENIAL.search(question),
        own=len(own) / max(1, len(wanted)),
        shared=len(own | (wanted & _begins(around))) / max(1, len(wanted)),
    )


def _begins(text: Text) -> frozenset[str]:
    return frozenset(stem[:_BEGIN] for stem in text.content)


def _is_about_a_stranger(claim: Text, sentence: Text, around: Text) -> bool:
    """Say whether a sentence that lacks a name of the claim begins with another one."""
    if not signs.compare_names(claim, sentence, around)[2]:
        return False
    first = next((name for name in sentence.names if name.start <= _SUBJECT), None)
    return first is not None and not set(first.bare.lower().split()) & set(claim.words)


def _is_swapped(claim: Text, sentence: Text) -> bool:
    """Say whether the names that both have change places: by their order, or by one being told in the passive."""
    places: dict[str, int] = {}
    for place, name in enumerate(sentence.names):
        places.setdefault(name.bare.split()[-1].lower(), place)
    shared = [places[last] for name in claim.names if (last := name.bare.split()[-1].lower()) in places]
    turned = bool(_PASSIVE.search(claim.text)) != bool(_PASSIVE.search(sentence.text))
    return len(shared) > 1 and (shared != sorted(shared)) != turned


def _chance(odds: float) -> float:
    return 1 / (1 + math.exp(-max(-50.0, min(50.0, odds))))
