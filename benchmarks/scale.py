"""Grow one index step by step, and measure at each size what a start, a question, an update and a removal cost.

    python -m benchmarks.scale --sentences 10000 100000 1000000

The articles are made by rule, and their vectors are not encoded but drawn: each lies around the vector of a real
line of corpus/. So this says what an index of that size costs, not how well anything is found in it. All else is
the product: `qa.index.build` writes, `qa ask` and a bot with the real models answer, each step in a process of its own.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import statistics
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.figures import Plot, write_figures
from qa.bot import open_bot
from qa.index import build
from qa.index.build import build_index
from qa.models.encoder import BuiltInEncoder
from qa.settings import load_settings

CORPUS = Path(__file__).parents[1] / "corpus"
CENTRES, LONG = 128, 80  # lines of corpus/ that vectors are drawn around, and characters of such a line
SENTENCES = 20  # of an article
SPREAD = 1.2  # length of what is added to a real vector before it is scaled to 1: a cosine of about .64 to it
WORDS, COMMONEST = 30_000, 1.1  # of the made vocabulary, and the exponent by which rarer ones are rarer (Zipf)
PATIENCE = 600  # seconds that a question may take, for machines with much other work
QUESTION = "Who said that the talks had failed?"
SHAPES = (
    "The {} of {} said on {day} that the {} had {} by {} percent.",
    "In {place} the {} and the {} were not told about {} before {day}.",
    "{place} will pay {} million for the {} that {} had wanted, the {} wrote.",
    "About {} people saw how the {} {} the {} near {place} on {day}.",
    "Nobody knows why {} left the {}, but the {} is expected back in {place}.",
)
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


class DrawnEncoder:
    """Draws vectors for texts, and encodes questions as the built-in encoder does, whose name it has."""

    def __init__(self) -> None:
        self._real = BuiltInEncoder()
        self.name, self.dimension = self._real.name, self._real.dimension
        lines = [
            line for path in sorted(CORPUS.rglob("*.md")) for line in path.read_text(encoding="utf-8").splitlines()
        ]
        self._centres = self._real.encode([line for line in lines if len(line) > LONG][:CENTRES])
        self._chance = np.random.default_rng(os.getpid())

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return one vector of length 1 a text."""
        near = self._centres[self._chance.integers(len(self._centres), size=len(texts))]
        noise = self._chance.normal(size=near.shape).astype(np.float32) * SPREAD / self.dimension**0.5
        drawn: NDArray[np.float32] = near + noise
        drawn /= np.linalg.norm(drawn, axis=1, keepdims=True)
        return drawn

    def encode_question(self, text: str) -> NDArray[np.float32]:
        """Return the vector to search with."""
        return self._real.encode_question(text)


def write_articles(path: Path, first: int, count: int, *, edition: int = 0) -> Path:
    """Write made articles under ids from ``first`` on, as JSONL; another edition has other sentences."""
    chance = random.Random(f"{first} {edition}")
    syllables = [c + v for c in "bdfgklmnprstvz" for v in "aeiou"]
    maker = random.Random(0)
    words = ["".join(maker.choices(syllables, k=2 + n % 3)) for n in range(WORDS)]
    weights = np.cumsum(1.0 / np.arange(1, WORDS + 1) ** COMMONEST).tolist()
    with path.open("w", encoding="utf-8") as file:
        for number in range(first, first + count):
            lines = []
            for shape in chance.choices(SHAPES, k=SENTENCES):
                drawn = chance.choices(words, cum_weights=weights, k=shape.count("{}"))
                place = chance.choice(words[:2_000]).capitalize()
                lines.append(shape.format(*drawn, day=chance.choice(DAYS), place=place))
            day = f"{2000 + number % 25}-{1 + number % 12:02}-{1 + number % 28:02}"
            row = {"id": f"made/{number}", "title": " ".join(words[number % 9_000 : number % 9_000 + 4]), "date": day}
            file.write(json.dumps(row | {"source": f"Outlet {number % 12}", "text": " ".join(lines)}) + "\n")
    return path


@dataclass(frozen=True, slots=True)
class Cost:
    """What a process took: seconds, seconds of processors, and the most memory in MB (10^6 bytes)."""

    seconds: float
    processor: float
    megabytes: float


def run(*command: object) -> tuple[Cost, str]:
    """Run Python with these arguments in a process of its own; return what it took and what it said."""
    started = time.perf_counter()
    arguments = [sys.executable, "-m", *map(str, command)]
    environment = os.environ | {"QA_QUESTION_SECONDS": str(PATIENCE)}
    process = subprocess.Popen(arguments, stdout=subprocess.PIPE, text=True, env=environment)
    said = process.stdout.read() if process.stdout else ""
    _, status, used = os.wait4(process.pid, 0)
    if status:
        raise RuntimeError(f"{command} ended with {os.waitstatus_to_exitcode(status)}")
    return Cost(time.perf_counter() - started, used.ru_utime + used.ru_stime, used.ru_maxrss * 1024 / 1e6), said


