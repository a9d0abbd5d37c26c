"""What a browser gets: the folder of its files, the words in each language, and which language it asks for."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path

STATIC = Path(str(files("qa.web").joinpath("static")))
"""The folder of everything that a browser loads."""

Words = Mapping[str, str | Mapping[str, str]]

FALLBACK = "en"
_WISH = re.compile(
    r"\s*(?P<language>[a-z]+)(?:-[\w-]*)?\s*(?:;\s*q\s*=\s*(?P<quality>\d(?:\.\d*)?)\s*)?", re.IGNORECASE
)
_IMPORTED = re.compile(r'from "\./([a-z]+\.js)"')


def link_modules(name: str, folder: str) -> list[str]:
    """Return links to the modules that a script of ours needs, so that the browser asks for all of them at once."""
    needed = [name]
    for one in needed:  # grows meanwhile
        imported = _IMPORTED.findall(STATIC.joinpath(one).read_text(encoding="utf-8"))
        needed += [other for other in dict.fromkeys(imported) if other not in needed]
    return [f'<link rel="modulepreload" href="{folder}/{one}">' for one in needed]


@cache
def load_words() -> Mapping[str, Words]:
    """Return the words of every language by its code; what a language lacks is filled in from English."""
    tables: dict[str, dict[str, str | Mapping[str, str]]] = tomllib.loads(
        files("qa.web").joinpath("strings.toml").read_text(encoding="utf-8")
    )
    return {language: {**tables[FALLBACK], **table} for language, table in tables.items()}


def list_languages() -> dict[str, str]:
    """Return each language's own name by its code."""
    return {code: str(words["name"]) for code, words in load_words().items()}


def choose_language(chosen: str, accepted: str) -> str:
    """Return the language to use: the chosen one, else the best of an ``Accept-Language`` header, else English."""
    known = load_words()
    if chosen in known:
        return chosen
    read = filter(None, map(_WISH.fullmatch, accepted.split(",")))
    wishes = [(float(wish["quality"] or 1), wish["language"].lower()) for wish in read]
    best_first = [language for wanted, language in sorted(wishes, key=lambda one: -one[0]) if wanted > 0]
    return next((language for language in best_first if language in known), FALLBACK)


def write_data(value: object) -> str:
    """Return JSON for a script element, in which nothing but "<" could end it."""
    return json.dumps(value, ensure_ascii=False).replace("<", "\\u003c")
