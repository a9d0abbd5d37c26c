"""Kinds of files beside the usual ones: JSON, CSV, messages, OpenDocument, e-books and slides."""

import hashlib
import io
import json
import zipfile
from pathlib import Path

import docx
import pytest

from qa.errors import ArticleError
from qa.load.docx import load_docx
from qa.load.html import load_html
from qa.load.mail import load_mail
from qa.load.markdown import load_markdown
from qa.load.packed import load_epub, load_odt, load_pptx
from qa.split import split_sentences
from tests.load.makers import fragment_text, load_all, load_one

TEXT = "The mill was sold on Friday."
OFFICE = 'xmlns:office="urn:o" xmlns:text="urn:t" xmlns:dc="urn:dc"'


def zip_parts(**parts: str) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/").replace("_x", ".x").replace("_opf", ".opf"), content)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("name", "data", "ids"),
    [
        ("a.json", json.dumps([{"id": "one", "text": TEXT}, {"id": 2, "text": TEXT}]), ["one", "2"]),
        ("a.json", json.dumps({"id": "one", "text": TEXT}), ["one"]),
        ("a.json", json.dumps({"articles": [{"_id": "one", "text": TEXT}]}), ["one"]),
        (
            "a.json",
            json.dumps([{"id": "one", "body": TEXT}, {"id": "two", "text": "", "content": TEXT}]),
            ["one", "two"],
        ),
        (
            "a.json",
            json.dumps({"articles": [{"content": TEXT, "url": "https://a.example/1"}, {"id": None, "text": TEXT}]}),
            ["https://a.example/1", "a/ID"],
        ),
        ("a.ndjson", json.dumps({"_id": "one", "text": TEXT}), ["one"]),
        ("a.jsonl", json.dumps({"id": "one", "content": TEXT, "question": "Why?"}), ["one"]),
        ("a.csv", f"id,text\none,{TEXT}{TEXT * 5_000}\ntwo,{TEXT}\n", ["one", "two"]),
        ("a.csv", f"id,title,text\none,Mill,{TEXT}\ntwo,Mill,{TEXT}\n", ["one", "two"]),
        ("a.csv", f"\ufeffID;Body\none;{TEXT}\n", ["one"]),
        ("a.csv", f'id,text\none,"{TEXT}\nIt cost ""much""."\n', ["one"]),
        ("a.xhtml", f"<html xmlns='http://www.w3.org/1999/xhtml'><body><p>{TEXT}</p></body></html>", ["a"]),
    ],
)
def test_articles_in_tables_and_lists_are_read(name: str, data: str, ids: list[str], tmp_path: Path) -> None:
    (tmp_path / name).write_text(data, newline="")
    articles, skipped = load_all(tmp_path)
    digest = hashlib.sha256(f"\n{TEXT}".encode()).hexdigest()[:16]  # of the title, which is missing, and the text
    assert ([article.id for article in articles], skipped) == ([one.replace("ID", digest) for one in ids], [])
    assert all(article.text.startswith(TEXT) for article in articles)


@pytest.mark.parametrize(
    ("header", "charset"),
    [
        ("Id;Titel;Text;Datum;Autor", "cp1252"),
        ("Nr;Überschrift;Inhalt;Datum;Autor", "utf-8"),
        ("id;Заголовок;Текст;Дата;Автор", "utf-8"),
        ("id;Заголовок;Текст;Дата;Автор", "cp1251"),
    ],
)
def test_a_table_may_name_its_columns_in_german_or_ukrainian(header: str, charset: str, tmp_path: Path) -> None:
    said = "Мер каже, що міст відкриють." if "Текст" in header else "Die Mühle in Köln öffnet, sagte Böß."
    data = f"{header}\r\n7;{said[:9]};{said};04.03.2025;Ann Lee\r\n".encode(charset)
    (tmp_path / "a.csv").write_bytes(data)
    article = load_one(tmp_path / "a.csv")
    assert (article.id, article.title, article.text) == ("7", said[:9], said)
    assert (article.published, article.author) == ("2025-03-04", "Ann Lee")


