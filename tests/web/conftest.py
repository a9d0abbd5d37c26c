"""What the tests of the page share: one server with a scripted bot, one Chromium, and a screenshot of what failed."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from unittest.mock import patch

import pytest
import uvicorn
from axe_playwright_python.sync_playwright import Axe
from fastapi import FastAPI
from fastapi.testclient import TestClient
from gradio.routes import App as GradioApp
from playwright.sync_api import Browser, Page
from starlette.routing import Mount

from qa.settings import Settings, load_settings
from qa.web.server import create_app
from tests.toys import run_elsewhere
from tests.web.scripted import COST, WHY, ScriptedBot

FAILED = Path(__file__).parents[2] / "screenshots" / "failed"
PHONE = {"width": 390, "height": 844}


@pytest.fixture(scope="session")
def web_settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    # many tests ask from one address
    return load_settings(index_dir=tmp_path_factory.mktemp("web"), questions_per_minute=1000, questions_at_once=2)


@pytest.fixture(scope="session")
def bot() -> ScriptedBot:
    return ScriptedBot()


@pytest.fixture(scope="session")
def address(bot: ScriptedBot, web_settings: Settings) -> Iterator[str]:
    # the scripted bot answers a few questions only: those that are offered are among them
    offered = patch("qa.web.api.starters.find_starters", return_value=[WHY, COST])
    with offered, serve_app(bot, web_settings) as found:
        yield found


def make_app(bot: object, settings: Settings) -> FastAPI:
    """Build the app where an event loop runs: elsewhere, Gradio opens one and never closes it."""

    async def make() -> FastAPI:
        return create_app(bot, settings)  # type: ignore[arg-type]

    return run_elsewhere(make())


def ask_on_the_page(client: TestClient, question: str) -> str:
    """Ask as the page does, through Gradio's queue, and return all that it told; the client is entered."""
    functions = client.get("/config").json()["dependencies"]
    ask = next(one["id"] for one in functions if "sourceline.asking" in str(one["js"]))
    sent = {"fn_index": ask, "session_hash": "session", "data": [question, {"told": []}, []]}
    assert client.post("/gradio_api/queue/join", json=sent).status_code == 200
    return client.get("/gradio_api/queue/data?session_hash=session").text


def walk_routes(routes: list[object], prefix: str = "", *, gradios: bool = True) -> Iterator[tuple[str, str]]:
    """Yield method and path of every route, through every application that is mounted inside another."""
    for route in routes:
        if not gradios and isinstance(getattr(route, "app", None), GradioApp):
            continue
        if included := getattr(route, "original_router", None):
            yield from walk_routes(included.routes, prefix + route.include_context.prefix)  # type: ignore[attr-defined]
        elif isinstance(route, Mount):
            inner = getattr(route.app, "routes", None)
            if inner:
                yield from walk_routes(inner, prefix + route.path)
            else:
                yield "GET", f"{prefix}{route.path}/{{path:path}}"
        else:
            for method in sorted(getattr(route, "methods", None) or {"GET"}):
                yield method, prefix + route.path  # type: ignore[attr-defined]


class serve_app:  # noqa: N801 - used like a function, as context managers are
    """Serves the page on a free port while the block runs; its value is the address."""

    def __init__(self, bot: object, settings: Settings) -> None:
        config = uvicorn.Config(
            make_app(bot, settings), port=0, log_level="warning", timeout_graceful_shutdown=1, proxy_headers=False
        )  # type: ignore[arg-type]
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._server.run, daemon=True)

    def __enter__(self) -> str:
        self._thread.start()
        while not self._server.started:
            time.sleep(0.02)
        port = self._server.servers[0].sockets[0].getsockname()[1]
        return f"http://127.0.0.1:{port}"

    def __exit__(self, *error: object) -> None:
        self._server.should_exit = True
        self._thread.join(timeout=30)


@pytest.fixture
def visit(browser: Browser, address: str, request: pytest.FixtureRequest) -> Iterator[object]:
    """Open the page in a browser of its own: ``visit(path, **what the browser is like)``.

    A test that fails leaves a picture of each of its pages; one whose page logs an error or asks another host fails.
    """
    pages: list[Page] = []
    trouble: list[str] = []

    def visit_page(path: str = "/", **options: object) -> Page:
        options = {"viewport": {"width": 1440, "height": 900}, "locale": "en-GB", "reduced_motion": "reduce"} | options
        page = browser.new_context(**options).new_page()  # type: ignore[arg-type]
        page.on("console", lambda message: message.type == "error" and trouble.append(message.text))
        page.on("pageerror", lambda error: trouble.append(str(error)))
        page.on("response", lambda got: got.status >= 400 and trouble.append(f"{got.status} {got.url}"))
        page.on("request", lambda asked: asked.url.startswith(address) or trouble.append(f"asked {asked.url}"))
        page.set_default_timeout(30_000)
        page.goto(address + path)
        pages.append(page)
        return page

    yield visit_page
    failed = getattr(request.node, "failed", False)
    for number, page in enumerate(pages):
        if failed:
            FAILED.mkdir(parents=True, exist_ok=True)
            name = re.sub(r"\W+", "-", request.node.name)
            page.screenshot(path=FAILED / f"{name}-{number}.png")
        page.context.close()
    expected = request.node.get_closest_marker("expects_trouble")
    assert expected or not trouble, trouble


def find_complaints(page: Page) -> list[str]:
    """Return what axe finds on a page, whose policy is bypassed: axe itself is injected."""
    tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": tags}}).response["violations"]
    return [f"{one['id']}: {[node['html'] for node in one['nodes']]}" for one in found]


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    report = yield
    if report.when == "call" and report.failed:
        item.failed = True  # type: ignore[attr-defined]
    return report


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "expects_trouble: the page is meant to log an error")


@pytest.fixture
def slow(bot: ScriptedBot) -> Iterator[None]:
    """Let slow questions hang while the test runs."""
    bot.hold.clear()
    yield
    bot.hold.set()
