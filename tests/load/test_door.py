"""The door: which files a place holds, in which order, under which ids, and from where."""

import inspect
import itertools
import json
import os
from collections import Counter
from pathlib import Path

import pytest

from qa.load import LoadLimits, load_articles
from qa.load.door import SUFFIXES
from qa.records import Loaded, Skipped
from qa.settings import Settings
from tests.load.makers import load_all, load_one, make_docx, make_pdf

TEXT = "It closed on Monday."


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "articles"
    (folder / "2024" / "may").mkdir(parents=True)
    (folder / ".hidden").mkdir()
    for name in ("b.txt", "a.md", "2024/may/v1.2.TXT", "2024/z.html", ".secret.txt", ".hidden/x.txt"):
        (folder / name).write_text(TEXT)
    for name in ("picture.png", "Makefile", "notes.txt~"):
        (folder / name).write_bytes(b"\0")
    (folder / "c.pdf").write_bytes(make_pdf([TEXT]))
    (folder / "d.docx").write_bytes(make_docx(TEXT))
    (folder / "rows.jsonl").write_text(json.dumps({"id": "row 1", "text": TEXT}))
    item = f"<item><link>http://a.example/1</link><description>{TEXT}</description></item>"
    (folder / "feed.xml").write_text(f"<rss version='2.0'><channel><title>T</title>{item}</channel></rss>")
    return folder


ORDER = [
    ("2024/may/v1.2", "2024/may/v1.2.TXT"),
    ("2024/z", "2024/z.html"),
    ("a", "a.md"),
    ("b", "b.txt"),
    ("c", "c.pdf"),
    ("d", "d.docx"),
    ("http://a.example/1", "feed.xml"),
    ("row 1", "rows.jsonl"),
]


def test_a_folder_gives_its_articles_by_name_with_ids_and_origins(folder: Path) -> None:
    items = list(load_articles([folder]))
    assert [(item.article.id, item.origin) for item in items] == [(i, str(folder / name)) for i, name in ORDER]
    assert {item.article.text for item in items} == {TEXT}


def test_an_origin_is_absolute_where_the_place_is_not(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder.parent)
    [first, *_] = load_articles(["articles"])
    assert isinstance(first, Loaded)
    assert first.origin == str(folder / "2024/may/v1.2.TXT")


def test_a_named_file_is_known_by_its_stem(folder: Path) -> None:
    assert load_one(folder / "2024/may/v1.2.TXT").id == "v1.2"


def test_articles_come_one_at_a_time(folder: Path) -> None:
    items = load_articles([folder])
    assert inspect.isgenerator(items)
    next(items)
    (folder / "a.md").unlink()
    assert "cannot be read (No such file or directory)" in str(next(i for i in items if isinstance(i, Skipped)))


def test_a_file_that_two_places_share_is_loaded_once(folder: Path) -> None:
    articles, skipped = load_all(folder, folder / "b.txt", folder)
    assert ([article.id for article in articles], skipped) == ([article_id for article_id, _ in ORDER], [])


def test_of_two_files_with_one_id_the_second_gets_its_folders_name_before_it(tmp_path: Path) -> None:
    (tmp_path / "north").mkdir()
    (tmp_path / "south").mkdir()
    for name in ("north/a.md", "north/a.txt", "south/a.txt"):
        (tmp_path / name).write_text(TEXT)
    items = list(load_articles([tmp_path / "north", tmp_path / "south"]))
    assert all(isinstance(item, Loaded) for item in items)
    assert [item.article.id for item in items] == ["a", "north/a", "south/a"]
    assert [item.note for item in items][2] == (
        f"{tmp_path}/south/a.txt: kept as 'south/a', because 'a' is {tmp_path}/north/a.md"
    )


