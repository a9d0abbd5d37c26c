"""What a sentence makes of a yes/no question: yes, no, or nothing that can be said.

The gate's network judges the question with "Yes." and with "No." behind it, and its exact signs hold the statement that
"yes" makes against the sentence. A wrong "yes" is worse than none, so both have to agree: the network alone takes who
beat whom and a plan for its outcome too lightly.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from qa.check import Gate, Proof, signs
from qa.check.text import Text, read_text
from qa.english.statements import state

Verdict = Literal["yes", "no", ""]

# log odds that the sentence in its context supports the word, at least, and how far they are above those of the other
# word: the network is less sure of "yes" than of "no", whatever is asked
_LEAST_YES, _LEAST_NO, _APART = -0.4, 0.0, 2.0
_LEAST_ALONE = -0.8  # on the sentence without its context: .3
_SUBJECT = 12  # characters into a sentence up to which a name is what it is about
_DENIAL = re.compile(
    r"\b(?:not|no|never|nor|neither|none|nobody|nothing|without|yet to|fail(?:s|ed)? to|refus\w+|declin\w+|"
    r"den(?:y|ies|ied)|reject\w*|unable|empty-handed|cancel\w*|ruled out|unlikely|former|ex)\b|n[’']t\b",
    re.IGNORECASE,
)
_URGED = re.compile(
    r"\b(?:should|must|urg(?:es?|ed|ing)|demand(?:s|ed|ing)?|call(?:s|ed|ing)? (?:on|for)|asked|wants?|pressure) ",
    re.IGNORECASE,
)
_HAS_DONE = re.compile(r"\W*(?:did|has|have|had)\b", re.IGNORECASE)
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
    asked = question.strip()
    yes, no = (gate.judge([f"{asked} {word}"] * len(proofs), proofs) for word in ("Yes.", "No."))
    return [
        _decide(question, _compare(question, statement, proof), *(float(odds) for odds in (*y[:2], *n[:2])))
        for proof, y, n in zip(proofs, yes, no, strict=True)
    ]


def _decide(
    question: str, found: _Signs, yes_alone: float, yes_around: float, no_alone: float, no_around: float
) -> Verdict:
    """Return the verdict; the numbers are log odds that the sentence, alone and in its context, supports the word."""
    if found.foreign or found.swapped or found.unsure or found.shared < 0.5:
        return ""
    apart = yes_around - no_around
    is_yes = yes_around >= _LEAST_YES and yes_alone >= _LEAST_ALONE and apart >= _APART
    if is_yes and not (found.turned or _OF_NOW.search(question)):
        return "yes" if not found.denies or found.own >= 0.75 else ""
    if no_around >= _LEAST_NO and no_alone >= _LEAST_ALONE and apart <= -_APART:
        return "no" if found.turned or found.denies or found.own >= 0.7 else ""
    return ""


def _compare(question: str, statement: str, proof: Proof) -> _Signs:
    claim, sentence, around = read_text(statement), read_text(proof.text), read_text(proof.context)
    wanted = claim.begins
    own = wanted & sentence.begins
    facts = (
        *signs.compare_numbers(claim, sentence)[:2],
        *signs.compare_dates(claim, sentence, around),
        *signs.compare_names(claim, sentence, around)[:2],
    )
    return _Signs(
        foreign=any(facts) or _is_about_a_stranger(claim, sentence, around),
        turned=bool(signs.compare_polarity(claim, sentence) or signs.compare_opposites(claim, sentence)),
        unsure=any(signs.compare_sureness(claim, sentence)) or _is_only_urged(question, proof.text),
        swapped=not _WHAT_IS.match(question) and _is_swapped(claim, sentence),
        denies=bool(_DENIAL.search(proof.text)) and not _DENIAL.search(question),
        own=len(own) / max(1, len(wanted)),
        shared=len(own | (wanted & around.begins)) / max(1, len(wanted)),
    )


def _is_only_urged(question: str, sentence: str) -> bool:
    """Say whether a sentence tells what somebody should do where it is asked whether it was done."""
    return bool(_HAS_DONE.match(question) and _URGED.search(sentence) and not _URGED.search(question))


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
