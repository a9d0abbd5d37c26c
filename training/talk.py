"""Fit what tells talk with the bot from questions on the world: two logistic regressions on the encoder's vectors.

    python -m training.talk FOLDER

FOLDER holds public question sets, each a folder with ``questions.jsonl``: 150 questions of each are about the world.
Talk is in ``training/talk.txt``, in ``tests/chat/kinds.tsv`` and among the phrases of ``qa/chat/phrases.toml``.
"""

from __future__ import annotations

import argparse
import json
import random
import tomllib
from pathlib import Path

import numpy as np

from qa.models.encoder import load_encoder
from training.fits import fit_chance

SETS = (
    "squad2_half", "nq_open_oracle", "onestopqa", "multirc_news", "squadshifts_reddit", "selqa",
    "squadshifts_amazon_reviews", "clapnq", "mtrag_un", "fairytaleqa",
)  # fmt: skip
OF_A_SET = 150
DECAY = 1e-3  # of weights: 3e-3 takes two questions fewer of 1,879 on the world for talk, and finds less of it
ROOT = Path(__file__).parents[1]


def main() -> None:
    """Write ``qa/chat/talk.json``."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    rows = read_rows(parser.parse_args().folder)
    encoder = load_encoder("built-in")
    vectors = np.stack([encoder.encode_question(question) for _, question in rows])
    weights = {}
    for kind in ("small_talk", "about"):
        right = np.array([told == kind for told, _ in rows])
        importance = np.where(right, 0.5 / right.sum(), 0.5 / (~right).sum())
        found, bias = fit_chance(vectors, right, importance, decay=DECAY)
        weights[kind] = [round(float(one), 3) for one in (*found, bias)]
    ROOT.joinpath("qa/chat/talk.json").write_text(
        json.dumps({"encoder": encoder.name, **weights}) + "\n", encoding="utf-8"
    )


def read_rows(folder: Path) -> list[tuple[str, str]]:
    """Return kind and text of each example; what is neither talk is "other"."""
    kinds = [
        line.split("\t") for line in ROOT.joinpath("tests/chat/kinds.tsv").read_text(encoding="utf-8").splitlines()
    ]
    rows = [(kind, question) for kind, language, question in kinds if language == "en"]
    for line in Path(__file__).with_name("talk.txt").read_text(encoding="utf-8").splitlines():
        kind, question = line.split("\t")
        rows.append((kind, question))
    phrases = tomllib.loads(ROOT.joinpath("qa/chat/phrases.toml").read_text(encoding="utf-8"))["small_talk"]
    for subject, languages in phrases.items():
        rows += [("about" if subject == "help" else "small_talk", phrase) for phrase in languages["en"][::2]]
    order = random.Random(7)
    for name in SETS:
        lines = folder.joinpath(name, "questions.jsonl").read_text(encoding="utf-8").splitlines()
        questions = [str(json.loads(line)["question"]) for line in lines]
        order.shuffle(questions)
        rows += [("other", question) for question in questions[:OF_A_SET]]
    return rows


if __name__ == "__main__":
    main()
