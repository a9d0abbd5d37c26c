"""Fit the fusion: the weights of the cheap signals, of the reader among them, and of the confidence.

    python -m training.fusion --data FOLDER --work FOLDER --target qa/models/weights/reader

The questions are those that the reader was not trained on. Some are asked again with their article taken away: what is
left cannot answer. All three fits are small and convex: a softmax over the candidates of a question, a softmax with
the reader's scores, a logistic regression over questions.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from qa.models.reader import BuiltInReader
from qa.reading.features import FEATURES
from qa.reading.fusion import CONFIDENCE_FEATURES, READ_FEATURES, Fusion, describe_question, join_readings
from training.cases import Asked, Case, choose_asked, choose_misleading, describe, make_cases
from training.corpus import Corpus, load_corpus
from training.data import NATURAL_SETS, TRAINING_SETS, load_questions
from training.encoder import make_manifest

SEED = 4
WINDOWS = 6  # as many as the product reads
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
}
DECAY, CONFIDENCE_DECAY = 1e-3, 1e-2


def fit_order(rows: Sequence[NDArray[np.floating]], gold: Sequence[NDArray[np.bool_]]) -> NDArray[np.float64]:
    """Return one weight a column, so that gold rows of a question win the softmax over its rows."""
    pairs = [(r, g) for r, g in zip(rows, gold, strict=True) if g.any()]
    lengths = [len(row) for row, _ in pairs]
    values = torch.tensor(np.concatenate([row for row, _ in pairs]), dtype=torch.float32)
    right = torch.tensor(np.concatenate([found for _, found in pairs]))
    mean, spread = values.mean(dim=0), values.std(dim=0) + 1e-6
    values = (values - mean) / spread

    def find_loss(weights: Tensor) -> Tensor:
        scores = values @ weights
        every = torch.stack([torch.logsumexp(part, 0) for part in scores.split(lengths)])
        wanted = scores.masked_fill(~right, -1e4)
        return (every - torch.stack([torch.logsumexp(part, 0) for part in wanted.split(lengths)])).mean()

    return (minimise(find_loss, values.shape[1], DECAY) / spread).double().numpy()


def fit_confidence(rows: NDArray[np.float64], answered: NDArray[np.bool_]) -> tuple[NDArray[np.float64], float]:
    """Return the weights and the bias of a logistic regression in which both outcomes count the same."""
    values, right = torch.tensor(rows, dtype=torch.float32), torch.tensor(answered)
    mean, spread = values.mean(dim=0), values.std(dim=0) + 1e-6
    values = torch.cat([(values - mean) / spread, torch.ones(len(values), 1)], dim=1)
    importance = torch.where(right, 0.5 / right.float().mean(), 0.5 / (~right).float().mean())

    def find_loss(weights: Tensor) -> Tensor:
        return torch.nn.functional.binary_cross_entropy_with_logits(values @ weights, right.float(), weight=importance)

    found = minimise(find_loss, values.shape[1], CONFIDENCE_DECAY)
    weights = found[:-1] / spread
    return weights.double().numpy(), float(found[-1] - (weights * mean).sum())


def minimise(find_loss: Callable[[Tensor], Tensor], size: int, decay: float) -> Tensor:
    """Return the weights at which the loss with its penalty on large weights is least."""
    weights = torch.zeros(size, requires_grad=True)
    optimizer = torch.optim.LBFGS([weights], max_iter=100, line_search_fn="strong_wolfe")

    def evaluate() -> Tensor:
        optimizer.zero_grad()
        loss = find_loss(weights) + decay * (weights**2).sum()
        loss.backward()
        return loss

    optimizer.step(evaluate)
    return weights.detach()


def fit_fusion(cases: Sequence[Case], light: NDArray[np.float64]) -> Fusion:
    """Return the fusion, given the weights of the cheap signals that the cases were read with."""
    answerable = [case for case in cases if case.answerable]
    joined = [join_readings(case.features, case.readings) for case in answerable]
    full = fit_order(joined, [case.gold for case in answerable])
    rows = [
        describe_question(case.features, case.readings, join_readings(case.features, case.readings) @ full)
        for case in cases
    ]
    weights, bias = fit_confidence(np.stack(rows), np.array([case.answerable for case in cases]))
    return Fusion(tuple(light), tuple(full), tuple(weights), bias)


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
    return fit_order(rows, gold)


def main() -> None:
    """Fit the light score, read with it, fit the rest, store it beside the reader."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder that holds the sets")
    parser.add_argument("--work", type=Path, required=True, help="folder with the corpus of training.mine")
    parser.add_argument("--target", type=Path, default=Path("qa/models/weights/reader"))
    options = parser.parse_args()
    torch.manual_seed(SEED)
    corpus = load_corpus("fit", [options.data / "qa" / name for name in (*TRAINING_SETS, *NATURAL_SETS)], options.work)
    asked: list[Asked] = []
    for name, (answerable, unanswerable, removed) in SHARES.items():
        own = [article for article in corpus.articles if article.set_name == name]
        questions = load_questions(options.data / "qa" / name, own)
        questions = [q for q in questions if name in NATURAL_SETS or q.fold == "fusion"]
        asked += choose_asked(questions, answerable=answerable, unanswerable=unanswerable, removed=removed, seed=SEED)
        asked += choose_misleading(corpus, questions, most=removed // 2, seed=SEED)
    light = fit_light(corpus, [one for one in asked if one.answerable])
    start = Fusion(tuple(light), (), (), 0.0)
    cases = list(make_cases(corpus, asked, start, BuiltInReader(options.target), windows=WINDOWS))
    save_fusion(fit_fusion(cases, light), options.target / "fusion.json")
    manifest = json.loads((options.target / "manifest.json").read_text(encoding="utf-8"))
    make_manifest(options.target, name=manifest["name"])
    print(f"fitted on {len(cases)} questions, {sum(case.answerable for case in cases)} of them answerable")


if __name__ == "__main__":
    main()
