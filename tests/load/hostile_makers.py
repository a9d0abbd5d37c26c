"""Make documents that would take hours, or all memory, of a loader that trusts them."""

import io
import zipfile
import zlib
from collections.abc import Mapping, Sequence

from tests.load.makers import change_part, make_docx, make_pdf

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
M = 'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
SENTENCE = "The mill was sold to a brewery on Friday. "
ENTITY = "<!ENTITY a{} '{}'>"
ENTITIES = (
    f"<!DOCTYPE d [{ENTITY.format(0, 'sold')}{''.join(ENTITY.format(n, f'&a{n - 1};' * 10) for n in range(1, 12))}]>"
)
FOOTNOTES = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"


def pack(parts: Mapping[str, str | bytes]) -> bytes:
    """Return a zip file of these parts."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return stream.getvalue()


def write_word(body: str, *, before: str = "") -> bytes:
    """Return a Word file with this body."""
    document = f"{before}<w:document {W} {M}><w:body>{body}</w:body></w:document>"
    return change_part(make_docx(), "word/document.xml", document.encode())


def write_paragraph(text: str) -> str:
    """Return a paragraph of a Word file."""
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def nest_tables(depth: int) -> bytes:
    """Return a Word file of tables in two cells of a row, so many deep: a walk of all cells takes 2^depth steps."""
    inner = write_paragraph("Deep.")
    for _ in range(depth):
        inner = f"<w:tbl><w:tr><w:tc>{inner}</w:tc><w:tc><w:p/></w:tc></w:tr></w:tbl>"
    return write_word(inner)


def nest_page_tables(depth: int) -> bytes:
    """Return a page of tables in two cells of a row, so many deep."""
    inner = "Deep."
    for _ in range(depth):
        inner = f"<table><tr><td>{inner}</td><td>{SENTENCE}</td></tr></table>"
    return f"<html><body>{inner}</body></html>".encode()


def make_footnotes(count: int, *, notes: int = 0, text: str = SENTENCE) -> bytes:
    """Return a Word file that refers to so many notes, each in a paragraph of its own, or always to the same few."""
    notes = notes or count
    references = "".join(
        f'<w:p><w:r><w:t>It closed.</w:t><w:footnoteReference w:id="{n % notes}"/></w:r></w:p>' for n in range(count)
    )
    listed = "".join(f'<w:footnote w:id="{n}">{write_paragraph(text)}</w:footnote>' for n in range(notes))
    return add_footnotes(references, listed)


def add_footnotes(body: str, listed: str) -> bytes:
    """Return a Word file with this body and these notes."""
    data = change_part(write_word(body), "word/footnotes.xml", f"<w:footnotes {W}>{listed}</w:footnotes>".encode())
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        name = "word/_rels/document.xml.rels"
        relations = archive.read(name).decode()
        types = archive.read("[Content_Types].xml").decode()
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
    relation = f'<Relationship Id="n1" Type="{FOOTNOTES}" Target="footnotes.xml"/></Relationships>'
    data = change_part(data, name, relations.replace("</Relationships>", relation).encode())
    part = f'<Override PartName="/word/footnotes.xml" ContentType="{kind}"/></Types>'
    return change_part(data, "[Content_Types].xml", types.replace("</Types>", part).encode())


def loop_footnote() -> bytes:
    """Return a Word file with a note that refers to itself."""
    reference = '<w:p><w:r><w:t>It closed.</w:t><w:footnoteReference w:id="2"/></w:r></w:p>'
    return add_footnotes(reference, f'<w:footnote w:id="2">{reference}</w:footnote>')


def make_heavy_docx() -> bytes:
    """Return a Word file of 90 MB of text that zips to little."""
    run = write_paragraph("The mill was sold to a brewery on Friday.")
    return write_word(run * 1_350_000)


def nest_maths(depth: int) -> bytes:
    """Return a Word file with fractions in fractions."""
    inner = "<m:r><m:t>1</m:t></m:r>"
    for _ in range(depth):
        inner = f"<m:f><m:num>{inner}</m:num><m:den>{inner if depth < 20 else ''}</m:den></m:f>"
    return write_word(f"<w:p><m:oMath>{inner}</m:oMath></w:p>")


def make_many_pages(count: int, lines: int = 1) -> bytes:
    """Return a PDF that lists one page of so many lines so many times."""
    pdf = make_pdf(["It closed on Monday."] * lines)
    return pdf.replace(b"/Count 1", b"/Count %d" % count).replace(b"/Kids [5 0 R]", b"/Kids [%s]" % (b"5 0 R " * count))


def write_pdf(objects: Sequence[str | bytes]) -> bytes:
    """Return a PDF of these objects, the first of them its catalogue, without a table of contents."""
    bodies = [body if isinstance(body, bytes) else body.encode() for body in objects]
    data = b"".join(b"%d 0 obj\n%s\nendobj\n" % numbered for numbered in enumerate(bodies, start=1))
    return b"%%PDF-1.4\n%s" % data + b"trailer << /Size %d /Root 1 0 R >>\n%%%%EOF\n" % (len(objects) + 1)


def write_stream(data: bytes, about: str = "") -> bytes:
    """Return a PDF's stream of these bytes."""
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(data), about.encode(), data)


