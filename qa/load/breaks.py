"""Line breaks: some end a line that is meant, others only a full one."""

from __future__ import annotations

import re
from collections.abc import Iterator

LINE_END = re.compile(r"[.:;!?…][\"'”’»)\]]*$")


def read_paragraph(text: str) -> Iterator[str]:
    """Yield the lines of a paragraph, those that a break parts in mid-sentence as one, with single spaces.

    It does where a small letter follows it and no mark precedes it, in a paragraph that begins and ends as sentences
    do: the lines of an address or a list in one paragraph seldom do.
    """
    lines = [line for broken in text.split("\n") if (line := " ".join(broken.split()))]
    is_prose = bool(lines) and not lines[0][0].islower() and LINE_END.search(lines[-1]) is not None
    joined: list[str] = []
    for line in lines:
        if is_prose and joined and line[0].islower() and not LINE_END.search(joined[-1]):
            joined[-1] += f" {line}"
        else:
            joined.append(line)
    yield from joined


def part_item(item: str) -> str:
    """Return an item of a list, below a blank line where a small letter makes it go on with the line above."""
    return f"\n{item}" if item[:1].islower() else item
