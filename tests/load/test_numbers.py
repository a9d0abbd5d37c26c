"""The numbers that a file shows before the items of its lists stand in the text, whatever the format."""

import json
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from docx.oxml import parse_xml
from hypothesis import given
from hypothesis import strategies as st

from qa.load.docx import load_docx
from qa.load.html import fragment_lines, load_html
from qa.load.numbers import has_number, read_integer, write_number
from qa.load.packed import load_epub, load_odt, load_pptx
from qa.reading.lists import find_list
from qa.records import Article, StoredArticle
from qa.split import split_sentences
from tests.hostile import assert_linear
from tests.load.makers import load_all, load_one, save_docx
from tests.load.test_formats import OFFICE, SHAPE, make_slides, paragraph, zip_parts

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STEPS = ("Turn off the gas tap below the meter.", "Press the red button.", "Wait until the lamp is green.")
ITEMS = "".join(f"<li>{step}</li>" for step in STEPS)
NUMBERED = [f"{number}. {step}" for number, step in enumerate(STEPS, start=1)]
LONG = "<p>" + "The boiler heats all rooms of the hall and was built in the year of the great flood. " * 5 + "</p>"


@pytest.mark.parametrize(
    ("markup", "lines"),
    [
        (f"<ol>{ITEMS}</ol>", NUMBERED),
        (f"<ul>{ITEMS}</ul>", list(STEPS)),
        (
            "<ol start='5'><li>A tap</li><li value='9'>A bolt</li><li>A lid</li></ol>",
            ["5. A tap", "9. A bolt", "10. A lid"],
        ),
        ("<ol reversed><li>A tap</li><li>A bolt</li></ol>", ["2. A tap", "1. A bolt"]),
        ("<ol type='a'><li>A tap</li><li>a bolt</li></ol>", ["a. A tap", "b. a bolt"]),
        ("<ol type='A' start='3'><li>A tap</li></ol>", ["C. A tap"]),
        ("<ol type='i' start='4'><li>A tap</li></ol>", ["iv. A tap"]),
        ("<ol style='list-style-type: upper-roman'><li>A tap</li><li>A lid</li></ol>", ["I. A tap", "II. A lid"]),
        (
            "<ol><li><p>Turn it.</p><p>It is stiff.</p></li><li><div><p>Press <b>this</b>.</p></div><ol type='a'>"
            "<li>Once</li><li>Twice</li></ol></li><li><b>Wait</b> an hour.</li></ol>",
            ["1. Turn it.", "It is stiff.", "2. Press this.", "a. Once", "b. Twice", "3. Wait an hour."],
        ),
        (  # numbers that somebody typed
            "<ol><li>1. Turn it.</li><li>Step 2: Press it.</li><li>(3) Wait</li><li><b>4)</b> Go.</li><li>2026 end</li>"
            "</ol>",
            ["1. Turn it.", "Step 2: Press it.", "(3) Wait", "4) Go.", "5. 2026 end"],
        ),
        (
            "<ol><li></li><li>Two</li><li><ol><li>Inner</li></ol></li><li>Four</li></ol>",
            ["2. Two", "1. Inner", "4. Four"],
        ),
        ("<ol><li><h3>Turn it</h3><p>It is stiff.</p></li></ol>", ["1. Turn it", "It is stiff."]),
        (f"<ol style='list-style: none'>{ITEMS}</ol>", list(STEPS)),
        (f"<ol role='list'>{ITEMS}</ol>", list(STEPS)),
        (f"<ol class='references'>{ITEMS}</ol>", list(STEPS)),
        (f"<section class='footnotes'><ol>{ITEMS}</ol></section>", list(STEPS)),
        (f"<div class='most-read'><ol>{ITEMS}</ol></div>", list(STEPS)),
        (f"<h3>Most read</h3><ol>{ITEMS}</ol>", ["Most read", *STEPS]),
        (f"<nav><ol>{ITEMS}</ol></nav>", list(STEPS)),
        (
            "<ol><li><a href='/a'>The dam leaks</a></li><li><a href='/b'>A bus burns</a></li></ol>",
            ["The dam leaks", "A bus burns"],
        ),
        ("<ol><li>The archive. <a href='#r' class='footnote-backref'>back</a></li></ol>", ["The archive. back"]),
        ("<ol><li><pre>make\ninstall</pre></li></ol>", ["make", "install"]),
        ("<ol start='999999999999'><li>A tap</li></ol>", ["1. A tap"]),
        ("<ol start='-3'><li>A tap</li></ol>", ["A tap"]),
        ("<ol start='x'><li value='y'>A tap</li></ol>", ["1. A tap"]),
        ("<ol start='999'><li>A tap</li><li>A lid</li></ol>", ["999. A tap", "A lid"]),
        ("<ol type='a' start='26'><li>A tap</li><li>A lid</li></ol>", ["z. A tap", "A lid"]),
    ],
)
def test_items_of_html_stand_behind_the_numbers_that_a_browser_draws(markup: str, lines: list[str]) -> None:
    assert fragment_lines(markup) == lines


