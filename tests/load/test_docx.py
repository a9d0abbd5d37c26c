"""Word files: a line for each paragraph and table row, and no more unpacked than a document needs."""

import io
import zipfile
from datetime import datetime

import docx
import pytest
from docx.oxml import OxmlElement, parse_xml
from hypothesis import given, settings
from hypothesis import strategies as st

from qa.errors import ArticleError
from qa.load.docx import load_docx
from tests.hostile import assert_takes_at_most
from tests.load.makers import change_part, make_docx, save_docx

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'

MC = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'


def test_paragraphs_headings_lists_and_tables_become_lines() -> None:
    document = docx.Document()
    document.add_heading("Bridge to close", 0)
    document.add_paragraph("The council said so on ").add_run("Monday").bold = True
    document.add_paragraph("Lanes close", style="List Bullet")
    table = document.add_table(rows=2, cols=2)
    for cell, text in zip(table._cells, ["Year", "Cost", "2024", "$5m"], strict=True):
        cell.text = text
    document.add_paragraph("First line\nsecond\tline")
    article = load_docx(save_docx(document), "a")
    assert article.text.split("\n") == [
        "Bridge to close",
        "The council said so on Monday",
        "Lanes close",
        "Year: 2024; Cost: $5m",
        "First line",
        "second line",
    ]
    assert article.title == "Bridge to close"


def test_words_above_figures_are_the_head_of_a_table_without_a_style() -> None:
    document = docx.Document()
    table = document.add_table(rows=3, cols=3)
    cells = ["Ship", "April", "Q2", "K8", "3,700", "40", "Bora 2", "2,150", "–"]
    for cell, text in zip(table._cells, cells, strict=True):
        cell.text = text
    text = load_docx(save_docx(document), "a").text
    assert text == "Ship: K8; April: 3,700; Q2: 40\nShip: Bora 2; April: 2,150; Q2: –"


@pytest.mark.parametrize("mark", ["bold", "on each page", "style"])
def test_rows_below_the_head_of_a_table_name_their_columns(mark: str) -> None:
    document = docx.Document()
    document.add_paragraph("Date: 3 May 2024")
    table = document.add_table(rows=3, cols=3, style="Light Grid" if mark == "style" else None)
    for cell, text in zip(table._cells, ["", "May", "June", "Ships", "14", "9", "All piers", "", ""], strict=True):
        run = cell.paragraphs[0].add_run(text)
        run.bold = True if mark == "bold" and text in {"May", "June"} else None
    if mark == "on each page":
        table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    table.rows[2].cells[0].merge(table.rows[2].cells[2])
    article = load_docx(save_docx(document), "a")
    assert article.text == "Date: 3 May 2024\nShips; May: 14; June: 9\nAll piers"
    assert article.published == "2024-05-03"


def test_a_line_break_in_mid_sentence_parts_no_sentence() -> None:
    document = docx.Document()
    document.add_paragraph("The mill was\nsold in May.\nIt is closed.")
    document.add_paragraph("Mill Road 5\nand the ferry")
    lines = ["The mill was sold in May.", "It is closed.", "Mill Road 5", "and the ferry"]
    assert load_docx(save_docx(document), "a").text.split("\n") == lines


def test_text_in_links_content_controls_and_insertions_is_read_and_deleted_text_is_not() -> None:
    document = docx.Document()
    document.add_paragraph("One.")
    body = document.element.body
    body.insert(1, parse_xml(f"<w:sdt {W}><w:sdtContent><w:p><w:r><w:t>Two.</w:t></w:r></w:p></w:sdtContent></w:sdt>"))
    run = "<w:r><w:t>{}</w:t></w:r>"
    changed = (
        f"<w:ins w:id='1'>{run.format('Three')}</w:ins><w:del w:id='2'><w:r><w:delText>gone</w:delText></w:r></w:del>"
    )
    body.insert(2, parse_xml(f"<w:p {W}>{changed}<w:hyperlink>{run.format('.')}</w:hyperlink></w:p>"))
    assert load_docx(save_docx(document), "a").text == "One.\nTwo.\nThree."


