"""Claims that we wrote by hand, with the sentences that they are held against: read from ``tests/gold``."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from qa.check.gate import Proof

ROOT = Path(__file__).parents[1]
GOLD = ROOT / "tests/gold"
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
    """Yield the claims of a file: @ is a title, < the sentence before, > the sentence, + - ? the claims."""
    title = batch = ""
    before: tuple[str, ...] = ()
    proof = Proof("")
    for line in (GOLD / name).read_text(encoding="utf-8").splitlines():
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