def grow(articles: Path, index_dir: Path) -> None:
    """Index articles with drawn vectors."""
    drawn = DrawnEncoder()
    build.load_encoder = lambda setting: drawn  # type: ignore[assignment]
    build_index([articles], load_settings(index_dir=index_dir, document_seconds=PATIENCE))


def ask_often(index_dir: Path, questions: int) -> None:
    """Print what warm questions take, in milliseconds: each in all, and what finding alone takes."""
    bot = open_bot(load_settings(index_dir=index_dir, question_seconds=PATIENCE))
    bot.ask(QUESTION)
    chance = random.Random(1)
    names = [article.title.split()[0].capitalize() for article in bot.find_heads("made", most=questions)[1]]
    taken: list[float] = []
    found: list[float] = []
    processor = time.process_time()
    for name in chance.sample(names, min(questions, len(names))):
        started = time.perf_counter()
        answer = bot.ask(f"Why did the {name} not tell the people of {name} about the talks?")
        taken.append(1000 * (time.perf_counter() - started))
        found.append(answer.timings_ms["retrieve"])
    processor = time.process_time() - processor
    print(json.dumps({"taken": taken, "found": found, "processor_ms": 1000 * processor / len(taken)}))


def measure(index_dir: Path, folder: Path, sentences: int, questions: int) -> dict[str, Any]:
    """Return the figures of an index that holds so many sentences."""
    starting, _ = run("qa.cli", "ask", QUESTION, "--index-dir", index_dir, "--json")
    warm, said = run("benchmarks.scale", "--index-dir", index_dir, "--ask", questions)
    times = json.loads(said)
    one = write_articles(folder / "one.jsonl", 7, 1, edition=sentences)
    update, _ = run("benchmarks.scale", "--index-dir", index_dir, "--grow", one)
    last = f"made/{sentences // SENTENCES - 1}"
    removal, _ = run("qa.cli", "corpus", "remove", last, "--index-dir", index_dir)
    nothing, _ = run("benchmarks.scale", "--index-dir", index_dir, "--grow", one)
    p50, p95 = (float(np.percentile(times["taken"], part)) for part in (50, 95))
    files = [path for path in index_dir.rglob("*") if path.is_file()]
    return {
        "sentences": sentences,
        "start_to_first_answer": asdict(starting),
        "question_ms": {"p50": p50, "p95": p95, "processor": times["processor_ms"]},
        "find_ms": statistics.median(times["found"]),
        "memory_mb": warm.megabytes,
        "disk_mb": {
            store: sum(p.stat().st_size for p in files if store in str(p.relative_to(index_dir))) / 1e6
            for store in ("chroma", "words", "library")
        },
        "update_one": asdict(update),
        "remove_one": asdict(removal),
        "nothing_new": asdict(nothing),
    }


def draw(rows: Sequence[dict[str, Any]]) -> list[Plot]:
    """Return the plots of how each figure grows."""

    def over(name: str, unit: str, *keys: str) -> Plot:
        points = []
        for row in rows:
            value: Any = row
            for key in keys:
                value = value[key]
            points.append((float(row["sentences"]), sum(value.values()) if isinstance(value, dict) else value))
        return Plot(name, unit, points)

    return [
        over("A question, half of them faster", "ms", "question_ms", "p50"),
        over("Finding candidates, median", "ms", "find_ms"),
        over("Start to first answer", "s of processors", "start_to_first_answer", "processor"),
        over("Memory of an asking process", "MB", "memory_mb"),
        over("Disk", "MB", "disk_mb"),
        over("One article changed", "s of processors", "update_one", "processor"),
        over("One article removed", "s of processors", "remove_one", "processor"),
        over("Written in this step", "sentences/s of processors", "written_per_processor_second"),
    ]


def main() -> None:
    """Grow, measure, and write scale.json and scale.html."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sentences", type=int, nargs="+", default=[10_000, 100_000])
    parser.add_argument("--index-dir", type=Path, default=Path("build/scale/index"))
    parser.add_argument("--out", type=Path, default=Path("build/scale"))
    parser.add_argument("--grow", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--ask", type=int, help=argparse.SUPPRESS)
    parser.add_argument("--questions", type=int, default=20, help="warm questions at each size")
    options = parser.parse_args()
    if options.grow or options.ask:
        grow(options.grow, options.index_dir) if options.grow else ask_often(options.index_dir, options.ask)
        return
    options.out.mkdir(parents=True, exist_ok=True)
    rows: list[dict[str, Any]] = []
    held = 0
    for sentences in options.sentences:
        step = write_articles(options.out / "step.jsonl", held // SENTENCES, (sentences - held) // SENTENCES)
        cost, _ = run("benchmarks.scale", "--index-dir", options.index_dir, "--grow", step)
        row = measure(options.index_dir, options.out, sentences, options.questions)
        row |= {"written": asdict(cost), "written_per_processor_second": (sentences - held) / cost.processor}
        print(json.dumps(row), flush=True)
        rows.append(row)
        held = sentences
        write_figures(options.out, "scale", {"sizes": rows}, draw(rows))


if __name__ == "__main__":
    main()
