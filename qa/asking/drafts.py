"""A draft is held against the articles statement by statement."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from qa.errors import QuestionError
from qa.proof.draft import Proven, list_statements

DRAFT_CHARACTERS = 100_000  # of a draft that is checked: some 1,000 statements


def prove_draft(text: str, prove: Callable[[str], Proven]) -> tuple[Proven, ...]:
    """Return the statements of a draft with their verdicts; raise `QuestionError` where it is empty or too long."""
    if not text.strip():
        raise QuestionError("there is nothing to check: give a statement or a draft")
    if len(text) > DRAFT_CHARACTERS:
        raise QuestionError(f"the draft has {len(text):,} characters, at most {DRAFT_CHARACTERS:,} fit: shorten it")
    proven = tuple(
        replace(prove(claim), text=written, start=start, end=start + len(written))
        for written, claim, start in list_statements(text)
    )
    if not proven:
        claims = "headings, questions and lines without a verb claim nothing"
        raise QuestionError(f"there is nothing to check: {claims}, so write whole sentences")
    return proven
