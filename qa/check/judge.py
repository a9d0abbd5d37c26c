"""What models say of a claim and its evidence: how close they are, and whether the one answers the other."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from qa.models.reader import Reader, ReaderWindow

Encode = Callable[[Sequence[str]], Any]
"""Texts to vectors of length 1: shape (texts, dimension)."""

Judge = Callable[[str, str], float]
"""Claim and evidence to how sure it is that the evidence carries the claim, 0 to 1."""


def judge_with(reader: Reader) -> Judge:
    """Return a judge that asks the reader; it is sure by more than half where the reader would rather answer than not.

    The reader knows little of what makes a claim false, which is for the rules; it sees that the two are about one
    thing.
    """

    def judge(claim: str, evidence: str) -> float:
        window = ReaderWindow("", evidence, ((0, len(evidence)),))
        return reader.read(claim, [window])[0].sentences[0].chance

    return judge
