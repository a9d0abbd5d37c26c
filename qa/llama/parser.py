"""Our splitter as a llama-index node parser: one node a sentence."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from llama_index.core.node_parser import NodeParser
from llama_index.core.node_parser.node_utils import IdFuncCallable, build_nodes_from_splits, default_id_func
from llama_index.core.schema import BaseNode, Document, MetadataMode, TextNode

from qa.llama.nodes import name_sentence
from qa.split import split_sentences


class SourcelineNodeParser(NodeParser):
    """Splits documents into whole sentences; ``start_char_idx`` and ``end_char_idx`` are offsets in the document.

    A node's id is made of its document's id and its offsets, unless ``id_func`` is given.
    """

    @classmethod
    def class_name(cls) -> str:
        """Return the name under which llama-index stores it."""
        return "SourcelineNodeParser"

    def _parse_nodes(self, nodes: Sequence[BaseNode], show_progress: bool = False, **_: object) -> list[BaseNode]:
        return [sentence for node in nodes for sentence in self._split(node)]

    def _split(self, node: BaseNode) -> list[TextNode]:
        text = node.get_content(metadata_mode=MetadataMode.NONE)
        spans = [(sentence.start, sentence.end) for sentence in split_sentences(text)] if text.strip() else []

        def name(index: int, document: BaseNode) -> str:
            return name_sentence(document.node_id, *spans[index])

        texts = [text[start:end] for start, end in spans]
        name_node = name if self.id_func is default_id_func else self.id_func
        parsed = build_nodes_from_splits(texts, node, id_func=cast("IdFuncCallable", name_node))
        first = (node.start_char_idx or 0) if isinstance(node, TextNode) else 0
        for one, (start, end) in zip(parsed, spans, strict=True):
            one.start_char_idx, one.end_char_idx = first + start, first + end
        return parsed

    def _postprocess_parsed_nodes(self, nodes: list[BaseNode], parent_doc_map: dict[str, Document]) -> list[BaseNode]:
        """Give the nodes metadata and neighbours, and keep their offsets: llama-index would look for the text anew."""
        offsets = [(node.start_char_idx, node.end_char_idx) for node in nodes if isinstance(node, TextNode)]
        done = super()._postprocess_parsed_nodes(nodes, parent_doc_map)
        for node, (start, end) in zip((n for n in done if isinstance(n, TextNode)), offsets, strict=True):
            node.start_char_idx, node.end_char_idx = start, end
        return done
