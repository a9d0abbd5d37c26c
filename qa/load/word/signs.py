"""Signs of a Word file as text: characters by their place in a font of symbols, and equations on one line."""

from __future__ import annotations

import re

from lxml.etree import _Element

from qa.load.raised import RAISED

PRIVATE = 0xF000  # Word adds it to the place in the font
PLACES = re.compile(r"[\uf020-\uf0ff]")
SYMBOL = dict(zip(range(0x41, 0x5B), "ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ", strict=True))
SYMBOL |= dict(zip(range(0x61, 0x7B), "αβχδεφγηιϕκλμνοπθρστυϖωξψζ", strict=True))
SYMBOL |= dict(zip(range(0xA0, 0xBD), "€ϒ′≤⁄∞ƒ♣♦♥♠↔←↑→↓°±″≥×∝∂•÷≠≡≈…", strict=True))
SYMBOL |= dict(zip(range(0xC0, 0xE6), "ℵℑℜ℘⊗⊕∅∩∪⊃⊇⊄⊂⊆∈∉∠∇®©™∏√⋅¬∧∨⇔⇐⇑⇒⇓◊⟨®©™∑", strict=True))
SYMBOL |= {0x22: "∀", 0x24: "∃", 0x27: "∋", 0x2A: "∗", 0x2D: "−", 0x40: "≅", 0x5C: "∴", 0x5E: "⊥", 0xF1: "⟩", 0xF2: "∫"}
PICTURES = {0xFC: "✓", 0xFB: "✗", 0xFE: "☑", 0xA8: "☐", 0xE0: "→", 0xDF: "←", 0x4A: "☺", 0x4C: "☹"}


def read_symbol(font: str, code: str) -> str:
    """Return the character at a place (hexadecimal) of a font; nothing for the pictures of a font of pictures."""
    try:
        place = int(code, 16)
    except ValueError:
        return ""
    place -= PRIVATE if PRIVATE <= place <= PRIVATE + 0xFF else 0
    family = font.lower()
    if "wingdings" in family or "webdings" in family:
        return PICTURES.get(place, "")
    if "symbol" in family:
        return SYMBOL.get(place) or _printable(place)
    return _printable(place)


def read_text(font: str, text: str) -> str:
    """Return text whose characters by their place in a font of symbols are characters of their own."""
    return PLACES.sub(lambda found: read_symbol(font, f"{ord(found[0]):X}"), text)


def _printable(place: int) -> str:
    character = chr(place) if place <= 0x10FFFF and not 0xD800 <= place <= 0xDFFF else ""
    return character if character.isprintable() else ""


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
