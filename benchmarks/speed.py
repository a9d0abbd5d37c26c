"""Measure what the product promises of its speed, on generated articles or on a corpus of yours.

python -m benchmarks.speed --data FOLDER   (folders or files of articles; repeat --data for more)
"""

from __future__ import annotations

import argparse
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from benchmarks.crash import check_crashes, write_corpus
from qa.bot import open_bot
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


def measure_index(places: Sequence[Path], settings: Settings) -> None:
    """Print the cost of a first build, of a run with nothing to do, and of one changed article."""
    report = build_index(places, settings)
    rate = f"{report.articles / report.seconds:.1f} articles/s, {report.sentences / report.seconds:.0f} sentences/s"
    print(f"first build: {report.articles} articles, {report.sentences} sentences in {report.seconds:.1f} s: {rate}")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    size = sum(p.stat().st_size for p in settings.index_dir.rglob("*") if p.is_file()) / 1e6
    print(f"peak memory {peak:.0f} MiB, index {size:.0f} MB")
    again = time_runs(lambda: run_command("index", *places, "--index-dir", settings.index_dir), 3)
    print(f"a run with nothing changed, cold process: {again}")


def measure_questions(settings: Settings) -> None:
    """Print the time of a first question in a cold process, and of warm ones."""
    cold = time_runs(lambda: run_command("ask", QUESTIONS[0], "--index-dir", settings.index_dir), 5)
    print(f"first question, cold process: {cold}")
    bot = open_bot(settings)
    for question in QUESTIONS:
        bot.ask(question)
    seconds = []
    for _ in range(5):
        for question in QUESTIONS:
            started = time.perf_counter()
            bot.ask(question)
            seconds.append(time.perf_counter() - started)
    bot.close()
    cuts = statistics.quantiles(seconds, n=20)
    print(f"warm questions: median {1000 * statistics.median(seconds):.0f} ms, p95 {1000 * cuts[18]:.0f} ms")


def run_command(*arguments: object) -> None:
    """Run `qa` in a process of its own."""
    subprocess.run([sys.executable, "-m", "qa.cli", *map(str, arguments)], check=True, stdout=subprocess.DEVNULL)


def time_runs(run: Callable[[], None], count: int) -> str:
    """Return the median and the range of the time of some runs, in seconds."""
    seconds = []
    for _ in range(count):
        started = time.perf_counter()
        run()
        seconds.append(time.perf_counter() - started)
    return f"median {statistics.median(seconds):.2f} s ({min(seconds):.2f} to {max(seconds):.2f})"


def main() -> None:
    """Measure speed, the page in a browser, then crash safety."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, action="append", default=[], help="articles to index")
    parser.add_argument("--kills", type=int, default=20, help="kills in the crash test; 0 leaves it out")
    options = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="sourceline-bench-"))
    try:
        settings = load_settings(index_dir=folder / "index")
        measure_index(options.data or [write_corpus(folder / "made", 300, edition=0)], settings)
        measure_questions(settings)
        subprocess.run([sys.executable, "-m", "benchmarks.page", "--index-dir", str(settings.index_dir)], check=True)
    finally:
        shutil.rmtree(folder)
    if options.kills:
        print(f"{check_crashes(options.kills).total()} kills met a run at work: all healed")


if __name__ == "__main__":
    main()
