"""Articles from the page, in a real browser and over a real index: added, asked about at once, and removed again."""

from __future__ import annotations

import asyncio
import logging
import os
import socket
import struct
import threading
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import cast
from unittest.mock import patch
from urllib.parse import urlsplit

import pytest
from fastapi import Request
from fastapi.testclient import TestClient
from playwright.sync_api import Browser, Page, expect

from qa.bot import open_bot
from qa.errors import IndexLockedError
from qa.index.build import build_index, make_empty_index
from qa.settings import Settings, load_settings
from qa.web.guard.passwords import PasswordFile
from qa.web.guard.visitor import Visitor
from qa.web.page.adding import Adding, may_add
from tests.load.makers import make_docx, make_pdf
from tests.toys import run_elsewhere
from tests.web.conftest import find_complaints, make_app, serve_app

Visit = Callable[..., Page]


def write_html(title: str, text: str) -> bytes:
    page = (
        f"<html><head><title>{title}</title></head><body><article><h1>{title}</h1><p>{text}</p></article></body></html>"
    )
    return page.encode()


@pytest.fixture(scope="module")
def adding_settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    folder = tmp_path_factory.mktemp("adding")
    (folder / "corpus").mkdir()
    (folder / "corpus" / "first.md").write_text("# Town hall\n\nThe town hall of Dorle has 312 windows.\n", "utf-8")
    settings = load_settings(
        index_dir=folder / "index", questions_per_minute=1000, article_megabytes=1, allow_private_addresses=True
    )
    build_index([folder / "corpus"], settings)
    return settings


@pytest.fixture(scope="module")
def address(adding_settings: Settings) -> Iterator[str]:
    bot = open_bot(adding_settings)
    with serve_app(bot, adding_settings) as found:
        yield found
    bot.close()


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    class Page(BaseHTTPRequestHandler):
        def do_GET(self) -> None:  # noqa: N802
            text = write_html(
                "Ferry", "The ferry to Halm island sails at half past nine in the morning, and takes forty minutes."
            )
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.send_header("Content-Length", str(len(text)))
            self.end_headers()
            self.wfile.write(text)

        def log_message(self, *args: object) -> None: ...

    server = ThreadingHTTPServer(("127.0.0.1", 0), Page)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/ferry"
    server.shutdown()
    server.server_close()


def open_side(page: Page) -> None:
    page.get_by_role("button", name="Conversations").click()
    expect(page.get_by_role("heading", name="Add articles")).to_be_visible()


def add(page: Page, path: Path, told: str) -> None:
    page.locator("#drop input").set_input_files(path)
    line = page.locator("#adding-report li").first
    expect(line).to_contain_text(path.name)
    expect(line).to_contain_text(told)


def ask(page: Page, question: str, sentence: str) -> None:
    page.get_by_label("Your question").fill(question)
    page.keyboard.press("Enter")
    expect(page.locator(".turn").last).to_contain_text(sentence)


@pytest.mark.expects_trouble  # a refused file is an error of the network for the browser
def test_files_of_every_kind_are_added_asked_about_and_removed(
    visit: Visit, tmp_path: Path, adding_settings: Settings
) -> None:
    files = {
        "harbour.pdf": make_pdf(["The harbour of Dorle was deepened to fourteen metres in 1962."]),
        "school.docx": make_docx(["The school of Dorle was founded by Ilse Varga in 1911."]),
        "mill.html": write_html(
            "Mill", "The old mill of Dorle burned down in the winter of 1848, and nobody was charged."
        ),
        "broken.pdf": b"%PDF-1.7 nothing of it is true",
        "copy of harbour.pdf": make_pdf(["The harbour of Dorle was deepened to fourteen metres in 1962."]),
        "large.txt": b"a" * 2_000_000,
        "tool.exe": b"MZ",
    }
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
    page = visit()
    open_side(page)
    for name in ("harbour.pdf", "school.docx", "mill.html"):
        add(page, tmp_path / name, "added. Ask about it.")
    add(page, tmp_path / "harbour.pdf", "already here.")
    add(page, tmp_path / "copy of harbour.pdf", "the same as harbour.pdf, which is here already")
    add(page, tmp_path / "broken.pdf", "broken.pdf: ")
    expect(page.locator("#adding-report li").first).to_have_class("problem")
    add(page, tmp_path / "large.txt", "larger than 1 MB.")
    add(page, tmp_path / "tool.exe", "no kind of file that can be read")
    held = sorted(path.name for path in (adding_settings.index_dir / "uploads").iterdir())
    assert held == ["harbour.pdf", "mill.html", "school.docx"]
    page.get_by_role("button", name="Conversations").click()
    ask(page, "Who founded the school of Dorle?", "Ilse Varga")
    ask(page, "When did the old mill of Dorle burn down?", "winter of 1848")
    open_side(page)
    page.locator("#added li").nth(1).get_by_role("button").click()
    expect(page.locator("#added li")).to_have_count(2)
    page.get_by_role("button", name="Conversations").click()
    page.get_by_role("button", name="New conversation").click()
    ask(page, "Who founded the school of Dorle?", "The articles do not say.")


