"""Fit the gate: what the checker says and the exact signs weigh.

    python -m training.gate --data FOLDER --wordnet FOLDER

A logistic regression with three outcomes over the features of `qa.check.gate`: on claims about news and everyday
things that were written by hand for this, which the checker has not seen, and with less weight on short captions, on
claims about our own corpus, on sentences with one word in another's place and on draws of our scenes; and on some of
all these beside a sentence that is about something else, or that stands in the same article and does not say it. True
and false claims count alike as a whole.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from qa.check.gate import FEATURES, Combination, Gate, Proof, describe
from qa.models.checker import BuiltInChecker
from qa.models.session import WEIGHTS_DIR
from training.asked import LABELS, list_claims, split_asked_articles
from training.beside import list_beside
from training.captions import draw_captions
from training.fits import fit_chance
from training.gold import NOT_SAID, REFUTED, SUPPORTED, list_fold, read_gold
from training.manifest import renew_manifest
from training.pairs import draw_scenes, draw_words

FOR = frozenset({"sentence", "window", "cut"})  # may only speak for a claim
# may speak for or against it; all others only against. The checker trusts copies with one thing changed too much, which
# is why "copied" speaks against what it lets pass
FREE = frozenset({"refuted", "copied", "trusted", "longer"})
# what has to agree whatever the checker says: log odds that each takes away at least
GRANTS = {"cut": 6.0}  # and what it gives at least
VETOES = {
    "alien": 3.0,
    "lent": 1.0,
    "number_other": 4.0,
    "date_other": 3.0,
    "name_other": 1.0,
    "speaker_other": 1.0,
    "due": 2.0,
    "undenied": 2.0,
}
# of each source: the weight of a pair, and how many are drawn where there is no end of them
NEWS, EVERYDAY, CORPUS, ASKED, CAPTIONS, SCENES, WORDS, BESIDE, APART = 6.0, 4.0, 3.0, 3.5, 1.5, 1.0, 1.0, 1.0, 0.7
DRAWN = {"scenes": 300, "words": 170, "captions": 180}
LEARNED = 306  # of the claims about our corpus: the checker was trained on them, so that more tell the gate nothing
UNRELATED = 0.2  # of the claims are held against another sentence, too
DECAY = 1e-3
FLOOR = 0.81  # of the support; by floor on claims that nothing was fitted on: README
SEED = 31


@dataclass(frozen=True, slots=True)
class Example:
    """A claim with its proof, what the proof makes of it, and how much it counts."""

    claim: str
    proof: Proof
    label: int
    weight: float


def list_examples(data: Path, wordnet: Path) -> list[Example]:
    """Return what the gate is fitted on; the hand-written claims come first."""
    chance = random.Random(SEED)
    news, everyday, corpus = (
        [Example(one.claim, one.proof, one.label, weight) for one in read_gold(f"claims-{name}-fitted.txt")]
        for name, weight in (("news", NEWS), ("everyday", EVERYDAY), ("corpus", CORPUS))
    )
    news += list_asked(data)
    news += [Example(one.claim, one.proof, one.label, ASKED) for one in list_fold("fusion") if "? " not in one.claim]
    captions = islice(draw_captions(random.Random(SEED)), DRAWN["captions"])
    news += [Example(pair.claim, Proof(pair.evidence), pair.label, CAPTIONS) for pair in captions]
    drawn = [(pair, SCENES) for pair in islice(draw_scenes(chance), DRAWN["scenes"])]
    drawn += [(pair, WORDS) for pair in islice(draw_words(data, wordnet, chance, fold="dev"), DRAWN["words"])]
    made = [Example(pair.claim, Proof(pair.evidence), pair.label, weight) for pair, weight in drawn]
    apart = [*_part(everyday + corpus + made, chance), *_part(news, chance)]
    beside = [Example(claim, proof, NOT_SAID, BESIDE) for claim, proof in list_beside(data, random.Random(SEED))]
    return news + everyday + corpus[:LEARNED] + made + apart + beside


def list_asked(data: Path) -> list[Example]:
    """Return the claims of `training.asked` that the checker has not seen, with title and the sentence before."""
    articles = split_asked_articles(data)
    return [
        Example(
            line.text,
            Proof(article.quote(index), article.title, (article.quote(index - 1),) if index else ()),
            LABELS[line.kind],
            ASKED,
        )
        for line, article, index in list_claims(articles, "fusion")
    ]


def _part(examples: list[Example], chance: random.Random) -> Iterator[Example]:
    """Yield some of the claims beside the proof of another, mostly one that stands near it in the list."""
    for place, example in enumerate(examples):
        other = examples[max(0, place - chance.randint(1, 30))]
        if other.proof.text != example.proof.text and chance.random() < UNRELATED:
            yield Example(example.claim, other.proof, NOT_SAID, APART)


def fit(rows: NDArray[np.float64], labels: NDArray[np.int64], importance: NDArray[np.float64]) -> Combination:
    """Return the weights and the floor; a sign may only speak against a claim, the checker only for it."""
    true = labels == SUPPORTED
    importance = importance / np.where(true, importance[true].sum(), importance[~true].sum())
    bounds = [
        (GRANTS.get(name, 0.0) if name in FOR else -np.inf, np.inf if name in FOR | FREE else -VETOES.get(name, 0.0))
        for name in FEATURES
    ]
    support = fit_chance(rows, true, importance, decay=DECAY, bounds=bounds)
    refute = fit_chance(rows[~true], labels[~true] == REFUTED, importance[~true], decay=DECAY)
    return Combination(*support, *refute, FLOOR)


def find_support(combination: Combination, rows: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return for each row how likely the claim is carried."""
    chances: NDArray[np.float64] = 1 / (1 + np.exp(-(rows @ combination.support + combination.support_bias)))
    return chances