def test_a_row_whose_text_would_end_at_its_first_comma_is_left_out_with_its_reason(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(f"id,text\none,It closed, he said.\ntwo,{TEXT},,\n")
    articles, [skipped] = load_all(tmp_path)
    assert [(article.id, article.text) for article in articles] == [("two", TEXT)]
    assert skipped.endswith('a.csv row 1: more cells than columns: put a text that holds "," in quotes')


def test_rows_of_a_table_without_ids_get_them_from_their_address_or_their_text(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(f"title,text,url\nMill,{TEXT},https://a.example/1\nBoat,{TEXT},\n")
    (first, second), skipped = load_all(tmp_path)
    assert (first.id, first.url, second.title, skipped) == ("https://a.example/1", "https://a.example/1", "Boat", [])
    (tmp_path / "a.csv").write_text(f"title,text,url\nTram,One.,\nBoat,{TEXT},\n")
    (_, again), _ = load_all(tmp_path)
    assert again.id == second.id
    assert second.id.startswith("a/")


def test_a_table_without_a_column_of_texts_is_one_article_with_a_line_for_each_row(tmp_path: Path) -> None:
    path = tmp_path / "yard" / "spare-parts-2024-05-03.csv"
    path.parent.mkdir()
    path.write_text('part_no,name,in_stock,Note\n7-1,dial knob,120,\n7-2,"Door, red",0,"late,\nin May",,\n7-4,Lid\n\n')
    article = load_one(tmp_path)
    assert (article.id, article.published) == ("yard/spare-parts-2024-05-03", "2024-05-03")
    assert article.title == "spare-parts-2024-05-03"
    lines = [
        "Part no: 7-1; Name: dial knob; In stock: 120",
        "Part no: 7-2; Name: Door, red; In stock: 0; Note: late, in May",
        "Part no: 7-4; Name: Lid",
    ]
    assert article.text == "\n".join(lines)
    assert [article.text[one.start : one.end] for one in split_sentences(article.text)] == lines
    assert load_one(path).id == "spare-parts-2024-05-03"


def test_the_first_row_of_a_table_of_figures_is_no_head_and_names_in_it_stay(tmp_path: Path) -> None:
    (tmp_path / "stock.csv").write_text("K8;3700\nBora;14\n")
    article = load_one(tmp_path)
    assert (article.title, article.text) == ("stock", "K8 | 3700\nBora | 14")


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        ("a,b\n", "a table without rows: write some below the names of its columns, or leave it out"),
        ("id,question,answerable\n1,Why?,true\n", "a question set, not articles: use it with 'qa eval'"),
        ("a\n" + "1\n" * 100_002, "it has some 100,001 sentences, at most 100,000 are read: split it"),
        ("a,b\n" + "1,2\n" * 9_000, "are read: split it, or raise QA_ARTICLE_MEGABYTES"),
    ],
)
def test_a_table_that_is_no_article_is_told_with_its_reason(data: str, reason: str, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(data)
    limit = 0.05 if "MEGABYTES" in reason else 20
    articles, [line] = load_all(tmp_path, article_megabytes=limit)
    assert articles == []
    assert line.startswith(f"{tmp_path / 'a.csv'}: ")
    assert line.endswith(reason)


@pytest.mark.parametrize(("name", "data"), [("a.json", '{"version": 1}'), ("a.json", "{")])
def test_json_without_articles_is_passed_over_in_a_folder_and_told_when_it_was_named(
    name: str, data: str, tmp_path: Path
) -> None:
    (tmp_path / name).write_text(data)
    (tmp_path / "good.txt").write_text(TEXT)
    articles, skipped = load_all(tmp_path)
    assert ([article.id for article in articles], skipped) == (["good"], [])
    articles, [line] = load_all(tmp_path / name)
    assert articles == []
    assert line.endswith("or leave it out")


def test_a_message_is_read_with_its_subject_sender_and_day(tmp_path: Path) -> None:
    head = "From: Ann Lee <ann@a.example>\nSubject: =?utf-8?q?M=C3=BChle?=\nDate: Wed, 01 May 2024 10:00:00 +0200\n"
    (tmp_path / "a.eml").write_text(f"{head}Content-Type: text/html; charset=utf-8\n\n<p>{TEXT}</p><p>Two.</p>")
    article = load_one(tmp_path / "a.eml")
    assert (article.text, article.title, article.author) == (f"{TEXT}\nTwo.", "Mühle", "Ann Lee")
    assert article.published == "2024-05-01T10:00:00+02:00"


def test_a_message_of_parts_nested_a_thousand_deep_is_one_line() -> None:
    parts = "".join(f"Content-Type: multipart/mixed; boundary=b{n}\n\n--b{n}\n" for n in range(1_000))
    message = f"Subject: a\nMIME-Version: 1.0\n{parts}Content-Type: text/plain\n\n{TEXT}"
    with pytest.raises(ArticleError, match="a message that cannot be read"):
        load_mail(message.encode(), "a")


def test_an_opendocument_text_is_read_with_its_notes() -> None:
    content = (
        f"<office:document-content {OFFICE}><office:body><office:text><text:h>Mill is sold</text:h><text:p>The mill"
        "<text:s/>was <text:span>sold</text:span><text:note><text:note-citation>1</text:note-citation><text:note-body>"
        "<text:p>For 2 million.</text:p></text:note-body></text:note> on Friday.</text:p></office:text></office:body>"
        "</office:document-content>"
    )
    meta = f"<office:meta {OFFICE}><dc:title>The mill</dc:title><dc:creator>Ann Lee</dc:creator></office:meta>"
    article = load_odt(zip_parts(content_xml=content, meta_xml=meta), "a")
    assert article.text.split("\n") == ["Mill is sold", "The mill was sold on Friday.", "For 2 million."]
    assert (article.title, article.author) == ("The mill", "Ann Lee")


def test_an_e_book_is_read_chapter_by_chapter() -> None:
    container = "<container><rootfiles><rootfile full-path='OEBPS/book.opf'/></rootfiles></container>"
    book = (
        "<package xmlns:dc='urn:dc'><metadata><dc:title>Mills</dc:title></metadata><manifest>"
        "<item id='a' href='two.xhtml'/>"
        "<item id='b' href='one.xhtml'/></manifest><spine><itemref idref='b'/><itemref idref='a'/></spine></package>"
    )
    data = zip_parts(
        **{"META-INF__container_xml": container, "OEBPS__book_opf": book},
        **{"OEBPS__one_xhtml": "<p>One.</p>", "OEBPS__two_xhtml": f"<p>{TEXT}</p>"},
    )
    article = load_epub(data, "a")
    assert (article.title, article.text) == ("Mills", f"One.\n{TEXT}")


def test_notes_of_an_opendocument_text_stand_behind_their_paragraph_and_are_no_part_of_a_sentence() -> None:
    note = "<text:note><text:note-citation>{0}</text:note-citation><text:note-body>{1}</text:note-body></text:note>"
    first = note.format(1, "<text:p>See the <text:span>deed</text:span>.</text:p><text:p>It is lost.</text:p>")
    second = note.format("ii", "<text:p>In 1902.</text:p>")
    frame = "<text:span><draw:frame><draw:text-box><text:p>A box.</text:p></draw:text-box></draw:frame></text:span>"
    content = (
        f"<office:text {OFFICE} xmlns:draw='urn:d'><text:p>The mill{first} was built{second} by the {frame}river."
        "</text:p><!-- no --><table><text:p>It is closed.</text:p></table></office:text>"
    )
    lines = load_odt(zip_parts(content_xml=content), "a").text.split("\n")
    behind = ["See the deed.", "It is lost.", "In 1902.", "A box."]
    assert lines == ["The mill was built by the river.", *behind, "It is closed."]


def test_line_breaks_in_mid_sentence_are_joined_and_tables_of_contents_are_left_out() -> None:
    content = (
        f"<office:text {OFFICE}><text:table-of-content><text:p>Mill 1</text:p></text:table-of-content>"
        "<text:p>The mill was<text:line-break/>sold in May.<text:line-break/>It is closed.</text:p>"
        "<text:p>Ann Lee<text:line-break/>editor<text:line-break/>Mill Road 5</text:p></office:text>"
    )
    lines = load_odt(zip_parts(content_xml=content), "a").text.split("\n")
    assert lines == ["The mill was sold in May.", "It is closed.", "Ann Lee", "editor", "Mill Road 5"]


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("It left.<a href='#f1' epub:type='noteref'><sup>1</sup></a> It sank.", "It left. It sank."),
        ("It left<a href='#f1' role='doc-noteref'>[2]</a> at six.", "It left at six."),
        ("It left <a href='#f1'><sup>3</sup></a>at six.<a role='doc-backlink'>↩︎</a>", "It left at six."),
        (
            "The lake has 5 <b>km<sup>2</sup></b> and 10<a href='/six'><sup>6</sup></a> fish",
            "The lake has 5 km² and 10⁶ fish",
        ),
    ],
)
def test_the_mark_of_a_note_is_no_part_of_a_sentence_whatever_links_it(markup: str, text: str) -> None:
    assert fragment_text(f"<p>{markup}</p>") == text


