"""Lines that a file marks as headings, and the text that lines make."""

from __future__ import annotations

import re
from collections.abc import Iterable

from qa.headings import LONGEST_HEADING, Heading

BOLD = 7  # the level of a line that nothing but its bold letters sets off; the marks of files go to six
_CLOSED = re.compile(r"[.!,;…][\"'”’»)\]*_]*$")


class HeadingLine(str):
    """A line that its file marks as a heading; of its levels 1 is the highest."""

    __slots__ = ("level",)
    level: int

    def __new__(cls, text: str, level: int) -> HeadingLine:
        """Make a heading of a text."""
        line = super().__new__(cls, text)
        line.level = level
        return line


def head_lines(lines: Iterable[str], level: int) -> list[str]:
    """Return lines as headings of a level; those of no level, 0, as they are."""
    return [HeadingLine(line, level) for line in lines] if level else list(lines)


def may_head(line: str) -> bool:
    """Say whether a line in bold letters may be a heading: it is short, and no sentence, nor an item."""
    return 0 < len(line) <= LONGEST_HEADING and not _CLOSED.search(line)


def join_lines(lines: Iterable[str]) -> tuple[str, tuple[Heading, ...]]:
    """Return lines as one text, and where the headings among them begin, each with its level."""
    parts: list[str] = []
    headings: list[Heading] = []
    place = 0
    for line in lines:
        if isinstance(line, HeadingLine) and line:
            headings.append((place, line.level))
        parts.append(line)
        place += len(line) + 1
    return "\n".join(parts), tuple(headings)
