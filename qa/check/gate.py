"""Weigh a claim against its proof: the checker's judgement and the exact signs, in one learned combination.

Everything speaks at once and nothing alone: a name that the proof lacks counts for much, but less where the checker is
sure that the proof says so in other words. ``python -m training.gate`` makes the weights.
"""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from qa.check import signs
from qa.check.number_signs import compare_numbers
from qa.check.text import Text, read_text
from qa.english.nations import write_names_alike
from qa.english.quantities import write_alike
from qa.english.speakers import SENTENCES_BEFORE, explain_pronoun
from qa.errors import ModelError
from qa.models.checker import Checker, Outcome, find_odds
from qa.models.odds import to_chance
from qa.models.session import WEIGHTS_DIR
from qa.records import Sentence, StoredArticle, VerdictName

DENIED = -1.0  # log odds of support below which the checker's word stands, whatever the signs make of it
LEAST_REFUTED = 0.75  # chance from which on a claim is called contradicted by a sentence about the same
LEAST_DIFFERENT = 0.5  # the same where a number or date differs
LEAST_HEARD = 0.5  # support for what is said, had another said it, from which on somebody else is said to say it
LEAST_REASON = 0.3  # log odds that a sign has to take away to be named as the reason

FEATURES = (
    "sentence",  # the checker on the cited sentence alone, log odds of support
    "window",  # the same with the title and the sentence before it
    "refuted",  # how much rather the checker takes the claim for refuted than for not said, log odds
    "alien",  # 1 where neither the proof nor its context has any of its words
    "lent",  # share of its words that only the context has
    "copied",  # share of the claim's neighbouring words that are neighbours in the proof
    "trusted",  # the same, where the checker takes the claim for supported
    "longer",  # the logarithm of the proof's words, of which the checker is less sure the more there are
    "number_other",
    "number_missing",
    "date_other",
    "name_other",
    "name_missing",
    "due",
    "undenied",
    "denied",
    "speaker_other",
    "cut",  # 1 where it is the proof with words left out that turn nothing
)
_EXACT = [FEATURES.index(name) for name in ("number_other", "date_other")]  # what no other reading explains
_CUT, _DUE = FEATURES.index("cut"), FEATURES.index("due")
# why a claim fails, by the sign that weighs most against it
REASONS = {
    "alien": "the sentence is about something else",
    "lent": "only the sentences around it say so",
    "number_other": "the sentence has another number",
    "number_missing": "the sentence does not give that number",
    "date_other": "the sentence has another date",
    "name_other": "the sentence names another",
    "name_missing": "the sentence does not have that name",
    "due": "the sentence has it still to come",
    "undenied": "the sentence does not deny it",
    "denied": "the sentence denies it",
    "speaker_other": "the sentence has it from somebody else",
}
NOT_SAID = "the sentence does not say so"
# these contradict nothing
_LACKS = {"alien", "lent", "number_missing", "name_missing", "undenied"}


@dataclass(frozen=True, slots=True)
class Proof:
    """What a claim is held against: the cited sentence, and its title and the sentences before it, nearest last."""

    text: str
    title: str = ""
    before: tuple[str, ...] = ()

    @property
    def window(self) -> str:
        """The sentence with what tells whom its pronouns mean."""
        return " ".join([*([f"{self.title}."] if self.title else []), *self.before[-1:], self.text])

    @property
    def context(self) -> str:
        """The title and the sentences before, which carry nothing alone."""
        return " . ".join([self.title, *self.before])


def make_proof(stored: StoredArticle, sentences: Sequence[Sentence]) -> Proof:
    """Return what a claim is held against: sentences of an article, in order, with its title and what stands before."""
    quotes = " ".join(stored.quote(sentence) for sentence in sentences)
    return Proof(quotes, stored.article.title, tuple(stored.quote_before(sentences[0].index, SENTENCES_BEFORE)))


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the gate makes of a claim and its proof.

    ``probability`` is how sure the gate is of the verdict, ``support`` how likely the proof carries the claim, both 0
    to 1. ``reason`` is one plain phrase, empty for a supported claim.
    """

    name: VerdictName
    probability: float
    support: float
    reason: str = ""


class Combination(NamedTuple):
    """The learned weights, one a feature: of being supported, and of being refuted where it is not.

    A claim passes from ``floor`` on.
    """

    support: NDArray[np.float64]
    support_bias: float
    refute: NDArray[np.float64]
    refute_bias: float
    floor: float


def load_combination(path: Path = WEIGHTS_DIR / "checker" / "gate.json") -> Combination:
    """Return the weights stored by name; raise `ModelError` where names and features differ."""
    stored = json.loads(path.read_text(encoding="utf-8"))
    if set(stored["support"]) != set(FEATURES) or set(stored["refute"]) != set(FEATURES):
        raise ModelError(f"{path} does not fit this version: install sourceline again")
    support, refute = (np.array([stored[part][name] for name in FEATURES]) for part in ("support", "refute"))
    return Combination(support, stored["support_bias"], refute, stored["refute_bias"], stored["floor"])


def describe(claim: str, proof: Proof, judged: Sequence[float] | NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the row of `FEATURES`; ``judged`` holds the checker's three numbers: sentence, window, refuted."""
    return _describe(*_read(claim, proof), proof.before, judged)


