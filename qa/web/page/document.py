"""The page as a document: Gradio's own loads inline scripts and is told its settings in one; ours has none inline.

So the policy forbids inline scripts and styles, everything with a name of its own is kept by the browser for good,
and the reader's language is known before the first word is shown.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import mimetypes
import re
from functools import cache
from html import escape
from importlib.resources import files
from pathlib import Path
from string import Template
from typing import Any

import gradio as gr
from fastapi import FastAPI, HTTPException, Request
from fastapi.responses import HTMLResponse, Response

from qa.load.formats import SUFFIXES
from qa.settings import Settings
from qa.web.guard.access import Access
from qa.web.guard.visitor import find_visitor
from qa.web.page.adding import may_add
from qa.web.page.parts import write_answer
from qa.web.words import STATIC, choose_language, list_languages, load_words

GRADIO = Path(str(files("gradio").joinpath("templates/frontend")))
_FOREVER = {"Cache-Control": "public, max-age=31536000, immutable"}
_LISTED = re.compile(r"m\.f=\[([^\]]*)\]")
_FILE = re.compile(r'"\./([^"]+)"')
_LOADED = re.compile(r"import\(`\./([\w-]+\.js)`\).{0,60}?__vite__mapDeps\(\[([\d,]*)\]")
_ENTRY = re.compile(r'(?:src|href)="\./(assets/[\w.-]+\.(?:js|css))"')


class Files:
    """A folder of files that never change under their names: packed once, and kept by the browser for good."""

    def __init__(self, folder: Path, made: dict[str, str] | None = None) -> None:
        self._folder = folder.resolve()
        self._packed = {name: (text.encode(), gzip.compress(text.encode())) for name, text in (made or {}).items()}

    def answer(self, name: str, request: Request) -> Response:
        """Return the file of this name; raise 404 for what is none of the folder's."""
        if name not in self._packed:
            path = (self._folder / name).resolve()
            if not path.is_relative_to(self._folder) or not path.is_file():
                raise HTTPException(404, "there is nothing here")
            plain = path.read_bytes()
            self._packed[name] = plain, gzip.compress(plain, 6)
        plain, packed = self._packed[name]
        kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
        media_type = "text/javascript" if name.endswith(".js") else kind
        headers = {**_FOREVER, "Vary": "Accept-Encoding"}
        if "gzip" not in request.headers.get("accept-encoding", "") or len(packed) >= len(plain):
            return Response(plain, media_type=media_type, headers=headers)
        return Response(packed, media_type=media_type, headers={**headers, "Content-Encoding": "gzip"})


def add_document(app: FastAPI, page: gr.Blocks, access: Access, settings: Settings) -> None:
    """Add the page at ``/`` and the files that it loads; Gradio's application comes after them."""
    ours, gradios = Files(STATIC, {"gradio.css": write_style()}), Files(GRADIO / "assets")
    version = _name_version()
    written: list[str] = []
    components = " ".join(sorted({str(block.get_block_name()) for block in page.blocks.values()}))

    @app.get("/", response_class=HTMLResponse, include_in_schema=False)
    def show_page(request: Request) -> HTMLResponse:
        """Return the chat page in the reader's language."""
        language = choose_language(request.cookies.get("language", ""), request.headers.get("accept-language", ""))
        visitor = find_visitor(request)
        facts = {
            "user": visitor.name if access.has_login_page else "",
            "kinds": ",".join(SUFFIXES) if may_add(visitor, settings) else "",
            "megabytes": settings.article_megabytes,
        }
        html = _render(language, version, json.dumps(facts), components)
        return HTMLResponse(html, headers={"Vary": "Accept-Language, Cookie"})

    @app.get("/config.js", include_in_schema=False)
    def config() -> Response:
        """Return what Gradio's front end is told about the page."""
        if not written:
            written.append(_write_config(page))
        return Response(written[0], media_type="text/javascript", headers=_FOREVER)

    @app.get("/assets/{name:path}", include_in_schema=False)
    def asset(name: str, request: Request) -> Response:
        """Return a file of Gradio's front end; its name changes with its content."""
        return gradios.answer(name, request)

    @app.get("/static/{at}/{name:path}", include_in_schema=False)
    def static(at: str, name: str, request: Request) -> Response:
        """Return a file of ours under the name of its version."""
        if at != version:
            raise HTTPException(404, "there is nothing here")
        return ours.answer(name, request)


