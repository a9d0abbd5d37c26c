"""Quoting as a llama-index synthesizer: the answer is whole sentences of the nodes, or that they do not say."""

from __future__ import annotations

import asyncio
from collections.abc import Generator, Sequence
from typing import Any

from llama_index.core.base.response.schema import RESPONSE_TYPE, AsyncStreamingResponse, Response, StreamingResponse
from llama_index.core.instrumentation.events.synthesis import SynthesizeEndEvent, SynthesizeStartEvent
from llama_index.core.llms import MockLLM
from llama_index.core.response_synthesizers import BaseSynthesizer
from llama_index.core.schema import MetadataMode, NodeWithScore, QueryBundle, QueryType, TextNode
from llama_index.core.types import RESPONSE_TEXT_TYPE
from llama_index_instrumentation import get_dispatcher

from qa.answer import NOT_FOUND
from qa.llama.answers import read_in_thread
from qa.llama.nodes import name_sentence
from qa.llama.reading import ReadSentence, read_nodes
from qa.models.reader import BuiltInReader, Reader

FLOOR = 0.5  # more likely than not: the reader was trained to weigh each sentence against "nothing here answers"
MAX_SENTENCES = 3  # quoted, as the bot does by default

_dispatcher = get_dispatcher(__name__)


class QuoteSynthesizer(BaseSynthesizer):
    """Quotes the sentences that answer, each followed by ``[n]``; ``source_nodes[n - 1]`` is that sentence.

    No language model is asked. A sentence is quoted when the reader's chance for it reaches ``floor``; when none does,
    the response says so and has no source nodes.
    """

    def __init__(
        self,
        *,
        floor: float = FLOOR,
        max_sentences: int = MAX_SENTENCES,
        streaming: bool = False,
        empty_response: str = NOT_FOUND,
        reader: Reader | None = None,
    ) -> None:
        super().__init__(llm=MockLLM(), streaming=streaming, empty_response=empty_response)  # any: it is never asked
        self._floor = floor
        self._max_sentences = max_sentences
        self._reader = reader or BuiltInReader()

    def _get_prompts(self) -> dict[str, Any]:
        return {}

    def _update_prompts(self, prompts: dict[str, Any]) -> None: ...

    def get_response(self, query_str: str, text_chunks: Sequence[str], **_: object) -> RESPONSE_TEXT_TYPE:
        """Return the quoted answer out of bare texts, as a text or, streaming, in pieces."""
        nodes = [NodeWithScore(node=TextNode(text=text)) for text in text_chunks]
        pieces = self._tell(self._quote(query_str, nodes))
        return pieces if self._streaming else "".join(pieces)

    async def aget_response(self, query_str: str, text_chunks: Sequence[str], **_: object) -> RESPONSE_TEXT_TYPE:
        """Return the same, with the reading in a thread."""
        return await asyncio.to_thread(self.get_response, query_str, text_chunks)

    @_dispatcher.span
    def synthesize(
        self,
        query: QueryType,
        nodes: list[NodeWithScore],
        additional_source_nodes: Sequence[NodeWithScore] | None = None,
        **_: object,
    ) -> RESPONSE_TYPE:
        """Return the quoted answer out of nodes; its source nodes are the sentences, with their offsets."""
        _dispatcher.event(SynthesizeStartEvent(query=query))
        quoted = self._quote(query.query_str if isinstance(query, QueryBundle) else query, nodes)
        sources = [*quoted, *(additional_source_nodes or ())]
        metadata = {one.node.node_id: one.node.metadata for one in sources}
        response: RESPONSE_TYPE
        if self._streaming:
            response = StreamingResponse(self._tell(quoted), sources, metadata)
        else:
            response = Response("".join(self._tell(quoted)), sources, metadata)
        _dispatcher.event(SynthesizeEndEvent(query=query, response=response))
        return response

    async def asynthesize(
        self,
        query: QueryType,
        nodes: list[NodeWithScore],
        additional_source_nodes: Sequence[NodeWithScore] | None = None,
        **_: object,
    ) -> RESPONSE_TYPE:
        """Return the same, with the reading in a thread."""
        response = await asyncio.to_thread(self.synthesize, query, nodes, additional_source_nodes)
        if isinstance(response, StreamingResponse):
            return AsyncStreamingResponse(
                read_in_thread(response.response_gen), response.source_nodes, response.metadata
            )
        return response

    def _quote(self, question: str, nodes: Sequence[NodeWithScore]) -> list[NodeWithScore]:
        """Return the best sentences as nodes of their own, each text once."""
        quoted: dict[str, NodeWithScore] = {}
        for read in read_nodes(question, nodes, self._reader):
            if read.chance < self._floor or len(quoted) == self._max_sentences:
                break
            sentence = _cut_sentence(nodes[read.place], read)
            quoted.setdefault(sentence.text, sentence)
        return list(quoted.values())

    def _tell(self, quoted: Sequence[NodeWithScore]) -> Generator[str, None, None]:
        for number, one in enumerate(quoted, start=1):
            yield f"{' ' if number > 1 else ''}{one.text} [{number}]"
        if not quoted:
            yield self._empty_response


def _cut_sentence(given: NodeWithScore, read: ReadSentence) -> NodeWithScore:
    """Return the sentence as a node: offsets in the document where the node that it is from has them, else in that."""
    node = given.node
    first = (node.start_char_idx or 0) if isinstance(node, TextNode) else 0
    start, end = read.span
    sentence = TextNode(
        id_=name_sentence(node.ref_doc_id or node.node_id, first + start, first + end),
        text=node.get_content(metadata_mode=MetadataMode.NONE)[start:end],
        start_char_idx=first + start,
        end_char_idx=first + end,
        metadata=dict(node.metadata),
        excluded_embed_metadata_keys=list(node.excluded_embed_metadata_keys),
        excluded_llm_metadata_keys=list(node.excluded_llm_metadata_keys),
        relationships=dict(node.relationships),
    )
    return NodeWithScore(node=sentence, score=read.chance)
