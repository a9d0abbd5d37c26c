"""Read anybody's nodes: which of their sentences answer a question."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from llama_index.core.schema import BaseNode, MetadataMode, NodeWithScore

from qa.models.reader import Reader, ReaderWindow
from qa.reading.windows import cut_windows
from qa.split import split_sentences

Span = tuple[int, int]

WORD = re.compile(r"[^\W_]")


@dataclass(frozen=True, slots=True)
class ReadSentence:
    """A sentence, as a span of the text of the node at ``place``, and the chance (0 to 1) that it answers."""

    place: int
    span: Span
    chance: float


def read_nodes(question: str, nodes: Sequence[NodeWithScore], reader: Reader) -> list[ReadSentence]:
    """Return every sentence of the nodes, best first; a node's ``title`` in its metadata is read with it."""
    windows, cut = [], []
    texts = [one.node.get_content(metadata_mode=MetadataMode.NONE) for one in nodes]
    for place, (one, text) in enumerate(zip(nodes, texts, strict=True)):
        spans = [(sentence.start, sentence.end) for sentence in split_sentences(text)] if text.strip() else []
        title = find_title(one.node)
        for run in _cover(spans):
            base = spans[run.start][0]
            inside = tuple((start - base, end - base) for start, end in spans[run.start : run.stop])
            windows.append(ReaderWindow(title, text[base : spans[run.stop - 1][1]], inside))
            cut.append((place, spans[run.start : run.stop]))
    found: dict[tuple[int, Span], float] = {}
    for (place, spans), said in zip(cut, reader.read(question, windows), strict=True):
        for span, reading in zip(spans, said.sentences, strict=True):
            found[place, span] = max(reading.chance, found.get((place, span), 0.0))
    read = [
        ReadSentence(place, span, chance)
        for (place, span), chance in found.items()
        if WORD.search(texts[place], *span)  # a line of dashes beside an answer may score as high
    ]
    return sorted(read, key=lambda one: -one.chance)


def find_title(node: BaseNode) -> str:
    """Return the title of a node's article where its metadata names one."""
    return str(node.metadata.get("title") or node.metadata.get("file_name") or "")


def _cover(spans: Sequence[Span]) -> Iterator[range]:
    """Yield windows that together hold every sentence."""
    for _, run in cut_windows([("", index) for index in range(len(spans))], {"": spans}, most=len(spans)):
        yield run
