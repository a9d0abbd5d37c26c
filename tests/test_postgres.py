"""An index in PostgreSQL says what the one in a folder says, and outlives what happens to servers."""

from __future__ import annotations

import subprocess
import sys
import threading
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, cast

import pytest

from qa.bot import open_bot
from qa.errors import IndexBrokenError, IndexLockedError, NoIndexError, SettingsError
from qa.filters import Filters
from qa.index.build import build_index, check_index
from qa.records import Article, Sentence
from qa.settings import Settings, load_settings
from qa.store import view
from qa.store.holdings import find_days, find_heads, list_asks, list_outlets, sample_openings
from qa.store.library import Library, NewArticle
from qa.store.opening import open_index
from qa.store.word_index import WordIndex
from tests.conftest import write_articles
from tests.postgres import Outage, Server, open_schema
from tests.test_chroma_server import server_url  # noqa: F401 - a fixture

if TYPE_CHECKING:
    from qa.store.schemas import BuildSchema

CROSSING = "How long does a ferry crossing take?"
TOYS = "tests.toys:ToyEmbedding"
ARTICLES = [
    Article(
        "b", "100% of the Straße?", "It’s \\ 'new'. Ünïcode \U0001f309.", source="Wire", published="2025-03-04T10:00"
    ),
    Article("B", "ПОЖЕЖА у Львові", "Горіло.", source="Голос", published="2025-03-05", collection="Новини"),
    Article(
        "a",
        "A bridge",
        "It fell.",
        source="Wire",
        published="soon",
        author="Ada",
        asks=("Why?", "When?"),
        headings=((3, 1), (5, 7)),
    ),
    Article("z/1", "Ω", "No day.", source="", published="", url="https://e.org/" + "z" * 3_000, asks=("How?",)),
]


@pytest.fixture(autouse=True)
def retry_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(view, "RETRY_SECONDS", 0.0)


def test_both_libraries_say_the_same_of_what_they_hold(tmp_path: Path, postgres: Server) -> None:
    theirs, words = open_schema(postgres)
    words.close()
    with closing(theirs), closing(Library(tmp_path / "library.sqlite3", mode="write")) as ours:
        for library in (ours, theirs):
            library.publish([NewArticle(one, one.id, (Sentence(one.id, 0, 0, 4),)) for one in ARTICLES])
            library.publish([NewArticle(replace(ARTICLES[2], text="It fell down."), "a", ())], remove=["nothing"])
            library.forget([*library.stale(), ("x", 4)])
            library.set_origins({"a": "elsewhere"})
        asked = (
            lambda library: list(library.articles()),
            lambda library: (library.generation, library.count(), library.count_deleted(), library.stale()),
            lambda library: (library.versions(), library.origins(), library.sentence_counts()),
            lambda library: (list_outlets(library), find_days(library), find_days(library, without="Новини")),
            lambda library: [
                find_heads(library, wanted, start=0, most=3)
                for wanted in ("", "100% wire", "?", "\\ '", "пожежа ГОЛОС", "B", "ω", "Straße", "no such")
            ],
            lambda library: sample_openings(library, 2, Filters(since="2025-03-05"), characters=3),
            lambda library: list_asks(library),
            lambda library: library.list_admitted(Filters(outlets=("Wire", *map(str, range(30))))),
            lambda library: library.list_admitted(Filters(page="https://e.org/" + "z" * 3_000)),
            lambda library: library.count_admitted(Filters(until="2025-03-04", without_collections=("Новини",))),
        )
        for ask in asked:
            assert ask(theirs) == ask(ours)
        assert ours.count() == (4, 3)


def test_words_are_weighed_and_ranked_as_tantivy_does(tmp_path: Path, postgres: Server) -> None:
    library, theirs = open_schema(postgres)
    library.close()
    with closing(theirs), closing(WordIndex(tmp_path, write=True)) as ours:
        for words in (ours, theirs):
            for number in range(9):
                words.add(f"v{number}", [f"{number} tower " * (line + 1) + "gate " * (number % 5) for line in range(4)])
            words.add("v9", ["It's a \\ 'gate' | of & the ! tower:*"])
            words.commit()
        for question in ("Which tower has gates?", "7", "4 TOWERS", "tower:* | !gate", "never", "!?"):
            expected = {hit[:2]: hit.score for hit in ours.search(question, limit=50)}
            found = theirs.search(question, limit=50)
            assert {hit[:2]: hit.score for hit in found} == pytest.approx(expected, rel=1e-4)
            assert [hit.score for hit in found] == sorted((hit.score for hit in found), reverse=True)
        assert {hit.version for hit in theirs.search("tower 7", limit=9, versions=["v2", "v8"])} == {"v2", "v8"}
        assert theirs.find_mentions("gates 2 towers") == ours.find_mentions("gates 2 towers") == ({"v2"}, True)
        stems = ["tower", "gate", "7", "none"]
        assert theirs.weigh_words(stems, without=["tower 7"]) == ours.weigh_words(stems, without=["tower 7"])


