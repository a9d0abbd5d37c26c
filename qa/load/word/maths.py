"""Equations of a Word file on one line: 7.5, x², (a+b)/c, √(n)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa.load.raised import RAISED

if TYPE_CHECKING:
    from lxml.etree import _Element

MATHS = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
RAISABLE = frozenset(map(chr, RAISED))


def read_maths(element: _Element) -> str:
    """Return an equation, or a part of one, as text."""
    name = str(element.tag).removeprefix(MATHS)
    if name == "t":
        return element.text or ""
    if name in {"f", "sSup", "sSub", "sSubSup", "rad", "d", "nary"}:
        return _read_built(name, element)
    return "".join(read_maths(child) for child in element if str(child.tag).startswith(MATHS))


def _read_built(name: str, element: _Element) -> str:
    base, lower, upper = _part(element, "e"), _part(element, "sub"), _part(element, "sup")
    if name == "f":
        return f"{_group(_part(element, 'num'))}/{_group(_part(element, 'den'))}"
    if name == "rad":
        degree = _part(element, "deg")
        return f"{_raise(degree) if degree else ''}√{_group(base)}"
    if name == "d":
        marks = element.find(f"{MATHS}dPr")
        inner = ", ".join(read_maths(part) for part in element.findall(f"{MATHS}e"))
        return f"{_mark(marks, 'begChr', '(')}{inner}{_mark(marks, 'endChr', ')')}"
    if name == "nary":
        sign = _mark(element.find(f"{MATHS}naryPr"), "chr", "∫")
        return f"{sign}{_lower(lower)}{_raise(upper)} {base}"
    return f"{base}{_lower(lower)}{_raise(upper)}"


def _part(element: _Element, name: str) -> str:
    part = element.find(f"{MATHS}{name}")
    return read_maths(part) if part is not None else ""


def _mark(properties: _Element | None, name: str, usual: str) -> str:
    mark = properties.find(f"{MATHS}{name}") if properties is not None else None
    return str(mark.get(f"{MATHS}val", "")) if mark is not None else usual


def _group(text: str) -> str:
    return text if text.isalnum() else f"({text})" if text else ""


def _raise(text: str) -> str:
    if not text:
        return ""
    return text.translate(RAISED) if RAISABLE.issuperset(text) else f"^{_group(text)}"


def _lower(text: str) -> str:
    return f"_{_group(text)}" if text else ""
