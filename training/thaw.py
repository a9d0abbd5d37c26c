"""Read a network's weights back from the 8-bit graph that ships, to train it further where the exact ones are gone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import numpy_helper

from training.graph import DOWN, UP, Weights
from training.network import HEAD

RANK = 64
_QUANTIZED, _SCALE = "_quantized", ".scale"
_NO_WEIGHT = ("scale", f"{HEAD}.weight", f".{DOWN}", f".{UP}")
_RENAMED = {"places": "embeddings.position_embeddings.weight", "segments": "embeddings.token_type_embeddings.weight"}
_CONSTANTS = frozenset({"sqrt2", "one", "half", "attention_scale"})


def thaw_network(path: Path, *, changed: bool = True) -> dict[str, NDArray[np.float32]]:
    """Return the weights of a graph of `training.graph` under their published names, in 32 bits.

    With ``changed``, what was learned on top of the 8 bits is in them.
    """
    stored = _read_constants(path)
    weights: dict[str, NDArray[np.float32]] = {}
    for name, value in stored.items():
        if name.endswith(_QUANTIZED):
            base = name.removesuffix(_QUANTIZED)
            weights[base] = _widen(stored, base)
        elif value.dtype == np.float32 and not name.endswith(_NO_WEIGHT) and name not in _CONSTANTS:
            weights[name] = value
    for name in stored:
        if changed and name.endswith(f".{DOWN}"):
            layer = name.removesuffix(f".{DOWN}")
            weights[f"{layer}.weight"] = weights[f"{layer}.weight"] + (stored[name] @ stored[f"{layer}.{UP}"]).T
    weights[f"{HEAD}.weight"] = stored[f"{HEAD}.weight"].T
    return {_RENAMED.get(name, name): np.array(value, np.float32, order="C") for name, value in weights.items()}


def thaw_scales(path: Path) -> dict[str, NDArray[np.float32]]:
    """Return what each linear layer's input was divided by when its weights were quantised."""
    stored = _read_constants(path)
    return {name.removesuffix(_SCALE): 1 / value for name, value in stored.items() if name.endswith(_SCALE)}


def keep_quantized(path: Path, tuned: Weights) -> dict[str, NDArray[np.float32]]:
    """Return tuned weights as those of a graph, which stay in its 8 bits, and thin matrices for what has changed.

    A short run moves a weight by less than a step of the 8 bits: quantised anew, most of what was learned is rounded
    away (correlation of the checker's scores with the exact ones .85, with new steps .96). The change of a matrix is
    nearly all in its `RANK` largest directions (.997; LoRA, Hu et al. 2021), which stay in 32 bits.
    """
    kept = thaw_network(path, changed=False)
    for name, value in tuned.items():
        if value.ndim == 1 or name.startswith(HEAD):
            kept[name] = value
        elif name.startswith("encoder.layer.") and not np.array_equal(value, kept[name]):
            left, sizes, right = np.linalg.svd(value - kept[name], full_matrices=False)
            layer = name.removesuffix(".weight")
            kept[f"{layer}.{DOWN}"] = np.ascontiguousarray((right[:RANK] * sizes[:RANK, None]).T)
            kept[f"{layer}.{UP}"] = np.ascontiguousarray(left[:, :RANK].T)
    return kept


def _read_constants(path: Path) -> dict[str, NDArray[Any]]:
    return {one.name: numpy_helper.to_array(one) for one in onnx.load(path).graph.initializer}


def _widen(stored: dict[str, NDArray[Any]], base: str) -> NDArray[np.float32]:
    """Return a matrix in 32 bits; what its input was divided by, as the graph stores it, is taken back."""
    steps, zero = stored[f"{base}_scale"], stored[f"{base}_zero_point"]
    values = (stored[f"{base}{_QUANTIZED}"].astype(np.float32) - zero.astype(np.float32)) * steps.astype(np.float32)
    name = base.removesuffix(".weight")
    if f"{name}.scale" in stored:
        values = values * stored[f"{name}.scale"].astype(np.float32)[:, None]
    return values.T if base.startswith("encoder.") else values
