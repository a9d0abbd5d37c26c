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
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from queue import SimpleQueue
from typing import Any

import torch
from safetensors.torch import load_file, save_file
from torch import Tensor

from qa.models.reader import ReaderWindow, encode_window
from qa.models.session import open_tokenizer
from training.network import (
    END,
    HEAD,
    START,
    EncodedWindow,
    Weights,
    is_frozen,
    score_sentences,
    score_tokens,
    start_weights,
)

QUESTIONS_PER_STEP = 12
QUESTIONS_AT_ONCE = 2  # by one thread: about 800 tokens, which stay in the cache
PEAK_RATE, HEAD_RATE = 1.2e-4, 1e-3
WARM_UP = 0.05  # of the run
WEIGHT_DECAY = 0.01
LARGEST_GRADIENT = 1.0
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


class Worker(threading.Thread):
    """A thread that takes questions off the queue and gathers gradients on weights that all threads share."""

    def __init__(self, weights: Weights, frozen_layers: int, work: SimpleQueue[Any], done: SimpleQueue[Any]) -> None:
        super().__init__(daemon=True)
        self.frozen_layers = frozen_layers
        self.weights = {
            name: value.detach().requires_grad_(not is_frozen(name, frozen_layers)) for name, value in weights.items()
        }
        self.work, self.done = work, done

    def run(self) -> None:
        """Work until told to stop with None."""
        torch.set_num_threads(1)
        while (examples := self.work.get()) is not None:
            try:
                self.done.put(self.learn(examples))
            except BaseException as error:  # noqa: BLE001 - raised again by the thread that waits
                self.done.put(error)
                return

    def learn(self, examples: Sequence[Example]) -> float:
        """Add the gradient of some questions, and return the sum of their losses."""
        windows = [window for example in examples for window in example]
        tokens = score_tokens(self.weights, windows, frozen_layers=self.frozen_layers)
        parts = tokens.split([sum(len(window.ids) for window in example) for example in examples])
        losses = [find_loss(self.weights, example, part) for example, part in zip(examples, parts, strict=True)]
        loss = torch.stack(losses).sum() / QUESTIONS_PER_STEP
        loss.backward()
        return float(loss.detach())


class Trainer:
    """The weights, their optimiser, and one worker a core (one in all on a GPU)."""

    def __init__(self, weights: Weights, device: str, threads: int, frozen_layers: int, rate: float) -> None:
        self.weights = {name: value.to(device) for name, value in weights.items()}
        self.learned = [name for name in weights if not is_frozen(name, frozen_layers)]
        for name in self.learned:
            self.weights[name].requires_grad_()
        head = [self.weights[name] for name in self.learned if name.startswith(HEAD)]
        body = [self.weights[name] for name in self.learned if not name.startswith(HEAD)]
        groups = [{"params": body, "peak": rate * PEAK_RATE}, {"params": head, "peak": rate * HEAD_RATE}]
        self.optimizer = torch.optim.AdamW(groups, lr=PEAK_RATE, weight_decay=WEIGHT_DECAY)
        self.work: SimpleQueue[Any] = SimpleQueue()
        self.done: SimpleQueue[Any] = SimpleQueue()
        self.workers = [Worker(self.weights, frozen_layers, self.work, self.done) for _ in range(threads)]
        for worker in self.workers:
            worker.start()

    def step(self, examples: Sequence[Example], progress: float) -> float:
        """Learn from some questions at a place in the run between 0 and 1, and return their mean loss."""
        batches = [examples[i : i + QUESTIONS_AT_ONCE] for i in range(0, len(examples), QUESTIONS_AT_ONCE)]
        for batch in batches:
            self.work.put(batch)
        results = [self.done.get() for _ in batches]
        for result in results:
            if isinstance(result, BaseException):
                raise result
        for name in self.learned:
            gradients = [w.weights[name].grad for w in self.workers if w.weights[name].grad is not None]
            self.weights[name].grad = torch.stack(gradients).sum(dim=0) if gradients else None
            for worker in self.workers:
                worker.weights[name].grad = None
        torch.nn.utils.clip_grad_norm_([self.weights[name] for name in self.learned], LARGEST_GRADIENT)
        for group in self.optimizer.param_groups:
            group["lr"] = group["peak"] * min(progress / WARM_UP, (1 - progress) / (1 - WARM_UP))
        self.optimizer.step()
        return sum(results)

    def save(self, path: Path) -> None:
        """Write the weights as they are."""
        unfinished = path.with_suffix(".unfinished")
        save_file({name: value.detach().cpu().contiguous() for name, value in self.weights.items()}, unfinished)
        unfinished.replace(path)


def train(
    trainer: Trainer, examples: list[Example], *, epochs: float, seconds: float, save: Path, log: Callable[[str], None]
) -> None:
    """Train until the epochs or the time are over, whichever comes first; the rate falls to 0 with either."""
    steps = int(epochs * len(examples)) // QUESTIONS_PER_STEP
    began = saved = time.monotonic()
    tokens, recent = 0, 0.0
    pool: list[Example] = []
    for step in range(1, steps + 1):
        progress = max(step / steps, (time.monotonic() - began) / seconds)
        if progress >= 1:
            break
        if len(pool) < QUESTIONS_PER_STEP:
            pool = random.sample(examples, len(examples))
        batch, pool = pool[:QUESTIONS_PER_STEP], pool[QUESTIONS_PER_STEP:]
        loss = trainer.step(batch, progress)
        tokens += sum(len(window.ids) for example in batch for window in example)
        recent = loss if step == 1 else 0.95 * recent + 0.05 * loss
        spent = time.monotonic() - began
        if step % 10 == 0:
            log(f"step {step}/{steps} progress {progress:.3f} loss {recent:.4f} tokens/s {tokens / spent:.0f}")
        if time.monotonic() - saved > SAVE_SECONDS:
            trainer.save(save)
            saved = time.monotonic()
    trainer.save(save)


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
    trainer = Trainer(weights, options.device, threads, options.frozen_layers, options.rate)
    with (options.work / "reader.log").open("a", encoding="utf-8") as file:

        def log(line: str) -> None:
            file.write(line + "\n")
            file.flush()

        log(f"{len(examples)} questions, {vars(options)}")
        train(
            trainer,
            examples,
            epochs=options.epochs,
            seconds=60 * options.minutes,
            save=options.work / "reader.safetensors",
            log=log,
        )


if __name__ == "__main__":
    main()
