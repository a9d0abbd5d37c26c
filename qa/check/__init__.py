"""Check a claim against the sentence that it cites: the checker's judgement and exact signs, in one combination.

>>> gate = open_gate()
>>> proof = Proof("The repair will cost $4.2 million and take 14 months.")
>>> gate.weigh("The repair costs $4.2 billion.", [proof])[0].name
'contradicted'
>>> gate.weigh("The repair will cost 4.2 million dollars.", [proof])[0].name
'supported'
"""

from __future__ import annotations

from qa.check.gate import Gate, Proof, Verdict, make_proof
from qa.models.checker import BuiltInChecker

__all__ = ["Gate", "Proof", "Verdict", "make_proof", "open_gate"]


def open_gate() -> Gate:
    """Return the gate with the checker that comes with the product; its weights are loaded at the first claim."""
    return Gate(BuiltInChecker())
