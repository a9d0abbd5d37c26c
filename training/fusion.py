"""Fit the fusion: the weights of the cheap signals, of the reader among them, and of the confidence.

    python -m training.fusion --data FOLDER --work FOLDER --target qa/models/weights/reader

The questions are those that the reader was not trained on. Some are asked again with their article taken away: what is
left cannot answer. All three fits are small and convex: a softmax over the candidates of a question, a softmax with
the reader's scores, a logistic regression over questions.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from qa.models.reader import BuiltInReader
from qa.reading.features import FEATURES
from qa.reading.fusion import CONFIDENCE_FEATURES, READ_FEATURES, Fusion, describe_question, join_readings
from training.asked import DOCUMENT
from training.cases import Asked, Case, choose_asked, choose_misleading, describe, keep_cases
from training.corpus import Corpus, load_corpus
from training.data import NATURAL_SETS, OWN_SET, TRAINING_SETS, find_set, load_questions
from training.fits import fit_chance, fit_order
from training.manifest import renew_manifest

SEED = 4
WINDOWS = 6  # of a question
CASES = "fit.cases"  # what was read for the fits, for both of them
# Of each set: how many questions that have an answer, that have none, and that lose their article. Most were asked by
# people who had not seen the text, as readers do; of a few sets written beside the text there are some.
SHARES = {
    "tydiqa_en": (420, 0, 200),
    "nq_open_oracle": (260, 0, 130),
    "squad2_half": (90, 110, 40),
    "selqa": (60, 0, 30),
    "qed": (60, 30, 30),
    "clapnq": (24, 27, 10),
    "xquad_en": (40, 0, 20),
    "quotesum": (15, 0, 10),
    "qamr_wikinews": (30, 0, 15),
    "squadshifts_new_wiki": (40, 0, 20),
    OWN_SET: (500, 300, 0),
}
FIT_SETS = (*TRAINING_SETS, *NATURAL_SETS, OWN_SET)
LIGHT_DECAY, DECAY, CONFIDENCE_DECAY = 1e-3, 1e-2, 5e-3
WRITTEN_BESIDE = 2.0  # how much a question counts that was written beside its text: they are fewer
# what the fit leaves out beside the reader: with them, a sentence in the question's own words lost for that
LEFT_OUT = ("cover", "pairs")


def fit_fusion(cases: Sequence[Case], light: NDArray[np.float64]) -> Fusion:
    """Return the fusion, given the weights of the cheap signals that the cases were read with."""
    answerable = [case for case in cases if case.answerable]
    joined = [join_readings(case.features, case.readings) for case in answerable]
    kept = [column for column, name in enumerate(READ_FEATURES) if name not in LEFT_OUT]
    full = np.zeros(len(READ_FEATURES))
    full[kept] = fit_order(
        [row[:, kept] for row in joined],
        [case.gold for case in answerable],
        [1.0 if case.set_name in (*NATURAL_SETS, OWN_SET) else WRITTEN_BESIDE for case in answerable],
        decay=DECAY,
    )
    rows = [
        describe_question(case.features, case.readings, join_readings(case.features, case.readings) @ full)
        for case in cases
    ]
    answered = np.array([case.answerable for case in cases])
    weights, bias = fit_chance(np.stack(rows), answered, weigh_outcomes(cases), decay=CONFIDENCE_DECAY)
    return Fusion(tuple(light), tuple(full), tuple(weights), bias)


def weigh_outcomes(cases: Sequence[Case]) -> list[float]:
    """Return how much each question counts: half the answerable ones, a quarter those whose article is gone."""
    kinds = ["answerable" if case.answerable else "removed" if case.removed else "misleading" for case in cases]
    shares = {"answerable": 0.5, "removed": 0.25, "misleading": 0.25}
    return [shares[kind] / kinds.count(kind) for kind in kinds]


def save_fusion(fusion: Fusion, path: Path) -> None:
    """Write the weights by name."""
    stored = {
        "light": dict(zip(FEATURES, fusion.light, strict=True)),
        "full": dict(zip(READ_FEATURES, fusion.full, strict=True)),
        "confidence": dict(zip(CONFIDENCE_FEATURES, fusion.confidence, strict=True)),
        "confidence_bias": fusion.confidence_bias,
    }
    path.write_text(json.dumps(stored, indent=2) + "\n", encoding="utf-8")


def fit_light(corpus: Corpus, questions: Sequence[Asked]) -> NDArray[np.float64]:
    """Return the weights of the cheap signals."""
    rows, gold = [], []
    vectors = corpus.encoder.encode([asked.question.text for asked in questions])
    for asked, vector in zip(questions, vectors, strict=True):
        places, features = describe(corpus, asked, vector)
        right = {(corpus.places[id_], i) for id_, indexes in asked.question.gold.items() for i in indexes}
        rows.append(features)
        gold.append(np.array([place in right for place in places]))
    return fit_order(rows, gold, np.ones(len(rows)), decay=LIGHT_DECAY)


def choose_questions(corpus: Corpus, data: Path, work: Path) -> list[Asked]:
    """Return the questions that the fits are made on, those with one word changed among them."""
    asked: list[Asked] = []
    for name, (answerable, unanswerable, removed) in SHARES.items():
        own = [article for article in corpus.articles if article.set_name == name]
        questions = load_questions(find_set(data, work, name), own)
        questions = [q for q in questions if name in NATURAL_SETS or q.fold == "fusion"]
        questions = [q for q in questions if name != OWN_SET or not q.home.startswith(DOCUMENT)]  # these all train
        asked += choose_asked(questions, answerable=answerable, unanswerable=unanswerable, removed=removed, seed=SEED)
        asked += choose_misleading(corpus, questions, most=removed // 2, seed=SEED)
    return asked


def main() -> None:
    """Fit the light score, read with it, fit the rest, store it beside the reader."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder that holds the sets")
    parser.add_argument("--work", type=Path, required=True, help="folder with the corpus of training.mine")
    parser.add_argument("--target", type=Path, default=Path("qa/models/weights/reader"))
    options = parser.parse_args()
    corpus = load_corpus("fit", [find_set(options.data, options.work, name) for name in FIT_SETS], options.work)
    asked = choose_questions(corpus, options.data, options.work)
    light = fit_light(corpus, [one for one in asked if one.answerable])
    start = Fusion(tuple(light), (), (), 0.0)
    cases = keep_cases(options.work / CASES, corpus, asked, start, BuiltInReader(options.target), windows=WINDOWS)
    save_fusion(fit_fusion(cases, light), options.target / "fusion.json")
    renew_manifest(options.target)
    print(f"fitted on {len(cases)} questions, {sum(case.answerable for case in cases)} of them answerable")


if __name__ == "__main__":
    main()
