"""Any llama-index reader as a source: three real packages, and Documents of every kind."""

from __future__ import annotations

import json
import sqlite3
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from click.testing import CliRunner
from llama_index.core.readers.base import BaseReader
from llama_index.core.schema import Document

from qa.cli import main
from qa.errors import SettingsError
from qa.load import ReaderPlace, load_articles, read_arguments
from qa.records import Article, Loaded, Skipped

COUNTS = ("articles", "added", "unchanged", "removed")
WEIR = "The weir at Dorle was opened on Monday. It cost 2.4 million euros."
LOCK = "The lock stays shut until May. Barges wait at Eastbank."


def load(reader: str, **arguments: object) -> list[Loaded | Skipped]:
    return list(load_articles([ReaderPlace(reader, arguments)]))


def load_all(reader: str, **arguments: object) -> list[Article]:
    loaded = load(reader, **arguments)
    assert all(isinstance(item, Loaded) for item in loaded), loaded
    return [item.article for item in loaded]


# ---- three packages as anybody installs them


def test_rows_of_a_database_become_articles_with_their_columns_as_fields(tmp_path: Path) -> None:
    pytest.importorskip("llama_index.readers.database", reason="pip install llama-index-readers-database")
    path = tmp_path / "news.db"
    with sqlite3.connect(path) as database:
        database.execute("CREATE TABLE news (id INTEGER, headline TEXT, body TEXT, author TEXT, day TEXT, link TEXT)")
        rows = [
            (7, "Weir opened", WEIR, "Noor Haddad", "2025-03-20", ""),
            (8, "Lock shut", LOCK, "", "21 March 2025", "https://valley.example/8"),
        ]
        database.executemany("INSERT INTO news VALUES (?, ?, ?, ?, ?, ?)", rows)
    database.close()
    articles = load_all(
        "llama_index.readers.database:DatabaseReader",
        uri=f"sqlite:///{path}",
        query="SELECT id, headline AS title, body, author, day AS date, link AS url FROM news ORDER BY id",
        metadata_cols=["id", "title", "author", "date", "url"],
        excluded_text_cols=["id", "title", "author", "date", "url"],
    )
    assert [(a.id, a.title, a.author, a.published, a.url) for a in articles] == [
        ("DatabaseReader/7", "Weir opened", "Noor Haddad", "2025-03-20", ""),
        ("https://valley.example/8", "Lock shut", "", "2025-03-21", "https://valley.example/8"),
    ]
    assert articles[0].text == f"body: {WEIR}"  # as the reader writes a row


def test_json_lines_become_articles_whose_ids_stay_the_same(tmp_path: Path) -> None:
    pytest.importorskip("llama_index.readers.json", reason="pip install llama-index-readers-json")
    path = tmp_path / "notes.jsonl"
    path.write_text("".join(json.dumps({"note": text}) + "\n" for text in (WEIR, LOCK)))
    reader = "llama_index.readers.json:JSONReader"
    arguments = {"input_file": str(path), "is_jsonl": True, "levels_back": 0, "extra_info": {"author": "Ada Brandt"}}
    first, second = load_all(reader, **arguments), load_all(reader, **arguments)
    assert first == second
    assert [WEIR in a.text for a in first] == [True, False]
    assert all(a.id.startswith("JSONReader/") and a.author == "Ada Brandt" for a in first)


def test_a_site_is_read_page_by_page_with_titles_and_addresses() -> None:
    pytest.importorskip("llama_index.readers.wordpress", reason="pip install llama-index-readers-wordpress")
    pytest.importorskip("bs4", reason="pip install beautifulsoup4: the reader needs it and does not say so")
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Wordpress)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        base = f"http://127.0.0.1:{server.server_port}"
        articles = load_all("llama_index.readers.wordpress:WordpressReader", url=base, get_pages=False)
    finally:
        server.shutdown()
        server.server_close()
    assert [(a.id, a.title, a.published, a.url) for a in articles] == [
        ("https://valley.example/weir", "Weir opened", "2025-03-20T08:00:00", "https://valley.example/weir"),
        ("https://valley.example/lock", "Lock shut", "2025-03-20T08:00:00", "https://valley.example/lock"),
    ]
    assert articles[0].text == WEIR


