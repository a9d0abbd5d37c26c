"""What stands around the text of printed pages: running heads, page numbers, and notes at the foot."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from qa.load.paper.rows import PageLine

MARGIN_LINES = 3  # lines at the top and the bottom of a page that may be a running head or a page number
MOST_NUMBERS = 6  # in a running head: a date, a time and two of pages
NOTE_SIZE = 0.9  # of the size of most letters; a note is set smaller
NOTE_MARK = re.compile(r"(?:\d{1,3}|[*†‡§]+|[a-z]\)|\[\d{1,3}\])\.?\s?(?=\S)")
FEW_PAGES = 3  # of so few, two that end with any numbers say nothing: those of pages count
BARE_NUMBER = re.compile(r"\W*(\d{1,4})\W*")
HEAD_WITH_NUMBER = re.compile(  # "12 The Post", "Mills 13"; but "Table 2" is the name of what stands below it
    r"(\d{1,4})\W+[^.!?]*[^.!?\d]|(?!(?i:fig|table|chart|abb|рис|табл))[^\d.!?][^.!?]*\W(\d{1,4})"
)
NUMBER_SHAPE = "#"
PAGE_NUMBER = re.compile(r"\W*(?:page|seite|p\.|стр\.)?\s*\d{1,4}\s*(?:(?:of|/|von|из)\s*\d{1,4})?\W*", re.IGNORECASE)


def strip_margins(pages: Sequence[Sequence[PageLine]]) -> list[list[PageLine]]:
    """Return the pages without the first and last lines that most pages share, whatever the numbers in them.

    Left and right pages have heads of their own: a line counts as shared where most pages of its side have it.
    """
    kept = [list(page) for page in pages]
    for _ in range(MARGIN_LINES):
        for place in (0, -1):
            for shared in (_find_shared(kept, place, 1), _find_shared(kept, place, 2)):
                for number, page in enumerate(kept):
                    if page and (number % 2, _shape(page[place].text)) in shared and not _is_title(kept, number, place):
                        page.pop(place)
    _strip_lone_heads(kept)
    _strip_own_numbers(kept)
    return kept


def _is_title(pages: Sequence[Sequence[PageLine]], number: int, place: int) -> bool:
    """Whether a shared line is the title too: it heads the first page, in letters as large as those below it."""
    first = pages[number]
    if number or place or not any(map(str.isalpha, first[0].text)):
        return False
    return len(first) < 2 or first[0].size >= NOTE_SIZE * first[1].size


def _strip_lone_heads(pages: Sequence[list[PageLine]]) -> None:
    """Take away the head of a page whose side has no other page: it is set small, and is a line elsewhere too."""
    lines = Counter(line.text for page in pages for line in page)
    for page in pages[1:]:
        if len(page) > 1 and lines[page[0].text] > 1 and 0 < page[0].size <= NOTE_SIZE * page[1].size:
            page.pop(0)


def _strip_own_numbers(pages: Sequence[list[PageLine]]) -> None:
    """Take away a line of the margin that is set smaller and has the number of its page, though no other has one.

    A last line that is that number alone may be as large as the text.
    """
    for number, page in enumerate(pages, start=1):
        for place, beside in ((0, 1), (-1, -2)):
            if len(page) > 1 and 0 < page[place].size <= NOTE_SIZE * page[beside].size:
                numbered = HEAD_WITH_NUMBER.fullmatch(page[place].text)
                if numbered and str(number) in numbered.groups()[place:]:  # "1 The Post" at the foot may be a note
                    page.pop(place)
        found = _read_number(page[-1].text) if len(page) > 1 else None
        if found is None or _read_number(page[-2].text) is not None:
            continue
        if found == number or 0 < page[-1].size <= NOTE_SIZE * page[-2].size:
            page.pop()


def _read_number(line: str) -> int | None:
    """Return the number that a line holds alone, or None."""
    found = BARE_NUMBER.fullmatch(line)
    return int(found[1]) if found else None


def _count_on(pages: Sequence[Sequence[PageLine]], place: int) -> bool:
    """Whether two of the numbers that stand alone at a place are the same, or as far apart as their pages are."""
    read = [(number, _read_number(page[place].text)) for number, page in enumerate(pages) if page]
    alone = [(number, value) for number, value in read if value is not None]
    alike = Counter(value for _, value in alone), Counter(value - number for number, value in alone)
    return not alone or any(max(counts.values()) > 1 for counts in alike)


def _find_shared(pages: Sequence[Sequence[PageLine]], place: int, sides: int) -> set[tuple[int, str]]:
    """Return the side (0 or 1) and shape of the lines at a place that most pages have, of one or of two sides."""
    found = set()
    for side in range(sides):
        own = pages[side::sides]
        shapes = Counter(_shape(page[place].text) for page in own if page)
        shared = {shape for shape, count in shapes.items() if count > 1 and count * 2 >= len(own)}
        if len(pages) <= FEW_PAGES and not _count_on(pages, place):
            shared.discard(NUMBER_SHAPE)
        found |= {(side if sides == 2 else other, shape) for shape in shared for other in (0, 1)}
    return found


def split_notes(pages: Sequence[Sequence[PageLine]]) -> tuple[list[list[PageLine]], list[list[PageLine]]]:
    """Return the pages without the notes at their foot, and the lines of each note of all pages."""
    sizes: Counter[float] = Counter()
    for page in pages:
        for line in page:
            sizes[round(line.size, 1)] += len(line.text)
    usual = sizes.most_common(1)[0][0] if sizes else 0.0
    bodies: list[list[PageLine]] = []
    notes: list[list[PageLine]] = []
    for page in pages:
        end = len(page)
        while end > 1 and 0 < page[end - 1].size <= NOTE_SIZE * usual:
            end -= 1
        first = next((n for n in range(end, len(page)) if NOTE_MARK.match(page[n].text)), len(page))
        bodies.append(list(page[:first]))
        for line in page[first:]:
            if NOTE_MARK.match(line.text):
                notes.append([])
            notes[-1].append(line)
    return bodies, notes


def _shape(line: str) -> str:
    """Return a line without its numbers, but for one that has many: that is a row of a table and no head."""
    if PAGE_NUMBER.fullmatch(line):
        return NUMBER_SHAPE
    shape, count = re.subn(r"\d+", "#", line)
    return shape if count <= MOST_NUMBERS else line
