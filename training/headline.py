"""Fit the second look and the headline: what the large networks are worth, and how likely a phrase is the answer.

    python -m training.headline --data FOLDER --work FOLDER --target qa/models/weights/reader

The questions are those that no network was trained on, asked with the fusion that lies in the target. A
phrase counts as right where it holds a gold answer, shares half of its words with one, or is a good part of a longer
one; questions without a short gold answer are left out, and what nothing answers has no right phrase.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from qa.english.questions import read_asked
from qa.evaluate.measures import LEAD_F1, normalize, token_f1
from qa.models.checker import BuiltInChecker, Checker
from qa.models.reader import BuiltInReader, Reader, SentenceReading
from qa.models.session import LARGE
from qa.reading.fusion import Fusion, join_readings, load_fusion
from qa.reading.headline import PHRASE_FEATURES, Known, Offer, describe_offers, offer_phrase
from qa.reading.pins import read_pins
from qa.reading.read import LEAST_OFFER, OFFERING, READ_AGAIN
from qa.reading.second import CONFIDENCE_FEATURES, ORDER_FEATURES, SecondLook, describe_second, limit
from qa.reading.windows import widen
from training.cases import Asked, Case, choose_asked, choose_misleading, keep_cases, read
from training.corpus import Corpus, Place, load_corpus
from training.data import NATURAL_SETS, choose_fold, find_set, load_questions
from training.fits import fit_chance, fit_order
from training.fusion import CASES, FIT_SETS, SEED, WINDOWS, choose_questions, weigh_outcomes
from training.manifest import renew_manifest

DECAY, SECOND_DECAY = 6e-2, 2e-3
FLOOR = 0.5  # of natural questions almost half get a headline from here on, one in twelve of them wrong (README)
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


@dataclass(frozen=True, slots=True)
class Looked:
    """A question with the scores of its candidates, and what is known of the phrases that the best of them offer.

    ``readings`` are the large reader's. ``known`` is by the place among the candidates; ``right`` says of the same
    places whether the phrase is.
    """

    asked: Asked
    case: Case
    readings: Sequence[SentenceReading | None]
    scores: NDArray[np.float64]
    confidence: float
    known: dict[int, Known]
    right: dict[int, bool]

    @property
    def tried(self) -> list[int]:
        """The places of the best candidates."""
        return [int(i) for i in np.argsort(-self.scores, kind="stable")[:OFFERING]]


def read_again(
    corpus: Corpus, asked: Sequence[Asked], cases: Sequence[Case], fusion: Fusion, reader: Reader
) -> list[Looked]:
    """Return each question with what the large reader says of the best windows, and the scores before it did."""
    looked = []
    for one, case in zip(asked, cases, strict=True):
        scores = fusion.score(case.features, case.readings)
        ranked = [case.places[i] for i in np.argsort(-scores, kind="stable")]
        found = read(corpus, one.question.text, ranked, reader, windows=READ_AGAIN)
        confidence = fusion.find_confidence(case.features, case.readings, scores)
        looked.append(Looked(one, case, [found.get(place) for place in case.places], scores, confidence, {}, {}))
    return looked


def fit_order_again(looked: Sequence[Looked]) -> SecondLook:
    """Return what the large reader is worth in the order of the candidates."""
    rows = [join_readings(one.scores[:, None], one.readings) for one in looked]
    weights = fit_order(rows, [one.case.gold for one in looked], [1.0] * len(rows), decay=SECOND_DECAY)
    return SecondLook(tuple(weights.tolist()), 0.0, 0.0, (), 0.0)


def check_offers(corpus: Corpus, looked: Sequence[Looked], checker: Checker) -> None:
    """Add what is known of the phrases that the best sentences offer; all of them are checked at once."""
    offers = {
        (number, place): offer
        for number, one in enumerate(looked)
        for place in one.tried
        if (offer := _find_offer(corpus, one.asked.question.text, one.case.places[place], _reread(one, place)))
    }
    claims = [
        f"{looked[number].asked.question.text.strip()} {offer.text}." for (number, _), (offer, _) in offers.items()
    ]
    support = checker.check(claims, [window for _, window in offers.values()])
    for ((number, place), (offer, _)), odds in zip(offers.items(), support, strict=True):
        one, reading = looked[number], _reread(looked[number], place)
        assert reading is not None  # noqa: S101 - else it offered nothing
        one.known[place] = Known(offer, 0.0, reading.score, reading.phrase_probability, odds)
        one.right[place] = one.asked.answerable and is_right(offer.text, one.asked.question.answers)


def _reread(one: Looked, place: int) -> SentenceReading | None:
    return one.readings[place] or one.case.readings[place]


def _find_offer(
    corpus: Corpus, question: str, place: Place, reading: SentenceReading | None
) -> tuple[Offer, str] | None:
    """Return the phrase that a sentence offers, and the window of the sentence."""
    if reading is None or reading.phrase is None or reading.score < LEAST_OFFER:
        return None
    article = corpus.articles[place[0]]
    spans, text = article.sentences, article.text
    start, end = spans[place[1]]
    near = [spans[i] for i in (place[1] - 1, place[1] + 1) if 0 <= i < len(spans)]
    around = " ".join(text[first:last] for first, last in near)
    phrase = (reading.phrase[0] - start, reading.phrase[1] - start)
    offer = offer_phrase(question, read_asked(question), read_pins(question), text[start:end], phrase, around=around)
    run = widen(spans, place[1])
    return (offer, text[spans[run.start][0] : spans[run.stop - 1][1]]) if offer else None


def fit_second(looked: Sequence[Looked], order: SecondLook) -> SecondLook:
    """Return what support is worth in the order of the best sentences and in the confidence."""
    offering = [one for one in looked if one.known]
    rows = [
        np.array(
            [
                [one.scores[i], limit(one.known[i].support) if i in one.known else 0.0, i not in one.known]
                for i in one.tried
            ]
        )
        for one in offering
    ]
    gold = [one.case.gold[one.tried] for one in offering]
    score, support, silent = fit_order(rows, gold, [1.0] * len(rows), decay=SECOND_DECAY)
    order = replace(order, support=support / score, silent=silent / score)
    described = [describe_second(one.confidence, one.readings, *_order(one, order)[1:]) for one in looked]
    answered = np.array([one.asked.answerable for one in looked])
    weights, bias = fit_chance(
        np.array(described), answered, weigh_outcomes([one.case for one in looked]), decay=SECOND_DECAY
    )
    return replace(order, confidence=tuple(weights.tolist()), bias=bias)


def _order(one: Looked, second: SecondLook) -> tuple[NDArray[np.float64], int, float | None]:
    """Return the scores after the second look, the best place, and the support of its phrase."""
    scores = one.scores.copy()
    support = {place: known.support for place, known in one.known.items()}
    second.order_checked(scores, one.tried, support)
    best = int(np.argmax(scores))
    return scores, best, support.get(best)


def describe_phrases(one: Looked, second: SecondLook) -> tuple[NDArray[np.float64], list[bool]]:
    """Return a row of `PHRASE_FEATURES` for each phrase that the best sentences offer, and which of them are right."""
    scores, best, support = _order(one, second)
    confidence = second.find_confidence(one.confidence, one.readings, best, support)
    known = [replace(known, score=float(scores[place])) for place, known in one.known.items()]
    question = one.asked.question.text
    return describe_offers(question, read_asked(question), float(scores.max()), confidence, known), [
        *one.right.values()
    ]


def choose_unseen(corpus: Corpus, data: Path, work: Path) -> list[Asked]:
    """Return questions that no network was trained on."""
    titles = {article.id: article.title or article.id for article in corpus.articles}
    seen = [one for one in choose_questions(corpus, data, work) if one.question.set_name not in NATURAL_SETS]
    natural = [
        question
        for name in NATURAL_SETS
        for question in load_questions(find_set(data, work, name), [a for a in corpus.articles if a.set_name == name])
        if choose_fold(name, titles[question.home]) != "train"
    ]
    without = len(natural) // 3
    return [
        *seen,
        *choose_asked(natural, answerable=len(natural), unanswerable=0, removed=without, seed=SEED),
        *choose_misleading(corpus, natural, most=without, seed=SEED),
    ]


def main() -> None:
    """Ask, describe, fit, store beside the reader."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder that holds the sets")
    parser.add_argument("--work", type=Path, required=True, help="folder for the corpus of training.fusion")
    parser.add_argument("--target", type=Path, default=Path("qa/models/weights/reader"))
    parser.add_argument("--most", type=int, default=10**6, help="questions, drawn by chance")
    options = parser.parse_args()
    corpus = load_corpus("fit", [find_set(options.data, options.work, name) for name in FIT_SETS], options.work)
    asked = choose_unseen(corpus, options.data, options.work)
    asked = random.Random(SEED).sample(asked, min(options.most, len(asked)))
    fusion, checker = load_fusion(options.target / "fusion.json"), BuiltInChecker()
    cases = keep_cases(options.work / CASES, corpus, asked, fusion, BuiltInReader(options.target), windows=WINDOWS)
    looked = read_again(corpus, asked, cases, fusion, BuiltInReader(LARGE))
    order = fit_order_again(looked)
    looked = [replace(one, scores=order.score_anew(one.scores, one.readings)) for one in looked]
    check_offers(corpus, looked, checker)
    second = fit_second(looked, order)
    found = [
        describe_phrases(one, second)
        for one in looked
        if one.known and (not one.asked.answerable or one.asked.question.answers)
    ]
    rows = np.concatenate([row for row, _ in found])
    right = np.array([one for _, ones in found for one in ones])
    weights, bias = fit_chance(rows, right, np.ones(len(rows)), decay=DECAY)
    save_second(second, options.target / "second.json")
    stored = {"weights": dict(zip(PHRASE_FEATURES, weights.tolist(), strict=True)), "bias": bias, "floor": FLOOR}
    (options.target / "headline.json").write_text(json.dumps(stored, indent=2) + "\n", encoding="utf-8")
    renew_manifest(options.target)
    print(f"fitted on {len(looked)} questions, {len(rows)} phrases, {right.mean():.2f} of them right")
    show_headlines(found, weights, bias)


def save_second(second: SecondLook, path: Path) -> None:
    """Write the weights by name."""
    stored = {
        "order": dict(zip(ORDER_FEATURES, second.order, strict=True)),
        "support": second.support,
        "silent": second.silent,
        "confidence": dict(zip(CONFIDENCE_FEATURES, second.confidence, strict=True)),
        "bias": second.bias,
    }
    path.write_text(json.dumps(stored, indent=2) + "\n", encoding="utf-8")


def show_headlines(
    found: Sequence[tuple[NDArray[np.float64], list[bool]]], weights: NDArray[np.float64], bias: float
) -> None:
    """Print for some floors how many of the questions would get a headline, and how many of these are wrong."""
    best = [(1 / (1 + np.exp(-(rows @ weights + bias))), right) for rows, right in found]
    for floor in (0.3, 0.4, 0.45, 0.5, 0.6, 0.7):
        shown = [right[int(np.argmax(chances))] for chances, right in best if chances.max() >= floor]
        print(f"floor {floor}: {len(shown)} of {len(best)} shown, {1 - np.mean(shown):.2f} of them wrong")


if __name__ == "__main__":
    main()
