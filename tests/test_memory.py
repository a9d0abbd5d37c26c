"""A server that runs for long holds no more memory than at first, an index that is updated for long no more disk."""

import gc
import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from benchmarks.crash import take_snapshot, write_corpus
from qa.bot import Bot, open_bot
from qa.index import mend
from qa.index.build import build_index
from qa.index.contents import remove_from_index
from qa.memory import collect_nothing
from qa.settings import Settings, load_settings
from qa.store import view
from qa.store.folder import BuildFolder, IndexFolder

TOYS = "tests.toys:ToyEmbedding"
MOST_GROWTH = 10  # MB from the 10th opening to the 60th; without returning freed memory it is 35 and more

OPEN_60_TIMES = """
import json, os, sys
from pathlib import Path
import numpy as np
from qa.memory import give_memory_back
from qa.store.view import ViewSource
from qa.store.folder import IndexFolder
give_memory_back()
source = ViewSource(IndexFolder(Path(sys.argv[1])), chroma_url="", explain_difference=lambda made_with: "")
held = []
for _ in range(60):
    view = source.open()
    view.vectors.search(np.eye(512, dtype=np.float32)[7], limit=20)
    view.words.search("How many windows had tower 12?", limit=20)
    view.close()
    held.append(int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6)
print(json.dumps(held))
"""


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return load_settings(index_dir=tmp_path / "index", encoder=TOYS, reader="fast")


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_a_view_that_is_closed_leaves_nothing_behind(settings: Settings, tmp_path: Path) -> None:
    build_index([write_corpus(tmp_path, 300, edition=0)], settings)
    command = [sys.executable, "-c", OPEN_60_TIMES, str(settings.index_dir)]
    held = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    assert max(held[50:]) - min(held[5:15]) < MOST_GROWTH, held


def measure_graph(settings: Settings) -> int:
    """Return the bytes of the vectors' graph: all that Chroma has written but its database."""
    build = IndexFolder(settings.index_dir).find_current()
    assert build is not None
    return sum(path.stat().st_size for path in build.path.glob("chroma*/*/*"))


def test_an_index_that_is_updated_for_long_stays_as_large(settings: Settings, tmp_path: Path) -> None:
    sizes = []
    for edition in (0, 1, 2) * 4:
        build_index([write_corpus(tmp_path, 120, edition=edition)], settings)  # 480 sentences change
        sizes.append(measure_graph(settings))
    fresh = settings.model_copy(update={"index_dir": tmp_path / "fresh"})
    build_index([write_corpus(tmp_path, 122, edition=0), write_corpus(tmp_path, 120, edition=2)], fresh)
    assert take_snapshot(settings.index_dir)[0].keys() == take_snapshot(fresh.index_dir)[0].keys()
    assert max(sizes[5:]) < 4 * measure_graph(fresh), sizes
    assert len(list((settings.index_dir / "builds").glob("*/chroma*"))) == 1, "what was copied from is removed"


@pytest.fixture
def always(monkeypatch: pytest.MonkeyPatch) -> None:
    """Copy the vectors at each writing."""
    monkeypatch.setattr(mend, "DEAD_SHARE", 0.0)
    monkeypatch.setattr(mend, "DEAD_SPARED", 0)


def get_edition(settings: Settings) -> str:
    build = IndexFolder(settings.index_dir).find_current()
    assert build is not None
    with closing(build.open_library("read")) as library:
        assert library.count_deleted() == 0
        return library.edition("vectors")


@pytest.mark.usefixtures("always")
def test_vectors_without_the_deleted_ones_are_those_of_a_fresh_index(settings: Settings, tmp_path: Path) -> None:
    build_index([write_corpus(tmp_path, 40, edition=0)], settings)
    build_index([write_corpus(tmp_path, 40, edition=1)], settings)
    assert get_edition(settings) == "-2"
    remove_from_index(["t3", "t4"], IndexFolder(settings.index_dir), "")
    assert get_edition(settings) == "-3"
    build_index([tmp_path / "articles.jsonl"], settings)
    fresh = settings.model_copy(update={"index_dir": tmp_path / "fresh"})
    build_index([tmp_path / "articles.jsonl"], fresh)
    (ids, vectors, words), expected = take_snapshot(settings.index_dir), take_snapshot(fresh.index_dir)
    assert (ids, words) == (expected[0], expected[2])
    assert vectors.keys() == expected[1].keys()
    assert all(np.allclose(vector, expected[1][key], atol=2e-5) for key, vector in vectors.items())


@pytest.fixture
def bot(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Bot]:
    monkeypatch.setattr(view, "RETRY_SECONDS", 0.0)
    build_index([write_corpus(tmp_path, 40, edition=0)], settings)
    bot = open_bot(settings)
    yield bot
    bot.close()


@pytest.mark.usefixtures("always")
def test_a_reader_whose_vectors_are_copied_away_reads_the_copy(bot: Bot, settings: Settings, tmp_path: Path) -> None:
    for edition in (1, 2, 0):
        with bot._views.reading():  # opened before, searched after: Chroma has not read its graph yet
            build_index([write_corpus(tmp_path, 40, edition=edition)], settings)
            bot.ask("How many windows had tower 12 with 3 doors?")
            (proven,) = bot.prove("In year 0 tower 13 had 3 doors and 21 windows.")
            assert proven.verdict == "supported"
        quotes = [citation.quote for citation in bot.ask("How many windows had tower 12 with 3 doors?").nearest]
        assert all(quote.startswith("In year") for quote in quotes)
    assert bot.find_trouble() == ""


@pytest.mark.usefixtures("always")
def test_a_lacking_vector_is_told_and_made_anew(settings: Settings, tmp_path: Path) -> None:
    build_index([write_corpus(tmp_path, 40, edition=0)], settings)
    build = IndexFolder(settings.index_dir).find_current()
    assert build is not None
    with closing(build.open_vectors(url="", create=True)) as vectors:
        vectors.remove([(take_snapshot_ids(build)["t7"], 1)])
    with closing(build.open_library("write")) as library:
        library.forget([("gone", 5)])
        with pytest.raises(mend.IndexBrokenError, match="run 'qa index' to mend it"):
            mend.compact_vectors(build, library, chroma_url="")
        assert library.edition("vectors") == ""
    report = build_index([write_corpus(tmp_path, 40, edition=0)], settings)
    assert any("vectors were made anew" in line for line in report.mended)


def take_snapshot_ids(build: BuildFolder) -> dict[str, str]:
    with closing(build.open_library("read")) as library:
        return library.versions()


def test_only_what_is_done_within_it_collects_nothing():
    with collect_nothing():
        assert not gc.isenabled()
    assert gc.isenabled()
