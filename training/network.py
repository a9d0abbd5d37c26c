"""The networks in torch: MiniLM over question and window, four numbers a token, and MPNet over claim and evidence.

Written out instead of taken from a library because it trains on packed windows, without padding and dropout: on two
cores that is twice as fast. Weights keep their published names, so they load from and export to the same graph.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn import functional

from training.mpnet import BIAS, find_buckets, find_epsilon

HEADS = 12
HEAD = "reader"  # the linear layer on top: sentence, window, phrase start, phrase end
SENTENCE, WINDOW, START, END = range(4)

Weights = dict[str, Tensor]


@dataclass(frozen=True, slots=True)
class EncodedWindow:
    """One question with one window, ready for the network.

    ``sentence_of`` gives each token's sentence in the window, -1 for tokens outside the text; ``gold`` holds the
    sentences that answer, ``phrase`` the first and last token of the answer phrase.
    """

    ids: tuple[int, ...]
    types: tuple[int, ...]
    sentence_of: tuple[int, ...]
    sentences: int
    gold: tuple[int, ...] = ()
    phrase: tuple[int, int] | None = None


def start_weights(published: Weights, outputs: int = 4) -> Weights:
    """Return the published encoder's weights with a head of so many numbers a token, all 0 to begin with."""
    kept = {name: value for name, value in published.items() if name.startswith(("embeddings.", "encoder."))}
    kept = {name: value for name, value in kept.items() if value.dtype == torch.float32}
    width = kept["embeddings.word_embeddings.weight"].shape[1]
    return kept | {f"{HEAD}.weight": torch.zeros(outputs, width), f"{HEAD}.bias": torch.zeros(outputs)}


def is_frozen(name: str, layers: int) -> bool:
    """Tell whether a weight stays as published when the embeddings and the first ``layers`` layers do."""
    return name.startswith(("embeddings.", *(f"encoder.layer.{layer}." for layer in range(layers))))


def choose_learned(weights: Weights, frozen_layers: int) -> set[str]:
    """Return the names of what a run changes: the head, and the layers that do not stay as they are."""
    return {name for name in weights if name.startswith(("encoder.layer", HEAD)) and not is_frozen(name, frozen_layers)}


def score_tokens(weights: Weights, windows: Sequence[EncodedWindow], *, frozen_layers: int = 0) -> Tensor:
    """Return four numbers for each token of the windows, packed one after the other: shape (tokens, 4).

    A network with a bias for how far tokens are apart reads them padded (`_embed_padded`).
    """
    if BIAS in weights:
        return _score_padded(weights, windows)
    device = weights[f"{HEAD}.weight"].device
    lengths = [len(window.ids) for window in windows]
    ids = torch.tensor([i for window in windows for i in window.ids], device=device)
    types = torch.tensor([t for window in windows for t in window.types], device=device)
    places = torch.cat([torch.arange(length) for length in lengths]).to(device)
    training = torch.is_grad_enabled()
    layer = 0
    with torch.set_grad_enabled(False):
        states = (
            weights["embeddings.word_embeddings.weight"][ids]
            + weights["embeddings.position_embeddings.weight"][places]
            + weights["embeddings.token_type_embeddings.weight"][types]
        )
        states = _normalize(weights, states, "embeddings.LayerNorm")
        states = states.to(weights["encoder.layer.0.output.dense.weight"].dtype)
    while f"encoder.layer.{layer}.output.dense.weight" in weights:
        with torch.set_grad_enabled(training and layer >= frozen_layers):
            states = _apply_layer(weights, states, lengths, f"encoder.layer.{layer}")
        layer += 1
    return _apply(weights, states.float(), HEAD)


def score_sentences(tokens: Tensor, windows: Sequence[EncodedWindow]) -> list[Tensor]:
    """Return one score a sentence for each window: the mean over its tokens, plus the window's own; above 0 answers."""
    scores = []
    for part, window in zip(tokens.split([len(window.ids) for window in windows]), windows, strict=True):
        owners = torch.tensor(window.sentence_of, device=tokens.device)
        inside = owners >= 0
        sums = torch.zeros(window.sentences, device=tokens.device).index_add(0, owners[inside], part[inside, SENTENCE])
        counts = torch.bincount(owners[inside], minlength=window.sentences).clamp(min=1)
        scores.append(sums / counts + part[0, WINDOW])
    return scores


def _apply(weights: Weights, states: Tensor, name: str) -> Tensor:
    return functional.linear(states, weights[f"{name}.weight"], weights[f"{name}.bias"])


def _normalize(weights: Weights, states: Tensor, name: str) -> Tensor:
    scale, shift = weights[f"{name}.weight"], weights[f"{name}.bias"]
    return functional.layer_norm(states, states.shape[-1:], scale, shift, find_epsilon(weights))


