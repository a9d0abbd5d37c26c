"""Make the fields of an article fit to store: one-line names, ISO dates, titles and authors that a person gave."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime
from html import unescape
from html.entities import html5

from qa.english.calendar import MONTHS
from qa.english.titles import one_line, title_from_name, title_from_opening
from qa.errors import ArticleError, LimitError
from qa.headings import Heading
from qa.records import Article

MOST_SENTENCES = 100_000  # of one article; some ten novels
SENTENCE_ENDS = (". ", "! ", "? ", "。")  # as a line does
RFC_2822 = re.compile(r"(?:[A-Z][a-z]{2},? )?\d{1,2} [A-Z][a-z]{2} \d{4} \d{1,2}:\d{2}")
UNIX_TIME = re.compile(r"1\d{9}(?:\d{3})?")  # seconds or milliseconds since 1970, from 2001 to 2033
WEEKDAY = re.compile(r"(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,? ", re.IGNORECASE)
WRITTEN_OUT = (
    re.compile(r"(?P<month>[a-z]{3,9})\.? (?P<day>\d{1,2})(?:st|nd|rd|th)?,? (?P<year>\d{4})\b", re.IGNORECASE),
    re.compile(r"(?P<day>\d{1,2})(?:st|nd|rd|th)?(?: of)? (?P<month>[a-z]{3,9})\.?,? (?P<year>\d{4})\b", re.IGNORECASE),
)
IN_FIGURES = re.compile(r"\d{4}-\d{2}-\d{2}")
REFERENCE = re.compile(r"&(?:#\d{1,7}|#x[\da-f]{1,6}|[a-z][a-z\d]{1,30});", re.IGNORECASE)
DAY = re.compile(r"\d{4}(?:-\d{2}){0,2}(?!\d)")  # or the month, or the year alone
SLASHED = ("%Y/%m/%d", "%Y.%m.%d", "%d.%m.%Y", "%d/%m/%Y", "%m/%d/%Y")


def make_article(
    article_id: str,
    text: str,
    *,
    title: str = "",
    source: str = "",
    published: str = "",
    author: str = "",
    url: str = "",
    collection: str = "",
    asks: Sequence[str] = (),
    headings: tuple[Heading, ...] = (),
) -> Article:
    """Return the article with every field but the text on one line; ``text`` is kept to the character.

    Without a title, the name in the id stands in where it reads as words, else the opening words of the text.
    ``headings`` are where its headings begin, as far as they are known, each with its level.
    Raises `ArticleError` where there is no text, or too much, or where the text or the id cannot be stored.
    """
    if not text.strip():
        raise ArticleError("it holds no text: put the article in it, or leave it out")
    sentences = max(text.count("\n"), text.count("\r")) + sum(map(text.count, SENTENCE_ENDS))
    if sentences > MOST_SENTENCES:
        raise LimitError(f"it has some {sentences:,} sentences, at most {MOST_SENTENCES:,} are read: split it")
    fields = [one_line(value) for value in (title, source, iso_date(published), author, url, collection)]
    check_name(article_id)
    questions = tuple(filter(None, map(one_line, asks)))
    for value in (text, *fields, *questions):
        check_characters(value)
    title, source, published, author, url, collection = fields
    title = title or title_from_name(article_id) or title_from_opening(text) or article_id
    return Article(article_id, title, text, source, published, author, url, "", collection, questions, headings)


def list_texts(value: object) -> list[str]:
    """Return the texts of a field that holds one or a list of them."""
    return [text for text in (value if isinstance(value, list) else [value]) if isinstance(text, str)]


def find_field(fields: Mapping[str, object], *names: str) -> str:
    """Return the first of the named fields that says something, as one text."""
    return next((text for name in names if (text := write_field(fields.get(name)))), "")


def resolve_references(text: str) -> str:
    """Return a title or a name with the characters in place of the HTML references that an export left in it.

    Only what ends in a semicolon and is one: "AT&T" and "R&D;x" stay as they are.

    >>> resolve_references("&#163;1.8m fine for &ldquo;AT&T&rdquo;"), resolve_references("R&D;x &notit; &#0; &copy")
    ('£1.8m fine for “AT&T”', 'R&D;x &notit; &#0; &copy')
    """

    def resolve(found: re.Match[str]) -> str:
        is_known = found[0][1] == "#" or found[0][1:] in html5
        meant = unescape(found[0]) if is_known else ""
        return meant if meant.strip("\0\ufffd") else found[0]  # nothing, or the sign for no character, is none

    return REFERENCE.sub(resolve, text) if "&" in text else text


def find_name(fields: Mapping[str, object], *names: str) -> str:
    """Return a title or a name as `find_field` finds it, its HTML references resolved."""
    return resolve_references(find_field(fields, *names))


def write_field(value: object) -> str:
    """Return what a field says as text: a list, such as authors, with commas, and nothing for what is built."""
    if isinstance(value, date):  # or a date with its time
        return value.isoformat()
    if isinstance(value, list | tuple):
        parts = (part for part in value if not isinstance(part, list | tuple))  # which may nest without end
        return ", ".join(filter(None, map(write_field, parts)))
    return str(value).strip() if isinstance(value, str | int | float) and not isinstance(value, bool) else ""


def check_name(name: str) -> None:
    """Raise `ArticleError` unless ``name`` can stand on one line and be stored as UTF-8."""
    if not name.strip():
        raise ArticleError("its id is empty: give it one")
    if any(unicodedata.category(character) in {"Cc", "Zl", "Zp"} for character in name):
        raise ArticleError("its name holds a line break or another control character: rename it")
    if any(unicodedata.category(character) == "Cs" for character in name):
        raise ArticleError("its name is not UTF-8: rename it")


def check_characters(value: str) -> None:
    r"""Raise `ArticleError` where ``value`` cannot be written as UTF-8, as a lone ``\ud83d`` in JSON cannot."""
    try:
        value.encode()
    except UnicodeEncodeError as error:
        code = ord(value[error.start])
        raise ArticleError(
            f"half a surrogate pair (U+{code:04X}) at character {error.start:,}: remove it or write the whole pair"
        ) from None


def iso_date(given: str) -> str:
    """Return a date, or a date with its time, in ISO 8601; what does not read as one date comes back as given.

    Of a day that no calendar has, such as 2016-02-31, nothing comes back: in figures it would pass for one.
    """
    text = one_line(given)
    if re.match(r"\d{4}-?\d{2}-?\d{2}", text):
        with suppress(ValueError):
            return date.fromisoformat(text).isoformat()
        with suppress(ValueError):
            return datetime.fromisoformat(re.sub(r" ?(?:UTC|GMT)$", "+00:00", text)).isoformat()
    if IN_FIGURES.match(text):
        with suppress(ValueError):
            return text if date.fromisoformat(text[:10]) else ""
        return ""
    if UNIX_TIME.fullmatch(text):
        return datetime.fromtimestamp(int(text[:10]), UTC).isoformat()
    if RFC_2822.match(text):
        with suppress(ValueError, OverflowError):  # a time zone may be any number
            return parsedate_to_datetime(text).isoformat()
    return _written_date(text) or _slashed_date(text) or text


def is_before(published: str, day: str) -> bool:
    """Say whether what was published is surely from before a day (YYYY-MM-DD): no date in words is, nor its month."""
    found = DAY.match(published)
    return found is not None and found[0] < day[: len(found[0])]


def _written_date(text: str) -> str:
    """Return "Wednesday, May 1st, 2024, 10 am" or "1 May 2024" as a date; a time behind it is left out."""
    text = WEEKDAY.sub("", text, count=1)
    for pattern in WRITTEN_OUT:
        found = pattern.match(text)
        months = [n for n, month in enumerate(MONTHS, 1) if found and month.startswith(found["month"].lower())]
        if found and months:
            with suppress(ValueError):
                return date(int(found["year"]), months[0], int(found["day"])).isoformat()
    return ""


def _slashed_date(text: str) -> str:
    """Return "31/12/2024" as a date; "05/06/2024" is two dates, and so none."""
    readings = set()
    for pattern in SLASHED:
        with suppress(ValueError):
            readings.add(datetime.strptime(text, pattern).date())
    return readings.pop().isoformat() if len(readings) == 1 else ""


# "von" within a name is a part of it
BEFORE_NAME = re.compile(r"^(?:(?:text |bericht |foto )?(?:von|par)|.*?\bby)[:\s]+", re.IGNORECASE)
AFTER_NAME = re.compile(r"\s+(?:[|•·–—]|on \w+day\b|\d{1,2}[./ ]|(?:updated|published|posted)\b).*$", re.IGNORECASE)
NO_NAME = re.compile(
    r"user ?name|user|admin(?:istrator)?|author|editor|editorial|staff|guest|anonym\w*|unknown|webmaster|redaktion|test"
    r"|default|none|null|undefined|n/?a|(?:mon|tues|wednes|thurs|fri|satur|sun)day|\W*",
    re.IGNORECASE,
)
NO_LETTERS = re.compile(r"https?://|www\.|@|\d{2}")
MOST_WORDS = 6  # of one person's or one desk's name
PROGRAM_TITLE = re.compile(
    r"^(?:microsoft (?:office )?(?:word|power ?point|excel|publisher)(?: - .*)?|untitled[\W\d]*|print(?: \w+)?|template"
    r"|(?:power ?point )?presentation\d*|power ?point[- ]\w+|pr[äa]sentation\d*|présentation\d*|slide \d+|folie \d+"
    r"|diapositiva? \d+|(?:word )?document\d*|dokument\d*|\W*|title)$"
    r"|\.(?:docx?|indd|pdf|qxd|rtf|tex|txt|html?|pptx?|odt|pages|dvi|ps)$",
    re.IGNORECASE,
)


def clean_author(stated: str) -> str:
    """Return the names in an author field, with commas between them: "Monday by Ann Cole" is Ann Cole, "admin" none."""
    names = []
    for part in re.split(r"\s*;\s*", resolve_references(one_line(stated))):
        name = AFTER_NAME.sub("", BEFORE_NAME.sub("", part)).strip(" ,;:|-–—•·")
        if name and not NO_NAME.fullmatch(name) and not NO_LETTERS.search(name) and len(name.split()) <= MOST_WORDS:
            names.append(name)
    return ", ".join(dict.fromkeys(names))


def clean_title(stated: str) -> str:
    """Return a title that a file states, or nothing where a program wrote it: "PowerPoint Presentation"."""
    title = one_line(stated)
    return "" if PROGRAM_TITLE.search(title) else title