RELATION = "<Relationship Id='{0}' Type='http://x/{1}' Target='{2}'/>"
SHAPE = "<p:sp><p:nvSpPr><p:nvPr><p:ph type='{0}'/></p:nvPr></p:nvSpPr><p:txBody>{1}</p:txBody></p:sp>"
SLIDE = "<p:sld xmlns:p='urn:p' xmlns:a='urn:a'>{}</p:sld>"


def make_slides(slides: dict[str, str], notes: str = "") -> bytes:
    """Return slides by the names of their files in the order in which they are shown, the last one with notes."""
    ids = "".join(f"<p:sldId id='{256 + n}' r:id='r{n}'/>" for n, _ in enumerate(slides))
    show = f"<p:presentation xmlns:p='urn:p' xmlns:r='urn:r'><p:sldIdLst>{ids}</p:sldIdLst></p:presentation>"
    relations = "".join(RELATION.format(f"r{n}", "slide", f"slides/{name}.xml") for n, name in enumerate(slides))
    parts = {f"ppt/slides/{name}.xml": SLIDE.format(shapes) for name, shapes in slides.items()}
    if notes:
        target = RELATION.format("r1", "notesSlide", "../notesSlides/notesSlide1.xml")
        parts[f"ppt/slides/_rels/{[*slides][-1]}.xml.rels"] = f"<Relationships>{target}</Relationships>"
        parts["ppt/notesSlides/notesSlide1.xml"] = SLIDE.format(notes)
    relations = f"<Relationships>{relations}</Relationships>"
    return zip_parts(**parts, **{"ppt/presentation.xml": show, "ppt/_rels/presentation.xml.rels": relations})


