"""Kinds of files beside the usual ones: JSON, CSV, messages, OpenDocument, e-books and slides."""

import io
import json
import zipfile
from pathlib import Path

import pytest

from qa.errors import ArticleError
from qa.load.mail import load_mail
from qa.load.packed import load_epub, load_odt, load_pptx
from tests.load.makers import load_all, load_one

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
    assert ([article.id for article in articles], skipped) == (ids, [])
    assert all(article.text.startswith(TEXT) for article in articles)


@pytest.mark.parametrize(("name", "data"), [("a.json", '{"version": 1}'), ("a.json", "{"), ("a.csv", "a,b\n1,2\n")])
def test_a_table_without_articles_is_passed_over_in_a_folder_and_told_when_it_was_named(
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
    assert article.text.split("\n") == ["Mill is sold", "The mill was sold", "For 2 million. on Friday."]
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


def test_slides_are_read_in_order() -> None:
    slide = "<p:sld xmlns:p='urn:p' xmlns:a='urn:a'><a:p><a:r><a:t>{}</a:t></a:r><a:r><a:t>{}</a:t></a:r></a:p></p:sld>"
    parts = {f"ppt__slides__slide{n}_xml": slide.format("Slide ", n) for n in (10, 2, 1)}
    assert load_pptx(zip_parts(**parts), "a").text == "Slide 1\nSlide 2\nSlide 10"


@pytest.mark.parametrize("load", [load_epub, load_odt, load_pptx])
def test_a_file_that_is_no_such_package_is_refused(load) -> None:
    for data in (b"PK", zip_parts(), zip_parts(content_xml="<broken")):
        with pytest.raises(ArticleError):
            load(data, "a")
