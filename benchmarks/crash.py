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
from pathlib import Path

import numpy as np

from qa.index.build import build_index
from qa.settings import load_settings
from qa.store.folder import IndexFolder
from qa.store.keys import make_keys
from qa.store.library import Library
from qa.store.vectors import VectorStore
from qa.store.word_index import WordIndex

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
    library = Library(build / "library.sqlite3", mode="read")
    vectors = VectorStore(build / "chroma", name=f"sourceline-{build.name}")
    words = WordIndex(build / "words")
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


def kill_once(source: Path, index_dir: Path, chance: random.Random) -> bool:
    """Start `qa index`, kill it at a random moment of its writing, and return whether it was still at work."""
    command = [sys.executable, "-m", "qa.cli", "index", str(source), "--index-dir", str(index_dir)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=os.environ)
    while process.poll() is None and not (index_dir / "writer.json").exists():
        time.sleep(0.01)
    time.sleep(chance.uniform(0, 4))
    working = process.poll() is None
    process.kill()
    process.wait()
    return working


def run_trial(folder: Path, articles: int, chance: random.Random) -> bool:
    """Kill an indexing run, of a new index or of an update, heal it, and return whether the kill met it at work.

    Raise `AssertionError` when the healed index differs from a fresh build of the same articles.
    """
    index_dir, fresh_dir = folder / "killed", folder / "fresh"
    edition = 0
    if chance.random() < 0.5:  # an update rather than a first build
        build_index([write_corpus(folder, articles, edition=0)], load_settings(index_dir=index_dir))
        edition = chance.randint(1, 3)
    source = write_corpus(folder, articles, edition=edition)
    working = kill_once(source, index_dir, chance)
    build_index([source], load_settings(index_dir=index_dir))
    build_index([source], load_settings(index_dir=fresh_dir))
    if take_snapshot(index_dir) != take_snapshot(fresh_dir):
        raise AssertionError("the healed index differs from a fresh build")
    return working


def check_crashes(kills: int, *, articles: int = 40, seed: int = 0) -> int:
    """Run trials until so many kills met a run at work; return the number of trials."""
    chance = random.Random(seed)
    met = trials = 0
    while met < kills:
        folder = Path(tempfile.mkdtemp(prefix="sourceline-crash-"))
        try:
            met += run_trial(folder, articles, chance)
        finally:
            shutil.rmtree(folder, ignore_errors=True)
        trials += 1
    return trials


def main() -> None:
    """Run the trials and print what came of them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    trials = check_crashes(options.kills, seed=options.seed)
    print(f"{options.kills} kills in {trials} trials: every healed index equals a fresh build")


if __name__ == "__main__":
    main()
