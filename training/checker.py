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
from torch import Tensor
from torch.nn import functional

from qa.models.session import WEIGHTS_DIR, open_tokenizer
from training.learner import Learner, Pace, show_half
from training.mpnet import load_mpnet
from training.network import HEAD, Weights, choose_learned, judge_pairs
from training.pairs import Example, Sources, draw_batches, draw_examples

LAYERS, FROZEN_LAYERS = 8, 2
OUTPUTS = 3
PACE = Pace(batch=48, at_once=48, body=5e-5, head=6e-4, warm_up=0.04)
SMOOTHING = 0.03
SEED = 17


def start_from(published: Weights) -> Weights:
    """Return the weights with a head of three outputs."""
    width = published["embeddings.word_embeddings.weight"].shape[1]
    return published | {f"{HEAD}.weight": torch.zeros(OUTPUTS, width), f"{HEAD}.bias": torch.zeros(OUTPUTS)}


def pad(examples: Sequence[Example]) -> tuple[Tensor, Tensor, Tensor]:
    """Return tokens, segments, and where there is a token, each (examples, tokens)."""
    tokens = max(len(one.ids) for one in examples)
    ids = torch.tensor([one.ids + [0] * (tokens - len(one.ids)) for one in examples])
    places = torch.arange(tokens)
    types = torch.stack([(places >= one.claim).long() for one in examples])
    inside = torch.stack([places < len(one.ids) for one in examples])
    return ids, types, inside


def find_losses(weights: Weights, examples: Sequence[Example]) -> Tensor:
    """Return one loss a pair."""
    return compare_labels(judge_pairs(weights, *pad(examples)), examples)


def compare_labels(scores: Tensor, examples: Sequence[Example]) -> Tensor:
    """Return one loss a pair, from the head's numbers, (pairs, outputs)."""
    labels = torch.tensor([one.label for one in examples])
    return functional.cross_entropy(scores, labels, label_smoothing=SMOOTHING, reduction="none")


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
    batches = draw_batches(draw_examples(sources, tokenizer, SEED), PACE.batch, random.Random(SEED))
    published = {name: torch.from_numpy(value) for name, value in load_mpnet(options.source, LAYERS).items()}
    weights = start_from(published)
    learner = Learner(weights, choose_learned(weights, FROZEN_LAYERS), find_losses, PACE, threads=1, show=show_half)
    began, losses = time.monotonic(), []
    while (done := (time.monotonic() - began) / (60 * options.minutes)) < 1:
        losses.append(learner.step(next(batches), done))
        if len(losses) % 25 == 0:
            print(f"step {len(losses)} {done:.3f} loss {np.mean(losses[-50:]):.3f}", flush=True)
        if len(losses) % 200 == 0:
            learner.save(options.work / "checker.safetensors")
    learner.save(options.work / "checker.safetensors")


if __name__ == "__main__":
    main()