PAGE = "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << {} >> /Contents 4 0 R >>"
HEAD = ("<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Count 1 /Kids [3 0 R] >>")
FONT = "/Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >>"


def nest_forms(depth: int) -> bytes:
    """Return a PDF whose page draws a form twice that draws another twice, and so on."""
    content = write_stream(b"/F Do /F Do")
    objects: list[str | bytes] = [*HEAD, PAGE.format("/XObject << /F 5 0 R >>"), content]
    for number in range(depth):
        inner = f"/XObject << /F {6 + number} 0 R >>" if number < depth - 1 else ""
        about = f"/Type /XObject /Subtype /Form /BBox [0 0 595 842] /Resources << {inner} >>"
        objects.append(write_stream(b"/F Do /F Do", about))
    return write_pdf(objects)


def loop_pages() -> bytes:
    """Return a PDF whose tree of pages comes back to its root."""
    return write_pdf([HEAD[0], "<< /Type /Pages /Count 9 /Kids [2 0 R 3 0 R] >>", "<< /Type /Pages /Kids [2 0 R] >>"])


def nest_pages(depth: int) -> bytes:
    """Return a PDF whose only page lies so deep in its tree of pages."""
    inner = [f"<< /Type /Pages /Count 1 /Parent {n + 1} 0 R /Kids [{n + 3} 0 R] >>" for n in range(depth)]
    page = f"<< /Type /Page /Parent {depth + 1} 0 R /MediaBox [0 0 595 842] /Resources << {FONT} >> >>"
    return write_pdf([HEAD[0], *inner, page])


