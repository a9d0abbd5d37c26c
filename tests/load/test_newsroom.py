"""What wikis, blogs and newsrooms put into their exports beside the article, and what else is easily lost of it."""

import json
import zipfile
from pathlib import Path

import pytest

from qa.load.fields import iso_date
from qa.load.html import load_html
from qa.load.markdown import load_markdown
from qa.load.pdf import load_pdf
from tests.load.makers import draw_pdf, load_all, load_one, place_text

WIKI = """<html><head><title>Kerbin Dam - TownWiki</title></head><body><div id="content"><div id="siteNotice">Closed on
Sunday.</div><h1>Kerbin Dam</h1><div id="siteSub">From TownWiki</div><a class="mw-jump-link" href="#h">Jump to it</a>
<p>It holds back the Orl.</p><div id="toc"><h2>Contents</h2><ul><li><a href="#H">1 History</a></li></ul></div>
<h2><span id="H">History</span><span class="mw-editsection">[<a href="/e">edit</a>]</span></h2>
<p>A flood killed 12 people.<sup class="noprint">[<i>citation needed</i>]</sup> The town voted for a dam.</p>
<ol><li><span class="mw-cite-backlink">↑</span> Town archive, box 7.</li></ol>
<div class="printfooter">Retrieved from here</div><div id="catlinks">Categories: Dams</div></div></body></html>"""
LONG = "The council closed the old bridge to lorries, and it will stay closed until the spring of next year. " * 8


def pack(path: Path, parts: dict[str, str]) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        for name, part in parts.items():
            archive.writestr(name, part)


def test_of_a_wiki_page_its_tools_are_left_out() -> None:
    assert load_html(WIKI.encode(), "a").text.split("\n") == [
        *("Kerbin Dam", "It holds back the Orl.", "History"),
        *("A flood killed 12 people. The town voted for a dam.", "Town archive, box 7."),
    ]


def test_what_is_not_printed_is_read_where_it_holds_the_headline() -> None:
    page = f'<article><section class="top noprint"><h1>Dam</h1><p>It leaks.</p></section><p>{LONG}</p></article>'
    assert load_html(page.encode(), "a").text.startswith("Dam\nIt leaks.\n")


def test_a_day_in_a_sentence_stays_in_it_and_is_not_that_of_publication() -> None:
    day = '<time datetime="2024-04-01" class="date-past">1 Apr 2024</time>'
    page = f"<h1>Checklist</h1><p>{LONG}</p><p>Book it by {day} at the latest.</p>"
    article = load_html(page.encode(), "a")
    assert article.text.endswith("\nBook it by 1 Apr 2024 at the latest.")
    assert article.published == ""


def test_cells_that_are_paragraphs_stay_one_row() -> None:
    rows = "<tr><td><p>Wiki</p></td><td><p>IT service</p></td></tr><tr><td>Payroll</td><td>Finance</td></tr>"
    text = load_html(f"<h1>Access</h1><p>{LONG}</p><table>{rows}</table><p>{LONG}</p>".encode(), "a").text
    assert "\nWiki | IT service\nPayroll | Finance\n" in text


def test_a_standfirst_that_extraction_finds_late_stands_first() -> None:
    said = "The council passed the budget by a single vote after nine hours of debate."
    page = f"""<html><head><meta property="og:description" content="{said}"></head><body class="single"><main>
    <article class="post type-post hentry"><header class="entry-header"><h1>Council passes budget</h1>
    <p class="entry-excerpt">{said}</p></header><div class="entry-content"><p>Councillors voted 12 to 11 for the plan,
    which raises the parking fee to €3.</p><blockquote><p>“We had no choice,” Berg said.</p></blockquote>
    <h2>What changes</h2><ul><li>Parking costs €3 an hour.</li><li>The pool stays open until 8 p.m.</li></ul>
    <p>The opposition wants a referendum in March.</p></div></article>
    <div id="comments"><ol class="comment-list"><li><p>I disagree, says Bob.</p></li></ol></div></main></body></html>"""
    assert load_html(page.encode(), "a").text.startswith(f"{said}\nCouncillors voted 12 to 11 for the plan")


def test_pictures_of_an_icon_font_are_no_text() -> None:
    assert load_html("<p>\ue192 30 minutes. \uf8ff</p>".encode(), "a").text == "30 minutes."


def test_rows_of_tables_in_open_documents_and_slides_are_lines(tmp_path: Path) -> None:
    cell = "<table-cell><p>{}</p></table-cell>"
    rows = "".join(
        f"<table-row>{cell.format(a)}{cell.format(b)}</table-row>" for a, b in (("Item", "Vote"), ("A", "7"))
    )
    pack(tmp_path / "a.odt", {"content.xml": f"<d><h>Minutes of 4 March</h><p>Present: Berg.</p>{rows}</d>"})
    article = load_one(tmp_path / "a.odt")
    assert (article.title, article.text) == (
        "Minutes of 4 March",
        "Minutes of 4 March\nPresent: Berg.\nItem | Vote\nA | 7",
    )
    cells = "".join(f"<tc><txBody><p><r><t>{text}</t></r></p></txBody></tc>" for text in ("Tram", "€3m"))
    slide = f"<s><sp><txBody><p><r><t>Costs</t></r></p></txBody></sp><tbl><tr>{cells}</tr></tbl></s>"
    pack(
        tmp_path / "b.pptx",
        {
            "ppt/presentation.xml": "<p><sldId xmlns:r='r' r:id='r1'/></p>",
            "ppt/_rels/presentation.xml.rels": "<R><Relationship Id='r1' Type='x/slide' Target='slides/s.xml'/></R>",
            "ppt/slides/s.xml": slide,
        },
    )
    assert load_one(tmp_path / "b.pptx").text == "Costs\nTram | €3m"


