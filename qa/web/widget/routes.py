"""The widget: the script that a wiki's pages load, and the compact page that it opens in a frame."""

from __future__ import annotations

import json
import re
from functools import cache
from html import escape
from string import Template
from typing import Any

from fastapi import FastAPI, HTTPException, Request
from fastapi.responses import HTMLResponse, Response, StreamingResponse

from qa.web.api.routes import stream_events, write_event
from qa.web.api.steps import Steps
from qa.web.guard.origins import WIDGET_PAGE, WIDGET_SCRIPT, WIDGET_TOKEN, Tokens, find_origin
from qa.web.guard.visitor import find_visitor
from qa.web.languages import STATIC, choose_language, link_modules, load_words, write_data

NOT_LISTED = "this site may not show the widget: add it to QA_WIDGET_ORIGINS"

WIDGET_ASK = "/widget/ask"

_SCRIPT_SECONDS = 600  # each page of a wiki loads the script
_SCRIPT_WORDS = "widget_"
_CSS_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_JS_COMMENT = re.compile(r"\s*(?:^|\s)//.*|\s*/\*\*.*\*/")


def add_widget(
    app: FastAPI, steps: Steps, *, origins: frozenset[str], tokens: Tokens, question_characters: int
) -> None:
    """Add the routes of the widget; only the sites in ``origins`` get the compact page and its tokens."""

    def issue(request: Request) -> tuple[str, str]:
        origin = find_origin(request.scope, origins)
        if not origin:
            raise HTTPException(403, NOT_LISTED)
        return origin, tokens.issue(origin, find_visitor(request).bound_to)

    @app.get(WIDGET_SCRIPT, include_in_schema=False)
    def script() -> Response:
        """Return the script; nothing secret is in it, and it is the same for everyone."""
        headers = {"Cache-Control": f"public, max-age={_SCRIPT_SECONDS}"}
        return Response(render_script(), media_type="text/javascript", headers=headers)

    @app.get(WIDGET_PAGE, include_in_schema=False)
    def page(request: Request, language: str = "") -> Response:
        """Return the compact page with a token for the site that frames it."""
        origin, token = issue(request)
        spoken = choose_language(language, request.headers.get("accept-language", ""))
        html = _render(spoken, question_characters).safe_substitute(origin=escape(origin), token=escape(token))
        return HTMLResponse(html, headers={"Cache-Control": "no-store"})

    @app.post(WIDGET_ASK, include_in_schema=False)
    def ask(asked: dict[str, Any], request: Request) -> StreamingResponse:
        """Tell what is known of the answer, more with each event; the last is the whole answer."""
        told = steps.tell(asked, find_visitor(request), door="widget")
        return stream_events(write_event(shown) async for shown in told)

    @app.get(WIDGET_TOKEN, include_in_schema=False)
    def renew(request: Request) -> dict[str, str]:
        """Return a token for a page that has been open for longer than its own one lasts."""
        return {"token": issue(request)[1]}


@cache
def _render(language: str, question_characters: int) -> Template:
    """Return the compact page in one of the languages; every word in it is escaped."""
    words = load_words()[language]
    texts = {name: escape(text) for name, text in words.items() if isinstance(text, str)}
    page = Template(STATIC.joinpath("widget.html").read_text(encoding="utf-8")).safe_substitute(
        texts,
        language=language,
        modules="\n".join(link_modules("main.js", "static")),
        question_characters=question_characters,
        strings=write_data(words).replace("$", "$$"),
    )
    return Template(page)


@cache
def render_script() -> str:
    """Return the script with its words and rules of style in it, without comments and indents."""
    words = {
        language: {
            name.removeprefix(_SCRIPT_WORDS): text for name, text in table.items() if name.startswith(_SCRIPT_WORDS)
        }
        for language, table in load_words().items()
    }
    source = STATIC.joinpath("widget.js").read_text(encoding="utf-8")
    lines = (_JS_COMMENT.sub("", line).strip() for line in source.splitlines())
    script = "\n".join(filter(None, lines))
    return script.replace('"$words"', _to_script(words)).replace('"$style"', _to_script(_squeeze_style()))


def _squeeze_style() -> str:
    style = _CSS_COMMENT.sub("", STATIC.joinpath("widget.css").read_text(encoding="utf-8"))
    return re.sub(r" ?([{};]) ?|(?<=[\w-])(:) ", r"\1\2", re.sub(r"\s+", " ", style)).replace(";}", "}").strip()


def _to_script(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
