"""Two apps behind nginx over one PostgreSQL and one Chroma server, as deploy/compose.replicas.yaml has them."""

from __future__ import annotations

import os
import threading
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
import yaml

from qa.settings import Settings
from tests.conftest import write_articles
from tests.postgres import Server
from tests.test_compose import BIN, COMPOSE, DEPLOY, NGINX_PROGRAM, QUESTION, Services, wait_for

REPLICAS = yaml.safe_load((DEPLOY / "compose.replicas.yaml").read_text(encoding="utf-8"))
APP = REPLICAS["services"]["app"]
APPS = ("app1", "app2")
WHO = ("anna", "correct horse")
OLD, NEW = "A crossing takes 12 minutes.", "A ferry crossing takes 15 minutes now."


def test_the_file_names_settings_services_and_volumes_that_exist() -> None:
    named = {name.removeprefix("QA_").lower() for name in APP["environment"] if name.startswith("QA_")}
    assert named <= Settings.model_fields.keys()
    assert set(APP["depends_on"]) <= REPLICAS["services"].keys()
    mounted = [volume.split(":")[0] for volume in REPLICAS["services"]["postgres"]["volumes"]]
    assert mounted == list(REPLICAS["volumes"])
    assert not REPLICAS["volumes"].keys() & COMPOSE["volumes"].keys()
    assert "ports" not in REPLICAS["services"]["postgres"]
    assert APP["deploy"]["replicas"] == len(APPS)
    assert f"psycopg[binary]=={_find_pinned()}" == APP["build"]["args"]["WITH"]


def _find_pinned() -> str:
    lines = (DEPLOY.parent / "requirements.lock").read_text(encoding="utf-8").splitlines()
    return next(line.split("==")[1].split()[0] for line in lines if line.startswith("psycopg=="))


def ask(address: str) -> str:
    """Return the sentence that an app, or nginx before both, answers with."""
    said = httpx.post(f"{address}/api/ask", json=QUESTION, auth=WHO, timeout=60)
    assert said.status_code == 200, f"{said.status_code}: {said.text}"
    return str(said.json()["citations"][0]["quote"])


class Asker(threading.Thread):
    """Asks until it is told to end, and keeps what it was told."""

    def __init__(self, address: str) -> None:
        super().__init__()
        self._address, self._end = address, threading.Event()
        self.told: list[str] = []
        self.trouble: list[BaseException] = []

    def run(self) -> None:
        while not self._end.is_set():
            try:
                self.told.append(ask(self._address))
                self._end.wait(0.1)
            except (AssertionError, httpx.HTTPError, LookupError) as error:
                self.trouble.append(error)

    def __enter__(self) -> Asker:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._end.set()
        self.join()


@contextmanager
def run_services(folder: Path, library_url: str) -> Any:
    """Run Chroma, two apps with nothing but the passwords in common, and nginx; lend them with the apps' processes."""
    services = Services(folder, APPS)
    services.environment |= {name: str(value) for name, value in APP["environment"].items() if name != "PGPASSWORD"}
    services.environment |= {"QA_LIBRARY_URL": library_url, "QA_READER": "fast", "QA_QUESTIONS_PER_MINUTE": "1000"}
    with ExitStack() as running:
        running.enter_context(services.start_chroma())
        wait_for(f"http://127.0.0.1:{services.ports['chroma']}/api/v2/heartbeat", 200)
        services.run_qa("index", str(write_articles(folder / "articles")))
        services.run_qa("user", "add", WHO[0], input=f"{WHO[1]}\n")
        processes = {}
        for name in APPS:
            services.environment["QA_INDEX_DIR"] = str(folder / name)
            processes[name] = running.enter_context(services.start_app(name))
        running.enter_context(services.start_nginx())
        for name in APPS:
            wait_for(f"http://127.0.0.1:{services.ports[name]}/api/health", 200)
        yield services, processes


@pytest.mark.skipif("TEST_DEPLOY" not in os.environ, reason="takes most of a minute: make test-deploy")
@pytest.mark.skipif(not NGINX_PROGRAM, reason="nginx is missing: sudo apt-get install nginx-light")
@pytest.mark.skipif(not (BIN / "chroma").exists(), reason="the chroma command is missing: pip install chromadb")
def test_two_apps_answer_while_the_index_is_updated_and_one_when_the_other_dies(
    tmp_path: Path, postgres: Server
) -> None:
    with run_services(tmp_path, postgres.make_database()) as (services, processes):
        ports = {name: services.ports[name] for name in APPS}
        ferry = tmp_path / "articles" / "ferry.md"
        with Asker(services.address) as asker:
            ferry.write_text(NEW, encoding="utf-8")
            services.run_qa("index", str(tmp_path / "articles"))
            told = [ask(f"http://127.0.0.1:{port}") for port in ports.values()]
            assert told == [NEW, NEW], "both see it without a restart"
        assert asker.trouble == []
        assert set(asker.told) <= {OLD, NEW}
        asked = (tmp_path / "asked").read_text(encoding="utf-8")
        assert all(f"127.0.0.1:{port}\n" in asked for port in ports.values()), "nginx sends questions to both"
        processes["app1"].kill()
        processes["app1"].wait()
        assert {ask(services.address) for _ in range(4)} == {NEW}
        assert not list(tmp_path.rglob("library.sqlite3")), "no folder holds the index"
