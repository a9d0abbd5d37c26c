"""A view cannot be closed under a reader, and what went wrong heals by itself."""

import shutil
import threading
import time
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Never

import pytest

from qa.bot import Bot, open_bot
from qa.errors import IndexBrokenError
from qa.index.build import build_index
from qa.settings import Settings, load_settings
from qa.store import view
from qa.store.vectors import VectorStore
from qa.store.word_index import WordIndex
from tests.conftest import write_articles

CROSSING = "How long does a ferry crossing take?"
TOYS = "tests.toys:ToyEmbedding"


@pytest.fixture(autouse=True)
def retry_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(view, "RETRY_SECONDS", 0.0)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    settings = load_settings(index_dir=tmp_path / "index", encoder=TOYS, reader="fast")
    build_index([write_articles(tmp_path / "articles")], settings)
    return settings


@pytest.fixture
def bot(settings: Settings) -> Iterator[Bot]:
    bot = open_bot(settings)
    yield bot
    bot.close()


def publish(settings: Settings, number: int) -> None:
    """Change the index: one more article."""
    path = settings.index_dir.parent / "articles" / f"{number}.txt"
    path.write_text(f"Lighthouse {number} is {number} metres high.", encoding="utf-8")
    build_index([path], settings)


def is_whole(bot: Bot) -> bool:
    answer = bot.ask(CROSSING)
    return any(c.quote == "A crossing takes 12 minutes." for c in answer.citations + answer.nearest)


def test_articles_can_be_read_on_through_a_refresh(bot: Bot, settings: Settings) -> None:
    reading = bot.articles()
    first = next(reading)
    publish(settings, 1)
    assert bot.count()[0] == 4
    assert [first.id, *(article.id for article in reading)][:2] == ["birds/heron", "bridge"]


def test_ten_readers_see_no_error_during_twenty_refreshes(bot: Bot, settings: Settings) -> None:
    stop = threading.Event()
    failures: list[object] = []
    answered: list[int] = []

    def read() -> None:
        count = 0
        while not stop.is_set():
            try:
                if not is_whole(bot) or len(list(bot.articles())) < 3:
                    failures.append("not whole")
            except Exception as error:
                failures.append(error)
            count += 1
        answered.append(count)

    threads = [threading.Thread(target=read) for _ in range(10)]
    for thread in threads:
        thread.start()
    for number in range(20):
        publish(settings, number)
    stop.set()
    for thread in threads:
        thread.join()
    assert failures == []
    assert min(answered) > 0
    assert bot.count()[0] == 23
    assert bot.find_trouble() == ""


def move_away(settings: Settings, aside: Path) -> None:
    shutil.move(settings.index_dir, aside)


def remove(settings: Settings, aside: Path) -> None:
    shutil.rmtree(settings.index_dir)


def damage_pointer(settings: Settings, aside: Path) -> None:
    (settings.index_dir / "current").write_bytes(b"\xff\x00nowhere")


def change_settings(settings: Settings, aside: Path) -> None:
    build_index([], settings.model_copy(update={"encoder": "built-in"}))


def move_back(settings: Settings, aside: Path) -> None:
    shutil.move(aside, settings.index_dir)


def make_anew(settings: Settings, aside: Path) -> None:
    build_index([settings.index_dir.parent / "articles"], settings)


def mend_pointer(settings: Settings, aside: Path) -> None:
    (build,) = (settings.index_dir / "builds").iterdir()
    (settings.index_dir / "current").write_text(build.name)


def run_index(settings: Settings, aside: Path) -> None:
    report = build_index([], settings)
    assert (report.articles, report.rebuilt) == (3, False)


FAULTS = {
    "moved away and back": (move_away, "no index in", move_back),
    "removed and made anew": (remove, "no index in", make_anew),
    "pointer damaged and mended by hand": (damage_pointer, "no index in", mend_pointer),
    "pointer damaged and mended by an index run": (damage_pointer, "no index in", run_index),
    "settings changed and changed back": (change_settings, "was made with another encoder", make_anew),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_that_has_passed_is_healed_without_a_restart(
    fault: str, bot: Bot, settings: Settings, tmp_path: Path
) -> None:
    break_it, trouble, mend_it = FAULTS[fault]
    assert is_whole(bot)
    break_it(settings, tmp_path / "aside")
    assert is_whole(bot), "what was open goes on serving"
    assert trouble in bot.find_trouble()
    mend_it(settings, tmp_path / "aside")
    assert is_whole(bot)
    assert bot.find_trouble() == ""
    publish(settings, 1)
    assert bot.count()[0] == 4


def test_a_store_that_fails_is_opened_anew_for_the_next_reader(bot: Bot, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr("qa.store.vectors.VectorStore.search_among", fail)
        patch.setattr("qa.store.vectors.VectorStore.search", fail)
        with pytest.raises(IndexBrokenError):
            bot.ask(CROSSING)
    assert is_whole(bot)


def test_what_fails_for_a_moment_is_read_again(bot: Bot, monkeypatch: pytest.MonkeyPatch) -> None:
    count, ended = VectorStore.count, time.monotonic() + 0.3

    def count_later(self: VectorStore) -> int:
        return count(self) if time.monotonic() > ended else fail()

    monkeypatch.setattr(VectorStore, "count", count_later)
    assert bot.find_trouble() == ""


def fail(*_: object, **__: object) -> Never:
    raise IndexBrokenError("the vectors do not answer")


def test_searches_of_two_visitors_run_side_by_side(bot: Bot, monkeypatch: pytest.MonkeyPatch) -> None:
    both = threading.Barrier(2, timeout=20)
    weigh = WordIndex.weigh_words

    def meet(self: WordIndex, stems: Iterable[str]) -> dict[str, float]:
        both.wait()  # is broken, and raises, unless the other is here at the same time
        return weigh(self, stems)

    monkeypatch.setattr(WordIndex, "weigh_words", meet)
    with ThreadPoolExecutor(2) as visitors:
        assert all(visitors.map(lambda _: is_whole(bot), range(2)))


def test_a_view_is_closed_by_its_last_reader(bot: Bot, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    closed: list[int] = []
    monkeypatch.setattr(view.View, "close", lambda self: closed.append(self.generation))
    with bot._views.reading() as held, bot._views.reading():
        publish(settings, 1)
        with bot._views.reading() as newest:
            assert newest.generation > held.generation
        assert closed == []
    assert closed == [held.generation]


def test_what_was_opened_is_closed_where_the_rest_cannot_be(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed: list[str] = []
    for store in (view.Library, WordIndex, VectorStore):
        monkeypatch.setattr(store, "close", lambda self: closed.append(type(self).__name__))
    monkeypatch.setattr(VectorStore, "count", lambda self: 1)
    with pytest.raises(IndexBrokenError, match="but 1 vectors"):
        open_bot(settings)
    assert sorted(closed) == ["Library", "VectorStore", "WordIndex"]
