"""Measure peers side by side: each is installed into an environment of its own and asked the same questions.

    python -m benchmarks.peers --data FOLDER --articles corpora/bbc2225 --questions qa/onestopqa

FOLDER holds question sets and articles in the layout of `qa eval`. The articles of all sets are indexed together, once.
A sentence that was found is right if it overlaps a gold span by more than half of the shorter of the two. Environments
are kept in .peers/ for the next run.
"""

from __future__ import annotations

import argparse
import json
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.peers.common import read_lines
from qa.evaluate.measures import is_right, measure_ranking
from qa.evaluate.questions import Span

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
ENCODER = ROOT / "qa" / "models" / "weights" / "encoder"
ENVIRONMENTS = ROOT / ".peers"
RESAMPLES = 1_000
MEASURES = ("hit@1", "hit@5")


@dataclass(frozen=True, slots=True)
class Peer:
    """A peer: its program in this folder, what to install for it, and how many commands lead a user to an answer."""

    name: str
    program: str
    packages: tuple[str, ...]
    commands: str


PEERS = (
    Peer("Sourceline", "sourceline", (), "2 commands"),
    Peer(
        "llama-index + Chroma",
        "llama_index_chroma",
        ("llama-index-core>=0.14,<0.15", "llama-index-vector-stores-chroma>=0.6,<0.7", "onnxruntime", "tokenizers"),
        "25 lines, and an encoder",
    ),
    Peer(
        "llama-index BM25",
        "llama_index_bm25",
        ("llama-index-core>=0.14,<0.15", "llama-index-retrievers-bm25>=0.8,<0.9"),
        "15 lines",
    ),
    Peer(
        "llama-index, both fused",
        "llama_index_fused",
        (
            "llama-index-core>=0.14,<0.15",
            "llama-index-vector-stores-chroma>=0.6,<0.7",
            "llama-index-retrievers-bm25>=0.8,<0.9",
            "onnxruntime",
            "tokenizers",
        ),
        "35 lines, and an encoder",
    ),
    Peer("Haystack BM25", "haystack_bm25", ("haystack-ai>=3,<4",), "15 lines"),
)
NOT_RUN = {
    "raglite": "fetches its embedding model from a hub at the first call",
    "verbatim-rag": "fetches its models from a hub at the first call",
    "paper-qa": "answers through a language model that needs a key",
    "canopy": "keeps its vectors in a service that needs an account",
}


def main() -> None:
    """Let each peer index all articles once and answer every question, then print a table for each question set."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--questions", action="append", required=True, metavar="FOLDER")
    parser.add_argument("--articles", action="append", default=[], metavar="FOLDER", help="more articles among them")
    parser.add_argument("--limit", type=int, help="the first so many questions of each set")
    parser.add_argument("--peer", action="append", choices=[peer.program for peer in PEERS])
    given = parser.parse_args()
    folders = [given.data / name for name in [*given.questions, *given.articles]]
    articles = {one["id"]: one for folder in folders for one in read_articles(folder)}
    sets = {name: read_questions(given.data / name, given.limit) for name in given.questions}
    print(f"{len(articles)} articles\n")
    print("| | index: wall, processor | question p50 / p95 | on disk | installed | to an answer |")
    print("|---|---|---|---|---|---|", flush=True)
    every = [one for questions in sets.values() for one in questions]
    judged: dict[str, list[dict[str, float]]] = {}
    for peer in PEERS:
        if not given.peer or peer.program in given.peer:
            line, judged[peer.name] = measure(peer, articles, every)
            print(line, flush=True)
    start = 0
    for name, questions in sets.items():
        print_set(name, {peer: rows[start : start + len(questions)] for peer, rows in judged.items() if rows})
        start += len(questions)
    left = "; ".join(f"{name} {reason}" for name, reason in NOT_RUN.items())
    print(f"\nNot measured, because they were not tried offline: {left}.")


def print_set(name: str, judged: dict[str, list[dict[str, float]]]) -> None:
    """Print the table of one question set: each peer's measures, and by how much ours leads over the same questions."""
    ours = judged.get(PEERS[0].name)
    print(f"\n{name}: {len(next(iter(judged.values())))} questions\n")
    print("| | hit@1 | hit@5 | we lead by, hit@1 | hit@5 |\n|---|---|---|---|---|")
    for peer, rows in judged.items():
        cells = [describe([row[measure] for row in rows]) for measure in MEASURES]
        for measure in MEASURES:
            paired = zip(ours or rows, rows, strict=True)
            cells.append("" if rows is ours else describe([one[measure] - row[measure] for one, row in paired]))
        print(f"| {peer} | {' | '.join(cells)} |", flush=True)


