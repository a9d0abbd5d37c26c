"""The network of MiniLM or MPNet as an ONNX graph, built straight from its weights, with or without a head.

The graph takes one text at a time, so it needs no attention mask: a text's result can not depend on its neighbours in a
batch. ONNX Runtime fuses the plain operators when it loads the file; built from fused operators, the same network was
20 % slower on AVX2.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import onnx
import onnxruntime
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.quantization.shape_inference import quant_pre_process

from training.mpnet import BIAS, find_buckets, find_epsilon

Weights = Mapping[str, NDArray[np.float32]]
Inputs = Mapping[str, NDArray[np.int64]]

HEADS = 12
LONGEST = 256  # tokens that the bias by distance is stored for
OPSET = 17
SMOOTHING = (
    0.75  # 0.5, 0.6, 0.75, 0.85, 1 gave cosines of .984, .994, .997, .996, .994 to the 32-bit vectors; none: .992
)


class GraphBuilder:
    """Collects the nodes and constants of one graph; every method returns the name of what it made."""

    def __init__(self, weights: Weights, scales: Weights) -> None:
        self.weights = weights
        self.scales = scales
        self.epsilon = find_epsilon(weights)
        self.nodes: list[onnx.NodeProto] = []
        self.constants: dict[str, onnx.TensorProto] = {}

    def constant(self, name: str, values: Any) -> str:  # noqa: ANN401 - whatever numpy makes an array of
        """Store ``values`` under ``name``."""
        self.constants[name] = numpy_helper.from_array(np.array(values, order="C"), name)
        return name

    def operate(self, kind: str, *inputs: str, **attributes: Any) -> str:  # noqa: ANN401 - as the operator wants
        """Append one operator."""
        output = f"{kind}_{len(self.nodes)}"
        self.nodes.append(helper.make_node(kind, list(inputs), [output], name=output, **attributes))
        return output

    def weight(self, name: str) -> str:
        """Store the weight called ``name``."""
        return self.constant(name, self.weights[name])

    def linear(self, states: str, name: str) -> str:
        """Apply the linear layer called ``name``, its input divided and its weights multiplied by its scale."""
        matrix = self.weights[f"{name}.weight"]
        if name in self.scales:
            states = self.operate("Mul", states, self.constant(f"{name}.scale", 1 / self.scales[name]))
            matrix = matrix * self.scales[name]
        product = self.operate("MatMul", states, self.constant(f"{name}.weight", matrix.T))
        return self.operate("Add", product, self.weight(f"{name}.bias"))

    def normalize(self, states: str, name: str) -> str:
        """Apply the layer normalisation called ``name``."""
        scale, shift = self.weight(f"{name}.weight"), self.weight(f"{name}.bias")
        return self.operate("LayerNormalization", states, scale, shift, axis=-1, epsilon=self.epsilon)

    def gelu(self, states: str) -> str:
        """Apply the error-function form of GELU."""
        scaled = self.operate("Div", states, self.constant("sqrt2", np.float32(math.sqrt(2))))
        shifted = self.operate("Add", self.operate("Erf", scaled), self.constant("one", np.float32(1)))
        return self.operate("Mul", self.operate("Mul", states, shifted), self.constant("half", np.float32(0.5)))

    def find_length(self) -> str:
        """Return the number of tokens, as a shape of one."""
        shape = self.operate("Shape", "input_ids")
        return self.operate("Slice", shape, self.constant("index_1", [1]), self.constant("index_2", [2]))

    def find_bias(self) -> str:
        """Return what attention adds for how far two tokens are apart, (heads, tokens, tokens)."""
        length, start = self.find_length(), self.constant("index_0", [0])
        buckets = self.constant("buckets", find_buckets(LONGEST).astype(np.int32))
        for axis in (0, 1):
            buckets = self.operate("Slice", buckets, start, length, self.constant(f"axis_{axis}", [axis]))
        rows = self.weight(BIAS)
        return self.operate("Transpose", self.operate("Gather", rows, buckets), perm=[2, 0, 1])

    def attend(self, states: str, name: str, width: int, bias: str) -> str:
        """Apply the self-attention called ``name``; ``bias`` is added for the distance, where there is one."""
        head_width = width // HEADS
        split = self.constant("split_heads", [0, 0, HEADS, head_width])
        join = self.constant("join_heads", [0, 0, width])

        def heads(part: str, order: list[int]) -> str:
            return self.operate(
                "Transpose", self.operate("Reshape", self.linear(states, f"{name}.{part}"), split), perm=order
            )

        scale = self.constant("attention_scale", np.float32(1 / math.sqrt(head_width)))
        query = self.operate("Mul", heads("query", [0, 2, 1, 3]), scale)
        alike = self.operate("MatMul", query, heads("key", [0, 2, 3, 1]))
        weights = self.operate("Softmax", self.operate("Add", alike, bias) if bias else alike, axis=-1)
        mixed = self.operate("MatMul", weights, heads("value", [0, 2, 1, 3]))
        return self.operate("Reshape", self.operate("Transpose", mixed, perm=[0, 2, 1, 3]), join)

    def embed(self, *, two_segments: bool) -> str:
        """Turn ``input_ids`` (and ``token_type_ids`` if there are two segments) into the first states."""
        words = self.operate("Gather", self.weight("embeddings.word_embeddings.weight"), "input_ids")
        length = self.find_length()
        places = np.array(self.weights["embeddings.position_embeddings.weight"])
        segments = self.weights["embeddings.token_type_embeddings.weight"]
        if not two_segments:
            places = places + segments[0]
        place = self.operate("Slice", self.constant("places", places), self.constant("index_0", [0]), length)
        states = self.operate("Add", words, place)
        if two_segments:
            segment = self.operate("Gather", self.constant("segments", segments), "token_type_ids")
            states = self.operate("Add", states, segment)
        return self.normalize(states, "embeddings.LayerNorm")

    def encode(self, states: str) -> str:
        """Run the states through every layer."""
        width = self.weights["embeddings.word_embeddings.weight"].shape[1]
        bias = self.find_bias() if BIAS in self.weights else ""
        layer = 0
        while f"encoder.layer.{layer}.output.dense.weight" in self.weights:
            name = f"encoder.layer.{layer}"
            attended = self.attend(states, f"{name}.attention.self", width, bias)
            mixed = self.linear(attended, f"{name}.attention.output.dense")
            states = self.normalize(self.operate("Add", mixed, states), f"{name}.attention.output.LayerNorm")
            wide = self.gelu(self.linear(states, f"{name}.intermediate.dense"))
            narrow = self.linear(wide, f"{name}.output.dense")
            states = self.normalize(self.operate("Add", narrow, states), f"{name}.output.LayerNorm")
            layer += 1
        return states


def build_graph(weights: Weights, *, head: str = "", scales: Weights | None = None) -> onnx.ModelProto:
    """Return the network as a model: token states (1, tokens, width), or with ``head`` that linear layer's outputs.

    ``head`` names a linear layer in ``weights``; a graph with a head tells the question from the text by
    ``token_type_ids``. ``scales`` are those of `find_scales`.
    """
    builder = GraphBuilder(weights, scales or {})
    result = builder.encode(builder.embed(two_segments=bool(head)))
    width = weights["embeddings.word_embeddings.weight"].shape[1]
    if head:
        width = weights[f"{head}.weight"].shape[0]
        result = builder.linear(result, head)
    output = "scores" if head else "states"
    builder.nodes.append(helper.make_node("Identity", [result], [output]))
    names = ["input_ids", "token_type_ids"] if head else ["input_ids"]
    graph = helper.make_graph(
        builder.nodes,
        "network",
        [helper.make_tensor_value_info(name, TensorProto.INT64, [1, "tokens"]) for name in names],
        [helper.make_tensor_value_info(output, TensorProto.FLOAT, [1, "tokens", width])],
        list(builder.constants.values()),
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", OPSET)], ir_version=8)
    onnx.checker.check_model(model)
    return model


def find_scales(weights: Weights, texts: Sequence[Inputs], *, head: str = "") -> dict[str, NDArray[np.float32]]:
    """Return for each linear layer what to divide its inputs by, so that 8 bits lose less of them.

    A few input channels of MiniLM are far larger than the others, and one step size must serve them all. Dividing a
    channel by its scale and multiplying its weights by the same leaves the product unchanged and the channels alike
    (SmoothQuant, Xiao et al. 2023). ``texts`` are model inputs to measure the channels on; some 200 are enough.
    """
    model = build_graph(weights, head=head)
    layers: dict[str, list[str]] = {}
    for node in model.graph.node:
        if node.op_type == "MatMul" and node.input[1].endswith(".weight"):
            layers.setdefault(node.input[0], []).append(node.input[1].removesuffix(".weight"))
    for states in layers:
        model.graph.output.append(helper.make_tensor_value_info(states, TensorProto.FLOAT, None))
    session = onnxruntime.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])
    peaks = [np.full(1, 1e-5, np.float32) for _ in layers]
    for inputs in texts:
        found = session.run(list(layers), dict(inputs))
        peaks = [np.maximum(peak, np.abs(states[0]).max(axis=0)) for peak, states in zip(peaks, found, strict=True)]
    scales = {}
    for peak, names in zip(peaks, layers.values(), strict=True):
        largest = np.max([np.abs(weights[f"{name}.weight"]).max(axis=0) for name in names], axis=0).clip(1e-5)
        scale = peak**SMOOTHING / largest ** (1 - SMOOTHING)
        scales.update(dict.fromkeys(names, (scale / np.exp(np.log(scale).mean())).astype(np.float32)))
    return scales


def save_quantized(model: onnx.ModelProto, path: Path, *, keep_float: tuple[str, ...] = ()) -> None:
    """Write ``model`` with 8-bit weights; activations are quantised as they come. ``keep_float`` names operators.

    The weights use 7 bits of the 8: with all 8, processors without VNNI saturate, and the same text would get other
    numbers there than elsewhere.
    """
    with TemporaryDirectory() as folder:
        plain, prepared = Path(folder) / "plain.onnx", Path(folder) / "prepared.onnx"
        onnx.save(model, plain)
        quant_pre_process(plain, prepared, skip_symbolic_shape=True, skip_optimization=True)
        quantize_dynamic(
            prepared,
            path,
            weight_type=QuantType.QInt8,
            per_channel=True,
            reduce_range=True,
            nodes_to_exclude=list(keep_float),
        )