def test_an_empty_index_leads_to_adding_articles_by_dropping_a_file(browser: Browser, tmp_path: Path) -> None:
    settings = load_settings(index_dir=tmp_path / "index")
    assert make_empty_index(settings)
    assert not make_empty_index(settings)
    bot = open_bot(settings)
    with serve_app(bot, settings) as address:
        page = browser.new_context(locale="en-GB", bypass_csp=True).new_page()
        page.goto(address)
        expect(page.locator("#discover")).to_contain_text("There are no articles yet.")
        expect(page.get_by_label("Your question")).to_be_hidden()
        assert find_complaints(page) == []
        drop(page, "school.md", "# School\n\nThe school of Dorle was founded by Ilse Varga in 1911.\n")
        expect(page.locator(".holdings")).to_contain_text("1 article")
        ask(page, "Who founded the school of Dorle?", "Ilse Varga")
        open_side(page)
        expect(page.locator("#adding-report li")).to_have_text("school.md: 1 article added. Ask about it.")
        page.context.close()
    bot.close()


def drop(page: Page, name: str, text: str) -> None:
    """Drop a file on the page, as from a folder of the desktop."""
    expect(page.locator("#drop")).to_be_visible()
    page.evaluate(
        """([name, text]) => {
            const dataTransfer = new DataTransfer();
            dataTransfer.items.add(new File([text], name));
            const zone = document.getElementById("drop");
            for (const type of ["dragover", "drop"])
                zone.dispatchEvent(new DragEvent(type, { dataTransfer, bubbles: true, cancelable: true }));
        }""",
        [name, text],
    )


def test_a_page_of_the_web_is_added_by_its_address(visit: Visit, site: str) -> None:
    page = visit()
    open_side(page)
    page.get_by_label("Address of a page or a feed").fill(site)
    page.keyboard.press("Enter")
    expect(page.locator("#adding-report li").first).to_contain_text("added. Ask about it.")
    page.get_by_role("button", name="Conversations").click()
    ask(page, "When does the ferry to Halm island sail?", "half past nine")


def test_on_a_server_who_is_logged_in_adds_articles_where_that_is_allowed(browser: Browser, tmp_path: Path) -> None:
    PasswordFile(tmp_path / "passwords").set("anna", "correct horse")
    settings = load_settings(index_dir=tmp_path / "index", password_file=tmp_path / "passwords", uploads="on")
    make_empty_index(settings)
    bot = open_bot(settings)
    with serve_app(bot, settings) as address:
        page = browser.new_context(locale="en-GB").new_page()
        assert page.request.put(f"{address}/api/added/a.md", data="a").status == 401
        page.goto(address)
        page.get_by_label("Name").fill("anna")
        page.get_by_label("Password").fill("correct horse")
        page.keyboard.press("Enter")
        drop(page, "school.md", "# School\n\nThe school of Dorle was founded by Ilse Varga in 1911.\n")
        expect(page.locator(".holdings")).to_contain_text("1 article")
        ask(page, "Who founded the school of Dorle?", "Ilse Varga")
        page.context.close()
    bot.close()


