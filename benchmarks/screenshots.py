"""Pictures of the chat page for the README, over the corpus that comes with it: python -m benchmarks.screenshots."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page

from benchmarks.page import open_browser, serve_page
from qa.bot import build_index
from qa.settings import load_settings

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "screenshots"
LARGEST_BYTES = 250_000
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
    Scene("conflict", "For how many weeks have North Koreans not been noticed?", leave, DESKTOP),
    Scene("not-found", "How many languages does Kindratenko speak?", leave, DESKTOP),
    Scene("dark", "How many North Koreans were sent to Russia?", open_first_source, DESKTOP, "dark"),
    Scene("phone", "How many North Koreans were sent to Russia?", open_first_source, PHONE),
)


def main() -> None:
    """Index the corpus into a folder of its own, serve it, and take every picture."""
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        settings = load_settings(index_dir=Path(folder))
        build_index([ROOT / "corpus"], settings)
        with serve_page(settings) as address, open_browser() as browser:
            for scene in SCENES:
                take_picture(browser, address, scene)


def take_picture(browser: Browser, address: str, scene: Scene) -> None:
    """Play one scene and keep its picture."""
    context = browser.new_context(
        viewport=scene.size,  # type: ignore[arg-type]
        color_scheme=scene.colours,  # type: ignore[arg-type]
        locale="en-GB",
        reduced_motion="reduce",
    )
    page = context.new_page()
    page.goto(address)
    page.wait_for_selector(".holdings")
    page.fill("#question", scene.question)
    page.keyboard.press("Enter")
    page.wait_for_selector(".foot .bar")
    scene.prepare(page)
    path = FOLDER / f"{scene.name}.png"
    page.screenshot(path=path)
    context.close()
    size = path.stat().st_size
    print(f"{path.relative_to(ROOT)}: {size:,} bytes")
    if size > LARGEST_BYTES:
        raise SystemExit(f"{path} is larger than {LARGEST_BYTES:,} bytes: make its scene simpler")


if __name__ == "__main__":
    main()
