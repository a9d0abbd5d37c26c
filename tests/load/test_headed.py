"""What a file marks as headings is known of its article, whatever the format, and names what stands below it."""

import json
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import docx
import pytest

from qa.headings import name_sections
from qa.load.docx import load_docx
from qa.load.fields import make_article
from qa.load.headed import HeadingLine, join_lines
from qa.load.html import load_html
from qa.load.markdown import load_markdown
from qa.load.packed import load_epub, load_odt, load_pptx
from qa.load.pdf import load_pdf
from qa.records import Article, Loaded
from qa.split import split_sentences
from qa.store.library import Library, NewArticle
from tests.load.makers import draw_pdf, load_all, load_one, place_text, save_docx
from tests.load.test_formats import OFFICE, SHAPE, make_slides, paragraph, zip_parts

CARD, WATER = "A card costs EUR 5 for each child of the town.", "Water the beds at six in the evening."
OPEN, POTS = "We open at nine on all days but Monday.", "Pots are watered twice a day in summer."
MARKUP = (
    f"<h2>Prices: 2025</h2><h3>Part B. Garden</h3><p>{CARD}</p><p><b>Beds</b></p><p>{WATER}</p>"
    f"<p><b>Pots:</b><br>{POTS}</p><h2>Hours</h2>"
)
NAMED = {CARD: "Prices: 2025 › Part B. Garden", OPEN: "Hours"}
BEDS = {WATER: "Prices: 2025 › Part B. Garden › Beds", POTS: "Prices: 2025 › Part B. Garden › Pots"}


def name_all(article: Article) -> dict[str, str]:
    """Return the headings above each sentence that stands below any."""
    spans = [(one.start, one.end) for one in split_sentences(article.text, article_id="a")]
    sections = name_sections(article.text, spans, article.title, article.headings)
    return {article.text[slice(*span)]: section for span, section in zip(spans, sections, strict=True) if section}


def write_word(title: str = "") -> bytes:
    document = docx.Document()
    if title:
        document.add_heading(title, 0)
    document.add_heading("Prices: 2025", 1)
    document.add_heading("Part B. Garden", 2)
    document.add_paragraph(CARD)
    document.add_paragraph().add_run("Beds").bold = True
    document.add_paragraph(WATER)
    document.add_paragraph().add_run("Pots", style="Strong")
    document.add_paragraph(POTS)
    document.add_paragraph("Hours").style = document.styles["Heading 1"]
    document.add_paragraph(OPEN)
    document.add_paragraph().add_run("This sentence is bold as a whole.").bold = True
    return save_docx(document)


def write_book() -> bytes:
    container = "<container><rootfiles><rootfile full-path='book.opf'/></rootfiles></container>"
    book = (
        "<package xmlns:dc='urn:dc'><metadata><dc:title>Garden</dc:title></metadata><manifest>"
        "<item id='a' href='one.xhtml'/></manifest><spine><itemref idref='a'/></spine></package>"
    )
    chapter = f"<p>By the gardeners.</p>{MARKUP}<p>{OPEN}</p>"
    return zip_parts(**{"META-INF__container_xml": container, "book_opf": book, "one_xhtml": chapter})


def write_odt() -> bytes:
    heads = "<text:h text:outline-level='{0}'>{1}</text:h>"
    return zip_parts(
        content_xml=f"<office:text {OFFICE}><text:p>Garden</text:p>{heads.format(1, 'Prices: 2025')}"
        f"{heads.format(2, 'Part B. Garden')}<text:p>{CARD}</text:p>{heads.format(1, 'Hours')}<text:p>{OPEN}</text:p>"
        "</office:text>"
    )


def write_pdf() -> bytes:
    lines = (
        *((20, "Garden"), (16, "Prices: 2025"), (13, "Part B. Garden"), (11, CARD), (11, WATER)),
        *((16, "Hours"), (11, OPEN), (11, "No dog may come in, whether it is on a lead or not.")),
    )
    return draw_pdf([place_text(60, 780 - 30 * row, text, size) for row, (size, text) in enumerate(lines)])


def read_pdf(data: bytes, article_id: str) -> Article:
    [(_, article)] = load_pdf(data, "a.pdf", article_id)
    return article


@pytest.mark.parametrize(
    ("load", "data", "named"),
    [
        (
            load_markdown,
            (
                f"# Garden\n\n## Prices: 2025\n\n### Part B. Garden\n\n{CARD}\n\n**Beds**\n{WATER}\n\n"
                f"***Pots***\n\n{POTS}\n\n## Hours\n\n{OPEN}\n\n**A bold sentence is none.**"
            ).encode(),
            NAMED | BEDS | {"A bold sentence is none.": "Hours"},
        ),
        (
            load_html,
            f"<html><body><main><h1>Garden</h1>{MARKUP}<p>{OPEN}</p></main></body></html>".encode(),
            NAMED | BEDS,
        ),
        (load_docx, write_word("Garden"), NAMED | BEDS | {"This sentence is bold as a whole.": "Hours"}),
        (load_epub, write_book(), NAMED | BEDS),
        (load_odt, write_odt(), NAMED),
        (
            read_pdf,
            write_pdf(),
            NAMED
            | {
                WATER: NAMED[CARD],
                "No dog may come in, whether it is on a lead or not.": "Hours",
            },
        ),
    ],
    ids=["markdown", "html", "docx", "epub", "odt", "pdf"],
)
def test_headings_of_every_format_name_what_is_below(
    load: Callable[[bytes, str], Article], data: bytes, named: dict[str, str]
) -> None:
    assert name_all(load(data, "a")) == named


