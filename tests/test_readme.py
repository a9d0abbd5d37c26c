"""What the README shows is what happens."""

import os
import re
import shlex
from pathlib import Path

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
