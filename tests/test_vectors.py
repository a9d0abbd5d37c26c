"""Vectors are read through Chroma's native part, and its Python part reads the same."""

import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from qa.errors import IndexBrokenError
from qa.store import native, vectors
from qa.store.native import NativeCollection, open_native
from qa.store.vectors import VectorStore


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    rows = np.random.default_rng(0).normal(size=(40, 8)).astype(np.float32)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    store = VectorStore(tmp_path / "chroma", name="toys-1", create=True)
    store.add([("a", rows[:30]), ("b", rows[30:])])
    store.close()
    return tmp_path / "chroma"


def test_both_parts_of_chroma_read_the_same(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    part = VectorStore(folder, name="toys-1")
    assert isinstance(open_native(folder, "toys-1"), NativeCollection)
    monkeypatch.setattr(vectors, "open_native", lambda folder, name: None)
    whole = VectorStore(folder, name="toys-1")
    asked = np.eye(8, dtype=np.float32)[0]
    assert part.search(asked, limit=7) == whole.search(asked, limit=7)
    assert part.search_among(asked, [("b", 10)], limit=3) == whole.search_among(asked, [("b", 10)], limit=3)
    assert part.count() == whole.count() == 40
    assert part.keys() == whole.keys()
    one, other = (store.get(["a:3", "b:0", "c:0"]) for store in (part, whole))
    assert one.keys() == other.keys() == {"a:3", "b:0"}
    assert all((one[key] == other[key]).all() for key in one)


def count_unsaved(folder: Path) -> int:
    with closing(sqlite3.connect(folder / "chroma.sqlite3", timeout=60)) as database:
        (saved,) = database.execute("SELECT min(seq_id) FROM max_seq_id").fetchone()
        (unsaved,) = database.execute("SELECT count(*) FROM embeddings_queue WHERE seq_id > ?", (saved,)).fetchone()
    return int(unsaved)


def test_nothing_is_left_for_readers_to_insert(folder: Path) -> None:
    assert count_unsaved(folder) == 0


def test_vectors_of_an_earlier_version_are_saved_at_the_next_writing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = np.eye(8, dtype=np.float32)
    with monkeypatch.context() as patch:
        patch.setattr(vectors, "SAVED_AFTER", 1_000)
        before = VectorStore(tmp_path / "chroma", name="toys-1", create=True)
        before.add([("a", rows)])
        before.close()
    assert not list((tmp_path / "chroma").rglob("index_metadata.pickle")), "no graph is saved"
    store = VectorStore(tmp_path / "chroma", name="toys-1", create=True)
    store.add([("b", rows[:2])])
    store.close()
    assert count_unsaved(tmp_path / "chroma") == 0
    assert VectorStore(tmp_path / "chroma", name="toys-1").keys() == {f"a:{n}" for n in range(8)} | {"b:0", "b:1"}


def test_another_native_part_is_not_read(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(native._KNOWN, "count", "($self, collection)")
    assert open_native(folder, "toys-1") is None
    assert VectorStore(folder, name="toys-1").count() == 40


def test_vectors_that_are_not_there_are_named(folder: Path) -> None:
    with pytest.raises(IndexBrokenError, match=r"Collection \[toys-2\] does not exist\): run 'qa index' again"):
        VectorStore(folder, name="toys-2")


def test_what_was_opened_to_read_is_not_written(folder: Path) -> None:
    with pytest.raises(RuntimeError, match="opened for reading"):
        VectorStore(folder, name="toys-1").remove([("a", 30)])


def test_to_read_vectors_imports_no_python_part_of_chroma(folder: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from qa.store.vectors import VectorStore; "
        "VectorStore(Path(sys.argv[1]), name='toys-1').count(); print('chromadb' in sys.modules)"
    )
    said = subprocess.run([sys.executable, "-c", code, str(folder)], capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "False"
