"""Put a real, small and bad writer model behind the gate and show all that gets through.

    python -m benchmarks.writer --questions 10 --rows writer.rows

asks the questions of our own corpus of a model that writes badly (see benchmarks/llama.py) and prints each written
statement beside the sentences that it cites, so that a person can read whether they say so. Each question is a row with
the raw draft; a run that was interrupted goes on with the questions that have none. ``--replay`` puts the drafts of a
finished run through the gate again, without the model.

It ends with exit code 1 if a citation is not the slice of its article or a statement has none. What a second look,
which shares nothing with the gate, does not find in the cited sentences is marked "read this".
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import nullcontext
from dataclasses import asdict
from pathlib import Path
from typing import Any

from benchmarks.faithful import find_added
from benchmarks.llama import ROOT, start_server
from qa.answer import answer_to_json
from qa.bot import Bot, open_bot
from qa.index.build import build_index
from qa.models.writer import Writer
from qa.records import Answer, Statement
from qa.settings import Settings, load_settings
from qa.write.loading import load_writer_of

OWN = ROOT / "benchmarks" / "questions"
# What makes a question cheap for a model that reads 100 tokens a second: little to read, little to write. The 210
# tokens of instructions stand first and are the same each time, so the server has read them before. A small model also
# writes better from five sentences than from twenty.
PROMPT_TOKENS = 420
PASSAGE_TOKENS = 64
ANSWER_TOKENS = 100
QUESTION_CHARACTERS = 160
QUESTION_SECONDS = 600.0  # beside other work a small model can be slow, and what it writes is what is measured


class RecordingWriter:
    """Hands on what a writer writes and keeps the draft."""

    def __init__(self, writer: Writer) -> None:
        self.name = writer.name
        self.draft = ""
        self._writer = writer

    def write(self, prompt: str, *, timeout_seconds: float) -> Iterator[str]:
        """Yield the text in pieces as they come."""
        self.draft = ""
        for piece in self._writer.write(prompt, timeout_seconds=timeout_seconds):
            self.draft += piece
            yield piece


class RecordedWriter:
    """Writes what was recorded."""

    def __init__(self, draft: str = "") -> None:
        self.name = "recorded"
        self.draft = draft

    def write(self, prompt: str, *, timeout_seconds: float) -> Iterator[str]:
        """Yield the recorded draft."""
        yield self.draft


def read_questions(most: int) -> list[str]:
    """Return answerable questions on our corpus, spread over both files."""
    rows = [json.loads(line) for line in (OWN / "corpus.jsonl").read_text(encoding="utf-8").splitlines()]
    questions = [row["question"] for row in rows if row["answerable"] and not row.get("history")]
    questions += (OWN / "writer.txt").read_text(encoding="utf-8").splitlines()
    step = max(1, len(questions) // most)
    return questions[::step][:most]


def read_rows(path: Path | None) -> list[dict[str, Any]]:
    """Return the rows of a run so far; a last line that was cut off is left out."""
    if path is None or not path.exists():
        return []
    lines = path.read_text(encoding="utf-8").split("\n")
    return [json.loads(line) for line in lines[:-1]]


def find_faults(answer: Answer) -> list[str]:
    """Return what must not be: a quote that is no slice, a statement without a citation."""
    faults = [
        f"the quote of [{c.number}] is not the slice"
        for c in answer.citations
        if c.article.text[c.sentence.start : c.sentence.end] != c.quote
    ]
    return faults + [f"no citation: {s.text}" for s in list_written(answer) if not s.citations]


def list_written(answer: Answer) -> list[Statement]:
    """Return the statements of the writer; those of an answer that is quoted after all are not its own."""
    if answer.writing is None or "quoted instead" in answer.note:
        return []
    return list(answer.statements[: answer.writing.shown])


def is_quoted(statement: Statement) -> bool:
    """Whether a statement is the cited sentence as it stands."""
    return any(statement.text == " ".join(citation.quote.split()) for citation in statement.citations)


def ask(question: str, bot: Bot, writer: RecordingWriter | RecordedWriter) -> dict[str, Any]:
    """Ask one question and return its row."""
    started = time.perf_counter()
    answer = bot.ask(question)
    written = list_written(answer)
    return {
        "question": question,
        "seconds": round(time.perf_counter() - started, 2),
        "draft": writer.draft if answer.writing else "",
        "counts": asdict(answer.writing) if answer.writing else {},
        "answer": answer_to_json(answer),
        "faults": find_faults(answer),
        "written": [
            {
                "text": statement.text,
                "quotes": [citation.quote for citation in statement.citations],
                "quoted": is_quoted(statement),
                "added": find_added(statement.text, [citation.quote for citation in statement.citations]),
            }
            for statement in written
        ],
    }


def ask_all(questions: Sequence[str], bot: Bot, writer: RecordingWriter, path: Path | None) -> list[dict[str, Any]]:
    """Ask what has no row yet, write each row as it comes, and return all rows."""
    rows = read_rows(path)
    done = {row["question"] for row in rows}
    with path.open("a", encoding="utf-8") if path else nullcontext() as file:
        for question in questions:
            if question in done:
                continue
            rows.append(ask(question, bot, writer))
            print_row(rows[-1])
            if file:
                file.write(json.dumps(rows[-1], ensure_ascii=False) + "\n")
                file.flush()
    return rows


def replay(path: Path, bot: Bot, writer: RecordedWriter) -> list[dict[str, Any]]:
    """Put the drafts of a finished run through the gate again."""
    rows = []
    for row in read_rows(path):
        writer.draft = row["draft"]
        rows.append(ask(row["question"], bot, writer))
        print_row(rows[-1])
    return rows


def print_row(row: dict[str, Any]) -> None:
    """Print a question, what was shown with its sentences, and what was dropped and why."""
    print(f"\n? {row['question']}   {row['seconds']} s\n  {row['answer']['note']}")
    for statement in row["written"]:
        print("  =" if statement["quoted"] else "  +", statement["text"])
        if not statement["quoted"]:
            print(*(f"      {quote}" for quote in statement["quotes"]), sep="\n")
        if statement["added"]:
            print(f"      READ THIS: {', '.join(statement['added'])}")
    for dropped in row["answer"]["dropped"]:
        print(f"  - {dropped['text'][:150]}\n      {dropped['reason']}")
    print(*(f"  FAULT {fault}" for fault in row["faults"]), sep="\n", flush=True)


def summarise(rows: Sequence[dict[str, Any]]) -> Counter[str]:
    """Return the figures of a run."""
    counts: Counter[str] = Counter()
    for row in rows:
        counts["questions"] += 1
        counts["answered"] += row["answer"]["outcome"] == "answered"
        counts["drafts"] += bool(row["draft"])
        counts["quoted after all"] += "quoted instead" in row["answer"]["note"]
        counts.update({f"statements {name}": n for name, n in row["counts"].items() if isinstance(n, int)})
        counts["shown as the sentence stands"] += sum(statement["quoted"] for statement in row["written"])
        counts["shown in other words"] += sum(not statement["quoted"] for statement in row["written"])
        counts["to be read by a person"] += sum(bool(statement["added"]) for statement in row["written"])
        counts["faults"] += len(row["faults"])
        for dropped in row["answer"]["dropped"]:
            counts[f"dropped: {dropped['verdict']}"] += 1
    return counts


def open_settings(folder: str, timeout_seconds: float, base_url: str) -> Settings:
    """Return settings that are kind to a small model on a slow machine."""
    return load_settings(
        index_dir=Path(folder) / "index",
        writer="openai-like",
        writer_model="smollm2",
        writer_base_url=base_url,
        writer_timeout_seconds=timeout_seconds,
        writer_prompt_tokens=PROMPT_TOKENS,
        writer_answer_tokens=ANSWER_TOKENS,
        passage_tokens=PASSAGE_TOKENS,
        question_seconds=QUESTION_SECONDS,
        question_characters=QUESTION_CHARACTERS,
    )


def main() -> None:
    """Ask or replay, print, count."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--questions", type=int, default=10)
    parser.add_argument("--rows", type=Path, help="write each question's row here, and go on where it stops")
    parser.add_argument("--replay", type=Path, help="put the drafts of these rows through the gate again")
    parser.add_argument("--timeout", type=float, default=300.0, help="seconds for one draft")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        if arguments.replay:
            settings = open_settings(folder, arguments.timeout, "http://127.0.0.1:9/v1")
            build_index([ROOT / "corpus"], settings)
            recorded = RecordedWriter()
            rows = replay(arguments.replay, open_bot(settings, writer=recorded), recorded)
        else:
            with start_server() as base_url:
                settings = open_settings(folder, arguments.timeout, base_url)
                build_index([ROOT / "corpus"], settings)
                writer = load_writer_of(settings)
                assert writer is not None
                recording = RecordingWriter(writer)
                bot = open_bot(settings, writer=recording)
                rows = ask_all(read_questions(arguments.questions), bot, recording, arguments.rows)
    counts = summarise(rows)
    print("\n" + "\n".join(f"{name:30} {count:6,}" for name, count in counts.items()))
    sys.exit(1 if counts["faults"] else 0)


if __name__ == "__main__":
    main()