@pytest.mark.parametrize(
    ("style", "numbers"),
    [
        ("ol.x { list-style: none }", ["", "", ""]),
        (".x li { display: flex }", ["", "", ""]),
        ("ol { list-style: none } .x { list-style: lower-roman inside }", ["i. ", "ii. ", "iii. "]),
        (".x { list-style: none; counter-reset: n } .x li::before { content: counter(n) }", ["1. ", "2. ", "3. "]),
    ],
)
def test_styles_of_a_page_say_what_numbers_its_lists_have(style: str, numbers: list[str]) -> None:
    article = f"<article><h1>Boiler</h1>{LONG}<ol class='x'>{ITEMS}</ol>{LONG}</article>"
    page = f"<html><head><style>{style}</style></head><body>{article}</body></html>"
    lines = [line for line in load_html(page.encode(), "a").text.split("\n") if line]
    assert lines[2:5] == [number + step for number, step in zip(numbers, STEPS, strict=True)]


def test_an_article_among_menus_and_other_articles_has_the_numbers_of_its_own_list_alone() -> None:
    others = "<ol><li><a href='/a'>The dam leaks in the north</a></li><li><a href='/b'>A bus burns</a></li></ol>"
    page = (
        f"<html><body><nav>{others}</nav><main><article><h1>Boiler</h1>{LONG}<h2>Reset</h2><ol>{ITEMS}</ol>{LONG}</article>"
        f"<div class='most-read'><h2>Most read</h2>{others}</div></main><footer>{others}</footer></body></html>"
    )
    article = load_html(page.encode(), "a")
    assert [line for line in article.text.split("\n") if line[:1].isdigit()] == NUMBERED
    assert [article.text[start:].split("\n")[0] for start, _ in article.headings] == ["Boiler", "Reset"]


def test_feeds_fields_of_json_and_books_have_the_numbers_too(tmp_path: Path) -> None:
    markup = f"<p>Reset the boiler so:</p><ol>{ITEMS}</ol>"
    text = "\n".join(["Reset the boiler so:", *NUMBERED])
    (tmp_path / "a.json").write_text(json.dumps([{"id": "a", "title": "Boiler", "content": markup}]))
    assert load_one(tmp_path / "a.json").text == text
    entry = f"<item><title>Boiler</title><guid>g</guid><description><![CDATA[{markup}]]></description></item>"
    (tmp_path / "feed.xml").write_text(f'<rss version="2.0"><channel><title>Hall</title>{entry}</channel></rss>')
    [article], _ = load_all(tmp_path / "feed.xml")
    assert article.text == text
    container = "<container><rootfiles><rootfile full-path='book.opf'/></rootfiles></container>"
    book = "<package><manifest><item id='a' href='one.xhtml'/></manifest><spine><itemref idref='a'/></spine></package>"
    data = zip_parts(**{"META-INF__container_xml": container, "book_opf": book, "one_xhtml": markup})
    assert load_epub(data, "a").text == text


def write_word(numbering: str, paragraphs: list[tuple[str, str]], styles: str = "") -> bytes:
    """Return a Word file of paragraphs, each with its properties, over the definitions of lists and styles."""
    document = docx.Document()
    part = document.part.numbering_part.element
    for child in list(part):
        part.remove(child)
    part.extend(parse_xml(f'<w:numbering xmlns:w="{W}">{numbering}</w:numbering>'))
    document.styles.element.extend(parse_xml(f'<w:styles xmlns:w="{W}">{styles}</w:styles>'))
    for place, (about, text) in enumerate(paragraphs):
        element = f'<w:p xmlns:w="{W}"><w:pPr>{about}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>'
        document.element.body.insert(place, parse_xml(element))
    return save_docx(document)


