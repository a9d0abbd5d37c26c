"""The characters of a page, decoded as browsers do: a bad byte spoils one character, not the page."""

from __future__ import annotations

import codecs
import re

from qa.errors import ArticleError
from qa.load.text import MARKED_ENCODINGS, READ_AS_WINDOWS

DECLARED_CHARSET = re.compile(rb"""<(?:meta|\?xml)[^>]*?(?:charset|encoding)\s*=\s*["']?\s*([\w.:-]+)""", re.IGNORECASE)
DECLARED_WITHIN = 4_096  # bytes at the start of a page in which it names its charset; browsers look at 1,024
BINARY_SHARE = 0.1  # of the bytes; so many zero bytes are no blemish
UNDECODABLE = "\ufffd"


def decode_page(data: bytes) -> str:
    """Return the characters of a page in UTF-8 or in the charset that it declares; what is no character is U+FFFD.

    A page that is evidently no UTF-8, though it says so or says nothing, is read in Windows' Western one. Raises
    `ArticleError` for binary data.
    """
    marked = next((encoding for mark, encoding in MARKED_ENCODINGS if data.startswith(mark)), "")
    declared = DECLARED_CHARSET.search(data[:DECLARED_WITHIN])
    charset = marked or (declared[1].decode("ascii", "replace") if declared else "")
    text = _decode(data, charset)
    if text.count("\0") > BINARY_SHARE * len(text):
        raise ArticleError("not a page but binary data (it holds zero bytes): save the page as HTML")
    return text.replace("\0", "")


def _decode(data: bytes, charset: str) -> str:
    try:
        known = codecs.lookup("cp1252" if charset.lower() in READ_AS_WINDOWS else charset or "utf-8").name
    except (LookupError, ValueError):
        known = "utf-8"  # declared under a name that nobody knows
    if known.startswith("utf-16") and not data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        known = "utf-8"  # the declaration was read as ASCII, so it is not true
    try:
        return data.decode(known)
    except UnicodeDecodeError:
        pass
    as_utf8 = data.decode("utf-8", "replace")
    if known == "utf-8" and _is_western(as_utf8):
        return data.decode("cp1252", "replace")
    return as_utf8 if known == "utf-8" else data.decode(known, "replace")


def _is_western(as_utf8: str) -> bool:
    """Whether bytes read as UTF-8 gave more bad characters than good ones beyond ASCII."""
    bad = as_utf8.count(UNDECODABLE)
    return bad > sum(not character.isascii() for character in as_utf8) - bad
