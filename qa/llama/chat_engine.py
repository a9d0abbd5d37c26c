"""The bot as a llama-index chat engine: a question leans on the ones before it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterable, Generator, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from llama_index.core.base.llms.types import ChatMessage, ChatResponse, MessageRole
from llama_index.core.chat_engine.types import AgentChatResponse, BaseChatEngine, StreamingAgentChatResponse
from llama_index.core.schema import NodeWithScore

from qa.answer import NOT_FOUND, PERHAPS
from qa.filters import NO_FILTERS, Filters
from qa.llama.answers import read_in_thread, tell_answer
from qa.records import Turn

if TYPE_CHECKING:
    from qa.bot import Bot


class SourcelineChatEngine(BaseChatEngine):
    """A conversation with the bot; ``[n]`` in a response is ``source_nodes[n - 1]``.

    A streamed response has its source nodes once its text has been read.
    """

    def __init__(
        self, bot: Bot, *, filters: Filters = NO_FILTERS, chat_history: Sequence[ChatMessage] | None = None
    ) -> None:
        self._bot = bot
        self._filters = filters
        self._history: list[ChatMessage] = list(chat_history or ())

    @property
    def chat_history(self) -> list[ChatMessage]:
        """The conversation so far."""
        return list(self._history)

    def reset(self) -> None:
        """Forget the conversation."""
        self._history.clear()

    def chat(self, message: str, chat_history: list[ChatMessage] | None = None) -> AgentChatResponse:
        """Answer in the light of the conversation, or of ``chat_history`` in its place."""
        sources: list[NodeWithScore] = []
        facts: dict[str, Any] = {}
        text = "".join(self._ask(message, chat_history, sources, facts))
        return AgentChatResponse(response=text, source_nodes=sources, metadata=facts)

    async def achat(self, message: str, chat_history: list[ChatMessage] | None = None) -> AgentChatResponse:
        """Answer as `chat` does, in a thread."""
        return await asyncio.to_thread(self.chat, message, chat_history)

    def stream_chat(self, message: str, chat_history: list[ChatMessage] | None = None) -> StreamingAgentChatResponse:
        """Answer as `chat` does, statement by statement."""
        sources: list[NodeWithScore] = []
        pieces = self._ask(message, chat_history, sources, {})
        return StreamingAgentChatResponse(
            chat_stream=_as_stream(pieces), source_nodes=sources, is_writing_to_memory=False
        )

    async def astream_chat(
        self, message: str, chat_history: list[ChatMessage] | None = None
    ) -> StreamingAgentChatResponse:
        """Answer as `stream_chat` does, each statement waited for in a thread."""
        sources: list[NodeWithScore] = []
        pieces = read_in_thread(self._ask(message, chat_history, sources, {}))
        return StreamingAgentChatResponse(
            achat_stream=_as_async_stream(pieces), source_nodes=sources, is_writing_to_memory=False
        )

    def _ask(
        self, message: str, given: list[ChatMessage] | None, sources: list[NodeWithScore], facts: dict[str, Any]
    ) -> Iterator[str]:
        """Yield the answer in pieces; the conversation grows by it once it has been read to its end."""
        if given is not None:
            self._history = list(given)
        steps = self._bot.ask_in_steps(message, read_turns(self._history), self._filters)
        text = ""
        for piece in tell_answer(steps, sources, facts):
            text += piece
            yield piece
        self._history += [
            ChatMessage(role=MessageRole.USER, content=message),
            ChatMessage(role=MessageRole.ASSISTANT, content=text),
        ]


def as_chat_engine(
    bot: Bot, *, filters: Filters = NO_FILTERS, chat_history: Sequence[ChatMessage] | None = None
) -> SourcelineChatEngine:
    """Return the bot as a chat engine with a conversation of its own."""
    return SourcelineChatEngine(bot, filters=filters, chat_history=chat_history)


def read_turns(messages: Sequence[ChatMessage]) -> list[Turn]:
    """Return what users asked, each with the answer that followed; other messages are passed over."""
    turns: list[Turn] = []
    for message in messages:
        text = message.content or ""
        if message.role == MessageRole.USER and text.strip():
            turns.append(Turn(text))
        elif message.role == MessageRole.ASSISTANT and turns and text != NOT_FOUND:
            turns[-1] = Turn(turns[-1].question, text.removesuffix(PERHAPS))
    return turns


def _as_stream(pieces: Iterable[str]) -> Generator[ChatResponse, None, None]:
    text = ""
    for piece in pieces:
        text += piece
        yield _respond(text, piece)


async def _as_async_stream(pieces: AsyncIterable[str]) -> AsyncGenerator[ChatResponse, None]:
    text = ""
    async for piece in pieces:
        text += piece
        yield _respond(text, piece)


def _respond(text: str, delta: str) -> ChatResponse:
    return ChatResponse(message=ChatMessage(role=MessageRole.ASSISTANT, content=text), delta=delta)