def test_rows_below_the_head_of_a_table_name_their_columns_in_open_documents_and_slides(tmp_path: Path) -> None:
    row = "<table-row><table-cell><p>{}</p></table-cell>{}<table-cell><p>{}</p></table-cell></table-row>"
    head = row.format("Item", "<table-cell r:number-columns-repeated='2'/>", "Vote")
    body = row.format("Pier", "<covered-table-cell/><table-cell/>", "7 to 2")
    table = f"<table xmlns:r='r'><table-header-rows>{head}</table-header-rows><table-rows>{body}</table-rows></table>"
    pack(tmp_path / "a.odt", {"content.xml": f"<d><p>Date: 4 March 2024</p>{table}</d>"})
    article = load_one(tmp_path / "a.odt")
    assert (article.text, article.published) == ("Date: 4 March 2024\nItem: Pier; Vote: 7 to 2", "2024-03-04")
    cell = "<tc><txBody><p><r><t>{}</t></r></p></txBody></tc>"
    rows = "".join(f"<tr>{cell.format(a)}{cell.format(b)}</tr>" for a, b in (("Line", "Cost"), ("Tram", "€3m")))
    pack(
        tmp_path / "b.pptx",
        {
            "ppt/presentation.xml": "<p><sldId xmlns:r='r' r:id='r1'/></p>",
            "ppt/_rels/presentation.xml.rels": "<R><Relationship Id='r1' Type='x/slide' Target='slides/s.xml'/></R>",
            "ppt/slides/s.xml": f"<s><tbl><tblPr firstRow='1'/>{rows}</tbl></s>",
        },
    )
    assert load_one(tmp_path / "b.pptx").text == "Line: Tram; Cost: €3m"


def test_the_table_of_contents_of_an_e_book_is_no_chapter(tmp_path: Path) -> None:
    items = "<item id='n' href='n.html' properties='nav'/><item id='a' href='a.html'/>"
    book = {
        "META-INF/container.xml": "<c><rootfile full-path='b.opf'/></c>",
        "b.opf": f"<p>{items}<itemref idref='n'/><itemref idref='a'/></p>",
        "n.html": "<nav><ol><li>Harbour</li></ol></nav>",
        "a.html": "<h1>Harbour</h1><p>It was dug in 1640.</p>",
    }
    pack(tmp_path / "a.epub", book)
    assert load_one(tmp_path / "a.epub").text == "Harbour\nIt was dug in 1640."


def test_a_row_of_a_content_system_has_its_usual_names_and_its_mark_up_is_read(tmp_path: Path) -> None:
    rows = [
        {
            "uuid": "a",
            "headline": "Fair",
            "body": "<p>It opens.</p><p>Entry: &euro;3.</p>",
            "author": {"name": "Bo Lind"},
        },
        {
            "id": 2,
            "title": "Pool",
            "content": "It costs &euro;4.",
            "date": 1714550400,
            "byline": ["Ann", {"name": "Bo"}],
        },
        {"id": 4, "title": {"rendered": "Berg&#8217;s vote"}, "content": {"rendered": "<p>It &amp; more.</p>"}},
        {"id": 3, "title": "Kept", "text": "<p>As it is &amp; was.</p>"},
    ]
    (tmp_path / "a.jsonl").write_text("\n".join(map(json.dumps, rows)))
    articles, _ = load_all(tmp_path)
    assert [(a.id, a.title, a.text, a.author, a.published) for a in articles] == [
        ("a", "Fair", "It opens.\nEntry: €3.", "Bo Lind", ""),
        ("2", "Pool", "It costs €4.", "Ann, Bo", "2024-05-01T08:00:00+00:00"),
        ("4", "Berg’s vote", "It & more.", "", ""),
        ("3", "Kept", "<p>As it is &amp; was.</p>", "", ""),
    ]


