"""The checker's judgements of our own claims, kept beside them: a rule of the gate is tried on all in a few seconds.

What the network says of a pair changes only with the network, whose name stands in the file. A pair that is not there,
and every pair where another network is installed, is judged anew; ``WRITE_GOLD=1`` keeps what was judged.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from qa.models.checker import BuiltInChecker

KEPT = Path(__file__).with_name("gold") / "judged.json"


def name_pair(claim: str, evidence: str) -> str:
    return hashlib.sha256(f"{claim}\0{evidence}".encode()).hexdigest()[:12]


class RememberingChecker(BuiltInChecker):
    """The checker that comes with the product, which looks a pair up before it reads it."""

    def __init__(self) -> None:
        super().__init__()
        kept = json.loads(KEPT.read_text(encoding="utf-8")) if KEPT.exists() else {}
        self.is_current = kept.get("checker") == self.name
        self.judged: dict[str, list[float]] = kept["judged"] if self.is_current else {}

    def judge(self, claims: Sequence[str], evidence: Sequence[str]) -> NDArray[np.float32]:
        names = [name_pair(*pair) for pair in zip(claims, evidence, strict=True)]
        new = [place for place, name in enumerate(names) if name not in self.judged]
        scores = super().judge([claims[place] for place in new], [evidence[place] for place in new])
        rows = scores.astype(np.float64).round(3).tolist()
        self.judged |= {names[place]: row for place, row in zip(new, rows, strict=True)}
        return np.array([self.judged[name] for name in names], np.float32).reshape(-1, 3)

    def keep(self) -> None:
        """Write down what was judged, where that is asked for."""
        if os.environ.get("WRITE_GOLD"):
            lines = ",\n".join(f'"{name}": {json.dumps(row)}' for name, row in sorted(self.judged.items()))
            KEPT.write_text(f'{{"checker": "{self.name}", "judged": {{\n{lines}\n}}}}\n', encoding="utf-8")
