"""Characters that Word writes by their place in a font of symbols, as characters of their own."""

from __future__ import annotations

import re

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
