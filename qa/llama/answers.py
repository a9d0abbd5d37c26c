"""An Answer in llama-index's terms: text piece by piece, citations as source nodes, facts as metadata."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Generator, Iterable, Iterator
from dataclasses import replace
from typing import Any

from llama_index.core.schema import NodeWithScore

from qa.answer import NOT_FOUND, PERHAPS, answer_to_json
from qa.llama.nodes import make_node
from qa.records import Answer, Evidence


def find_sources(ranked: Iterable[Evidence]) -> list[NodeWithScore]:
    """Return ranked sentences as nodes."""
    return [make_node(piece.stored.article, piece.sentence, piece.score) for piece in ranked]


def cite_sources(answer: Answer) -> list[NodeWithScore]:
    """Return the citations as nodes in the order of their numbers: ``[n]`` is ``source_nodes[n - 1]``."""
    scores = {piece.sentence: piece.score for piece in answer.ranked}
    return [make_node(c.article, c.sentence, scores.get(c.sentence, 0.0)) for c in answer.citations]


def state_facts(answer: Answer) -> dict[str, Any]:
    """Return what else is known: the outcome, the confidence, and the whole answer as JSON."""
    return {"outcome": answer.outcome, "confidence": answer.confidence, "answer": answer_to_json(answer)}


def tell_answer(
    steps: Iterable[tuple[object, Answer]], sources: list[NodeWithScore], facts: dict[str, Any]
) -> Generator[str, None, None]:
    """Yield each statement with its ``[n]`` marks as it becomes known; then fill in ``sources`` and ``facts``.

    Last comes that nothing answers, or that what was told only may.
    """
    told = 0
    answer: Answer | None = None
    for _, answer in steps:
        new = answer.statements[told:]
        if new:
            text = replace(answer, statements=new).text
            yield f" {text}" if told else text
            told += len(new)
    if answer is not None:
        sources += cite_sources(answer)
        facts |= state_facts(answer)
    if not told:
        yield NOT_FOUND
    elif answer is not None and answer.outcome == "perhaps":
        yield PERHAPS


async def read_in_thread(pieces: Iterator[str]) -> AsyncGenerator[str, None]:
    """Yield the pieces; each is waited for in a thread, so that the event loop goes on meanwhile."""
    while (piece := await asyncio.to_thread(next, pieces, None)) is not None:
        yield piece