def _apply_layer(weights: Weights, states: Tensor, lengths: Sequence[int], name: str) -> Tensor:
    tokens, width = states.shape
    shape = (tokens, HEADS, width // HEADS)
    query, key, value = (
        _apply(weights, states, f"{name}.attention.self.{part}").view(shape).transpose(0, 1).split(lengths, dim=1)
        for part in ("query", "key", "value")
    )
    mixed = [
        functional.scaled_dot_product_attention(q[None], k[None], v[None])[0]
        for q, k, v in zip(query, key, value, strict=True)
    ]
    return _finish_layer(weights, states, torch.cat(mixed, dim=1).transpose(0, 1).reshape(tokens, width), name)


def _finish_layer(weights: Weights, states: Tensor, mixed: Tensor, name: str) -> Tensor:
    attended = _apply(weights, mixed, f"{name}.attention.output.dense")
    states = _normalize(weights, states + attended, f"{name}.attention.output.LayerNorm")
    wide = functional.gelu(_apply(weights, states, f"{name}.intermediate.dense"))
    return _normalize(weights, states + _apply(weights, wide, f"{name}.output.dense"), f"{name}.output.LayerNorm")


def judge_pairs(weights: Weights, ids: Tensor, types: Tensor, inside: Tensor) -> Tensor:
    """Return the head's numbers at the first token of each pair, (pairs, outputs); all take (pairs, tokens).

    ``inside`` is false where a pair is over. Of the last layer only the first token counts.
    """
    states, bias = _embed_padded(weights, ids, types, inside)
    last = _count_layers(weights) - 1
    for layer in range(last):
        states = _apply_padded_layer(weights, states, states, bias, f"encoder.layer.{layer}")
    first = _apply_padded_layer(weights, states[:, :1], states, bias[:, :1], f"encoder.layer.{last}")
    return _apply(weights, first[:, 0].float(), HEAD)


def _score_padded(weights: Weights, windows: Sequence[EncodedWindow]) -> Tensor:
    longest = max(len(window.ids) for window in windows)
    rows = [(*window.ids, *[0] * (longest - len(window.ids))) for window in windows]
    kinds = [(*window.types, *[1] * (longest - len(window.types))) for window in windows]
    inside = torch.arange(longest) < torch.tensor([[len(window.ids)] for window in windows])
    states, bias = _embed_padded(weights, torch.tensor(rows), torch.tensor(kinds), inside)
    for layer in range(_count_layers(weights)):
        states = _apply_padded_layer(weights, states, states, bias, f"encoder.layer.{layer}")
    return _apply(weights, states.float()[inside], HEAD)


def _count_layers(weights: Weights) -> int:
    return sum(name.startswith("encoder.") and name.endswith(".output.LayerNorm.bias") for name in weights) // 2


def _embed_padded(weights: Weights, ids: Tensor, types: Tensor, inside: Tensor) -> tuple[Tensor, Tensor]:
    """Return the first states, (texts, tokens, width), and what attention adds, (texts * heads, tokens, tokens).

    Padded, with plain matrix products in the precision of the layers' weights: in bfloat16 on a processor with AMX that
    is 1.6 times as fast as attention in one call.
    """
    count, tokens = ids.shape
    with torch.no_grad():
        states = (
            weights["embeddings.word_embeddings.weight"][ids]
            + weights["embeddings.token_type_embeddings.weight"][types]
        )
        states = _normalize(
            weights, states + weights["embeddings.position_embeddings.weight"][:tokens], "embeddings.LayerNorm"
        )
        bias = weights[BIAS][torch.from_numpy(find_buckets(tokens))].permute(2, 0, 1)
        bias = bias + torch.zeros(count, 1, 1, tokens).masked_fill(~inside[:, None, None], -1e9)
        states = states.to(weights["encoder.layer.0.output.dense.weight"].dtype)
    return states, bias.to(states.dtype).reshape(count * HEADS, tokens, tokens)


def _apply_padded_layer(weights: Weights, asking: Tensor, states: Tensor, bias: Tensor, name: str) -> Tensor:
    """Return the next states of those that ask, (pairs, asking, width); after the last layer only the first counts."""
    count, tokens, width = asking.shape
    narrow = width // HEADS
    query, key, value = (
        _apply(weights, given, f"{name}.attention.self.{part}")
        .view(count, -1, HEADS, narrow)
        .transpose(1, 2)
        .reshape(count * HEADS, -1, narrow)
        for part, given in (("query", asking), ("key", states), ("value", states))
    )
    chances = torch.baddbmm(bias, query, key.transpose(1, 2), alpha=narrow**-0.5).softmax(-1)
    mixed = torch.bmm(chances, value).view(count, HEADS, tokens, narrow).transpose(1, 2).reshape(count, tokens, width)
    return _finish_layer(weights, asking, mixed, name)