def define(name: int, *levels: tuple[str, str], more: str = "") -> str:
    """Return a list of Word with the formats and the words of its levels."""
    written = "".join(
        f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/>{more}'
        f'<w:lvlText w:val="{words}"/></w:lvl>'
        for level, (kind, words) in enumerate(levels)
    )
    return f'<w:abstractNum w:abstractNumId="{name}">{written}</w:abstractNum>'


def use(name: int, abstract: int, more: str = "") -> str:
    return f'<w:num w:numId="{name}"><w:abstractNumId w:val="{abstract}"/>{more}</w:num>'


def put(name: int, level: object = 0) -> str:
    return f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{name}"/></w:numPr>'


LEGAL = define(1, ("decimal", "%1."), ("decimal", "%1.%2"), ("lowerLetter", "(%3)"), ("lowerRoman", "%4."))
AGAIN = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'


@pytest.mark.parametrize(
    ("numbering", "paragraphs", "lines"),
    [
        (
            LEGAL + use(1, 1),
            [
                (put(1), "Rent"),
                (put(1, 1), "Due"),
                (put(1, 2), "Cash"),
                (put(1, 2), "Card"),
                (put(1, 3), "Debit"),
                (put(1, 1), "Late"),
            ]
            + [("", "Between."), (put(1), "Term"), (put(1, 1), "Start"), (put(0), "None"), (put(1, 1), "1.9 Typed")],
            [
                "1. Rent",
                "1.1 Due",
                "(a) Cash",
                "(b) Card",
                "i. Debit",
                "1.2 Late",
                "Between.",
                "2. Term",
                "2.1 Start",
                "None",
            ]
            + ["2.2 1.9 Typed"],
        ),
        (  # lists that share what they are made by go on, one that says so begins anew
            LEGAL + use(1, 1) + use(2, 1) + use(3, 1, AGAIN),
            [(put(1), "One"), (put(2), "Two"), (put(3), "Three"), (put(3), "Four"), (put(1), "Five")],
            ["1. One", "2. Two", "1. Three", "2. Four", "3. Five"],
        ),
        (
            define(1, ("bullet", "•")) + define(2, ("upperRoman", "Article %1")) + use(1, 1) + use(2, 2),
            [(put(1), "Dot"), (put(2), "Scope"), (put(2), "Article II Terms"), (put(2), "")],
            ["Dot", "Article I Scope", "Article II Terms"],
        ),
        (  # all in figures
            define(1, ("upperRoman", "%1"), ("decimal", "%1.%2"), more="<w:isLgl/>") + use(1, 1),
            [(put(1), "High"), (put(1, 1), "Deep"), (put(1, 1), "Deeper")],
            ["1 High", "1.1 Deep", "1.2 Deeper"],
        ),
        (  # what is wrong
            LEGAL + use(1, 1) + use(2, 7) + use(3, 1).replace('w:val="1"', "") + "<w:num/><w:abstractNum/>",
            [
                (put(1, 99), "A"),
                (put(1, -1), "B"),
                (put(1, "x"), "C"),
                (put(2), "D"),
                (put(3), "E"),
                (put(9), "F"),
                ("<w:numPr/>", "G"),
            ],
            ["A", "B", "1. C", "D", "E", "F", "G"],
        ),
    ],
)
def test_paragraphs_of_word_stand_behind_the_numbers_that_word_draws(
    numbering: str, paragraphs: list[tuple[str, str]], lines: list[str]
) -> None:
    text = load_docx(write_word(numbering, paragraphs), "a").text
    assert [line for line in text.split("\n") if line] == lines