def _describe(
    ours: Text, theirs: Text, around: Text, before: Sequence[str], judged: Sequence[float] | NDArray[np.float64]
) -> NDArray[np.float64]:
    copied = signs.compare_runs(ours, theirs)
    row = (
        *judged,
        *signs.compare_words(ours, theirs, around),
        *(copied, copied * to_chance(judged[1]), math.log1p(len(theirs.words))),
        *compare_numbers(ours, theirs),
        signs.compare_dates(ours, theirs, around)[0],
        *signs.compare_names(ours, theirs, around)[:2],
        signs.compare_times(ours, theirs),
        *signs.compare_denials(ours, theirs),
        signs.compare_speakers(ours, theirs, before),
        signs.compare_cut(ours, theirs),
    )
    return np.array(row)


def _read(claim: str, proof: Proof) -> tuple[Text, Text, Text]:
    """Return claim, proof with its pronoun resolved, and context as they are compared."""
    named = explain_pronoun(proof.text, proof.before)
    told = f"{named} {proof.text.partition(' ')[2]}" if named else proof.text
    return read_text(claim), read_text(told), read_text(proof.context)


class Gate:
    """Says of claims what their proofs make of them; safe to use from several threads."""

    def __init__(self, checker: Checker, combination: Combination | None = None) -> None:
        self._checker = checker
        self._combination = combination or load_combination()

    def weigh(self, claim: str, proofs: Sequence[Proof]) -> list[Verdict]:
        """Return a verdict for each proof; where a look at the words decides, the checker reads neither."""
        known = [_decide_at_once(claim, proof) for proof in proofs]
        read = [proof for proof, verdict in zip(proofs, known, strict=True) if verdict is None]
        judged = iter(self.judge([claim] * len(read), read) if read else ())
        found = (v or self._decide(claim, proof, next(judged)) for proof, v in zip(proofs, known, strict=True))
        return [self._hear(claim, proof, verdict) for proof, verdict in zip(proofs, found, strict=True)]

    def _hear(self, claim: str, proof: Proof, verdict: Verdict) -> Verdict:
        """Return the verdict; said by somebody else is only what the proof carries once its own speaker says it."""
        if verdict.name != "misattributed":
            return verdict
        lent = signs.lend_speaker(claim, proof.text, proof.before)
        if lent and self._decide(lent, proof, self.judge([lent], [proof])[0]).support >= LEAST_HEARD:
            return verdict
        return Verdict("not_found", round(1 - verdict.support, 4), verdict.support, NOT_SAID)

    def judge_texts(self, claims: Sequence[str], texts: Sequence[str]) -> NDArray[np.float64]:
        """Return for each claim with its text, whose way to write numbers and peoples it takes, two log odds.

        A row says how likely the text supports the claim, and how much rather it refutes it than does not say it.
        """
        alike = [write_names_alike(write_alike(c, text), text) for c, text in zip(claims, texts, strict=True)]
        scores = self._checker.judge(alike, texts)
        return np.column_stack([find_odds(scores), scores[:, Outcome.REFUTED] - scores[:, Outcome.NOT_SAID]])

    def judge(self, claims: Sequence[str], proofs: Sequence[Proof]) -> NDArray[np.float64]:
        """Return the checker's three numbers for each claim with its proof: its sentence and its window."""
        pairs = [(c, text) for c, proof in zip(claims, proofs, strict=True) for text in (proof.text, proof.window)]
        odds = self.judge_texts([claim for claim, _ in pairs], [text for _, text in pairs])
        return np.column_stack([odds[::2, 0], odds[1::2]])

    def _decide(self, claim: str, proof: Proof, judged: NDArray[np.float64]) -> Verdict:
        fitted, texts = self._combination, _read(claim, proof)
        row = _describe(*texts, proof.before, judged)
        weighed = to_chance(float(row @ fitted.support + fitted.support_bias))
        own = max(judged[:2])  # signs are about words that both have: they say little of a claim in words of its own
        support = min(weighed, to_chance(own)) if own < DENIED and not row[_CUT] else weighed
        if support >= fitted.floor:
            return Verdict("supported", round(support, 4), round(support, 4))
        refuted = to_chance(float(row @ fitted.refute + fitted.refute_bias))
        least = LEAST_DIFFERENT
        if not row[_EXACT].any():  # of what is not supported, not of all
            refuted, least = refuted * (1 - weighed), LEAST_REFUTED
        is_contradicted = refuted >= least and not row[_DUE] and signs.speaks_of(*texts)
        name: VerdictName = "contradicted" if is_contradicted else "not_found"
        against = dict(zip(FEATURES, -row * fitted.support, strict=True))
        against["name_other"] *= not against["speaker_other"]  # who says it is a name, too
        reason = _find_reason(against, name)
        sure = refuted if name == "contradicted" else 1 - support
        if reason == REASONS["speaker_other"]:
            name = "misattributed"
        return Verdict(name, round(sure, 4), round(support, 4), reason)


def _decide_at_once(claim: str, proof: Proof) -> Verdict | None:
    """Return the verdict on nothing, and on a copy; None where both have to be read."""
    if not claim.strip() or not proof.text.strip():
        return Verdict("not_found", 1.0, 0.0, "there is nothing to compare")
    is_copy = read_text(claim).words == read_text(proof.text).words
    return Verdict("supported", 1.0, 1.0) if is_copy else None


def _find_reason(against: dict[str, float], name: VerdictName) -> str:
    """Return in words what weighs most against a claim: a sign that explains the verdict, or else the checker alone."""
    fitting = [sign for sign in REASONS if name != "contradicted" or sign not in _LACKS]
    worst = max(fitting, key=lambda sign: against[sign])
    if against[worst] > LEAST_REASON:
        return REASONS[worst]
    return "the sentence says otherwise" if name == "contradicted" else NOT_SAID
