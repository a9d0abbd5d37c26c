"""The vectors may lie on a Chroma server, and move there and back."""

import gc
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from qa.bot import open_bot
from qa.errors import NoIndexError, SettingsError
from qa.index.build import build_index
from qa.settings import load_settings
from tests.conftest import write_articles

# Chroma's client leaves its socket to the garbage collector: let that be closed here, and not in other tests
pytestmark = pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning")

QUESTION = "How long does a ferry crossing take?"


@pytest.fixture(autouse=True)
def collect_sockets() -> Iterator[None]:
    yield
    gc.collect()


@pytest.fixture(scope="module")
def server_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    chroma = str(Path(sys.executable).parent / "chroma")
    folder = tmp_path_factory.mktemp("chroma")
    command = [chroma, "run", "--path", str(folder), "--host", "127.0.0.1", "--port", str(port)]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    url = f"http://127.0.0.1:{port}"
    for _ in range(300):
        try:
            httpx.get(f"{url}/api/v2/heartbeat")
            break
        except httpx.TransportError:
            time.sleep(0.1)
    yield url
    server.kill()
    server.wait()


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


@pytest.mark.parametrize("url", ["http://127.0.0.1:1", "nonsense", "https://"])
def test_a_server_that_does_not_answer_is_named_in_one_line(tmp_path: Path, url: str) -> None:
    articles = write_articles(tmp_path / "articles")
    with pytest.raises(SettingsError, match="start it or unset QA_CHROMA_URL") as caught:
        build_index([articles], load_settings(index_dir=tmp_path / "index", chroma_url=url))
    assert "\n" not in str(caught.value)
