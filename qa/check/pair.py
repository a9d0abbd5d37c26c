"""What every rule gets and returns: a claim beside its evidence, and why it fails."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from qa.check.alignment import Alignment
from qa.check.words import Word
from qa.records import VerdictName


@dataclass(frozen=True, slots=True)
class Finding:
    """Why a claim fails: the verdict, and one plain phrase."""

    verdict: VerdictName
    reason: str


@dataclass(frozen=True, slots=True)
class Pair:
    """A claim and the text that it cites, both read into words; ``context`` names who is meant and is no evidence."""

    claim: str
    evidence: str
    context: tuple[str, ...]
    aligned: Alignment
    around: tuple[Word, ...]


Rule = Callable[[Pair], Finding | None]
"""Returns a finding when the claim must not be shown, or None when it sees nothing wrong."""
