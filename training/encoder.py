"""Make the encoder that comes with the product: all-MiniLM-L6-v2, its weights in 8 bits.

    python -m training.encoder --source FOLDER --sentences FILE --target qa/models/weights/encoder

FOLDER is the published model: ``model.safetensors``, ``tokenizer.json`` and ``LICENSE``.
"""

from __future__ import annotations

import argparse
import hashlib
import shutil
from pathlib import Path

import numpy as np
import torch
from safetensors.numpy import load_file
from transformers import AutoModel, AutoTokenizer

from qa.models.encoder import BuiltInEncoder
from qa.models.session import open_tokenizer
from training.graph import build_graph, find_scales, save_quantized
from training.manifest import make_manifest

NAME = "all-MiniLM-L6-v2-int8"
MEASURED_ON = 200  # sentences that the step sizes are chosen on; the others are compared
TOKENS = 256  # the length that the published model was trained for
NOTICE = """all-MiniLM-L6-v2
Copyright the sentence-transformers authors (https://huggingface.co/sentence-transformers/all-MiniLM-L6-v2)
Licensed under the Apache License, Version 2.0 (LICENSE).

Changed for Sourceline: the weights are quantised to 8 bits and stored as an ONNX graph (model.onnx);
the vocabulary (tokenizer.json) is unchanged. See MODEL_CARD.md.
"""
CARD = """# Encoder: all-MiniLM-L6-v2 in 8-bit weights

Turns a sentence or a question into a vector of {dimension} numbers; the cosine of two vectors says how close they are
in meaning. English, at most {tokens} word pieces; the rest of a longer text is not seen.

- **Origin.** `sentence-transformers/all-MiniLM-L6-v2`, Apache-2.0 (LICENSE, NOTICE), `model.safetensors` with SHA-256
  `{source_sha256}`. Nothing was trained here.
- **Change.** The same network as an ONNX graph, weights quantised to 8 bits per channel (7 of them used), activations
  quantised as they come, after their channels were brought to like size (SmoothQuant).
  Made by `python -m training.encoder`; `model.onnx` has SHA-256 `{sha256}`.
- **How near to the original.** Over {count} sentences, the cosine between this model's vector and the original's
  32-bit vector is {mean:.4f} on average and {least:.4f} at least; of the 10 nearest sentences of a
  sentence, {overlap:.0%} are the same.
- **Known limits.** Close in meaning is not the same as answering: a denial lies next to the claim that it denies. Names
  and numbers weigh little. It knows English as written up to 2021.
"""


def encode_reference(source: Path, texts: list[str]) -> np.ndarray:
    """Return the original model's vectors in 32 bits: mean of the token states, scaled to length 1."""
    tokenizer, model = AutoTokenizer.from_pretrained(source), AutoModel.from_pretrained(source).eval()
    rows = []
    with torch.inference_mode():
        for text in texts:
            inputs = tokenizer(text, truncation=True, max_length=TOKENS, return_tensors="pt")
            mean = model(**inputs).last_hidden_state[0].mean(dim=0)
            rows.append((mean / mean.norm()).numpy())
    return np.stack(rows)


def compare(ours: np.ndarray, reference: np.ndarray) -> dict[str, float]:
    """Measure how near our vectors are to the reference: cosines, and the share of common 10 nearest sentences."""
    cosines = (ours * reference).sum(axis=1)

    def nearest(vectors: np.ndarray) -> np.ndarray:
        scores = vectors @ vectors.T
        np.fill_diagonal(scores, -1)
        return np.argsort(-scores, axis=1)[:, :10]

    pairs = zip(nearest(ours), nearest(reference), strict=True)
    overlap = float(np.mean([len(set(a) & set(b)) / 10 for a, b in pairs]))
    return {"mean": float(cosines.mean()), "least": float(cosines.min()), "overlap": overlap}


def main() -> None:
    """Build, quantise, compare, describe."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--source", type=Path, required=True, help="folder of the published model")
    parser.add_argument("--target", type=Path, default=Path("qa/models/weights/encoder"), help="folder to write")
    parser.add_argument("--sentences", type=Path, required=True, help="text file, one sentence a line, to compare on")
    options = parser.parse_args()
    options.target.mkdir(parents=True, exist_ok=True)
    weights = load_file(options.source / "model.safetensors")
    tokenizer = open_tokenizer(options.source / "tokenizer.json")
    tokenizer.enable_truncation(TOKENS)
    texts = options.sentences.read_text(encoding="utf-8").splitlines()
    tried = [{"input_ids": np.array([tokenizer.encode(text).ids])} for text in texts[:MEASURED_ON]]
    save_quantized(build_graph(weights, scales=find_scales(weights, tried)), options.target / "model.onnx")
    for name in ("tokenizer.json", "LICENSE"):
        shutil.copyfile(options.source / name, options.target / name)
    dimension = weights["embeddings.word_embeddings.weight"].shape[1]
    manifest = make_manifest(options.target, name=NAME, dimension=dimension, tokens=TOKENS)
    texts = texts[MEASURED_ON:]
    measures = compare(BuiltInEncoder(options.target).encode(texts), encode_reference(options.source, texts))
    card = CARD.format(
        **measures,
        count=len(texts),
        dimension=dimension,
        tokens=TOKENS,
        sha256=manifest["sha256"]["model.onnx"],
        source_sha256=hashlib.sha256((options.source / "model.safetensors").read_bytes()).hexdigest(),
    )
    (options.target / "NOTICE").write_text(NOTICE, encoding="utf-8")
    (options.target / "MODEL_CARD.md").write_text(card, encoding="utf-8")
    print(measures)


if __name__ == "__main__":
    main()
