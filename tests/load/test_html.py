"""HTML pages: the article and what the page says about it, without the furniture around it."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qa.errors import ArticleError
from qa.load.html import load_html
from tests.load.makers import fragment_text

BODY = "<p>" + "The council said on 3 March 2011 that the bridge would close for two years. " * 4 + "</p>"


def make_page(head: str = "", before: str = "", after: str = "", body: str = BODY) -> bytes:
    return (
        f"<html><head><title>Bridge to close | The Daily</title>{head}</head><body>"
        f"<article><h1>Bridge to close</h1>{before}{body}</article>{after}</body></html>"
    ).encode()


FULL = make_page(
    head="""<meta property="og:site_name" content="The Daily"><meta name="author" content="Ann Lee">
        <link rel="canonical" href="https://daily.example/bridge">""",
    before="<p class=byline>By Ann Lee</p>",
    body="""<p>The council said on Monday that the <b>old bridge</b>
    would close   for two&nbsp;years, because of <a href=x>rust</a>.<br>It was built in 1931.</p>
    <h2>What happens next</h2><p>Work starts in May, the council said in a letter to everybody who lives there:</p>
    <ul><li>Lanes close <i>first</i>.</li><li>Buses move second</li></ul>
    <table><tr><th>Year</th><th>Cost</th></tr><tr><td>2024</td><td>$5m</td></tr></table>
    <blockquote><p>“We had to act,” she said.</p></blockquote>
    <p>H<sub>2</sub>O got in, and what it did to the iron was worse than anybody thought, engineers said.</p>""",
    after="<aside>Most read: ten best bridges</aside><footer>© 2024 The Daily</footer>",
)


def test_a_page_becomes_one_line_for_each_paragraph_heading_item_and_row() -> None:
    assert load_html(FULL, "a").text.split("\n") == [
        "Bridge to close",
        "The council said on Monday that the old bridge would close for two years, because of rust.",
        "It was built in 1931.",
        "What happens next",
        "Work starts in May, the council said in a letter to everybody who lives there:",
        "Lanes close first.",
        "Buses move second",
        "Year: 2024; Cost: $5m",
        "“We had to act,” she said.",
        "H2O got in, and what it did to the iron was worse than anybody thought, engineers said.",
    ]


def test_a_page_tells_its_title_site_author_and_address() -> None:
    article = load_html(FULL, "a")
    assert (article.title, article.source, article.author) == ("Bridge to close", "The Daily", "Ann Lee")
    assert article.url == "https://daily.example/bridge"


ROW = "<tr><td>{}</td><td>{}</td></tr>"


@pytest.mark.parametrize(
    ("table", "lines"),
    [
        (
            "<caption>Piers</caption><tr><th>Pier<th>Ships</tr><tr><th>North<td>14</tr>",
            ["Piers", "Pier: North; Ships: 14"],
        ),
        (
            "<thead><tr><td></td><th>May</th></tr></thead><tbody>" + ROW.format("Ships", "<ul><li>Alba<li>Vell</ul>"),
            ["Ships; May: Alba Vell"],
        ),
        (
            ROW.format("<b>Pier</b>", "<p><strong>Ships</strong></p>") + ROW.format("North", "14"),
            ["Pier: North; Ships: 14"],
        ),
        ("<tr><th>Date<td>3 May</tr><tr><th>Lead<td>Ann</tr>", ["Date: 3 May", "Lead: Ann"]),
        ("<tr><th>Pier<th>Ships</tr><tr><td colspan=2>East</tr><tr><td>Sole</td></tr>", ["East", "Sole"]),
        (f"<tr><th>Pier<th>Ships</tr><tr><td colspan={'9' * 5_000}>East</tr>", ["Pier | Ships", "East"]),
        ("<tr><th>A<th>B</tr><tr><td rowspan=2>1<td>2</tr><tr><td>3</tr>", ["A | B", "1 | 2", "3"]),
        (ROW.format("North", "14") + ROW.format("East", "9"), ["North | 14", "East | 9"]),
        ("<tr><th>A<th>B</tr>" + ROW.format("<table><tr><td>in</table>", "1"), ["A | B", "in", "1"]),
    ],
)
def test_a_row_of_a_table_with_heads_reads_by_itself(table: str, lines: list[str]) -> None:
    assert fragment_text(f"<table>{table}</table>").split("\n") == lines


@pytest.mark.parametrize("title", ["Bridge to close | The Daily", "Bridge to close"])
def test_a_headline_counts_before_the_name_of_the_site_beside_it(title: str) -> None:
    page = make_page(before="<h1>Another heading</h1>").replace(b"Bridge to close | The Daily", title.encode())
    assert load_html(page, "a").title == "Bridge to close"


def test_the_address_that_a_page_was_fetched_from_counts_before_its_own() -> None:
    assert load_html(FULL, "a", "https://other.example/x").url == "https://other.example/x"


def test_a_short_brief_keeps_its_lines_apart_and_leaves_out_what_is_around_it() -> None:
    body = "<p>The council said so on Monday.</p><h2>Next</h2><ul><li>Lanes</li><li>Cars</li></ul>"
    page = make_page(body=body, after="<div>Copyright</div>").replace(b"<body>", b"<body><div>Home News Sport</div>")
    lines = ["Bridge to close", "The council said so on Monday.", "Next", "Lanes", "Cars"]
    assert load_html(page, "a").text.split("\n") == lines


@pytest.mark.parametrize(
    ("page", "text"),
    [
        ("<p>One sentence.</p>", "One sentence."),
        ("<h1>Title</h1><p>One.</p><ul><li>a<li>b</ul>", "Title\nOne.\n\na\n\nb"),
        ("Just text<br>in a body", "Just text\nin a body"),
        ("<div>One.</div><div>Two <span>and</span> a half.</div>", "One.\nTwo and a half."),
        ("<body><nav>Home</nav><script>x()</script>Seen.</body>", "Seen."),
    ],
)
def test_a_page_of_few_words_is_taken_whole(page: str, text: str) -> None:
    assert load_html(page.encode(), "a").text == text


def test_code_keeps_its_lines() -> None:
    page = make_page(body=BODY + "<pre><code>x = 1\n\n  y = 2\n</code></pre><p>Set <code>x</code> first.</p>")
    assert load_html(page, "a").text.split("\n")[-3:] == ["x = 1", "  y = 2", "Set x first."]


DATES = {
    "JSON-LD": (
        '<script type="application/ld+json">{"@type": "NewsArticle", "dateModified": "2024-05-09T10:00:00Z",'
        ' "datePublished": "2024-05-01T23:30:00-05:00"}</script>'
    ),
    "JSON-LD of the article, not of the site": (
        '<script type="application/ld+json">{"@graph": [{"@type": "WebPage", "datePublished": "2019-01-01"},'
        ' {"@type": ["NewsArticle"], "datePublished": "2024-05-01"}]}</script>'
    ),
    "JSON-LD after one that is broken": (
        '<script type="application/ld+json">{broken</script><script type="application/ld+json">'
        '[{"@type": "BlogPosting", "datePublished": "2024-05-01"}]</script>'
    ),
    "meta": (
        '<meta property="article:modified_time" content="2024-05-09"><meta property="og:updated_time"'
        ' content="2024-05-10"><meta property="article:published_time" content="2024-05-01T10:00:00Z">'
    ),
    "meta before the day in the address": (
        '<link rel="canonical" href="https://daily.example/2023/04/01/x"><meta name="date" content="May 1, 2024">'
    ),
    "address": '<link rel="canonical" href="https://daily.example/2024/05/01/bridge">',
    "Dublin Core": (
        '<meta name="DC.date.modified" content="2024-06-01"><meta name="DC.date.issued" content="2024-05-01">'
    ),
}


@pytest.mark.parametrize("head", DATES.values(), ids=DATES)
def test_the_publication_date_stated_in_the_head_is_found(head: str) -> None:
    assert load_html(make_page(head), "a").published[:10] == "2024-05-01"


@pytest.mark.parametrize(
    "before",
    [
        '<time datetime="2024-05-01">May 1</time>',
        '<p>Updated <time class="updated" datetime="2024-05-09">May 9</time>'
        ' Published <time class="published" datetime="2024-05-01">May 1</time></p>',
        '<meta itemprop="dateModified" content="2024-05-09"><meta itemprop="datePublished" content="2024-05-01">',
        '<span itemprop="datePublished">1 May 2024</span>',
        '<p class="byline">By Ann Lee. Published 1 May 2024</p>',
        '<div class="meta">May 1, 2024</div>',
    ],
)
def test_the_publication_date_shown_on_the_page_is_found(before: str) -> None:
    related = '<aside><a href="/x">Old story</a> <time datetime="2009-02-03">2009</time></aside>'
    assert load_html(make_page(before=before, after=related), "a").published[:10] == "2024-05-01"


@pytest.mark.parametrize(
    "head",
    [
        # the same moment in the publisher's own time, with and without its zone
        '<meta property="article:published_time" content="2024-05-02T03:28:35+00:00">'
        '<meta name="publish-date" content="2024-05-01 22:28:35">',
        '<script type="application/ld+json">{"@type": "NewsArticle", "datePublished": "2024-05-02T02:11:03Z"}</script>'
        '<meta itemprop="datePublished" content="2024-05-01T21:11:03-05:00">',
        # the day in the article's address
        '<script type="application/ld+json">{"@type": "NewsArticle", "datePublished": "2024-05-02T01:49:09Z"}</script>'
        '<link rel="canonical" href="https://daily.example/2024/05/01/bridge">',
        '<meta property="article:published_time" content="2024-04-30T23:11:59+00:00">'
        '<meta property="og:url" content="https://daily.example/2024/05/01/bridge">',
        # another moment, another day in the address, an address with no day: universal time stands
        '<meta property="article:published_time" content="2024-05-01T23:28:35+00:00">'
        '<meta name="date" content="2024-05-02T03:28:36+00:00">',
        '<meta property="article:published_time" content="2024-05-01T23:28:35+00:00">'
        '<link rel="canonical" href="https://daily.example/2024/05/09/99/77/bridge">',
    ],
)
def test_the_day_of_publication_is_that_of_the_publishers_calendar(head: str) -> None:
    assert load_html(make_page(head), "a").published[:10] == "2024-05-01"


@pytest.mark.parametrize(
    ("head", "after"),
    [
        # a reader's review is not the article, though it comes first
        (
            '<script type="application/ld+json">{"@type": "Review", "datePublished": "2024-06-07"}</script>'
            '<script type="application/ld+json">{"@type": "Recipe", "datePublished": "2024-05-01"}</script>',
            "",
        ),
        # a mere "date" is often that of a change
        (
            '<meta name="date" content="2024-06-07">',
            '<time itemprop="datePublished" datetime="2024-05-01">1 May</time>',
        ),
        # no day, and a day with a word behind it
        ('<meta name="pubdate" content="2024-13-45T10:00:00Z"><meta name="date" content="2024-05-01 10:00 Uhr">', ""),
    ],
)
def test_the_surest_statement_of_the_day_counts(head: str, after: str) -> None:
    assert load_html(make_page(head, after=after), "a").published[:10] == "2024-05-01"


@pytest.mark.parametrize("written", ["1 May 2024", "May 1, 2024", "2024-05-01", "01.05.2024", "1. Mai 2024"])
def test_the_first_of_a_month_is_a_date_where_it_is_written(written: str) -> None:
    assert load_html(make_page(before=f'<p class="date">{written}</p>'), "a").published == "2024-05-01"


def test_a_month_alone_is_no_day() -> None:
    archive = '<ul><li><a href="/2024/05">May 2024</a></li><li><a href="/2024/04">April 2024</a></li></ul>'
    assert load_html(make_page(after=archive), "a").published == ""


def test_a_line_that_a_short_page_repeats_is_read_as_often() -> None:
    verse, refrain = (
        "<p>The river rose on Monday and the mill stood still.</p>",
        "<p>And nobody came to the bridge.</p>",
    )
    page = f"<html><body><article><h1>The mill</h1>{verse}{refrain}{verse}{refrain}</article></body></html>"
    lines = load_html(page.encode(), "a").text.split("\n")
    assert lines.count("And nobody came to the bridge.") == 2


def test_an_old_article_keeps_its_date() -> None:
    assert load_html(make_page('<meta name="date" content="1987-05-01">'), "a").published == "1987-05-01"


@pytest.mark.parametrize(
    ("head", "after"),
    [
        ('<meta property="article:modified_time" content="2024-05-09T10:00:00Z">', ""),
        ('<meta http-equiv="last-modified" content="2024-05-09">', ""),
        ('<script type="application/ld+json">{"@type": "NewsArticle", "dateModified": "2024-05-09"}</script>', ""),
        ("", "<footer>© 2024 The Daily. Last updated 2023-12-12</footer>"),
        ("", '<aside>Related <time datetime="2009-02-03">2009</time></aside>'),
        ("", '<div class="comments"><time datetime="2024-06-01">June</time> Nice</div>'),
        ("", ""),
    ],
)
def test_a_date_of_something_else_is_not_the_publication_date(head: str, after: str) -> None:
    assert load_html(make_page(head, after=after), "a").published == ""


@pytest.mark.parametrize(
    ("head", "charset"),
    [
        ('<meta charset="windows-1251">', "cp1251"),
        ('<meta http-equiv="Content-Type" content="text/html; charset=KOI8-R">', "koi8-r"),
        ("", "utf-8"),
        ("", "utf-8-sig"),
        ("", "utf-16"),
    ],
)
def test_a_page_is_read_in_the_charset_that_it_declares(head: str, charset: str) -> None:
    assert load_html(f"<html><head>{head}</head><body><p>Мост закрыт.</p></body></html>".encode(charset), "a").text == (
        "Мост закрыт."
    )


def test_a_page_called_latin_1_is_read_as_browsers_do() -> None:
    page = '<html><head><meta charset="iso-8859-1"></head><body><p>“Closed” – café</p></body></html>'.encode("cp1252")
    assert load_html(page, "a").text == "“Closed” – café"


@pytest.mark.parametrize(
    ("page", "reason"),
    [
        (b"<p>\0\0\0\0\0\0b</p>", "binary data"),
        (b"<html><body><div>Please enable JavaScript to read this.</div></body></html>", "a script fills in"),
        (b"<html><body><script>x()</script><!-- text --></body></html>", "no text"),
    ],
)
def test_a_page_that_cannot_be_read_is_refused_with_the_reason(page: bytes, reason: str) -> None:
    with pytest.raises(ArticleError, match=reason):
        load_html(page, "a")


@pytest.mark.parametrize(
    "page",
    [
        "<p>Café</p>".encode("latin-1"),
        '<meta charset="utf-8"><p>Café</p>'.encode("latin-1"),
        '<meta charset="klingon"><p>Café</p>'.encode(),
        '<meta charset="utf-8"><p>Ca\0f\0é</p>'.encode(),
        '<meta charset="utf-8"><script>/* caf\xe9 */</script><p>Café</p><p>“'.encode("cp1252")
        .replace(b"\x93", b"")
        .replace(b"Caf\xe9", "Café".encode()),
    ],
)
def test_a_bad_byte_or_a_wrong_charset_spoils_no_page(page: bytes) -> None:
    assert load_html(page, "a").text == "Café"


def test_a_byte_that_is_no_character_becomes_the_sign_for_that() -> None:
    page = '<meta charset="utf-8"><p>“Closed”, he said: Mo'.encode() + b"\xff" + b"nday.</p>"
    assert load_html(page, "a").text == "“Closed”, he said: Mo\ufffdnday."


@pytest.mark.parametrize("box", ["{}", "<div>{}</div>"])
def test_a_page_of_nothing_but_text_keeps_its_headings_and_lists(box: str) -> None:
    asked = "".join(f"<h3>Where is room {n}?</h3><p>It is on floor {n}, behind the stairs.</p>" for n in range(9))
    text = f"<h1>Rooms</h1><p>What visitors ask, and what we say.</p><ul><li>Ring twice.</li></ul>{asked}"
    page = f"<html><head><title>Rooms</title></head><body>{box.format(text)}</body></html>"
    lines = load_html(page.encode(), "a").text.split("\n")
    assert lines[:3] == ["Rooms", "What visitors ask, and what we say.", "Ring twice."]
    assert lines[3:] == [
        f"{line} {n}{end}"
        for n in range(9)
        for line, end in (("Where is room", "?"), ("It is on floor", ", behind the stairs."))
    ]


def test_a_fragment_becomes_lines() -> None:
    markup = "Hello <b>w</b>orld<p>Two &amp; a half</p><ul><li>a</li><li>b</li></ul><style>p {}</style>"
    assert fragment_text(markup) == "Hello world\nTwo & a half\na\nb"
    assert fragment_text("") == ""


def test_a_page_is_read_to_its_depth_or_not_at_all() -> None:
    assert fragment_text("<div>" * 200 + "deep") == "deep"
    with pytest.raises(ArticleError, match="nested deeper"):
        fragment_text("seen" + "<div>" * 300 + "deep")


TAGS = st.sampled_from(
    "<p> </p> <b> <table> <tr> <td> </table> <ul> <li> <pre> <code> <br> <!-- --> <script> </script> <article> "
    "<h1> <title> <time datetime=2024 <meta &#xD83D; &amp; <![CDATA[ <?xml <body> </html>".split()
)


@settings(max_examples=40, deadline=None)
@given(st.lists(TAGS | st.text(max_size=20), max_size=30))
def test_any_markup_is_read_or_refused(parts: list[str]) -> None:
    fragment_text("".join(parts))
    try:
        article = load_html("".join(parts).encode(), "a")
    except ArticleError:
        return
    assert article.text.strip()


def test_a_day_that_a_sentence_only_speaks_of_is_not_the_day_of_the_page() -> None:
    page = "<main><h1>Photos</h1><p>Ask at the desk.</p><p>Prints have not been taken since 1 May 2025.</p>{}</main>"
    assert load_html(page.format("").encode(), "a").published == ""
    assert load_html(page.format("<p>Published 3 June 2025</p>").encode(), "a").published == "2025-06-03"


def test_a_term_of_a_list_of_definitions_stands_before_each_of_them() -> None:
    long = "A" * 70
    terms = (
        "<dl><dt>Doors open</dt><dd>8 to 17, <a href='/x'>see map</a></dd> <dt>Lid</dt><dt>Cover</dt>"
        "<dd><p>The part on top.</p><p>It is red.</p></dd><dt>Can I swim?</dt><dd>No.</dd>"
        "<div><dt>Crew:</dt><dd>Ann</dd><dd>Bo</dd></div><dt>Keys</dt><dd><dl><dt>Gate</dt><dd>K8</dd></dl></dd>"
        f"<dt>{long}</dt><dd>One</dd><dd>Two</dd><dt>Alone</dt></dl>"
    )
    lines = [
        *("Doors open: 8 to 17, see map", "Lid, Cover: The part on top.", "It is red.", "Can I swim? No."),
        *("Crew: Ann", "Crew: Bo", "Keys:", "Gate: K8", f"{long}: One", "Two", "Alone"),
    ]
    assert fragment_text(terms).split("\n") == lines
    page = f"<html><body><nav><a href='/'>Home</a></nav><h1>Words</h1><p>Of the yard.</p>{terms}</body></html>"
    assert load_html(page.encode(), "a").text.split("\n")[-len(lines) :] == lines
