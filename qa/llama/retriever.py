"""Our retrieval and reader as a llama-index retriever."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from llama_index.core.base.base_retriever import BaseRetriever
from llama_index.core.schema import NodeWithScore, QueryBundle

from qa.filters import NO_FILTERS, Filters
from qa.llama.answers import find_sources

if TYPE_CHECKING:
    from qa.bot import Bot

TOP_K = 10  # nodes, unless told otherwise


class SourcelineRetriever(BaseRetriever):
    """Finds the sentences that answer: by meaning and by words, then read; a score is the chance that one answers.

    A node is a whole sentence with its exact offsets and its article's id, title, source, date, author and address.
    """

    def __init__(self, bot: Bot, *, top_k: int = TOP_K, filters: Filters = NO_FILTERS) -> None:
        super().__init__()
        self._bot = bot
        self._top_k = top_k
        self._filters = filters

    def _retrieve(self, query_bundle: QueryBundle) -> list[NodeWithScore]:
        ranked = self._bot.rank(query_bundle.query_str, self._filters)
        return find_sources(ranked[: self._top_k])

    async def _aretrieve(self, query_bundle: QueryBundle) -> list[NodeWithScore]:
        return await asyncio.to_thread(self._retrieve, query_bundle)
