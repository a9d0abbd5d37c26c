"""The numbers of the items of lists, as a reader sees them before an item: "1. ", "b) ", "iv. ", "(2) ", "3.2 "."""

from __future__ import annotations

import re
from string import ascii_lowercase

MOST = 999  # the highest number that is taken for one of an item; what is higher may be a year
LONGEST_ROMAN = 8  # letters, as many as the splitter takes for the head of an item
LONGEST_LABEL = 30  # characters of a number with what stands around it
_ROMAN = (("c", 100), ("xc", 90), ("l", 50), ("xl", 40), ("x", 10), ("ix", 9), ("v", 5), ("iv", 4), ("i", 1))
# "1. Turn", "(2) Turn", "3.1: Turn", "Step 4", as somebody typed it
_TYPED = re.compile(r"(?:step|stage) ?\d{1,3}\b|[(\[]?\d{1,3}(?:\.\d{1,3})*(?:\.[)\]]|[.:)\]])(?:\s|$)", re.IGNORECASE)
_OWN = re.compile(r"[(\[]?([^\s()\[\]:]{1,30}?)(?:\.[)\]]|[.:)\]])(?:\s|$)")  # a letter or a number before its mark
_INTEGER = re.compile(r"\s*([+-]?\d{1,10})(?!\d)")


def write_number(value: int, kind: str) -> str:
    """Return a number as "1", "01", "a", "A", "i" or "I" is the first of its kind; empty where it has no such form."""
    if not 0 <= value <= MOST:
        return ""
    if kind in {"1", "01"}:
        return str(value).rjust(len(kind), "0")
    written = _write_letter(value) if kind in {"a", "A"} else _write_roman(value) if kind in {"i", "I"} else ""
    return written.upper() if kind.isupper() else written


def _write_letter(value: int) -> str:
    """Return a letter; behind "z" programs count in two ways, and the splitter knows neither."""
    return ascii_lowercase[value - 1] if 0 < value <= len(ascii_lowercase) else ""


def _write_roman(value: int) -> str:
    written = ""
    for letters, worth in _ROMAN:
        written += letters * (value // worth)
        value %= worth
    return written if len(written) <= LONGEST_ROMAN else ""


def read_integer(written: str) -> int | None:
    """Return the whole number that an attribute begins with, as browsers read it; None where it is none or huge."""
    found = _INTEGER.match(written)
    return int(found[1]) if found and abs(int(found[1])) < 2**31 else None


def number_line(label: str, line: str) -> str:
    """Return a line behind the number that is shown before it, or as it is where it has its own or says nothing."""
    return f"{label} {line}" if label and line.strip() and not has_number(label, line) else line


def has_number(label: str, line: str) -> bool:
    """Say whether a line begins with a number that was typed, or with this very label."""
    own = _OWN.match(line)
    is_same = own is not None and own[1].casefold() == label.strip(" ()[].:").casefold()
    is_label = f"{line} ".casefold().startswith(f"{label} ".casefold())
    return bool(_TYPED.match(line)) or is_same or is_label
