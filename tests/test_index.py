"""The stores follow the articles, whatever is added, changed, removed or interrupted."""

import json
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from qa.bot import open_bot
from qa.errors import IndexBrokenError
from qa.index.build import build_index
from qa.index.changes import find_changes
from qa.index.write import Stores, embed_articles, remove_articles, sweep_stale, write_articles
from qa.records import Article, Loaded, Sentence, Skipped
from qa.settings import load_settings
from qa.store.keys import make_keys
from qa.store.library import Library
from qa.store.seal import SealedFolder
from qa.store.vectors import VectorStore
from qa.store.word_index import WordIndex
from tests import conftest
from tests.postgres import Server, open_schema
from tests.toys import ToyEncoder, make_article, make_loaded, split_article


def open_stores(folder: Path, server: Server | None = None) -> Stores:
    """Return stores in a folder or, but for the vectors, in a database."""
    folder.mkdir(parents=True, exist_ok=True)
    vectors = VectorStore(folder / "chroma", name="toys-1", create=True)
    if server:
        library, words = open_schema(server)
        return Stores(library, vectors, words)
    return Stores(Library(folder / "library.sqlite3", mode="write"), vectors, WordIndex(folder / "w", write=True))


@pytest.fixture(params=["sqlite", "postgresql"])
def stores(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Stores]:
    opened = open_stores(tmp_path, request.getfixturevalue("postgres") if request.param == "postgresql" else None)
    yield opened
    opened.words.close()
    opened.vectors.close()
    opened.library.close()


def write(stores: Stores, *incoming: Loaded) -> None:
    write_articles(incoming, stores, split=split_article, encoder=ToyEncoder())
    sweep_stale(stores)


def expected_keys(stores: Stores) -> set[str]:
    counts = stores.library.sentence_counts()
    return {key for version, count in counts.items() for key in make_keys(version, count)}


def assert_consistent(stores: Stores) -> None:
    keys = expected_keys(stores)
    assert stores.vectors.keys() == keys
    assert stores.words.keys() == keys
    assert stores.library.stale() == []


def test_every_sentence_is_in_all_three_stores(stores: Stores) -> None:
    write(stores, make_loaded(1), make_loaded(2))
    assert stores.library.count() == (2, 10)
    assert len(expected_keys(stores)) == 10
    assert_consistent(stores)


def test_a_changed_article_replaces_its_old_version_everywhere(stores: Stores) -> None:
    write(stores, make_loaded(1), make_loaded(2))
    write(stores, make_loaded(1, fact="fell"))
    assert stores.library.count() == (2, 10)
    stored = stores.library.get_article("towers/1")
    assert stored is not None
    assert "fell" in stored.article.text
    assert stores.words.search("fell", limit=20)[0].version == stored.version
    assert_consistent(stores)


def test_an_article_that_changes_back_is_whole_again(stores: Stores) -> None:
    write(stores, make_loaded(1))
    before = stores.vectors.keys()
    write(stores, make_loaded(1, fact="fell"))
    write(stores, make_loaded(1))
    assert stores.vectors.keys() == before
    assert_consistent(stores)


def test_a_removed_article_leaves_nothing_behind(stores: Stores) -> None:
    write(stores, make_loaded(1), make_loaded(2))
    remove_articles(["towers/1"], stores)
    sweep_stale(stores)
    assert [stored.article.id for stored in stores.library.articles()] == ["towers/2"]
    assert_consistent(stores)


def test_offsets_and_fields_come_back_as_they_were_written(stores: Stores) -> None:
    article = replace(make_article(1), collection="Help", url="https://example.org/1", author="Ada Brandt")
    write(stores, Loaded(article, "/articles/1.txt"))
    stored = stores.library.get_article("towers/1")
    assert stored is not None
    assert stored.article == article
    assert stored.sentences == split_article(article)
    assert [stored.quote(s) for s in stored.sentences][2] == "Tower 1 stands beside gate 2."