def paragraph(*runs: str) -> str:
    return f"<a:p>{'<a:br/>'.join(f'<a:r><a:t>{run}</a:t></a:r>' for run in runs)}</a:p>"


def test_slides_are_read_as_they_are_shown_with_whole_titles_and_the_notes_behind() -> None:
    first = SHAPE.format("body", paragraph("One point", "in two lines")) + SHAPE.format(
        "ctrTitle", paragraph("Mill is sold", "for 2 million") + paragraph("to the town")
    )
    notes = SHAPE.format("body", paragraph("Say who paid.")) + SHAPE.format("sldNum", paragraph("3"))
    data = make_slides({"slide10": first, "slide2": SHAPE.format("title", paragraph("The end"))}, notes)
    assert load_pptx(data, "a").text.split("\n") == [
        "Mill is sold for 2 million to the town",
        "One point",
        "in two lines",
        "The end",
        "Say who paid.",
    ]


MAILS = {
    "lines with marks": (
        "I agree.\n\nOn Tue, 3 May 2024, Ann Lee wrote:\n> The mill is sold.\n>\n> Who paid?\n",
        ["I agree."],
    ),
    "between one's own": (
        "Dear Ann,\n\nOn Tue, 3 May 2024 at 10:00, Ann Lee\n<ann@a.example> wrote:\n\n> Who paid?\n\nThe town.\n"
        ">> When?\nIn May.",
        ["Dear Ann,", "The town.", "In May."],
    ),
    "German": ("Ja.\nAm 03.05.24 um 10:00 schrieb Ann Lee:\n> Ist die Mühle verkauft?", ["Ja."]),
    "only a name": ("Yes.\n\nAnn Lee wrote:\n> Is it sold?", ["Yes."]),
    "without marks": ("Yes.\n\nOn 3 May 2024 Ann Lee <ann@a.example> wrote:\n\nIs it sold?\n", ["Yes."]),
    "Outlook": ("Yes.\n\nFrom: Ann Lee\nSent: Tuesday\nTo: Bo\nSubject: Mill\n\nIs it sold?", ["Yes."]),
    "forwarded": ("See below.\n---------- Forwarded message ---------\nFrom: Ann\n\nIt is sold.", ["See below."]),
    "none": (
        "On Friday the mayor wrote:\n\nWe sell it if 3 > 2.\n>From there on, nobody came.\nFrom: the mill",
        ["On Friday the mayor wrote:", "We sell it if 3 > 2.", "From there on, nobody came.", "From: the mill"],
    ),
}


