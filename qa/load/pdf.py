"""PDF files: the text of all pages, its lines joined again into paragraphs."""

from __future__ import annotations

import logging
import re
import zlib
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import suppress
from io import BytesIO
from itertools import pairwise
from typing import TYPE_CHECKING

from qa.errors import ArticleError
from qa.load.fields import make_article, title_from_first_line
from qa.records import Article

if TYPE_CHECKING:
    from pypdf import PdfReader

END_MARK = b"%%EOF"
END_WITHIN = 2_048  # bytes at the end of a file in which the end mark stands; readers look at 1,024
# pypdf lets these out, besides its own, on files that are damaged
DAMAGE = (ArithmeticError, AssertionError, AttributeError, LookupError, OSError, RecursionError, TypeError, ValueError)
PROGRAM_TITLE = re.compile(r"^(?:Microsoft |untitled|print)|\.(?:docx?|indd|pdf|qxd|rtf|tex|txt|html?)$", re.IGNORECASE)
MARGIN_LINES = 3  # lines at the top and the bottom of a page that may be a running head or a page number
LIGATURES = str.maketrans({"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"})
BULLET = re.compile(r"[•●▪■◦‣·*-]\s")
NUMBERED = re.compile(r"\(?(?:\d{1,2}|[a-z])[.)]\s")
SENTENCE_END = re.compile(r"[.!?…:;][\"'”’»)\]]*$")
BROKEN_WORD = re.compile(r"([^\W\d_]+)[-\u00ad\u2010]$")
# a line is as long as the column when the next word would take it past this share of a full line
FULL_LINE = 0.85


def load_pdf(data: bytes, article_id: str, url: str = "") -> Article:
    """Return the article in a PDF; raise `ArticleError` where it is encrypted, cut off, damaged or only pictures."""
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # it warns of every blemish that it gets over
    if END_MARK not in data[-END_WITHIN:]:
        raise ArticleError(f"a PDF that is cut off (it does not end with {END_MARK.decode()}): fetch it again")
    try:
        reader = PdfReader(BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise ArticleError("an encrypted PDF: save it without a password")
        pages = [page.extract_text() for page in reader.pages]
        title, author, published = _read_properties(reader)
    except (PyPdfError, zlib.error, *DAMAGE) as error:
        raise ArticleError(f"a PDF that cannot be read ({error}): print it to a new PDF") from None
    text = reflow([_mend(page).splitlines() for page in pages])
    if not text:
        raise ArticleError("a PDF without text, perhaps scanned pages: run text recognition (OCR) on it first")
    title = "" if PROGRAM_TITLE.search(title) else title
    return make_article(
        article_id, text, title=title or title_from_first_line(text), author=author, published=published, url=url
    )


def _read_properties(reader: PdfReader) -> tuple[str, str, str]:
    """Return the title, the author and the day of creation, as far as the file tells."""
    about = reader.metadata
    if about is None:
        return "", "", ""
    created = ""
    with suppress(ValueError):  # a date that is none
        created = about.creation_date.isoformat() if about.creation_date else ""
    return _mend(about.title or ""), _mend(about.author or ""), created


def _mend(text: str) -> str:
    """Return text with ligatures spelled out, halves of characters joined and what is no character replaced."""
    return text.translate(LIGATURES).replace("\0", "").encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def reflow(pages: Sequence[Sequence[str]]) -> str:
    """Return the lines of all pages as paragraphs, one line each, without running heads, page numbers and bullets."""
    kept = strip_margins([[" ".join(line.split()) for line in page] for page in pages])
    lines = [line for page in kept for line in page]
    if not lines:
        return ""
    lengths = sorted(map(len, lines))
    width = lengths[len(lengths) * 4 // 5]  # most lines of a column are about as long as the longest
    words = Counter(re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*", " ".join(lines).lower()))
    paragraphs: list[str] = []
    starts = _find_starts(lines, width)
    for line, is_start in zip(lines, starts, strict=True):
        if is_start:
            mark = BULLET.match(line)
            paragraphs.append(line[mark.end() :] if mark else line)
        else:
            paragraphs[-1] = _join(paragraphs[-1], line, words)
    return "\n".join(paragraphs)


def strip_margins(pages: Sequence[Sequence[str]]) -> list[list[str]]:
    """Return the pages without the first and last lines that most pages share, whatever the numbers in them."""
    kept = [[line for line in page if line] for page in pages]
    for _ in range(MARGIN_LINES):
        for place in (0, -1):
            shapes = Counter(_shape(page[place]) for page in kept if page)
            shared = {shape for shape, count in shapes.items() if count > 1 and count * 2 >= len(kept)}
            for number, page in enumerate(kept):
                # what heads the pages of an article is often its title: the first page keeps it
                is_title = number == 0 and place == 0 and any(map(str.isalpha, page[:1] and page[0]))
                if page and _shape(page[place]) in shared and not is_title:
                    page.pop(place)
    return kept


def _shape(line: str) -> str:
    return re.sub(r"\d+", "#", line)


def _find_starts(lines: Sequence[str], width: int) -> Iterator[bool]:
    """Yield for each line whether a paragraph, heading or list item starts with it."""
    yield True
    following = [*lines[2:], ""]
    for (before, line), after in zip(pairwise(lines), following, strict=False):
        finished, is_lower = bool(SENTENCE_END.search(before)), line[0].islower()
        if BULLET.match(line):
            yield True
        elif _is_short(before, line, width):
            yield finished or not is_lower
        else:
            # the line before is full: only a heading or an item starts here, and only behind a finished sentence
            is_heading = _is_short(line, after, width) and not SENTENCE_END.search(line) and not after[:1].islower()
            yield finished and (bool(NUMBERED.match(line)) or (is_heading and not is_lower))


def _is_short(line: str, following: str, width: int) -> bool:
    """Whether the first word of the following line had room on this one, so that its end was meant."""
    next_word = following.split(" ", 1)[0]
    return len(line) + 1 + len(next_word) <= FULL_LINE * width


def _join(before: str, line: str, words: Counter[str]) -> str:
    """Return two lines of a paragraph as one; a word broken at the end of the first is made whole.

    A hyphen stays where the document has the word with its hyphen elsewhere, or where a capital or a digit follows.
    """
    broken = BROKEN_WORD.search(before)
    if not broken or not line:
        return f"{before} {line}".strip()
    rest = re.match(r"[^\W\d_]*", line)
    second = rest[0] if rest else ""
    compound = words[f"{broken[1]}-{second}".lower()] > words[f"{broken[1]}{second}".lower()]
    if before.endswith("\u00ad") or (line[0].islower() and not compound):
        return before[:-1] + line
    return before + line
