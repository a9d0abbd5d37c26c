"""The guard before every request: what is let in, and the headers that everything leaves with."""

from __future__ import annotations

import asyncio
import logging
import re
from dataclasses import dataclass

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from qa.web.guard.access import Access, Rule, find_rule
from qa.web.guard.headers import CHAT_PAGE, CONTENT_SECURITY_POLICY, PAGE_POLICIES, SECURITY_HEADERS
from qa.web.guard.limits import RateLimit
from qa.web.guard.login import show_note
from qa.web.guard.origins import (
    SHARED_HEADERS,
    TOKEN_HEADER,
    WIDGET_PAGE,
    WIDGET_SCRIPT,
    WIDGET_TOKEN,
    Tokens,
    find_origin,
    normalise_origin,
)
from qa.web.guard.proxies import find_network, is_ip, is_loopback, path_below_root
from qa.web.guard.refusals import NOTHING_HERE, Refusal, log_refusal, refuse, refuse_rate
from qa.web.guard.visitor import Visitor

_READING = {"GET", "HEAD", "OPTIONS"}
_HOST = re.compile(r"(?P<name>[A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\])(:\d{1,5})?")


@dataclass(frozen=True, slots=True)
class Limits:
    """How much one visitor may send: requests, and the size and duration of one body."""

    rate: RateLimit
    body_bytes: int
    body_seconds: float


class Guard:
    """ASGI middleware: shut doors, unknown visitors, foreign sites, rate and size of requests in; headers out."""

    def __init__(
        self,
        app: ASGIApp,
        access: Access,
        limits: Limits,
        origins: frozenset[str],
        tokens: Tokens,
        names: frozenset[str] | None = None,
        framed_by: str = "",
    ) -> None:
        """Guard an application; ``names`` are the hosts that an open server answers to, None where people log in."""
        self._app = app
        self._access = access
        self._limits = limits
        self._origins = origins
        self._tokens = tokens
        self._names = names
        self._framed_by = framed_by

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse the request with one line, or pass it on with the visitor in ``request.state.visitor``."""
        if scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})  # no route of ours is one
            return
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        path = path_below_root(scope)
        rule = find_rule(path, widget_in_use=bool(self._origins))
        sender = self._find_sender(scope, rule)
        guarded = _add_headers(send, self._choose_headers(scope, path, rule, sender))
        if scope["method"] == "OPTIONS" and sender in self._origins and rule.shared:
            await Response(status_code=204)(scope, receive, guarded)  # the browser's question before a shared call
            return
        body = None
        refusal = self._refuse_early(scope, rule, sender) or await self._admit(scope, path, rule, sender)
        if refusal is None and scope["method"] not in _READING and not rule.streams:
            body = await self._read_body(receive)
            refusal = body if isinstance(body, Refusal) else None
        if refusal is not None:
            await _answer(refusal, scope, rule, self._access)(scope, receive, guarded)
            return
        await self._app(scope, replay(body, receive) if isinstance(body, bytes) else receive, guarded)

    def _find_sender(self, scope: Scope, rule: Rule) -> str:
        """Return the site whose script sent a request: empty for our own or none, ``foreign`` for one not let in."""
        headers = Headers(scope=scope)
        named = headers.getlist("origin")
        if not named:
            return ""
        origin = normalise_origin(named[0]) if len(named) == 1 else None
        if origin is not None and origin == normalise_origin(f"{scope['scheme']}://{headers.get('host', '')}"):
            return ""
        return origin if origin is not None and origin in self._origins and rule.shared else "foreign"

    def _refuse_early(self, scope: Scope, rule: Rule, sender: str) -> Refusal | None:
        """Refuse what nobody may send, whoever they are."""
        headers = Headers(scope=scope)
        refusal = _check_host(scope, headers.getlist("host"), self._names)
        if refusal is not None:
            return refusal
        if sender == "foreign":
            return Refusal(403, "foreign", _FOREIGN)
        if rule.kind == "shut" or "\0" in scope["path"]:
            return Refusal(404, "not_found", NOTHING_HERE)
        announced = headers.get("content-length", "0")
        if not announced.isdecimal() or (int(announced) > self._limits.body_bytes and not rule.streams):
            return _TOO_LONG
        return None

    async def _admit(self, scope: Scope, path: str, rule: Rule, sender: str) -> Refusal | None:
        """Refuse who may not ask, or not so often; else note in the scope who it is."""
        visitor = await self._access.identify(scope, rule)
        if isinstance(visitor, Refusal):
            return visitor
        scope.setdefault("state", {})["visitor"] = visitor
        if not self._has_good_token(scope, path, visitor, sender):
            return Refusal(403, "token", "the widget's token is missing or has expired: ask /widget/token for another")
        if scope["method"] in _READING:
            return None
        wait = self._limits.rate.admit(
            f"user {visitor.name}" if visitor.name else f"from {find_network(visitor.address)}"
        )
        return refuse_rate("rate", "too many questions", wait) if wait else None

    def _has_good_token(self, scope: Scope, path: str, visitor: Visitor, sender: str) -> bool:
        token = Headers(scope=scope).get(TOKEN_HEADER)
        if token is None:
            return not sender or path in (WIDGET_SCRIPT, WIDGET_TOKEN)
        origin = self._tokens.read_origin(token, visitor.bound_to)
        return origin in self._origins and sender in ("", origin)

    async def _read_body(self, receive: Receive) -> bytes | Refusal:
        """Return the whole body; a longer or slower one than may be is not waited for."""
        body = b""
        try:
            async with asyncio.timeout(self._limits.body_seconds):
                more = True
                while more:
                    message = await receive()
                    if message["type"] != "http.request":
                        return Refusal(400, "gone", "the request was broken off: send it again")
                    body += message.get("body", b"")
                    more = message.get("more_body", False)
                    if len(body) > self._limits.body_bytes:
                        return _TOO_LONG
        except TimeoutError:
            return Refusal(
                408, "slow", "the request took too long to arrive: send it again", (("Connection", "close"),)
            )
        return body

    def _choose_headers(self, scope: Scope, path: str, rule: Rule, sender: str) -> dict[str, str]:
        """Return the headers of an answer: a listed site may use the widget's own routes, no other anything."""
        headers = dict(SECURITY_HEADERS)
        if path in PAGE_POLICIES:
            headers["Content-Security-Policy"] = PAGE_POLICIES[path]
        if path == CHAT_PAGE and self._framed_by:  # a Space is shown inside its page
            framed = PAGE_POLICIES[path].replace("frame-ancestors 'none'", f"frame-ancestors {self._framed_by}")
            headers["Content-Security-Policy"] = framed
            del headers["X-Frame-Options"]
        if path == WIDGET_PAGE and (origin := find_origin(scope, self._origins)):
            headers["Content-Security-Policy"] = CONTENT_SECURITY_POLICY.replace(
                "frame-ancestors 'none'", f"frame-ancestors {origin}"
            )
            del headers["X-Frame-Options"]  # it cannot name a site; every browser of today reads the policy instead
            headers["Cross-Origin-Resource-Policy"] = "cross-origin"
        if path == WIDGET_SCRIPT and self._origins:
            headers["Cross-Origin-Resource-Policy"] = "cross-origin"
        if rule.shared and self._origins:
            headers["Vary"] = "Origin"
        if rule.shared and sender in self._origins:
            headers |= {"Access-Control-Allow-Origin": sender, **SHARED_HEADERS}
        return headers