def test_what_is_sent_by_halves_leaves_nothing_and_who_leaves_is_served_to_the_end(
    adding_settings: Settings, address: str, caplog: pytest.LogCaptureFixture
) -> None:
    url = urlsplit(address)
    logging.getLogger("uvicorn.error").addHandler(caplog.handler)

    def send(name: str, text: bytes, announced: int) -> None:
        with socket.create_connection((url.hostname, url.port)) as connection:
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))  # leave abruptly
            head = f"PUT /api/added/{name} HTTP/1.1\r\nHost: {url.netloc}\r\nContent-Length: {announced}\r\n\r\n"
            connection.sendall(head.encode() + text)
            time.sleep(0.3)

    send("half.md", b"The ferry", 100_000)
    whole = b"The lighthouse of Halm is painted red."
    send("lighthouse.md", whole, len(whole))
    folder = adding_settings.index_dir / "uploads"
    for _ in range(100):
        listed = adding_settings.index_dir / "uploads.json"
        added = listed.read_text("utf-8") if listed.exists() else ""
        if "lighthouse" in added:
            break
        time.sleep(0.1)
    assert "lighthouse" in added
    assert not list(folder.glob("*half*"))
    refused = f"refused PUT /api/added/half.md from {url.hostname}: the file did not arrive whole: send it again"
    assert caplog.messages == [refused]


@pytest.mark.parametrize(
    ("flags", "name", "may"),
    [
        ({}, "", True),
        ({"host": "0.0.0.0"}, "", False),  # noqa: S104
        ({"proxy_addresses": "10.0.0.7"}, "", False),
        ({"password_file": "passwords"}, "anna", False),
        ({"password_file": "passwords", "uploads": "on"}, "anna", True),
        ({"password_file": "passwords", "uploads": "on"}, "", False),
        ({"host": "0.0.0.0", "open_to_network": True, "uploads": "on"}, "", False),  # noqa: S104
        ({"uploads": "off"}, "", False),
    ],
)
def test_articles_are_added_here_or_by_who_is_logged_in(flags: dict[str, object], name: str, may: bool) -> None:
    assert may_add(Visitor(name, "127.0.0.1"), load_settings(**flags)) is may


def test_two_files_of_one_name_that_arrive_at_once_are_each_whole(adding_settings: Settings) -> None:
    adding, arrived = Adding(adding_settings), [b"a" * 100, b"b" * 300]

    class Slow:
        """A request whose body comes in two pieces."""

        def __init__(self, content: bytes) -> None:
            self._content = content

        async def stream(self) -> AsyncIterator[bytes]:
            yield self._content[:50]
            await asyncio.sleep(0.05)
            yield self._content[50:]

    async def take_both() -> list[bytes]:
        taken = (adding.take_file("twice.txt", cast(Request, Slow(content))) for content in arrived)
        return [path.read_bytes() for path in await asyncio.gather(*taken)]

    assert run_elsewhere(take_both()) == arrived
    for path in (adding_settings.index_dir / "uploads").glob(".*.part"):
        path.unlink()


WHOLE = b"The ferry to Halm island sails at half past nine in the morning."


def send(adding: Adding, name: str, content: bytes) -> list[dict[str, object]]:
    """Let a file arrive and index it; return what is told."""

    class Sent:
        async def stream(self) -> AsyncIterator[bytes]:
            yield content

    told: list[dict[str, object]] = []
    adding.index_file(run_elsewhere(adding.take_file(name, cast(Request, Sent()))), name, told.append)
    return told


@pytest.fixture
def alone(tmp_path: Path) -> Adding:
    settings = load_settings(index_dir=tmp_path)
    make_empty_index(settings)
    return Adding(settings)


def list_kept(tmp_path: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (tmp_path / "uploads").iterdir()}


