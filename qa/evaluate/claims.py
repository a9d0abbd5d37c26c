"""Score the check itself: claims beside their evidence, and what the gate says of each.

A claims file is JSON Lines: ``{"id", "claim", "evidence_text", "label"?}``, where the label is ``supported``,
``refuted`` or ``not_enough_info``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from qa.check import Gate, Proof, Verdict
from qa.check.text import read_text
from qa.errors import QuestionSetError
from qa.foreign import ForeignError, parse_json, read_utf8
from qa.split import split_sentences
from qa.wrong_values import say_mend

READ_ALONE = 6  # sentences of longer evidence
READ_TOGETHER = 150  # words of evidence: the checker reads no more at once, and the gate was fitted on less


class _Line(BaseModel):
    model_config = ConfigDict(strict=True)

    id: str | int
    claim: str
    evidence_text: str
    label: Literal["supported", "refuted", "not_enough_info", ""] = ""


@dataclass(frozen=True, slots=True)
class Claim:
    """A statement, the text that it is said to rest on, and whether it does; ``label`` is empty where nobody knows."""

    id: str
    claim: str
    evidence: str
    label: str = ""


@dataclass(frozen=True, slots=True)
class ClaimFigures:
    """How the gate does on labelled claims.

    ``let_through`` is the share of supported claims that pass, ``stopped`` the share of all others that do not; higher
    is better for both. ``precision`` is the share of supported claims among those that pass.
    """

    claims: int
    let_through: float
    stopped: float
    precision: float

    @property
    def balanced(self) -> float:
        """The mean of the two shares: balanced accuracy."""
        return (self.let_through + self.stopped) / 2


def read_claims(path: Path) -> list[Claim]:
    """Return the claims of a file; raise `QuestionSetError` naming the line that cannot be used."""
    try:
        lines = read_utf8(path).split("\n")
    except ForeignError as error:
        raise QuestionSetError(error.tell(str(path))) from None
    claims = [_read_claim(line, f"{path}, line {n}") for n, line in enumerate(lines, start=1) if line.strip()]
    if not claims:
        raise QuestionSetError(f"{path}: no claim was found: write one a line, see 'qa eval --help'")
    return claims


def _read_claim(line: str, where: str) -> Claim:
    try:
        row = _Line.model_validate(parse_json(line))
    except ForeignError as error:
        raise QuestionSetError(f"{where}: {error.problem}") from None
    except ValidationError as error:
        first = error.errors()[0]
        name = str(first["loc"][0]) if first["loc"] else "the line"
        raise QuestionSetError(f"{where}: {name}: {say_mend(first)}") from None
    return Claim(str(row.id), row.claim, row.evidence_text, row.label)


def check_claims(claims: Iterable[Claim], gate: Gate) -> Iterator[tuple[Claim, Verdict]]:
    """Yield each claim with the verdict of the gate; several sentences are read one by one, and together if few."""
    for claim in claims:
        text = claim.evidence
        sentences = [text[s.start : s.end] for s in split_sentences(text, article_id=claim.id)] or [text]
        proofs = [Proof(text)] if len(sentences) == 1 or len(text.split()) <= READ_TOGETHER else []
        if len(sentences) > 1:
            near = _choose_near(claim.claim, sentences)
            proofs += [Proof(sentences[n], "", tuple(sentences[max(0, n - 1) : n])) for n in near]
        yield claim, max(gate.weigh(claim.claim, proofs), key=lambda verdict: verdict.support)


def _choose_near(claim: str, sentences: Sequence[str]) -> list[int]:
    """Return the places of the sentences that share most words with the claim."""
    said = read_text(claim).stems
    return sorted(range(len(sentences)), key=lambda n: -len(said & read_text(sentences[n]).stems))[:READ_ALONE]


def claim_to_json(claim: Claim, verdict: Verdict) -> dict[str, object]:
    """Return the row that ``qa eval --claims`` writes for one claim."""
    return {"id": claim.id, "verdict": verdict.name, "score": verdict.support, "reason": verdict.reason}


def summarise_claims(checked: Iterable[tuple[Claim, Verdict]]) -> ClaimFigures:
    """Return the figures over the claims that have a label; a share of nothing is 0."""
    labelled = [(c.label == "supported", v.name == "supported") for c, v in checked if c.label]
    passed_true = sum(label and passed for label, passed in labelled)
    true, passed = sum(label for label, _ in labelled), sum(passed for _, passed in labelled)
    false = len(labelled) - true
    return ClaimFigures(
        claims=len(labelled),
        let_through=passed_true / true if true else 0.0,
        stopped=1 - (passed - passed_true) / false if false else 0.0,
        precision=passed_true / passed if passed else 0.0,
    )