def write_style() -> str:
    """Return the style of the page: all rules about elements weigh more than Gradio's, which name its container."""
    root, elements = STATIC.joinpath("page.css").read_text(encoding="utf-8").split("/* elements:", 1)
    gradio = STATIC.joinpath("gradio.css").read_text(encoding="utf-8")
    return f"{root}:is(#heavier, html) {{\n/* elements:{elements}\n{gradio}}}\n"


def _name_version() -> str:
    digest = hashlib.sha256(gr.__version__.encode())
    for path in sorted(STATIC.iterdir()):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


@cache
def _render(language: str, version: str, facts: str, components: str) -> str:
    words = load_words()[language]
    texts = {name: escape(text) for name, text in words.items() if isinstance(text, str)}
    known = json.loads(facts) | {"languages": list_languages(), "blank": write_answer({}).model_dump()}
    return Template(STATIC.joinpath("page.html").read_text(encoding="utf-8")).substitute(
        texts,
        language=language,
        version=version,
        gradio=_list_entries(frozenset(components.split())),
        strings=_to_data(words),
        facts=_to_data(known),
    )


def _to_data(value: object) -> str:
    # in a script element nothing but "<" can end the JSON
    return json.dumps(value, ensure_ascii=False).replace("<", "\\u003c")


@cache
def _list_entries(components: frozenset[str]) -> str:
    """Return the elements that load Gradio's front end as its own page names them, and what it would load later."""
    found = _ENTRY.findall(GRADIO.joinpath("index.html").read_text(encoding="utf-8"))
    styles = [f'<link rel="stylesheet" href="{name}">' for name in found if name.endswith(".css")]
    scripts = [f'<script type="module" src="{name}"></script>' for name in found if name.endswith(".js")]
    later = sorted(f"assets/{name}" for name in list_chunks(components) if f"assets/{name}" not in found)
    early = [f'<link rel="modulepreload" href="{name}">' for name in later if name.endswith(".js")]
    return "\n".join(styles + early + scripts)


def list_chunks(components: frozenset[str]) -> set[str]:
    """Return the files that Gradio's front end loads for a page of these components, as its own code lists them.

    Where a version of Gradio lists them in another way, none are found, and the page loads them one after the other.
    """
    first = next((GRADIO / "assets").glob("index-*.js"))
    chunks = _find_loaded(first.name, ["import(`./Index-"])
    for name in sorted(chunks):
        if name.startswith("Index-"):
            chunks |= _find_loaded(name, ["import(`./Blocks-"])
        elif name.startswith("core-"):
            chunks |= _find_loaded(name, [f",{component}:{{" for component in sorted(components)])
    return chunks


def _find_loaded(name: str, marks: list[str]) -> set[str]:
    """Return what one file of the front end loads at these places of its code; of a component, not its example."""
    path = GRADIO / "assets" / name
    code = path.read_text(encoding="utf-8", errors="replace") if path.suffix == ".js" else ""
    listed = _LISTED.search(code)
    files = _FILE.findall(listed[1]) if listed else []
    found: set[str] = set()
    for mark in marks:
        at = code.find(mark)
        if mark.endswith("{"):
            at = code.find("component:", at)
        if at >= 0 and (loaded := _LOADED.search(code, at)):
            found |= {loaded[1], *(files[int(place)] for place in loaded[2].split(",") if place)}
    return found


def _write_config(page: gr.Blocks) -> str:
    config: dict[str, Any] = dict(page.get_config_file())
    config |= {"layout": config["page"][""]["layout"], "current_page": "", "username": None, "deep_link_state": "none"}
    told = json.dumps(config, default=str)  # a word that the front end translates becomes the text it knows it by
    info = json.dumps(page.get_api_info())
    return (
        f"window.gradio_config = {told};\n"
        'window.gradio_config.root = new URL(".", location.href).href.replace(/[/]$/, "");\n'
        f"window.gradio_api_info = {info};\n"
        'window.__gradio_mode__ = "app";\n'
    )
