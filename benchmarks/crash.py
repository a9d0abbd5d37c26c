"""Kill `qa index` at random moments and hold what the next run makes of it against a fresh build.

python -m benchmarks.crash --kills 20
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from contextlib import closing
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path

import numpy as np

from qa.index.build import build_index
from qa.settings import load_settings
from qa.store.folder import IndexFolder
from qa.store.keys import make_keys

MOST_SECONDS = 4.0  # from the beginning of the writing to the kill

Snapshot = tuple[dict[str, str], dict[str, list[float]], set[str]]


def write_corpus(folder: Path, articles: int, *, edition: int) -> Path:
    """Write a corpus in which every third article differs from edition to edition, and return its file."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "articles.jsonl"
    with path.open("w", encoding="utf-8") as file:
        for number in range(articles + edition):
            state = edition if number % 3 == 0 else 0
            lines = [f"In year {state} tower {number} had {line} doors and {line * 7} windows." for line in range(12)]
            row = {"id": f"t{number}", "title": f"Tower {number}", "text": "\n".join(lines)}
            file.write(json.dumps(row) + "\n")
    return path


def take_snapshot(index_dir: Path) -> Snapshot:
    """Return what an index holds: versions by id, vectors by key, keys of the word index."""
    build = IndexFolder(index_dir).find_current()
    if build is None:
        raise FileNotFoundError(index_dir)
    library = build.open_library("read")
    vectors = build.open_vectors(url="", edition=library.edition("vectors"))
    words = build.open_words(edition=library.edition("words"))
    try:
        expected = {k for v, count in library.sentence_counts().items() for k in make_keys(v, count)}
        if vectors.keys() != expected or words.keys() != expected:
            raise AssertionError(f"{index_dir}: the stores hold other sentences than the library")
        held = {key: np.round(vector, 5).tolist() for key, vector in vectors.get(sorted(expected)).items()}
        return library.versions(), held, words.keys()
    finally:
        words.close()
        vectors.close()
        library.close()


@dataclass(frozen=True, slots=True)
class Scenario:
    """What an index is before the run that is killed, and what that run is asked to do."""

    before: int | None
    """The edition that is there already, None where there is no index."""
    after: int
    prune: bool = False
    other_recipe: bool = False
    damaged: str = ""
    """What is lost of the index, as a pattern below its build."""


SCENARIOS = {
    "a first build": Scenario(None, 0),
    "an update": Scenario(0, 2),
    "a removal": Scenario(3, 0, prune=True),
    "a rebuild with another recipe": Scenario(0, 1, other_recipe=True),
    "a mend": Scenario(1, 1, damaged="words"),
}


def prepare(scenario: Scenario, folder: Path, articles: int) -> Path:
    """Make the index as it is before, and return the articles as they are after."""
    index_dir = folder / "killed"
    if scenario.before is not None:
        build_index([write_corpus(folder, articles, edition=scenario.before)], load_settings(index_dir=index_dir))
        build = IndexFolder(index_dir).find_current()
        assert build is not None
        if scenario.other_recipe:
            with closing(build.open_library("write")) as library:
                library.set_fact("fingerprint", json.dumps({"encoder": "of an earlier time"}))
            build.write_seal()
        for path in build.path.glob(scenario.damaged) if scenario.damaged else ():
            shutil.rmtree(path)
    return write_corpus(folder, articles, edition=scenario.after)


def kill_once(source: Path, index_dir: Path, scenario: Scenario, chance: random.Random) -> bool:
    """Start `qa index`, kill it at a random moment of its writing, and return whether it was still at work."""
    flags = ["--prune"] if scenario.prune else []
    command = [sys.executable, "-m", "qa.cli", "index", str(source), "--index-dir", str(index_dir), *flags]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=os.environ)
    while process.poll() is None and not (index_dir / "writer.json").exists():
        time.sleep(0.01)
    time.sleep(chance.uniform(0, MOST_SECONDS) ** 2 / MOST_SECONDS)  # rather early: removals and mends are short
    working = process.poll() is None
    process.kill()
    process.wait()
    return working


def run_trial(folder: Path, articles: int, scenario: Scenario, chance: random.Random) -> bool:
    """Kill an indexing run, heal it, and return whether the kill met it at work.

    Raise `AssertionError` when the healed index differs from a fresh build of the same articles.
    """
    index_dir, fresh_dir = folder / "killed", folder / "fresh"
    source = prepare(scenario, folder, articles)
    working = kill_once(source, index_dir, scenario, chance)
    build_index([source], load_settings(index_dir=index_dir), prune=scenario.prune)
    build_index([source], load_settings(index_dir=fresh_dir))
    if take_snapshot(index_dir) != take_snapshot(fresh_dir):
        raise AssertionError("the healed index differs from a fresh build")
    return working


def check_crashes(kills: int, *, articles: int = 40, seed: int = 0, minutes: float = float("inf")) -> Counter[str]:
    """Run trials, the scenarios in turn, until so many kills met a run at work; return the kills of each.

    After so many minutes no further trial is begun.
    """
    chance, end = random.Random(seed), time.monotonic() + minutes * 60
    met: Counter[str] = Counter()
    for name in cycle(SCENARIOS):
        if met.total() >= kills or time.monotonic() > end:
            break
        folder = Path(tempfile.mkdtemp(prefix="sourceline-crash-"))
        try:
            met[name] += run_trial(folder, articles, SCENARIOS[name], chance)
        except AssertionError as error:
            raise AssertionError(f"{name}, after {met.total()} kills: {error}") from None
        finally:
            shutil.rmtree(folder, ignore_errors=True)
    return met


def main() -> None:
    """Run the trials and print what came of them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--minutes", type=float, default=float("inf"), help="begin no further trial after so many")
    options = parser.parse_args()
    met = check_crashes(options.kills, seed=options.seed, minutes=options.minutes)
    shown = ", ".join(f"{count} of {name}" for name, count in met.items())
    print(f"{met.total()} kills ({shown}): every healed index equals a fresh build")


if __name__ == "__main__":
    main()
