"""Titles in the words of a text: which line is one, and what is called one where none is given."""

from __future__ import annotations

import re
import unicodedata
from pathlib import PurePosixPath

from qa.english.lines import RESTARTS, SMALL_IN_TITLES

TITLE_CHARACTERS = 150  # the longest line that is taken for a headline; agency headlines run to about 120
OPENING_CHARACTERS = 100  # the longest title made of an article's opening words
OPENING_AT_LEAST = 20  # and the shortest, if there is more: before this, a full stop is more likely that of "Lt. Cmdr."
OPENING_WITHIN = 5_000  # characters in which the first lines are looked for
WRAP_COLUMNS = 100  # text wrapped by hand is at most this wide
# what a line of prose has and a headline has not, and what begins a sentence below a headline
HANGING = re.compile(r"(?:,|\b(?:of|to|in|on|at|by|for|from|with|and))$")
STATES = re.compile(rf"\b(?:the|an?|its|his|her|their|was|were|had|said)\b|{HANGING.pattern}")
SMALL_LABEL = re.compile(r"[a-z]+:\s")  # "with: Ann, Bo" is a line of its own
# a full stop that ends a sentence: two letters or a digit before it (not "J."), a capital after it
SENTENCE_END = re.compile(r"(?<=[^\W_][^\W_])[.!?][\"'”’)]*\s+(?=[\"'“‘(]?[A-Z])")


def title_from_first_line(text: str) -> str:
    """Return the first line where it reads like a title: short, one sentence, no full stop, more text behind it."""
    first, *rest = [line.strip() for line in text.lstrip()[:OPENING_WITHIN].splitlines()] or [""]
    if not any(rest) or len(first) > TITLE_CHARACTERS or not any(c.isalpha() for c in first):
        return ""
    said = first.rstrip("\"'”’»)]")
    if said.endswith((".", ",", ";", ":", "…", "-", "–", "—")) or first.startswith(("- ", "* ", "• ")):
        return ""
    if SENTENCE_END.search(first, OPENING_AT_LEAST):  # several sentences
        return ""
    return "" if _is_wrapped(first, rest) else first


def _is_wrapped(first: str, rest: list[str]) -> bool:
    """Whether the first line ends only because a paragraph wrapped by hand had no room for its next word."""
    if not rest or not rest[0]:
        return False
    if rest[0][0].islower():
        return not SMALL_LABEL.match(rest[0])
    paragraph = [first, *rest[: rest.index("") if "" in rest else len(rest)]]
    width = max(map(len, paragraph))
    next_word = rest[0].split()[0]
    if width > WRAP_COLUMNS or len(first) + 1 + len(next_word) <= width or next_word.lower() in RESTARTS:
        return False
    return len(paragraph) > 2 or bool(STATES.search(first))


def reads_like_heading(line: str, following: str) -> bool:
    """Return whether a line that is full by chance is a heading, as its capitals or what begins below it tell."""
    if not following[:1].isupper() or HANGING.search(line):
        return False
    words = [word for word in line.split() if word not in SMALL_IN_TITLES]
    titled = len(words) > 1 and not any(word[0].islower() for word in words)
    return titled or following.split()[0].lower() in RESTARTS


def title_from_name(article_id: str) -> str:
    """Return the last part of an id as a title where it holds two words or more: "2024/kursk-troops" does."""
    name = re.sub(r"[\s_+-]+", " ", PurePosixPath(article_id).name).strip()
    words = [word for word in name.split() if re.fullmatch(r"[^\W\d_]{2,}[.,!?'’]?", word)]
    if "://" in article_id or len(words) < 2 or len(words) * 2 <= len(name.split()):
        return ""
    return name[0].upper() + name[1:]


def title_from_opening(text: str) -> str:
    """Return the first sentence of a text, wrapped by hand or not, or as many whole words of it as fit a title."""
    first, *rest = [line.strip() for line in text.lstrip()[:OPENING_WITHIN].splitlines()]
    wrapped = rest[: rest.index("") if "" in rest else len(rest)] if _is_wrapped(first, rest) else []
    line = one_line(" ".join([first, *wrapped]))
    end = SENTENCE_END.search(line, OPENING_AT_LEAST)
    sentence = (line[: end.start()] if end else line).removesuffix(".")
    if len(sentence) <= OPENING_CHARACTERS:
        return sentence
    return sentence[:OPENING_CHARACTERS].rsplit(" ", 1)[0].rstrip(",;:–—- ") + " …"


def one_line(value: str) -> str:
    """Return ``value`` stripped, with every run of white space and control characters as one space."""
    return " ".join("".join(" " if unicodedata.category(c) == "Cc" else c for c in value).split())
