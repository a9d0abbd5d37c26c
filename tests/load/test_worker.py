"""No document can hold the run: it has its time and its memory, and its neighbours load."""

import io
import json
import time
import zipfile
from contextlib import suppress
from pathlib import Path

import pytest

from benchmarks.hostile import ALL, HOSTILE
from qa.errors import ArticleError, SlowError
from qa.load import LoadLimits, load_articles
from qa.load.formats import Document, load_document
from qa.load.worker import WORKER
from qa.records import Article, Loaded, Skipped
from tests.hostile import assert_takes_at_most
from tests.load.hostile_makers import make_many_pages
from tests.load.makers import load_all, make_pdf

GOOD = "It closed on Monday."
# of all that `benchmarks.hostile` tries, those that are told at once
TOLD_AT_ONCE = """
    tables of a page nested thirty deep | 200,000 attributes | 200,000 pages
    | a footnote that refers to itself | entities in entities | tables of a page nested 5,000 deep
    | boxes 100,000 deep | a tree of pages that comes back to its root | a page 50,000 deep in the tree
    | a letter that is drawn by itself | entities in an OpenDocument text | frames 100 deep | spans 5,000 deep
    | parts listed again and again | lists 100,000 deep | objects 100,000 deep | a number of a million digits
    | entities in a feed | quotations 10,000 deep | names of front matter that name each other | 19 MB of short lines
    | 19 MB of empty lines
"""


@pytest.mark.parametrize(("suffix", "make"), HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_document_ends_in_time_with_one_line_or_its_text(suffix: str, make, tmp_path: Path) -> None:
    (tmp_path / f"x{suffix}").write_bytes(make())
    (tmp_path / "good.md").write_text(GOOD)
    start = time.monotonic()
    items = list(load_articles([tmp_path], limits=LoadLimits()))
    assert time.monotonic() - start < 60  # its 12 seconds of work, on a busy machine too; without them some take hours
    assert len(items) == 2
    assert GOOD in [item.article.text for item in items if isinstance(item, Loaded)]


@pytest.mark.parametrize("name", " ".join(TOLD_AT_ONCE.split()).split(" | "))
def test_what_makes_a_document_hostile_is_seen_before_it_takes_time(name: str) -> None:
    """So that it is told on a busy machine, too: processor time, not that of the clock."""
    suffix, make = ALL[name]
    data = make()

    def load() -> None:
        with suppress(ArticleError):
            list(load_document(Document(suffix, data, "a", "x"), entries=9))

    assert_takes_at_most(3, load)


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


def test_lines_with_mark_up_are_read_in_the_process_and_two_that_take_too_long_end_their_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bodies = [f"<p>{GOOD}</p>", "Is it?", "<p>late</p>", "<p>late</p>", "Not read."]
    (tmp_path / "a.jsonl").write_text("\n".join(json.dumps({"id": n, "body": text}) for n, text in enumerate(bodies)))
    asked = []

    def load(document: Document, *, seconds: float, **limits: object) -> list[tuple[str, Article]]:
        asked.append(seconds)
        if b"late" in document.data:
            raise SlowError("it is late")
        return list(load_document(document, entries=1))

    monkeypatch.setattr(WORKER, "load", load)
    articles, skipped = load_all(tmp_path, document_seconds=12)
    assert [article.text for article in articles] == [GOOD, "Is it?"]
    assert asked == [6, 6, 6]
    name = tmp_path / "a.jsonl"
    assert skipped == [
        f"{name} line 3: it is late",
        f"{name} line 4: it is late",
        f"{name}: not read on behind line 4: 2 lines take too long: leave them out",
    ]


def test_a_table_that_is_over_a_limit_is_named_and_not_passed_over(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("id,text\n1," + GOOD * 200)
    (tmp_path / "b.json").write_text('{"year": 5}')
    assert load_all(tmp_path, article_megabytes=0.001)[1] == [
        f"{tmp_path / 'a.csv'}: 0.0 MB, the limit is 0.001 MB: split it, or raise QA_ARTICLE_MEGABYTES"
    ]


def test_a_text_of_more_sentences_than_ten_novels_is_left_out(tmp_path: Path) -> None:
    for name, text in {"lines": "a\n" * 100_001, "marks": "Go. " * 100_002}.items():
        (tmp_path / f"{name}.txt").write_text(text)
    (tmp_path / "whole.txt").write_text("It closed.\n" * 100_000)
    articles, skipped = load_all(tmp_path)
    assert [article.id for article in articles] == ["whole"]
    assert [line.partition(": ")[2] for line in skipped] == [
        f"it has some {count} sentences, at most 100,000 are read: split it" for count in ("100,001", "100,002")
    ]
