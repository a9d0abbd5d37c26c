"""What an assistant sent wrongly over MCP, told in one line of ours: the SDK tells it as its parsers do, or not."""

from __future__ import annotations

from typing import Any

from mcp import MCPError
from mcp.server.context import CallNext, HandlerResult, ServerRequestContext
from mcp.server.mcpserver import Context, MCPServer
from mcp.server.mcpserver.exceptions import ToolError, UnexpectedToolError
from mcp_types import (
    INVALID_PARAMS,
    INVALID_REQUEST,
    PARSE_ERROR,
    CallToolResult,
    InputRequiredResult,
    jsonrpc_message_adapter,
)
from pydantic import ValidationError
from pydantic_core import from_json
from starlette.responses import JSONResponse

from qa.web.guard.refusals import BROKEN, NOT_JSON, is_json
from qa.wrong_values import say_mend, say_unknown

_NO_MESSAGE = 'this is no message of JSON-RPC: send one such as {"jsonrpc": "2.0", "id": 1, "method": "tools/list"}'


class PlainServer(MCPServer[None]):
    """Says in one line what is wrong with the call of a tool."""

    async def call_tool(
        self, name: str, arguments: dict[str, Any], context: Context[None, Any] | None = None
    ) -> CallToolResult | InputRequiredResult:
        """Call a tool by its name."""
        tools = {tool.name: tool.input_schema["properties"] for tool in await self.list_tools()}
        for told, known in ((name, tools), *((argument, tools.get(name, ())) for argument in arguments)):
            if told not in known:
                raise ToolError(say_unknown(told, known, kind="argument" if name in tools else "tool"))
        try:
            return await super().call_tool(name, arguments, context)
        except UnexpectedToolError as error:
            raise UnexpectedToolError(BROKEN) from error.__cause__
        except ToolError as error:
            if not isinstance(error.__cause__, ValidationError):
                raise
            raise ToolError(_say_first(error.__cause__)) from None


async def say_plainly(ctx: ServerRequestContext[Any, Any], call_next: CallNext) -> HandlerResult:
    """Say what is wrong with the parameters of a method."""
    try:
        return await call_next(ctx)
    except ValidationError as error:
        raise MCPError(INVALID_PARAMS, _say_first(error)) from None


def refuse_message(content_type: str, body: bytes) -> JSONResponse | None:
    """Return the refusal of a body that is no message; None for one that is."""
    if not is_json(content_type):
        return _refuse(415, INVALID_REQUEST, NOT_JSON)
    try:
        jsonrpc_message_adapter.validate_python(from_json(body), by_name=False)
    except ValidationError:
        return _refuse(400, INVALID_REQUEST, _NO_MESSAGE)
    except ValueError:
        return _refuse(400, PARSE_ERROR, _NO_MESSAGE)
    return None


def _refuse(status: int, code: int, message: str) -> JSONResponse:
    return JSONResponse({"jsonrpc": "2.0", "id": None, "error": {"code": code, "message": message}}, status)


def _say_first(error: ValidationError) -> str:
    first = error.errors()[0]
    return f"{'.'.join(map(str, first['loc']))}: {say_mend(first)}"
