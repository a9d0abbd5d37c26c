"""The chat page as the server sends it: one HTML file with the words of the reader's language put in."""

from __future__ import annotations

import json
from functools import cache
from html import escape
from string import Template

from qa.web.words import STATIC, load_words

_NO_MODULES = {"main.js", "note.js", "theme.js", "widget.js"}


def render_page(
    language: str, question_characters: int, *, framed_by: str = "", token: str = "", logged_in: str = ""
) -> str:
    """Return the page in one of the languages; every word in it is escaped.

    ``framed_by`` makes it the compact page of the widget on that site, whose requests carry the ``token``.
    ``logged_in`` is the name of someone who can log out again.
    """
    page = _render(language, question_characters)
    if logged_in:
        page = page.replace('action="logout" hidden>', f'action="logout" title="{escape(logged_in)}">', 1)
    if not framed_by:
        return page
    compact = f'<body class="empty compact" data-origin="{escape(framed_by)}" data-token="{escape(token)}">'
    return page.replace('<body class="empty">', compact, 1)


@cache
def _render(language: str, question_characters: int) -> str:
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
    names = sorted(path.name for path in STATIC.glob("*.js") if path.name not in _NO_MODULES)
    return "\n".join(f'<link rel="modulepreload" href="static/{name}">' for name in names)
