"""What the tests share: a small index of our own articles, built once."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from filelock import FileLock
from playwright.sync_api import Browser, expect, sync_playwright

from qa.bot import Bot, open_bot
from qa.index.build import build_index
from qa.settings import Settings, load_settings
from tests.postgres import Server, run_server

BRIDGE = """Old Mill Bridge closed after crack is found

Engineers closed the Old Mill Bridge on 3 March after they found a crack in its northern pier. "We could not wait for
another winter," said Dr. Ada Brandt, the chief engineer of the county.

The repair will cost $4.2 million and take 14 months. About 9,000 cars crossed the bridge every day.
"""
FERRY = """---
title: Ferry carries commuters while the bridge is shut
source: Valley Post
author: Noor Haddad
date: 2025-03-20
---
# Ferry carries commuters

A ferry with room for 60 cars began to run between Dorle and Eastbank on Monday.

- A crossing takes 12 minutes.
- Children under six travel free.

Mayor Tomas Reyes denied that the ferry would stay after the repair.
"""
HERON = "Grey herons nest in March. A pair raises three to five chicks, and both parents feed them for seven weeks."


# Chromium without the windows of a desktop takes half the processor time for a page
CHROMIUM = shutil.which("chromium-headless-shell") or "/usr/bin/chromium"
QUIET = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
).split()


# what keeps a file of tests out of `make check`: it starts the whole program, another or a server, or a network, or it
# holds times against each other
NOT_QUICK = re.compile(
    r"^\s*(?:from|import) (?:qa\.(?:bot|cli|commands|index\.build|llama|web)\b|qa import|"
    r"subprocess|socket|http\.server|playwright|benchmarks|tests\.hostile)|\bbrowser: (?:Any|Browser)|"
    r"\b(?:BuiltIn\w+|open_gate|load_encoder|small_bot|small_settings|corpus_settings)\b",
    re.MULTILINE,
)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--quick", action="store_true", help="only files that start no server, program or network")


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Pass over files, and folders whose tests share such things, where only the quick ones are wanted."""
    told = collection_path / "conftest.py" if collection_path.is_dir() else collection_path
    if not config.getoption("--quick") or told == Path(__file__) or not told.is_file():
        return None
    return bool(NOT_QUICK.search(told.read_text(encoding="utf-8"))) or None


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for all tests of a process: Playwright's loop is not started a second time beside itself."""
    expect.set_options(timeout=30_000)  # a loaded machine takes its time
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield browser
        browser.close()


def write_articles(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "bridge.txt").write_text(BRIDGE, encoding="utf-8")
    (folder / "ferry.md").write_text(FERRY, encoding="utf-8")
    (folder / "birds").mkdir(exist_ok=True)
    (folder / "birds" / "heron.txt").write_text(HERON, encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def small_settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    folder = tmp_path_factory.mktemp("small")
    settings = load_settings(index_dir=folder / "index", question_seconds=300)  # on a loaded machine
    report = build_index([write_articles(folder / "articles")], settings)
    assert (report.added, report.skipped) == (3, ())
    return settings


@pytest.fixture(scope="session")
def small_bot(small_settings: Settings) -> Iterator[Bot]:
    bot = open_bot(small_settings)
    yield bot
    bot.close()


@pytest.fixture(scope="session")
def corpus_settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """An index of the articles that come with the product, made by the first process of a run for all of them."""
    shared = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        shared = shared.parent
    settings = load_settings(index_dir=shared / "corpus-index", question_seconds=300)
    with FileLock(shared / "corpus-index.lock"):
        if not settings.index_dir.exists():
            assert build_index([Path(__file__).parents[1] / "corpus"], settings).skipped == ()
    return settings


@pytest.fixture(scope="session")
def postgres(request: pytest.FixtureRequest) -> Iterator[Server]:
    """A PostgreSQL server for all tests of a process; where there can be none, they are skipped."""
    if request.config.getoption("--quick"):
        pytest.skip("the quick tests start no server")
    with run_server() as server:
        yield server
