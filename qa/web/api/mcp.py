"""The MCP server: assistants ask, search and read through tools, and every sentence they get says where it stands."""

from __future__ import annotations

import getpass
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import cache
from typing import Annotated

from anyio.to_thread import run_sync
from mcp.server.mcpserver import Context, MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp.server.transport_security import TransportSecuritySettings
from mcp_types import ToolAnnotations
from pydantic import BaseModel, Field
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from qa.answer import answer_to_json, citation_to_json
from qa.bot import Bot
from qa.errors import SourcelineError
from qa.records import Answer, Citation
from qa.version import find_version
from qa.web.api import schema
from qa.web.api.check import DRAFT_CHARACTERS, CheckDesk, Checked, Given
from qa.web.api.desk import Desk
from qa.web.api.mcp_errors import PlainServer, refuse_message, say_plainly
from qa.web.api.present import show_article
from qa.web.guard.middleware import replay
from qa.web.guard.visitor import Visitor, find_visitor

PATH = "/mcp"

_INSTRUCTIONS = (
    "Sourceline answers questions over a collection of articles. Use `ask` for an answer whose every statement cites "
    "the exact sentence that says so. Its outcome is perhaps when a sentence may answer, but not surely: "
    "say so. It is not_found when the articles do not say, and then nothing should be made up. Use `search` for the "
    "sentences that come nearest to some words, `check` to hold statements of your own against the articles, and "
    "`read_article` for a whole text. Quote sentences as they are, and name their outlet and date."
)
_READS_ONLY = ToolAnnotations(read_only_hint=True, idempotent_hint=True, open_world_hint=False)

_Outlets = Annotated[list[str], Field(description="only articles of these outlets; empty lets all")]
_Collections = Annotated[list[str], Field(description="only articles of these collections; empty lets all but Help")]
_Since = Annotated[schema.Day, Field(description="only articles published on this day or later, such as 2025-03-01")]
_Until = Annotated[schema.Day, Field(description="only articles published on this day or earlier")]


class Found(schema.Citation):
    """A sentence that was found; ``number`` is its rank."""

    score: float = Field(description="how well it answers; higher is better")


class Findings(BaseModel):
    """Sentences, the best first."""

    sentences: list[Found]


def make_mcp_server(bot: Bot, desk: Desk) -> MCPServer[None]:
    """Return the MCP server with its tools over one index."""
    server = PlainServer(
        "sourceline",
        title="Sourceline",
        instructions=_INSTRUCTIONS,
        version=find_version(),
        log_level="WARNING",
        middleware=[say_plainly],
    )

    @server.tool(title="Ask the articles", annotations=_READS_ONLY)
    async def ask(
        question: Annotated[str, Field(description="the question, in a full sentence")],
        context: Context[None],
        history: Annotated[list[str], Field(description="earlier questions, oldest first, for a follow-up")] = [],  # noqa: B006 - pydantic copies it
        outlets: _Outlets = [],  # noqa: B006
        collections: _Collections = [],  # noqa: B006
        since: _Since = "",
        until: _Until = "",
    ) -> schema.Answer:
        """Answer a question from the articles; each statement cites the exact sentence that says so."""
        turns = [schema.Earlier.model_construct(question=earlier, answer="") for earlier in history]
        asked = schema.Asked(
            question=question, history=turns, outlets=outlets, collections=collections, since=since, until=until
        )
        answer = await _answer(desk, asked, context)
        return schema.Answer.model_validate(answer_to_json(answer))

    @server.tool(title="Search the articles", annotations=_READS_ONLY)
    async def search(
        query: Annotated[str, Field(description="a question or some words")],
        context: Context[None],
        limit: Annotated[int, Field(ge=1, le=50, description="most sentences to return")] = 10,
        outlets: _Outlets = [],  # noqa: B006
        collections: _Collections = [],  # noqa: B006
        since: _Since = "",
        until: _Until = "",
    ) -> Findings:
        """Find the sentences that best answer some words, whether or not one of them is an answer."""
        asked = schema.Asked(question=query, outlets=outlets, collections=collections, since=since, until=until)
        answer = await _answer(desk, asked, context)
        return Findings(sentences=_list_found(answer, limit))

    checking = CheckDesk(bot, desk.at_once, seconds=desk.draft_seconds)

    @server.tool(title="Check a draft", annotations=_READS_ONLY)
    async def check(
        text: Annotated[str, Field(max_length=DRAFT_CHARACTERS, description="a statement, or a draft of many")],
        outlets: _Outlets = [],  # noqa: B006
        since: _Since = "",
        until: _Until = "",
    ) -> Checked:
        """Hold each statement of a draft against the articles: supported, contradicted, said by another, or nowhere."""
        given = Given(text=text, outlets=outlets, since=since, until=until)
        try:
            return Checked.model_validate(await run_sync(checking.check, given))
        except SourcelineError as error:
            raise ToolError(str(error)) from None

    @server.tool(title="Read an article", annotations=_READS_ONLY)
    def read_article(
        article_id: Annotated[str, Field(description="the article_id of a citation")],
    ) -> schema.Article:
        """Return one article with the text that citations count in."""
        article = bot.get_article(article_id)
        if article is None:
            raise ToolError(f"there is no article {article_id!r}: use the article_id of a citation")
        return schema.Article.model_validate(show_article(article))

    return server


async def _answer(desk: Desk, asked: schema.Asked, context: Context[None]) -> Answer:
    """Answer a question; the work ends with the call that asked it."""
    request = context.request_context.request
    visitor = find_visitor(request) if isinstance(request, Request) else Visitor(_find_user(), "stdio")
    try:
        return await desk.ask(asked, visitor, door="mcp").finish()
    except SourcelineError as error:
        raise ToolError(str(error)) from None


@cache
def _find_user() -> str:
    """Return the name of who started this process; empty where the system knows none, as in some containers."""
    try:
        return getpass.getuser()
    except (KeyError, OSError, ImportError):
        return ""


def _list_found(answer: Answer, limit: int) -> list[Found]:
    cited = [
        (Citation(n, e.stored.article, e.sentence, e.text, copies=e.copies, section=e.section), e)
        for n, e in enumerate(answer.ranked[:limit], 1)
    ]
    return [Found.model_validate(citation_to_json(citation) | {"score": piece.score}) for citation, piece in cited]


class McpDoor:
    """The MCP server as a route of an application that has a guard of its own before it.

    It answers while `run` is entered, which the application does for as long as it lives.
    """

    path = PATH

    def __init__(self, server: MCPServer[None]) -> None:
        self._server = server
        self._app: ASGIApp | None = None

    @asynccontextmanager
    async def run(self, app: object = None) -> AsyncIterator[None]:
        """Answer while the block runs; an application enters it as its lifespan."""
        # hosts and origins have been checked before a request arrives here
        checked = TransportSecuritySettings(enable_dns_rebinding_protection=False)
        self._app = self._server.streamable_http_app(
            streamable_http_path=PATH, stateless_http=True, json_response=True, transport_security=checked
        )
        async with self._server.session_manager.run():
            yield
        self._app = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on to the MCP server."""
        down = JSONResponse({"reason": "loading", "detail": "the server is starting: ask again in a moment"}, 503)
        request = Request(scope, receive)
        body = await request.body()
        refused = refuse_message(request.headers.get("content-type", ""), body)
        await (refused or self._app or down)(scope, replay(body, receive), send)
