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
from qa.store.builds import Build
from qa.store.folder import BuildFolder
from qa.store.keys import make_keys

Derived = Literal["vectors", "words"]


def probe(store: Derived, build: Build, chroma_url: str) -> str:
    """Return in one line why a derived store cannot be read or lacks sentences; empty when it is whole."""
    if not build.may_crash:
        return _find_lack(store, build, chroma_url)
    command = [sys.executable, "-m", "qa.store.probe", store, str(build), chroma_url]
    done = subprocess.run(command, capture_output=True, text=True, errors="replace", check=False)
    if done.returncode < 0:
        return f"reading it ends in a crash (signal {-done.returncode})"
    said = (done.stdout.strip() or done.stderr.strip()).splitlines()
    return said[-1] if done.returncode and said else ""


def _find_lack(store: Derived, build: Build, chroma_url: str) -> str:
    try:
        with closing(build.open_library("read")) as library:
            counts, edition = library.sentence_counts(), library.edition(store)
        there = _list_keys(store, build, chroma_url, edition)
    except IndexBrokenError as broken:
        return str(broken)
    lacking = sum(key not in there for version, count in counts.items() for key in make_keys(version, count))
    return f"{lacking:,} of {sum(counts.values()):,} sentences are missing" if lacking else ""


def _list_keys(store: Derived, build: Build, chroma_url: str, edition: str) -> set[str]:
    if store == "words":
        with closing(build.open_words(edition=edition)) as words:
            return words.keys()
    with closing(build.open_vectors(url=chroma_url, edition=edition)) as vectors:
        there = vectors.keys()
        if there:
            (vector,) = vectors.get([min(there)]).values()
            vectors.search(vector, limit=10)
        return there


if __name__ == "__main__":
    lack = _find_lack(sys.argv[1], BuildFolder(Path(sys.argv[2])), sys.argv[3])  # type: ignore[arg-type]
    sys.stdout.write(lack)
    sys.exit(bool(lack))
