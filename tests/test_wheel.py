"""What is installed from a wheel is what a checkout has, and it answers from any folder, without the checkout."""

import json
import os
import shutil
import site
import subprocess
import sys
import sysconfig
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path
from urllib.error import URLError
from urllib.request import Request, urlopen

import pytest

from benchmarks.llama import find_free_port

ROOT = Path(__file__).parents[1]
BUILD = "from setuptools.build_meta import build_wheel; build_wheel('dist')"  # as pip does it, without a registry
QUESTION = "How many North Korean soldiers were sent to Russia?"
SAYS = "11,000"


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, folder)
    for name in ("qa", "prompts", "corpus"):
        shutil.copytree(ROOT / name, folder / name, symlinks=True, ignore=shutil.ignore_patterns("__pycache__"))
    subprocess.run([sys.executable, "-W", "ignore", "-c", BUILD], cwd=folder, check=True, capture_output=True)
    (built,) = (folder / "dist").glob("*.whl")
    return built


def test_the_wheel_holds_prompts_corpus_page_and_models_as_real_files(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as files:
        names = set(files.namelist())
        for folder in ("prompts", "corpus"):
            for path in (ROOT / folder).rglob("*.md"):
                assert files.read(f"qa/{path.relative_to(ROOT)}") == path.read_bytes()
    assert not any(name.startswith(("prompts/", "tests/", "corpus/", "training/", "benchmarks/")) for name in names)
    for place in ("qa/web", "qa/evaluate", "qa/models/weights"):
        files_here = {p.relative_to(ROOT).as_posix() for p in (ROOT / place).rglob("*") if p.is_file()}
        assert {name for name in files_here if "__pycache__" not in name} <= names


@pytest.fixture(scope="module")
def python(wheel: Path) -> Path:
    """A new environment with the wheel; it borrows the packages of this one, as they need minutes to install."""
    folder = wheel.parents[1] / "venv"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", folder], check=True)
    interpreter = folder / "bin" / "python"
    script = "import sysconfig; print(sysconfig.get_path('purelib'))"
    home = Path(subprocess.run([interpreter, "-c", script], check=True, capture_output=True, text=True).stdout.strip())
    install = ["-m", "pip", "--python", interpreter, "install", "--quiet", "--no-deps", "--no-index", wheel]
    subprocess.run([sys.executable, *install], check=True)
    borrowed = [
        p for p in (sysconfig.get_path("purelib"), *site.getsitepackages(), *sys.path) if p and "site-packages" in p
    ]
    (home / "borrowed.pth").write_text("\n".join(dict.fromkeys(borrowed)) + "\n", encoding="utf-8")
    return interpreter


def clean_environment(folder: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("QA_", "PYTHON"))}
    return {**kept, "XDG_CACHE_HOME": str(folder)}


def test_the_installed_command_demonstrates_itself(python: Path, tmp_path: Path) -> None:
    environment = clean_environment(tmp_path)
    where = "import qa; print(qa.__file__)"
    module = subprocess.run([python, "-c", where], cwd=tmp_path, env=environment, capture_output=True, text=True)
    assert Path(module.stdout.strip()).is_relative_to(python.parents[1]), module.stdout + module.stderr
    command = [python.parent / "qa", "demo", "--ask", QUESTION]
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    assert SAYS in done.stdout
    assert "[1] " in done.stdout
    assert "articles that come with Sourceline" in done.stderr
    assert {path.name for path in tmp_path.iterdir()} == {"sourceline"}  # nothing but the cache folder was written


@pytest.fixture
def page(python: Path, tmp_path: Path) -> Iterator[str]:
    port = find_free_port()
    with (tmp_path / "log").open("wb") as log:
        command = [python.parent / "qa", "demo", "--port", str(port)]
        process = subprocess.Popen(command, cwd=tmp_path, env=clean_environment(tmp_path), stderr=log)
        try:
            wait_until_ready(f"http://127.0.0.1:{port}/api/ready", process)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
            process.wait(20)


def wait_until_ready(address: str, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 240
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with urlopen(address, timeout=5):
                return
        except (URLError, OSError):
            time.sleep(0.5)
    raise AssertionError("the installed server was not ready")


def test_the_installed_page_answers(page: str) -> None:
    body = json.dumps({"question": QUESTION}).encode()
    request = Request(f"{page}/api/ask", body, {"Content-Type": "application/json"})
    with urlopen(request, timeout=60) as response:
        answer = json.load(response)
    assert SAYS in answer["citations"][0]["quote"]
    with urlopen(page, timeout=30) as response:
        assert b"<html" in response.read()
