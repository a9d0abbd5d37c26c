"""Who may use what: one table of all routes, and how a visitor shows who they are."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from typing import Literal
from urllib.parse import quote

from starlette.datastructures import Headers
from starlette.requests import HTTPConnection
from starlette.types import Scope

from qa.errors import SettingsError
from qa.settings import Settings
from qa.web.guard.kept import EndedLogins
from qa.web.guard.limits import RateLimit
from qa.web.guard.logins import CHALLENGE, Logins, Sessions, decode
from qa.web.guard.passwords import PasswordFile, Passwords
from qa.web.guard.proxies import is_loopback, path_below_root
from qa.web.guard.refusals import Refusal
from qa.web.guard.visitor import Visitor

Kind = Literal["open", "page", "frame", "data", "shut"]
"""What a route answers to someone who has not logged in.

``open``: everything, for nothing of the articles is in it. ``page``: the way to the login page. ``frame``: a note with
a link to the login page, which itself is never framed. ``data``: 401. ``shut``: nothing, to anybody.
"""


@dataclass(frozen=True, slots=True)
class Rule:
    """The policy of one route; a ``shared`` one may be called by scripts of the sites in QA_WIDGET_ORIGINS.

    The body of one that ``streams`` is not read before it: it measures by itself how much comes in, and how fast.
    """

    kind: Kind
    shared: bool = False
    streams: bool = False


# Every route that answers; `{}` stands for one part of a path and `{*}` for the rest. The first that fits counts, and
# what fits none is shut: most of Gradio's, which would take files in and give files out.
ROUTES: dict[str, Rule] = {
    "/": Rule("page"),
    "/login": Rule("open"),
    "/logout": Rule("open"),
    "/static/page.css": Rule("open"),  # what the login page looks like
    "/static/login.css": Rule("open"),
    "/static/icon.svg": Rule("open"),
    "/static/note.js": Rule("open"),  # the note in the widget's frame answers the wiki's page
    "/static/{*}": Rule("data"),
    "/static/swagger/{*}": Rule("data"),  # what tries the API
    "/static/{}/{*}": Rule("data"),
    "/api/health": Rule("open"),
    "/api/ready": Rule("data"),
    "/api/library": Rule("data"),
    "/api/articles": Rule("data"),
    "/api/articles/{*}": Rule("data", shared=True),
    "/api/feedback": Rule("data"),
    "/api/ask": Rule("data", shared=True),
    "/api/added": Rule("data"),
    "/api/added/{*}": Rule("data", streams=True),
    "/api/check": Rule("data"),
    "/api/docs": Rule("page"),
    "/docs": Rule("page"),
    "/api/openapi.json": Rule("data"),
    "/v1/models": Rule("data"),
    "/v1/models/{*}": Rule("data"),
    "/v1/chat/completions": Rule("data"),
    "/metrics": Rule("data"),
    "/mcp": Rule("data"),
    "/widget": Rule("frame"),
    "/widget.js": Rule("data", shared=True),  # open where QA_WIDGET_ORIGINS lists a site: see `find_rule`
    "/widget/token": Rule("data", shared=True),
    "/widget/ask": Rule("data"),
    # of Gradio's: what its front end is made of, the one queue, and what gradio_client asks
    "/assets/{*}": Rule("open"),
    "/theme.css": Rule("open"),
    "/manifest.json": Rule("open"),
    "/pwa_icon": Rule("open"),
    "/config": Rule("data"),
    "/gradio_api/info": Rule("data"),
    "/gradio_api/queue/join": Rule("data"),
    "/gradio_api/queue/data": Rule("data"),
    "/gradio_api/cancel": Rule("data"),
    "/gradio_api/reset": Rule("data"),
    "/gradio_api/call/ask": Rule("data"),
    "/gradio_api/call/ask/{}": Rule("data"),
}
_UNLISTED = Rule("shut")


def _compile(template: str) -> re.Pattern[str]:
    parts = re.split(r"(\{\*?\})", template)
    return re.compile("".join({"{}": "[^/]+", "{*}": ".*"}.get(part, re.escape(part)) for part in parts), re.DOTALL)


_RULES = [(_compile(template), rule) for template, rule in ROUTES.items()]


def find_rule(path: str, *, widget_in_use: bool) -> Rule:
    """Return the rule of a path below the root."""
    if path == "/widget.js" and widget_in_use:
        return Rule("open", shared=True)  # a wiki's page loads it for everyone, and only then can they log in
    return next((rule for pattern, rule in _RULES if pattern.fullmatch(path)), _UNLISTED)


def check_listening(settings: Settings) -> None:
    """Raise `SettingsError` when others could reach the server and nothing says who of them may use it."""
    if settings.proxy_user_header and not settings.proxy_addresses:
        raise SettingsError(
            "QA_PROXY_USER_HEADER is believed from nobody: set QA_PROXY_ADDRESSES to the proxy's address"
        )
    if os.environ.get("GRADIO_SHARE", "").lower() == "true":
        raise SettingsError(
            "GRADIO_SHARE would show this server to everybody: unset it, and see 'Who may use the server'"
        )
    if settings.proxy_user_header and settings.password_file.name:
        raise SettingsError("QA_PROXY_USER_HEADER and QA_PASSWORD_FILE exclude each other: unset one of them")
    if settings.password_file.name:
        PasswordFile(settings.password_file).load()
        return
    reached = settings.proxy_addresses or not is_loopback(settings.host)
    if reached and not (settings.proxy_user_header or settings.open_to_network):
        where = f"on {settings.host}" if not is_loopback(settings.host) else "behind a reverse proxy"
        mend = "set QA_PASSWORD_FILE, QA_PROXY_USER_HEADER or QA_OPEN_TO_NETWORK=true"
        raise SettingsError(f"others could reach the server {where}: {mend}")


class Access:
    """Finds out who sends a request: the person a proxy names, a login cookie, a password, or nobody in particular."""

    def __init__(self, *, header: str, logins: Logins | None) -> None:
        self._header = header
        self.logins = logins

    @property
    def required(self) -> bool:
        """Whether only people with a name are answered."""
        return bool(self._header or self.logins)

    async def identify(self, scope: Scope, rule: Rule) -> Visitor | Refusal:
        """Return who sends a request, without a name where that is enough for the route."""
        address = scope["client"][0] if scope.get("client") else ""
        headers = Headers(scope=scope)
        found: Visitor | Refusal
        if self._header:
            found = self._believe_proxy(scope, headers, address)
        elif self.logins is None:
            return Visitor("", address)
        elif "authorization" in headers:
            found = await self.logins.check_authorization(headers["authorization"], address)
        else:
            found = self.logins.read_cookie(HTTPConnection(scope), address)
        if rule.kind == "open":
            return found if isinstance(found, Visitor) else Visitor("", address)
        if isinstance(found, Visitor) and not found.name:
            return self._ask_to_log_in(scope, rule)
        return found

    def _believe_proxy(self, scope: Scope, headers: Headers, address: str) -> Visitor | Refusal:
        if not scope["state"].get("through_proxy"):
            return Refusal(403, "proxy", "this server is only reached through its proxy: open the proxy's address")
        named = headers.getlist(self._header)
        name = decode(named[0]).strip() if len(named) == 1 else ""
        if not name:
            return Visitor("", address)
        if not name.isprintable() or len(name) > 200:
            return Refusal(400, "proxy", "the proxy names someone who cannot be a user: see its log")
        return Visitor(name, address)

    def _ask_to_log_in(self, scope: Scope, rule: Rule) -> Refusal:
        detail = "log in first" if self.logins else "the proxy in front of this server named nobody: log in there"
        if rule.kind == "page" and self.logins:
            path, query = path_below_root(scope), scope.get("query_string", b"").decode("latin-1")
            wanted = quote(f"{path}?{query}" if query else path, safe="")
            up = "../" * (path.count("/") - 1)  # relative: right below any prefix that a proxy has put before it
            return Refusal(303, "login", detail, (("Location", f"{up}login?next={wanted}"),))
        return Refusal(401, "login", detail, CHALLENGE)


def open_access(settings: Settings, secret: str) -> Access:
    """Return the access that the settings ask for."""
    if not settings.password_file.name:
        return Access(header=settings.proxy_user_header, logins=None)
    file = PasswordFile(settings.password_file)
    file.load()
    passwords = Passwords(file)
    ended = EndedLogins(settings.index_dir)
    ended.prune()
    sessions = Sessions(secret, ended, passwords.find_proof, seconds=settings.session_hours * 3600)
    return Access(header="", logins=Logins(passwords, sessions, RateLimit(settings.login_attempts_per_minute)))
