"""When the server is gone, the page says so, and goes on once it is back."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import playwright
import pytest
from playwright.sync_api import Browser, Page, Route, expect

from qa.settings import Settings
from qa.web.languages import STATIC
from tests.web.conftest import serve_app
from tests.web.scripted import COST, SLOW, WHY, ScriptedBot
from tests.web.test_page import ask

Visit = Callable[..., Page]
GONE = "The server cannot be reached. Is it still running?"

pytestmark = pytest.mark.expects_trouble


def test_a_question_that_reaches_no_server_says_so_and_can_be_asked_again(visit: Visit) -> None:
    page = visit()
    ask(page, WHY)
    page.context.set_offline(True)
    ask(page, COST)
    expect(page.locator(".problem")).to_have_text(GONE)
    expect(page.get_by_role("heading", name=COST)).to_be_visible()
    page.context.set_offline(False)
    page.get_by_role("button", name="Ask again").click()
    expect(page.locator(".turn").last.locator(".conflict")).to_be_visible()
    expect(page.locator(".turn")).to_have_count(2)


@pytest.mark.parametrize("how", ["refused", "ended"])
def test_an_answer_that_breaks_off_is_missed_and_the_next_question_is_answered(visit: Visit, how: str) -> None:
    def break_off(route: Route) -> None:
        route.abort() if how == "refused" else route.fulfill(content_type="text/event-stream", body="")

    page = visit()
    page.route("**/queue/data*", break_off, times=1)
    ask(page, WHY)
    expect(page.locator(".problem")).to_have_text(GONE)
    page.get_by_role("button", name="Ask again").click()
    expect(page.locator(".turn").last.locator(".statement")).to_have_count(4)


@pytest.mark.usefixtures("slow")
def test_a_server_that_stops_while_it_answers_is_not_waited_for(
    browser: Browser, bot: ScriptedBot, web_settings: Settings
) -> None:
    with serve_app(bot, web_settings) as address:
        page = browser.new_context(locale="en-GB").new_page()
        page.goto(address)
        page.get_by_label("Your question").fill(SLOW)
        page.keyboard.press("Enter")
        expect(page.locator(".status")).to_have_text("Looking through the articles …")
    expect(page.locator(".turn")).to_have_attribute("aria-busy", "false")
    expect(page.get_by_role("button", name="Ask again")).to_be_visible()
    page.context.close()


def test_the_widget_misses_an_answer_that_breaks_off() -> None:
    stub = """const pieces = [new TextEncoder().encode('data: {"id": "7", "step": "reading"}\\n\\n')];
    const pull = (body) => (pieces.length ? body.enqueue(pieces.pop()) : body.error(new TypeError("network error")));
    const request = async () => ({ ok: true, body: new ReadableStream({ pull }) });"""
    script = re.sub("(?m)^import .*$", lambda _: stub, STATIC.joinpath("engine.js").read_text("utf-8"))
    script += 'await ask({ question: "Why?" }, (value) => console.log(JSON.stringify(value)));'
    node = Path(playwright.__file__).parent / "driver" / "node"
    told = subprocess.run([node, "--input-type=module", "-"], input=script, capture_output=True, text=True, check=True)
    assert told.stdout.splitlines()[-1] == '{"id":"7","step":"reading","refused":{"reason":"offline"}}'
