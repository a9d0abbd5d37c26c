"""What the rules of a page's styles declare of its elements, by their names and those of what is around them.

Selectors (https://www.w3.org/TR/selectors-4/) of tags, classes and ids are told, also of descendants and children. A
rule with another one, such as ``:not(...)`` or ``a + b``, hides nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, NamedTuple

from lxml import etree

from qa.load.page.styles import Declarations, list_declared, overrule, read_declarations

if TYPE_CHECKING:
    from lxml.html import HtmlElement

MOST_LOOKS = 500_000  # at elements for selectors of several names, about half a second
MOST_STEPS = 8  # of a selector; pages have four or five
SCRIPTLESS = {".no-js", ".nojs"}  # what scripts take away as soon as the page is loaded
TAG, CLASS, ID = 10**6, 10**8, 10**10  # how much a name counts; a rule's place in the page counts from 1
MOST_ALIKE = 99  # names of one kind in a selector that count

_STEP = re.compile(r"(>?)((?:[a-z][a-z0-9-]*)?(?:[.#][\w-]+)*)", re.IGNORECASE)
_NAME = re.compile(r"[.#]?[\w-]+")

Names = frozenset[str]
"""The names of an element as a selector has them: its tag, ".class" and "#id"."""


class Step(NamedTuple):
    """The names that an element must have, and whether it must be the very parent of the one before."""

    names: Names
    is_parent: bool


def read_styles(page: HtmlElement) -> dict[HtmlElement, Declarations]:
    """Return what is declared of the elements in a page's body, in styles and in their own attributes."""
    sheet = _Sheet((style.text or "", style.get("media", "")) for style in page.iter("style"))
    names = {element: _list_names(element) for element in page.iter(etree.Element)}
    styled: dict[HtmlElement, Declarations] = {}
    for element in page.iterfind(".//body//*"):
        found = sheet.find(element, names)
        overrule(found, read_declarations(element.get("style", "")))
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
        weighed = {name: (rank + weight, value) for name, (rank, value) in declarations.items()}
        key = max(steps[0].names, key=_weigh_name)  # the rarest kind
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


def _weigh(steps: Iterable[Step]) -> int:
    """Return how much a selector counts: ids before classes, and these before tags."""
    weights = [_weigh_name(name) for step in steps for name in step.names]
    return sum(kind * min(weights.count(kind), MOST_ALIKE) for kind in (TAG, CLASS, ID))


def _weigh_name(name: str) -> int:
    return {"#": ID, ".": CLASS}.get(name[0], TAG)
