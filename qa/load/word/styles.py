"""The styles of a Word file: whose text is hidden, which tables have a head, and which are of headings."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping

from lxml.etree import _Element

WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
OFF = {"0", "false", "off"}
HIDING = tuple(f"{WORD}{name}" for name in ("vanish", "strike", "dstrike"))  # hidden, or struck through
# the styles of the lines of a table of contents, under their built-in names, and LibreOffice's
CONTENTS = re.compile(r"(?:toc|contents) (?:\d|heading)|table of (?:contents|figures|authorities)", re.IGNORECASE)
BUILT_IN = re.compile(r"(?:heading ([1-9])|(title))$", re.IGNORECASE)  # the names of the styles of headings
LOWEST = 6  # of the levels of headings; Word has nine


def find_hidden_styles(styles: _Element | None) -> frozenset[str]:
    """Return the ids of the styles whose text is not read: hidden or struck through, or of a table of contents."""
    known = list_styles(styles)
    return frozenset(name for name in known if _hides(name, known))


def find_headed_styles(styles: _Element | None) -> frozenset[str]:
    """Return the ids of the styles of tables that set off the first row."""
    first = f"{WORD}tblStylePr[@{WORD}type='firstRow']"
    return frozenset(name for name, style in list_styles(styles).items() if style.find(first) is not None)


def list_styles(styles: _Element | None) -> dict[str, _Element]:
    """Return the styles of a file by their ids."""
    found = styles.iter(f"{WORD}style") if styles is not None else ()
    return {style.get(f"{WORD}styleId", ""): style for style in found}


def list_bases(name: str, known: Mapping[str, _Element]) -> Iterator[tuple[str, _Element]]:
    """Yield a style and those that it is based on, the nearest first, each with its name as programs know it."""
    seen: set[str] = set()
    while name in known and name not in seen:
        seen.add(name)
        title, base = known[name].find(f"{WORD}name"), known[name].find(f"{WORD}basedOn")
        yield title.get(f"{WORD}val", "") if title is not None else "", known[name]
        name = base.get(f"{WORD}val", "") if base is not None else ""


def _hides(name: str, known: Mapping[str, _Element]) -> bool:
    for title, style in list_bases(name, known):
        own = True if CONTENTS.match(title) else read_hiding(style.find(f"{WORD}rPr"))
        if own is not None:
            return own
    return False


def read_hiding(about: _Element | None) -> bool | None:
    """Return whether properties hide text or strike it through, or None where they say nothing of it."""
    marks = [about.find(name) for name in HIDING] if about is not None else []
    said = [mark.get(f"{WORD}val", "1") not in OFF for mark in marks if mark is not None]
    return any(said) if said else None


def find_bold_styles(styles: _Element | None) -> frozenset[str]:
    """Return the ids of the styles of words and paragraphs whose letters are bold."""
    abouts = {name: style.find(f"{WORD}rPr") for name, style in list_styles(styles).items()}
    return frozenset(name for name, about in abouts.items() if about is not None and is_bold(about))


def is_bold(about: _Element, styles: Collection[str] = ()) -> bool:
    """Say whether properties make letters bold, by themselves or by one of these styles."""
    mark, style = about.find(f"{WORD}b"), about.find(f"{WORD}rStyle")
    if mark is not None:
        return mark.get(f"{WORD}val", "1") not in OFF
    return style is not None and style.get(f"{WORD}val", "") in styles


def find_levels(styles: _Element | None) -> dict[str, int]:
    """Return the levels of the styles that are of headings, by their ids: by their names or their outline levels."""
    known = list_styles(styles)
    return {name: level for name in known if (level := _find_level(name, known))}


def _find_level(name: str, known: Mapping[str, _Element]) -> int:
    for title, style in list_bases(name, known):
        found = BUILT_IN.match(title)
        own = min(int(found[1] or 1), LOWEST) if found else read_level(style.find(f"{WORD}pPr"))
        if own is not None:
            return own
    return 0


def read_level(about: _Element | None) -> int | None:
    """Return the level of a heading that properties give, 0 for text, or None where they say nothing of it."""
    outline = about.find(f"{WORD}outlineLvl") if about is not None else None
    written = outline.get(f"{WORD}val", "") if outline is not None else ""
    if not written.isdecimal():
        return None
    return min(int(written[:3]) + 1, LOWEST) if int(written[:3]) < 9 else 0  # 9 is body text
