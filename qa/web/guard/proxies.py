"""The front of the server: which reverse proxy is believed, and what it says about who asks, and how."""

from __future__ import annotations

from collections.abc import Iterable
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from starlette.responses import RedirectResponse
from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from qa.errors import SettingsError

_FORWARDED = (b"forwarded", b"x-forwarded-", b"x-real-ip", b"x-original-", b"x-rewrite-")


def parse_addresses(listed: Iterable[str]) -> list[str]:
    """Return the listed addresses and networks; raise `SettingsError` for what is neither."""
    return [_parse_address(text) for text in listed]


def _parse_address(text: str) -> str:
    try:
        return str(ip_network(text) if "/" in text else ip_address(text))
    except ValueError:
        raise SettingsError(
            f"QA_PROXY_ADDRESSES: {text!r} is not an address: write 10.0.0.7 or a network such as 10.0.0.0/24"
        ) from None


def is_loopback(host: str) -> bool:
    """Say whether only this machine reaches a host."""
    address = _parse(host.strip("[]"))
    return address.is_loopback if address else host == "localhost" or host.endswith(".localhost")


def find_network(address: str) -> str:
    """Return what one household or attacker holds of addresses: an IPv4 address, or the /64 network of an IPv6 one."""
    return str(ip_network((address, 64), strict=False)) if isinstance(_parse(address), IPv6Address) else address


def is_ip(host: str) -> bool:
    """Say whether a host is named by its address; no other site's name can be made to look like one."""
    return _parse(host.strip("[]")) is not None


class Front:
    """ASGI middleware: takes the word of the listed proxies for address and scheme, and of nobody else.

    Behind it, ``client`` and ``scheme`` are those of the browser, ``state["through_proxy"]`` says whether a listed
    proxy passed the request on, the path stands below ``root_path`` whether or not the proxy has cut it off, and no
    forwarded header is left that anything further in could believe.
    """

    def __init__(self, app: ASGIApp, proxies: list[str], root_path: str) -> None:
        self._app = app
        self._root = root_path
        self._believe = ProxyHeadersMiddleware(self._pass_on, proxies)  # type: ignore[arg-type]
        self._proxies = self._believe.trusted_hosts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Put right what the proxy said, and pass the request on."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        peer = _unmap(scope["client"][0]) if scope.get("client") else ""
        scope["client"] = (peer, 0)
        scope["state"] = {**scope.get("state", {}), "peer": peer, "through_proxy": peer in self._proxies}
        await self._believe(scope, receive, send)  # type: ignore[arg-type]

    async def _pass_on(self, scope: Scope, receive: Receive, send: Send) -> None:
        state = scope["state"]
        told = _unmap(scope["client"][0])  # a proxy on an IPv6 socket names IPv4 addresses so, too
        # a proxy that adds nothing passes on whatever the browser wrote
        scope["client"] = (state["peer"] if state["through_proxy"] and not _parse(told) else told, 0)
        scope["headers"] = [one for one in scope["headers"] if not one[0].lower().startswith(_FORWARDED)]
        if self._root:
            if scope["path"] == self._root:
                await RedirectResponse(f"{self._root}/", 308)(scope, receive, send)
                return
            if not scope["path"].startswith(f"{self._root}/"):
                scope["path"] = self._root + scope["path"]
            scope["root_path"] = self._root
        await self._app(scope, receive, send)


def _parse(text: str) -> IPv4Address | IPv6Address | None:
    try:
        return ip_address(text)
    except ValueError:
        return None


def path_below_root(scope: Scope) -> str:
    """Return the path of a request as the routes name it."""
    return str(scope["path"]).removeprefix(str(scope.get("root_path", "")))


def _unmap(address: str) -> str:
    """Return an IPv4 address that came in over an IPv6 socket as what it is."""
    parsed = _parse(address)
    return str(parsed.ipv4_mapped) if isinstance(parsed, IPv6Address) and parsed.ipv4_mapped else address
