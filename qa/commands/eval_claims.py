"""What ``qa eval --claims`` does: score the gate on claims."""

from __future__ import annotations

import json
from itertools import islice
from pathlib import Path

import click


def check_claims_file(path: Path, rows: Path | None, limit: int | None) -> None:
    """Score the gate on claims; the rows go to ``--rows``, else to standard output."""
    from qa.check import open_gate
    from qa.evaluate.claims import check_claims, claim_to_json, read_claims, summarise_claims

    gate = open_gate()
    checked = []
    with click.open_file(str(rows or "-"), "w", encoding="utf-8") as file:
        for claim, verdict in check_claims(islice(read_claims(path), limit), gate):
            checked.append((claim, verdict))
            file.write(json.dumps(claim_to_json(claim, verdict), ensure_ascii=False) + "\n")
    figures = summarise_claims(checked)
    if figures.claims:
        shares = f"{figures.let_through:.3f} of the supported let through, {figures.stopped:.3f} of the others stopped"
        balanced = f"balanced accuracy {figures.balanced:.3f}"
        click.echo(
            f"{figures.claims} labelled claims: {shares}, precision {figures.precision:.3f}, {balanced}",
            err=True,
        )
