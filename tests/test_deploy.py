"""What a server is installed with names only settings, commands and files that exist."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from qa.cli import COMMANDS
from qa.settings import Settings

ROOT = Path(__file__).parents[1]
UNIT = ROOT / "deploy" / "sourceline.service"
FILES = {path.name: path.read_text(encoding="utf-8") for path in (ROOT / "Dockerfile", UNIT)}
FILES["deploy.md"] = (ROOT / "corpus" / "handbook" / "deploy.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", FILES)
def test_every_setting_and_command_exists(name: str):
    for setting in re.findall(r"\bQA_([A-Z_]+)", FILES[name]):
        assert setting.lower() in Settings.model_fields
    commands = re.findall(r"(?<!COPY )\bqa (\w+)|\"qa\", \"(\w+)\"", FILES[name])
    assert commands
    assert {first or second for first, second in commands} <= set(COMMANDS)


def test_the_image_is_made_of_files_that_are_sent_to_the_builder():
    ignored = (ROOT / ".dockerignore").read_text(encoding="utf-8")
    for line in re.findall(r"^COPY (.+) \S+$", FILES["Dockerfile"], re.MULTILINE):
        for name in line.split():
            assert (ROOT / name).exists()
            assert f"!{name}\n" in ignored


def test_nginx_lets_through_what_the_page_takes():
    most = re.search(r"client_max_body_size (\d+)m;", (ROOT / "deploy" / "nginx.conf").read_text(encoding="utf-8"))
    assert most is not None
    assert int(most[1]) * 2**20 >= Settings.model_fields["article_megabytes"].default * 10**6


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="there is no systemd here")
def test_systemd_accepts_the_unit(tmp_path: Path):
    there = tmp_path / UNIT.name
    # the program is not installed here, and there is no such user
    unit = re.sub(r"^(ExecStart)=.*", r"\1=/bin/true", FILES[UNIT.name], flags=re.MULTILINE)
    there.write_text(unit.replace("User=sourceline", "User=root"), encoding="utf-8")
    checked = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", there], capture_output=True, text=True, timeout=60
    )
    assert (checked.returncode, checked.stderr) == (0, "")


MOST_EXPOSED = 25  # tenths of what `systemd-analyze security` calls the exposure level; 2.0 when this was written


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="there is no systemd here")
def test_the_unit_leaves_a_service_that_is_taken_over_little(tmp_path: Path):
    there = tmp_path / UNIT.name
    there.write_text(FILES[UNIT.name], encoding="utf-8")
    command = ["systemd-analyze", "security", "--offline=true", f"--threshold={MOST_EXPOSED}", there]
    checked = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert checked.returncode == 0, checked.stdout[-2_000:]
    for line in (
        "LimitNOFILE=",
        "MemoryMax=",
        "TasksMax=",
        "SystemCallFilter=@system-service",
        "RestrictSUIDSGID=true",
    ):
        assert line in FILES[UNIT.name]


def test_the_image_can_be_built_upon_a_digest():
    assert "ARG BASE=python:3.12-slim\nFROM ${BASE}\n" in FILES["Dockerfile"]
    assert "--build-arg BASE=" in (ROOT / "docs" / "release.md").read_text(encoding="utf-8")


def test_a_release_is_quiet_until_a_step_fails(tmp_path: Path) -> None:
    """Between its own steps it says nothing; what fails is shown whole and ends it."""
    script = (ROOT / "deploy" / "release.sh").read_text(encoding="utf-8")
    assert set(re.findall(r"pip install (\S+)", script)) == {"$quiet"}
    step = re.search(r"^show_only_failure\(\) \{\n.*?^\}\n", script, re.MULTILINE | re.DOTALL)
    assert step is not None
    (tmp_path / "dist").mkdir()
    for after, said, code in (("true", "", 0), ("false", "why\n", 1)):
        command = f"set -eu\n{step[0]}show_only_failure sh -c 'echo why >&2; {after}'"
        done = subprocess.run(["sh", "-c", command], cwd=tmp_path, capture_output=True, text=True, check=False)
        assert (done.stdout, done.returncode) == (said, code)
