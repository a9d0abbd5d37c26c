"""Read a network's weights back from the 8-bit graph that ships, to train it further where the exact ones are gone."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from onnx import numpy_helper
from torch import Tensor

from training.learner import Show, show_half
from training.network import HEAD

STEPS = 64  # on each side of 0: `quantize_dynamic` with a reduced range, each output of a matrix for itself
_QUANTIZED, _SCALE = "_quantized", ".scale"
_NO_WEIGHT = ("scale", f"{HEAD}.weight")
_RENAMED = {"places": "embeddings.position_embeddings.weight", "segments": "embeddings.token_type_embeddings.weight"}
_CONSTANTS = frozenset({"sqrt2", "one", "half", "attention_scale"})


def thaw_network(path: Path) -> dict[str, NDArray[np.float32]]:
    """Return the weights of a graph of `training.graph` under their published names, in 32 bits."""
    stored = _read_constants(path)
    weights: dict[str, NDArray[np.float32]] = {}
    for name, value in stored.items():
        if name.endswith(_QUANTIZED):
            base = name.removesuffix(_QUANTIZED)
            weights[base] = _widen(stored, base)
        elif value.dtype == np.float32 and not name.endswith(_NO_WEIGHT) and name not in _CONSTANTS:
            weights[name] = value
    weights[f"{HEAD}.weight"] = stored[f"{HEAD}.weight"].T
    return {_RENAMED.get(name, name): np.array(value, np.float32, order="C") for name, value in weights.items()}


def thaw_scales(path: Path) -> dict[str, NDArray[np.float32]]:
    """Return what each linear layer's input was divided by when its weights were quantised."""
    stored = _read_constants(path)
    return {name.removesuffix(_SCALE): 1 / value for name, value in stored.items() if name.endswith(_SCALE)}


def make_show(scales: Mapping[str, NDArray[np.float32]]) -> Show:
    """Return what shows a network its layers in bfloat16, the matrices in the 8 bits of a graph with these scales.

    A short run moves a weight by less than a step of the 8 bits, and rounded afterwards most of what was learned is
    gone (correlation of the checker's scores with the exact ones .96). So the network learns with what will be kept
    (quantisation-aware training, Jacob et al. 2018).
    """
    inputs = {f"{name}.weight": torch.from_numpy(scale) for name, scale in scales.items() if name != HEAD}

    def show(name: str, exact: Tensor) -> Tensor:
        return show_half(name, _snap(exact, inputs[name]) if name in inputs else exact)

    return show


def _snap(weight: Tensor, scale: Tensor) -> Tensor:
    """Return a matrix, (outputs, inputs), as a graph in 8 bits keeps it; ``scale`` is that of its inputs."""
    scaled = weight * scale
    step = scaled.abs().amax(dim=1, keepdim=True).clamp(min=1e-12) / STEPS
    return (scaled / step).round() * step / scale


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
