"""Feed random and mutated input to what reads other people's text, until the time is over; what fails is shown small.

python -m benchmarks.fuzz --minutes 10 --only loaders   (without --only, the minutes are shared out among all)
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
import traceback
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import hypothesis
from hypothesis import HealthCheck, Phase, given
from hypothesis import strategies as st

from qa.bot import open_bot
from qa.chat import understand
from qa.chat.kinds import tell_kind
from qa.errors import SourcelineError
from qa.evaluate.validate import read_question_set
from qa.index.build import build_index
from qa.load.formats import Document, load_document
from qa.load.jsonl import load_jsonl
from qa.records import Turn
from qa.settings import load_settings
from qa.split import split_sentences
from tests.conftest import BRIDGE, FERRY, write_articles
from tests.hostile import PIECES
from tests.load.makers import make_docx, make_pdf
from tests.test_linear import FUNCTIONS
from tests.web.conftest import make_app
from tests.web.test_api import send_generated_requests

MOST_SECONDS = 5.0  # of processor time for one example
EXAMPLES, API_CASES = 200, 100  # in one round

HTML = f"<html><head><title>Bridge</title></head><body><article><h1>Bridge</h1><p>{BRIDGE}</p></article></body></html>"
RSS = (
    '<?xml version="1.0"?><rss version="2.0"><channel><title>Post</title><item><title>Bridge</title>'
    f"<link>https://a.example/1</link><description>{BRIDGE}</description></item></channel></rss>"
)
ROW = '{"id": "a", "title": "Bridge", "text": "The bridge was shut. It is 90 years old.", "date": "2025-03-04"}\n'
SEEDS: dict[str, bytes] = {
    ".txt": BRIDGE.encode(),
    ".md": FERRY.encode(),
    ".html": HTML.encode(),
    ".rss": RSS.encode(),
    ".jsonl": (ROW * 3).encode(),
    ".json": f"[{ROW},{ROW}]".encode(),
    ".csv": b'id,title,text\na,Bridge,"The bridge was shut."\nb,Ferry,"It runs, on Monday."\n',
    ".eml": b"From: a@b.example\nSubject: Bridge\nContent-Type: text/plain; charset=utf-8\n\nThe bridge was shut.\n",
    ".docx": make_docx("Bridge", "The bridge was shut."),
    ".pdf": make_pdf(["The bridge was shut.", "It is 90 years old."]),
}
QUESTIONS = {
    ".jsonl": b'{"id": "1", "question": "Who?", "answerable": true, "answers": ["Ada"], "history": ["What?"],'
    b' "evidence": [{"article_id": "a", "quote": "The bridge was shut.", "start": 0, "end": 20}]}\n',
    ".csv": b"id,question,answerable,answer,article_id,quote\n1,Who?,true,Ada,a,The bridge was shut.\n",
    ".yaml": b"- id: 1\n  question: Who?\n  answerable: true\n  evidence:\n  - article_id: a\n    quote: The bridge\n",
    ".json": b'{"data": [{"title": "a", "paragraphs": [{"context": "The bridge was shut.", "qas": [{"id": "1",'
    b' "question": "What?", "answers": [{"text": "bridge", "answer_start": 4}]}]}]}]}',
}

texts = st.lists(st.one_of(st.sampled_from(sorted(PIECES.values())), st.text(max_size=30)), max_size=40).map("".join)
junk = st.one_of(st.binary(max_size=12), texts.map(lambda text: text.encode("utf-8", "surrogatepass")[:200]))
edits = st.lists(st.tuples(st.sampled_from("flip cut insert repeat".split()), st.floats(0, 1), junk), max_size=8)


def mutate(data: bytes, changes: list[tuple[str, float, bytes]]) -> bytes:
    """Return data with some places flipped, cut out, filled with junk or repeated."""
    for kind, share, content in changes:
        at = int(share * len(data))
        before, after = data[:at], data[at:]
        if kind == "flip":
            data = before + bytes(byte ^ 0x5A for byte in after[:1]) + after[1:]
        elif kind == "cut":
            data = before + after[len(content) * 7 :]
        else:
            data = before + content * (1 if kind == "insert" else 50) + after
    return data


def check_sentences(text: str) -> None:
    """Raise where sentences overlap, or leave out what is no white space."""
    at = 0
    for sentence in split_sentences(text, article_id="a"):
        assert at <= sentence.start < sentence.end <= len(text)
        assert not text[at : sentence.start].strip()
        at = sentence.end
    assert not text[at:].strip()


def try_loader(suffix: str, changes: list[tuple[str, float, bytes]]) -> None:
    """Load a damaged file: articles that can be stored and split, or a line that says why not."""
    data = mutate(SEEDS[suffix], changes)
    with suppress(SourcelineError):
        if suffix == ".jsonl":
            with tempfile.TemporaryFile() as stream:
                stream.write(data)
                stream.seek(0)
                found = list(load_jsonl(stream, "a", limit_bytes=10**7))
        else:
            found = list(load_document(Document(suffix, data, "a", "a"), entries=10))
        for item in found:
            if isinstance(item, tuple):
                item[1].text.encode()
                check_sentences(item[1].text)


def try_questions(suffix: str, changes: list[tuple[str, float, bytes]]) -> None:
    """Read a damaged question set: questions, or the lines that say what is wrong."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, f"questions{suffix}")
        path.write_bytes(mutate(QUESTIONS[suffix], changes))
        with suppress(SourcelineError):
            read_question_set(path, question_characters=2_000)


