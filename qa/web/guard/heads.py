"""A request for the head alone gets what the whole would begin with."""

from __future__ import annotations

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from qa.web.guard.proxies import path_below_root

_HANDED_OUT_ONCE = "/gradio_api/"  # events: whoever asked for their head would take them from whoever waits for them


class Heads:
    """ASGI middleware: answers HEAD as GET, without the body."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on."""
        asks_head = scope["type"] == "http" and scope["method"] == "HEAD"
        if not asks_head or path_below_root(scope).startswith(_HANDED_OUT_ONCE):
            await self._app(scope, receive, send)
            return

        async def send_head(message: Message) -> None:
            await send({**message, "body": b""} if message["type"] == "http.response.body" else message)

        await self._app({**scope, "method": "GET"}, receive, send_head)
