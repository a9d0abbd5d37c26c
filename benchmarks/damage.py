"""Truncate, flip and delete each file of an index in turn: each must be told, never answered from, and mended.

python -m benchmarks.damage --index-dir DIR --mend   (a copy is damaged; mending encodes every sentence anew)
"""

from __future__ import annotations

import argparse
import json
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from benchmarks.speed import QUESTIONS

ASK = """
import json, sys
from pathlib import Path
from qa.bot import open_bot
from qa.settings import load_settings
bot = open_bot(load_settings(index_dir=Path(sys.argv[1])))
answers = [bot.ask(question) for question in json.loads(sys.argv[2])]
print(json.dumps([[a.outcome, round(a.confidence, 3), [c.quote for c in (*a.citations, *a.nearest)]] for a in answers]))
"""
ASKED = QUESTIONS[:4]


def cut(path: Path) -> None:
    """Leave the first half of a file."""
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def flip(path: Path) -> None:
    """Turn some fifty bytes of the last two thirds of a file around."""
    data = bytearray(path.read_bytes())
    for place in range(len(data) // 3, len(data), max(1, len(data) // 50)):
        data[place] ^= 0xFF
    path.write_bytes(data)


DAMAGES: dict[str, Callable[[Path], None]] = {"cut": cut, "flipped": flip, "deleted": Path.unlink}


def list_files(index_dir: Path, pattern: str = "*") -> list[Path]:
    """Return the files of an index that hold something and whose names fit a pattern, below its folder."""
    held = (path.relative_to(index_dir) for path in sorted(index_dir.rglob(pattern)) if path.is_file())
    return [
        path for path in held if (index_dir / path).stat().st_size and path.suffix != ".lock" and path.name != "lock"
    ]


def ask(index_dir: Path) -> tuple[object, str]:
    """Return the answers of a process of its own, or the last line of what it said instead."""
    command = [sys.executable, "-c", ASK, str(index_dir), json.dumps(ASKED)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode < 0:
        return None, f"signal {-done.returncode}"
    if done.returncode:
        return None, done.stderr.strip().splitlines()[-1]
    return json.loads(done.stdout), ""


def mend(index_dir: Path, source: Path | None) -> str:
    """Run `qa index`, once more where it asks for a folder to be removed first, and return what it said."""
    places = [str(source)] if source else []
    command = [sys.executable, "-m", "qa.cli", "index", *places, "--index-dir", str(index_dir)]
    said = subprocess.run(command, capture_output=True, text=True, check=False).stderr.strip()
    if not (removed := re.search(r"remove (\S+) and index its articles again", said)):
        return said
    shutil.rmtree(removed[1])
    return mend(index_dir, source)


def try_damages(index_dir: Path, pattern: str, *, mends: bool, source: Path | None) -> Iterator[tuple[str, str, bool]]:
    """Yield each damage, what it came to, and whether that is good."""
    expected, line = ask(index_dir)
    if expected is None:
        raise SystemExit(f"the index cannot be asked before anything is damaged: {line}")
    folder = Path(tempfile.mkdtemp(prefix="sourceline-damage-"))
    mended: set[str] = set()
    try:
        for file in list_files(index_dir, pattern):
            for name, damage in DAMAGES.items():
                copy = folder / "index"
                shutil.copytree(index_dir, copy)
                damage(copy / file)
                found, line = ask(copy)
                good = found == expected or "qa index" in line
                told = line or ("the same answers" if good else "OTHER ANSWERS")
                store = "/".join(file.parts[-2:])
                if mends and found != expected and store not in mended:
                    mended.add(store)
                    mend(copy, source)
                    healed = _is_healed(copy, expected)
                    told, good = f"{told} | {'mended' if healed else 'NOT MENDED'}", good and healed
                yield f"{file} {name}", told, good
                shutil.rmtree(copy)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _is_healed(index_dir: Path, expected: object) -> bool:
    """Whether the outcomes and the first sentences are the same again; a graph made anew may swap near neighbours."""
    found, _ = ask(index_dir)
    first = [[outcome, quotes[:1]] for outcome, _, quotes in found or []]  # type: ignore[union-attr, attr-defined]
    return first == [[outcome, quotes[:1]] for outcome, _, quotes in expected]  # type: ignore[attr-defined]


def main() -> None:
    """Print a line a damage; exit with 1 where one was answered from silently or could not be mended."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--index-dir", type=Path, required=True)
    parser.add_argument("--mend", action="store_true", help="also mend the first damage of each file that shows")
    parser.add_argument("--source", type=Path, help="where the articles came from, for what only that can mend")
    parser.add_argument("--files", default="*", help="pattern of the files that are damaged, such as *.sqlite3")
    options = parser.parse_args()
    bad = 0
    for damage, told, good in try_damages(options.index_dir, options.files, mends=options.mend, source=options.source):
        print(f"{'ok ' if good else 'BAD'} {damage}: {told}", flush=True)
        bad += not good
    sys.exit(bool(bad))


if __name__ == "__main__":
    main()
