"""Make PDF, Word and zip files as small as they come, so that the tests need no files of their own."""

import io
import zipfile
from collections.abc import Sequence
from pathlib import Path

import docx

from qa.load import LoadLimits, load_articles
from qa.load.html import fragment_lines
from qa.records import Article, Skipped


def load_all(*places: str | Path, **limits: object) -> tuple[list[Article], list[str]]:
    """Return the articles of the places, and a line for each thing left out."""
    items = list(load_articles(places, limits=LoadLimits(**limits)))
    return [i.article for i in items if not isinstance(i, Skipped)], [str(i) for i in items if isinstance(i, Skipped)]


def load_one(place: str | Path, **limits: object) -> Article:
    articles, skipped = load_all(place, **limits)
    assert skipped == []
    [article] = articles
    return article


def fragment_text(markup: str) -> str:
    return "\n".join(fragment_lines(markup))


def make_pdf(*pages: Sequence[str], info: str = "") -> bytes:
    """Return a PDF with the given lines on each page."""
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    numbers = []
    for lines in pages:
        escaped = [line.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)") for line in lines]
        content = "BT /F1 11 Tf 14 TL 60 780 Td " + " ".join(f"({line}) Tj T*" for line in escaped) + " ET"
        objects.append(f"<< /Length {len(content)} >>\nstream\n{content}\nendstream")
        numbers.append(len(objects) + 1)
        objects.append(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842]"
            f" /Resources << /Font << /F1 3 0 R >> >> /Contents {len(objects)} 0 R >>"
        )
    objects[1] = f"<< /Type /Pages /Count {len(pages)} /Kids [{' '.join(f'{n} 0 R' for n in numbers)}] >>"
    objects.append(f"<< {info} >>")
    data, offsets = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, start=1):
        offsets.append(len(data))
        data += f"{number} 0 obj\n{body}\nendobj\n".encode("cp1252")
    table = "".join(f"{offset:010} 00000 n \n" for offset in offsets)
    size = len(objects) + 1
    trailer = f"trailer << /Size {size} /Root 1 0 R /Info {size - 1} 0 R >>\nstartxref\n{len(data)}\n%%EOF\n"
    return data + f"xref\n0 {size}\n0000000000 65535 f \n{table}{trailer}".encode("cp1252")


def place_text(x: float, y: float, text: str, size: float = 11) -> str:
    """Return the commands that draw a text at a place of a page, in points from its lower left corner."""
    escaped = text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
    return f"BT /F1 {size} Tf {x} {y} Td ({escaped}) Tj ET"


def draw_pdf(*pages: Sequence[str]) -> bytes:
    """Return a PDF of pages that are drawn by commands such as those of `place_text`."""
    data = make_pdf(*([] for _ in pages))
    blank = "BT /F1 11 Tf 14 TL 60 780 Td  ET"
    empty = f"<< /Length {len(blank)} >>\nstream\n{blank}\nendstream".encode()
    for page in pages:
        content = "\n".join(page).encode("cp1252")
        data = data.replace(empty, b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content), 1)
    return data


def make_docx(*paragraphs: str) -> bytes:
    """Return a Word file of plain paragraphs."""
    document = docx.Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    return save_docx(document)


def save_docx(document: docx.document.Document) -> bytes:
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def change_part(data: bytes, name: str, content: bytes | None) -> bytes:
    """Return a zip file with one of its parts replaced, or left out where the content is None."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            if part != name:
                new.writestr(part, old.read(part))
        if content is not None:
            new.writestr(name, content)
    return stream.getvalue()