def test_a_file_that_gives_no_article_leaves_the_one_before_it(alone: Adding, tmp_path: Path) -> None:
    assert send(alone, "ferry.md", WHOLE)[-1]["added"] == 1
    assert send(alone, "ferry.md", b"\0\0\0\0")[-1]["skipped"]
    assert list_kept(tmp_path) == {"ferry.md": WHOLE}
    assert send(alone, "ferry.md", b"---\ntitle: Ferry\n---\n" + WHOLE)[-1]["changed"] == 1
    assert list(list_kept(tmp_path)) == ["ferry.md"]
    alone.remove("ferry")
    assert list_kept(tmp_path) == {}


@pytest.mark.parametrize("error", [IndexLockedError("busy"), OSError(28, "No space left"), ValueError("unforeseen")])
def test_a_file_that_could_not_be_indexed_does_not_stay(alone: Adding, tmp_path: Path, error: Exception) -> None:
    with patch("qa.web.page.adding.build_index", side_effect=error), suppress(ValueError):
        send(alone, "ferry.md", WHOLE)
    assert list_kept(tmp_path) == {}


def test_what_a_killed_server_left_goes_after_a_day_and_what_is_listed_stays(alone: Adding, tmp_path: Path) -> None:
    send(alone, "ferry.md", WHOLE)
    folder = tmp_path / "uploads"
    for name in (".1.part", ".2.part", ".3.before", "lost.md"):
        (folder / name).write_bytes(b"a")
    for name in (".1.part", ".3.before", "lost.md", "ferry.md"):
        os.utime(folder / name, (0, 0))
    Adding(load_settings(index_dir=tmp_path))
    assert set(list_kept(tmp_path)) == {"ferry.md", ".2.part"}
    (tmp_path / "uploads.json").write_text("{", encoding="utf-8")
    Adding(load_settings(index_dir=tmp_path))
    assert "ferry.md" in list_kept(tmp_path)


def test_what_is_indexed_is_in_the_list_before_it_is_told_wherever_a_server_is_killed(alone: Adding) -> None:
    listed: dict[str, list[str]] = {}

    def tell(what: dict[str, object]) -> None:
        listed["-".join(what)] = [one["id"] for one in alone.list_added()]

    alone._folder.mkdir()
    arrived = alone._folder / ".1.part"
    arrived.write_bytes(WHOLE)
    alone.index_file(arrived, "ferry.md", tell)
    assert listed["read"] == []
    assert listed["indexed-of"] == ["ferry"]


def test_what_is_added_while_a_removal_waits_stays_in_the_list(tmp_path: Path) -> None:
    adding = Adding(load_settings(index_dir=tmp_path))
    [first, second] = [{"id": name, "title": name, "origin": f"https://a.example/{name}"} for name in ("one", "two")]
    adding._write([first])
    removal = threading.Thread(target=adding.remove, args=["one"])
    with patch("qa.web.page.adding.open_index"), patch("qa.web.page.adding.remove_from_index"):
        with adding._changing:  # as an article is being indexed
            removal.start()
            time.sleep(0.1)
            adding._write([second, first])
        removal.join()
    assert adding.list_added() == [second]


def test_what_is_no_file_of_ours_is_refused_and_leaves_nothing(adding_settings: Settings) -> None:
    folder = adding_settings.index_dir / "uploads"
    client = TestClient(make_app(open_bot(adding_settings), adding_settings))
    before = sorted(folder.glob("*"))
    for name, status in {
        "..%2F..%2Fetc.txt": 422, ".hidden.txt": 422, "a%00.txt": 404, "page.php": 415, "x" * 200 + ".md": 422,
    }.items():  # fmt: skip
        assert client.put(f"/api/added/{name}", content=b"a").status_code == status, name
    assert client.put("/api/added/a.md", content=iter([b"a" * 700_000, b"a" * 700_000])).status_code == 413
    assert client.post("/api/added", json={"address": "file:///etc/passwd"}).status_code == 422
    assert client.delete("/api/added/first").status_code == 404  # it was not added here
    assert client.put("/api/added/a.md", content=b"a", headers={"Origin": "https://evil.example"}).status_code == 403
    assert sorted(folder.glob("*")) == before
    assert all(one.stat().st_mode & 0o077 == 0 for one in [folder])
