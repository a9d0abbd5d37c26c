"""Words that were broken at the end of a printed line, made whole."""

from __future__ import annotations

import re
from collections import Counter

from qa.models.vocabulary import read_vocabulary

BROKEN_WORD = re.compile(r"([^\W\d_]+)[-\u00ad\u2010]$")
BROKEN_RANGE = re.compile(r"\d[-\u2010–]$")
LEAST_HALF = 2  # letters; a shorter part of a word says nothing
# "Vor- und Nachteile", "12- to 14-year-olds": the hyphen stands for what follows later, and a space behind it
BEFORE_MORE = frozenset("and or to und oder bis sowie beziehungsweise bzw et ou".split())


def count_words(text: str) -> Counter[str]:
    """Return the words of a text, compounds whole, in small letters with their counts."""
    return Counter(re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*", text.lower()))


def join_line(parts: list[str], line: str, words: Counter[str]) -> None:
    """Add a line to the parts of a paragraph; a word broken at the end of the line before is made whole."""
    before = parts[-1]
    broken, rest = BROKEN_WORD.search(before), re.match(r"[^\W\d_]*", line)
    second = rest[0] if rest else ""
    is_suspended = second in BEFORE_MORE and not (broken and (broken[1] + second).lower() in read_vocabulary())
    if not broken:
        is_broken = BROKEN_RANGE.search(before) and (line[0].isdigit() or second[:1].islower()) and not is_suspended
        parts += [line] if is_broken else [" ", line]
        return
    if is_suspended and not before.endswith("\u00ad"):
        parts += [" ", line]
        return
    if before.endswith("\u00ad") or (second[:1].islower() and not _is_compound(broken[1], second, words)):
        parts[-1] = before[:-1]
    parts.append(line)


def _is_compound(first: str, second: str, words: Counter[str]) -> bool:
    """Whether the hyphen at the end of a line belongs to the word.

    The document's own spelling says it where it has the word elsewhere, and else the vocabulary: "inter-view" is one
    word there, "state-funded" two. Capitals are never parted from small letters of one word: "SPD-led".
    """
    if len(first) > 1 and first.isupper():
        return True
    first, second = first.lower(), second.lower()
    with_hyphen, without = words[f"{first}-{second}"], words[first + second]
    if with_hyphen != without:
        return with_hyphen > without
    known = read_vocabulary()
    if first + second in known or min(len(first), len(second)) < LEAST_HALF:
        return len(first) == 1 and first + second not in known  # "U-turn": no word is broken behind its first letter
    return first in known and second in known
