"""Train the large reader: the checker's layers with the reader's head, on our own questions and on those stored.

    python -m training.large_reader --start FILE --stored FILE --work FOLDER --minutes 95

FILE after ``--start`` is ``checker.safetensors`` of `training.tune` (or a large reader to go on from), the stored one
that of `training.stored`; the work folder holds ``asked-windows.jsonl`` of `training.mine_asked` and receives
``large_reader.safetensors``. It learns in bfloat16, with the 8 bits and the scales of the checker.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path

import torch
from safetensors.torch import load_file

from qa.models.session import WEIGHTS_DIR, open_tokenizer
from training.asked import DOCUMENT
from training.data import OWN_SET, read_lines
from training.learner import Learner, Pace
from training.network import HEAD, Weights, choose_learned, start_weights
from training.reader import Example, encode_example, find_losses
from training.stored import StoredQuestions
from training.thaw import make_show, thaw_scales
from training.tune import tune

FROZEN_LAYERS = 3
OUTPUTS = 4
WINDOWS = 3  # of a question: as many as the product reads again
# shares of our own questions: about documents (none in the first two runs), about news (.55 and .45)
DOCUMENTS, NEWS = 0.30, 0.42
PACE = Pace(batch=16, at_once=4, body=6e-5, head=6e-4)
POOL = 20  # batches that are ordered by length together


def start_from(trained: Weights) -> Weights:
    """Return the weights in 32 bits, with a head of four outputs, all 0 where it had others."""
    weights = {name: value.float() for name, value in trained.items()}
    return weights if len(weights[f"{HEAD}.bias"]) == OUTPUTS else start_weights(weights, OUTPUTS)


def deal(examples: Sequence[Example], chance: random.Random) -> Iterator[Example]:
    """Yield examples without end, each as often as every other."""
    while True:
        yield from chance.sample(examples, len(examples))


def draw_batches(
    documents: Iterator[Example], news: Iterator[Example], stored: Iterator[Example], chance: random.Random
) -> Iterator[list[Example]]:
    """Yield batches of questions of about one length without end, ours and others mixed."""
    shares = (DOCUMENTS, NEWS, 1 - DOCUMENTS - NEWS)
    while True:
        pool = [next(kind) for kind in chance.choices((documents, news, stored), shares, k=POOL * PACE.batch)]
        pool.sort(key=lambda one: max(len(window.ids) for window in one) + 6 * chance.random(), reverse=True)
        batches = [pool[place : place + PACE.batch] for place in range(0, len(pool), PACE.batch)]
        yield from chance.sample(batches, len(batches))


def main() -> None:
    """Train, store."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--start", type=Path, required=True)
    parser.add_argument("--stored", type=Path, required=True)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--minutes", type=float, default=95)
    parser.add_argument("--seed", type=int, default=31)
    options = parser.parse_args()
    torch.manual_seed(options.seed)
    torch.set_num_threads(1)
    chance = random.Random(options.seed)
    tokenizer = open_tokenizer(WEIGHTS_DIR / "reader" / "tokenizer.json")
    own = [row for row in read_lines(options.work / "asked-windows.jsonl") if row["set"] == OWN_SET]
    documents, news = (
        deal([example for row in rows if (example := encode_example(tokenizer, row)[:WINDOWS])], chance)
        for rows in (
            [row for row in own if row["home"].startswith(DOCUMENT)],
            [row for row in own if not row["home"].startswith(DOCUMENT)],
        )
    )
    batches = draw_batches(documents, news, StoredQuestions(options.stored, chance).draw(WINDOWS), chance)
    weights = start_from(load_file(options.start))
    show = make_show(thaw_scales(WEIGHTS_DIR / "checker" / "model.onnx"))
    losses = partial(find_losses, frozen_layers=FROZEN_LAYERS)
    learner = Learner(weights, choose_learned(weights, FROZEN_LAYERS), losses, PACE, threads=2, show=show)
    tune(learner, batches, minutes=options.minutes, save=options.work / "large_reader.safetensors")


if __name__ == "__main__":
    main()
