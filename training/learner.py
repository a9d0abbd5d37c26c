"""Learn from batches on every core: the threads share the weights, and each gathers gradients of its own.

What is learned is kept exactly, in 32 bits. The network may be shown less of it, bfloat16 or what 8 bits keep; the
gradient of what it was shown then changes what is exact (Bengio et al. 2013, "straight through").
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from queue import SimpleQueue
from typing import Any

import torch
from safetensors.torch import save_file
from torch import Tensor

from training.network import HEAD, Weights

WEIGHT_DECAY, LARGEST_GRADIENT = 0.01, 1.0

Losses = Callable[[Weights, Sequence[Any]], Tensor]
"""Takes weights and examples, and returns one loss an example."""

Show = Callable[[str, Tensor], Tensor]
"""Takes a weight's name and its exact values, and returns those that the network is shown."""


@dataclass(frozen=True, slots=True)
class Pace:
    """Examples of a step and of a thread at a time, and the highest rates of body and head.

    The rates grow in the first ``warm_up`` of the run and fall to 0 with its end.
    """

    batch: int
    at_once: int
    body: float
    head: float
    warm_up: float = 0.05
    momentum: tuple[float, float] = (0.9, 0.98)


class Worker(threading.Thread):
    """A thread that takes examples off the queue and gathers gradients of its own on weights that all share."""

    def __init__(self, learner: Learner) -> None:
        super().__init__(daemon=True)
        self.learner = learner
        self.weights = {
            name: value.detach().requires_grad_(name in learner.learned) for name, value in learner.weights.items()
        }

    def run(self) -> None:
        """Work until told to stop with None."""
        torch.set_num_threads(1)
        while (examples := self.learner.work.get()) is not None:
            try:
                loss = self.learner.losses(self.weights, examples).sum() / self.learner.pace.batch
                loss.backward()  # type: ignore[no-untyped-call]
                self.learner.done.put(float(loss.detach()))
            except BaseException as error:  # noqa: BLE001 - raised again by the thread that waits
                self.learner.done.put(error)
                return


def show_exactly(name: str, exact: Tensor) -> Tensor:  # noqa: ARG001 - a `Show`
    """Return a weight as it is."""
    return exact


def show_half(name: str, exact: Tensor) -> Tensor:
    """Return a weight of the layers in bfloat16, as processors with units for it are several times as fast."""
    return exact.bfloat16() if name.startswith("encoder.layer.") else exact


class Learner:
    """The weights as the network is shown them, the exact ones that learn, their optimiser, and one worker a thread."""

    def __init__(
        self,
        weights: Weights,
        learned: set[str],
        losses: Losses,
        pace: Pace,
        *,
        threads: int,
        show: Show = show_exactly,
    ) -> None:
        self.learned, self.losses, self.pace, self.show = learned, losses, pace, show
        self.exact = {name: value.clone().requires_grad_(name in learned) for name, value in weights.items()}
        self.weights = {name: show(name, value).detach().clone() for name, value in self.exact.items()}
        body = [self.exact[name] for name in sorted(learned) if not name.startswith(HEAD)]
        head = [self.exact[name] for name in sorted(learned) if name.startswith(HEAD)]
        groups = [{"params": body, "peak": pace.body}, {"params": head, "peak": pace.head}]
        self.optimizer = torch.optim.AdamW(groups, weight_decay=WEIGHT_DECAY, betas=pace.momentum)
        self.work: SimpleQueue[Any] = SimpleQueue()
        self.done: SimpleQueue[Any] = SimpleQueue()
        self.workers = [Worker(self) for _ in range(threads)]
        for worker in self.workers:
            worker.start()

    def step(self, examples: Sequence[Any], progress: float) -> float:
        """Learn from a batch at a place in the run between 0 and 1, and return its mean loss."""
        parts = [examples[first : first + self.pace.at_once] for first in range(0, len(examples), self.pace.at_once)]
        for part in parts:
            self.work.put(part)
        results = [self.done.get() for _ in parts]
        for result in results:
            if isinstance(result, BaseException):
                raise result
        for name in self.learned:
            gradients = [one.weights[name].grad for one in self.workers if one.weights[name].grad is not None]
            self.exact[name].grad = torch.stack(gradients).float().sum(dim=0) if gradients else None
            for one in self.workers:
                one.weights[name].grad = None
        torch.nn.utils.clip_grad_norm_([self.exact[name] for name in self.learned], LARGEST_GRADIENT)
        share = min(progress / self.pace.warm_up, (1 - progress) / (1 - self.pace.warm_up))
        for group in self.optimizer.param_groups:
            group["lr"] = group["peak"] * share + 1e-8
        self.optimizer.step()
        with torch.no_grad():
            for name in self.learned:
                self.weights[name].copy_(self.show(name, self.exact[name]))
        return float(sum(results))

    def save(self, path: Path) -> None:
        """Write the exact weights, all of them or none."""
        unfinished = path.with_suffix(".unfinished")
        save_file({name: value.detach().cpu().contiguous() for name, value in self.exact.items()}, unfinished)
        unfinished.replace(path)