def bomb_stream(megabytes: int, text: bytes = b" ") -> bytes:
    """Return a PDF with a page whose drawing unpacks to so much."""
    packer = zlib.compressobj(9)
    piece = text * (1_000_000 // len(text))
    packed = b"".join(packer.compress(piece) for _ in range(megabytes)) + packer.flush()
    return write_pdf([*HEAD, PAGE.format(FONT), write_stream(packed, "/Filter /FlateDecode")])


def pack_twice(megabytes: int) -> bytes:
    """Return a PDF with a page whose drawing is packed twice: some kB that unpack to so much."""
    packed = zlib.compress(zlib.compress(b" " * megabytes * 1_000_000, 9), 9)
    return write_pdf([*HEAD, PAGE.format(FONT), write_stream(packed, "/Filter [/FlateDecode /FlateDecode]")])


def draw_glyph_of_itself() -> bytes:
    """Return a PDF with a letter that is drawn by a text of that letter."""
    font = "<< /Type /Font /Subtype /Type3 /FontBBox [0 0 9 9] /FontMatrix [1 0 0 1 0 0] /FirstChar 97 /LastChar 97"
    font += " /Widths [9] /Encoding << /Differences [97 /a] >> /CharProcs << /a 6 0 R >>"
    font += " /Resources << /Font << /F1 5 0 R >> >> >>"
    content = write_stream(b"BT /F1 9 Tf 60 700 Td (aaaa) Tj ET")
    glyph = write_stream(b"9 0 0 0 9 9 d1 BT /F1 1 Tf (aaaa) Tj ET")
    return write_pdf([*HEAD, PAGE.format("/Font << /F1 5 0 R >>"), content, font, glyph])


def make_book(spine: int, chapter: str) -> bytes:
    """Return an e-book whose one chapter is listed so many times."""
    items = "<itemref idref='a'/>" * spine
    return pack(
        {
            "META-INF/container.xml": "<c><rootfile full-path='b.opf'/></c>",
            "b.opf": f"<p><item id='a' href='a.html'/>{items}</p>",
            "a.html": chapter,
        }
    )


def make_slides(count: int) -> bytes:
    """Return slides that show the first one so many times."""
    text = f"<s xmlns:a='a'><sp><txBody><a:p><a:r><a:t>{SENTENCE}</a:t></a:r></a:p></txBody></sp></s>"
    shown = "<sldId xmlns:r='r' r:id='r1'/>" * count
    relation = "<Relationships><Relationship Id='r1' Type='x/slide' Target='slides/s.xml'/></Relationships>"
    return pack(
        {
            "ppt/presentation.xml": f"<p>{shown}</p>",
            "ppt/_rels/presentation.xml.rels": relation,
            "ppt/slides/s.xml": text,
        }
    )


def nest_elements(outer: str, inner: str, depth: int) -> str:
    """Return elements of one name in each other, so many deep."""
    return f"<{outer}>" * depth + inner + f"</{outer}>" * depth


def nest_frames(depth: int) -> bytes:
    """Return an OpenDocument text with a frame in each paragraph of a frame."""
    inner = nest_elements("p><frame", f"<p>{SENTENCE}</p>", depth).replace("</p><frame>", "</frame></p>")
    return pack({"content.xml": f"<d>{inner}</d>"})


def nest_parts(depth: int) -> bytes:
    """Return a message of parts in parts."""
    heads = "".join(f'Content-Type: multipart/mixed; boundary="b{n}"\n\n--b{n}\n' for n in range(depth))
    return f"Subject: Mill\nFrom: a@example.org\n{heads}Content-Type: text/plain\n\n{SENTENCE}\n".encode()


def add_parts(count: int) -> bytes:
    """Return a zip file of so many empty parts beside a Word file's."""
    stream = io.BytesIO(make_docx("It closed."))
    with zipfile.ZipFile(stream, "a") as archive:
        for number in range(count):
            archive.writestr(f"p/{number}", b"")
    return stream.getvalue()


def add_picture(megabytes: int) -> bytes:
    """Return a Word file of some kB with a picture that unpacks to so much."""
    return change_part(make_docx("It closed."), "word/media/a.bmp", b"\0" * megabytes * 1_000_000)


def overlap_parts(count: int, megabytes: int) -> bytes:
    """Return a zip file whose many parts are one and the same packed piece, listed again and again."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("content.xml", f"<d><p>{SENTENCE}</p></d>")
        archive.writestr("a", b"\0" * megabytes * 1_000_000)
        first = archive.getinfo("a")
        archive.filelist += [first] * count
    return stream.getvalue()


def style_page(rules: int, elements: int) -> bytes:
    """Return a page of many rules of several names and many elements to look at."""
    styles = "".join(f".a .b{n} > .c {{ display: none }}" for n in range(rules))
    boxes = "<div class='a c'><p>Sold.</p></div>" * elements
    return f"<html><head><style>{styles}</style></head><body>{boxes}<p>{SENTENCE * 9}</p></body></html>".encode()


def repeat(piece: str, megabytes: float, start: str = "", end: str = "") -> bytes:
    """Return so much of a piece, again and again."""
    return (start + piece * int(megabytes * 1e6 / len(piece.encode())) + end).encode()


def write_rows(count: int, head: str, row: str) -> bytes:
    """Return so many lines, each with its number, behind a head."""
    return (head + "".join(row % n for n in range(count))).encode()


def make_box_of_chunks(count: int) -> bytes:
    """Return a page with many boxes of an article and as many headlines."""
    box = f"<div class='article-body'><p>{SENTENCE * 5}</p></div><h2>Mill</h2>"
    return f"<html><body><div class='article-body'>{box * count}</div></body></html>".encode()
