"""Read a network's weights back from the 8-bit graph that ships, to train it further where the exact ones are gone."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import numpy_helper

from training.network import HEAD

_QUANTIZED = "_quantized"
_RENAMED = {"places": "embeddings.position_embeddings.weight", "segments": "embeddings.token_type_embeddings.weight"}
_CONSTANTS = frozenset({"sqrt2", "one", "half", "attention_scale"})


def thaw_network(path: Path) -> dict[str, NDArray[np.float32]]:
    """Return the weights of a graph of `training.graph` under their published names, in 32 bits."""
    stored = {one.name: numpy_helper.to_array(one) for one in onnx.load(path).graph.initializer}
    weights: dict[str, NDArray[np.float32]] = {}
    for name, value in stored.items():
        if name.endswith(_QUANTIZED):
            base = name.removesuffix(_QUANTIZED)
            weights[base] = _widen(stored, base)
        elif value.dtype == np.float32 and not name.endswith(("scale", f"{HEAD}.weight")) and name not in _CONSTANTS:
            weights[name] = value
    weights[f"{HEAD}.weight"] = stored[f"{HEAD}.weight"].T
    return {_RENAMED.get(name, name): np.array(value, np.float32, order="C") for name, value in weights.items()}


def _widen(stored: dict[str, NDArray[np.generic]], base: str) -> NDArray[np.float32]:
    """Return a matrix in 32 bits; what its input was divided by, as the graph stores it, is taken back."""
    steps, zero = stored[f"{base}_scale"], stored[f"{base}_zero_point"]
    values = (stored[f"{base}{_QUANTIZED}"].astype(np.float32) - zero.astype(np.float32)) * steps.astype(np.float32)
    name = base.removesuffix(".weight")
    if f"{name}.scale" in stored:
        values = values * stored[f"{name}.scale"].astype(np.float32)[:, None]
    return values.T if base.startswith("encoder.") else values
