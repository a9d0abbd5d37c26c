"""What every peer's program shares; only the standard library, since each peer has an environment of its own.

A program is called with a folder that holds ``articles.jsonl`` and ``questions.jsonl``, and the folder of the encoder.
It writes ``ranked.jsonl``, a line a question with its ten best sentences as article, start and end, and
``figures.json``.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

TOP = 10
Place = tuple[str, int, int]  # an article's id, start and end of a sentence in its text
Search = Callable[[str], Sequence[Place]]


def run(build: Callable[[list[dict[str, Any]], Path, Path], Search]) -> None:
    """Build an index over the articles, ask every question, and write what was found and how long it took.

    ``build`` receives the articles, a folder for its index and the folder of the encoder, and returns the search.
    """
    folder, encoder = Path(sys.argv[1]), Path(sys.argv[2])
    articles, questions = read_lines(folder / "articles.jsonl"), read_lines(folder / "questions.jsonl")
    index = folder / "index"
    index.mkdir()
    started, worked = time.perf_counter(), time.process_time()
    search = build(articles, index, encoder)
    indexed, worked = time.perf_counter() - started, time.process_time() - worked
    search(questions[0]["question"])  # the first loads what is loaded late
    seconds = []
    with (folder / "ranked.jsonl").open("w", encoding="utf-8") as file:
        for question in questions:
            asked = time.perf_counter()
            places = list(search(question["question"]))[:TOP]
            seconds.append(time.perf_counter() - asked)
            file.write(json.dumps({"id": question["id"], "ranked": places}) + "\n")
    size = sum(path.stat().st_size for path in index.rglob("*") if path.is_file())
    figures = {
        "index_seconds": indexed,
        "index_processor_seconds": worked,
        "seconds": seconds,
        "index_bytes": size,
    }
    (folder / "figures.json").write_text(json.dumps(figures), encoding="utf-8")


def read_lines(path: Path) -> list[dict[str, Any]]:
    """Return the objects of a file of JSON lines."""
    with path.open(encoding="utf-8") as file:
        return [json.loads(line) for line in file]


class Encoder:
    """The encoder that comes with the product, for peers that bring none: the same weights for everybody."""

    def __init__(self, folder: Path) -> None:
        import onnxruntime
        from tokenizers import Tokenizer

        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(256)
        self._session = onnxruntime.InferenceSession(str(folder / "model.onnx"))

    def encode(self, texts: Iterable[str]) -> list[list[float]]:
        """Return one vector of length 1 a text."""
        return [self._encode_one(text) for text in texts]

    def _encode_one(self, text: str) -> list[float]:
        ids = [self._tokenizer.encode(text).ids]
        mean = self._session.run(None, {"input_ids": ids})[0][0].mean(axis=0)
        length = float((mean * mean).sum()) ** 0.5
        return [float(value) / length for value in mean]
