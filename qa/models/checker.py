"""Claim and evidence to support: the port that every checker fits, and the checker that comes with the product.

A claim is a statement, or a question together with a short answer to it; the evidence is the text that should carry it.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from enum import IntEnum
from functools import cached_property
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from qa.models.reader import CLS, SEP
from qa.models.session import WEIGHTS_DIR, check_files, count_threads, open_session, open_tokenizer, read_manifest

if TYPE_CHECKING:
    import onnxruntime
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


class EncodedPair(NamedTuple):
    """A claim and its evidence as the network takes them."""

    ids: list[int]
    types: list[int]


def encode_pair(tokenizer: tokenizers.Tokenizer, claim: str, evidence: str) -> EncodedPair:
    """Lay out ``[CLS] claim [SEP] evidence [SEP]``; the evidence is the second segment."""
    head = [CLS, *tokenizer.encode(claim, add_special_tokens=False).ids[:CLAIM_TOKENS], SEP]
    tail = [*tokenizer.encode(evidence, add_special_tokens=False).ids[: PAIR_TOKENS - len(head) - 1], SEP]
    return EncodedPair([*head, *tail], [0] * len(head) + [1] * len(tail))


class BuiltInChecker:
    """Our checker in 8-bit weights on onnxruntime; 10 ms for a sentence on one core, pairs in parallel.

    Making one is cheap: the files are checked and the model is loaded at the first claim. Safe to use from several
    threads.
    """

    def __init__(self, folder: Path = WEIGHTS_DIR / "checker") -> None:
        self._folder = folder
        self._manifest = read_manifest(folder)
        self._loading = Lock()
        self._pool = ThreadPoolExecutor(count_threads(), "checker")  # shared by all callers, so they never crowd

    @property
    def name(self) -> str:
        """The model's name and the first digits of its weights' hash."""
        return f"{self._manifest['name']}@{self._manifest['sha256']['model.onnx'][:12]}"

    def check(self, claims: Sequence[str], evidence: Sequence[str]) -> list[float]:
        """Return for each claim with its evidence the log odds of support: above 0 supported rather than not."""
        scores = self.judge(claims, evidence)
        others = np.logaddexp.reduce(scores[:, 1:], axis=1) if scores.shape[1] > 1 else 0.0
        odds: list[float] = (scores[:, 0] - others).tolist()
        return odds

    def judge(self, claims: Sequence[str], evidence: Sequence[str]) -> NDArray[np.float32]:
        """Return for each claim with its evidence a row of `Outcome`, unnormalised log likelihoods.

        A network with one output has only the log odds of support.
        """
        with self._loading:
            tokenizer, session = self._model  # loaded by one thread, once

        def judge_one(pair: tuple[str, str]) -> NDArray[np.float32]:
            encoded = encode_pair(tokenizer, *pair)
            inputs = {"input_ids": np.array([encoded.ids]), "token_type_ids": np.array([encoded.types])}
            scores: NDArray[np.float32] = session.run(None, inputs)[0][0, 0]
            return scores

        pairs = list(zip(claims, evidence, strict=True))
        if not pairs:
            return np.zeros((0, len(Outcome)), np.float32)
        different = list(dict.fromkeys(pairs))
        known = dict(zip(different, self._pool.map(judge_one, different), strict=True))
        return np.array([known[pair] for pair in pairs], np.float32).reshape(len(pairs), -1)

    @cached_property
    def _model(self) -> tuple[tokenizers.Tokenizer, onnxruntime.InferenceSession]:
        check_files(self._folder, self._manifest)
        return open_tokenizer(self._folder / "tokenizer.json"), open_session(self._folder / "model.onnx")