@pytest.mark.parametrize(("text", "own"), MAILS.values(), ids=MAILS)
def test_what_a_message_quotes_is_left_out(text: str, own: list[str]) -> None:
    head = "Subject: Mill\nMIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n\n"
    article = load_mail(f"{head}{text}".encode(), "a")
    assert [line for line in article.text.split("\n") if line.strip()] == own


@pytest.mark.parametrize(
    "quote",
    [
        '<div>On 3 May Ann wrote:</div><blockquote type="cite"><p>Is it sold?</p></blockquote>',
        '<div class="gmail_quote x"><div class="gmail_attr">On 3 May Ann wrote:<br></div><p>Is it sold?</p></div>',
        '<hr><div id="divRplyFwdMsg"><b>From:</b> Ann</div><div>Is it sold?</div>',
        "<p><b>From:</b> Ann<br><b>Sent:</b> Tuesday<br></p><p>Is it sold?</p>",
    ],
)
def test_what_a_message_in_html_quotes_is_left_out_and_a_quotation_of_its_own_is_not(quote: str) -> None:
    body = f"<p>Yes.</p><blockquote>It cost 2 million.</blockquote>{quote}"
    data = f"Subject: Mill\nMIME-Version: 1.0\nContent-Type: text/html; charset=utf-8\n\n<html><body>{body}"
    assert load_mail(data.encode(), "a").text.split() == ["Yes.", "It", "cost", "2", "million."]


PICTURE = "Content-Type: image/png\nContent-Disposition: inline\nContent-Transfer-Encoding: base64\n\niVBORw0KGgo="
PICTURE_IN_HTML = "Content-Type: image/png\nContent-ID: <a>\nContent-Transfer-Encoding: base64\n\niVBORw0KGgo="
FILE = "Content-Type: application/pdf\nContent-Disposition: attachment\nContent-Transfer-Encoding: base64\n\nJVBERi0="
PLAIN, HTML = "Content-Type: text/plain\n\n", "Content-Type: text/html\n\n"