def test_numbers_of_the_styles_of_headings_stand_in_the_headings() -> None:
    levels = (("decimal", "%1"), ("decimal", "%1.%2"))
    numbering = (
        define(1, *levels).replace("<w:lvlText", '<w:pStyle w:val="Lower"/><w:lvlText').replace("Lower", "Upper", 1)
    )
    styles = "".join(
        f'<w:style w:type="paragraph" w:styleId="{name}"><w:name w:val="{name}"/>'
        f'<w:basedOn w:val="{base}"/><w:pPr>{about}'
        f'<w:outlineLvl w:val="{level}"/></w:pPr></w:style>'
        for level, (name, base, about) in enumerate(
            [
                ("Upper", "Normal", '<w:numPr><w:numId w:val="1"/></w:numPr>'),
                ("Lower", "Upper", "<w:numPr/>"),
                ("Round", "Circle", ""),
            ]
            + [("Circle", "Round", "")]
        )
    )
    told = [("Upper", "Scope"), ("Upper", "Building"), ("Lower", "Doors"), ("Lower", "Clearances"), ("Round", "End")]
    paragraphs = [(f'<w:pStyle w:val="{name}"/>', text) for name, text in told]
    article = load_docx(write_word(numbering + use(1, 1), paragraphs, styles), "a")
    assert article.text.split("\n") == ["1 Scope", "2 Building", "2.1 Doors", "2.2 Clearances", "End"]
    assert [(article.text[place:].split("\n")[0], level) for place, level in article.headings] == [
        *(("1 Scope", 1), ("2 Building", 1), ("2.1 Doors", 2), ("2.2 Clearances", 2), ("End", 3)),
    ]


def write_odt(content: str) -> bytes:
    styles = (
        "<text:list-style text:name='N'><text:list-level-style-number text:level='1' text:num-format='1'"
        " text:num-suffix='.'/>"
        "<text:list-level-style-number text:level='2' text:num-format='a' text:num-prefix='(' text:num-suffix=')'/>"
        "</text:list-style><text:list-style text:name='B'>"
        "<text:list-level-style-bullet text:level='1'/></text:list-style>"
        "<text:outline-style><text:outline-level-style text:level='1' text:num-format='1'/><text:outline-level-style"
        " text:level='2' text:num-format='1' text:display-levels='2'/></text:outline-style>"
    )
    return zip_parts(
        styles_xml=f"<office:styles {OFFICE}>{styles}</office:styles>",
        content_xml=f"<office:text {OFFICE}>{content}</office:text>",
    )


def test_a_text_is_read_without_numbers_where_the_styles_cannot_be_read() -> None:
    content = write_list(*map(write_paragraphs, STEPS))
    data = zip_parts(styles_xml="<office:styles", content_xml=f"<office:text {OFFICE}>{content}</office:text>")
    assert load_odt(data, "a").text.split("\n") == list(STEPS)


def write_list(*items: str, style: str = "N", more: str = "") -> str:
    written = "".join(f"<text:list-item>{item}</text:list-item>" for item in items)
    return f"<text:list text:style-name='{style}' {more}>{written}</text:list>"


def write_paragraphs(*texts: str) -> str:
    return "".join(f"<text:p>{text}</text:p>" for text in texts)


@pytest.mark.parametrize(
    ("content", "lines"),
    [
        (write_list(*map(write_paragraphs, STEPS)), NUMBERED),
        (write_list(*map(write_paragraphs, STEPS), style="B"), list(STEPS)),
        (
            write_list(
                write_paragraphs("Turn it.", "It is stiff.")
                + write_list(*map(write_paragraphs, ("Once", "Twice")), style=""),
                write_paragraphs("Wait."),
                write_list(write_paragraphs("Long")),
            ),
            ["1. Turn it.", "It is stiff.", "(a) Once", "(b) Twice", "2. Wait.", "(a) Long"],
        ),
        (
            write_list(write_paragraphs("One"))
            + write_paragraphs("Between.")
            + write_list(write_paragraphs("Two"), more="text:continue-numbering='true'")
            + write_list(write_paragraphs("Anew"), more="xml:id='l'")
            + write_list("<text:p/>", write_paragraphs("Third"), more="text:continue-list='l'")
            + write_list(write_paragraphs("Seven")).replace(
                "<text:list-item>", "<text:list-item text:start-value='7'>"
            ),
            ["1. One", "Between.", "2. Two", "1. Anew", "3. Third", "7. Seven"],
        ),
        (
            "".join(
                f"<text:h text:outline-level='{level}'><text:number>9</text:number>{text}</text:h>"
                for level, text in [(1, "Scope"), (1, "Building"), (2, "Doors"), (2, "Clearances"), (3, "Low")]
            ),
            ["1 Scope", "2 Building", "2.1 Doors", "2.2 Clearances", "Low"],
        ),
        (
            write_list(write_paragraphs("A"), style="?").replace(
                "<text:list-item", "<text:list-item text:start-value='x'"
            ),
            ["A"],
        ),
    ],
)
def test_paragraphs_of_an_opendocument_stand_behind_their_numbers(content: str, lines: list[str]) -> None:
    assert load_odt(write_odt(content), "a").text.split("\n") == lines


