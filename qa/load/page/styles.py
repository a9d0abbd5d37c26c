"""What styles hide from who reads a page on a desktop's screen, and which lists they number.

Of the rules that apply the last one counts. Selectors (https://www.w3.org/TR/selectors-4/) of tags, classes and ids are
told, also of descendants and children. A rule with another one, such as ``:not(...)`` or ``a + b``, does nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from lxml import etree
from lxml.html import HtmlElement

WIDTH, HEIGHT, EM = 1_280.0, 800.0, 16.0  # pixels of the screen that a page is read on
FAR = 999.0  # so many pixels, ems or hundredths beyond an edge of it, nothing is seen

_COMMENT = re.compile(r"/\*.*?\*/|<!--|-->", re.DOTALL)
MOST_LOOKS = 500_000  # at elements for selectors of several names, about half a second
MOST_STEPS = 8  # of a selector; pages have four or five
SCRIPTLESS = {".no-js", ".nojs"}  # what scripts take away as soon as the page is loaded

_STEP = re.compile(r"(>?)((?:[a-z][a-z0-9-]*)?(?:[.#][\w-]+)*)", re.IGNORECASE)
_NAME = re.compile(r"[.#]?[\w-]+")
_PROPERTIES = frozenset(
    "display visibility opacity font-size clip clip-path overflow overflow-y height max-height width max-width position"
    " left right top bottom text-indent margin-left margin-top"
    " list-style list-style-type counter-reset counter-increment".split()
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


Rank = tuple[bool, bool, int, int, int, int]
"""How much a declaration counts: important, of the element itself, by its rule's ids, classes, tags and place."""
Declarations = dict[str, tuple[Rank, str]]
"""The values of properties by their names, all in small letters, each with its rank: of two the higher counts."""
Names = frozenset[str]
"""The names of an element as a selector has them: its tag, ".class" and "#id"."""


class Step(NamedTuple):
    """The names that an element must have, and whether it must be the very parent of the one before."""

    names: Names
    is_parent: bool


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


def read_declarations(text: str, place: int = 0, *, is_own: bool = False) -> Declarations:
    """Return those declarations that hide or number something: of one property the last, or what is important."""
    declarations: Declarations = {}
    for name, _, value in (part.partition(":") for part in text.lower().split(";")):
        if name.strip() in _PROPERTIES and (words := value.partition("!")[0].split()):
            rank = ("!" in value, is_own, 0, 0, 0, place)
            overrule(declarations, {name.strip(): (rank, " ".join(words))})
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
    return declarations.get("display", (None, ""))[1] == "none"


def shows(declarations: Declarations) -> bool | None:
    """Say whether declarations make an element visible or invisible, whatever is around it; None where neither."""
    return {"visible": True, "hidden": False, "collapse": False}.get(declarations.get("visibility", (None, ""))[1])


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


def read_styles(page: HtmlElement) -> dict[HtmlElement, Declarations]:
    """Return what is declared of the elements in a page's body, in styles and in their own attributes."""
    sheet = _Sheet((style.text or "", style.get("media", "")) for style in page.iter("style"))
    names = {element: _list_names(element) for element in page.iter(etree.Element)}
    styled: dict[HtmlElement, Declarations] = {}
    for element in page.iterfind(".//body//*"):
        found = sheet.find(element, names)
        overrule(found, read_declarations(element.get("style", ""), is_own=True))
        if found:
            styled[element] = found
    return styled


class _Sheet:
    """The rules of a page's styles, each under a name that its element must have."""

    def __init__(self, styles: Iterable[tuple[str, str]]) -> None:
        self._plain: dict[str, Declarations] = {}  # of selectors that are one name
        self._others: dict[str, list[tuple[tuple[Step, ...], Declarations]]] = {}
        self._looks_left = MOST_LOOKS
        for selectors, declarations in list_declared(styles):
            for text in _split_list(selectors):
                if steps := _read_steps(text):
                    self._add(steps, declarations)

    def find(self, element: HtmlElement, names: Mapping[HtmlElement, Names]) -> Declarations:
        """Return what the rules declare of an element; those of several names only as long as there is time."""
        found: Declarations = {}
        for name in names[element]:
            overrule(found, self._plain.get(name, {}))
        for name in names[element]:
            for steps, declarations in self._others.get(name, ()):
                if self._looks_left <= 0:
                    return found
                if self._matches(steps, element, names):
                    overrule(found, declarations)
        return found

    def _add(self, steps: tuple[Step, ...], declarations: Declarations) -> None:
        weight = _weigh(steps)
        weighed = {name: ((rank[0], rank[1], *weight, rank[5]), value) for name, (rank, value) in declarations.items()}
        key = max(steps[0].names, key=lambda name: name[0] in ".#")  # the rarer kind
        if len(steps) == len(steps[0].names) == 1:
            overrule(self._plain.setdefault(key, {}), weighed)
        else:
            self._others.setdefault(key, []).append((steps, weighed))

    def _matches(self, steps: tuple[Step, ...], element: HtmlElement, names: Mapping[HtmlElement, Names]) -> bool:
        """Say whether the steps lead up from an element, each to the next that fits: never so where they do not."""
        self._looks_left -= 1
        if not steps[0].names <= names[element]:
            return False
        above = element.getparent()
        for step in steps[1:]:
            while above is not None and not step.names <= names[above]:
                self._looks_left -= 1
                above = None if step.is_parent else above.getparent()
            if above is None:
                return False
            above = above.getparent()
        return True


def _list_names(element: HtmlElement) -> Names:
    classes = (f".{name}" for name in element.get("class", "").split())
    return frozenset((element.tag, *classes, *([f"#{element.get('id')}"] if element.get("id") else [])))


def _split_list(selectors: str) -> Iterator[str]:
    """Yield the selectors of a list; one with brackets, in which there may be a list of its own, is left out."""
    depth = 0
    for part in selectors.split(","):
        if depth == 0 and "(" not in part:
            yield part
        depth += part.count("(") - part.count(")")


def _read_steps(selector: str) -> tuple[Step, ...]:
    """Return the steps up from the element that a selector is of; none where it has what is not told."""
    parts = re.sub(r"\s*>\s*", " >", selector).split()
    found = [_STEP.fullmatch(part) for part in parts]
    if not found or len(found) > MOST_STEPS:
        return ()
    steps: list[Step] = []
    is_parent = False
    for step in reversed(found):
        if step is None or not step[2]:
            return ()
        names = frozenset(name if name[0] in ".#" else name.lower() for name in _NAME.findall(step[2]))
        if names & SCRIPTLESS:
            return ()
        steps.append(Step(names, is_parent))
        is_parent = bool(step[1])
    return () if is_parent else tuple(steps)


def _weigh(steps: Iterable[Step]) -> tuple[int, int, int]:
    """Return how many ids, classes and tags are in a selector."""
    kinds = [name[0] for step in steps for name in step.names]
    ids, classes = kinds.count("#"), kinds.count(".")
    return ids, classes, len(kinds) - ids - classes
