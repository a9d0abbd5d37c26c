"""The keys under which the derived stores hold sentences: ``version:index``."""

from __future__ import annotations

from typing import NamedTuple


class Hit(NamedTuple):
    """A sentence that a store found; a higher score is better, scores of different stores do not compare."""

    version: str
    sentence: int
    score: float


def make_keys(version: str, count: int) -> list[str]:
    """Return the keys of all sentences of one version."""
    return [f"{version}:{index}" for index in range(count)]


def parse_key(key: str) -> tuple[str, int]:
    """Return the version and the sentence index of a key."""
    version, _, index = key.rpartition(":")
    return version, int(index)