def test_struck_text_is_not_read() -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("It costs ")
    paragraph.add_run("5 ").font.strike = True
    paragraph.add_run("6 ").font.double_strike = True
    paragraph.add_run("7 euros.").font.strike = False
    style = document.styles.add_style("Gone", docx.enum.style.WD_STYLE_TYPE.CHARACTER)
    style.font.strike = True
    paragraph.add_run(" It was 8.", style="Gone")
    assert load_docx(save_docx(document), "a").text == "It costs 7 euros."


def test_a_table_of_contents_is_not_read_by_its_styles_its_field_or_its_part() -> None:
    document = docx.Document()
    document.add_heading("The mill", 1)
    style = document.styles.add_style("toc 1", docx.enum.style.WD_STYLE_TYPE.PARAGRAPH)
    document.add_paragraph("The mill\t3", style=style)
    body = document.element.body
    start = "<w:r><w:fldChar w:fldCharType='begin'/></w:r><w:r><w:instrText>{}</w:instrText></w:r>"
    start += "<w:r><w:fldChar w:fldCharType='separate'/></w:r>"
    end = "<w:r><w:fldChar w:fldCharType='end'/></w:r>"
    page = start.format(" PAGEREF _Toc1 ") + "<w:r><w:t>4</w:t></w:r>" + end
    text = "<w:r><w:t>{}</w:t></w:r>"
    body.insert(2, parse_xml(f"<w:p {W}>{start.format(' TOC ')}{text.format('The roof')}{page}</w:p>"))
    body.insert(3, parse_xml(f"<w:p {W}>{text.format('The river')}{page}</w:p>"))
    body.insert(4, parse_xml(f"<w:p {W}>{end}{text.format('It was built in ')}{page.replace('4', '1788')}</w:p>"))
    part = "<w:sdtPr><w:docPartObj><w:docPartGallery w:val='Table of Contents'/></w:docPartObj></w:sdtPr>"
    inner = f"<w:sdtContent><w:p>{text.format('The hill 5')}</w:p></w:sdtContent>"
    body.insert(5, parse_xml(f"<w:sdt {W}>{part}{inner}</w:sdt>"))
    assert load_docx(save_docx(document), "a").text == "The mill\nIt was built in 1788"


def test_a_text_box_is_read_once_though_it_is_stored_twice() -> None:
    document = docx.Document()
    box = "<w:txbxContent><w:p><w:r><w:t>In a box.</w:t></w:r></w:p></w:txbxContent>"
    copies = f"<mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback>"
    both = f"<w:r><w:t>Around it.</w:t></w:r><w:r><mc:AlternateContent>{copies}</mc:AlternateContent></w:r>"
    document.element.body.insert(0, parse_xml(f"<w:p {W} {MC}>{both}</w:p>"))
    assert load_docx(save_docx(document), "a").text == "Around it.\nIn a box."


