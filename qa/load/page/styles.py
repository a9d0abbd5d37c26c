"""What a page's own styles hide from who reads it on a desktop's screen: the last rule that applies counts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

HIDING = r"(?:display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse))"
WIDTH, HEIGHT, EM = 1_280.0, 800.0, 16.0  # pixels of the screen that a page is read on

_HIDES = re.compile(rf"{HIDING}\s*(!\s*important)?", re.IGNORECASE)
_SHOWS = re.compile(r"(?:^|[;\s])(?:display\s*:\s*(?!none)\w|visibility\s*:\s*visible)", re.IGNORECASE)
_COMMENT = re.compile(r"/\*.*?\*/|<!--|-->", re.DOTALL)
_PLAIN = re.compile(r"(?:[a-z][a-z0-9]*)?[.#][\w-]+", re.IGNORECASE)
_APPLYING = re.compile(r"@(?:supports|layer|scope|starting-style)\b", re.IGNORECASE)
_MEDIA = re.compile(r"@media\b(.*)", re.IGNORECASE | re.DOTALL)
_QUERY = re.compile(r"(?P<sign>not|only)?\s*(?P<medium>[a-z]+)?(?P<features>.*)", re.DOTALL)
_FEATURE = re.compile(r"\(\s*([^()]*?)\s*\)")
_BOUND = re.compile(r"(?P<end>min|max)-(?P<side>width|height)\s*:\s*(?P<size>[\d.]+)\s*(?P<unit>px|r?em)")
_RANGE = re.compile(r"(?P<side>width|height)\s*(?P<end>[<>])=?\s*(?P<size>[\d.]+)\s*(?P<unit>px|r?em)")
_TRUE_OF_A_DESKTOP = re.compile(
    r"orientation\s*:\s*landscape|(?:any-)?hover\s*:\s*hover|(?:any-)?hover|(?:any-)?pointer\s*:\s*fine|color"
    r"|prefers-color-scheme\s*:\s*light|prefers-reduced-motion\s*:\s*no-preference|scripting\s*:\s*enabled"
)


def list_hidden(styles: Iterable[tuple[str, str]]) -> set[str]:
    """Return what styles hide, as ".name", "#name" or "tag.name"; each style comes with its media, empty for all."""
    hidden: set[str] = set()
    always: set[str] = set()
    for text, media in styles:
        if media and not applies(media):
            continue
        for selectors, declarations in _list_rules(_COMMENT.sub("", text)):
            names = {name for selector in selectors.split(",") if _PLAIN.fullmatch(name := selector.strip())}
            if hides := _HIDES.search(declarations):
                hidden |= names
                always |= names if hides[1] else set()
            elif _SHOWS.search(declarations):
                hidden -= names - always
    return hidden


def applies(media: str) -> bool:
    """Say whether a list of media queries (https://www.w3.org/TR/mediaqueries-4/) holds on the screen of a desktop.

    What is not known does not hold: nothing is taken for hidden without a reason.
    """
    return any(map(_holds, media.lower().split(",")))


def _holds(query: str) -> bool:
    found = _QUERY.fullmatch(query.strip())
    if found is None:
        return False
    medium = found["medium"] or "all"
    sign, words = found["sign"], found["features"]
    if _FEATURE.sub("", words).replace("and", "").strip():  # "or", or a bracket in a bracket
        return False
    features = _FEATURE.findall(words)
    is_known = medium in {"all", "screen"} and all(map(_has, features))
    return not is_known if sign == "not" else is_known


def _has(feature: str) -> bool:
    bound = _BOUND.fullmatch(feature) or _RANGE.fullmatch(feature)
    if bound is None:
        return bool(_TRUE_OF_A_DESKTOP.fullmatch(feature))
    size = float(bound["size"].rstrip(".") or 0) * (1 if bound["unit"] == "px" else EM)
    here = WIDTH if bound["side"] == "width" else HEIGHT
    return here >= size if bound["end"] in {"min", ">"} else here <= size


def _list_rules(text: str) -> Iterator[tuple[str, str]]:
    """Yield the selectors and declarations of the rules that apply, those in blocks such as that of a medium too."""
    blocks: list[tuple[str, bool]] = []  # what stands before each open block, and whether what is in it applies
    before = ""
    for piece in re.split(r"([{};])", text):
        if piece == "{":
            head = before.strip()
            media = _MEDIA.match(head)
            inside = applies(media[1]) if media else not head.startswith("@") or bool(_APPLYING.match(head))
            blocks.append((head, inside and all(applied for _, applied in blocks)))
            before = ""
        elif piece == "}":
            head, applied = blocks.pop() if blocks else ("", False)
            if applied and not head.startswith("@"):
                yield head, before
            before = ""
        elif piece == ";" and not blocks:  # @import
            before = ""
        else:
            before += piece