def try_chat(question: str, turns: list[tuple[str, str]], likely: dict[str, float]) -> None:
    """Understand a question after any history."""
    known = tell_kind(question)
    understood = understand(question, [Turn(*turn) for turn in turns], weigh=lambda *_: likely)
    assert understood.standalone.strip() or not question.strip(), known


def try_english(text: str) -> None:
    """Read a text with every function that reads text of others."""
    for function in FUNCTIONS.values():
        function(text)


words = st.sampled_from("bridge ada kern she the of mayor 12 what dorle".split())
likely = st.dictionaries(words, st.floats(0, 1), max_size=6)
some_texts = st.one_of(texts, st.lists(words, max_size=12).map(" ".join))
TARGETS: dict[str, tuple[Callable[..., None], tuple[Any, ...]]] = {
    "loaders": (try_loader, (st.sampled_from(sorted(SEEDS)), edits)),
    "splitter": (check_sentences, (texts,)),
    "questions": (try_questions, (st.sampled_from(sorted(QUESTIONS)), edits)),
    "chat": (try_chat, (some_texts, st.lists(st.tuples(some_texts, some_texts), max_size=4), likely)),
    "english": (try_english, (some_texts,)),
}


class Fuzzer:
    """Runs targets for a time and keeps what failed."""

    def __init__(self, seed: int) -> None:
        self._chance = random.Random(seed)
        self.findings: list[str] = []

    def run(self, name: str, seconds: float) -> int:
        """Run one target for so many seconds; return how many examples were tried."""
        end = time.monotonic() + seconds
        tried = 0
        while time.monotonic() < end:
            tried += self._try_api() if name == "api" else self._try(name, *TARGETS[name])
        return tried

    def _try(self, name: str, target: Callable[..., None], values: tuple[Any, ...]) -> int:
        count = 0

        @hypothesis.seed(self._chance.getrandbits(32))
        @hypothesis.settings(
            max_examples=EXAMPLES,
            deadline=None,
            database=None,
            phases=[Phase.generate, Phase.shrink],
            suppress_health_check=list(HealthCheck),
        )
        @given(st.tuples(*values))
        def run(drawn: tuple[object, ...]) -> None:
            nonlocal count
            count += 1
            started = time.process_time()
            target(*drawn)
            taken = time.process_time() - started
            assert taken < MOST_SECONDS, f"took {taken:.1f} s"

        try:
            run()
        except Exception:  # noqa: BLE001 - whatever it is, it is what we look for
            self.findings.append(f"{name}: {traceback.format_exc(limit=-4)}")
        return count

    def _try_api(self) -> int:
        folder = Path(tempfile.mkdtemp(prefix="sourceline-fuzz-"))
        settings = load_settings(index_dir=folder / "index", questions_per_minute=10**9, request_kilobytes=10_000)
        build_index([write_articles(folder / "articles")], settings)
        bot = open_bot(settings)
        try:
            statuses = send_generated_requests(make_app(bot, settings), API_CASES, self._chance.getrandbits(32))
        except BaseException:  # noqa: BLE001 - schemathesis raises groups of errors
            self.findings.append(f"api: {traceback.format_exc(limit=-4)}")
            return 0
        finally:
            bot.close()
        return sum(statuses.values())


def main() -> None:
    """Fuzz and print what was found; exit with 1 where anything was."""
    names = [*TARGETS, "api"]
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--only", choices=names, action="append")
    parser.add_argument("--seed", type=int, default=int(time.time()))
    options = parser.parse_args()
    fuzzer = Fuzzer(options.seed)
    chosen = options.only or names
    for name in chosen:
        before = len(fuzzer.findings)
        tried = fuzzer.run(name, options.minutes * 60 / len(chosen))
        print(f"{name}: {tried:,} examples, {len(fuzzer.findings) - before} findings (seed {options.seed})", flush=True)
    for finding in dict.fromkeys(fuzzer.findings):
        print(finding)
    sys.exit(bool(fuzzer.findings))


if __name__ == "__main__":
    main()
