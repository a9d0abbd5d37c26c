"""Pictures of the chat page and the widget for the README, over the corpus that comes with it.

python -m benchmarks.screenshots
"""

from __future__ import annotations

import io
import tempfile
import threading
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page

from benchmarks.page import open_browser, serve_page
from qa.index.build import build_index
from qa.settings import load_settings

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "screenshots"
LARGEST_BYTES = 100_000  # of one picture; all six stay under 600 kB
PATIENCE_MS = 300_000  # for an answer on a machine that does much else
DESKTOP, PHONE = {"width": 1280, "height": 800}, {"width": 390, "height": 844}


@dataclass(frozen=True, slots=True)
class Scene:
    """One picture: the question that is asked, and what is done before it is taken."""

    name: str
    question: str
    prepare: Callable[[Page], None]
    size: dict[str, int]
    colours: str = "light"


def open_first_source(page: Page) -> None:
    """Open the article of the first citation."""
    page.locator(".cite").first.click()
    page.wait_for_selector("mark.current")


def leave(page: Page) -> None:
    """Take the page as it is."""


SCENES = (
    Scene("answer", "How many North Koreans were sent to Russia?", open_first_source, DESKTOP),
    Scene("conflict", "For how many weeks have the North Koreans been absent?", leave, DESKTOP),
    Scene("briefing", "Summarise the reports on North Korean soldiers in Kursk", leave, DESKTOP),
    Scene("not-found", "How many languages does Kindratenko speak?", leave, DESKTOP),
    Scene("phone", "How many North Koreans were sent to Russia?", open_first_source, PHONE, "dark"),
)

WIKI_PAGE = """
<!doctype html><html lang="en"><meta charset="utf-8"><title>Kursk: sources</title>
<style>
  body { font: 16px/1.6 Georgia, serif; max-width: 44rem; margin: 3rem; color: #222 }
  a { color: #0645ad }
</style>
<main>
  <h1>Kursk: sources</h1>
  <p>Where our <a href="#">briefs</a> on the front in Kursk are kept, and what is still to be checked.</p>
  <h2>To be checked</h2>
  <ul><li>How many soldiers came</li><li>Since when they have not been seen</li><li>Who said so</li></ul>
  <h2>Kept by</h2>
  <p>The desk. Ask in the corner before you ask the desk.</p>
</main>
<script src="SERVER/widget.js" data-title="Ask the briefs" data-open async></script>
"""


def main() -> None:
    """Index the corpus into a folder of its own, serve it, and take every picture."""
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        wiki = serve_folder(Path(folder) / "wiki")
        settings = load_settings(
            index_dir=Path(folder) / "index", widget_origins=(wiki,), question_seconds=PATIENCE_MS / 1000
        )
        build_index([ROOT / "corpus"], settings)
        with serve_page(settings) as address, open_browser() as browser:
            for scene in SCENES:
                take_picture(browser, address, scene)
            page = WIKI_PAGE.replace("SERVER", address).strip()
            (Path(folder) / "wiki" / "index.html").write_text(page, encoding="utf-8")
            take_widget_picture(browser, wiki)


def take_picture(browser: Browser, address: str, scene: Scene) -> None:
    """Play one scene and keep its picture."""
    context = browser.new_context(
        viewport=scene.size,  # type: ignore[arg-type]
        color_scheme=scene.colours,  # type: ignore[arg-type]
        locale="en-GB",
        reduced_motion="reduce",
    )
    page = context.new_page()
    page.set_default_timeout(PATIENCE_MS)
    page.goto(address)
    page.wait_for_selector(".holdings")
    page.fill("#field textarea", scene.question)
    page.keyboard.press("Enter")
    page.wait_for_selector(".foot .bar")
    scene.prepare(page)
    keep_picture(page, scene.name)
    context.close()


def serve_folder(folder: Path) -> str:
    """Serve a folder as a site of its own until the program ends, and return its address."""
    folder.mkdir()
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(SimpleHTTPRequestHandler, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return f"http://localhost:{server.server_port}"


def take_widget_picture(browser: Browser, wiki: str) -> None:
    """Ask in the corner of a wiki's page and keep the picture."""
    context = browser.new_context(viewport=DESKTOP, locale="en-GB", reduced_motion="reduce")  # type: ignore[arg-type]
    page = context.new_page()
    page.set_default_timeout(PATIENCE_MS)
    # the panel's own elements are out of reach in a closed shadow root; its frame is not
    with page.expect_event("framenavigated", lambda frame: "/widget?" in frame.url) as opened:
        page.goto(wiki)
    frame = opened.value
    frame.locator("#question").fill("How many North Koreans were sent to Russia?")
    frame.locator("#question").press("Enter")
    frame.locator(".foot .bar").wait_for()
    keep_picture(page, "widget")
    context.close()


def keep_picture(page: Page, name: str) -> None:
    """Write the picture of what the page shows, unless it is too large for a repository."""
    path = FOLDER / f"{name}.webp"
    Image.open(io.BytesIO(page.screenshot())).save(path, lossless=True, method=6)
    size = path.stat().st_size
    print(f"{path.relative_to(ROOT)}: {size:,} bytes")
    if size > LARGEST_BYTES:
        raise SystemExit(f"{path} is larger than {LARGEST_BYTES:,} bytes: make its scene simpler")


if __name__ == "__main__":
    main()
