"""The three processes of the compose file without containers: app, Chroma and nginx, as they are written there."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
import yaml

from benchmarks.llama import find_free_port
from qa.settings import Settings
from tests.conftest import write_articles

DEPLOY = Path(__file__).parents[1] / "deploy"
COMPOSE = yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))
APP, CHROMA, NGINX = (COMPOSE["services"][name] for name in ("app", "chroma", "nginx"))
NGINX_PROGRAM = shutil.which("nginx", path="/usr/sbin:/usr/bin:/usr/local/sbin:/usr/local/bin")
BIN = Path(sys.executable).parent
QUESTION = {"question": "How long does a ferry crossing take?"}


def test_the_compose_file_names_settings_files_and_volumes_that_exist() -> None:
    assert {name.removeprefix("QA_").lower() for name in APP["environment"]} <= Settings.model_fields.keys()
    assert (DEPLOY / APP["build"] / "Dockerfile").exists()
    mounted = [volume.split(":")[0] for service in (APP, CHROMA, NGINX) for volume in service["volumes"]]
    assert {name for name in mounted if not name.startswith(".")} == COMPOSE["volumes"].keys()
    assert all((DEPLOY / name).exists() for name in mounted if name.startswith("."))
    assert "ports" not in APP
    assert "ports" not in CHROMA
    assert NGINX["ports"] == ["127.0.0.1:8080:80"]


class Services:
    """They as processes on free ports; ``app`` and ``chroma`` in their settings stand for this machine."""

    def __init__(self, folder: Path, apps: Sequence[str] = ("app",)) -> None:
        self.folder, self.apps = folder, apps
        self.ports = {name: find_free_port() for name in (*COMPOSE["services"], *apps)}
        self.address = f"http://127.0.0.1:{self.ports['nginx']}"
        subnet = COMPOSE["networks"]["default"]["ipam"]["config"][0]["subnet"]
        here = {
            "/data": str(folder),
            "0.0.0.0": "127.0.0.1",
            "7860": str(self.ports["app"]),
            "http://chroma:8000": f"http://127.0.0.1:{self.ports['chroma']}",
            subnet: "127.0.0.1/32",
        }
        kept = {name: value for name, value in os.environ.items() if not name.startswith("QA_")}
        self.environment = kept | {name: self._move(value, here) for name, value in APP["environment"].items()}

    @staticmethod
    def _move(value: str, here: dict[str, str]) -> str:
        for there, at in here.items():
            value = value.replace(there, at)
        return value

    def run_qa(self, *arguments: str, **more: Any) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "qa.cli", *arguments]
        return subprocess.run(command, env=self.environment, check=True, capture_output=True, text=True, **more)

    @contextmanager
    def start(self, name: str, command: list[str]) -> Iterator[subprocess.Popen[bytes]]:
        with (self.folder / f"{name}.log").open("wb") as log:
            process = subprocess.Popen(command, env=self.environment, stdout=log, stderr=log)
            try:
                yield process
            finally:
                process.terminate()
                process.wait(60)  # a machine with much other work takes its time

    def start_chroma(self) -> Any:
        move = {"/vectors": str(self.folder / "vectors"), "8000": str(self.ports["chroma"]), "0.0.0.0": "127.0.0.1"}
        return self.start("chroma", [str(BIN / "chroma"), *(move.get(word, word) for word in CHROMA["command"])])

    def start_app(self, name: str = "app") -> Any:
        _, *words = APP["command"]
        return self.start(name, [sys.executable, "-m", "qa.cli", *words, "--port", str(self.ports[name])])

    def start_nginx(self) -> Any:
        server = (DEPLOY / "nginx.conf").read_text(encoding="utf-8")
        addresses = [f"server 127.0.0.1:{self.ports[name]};" for name in self.apps]
        server = server.replace("server app:7860;", " ".join(addresses))
        server = re.sub(r"listen 80;", f"listen 127.0.0.1:{self.ports['nginx']};", server)
        temporary = "".join(
            f"{kind}_temp_path {self.folder}/{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        )
        path = self.folder / "nginx.conf"
        path.write_text(
            f"daemon off; pid {self.folder}/pid; error_log stderr; events {{}}\n"
            f"http {{ log_format to '$upstream_addr'; access_log {self.folder}/asked to; {temporary}\n{server}\n}}\n",
            encoding="utf-8",
        )
        return self.start("nginx", [str(NGINX_PROGRAM), "-p", str(self.folder), "-c", str(path), "-e", "stderr"])


def wait_for(address: str, status: int) -> None:
    deadline = time.monotonic() + 120
    seen = ""
    while time.monotonic() < deadline:
        try:
            seen = str(httpx.get(address).status_code)
        except httpx.TransportError as error:
            seen = str(error)
        if seen == str(status):
            return
        time.sleep(0.3)
    raise AssertionError(f"{address}: {seen}")


@pytest.mark.skipif(not NGINX_PROGRAM, reason="nginx is missing: sudo apt-get install nginx-light")
def test_the_three_processes_answer_through_nginx_to_those_who_log_in(tmp_path: Path) -> None:
    chroma = BIN / "chroma"
    if not chroma.exists():
        pytest.skip("the chroma command is missing: pip install chromadb")
    services = Services(tmp_path)
    articles = write_articles(tmp_path / "articles")
    with ExitStack() as running:
        running.enter_context(services.start_chroma())
        wait_for(f"http://127.0.0.1:{services.ports['chroma']}/api/v2/heartbeat", 200)
        services.run_qa("index", str(articles))
        services.run_qa("user", "add", "anna", input="correct horse\n")
        assert not list((tmp_path / "index").rglob("chroma.sqlite3"))  # the vectors are at the server
        running.enter_context(services.start_app())
        running.enter_context(services.start_nginx())
        wait_for(f"{services.address}/api/health", 200)
        assert httpx.post(f"{services.address}/api/ask", json=QUESTION).status_code == 401
        for seconds in (60, 20):  # the first may wait for the models
            answer = httpx.post(
                f"{services.address}/api/ask", json=QUESTION, auth=("anna", "correct horse"), timeout=seconds
            )
        assert answer.json()["citations"][0]["quote"] == "A crossing takes 12 minutes."
