"""The characters of a page, decoded as browsers do: a bad byte spoils one character, not the page."""

from __future__ import annotations

import codecs
import re
from contextlib import suppress

from qa.errors import ArticleError
from qa.load.text import MARKED_ENCODINGS, READ_AS_WINDOWS, WESTERN, guess_charset, is_no_unicode

DECLARED_CHARSET = re.compile(rb"""<(?:meta|\?xml)[^>]*?(?:charset|encoding)\s*=\s*["']?\s*([\w.:-]+)""", re.IGNORECASE)
DECLARED_WITHIN = 4_096  # bytes at the start of a page in which it names its charset; browsers look at 1,024
BINARY_SHARE = 0.1  # of the bytes; so many zero bytes are no blemish


def decode_page(data: bytes) -> str:
    """Return the characters of a page in UTF-8 or in the charset that it declares; what is no character is U+FFFD.

    A page that is evidently no UTF-8, though it says so or says nothing, is read in the charset that its letters tell.
    Raises `ArticleError` for binary data.
    """
    text = _decode(data, guess_page_charset(data) or _read_charset(data))
    if text.count("\0") > BINARY_SHARE * len(text):
        raise ArticleError("not a page but binary data (it holds zero bytes): save the page as HTML")
    return text.replace("\0", "")


def guess_page_charset(data: bytes) -> str:
    """Return the charset of a page that does not rightly declare it and is no Unicode; else nothing."""
    if _read_charset(data) != "utf-8" or not is_no_unicode(data):
        return ""
    return guess_charset(data) or WESTERN


def _read_charset(data: bytes) -> str:
    """Return the name of the codec that a page's first bytes or its declaration tell."""
    marked = next((encoding for mark, encoding in MARKED_ENCODINGS if data.startswith(mark)), "")
    declared = DECLARED_CHARSET.search(data[:DECLARED_WITHIN])
    return marked or _find_codec(declared[1].decode("ascii", "replace") if declared else "utf-8")


def _find_codec(charset: str) -> str:
    """Return the name of the codec for a declared charset, UTF-8's where that cannot be true."""
    try:
        name = codecs.lookup("cp1252" if charset.lower() in READ_AS_WINDOWS else charset).name
    except (LookupError, ValueError):
        return "utf-8"
    return "utf-8" if name.startswith(("utf-16", "utf-32")) else name  # the declaration itself was read as ASCII


def _decode(data: bytes, codec: str) -> str:
    for name in ("utf-8", codec) if not codec.startswith("utf-") else (codec,):  # what reads as UTF-8 is that
        with suppress(UnicodeDecodeError):
            return data.decode(name)
    return data.decode(codec, "replace")