@pytest.mark.parametrize(
    ("kind", "parts", "lines"),
    [
        ("mixed", [PICTURE, f"{PLAIN}It is sold."], ["It is sold."]),
        ("mixed", [f"{PLAIN}\n", PICTURE, f"{PLAIN}It is sold."], ["It is sold."]),
        (
            "mixed",
            [f"{PLAIN}It is sold.", PICTURE, f"{PLAIN}It cost 2 million."],
            ["It is sold.", "It cost 2 million."],
        ),
        ("mixed", [f"{HTML}<p>It is sold.", PICTURE, f"{HTML}<p>For 2 million."], ["It is sold.", "For 2 million."]),
        ("related", [PICTURE_IN_HTML, f"{HTML}<p>It is sold."], ["It is sold."]),
        ("related", [f"{HTML}<p>It is sold.", PICTURE_IN_HTML], ["It is sold."]),
        ("alternative", [f"{PLAIN}It is sold.", f"{HTML}<p>It is <b>sold</b>."], ["It is sold."]),
        ("alternative", [f"{HTML}<p>It is sold."], ["It is sold."]),
        ("mixed", [f"{PLAIN}It is sold.", FILE, f"{PLAIN}To leave this list, write to us."], ["It is sold."]),
        ("mixed", [f"{HTML}<p>It is sold.", f"{PLAIN}To leave this list, write to us."], ["It is sold."]),
    ],
)
def test_the_text_of_a_message_is_found_beside_and_behind_its_pictures(
    kind: str, parts: list[str], lines: list[str]
) -> None:
    inside = "".join(f"--b\n{part}\n" for part in parts)
    data = f"Subject: Mill\nMIME-Version: 1.0\nContent-Type: multipart/{kind}; boundary=b\n\n{inside}--b--\n"
    assert [line for line in load_mail(data.encode(), "a").text.split("\n") if line.strip()] == lines


def test_a_message_of_nothing_but_a_quote_is_told() -> None:
    with pytest.raises(ArticleError, match="a message that only quotes others"):
        load_mail(b"Subject: a\n\n> Is it sold?\n", "a")


@pytest.mark.parametrize("load", [load_epub, load_odt, load_pptx])
def test_a_file_that_is_no_such_package_is_refused(load) -> None:
    for data in (b"PK", zip_parts(), zip_parts(content_xml="<broken")):
        with pytest.raises(ArticleError):
            load(data, "a")


def test_items_that_begin_with_a_small_letter_are_sentences_of_their_own_in_every_format() -> None:
    items = [
        "instead of Good Friday, 3 April: on Saturday, 4 April",
        "instead of Whit Monday, 25 May: on Tuesday, 26 May (and all later rounds of this week one day later)",
        "instead of Friday, 25 December: on Thursday, 24 December",
    ]
    document = docx.Document()
    for text in ("Rounds", "Put the bins out by six."):
        document.add_paragraph(text)
    for item in items:
        document.add_paragraph(item, style="List Bullet")
    document.add_paragraph("The van for paint")
    saved = io.BytesIO()
    document.save(saved)
    listed = "".join(f"<li>{item}</li>" for item in items)
    articles = (
        load_docx(saved.getvalue(), "a"),
        load_html(
            f"<h1>Rounds</h1><p>Put the bins out by six.</p><ul>{listed}</ul><h2>The van for paint</h2>".encode(), "a"
        ),
        load_markdown(
            "\n- ".join(["# Rounds\n\nPut the bins out by six.\n", *items, "\n\n## The van for paint"]).encode(), "a"
        ),
    )
    for article in articles:
        sentences = [article.text[s.start : s.end] for s in split_sentences(article.text)]
        assert [s for s in sentences if s] == ["Rounds", "Put the bins out by six.", *items, "The van for paint"]
