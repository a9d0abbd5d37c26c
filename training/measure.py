"""Measure the cascade on questions that nothing was trained on: the right sentence first, and silence where none is.

    python -m training.measure --data FOLDER --work FOLDER --corpus news:onestopqa,multirc_news,onestopenglish,bbc2225

Prints one line a set and a way of ordering: the share of questions whose first sentence, or one of whose first five, is
gold, with its 95 % interval. Then, for questions that nothing answers and for questions whose article was taken away,
how well the confidence tells them from the others (AUROC: 1 always, 0.5 by chance). The questions of a set are asked of
its whole corpus; where a set was trained on, only those of its dev fold.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from qa.models.reader import BuiltInReader
from qa.models.session import WEIGHTS_DIR
from qa.reading.features import FEATURES
from qa.reading.fusion import Fusion, load_fusion
from training.cases import Asked, Case, choose_asked, make_cases
from training.corpus import load_corpus
from training.data import TRAINING_SETS, load_questions

SEED = 4
MOST_QUESTIONS = 300  # of each kind and set
RESAMPLES = 1_000
FLOORS = (0.3, 0.4, 0.5, 0.6)

Order = Callable[[Case], NDArray[np.floating]]


def list_orders(fusion: Fusion) -> dict[str, Order]:
    """Return the ways of ordering that are compared, by name."""
    dense, lexical = FEATURES.index("dense_z"), FEATURES.index("lexical_z")
    return {
        "words": lambda case: case.features[:, lexical],
        "vectors": lambda case: case.features[:, dense],
        "z-sum 2:1": lambda case: 2 * case.features[:, dense] + case.features[:, lexical],
        "signals": lambda case: fusion.score_lightly(case.features),
        "with reader": lambda case: fusion.score(case.features, case.readings),
    }


def find_rank(case: Case, order: Order) -> float:
    """Return the place of the first gold sentence, counted from 1; infinite where no candidate is gold."""
    found = np.flatnonzero(case.gold[np.argsort(-order(case), kind="stable")])
    return float(found[0]) + 1 if len(found) else float("inf")


def find_confidence(case: Case, fusion: Fusion) -> float:
    """Return how sure the product is that the question is answered."""
    return fusion.find_confidence(case.features, case.readings, fusion.score(case.features, case.readings))


def find_interval(values: Sequence[float]) -> tuple[float, float]:
    """Return the 95 % interval of a mean, by resampling."""
    chance = np.random.default_rng(SEED)
    sample = np.array(values)
    means = [chance.choice(sample, len(sample)).mean() for _ in range(RESAMPLES)]
    return float(np.quantile(means, 0.025)), float(np.quantile(means, 0.975))


def find_auroc(right: Sequence[float], wrong: Sequence[float]) -> float:
    """Return how often a right one is above a wrong one; ties count half."""
    above, below = np.array(right)[:, None], np.array(wrong)[None, :]
    return float(((above > below) + 0.5 * (above == below)).mean())


def describe_floor(floor: float, right: Sequence[float], wrong: Sequence[float]) -> str:
    """Return which shares of the questions with and without an answer are answered at a floor of confidence."""
    answered, falsely = (float(np.mean(np.array(values) > floor)) for values in (right, wrong))
    return f"floor {floor:.2f} answers {answered:.2f}, falsely {falsely:.2f}"


def report(cases: Sequence[Case], fusion: Fusion) -> list[str]:
    """Return the lines of the table."""
    lines = []
    for name in dict.fromkeys(case.set_name for case in cases):
        own = [case for case in cases if case.set_name == name]
        answerable = [case for case in own if case.answerable]
        for label, order in list_orders(fusion).items():
            ranks = [find_rank(case, order) for case in answerable]
            first, five = [rank <= 1 for rank in ranks], [rank <= 5 for rank in ranks]
            low, high = find_interval(first)
            lines.append(
                f"{name:28} {label:12} hit@1 {np.mean(first):.3f} [{low:.3f}, {high:.3f}] "
                f"hit@5 {np.mean(five):.3f} of {len(ranks)}"
            )
        confidence = {
            id(c): fusion.find_confidence(c.features, c.readings, fusion.score(c.features, c.readings)) for c in own
        }
        for label, removed in (("unanswerable", False), ("article removed", True)):
            wrong = [confidence[id(c)] for c in own if not c.answerable and c.removed == removed]
            if wrong:
                right = [confidence[id(case)] for case in answerable]
                lines.append(f"{name:28} {label:15} auroc {find_auroc(right, wrong):.3f} of {len(wrong)}")
                lines += [f"{'':28} {describe_floor(floor, right, wrong)}" for floor in FLOORS]
    return lines


def find_folder(data: Path, name: str) -> Path:
    """Return where a set or a corpus without questions lies."""
    return data / "qa" / name if (data / "qa" / name).is_dir() else data / "corpora" / name


def main() -> None:
    """Ask, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder that holds the sets")
    parser.add_argument("--work", type=Path, required=True, help="folder for vectors")
    parser.add_argument("--corpus", action="append", required=True, help="NAME:SET,SET,... searched together")
    parser.add_argument("--target", type=Path, default=WEIGHTS_DIR / "reader", help="the reader to measure")
    parser.add_argument("--windows", type=int, default=4, help="windows of one question; the product's own number")
    options = parser.parse_args()
    fusion, reader = load_fusion(options.target / "fusion.json"), BuiltInReader(options.target)
    for named in options.corpus:
        name, _, sets = named.partition(":")
        folders = [find_folder(options.data, one) for one in sets.split(",")]
        corpus = load_corpus(name, folders, options.work)
        asked: list[Asked] = []
        for folder in folders:
            if (folder / "questions.jsonl").exists():
                own = [article for article in corpus.articles if article.set_name == folder.name]
                questions = load_questions(folder, own)
                if folder.name in TRAINING_SETS:
                    questions = [question for question in questions if question.fold == "dev"]
                asked += choose_asked(
                    questions,
                    answerable=MOST_QUESTIONS,
                    unanswerable=MOST_QUESTIONS,
                    removed=MOST_QUESTIONS // 2,
                    seed=SEED,
                )
        cases = list(make_cases(corpus, asked, fusion, reader, windows=options.windows))
        print("\n".join(report(cases, fusion)), flush=True)


if __name__ == "__main__":
    main()