def test_each_slide_has_its_title_as_its_heading() -> None:
    slides = {
        name: SHAPE.format("title", paragraph(title)) + SHAPE.format("body", paragraph(text))
        for name, title, text in (("one", "Garden", CARD), ("two", "Hours: 2025", OPEN))
    }
    assert name_all(load_pptx(make_slides(slides), "a")) == {OPEN: "Hours: 2025"}


def test_headings_in_feeds_and_fields_of_json_are_known(tmp_path: Path) -> None:
    row = {"id": "a", "title": "Garden", "content": f"<p>By all.</p>{MARKUP}<p>{OPEN}</p>"}
    (tmp_path / "a.json").write_text(json.dumps([row]))
    assert name_all(load_one(tmp_path / "a.json")) == NAMED | BEDS
    feed = (
        '<rss version="2.0"><channel><title>Town</title><item><title>Garden</title><guid>g</guid>'
        f"<description><![CDATA[{row['content']}]]></description></item></channel></rss>"
    )
    (tmp_path / "feed.xml").write_text(feed)
    [article], _ = load_all(tmp_path / "feed.xml")
    assert name_all(article) == NAMED | BEDS


def test_headings_are_kept_with_the_article_and_make_another_version_of_it(tmp_path: Path) -> None:
    text, headings = join_lines(["Garden", HeadingLine("Hours", 2), OPEN, HeadingLine("Beds", 3), WATER])
    assert headings == ((7, 2), (13 + len(OPEN) + 1, 3))
    article = make_article("a", text, title="Garden", headings=headings)
    assert article.version != make_article("a", text, title="Garden").version
    with closing(Library(tmp_path / "library.sqlite3", mode="write")) as library:
        loaded = Loaded(article, "a.md")
        library.publish([NewArticle(loaded.article, loaded.origin, split_sentences(text, article_id="a"))])
        stored = library.get_article("a")
        assert stored is not None
        assert (stored.article, stored.sections[-1]) == (article, "Hours › Beds")
        library.publish([], remove=["a"])
        assert library.query("SELECT name FROM facts WHERE name LIKE 'headings %'") == []


def test_a_heading_of_a_higher_level_ends_what_stands_below_another_and_the_title_heads_nothing() -> None:
    markup = f"---\ntitle: Garden\n---\n{CARD}\n\n### Hours\n\n{OPEN}\n\n# Garden\n\n{WATER}"
    assert name_all(load_markdown(markup.encode(), "a")) == {OPEN: "Hours"}


@pytest.mark.parametrize(
    ("markup", "named"),
    [
        (  # a menu and a list of contents have the same words
            f"<nav><ul><li><a href='#p'>Prices</a><li><a href='#h'>Hours</a></ul></nav><main><h1>Garden</h1>"
            f"<p>{POTS}</p><ul><li>Prices</li><li>Hours</li></ul><h2>Prices</h2><p>{CARD}</p><h2>Hours</h2><p>{OPEN}</p></main>",
            {CARD: "Prices", OPEN: "Hours"},
        ),
        (  # questions in a list
            f"<main><h1>Garden</h1><p>{POTS}</p><ul><li><h3>What is a card?</h3><p>{CARD}</p></li>"
            f"<li><h3>When do you open?</h3><p>{OPEN}</p></li></ul></main>",
            {CARD: "What is a card?", OPEN: "When do you open?"},
        ),
        (  # of a quotation
            f"<main><h1>Garden</h1><h2>Prices</h2><p>{CARD}</p><blockquote><h4>Tip</h4></blockquote><p>{WATER}</p>"
            f"<h2>Hours</h2><p>{OPEN}</p></main>",
            {CARD: "Prices", WATER: "Prices", "Tip": "Prices", OPEN: "Hours"},
        ),
    ],
)
def test_a_heading_of_a_page_is_known_beside_menus_lists_and_quotations(markup: str, named: dict[str, str]) -> None:
    page = f"<html><body>{markup}</body></html>".encode()
    assert name_all(load_html(page, "a")) == named


@pytest.mark.parametrize(
    "line", ["Note", "Warning:", "£12.50", "Table 1: Rooms", "Deposit: 200 euros", "© 2025 Acme Ltd", "It is closed."]
)
def test_a_bold_line_that_is_a_label_a_caption_or_a_sentence_heads_nothing(line: str) -> None:
    markup = f"# Garden\n\n## Prices\n\n{CARD}\n\n**{line}**\n\n{WATER}\n\n**{line}**\n\n## Hours\n\n{OPEN}"
    assert name_all(load_markdown(markup.encode(), "a"))[WATER] == "Prices"
    alone = markup.replace(line, "Anna Berg", 1)  # who signs
    assert name_all(load_markdown(alone.encode(), "a"))[WATER] == "Prices"


def test_one_marked_line_below_a_date_is_the_title_and_leaves_headings_to_be_told_from_the_text() -> None:
    lines = ((11, "May 2026"), (20, "Hall rules"), (11, "Opening hours"), (11, OPEN), (11, "Prices"), (11, CARD))
    data = draw_pdf([place_text(60, 780 - 30 * row, text, size) for row, (size, text) in enumerate(lines)])
    named = name_all(read_pdf(data, "a"))
    assert (named[OPEN], named[CARD]) == ("Opening hours", "Prices")