def read_articles(folder: Path) -> list[dict[str, Any]]:
    """Return a folder's articles: of a file of JSON lines, or its text files under their names."""
    lines = folder / "articles.jsonl"
    if lines.exists():
        return read_lines(lines)
    return [
        {"id": path.stem, "title": path.stem, "text": path.read_text(encoding="utf-8")} for path in folder.glob("*.txt")
    ]


def read_questions(folder: Path, limit: int | None) -> list[dict[str, Any]]:
    """Return the questions of a set that stand alone and that the articles answer."""
    questions = read_lines(folder / "questions.jsonl")
    return [one for one in questions if one["answerable"] and one["evidence"] and not one.get("history")][:limit]


def measure(
    peer: Peer, articles: dict[str, dict[str, Any]], questions: list[dict[str, Any]]
) -> tuple[str, list[dict[str, float]]]:
    """Return the peer's line of the table of costs, and its measures of each question; none if it failed."""
    python, installed = prepare(peer)
    with tempfile.TemporaryDirectory() as folder:
        here = Path(folder)
        for name, rows in (("articles", articles.values()), ("questions", questions)):
            lines = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
            (here / f"{name}.jsonl").write_text(lines, encoding="utf-8")
        command = [str(python), str(HERE / f"{peer.program}.py"), folder, str(ENCODER)]
        environment = {"PATH": "/usr/bin:/bin", "PYTHONPATH": str(ROOT) if not peer.packages else "", "HOME": folder}
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
        if done.returncode:
            return f"| {peer.name} | failed: {done.stderr.strip().splitlines()[-1]} |", []
        figures = json.loads((here / "figures.json").read_text(encoding="utf-8"))
        ranked = read_lines(here / "ranked.jsonl")
    p50, p95 = (1000 * float(np.percentile(figures["seconds"], part)) for part in (50, 95))
    line = (
        f"| {peer.name} | {figures['index_seconds']:.0f} s, {figures['index_processor_seconds']:.0f} s "
        f"| {p50:.0f} / {p95:.0f} ms | {figures['index_bytes'] / 1e6:.0f} MB | {installed} | {peer.commands} |"
    )
    return line, [judge(question, row["ranked"]) for question, row in zip(questions, ranked, strict=True)]


def prepare(peer: Peer) -> tuple[Path, str]:
    """Return the interpreter of the peer's environment, made where it is not there, and its size."""
    if not peer.packages:
        return Path(sys.executable), "see README"
    home = ENVIRONMENTS / peer.program
    done = home / "installed"
    if not done.exists():
        shutil.rmtree(home, ignore_errors=True)
        started = time.perf_counter()
        subprocess.run([sys.executable, "-m", "venv", home], check=True)
        install = [home / "bin" / "python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        subprocess.run([*install, *peer.packages], check=True, capture_output=True)
        size = sum(path.stat().st_size for path in home.rglob("*") if path.is_file() and not path.is_symlink())
        done.write_text(f"{size / 1e6:.0f} MB, {time.perf_counter() - started:.0f} s", encoding="utf-8")
    return home / "bin" / "python", done.read_text(encoding="utf-8")


def judge(question: dict[str, Any], ranked: list[list[Any]]) -> dict[str, float]:
    """Return the measures of one ranking; of several evidence sets, any sentence is right."""
    sets = [question["evidence"], *question.get("alternative_evidence", [])]
    gold = [Span(one["article_id"], one["start"], one["end"]) for evidence in sets for one in evidence]
    found = [Span(article, start, end) for article, start, end in ranked]
    return dict(measure_ranking([any(is_right(span, one) for one in gold) for span in found]))


def describe(values: list[float]) -> str:
    """Return a mean with its 95 % interval over resampled questions."""
    random = np.random.default_rng(0)
    means = [statistics.fmean(random.choice(values, len(values))) for _ in range(RESAMPLES)]
    low, high = np.percentile(means, [2.5, 97.5])
    return f"{statistics.fmean(values):.3f} [{low:.2f}, {high:.2f}]"


if __name__ == "__main__":
    main()