def test_an_id_that_the_index_knows_stays_with_its_origin(tmp_path: Path) -> None:
    (tmp_path / "south").mkdir()
    (tmp_path / "south" / "a.txt").write_text(TEXT)
    (tmp_path / "north.txt").write_text(TEXT)
    known = {"a": str(tmp_path / "north.txt")}
    for _ in range(2):  # the second run knows what the first one gave
        [item] = load_articles([tmp_path / "south"], known=known)
        assert isinstance(item, Loaded)
        assert item.article.id == "south/a"
        known[item.article.id] = item.origin


def test_a_corpus_that_was_moved_as_a_whole_keeps_its_ids(tmp_path: Path) -> None:
    (tmp_path / "south").mkdir()
    (tmp_path / "south" / "a.txt").write_text(TEXT)
    [item] = load_articles([tmp_path / "south"], known={"a": "/gone/south/a.txt"})
    assert isinstance(item, Loaded)
    assert (item.article.id, item.note) == ("a", "")
    [item] = load_articles([tmp_path / "south"], known={"a": "/gone/north/a.txt"})
    assert isinstance(item, Loaded)
    assert item.article.id == "south/a"


def test_three_folders_of_one_name_are_told_apart(tmp_path: Path) -> None:
    places = [tmp_path / str(number) / "news" for number in range(3)]
    for place in places:
        place.mkdir(parents=True)
        (place / "a.txt").write_text(TEXT)
    ids = [item.article.id for item in load_articles(places) if isinstance(item, Loaded)]
    assert len(set(ids)) == 3
    assert ids[:2] == ["a", "news/a"]


def test_files_of_other_kinds_are_counted_by_their_ending(folder: Path) -> None:
    for name in ("x.doc", "y.DOC", "z.srt", "Makefile", "package.json", "sums.xlsx"):
        (folder / name).write_text('{"a": 1}')
    passed_over: Counter[str] = Counter()
    items = list(load_articles([folder], passed_over=passed_over))
    assert all(isinstance(item, Loaded) for item in items)
    assert passed_over >= Counter({".doc": 2, ".srt": 1, "without an ending": 1})
    for kind in (".json without a field text, body,", ".xlsx, to be saved as .csv"):
        assert [passed_over[told] for told in passed_over if told.startswith(kind)] == [1]


