"""The characters of a PDF's pages as runs with their places and sizes."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from typing import Any, NamedTuple

from qa.errors import ArticleError

LINE_ENDS = frozenset({10, 13})
HYPHENS = frozenset({2, 0xFFFE})  # how the library writes one that breaks a word at the end of a line
SHIFT = 0.35  # of the size; a character that stands so much higher or lower begins another run
WORD_GAP, COLUMN_GAP = 0.22, 1.5  # of the size; white space that parts words, and that parts columns or cells
CELL_GAP = 0.4  # of the size; white space that may part cells, and in full lines only words
BACK = 0.7  # of the size; a character so far to the left begins another run
PASSWORD_ERROR = "password"
MOST_DRAWN = 5_000  # objects of a page; with more, it holds a map or a chart
MOST_PAGES = 10_000  # more are not read in the time that a document has
LEAST_RULE = 8.0  # points; what is narrower is part of a letter or a sign


class Space(NamedTuple):
    """White space in a run that may part cells: the number of the character behind it, and its ends in points."""

    place: int
    left: float
    right: float


class Run(NamedTuple):
    """Characters on one line without a wide gap; places in points from the page's lower left corner."""

    text: str
    left: float
    right: float
    bottom: float
    top: float
    spaces: tuple[Space, ...] = ()

    @property
    def size(self) -> float:
        """The height of its characters, ascent and descent included."""
        return self.top - self.bottom


class Rule(NamedTuple):
    """The upper or lower edge of something drawn, in points from the page's lower left corner."""

    left: float
    right: float
    height: float


class Sheet(NamedTuple):
    """A page: its runs, its lines as the library reads them, where their places say nothing, and its level edges."""

    runs: tuple[Run, ...]
    lines: tuple[str, ...]
    rules: tuple[Rule, ...] = ()


class Printed(NamedTuple):
    """A PDF: what it states about itself, and its pages."""

    title: str
    author: str
    sheets: tuple[Sheet, ...]


def read_pdf(data: bytes) -> Printed:
    """Return the pages of a PDF; raise `ArticleError` where it is encrypted or damaged."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if PASSWORD_ERROR in str(error).lower():
            raise ArticleError("an encrypted PDF: save it without a password") from None
        raise ArticleError(f"a PDF that cannot be read ({error}): print it to a new PDF") from None
    try:
        about = document.get_metadata_dict()
        if len(document) > MOST_PAGES:
            raise ArticleError(f"a PDF of {len(document):,} pages, at most {MOST_PAGES:,} are read: split it")
        sheets = tuple(_read_sheets(document))
        if not sheets:
            raise ArticleError("a PDF that cannot be read (it has no whole page): print it to a new PDF")
        return Printed(about.get("Title", ""), about.get("Author", ""), sheets)
    finally:
        document.close()


def _read_sheets(document: Any) -> Iterator[Sheet]:  # noqa: ANN401 - pypdfium2 has no types
    import pypdfium2

    for number in range(len(document)):
        try:
            page = document[number]
            text = page.get_textpage()
        except pypdfium2.PdfiumError:  # a page that is damaged leaves the others
            continue
        lines = tuple(text.get_text_range().replace("\ufffe", "-").replace("\x02", "-").splitlines())
        yield Sheet(() if _is_turned(text) else tuple(_read_runs(text)), lines, tuple(_read_rules(page)))
        text.close()
        page.close()


def _read_rules(page: Any) -> Iterator[Rule]:  # noqa: ANN401 - pypdfium2 has no types
    """Yield the level edges of what is drawn on a page: lines, boxes and the ground of cells."""
    from pypdfium2 import raw

    count = raw.FPDFPage_CountObjects(page.raw)
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    for place in range(count if count <= MOST_DRAWN else 0):
        drawn = raw.FPDFPage_GetObject(page.raw, place)
        if raw.FPDFPageObj_GetType(drawn) != raw.FPDF_PAGEOBJ_PATH:
            continue
        if raw.FPDFPageObj_GetBounds(drawn, left, bottom, right, top) and right.value - left.value >= LEAST_RULE:
            yield Rule(left.value, right.value, bottom.value)
            yield Rule(left.value, right.value, top.value)


def _is_turned(text: Any) -> bool:  # noqa: ANN401 - pypdfium2 has no types
    """Whether the characters of a page run in another direction than from left to right."""
    from pypdfium2 import raw

    count = text.count_chars()
    places = range(0, count, max(1, count // 40))
    turned = sum(abs(raw.FPDFText_GetCharAngle(text, place)) > 0.1 for place in places)
    backward = sum(0x0590 <= raw.FPDFText_GetUnicode(text, place) <= 0x08FF for place in places)
    return bool((turned + backward) * 2 > len(places))


def _read_runs(text: Any) -> Iterator[Run]:  # noqa: ANN401 - pypdfium2 has no types
    from pypdfium2 import raw

    read_code, read_box, handle = raw.FPDFText_GetUnicode, raw.FPDFText_GetLooseCharBox, text.raw
    box = raw.FS_RECTF()
    where = ctypes.byref(box)
    parts: list[str] = []
    spaces: list[Space] = []
    left = right = bottom = top = low = high = 0.0
    size, counted = 1.0, 0

    def end_run() -> Run:
        """Return what was gathered, as high as its characters on average: those of two scripts differ."""
        return Run("".join(parts), left, right, low / counted, high / counted, tuple(spaces))

    for place in range(text.count_chars()):
        code = read_code(handle, place)
        if code in LINE_ENDS or not code or not read_box(handle, place, where):
            continue
        character = "-" if code in HYPHENS else chr(code)
        if character.isspace():  # its box may be of any height
            parts += [" "] if parts and parts[-1] != " " else []
            continue
        gap = box.left - right
        shift = SHIFT * size
        is_apart = abs(box.bottom - bottom) > shift or abs(box.top - top) > shift
        if parts and (is_apart or not -BACK * size <= gap <= COLUMN_GAP * size):
            yield end_run()
            parts, spaces = [], []
        if not parts:
            left, bottom, top = box.left, box.bottom, box.top
            low, high, counted = 0.0, 0.0, 0
            size = max(top - bottom, 1.0)
        elif gap > WORD_GAP * size:
            parts += [" "] if parts[-1] != " " else []
            spaces += [Space(len(parts), right, box.left)] if gap > CELL_GAP * size else []
        parts.append(character)
        right = box.right
        low, high, counted = low + box.bottom, high + box.top, counted + 1
    if parts:
        yield end_run()
