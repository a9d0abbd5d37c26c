"""Plain text (.txt): the text is kept to the character, so that offsets made elsewhere still fit."""

from __future__ import annotations

import codecs
import re
from collections import Counter

from qa.english.titles import title_from_first_line
from qa.errors import ArticleError
from qa.load.dated import find_day
from qa.load.fields import make_article, resolve_references
from qa.records import Article

ORIGINAL_SOURCE = re.compile(r"[ \t]*original source[ \t]*:[ \t]*(?P<source>\S.*)", re.IGNORECASE)
# the longer marks first: UTF-32's begins with UTF-16's
MARKED_ENCODINGS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
MOST_ZEROS = 0.05  # of the characters; a zero byte here and there is damage, many are another kind of file
WESTERN, CENTRAL = "cp1252", "cp1250"
# what bytes that are neither Unicode nor Western are looked at for
OTHER_CHARSETS = [CENTRAL, "cp1251", "koi8_r", "cp1253", "shift_jis", "gb18030", "euc_kr", "big5"]
LOOKED_AT_BYTES = 50_000  # of the lines that hold more than ASCII
# what the languages of a charset often write beyond ASCII: French, German, Spanish, Portuguese, Italian, Swedish,
# Danish and Norwegian, Icelandic, Catalan, Dutch, English; Czech, Slovak, Polish, Hungarian, Croatian, Romanian
ALPHABETS = {
    WESTERN: "àâæçéèêëîïôœùûüÿ äöüßé áéíñóúü¿¡ áâãàçéêíóôõú àèéìíòóùúî åäöé æøåéóò áéíóúýðþæö àçèéíïòóúü éëïóöüè £",
    CENTRAL: "áčďéěíňóřšťúůýž áäčďéíľňóôšťúýž ąćęłńóśźż áéíóöőúüű čćđšž ăâîşţ",
}
LEAST_CENTRAL = 0.97  # of the letters beyond ASCII are of one language; in several Western languages they are not
UNDECODABLE = "\ufffd"
READ_AS_WINDOWS = {"iso-8859-1", "latin-1", "latin1", "us-ascii", "ascii"}  # as browsers do: cp1252 is their superset


def load_text(data: bytes, article_id: str, url: str = "") -> Article:
    """Return the article in a plain text file; raise `ArticleError` where the bytes are no text.

    A first line that reads like a title is copied as the title. A last line ``Original Source: www.example.com``
    becomes the source, and the text ends before it. The day is what a line such as "Date: ..." or the title names.
    """
    text, source = split_source(decode_text(data))
    link = source if source.startswith(("http://", "https://")) else ""
    title = resolve_references(title_from_first_line(text))
    published = find_day(text, title, article_id)
    return make_article(article_id, text, title=title, source=source, published=published, url=url or link)


def decode_text(data: bytes) -> str:
    """Return the characters of UTF-8 text, or of UTF-16 or UTF-32 text that begins with its byte order mark.

    What is evidently no UTF-8 is read in Windows' Western charset, or in the one that charset-normalizer tells.
    """
    marked = next((encoding for mark, encoding in MARKED_ENCODINGS if data.startswith(mark)), "")
    encoding = marked or guess_charset(data) or "utf-8"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        name = "UTF-8" if encoding.startswith("utf-8") else encoding.upper()
        raise ArticleError(
            f"not {name} text: byte 0x{data[error.start]:02x} at offset {error.start:,}: save it as UTF-8"
        ) from None
    if text.count("\0") > MOST_ZEROS * len(text):
        raise ArticleError("not text but binary data (it holds zero bytes): save the article as text")
    return text.replace("\0", " ")  # in its place, so that offsets made elsewhere still fit


def is_no_unicode(data: bytes) -> bool:
    """Whether bytes are neither marked as Unicode nor UTF-8, not even a damaged or a cut piece of it.

    They are not where read as UTF-8 they give more bad characters than good ones beyond ASCII.
    """
    if any(data.startswith(mark) for mark, _ in MARKED_ENCODINGS):
        return False
    try:
        data.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError as error:
        text = data.decode("utf-8", "replace")
        bad = text.count(UNDECODABLE)
        is_cut = error.end == len(data) and error.reason == "unexpected end of data"
        return not is_cut and bad > sum(not character.isascii() for character in text) - bad
    return False


def guess_charset(data: bytes) -> str:
    """Return the charset that the letters of a text tell which is evidently no Unicode; else nothing."""
    if not is_no_unicode(data):
        return ""
    from charset_normalizer import from_bytes

    sample = b"\n".join(line for line in data.splitlines() if not line.isascii())[:LOOKED_AT_BYTES]
    if from_bytes(sample, cp_isolation=[WESTERN]).best() is not None:
        return CENTRAL if _fit(sample, CENTRAL) > max(LEAST_CENTRAL, _fit(sample, WESTERN)) else WESTERN
    other = from_bytes(sample, cp_isolation=OTHER_CHARSETS).best()
    return other.encoding if other is not None else ""


def _fit(sample: bytes, charset: str) -> float:
    """Return the share of letters beyond ASCII that are of the one language of a charset that has most of them.

    What is a sign in Windows' Western charset, such as "£", is a letter of another one only before a letter.
    """
    western, read = sample.decode(WESTERN, "replace"), sample.decode(charset, "replace").lower()
    letters = Counter(
        letter
        for sign, letter, following in zip(western, read, [*western[1:], " "], strict=True)
        if not sign.isascii() and (sign.lower() != sign.upper() or following.isalpha())
    )
    most = max(sum(letters[letter] for letter in alphabet) for alphabet in ALPHABETS[charset].split())
    return most / max(1, letters.total())


def decode_declared(data: bytes, charset: str) -> str:
    """Return the characters of text in the charset that its page or its server names."""
    try:
        return data.decode("cp1252" if charset.lower() in READ_AS_WINDOWS else charset)
    except (UnicodeError, LookupError):
        raise ArticleError(f"it is declared as {charset} and is not written in that: save it as UTF-8") from None


def split_source(text: str) -> tuple[str, str]:
    """Return the text before a last line ``Original Source: ...``, and the source that it names."""
    body = text.rstrip()
    start = max(body.rfind("\n"), body.rfind("\r")) + 1
    found = ORIGINAL_SOURCE.fullmatch(body[start:])
    return (text[:start], found["source"]) if found else (text, "")
