"""PDF files: the text of all pages, its lines joined again into paragraphs."""

from __future__ import annotations

import re
import unicodedata

from qa.errors import ArticleError
from qa.load.about import clean_author, clean_title
from qa.load.fields import make_article, title_from_first_line
from qa.load.paper.glyphs import read_pdf
from qa.load.paper.layout import read_page
from qa.load.paper.margins import split_notes, strip_margins
from qa.load.paper.reflow import reflow
from qa.records import Article

END_MARK = b"%%EOF"
END_WITHIN = 2_048  # bytes at the end of a file in which the end mark stands; readers look at 1,024
LIGATURES = str.maketrans({"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"})
UNREADABLE = {"Cc", "Cn", "Co", "Cs"}  # categories of what is no letter of any script
MOST_UNREADABLE = 0.05  # of the characters
MOST_MIXED = 0.2  # of the words; so many hold letters of two scripts only where the font says the wrong ones
MIXED_WORDS = 20  # the fewest words of which that says something
SCRIPTS = re.compile(r"(?P<latin>[A-Za-zÀ-ɏ])|(?P<greek>[Ͱ-Ͽ])|(?P<cyrillic>[Ѐ-ӿ])|(?P<arabic>[؀-ۿ])|(?P<hebrew>[֐-׿])")


def load_pdf(data: bytes, article_id: str, url: str = "") -> Article:
    """Return the article in a PDF; raise `ArticleError` where it is encrypted, cut off, damaged or only pictures.

    It has no date: the one that the file holds is the day on which the file was made.
    """
    if END_MARK not in data[-END_WITHIN:]:
        raise ArticleError(f"a PDF that is cut off (it does not end with {END_MARK.decode()}): fetch it again")
    printed = read_pdf(data)
    pages, notes = split_notes(strip_margins([read_page(sheet) for sheet in printed.sheets]))
    paragraphs = [reflow([line for page in pages for line in page]), *map(reflow, notes)]
    text = _mend("\n".join(filter(None, paragraphs)))
    if not text.strip():
        raise ArticleError("a PDF without text, perhaps scanned pages: run text recognition (OCR) on it first")
    if _is_garbled(text):
        raise ArticleError("a PDF whose letters cannot be read: run text recognition (OCR) on it first")
    return make_article(
        article_id,
        text,
        title=clean_title(_mend(printed.title)) or title_from_first_line(text),
        author=clean_author(_mend(printed.author)),
        url=url,
    )


def _mend(text: str) -> str:
    """Return text with ligatures spelled out, halves of characters joined and what is no character replaced."""
    return text.translate(LIGATURES).replace("\0", "").encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _is_garbled(text: str) -> bool:
    """Whether the fonts of a file do not say which letters their pictures are."""
    shown = [character for character in text if not character.isspace()]
    bad = sum(character == "\ufffd" or unicodedata.category(character) in UNREADABLE for character in shown)
    if bad > MOST_UNREADABLE * len(shown):
        return True
    words = [word for word in text.split() if len(word) > 2 and any(map(str.isalpha, word))]
    mixed = sum(len({found.lastgroup for found in SCRIPTS.finditer(word)}) > 1 for word in words)
    return len(words) >= MIXED_WORDS and mixed > MOST_MIXED * len(words)