def save(combination: Combination, folder: Path) -> None:
    """Write the weights by name, and the manifest anew."""
    parts = {"support": combination.support, "refute": combination.refute}
    stored = {part: {n: round(float(w), 5) for n, w in zip(FEATURES, own, strict=True)} for part, own in parts.items()}
    biases = {"support_bias": combination.support_bias, "refute_bias": combination.refute_bias}
    numbers = {name: round(value, 5) for name, value in (biases | {"floor": combination.floor}).items()}
    (folder / "gate.json").write_text(json.dumps(stored | numbers, indent=1) + "\n", encoding="utf-8")
    renew_manifest(folder)


def main() -> None:
    """Describe, fit, store."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--wordnet", type=Path, required=True)
    parser.add_argument("--target", type=Path, default=WEIGHTS_DIR / "checker")
    parser.add_argument("--most", type=int, default=10**6, help="claims, drawn by chance")
    options = parser.parse_args()
    examples = list_examples(options.data, options.wordnet)
    examples = random.Random(SEED).sample(examples, min(options.most, len(examples)))
    blank = Combination(np.zeros(1), 0.0, np.zeros(1), 0.0, 0.5)
    judged = Gate(BuiltInChecker(options.target), blank).judge([e.claim for e in examples], [e.proof for e in examples])
    rows = np.array([describe(e.claim, e.proof, row) for e, row in zip(examples, judged, strict=True)])
    labels, weights = np.array([e.label for e in examples]), np.array([e.weight for e in examples])
    combination = fit(rows, labels, weights)
    support, true = find_support(combination, rows), labels == SUPPORTED
    save(combination, options.target)
    groups = {
        "news": NEWS,
        "everyday": EVERYDAY,
        "asked": ASKED,
        "captions": CAPTIONS,
        "corpus": CORPUS,
        "drawn": SCENES,
    }
    for name, weight in groups.items():
        chosen = weights == weight
        passed, stopped = support[chosen & true] >= FLOOR, support[chosen & ~true] < FLOOR
        print(f"{name}: {stopped.mean():.3f} of {len(stopped)} false stopped", end=", ")
        print(f"{passed.mean():.3f} of {len(passed)} true passed")


if __name__ == "__main__":
    main()
