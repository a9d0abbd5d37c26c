"""Whatever lies in a folder, each bad thing gives one clear line, and its good neighbour still loads."""

import errno
import json
import os
import socket
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qa.load import load_articles
from qa.load.door import SUFFIXES
from qa.records import Skipped
from tests.load.makers import change_part, load_all, make_docx, make_pdf

GOOD = "It closed on Monday."
PDF = make_pdf([GOOD])
DOCX = make_docx(GOOD)
ROW = json.dumps({"id": "row", "text": GOOD}).encode()

# the file's name, its bytes, and words of the reason
BAD_FILES: dict[str, tuple[str, bytes, str]] = {
    "an empty text": ("x.txt", b"", "empty"),
    "blank text": ("x.txt", b" \n\t\r\n ", "empty"),
    "a text of spaces from other scripts": ("x.txt", "\u3000\u00a0\u2003".encode(), "no text"),
    "a text of a byte order mark": ("x.txt", b"\xef\xbb\xbf", "no text"),
    "a text of its source alone": ("x.txt", b"Original Source: www.example.com", "no text"),
    "damaged UTF-8": ("x.txt", "Café über ".encode() + b"\xe9 closed.", "not UTF-8 text: byte 0xe9 at offset 12"),
    "cut in the middle of a character": ("x.txt", "Café".encode()[:-1], "not UTF-8 text"),
    "a surrogate in UTF-8": ("x.txt", b"x \xed\xa0\xbd y", "not UTF-8 text: byte 0xed"),
    "UTF-16 without its mark": ("x.txt", GOOD.encode("utf-16-le"), "binary"),
    "UTF-16 of odd length": ("x.txt", GOOD.encode("utf-16") + b"x", "not UTF-16 text"),
    "a picture called text": ("x.txt", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "binary"),
    "zero bytes": ("x.txt", b"\0" * 100, "binary"),
    "a program called text": ("x.txt", b"\x7fELF\2\1\1\0\0\0", "binary"),
    "a text that is too large": ("x.txt", b"x " * 700_000, "1.4 MB, the limit is 1 MB"),
    "an empty Markdown file": ("x.md", b"", "empty"),
    "front matter and no more": ("x.md", b"---\ntitle: a\n---\n", "no text"),
    "front matter with two colons": ("x.md", b"---\ntitle: a: b\n---\nText.", "broken front matter, line 2"),
    "front matter with an open bracket": (
        "x.md",
        b"---\ntitle: a\ntags: [b\n---\nText.",
        "broken front matter, line 4",
    ),
    "front matter without an end": ("x.md", b"---\ntitle: a\n\nText.", "broken front matter, line 1"),
    "front matter that is a list": ("x.md", b"---\n- a\n---\nText.", "broken front matter, line 2: a list"),
    "front matter with a bell in it": ("x.md", b"---\ntitle: \x07\n---\nText.", "broken front matter, line 2"),
    "front matter with half a pair": ("x.md", b'---\ntitle: "\\ud83d"\n---\nText.', "half a surrogate pair"),
    "Markdown that ends in mid-character": ("x.md", b"# Caf\xc3", "not UTF-8 text"),
    "Markdown of comments": ("x.md", b"<!-- nothing -->\n\n<!-- more -->", "no text"),
    "an empty page": ("x.html", b"", "empty"),
    "a page of scripts": ("x.html", b"<html><script>x()</script></html>", "no text"),
    "a page of comments": ("x.html", b"<!-- nothing -->", "no text"),
    "a page that a script fills in": ("x.html", b"<div id=root><p>Loading...</p></div>", "a page that a script fills"),
    "a page of zero bytes": ("x.html", b"<p>\0\0</p>", "binary"),
    "a page nested without end": ("x.html", b"<div>" * 9_000 + b"deep", "nested deeper"),
    "an empty PDF": ("x.pdf", b"", "empty"),
    "a PDF that is cut off": ("x.pdf", PDF[:-150], "cut off"),
    "a PDF of its first line": ("x.pdf", b"%PDF-1.7\n", "cut off"),
    "a PDF without its middle": ("x.pdf", PDF[:200] + PDF[-60:], "cannot be read"),
    "a PDF without text": ("x.pdf", make_pdf([], []), "scanned"),
    "a text called PDF": ("x.pdf", GOOD.encode(), "cut off"),
    "a PDF whose pages are their own parents": (
        "x.pdf",
        PDF.replace(b"/Kids [5 0 R]", b"/Kids [2 0 R]"),
        "cannot be read",
    ),
    "an empty Word file": ("x.docx", b"", "empty"),
    "a Word file that is cut off": ("x.docx", DOCX[:-3_000], "cannot be read"),
    "a zip file of something else": ("x.docx", change_part(DOCX, "_rels/.rels", None), "cannot be read"),
    "a Word file of broken XML": ("x.docx", change_part(DOCX, "word/document.xml", b"<w:p"), "cannot be read"),
    "an old Word file": ("x.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 99, "old or password-protected"),
    "a Word file without words": ("x.docx", make_docx("", " "), "no text"),
    "a text called Word": ("x.docx", GOOD.encode(), "cannot be read"),
    "an empty JSONL": ("x.jsonl", b"", "empty"),
    "a JSONL of blank lines": ("x.jsonl", b"\n\n", "empty"),
    "a JSON array": ("x.jsonl", b"[" + ROW + b"]", "a JSON array"),
    "JSON over several lines": ("x.jsonl", json.dumps(json.loads(ROW), indent=1).encode(), "several lines"),
    "JSONL in UTF-16": ("x.jsonl", ROW.decode().encode("utf-16"), "UTF-16"),
    "a question set": ("x.jsonl", b'{"id": "q", "question": "Why?"}\n' * 3, "use it with 'qa eval'"),
    "a line that is not JSON": ("x.jsonl", ROW + b"\nnot JSON", "line 2: not JSON"),
    "a line without an id": ("x.jsonl", ROW + b'\n{"text": "a"}', 'line 2: no "id"'),
    "a line without text": ("x.jsonl", ROW + b'\n{"id": "a"}', 'line 2: no "text"'),
    "a line whose text is a number": ("x.jsonl", b'{"id": "a", "text": 1}', 'line 1: "text" is a number'),
    "a line whose text is blank": ("x.jsonl", b'{"id": "a", "text": " "}', "line 1: it holds no text"),
    "a line with half a surrogate pair": (
        "x.jsonl",
        rb'{"id": "a", "text": "\ud83d"}',
        "line 1: half a surrogate pair",
    ),
    "a line that is too large": ("x.jsonl", b'{"id": "a", "text": "' + b"x" * 1_200_000, "line 1: larger than"),
    "a line in Latin-1": ("x.jsonl", b'{"id": "a", "text": "caf\xe9"}', "line 1: not UTF-8"),
    "a line nested without end": ("x.jsonl", b'{"id": ' + b"[" * 9_000, "line 1: JSON that is nested too deep"),
    "a second line with the same id": ("x.jsonl", ROW + b"\n" + ROW, "line 2: its id 'row' is already that of"),
    "a feed without items": ("x.rss", b"<rss version='2.0'><channel/></rss>", "a feed without entries"),
    "an Atom feed without entries": (
        "x.atom",
        b"<feed xmlns='http://www.w3.org/2005/Atom'/>",
        "a feed without entries",
    ),
    "XML that is no feed": ("x.xml", b"<project/>", "not an RSS or Atom feed"),
    "a text called feed": ("x.rss", GOOD.encode(), "not an RSS or Atom feed"),
    "an empty feed": ("x.xml", b"", "empty"),
    "an entry without text": (
        "x.rss",
        b"<rss version='2.0'><channel><item><title>One</title></item></channel></rss>",
        "entry 'One': it holds no text",
    ),
    "a name of two lines": ("x\ny.txt", GOOD.encode(), r"x\ny.txt: its name holds a line break"),
    "a name with a bell in it": ("x\x07.txt", GOOD.encode(), r"x\x07.txt: its name holds a line break"),
    "a name that is not UTF-8": (os.fsdecode(b"x\xff.txt"), GOOD.encode(), "its name is not UTF-8"),
}


def check_one_line(folder: Path, reason: str) -> None:
    """Assert that the folder gives its good article, and one line with the reason for the bad one."""
    (folder / "good neighbour.txt").write_text(GOOD)
    articles, skipped = load_all(folder, article_megabytes=1)
    assert "good neighbour" in [article.id for article in articles]
    [line] = skipped
    assert reason in line
    assert line.startswith(str(folder))
    assert line.isprintable()
    assert "Traceback" not in line


@pytest.mark.parametrize(("name", "data", "reason"), BAD_FILES.values(), ids=BAD_FILES)
def test_a_bad_file_is_one_line_and_its_neighbour_loads(
    name: str, data: bytes, reason: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / name).write_bytes(data)
    check_one_line(tmp_path, reason)
    assert (*capsys.readouterr(),) == ("", "")


def make_bomb(path: Path) -> None:
    path.write_bytes(change_part(DOCX, "word/media/big.xml", b" " * 110_000_000))


def make_socket(path: Path) -> None:
    home = Path.cwd()
    os.chdir(path.parent)  # the path of a socket may have about 100 characters only
    try:
        with socket.socket(socket.AF_UNIX) as server:
            server.bind(path.name)
    finally:
        os.chdir(home)


BAD_THINGS: dict[str, tuple[Callable[[Path], object], str]] = {
    "a zip bomb": (lambda folder: make_bomb(folder / "x.docx"), "unpacks to 111 MB or more, the limit is 100 MB"),
    "a pipe": (lambda folder: os.mkfifo(folder / "x.txt"), "not a file but a pipe"),
    "a pipe of articles": (lambda folder: os.mkfifo(folder / "x.jsonl"), "not a file but a pipe"),
    "a socket": (lambda folder: make_socket(folder / "x.txt"), "not a file but a pipe, socket or device"),
    "a device": (lambda folder: (folder / "x.txt").symlink_to("/dev/zero"), "not a file but a pipe, socket or device"),
    "a link to nothing": (lambda folder: (folder / "x.txt").symlink_to(folder / "none"), "a link to nothing"),
    "a link to itself": (lambda folder: (folder / "x.txt").symlink_to(folder / "x.txt"), "a link to nothing"),
    "a folder called text": (lambda folder: (folder / "x.txt").mkdir(), "an empty folder, not a .txt file"),
}


@pytest.mark.parametrize(("make", "reason"), BAD_THINGS.values(), ids=BAD_THINGS)
def test_a_thing_that_is_no_file_or_is_a_trap_is_one_line(
    make: Callable[[Path], object], reason: str, tmp_path: Path
) -> None:
    make(tmp_path)
    check_one_line(tmp_path, reason)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
@pytest.mark.parametrize("name", ["x.txt", "x.jsonl"])
def test_a_file_that_may_not_be_read_is_one_line(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text(GOOD)
    (tmp_path / name).chmod(0)
    check_one_line(tmp_path, "cannot be read (Permission denied): make it readable")


def test_a_file_that_the_system_does_not_give_is_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "x.txt").write_text(GOOD)
    real_open = Path.open

    def refuse(path: Path, *args: str) -> object:
        if path.name == "x.txt":
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))
        return real_open(path, *args)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "open", refuse)
        _, [line] = load_all(tmp_path)
    assert line.endswith("x.txt: cannot be read (Permission denied): make it readable, or leave it out")


