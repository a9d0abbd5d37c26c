"""The check is scored on labelled claims, and a line that cannot be used is named."""

import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from qa.check import Gate, Proof, Verdict, open_gate
from qa.errors import QuestionSetError
from qa.evaluate.claims import Claim, ClaimFigures, check_claims, claim_to_json, read_claims, summarise_claims

ROWS = [
    ("The ferry began to run on Monday.", "A ferry began to run on Monday.", "supported"),
    ("The ferry began to run on Friday.", "A ferry began to run on Monday.", "refuted"),
    ("The ferry was painted.", "It rained. A ferry was painted green.", "supported"),
]


def test_each_claim_is_a_row_and_the_figures_count_them(tmp_path: Path) -> None:
    names = ("id", "claim", "evidence_text", "label")
    lines = [json.dumps(dict(zip(names, (number, *row), strict=True))) for number, row in enumerate(ROWS, start=1)]
    (tmp_path / "claims.jsonl").write_text("\n".join(lines), encoding="utf-8")
    checked = list(check_claims(read_claims(tmp_path / "claims.jsonl"), open_gate()))
    assert [claim_to_json(*pair)["id"] for pair in checked] == ["1", "2", "3"]
    assert [verdict.name for _, verdict in checked] == ["supported", "contradicted", "supported"]
    assert summarise_claims(checked) == ClaimFigures(3, 1.0, 1.0, 1.0)


@pytest.mark.parametrize(("sentences", "together"), [(2, True), (60, False)])
def test_evidence_too_long_to_be_read_together_is_read_by_sentences(sentences: int, together: bool) -> None:
    read: list[str] = []

    class Recorder(Gate):
        def __init__(self) -> None: ...

        def weigh(self, claim: str, proofs: Sequence[Proof]) -> list[Verdict]:
            read.extend(proof.text for proof in proofs)
            return [Verdict("not_found", 1.0, 0.0) for _ in proofs]

    text = " ".join(f"The ferry {number} was painted green." for number in range(sentences))
    list(check_claims([Claim("1", "Ferry 7 was painted.", text)], Recorder()))
    assert (text in read) is together
    assert "The ferry 1 was painted green." in read


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('{"id": 1}', "line 2: claim: it is missing: add it"),
        ("no json", "line 2: not JSON at column 1"),
        ("[" * 100_000, "line 2: a number is too long or the values are nested too deeply: simplify it"),
        ('{"id": 1, "claim": "a", "evidence_text": "b", "label": "so"}', "line 2: label: write 'supported', 'refuted'"),
        ('{"id": 1, "claim": ["a"], "evidence_text": "b"}', "line 2: claim: write a text in quotes"),
        (r'{"id": 1, "claim": "\ud800", "evidence_text": "b"}', "line 2: a text holds half of a surrogate pair"),
        ('"\udcff"', "claims.jsonl, line 2: not UTF-8 text: save the file as UTF-8"),
        ("", "claims.jsonl: no claim was found: write one a line, see 'qa eval --help'"),
        (" ", "claims.jsonl: no claim was found"),
    ],
)
def test_a_file_that_cannot_be_used_is_told_in_one_line(tmp_path: Path, line: str, said: str) -> None:
    (tmp_path / "claims.jsonl").write_text(f"\n{line}\n", encoding="utf-8", errors="surrogateescape")
    with pytest.raises(QuestionSetError) as caught:
        read_claims(tmp_path / "claims.jsonl")
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)
