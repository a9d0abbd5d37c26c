"""Measure the chat page in a real browser: first paint, usable, first statement of an answer, weight.

python -m benchmarks.page --index-dir DIR   (an index made with qa index)

With ``--beside ADDRESS``, the page of another server (an earlier build, say) is visited in turn with ours, so that both
meet the same load of the machine.
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

# usable: the field and what can be asked are there, so that all that they need has been loaded and started
WATCH_USABLE = """new MutationObserver((_, observer) => {
    if (!document.querySelector("#field textarea") || !document.querySelector(".holdings")) return;
    observer.disconnect();
    requestAnimationFrame(() => (window.usable = performance.now()));
}).observe(document, { subtree: true, childList: true })"""
# from pressing Enter to the first statement on the screen, timed in the page itself
FIRST_STATEMENT = """question => new Promise(resolve => {
    const field = document.querySelector("#field textarea");
    field.value = question;
    field.dispatchEvent(new Event("input", { bubbles: true }));
    const started = performance.now();
    new MutationObserver((_, observer) => {
        if (!document.querySelector(".statement, .verdict")) return;
        observer.disconnect();
        requestAnimationFrame(() => resolve(performance.now() - started));
    }).observe(document.getElementById("talk"), { subtree: true, childList: true });
    field.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true, cancelable: true }));
    field.dispatchEvent(new KeyboardEvent("keypress", { key: "Enter", bubbles: true, cancelable: true }));
})"""
FIRST_PAINT = "performance.getEntriesByName('first-contentful-paint')[0].startTime"

Row = dict[str, float]


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


def measure_visits(browser: Browser, addresses: list[str], runs: int) -> dict[str, list[Row]]:
    """Return a row for each visit of each page; the pages are visited in turn."""
    questions = browser.new_page().request.get(f"{addresses[0]}/api/library").json()["questions"]
    rows: dict[str, list[Row]] = {address: [] for address in addresses}
    for run in range(-1, runs):  # the first, which warms the servers, does not count
        for address in addresses:
            row = visit_page(browser, address, questions[run % len(questions)])
            if run >= 0:
                rows[address].append(row)
    return rows


def visit_page(browser: Browser, address: str, question: str) -> Row:
    """Visit a page with an empty cache, ask, and come again with what the browser has kept."""
    context = browser.new_context()
    page = context.new_page()
    page.add_init_script(WATCH_USABLE)
    loaded = weigh_responses(context, page)
    row = {}
    for visit in ("first", "second"):
        loaded.clear()
        page.goto(address)
        page.wait_for_function("window.usable")
        row[f"{visit} visit: first paint, ms"] = page.evaluate(FIRST_PAINT)
        row[f"{visit} visit: usable, ms"] = page.evaluate("window.usable")
        if visit == "first":
            row["first statement after Enter, ms"] = page.evaluate(FIRST_STATEMENT, question)
        row[f"{visit} visit: weight, kB"] = sum(loaded) / 1000
    row["requests of the second visit"] = len(loaded)
    context.close()
    return row


def weigh_responses(context: BrowserContext, page: Page) -> list[float]:
    """Return a list that fills with the bytes of each response, as they came over the wire."""
    loaded: list[float] = []
    network = context.new_cdp_session(page)
    network.send("Network.enable")
    network.on("Network.loadingFinished", lambda event: loaded.append(event["encodedDataLength"]))
    return loaded


def print_rows(rows: list[Row], beside: list[Row] | None) -> None:
    """Print the median and the worst of each measure, and how many times the other page's median that is."""
    for name in sorted(rows[0]):
        values = [row[name] for row in rows]
        line = f"{name}: median {statistics.median(values):,.0f}, worst of {len(values)} {max(values):,.0f}"
        if beside:
            other = statistics.median(row[name] for row in beside)
            line += f"; beside it {other:,.0f}, ratio {statistics.median(values) / other:.2f}"
        print(line)


def main() -> None:
    """Measure the page over one index."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--index-dir", type=Path, required=True)
    parser.add_argument("--beside", metavar="ADDRESS", help="the page of another server over the same articles")
    parser.add_argument("--runs", type=int, default=RUNS)
    options = parser.parse_args()
    # every visit asks from the same address
    settings = load_settings(index_dir=options.index_dir, questions_per_minute=1000)
    with serve_page(settings) as address, open_browser() as browser:
        rows = measure_visits(browser, [address, *filter(None, [options.beside])], options.runs)
    print_rows(rows[address], rows.get(options.beside))


if __name__ == "__main__":
    main()
