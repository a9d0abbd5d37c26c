"""The login page: a plain form, which needs no script and can never be shown inside another site."""

from __future__ import annotations

import re
from functools import cache
from html import escape
from string import Template
from urllib.parse import parse_qs, quote

from fastapi import FastAPI, Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response

from qa.web.guard.logins import Logins, Sessions
from qa.web.guard.refusals import Refusal
from qa.web.guard.visitor import Visitor, find_visitor, record_login
from qa.web.languages import STATIC, choose_language, load_words

_SEE_OTHER = 303  # the browser goes on with GET
_LOCAL = re.compile(r"/(?![/\\])[^\\\x00-\x20\x7f]*")


def add_login(app: FastAPI, logins: Logins | None, *, framed: bool) -> None:
    """Add the routes to log in and out; ``framed`` says whether a site on another domain may show the widget."""

    @app.get("/login", include_in_schema=False)
    def show_login(request: Request, next: str = "/") -> Response:  # noqa: A002 - as it stands in addresses
        """Return the login page, or go on where nobody needs it."""
        if logins is None or find_visitor(request).name:
            return _go_to(next)
        return _show_page(request, "login.html", 200, next=next)

    @app.post("/login", include_in_schema=False)
    async def log_in(request: Request) -> Response:
        """Begin a login with the name and the password of the form."""
        fields = parse_qs((await request.body()).decode("utf-8", "replace"), keep_blank_values=True)
        is_client = "username" in fields  # gradio_client, with auth=(name, password)
        names = ("username" if is_client else "name", "password", "next")
        name, password, wanted = (fields.get(field, [""])[0] for field in names)
        if logins is None:
            return _go_to(wanted)
        address = find_visitor(request).address
        found = await logins.log_in(name.strip(), password, address)
        who = Visitor(name.strip()[:64], address)
        if isinstance(found, Refusal):
            record_login(who, refused=found.detail)
            if is_client:
                return JSONResponse({"detail": found.detail}, found.status, dict(found.headers))
            words = load_words()[_choose_language(request)]
            problem = str(words["login_wait" if found.reason == "attempts" else "login_wrong"])
            page = _show_page(request, "login.html", found.status, next=wanted, entered=name, problem=problem)
            page.headers.update(dict(found.headers))
            return page
        record_login(who)
        response = JSONResponse({"success": True}) if is_client else _go_to(wanted)
        _set_cookie(response, request, logins.sessions, found, framed=framed)
        return response

    @app.post("/logout", include_in_schema=False)
    def log_out(request: Request) -> Response:
        """End the login for good, not only in this browser."""
        response = RedirectResponse("login", _SEE_OTHER)
        if logins is not None:
            logins.sessions.end(request.cookies.get(logins.sessions.cookie, ""))
            response.delete_cookie(logins.sessions.cookie, path=_cookie_path(request))
        return response


def show_note(request: Request) -> Response:
    """Return what the widget's frame shows to someone who has not logged in: a link to the login page in a new tab."""
    return _show_page(request, "note.html", 401)


def _set_cookie(response: Response, request: Request, sessions: Sessions, value: str, *, framed: bool) -> None:
    secure = request.url.scheme == "https"
    response.set_cookie(
        sessions.cookie,
        value,
        max_age=int(sessions.seconds),
        path=_cookie_path(request),
        secure=secure,
        httponly=True,
        # a frame on another domain gets only this kind; the guard's look at Origin protects it from forged requests
        samesite="none" if framed and secure else "lax",
    )


def _cookie_path(request: Request) -> str:
    return f"{request.scope.get('root_path', '')}/"


def _go_to(wanted: str) -> Response:
    """Go to a page of ours: the address is relative, so that it can name no other host and keeps a proxy's prefix."""
    path = wanted if _LOCAL.fullmatch(wanted) else "/"
    return RedirectResponse("./" + quote(path.lstrip("/"), safe="/?&=%+-._~:@,;!$'()*"), _SEE_OTHER)


def _choose_language(request: Request) -> str:
    return choose_language(request.cookies.get("language", ""), request.headers.get("accept-language", ""))


def _show_page(request: Request, file: str, status: int, **values: str) -> HTMLResponse:
    language = _choose_language(request)
    texts = {name: escape(text) for name, text in load_words()[language].items() if isinstance(text, str)}
    blank = {"next": "/", "entered": "", "problem": ""}
    shown = {name: escape(value) for name, value in (blank | values).items()}
    html = _read_template(file).substitute(texts | shown, language=language)
    return HTMLResponse(html, status, {"Cache-Control": "no-store", "Vary": "Accept-Language, Cookie"})


@cache
def _read_template(file: str) -> Template:
    return Template(STATIC.joinpath(file).read_text(encoding="utf-8"))