def test_a_folder_that_the_system_does_not_give_is_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "closed").mkdir()
    real_iterdir = Path.iterdir

    def refuse(path: Path) -> object:
        if path.name == "closed":
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))
        return real_iterdir(path)

    monkeypatch.setattr(Path, "iterdir", refuse)
    check_one_line(tmp_path, "closed: cannot be opened (Permission denied): make it readable")


@pytest.mark.parametrize(
    ("place", "reason"),
    [
        ("none", "no such file or folder"),
        ("none.txt", "no such file or folder"),
        ("", "a folder without articles"),
        ("picture.png", "a file ending in .png is no format that can be read: expected one of .txt, "),
        ("Makefile", "a file without an ending is no format"),
        ("x\ny", "no such file or folder"),
        ("n" * 300, "cannot be opened"),
        ("a\0b", "no such file or folder"),
        ("http://127.0.0.1/page", "not a public address"),
        ("ftp://example.com/a.txt", "an address of the kind ftp://"),
    ],
)
def test_a_place_that_gives_nothing_is_one_line_and_the_next_one_loads(place: str, reason: str, tmp_path: Path) -> None:
    (tmp_path / "bad").mkdir()
    (tmp_path / "bad" / "good.txt").write_text(GOOD)
    for name in ("picture.png", "Makefile"):
        (tmp_path / name).write_text(GOOD)
    (tmp_path / "empty").mkdir()
    bad = place if "://" in place else tmp_path / (place or "empty")
    [article], [line] = load_all(bad, tmp_path / "bad")
    assert (article.id, reason in line, line.isprintable()) == ("good", True, True), line


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@pytest.mark.parametrize("suffix", SUFFIXES)
@given(data=st.binary(max_size=400))
def test_random_bytes_in_any_format_are_read_or_told(suffix: str, data: bytes, tmp_path: Path) -> None:
    (tmp_path / f"x{suffix}").write_bytes(data)
    for item in load_articles([tmp_path]):
        if isinstance(item, Skipped):
            assert len(str(item).splitlines()) == 1
        else:
            assert item.article.text.strip()
