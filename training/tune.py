"""Train the reader or the checker further, from the weights that ship, on what `training.mine_asked` made.

    python -m training.tune reader  --work FOLDER --minutes 18
    python -m training.tune checker --work FOLDER --pairs FILE --minutes 45

writes ``reader.safetensors`` or ``checker.safetensors`` to the work folder. Beside our own examples the network sees
some of those that it was trained on, and learns there from what it said before, so that it forgets little.
"""

from __future__ import annotations

import argparse
import json
import random
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from queue import SimpleQueue
from typing import Any

import numpy as np
import torch
from safetensors.torch import save_file
from torch import Tensor
from torch.nn import functional

from qa.models.checker import encode_pair
from qa.models.session import WEIGHTS_DIR, open_tokenizer
from training.checker import SMOOTHING, pad
from training.data import OWN_SET
from training.network import END, HEAD, START, Weights, is_frozen, judge_pairs, score_sentences, score_tokens
from training.pairs import LONGEST, Example, draw_gold, draw_scenes, draw_stored
from training.reader import EACH_WEIGHT, PHRASE_WEIGHT, encode_example
from training.reader import Example as Windows
from training.reader import find_loss as find_window_loss
from training.thaw import thaw_network

SEED = 17
FROZEN_LAYERS = {"reader": 3, "checker": 4}
BATCH = {"reader": 16, "checker": 32}
AT_ONCE = {"reader": 2, "checker": 8}  # examples that a thread takes at a time
PEAK_RATE = {"reader": 5e-5, "checker": 3e-5}
HEAD_SHARE = 5.0  # how much faster the head learns
WARM_UP = 0.05  # of the run
WEIGHT_DECAY, LARGEST_GRADIENT = 0.01, 1.0
BEFORE = 0.6  # share of the loss that what the network said before has, where that counts
THREADS = 2
KEPT_PAIRS = {"stored": 700, "gold": 250, "scenes": 150}  # of what the checker was trained on
SAVE_SECONDS = 300


@dataclass(frozen=True, slots=True)
class Taught:
    """An example, and whether the network is also held to what it said of it before."""

    shown: Any  # the reader's windows of a question, or the checker's pair
    kept: bool


Losses = Callable[[Weights, Weights, Sequence["Taught"]], Tensor]


def find_reader_losses(weights: Weights, before: Weights, taught: Sequence[Taught]) -> Tensor:
    """Return one loss a question."""
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


def find_checker_losses(weights: Weights, before: Weights, taught: Sequence[Taught]) -> Tensor:
    """Return one loss a pair."""
    pairs = [one.shown for one in taught]
    scores = judge_pairs(weights, *pad(pairs))
    labels = torch.tensor([pair.label for pair in pairs])
    losses = functional.cross_entropy(scores, labels, label_smoothing=SMOOTHING, reduction="none")
    kept = torch.tensor([one.kept for one in taught])
    if not kept.any():
        return losses
    with torch.no_grad():
        aim = judge_pairs(before, *pad(pairs)).softmax(-1)
    apart = -(aim * scores.log_softmax(-1)).sum(-1)
    return torch.where(kept, (1 - BEFORE) * losses + BEFORE * apart, losses)


class Worker(threading.Thread):
    """A thread that takes examples off the queue and gathers gradients of its own on weights that all share."""

    def __init__(self, tuner: Tuner) -> None:
        super().__init__(daemon=True)
        self.tuner = tuner
        self.weights = {
            name: value.detach().requires_grad_(name in tuner.learned) for name, value in tuner.weights.items()
        }

    def run(self) -> None:
        """Work until told to stop with None."""
        torch.set_num_threads(1)
        while (taught := self.tuner.work.get()) is not None:
            try:
                loss = self.tuner.find_losses(self.weights, self.tuner.before, taught).sum() / self.tuner.batch
                loss.backward()  # type: ignore[no-untyped-call]
                self.tuner.done.put(float(loss.detach()))
            except BaseException as error:  # noqa: BLE001 - raised again by the thread that waits
                self.tuner.done.put(error)
                return


