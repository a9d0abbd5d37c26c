"""Claims that we wrote by hand, with the sentences that they are held against: read from files of marked lines.

``claims.txt`` holds those that are for training: claims in other words than the sentence, and questions with a phrase.
What lies in ``tests/gold`` is for fits and tests.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from qa.check.gate import Proof
from training.data import Fold, choose_fold

ROOT = Path(__file__).parents[1]
GOLD = ROOT / "tests/gold"
CLAIMS = Path(__file__).with_name("claims.txt")
SUPPORTED, REFUTED, NOT_SAID = range(3)
LABELS = {"+": SUPPORTED, "-": REFUTED, "?": NOT_SAID}


@dataclass(frozen=True, slots=True)
class GoldClaim:
    """A claim, its proof, what the proof makes of it, and what was changed to make it false."""

    claim: str
    proof: Proof
    label: int
    changed: str
    batch: str


def read_gold(name: str) -> Iterator[GoldClaim]:
    """Yield the claims of a file of ``tests/gold``."""
    return read_claims(GOLD / name)


def read_claims(path: Path = CLAIMS) -> Iterator[GoldClaim]:
    """Yield the claims of a file: @ is a title, < the sentence before, > the sentence, + - ? the claims."""
    title = batch = ""
    before: tuple[str, ...] = ()
    proof = Proof("")
    for line in path.read_text(encoding="utf-8").splitlines():
        mark, _, text = line.partition(" ")
        if mark == "#":
            batch = text
        elif mark == "@":
            title = text
        elif mark == "<":
            before = (text,)
        elif mark == ">":
            proof, before = Proof(text, title, before), ()
        elif mark in LABELS:
            changed, _, claim = text.rpartition(" | ")
            label = NOT_SAID if changed.startswith("dropped") else LABELS[mark]
            yield GoldClaim(claim, proof, label, changed, batch)


def list_fold(fold: Fold) -> list[GoldClaim]:
    """Return the claims of ``claims.txt`` whose sentence is of a fold."""
    return [one for one in read_claims() if choose_fold(CLAIMS.stem, one.proof.text) == fold]
