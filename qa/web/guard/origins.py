"""Which other sites may show the widget and call it: nobody, unless QA_WIDGET_ORIGINS lists them.

How the widget uses this:

1. ``/widget.js`` runs in a page of the site ``A`` and opens a frame on ``/widget?origin=A`` (``A`` is its
   ``location.origin``). The guard answers with ``frame-ancestors A`` if A is listed and with ``'none'`` if not, so the
   browser itself refuses the frame on every site but the one that it was made for. The page need not set any header.
2. The route of the page asks `find_origin` for A (empty: not listed, or a page that was opened by itself) and puts
   ``tokens.issue(A, find_visitor(request).bound_to)`` into the page.
3. Each request of the page carries that token in the header ``X-Sourceline-Token``. The guard refuses one that is
   forged, expired, of another session or of a site that is no longer listed (403, reason ``token``); the page then
   asks ``/widget/token?origin=A`` for a new one. A request without the header is an ordinary one of our own page.
4. A script of a listed site may also call the routes that the table in `qa.web.guard.access` marks as ``shared``, with
   a token of its own. The browser asks first (CORS); cookies are never sent along.

No cookie is needed where nobody has to log in: the token is bound to the address. Where people log in, the login cookie
does the work: it is sent into a frame of the same site (another port, or another host of the same domain) as it is, and
over TLS with ``SameSite=None`` where sites are listed. It is not ``Partitioned``: the login page cannot be framed, so a
cookie in a partition of the wiki could never be set.
"""

from __future__ import annotations

import hashlib
import re
import time
from collections.abc import Callable, Iterable
from urllib.parse import parse_qs

from itsdangerous import BadData, URLSafeSerializer
from starlette.types import Scope

from qa.errors import SettingsError

WIDGET_PAGE = "/widget"
"""The one page that a listed site may frame."""

WIDGET_SCRIPT = "/widget.js"
"""The one script that a listed site may load."""

WIDGET_TOKEN = "/widget/token"
"""Where the widget, or a script of a listed site, gets a token."""

TOKEN_HEADER = "X-Sourceline-Token"  # noqa: S105 - the name of a header
TOKEN_SECONDS = 15 * 60  # the widget asks for another before
SHARED_HEADERS = {
    "Access-Control-Allow-Methods": "GET, POST",
    "Access-Control-Allow-Headers": f"Authorization, Content-Type, {TOKEN_HEADER}",
    "Access-Control-Max-Age": "600",
}
"""What a browser is told before a script of a listed site may call; cookies are not among it."""

_ORIGIN = re.compile(r"(https?)://([a-z0-9](?:[a-z0-9._-]*[a-z0-9])?|\[[0-9a-f:.]+\])(?::(\d{1,5}))?")
_DEFAULT_PORTS = {"http": "80", "https": "443"}


def parse_origins(listed: Iterable[str]) -> frozenset[str]:
    """Return the listed sites as browsers name them; raise `SettingsError` for what is not a site."""
    return frozenset(_parse_origin(text) for text in listed)


def _parse_origin(text: str) -> str:
    origin = normalise_origin(text)
    if origin is None:
        raise SettingsError(
            f"QA_WIDGET_ORIGINS: {text!r} is not a site: write scheme and host, as in https://wiki.example.org:8443"
        )
    return origin


def normalise_origin(text: str) -> str | None:
    """Return ``scheme://host[:port]`` in small letters and without a default port, or None for anything else."""
    found = _ORIGIN.fullmatch(text.strip().lower())
    if found is None:
        return None
    scheme, host, port = found.groups()
    shown = "" if port in (None, _DEFAULT_PORTS[scheme]) else f":{port}"
    return f"{scheme}://{host}{shown}"


def find_origin(scope: Scope, listed: frozenset[str]) -> str:
    """Return the listed site that a request for the widget's page names in ``?origin=``, or an empty text."""
    named = parse_qs(scope.get("query_string", b"").decode("latin-1")).get("origin", [])
    origin = normalise_origin(named[0]) if len(named) == 1 else None
    return origin if origin in listed and origin is not None else ""


class Tokens:
    """Makes and checks the short-lived tokens of the widget, each bound to a site and a session."""

    def __init__(self, secret: str, *, seconds: float = TOKEN_SECONDS, clock: Callable[[], float] = time.time) -> None:
        self._serializer = URLSafeSerializer(secret, salt="widget")
        self._seconds = seconds
        self._clock = clock

    def issue(self, origin: str, session: str) -> str:
        """Return a token for the widget on one site, in one session."""
        return str(self._serializer.dumps([origin, _digest(session), int(self._clock() + self._seconds)]))

    def read_origin(self, token: str, session: str) -> str | None:
        """Return the site that a token was issued for; None if it is forged, expired or of another session."""
        try:
            origin, digest, expires = self._serializer.loads(token)
        except (BadData, ValueError):
            return None
        return str(origin) if digest == _digest(session) and self._clock() < expires else None


def _digest(session: str) -> str:
    return hashlib.sha256(session.encode()).hexdigest()[:32]