class Tuner:
    """The weights as they learn, as they were before, their optimiser, and one worker a core."""

    def __init__(self, network: str, weights: Weights, find_losses: Losses) -> None:
        self.weights, self.find_losses, self.batch, self.at_once = (
            weights,
            find_losses,
            BATCH[network],
            AT_ONCE[network],
        )
        self.before = {name: value.clone() for name, value in weights.items()}
        frozen = FROZEN_LAYERS[network]
        self.learned = {n for n in weights if not is_frozen(n, frozen) and n.startswith(("encoder.layer", HEAD))}
        for name in self.learned:
            weights[name].requires_grad_()
        peak = PEAK_RATE[network]
        groups = [
            {"params": [weights[n] for n in self.learned if not n.startswith(HEAD)], "peak": peak},
            {"params": [weights[n] for n in self.learned if n.startswith(HEAD)], "peak": HEAD_SHARE * peak},
        ]
        self.optimizer = torch.optim.AdamW(groups, lr=peak, weight_decay=WEIGHT_DECAY, betas=(0.9, 0.98))
        self.work: SimpleQueue[Any] = SimpleQueue()
        self.done: SimpleQueue[Any] = SimpleQueue()
        self.workers = [Worker(self) for _ in range(THREADS)]
        for worker in self.workers:
            worker.start()

    def step(self, taught: Sequence[Taught], progress: float) -> float:
        """Learn from a batch at a place in the run between 0 and 1, and return its mean loss."""
        parts = [taught[first : first + self.at_once] for first in range(0, len(taught), self.at_once)]
        for part in parts:
            self.work.put(part)
        results = [self.done.get() for _ in parts]
        for result in results:
            if isinstance(result, BaseException):
                raise result
        for name in self.learned:
            gradients = [one.weights[name].grad for one in self.workers]
            found = [gradient for gradient in gradients if gradient is not None]
            self.weights[name].grad = torch.stack(found).sum(dim=0) if found else None
            for one in self.workers:
                one.weights[name].grad = None
        torch.nn.utils.clip_grad_norm_([self.weights[name] for name in self.learned], LARGEST_GRADIENT)
        for group in self.optimizer.param_groups:
            group["lr"] = group["peak"] * min(progress / WARM_UP, (1 - progress) / (1 - WARM_UP)) + 1e-8
        self.optimizer.step()
        return float(sum(results))

    def save(self, path: Path) -> None:
        """Write the weights as they are."""
        save_file({name: value.detach().contiguous() for name, value in self.weights.items()}, path)


def tune(tuner: Tuner, batches: Iterator[list[Taught]], *, minutes: float, save: Path) -> None:
    """Train until the time is over; the rate falls to 0 with it."""
    began = saved = time.monotonic()
    losses: list[float] = []
    while (progress := (time.monotonic() - began) / (60 * minutes)) < 1:
        losses.append(tuner.step(next(batches), progress))
        if len(losses) % 20 == 0:
            rate = len(losses) * tuner.batch / (time.monotonic() - began)
            print(
                f"step {len(losses)} {progress:.3f} loss {np.mean(losses[-60:]):.3f}, {rate:.1f} a second", flush=True
            )
        if time.monotonic() - saved > SAVE_SECONDS:
            tuner.save(save)
            saved = time.monotonic()
    tuner.save(save)


def draw_batches(
    taught: Sequence[Taught], size: int, measure: Callable[[Any], int], chance: random.Random
) -> Iterator[list[Taught]]:
    """Yield batches of examples of about one length without end, every example once before any comes again."""
    while True:
        order = chance.sample(list(taught), len(taught))
        for first in range(0, len(order), 20 * size):
            pool = sorted(order[first : first + 20 * size], key=lambda one: measure(one.shown) + 6 * chance.random())
            batches = [pool[place : place + size] for place in range(0, len(pool), size)]
            chance.shuffle(batches)
            yield from (sorted(batch, key=lambda one: -measure(one.shown)) for batch in batches)


def load_windows(path: Path, tokenizer: Any) -> list[Taught]:  # noqa: ANN401 - the package is untyped
    """Return the reader's examples."""
    with path.open(encoding="utf-8") as file:
        rows = [json.loads(line) for line in file]
    return [Taught(encode_example(tokenizer, row), row["set"] != OWN_SET) for row in rows]


def load_pairs(path: Path, stored: Path, tokenizer: Any, chance: random.Random) -> list[Taught]:  # noqa: ANN401
    """Return the checker's examples, those that it was trained on among them."""

    def encode(claim: str, evidence: str, label: int, *, kept: bool) -> Taught:
        ids, types = encode_pair(tokenizer, claim, evidence)
        return Taught(Example(ids, types.count(0), label), kept)

    with path.open(encoding="utf-8") as file:
        rows = [json.loads(line) for line in file]
    taught = [encode(row["claim"], row["evidence"], row["label"], kept=False) for row in rows]
    old = draw_stored(stored, np.random.default_rng(SEED))
    taught += [Taught(next(old), kept=True) for _ in range(KEPT_PAIRS["stored"])]
    for drawn, many in ((draw_gold(chance), KEPT_PAIRS["gold"]), (draw_scenes(chance), KEPT_PAIRS["scenes"])):
        pairs = [next(drawn) for _ in range(many)]
        taught += [encode(pair.claim, pair.evidence, pair.label, kept=True) for pair in pairs]
    return [one for one in taught if len(one.shown.ids) <= LONGEST]


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
    target = options.work / f"{network}.safetensors"
    if network == "reader":
        windows = load_windows(options.work / "asked-windows.jsonl", tokenizer)
        print(f"{len(windows)} questions", flush=True)
        batches = draw_batches(windows, BATCH[network], lambda one: sum(len(w.ids) for w in one), chance)
        tune(Tuner(network, weights, find_reader_losses), batches, minutes=options.minutes, save=target)
    else:
        pairs = load_pairs(options.work / "asked-pairs.jsonl", options.pairs, tokenizer, chance)
        print(f"{len(pairs)} pairs", flush=True)
        drawn = draw_batches(pairs, BATCH[network], lambda one: len(one.ids), chance)
        tune(Tuner(network, weights, find_checker_losses), drawn, minutes=options.minutes, save=target)


if __name__ == "__main__":
    main()
