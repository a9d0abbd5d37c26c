"""Characters that Word writes by their place in a font of symbols, as characters of their own."""

from __future__ import annotations

PRIVATE = 0xF000  # Word adds it to the place in the font
SYMBOL = dict(zip(range(0x41, 0x5B), "ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ", strict=True))
SYMBOL |= dict(zip(range(0x61, 0x7B), "αβχδεφγηιϕκλμνοπθρστυϖωξψζ", strict=True))
SYMBOL |= {
    **{0x22: "∀", 0x24: "∃", 0x2D: "−", 0xA2: "′", 0xA3: "≤", 0xA4: "⁄", 0xA5: "∞", 0xAB: "↔", 0xAC: "←", 0xAE: "→"},
    **{0xB0: "°", 0xB1: "±", 0xB2: "″", 0xB3: "≥", 0xB4: "×", 0xB5: "∝", 0xB7: "•", 0xB8: "÷", 0xB9: "≠", 0xBA: "≡"},
    **{0xBB: "≈", 0xBC: "…", 0xC7: "∩", 0xC8: "∪", 0xCE: "∈", 0xD1: "∇", 0xD6: "√", 0xD7: "⋅", 0xDE: "⇒", 0xE5: "∑"},
    **{0xF2: "∫", 0xD2: "®", 0xD3: "©", 0xD4: "™"},
}
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


def _printable(place: int) -> str:
    character = chr(place) if place <= 0x10FFFF and not 0xD800 <= place <= 0xDFFF else ""
    return character if character.isprintable() else ""
