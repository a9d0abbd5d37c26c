"""Bring a trained network into the product: as an ONNX graph in 8 bits, with its files and hashes.

    python -m training.export reader  --weights FILE --source FOLDER --data FOLDER
    python -m training.export checker --weights FILE --source FOLDER --data FOLDER
    python -m training.export large_reader --weights FILE --source FOLDER --data FOLDER

FILE is what training wrote (`.npz`, half precision, or `.safetensors`); FOLDER after ``--source`` is the published
all-MiniLM-L6-v2, whose vocabulary the networks share. The data serves to choose the step sizes of the 8 bits
and to measure the change by them.
"""

from __future__ import annotations

import argparse
import random
import shutil
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
from numpy.typing import NDArray

from qa.models.checker import EncodedPair, encode_pair
from qa.models.reader import EncodedWindow, ReaderWindow, encode_window, read_scores
from qa.models.session import WEIGHTS_DIR, open_tokenizer
from qa.reading.windows import widen
from training.data import load_articles, load_questions, read_lines, split_text
from training.graph import Inputs, Weights, build_graph, find_scales, save_quantized
from training.manifest import make_manifest
from training.mpnet import BIAS
from training.network import HEAD
from training.network import EncodedWindow as PackedWindow
from training.thaw import thaw_scales

MEASURED_ON = 200  # inputs that the step sizes are chosen on; as many others are compared
SEED = 8
WINDOW_SETS = ("qed", "selqa", "squad2_half", "xquad_en")
PAIR_SETS = ("fever_symmetric", "wice")
FROM_MINILM = "all-MiniLM-L6-v2", "all layers kept"
FROM_MPNET = "all-mpnet-base-v2", "its first layers kept and its words put into the places of another vocabulary"
NOTICE = """{title} of Sourceline
Derived from {origin}, copyright the sentence-transformers authors
(https://huggingface.co/sentence-transformers/{origin}), Apache License, Version 2.0 (LICENSE).

Changed: {changed}, trained further on {data} (MODEL_CARD.md names them and their licences), with a head of its own; the
weights are quantised to 8 bits and stored as an ONNX graph (model.onnx); tokenizer.json is that of all-MiniLM-L6-v2.
"""


def load_weights(path: Path) -> dict[str, NDArray[np.float32]]:
    """Return the weights of a file by name, in 32 bits."""
    if path.suffix == ".npz":
        with np.load(path) as stored:
            return {name: stored[name].astype(np.float32) for name in stored.files}
    from safetensors.numpy import load_file

    return {name: value.astype(np.float32) for name, value in load_file(path).items()}


