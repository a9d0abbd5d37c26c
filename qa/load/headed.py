"""Lines that a file marks as headings, and the text that lines make."""

from __future__ import annotations

import re
from collections.abc import Iterable

from qa.headings import LONGEST_HEADING, Heading

BOLD = 7  # the level of a line that nothing but its bold letters sets off; the marks of files go to six
_CLOSED = re.compile(r"[.!,;…][\"'”’»)\]*_]*$")
# a label of the next paragraph, a caption, a sign; a label with its value, but not "Item 2: New roof"; two sentences
_NO_HEAD = re.compile(
    r"(?:(?:please )?note|nb|n\.b|warning|caution|important|attention|tip|hint|info|reminder|danger|table|fig(?:ure)?|"
    r"box|photo|image|source|advertisement)s?\b[\s.:]*(?:\d|$)|\W*[©☎✆→]|"
    r"(?!(?:\w+ )?(?:\d+|[A-Z]|[IVX]+): |[^:]+: (?:19|20)\d\d$)[^:]+:\s\S|.*[a-z]{3}[.!?]\s\S",
    re.IGNORECASE,
)
_LETTERS = re.compile(r"[^\W\d_]{2}")


class HeadingLine(str):
    """A line that its file marks as a heading; of its levels 1 is the highest."""

    __slots__ = ("level",)
    level: int

    def __new__(cls, text: str, level: int) -> HeadingLine:
        """Make a heading of a text."""
        line = super().__new__(cls, text)
        line.level = level
        return line


def head_line(line: str, level: int) -> str:
    """Return a line as a heading of a level; of no level, 0, as it is."""
    return HeadingLine(line, level) if level else line


def get_level(line: str) -> int:
    """Return the level of a line that is a heading, 0 of any other."""
    return line.level if isinstance(line, HeadingLine) else 0


def may_head(line: str) -> bool:
    """Say whether a line in bold or large letters may be a heading: it is short, and no sentence, label or sign."""
    is_short = 0 < len(line) <= LONGEST_HEADING and _LETTERS.search(line) is not None
    return is_short and not (_CLOSED.search(line) or _NO_HEAD.match(line))


def join_lines(lines: Iterable[str]) -> tuple[str, tuple[Heading, ...]]:
    """Return lines as one text, and where the headings among them begin, each with its level.

    A single line in bold letters is no heading: it may be a name or a warning.
    """
    parts: list[str] = []
    headings: list[Heading] = []
    place = 0
    for line in lines:
        if line and (level := get_level(line)):
            headings.append((place, level))
        parts.append(line)
        place += len(line) + 1
    bold = sum(level == BOLD for _, level in headings)
    return "\n".join(parts), tuple(heading for heading in headings if bold > 1 or heading[1] != BOLD)
