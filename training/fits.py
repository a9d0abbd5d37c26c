"""The small convex fits: a softmax over the rows of each question, and logistic regressions of two and more kinds."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

Floats = NDArray[np.float64]


def fit_order(
    rows: Sequence[NDArray[np.floating]],
    gold: Sequence[NDArray[np.bool_]],
    importance: Sequence[float],
    *,
    decay: float,
) -> Floats:
    """Return one weight a column, so that gold rows of a question win the softmax over its rows.

    ``importance`` says how much each question counts; ``decay`` is the penalty on large weights.
    """
    used = [number for number, right in enumerate(gold) if right.any()]
    values = np.concatenate([rows[number] for number in used]).astype(np.float64)
    right = np.concatenate([gold[number] for number in used])
    lengths = [len(rows[number]) for number in used]
    starts, owners = np.cumsum([0, *lengths[:-1]]), np.repeat(np.arange(len(lengths)), lengths)
    share = np.array([importance[number] for number in used])
    share = share / share.sum()
    spread = values.std(axis=0) + 1e-6
    values = (values - values.mean(axis=0)) / spread

    def find_loss(weights: Floats) -> tuple[float, Floats]:
        scores = values @ weights
        powers = np.exp(scores - np.maximum.reduceat(scores, starts)[owners])
        every, wanted = np.add.reduceat(powers, starts), np.add.reduceat(powers * right, starts) + 1e-30
        slope = ((powers / every[owners] - powers * right / wanted[owners]) * share[owners]) @ values
        loss = float((share * (np.log(every) - np.log(wanted))).sum())
        return loss + decay * float(weights @ weights), slope + 2 * decay * weights

    return _minimise(find_loss, values.shape[1]) / spread


def fit_chance(
    rows: NDArray[np.floating],
    right: NDArray[np.bool_],
    importance: Sequence[float] | Floats,
    *,
    decay: float,
    bounds: Sequence[tuple[float, float]] | None = None,
) -> tuple[Floats, float]:
    """Return the weights and the bias of a logistic regression; ``importance`` says how much each row counts.

    ``bounds`` are the least and the largest that each weight may be.
    """
    mean, spread = rows.mean(axis=0), rows.std(axis=0) + 1e-6
    values = np.hstack([(rows - mean) / spread, np.ones((len(rows), 1))])
    share = np.asarray(importance, dtype=np.float64)
    share = share / share.sum()
    free = np.r_[np.ones(values.shape[1] - 1), 0.0]  # the bias has no penalty

    def find_loss(weights: Floats) -> tuple[float, Floats]:
        scores = values @ weights
        chances = 1 / (1 + np.exp(-scores))
        loss = float((share * (np.logaddexp(0, scores) - right * scores)).sum())
        slope: Floats = ((chances - right) * share) @ values
        return loss + decay * float((free * weights**2).sum()), slope + 2 * decay * free * weights

    limits = [(low * s, high * s) for (low, high), s in zip(bounds, spread, strict=True)] if bounds else None
    found = _minimise(find_loss, values.shape[1], limits and [*limits, (-np.inf, np.inf)])
    weights = found[:-1] / spread
    return weights, float(found[-1] - weights @ mean)


def fit_kinds(rows: Any, kinds: NDArray[np.int64], *, decay: float) -> tuple[Floats, Floats]:  # noqa: ANN401
    """Return the weights, a column a kind, and the biases of a multinomial logistic regression.

    ``rows`` is an array, or a sparse matrix of scipy; its columns count for the penalty as they are.
    """
    size, many = rows.shape[1], int(kinds.max()) + 1
    right, across = np.eye(many)[kinds], rows.T if isinstance(rows, np.ndarray) else rows.T.tocsr()

    def find_loss(flat: Floats) -> tuple[float, Floats]:
        weights, bias = flat[: size * many].reshape(size, many), flat[size * many :]
        scores = rows @ weights + bias
        scores -= scores.max(axis=1, keepdims=True)
        chances = np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)
        loss = -float(np.log((chances * right).sum(axis=1) + 1e-30).mean())
        slope = (chances - right) / len(kinds)
        by_weight = np.asarray(across @ slope) + 2 * decay * weights
        return loss + decay * float((weights**2).sum()), np.concatenate([by_weight.ravel(), slope.sum(axis=0)])

    found = _minimise(find_loss, size * many + many)
    return found[: size * many].reshape(size, many), found[size * many :]


def _minimise(
    find_loss: Callable[[Floats], tuple[float, Floats]],
    size: int,
    limits: Sequence[tuple[float, float]] | None = None,
) -> Floats:
    start = np.clip(np.zeros(size), *np.transpose(limits)) if limits else np.zeros(size)
    found: Floats = minimize(find_loss, start, jac=True, bounds=limits, method="L-BFGS-B", options={"maxiter": 200}).x
    return found
