"""The numbers of ordered lists, written before their items in the tree as a browser draws them."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping

from lxml import etree
from lxml.html import HtmlElement

from qa.headings import LONGEST_HEADING
from qa.load.numbers import has_number, read_integer, write_number
from qa.load.page.lines import UNSEEN
from qa.load.page.styles import Declarations
from qa.load.page.tree import name_words

# the names of https://www.w3.org/TR/css-counter-styles-3/ and of the attribute ``type``
KINDS = {
    **{kind: kind for kind in ("1", "a", "A", "i", "I")},
    **{"decimal": "1", "decimal-leading-zero": "01", "lower-alpha": "a", "lower-latin": "a", "upper-alpha": "A"},
    **{"upper-latin": "A", "lower-roman": "i", "upper-roman": "I"},
}
UNNUMBERED = frozenset({"none", "disc", "circle", "square"})
NO_TEXT = UNSEEN | {"ol", "ul", "menu", "dir", "li", "pre"}  # before which the number of an item would stand alone
AROUND = ("nav", "footer", "aside", "menu")
# lists of what is elsewhere: a reader of the text does not look for their numbers, and the marks of notes are left out
ELSEWHERE = re.compile(
    r"(?:^|[\s_-])(?:nav|menu|toc|table-of-contents|breadcrumbs?|pagination|pager|popular|trending|related|comments?"
    r"|commentlist|ref-?list|references|foot-?notes?|end-?notes?|citations|bibliography)(?:[\s_-]|$)"
    r"|navigation|most-?(?:read|viewed|popular|shared)"
)
ROLES = frozenset({"list", "none", "presentation", "directory", "menu", "tree", "tablist", "listbox"})
HEADED_ELSEWHERE = re.compile(
    r"\W*(?:most (?:read|viewed|popular|shared)|trending|popular|(?:table of )?contents|(?:in|on) this (?:page|article)"
    r"|references|(?:foot|end)?notes|sources|bibliography|works cited|further reading|related\b.*)\W*",
    re.IGNORECASE,
)
BACK = re.compile(r"backlink|back-?ref|footnote-?back|reversefootnote")  # the names of the ways back from notes
MOST_LINKED = 0.5  # of the letters of a list; more is a menu or a list of other pages
FIRST_WORDS = 40  # characters of an item in which a number that was typed is looked for


def find_notes(page: HtmlElement) -> set[HtmlElement | None]:
    """Return the lists that are notes, by the ways back from them to the text."""
    return {
        next(element.iterancestors("ol"), None)
        for element in page.iter("a", "span")
        if BACK.search(f"{name_words(element)} {element.get('epub:type', '')}")
    }


def number_lists(
    page: HtmlElement, styled: Mapping[HtmlElement, Declarations], unnumbered: Collection[HtmlElement | None] = ()
) -> None:
    """Write before each item of an ordered list, in the tree, the number that it is shown with; menus have none."""
    lists = [element for element in page.iter("ol") if element not in unnumbered]
    counts = _count_letters(page) if lists else {}
    for element in lists:
        letters, linked = counts[element]
        if linked <= MOST_LINKED * letters and not _is_elsewhere(element):
            _number(element, styled)


def _number(element: HtmlElement, styled: Mapping[HtmlElement, Declarations]) -> None:
    items = list(element.iterchildren("li"))
    is_reversed = element.get("reversed") is not None
    start = read_integer(element.get("start", ""))
    value = start if start is not None else len(items) if is_reversed else 1
    usual = _find_kind(element, styled, "1")
    is_counted = not usual and "counter-reset" in styled.get(element, {})
    for item in items:
        own = read_integer(item.get("value", ""))
        value = own if own is not None else value
        kind = "1" if is_counted else _find_kind(item, styled, usual)
        if number := write_number(value, kind) if kind else "":
            _write(item, f"{number}.")
        value += -1 if is_reversed else 1


def _find_kind(element: HtmlElement, styled: Mapping[HtmlElement, Declarations], usual: str) -> str:
    """Return the kind of number that a list or an item has by its styles or its attribute; empty for none.

    What is no item by its styles has none; a page that takes the numbers away and counts otherwise shows them so.
    """
    declared = styled.get(element, {})
    if "counter-increment" in declared and element.tag == "li":
        return usual or "1"
    shown = declared.get("display", (None, "list-item"))[1]
    if element.tag == "li" and shown not in {"list-item", "inherit", "initial", "revert", "unset"}:
        return ""
    said = [declared[name] for name in ("list-style", "list-style-type") if name in declared]
    words = max(said)[1].split() if said else []
    for word in words:
        if word in KINDS:
            return KINDS[word]
    if not UNNUMBERED.isdisjoint(words):
        return ""
    return KINDS.get(element.get("type", ""), "" if element.get("type", "").lower() in UNNUMBERED else usual)


def _is_elsewhere(element: HtmlElement) -> bool:
    """Say whether a list is of what is elsewhere, by its own name, its box's or the heading above it."""
    if element.get("role", "") in ROLES or next(element.iterancestors(*AROUND), None) is not None:
        return True
    above, before = element.getparent(), element.getprevious()
    boxes = [element] if above is None or above.tag in {"body", "article", "main"} else [element, above]
    if any(ELSEWHERE.search(name_words(box)) for box in boxes):
        return True
    return before is not None and HEADED_ELSEWHERE.fullmatch(_read_short(before)) is not None


def _read_short(element: HtmlElement) -> str:
    """Return the text of an element that has little, without reading all of another."""
    text = ""
    for piece in element.itertext():
        text += str(piece)
        if len(text) > LONGEST_HEADING:
            return ""
    return text


def _write(item: HtmlElement, label: str) -> None:
    """Write a number before the first words of an item, where it has any before a list within it."""
    place = next(_find_texts(item), None)
    if place is None:
        return
    words = ""
    for element, is_tail in _find_texts(item):
        words += (element.tail if is_tail else element.text) or ""
        if len(words) >= FIRST_WORDS:
            break
    if has_number(label, " ".join(words.split())):
        return
    element, is_tail = place
    if is_tail:
        element.tail = f"{label} {(element.tail or '').lstrip()}"
    else:
        element.text = f"{label} {(element.text or '').lstrip()}"


def _find_texts(item: HtmlElement) -> Iterator[tuple[HtmlElement, bool]]:
    """Yield where the words of an item stand, up to a list within it: in elements or behind them."""
    walk = etree.iterwalk(item, events=("start", "end"))
    for event, element in walk:
        if event == "start" and element is not item and element.tag in UNSEEN:
            walk.skip_subtree()
        elif event == "start" and element is not item and element.tag in NO_TEXT:
            return
        elif event == "start" and (element.text or "").strip():
            yield element, False
        elif event == "end" and element is not item and (element.tail or "").strip():
            yield element, True


def _count_letters(page: HtmlElement) -> dict[HtmlElement, tuple[int, int]]:
    """Return how many characters stand in each element, and how many of them are links, in one walk."""
    counts: dict[HtmlElement, tuple[int, int]] = {}
    for element in reversed(list(page.iter(etree.Element))):
        letters, linked = counts.get(element, (0, 0))
        letters += len((element.text or "").strip())
        linked = letters if element.tag == "a" else linked
        counts[element] = letters, linked
        above = element.getparent()
        if above is not None:
            before = counts.get(above, (0, 0))
            counts[above] = before[0] + letters + len((element.tail or "").strip()), before[1] + linked
    return counts
