"""Fit what tells talk with the bot from questions on the world: counts of signs, and logistic regressions on these.

    python -m training.talk FOLDER [--german FILE] [--ukrainian FILE]

FOLDER holds public question sets, ``qa/NAME/questions.jsonl``, and conversations, ``followups/NAME.jsonl``: 400
questions of each set and 400 follow-ups are about the world; so are those of the two files, one a line. The messages of
each kind are in ``training/talk.tsv`` (kind, subject, language, text) and in ``tests/chat/kinds.tsv``.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from qa.chat.talk import KINDS, SIZE, SUBJECT_SIZE, describe, list_signs, list_subject_signs
from qa.models.encoder import load_encoder
from training.fits import fit_kinds
from training.followups import read_followups

SETS = (
    "squad2_half", "nq_open_oracle", "onestopqa", "multirc_news", "squadshifts_reddit", "selqa",
    "squadshifts_amazon_reviews", "clapnq", "mtrag_un", "fairytaleqa", "qamr_wikinews",
)  # fmt: skip
OF_A_SET, OF_CONVERSATIONS = 400, 400
OF_A_FILE, LONGEST = 300, 120  # questions of each file, and characters
DECAY, MEANT_DECAY, SUBJECT_DECAY = 3e-4, 3e-3, 3e-6
ROOT = Path(__file__).parents[1]


class Row(NamedTuple):
    """A message: its kind, its subject where one is known, its language and its text."""

    kind: str
    subject: str
    language: str
    text: str


def main() -> None:
    """Write ``qa/chat/talk.npz``."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--german", type=Path)
    parser.add_argument("--ukrainian", type=Path)
    arguments = parser.parse_args()
    rows = [*read_own(), *read_sets(arguments.folder)]
    for language, path in (("de", arguments.german), ("uk", arguments.ukrainian)):
        rows += read_file(path, language) if path else []
    np.savez_compressed(ROOT / "qa/chat/talk.npz", **fit(rows))


def read_own() -> list[Row]:
    """Return the messages of our own, each text once."""
    rows = [Row(*line.split("\t")) for line in _read_lines(ROOT / "training/talk.tsv")]
    for line in _read_lines(ROOT / "tests/chat/kinds.tsv"):
        kind, language, text = line.split("\t")
        rows.append(Row(kind, "-", language, text))
    return list({row.text.lower(): row for row in reversed(rows)}.values())


def read_sets(folder: Path) -> Iterable[Row]:
    """Return questions of the public sets and of conversations that are not held out."""
    order = random.Random(7)
    for name in SETS:
        questions = [
            str(json.loads(line)["question"]) for line in _read_lines(folder / "qa" / name / "questions.jsonl")
        ]
        order.shuffle(questions)
        yield from (Row("fact", "-", "en", question) for question in questions[:OF_A_SET])
    asked = [
        row.question
        for path in sorted((folder / "followups").glob("*.jsonl"))
        for row in read_followups(path)
        if row.history and not row.held_out
    ]
    yield from (Row("fact", "-", "en", question) for question in asked[:: len(asked) // OF_CONVERSATIONS])


def read_file(path: Path, language: str) -> list[Row]:
    """Return questions of a file, spread evenly over it."""
    lines = [line for line in _read_lines(path) if len(line) <= LONGEST]
    return [Row("fact", "-", language, line) for line in lines[:: max(1, len(lines) // OF_A_FILE)]]


def fit(rows: Sequence[Row]) -> dict[str, NDArray[np.generic]]:
    """Return the counts and weights that `qa.chat.talk` reads."""
    kinds = np.array([KINDS.index(row.kind) for row in rows])
    counts, totals = count(rows, kinds)
    described = np.stack([describe(row.text, counts, totals, own) for row, own in zip(rows, kinds, strict=True)])
    english = np.array([row.language == "en" for row in rows])
    encoder = load_encoder("built-in")
    vectors = np.stack([encoder.encode_question(row.text) for row in rows if row.language == "en"])
    told = [place for place, row in enumerate(rows) if row.subject != "-"]
    subjects = sorted({f"{rows[place].kind}.{rows[place].subject}" for place in told})
    of_subject = np.array([subjects.index(f"{rows[place].kind}.{rows[place].subject}") for place in told])
    weights, bias = fit_kinds(_build([rows[place].text for place in told]), of_subject, decay=SUBJECT_DECAY)
    latin = [place for place, row in enumerate(rows) if row.language != "uk"]
    german, german_bias = fit_kinds(
        _build([rows[place].text for place in latin]), 1 - english[latin].astype(np.int64), decay=SUBJECT_DECAY
    )
    return {
        "counts": counts,
        "totals": totals,
        "plain": _fit_scaled(described, kinds, DECAY),
        "meant": _fit_scaled(np.hstack([described[english], vectors]), kinds[english], MEANT_DECAY),
        "subjects": np.array(subjects),
        "subject_weights": np.round(weights / (scale := np.abs(weights).max() / 127)).astype(np.int8),
        "subject_scale": scale,
        "subject_bias": bias,
        "german": (german[:, 1] - german[:, 0]).astype(np.float16),
        "german_bias": german_bias[1] - german_bias[0],
        "encoder": np.array(encoder.name),
    }


def count(rows: Sequence[Row], kinds: NDArray[np.int64]) -> tuple[NDArray[np.uint8], NDArray[np.float64]]:
    """Return in how many messages of each kind each sign is, 15 at most, and how many messages there are of each."""
    counts = np.zeros((SIZE, len(KINDS)), dtype=np.int64)
    for row, kind in zip(rows, kinds, strict=True):
        for signs in list_signs(row.text):
            counts[signs, kind] += 1
    return np.minimum(counts, 15).astype(np.uint8), np.bincount(kinds, minlength=len(KINDS)).astype(np.float64)


def _fit_scaled(described: NDArray[np.float64], kinds: NDArray[np.int64], decay: float) -> NDArray[np.float64]:
    """Return weights and, in the last row, biases; each column counts for the penalty by its spread."""
    mean, spread = described.mean(axis=0), described.std(axis=0) + 1e-6
    weights, bias = fit_kinds((described - mean) / spread, kinds, decay=decay)
    weights = weights / spread[:, None]
    return np.vstack([weights, bias - mean @ weights])


def _build(texts: Sequence[str]) -> csr_matrix:
    signs = [list_subject_signs(text) for text in texts]
    lengths = np.array([len(one) for one in signs])
    values = np.repeat(1 / np.sqrt(np.maximum(lengths, 1)), lengths)
    return csr_matrix((values, np.concatenate(signs), np.r_[0, lengths.cumsum()]), shape=(len(texts), SUBJECT_SIZE))


def _read_lines(path: Path) -> list[str]:
    return [line for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


if __name__ == "__main__":
    main()
