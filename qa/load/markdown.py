"""Markdown (.md) with front matter in YAML or TOML: the body as a reader sees it, without the marks."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from itertools import takewhile
from typing import TYPE_CHECKING, Any

from qa.english.lines import LABEL
from qa.english.titles import title_from_first_line
from qa.errors import ArticleError
from qa.load.dated import find_day
from qa.load.fields import find_field, list_texts, make_article, resolve_references
from qa.load.headed import BOLD, head_line, join_lines, may_head
from qa.load.html import fragment_lines
from qa.load.rows import name_text, part_item, write_rows
from qa.load.text import decode_text
from qa.records import Article

if TYPE_CHECKING:
    from markdown_it.token import Token

FENCE = re.compile(r"(---|\+\+\+)[ \t]*(?:\r\n|\r|\n)(?=[^\r\n])")
YAML_END = re.compile(r"^(?:---|\.\.\.)[ \t]*\r?$", re.MULTILINE)
YAML_KEY = re.compile(r"[\w-]+[ \t]*:")
TOML_END = re.compile(r"^\+\+\+[ \t]*\r?$", re.MULTILINE)
TOML_KEY = re.compile(r"[\w\"'.-]+[ \t]*=|\[|#")  # or a table, or a remark
TOML_LINE = re.compile(r" \(at line (\d+), column \d+\)| \(at end of document\)")
CHANCE_MARK = re.compile(r"[-+*] [a-z\d“\"(]")
BLOCK = re.compile(r"[>#|`~\t]|    | *(?:[-+*] [A-Z]|\d+[.)] )")  # another kind of block than a paragraph
SENTENCE_END = re.compile(r"[.!?…:;][\"'”’»)\]*_]*$")
LONGEST_HEADING = 100  # characters
NARROWEST_COLUMN, WIDEST_COLUMN = 30, 120  # characters of the longest line of a paragraph that was wrapped by hand
# what other programs than a plain reader of Markdown make something of: Hugo, Jekyll, GitHub, Obsidian
# the first group is code in a line, whose marks are text
SHORTCODE = re.compile(
    r"(?<!`)(`+)(?!`)[^\n]{0,1000}?(?<!`)\1(?!`)|\{\{[<%](?:(?!\{\{)[^`]){0,1000}?[%>]\}\}|\{%.{0,1000}?%\}"
)
CALLOUT = re.compile(r"^([ \t]*>[ \t]*)\[![\w-]+\][+-]?", re.MULTILINE)
NOTE = re.compile(r"^\[\^[^\]\s]+\]:[ \t]*", re.MULTILINE)
DEFINED = re.compile(r"^(?![ \t>#|:]|[-*+] )([^\n]+)\n\n?((?::[ \t]+[^\n]*(?:\n|\Z))+)", re.MULTILINE)
DEFINITION = re.compile(r"^:[ \t]+", re.MULTILINE)
NOTE_MARK = re.compile(r"\[\^[^\]\s]+\]")
WIKI_LINK = re.compile(r"(!?)\[\[(?:[^\]|\n]*\|)?([^\]|\n]+)\]\]")
STRIKES = re.compile(r"<(/?)(?:del|s|strike)\b[^>]*>", re.IGNORECASE)
NOTHING = ("~", "null", "Null", "NULL")


def load_markdown(data: bytes, article_id: str, url: str = "") -> Article:
    """Return the article in a Markdown file, one line a block; raise `ArticleError` where it cannot be read."""
    front, body = split_front_matter(decode_text(data))
    lines, heading = render_plain(body)
    text, headings = join_lines(lines)
    title = resolve_references(_field(front, "title")) or heading or title_from_first_line(text)
    return make_article(
        article_id,
        text,
        title=title,
        source=resolve_references(_field(front, "source", "outlet")),
        published=_field(front, "published", "date") or find_day(text, title, article_id),
        author=resolve_references(_field(front, "author", "authors")),
        url=url or _field(front, "url"),
        collection=_field(front, "collection"),
        asks=list_texts(front.get("ask")),
        headings=headings,
    )


def split_front_matter(text: str) -> tuple[dict[str, Any], str]:
    """Return the front matter, its keys in lower case, and the body behind it.

    It is YAML between lines ``---`` or TOML between lines ``+++``. A body that opens with a mere rule (``---`` and
    prose below it) has no front matter.
    """
    opening = FENCE.match(text)
    is_toml = opening is not None and opening[1] == "+++"
    end, key, sign = (TOML_END, TOML_KEY, "key = value") if is_toml else (YAML_END, YAML_KEY, "key: value")
    if is_toml and opening and not key.match(text, opening.end()):
        return {}, text
    closing = end.search(text, opening.end()) if opening else None
    if opening and closing:
        values = (_parse_toml if is_toml else _parse_yaml)(text[opening.end() : closing.start()])
        if isinstance(values, dict):
            front = {key.lower(): value for key, value in values.items() if isinstance(key, str)}
            return front, text[closing.end() :]
        if isinstance(values, list):
            raise ArticleError(f"broken front matter, line 2: a list where lines of '{sign}' were expected")
    elif opening and key.match(text, opening.end()):
        raise ArticleError(f"broken front matter, line 1: it has no end: add a line '{opening[1]}' below it")
    return {}, text


def _parse_toml(text: str) -> object:
    """Return what ``text`` says; raise `ArticleError` naming the broken line."""
    try:
        return tomllib.loads(re.sub(r"\r\n?", "\n", text))
    except tomllib.TOMLDecodeError as error:
        found = TOML_LINE.search(str(error))
        line = int(found[1]) + 1 if found and found[1] else text.count("\n") + 1
        problem = TOML_LINE.sub("", str(error))
        raise ArticleError(
            f"broken front matter, line {line}: {problem}: mend it, for example by quotes around the value"
        ) from None
    except (RecursionError, ValueError):  # a number of too many digits
        raise ArticleError(
            "broken front matter, line 2: brackets nested too deep or a number too long: mend it"
        ) from None


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
    """Return the first of the named values that says something, without what YAML writes for nothing."""
    values = ((name, value if isinstance(value, list) else [value]) for name, value in front.items())
    return find_field({name: [part for part in parts if part not in NOTHING] for name, parts in values}, *names)


def render_plain(body: str) -> tuple[list[str], str]:
    """Return Markdown as plain lines, one a paragraph, heading, list item or table row; and the first heading."""
    from markdown_it import MarkdownIt

    lines: list[str] = []
    heading = ""
    opened: Token | None = None  # a heading or an item of a list, before its first words
    parser = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    body = re.sub(r"\r\n?", "\n", body)
    if _leave_out(body) != body:  # the marks within code stay
        body = _leave_out_marks(body, _find_code(parser.parse(body)))
    tokens = iter(parser.parse(_escape_chance_marks(body)))
    for token in tokens:
        if token.type == "table_open":
            lines += write_rows(_read_rows(tokens), headed=True)
        elif token.type == "inline":
            text = _inline_text(token.children or [])
            number = f"{opened.info}{opened.markup} " if opened and opened.info else ""
            line = number + _part_heading(text, token.content)
            if opened and opened.type == "list_item_open":
                lines.append(part_item(line))
            elif opened:
                lines.append(head_line(line, int(opened.tag[1:]) if token.level == 1 else 0))  # not within a quotation
                heading = heading or text
            else:
                first, *rest = line.split("\n")
                is_head = token.level == 1 and may_head(first) and _is_bold(_cut_first_line(token.children or []))
                lines += [head_line(first, BOLD if is_head else 0), *rest]
        elif token.type in {"fence", "code_block"}:
            lines.append(token.content.rstrip())
        elif token.type == "html_block":
            lines += fragment_lines(token.content)
        if token.type != "paragraph_open":
            opened = token if token.type in {"heading_open", "list_item_open"} else None
    return [line for line in lines if line.strip()], heading


def _read_rows(tokens: Iterator[Token]) -> list[list[str]]:
    """Return the cells of the table whose tokens come next, row by row."""
    rows: list[list[str]] = []
    for token in takewhile(lambda token: token.type != "table_close", tokens):
        if token.type == "tr_open":
            rows.append([])
        elif token.type == "inline":
            rows[-1].append(_inline_text(token.children or []))
    return rows


def _find_code(tokens: Sequence[Token]) -> list[tuple[int, int]]:
    """Return the first line of each block of code, from 0, and the one behind its last."""
    return [(token.map[0], token.map[1]) for token in tokens if token.type in {"fence", "code_block"} and token.map]


def _leave_out_marks(body: str, code: Sequence[tuple[int, int]]) -> str:
    """Return Markdown without the marks of programs that make more of it than a plain reader does; ``code`` stays.

    They are no text, and a note's text would be taken for the address of a link.
    """
    lines = body.split("\n")
    parts: list[str] = []
    done = 0
    for start, end in [*code, (len(lines), len(lines))]:
        if done < start:
            parts.append(_leave_out("\n".join(lines[done:start])))
        if start < end:
            parts.append("\n".join(lines[start:end]))
        done = end
    return "\n".join(parts)


def _leave_out(prose: str) -> str:
    prose = DEFINED.sub(_define, prose)
    for pattern, kept in ((CALLOUT, r"\1"), (NOTE, ""), (DEFINITION, "")):
        prose = pattern.sub(kept, prose)
    return SHORTCODE.sub(lambda found: found[0] if found[1] else "", prose)


def _define(found: re.Match[str]) -> str:
    """Return a term with each of its definitions as paragraphs: "Term: definition"."""
    return "\n\n".join(name_text(found[1].strip(), said) for said in DEFINITION.split(found[2])[1:])


def _read_links(text: str) -> str:
    """Return text with links between pages of a wiki as what they show, and without marks of notes."""
    return WIKI_LINK.sub(lambda found: "" if found[1] else found[2], NOTE_MARK.sub("", text))


def _part_heading(text: str, source: str) -> str:
    """Return a paragraph on one line, or on two where its first line is a heading by all that its lines tell."""
    first, _, rest = source.partition("\n")
    heading = title_from_first_line(source) if SENTENCE_END.search(rest) else ""
    is_kept = heading and len(heading) <= LONGEST_HEADING and text.startswith(f"{heading} ")
    return f"{heading}\n{text[len(heading) + 1 :]}" if is_kept and heading == first.strip() else text


def _escape_chance_marks(body: str) -> str:
    """Return Markdown with a sign escaped that stands at the head of a line only because the one before was full.

    In a paragraph that does not begin as a list does, all lines before such signs are full, and stop in mid-sentence.
    """
    lines = body.split("\n")
    start = 0
    for number in range(len(lines) + 1):
        if number == len(lines) or not lines[number].strip():
            for marked in _list_chance_marks(lines[start:number]):
                lines[start + marked] = "\\" + lines[start + marked]
            start = number + 1
    return "\n".join(lines)


def _list_chance_marks(lines: Sequence[str]) -> list[int]:
    marked = [number for number, line in enumerate(lines) if CHANCE_MARK.match(line)]
    if not marked or 0 in marked or any(BLOCK.match(line) for line in lines):
        return []
    widest = max(map(len, lines))
    full = all(
        len(lines[n - 1].rstrip()) + 2 > widest and not SENTENCE_END.search(lines[n - 1].rstrip()) for n in marked
    )
    return marked if full and NARROWEST_COLUMN <= widest <= WIDEST_COLUMN else []


def _inline_text(tokens: Sequence[Token]) -> str:
    """Return what a reader sees of one paragraph: a link is its words, an image what stands for it; not the struck.

    A line that begins with a label stays a line: with one in bold, as "**Owner:** Ann", or where several lines do. So
    does a first line that is bold as a whole.
    """
    parts = []
    struck = 0
    starts = [0, *(number for number, token in enumerate(tokens, start=1) if token.type == "softbreak")]
    set_off = {start for start in starts if _is_label_set_off(tokens, start)}
    labelled = set_off | {start for start in starts if _is_label(tokens, start)}
    kept = labelled if len(labelled) > 1 else set_off
    if len(starts) > 1 and _is_bold(_cut_first_line(tokens)) and not tokens[starts[1]].content[:1].islower():
        kept = kept | {starts[1]}
    for number, token in enumerate(tokens):
        tag = STRIKES.match(token.content) if token.type == "html_inline" else None
        if token.type == "s_open" or (tag and not tag[1]):
            struck += 1
        elif token.type == "s_close" or tag:
            struck = max(0, struck - 1)
        elif struck:
            continue
        elif token.type in {"text", "code_inline", "image"}:
            parts.append(token.content if token.type != "text" else _read_links(token.content))
        elif token.type == "softbreak":
            parts.append("\n" if number + 1 in kept else " ")
        elif token.type == "hardbreak" or (token.type == "html_inline" and token.content.startswith("<br")):
            parts.append("\n")
    return "\n".join(" ".join(line.split()) for line in "".join(parts).split("\n"))


def _is_label(tokens: Sequence[Token], start: int) -> bool:
    return start < len(tokens) and tokens[start].type == "text" and LABEL.match(tokens[start].content) is not None


def _cut_first_line(tokens: Sequence[Token]) -> list[Token]:
    return list(takewhile(lambda token: token.type not in {"softbreak", "hardbreak"}, tokens))


def _is_bold(line: Sequence[Token]) -> bool:
    kinds = [token.type for token in line if token.content or token.type != "text"]
    return [kind for kind in kinds if kind not in {"em_open", "em_close"}] == ["strong_open", "text", "strong_close"]


def _is_label_set_off(tokens: Sequence[Token], start: int) -> bool:
    """Whether bold or slanted words begin here that a colon ends, within the marks or behind them."""
    first = start + (start < len(tokens) and not tokens[start].content and tokens[start].type == "text")
    head = tokens[first : first + 4]
    if [token.type for token in head[:3]] not in (
        ["strong_open", "text", "strong_close"],
        ["em_open", "text", "em_close"],
    ):
        return False
    return head[1].content.endswith(":") or (len(head) > 3 and head[3].content.startswith(":"))
