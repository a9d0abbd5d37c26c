"""Ask your articles: every statement in the answer points at the exact sentence that says so.

>>> from qa import build_index, load_settings, open_bot
>>> settings = load_settings(index_dir="index")
>>> build_index(["articles/"], settings)
>>> answer = open_bot(settings).ask("Who asked for the bridge to be closed?")
>>> [citation.quote for citation in answer.citations]
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from qa.bot import Bot, open_bot
    from qa.errors import SourcelineError
    from qa.index.build import IndexReport, build_index
    from qa.records import Answer, Article, Citation, Conflict, Evidence, Skipped, Statement, Turn
    from qa.settings import Settings, load_settings

_HOMES = {
    "qa.bot": ("Bot", "open_bot"),
    "qa.errors": ("SourcelineError",),
    "qa.index.build": ("IndexReport", "build_index"),
    "qa.records": ("Answer", "Article", "Citation", "Conflict", "Evidence", "Skipped", "Statement", "Turn"),
    "qa.settings": ("Settings", "load_settings"),
}
__all__ = [
    "Answer",
    "Article",
    "Bot",
    "Citation",
    "Conflict",
    "Evidence",
    "IndexReport",
    "Settings",
    "Skipped",
    "SourcelineError",
    "Statement",
    "Turn",
    "build_index",
    "load_settings",
    "open_bot",
]


def __getattr__(name: str) -> object:
    """Import a public name when it is first asked for: importing a part of the package does not import the whole."""
    for home, names in _HOMES.items():
        if name in names:
            return getattr(import_module(home), name)
    raise AttributeError(f"module 'qa' has no attribute {name!r}")
