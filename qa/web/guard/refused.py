"""A request that is not answered."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a request is not answered: a status, a word for programs, a line for people, and headers."""

    status: int
    reason: str
    detail: str
    headers: tuple[tuple[str, str], ...] = ()
