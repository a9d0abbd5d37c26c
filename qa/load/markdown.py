"""Markdown (.md) with YAML front matter: the body as a reader sees it, without the marks."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from qa.errors import ArticleError
from qa.load.fields import list_texts, make_article, title_from_first_line
from qa.load.html import fragment_text
from qa.load.text import decode_text
from qa.records import Article

if TYPE_CHECKING:
    from markdown_it.token import Token

FENCE = re.compile(r"---[ \t]*(?:\r\n|\r|\n)(?=[^\r\n])")
FENCE_END = re.compile(r"^(?:---|\.\.\.)[ \t]*\r?$", re.MULTILINE)
FIRST_KEY = re.compile(r"[\w-]+[ \t]*:")
NOTHING = {"", "~", "null", "Null", "NULL"}


def load_markdown(data: bytes, article_id: str, url: str = "") -> Article:
    """Return the article in a Markdown file, one line a block; raise `ArticleError` where it cannot be read."""
    front, body = split_front_matter(decode_text(data))
    text, heading = render_plain(body)
    return make_article(
        article_id,
        text,
        title=_field(front, "title") or heading or title_from_first_line(text),
        source=_field(front, "source", "outlet"),
        published=_field(front, "published", "date"),
        author=_field(front, "author", "authors"),
        url=url or _field(front, "url"),
        collection=_field(front, "collection"),
        asks=list_texts(front.get("ask")),
    )


def split_front_matter(text: str) -> tuple[dict[str, Any], str]:
    """Return the front matter, its keys in lower case, and the body behind it.

    A body that opens with a mere rule (``---`` and prose below it) has no front matter.
    """
    opening = FENCE.match(text)
    closing = FENCE_END.search(text, opening.end()) if opening else None
    if opening and closing:
        values = _parse_yaml(text[opening.end() : closing.start()])
        if isinstance(values, dict):
            front = {key.lower(): value for key, value in values.items() if isinstance(key, str)}
            return front, text[closing.end() :]
        if isinstance(values, list):
            raise ArticleError("broken front matter, line 2: a list where lines of 'key: value' were expected")
    elif opening and FIRST_KEY.match(text, opening.end()):
        raise ArticleError("broken front matter, line 1: it has no end: add a line '---' below it")
    return {}, text


def _parse_yaml(text: str) -> object:
    """Return what ``text`` says, every value as it is written; raise `ArticleError` naming the broken line."""
    import yaml

    try:
        # BaseLoader: a date, a year or a "No" stays the words that stand there, and nothing but text is built
        return yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 2 if error.problem_mark else 2
        raise ArticleError(
            f"broken front matter, line {line}: {error.problem}: mend it, for example by quotes around the value"
        ) from None
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 2
        raise ArticleError(f"broken front matter, line {line}: {error.reason}: remove the character") from None
    except RecursionError:
        raise ArticleError("broken front matter, line 2: brackets nested too deep: mend it") from None


def _field(front: dict[str, Any], *names: str) -> str:
    """Return the first of the named values that says something; a list becomes one line."""
    for name in names:
        value = front.get(name, "")
        parts = [part for part in (value if isinstance(value, list) else [value]) if isinstance(part, str)]
        if said := ", ".join(part for part in parts if part not in NOTHING):
            return said
    return ""


def render_plain(body: str) -> tuple[str, str]:
    """Return Markdown as plain text, one line a paragraph, heading, list item or table row; and the first heading."""
    from markdown_it import MarkdownIt

    lines: list[str] = []
    heading = ""
    cells: list[str] | None = None
    tokens = MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(body)
    for before, token in zip([None, *tokens], tokens, strict=False):
        if token.type == "tr_open":
            cells = []
        elif token.type == "tr_close" and cells is not None:
            lines.append(" | ".join(cells))
            cells = None
        elif token.type == "inline":
            text = _inline_text(token.children or [])
            if cells is not None:
                cells.append(text)
                continue
            lines.append(text)
            if before is not None and before.type == "heading_open":
                heading = heading or text
        elif token.type in {"fence", "code_block"}:
            lines.append(token.content.rstrip())
        elif token.type == "html_block":
            lines.append(fragment_text(token.content))
    return "\n".join(line for line in lines if line.strip()), heading


def _inline_text(tokens: Sequence[Token]) -> str:
    """Return what a reader sees of one paragraph: a link is its words, an image what stands in for it."""
    parts = []
    for token in tokens:
        if token.type in {"text", "code_inline", "image"}:
            parts.append(token.content)
        elif token.type == "softbreak":
            parts.append(" ")
        elif token.type == "hardbreak" or (token.type == "html_inline" and token.content.startswith("<br")):
            parts.append("\n")
    return "\n".join(" ".join(line.split()) for line in "".join(parts).split("\n"))
