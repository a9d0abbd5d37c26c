"""Claim and evidence to support: the port that every checker fits, and the checker that comes with the product.

A claim is a statement, or a question together with a short answer to it; the evidence is the text that should carry it.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import IntEnum
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from qa.models.reader import CLS, SEP
from qa.models.session import WEIGHTS_DIR, BuiltIn

if TYPE_CHECKING:
    import tokenizers

CLAIM_TOKENS = 96  # the rest of a longer claim is not read
PAIR_TOKENS = 256  # claim and evidence together; the rest of longer evidence is not read


class Outcome(IntEnum):
    """What a text may make of a claim: the columns of the network's output."""

    SUPPORTED, REFUTED, NOT_SAID = range(3)


class Checker(Protocol):
    """Says how well evidence supports a claim."""

    @property
    def name(self) -> str:
        """The identity of the checker, weights included."""

    def check(self, claims: Sequence[str], evidence: Sequence[str]) -> list[float]:
        """Return for each claim with its evidence the log odds of support: above 0 supported rather than not."""

    def judge(self, claims: Sequence[str], evidence: Sequence[str]) -> NDArray[np.float32]:
        """Return for each claim with its evidence a row of `Outcome`, unnormalised log likelihoods."""


def find_odds(scores: NDArray[np.float32]) -> NDArray[np.float64]:
    """Return the log odds of support, out of rows of `Outcome`."""
    odds: NDArray[np.float64] = scores[:, Outcome.SUPPORTED].astype(np.float64) - np.logaddexp(
        scores[:, Outcome.REFUTED], scores[:, Outcome.NOT_SAID]
    )
    return odds


class EncodedPair(NamedTuple):
    """A claim and its evidence as the network takes them."""

    ids: list[int]
    types: list[int]


def encode_pair(tokenizer: tokenizers.Tokenizer, claim: str, evidence: str) -> EncodedPair:
    """Lay out ``[CLS] claim [SEP] evidence [SEP]``; the evidence is the second segment.

    The claim gets the full stop that it lacks: of two texts without one the network says the same whatever they say.
    """
    ended = claim if "." in claim.rstrip()[-2:] else claim.rstrip(" !?…") + "."
    head = [CLS, *tokenizer.encode(ended, add_special_tokens=False).ids[:CLAIM_TOKENS], SEP]
    tail = [*tokenizer.encode(evidence, add_special_tokens=False).ids[: PAIR_TOKENS - len(head) - 1], SEP]
    return EncodedPair([*head, *tail], [0] * len(head) + [1] * len(tail))


class BuiltInChecker(BuiltIn):
    """Our checker in 8-bit weights on onnxruntime; 25 ms for a sentence on one core, pairs in parallel."""

    def __init__(self, folder: Path = WEIGHTS_DIR / "checker") -> None:
        super().__init__(folder)

    def check(self, claims: Sequence[str], evidence: Sequence[str]) -> list[float]:
        """Return for each claim with its evidence the log odds of support: above 0 supported rather than not."""
        odds: list[float] = find_odds(self.judge(claims, evidence)).tolist()
        return odds

    def judge(self, claims: Sequence[str], evidence: Sequence[str]) -> NDArray[np.float32]:
        """Return for each claim with its evidence a row of `Outcome`, unnormalised log likelihoods."""
        pairs = list(zip(claims, evidence, strict=True))
        if not pairs:
            return np.zeros((0, len(Outcome)), np.float32)
        different = list(dict.fromkeys(pairs))
        known = dict(zip(different, self._network.map(self._judge_one, different), strict=True))
        return np.array([known[pair] for pair in pairs], np.float32)

    def _judge_one(self, pair: tuple[str, str]) -> NDArray[np.float32]:
        encoded = encode_pair(self._network.tokenizer, *pair)
        scores: NDArray[np.float32] = self._network.run(encoded.ids, encoded.types)[0]
        return scores