def load_windows(data: Path, tokenizer_path: Path, count: int) -> list[tuple[EncodedWindow, int]]:
    """Return windows around gold sentences as the product encodes them, with their numbers of sentences."""
    tokenizer, chance = open_tokenizer(tokenizer_path), random.Random(SEED)
    windows = []
    for name in WINDOW_SETS:
        articles = load_articles(data / "qa" / name, split_text)
        by_id = {article.id: article for article in articles}
        questions = [q for q in load_questions(data / "qa" / name, articles) if q.gold.get(q.home)]
        for question in chance.sample(questions, count // len(WINDOW_SETS)):
            article, center = by_id[question.home], question.gold[question.home][0]
            run = widen(article.sentences, center)
            spans = article.sentences[run.start : run.stop]
            base = spans[0][0]
            inside = tuple((start - base, end - base) for start, end in spans)
            window = ReaderWindow(article.title, article.text[base : spans[-1][1]], inside)
            windows.append((encode_window(tokenizer, question.text, window), len(spans)))
    chance.shuffle(windows)
    return windows


def load_pairs(data: Path, tokenizer_path: Path, count: int) -> list[EncodedPair]:
    """Return claims with their evidence as the product encodes them."""
    tokenizer, chance = open_tokenizer(tokenizer_path), random.Random(SEED)
    rows = [
        row
        for name in PAIR_SETS
        for row in chance.sample(read_lines(data / "claims" / f"{name}.jsonl"), count // len(PAIR_SETS))
    ]
    chance.shuffle(rows)
    return [encode_pair(tokenizer, row["claim"], row["evidence_text"]) for row in rows]


def make_inputs(window: EncodedWindow | EncodedPair | PackedWindow) -> dict[str, NDArray[np.int64]]:
    """Return a window or a pair as the graph takes it."""
    return {"input_ids": np.array([window.ids]), "token_type_ids": np.array([window.types])}


def score_windows(model: str | bytes, windows: Sequence[tuple[EncodedWindow, int]]) -> NDArray[np.float64]:
    """Return the scores of every sentence of the windows, one after the other."""
    session = onnxruntime.InferenceSession(model, providers=["CPUExecutionProvider"])
    readings = [read_scores(session.run(None, make_inputs(w))[0][0], w, count) for w, count in windows]
    return np.array([sentence.score for reading in readings for sentence in reading.sentences])


def score_pairs(model: str | bytes, pairs: Sequence[EncodedPair]) -> NDArray[np.float64]:
    """Return the log odds of support of every pair."""
    session = onnxruntime.InferenceSession(model, providers=["CPUExecutionProvider"])
    rows = np.array([session.run(None, make_inputs(pair))[0][0, 0] for pair in pairs], dtype=np.float64)
    odds: NDArray[np.float64] = rows[:, 0] - np.logaddexp(rows[:, 1], rows[:, 2])
    return odds


def store_network(
    weights: Weights,
    inputs: Sequence[Inputs],
    source: Path,
    target: Path,
    *,
    name: str,
    notice: str,
    scales_of: Path | None = None,
) -> onnx.ModelProto:
    """Write the network in 8 bits with its files and hashes, the head left in 32 bits; return all of it in 32.

    ``inputs`` are what the step sizes are chosen on, ``source`` holds vocabulary and licence. ``scales_of`` is the
    folder of the network with whose scales this one learned, and which it keeps.
    """
    target.mkdir(parents=True, exist_ok=True)
    scales = thaw_scales(scales_of / "model.onnx") if scales_of else find_scales(weights, inputs, head=HEAD)
    model = build_graph(weights, head=HEAD, scales=scales)
    kept = {f"{HEAD}.weight", BIAS}
    save_quantized(
        model,
        target / "model.onnx",
        keep_float=tuple(node.name for node in model.graph.node if kept & set(node.input)),
    )
    for file in ("tokenizer.json", "LICENSE"):
        shutil.copyfile(source / file, target / file)
    (target / "NOTICE").write_text(notice, encoding="utf-8")
    make_manifest(target, name=name)
    return model


def export_reader(
    weights: Weights, source: Path, data: Path, target: Path, *, scales_of: Path | None = None, large: bool = False
) -> str:
    """Write a reader; return what its 8 bits change."""
    windows = load_windows(data, source / "tokenizer.json", 2 * MEASURED_ON)
    tried = [make_inputs(window) for window, _ in windows[:MEASURED_ON]]
    title, origin, changed = ("Large reader", *FROM_MPNET) if large else ("Reader", *FROM_MINILM)
    notice = NOTICE.format(title=title, origin=origin, changed=changed, data="question sets")
    name = f"sourceline-{title.lower().replace(' ', '-')}-int8"
    model = store_network(weights, tried, source, target, name=name, notice=notice, scales_of=scales_of)
    left = windows[MEASURED_ON:]
    return compare(score_windows(str(target / "model.onnx"), left), score_windows(model.SerializeToString(), left))


def export_checker(weights: Weights, source: Path, data: Path, target: Path, *, scales_of: Path | None = None) -> str:
    """Write the checker; return what its 8 bits change."""
    pairs = load_pairs(data, source / "tokenizer.json", 2 * MEASURED_ON)
    tried = [make_inputs(pair) for pair in pairs[:MEASURED_ON]]
    origin, changed = FROM_MPNET
    notice = NOTICE.format(title="Checker", origin=origin, changed=changed, data="pairs of claim and evidence")
    name = "sourceline-checker-int8"
    model = store_network(weights, tried, source, target, name=name, notice=notice, scales_of=scales_of)
    left = pairs[MEASURED_ON:]
    return compare(score_pairs(str(target / "model.onnx"), left), score_pairs(model.SerializeToString(), left))


def compare(found: NDArray[np.float64], exact: NDArray[np.float64]) -> str:
    """Say how far the scores in 8 bits are from the exact ones."""
    apart = np.abs(found - exact)
    return (
        f"8 bits move a score by {apart.mean():.3f} on average, {apart.max():.3f} at most; "
        f"scores spread by {exact.std():.3f}; correlation {np.corrcoef(found, exact)[0, 1]:.4f}"
    )


def main() -> None:
    """Build, quantise, compare, describe."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("network", choices=("reader", "checker", "large_reader"))
    parser.add_argument("--weights", type=Path, required=True)
    parser.add_argument("--source", type=Path, required=True)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--target", type=Path)
    parser.add_argument("--tuned", action="store_true", help="of training.tune: keep the scales that it learned with")
    options = parser.parse_args()
    target = options.target or WEIGHTS_DIR / options.network
    weights, rest = load_weights(options.weights), (options.source, options.data, target)
    if options.network == "large_reader":
        print(export_reader(weights, *rest, scales_of=WEIGHTS_DIR / "checker", large=True))
    else:
        export = export_reader if options.network == "reader" else export_checker
        print(export(weights, *rest, scales_of=target if options.tuned else None))


if __name__ == "__main__":
    main()
