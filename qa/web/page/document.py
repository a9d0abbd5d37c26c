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
from collections.abc import Mapping, Sequence, Set
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
from qa.web.languages import STATIC, choose_language, link_modules, list_languages, load_words, write_data
from qa.web.page.adding import may_add
from qa.web.page.parts import write_answer

GRADIO = Path(str(files("gradio").joinpath("templates/frontend")))
_FOREVER = {"Cache-Control": "public, max-age=31536000, immutable"}
_LISTED = re.compile(r"m\.f=\[([^\]]*)\]")
_FILE = re.compile(r'"\./([^"]+)"')
_LOADED = re.compile(r"import\(`\./([\w-]+\.js)`\).{0,60}?__vite__mapDeps\(\[([\d,]*)\]")
_FIRST = "assets/index-"
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
            # by its one name alone: a path can be written in any number of ways, and each would be packed and kept
            is_named = path.as_posix() == f"{self._folder.as_posix()}/{name}"
            try:
                plain = path.read_bytes() if is_named else None
            except OSError:  # none, a folder, or a name that is too long for one
                plain = None
            if plain is None:
                raise HTTPException(404)
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
    gradios = Files(GRADIO / "assets")
    chunks = list_chunks({str(block.get_block_name()) for block in page.blocks.values()})

    @cache
    def build() -> tuple[str, Files]:
        # when first asked for: Gradio knows the page's theme only after it is mounted
        made = {"gradio.css": write_style(chunks), "config.js": _write_config(page)}
        return _name_version(made), Files(STATIC, made)

    @app.get("/", response_class=HTMLResponse, include_in_schema=False)
    def show_page(request: Request) -> HTMLResponse:
        """Return the chat page in the reader's language."""
        language = choose_language(request.cookies.get("language", ""), request.headers.get("accept-language", ""))
        visitor = find_visitor(request)
        facts = {
            "user": visitor.name if access.logins else "",
            "kinds": ",".join(SUFFIXES) if may_add(visitor, settings) else "",
            "megabytes": settings.article_megabytes,
        }
        html = _render(language, build()[0], json.dumps(facts), chunks)
        return HTMLResponse(html, headers={"Vary": "Accept-Language, Cookie"})

    @app.get("/assets/{name:path}", include_in_schema=False)
    def asset(name: str, request: Request) -> Response:
        """Return a file of Gradio's front end; its name changes with its content."""
        return gradios.answer(name, request)

    @app.get("/static/{at}/{name:path}", include_in_schema=False)
    def static(at: str, name: str, request: Request) -> Response:
        """Return a file of ours, or what Gradio's front end is told, under the name of its version."""
        version, ours = build()
        if at != version:
            raise HTTPException(404)
        return ours.answer(name, request)


def write_style(chunks: Sequence[str]) -> str:
    """Return Gradio's styles and ours: all rules about elements weigh more than Gradio's, which name its container."""
    gradios = "\n".join((GRADIO / name).read_text(encoding="utf-8") for name in chunks if _is_bundled(name))
    root, elements = STATIC.joinpath("page.css").read_text(encoding="utf-8").split("/* elements:", 1)
    page = STATIC.joinpath("gradio.css").read_text(encoding="utf-8")
    return f"{gradios}\n{root}:is(#heavier, html) {{\n/* elements:{elements}\n{page}}}\n"


def _name_version(made: Mapping[str, str]) -> str:
    digest = hashlib.sha256("".join(made.values()).encode())
    for path in sorted(STATIC.iterdir()):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


@cache
def _render(language: str, version: str, facts: str, chunks: tuple[str, ...]) -> str:
    words = load_words()[language]
    texts = {name: escape(text) for name, text in words.items() if isinstance(text, str)}
    known = json.loads(facts) | {"languages": list_languages(), "blank": write_answer({}).model_dump()}
    return Template(STATIC.joinpath("page.html").read_text(encoding="utf-8")).substitute(
        texts,
        language=language,
        version=version,
        modules="\n".join([*link_modules("page.js", f"static/{version}"), *map(_link, chunks)]),
        strings=write_data(words),
        facts=write_data(known),
    )


def _is_bundled(name: str) -> bool:
    return name.endswith(".css") and not name.startswith(_FIRST)


def _link(name: str) -> str:
    if name.endswith(".css"):  # one that is bundled is named for the front end, which waits for no style that it sees
        return f'<link rel="stylesheet" href="{name}"{" disabled" * _is_bundled(name)}>'
    if name.startswith(_FIRST):
        return f'<script type="module" src="{name}"></script>'
    return f'<link rel="modulepreload" href="{name}">'


def list_chunks(components: Set[str]) -> tuple[str, ...]:
    """Return the files that Gradio's front end loads for a page of these components, as its own code lists them.

    Where a version of Gradio lists them in another way, only the first are found, and those load the others.
    """
    first = _ENTRY.findall(GRADIO.joinpath("index.html").read_text(encoding="utf-8"))
    chunks = {found for name in first for found in _find_loaded(Path(name).name, ["import(`./Index-"])}
    for name in sorted(chunks):
        if name.startswith("Index-"):
            chunks |= _find_loaded(name, ["import(`./Blocks-"])
        elif name.startswith("core-"):
            chunks |= _find_loaded(name, [f",{component}:{{" for component in sorted(components)])
    return *first, *sorted({f"assets/{name}" for name in chunks} - set(first))


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