def test_of_common_words_the_rarest_are_sought_first(postgres: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    library, words = open_schema(postgres)
    library.close()
    monkeypatch.setattr("qa.store.word_tables.SOUGHT", 8)
    with closing(words):
        words.add("v", ["tower"] * 80 + ["tower gate"] * 8 + ["gate bell", "bell"])
        words.commit()
        found = {hit.sentence for hit in words.search("towers, gates, bells", limit=1)}
        assert found == {88}
        assert {hit.sentence for hit in words.search("towers, gates, bells", limit=0)} == set()
        rarest = words.search("the towers' bells", limit=2)
        assert [hit.sentence for hit in rarest] == [89, 88], "those with a tower alone are not weighed"
        assert len(words.search("tower", limit=90)) == 88, "a word that is alone is sought however common"


def test_what_is_removed_or_replaced_counts_no_more(postgres: Server) -> None:
    library, words = open_schema(postgres)
    library.close()
    with closing(words):
        words.add("v1", ["a tower stands", "a gate"])
        words.add("v2", ["a tower fell", "it fell"])
        words.commit()
        words.add("v1", ["the gate"])
        words.add("v3", ["never"])
        words.remove(["v3", "not there"])
        words.commit()
        assert words.keys() == {"v1:0", "v2:0", "v2:1"}
        assert (words.lacks("stands"), words.lacks("towers"), words.lacks("never"), words.count()) == (1, 0, 1, 3)
        assert [hit[:2] for hit in words.search("standing gates", limit=5)] == [("v1", 0)]
        words.remove(["v1", "v2"])
        words.commit()
        assert (words.count(), words.lacks("tower"), words.search("tower", limit=5)) == (0, True, [])


@pytest.fixture
def settings(tmp_path: Path, postgres: Server, server_url: str) -> Settings:  # noqa: F811
    return load_settings(
        index_dir=tmp_path / "nothing",
        library_url=postgres.make_database(),
        chroma_url=server_url,
        encoder=TOYS,
        reader="fast",
        perhaps_floor=0.01,
    )


def test_an_index_in_a_database_leaves_no_folder_and_is_updated_under_its_readers(
    tmp_path: Path, settings: Settings
) -> None:
    with pytest.raises(NoIndexError, match=r"no index in postgresql://127\.0\.0\.1:\d+/qa\w+: run 'qa index' first"):
        open_bot(settings)
    with pytest.raises(NoIndexError, match="name the files, folders or addresses to index"):
        build_index([], settings)
    articles = write_articles(tmp_path / "articles")
    assert build_index([articles], settings).added == 3
    with closing(open_bot(settings)) as bot:
        assert bot.ask(CROSSING).ranked[0].text == "A crossing takes 12 minutes."
        (articles / "ferry.md").write_text("A ferry crossing takes 15 minutes now.", encoding="utf-8")
        assert build_index([articles], settings).changed == 1
        assert bot.ask(CROSSING).ranked[0].text == "A ferry crossing takes 15 minutes now."
        assert build_index([articles], settings).unchanged == 3
        (articles / "ferry.md").unlink()
        assert build_index([articles], settings, prune=True).removed == 1
        assert (bot.count()[0], bot.find_trouble()) == (2, "")
    assert check_index(settings) == {}
    assert not settings.index_dir.exists()


def test_a_character_that_no_database_holds_leaves_its_place(tmp_path: Path, settings: Settings) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text('{"id": "a", "title": "T\\u0000x", "text": "A\\u0000tower stands. It is high."}', encoding="utf-8")
    assert build_index([path], settings).added == 1
    assert build_index([path], settings).unchanged == 1
    with closing(open_bot(settings)) as bot:
        assert bot.get_article("a") == Article("a", "T x", "A tower stands. It is high.")


def test_a_build_of_another_recipe_is_made_beside_the_old_one(
    tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    articles = write_articles(tmp_path / "articles")
    build_index([articles], settings)
    index = open_index(settings.index_dir, settings.library_url, settings.chroma_url)
    first = index.find_current()
    with closing(open_bot(settings)) as bot, monkeypatch.context() as patch:
        patch.setattr("qa.index.recipe.identify_splitter", lambda: "another")
        with pytest.raises(NoIndexError, match="was made with another splitter"):
            open_bot(settings)
        report = build_index([], settings)
        assert (report.rebuilt, report.articles) == (True, 3)
        assert index.find_current() != first
        assert bot.count()[0] == 3, "who has the old one open reads on"
        build_index([], settings)
        assert index.list_builds() == [index.find_current()]


def test_what_the_index_folder_holds_is_taken_over_without_encoding_it_anew(
    tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    build_index(
        [write_articles(tmp_path / "articles")], settings.model_copy(update={"library_url": "", "chroma_url": ""})
    )
    monkeypatch.setattr("qa.index.write.embed_articles", lambda *_: pytest.fail("it encodes"))
    report = build_index([], settings)
    assert (report.articles, report.rebuilt) == (3, True)
    with closing(open_bot(settings)) as bot:
        assert bot.ask(CROSSING).ranked[0].text == "A crossing takes 12 minutes."


def test_damaged_words_are_found_and_made_anew(tmp_path: Path, settings: Settings) -> None:
    build_index([write_articles(tmp_path / "articles")], settings)
    index = open_index(settings.index_dir, settings.library_url, settings.chroma_url)
    build = index.find_current()
    assert build is not None
    words = build.open_words(write=True)
    words.remove([min(words.keys()).split(":")[0]])
    words.commit()
    words.close()
    assert "entries of words" in check_index(settings)["words"]
    with pytest.raises(IndexBrokenError, match="run 'qa index' to mend it"):
        open_bot(settings)
    assert len(build_index([], settings).mended) == 1
    assert check_index(settings) == {}
    build.break_seal()  # as a killed writer leaves it
    open_bot(settings).close()
    assert check_index(settings) == {"library": "its last writing did not end"}
    build_index([], settings)
    assert check_index(settings) == {}


def test_a_build_in_which_nothing_was_written_is_none(tmp_path: Path, settings: Settings) -> None:
    index = open_index(settings.index_dir, settings.library_url, settings.chroma_url)
    with index.lock():  # a process that is killed here
        index.swap(index.create_build())
    with pytest.raises(NoIndexError, match="run 'qa index' first"):
        open_bot(settings)
    assert build_index([write_articles(tmp_path / "articles")], settings).articles == 3
    assert index.list_builds() == [index.find_current()]


def test_one_process_writes_and_its_death_gives_the_right_back(settings: Settings) -> None:
    index = open_index(settings.index_dir, settings.library_url, settings.chroma_url)
    assert not index.is_being_written()
    script = (
        "import sys, time\nfrom qa.store.schemas import IndexDatabase\n"
        "with IndexDatabase(sys.argv[1]).lock():\n    print('held', flush=True)\n    time.sleep(60)"
    )
    holder = subprocess.Popen([sys.executable, "-c", script, settings.library_url], stdout=subprocess.PIPE)
    assert holder.stdout is not None
    assert holder.stdout.readline() == b"held\n"
    with (
        pytest.raises(IndexLockedError, match=rf"is being written by process {holder.pid} on .*, since 2"),
        index.lock(),
    ):
        pass
    assert index.is_being_written()
    holder.kill()
    holder.wait()
    holder.stdout.close()
    for _ in range(50):
        if not index.is_being_written():
            break
        threading.Event().wait(0.1)
    with index.lock():
        pass


def test_a_server_that_starts_again_is_found_again(tmp_path: Path, settings: Settings, postgres: Server) -> None:
    build_index([write_articles(tmp_path / "articles")], settings)
    with closing(open_bot(settings)) as bot:
        assert bot.ask(CROSSING).ranked
        postgres.stop()
        with pytest.raises(IndexBrokenError, match="see that the PostgreSQL server is well"):
            bot.ask(CROSSING)
        with pytest.raises(SettingsError, match=r"no database at postgresql://127.*start it or mend QA_LIBRARY_URL"):
            open_bot(settings)
        postgres.start()
        assert bot.ask(CROSSING).ranked[0].text == "A crossing takes 12 minutes."
        assert bot.find_trouble() == ""


def test_what_was_indexed_outlives_a_server_that_may_forget_commits(
    tmp_path: Path, settings: Settings, postgres: Server
) -> None:
    assert build_index([write_articles(tmp_path / "articles")], settings).added == 3
    postgres.stop()
    postgres.start()
    assert check_index(settings) == {}
    with closing(open_bot(settings)) as bot:
        assert bot.count()[0] == 3


LOSE_LAST_WRITES = """
DELETE FROM {0}.facts WHERE name = 'sealed'; DELETE FROM {0}.articles;
UPDATE {0}.facts SET value = '0' WHERE name = 'generation'
"""


def test_a_library_that_was_lost_is_told_and_is_no_library_that_does_not_say(
    tmp_path: Path, settings: Settings
) -> None:
    articles = write_articles(tmp_path / "articles")
    build_index([articles], settings)
    index = open_index(settings.index_dir, settings.library_url, settings.chroma_url)
    build = cast("BuildSchema", index.find_current())
    with closing(open_bot(settings)) as bot:
        assert bot.ask(CROSSING).ranked
        build.index.run(LOSE_LAST_WRITES.replace("{0}", build.name))  # as a stand-in does that lagged behind
        for ask in (lambda: bot.ask(CROSSING), bot.count, lambda: open_bot(settings)):
            with pytest.raises(IndexBrokenError, match="holds no article: run 'qa index' again with their places"):
                ask()
        build_index([articles], settings)
        assert bot.ask(CROSSING).ranked[0].text == "A crossing takes 12 minutes."


@pytest.mark.parametrize(("refusals", "errors"), [(0, False), (1, False), (1_000, True)])
def test_a_connection_that_ends_anywhere_in_a_question_hides_no_sentence(
    tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch, refusals: int, errors: bool
) -> None:
    build_index([write_articles(tmp_path / "articles")], settings)
    outage = Outage(settings.library_url, monkeypatch)
    with closing(outage), closing(open_bot(settings.model_copy(update={"reader": "fast"}))) as bot:
        bot.ask(CROSSING)
        outage.plan()
        expected = bot.ask(CROSSING)
        told = list[str]()
        for at in range(1, outage.queries + 1):
            outage.plan(at, refusals)
            try:
                answer = bot.ask(CROSSING)
            except (IndexBrokenError, SettingsError) as error:
                told.append(str(error))
                outage.plan()
                answer = bot.ask(CROSSING)
            assert answer == replace(expected, timings_ms=answer.timings_ms), at
    assert bool(told) == errors
    assert all("see that the PostgreSQL server is well" in one and "\n" not in one for one in told)


@pytest.mark.parametrize(
    ("url", "chroma", "said"),
    [
        ("postgresql://qa:secret@127.0.0.1:1/qa", "http://127.0.0.1:1", "no database at postgresql://127.0.0.1:1/qa"),
        ("nonsense", "http://127.0.0.1:1", "write postgresql://name@host/database"),
        ("postgresql://127.0.0.1:1/qa", "", "set both"),
    ],
)
def test_an_address_that_cannot_be_used_is_told_in_a_line(tmp_path: Path, url: str, chroma: str, said: str) -> None:
    pytest.importorskip("psycopg", reason="the driver is missing: pip install 'sourceline[postgresql]'")
    settings = load_settings(index_dir=tmp_path, library_url=url, chroma_url=chroma)
    with pytest.raises(SettingsError) as caught:
        open_bot(settings)
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)
    assert "secret" not in f"{caught.value} {settings}"


def test_without_the_driver_it_is_told_what_to_install() -> None:
    script = (
        "import sys\nsys.modules['psycopg'] = None\nfrom qa.store.opening import open_index\n"
        "try:\n    open_index(None, 'postgresql:///qa', 'http://127.0.0.1:1')\n"
        "except Exception as error:\n    print(error)"
    )
    done = subprocess.run([sys.executable, "-c", script], check=True, capture_output=True, text=True)
    assert done.stdout == "QA_LIBRARY_URL wants a driver: pip install 'sourceline[postgresql]'\n"


def test_without_the_setting_no_driver_is_imported() -> None:
    script = "import sys, qa.bot, qa.index.build; sys.exit(bool({'psycopg', 'sqlalchemy'} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0
