"""What a sentence makes of a yes/no question: yes, no, or nothing that can be said.

The gate's network judges the question with "Yes." and with "No." behind it, and then the statement that "yes" makes:
under a question it takes a bid for the purchase, as a statement it does not. The exact signs hold that statement
against the sentence. A wrong "yes" is worse than none, so all have to agree, and no other sentence may refute it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from qa.check import Gate, Proof, signs
from qa.check.number_signs import compare_numbers
from qa.check.text import BEGIN, Text, read_text
from qa.english.manner import COMING, CONDITIONS, UNSURE
from qa.english.statements import state
from qa.english.stems import stem
from qa.english.verbs import is_past
from qa.reading.denials import is_turned

Verdict = Literal["yes", "no", ""]
_VERDICTS: tuple[Verdict, Verdict] = ("yes", "no")

# log odds that the sentence in its context supports the word, at least, and how far they are above those of the other
# word: the network is less sure of "yes" than of "no", whatever is asked
_LEAST_YES, _LEAST_NO, _APART = -0.4, 1.0, 2.0
_LEAST_ALONE: dict[Verdict, float] = {"yes": -0.8, "no": 1.0}  # on the sentence without its context
_LEAST_SAID = 1.8  # for "yes", on the statement itself, with and without the context: a bid is no purchase
_LEAST_REFUTED = 2.2  # for "no", how much rather the statement is refuted than not said
_LEAST_TELLING = 1.0  # either of both, for any answer: of 149 questions 9 in 10 that are settled, 6 in 10 of the others
_SURELY = 2.0  # from here on the network is sure, and the words count for less
_SUBJECT = 12  # characters into a sentence up to which a name is what it is about
_DENIAL = re.compile(
    r"\b(?:not|no|never|nor|neither|none|nobody|nothing|without|yet to|fail(?:s|ed)? to|refus\w+|"
    r"decline[ds]?|declining to|den(?:y|ies|ied)|reject\w*|unable|empty-handed|cancel\w*|ruled out|unlikely|former|"
    r"ex)\b|n[’']t\b",
    re.IGNORECASE,
)
_NOT_DONE = re.compile(
    r"\b(?:should|must|urg(?:es?|ed|ing)|demand(?:s|ed|ing)?|call(?:s|ed|ing)? (?:on|for)|asked|wants?|pressure|"
    r"(?:close|about|poised|set|ready) to|in talks|in principle|on the verge of|\d ?(?:%|per ?cent) of) ",
    re.IGNORECASE,
)
_PLEA = re.compile(r"\bplea(?:d\w*|s)?\b", re.IGNORECASE)  # of "not guilty": no court has found so
_HAS_DONE = re.compile(r"\W*(?:did|has|have|had)\b", re.IGNORECASE)
_WHAT_IS = re.compile(r"\W*(?:is|are|was|were)\b(?!.*\bby\b)", re.IGNORECASE)  # "is Kern the mayor of Alvik"
_PASSIVE = re.compile(r"\b(?:is|are|was|were|be|been|being) (?:\w+ )?\w+ by\b", re.IGNORECASE)
_THEN = re.compile(
    r"\b(?:(?:that|the (?:same|previous)) (?:year|month|week|season|summer)|at the time)\b", re.IGNORECASE
)
_OF_NOW = re.compile(r"\b(?:still|yet|any ?more|any longer|already|ever)\b", re.IGNORECASE)
_REACH = 5  # words before what a statement is about in which a word of doubt means it
_UNSURE_OR_CONDITIONS = UNSURE | CONDITIONS
_COMING_OR_UNSURE = COMING | UNSURE


@dataclass(frozen=True, slots=True)
class _Signs:
    """How a statement and a sentence compare word by word."""

    foreign: bool  # a number, a date or a name of the statement is not there, or it tells of another time
    turned: bool  # the one denies a word of the other, or has its opposite
    unsure: bool  # the sentence is less sure than the statement
    swapped: bool  # two names stand the other way round
    denies: bool  # the sentence denies something that the question does not deny
    own: float  # share of the statement's words that the sentence has
    shared: float  # that it has with its context


def judge_yes_no(question: str, proofs: Sequence[Proof], gate: Gate) -> list[Verdict] | None:
    """Return what each proof makes of a yes/no question; None where all of them are about something else.

    The network is asked only what can still change a verdict, since each pair that it reads takes 20 ms of a core.
    """
    verdicts: list[Verdict] = [""] * len(proofs)
    statement = state(question)
    if not statement:
        return verdicts
    around = [proof.window for proof in proofs]
    said = gate.judge_texts([statement] * len(proofs), around)
    if not (said >= _LEAST_TELLING).any():
        return None
    found = [_compare(question, statement, proof) for proof in proofs]
    live = [  # those that the statement itself lets say something
        place
        for place, (supported, refuted) in enumerate(said)
        if (supported >= _LEAST_SAID and _allows(question, found[place], "yes", sure=True)) or refuted >= _LEAST_REFUTED
    ]
    if not any(_allows(question, found[place], verdict, sure=True) for place in live for verdict in _VERDICTS):
        return verdicts
    asked = question.strip()
    words = [f"{asked} {word}" for word in ("Yes.", "No.") for _ in live]
    yes, no = (
        dict(zip(live, odds, strict=True))
        for odds in gate.judge_texts(words, [around[i] for i in live] * 2)[:, 0].reshape(2, -1)
    )
    leaning = {place: verdict for place in live if (verdict := _lean(yes[place], no[place]))}
    may = {place: verdict for place, verdict in leaning.items() if _allows(question, found[place], verdict, sure=True)}
    if "yes" in may.values():  # which any "no" may refute
        may |= {place: verdict for place, verdict in leaning.items() if verdict == "no"}
    claims = [f"{asked} {verdict.capitalize()}." for verdict in may.values()]
    support = gate.judge_texts(claims, [proofs[place].text for place in may])[:, 0]
    alone = {place: odds for place, odds in zip(may, support, strict=True) if odds >= _LEAST_ALONE[leaning[place]]}
    bare = gate.judge_texts([statement] * len(alone), [proofs[place].text for place in alone])[:, 0]
    stated = {place: min(odds, said[place, 0]) for place, odds in zip(alone, bare, strict=True)}
    backed = [place for place in alone if _backs(leaning[place], stated[place], said[place, 1])]
    refuted = any(leaning[place] == "no" and min(alone[place], no[place]) >= _SURELY for place in backed)
    for place in backed:
        verdict = leaning[place]
        sure = stated[place] if verdict == "yes" else min(alone[place], no[place], said[place, 1])
        allowed = _allows(question, found[place], verdict, sure=bool(sure >= _SURELY))
        if allowed and not (refuted and verdict == "yes") and not (verdict == "no" and said[:, 0].max() >= _LEAST_SAID):
            verdicts[place] = verdict
    return verdicts


def _lean(yes: float, no: float) -> Verdict:
    """Return the network's verdict, of log odds that the sentence in its context supports either word."""
    if yes >= _LEAST_YES and yes - no >= _APART:
        return "yes"
    return "no" if no >= _LEAST_NO and yes - no <= -_APART else ""


