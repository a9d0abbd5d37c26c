"""Word files (.docx): paragraphs, headings, list items, notes and table rows, a line each."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO
from typing import TYPE_CHECKING

from lxml.etree import LxmlError, _Element

from qa.english.titles import title_from_first_line
from qa.errors import ArticleError
from qa.load.dated import find_day
from qa.load.fields import clean_author, clean_title, make_article
from qa.load.headed import join_lines
from qa.load.word.lines import LineReader, find_contents
from qa.load.word.numbers import Numbering
from qa.load.word.package import check_size, rename_strict
from qa.load.word.styles import WORD, find_bold_styles, find_headed_styles, find_hidden_styles, find_levels
from qa.records import Article

if TYPE_CHECKING:
    from docx.document import Document

OLD_WORD = b"\xd0\xcf\x11\xe0"  # how a .doc begins, and a .docx with a password too
# python-docx, zipfile and lxml let these out, besides their own, on files that are damaged
DAMAGE = (AttributeError, EOFError, LookupError, NotImplementedError, OSError, RuntimeError, TypeError, ValueError)
TITLE_STYLES = {"Title", "Heading 1"}
TEMPLATE_AUTHOR = "python-docx"  # in the template of that library
NOTE_PARTS = ("footnotes", "endnotes")


def load_docx(data: bytes, article_id: str, url: str = "") -> Article:
    """Return the article in a Word file; raise `ArticleError` where it is damaged or unpacks to too much.

    Its date is what it says itself: the one that the file holds is the day on which it, or its template, was made.
    """
    import docx
    from docx.opc.exceptions import OpcError

    if data.startswith(OLD_WORD):
        raise ArticleError("an old or password-protected Word file: save it as .docx without a password")
    try:
        check_size(data)
        document = docx.Document(BytesIO(rename_strict(data)))
        body = document.element.body
        styles = document.styles.element
        notes, hidden = dict(_read_notes(document)), find_hidden_styles(styles)
        reader = LineReader(
            notes,
            hidden,
            contents=find_contents(body),
            headed_styles=find_headed_styles(styles),
            levels=find_levels(styles),
            bold_styles=find_bold_styles(styles),
            numbering=Numbering(next(_read_parts(document, "numbering"), None), styles),
        )
        text, headings = join_lines(reader.read_lines(body))
        title, author = _read_properties(document)
    except RecursionError:
        raise ArticleError("a Word file nested too deep: save its text as a file of its own") from None
    except (zipfile.BadZipFile, zlib.error, OpcError, LxmlError, *DAMAGE) as error:
        raise ArticleError(f"a Word file that cannot be read ({error}): open it in Word and save it again") from None
    title = title or title_from_first_line(text)
    published = find_day(text, title, article_id)
    return make_article(article_id, text, title=title, published=published, author=author, url=url, headings=headings)


def _read_notes(document: Document) -> Iterator[tuple[tuple[str, str], _Element]]:
    """Yield each footnote and endnote under its kind and id."""
    for kind in NOTE_PARTS:
        for notes in _read_parts(document, kind):
            for note in notes:
                yield (kind.removesuffix("s"), note.get(f"{WORD}id", "")), note


def _read_parts(document: Document, kind: str) -> Iterator[_Element]:
    """Yield the parts of a file that are of a kind, such as its footnotes."""
    from docx.oxml import parse_xml

    for relation in document.part.rels.values():
        if relation.reltype.rsplit("/", 1)[-1] == kind and not relation.is_external:
            yield parse_xml(relation.target_part.blob)


def _read_properties(document: Document) -> tuple[str, str]:
    """Return the title and the author, as far as a person told them."""
    about = document.core_properties
    headings = (p.text for p in document.paragraphs if p.style is not None and p.style.name in TITLE_STYLES)
    title = clean_title(about.title) or next((heading for heading in headings if heading.strip()), "")
    return title, "" if about.author == TEMPLATE_AUTHOR else clean_author(about.author)
