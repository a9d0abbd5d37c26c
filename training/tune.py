"""Train the reader or the checker further, from the weights that ship, on what `training.mine_asked` made.

    python -m training.tune reader  --work FOLDER --minutes 20
    python -m training.tune checker --work FOLDER --pairs FILE --minutes 65

writes ``reader.safetensors`` or ``checker.safetensors`` to the work folder. Beside our own examples the network sees
some of those that it was trained on, and learns there from what it said before, so that it forgets little. It learns
in bfloat16 and with the 8 bits that it will be stored in (`training.thaw`).
"""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from qa.models.checker import encode_pair
from qa.models.session import WEIGHTS_DIR, open_tokenizer
from training.checker import compare_labels, pad
from training.data import OWN_SET, read_lines
from training.gold import list_fold
from training.learner import Learner, Pace
from training.network import END, START, Weights, choose_learned, judge_pairs, score_sentences, score_tokens
from training.pairs import LONGEST, Example, draw_gold, draw_scenes, draw_stored
from training.reader import EACH_WEIGHT, PHRASE_WEIGHT, encode_example
from training.reader import Example as Windows
from training.reader import find_loss as find_window_loss
from training.thaw import make_show, thaw_network, thaw_scales

SEED = 17
FROZEN_LAYERS = {"reader": 2, "checker": 3}
PACES = {
    "reader": Pace(batch=16, at_once=4, body=6e-5, head=25e-5),
    "checker": Pace(batch=32, at_once=16, body=5e-5, head=15e-5),
}
BEFORE = 0.6  # share of the loss that what the network said before has, where that counts
THREADS = 2
ASKED_PAIRS = 10_000  # of those of `training.mine_asked`
KEPT_PAIRS = {"stored": 3000, "gold": 300, "scenes": 400}  # of what the checker was trained on
KEPT_WINDOWS = 220  # questions of each set that the reader was trained on
SAVE_SECONDS = 300


@dataclass(frozen=True, slots=True)
class Taught:
    """An example, and whether the network is also held to what it said of it before."""

    shown: Any  # the reader's windows of a question, or the checker's pair
    kept: bool
    tokens: int


def find_reader_losses(before: Weights, weights: Weights, taught: Sequence[Taught]) -> Tensor:
    """Return one loss a question; ``before`` are the weights before the run."""
    shown = [window for one in taught for window in one.shown]
    lengths = [sum(len(window.ids) for window in one.shown) for one in taught]
    said = score_tokens(weights, shown, frozen_layers=FROZEN_LAYERS["reader"]).split(lengths)
    losses = []
    for one, tokens in zip(taught, said, strict=True):
        loss = find_window_loss(weights, one.shown, tokens)
        if one.kept:
            with torch.no_grad():
                old = score_tokens(before, one.shown)
            loss = (1 - BEFORE) * loss + BEFORE * find_divergence(one.shown, tokens, old)
        losses.append(loss)
    return torch.stack(losses)


def find_divergence(example: Windows, tokens: Tensor, old: Tensor) -> Tensor:
    """Return how far the numbers of a question's tokens, (tokens, 4), are from those of before."""
    scores, wanted = (torch.cat(score_sentences(part, example)) for part in (tokens, old))
    nothing = torch.zeros(1)
    said, aim = torch.cat([nothing, scores]).log_softmax(0), torch.cat([nothing, wanted]).softmax(0)
    loss = -(aim * said).sum()
    loss = loss + EACH_WEIGHT * functional.binary_cross_entropy_with_logits(scores, wanted.sigmoid())
    lengths = [len(window.ids) for window in example]
    for part, aimed, window in zip(tokens.split(lengths), old.split(lengths), example, strict=True):
        if window.phrase:
            inside = torch.tensor([owner >= 0 for owner in window.sentence_of])
            for column in (START, END):
                ends = part[inside, column].log_softmax(0)
                loss = loss - PHRASE_WEIGHT * (aimed[inside, column].softmax(0) * ends).sum()
    return loss


def find_checker_losses(before: Weights, weights: Weights, taught: Sequence[Taught]) -> Tensor:
    """Return one loss a pair; ``before`` are the weights before the run."""
    pairs = [one.shown for one in taught]
    scores = judge_pairs(weights, *pad(pairs))
    losses = compare_labels(scores, pairs)
    kept = torch.tensor([one.kept for one in taught])
    if not kept.any():
        return losses
    with torch.no_grad():
        aim = judge_pairs(before, *pad(pairs)).softmax(-1)
    apart = -(aim * scores.log_softmax(-1)).sum(-1)
    return torch.where(kept, (1 - BEFORE) * losses + BEFORE * apart, losses)


