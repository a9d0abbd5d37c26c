"""Word files (.docx): paragraphs, headings, list items and table rows, a line each."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from contextlib import suppress
from io import BytesIO
from typing import TYPE_CHECKING

from qa.errors import ArticleError
from qa.load.fields import make_article, title_from_first_line
from qa.records import Article

if TYPE_CHECKING:
    from docx.document import Document
    from lxml.etree import _Element

OLD_WORD = b"\xd0\xcf\x11\xe0"  # how a .doc begins, and a .docx with a password too
UNPACKED_BYTES = 100_000_000  # that a file may unpack to beyond its own size: some fifty novels; pictures hardly count
MEMBERS = 5_000  # parts in one file; each picture is a part
CHUNK_BYTES = 1_000_000
# python-docx, zipfile and lxml let these out, besides their own, on files that are damaged
DAMAGE = (AttributeError, EOFError, LookupError, NotImplementedError, OSError, RuntimeError, TypeError, ValueError)
SECOND_COPY = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"  # for older programs
TITLE_STYLES = {"Title", "Heading 1"}
TEMPLATE_AUTHOR = "python-docx"  # in the template of that library, whose date of creation is the template's too


def load_docx(data: bytes, article_id: str, url: str = "") -> Article:
    """Return the article in a Word file; raise `ArticleError` where it is damaged or unpacks to too much."""
    import docx
    from docx.opc.exceptions import OpcError
    from lxml.etree import LxmlError

    if data.startswith(OLD_WORD):
        raise ArticleError("an old or password-protected Word file: save it as .docx without a password")
    try:
        _check_unpacked_size(data, len(data) + UNPACKED_BYTES)
        document = docx.Document(BytesIO(data))
        text = "\n".join(_read_lines(document.element.body))
        title, author, published = _read_properties(document)
    except (zipfile.BadZipFile, zlib.error, OpcError, LxmlError, *DAMAGE) as error:
        raise ArticleError(f"a Word file that cannot be read ({error}): open it in Word and save it again") from None
    return make_article(
        article_id, text, title=title or title_from_first_line(text), author=author, published=published, url=url
    )


def _check_unpacked_size(data: bytes, limit_bytes: int) -> None:
    """Raise `ArticleError` where the file unpacks to more than the limit, by its own word or in truth."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        members = archive.infolist()
        declared = sum(member.file_size for member in members)
        if declared > limit_bytes or len(members) > MEMBERS:
            raise ArticleError(_too_large(declared, limit_bytes))
        unpacked = 0
        for member in members:
            with archive.open(member) as part:
                while chunk := part.read(CHUNK_BYTES):
                    unpacked += len(chunk)
                    if unpacked > limit_bytes:
                        raise ArticleError(_too_large(unpacked, limit_bytes))


def _too_large(size: int, limit: int) -> str:
    return (
        f"a Word file that unpacks to {size / 1e6:,.0f} MB or more, the limit is {limit / 1e6:,.0f} MB:"
        " save its text as a new file"
    )


def _read_properties(document: Document) -> tuple[str, str, str]:
    """Return the title, the author and the day of creation, as far as the file tells."""
    about = document.core_properties
    headings = (p.text for p in document.paragraphs if p.style is not None and p.style.name in TITLE_STYLES)
    title = about.title or next((heading for heading in headings if heading.strip()), "")
    if about.author == TEMPLATE_AUTHOR:
        return title, "", ""
    created = ""
    with suppress(ValueError):  # a date that is none
        created = about.created.isoformat() if about.created else ""
    return title, about.author, created


def _read_lines(parent: _Element) -> Iterator[str]:
    """Yield the lines below an element.

    It walks the XML because python-docx's own paragraphs leave out what stands in content controls and insertions.
    """
    from docx.oxml.ns import qn

    for child in parent:
        if child.tag == qn("w:p"):
            yield from (line.strip() for line in _read_words(child).split("\n") if line.strip())
        elif child.tag == qn("w:tr"):
            cells = (" ".join(_read_lines(cell)) for cell in child.iter(qn("w:tc")))
            yield " | ".join(cell for cell in cells if cell)
        elif child.tag != qn("w:sectPr"):
            yield from _read_lines(child)


def _read_words(paragraph: _Element) -> str:
    """Return what stands in a paragraph, without what was deleted from it and the second copy of its text boxes."""
    from docx.oxml.ns import qn

    shown = {qn("w:tab"): " ", qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:noBreakHyphen"): "-"}
    parts = []
    for element in paragraph.iter(qn("w:r"), qn("w:p")):
        if any(above.tag == SECOND_COPY for above in element.iterancestors()):
            continue
        if element.tag == qn("w:p"):
            parts.append("\n")  # one inside another is a line of a text box
            continue
        for piece in element:
            parts.append((piece.text or "") if piece.tag == qn("w:t") else shown.get(piece.tag, ""))
    return "".join(parts)
