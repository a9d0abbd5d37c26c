"""Word files: a line for each paragraph and table row, and no more unpacked than a document needs."""

import io
import zipfile
from datetime import datetime

import docx
import pytest
from docx.oxml import parse_xml
from hypothesis import given, settings
from hypothesis import strategies as st

from qa.errors import ArticleError
from qa.load.docx import load_docx
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
        "Year | Cost",
        "2024 | $5m",
        "First line",
        "second line",
    ]
    assert article.title == "Bridge to close"


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


def test_a_text_box_is_read_once_though_it_is_stored_twice() -> None:
    document = docx.Document()
    box = "<w:txbxContent><w:p><w:r><w:t>In a box.</w:t></w:r></w:p></w:txbxContent>"
    copies = f"<mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback>"
    both = f"<w:r><w:t>Around it.</w:t></w:r><w:r><mc:AlternateContent>{copies}</mc:AlternateContent></w:r>"
    document.element.body.insert(0, parse_xml(f"<w:p {W} {MC}>{both}</w:p>"))
    assert load_docx(save_docx(document), "a").text == "Around it.\nIn a box."


def test_properties_become_the_fields() -> None:
    document = docx.Document()
    document.add_paragraph("Text of the article.")
    about = document.core_properties
    about.title, about.author, about.created = "Bridge shut", "Ann Lee", datetime(2024, 5, 1, 12)
    article = load_docx(save_docx(document), "a")
    assert (article.title, article.author) == ("Bridge shut", "Ann Lee")
    assert article.published == "2024-05-01T12:00:00+00:00"


def test_the_day_on_which_the_template_was_made_is_nobodys_publication_date() -> None:
    article = load_docx(make_docx("Text of the article."), "a")
    assert (article.author, article.published) == ("", "")


BOMB_BYTES = 5_000_000
BOMB = change_part(make_docx("Text."), "word/media/big.xml", b" " * BOMB_BYTES)


def test_a_zip_bomb_is_refused_by_what_it_says_of_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    assert load_docx(BOMB, "a").text == "Text."
    monkeypatch.setattr("qa.load.docx.UNPACKED_BYTES", 4_000_000)
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
