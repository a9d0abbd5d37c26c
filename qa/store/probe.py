"""Open a derived store in a process of its own: what its native code cannot read may crash, and only that process.

python -m qa.store.probe STORE BUILD CHROMA_URL
"""

from __future__ import annotations

import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Literal

from qa.errors import IndexBrokenError
from qa.store.keys import make_keys
from qa.store.library import Library
from qa.store.vectors import VectorStore, open_vectors
from qa.store.word_index import WordIndex, open_words

Derived = Literal["vectors", "words"]


def probe(store: Derived, build: Path, chroma_url: str) -> str:
    """Return in one line why a derived store cannot be read or lacks sentences; empty when it is whole."""
    command = [sys.executable, "-m", "qa.store.probe", store, str(build), chroma_url]
    done = subprocess.run(command, capture_output=True, text=True, errors="replace", check=False)
    if done.returncode < 0:
        return f"reading it ends in a crash (signal {-done.returncode})"
    said = (done.stdout.strip() or done.stderr.strip()).splitlines()
    return said[-1] if done.returncode and said else ""


def find_lack(store: Derived, build: Path, chroma_url: str) -> str:
    """Do what `probe` does, in this process."""
    opened: VectorStore | WordIndex
    with closing(Library(build / "library.sqlite3", mode="read")) as library:
        counts, edition = library.sentence_counts(), library.edition(store)
    if store == "vectors":
        opened = open_vectors(build, url=chroma_url, edition=edition)
    else:
        opened = open_words(build, edition=edition)
    there = opened.keys()
    if isinstance(opened, VectorStore) and there:
        (vector,) = opened.get([min(there)]).values()
        opened.search(vector, limit=10)
    lacking = sum(key not in there for version, count in counts.items() for key in make_keys(version, count))
    opened.close()
    return f"{lacking:,} of {sum(counts.values()):,} sentences are missing" if lacking else ""


if __name__ == "__main__":
    try:
        lack = find_lack(sys.argv[1], Path(sys.argv[2]), sys.argv[3])  # type: ignore[arg-type]
    except IndexBrokenError as broken:
        lack = str(broken)
    sys.stdout.write(lack)
    sys.exit(bool(lack))
