"""Train the reader: one softmax over the sentences of all windows of a question and "nothing here answers".

    python -m training.reader --source FOLDER --work FOLDER --minutes 75

FOLDER after ``--source`` is the published all-MiniLM-L6-v2; the work folder holds ``examples.jsonl`` of
`training.mine` and receives ``reader.safetensors`` and ``reader.log``.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import load_file
from torch import Tensor

from qa.models.reader import ReaderWindow, encode_window
from qa.models.session import open_tokenizer
from training.learner import Learner, Pace
from training.network import (
    END,
    START,
    EncodedWindow,
    Weights,
    is_frozen,
    score_sentences,
    score_tokens,
    start_weights,
)

# 2 questions at a time are about 800 tokens, which stay in the cache
PACE = Pace(batch=12, at_once=2, body=1.2e-4, head=1e-3, momentum=(0.9, 0.999))
FROZEN_LAYERS = 2
PHRASE_WEIGHT = 0.25  # of the loss of the answer phrase's two ends, beside the sentence's
EACH_WEIGHT = 0.25  # of the loss that takes every sentence for itself
SAVE_SECONDS = 300

Example = list[EncodedWindow]


def encode_example(tokenizer: Any, row: dict[str, Any]) -> Example:  # noqa: ANN401 - the tokenizers package is untyped
    """Return one line of ``examples.jsonl`` as the network takes it."""
    windows = []
    for window in row["windows"]:
        spans = tuple((start, end) for start, end in window["sentences"])
        encoded = encode_window(tokenizer, row["question"], ReaderWindow(window["title"], window["text"], spans))
        read = set(encoded.sentence_of)
        phrase = None
        if window["phrase"]:
            first, last = window["phrase"]
            inside = [i for i, (s, e) in enumerate(encoded.spans) if e > first and s < last and e > s]
            phrase = (inside[0], inside[-1]) if inside else None
        windows.append(
            EncodedWindow(
                ids=tuple(encoded.ids),
                types=tuple(encoded.types),
                sentence_of=tuple(encoded.sentence_of),
                sentences=len(spans),
                gold=tuple(index for index in window["gold"] if index in read),
                phrase=phrase,
            )
        )
    return windows


def load_examples(path: Path, tokenizer: Any, windows: int) -> list[Example]:  # noqa: ANN401 - as above
    """Return all examples that have a window, each with its first windows only: what answers and the hardest others."""
    with path.open(encoding="utf-8") as file:
        examples = [encode_example(tokenizer, json.loads(line))[:windows] for line in file]
    return [example for example in examples if example]


def find_loss(weights: Weights, example: Example, tokens: Tensor) -> Tensor:
    """Return the loss of one question, from the four numbers of each token of its windows.

    The sentences of all windows and a 0 for "nothing" share a softmax. Half of its loss asks that some gold sentence
    wins, half that each does. On top, each sentence for itself says whether it answers, and the phrase's ends.
    """
    scores = torch.cat(score_sentences(tokens, example))
    gold = torch.tensor([index in window.gold for window in example for index in range(window.sentences)])
    gold = gold.to(scores.device)
    nothing = torch.zeros(1, device=scores.device)
    total = torch.logsumexp(torch.cat([nothing, scores]), 0)
    won = 0.5 * torch.logsumexp(scores[gold], 0) + 0.5 * scores[gold].mean() if gold.any() else 0
    loss = total - won
    each = torch.nn.functional.binary_cross_entropy_with_logits(scores, gold.float(), reduction="none")
    loss = loss + EACH_WEIGHT * (each[~gold].mean() if (~gold).any() else 0)
    if gold.any():
        loss = loss + EACH_WEIGHT * each[gold].mean()
    for part, window in zip(tokens.split([len(window.ids) for window in example]), example, strict=True):
        if window.phrase:
            inside = torch.tensor([owner >= 0 for owner in window.sentence_of], device=scores.device)
            for column, place in ((START, window.phrase[0]), (END, window.phrase[1])):
                ends = part[:, column].masked_fill(~inside, -1e4)
                loss = loss + PHRASE_WEIGHT * (torch.logsumexp(ends, 0) - ends[place])
    return loss


def find_losses(weights: Weights, examples: Sequence[Example], *, frozen_layers: int) -> Tensor:
    """Return one loss a question."""
    windows = [window for example in examples for window in example]
    tokens = score_tokens(weights, windows, frozen_layers=frozen_layers)
    parts = tokens.split([sum(len(window.ids) for window in example) for example in examples])
    return torch.stack([find_loss(weights, example, part) for example, part in zip(examples, parts, strict=True)])


def train(
    learner: Learner, examples: list[Example], *, epochs: float, seconds: float, save: Path, log: Callable[[str], None]
) -> None:
    """Train until the epochs or the time are over, whichever comes first; the rate falls to 0 with either."""
    steps = int(epochs * len(examples)) // PACE.batch
    began = saved = time.monotonic()
    tokens, recent = 0, 0.0
    pool: list[Example] = []
    for step in range(1, steps + 1):
        progress = max(step / steps, (time.monotonic() - began) / seconds)
        if progress >= 1:
            break
        if len(pool) < PACE.batch:
            pool = random.sample(examples, len(examples))
        batch, pool = pool[: PACE.batch], pool[PACE.batch :]
        loss = learner.step(batch, progress)
        tokens += sum(len(window.ids) for example in batch for window in example)
        recent = loss if step == 1 else 0.95 * recent + 0.05 * loss
        spent = time.monotonic() - began
        if step % 10 == 0:
            log(f"step {step}/{steps} progress {progress:.3f} loss {recent:.4f} tokens/s {tokens / spent:.0f}")
        if time.monotonic() - saved > SAVE_SECONDS:
            learner.save(save)
            saved = time.monotonic()
    learner.save(save)


def main() -> None:
    """Load, train, save."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--source", type=Path, required=True, help="folder of the published encoder")
    parser.add_argument("--work", type=Path, required=True, help="folder with examples.jsonl")
    parser.add_argument("--start", type=Path, help="weights of an earlier run to go on from")
    parser.add_argument("--rate", type=float, default=1.0, help="share of the usual learning rate")
    parser.add_argument("--epochs", type=float, default=1.0)
    parser.add_argument("--minutes", type=float, default=1e6, help="the run ends by then, its rate with it")
    parser.add_argument("--windows", type=int, default=4, help="windows of one question")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--frozen-layers", type=int, default=FROZEN_LAYERS)
    parser.add_argument("--device", default="cuda" if torch.cuda.is_available() else "cpu")
    options = parser.parse_args()
    random.seed(options.seed)
    torch.manual_seed(options.seed)
    tokenizer = open_tokenizer(options.source / "tokenizer.json")
    examples = load_examples(options.work / "examples.jsonl", tokenizer, options.windows)
    threads = 1 if options.device != "cpu" else len(os.sched_getaffinity(0))
    published = load_file(options.source / "model.safetensors")
    weights = load_file(options.start) if options.start else start_weights(published)
    learner = Learner(
        {name: value.to(options.device) for name, value in weights.items()},
        {name for name in weights if not is_frozen(name, options.frozen_layers)},
        partial(find_losses, frozen_layers=options.frozen_layers),
        replace(PACE, body=options.rate * PACE.body, head=options.rate * PACE.head),
        threads=threads,
    )
    with (options.work / "reader.log").open("a", encoding="utf-8") as file:

        def log(line: str) -> None:
            file.write(line + "\n")
            file.flush()

        log(f"{len(examples)} questions, {vars(options)}")
        train(
            learner,
            examples,
            epochs=options.epochs,
            seconds=60 * options.minutes,
            save=options.work / "reader.safetensors",
            log=log,
        )


if __name__ == "__main__":
    main()
