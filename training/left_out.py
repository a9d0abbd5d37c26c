"""Train the model that says which words of a conversation a follow-up leaves out, and bring it into the product.

    python -m training.left_out --data FOLDER --source FOLDER --start FILE

The data holds ``followups/*.jsonl``, conversations whose questions were rewritten by hand, and ``qa/NAME``. The topics
of fold 0 are left to `benchmarks.followups`, which measures. FOLDER after ``--source`` is the published
all-MiniLM-L6-v2, whose vocabulary and licence the model keeps; FILE holds the weights to begin with, the reader's.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
import torch
from safetensors.torch import load_file, save_file
from torch.nn import functional

from qa.chat import cut_history
from qa.models.left_out import encode_conversation
from qa.models.session import WEIGHTS_DIR, open_tokenizer
from training.export import make_inputs, store_network
from training.followups import FollowUp, find_content_words, read_followups
from training.network import HEAD, EncodedWindow, Weights, is_frozen, score_tokens, start_weights
from training.shorten import list_shortened

NAME = "sourceline-left-out-int8"
EPOCHS = 4  # over the real follow-ups, after one over those made by rule
BATCH = 24
PEAK_RATE, HEAD_RATE, WEIGHT_DECAY = 1e-4, 1e-3, 0.01
WARM_UP = 0.05  # of the run
LARGEST_GRADIENT = 1.0
FROZEN_LAYERS = 2
SEED = 1
REWRITTEN_SHARE = 0.4  # of the real follow-ups are shown once more, rewritten: nothing is left out
UNRELATED_SHARE = 0.5  # are shown rewritten after a conversation about something else
MEASURED_ON = 200  # follow-ups that the step sizes of the 8 bits are chosen on; as many others are compared
NOTICE = """Left out, of Sourceline
Derived from all-MiniLM-L6-v2, copyright the sentence-transformers authors
(https://huggingface.co/sentence-transformers/all-MiniLM-L6-v2), Apache License, Version 2.0 (LICENSE).

Changed: trained further on questions and conversations (MODEL_CARD.md names them and their licences), with a head of
its own; the weights are quantised to 8 bits and stored as an ONNX graph (model.onnx); tokenizer.json is unchanged.
"""


@dataclass(frozen=True, slots=True)
class Example:
    """A conversation as the network takes it.

    ``wanted`` is 1 at the first token of a word that is left out, 0 at that of another word of the history that the
    question has not itself, and -1 at all other tokens.
    """

    encoded: EncodedWindow
    wanted: np.ndarray


def encode_example(tokenizer: Any, row: FollowUp) -> Example:  # noqa: ANN401 - the tokenizers package is untyped
    """Return a follow-up as the network takes it."""
    encoded = encode_conversation(tokenizer, row.question, cut_history(row.history))
    asked = find_content_words(row.question)
    left_out = find_content_words(row.rewritten) - asked
    wanted = np.full(len(encoded.ids), -1, np.float32)
    for word in encoded.words:
        stems = find_content_words(word.lower)
        if stems and not stems <= asked:
            wanted[word.token] = float(stems <= left_out)
    window = EncodedWindow(tuple(encoded.ids), tuple(encoded.types), (0,) * len(encoded.ids), 1)
    return Example(window, wanted)


def vary(rows: Sequence[FollowUp], chooser: random.Random) -> list[FollowUp]:
    """Return the follow-ups with some of them once more in a form that leaves nothing out."""
    varied = list(rows)
    for row in rows:
        if row.rewritten != row.question and chooser.random() < REWRITTEN_SHARE:
            varied.append(replace(row, question=row.rewritten))
        if chooser.random() < UNRELATED_SHARE:
            varied.append(replace(row, question=row.rewritten, history=chooser.choice(rows).history))
    return varied


def cut_batches(rows: Sequence[FollowUp], chooser: random.Random) -> list[list[FollowUp]]:
    """Return the follow-ups in batches of like length, the batches in any order."""
    ordered = sorted(rows, key=lambda row: measure_length(row) + 200 * chooser.random())
    batches = [ordered[start : start + BATCH] for start in range(0, len(ordered) - BATCH + 1, BATCH)]
    return chooser.sample(batches, len(batches))


def measure_length(row: FollowUp) -> int:
    """Return the characters of what is read of a history, roughly."""
    return sum(len(turn.question) + len(turn.answer) for turn in row.history[-3:])


def train(weights: Weights, batches: Sequence[Sequence[FollowUp]], tokenizer: Any) -> None:  # noqa: ANN401 - as above
    """Fit the weights in place: each word of the history is left out or not, all equally important."""
    for name, value in weights.items():
        value.requires_grad_(not is_frozen(name, FROZEN_LAYERS))
    trained = {name: value for name, value in weights.items() if value.requires_grad}
    body = [value for name, value in trained.items() if not name.startswith(HEAD)]
    head = [value for name, value in trained.items() if name.startswith(HEAD)]
    optimizer = torch.optim.AdamW(
        [{"params": body, "lr": PEAK_RATE}, {"params": head, "lr": HEAD_RATE}], weight_decay=WEIGHT_DECAY
    )
    steps = len(batches)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min(1, (step + 1) / (WARM_UP * steps)) * (1 - step / steps)
    )
    losses: list[float] = []
    for step, batch in enumerate(batches, 1):
        examples = [encode_example(tokenizer, row) for row in batch]
        wanted = torch.tensor(np.concatenate([one.wanted for one in examples]))
        scores = score_tokens(weights, [one.encoded for one in examples], frozen_layers=FROZEN_LAYERS)[:, 0]
        loss = functional.binary_cross_entropy_with_logits(scores[wanted >= 0], wanted[wanted >= 0])
        optimizer.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(list(trained.values()), LARGEST_GRADIENT)
        optimizer.step()
        schedule.step()
        losses.append(loss.item())
        if step % 20 == 0:
            print(f"step {step} of {steps}: loss {np.mean(losses[-20:]):.4f}", flush=True)


def export(weights: Weights, examples: Sequence[Example], source: Path, target: Path) -> None:
    """Write the network in 8 bits and say how far they move the likelihoods."""
    arrays = {name: value.detach().numpy() for name, value in weights.items()}
    inputs = [make_inputs(one.encoded) for one in examples]
    model = store_network(arrays, inputs[:MEASURED_ON], source, target, name=NAME, notice=NOTICE)
    found = []
    for graph in (model.SerializeToString(), str(target / "model.onnx")):
        session = onnxruntime.InferenceSession(graph, providers=["CPUExecutionProvider"])
        scores = [session.run(None, one)[0][0, :, 0] for one in inputs[MEASURED_ON:]]
        found.append(1 / (1 + np.exp(-np.concatenate(scores))))
    apart = np.abs(found[0] - found[1])
    print(f"8 bits move a likelihood by {apart.mean():.4f} on average, {np.percentile(apart, 99):.3f} for 1 of 100")


def main() -> None:
    """Train, store."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--source", type=Path, required=True)
    parser.add_argument("--start", type=Path, required=True)
    parser.add_argument("--trained", type=Path, help="export these weights of an earlier run instead of training")
    parser.add_argument("--target", type=Path, default=WEIGHTS_DIR / "left_out", help="folder to write")
    options = parser.parse_args()
    chooser = random.Random(SEED)
    torch.manual_seed(SEED)
    options.target.mkdir(parents=True, exist_ok=True)
    tokenizer = open_tokenizer(options.source / "tokenizer.json")
    paths = sorted((options.data / "followups").glob("*.jsonl"))
    rows = [row for path in paths for row in read_followups(path) if row.history and not row.held_out]
    if options.trained:
        weights = load_file(options.trained)
    else:
        weights = start_weights(load_file(options.start), outputs=1)
        batches = cut_batches(list_shortened(options.data / "qa", chooser), chooser)
        for _ in range(EPOCHS):
            batches += cut_batches(vary(rows, chooser), chooser)
        train(weights, batches, tokenizer)
        save_file(weights, options.target.with_suffix(".safetensors"))
    examples = [encode_example(tokenizer, row) for row in chooser.sample(rows, 2 * MEASURED_ON)]
    export(weights, examples, options.source, options.target)


if __name__ == "__main__":
    main()
