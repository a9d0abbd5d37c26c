"""Fit the headline: how likely the phrase of a sentence is the answer, from what is known of it.

    python -m training.headline --data FOLDER --work FOLDER --target qa/models/weights/reader

The questions are those of `training.fusion`, asked with the fusion that lies in the target. A phrase counts as right
where it holds a gold answer, shares half of its words with one, or is a good part of a longer one; questions without a
short gold answer are left out, and what nothing answers has no right phrase.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from qa.english.questions import read_asked
from qa.evaluate.measures import LEAD_F1, normalize, token_f1
from qa.models.checker import BuiltInChecker, Checker
from qa.models.reader import BuiltInReader, SentenceReading
from qa.reading.fusion import Fusion, load_fusion
from qa.reading.headline import PHRASE_FEATURES, Known, describe_offers, offer_phrase
from qa.reading.pins import read_pins
from qa.reading.read import LEAST_OFFER, OFFERING
from qa.reading.windows import widen
from training.cases import Asked, Case, make_cases
from training.corpus import Corpus, Place, load_corpus
from training.data import NATURAL_SETS, TRAINING_SETS
from training.encoder import make_manifest
from training.fits import fit_chance
from training.fusion import WINDOWS, choose_questions

DECAY = 2e-2
FLOOR = 0.45  # of the questions that nothing answers, 5 % get a headline from here on
LEAST_PART = 0.25  # share of a longer gold answer's words that a phrase must hold to count as it


def is_right(text: str, answers: Sequence[str]) -> bool:
    """Say whether a phrase counts as one of the gold answers."""
    said = normalize(text)
    return any(
        token_f1(said, gold) >= LEAD_F1
        or (len(gold) > 2 and f" {gold} " in f" {said} ")
        or (f" {said} " in f" {gold} " and len(said.split()) >= LEAST_PART * len(gold.split()))
        for gold in map(normalize, answers)
    )


def describe_case(
    corpus: Corpus, asked: Asked, case: Case, fusion: Fusion, checker: Checker
) -> tuple[NDArray[np.float64], list[bool]]:
    """Return a row of `PHRASE_FEATURES` for each phrase that the best sentences offer, and which of them are right."""
    question = asked.question.text
    scores = fusion.score(case.features, case.readings)
    confidence = fusion.find_confidence(case.features, case.readings, scores)
    known = [
        one
        for row in np.argsort(-scores, kind="stable")[:OFFERING]
        if (one := _know(corpus, question, case.places[row], case.readings[row], float(scores[row]), checker))
    ]
    right = [asked.answerable and is_right(one.offer.text, asked.question.answers) for one in known]
    return describe_offers(question, read_asked(question), float(scores.max()), confidence, known), right


def _know(
    corpus: Corpus, question: str, place: Place, reading: SentenceReading | None, score: float, checker: Checker
) -> Known | None:
    if reading is None or reading.phrase is None or reading.score < LEAST_OFFER:
        return None
    article = corpus.articles[place[0]]
    spans, text = article.sentences, article.text
    start, end = spans[place[1]]
    near = [spans[i] for i in (place[1] - 1, place[1] + 1) if 0 <= i < len(spans)]
    around = " ".join(text[first:last] for first, last in near)
    phrase = (reading.phrase[0] - start, reading.phrase[1] - start)
    offer = offer_phrase(question, read_asked(question), read_pins(question), text[start:end], phrase, around=around)
    if offer is None:
        return None
    run = widen(spans, place[1])
    window = text[spans[run.start][0] : spans[run.stop - 1][1]]
    (support,) = checker.check([f"{question.strip()} {offer.text}."], [window])
    return Known(offer, score, reading.score, reading.phrase_probability, support)


def describe_all(
    corpus: Corpus, asked: Sequence[Asked], fusion: Fusion, target: Path
) -> Iterator[tuple[NDArray[np.float64], list[bool]]]:
    """Yield the phrases of each question that can be judged."""
    checker = BuiltInChecker()
    cases = make_cases(corpus, asked, fusion, BuiltInReader(target), windows=WINDOWS)
    for one, case in zip(asked, cases, strict=True):
        if not one.answerable or one.question.answers:
            yield describe_case(corpus, one, case, fusion, checker)


def main() -> None:
    """Ask, describe, fit, store beside the reader."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder that holds the sets")
    parser.add_argument("--work", type=Path, required=True, help="folder for the corpus of training.fusion")
    parser.add_argument("--target", type=Path, default=Path("qa/models/weights/reader"))
    options = parser.parse_args()
    corpus = load_corpus("fit", [options.data / "qa" / n for n in (*TRAINING_SETS, *NATURAL_SETS)], options.work)
    asked = choose_questions(corpus, options.data)
    found = list(describe_all(corpus, asked, load_fusion(options.target / "fusion.json"), options.target))
    rows = np.concatenate([row for row, _ in found])
    right = np.array([one for _, ones in found for one in ones])
    weights, bias = fit_chance(rows, right, np.ones(len(rows)), decay=DECAY)
    stored = {"weights": dict(zip(PHRASE_FEATURES, weights.tolist(), strict=True)), "bias": bias, "floor": FLOOR}
    (options.target / "headline.json").write_text(json.dumps(stored, indent=2) + "\n", encoding="utf-8")
    manifest = json.loads((options.target / "manifest.json").read_text(encoding="utf-8"))
    make_manifest(options.target, name=manifest["name"])
    print(f"fitted on {len(rows)} phrases, {right.mean():.2f} of them right")


if __name__ == "__main__":
    main()
