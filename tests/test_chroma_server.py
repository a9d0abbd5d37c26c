"""The vectors may lie on a Chroma server, and move there and back."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import httpx
import pytest

from qa.bot import open_bot
from qa.errors import IndexBrokenError, NoIndexError, SettingsError
from qa.index.build import build_index
from qa.settings import load_settings
from qa.store import view
from qa.store.folder import BuildFolder
from tests.conftest import write_articles

QUESTION = "How long does a ferry crossing take?"


@pytest.fixture(scope="module")
def server_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    server, url = start_server(tmp_path_factory.mktemp("chroma"), find_port())
    yield url
    server.kill()
    server.wait()


def find_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


def start_server(folder: Path, port: int) -> tuple[subprocess.Popen[bytes], str]:
    chroma = "import sys; from chromadb.cli.cli import app; sys.exit(app())"
    command = [sys.executable, "-c", chroma, "run", "--path", str(folder), "--host", "127.0.0.1", "--port", str(port)]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    url = f"http://127.0.0.1:{port}"
    for _ in range(300):
        try:
            httpx.get(f"{url}/api/v2/heartbeat")
            break
        except httpx.TransportError:
            time.sleep(0.1)
    return server, url


def test_vectors_move_to_a_server_and_back(tmp_path: Path, server_url: str) -> None:
    articles, index_dir = write_articles(tmp_path / "articles"), tmp_path / "index"
    for url in ("", server_url, ""):
        settings = load_settings(index_dir=index_dir, chroma_url=url)
        build_index([articles], settings)
        bot = open_bot(settings)
        assert bot.ask(QUESTION).citations[0].quote == "A crossing takes 12 minutes."
        bot.close()
    with pytest.raises(NoIndexError, match="another vector store"):
        open_bot(load_settings(index_dir=index_dir, chroma_url=server_url))
    build_index([articles], load_settings(index_dir=index_dir))  # sweeps the build that was replaced
    collections = httpx.get(f"{server_url}/api/v2/tenants/default_tenant/databases/default_database/collections").json()
    assert collections == []


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_a_store_that_is_closed_leaves_no_connection(tmp_path: Path, server_url: str) -> None:
    """An app opens one for each change of the index: it would run out of files."""
    build = BuildFolder(tmp_path)
    build.open_vectors(url=server_url, create=True).close()
    before = count_sockets()
    for _ in range(5):
        with closing(build.open_vectors(url=server_url)) as vectors:
            assert vectors.count() == 0
            assert count_sockets() > before
    with pytest.raises(IndexBrokenError):
        build.open_vectors(url=server_url, edition="-2")
    assert count_sockets() == before


def count_sockets() -> int:
    held = [Path("/proc/self/fd", name) for name in os.listdir("/proc/self/fd")]  # noqa: PTH208 - of which one is gone by now
    return sum(str(one.readlink()).startswith("socket:") for one in held if one.is_symlink())


def test_a_server_that_was_down_while_the_index_changed_is_found_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(view, "RETRY_SECONDS", 0.0)
    articles, port = write_articles(tmp_path / "articles"), find_port()
    server, url = start_server(tmp_path / "chroma", port)
    settings = load_settings(index_dir=tmp_path / "index", chroma_url=url)
    build_index([articles], settings)
    bot = open_bot(settings)
    assert bot.ask(QUESTION).citations[0].quote == "A crossing takes 12 minutes."
    (articles / "lighthouse.txt").write_text("The new lighthouse was designed by Ines Okafor.", encoding="utf-8")
    build_index([articles], settings)
    server.kill()
    server.wait()
    with pytest.raises(IndexBrokenError, match=f"start the Chroma server at {url}") as caught:
        bot.ask(QUESTION)
    assert "\n" not in str(caught.value)
    with pytest.raises(IndexBrokenError):
        bot.find_trouble()
    server, _ = start_server(tmp_path / "chroma", port)
    found = bot.ask("Who designed the new lighthouse?").citations[0].quote
    assert found == "The new lighthouse was designed by Ines Okafor."
    assert bot.find_trouble() == ""
    bot.close()
    server.kill()
    server.wait()


def test_vectors_that_a_server_has_lost_are_made_anew(tmp_path: Path, server_url: str) -> None:
    settings = load_settings(index_dir=tmp_path / "index", chroma_url=server_url)
    build_index([write_articles(tmp_path / "articles")], settings)
    (build,) = (settings.index_dir / "builds").iterdir()
    with closing(BuildFolder(build).open_vectors(url=server_url)) as vectors:
        vectors.drop()
    with pytest.raises(IndexBrokenError, match="run 'qa index' again"):
        open_bot(settings)
    assert len(build_index([], settings).mended) == 1
    bot = open_bot(settings)
    assert bot.ask(QUESTION).citations[0].quote == "A crossing takes 12 minutes."
    bot.close()


@pytest.mark.parametrize("url", ["http://127.0.0.1:1", "nonsense", "https://"])
def test_a_server_that_does_not_answer_is_named_in_one_line(tmp_path: Path, url: str) -> None:
    articles = write_articles(tmp_path / "articles")
    with pytest.raises(SettingsError, match="start it or unset QA_CHROMA_URL") as caught:
        build_index([articles], load_settings(index_dir=tmp_path / "index", chroma_url=url))
    assert "\n" not in str(caught.value)