M = 'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
RUN = "<w:r><w:t xml:space='preserve'>{}</w:t></w:r>"
HIDDEN = "<w:r><w:rPr><w:vanish{}/></w:rPr><w:t>Draft.</w:t></w:r>"
MOVED = "<w:move{0} w:id='{1}'>" + RUN.format("The night ferry stops.") + "</w:move{0}>"
PARAGRAPHS = {
    "a moved sentence stands at its new place": (
        f"<w:p>{MOVED.format('From', 1)}{RUN.format('Fares stay.')}</w:p><w:p>{MOVED.format('To', 2)}</w:p>",
        "Fares stay.\nThe night ferry stops.",
    ),
    "a paragraph that was moved as a whole leaves nothing": (
        f"<w:p><w:pPr><w:rPr><w:moveFrom w:id='1'/></w:rPr></w:pPr>{MOVED.format('From', 2)}</w:p>"
        f"<w:p>{RUN.format('Fares stay.')}</w:p><w:p>{MOVED.format('To', 3)}</w:p>",
        "Fares stay.\nThe night ferry stops.",
    ),
    "a deleted paragraph end joins two": (
        f"<w:p><w:pPr><w:rPr><w:del w:id='1'/></w:rPr></w:pPr>{RUN.format('The mayor ')}</w:p>"
        f"<w:p>{RUN.format('resigned.')}</w:p>",
        "The mayor resigned.",
    ),
    "hidden text is not read": (f"<w:p>{RUN.format('Seen.')}{HIDDEN.format('')}</w:p>", "Seen."),
    "hidden text that is switched off is read": (
        f"<w:p>{HIDDEN.format(' w:val=' + chr(39) + '0' + chr(39))}</w:p>",
        "Draft.",
    ),
    "symbols are characters": (
        f"<w:p>{RUN.format('A tariff of 5')}<w:r><w:sym w:font='Symbol' w:char='F025'/></w:r>{RUN.format(' and ')}"
        "<w:r><w:sym w:font='Symbol' w:char='F0B0'/><w:sym w:font='Symbol' w:char='F061'/>"
        "<w:sym w:font='Wingdings' w:char='F0FC'/><w:sym w:font='Wingdings' w:char='F033'/></w:r></w:p>",
        "A tariff of 5% and °α✓",
    ),
    "characters by their place in a font of symbols are characters": (
        "<w:p><w:r><w:rPr><w:rFonts w:ascii='Symbol'/></w:rPr><w:t>&#xF028;n &#xF0B3; 5&#xF029;</w:t></w:r>"
        "<w:r><w:sym w:font='Symbol' w:char='F0DA'/></w:r></w:p>",
        "(n ≥ 5)∨",
    ),
    "an equation is read on one line": (
        f"<w:p>{RUN.format('It is ')}<m:oMath><m:r><m:t>7.5</m:t></m:r></m:oMath>{RUN.format(' or ')}<m:oMath><m:f>"
        "<m:num><m:r><m:t>a+b</m:t></m:r></m:num><m:den><m:r><m:t>c</m:t></m:r></m:den></m:f><m:sSup><m:e><m:r><m:t>x</m:t></m:r>"
        "</m:e><m:sup><m:r><m:t>2</m:t></m:r></m:sup></m:sSup><m:rad><m:deg/><m:e><m:r><m:t>n</m:t></m:r></m:e></m:rad>"
        "<m:d><m:e><m:r><m:t>k</m:t></m:r></m:e></m:d></m:oMath></w:p>",
        "It is 7.5 or (a+b)/cx²√n(k)",
    ),
    "a large first letter belongs to its word": (
        f"<w:p><w:pPr><w:framePr w:dropCap='drop'/></w:pPr>{RUN.format('T')}</w:p><w:p>{RUN.format('he end.')}</w:p>",
        "The end.",
    ),
    "a table in a cell is read once": (
        "<w:tbl><w:tr><w:tc>" + f"<w:p>{RUN.format('Out')}</w:p>"
        f"<w:tbl><w:tr><w:tc><w:p>{RUN.format('In')}</w:p></w:tc><w:tc><w:p>{RUN.format('Two')}</w:p></w:tc></w:tr></w:tbl>"
        f"</w:tc><w:tc><w:p>{RUN.format('Last')}</w:p></w:tc></w:tr></w:tbl>",
        "Out In | Two | Last",
    ),
    "a hidden row of a table is not read": (
        f"<w:tbl><w:tr><w:trPr><w:hidden/></w:trPr><w:tc><w:p>{RUN.format('Draft.')}</w:p></w:tc></w:tr>"
        f"<w:tr><w:tc><w:p>{RUN.format('Seen.')}</w:p></w:tc></w:tr></w:tbl>",
        "Seen.",
    ),
}


def make_body(markup: str) -> bytes:
    document = docx.Document()
    for number, element in enumerate(parse_xml(f"<w:body {W} {M}>{markup}</w:body>")):
        document.element.body.insert(number, element)
    return save_docx(document)


@pytest.mark.parametrize(("markup", "text"), PARAGRAPHS.values(), ids=PARAGRAPHS)
def test_what_a_reader_sees_is_read(markup: str, text: str) -> None:
    assert load_docx(make_body(markup), "a").text == text