def _backs(verdict: Verdict, stated: float, refuted: float) -> bool:
    """Say whether the statement is supported, alone and in the context, or rather refuted than not said."""
    return stated >= _LEAST_SAID if verdict == "yes" else refuted >= _LEAST_REFUTED


def _allows(question: str, found: _Signs, verdict: Verdict, *, sure: bool) -> bool:
    """Say whether the signs allow a verdict, of which the network is ``sure`` or not."""
    if found.foreign or found.swapped or found.unsure or found.shared < 0.5:
        return False
    if verdict == "no":
        return found.turned or (sure and (found.denies or found.own >= 0.5))
    return not (found.turned or _OF_NOW.search(question)) and (sure or not found.denies or found.own >= 0.75)


def _compare(question: str, statement: str, proof: Proof) -> _Signs:
    claim, sentence, around = read_text(statement), read_text(proof.text), read_text(proof.context)
    wanted = claim.begins
    own = wanted & sentence.begins
    facts = (
        *compare_numbers(claim, sentence)[:2],
        *signs.compare_dates(claim, sentence, around),
        *signs.compare_names(claim, sentence, around)[:2],
    )
    return _Signs(
        foreign=any(facts) or _is_about_a_stranger(claim, sentence, around) or bool(_THEN.search(proof.text)),
        turned=is_turned(claim, sentence),
        unsure=_is_surer(claim, sentence)
        or _is_to_be_done(question, proof.text)
        or bool(_PLEA.search(proof.text) and not _PLEA.search(question)),
        swapped=not _WHAT_IS.match(question) and _is_swapped(claim, sentence),
        denies=bool(_DENIAL.search(proof.text)) and not _DENIAL.search(question),
        own=len(own) / max(1, len(wanted)),
        shared=len(own | (wanted & around.begins)) / max(1, len(wanted)),
    )


def _is_surer(claim: Text, proof: Text) -> bool:
    """Say whether the claim is surer than the proof, or takes for done what is still to come.

    A word of doubt counts where the proof speaks of what the claim does, a condition anywhere.
    """
    ours, theirs = frozenset(claim.words), frozenset(proof.words)
    shared = [place for place, word in enumerate(proof.words) if stem(word)[:BEGIN] in claim.begins] or [0]
    near = frozenset(proof.words[max(0, shared[0] - _REACH) : shared[-1] + _REACH])
    doubted = not ours & _UNSURE_OR_CONDITIONS and bool(near & UNSURE or theirs & CONDITIONS)
    coming = bool(near & _COMING_OR_UNSURE) and not ours & _COMING_OR_UNSURE
    return doubted or (coming and any(is_past(word) for word in ours - theirs))


def _is_to_be_done(question: str, sentence: str) -> bool:
    """Say whether a sentence tells what is to be done, or was in part, where it is asked whether it was done."""
    return bool(_HAS_DONE.match(question) and _NOT_DONE.search(sentence) and not _NOT_DONE.search(question))


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
