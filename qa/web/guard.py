"""The guard before every request: what is let in, and the headers that everything leaves with."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from qa.web.limits import RateLimit

# The page needs no inline script or style, no image but its own, and Trusted Types forbid innerHTML altogether.
CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "connect-src 'self'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "require-trusted-types-for 'script'",
        "trusted-types 'none'",
    )
)
_HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
_READING = {"GET", "HEAD", "OPTIONS"}


@dataclass(frozen=True, slots=True)
class QueueDoors:
    """The only ways into Gradio: one to ask, one to listen. All its other routes, uploads among them, are shut."""

    mount: str
    ask: str
    listen: re.Pattern[str]

    @classmethod
    def below(cls, mount: str, endpoint: str) -> QueueDoors:
        """Return the doors of one endpoint of a Gradio app mounted at ``mount``."""
        ask = f"{mount}/gradio_api/call/{endpoint}"
        return cls(mount, ask, re.compile(rf"{re.escape(ask)}/[0-9a-f]{{32}}"))

    def opens(self, method: str, path: str) -> bool:
        """Say whether a request may go on; those that are not for Gradio always may."""
        if path != self.mount and not path.startswith(f"{self.mount}/"):
            return True
        return (method == "POST" and path == self.ask) or (method == "GET" and bool(self.listen.fullmatch(path)))


class Guard:
    """ASGI middleware: shut doors, foreign origins, rate and size of requests in; security headers out."""

    def __init__(self, app: ASGIApp, doors: QueueDoors, rate: RateLimit, body_bytes: int) -> None:
        self._app = app
        self._doors = doors
        self._rate = rate
        self._body_bytes = body_bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse the request with one line of JSON, or pass it on."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        guarded = _add_headers(send)
        refusal = self._refuse(scope)
        if refusal is not None:
            await refusal(scope, receive, guarded)
            return
        body = _BodyLimit(receive, self._body_bytes)
        await self._app(scope, body, guarded)

    def _refuse(self, scope: Scope) -> JSONResponse | None:
        method, path, headers = scope["method"], _path_below_root(scope), Headers(scope=scope)
        if not self._doors.opens(method, path):
            return _say(404, "not_found", "there is nothing here")
        if method in _READING:
            return None
        if _is_foreign(headers):
            return _say(403, "foreign", "this page was asked from another site: open it directly")
        announced = headers.get("content-length", "0")
        if not announced.isdecimal() or int(announced) > self._body_bytes:
            return _say(413, "too_long", "that is too much at once: shorten it")
        wait = self._rate.admit(scope["client"][0] if scope["client"] else "")
        if wait:
            seconds = int(wait) + 1
            return _say(429, "rate", f"too many questions: wait {seconds} seconds", {"Retry-After": str(seconds)})
        return None


class _BodyLimit:
    """Ends a request whose body turns out longer than it may be, whatever it announced."""

    def __init__(self, receive: Receive, most: int) -> None:
        self._receive = receive
        self._left = most

    async def __call__(self) -> Message:
        message = await self._receive()
        if message["type"] == "http.request":
            self._left -= len(message.get("body", b""))
            if self._left < 0:
                return {"type": "http.disconnect"}
        return message


def _say(status: int, reason: str, text: str, headers: dict[str, str] | None = None) -> JSONResponse:
    return JSONResponse({"reason": reason, "detail": text}, status, headers)


def _path_below_root(scope: Scope) -> str:
    path, root = str(scope["path"]), str(scope.get("root_path", ""))
    return path.removeprefix(root) if root else path


def _is_foreign(headers: Headers) -> bool:
    """Say whether a browser sent this from a page of another site."""
    origin = headers.get("origin")
    return origin is not None and urlsplit(origin).netloc != headers.get("host")


def _add_headers(send: Send) -> Send:
    async def send_with_headers(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name in ("access-control-allow-origin", "access-control-allow-credentials"):
                del headers[name]  # Gradio echoes any origin; no other site may read from here
            headers.update(_HEADERS)
            headers.setdefault("Cache-Control", "no-cache")  # ask each time whether it changed
        await send(message)

    return send_with_headers
