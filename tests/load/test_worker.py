"""No document can hold the run: it has its time and its memory, and its neighbours load."""

import io
import time
import zipfile
import zlib
from contextlib import suppress
from pathlib import Path

import pytest

from qa.errors import ArticleError
from qa.load import LoadLimits, load_articles
from qa.load.formats import load_document
from qa.load.paper.forms import draws_too_much
from qa.records import Loaded, Skipped
from tests.load.makers import change_part, make_docx, make_pdf

GOOD = "It closed on Monday."
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def nest_tables(depth: int) -> bytes:
    """Return a Word file of tables in two cells of a row, so many deep: a walk of all cells takes 2^depth steps."""
    inner = "<w:p><w:r><w:t>Deep.</w:t></w:r></w:p>"
    for _ in range(depth):
        inner = f"<w:tbl><w:tr><w:tc>{inner}</w:tc><w:tc><w:p/></w:tc></w:tr></w:tbl>"
    return change_part(
        make_docx(), "word/document.xml", f"<w:document {W}><w:body>{inner}</w:body></w:document>".encode()
    )


def make_many_pages(count: int, lines: int = 1) -> bytes:
    """Return a PDF that lists one page of so many lines so many times."""
    pdf = make_pdf([GOOD] * lines)
    return pdf.replace(b"/Count 1", b"/Count %d" % count).replace(b"/Kids [5 0 R]", b"/Kids [%s]" % (b"5 0 R " * count))


def nest_forms(depth: int) -> bytes:
    """Return a PDF whose page draws a form twice that draws another twice, and so on."""
    objects = ["<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Count 1 /Kids [3 0 R] >>"]
    objects += [
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Resources << /XObject << /F 5 0 R >> >> /Contents 4 0 R >>"
    ]
    objects += ["<< /Length 11 >>\nstream\n/F Do /F Do\nendstream"]
    for number in range(depth):
        inner = f"/XObject << /F {6 + number} 0 R >>" if number < depth - 1 else ""
        head = f"<< /Type /XObject /Subtype /Form /BBox [0 0 595 842] /Resources << {inner} >> /Length 11 >>"
        objects.append(f"{head}\nstream\n/F Do /F Do\nendstream")
    data = "%PDF-1.4\n" + "".join(f"{n} 0 obj\n{body}\nendobj\n" for n, body in enumerate(objects, start=1))
    return f"{data}trailer << /Size {len(objects) + 1} /Root 1 0 R >>\n%%EOF\n".encode()


def make_heavy_docx() -> bytes:
    """Return a Word file of 90 MB of text that zips to little."""
    run = "<w:p><w:r><w:t>The mill was sold to a brewery on Friday.</w:t></w:r></w:p>"
    body = f"<w:document {W}><w:body>{run * 1_350_000}</w:body></w:document>".encode()
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(make_docx())) as old,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as new,
    ):
        for name in old.namelist():
            new.writestr(name, body if name == "word/document.xml" else old.read(name))
    return stream.getvalue()


HOSTILE = {
    "tables nested thirty deep": ("x.docx", lambda: nest_tables(30)),
    "200,000 attributes": (
        "x.html",
        lambda: b"<p " + b" ".join(b"a%d=1" % n for n in range(200_000)) + b">Closed.</p>",
    ),
    "200,000 pages": ("x.pdf", lambda: make_many_pages(200_000)),
    "forms nested thirty deep": ("x.pdf", lambda: nest_forms(30)),
    "90 MB of text in a Word file": ("x.docx", make_heavy_docx),
}


