"""What styles hide from who reads a page on a desktop's screen: of the rules that apply the last one counts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

WIDTH, HEIGHT, EM = 1_280.0, 800.0, 16.0  # pixels of the screen that a page is read on
FAR = 999.0  # so many pixels, ems or hundredths beyond an edge of it, nothing is seen

_COMMENT = re.compile(r"/\*.*?\*/|<!--|-->", re.DOTALL)
INLINE, IMPORTANT = 10**12, 10**13  # how much more than a rule's names and place counts where a declaration stands

_PROPERTIES = frozenset(
    "display visibility opacity font-size clip clip-path overflow overflow-y height max-height width max-width position"
    " left right top bottom text-indent margin-left margin-top".split()
)
_NOTHING = re.compile(r"0*\.?0+(?:px|r?em|%|pt|vh|vw)?")
_MOVED = re.compile(r"(-\d+)(?:\.\d+)?(?:px|r?em|%|pt|vw|vh)")
_CUT_OUT = re.compile(r"rect\(\s*(?:[01](?:px)?[,\s)]+){4}")
_CLIPPED = re.compile(r"inset\(\s*(?:[5-9]\d|100)%|circle\(\s*0|polygon\(\s*0 0, ?0 0, ?0 0")
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


Declarations = dict[str, tuple[int, str]]
"""The values of properties by their names, all in small letters, each with its rank: of two the higher counts."""


def list_declared(styles: Iterable[tuple[str, str]]) -> Iterator[tuple[str, Declarations]]:
    """Yield the selectors and the declarations of the rules that apply; styles come with their media, empty for all."""
    order = 0
    for text, media in styles:
        if media and not applies(media):
            continue
        for selectors, declarations in _list_rules(_COMMENT.sub("", text)):
            order += 1
            if found := read_declarations(declarations, order):
                yield selectors, found


def read_declarations(text: str, rank: int = INLINE) -> Declarations:
    """Return those declarations that may hide something; of one property the last counts, or what is important."""
    declarations: Declarations = {}
    for name, _, value in (part.partition(":") for part in text.lower().split(";")):
        if name.strip() in _PROPERTIES and (words := value.partition("!")[0].split()):
            overrule(declarations, {name.strip(): (rank + (IMPORTANT if "!" in value else 0), " ".join(words))})
    return declarations


def overrule(known: Declarations, found: Declarations) -> None:
    """Put declarations in the place of those that count less."""
    known |= {name: value for name, value in found.items() if value[0] >= known.get(name, value)[0]}


def hides(declarations: Declarations) -> bool:
    """Say whether declarations hide an element and all that is in it."""
    found = {name: value for name, (_, value) in declarations.items()}
    is_placed = found.get("position", "static") in {"absolute", "fixed"}
    if found.get("display") == "none" or _NOTHING.fullmatch(found.get("opacity", "")):
        return True
    if _NOTHING.fullmatch(found.get("font-size", "")) or _CLIPPED.match(found.get("clip-path", "")):
        return True
    if is_placed and _CUT_OUT.match(found.get("clip", "")):
        return True
    if found.get("overflow", found.get("overflow-y", "")) in {"hidden", "clip"} and any(
        _NOTHING.fullmatch(found.get(side, "")) for side in ("height", "max-height", "width", "max-width")
    ):
        return True
    sides = ("left", "right", "top", "bottom") if is_placed or found.get("position") == "relative" else ()
    moved = (_MOVED.match(found.get(name, "")) for name in (*sides, "text-indent", "margin-left", "margin-top"))
    return any(abs(float(move[1])) >= FAR for move in moved if move)


def takes_away(declarations: Declarations) -> bool:
    """Say whether declarations hide an element and leave no room for it, as no page does that fades in."""
    return declarations.get("display", (0, ""))[1] == "none"


def shows(declarations: Declarations) -> bool | None:
    """Say whether declarations make an element visible or invisible, whatever is around it; None where neither."""
    return {"visible": True, "hidden": False, "collapse": False}.get(declarations.get("visibility", (0, ""))[1])


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
