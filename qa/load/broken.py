"""Words that plain text breaks at line ends, made whole in their place: only what is around them moves."""

from __future__ import annotations

import re
from collections import Counter

from qa.load.paper.words import count_words, is_compound

BROKEN = re.compile(
    r"(?<![^\W\d_])(?P<first>[^\W\d_]{2,}+)(?P<hyphen>[-\u00ad\u2010])[ \t]*(?:\r\n|[\r\n])[ \t]*"
    r"(?P<second>[^\W\d_A-Z]{2,})\S*"
)
BLANK_LINE = re.compile(r"((?:\r\n|\r(?!\n)|\n)[ \t]*(?:\r\n|\r|\n)\s*)")
LINE_END = re.compile(r"[ \t]*(?:\r\n|\r|\n)")
NARROWEST, WIDEST = 30, 120  # characters of the longest line of a paragraph that was wrapped by hand


def join_broken_words(text: str) -> str:
    """Return a text of the same length with words whole that were broken at line ends, hyphens of compounds kept.

    The characters that a word loses stand as spaces behind it, and its paragraph is filled anew to its width, so that
    every other character stays in its place and offsets made elsewhere still fit.
    """
    if not BROKEN.search(text):
        return text
    words = count_words(text)
    return "".join(_mend(part, words) if BROKEN.search(part) else part for part in BLANK_LINE.split(text))


def _mend(paragraph: str, words: Counter[str]) -> str:
    width = max(len(line.strip()) for line in paragraph.splitlines())
    if not NARROWEST <= width <= WIDEST:
        return paragraph
    return _fill(BROKEN.sub(lambda found: _join(found, words), paragraph), paragraph, width)


def _join(found: re.Match[str], words: Counter[str]) -> str:
    is_hyphen = found["hyphen"] != "\u00ad" and is_compound(found["first"], found["second"], words)
    hyphen = found["hyphen"] if is_hyphen else ""
    rest = found[0][found.start("second") - found.start() :]
    return f"{found['first']}{hyphen}{rest}".ljust(len(found[0]))


def _fill(joined: str, before: str, width: int) -> str:
    """Return a paragraph with its lines filled to the width; a line that had room for the next word ends as it did."""
    parts: list[str] = []
    start = line = 0
    for end in LINE_END.finditer(before):
        following = re.match(r"\s*(\S*)", before[end.end() : end.end() + width])
        is_full = end.start() - line + 1 + len(following[1] if following else "") > width
        if not is_full and joined[end.start()].isspace():  # else a word stands there now
            parts += [_fill_lines(joined[start : end.start()], width), joined[end.start() : end.end()]]
            start = end.end()
        line = end.end()
    return "".join([*parts, _fill_lines(joined[start:], width)])


def _fill_lines(text: str, width: int) -> str:
    characters = [" " if character.isspace() else character for character in text]
    begin = 0  # of the line
    for word in re.finditer(r"\S+", text):
        if word.end() - begin > width and word.start() > begin:
            characters[word.start() - 1] = "\n"
            begin = word.start()
    return "".join(characters)