def test_text_of_a_style_that_hides_is_not_read() -> None:
    document = docx.Document()
    secret = document.styles.add_style("Secret", 1)
    secret.font.hidden = True
    deeper = document.styles.add_style("Deeper", 1)
    deeper.base_style = secret
    document.add_paragraph("Draft.", style="Secret")
    document.add_paragraph("Another draft.", style="Deeper")
    document.add_paragraph("Seen.")
    assert load_docx(save_docx(document), "a").text == "Seen."


def make_note(kind: str, reference: str, within: str = "", frame: str = "{}") -> bytes:
    """Return a Word file of two paragraphs, the first with a note, in a frame."""
    first = frame.format(f"<w:p>{RUN.format('It was approved.')}{reference}</w:p>")
    data = make_body(f"{first}<w:p>{RUN.format('Work starts.')}</w:p>")
    relation = (
        f'<Relationship Id="rId90" Target="{kind}s.xml"'
        f' Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}s"/></Relationships>'
    ).encode()
    said = RUN.format("It costs 4.2 million.") + within
    notes = f"<w:{kind}s {W}><w:{kind} w:id='2'><w:p>{said}</w:p></w:{kind}></w:{kind}s>"
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        relations = archive.read("word/_rels/document.xml.rels").replace(b"</Relationships>", relation)
    data = change_part(data, "word/_rels/document.xml.rels", relations)
    return change_part(data, f"word/{kind}s.xml", notes.encode())


@pytest.mark.parametrize("refers_to_itself", [False, True])
@pytest.mark.parametrize("kind", ["footnote", "endnote"])
def test_a_note_stands_behind_the_paragraph_that_refers_to_it(kind: str, refers_to_itself: bool) -> None:
    reference = f"<w:r><w:{kind}Reference w:id='2'/></w:r>"
    data = make_note(kind, reference, reference if refers_to_itself else "")
    assert load_docx(data, "a").text == "It was approved.\nIt costs 4.2 million.\nWork starts."


def test_a_note_in_a_table_stands_behind_its_row() -> None:
    cell = f"<w:tc><w:p>{RUN.format('2024')}</w:p></w:tc>"
    frame = f"<w:tbl><w:tr><w:tc>{{}}</w:tc>{cell}</w:tr><w:tr>{cell}</w:tr></w:tbl>"
    data = make_note("footnote", "<w:r><w:footnoteReference w:id='2'/></w:r>", frame=frame)
    assert load_docx(data, "a").text == "It was approved. | 2024\nIt costs 4.2 million.\n2024\nWork starts."


