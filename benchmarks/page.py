"""Measure the chat page in a real browser: first paint, first sentence of an answer, weight.

python -m benchmarks.page --index-dir DIR   (an index made with qa index)
"""

from __future__ import annotations

import argparse
import statistics
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import uvicorn
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from qa.bot import open_bot
from qa.settings import Settings, load_settings
from qa.web.server import create_app

CHROMIUM = "/usr/bin/chromium"
RUNS = 20

# from pressing Enter to the first statement on the screen, timed in the page itself
FIRST_STATEMENT = """question => new Promise(resolve => {
    const field = document.getElementById("question");
    field.value = question;
    const started = performance.now();
    new MutationObserver((_, observer) => {
        if (!document.querySelector(".statement, .verdict")) return;
        observer.disconnect();
        requestAnimationFrame(() => resolve(performance.now() - started));
    }).observe(document.getElementById("log"), { subtree: true, childList: true });
    field.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true, cancelable: true }));
})"""
FIRST_PAINT = "performance.getEntriesByName('first-contentful-paint')[0].startTime"


@contextmanager
def serve_page(settings: Settings) -> Iterator[str]:
    """Serve an index while the block runs, and yield the address of its page."""
    bot = open_bot(settings)
    server = uvicorn.Server(uvicorn.Config(create_app(bot, settings), port=0, log_level="warning"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    server.should_exit = True
    thread.join(timeout=5)
    bot.close()


@contextmanager
def open_browser() -> Iterator[Browser]:
    """Yield a Chromium."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        yield browser
        browser.close()


def measure_page(settings: Settings) -> None:
    """Print the medians over fresh visits, each with an empty cache."""
    paints, answers, weights = [], [], []
    with serve_page(settings) as address, open_browser() as browser:
        questions = browser.new_page().request.get(f"{address}/api/library").json()["questions"]
        for run in range(RUNS):
            context = browser.new_context()
            page = context.new_page()
            loaded = weigh_responses(context, page)
            page.goto(address)
            page.wait_for_selector(".holdings")
            paints.append(page.evaluate(FIRST_PAINT))
            weights.append(sum(loaded) / 1000)
            answers.append(page.evaluate(FIRST_STATEMENT, questions[run % len(questions)]))
            context.close()
    print(f"first paint: {describe(paints, 'ms')}")
    print(f"first sentence of an answer after Enter: {describe(answers, 'ms')}")
    print(f"weight of a first visit: {describe(weights, 'kB')}")


def weigh_responses(context: BrowserContext, page: Page) -> list[float]:
    """Return a list that fills with the bytes of each response, as they came over the wire."""
    loaded: list[float] = []
    network = context.new_cdp_session(page)
    network.send("Network.enable")
    network.on("Network.loadingFinished", lambda event: loaded.append(event["encodedDataLength"]))
    return loaded


def describe(values: list[float], unit: str) -> str:
    """Return the median and the worst."""
    return f"median {statistics.median(values):.0f} {unit}, worst of {len(values)} {max(values):.0f} {unit}"


def main() -> None:
    """Measure the page over one index."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--index-dir", type=Path, required=True)
    # every visit asks from the same address
    measure_page(load_settings(index_dir=parser.parse_args().index_dir, questions_per_minute=1000))


if __name__ == "__main__":
    main()