def tune(learner: Learner, batches: Iterator[Sequence[Any]], *, minutes: float, save: Path) -> None:
    """Train until the time is over; the rate falls to 0 with it."""
    began = saved = time.monotonic()
    losses: list[float] = []
    while (progress := (time.monotonic() - began) / (60 * minutes)) < 1:
        losses.append(learner.step(next(batches), progress))
        if len(losses) % 20 == 0:
            rate = len(losses) * learner.pace.batch / (time.monotonic() - began)
            print(
                f"step {len(losses)} {progress:.3f} loss {np.mean(losses[-60:]):.3f}, {rate:.1f} a second", flush=True
            )
        if time.monotonic() - saved > SAVE_SECONDS:
            learner.save(save)
            saved = time.monotonic()
    learner.save(save)


def draw_batches(taught: Sequence[Taught], size: int, chance: random.Random) -> Iterator[list[Taught]]:
    """Yield batches of examples of about one length without end, every example once before any comes again."""
    while True:
        order = chance.sample(list(taught), len(taught))
        for first in range(0, len(order), 20 * size):
            pool = sorted(order[first : first + 20 * size], key=lambda one: one.tokens + 6 * chance.random())
            batches = [pool[place : place + size] for place in range(0, len(pool), size)]
            chance.shuffle(batches)
            yield from (sorted(batch, key=lambda one: -one.tokens) for batch in batches)


def load_windows(work: Path, tokenizer: Any, chance: random.Random) -> list[Taught]:  # noqa: ANN401 - untyped package
    """Return the reader's examples, some of those that it was trained on among them."""
    rows, old = read_lines(work / "asked-windows.jsonl"), read_lines(work / "examples.jsonl")
    for name in sorted({row["set"] for row in old}):
        own = [row for row in old if row["set"] == name]
        rows += chance.sample(own, min(KEPT_WINDOWS, len(own)))
    shown = [encode_example(tokenizer, row) for row in rows]
    return [
        Taught(windows, row["set"] != OWN_SET, sum(len(window.ids) for window in windows))
        for windows, row in zip(shown, rows, strict=True)
    ]


def load_pairs(path: Path, stored: Path, tokenizer: Any, chance: random.Random) -> list[Taught]:  # noqa: ANN401
    """Return the checker's examples, those that it was trained on among them."""

    def encode(claim: str, evidence: str, label: int, *, kept: bool) -> Taught:
        ids, types = encode_pair(tokenizer, claim, evidence)
        return Taught(Example(ids, types.count(0), label), kept, len(ids))

    rows = read_lines(path)
    rows = chance.sample(rows, min(ASKED_PAIRS, len(rows)))
    taught = [encode(row["claim"], row["evidence"], row["label"], kept=False) for row in rows]
    taught += [encode(one.claim, one.proof.window, one.label, kept=False) for one in list_fold("train")]
    old = draw_stored(stored, np.random.default_rng(SEED))
    taught += [Taught(pair, True, len(pair.ids)) for pair in islice(old, KEPT_PAIRS["stored"])]
    for drawn, many in ((draw_gold(chance), KEPT_PAIRS["gold"]), (draw_scenes(chance), KEPT_PAIRS["scenes"])):
        pairs = [next(drawn) for _ in range(many)]
        taught += [encode(pair.claim, pair.evidence, pair.label, kept=True) for pair in pairs]
    return [one for one in taught if one.tokens <= LONGEST]


def main() -> None:
    """Load, train, save."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("network", choices=("reader", "checker"))
    parser.add_argument("--work", type=Path, required=True, help="folder with what training.mine_asked wrote")
    parser.add_argument("--pairs", type=Path, help="what the checker was trained on, made by rule")
    parser.add_argument("--start", type=Path, help="exact weights, instead of those that ship")
    parser.add_argument("--minutes", type=float, required=True)
    options = parser.parse_args()
    torch.manual_seed(SEED)
    torch.set_num_threads(1)
    chance = random.Random(SEED)
    network = options.network
    tokenizer = open_tokenizer(WEIGHTS_DIR / "reader" / "tokenizer.json")
    shipped = WEIGHTS_DIR / network / "model.onnx"
    with_names = thaw_network(shipped) if options.start is None else dict(np.load(options.start))
    weights = {name: torch.from_numpy(value.astype(np.float32)) for name, value in with_names.items()}
    show = make_show(thaw_scales(shipped))
    before = {name: show(name, value).clone() for name, value in weights.items()}
    if network == "reader":
        taught = load_windows(options.work, tokenizer, chance)
    else:
        taught = load_pairs(options.work / "asked-pairs.jsonl", options.pairs, tokenizer, chance)
    print(f"{len(taught)} examples", flush=True)
    learned = choose_learned(weights, FROZEN_LAYERS[network])
    losses = partial(find_reader_losses if network == "reader" else find_checker_losses, before)
    learner = Learner(weights, learned, losses, PACES[network], threads=THREADS, show=show)
    batches = draw_batches(taught, learner.pace.batch, chance)
    tune(learner, batches, minutes=options.minutes, save=options.work / f"{network}.safetensors")


if __name__ == "__main__":
    main()
