"""Fit the gate: what the checker says and the exact signs weigh, and from which support on a claim passes.

    python -m training.gate --data FOLDER --wordnet FOLDER

A logistic regression with three outcomes over the features of `qa.check.gate`: on everyday claims that were written
by hand for this, which the checker has not seen, and with less weight on claims about our own corpus, on sentences
with one word in another's place and on draws of our scenes; and on some of all these beside a sentence that is about
something else. The floor stops `STOPPED` of the false everyday claims.
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
import torch
from numpy.typing import NDArray
from torch.nn import functional

from qa.check.gate import FEATURES, FOR, FREE, GRANTS, VETOES, Combination, Gate, Proof, describe
from qa.models.checker import BuiltInChecker
from qa.models.session import WEIGHTS_DIR
from training.encoder import renew_manifest
from training.gold import NOT_SAID, REFUTED, SUPPORTED, read_gold
from training.pairs import draw_scenes, draw_words

# of each source: the weight of a pair, and how many are drawn where there is no end of them
EVERYDAY, CORPUS, SCENES, WORDS, APART = 4.0, 1.0, 0.1, 0.1, 0.7
DRAWN = {"scenes": 900, "words": 500}
UNRELATED = 0.2  # of the claims are held against another sentence, too
DECAY = 2e-3
STOPPED = 0.96  # of the false everyday claims; the checker has learned from the others
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
    found = []
    for name, weight in (("claims-everyday-fitted.txt", EVERYDAY), ("claims-corpus-fitted.txt", CORPUS)):
        found += [Example(one.claim, one.proof, one.label, weight) for one in read_gold(name)]
    drawn = [(pair, SCENES) for pair in islice(draw_scenes(chance), DRAWN["scenes"])]
    drawn += [(pair, WORDS) for pair in islice(draw_words(data, wordnet, chance, fold="dev"), DRAWN["words"])]
    found += [Example(pair.claim, Proof(pair.evidence), pair.label, weight) for pair, weight in drawn]
    return found + list(_part(found, chance))


def _part(examples: list[Example], chance: random.Random) -> Iterator[Example]:
    """Yield some of the claims beside the proof of another, mostly one that stands near it in the list."""
    for place, example in enumerate(examples):
        other = examples[max(0, place - chance.randint(1, 30))]
        if other.proof.text != example.proof.text and chance.random() < UNRELATED:
            yield Example(example.claim, other.proof, NOT_SAID, APART)


def fit(rows: NDArray[np.float64], labels: NDArray[np.int64], importance: NDArray[np.float64]) -> Combination:
    """Return the weights, with a floor of 0.5; a sign may only speak against a claim, the checker only for it."""
    true = labels == SUPPORTED
    highest = [np.inf if name in FOR | FREE else -VETOES.get(name, 0.0) for name in FEATURES]
    lowest = [GRANTS.get(name, 0.0) if name in FOR else -np.inf for name in FEATURES]
    support, support_bias = fit_chance(rows, true, importance, np.array(lowest), np.array(highest))
    free = np.full(len(FEATURES), np.inf)
    refuted = labels[~true] == REFUTED
    refute, refute_bias = fit_chance(rows[~true], refuted, importance[~true], -free, free)
    return Combination(support, support_bias, refute, refute_bias, 0.5)


def fit_chance(
    rows: NDArray[np.float64],
    wanted: NDArray[np.bool_],
    importance: NDArray[np.float64],
    lowest: NDArray[np.float64],
    highest: NDArray[np.float64],
) -> tuple[NDArray[np.float64], float]:
    """Return weights and bias of a logistic regression; no weight leaves its bounds.

    A weight that would is held at its bound, and the others are fitted again.
    """
    mean, spread = rows.mean(axis=0), rows.std(axis=0).clip(1e-2)
    values, truth = torch.tensor((rows - mean) / spread), torch.tensor(wanted, dtype=torch.float64)
    counts, held = torch.tensor(importance), np.zeros(rows.shape[1])
    free = np.ones(rows.shape[1], dtype=bool)
    while True:
        fixed = values @ torch.tensor(held * spread)
        found, bias = _minimise(values * torch.tensor(free), truth, counts, fixed)
        weights = np.where(free, found.numpy() / spread, held)
        outside = free & ((weights < lowest - 1e-9) | (weights > highest + 1e-9))
        if not outside.any():
            return weights, float(bias) - float(weights @ mean)
        held = np.where(outside, np.clip(weights, lowest, highest), held)
        free &= ~outside


def _minimise(
    values: torch.Tensor, truth: torch.Tensor, counts: torch.Tensor, fixed: torch.Tensor
) -> tuple[torch.Tensor, torch.Tensor]:
    raw = torch.zeros(values.shape[1] + 1, dtype=torch.float64, requires_grad=True)
    optimizer = torch.optim.LBFGS([raw], max_iter=200, line_search_fn="strong_wolfe")

    def evaluate() -> torch.Tensor:
        optimizer.zero_grad()
        odds = values @ raw[:-1] + raw[-1] + fixed
        losses = functional.binary_cross_entropy_with_logits(odds, truth, reduction="none")
        loss = (losses * counts).sum() / counts.sum() + DECAY * (raw[:-1] ** 2).sum()
        loss.backward()  # type: ignore[no-untyped-call]
        return loss

    optimizer.step(evaluate)
    return raw.detach()[:-1], raw.detach()[-1]


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
    """Describe, fit, choose the floor, store."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--wordnet", type=Path, required=True)
    parser.add_argument("--target", type=Path, default=WEIGHTS_DIR / "checker")
    options = parser.parse_args()
    examples = list_examples(options.data, options.wordnet)
    blank = Combination(np.zeros(1), 0.0, np.zeros(1), 0.0, 0.5)
    judged = Gate(BuiltInChecker(options.target), blank).judge([e.claim for e in examples], [e.proof for e in examples])
    rows = np.array([describe(e.claim, e.proof, row) for e, row in zip(examples, judged, strict=True)])
    labels, weights = np.array([e.label for e in examples]), np.array([e.weight for e in examples])
    combination = fit(rows, labels, weights)
    everyday = weights == EVERYDAY
    support, true = find_support(combination, rows), labels == SUPPORTED
    floor = float(np.quantile(support[everyday & ~true], STOPPED))
    save(combination._replace(floor=floor), options.target)
    for name, chosen in (("everyday", everyday), ("corpus", weights == CORPUS), ("drawn", weights < CORPUS)):
        passed, stopped = support[chosen & true] >= floor, support[chosen & ~true] < floor
        print(f"{name}: {stopped.mean():.3f} of {len(stopped)} false stopped", end=", ")
        print(f"{passed.mean():.3f} of {len(passed)} true passed")


if __name__ == "__main__":
    main()