def test_what_html_writes_as_a_reference_is_read_in_titles_and_names_and_the_text_is_kept(tmp_path: Path) -> None:
    title, outlet, author, text = "&#163;8m for AT&T &amp; R&D;x", "Ann &amp; Co", "Bo O&#39;Neil", "It &amp; more."
    row = {"id": "json", "title": title, "source": outlet, "author": author, "text": text}
    (tmp_path / "a.jsonl").write_text(json.dumps(row))
    (tmp_path / "b.json").write_text(json.dumps([row | {"id": "array"}]))
    (tmp_path / "c.csv").write_text(f"id,title,source,author,text\ncsv,{title},{outlet},{author},{text}\n")
    (tmp_path / "d.md").write_text(f'---\ntitle: "{title}"\nsource: "{outlet}"\nauthor: "{author}"\n---\n\nIt is on.\n')
    (tmp_path / "e.txt").write_text(f"{title}\n\n{text}\n")
    entry = (
        f"<title><![CDATA[{title}]]></title><author><![CDATA[{author}]]></author><description>It is on.</description>"
    )
    feed = f"<rss version='2.0'><channel><title><![CDATA[{outlet}]]></title><item>{entry}</item></channel></rss>"
    (tmp_path / "f.rss").write_text(feed)
    articles, _ = load_all(tmp_path)
    assert {a.title for a in articles} == {"£8m for AT&T & R&D;x"}
    assert [(a.source, a.author) for a in articles if a.id != "e"] == [("Ann & Co", "Bo O'Neil")] * 5
    assert [a.text for a in articles[:3]] == [text] * 3


def test_seconds_and_milliseconds_since_1970_are_a_date() -> None:
    assert iso_date("1714550400") == iso_date("1714550400999") == "2024-05-01T08:00:00+00:00"
    assert iso_date("2714550400") == "2714550400"


def test_marks_of_other_programs_in_markdown_are_no_text(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(
        "The line is long[^1] and `a[^1]`.\n\n> [!NOTE]\n> Night trams run.\n\n- [x] Order trams\n- [ ] Build it\n\n"
        "{{< video a >}}\n\nSee [[Port]], [[pages/pool|the pool]] and ![[map.png]].\n\nTerm\n: What it is.\n"
        "\n[^1]: Branch."
    )
    assert load_one(tmp_path / "a.md").text.split("\n") == [
        *(
            "The line is long and a[^1].",
            "Night trams run.",
            "[x] Order trams",
            "[ ] Build it",
            "See Port, the pool and .",
        ),
        *("Term: What it is.", "Branch."),
    ]


@pytest.mark.parametrize(
    "code",
    [
        *(
            "```\n{{< video a >}}\n: no term\n[^1]: no note\n- [ ] no task\n> [!NOTE]\n{% raw %}\n```",
            "    {{< video a >}}",
        ),
        *("~~~ md\n{% include a %}\n~~~", "> ```\n> {{< video a >}}\n> ```", "- ```\n  {{< video a >}}\n  ```"),
        *("Write `{{< video a >}}` here.", "Write ``{% raw %} `x` {{< a >}}`` here."),
    ],
)
def test_marks_in_code_are_text(code: str) -> None:
    kept = load_markdown(
        f"Before {{{{< b >}}}} it.\n\n{code}\n\n{{{{< figure\n src='a' >}}}}\n\nBehind it.".encode(), "a"
    )
    assert kept.text.startswith("Before it.\n")
    assert kept.text.endswith("\nBehind it.")
    assert "figure" not in kept.text
    assert kept.text.count("{{<") + kept.text.count("{%") == code.count("{{<") + code.count("{%")
    for mark in (": no term", "[^1]: no note", "- [ ] no task", "> [!NOTE]"):
        assert (mark in kept.text) == (mark in code)


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ("<p>It sank.</p><p>The post <a>Ferry sinks</a> appeared first on <a>Orl Wire</a>.</p>", "It sank."),
        ("<p>It sank.</p><p><a>Continue reading Ferry sinks →</a></p>", "It sank."),
        ("It sank. Read more...", "It sank."),
        ("It sank. Read more about it in the morning.", "It sank. Read more about it in the morning."),
        ("Read more", "Read more"),
    ],
)
def test_what_blogs_put_below_each_entry_of_a_feed_is_left_out(said: str, read: str, tmp_path: Path) -> None:
    item = f"<item><title>Ferry</title><description><![CDATA[{said}]]></description></item>"
    (tmp_path / "a.rss").write_text(f"<rss version='2.0'><channel>{item}</channel></rss>")
    assert load_one(tmp_path / "a.rss").text == read


def test_of_a_plain_message_the_signature_and_the_tools_are_left_out(tmp_path: Path) -> None:
    body = "View this email in your browser: https://a.example\n\nTHE WEEK\n=====\n\n-- \nFirst.\n\nThe café opens"
    body += " <https://a.example/x?y>.\nUnsubscribe here\n-- \nYou get this because you signed up.\n"
    (tmp_path / "a.eml").write_text(f"Subject: Week\nContent-Type: text/plain; charset=utf-8\n\n{body}")
    lines = load_one(tmp_path / "a.eml").text.split("\n")
    assert [line for line in lines if line.strip()] == ["THE WEEK", "-- ", "First.", "The café opens."]


def test_a_small_number_alone_below_a_single_page_is_that_of_the_page() -> None:
    lines = [place_text(60, 700 - 14 * n, f"The port handled {n} million tonnes of freight.") for n in range(4)]
    for size, kept in ((8, False), (11, True)):
        [(_, article)] = load_pdf(draw_pdf([*lines, place_text(290, 40, "37", size)]), "a", "a")
        assert article.text.endswith("37") is kept