@pytest.mark.parametrize(
    ("name", "text", "charset", "shown"),
    [
        ("a.txt", "Der Bürgermeister kommt nach Köln.", "cp1252", "Windows-1252"),
        ("a.md", "# Міст\n\nМер сказав, що міст закриють у понеділок.", "cp1251", "Windows-1251"),
        ("a.csv", "id;text\n1;Die Mühle öffnet.\n2;Die Brücke schließt.\n", "cp1252", "Windows-1252"),
        ("a.html", "<p>Мер сказав, що міст у Дніпрі закриють у понеділок.</p>", "cp1251", "Windows-1251"),
    ],
)
def test_a_charset_that_was_guessed_is_told_once(
    name: str, text: str, charset: str, shown: str, tmp_path: Path
) -> None:
    (tmp_path / name).write_bytes(text.encode(charset))
    notes = [item.note for item in load_articles([tmp_path]) if isinstance(item, Loaded)]
    line = f"{tmp_path / name}: its charset is guessed, {shown}: if it reads garbled, save it as UTF-8"
    assert [note for note in notes if note] == [line]


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.txt", "Der Bürgermeister.".encode()),
        ("a.txt", "Der Bürgermeister.".encode("utf-16")),
        ("a.html", '<meta charset="iso-8859-1"><p>Der Bürgermeister.</p>'.encode("cp1252")),
    ],
)
def test_a_charset_that_is_stated_or_unicode_is_not_told(name: str, data: bytes, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(data)
    [item] = load_articles([tmp_path])
    assert isinstance(item, Loaded)
    assert ("Bürgermeister" in item.article.text, item.note) == (True, "")


def test_what_was_published_before_a_day_is_left_out(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(f"---\ndate: 2024-05-01\n---\n{TEXT}")
    (tmp_path / "b.md").write_text(f"---\ndate: 2025-05-01\n---\n{TEXT}")
    (tmp_path / "c.md").write_text(TEXT)
    # dates in words that are not read, and one that is two dates, are not known to be before it
    (tmp_path / "d.md").write_text(f"---\ndate: 1. März 2026\n---\n{TEXT}")
    (tmp_path / "e.md").write_text(f"---\ndate: 05/06/2026\n---\n{TEXT}")
    (tmp_path / "f.md").write_text(f"---\ndate: 2025-03\n---\n{TEXT}")
    (tmp_path / "g.md").write_text(f"---\ndate: 2025-02\n---\n{TEXT}")
    articles, skipped = load_all(tmp_path, since="2025-03-15")
    assert ([article.id for article in articles], skipped) == (["b", "c", "d", "e", "f"], [])


def test_folders_that_go_round_in_a_circle_are_walked_once(folder: Path) -> None:
    (folder / "2024" / "up").symlink_to(folder)
    (folder / "self").symlink_to(folder / "self")
    (folder / "other").symlink_to(folder / "2024")
    articles, skipped = load_all(folder)
    assert ([article.id for article in articles], skipped) == ([article_id for article_id, _ in ORDER], [])


def test_a_linked_file_and_a_linked_folder_are_read(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "links").mkdir()
    (tmp_path / "links" / "file.txt").symlink_to(folder / "b.txt")
    (tmp_path / "links" / "folder").symlink_to(folder / "2024" / "may")
    articles, skipped = load_all(tmp_path / "links")
    assert ([article.id for article in articles], skipped) == (["file", "folder/v1.2"], [])


def test_folders_nested_deeper_than_the_stack_are_walked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    depth = 1_100
    monkeypatch.chdir(tmp_path)
    for _ in range(depth):
        Path("d").mkdir()
        os.chdir("d")
    Path("a.txt").write_text(TEXT)
    [article], skipped = load_all(tmp_path)
    assert (article.id, skipped) == ("d/" * depth + "a", [])
    Path("a.txt").unlink()
    for _ in range(depth):  # pytest's own clearing up is recursive
        os.chdir("..")
        Path("d").rmdir()


def test_the_limits_are_those_of_the_settings() -> None:
    fields = Settings.model_fields
    limits = LoadLimits()
    names = set(LoadLimits.__dataclass_fields__) - {"since"}
    assert {name: getattr(limits, name) for name in names} == {name: fields[name].default for name in names}


def test_every_known_ending_is_named_to_who_asks_for_another(tmp_path: Path) -> None:
    (tmp_path / "a.doc").write_text(TEXT)
    _, [skipped] = load_all(tmp_path / "a.doc")
    assert all(suffix in skipped for suffix in SUFFIXES)


def test_a_file_that_is_indexed_from_two_levels_is_one_article(tmp_path: Path) -> None:
    """Whichever comes first, and its collection stays as it was."""
    (tmp_path / "news" / "sub").mkdir(parents=True)
    (file := tmp_path / "news" / "sub" / "a.txt").write_text(TEXT)
    for first, then in itertools.permutations([tmp_path / "news", tmp_path / "news" / "sub", file], 2):
        [before] = load_articles([first])
        assert isinstance(before, Loaded)
        [after] = load_articles([then], known={before.article.id: before.origin})
        assert isinstance(after, Loaded)
        assert (after.article.id, after.origin, after.folder) == (before.article.id, before.origin, before.folder)
        assert not after.note


def test_another_file_of_the_same_name_is_still_another_article(tmp_path: Path) -> None:
    for folder in ("north", "south"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "a.txt").write_text(TEXT)
    known = {"a": str(tmp_path / "north" / "a.txt"), "south/a": str(tmp_path / "south" / "a.txt")}
    items = list(load_articles([tmp_path / "south", tmp_path / "north"], known=known))
    assert [item.article.id for item in items if isinstance(item, Loaded)] == ["south/a", "a"]
    assert [item.folder for item in items if isinstance(item, Loaded)] == ["", ""]