def test_a_file_saved_as_strict_open_xml_is_read() -> None:
    stream = io.BytesIO()
    usual = b"http://schemas.openxmlformats.org/"
    with zipfile.ZipFile(io.BytesIO(make_docx("Saved strictly."))) as old, zipfile.ZipFile(stream, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            part = part.replace(
                usual + b"wordprocessingml/2006/main", b"http://purl.oclc.org/ooxml/wordprocessingml/main"
            )
            relations = b"http://purl.oclc.org/ooxml/officeDocument/relationships"
            new.writestr(name, part.replace(usual + b"officeDocument/2006/relationships", relations))
    assert load_docx(stream.getvalue(), "a").text == "Saved strictly."


def test_tables_nested_thirty_deep_are_read_once_and_at_once() -> None:
    markup = f"<w:p>{RUN.format('Deep.')}</w:p>"
    for _ in range(30):
        markup = f"<w:tbl><w:tr><w:tc>{markup}</w:tc></w:tr></w:tbl>"
    assert load_docx(make_body(markup), "a").text == "Deep."
    assert_takes_at_most(5, lambda: load_docx(make_body(markup), "a"))


def test_properties_become_the_fields() -> None:
    document = docx.Document()
    document.add_paragraph("Text of the article.")
    about = document.core_properties
    about.title, about.author, about.created = "Bridge shut", "Ann Lee", datetime(2024, 5, 1, 12)
    article = load_docx(save_docx(document), "a")
    assert (article.title, article.author) == ("Bridge shut", "Ann Lee")
    assert article.published == "", "the day on which the file was made is not that of publication"


def test_the_author_of_the_template_is_nobody() -> None:
    article = load_docx(make_docx("Text of the article."), "a")
    assert article.author == ""


BOMB_BYTES = 5_000_000
BOMB = change_part(make_docx("Text."), "word/media/big.xml", b" " * BOMB_BYTES)


def test_a_zip_bomb_is_refused_by_what_it_says_of_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    assert load_docx(BOMB, "a").text == "Text."
    monkeypatch.setattr("qa.load.word.package.UNPACKED_BYTES", 4_000_000)
    with pytest.raises(ArticleError, match="unpacks to 6 MB or more, the limit is 4 MB"):
        load_docx(BOMB, "a")


def test_a_zip_bomb_that_lies_about_its_size_is_refused() -> None:
    lying = BOMB.replace(BOMB_BYTES.to_bytes(4, "little"), (1_000).to_bytes(4, "little"))
    assert lying != BOMB
    with pytest.raises(ArticleError, match="cannot be read"):
        load_docx(lying, "a")


def test_a_file_of_very_many_parts_is_refused() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for number in range(5_001):
            archive.writestr(str(number), b"")
    with pytest.raises(ArticleError, match="unpacks to"):
        load_docx(stream.getvalue(), "a")


WHOLE = make_docx("One.", "Two.")


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"PK\x03\x04 and no more", "cannot be read"),
        (WHOLE[: len(WHOLE) // 2], "cannot be read"),
        (b"\xd0\xcf\x11\xe0" + b"\0" * 600, "password-protected"),
        (make_docx(), "no text"),
        (change_part(WHOLE, "word/document.xml", None), "cannot be read"),
        (change_part(WHOLE, "word/document.xml", b"<w:document"), "cannot be read"),
        (change_part(WHOLE, "[Content_Types].xml", b"<Types/>"), "cannot be read"),
    ],
)
def test_a_word_file_that_cannot_be_read_is_refused_with_the_reason(data: bytes, reason: str) -> None:
    with pytest.raises(ArticleError, match=reason):
        load_docx(data, "a")


with zipfile.ZipFile(io.BytesIO(WHOLE)) as parts:
    PARTS = {name: parts.read(name) for name in ("word/document.xml", "docProps/core.xml", "[Content_Types].xml")}


@settings(max_examples=30, deadline=None)
@given(st.sampled_from(sorted(PARTS)), st.floats(0, 1), st.integers(0, 40), st.binary(max_size=20))
def test_a_damaged_word_file_is_read_or_refused(part: str, place: float, length: int, inserted: bytes) -> None:
    content = PARTS[part]
    start = int(place * len(content))
    try:
        article = load_docx(change_part(WHOLE, part, content[:start] + inserted + content[start + length :]), "a")
    except ArticleError:
        return
    assert article.text.strip()


@pytest.mark.parametrize(
    ("before", "raised", "after", "text"),
    [
        ("The bridge cost 500", "1", " euros.", "The bridge cost 500¹ euros."),
        ("It holds 10", "6", " litres.", "It holds 10⁶ litres."),
        ("It took 2", "1/2", " hours.", "It took 2 1/2 hours."),
        ("The lake has 20 km", "2", " of ice.", "The lake has 20 km² of ice."),
        ("It closed.", "2", " It opened.", "It closed. It opened."),
        ("The fee", "*", " is 4 euros.", "The fee is 4 euros."),
        ("On the 3", "rd", " of May it closed.", "On the 3rd of May it closed."),
    ],
)
def test_what_is_raised_does_not_melt_into_the_figure_before_it(
    before: str, raised: str, after: str, text: str
) -> None:
    document = docx.Document()
    paragraph = document.add_paragraph(before)
    paragraph.add_run(raised).font.superscript = True
    paragraph.add_run(after)
    assert load_docx(save_docx(document), "a").text == text
