"""The whole bot as a llama-index query engine."""

from __future__ import annotations

import asyncio
from collections.abc import Generator
from typing import TYPE_CHECKING, Any

from llama_index.core.base.base_query_engine import BaseQueryEngine
from llama_index.core.base.response.schema import RESPONSE_TYPE, AsyncStreamingResponse, Response, StreamingResponse
from llama_index.core.schema import NodeWithScore, QueryBundle

from qa.filters import NO_FILTERS, Filters
from qa.llama.answers import read_in_thread, tell_answer

if TYPE_CHECKING:
    from qa.bot import Bot


class SourcelineQueryEngine(BaseQueryEngine):
    """Answers as the bot does: quoted or written, with the gate, with conflicts, or that the articles do not say.

    ``[n]`` in the text is ``source_nodes[n - 1]``; ``metadata`` holds the outcome, the confidence and the whole answer.
    A streamed response has them once its text has been read.
    """

    def __init__(self, bot: Bot, *, streaming: bool = False, filters: Filters = NO_FILTERS) -> None:
        super().__init__(callback_manager=None)
        self._bot = bot
        self._streaming = streaming
        self._filters = filters

    def _get_prompt_modules(self) -> dict[str, Any]:
        return {}

    def _query(self, query_bundle: QueryBundle) -> RESPONSE_TYPE:
        sources: list[NodeWithScore] = []
        facts: dict[str, Any] = {}
        pieces = self._ask(query_bundle, sources, facts)
        if self._streaming:
            return StreamingResponse(pieces, sources, facts)
        return Response("".join(pieces), sources, facts)

    async def _aquery(self, query_bundle: QueryBundle) -> RESPONSE_TYPE:
        if not self._streaming:
            return await asyncio.to_thread(self._query, query_bundle)
        sources: list[NodeWithScore] = []
        facts: dict[str, Any] = {}
        return AsyncStreamingResponse(read_in_thread(self._ask(query_bundle, sources, facts)), sources, facts)

    def _ask(
        self, query: QueryBundle, sources: list[NodeWithScore], facts: dict[str, Any]
    ) -> Generator[str, None, None]:
        return tell_answer(self._bot.ask_in_steps(query.query_str, (), self._filters), sources, facts)


def as_query_engine(bot: Bot, *, streaming: bool = False, filters: Filters = NO_FILTERS) -> SourcelineQueryEngine:
    """Return the bot as a query engine; with ``streaming``, statements arrive as they pass the gate."""
    return SourcelineQueryEngine(bot, streaming=streaming, filters=filters)
