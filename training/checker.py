"""Train the checker: what a text makes of a claim, or of a question with an answer.

    python -m training.checker --source FOLDER --pairs FILE --data FOLDER --wordnet FOLDER --work FOLDER --minutes 85

FOLDER after ``--source`` is the published all-mpnet-base-v2, whose first layers are taken; the work folder holds
``examples.jsonl`` of `training.mine` and receives ``checker.safetensors``.
"""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from safetensors.torch import save_file
from torch import Tensor
from torch.nn import functional

from qa.models.session import WEIGHTS_DIR, open_tokenizer
from training.mpnet import load_mpnet
from training.network import HEAD, Weights, is_frozen, judge_pairs
from training.pairs import Example, Sources, draw_batches, draw_examples

LAYERS, FROZEN_LAYERS = 8, 2
OUTPUTS = 3
BATCH = 48
PEAK_RATE, HEAD_RATE, WEIGHT_DECAY = 5e-5, 6e-4, 0.01
WARM_UP = 0.04  # of the run
SMOOTHING = 0.03
SEED = 17


def start_from(published: Weights) -> Weights:
    """Return the weights with a head of three outputs, the layers that learn in bfloat16."""
    width = published["embeddings.word_embeddings.weight"].shape[1]
    layers = {name: value.bfloat16() for name, value in published.items() if name.startswith("encoder.layer.")}
    return published | layers | {f"{HEAD}.weight": torch.zeros(OUTPUTS, width), f"{HEAD}.bias": torch.zeros(OUTPUTS)}


def pad(examples: Sequence[Example]) -> tuple[Tensor, Tensor, Tensor]:
    """Return tokens, segments, and where there is a token, each (examples, tokens)."""
    tokens = max(len(one.ids) for one in examples)
    ids = torch.tensor([one.ids + [0] * (tokens - len(one.ids)) for one in examples])
    places = torch.arange(tokens)
    types = torch.stack([(places >= one.claim).long() for one in examples])
    inside = torch.stack([places < len(one.ids) for one in examples])
    return ids, types, inside


class Trainer:
    """The weights in bfloat16 where they learn, and what they are in 32 bits, which is what each step changes."""

    def __init__(self, weights: Weights) -> None:
        self.weights = weights
        self.learned = [
            name for name in weights if not is_frozen(name, FROZEN_LAYERS) and name.startswith(("encoder.layer", HEAD))
        ]
        for name in self.learned:
            weights[name].requires_grad_()
        self.exact = {name: weights[name].detach().float().requires_grad_() for name in self.learned}
        body = [value for name, value in self.exact.items() if not name.startswith(HEAD)]
        head = [value for name, value in self.exact.items() if name.startswith(HEAD)]
        groups = [{"params": body, "peak": PEAK_RATE}, {"params": head, "peak": HEAD_RATE}]
        self.optimizer = torch.optim.AdamW(groups, weight_decay=WEIGHT_DECAY, fused=True, betas=(0.9, 0.98))

    def step(self, examples: Sequence[Example], done: float) -> float:
        """Learn from a batch at a place in the run between 0 and 1, and return its loss."""
        labels = torch.tensor([one.label for one in examples])
        loss = functional.cross_entropy(judge_pairs(self.weights, *pad(examples)), labels, label_smoothing=SMOOTHING)
        loss.backward()  # type: ignore[no-untyped-call]
        for name, exact in self.exact.items():
            gradient = self.weights[name].grad
            exact.grad = None if gradient is None else gradient.float()
            self.weights[name].grad = None
        torch.nn.utils.clip_grad_norm_(list(self.exact.values()), 1.0)
        for group in self.optimizer.param_groups:
            group["lr"] = group["peak"] * min(done / WARM_UP, (1 - done) / (1 - WARM_UP)) + 1e-8
        self.optimizer.step()
        with torch.no_grad():
            for name, exact in self.exact.items():
                self.weights[name].copy_(exact)
        return loss.item()

    def save(self, path: Path) -> None:
        """Write the weights in 32 bits."""
        save_file(
            {name: self.exact.get(name, value).detach().contiguous() for name, value in self.weights.items()}, path
        )


def main() -> None:
    """Train, store."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--source", type=Path, required=True)
    parser.add_argument("--pairs", type=Path, required=True)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--wordnet", type=Path, required=True)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--minutes", type=float, default=85)
    options = parser.parse_args()
    torch.manual_seed(SEED)
    torch.set_num_threads(1)
    sources = Sources(options.pairs, options.work / "examples.jsonl", options.data, options.wordnet)
    tokenizer = open_tokenizer(WEIGHTS_DIR / "reader" / "tokenizer.json")
    batches = draw_batches(draw_examples(sources, tokenizer, SEED), BATCH, random.Random(SEED))
    published = {name: torch.from_numpy(value) for name, value in load_mpnet(options.source, LAYERS).items()}
    trainer = Trainer(start_from(published))
    began, losses = time.monotonic(), []
    while (done := (time.monotonic() - began) / (60 * options.minutes)) < 1:
        losses.append(trainer.step(next(batches), done))
        if len(losses) % 25 == 0:
            print(f"step {len(losses)} {done:.3f} loss {np.mean(losses[-50:]):.3f}", flush=True)
        if len(losses) % 200 == 0:
            trainer.save(options.work / "checker.safetensors")
    trainer.save(options.work / "checker.safetensors")


if __name__ == "__main__":
    main()