@pytest.mark.parametrize(("name", "make"), HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_document_ends_in_time_with_one_line_or_its_text(name: str, make, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(make())
    (tmp_path / "good.md").write_text(GOOD)
    start = time.monotonic()
    items = list(load_articles([tmp_path], limits=LoadLimits()))
    assert time.monotonic() - start < 60  # its 12 seconds of work, on a busy machine too; without them some take hours
    assert len(items) == 2
    assert GOOD in [item.article.text for item in items if isinstance(item, Loaded)]


@pytest.mark.parametrize("name", HOSTILE)
def test_what_makes_a_document_hostile_is_seen_before_it_takes_time(name: str) -> None:
    """So that it is told on a busy machine, too: processor time, not that of the clock."""
    file, make = HOSTILE[name]
    if file == "x.docx":
        pytest.skip("the file itself is large, or read in linear time")
    data = make()
    start = time.process_time()
    with suppress(ArticleError):
        list(load_document(Path(file).suffix, data, name=file, article_id="x", url="", entries=9))
    assert time.process_time() - start < 3


@pytest.mark.parametrize(("doubled", "told"), [(12, False), (30, True)])
def test_forms_may_draw_each_other_but_not_without_end(doubled: int, told: bool) -> None:
    assert draws_too_much(nest_forms(doubled)) is told


def test_forms_are_counted_where_their_resources_are_packed() -> None:
    """Streams deflated, and what they are drawn with in a stream of objects."""
    content = zlib.compress(b"/F Do /F Do")
    inner, heads, offset = b"", [], 0
    objects = []
    for number in range(30):
        resources = b"<< /XObject << /F %d 0 R >> >>" % (6 + number)
        heads.append(b"%d %d" % (200 + number, offset))
        inner += resources + b" "
        offset += len(resources) + 1
        head = b"<< /Subtype /Form /Filter /FlateDecode /Resources %d 0 R /Length %d >>" % (200 + number, len(content))
        objects.append(b"%d 0 obj\n%s\nstream\n%s\nendstream\nendobj\n" % (5 + number, head, content))
    table = b" ".join(heads) + b" "
    packed = zlib.compress(table + inner)
    about = b"<< /Type /ObjStm /N 30 /First %d /Filter /FlateDecode /Length %d >>" % (len(table), len(packed))
    objects.append(b"400 0 obj\n%s\nstream\n%s\nendstream\nendobj\n" % (about, packed))
    assert draws_too_much(b"".join(objects))
    assert not draws_too_much(b"".join(objects[:10] + objects[-1:]))


def test_a_small_file_that_unpacks_to_a_huge_text_is_left_out(tmp_path: Path) -> None:
    odt = io.BytesIO()
    with zipfile.ZipFile(odt, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("content.xml", f"<d><p>{'The mill was sold. ' * 10_000}</p></d>")
    (tmp_path / "a.odt").write_bytes(odt.getvalue())
    chapters = "<itemref idref='a'/>" * 30
    with zipfile.ZipFile(tmp_path / "b.epub", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("META-INF/container.xml", "<c><rootfile full-path='b.opf'/></c>")
        archive.writestr("b.opf", f"<p><item id='a' href='a.html'/>{chapters}</p>")
        archive.writestr("a.html", "<p>The mill was sold.</p>" * 200)
    assert all(path.stat().st_size < 20_000 for path in tmp_path.iterdir())
    for item in load_articles([tmp_path], limits=LoadLimits(article_megabytes=0.1)):
        assert isinstance(item, Skipped)
        assert "at most 100,000 are read: split it, or raise QA_ARTICLE_MEGABYTES" in item.reason


def test_a_document_that_takes_too_long_is_named_and_the_next_loads(tmp_path: Path) -> None:
    late, next_one = tmp_path / "a.pdf", tmp_path / "b.pdf"
    late.write_bytes(make_many_pages(10_000, lines=40))
    next_one.write_bytes(make_pdf([GOOD]))
    (first,) = load_articles([late], limits=LoadLimits(document_seconds=2))
    (second,) = load_articles([next_one])
    assert first == Skipped(str(late), "not read within 2 seconds: split it, or raise QA_DOCUMENT_SECONDS")
    assert isinstance(second, Loaded)
    assert second.article.text == GOOD
