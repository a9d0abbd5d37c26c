"""What the README shows is what happens."""

import os
import re
import shlex
import tomllib
from pathlib import Path

import pytest
from click.testing import CliRunner

from qa.cli import COMMANDS, main
from qa.settings import Settings

ROOT = Path(__file__).parents[1]
README = ROOT / "README.md"


def test_the_answer_in_the_readme_is_the_answer_given(corpus_settings: Settings) -> None:
    text = README.read_text(encoding="utf-8")
    block = re.search(r"## One answer\n\n```\n\$ \.venv/bin/qa (?P<command>.+)\n(?P<output>[^`]+)```", text)
    assert block is not None
    arguments = [*shlex.split(block["command"]), "--index-dir", str(corpus_settings.index_dir)]
    given = CliRunner().invoke(main, arguments, prog_name="qa").stdout
    if os.environ.get("WRITE_GOLD"):
        README.write_text(text.replace(block["output"], given), encoding="utf-8")
    assert given == block["output"], "WRITE_GOLD=1 writes it anew; then read the difference"


def test_every_command_and_file_named_in_the_readme_exists() -> None:
    text = README.read_text(encoding="utf-8")
    for name in re.findall(r"(?:\.venv/bin/qa|`qa) (\w+)", text):
        assert name in COMMANDS, name
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for target in re.findall(r"make (\w+)", text):
        assert re.search(rf"^{target}:", makefile, re.MULTILINE) or target == "and", target
    for path in re.findall(r"`((?:qa|corpus|prompts|training|benchmarks)/[\w./]*)`", text):
        assert (ROOT / path).exists(), path


LOCK = (ROOT / "requirements-app.lock").read_text(encoding="utf-8")
WEIGHTS = [path for path in (ROOT / "qa/models/weights").rglob("*") if path.is_file()]
VERSION = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]


@pytest.mark.parametrize(
    ("pattern", "known", "tolerance"),
    [
        (r"(\d+) packages", len(re.findall(r"^[a-z][\w.-]*==", LOCK, re.MULTILINE)), 0),
        (r"of which (\d+) MB are models", sum(path.stat().st_size for path in WEIGHTS) / 1e6, 5),
        (r"the (\d+) articles that come with it", len(list((ROOT / "corpus").rglob("*.md"))), 0),
    ],
)
def test_figures_of_size_in_the_readme_are_true(pattern: str, known: float, tolerance: float) -> None:
    (said,) = set(re.findall(pattern, README.read_text(encoding="utf-8")))
    assert abs(float(said) - known) <= tolerance, f"write {known:.0f}"


def test_the_wheel_in_the_readme_is_that_of_this_version() -> None:
    assert set(re.findall(r"sourceline-([\d.]+)-py3", README.read_text(encoding="utf-8"))) == {VERSION}
    assert f"## {VERSION}, " in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def test_the_comparison_in_the_readme_is_the_one_that_was_measured() -> None:
    row = re.compile(r"^\| \**([\w, +-]+?)\** \| \**\.\d{3}\**[^|]*\| \**\.\d{3}\**[^|]*\|", re.MULTILINE)
    measured = {found[0] for found in row.finditer((ROOT / "benchmarks/README.md").read_text(encoding="utf-8"))}
    shown = [found[0] for found in row.finditer(README.read_text(encoding="utf-8"))]
    assert len(shown) == 5
    assert set(shown) <= measured, "copy the rows from benchmarks/README.md"


def test_the_journalists_column_is_the_one_that_was_measured() -> None:
    row = re.compile(r"^\| \**([\w, +-]+?)\** \|.*?\|([^|]*\], \**\.\d\d\** \[[^|]*)\|", re.MULTILINE)
    shown = dict(row.findall(README.read_text(encoding="utf-8")))
    lines = (ROOT / "benchmarks/README.md").read_text(encoding="utf-8").splitlines()
    assert len(shown) == 5
    for name, cell in shown.items():
        assert any(
            re.match(rf"\| \**{re.escape(name)}\** \|", line) and line.endswith(f"|{cell}|") for line in lines
        ), name