class _Wordpress(BaseHTTPRequestHandler):
    """The two pages of posts that a WordPress of this size would give."""

    def do_GET(self) -> None:
        slug, title, text = ("lock", "Lock shut", LOCK) if "page=2" in self.path else ("weir", "Weir opened", WEIR)
        post = {
            "id": len(slug),
            "title": {"rendered": title},
            "content": {"rendered": f"<p>{text}</p>"},
            "link": f"https://valley.example/{slug}",
            "modified": "2025-03-20T08:00:00",
        }
        body = json.dumps([post]).encode()
        self.send_response(200)
        self.send_header("X-WP-TotalPages", "2")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None: ...


def test_a_folder_read_by_llama_index_itself_keeps_its_paths_as_ids(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "weir.txt").write_text(WEIR)
    articles = load_all("llama_index.core:SimpleDirectoryReader", input_dir=str(tmp_path), recursive=True)
    assert [(a.id, a.text, a.published) for a in articles] == [
        ("in/weir.txt", WEIR, "")
    ]  # a file's own day says nothing


def test_the_command_indexes_with_a_reader_keeps_ids_and_prunes_what_is_gone(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    for name, text in (("weir", WEIR), ("lock", LOCK)):
        (tmp_path / "in" / f"{name}.txt").write_text(text)
    arguments = ["--reader", "llama_index.core:SimpleDirectoryReader", "--index-dir", str(tmp_path / "index")]
    arguments += ["--reader-args", json.dumps({"input_dir": str(tmp_path / "in")}), "--json"]

    def index(*more: str) -> dict[str, int]:
        done = CliRunner().invoke(main, ["index", *arguments, *more])
        assert done.exit_code == 0, done.output
        return {name: value for name, value in json.loads(done.stdout).items() if name in COUNTS}

    assert index() == {"articles": 2, "added": 2, "unchanged": 0, "removed": 0}
    assert index("--prune") == {"articles": 2, "added": 0, "unchanged": 2, "removed": 0}
    (tmp_path / "in" / "lock.txt").unlink()
    assert index() == {"articles": 2, "added": 0, "unchanged": 1, "removed": 0}
    assert index("--prune") == {"articles": 1, "added": 0, "unchanged": 1, "removed": 1}


def test_arguments_without_a_reader_are_refused() -> None:
    done = CliRunner().invoke(main, ["index", "--reader-args", "{}"])
    assert done.exit_code == 2
    assert "--reader-args needs --reader" in done.output


# ---- what Documents may hold

GIVEN: list[Document] = []


class ListReader(BaseReader):
    def __init__(self, token: str = "") -> None:
        self.token = token

    def load_data(self, limit: int = 100) -> list[Document]:
        if self.token:
            raise RuntimeError(f"refused {self.token} at https://me:{self.token}@host/x")
        return GIVEN[:limit]


OURS = f"{__name__}:ListReader"


@pytest.fixture
def given(monkeypatch: pytest.MonkeyPatch) -> list[Document]:
    documents: list[Document] = []
    monkeypatch.setattr(sys.modules[__name__], "GIVEN", documents)
    return documents


def test_fields_are_found_under_the_names_that_readers_use(given: list[Document]) -> None:
    given += [
        Document(
            text=WEIR,
            metadata={"Page Title": "Weir", "authors": ["A. B.", "C. D."], "createdAt": "2025-03-20", "source": "Post"},
        ),
        Document(text=LOCK, metadata={"source": "https://valley.example/lock", "page_id": 12, "public": True}),
        Document(text="Third note.", id_="note-3", metadata={"name": "Third", "source": "/home/notes/3.md"}),
    ]
    articles = load_all(OURS)
    assert [(a.id.split("/")[0], a.title, a.author, a.published, a.source, a.url) for a in articles] == [
        ("ListReader", "Weir", "A. B., C. D.", "2025-03-20", "Post", ""),
        ("https:", "The lock stays shut until May", "", "", "", "https://valley.example/lock"),
        ("ListReader", "Third", "", "", "", ""),
    ]
    assert articles[2].id == "ListReader/note-3"


def test_pages_of_one_file_are_one_article(given: list[Document]) -> None:
    given += [
        Document(text=f"Page {page}.", metadata={"file_path": f"/in/{name}.pdf", "page_label": str(page)})
        for name in ("a", "b")
        for page in (1, 2)
    ]
    assert [(a.id, a.text) for a in load_all(OURS)] == [
        ("/in/a.pdf", "Page 1.\n\nPage 2."),
        ("/in/b.pdf", "Page 1.\n\nPage 2."),
    ]


def test_parts_under_one_name_and_documents_without_text_are_told_apart(given: list[Document]) -> None:
    given += [Document(text=text, metadata={"file_name": "note.md"}) for text in ("One.", "Two.", " ")]
    first, second, empty = load(OURS)
    assert isinstance(first, Loaded)
    assert isinstance(second, Loaded)
    assert (first.article.id, second.article.id) == ("note.md", "note.md#2")
    assert first.origin == second.origin == str(ReaderPlace(OURS, {}))
    assert isinstance(empty, Skipped)
    assert "holds no text" in str(empty)


def test_the_origin_is_the_same_whatever_the_key() -> None:
    assert str(ReaderPlace(OURS, {"limit": 3, "token": "a"})) == str(ReaderPlace(OURS, {"token": "b", "limit": 3}))
    assert str(ReaderPlace(OURS, {"limit": 3})) != str(ReaderPlace(OURS, {"limit": 4}))


def test_a_reader_that_fails_is_one_line_without_the_key() -> None:
    (skipped,) = load(OURS, token="s3cret")
    assert str(skipped).endswith(
        "the reader failed (RuntimeError: refused *** at https://***@host/x): mend --reader-args, or what it reads from"
    )


def test_a_line_of_json_gives_its_value_as_the_title(given: list[Document]) -> None:
    given += [Document(text=f'"text": "{WEIR}",\n"author": "Ada"'), Document(text=LOCK)]
    assert [article.title for article in load_all(OURS)] == [
        "The weir at Dorle was opened on Monday",
        "The lock stays shut until May",
    ]


def test_what_is_no_document_is_named(given: list[Document]) -> None:
    given += [Document(text=WEIR), "a text", {"text": LOCK}]  # type: ignore[list-item]
    (skipped,) = load(OURS)
    assert str(skipped).endswith("the reader gave dict, str, not Documents: name another reader")


@pytest.mark.parametrize(
    ("reader", "arguments", "message"),
    [
        ("llama_index.readers.json", {}, "is not 'module:Class'"),
        ("llama_index.readers.no_such:Reader", {}, "run pip install llama-index-readers-no-such"),
        ("llama_index.core:NoSuchReader", {}, "llama_index.core has no NoSuchReader"),
        ("json:JSONDecoder", {}, "has no load_data"),
        (OURS, {"limits": 3}, "ListReader has no 'limits': it takes token, limit"),
    ],
)
def test_a_reader_that_cannot_be_had_is_refused_with_the_mend(
    reader: str, arguments: dict[str, object], message: str
) -> None:
    with pytest.raises(SettingsError, match=message):
        load(reader, **arguments)


def test_arguments_come_from_json_or_from_a_file(tmp_path: Path) -> None:
    path = tmp_path / "args.json"
    path.write_text('{"token": "x"}')
    assert read_arguments("") == {}
    assert read_arguments('{"a": [1]}') == {"a": [1]}
    assert read_arguments(f"@{path}") == {"token": "x"}
    for bad, message in (("{", "not JSON"), ("[1]", "is not an object"), (f"@{tmp_path}/none", "No such file")):
        with pytest.raises(SettingsError, match=message):
            read_arguments(bad)
