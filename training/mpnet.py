"""MPNet's weights under the names of MiniLM, so that one tokenizer, one network and one graph serve both.

all-mpnet-base-v2 has the words of MiniLM's vocabulary in other places, positions that start at 2, no segments, and a
bias on attention by how far two tokens are apart (Song et al. 2020; the buckets are those of T5, Raffel et al. 2020).
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import load_file

from qa.models.reader import CLS, SEP

Floats = NDArray[np.float32]

BIAS = "encoder.relative_attention_bias.weight"  # (buckets, heads); there in MPNet alone
WORDS, PLACES, SEGMENTS = (f"embeddings.{kind}_embeddings.weight" for kind in ("word", "position", "token_type"))
MINILM_WORDS = 30522
FIRST_PLACE = 2
BUCKETS, FARTHEST = 32, 128
RENAMED = {
    "attention.attn.q.": "attention.self.query.",
    "attention.attn.k.": "attention.self.key.",
    "attention.attn.v.": "attention.self.value.",
    "attention.attn.o.": "attention.output.dense.",
    "attention.LayerNorm.": "attention.output.LayerNorm.",
}


def load_mpnet(folder: Path, layers: int) -> dict[str, Floats]:
    """Return the first so many layers of a published MPNet under MiniLM's names."""
    return rename_weights(load_file(folder / "model.safetensors"), layers)


def rename_weights(published: Mapping[str, Floats], layers: int) -> dict[str, Floats]:
    """Return the first so many layers under MiniLM's names, the words in the places of MiniLM's vocabulary."""
    wanted = ("embeddings.", BIAS, *(f"encoder.layer.{layer}." for layer in range(layers)))
    found = {_rename(name): value for name, value in published.items() if name.startswith(wanted)}
    found = {name: value for name, value in found.items() if value.dtype == np.float32}
    places = np.arange(MINILM_WORDS) + 4
    places[CLS], places[SEP] = 0, 2
    words = found[WORDS]
    found[WORDS] = words[np.minimum(places, len(words) - 1)]
    found[PLACES] = found[PLACES][FIRST_PLACE:]
    found[SEGMENTS] = np.zeros((2, words.shape[1]), np.float32)
    return found


def find_epsilon(weights: Mapping[str, object]) -> float:
    """Return what layer normalisation adds to the variance: MPNet's or MiniLM's."""
    return 1e-5 if BIAS in weights else 1e-12


def find_buckets(tokens: int) -> NDArray[np.int64]:
    """Return for each pair of tokens the row of the bias, (tokens, tokens): near ones apart, far ones by logarithm."""
    apart = np.arange(tokens)[:, None] - np.arange(tokens)[None, :]
    half, exact = BUCKETS // 2, BUCKETS // 4
    far = np.log(np.maximum(np.abs(apart), 1) / exact) / math.log(FARTHEST / exact) * (half - exact)
    bucket = np.where(np.abs(apart) < exact, np.abs(apart), np.minimum(exact + far.astype(np.int64), half - 1))
    return bucket + np.where(apart < 0, half, 0)


def _rename(name: str) -> str:
    for published, own in RENAMED.items():
        name = name.replace(published, own)
    return name
