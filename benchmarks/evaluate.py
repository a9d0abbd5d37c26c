"""Run `qa eval` over question sets and print one table: the figures that a change is decided by.

python -m benchmarks.evaluate --data FOLDER --set onestopqa --set wikiqa --limit 200

FOLDER holds ``qa/NAME/{questions,articles}.jsonl`` and ``corpora/NAME/articles.jsonl``. Without it, our own questions
on corpus/ are asked. News sets are asked with other news beside them, so that the right sentence has to be found among
tens of thousands. ``--save FILE`` keeps the figures; ``--before FILE`` shows kept ones in the same table.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from qa.evaluate.measures import citation_f1, citation_precision, citation_recall
from qa.evaluate.questions import Span
from qa.evaluate.rows import read_rows

ROOT = Path(__file__).parents[1]
OWN = ROOT / "benchmarks" / "questions" / "corpus.jsonl"
NEWS_SETS = ("onestopqa", "multirc_news")
NEWS_CORPORA = ("onestopenglish", "bbc2225")
TOP_THREE = "f1 of top 3"
"""Citation F1 of the same answered questions with their three best sentences cited: `citation_f1` must beat it."""
MEASURES = (
    "hit@1",
    "hit@5",
    "mrr",
    "citation_precision",
    "citation_recall",
    "citation_f1",
    TOP_THREE,
    "answer_match",
    "coverage",
    "refusal_recall",
    "auroc",
    "exact_offsets",
    "p50_ms",
    "p95_ms",
)
WITH_INTERVAL = ("hit@1", "auroc")


def list_runs(data: Path | None, names: Sequence[str]) -> dict[str, tuple[Path, list[Path]]]:
    """Return for each set its questions and the places of its articles."""
    if data is None:
        return {"corpus": (OWN, [ROOT / "corpus"])}
    sets = sorted(folder.name for folder in (data / "qa").iterdir() if (folder / "questions.jsonl").exists())
    news = [data / "qa" / name / "articles.jsonl" for name in NEWS_SETS]
    news += [data / "corpora" / name / "articles.jsonl" for name in NEWS_CORPORA]
    runs = {}
    for name in names or sets:
        folder = data / "qa" / name
        runs[name] = (folder / "questions.jsonl", news if name in NEWS_SETS else [folder / "articles.jsonl"])
    return runs


def run_set(questions: Path, corpora: Sequence[Path], *, limit: int | None, rows: Path | None) -> dict[str, Any]:
    """Return the figures that `qa eval --json` writes for one set, and those of `TOP_THREE`."""
    with tempfile.TemporaryDirectory() as folder:
        output = Path(folder) / "figures.json"
        rows = rows or Path(folder) / "rows.jsonl"
        command = [sys.executable, "-m", "qa.cli", "eval", str(questions), "--json", str(output), "--rows", str(rows)]
        command += [part for place in corpora for part in ("--corpus", str(place))]
        command += ["--limit", str(limit)] if limit else []
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        figures: dict[str, Any] = json.loads(output.read_text(encoding="utf-8"))
        figures["measures"][TOP_THREE] = score_top_three(questions, rows)
    return figures


def score_top_three(questions: Path, rows: Path) -> float | None:
    """Return the mean citation F1 of the answered questions' three best sentences; None without gold offsets."""
    gold_of = {}
    for line in questions.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        sets = [row.get("evidence") or [], *(row.get("alternative_evidence") or [])]
        if all("start" in one for evidence in sets for one in evidence):
            gold_of[row["id"]] = [[Span(e["article_id"], e["start"], e["end"]) for e in one] for one in sets if one]
    found = []
    for row in read_rows(rows):
        gold = gold_of.get(row.id)
        if gold and "citation_f1" in row.measures:
            cited = [ranked.span for ranked in row.ranked[:3]]
            precision = citation_precision(cited, [span for one in gold for span in one])
            found.append(citation_f1(precision, citation_recall(cited, gold)))
    return statistics.mean(found) if found else None


def format_figure(name: str, figures: dict[str, Any]) -> str:
    """Return one figure as the table shows it, with its 95 % interval for the headline measures."""
    value = figures["measures"].get(name)
    if value is None:
        return "-"
    if name.endswith("_ms"):
        return f"{value:.0f}"
    interval = figures["intervals"].get(name)
    shown = f"{value:.3f}"
    return f"{shown}\n{interval[0]:.2f}-{interval[1]:.2f}" if name in WITH_INTERVAL and interval else shown


def main() -> None:
    """Run the sets one after another; the table grows with each."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, help="folder of question sets; our own questions without it")
    parser.add_argument("--set", dest="sets", action="append", default=[], help="one of the sets; repeat for more")
    parser.add_argument("--limit", type=int, help="ask only the first so many questions of each set")
    parser.add_argument("--rows", type=Path, help="folder to keep the rows of each set in")
    parser.add_argument("--save", type=Path, help="file to keep the figures in")
    parser.add_argument("--before", type=Path, help="file that an earlier --save wrote: its figures come first")
    options = parser.parse_args()
    before = json.loads(options.before.read_text(encoding="utf-8")) if options.before else {}
    saved: dict[str, dict[str, Any]] = {}
    if options.rows:
        options.rows.mkdir(parents=True, exist_ok=True)
    table = Table("set", "questions", *MEASURES, title="qa eval")
    for name, (questions, corpora) in list_runs(options.data, options.sets).items():
        rows = options.rows / f"{name}.rows.jsonl" if options.rows else None
        figures = run_set(questions, corpora, limit=options.limit, rows=rows)
        saved[name] = figures
        if options.save:
            options.save.write_text(json.dumps(saved), encoding="utf-8")
        for label, shown in ((f"{name}, before", before.get(name)), (name, figures)):
            if shown:
                table.add_row(label, str(shown["asked"]), *(format_figure(measure, shown) for measure in MEASURES))
    Console(width=180).print(table)


if __name__ == "__main__":
    main()
