"""Bring the trained reader into the product: as an ONNX graph in 8 bits, with its files and hashes.

    python -m training.export --source FOLDER --work FOLDER --target qa/models/weights/reader

FOLDER after ``--source`` is the published all-MiniLM-L6-v2, whose vocabulary and licence the reader keeps; the work
folder holds ``reader.safetensors`` and ``examples.jsonl``, whose last rows serve to measure the change by 8 bits.
"""

from __future__ import annotations

import argparse
import json
import shutil
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import torch
from numpy.typing import NDArray
from safetensors.torch import load_file

from qa.models.reader import EncodedWindow, ReaderWindow, encode_window, read_scores
from qa.models.session import open_tokenizer
from training.encoder import make_manifest
from training.graph import Inputs, Weights, build_graph, find_scales, save_quantized
from training.network import HEAD
from training.network import EncodedWindow as PackedWindow

NAME = "sourceline-reader-int8"
MEASURED_ON = 200  # windows that the step sizes are chosen on; as many others are compared
NOTICE = """Reader of Sourceline
Derived from all-MiniLM-L6-v2, copyright the sentence-transformers authors
(https://huggingface.co/sentence-transformers/all-MiniLM-L6-v2), Apache License, Version 2.0 (LICENSE).

Changed: trained further on question sets (MODEL_CARD.md names them and their licences), with a head of its own;
the weights are quantised to 8 bits and stored as an ONNX graph (model.onnx); tokenizer.json is unchanged.
"""


def load_windows(path: Path, tokenizer_path: Path, count: int) -> list[tuple[EncodedWindow, int]]:
    """Return the last windows of the examples as the product encodes them, with their numbers of sentences."""
    tokenizer = open_tokenizer(tokenizer_path)
    windows: list[tuple[EncodedWindow, int]] = []
    for line in reversed(path.read_text(encoding="utf-8").splitlines()):
        row = json.loads(line)
        for found in row["windows"]:
            spans = tuple((start, end) for start, end in found["sentences"])
            window = ReaderWindow(found["title"], found["text"], spans)
            windows.append((encode_window(tokenizer, row["question"], window), len(spans)))
        if len(windows) >= count:
            break
    return windows[:count]


def make_inputs(window: EncodedWindow | PackedWindow) -> dict[str, NDArray[np.int64]]:
    """Return a window as the graph takes it."""
    return {"input_ids": np.array([window.ids]), "token_type_ids": np.array([window.types])}


def score_all(model: str | bytes, windows: list[tuple[EncodedWindow, int]]) -> NDArray[np.float64]:
    """Return the scores of every sentence of the windows, one after the other."""
    session = onnxruntime.InferenceSession(model, providers=["CPUExecutionProvider"])
    readings = [read_scores(session.run(None, make_inputs(w))[0][0], w, count) for w, count in windows]
    return np.array([sentence.score for reading in readings for sentence in reading.sentences])


def store_network(
    weights: Weights, inputs: Sequence[Inputs], source: Path, target: Path, *, name: str, notice: str
) -> onnx.ModelProto:
    """Write the network in 8 bits with its files and hashes, the head left in 32 bits; return all of it in 32.

    ``inputs`` are what the step sizes are chosen on, ``source`` holds the vocabulary and the licence.
    """
    target.mkdir(parents=True, exist_ok=True)
    model = build_graph(weights, head=HEAD, scales=find_scales(weights, inputs, head=HEAD))
    heads = tuple(node.name for node in model.graph.node if f"{HEAD}.weight" in node.input)
    save_quantized(model, target / "model.onnx", keep_float=heads)
    for file in ("tokenizer.json", "LICENSE"):
        shutil.copyfile(source / file, target / file)
    (target / "NOTICE").write_text(notice, encoding="utf-8")
    make_manifest(target, name=name)
    return model


def main() -> None:
    """Build, quantise, compare, describe."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--source", type=Path, required=True)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--target", type=Path, default=Path("qa/models/weights/reader"))
    options = parser.parse_args()
    torch.set_num_threads(1)
    weights = {n: value.detach().numpy() for n, value in load_file(options.work / "reader.safetensors").items()}
    windows = load_windows(options.work / "examples.jsonl", options.source / "tokenizer.json", 2 * MEASURED_ON)
    tried = [make_inputs(window) for window, _ in windows[:MEASURED_ON]]
    model = store_network(weights, tried, options.source, options.target, name=NAME, notice=NOTICE)
    exact = score_all(model.SerializeToString(), windows[MEASURED_ON:])
    found = score_all(str(options.target / "model.onnx"), windows[MEASURED_ON:])
    apart = np.abs(found - exact)
    print(f"8 bits move a score by {apart.mean():.3f} on average, {apart.max():.3f} at most; ", end="")
    print(f"scores spread by {exact.std():.3f}; correlation {np.corrcoef(found, exact)[0, 1]:.4f}")


if __name__ == "__main__":
    main()
