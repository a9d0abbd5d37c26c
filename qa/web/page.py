"""The chat page as the server sends it: one HTML file with the words of the reader's language put in."""

from __future__ import annotations

import json
from functools import cache
from html import escape
from importlib.resources import files
from pathlib import Path
from string import Template

from qa.web.words import load_words

STATIC = Path(str(files("qa.web").joinpath("static")))
"""The folder of everything that a browser loads."""


@cache
def render_page(language: str, question_characters: int) -> str:
    """Return the page in one of the languages; every word in it is escaped."""
    words = load_words()[language]
    texts = {name: escape(text) for name, text in words.items() if isinstance(text, str)}
    return Template(STATIC.joinpath("page.html").read_text(encoding="utf-8")).substitute(
        texts,
        language=language,
        languages=_list_languages(language),
        modules=_preload_modules(),
        question_characters=question_characters,
        # in a script element nothing but "<" can end the JSON
        strings=json.dumps(words, ensure_ascii=False).replace("<", "\\u003c"),
    )


def _list_languages(current: str) -> str:
    return "".join(
        f'<option value="{escape(code)}" lang="{escape(code)}"{" selected" if code == current else ""}>'
        f"{escape(str(words['name']))}</option>"
        for code, words in load_words().items()
    )


def _preload_modules() -> str:
    """Name the modules that main.js imports, so that the browser asks for all of them at once."""
    names = sorted(path.name for path in STATIC.glob("*.js") if path.name not in ("main.js", "theme.js"))
    return "\n".join(f'<link rel="modulepreload" href="static/{name}">' for name in names)
