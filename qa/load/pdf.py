"""PDF files: the text of all pages, its lines joined again into paragraphs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import compress

from qa.english.titles import title_from_first_line
from qa.errors import ArticleError
from qa.load.fields import clean_author, clean_title, make_article
from qa.load.headed import get_level, head_line, join_lines
from qa.load.paper.glyphs import read_pdf
from qa.load.paper.layout import read_page
from qa.load.paper.legible import leave_out_signs, part_legible
from qa.load.paper.margins import split_notes, strip_margins
from qa.load.paper.reflow import reflow
from qa.records import Article, Skipped

END_MARK = b"%%EOF"
END_WITHIN = 2_048  # bytes at the end of a file in which the end mark stands; readers look at 1,024
MEND_LETTERS = "run text recognition (OCR) on it first"
LIGATURES = str.maketrans({"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"})
WINDOWS = {code: bytes([code]).decode("cp1252", "ignore") or None for code in range(0x80, 0xA0)}


def load_pdf(data: bytes, name: str, article_id: str, url: str = "") -> Iterator[tuple[str, Article] | Skipped]:
    """Yield the article in a PDF, and the pages whose letters cannot be read.

    Raise `ArticleError` where it is encrypted, cut off, damaged or only pictures. It has no date: the one that the file
    holds is the day on which the file was made.
    """
    if END_MARK not in data[-END_WITHIN:]:
        raise ArticleError(f"a PDF that is cut off (it does not end with {END_MARK.decode()}): fetch it again")
    printed = read_pdf(data)
    sheets = [read_page(sheet) for sheet in printed.sheets]
    legible = [part_legible([_join_halves(line.text) for line in sheet]) for sheet in sheets]
    unread = [number for number, lines in enumerate(legible, start=1) if not all(lines)]
    sheets = [list(compress(sheet, lines)) for sheet, lines in zip(sheets, legible, strict=True)]
    pages, notes = split_notes(strip_margins(sheets))
    lines = [*reflow([line for page in pages for line in page]), *(line for note in notes for line in reflow(note))]
    text, headings = join_lines(_mend(line) for line in lines)
    if not text.strip() and unread:
        raise ArticleError(f"a PDF whose letters cannot be read: {MEND_LETTERS}")
    if not text.strip():
        raise ArticleError(f"a PDF without text, perhaps scanned pages: {MEND_LETTERS}")
    yield (
        name,
        make_article(
            article_id,
            text,
            title=clean_title(_mend(printed.title)) or title_from_first_line(text),
            author=clean_author(_mend(printed.author)),
            url=url,
            headings=headings,
        ),
    )
    if unread:
        pages_said = f"page {_list_pages(unread)}" if len(unread) == 1 else f"pages {_list_pages(unread)}"
        yield Skipped(
            f"{name} {pages_said}", f"letters that cannot be read are left out: {MEND_LETTERS}", is_unread=False
        )


def _list_pages(numbers: Sequence[int]) -> str:
    """Return the numbers of pages as people write them: "3, 5-8"."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return ", ".join(f"{run[0]}-{run[-1]}" if len(run) > 1 else str(run[0]) for run in runs)


def _mend(line: str) -> str:
    """Return a line with ligatures spelled out, halves of characters joined, and without what is no character."""
    return head_line(leave_out_signs(_join_halves(line.translate(LIGATURES).replace("\0", ""))), get_level(line))


def _join_halves(text: str) -> str:
    """Return text with halves of characters joined, and marks that a font gives by their Windows codes as such."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace").translate(WINDOWS)