@pytest.mark.parametrize("failing", ["vectors", "words", "publish"])
def test_what_a_failure_left_half_done_is_healed_by_the_next_run(
    stores: Stores, failing: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(stores, make_loaded(1))

    def fail(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    target = {
        "vectors": (VectorStore, "add"),
        "words": (type(stores.words), "commit"),
        "publish": (Library, "publish"),
    }[failing]
    with monkeypatch.context() as patch:
        patch.setattr(*target, fail)
        with pytest.raises(KeyboardInterrupt):
            write(stores, make_loaded(1, fact="fell"), make_loaded(2))
    stored = stores.library.get_article("towers/1")
    assert stored is not None
    assert "stands" in stored.article.text, "the old version is current until the new one is complete"
    sweep_stale(stores)
    assert_consistent(stores)
    write(stores, make_loaded(1, fact="fell"), make_loaded(2))
    assert stores.library.count() == (2, 10)
    assert_consistent(stores)


def test_the_vectors_of_a_batch_are_stored_in_one_call(stores: Stores, monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[int] = []
    add = VectorStore.add

    def count(self: VectorStore, versions: Sequence[tuple[str, object]]) -> None:
        calls.append(len(versions))
        add(self, versions)

    monkeypatch.setattr(VectorStore, "add", count)
    write(stores, *(make_loaded(number) for number in range(7)))
    assert calls == [7]
    assert_consistent(stores)


def test_an_index_grown_in_steps_equals_one_built_at_once(tmp_path: Path) -> None:
    stepwise, at_once = open_stores(tmp_path / "a"), open_stores(tmp_path / "b")
    write(stepwise, make_loaded(1, fact="fell"), make_loaded(3))
    write(stepwise, make_loaded(2))
    write(stepwise, make_loaded(1))
    write(at_once, make_loaded(1), make_loaded(2), make_loaded(3))
    assert stepwise.library.versions() == at_once.library.versions()
    keys = sorted(at_once.vectors.keys())
    ours, theirs = stepwise.vectors.get(keys), at_once.vectors.get(keys)
    assert all(np.array_equal(ours[key], theirs[key]) for key in keys)
    assert_consistent(stepwise)
    for stores in (stepwise, at_once):
        stores.words.close()
        stores.vectors.close()
        stores.library.close()


def test_a_vector_found_has_the_cosine_as_its_score(stores: Stores) -> None:
    write(stores, make_loaded(1), make_loaded(2))
    encoder = ToyEncoder()
    question = encoder.encode_question("gate 3")
    best = stores.vectors.search(question, limit=3)[0]
    vector = stores.vectors.get([f"{best.version}:{best.sentence}"])
    assert best.score == pytest.approx(float(next(iter(vector.values())) @ question), abs=1e-5)
    assert best.sentence == 3


def test_a_question_of_query_syntax_is_only_words(stores: Stores) -> None:
    write(stores, make_loaded(1))
    assert stores.words.search('+tower AND -1 body:"x" NOT (gate* OR [a TO b] ^2 \\ ', limit=5)
    assert stores.words.search("!!! ---", limit=5) == []


def test_rare_words_weigh_more_than_common_ones(stores: Stores) -> None:
    write(stores, make_loaded(1), make_loaded(2))
    weights = stores.words.weigh_words(["tower", "4"])
    assert weights["4"] > weights["tower"] > 0


def changes_of(*loaded: Loaded | Skipped, known: tuple[Loaded, ...] = ()):
    versions = {item.article.id: item.article.version for item in known}
    origins = {item.article.id: item.origin for item in known}
    return find_changes(loaded, versions, origins, ["/articles"])


def test_changes_tell_new_from_changed_from_unchanged() -> None:
    known = (make_loaded(1), make_loaded(2))
    found = changes_of(make_loaded(1), make_loaded(2, fact="fell"), make_loaded(3), known=known)
    assert (found.added, found.changed, found.unchanged) == (1, 1, 1)
    assert [item.article.id for item in found.incoming] == ["towers/2", "towers/3"]


def test_only_articles_of_the_named_places_can_vanish() -> None:
    elsewhere = Loaded(make_article(9), "/elsewhere/9.txt")
    found = changes_of(make_loaded(1), known=(make_loaded(1), make_loaded(2), elsewhere))
    assert found.vanished == ("towers/2",)


def test_the_last_article_of_an_emptied_folder_vanishes_too() -> None:
    found = changes_of(Skipped("/articles", "a folder without articles", is_unread=False), known=(make_loaded(2),))
    assert found.vanished == ("towers/2",)


def test_an_article_that_lies_elsewhere_now_is_known_there_without_being_written_again() -> None:
    moved = Loaded(make_article(2), "/moved/2.txt")
    found = changes_of(moved, known=(make_loaded(2),))
    assert (found.incoming, found.moved) == ((), {"towers/2": "/moved/2.txt"})


@pytest.mark.parametrize("unread", ["/articles/2.txt", "/articles/2.txt line 7", "/articles"])
def test_an_article_that_cannot_be_read_has_not_vanished(unread: str) -> None:
    found = changes_of(Skipped(unread, "unreadable"), known=(make_loaded(2),))
    assert found.vanished == ()
    assert found.skipped == (Skipped(unread, "unreadable"),)


def test_an_index_of_an_earlier_version_is_rebuilt_from_its_own_articles(tmp_path: Path) -> None:
    settings = load_settings(index_dir=tmp_path / "index", encoder="tests.toys:ToyEmbedding")
    build_index([conftest.write_articles(tmp_path / "articles")], settings)
    (build,) = (settings.index_dir / "builds").iterdir()
    (build / "seal.json").unlink()
    with closing(sqlite3.connect(build / "library.sqlite3")) as database, database:
        database.execute("DROP INDEX filtered")
        database.execute("ALTER TABLE articles DROP COLUMN collection")
        database.execute("UPDATE facts SET value = '1' WHERE name = 'schema'")
        database.execute("""UPDATE facts SET value = '{"encoder": "old"}' WHERE name = 'fingerprint'""")
    with pytest.raises(IndexBrokenError, match="version 1, expected 3: run 'qa index' to rebuild it"):
        open_bot(settings)
    report = build_index([], settings)
    assert (report.rebuilt, report.articles) == (True, 3)
    open_bot(settings).close()


@pytest.mark.parametrize(
    ("makes", "damage", "encoded"), [("splitter", False, 1), ("splitter", True, 3), ("encoder", False, 3)]
)
def test_a_rebuild_encodes_only_articles_whose_sentences_are_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, makes: str, damage: bool, encoded: int
) -> None:
    settings = load_settings(index_dir=tmp_path / "index", encoder="tests.toys:ToyEmbedding")
    build_index([conftest.write_articles(tmp_path / "articles")], settings)
    (build,) = (settings.index_dir / "builds").iterdir()
    if damage:
        (build / "seal.json").unlink()
    with closing(sqlite3.connect(build / "library.sqlite3")) as database, database:  # made with another one
        (recipe,) = database.execute("SELECT value FROM facts WHERE name = 'fingerprint'").fetchone()
        changed = json.dumps({**json.loads(recipe), makes: "old"})
        database.execute("UPDATE facts SET value = ? WHERE name = 'fingerprint'", (changed,))
    if not damage:
        SealedFolder(build).write_seal()
    titles: list[str] = []
    monkeypatch.setattr("qa.index.build._split", split_bridge_as_one)
    monkeypatch.setattr("qa.index.write.embed_articles", lambda _, parts: count_titles(parts, titles))
    report = build_index([], settings)
    assert (report.rebuilt, report.articles, len(titles)) == (True, 3, encoded)
    with closing(open_bot(settings)) as bot:
        assert bot.count() == (3, report.sentences)


def split_bridge_as_one(article: Article) -> tuple[Sentence, ...]:
    whole = (Sentence(article.id, 0, 0, len(article.text)),)
    return whole if article.id == "bridge" else split_article(article)


def count_titles(parts: Sequence[tuple[str, Sequence[str]]], titles: list[str]) -> list[NDArray[np.float32]]:
    titles.extend(title for title, _ in parts)
    return embed_articles(ToyEncoder(), parts)


def test_pruning_an_emptied_folder_removes_its_articles_and_a_missing_folder_none(tmp_path: Path) -> None:
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "a.txt").write_text("The ferry left the harbour at dawn.", encoding="utf-8")
    settings = load_settings(index_dir=tmp_path / "index")
    build_index([folder], settings)
    missing = folder.rename(tmp_path / "moved")
    report = build_index([folder], settings, prune=True)
    assert (report.articles, report.removed, len(report.skipped)) == (1, 0, 1)
    missing.rename(folder)
    (folder / "a.txt").unlink()
    assert len(build_index([folder], settings).skipped) == 1
    report = build_index([folder], settings, prune=True)
    assert (report.articles, report.removed, report.skipped) == (0, 1, ())
    assert "a folder without articles" in report.notes[0]


def test_after_half_is_deleted_confidence_hardly_differs_from_a_fresh_index(tmp_path: Path) -> None:
    """Words that were deleted count in the weights until their segment is merged; the neighbours found may differ, too.

    0.05: after partial deletions of news articles, confidence differed by .028 at most.
    """
    texts = {f"{n}.txt": f"Tower {n} stands in town {n % 7}. It has {n} steps and {n % 5} bells." for n in range(80)}
    grown, fresh = (load_settings(index_dir=tmp_path / name, perhaps_floor=0.01) for name in ("grown", "fresh"))
    articles = tmp_path / "articles"
    articles.mkdir()
    for name, text in texts.items():
        (articles / name).write_text(text, encoding="utf-8")
    build_index([articles], grown)
    for name in list(texts)[::2]:
        (articles / name).unlink()
    build_index([articles], grown, prune=True)
    build_index([articles], fresh)
    bots = [open_bot(settings) for settings in (grown, fresh)]
    for question in ("How many steps has Tower 33?", "In which town does Tower 51 stand?", "Who built Tower 7?"):
        deleted, built = (bot.ask(question) for bot in bots)
        assert [c.quote for c in deleted.citations] == [c.quote for c in built.citations]
        assert abs(deleted.confidence - built.confidence) <= 0.05
    for bot in bots:
        bot.close()
