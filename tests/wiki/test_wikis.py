"""The widget in real wikis, put in as the handbook says: ask through the bubble, read the cited sentence."""

from __future__ import annotations

import os
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from qa.settings import load_settings
from tests.web.conftest import serve_app
from tests.web.hosts import OPEN_SHADOW, serve_site, write_page
from tests.web.scripted import WHY, ScriptedBot
from tests.wiki.engines import (
    WIKIS,
    Engine,
    install,
    prepare_dokuwiki,
    prepare_mediawiki,
    prepare_otterwiki,
    read_snippet,
)

PREPARE = {"Otter Wiki": prepare_otterwiki, "DokuWiki": prepare_dokuwiki, "MediaWiki": prepare_mediawiki}


@pytest.fixture(scope="module", autouse=True)
def installed() -> None:
    install()


@pytest.fixture
def answers(tmp_path: Path) -> Iterator[tuple[str, int]]:
    """Serve answers to one wiki, whose port is chosen here; return our address and that port."""
    port = find_free_port()
    settings = load_settings(index_dir=tmp_path, widget_origins=(f"http://localhost:{port}",))
    with serve_app(ScriptedBot(), settings) as address:
        yield address, port


@contextmanager
def start(engine: Engine, port: int) -> Iterator[None]:
    log = (WIKIS / "server.log").open("w")
    command = [part.format(port=port) for part in engine.command]
    server = subprocess.Popen(command, env=os.environ | engine.environment, stdout=log, stderr=log)
    try:
        wait_until_it_answers(f"http://127.0.0.1:{port}{engine.page}", server)
        yield
    finally:
        server.terminate()
        server.wait(timeout=10)
        log.close()


def wait_until_it_answers(address: str, server: subprocess.Popen[bytes]) -> None:
    for _ in range(300):
        assert server.poll() is None, (WIKIS / "server.log").read_text()
        try:
            urllib.request.urlopen(address, timeout=60).close()
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.2)
        else:
            return
    pytest.fail(f"{address} does not answer")


def find_free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@pytest.fixture
def visit(browser: Browser) -> Iterator[Callable[[str], Page]]:
    context = browser.new_context(viewport={"width": 1280, "height": 800}, locale="en-GB", reduced_motion="reduce")
    context.add_init_script(OPEN_SHADOW)

    def visit_page(address: str) -> Page:
        page = context.new_page()
        page.set_default_timeout(30_000)
        page.goto(address)
        return page

    yield visit_page
    context.close()


def ask_through_the_bubble(page: Page) -> None:
    page.get_by_role("button", name="Ask the articles").click()
    panel = page.frame_locator("iframe[title='Ask the articles']")
    expect(panel.locator("#discover button").first).to_be_visible()  # its script listens from then on
    panel.get_by_label("Your question").fill(WHY)
    panel.get_by_label("Your question").press("Enter")
    expect(panel.locator(".statement").first).to_contain_text("A crack in its northern pier.")
    panel.locator('.answer .cite[data-number="3"]').first.click()
    expect(panel.locator("mark.current")).to_have_text("The state has promised to pay half of it.")
    expect(panel.locator("mark.current")).to_be_in_viewport()
    page.screenshot(path=WIKIS / "shown.png")


@pytest.mark.parametrize("name", PREPARE)
def test_a_question_is_answered_in_the_wiki_and_nowhere_else(
    name: str, answers: tuple[str, int], visit: Callable[[str], Page]
) -> None:
    address, port = answers
    engine = PREPARE[name](address)
    with start(engine, port):
        page = visit(f"http://localhost:{port}{engine.page}")
        ask_through_the_bubble(page)
        (WIKIS / "shown.png").rename(WIKIS / f"{name.replace(' ', '')}.png")
        unlisted = visit(f"http://127.0.0.1:{port}{engine.page}")
        unlisted.get_by_role("button", name="Ask the articles").click()
        expect(unlisted.locator("dialog p")).to_contain_text(f"http://127.0.0.1:{port} is not in its QA_WIDGET_ORIGINS")
        assert not [frame for frame in unlisted.frames if frame.url.startswith(address)]


def test_the_line_for_plain_html_works_as_it_stands(tmp_path: Path, visit: Callable[[str], Page]) -> None:
    with serve_site() as site:
        settings = load_settings(index_dir=tmp_path, widget_origins=(site.listed,))
        with serve_app(ScriptedBot(), settings) as address:
            site.put("/", write_page(read_snippet("Plain HTML", address)))
            ask_through_the_bubble(visit(f"{site.listed}/"))
