"""Switch the writer on as the README says, line by line, against a real model on a server of its own.

    python -m benchmarks.switch_on

It ends with exit code 1 unless the answer says that the writer was asked and gave a draft.
"""

from __future__ import annotations

import json
import os
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.llama import ROOT, start_server
from benchmarks.writer import ANSWER_TOKENS, PASSAGE_TOKENS, PROMPT_TOKENS, QUESTION_CHARACTERS, QUESTION_SECONDS

QUESTION = "How many North Korean soldiers were sent to Russia?"
PORT = 8080
# around the lines of the README: what a small model on a slow machine needs to be in time
SMALL = {
    "QA_WRITER_TIMEOUT_SECONDS": "600",
    "QA_QUESTION_SECONDS": str(QUESTION_SECONDS),
    "QA_WRITER_PROMPT_TOKENS": str(PROMPT_TOKENS),
    "QA_WRITER_ANSWER_TOKENS": str(ANSWER_TOKENS),
    "QA_QUESTION_CHARACTERS": str(QUESTION_CHARACTERS),
    "QA_PASSAGE_TOKENS": str(PASSAGE_TOKENS),
}


def read_lines() -> list[str]:
    """Return the lines of the README that switch the writer on."""
    lines = [line.strip() for line in (ROOT / "README.md").read_text(encoding="utf-8").splitlines()]
    found = [line for line in lines if line.startswith("export QA_WRITER")]
    if not found:
        sys.exit("README.md has no lines 'export QA_WRITER...' that switch the writer on")
    return found


def main() -> None:
    """Run the lines, ask one question after them, and print what came of it."""
    lines = read_lines()
    qa = f"{shlex.quote(sys.executable)} -m qa.cli"
    with start_server(PORT), tempfile.TemporaryDirectory() as folder:
        index = shlex.quote(str(Path(folder) / "index"))
        lines += [f"{qa} index corpus --index-dir {index} >&2"]
        lines += [f"{qa} ask {shlex.quote(QUESTION)} --index-dir {index} --json"]
        script = "\n".join(["set -e", *lines])
        run = subprocess.run(
            ["sh", "-c", script], cwd=ROOT, env={**os.environ, **SMALL}, stdout=subprocess.PIPE, check=True, text=True
        )
    answer = json.loads(run.stdout)
    print("\n".join(lines), f"\n\n{answer['answer']}\n{answer['note']}\n{answer['writing']}")
    if not answer["writing"] or not answer["writing"]["drafted"]:
        sys.exit("the writer was not asked, or gave no draft")


if __name__ == "__main__":
    main()