_FOREIGN = (
    "a page of another site asked this: open it directly; sites in QA_WIDGET_ORIGINS may ask /api/ask and read single "
    "articles, no more"
)
_TOO_LONG = Refusal(413, "too_long", "that is too much at once: shorten it", (("Connection", "close"),))


def _check_host(scope: Scope, hosts: list[str], names: frozenset[str] | None) -> Refusal | None:
    """Refuse a name that is none, and one under which a page of another site pretends to be on this machine.

    A site may let its own name point at 127.0.0.1 once its page is loaded ("DNS rebinding"); the browser then takes
    what listens there for that site, and only the name tells the difference.
    """
    found = _HOST.fullmatch(hosts[0]) if len(hosts) == 1 else None
    if hosts and found is None:
        return Refusal(400, "host", "the request names no valid host: send one Host header, such as 127.0.0.1:7860")
    through_proxy = scope.get("state", {}).get("through_proxy")
    if found and names is not None and not through_proxy:
        name = found["name"].lower().removesuffix(".")
        if name not in names and not is_loopback(name) and not is_ip(name):
            return Refusal(403, "host", f"this server is not {name}: list the name in QA_HOST_NAMES")
    server = scope.get("server")
    local = bool(server and server[0] and is_loopback(server[0]))
    if found and local and not through_proxy and not is_loopback(found["name"].lower()):
        return Refusal(
            403, "host", f"this server is not {found['name']}: behind a proxy on this machine, set QA_PROXY_ADDRESSES"
        )
    return None


def _answer(refusal: Refusal, scope: Scope, rule: Rule, access: Access) -> Response:
    """Return the response of a refusal, and log it in one line."""
    headers = dict(refusal.headers)
    log_refusal(scope, refusal.detail, level=logging.INFO if refusal.reason == "login" else logging.WARNING)
    if "Location" in headers:
        return RedirectResponse(headers["Location"], refusal.status)
    request = Request(scope)
    if rule.kind == "frame" and refusal.reason == "login" and access.logins:
        return show_note(request)
    response = refuse(request, refusal.status, refusal.reason, refusal.detail)
    response.headers.update(headers)
    return response


def replay(body: bytes, receive: Receive) -> Receive:
    """Return a receiver that hands out a body that has been read already, then whatever comes after it."""
    waiting = [body]

    async def receive_again() -> Message:
        if waiting:
            return {"type": "http.request", "body": waiting.pop(), "more_body": False}
        return await receive()

    return receive_again


def _add_headers(send: Send, chosen: dict[str, str]) -> Send:
    async def send_with_headers(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            # Gradio lets any origin in; who may read from here is decided in one place
            for name in [name for name in headers if name.startswith("access-control-")]:
                del headers[name]
            vary = ", ".join(filter(None, (headers.get("vary", ""), chosen.get("Vary", ""))))
            headers.update(chosen)
            if vary:
                headers["Vary"] = vary
            headers.setdefault("Cache-Control", "no-cache")  # ask each time whether it changed
        await send(message)

    return send_with_headers
