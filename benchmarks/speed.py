"""Measure what the product promises of its speed, on generated articles or on a corpus of yours.

python -m benchmarks.speed --data FOLDER   (folders or files of articles; repeat --data for more)

The figures are printed, and left with machine, versions, date and plots in build/speed.json and build/speed.html.
"""

from __future__ import annotations

import argparse
import json
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from benchmarks.crash import check_crashes, write_corpus
from benchmarks.figures import Plot, write_figures
from qa.bot import open_bot
from qa.check import Proof, open_gate
from qa.index.build import build_index
from qa.settings import Settings, load_settings

QUESTIONS = [
    "Who said that the talks had failed?",
    "How many people were killed in the attack?",
    "When will the new law come into force?",
    "What did the company announce on Tuesday?",
    "Why were the trains late?",
    "Where was the painting found?",
    "How much money did the film make?",
    "Which team won the final?",
    "Who is the new minister of health?",
    "What caused the power cut?",
]
STATEMENT = "According to the county, the repair takes 14 months and costs 4.2 million dollars."
PARTS = ("p50", "p95")


def measure_index(places: Sequence[Path], settings: Settings) -> dict[str, Any]:
    """Return the cost of a first build, and of a run with nothing to do."""
    processor = time.process_time()
    report = build_index(places, settings)
    processor = time.process_time() - processor
    return {
        "articles": report.articles,
        "sentences": report.sentences,
        "build_seconds": report.seconds,
        "build_processor_seconds": processor,
        "articles_per_second": report.articles / report.seconds,
        "sentences_per_second": report.sentences / report.seconds,
        "sentences_per_processor_second": report.sentences / processor,
        "peak_mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "disk_mb": sum(p.stat().st_size for p in settings.index_dir.rglob("*") if p.is_file()) / 1e6,
        "nothing_new_seconds": time_runs(lambda: run_command("index", *places, "--index-dir", settings.index_dir), 3),
    }


def measure_questions(settings: Settings) -> dict[str, Any]:
    """Return the time of a first question in a cold process, and of warm ones with either reader."""
    cold = time_runs(lambda: run_command("ask", QUESTIONS[0], "--index-dir", settings.index_dir), 5)
    warm = {reader: measure_warm(settings, reader) for reader in ("fast", "careful")}
    return {"cold_seconds": cold, "statement_seconds": measure_statement()} | warm


def measure_statement() -> dict[str, float]:
    """Return what it takes to hold a statement against four sentences, in seconds."""
    gate = open_gate()
    proofs = [Proof(f"The repair of the bridge, begun on {day} May, will cost $4.2 million.") for day in range(1, 5)]
    gate.weigh(STATEMENT, proofs)
    return time_runs(lambda: gate.weigh(STATEMENT, proofs), 10)


def measure_warm(settings: Settings, reader: str) -> dict[str, float]:
    """Return what warm questions take, in milliseconds, waiting and of processors."""
    bot = open_bot(settings.model_copy(update={"reader": reader}))
    for question in QUESTIONS:
        bot.ask(question)
    seconds, processors = [], []
    for question in QUESTIONS * 5:
        started, begun = time.perf_counter(), time.process_time()
        bot.ask(question)
        seconds.append(time.perf_counter() - started)
        processors.append(time.process_time() - begun)
    bot.close()
    cuts = statistics.quantiles(seconds, n=20)
    medians = {"p50_ms": statistics.median(seconds), "processor_ms": statistics.median(processors)}
    return {name: 1000 * value for name, value in medians.items()} | {"p95_ms": 1000 * cuts[18]}


def run_command(*arguments: object) -> None:
    """Run `qa` in a process of its own."""
    subprocess.run([sys.executable, "-m", "qa.cli", *map(str, arguments)], check=True, stdout=subprocess.DEVNULL)


def time_runs(run: Callable[[], object], count: int) -> dict[str, float]:
    """Return the median and the range of the time of some runs, in seconds."""
    seconds = []
    for _ in range(count):
        started = time.perf_counter()
        run()
        seconds.append(time.perf_counter() - started)
    return {"median": statistics.median(seconds), "least": min(seconds), "most": max(seconds)}


def draw(index: dict[str, Any], questions: dict[str, Any]) -> list[Plot]:
    """Return the plots of both."""
    warm = [(f"{reader} {part}", questions[reader][f"{part}_ms"]) for reader in ("fast", "careful") for part in PARTS]
    cold = [(name, questions["cold_seconds"][name]) for name in ("least", "median", "most")]
    rates = [("all", index["sentences_per_second"]), ("a core", index["sentences_per_processor_second"])]
    return [
        Plot("Warm questions", "ms", warm),
        Plot("A first question, cold process", "s", cold),
        Plot("Indexing", "sentences/s", rates),
    ]


def main() -> None:
    """Measure speed, the page in a browser, then crash safety."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, action="append", default=[], help="articles to index")
    parser.add_argument("--kills", type=int, default=20, help="kills in the crash test; 0 leaves it out")
    options = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="sourceline-bench-"))
    try:
        settings = load_settings(index_dir=folder / "index")
        index = measure_index(options.data or [write_corpus(folder / "made", 300, edition=0)], settings)
        questions = measure_questions(settings)
        figures = {"index": index, "questions": questions}
        print(json.dumps(figures, indent=1))
        write_figures(Path("build"), "speed", figures, draw(index, questions))
        subprocess.run([sys.executable, "-m", "benchmarks.page", "--index-dir", str(settings.index_dir)], check=True)
    finally:
        shutil.rmtree(folder)
    if options.kills:
        print(f"{check_crashes(options.kills).total()} kills met a run at work: all healed")


if __name__ == "__main__":
    main()