def test_paragraphs_of_a_slide_stand_behind_their_numbers() -> None:
    auto = '<a:pPr lvl="{}"><a:buAutoNum type="{}" startAt="{}"/></a:pPr>'
    told = [(0, "arabicPeriod", 1, "Turn"), (1, "alphaLcParenR", 1, "Once"), (1, "alphaLcParenR", 1, "Twice")]
    told += [(0, "arabicPeriod", 1, "Press"), (0, "romanUcParenBoth", 4, "Wait"), (0, "thaiNumPeriod", "x", "Go")]
    body = "".join(paragraph(text).replace("<a:p>", "<a:p>" + auto.format(*about)) for *about, text in told)
    text = load_pptx(make_slides({"one": SHAPE.format("body", body + paragraph("End"))}), "a").text
    assert text.split("\n") == ["1. Turn", "a) Once", "b) Twice", "2. Press", "(IV) Wait", "Go", "End"]


def make_page() -> bytes:
    article = f"<article><h1>Boiler</h1>{LONG}<h2>Reset</h2><ol>{ITEMS}</ol>{LONG}</article>"
    return f"<html><body>{article}</body></html>".encode()


def make_word() -> bytes:
    document = docx.Document()
    document.add_heading("Boiler", 0)
    document.add_heading("Reset", 1)
    for step in STEPS:
        document.add_paragraph(step, style="List Number")
    document.add_heading("Hours", 1)
    document.add_paragraph("It runs from October to May.")
    return save_docx(document)


@pytest.mark.parametrize(("load", "data"), [(load_html, make_page()), (load_docx, make_word())], ids=["html", "docx"])
def test_who_asks_for_the_steps_gets_all_of_them(load: Callable[[bytes, str], Article], data: bytes) -> None:
    article = load(data, "a")
    offsets = tuple((one.start, one.end) for one in split_sentences(article.text, article_id="a"))
    stored = StoredArticle(article, "v", offsets)
    second = next(one for one in stored.sentences if stored.quote(one) == NUMBERED[1])
    assert [stored.quote(one) for one in find_list("How do I reset the boiler?", stored, second)] == NUMBERED


def test_very_many_items_nested_deep_take_a_time_that_grows_with_their_number() -> None:
    def nest(piece: str, lists: int) -> str:
        return (piece * 100 + "</ol>" * 100) * lists

    assert len(fragment_lines(nest("<ol><li>Go on now.", 20))) == 2_000
    assert_linear(fragment_lines, "<ol><li>Go on now.", lengths=(20, 80), make=nest)


@pytest.mark.parametrize(
    ("value", "kind", "written"),
    [(4, "1", "4"), (4, "01", "04"), (4, "i", "iv"), (49, "I", "XLIX"), (88, "i", "lxxxviii"), (26, "A", "Z")]
    + [(27, "a", ""), (0, "a", ""), (0, "1", "0"), (-1, "1", ""), (1_000, "1", ""), (888, "i", ""), (1, "?", "")],
)
def test_a_number_is_written_in_its_kind(value: int, kind: str, written: str) -> None:
    assert write_number(value, kind) == written


@given(
    st.sampled_from(["1", "01", "a", "A", "i", "I"]), st.integers(0, 999), st.sampled_from(["{}. ", "({}) ", "{}) "])
)
def test_whatever_number_is_written_is_in_one_sentence_with_its_item(kind: str, value: int, form: str) -> None:
    if number := write_number(value, kind):
        text = f"Do this:\n{form.format(number)}Turn off the tap.\nThen go."
        quotes = [text[one.start : one.end] for one in split_sentences(text)]
        assert quotes == text.split("\n")


@given(st.text(max_size=20), st.text(max_size=40))
def test_any_label_and_line_can_be_compared(label: str, line: str) -> None:
    assert has_number(label, f"{label} {line}") or not label.strip() or label[-1:].isspace() or label[:1].isspace()
    assert read_integer(label) is None or any(sign.isdigit() for sign in label)
