"""What a page shows is read, what it hides is not, and the standfirst belongs to the article whatever its mark-up."""

import itertools

import pytest

from qa.load.fields import clean_author, clean_title
from qa.load.html import load_html
from qa.load.markdown import load_markdown
from qa.load.page.chunks import list_chunks
from qa.load.page.styles import applies, hides, list_declared, read_styles
from qa.load.page.tree import parse_page
from tests.load.makers import fragment_text

STANDFIRST = "The council of Dorle sold the old mill to a brewery on Friday after two years of talks."
BODY = [
    "The brewery wants to open a restaurant in the mill by next summer, its owner said. Nobody had used the building"
    " since the fire of 2009, and the roof has to be rebuilt.",
    "The price is 1.2 million euros, which is half of what the council had asked for at first. Three members voted"
    " against the sale because they wanted flats there.",
    "People who live near the mill fear noise at night. The owner promised to close the terrace at ten, and to plant"
    " a hedge of beech along the street.",
    "Work is to begin in March. Until then the footbridge beside the mill stays open, the council said in a letter to"
    " all who live on the left bank.",
]
PARAGRAPHS = "".join(f"<p>{paragraph}</p>" for paragraph in BODY)
NAMES = ["standfirst", "c-leadtext", "article__summary", "dek", "subtitle", "intro", "teaser-text", "chapeau", "zzz"]
FORMS = [
    '<p class="{}">{}</p>',
    '<div class="{}">{}</div>',
    '<div class="{}"><p>{}</p></div>',
    '<h2 class="{}">{}</h2>',
    '<div class="{}"><div><span>{}</span></div></div>',
    '<section class="{}"><p><strong>{}</strong></p></section>',
]
FRAMES = [
    '<article><h1>Mill is sold</h1>{}<div class="article-body">{}</div></article>',
    '<main><header><h1>Mill is sold</h1>{}</header><div class="body">{}</div></main>',
    '<div class="head"><h1>Mill is sold</h1>{}</div><div class="content"><div class="entry-content">{}</div></div>',
    '<div><h1>Mill is sold</h1></div><div>{}</div><p class="byline">By Ann Lee</p><div class="text">{}</div>',
]


def make_page(body: str, head: str = "") -> bytes:
    frame = (
        '<html><head><meta charset="utf-8"><title>Mill is sold | Dorle News</title>{}</head><body>{}{}</body></html>'
    )
    return frame.format(head, '<nav><a href="/">Home</a></nav>', body + "<footer>© Dorle News</footer>").encode()


@pytest.mark.parametrize("frame", FRAMES)
def test_the_standfirst_is_kept_once_whatever_its_markup(frame: str) -> None:
    for name, form in itertools.product(NAMES, FORMS):
        lines = load_html(make_page(frame.format(form.format(name, STANDFIRST), PARAGRAPHS)), "a").text.split("\n")
        assert [line for line in lines if line != "Mill is sold"] == [STANDFIRST, *BODY], form.format(name, "")


def test_a_standfirst_that_the_description_repeats_is_found_wherever_it_stands() -> None:
    head = f'<meta property="og:description" content="{STANDFIRST}">'
    page = make_page(
        f'<div class="hero"><div>{STANDFIRST}</div><h1>Mill is sold</h1></div><div>{PARAGRAPHS}</div>', head
    )
    assert STANDFIRST in load_html(page, "a").text


@pytest.mark.parametrize(
    "between",
    [
        '<p class="byline">By Ann Lee, who has written about the mills of the valley for many years.</p>',
        '<figure><img src="x"><figcaption>The mill as it stood before the fire of the year 2009.</figcaption></figure>',
        '<div class="share"><a href="/f">Share this story with your friends on the network of your choice.</a></div>',
        '<ul class="related"><li><a href="/x">The other mill of the valley was sold in the spring.</a></li></ul>',
        '<div class="newsletter">Get our letter every morning and never miss what happens in the valley.</div>',
    ],
)
def test_what_else_stands_below_a_headline_is_no_standfirst(between: str) -> None:
    page = make_page(f"<article><h1>Mill is sold</h1>{between}<div>{PARAGRAPHS}</div></article>")
    assert load_html(page, "a").text.split("\n")[-4:] == BODY
    assert len(load_html(page, "a").text.split("\n")) <= 5


@pytest.mark.parametrize(
    "hidden",
    [
        "<p hidden>{}</p>",
        '<p style="display:none">{}</p>',
        '<p style="color: red; display : NONE">{}</p>',
        '<div style="visibility:hidden"><p>{}</p></div>',
        '<p aria-hidden="true">{}</p>',
        '<p class="sr-only">{}</p>',
        '<p class="d-none">{}</p>',
        "<dialog><p>{}</p></dialog>",
        '<p class="embargo">{}</p>',
        '<p style="opacity: 0">{}</p>',
        '<div style="font-size:0px"><p>{}</p></div>',
        '<p style="position:absolute; left:-9999px">{}</p>',
        '<p style="text-indent: -9999px">{}</p>',
        '<p style="position: absolute; clip: rect(1px, 1px, 1px, 1px)">{}</p>',
        '<p style="clip-path: inset(50%)">{}</p>',
        '<div style="height:0; overflow:hidden"><p>{}</p></div>',
        '<p class="far">{}</p>',
        '<p class="faint">{}</p>',
        "<template><p>{}</p></template>",
        "<noscript><p>{}</p></noscript>",
    ],
)
def test_what_a_page_hides_is_not_read(hidden: str) -> None:
    head = "<style>@media print { .byline { display: none } } .embargo, #x { display: none }"
    head += ".far { position: absolute; left: -9999px } .faint { opacity: .0 }</style>"
    secret = hidden.format("The mayor resigned on Sunday, as she had told her friends in the spring.")
    text = load_html(
        make_page(f"<article><h1>Mill is sold</h1><p>{BODY[0]}</p>{secret}{PARAGRAPHS}</article>", head), "a"
    )
    assert "resigned" not in text.text
    assert BODY[3] in text.text


@pytest.mark.parametrize("hiding", ["hidden", 'style="visibility: hidden"', 'class="terms" aria-hidden="true"'])
def test_what_a_page_hides_is_not_read_where_it_is_longer_than_the_article(hiding: str) -> None:
    terms = "<p>Whoever takes part accepts that the winner may be photographed by the organisers.</p>" * 5
    text = load_html(make_page(f"<article><h1>Mill is sold</h1>{PARAGRAPHS}<div {hiding}>{terms}</div></article>"), "a")
    assert text.text.split("\n")[-4:] == BODY


@pytest.mark.parametrize(
    "shown",
    [
        '<div style="visibility:hidden"><p>No.</p><p style="visibility:visible">{}</p></div>',
        '<div class="hide"><p class="show">{}</p></div>',
        '<div class="gone show">{}</div>',
        '<p style="opacity:.5">{}</p>',
        '<p style="font-size:0.9em; text-indent:-1em; position:relative; left:-5px">{}</p>',
        '<p style="clip-path: inset(5%); height: 0">{}</p>',
    ],
)
def test_what_a_page_shows_is_read(shown: str) -> None:
    head = "<style>.gone { display: none } .hide { visibility: hidden } .show { visibility: visible; display: block }"
    page = make_page(
        f"<article><h1>Mill is sold</h1>{shown.format(STANDFIRST)}{PARAGRAPHS}</article>", head + "</style>"
    )
    assert [line for line in load_html(page, "a").text.split("\n") if line != "Mill is sold"] == [STANDFIRST, *BODY]


def test_paragraphs_that_fade_in_as_one_reads_on_are_read() -> None:
    paragraphs = PARAGRAPHS.replace("<p>", '<p class="fade">')
    page = make_page(f"<article><h1>Mill is sold</h1>{paragraphs}</article>", "<style>.fade { opacity: 0 }</style>")
    assert load_html(page, "a").text.split("\n")[-4:] == BODY


FACTS = ["The mill in figures", "Built in 1788 by the monks of Alba", "Rooms: 31, of which 12 have no floor"]


@pytest.mark.parametrize(
    ("aside", "is_read"),
    [
        ("<aside class='fact-box'><h2>{}</h2><ul><li>{}</li><li>{}</li></ul></aside>", True),
        ("<aside><h3>{}</h3><p>{}</p><p>{}</p></aside>", True),
        ("<aside class='related'><h3>{}</h3><p>{}</p><p>{}</p></aside>", False),
        ("<aside><h3>{}</h3><a href='/a'>{}</a><a href='/b'>{}</a></aside>", False),
        ("<aside><h3>More stories: {}</h3><p>{}</p><p>{}</p></aside>", False),
    ],
)
def test_a_box_of_facts_in_an_article_is_read_and_other_asides_are_not(aside: str, is_read: bool) -> None:
    page = make_page(f"<article><h1>Mill is sold</h1><p>{BODY[0]}</p>{aside.format(*FACTS)}{PARAGRAPHS}</article>")
    text = load_html(page, "a").text
    assert [fact in text for fact in FACTS] == [is_read] * 3


@pytest.mark.parametrize(
    "form", ["<aside class='summary'><p>{}</p></aside>", "<blockquote class='lead'>{}</blockquote>"]
)
def test_a_standfirst_in_an_aside_or_a_quotation_is_known_by_its_name(form: str) -> None:
    page = make_page(f"<h1>Mill is sold</h1>{form.format(STANDFIRST)}<article>{PARAGRAPHS}</article>")
    assert load_html(page, "a").text.split("\n") == [STANDFIRST, *BODY]


@pytest.mark.parametrize(("form", "is_read"), [("<p>{}</p>", True), ("<p><a href='/a'>{}</a></p>", False)])
def test_an_article_in_an_aside_without_its_headline_is_read_and_a_list_of_others_is_not(
    form: str, is_read: bool
) -> None:
    inner = "".join(form.format(paragraph) for paragraph in BODY)
    page = make_page(f"<h1>Mill is sold</h1><p>{STANDFIRST}</p><aside id='main'>{inner}</aside>")
    assert [paragraph in load_html(page, "a").text for paragraph in BODY] == [is_read] * len(BODY)


@pytest.mark.parametrize("frame", FRAMES)
@pytest.mark.parametrize("name", ["summary", "key-points", "zzz"])
def test_all_points_of_a_summary_are_kept(frame: str, name: str) -> None:
    points = ["Beer from May", STANDFIRST, "Roof to be mended before winter", "Nobody was asked"]
    listed = "".join(f"<li>{point}</li>" for point in points)
    text = load_html(make_page(frame.format(f'<div class="{name}"><ul>{listed}</ul></div>', PARAGRAPHS)), "a").text
    assert [line for line in text.split("\n") if line != "Mill is sold"] == [*points, *BODY]


def test_what_only_small_screens_hide_is_read() -> None:
    shown = '<p class="d-none d-md-block">The brewery was founded by two sisters in the year 1911.</p>'
    page = make_page(f"<article><h1>Mill is sold</h1>{PARAGRAPHS}{shown}<p>{STANDFIRST}</p></article>")
    assert "founded by two sisters" in load_html(page, "a").text


def test_an_article_that_a_script_will_show_is_read() -> None:
    page = make_page(f'<div style="display:none" class="wait"><h1>Mill is sold</h1>{PARAGRAPHS}</div>')
    assert BODY[2] in load_html(page, "a").text


@pytest.mark.parametrize("tag", ["aside", "footer", "form"])
def test_an_article_in_an_element_for_something_else_is_read_and_the_consent_is_not(tag: str) -> None:
    consent = '<div class="cookie-notice"><p>We value your privacy. We and our partners store or access data.</p></div>'
    text = load_html(make_page(f"<{tag} class='main'><h1>Mill is sold</h1>{PARAGRAPHS}</{tag}>{consent}"), "a").text
    assert text.split("\n")[-4:] == BODY


COOKIES = (
    "We value your privacy. We and our partners use cookies to store and read information on your device, to measure"
    " what is read, and to show what suits you. You may say no at any time."
)
LETTER = "Sign up for our newsletter and get the news of the valley in your inbox each morning, free of charge."


@pytest.mark.parametrize("sentences", [1, 2, 4])
@pytest.mark.parametrize(
    "box",
    [
        f'<div id="cookie-banner"><p>{COOKIES}</p></div>',
        f'<section class="siteConsent"><h2>Your choice</h2><div>{COOKIES}</div><button>Accept</button></section>',
        f'<div class="box newsletter-signup"><h3>Stay informed</h3><p>{LETTER}</p></div>',
        f'<form id="subscribe"><p>{LETTER}</p></form>',
    ],
)
def test_boxes_are_left_out_where_the_article_is_shorter(box: str, sentences: int) -> None:
    said = ["The mine shut on Tuesday.", "Nobody was hurt.", "It had run since 1911.", "The town mourns."][:sentences]
    article = "<h1>Mine shut</h1>" + "".join(f"<p>{sentence}</p>" for sentence in said)
    for page in (
        f"<article>{article}</article>{box}",
        f"<div>{box}{article}</div>",
        f"<article>{article}{box}</article>",
    ):
        assert load_html(make_page(page), "a").text.split("\n") == ["Mine shut", *said]


@pytest.mark.parametrize(
    "page",
    [
        '<div class="has-cookie-banner"><h1>Mill is sold</h1>{}</div>',
        '<h1>Mill is sold</h1><div class="newsletter-issue">{}</div>',
        '<h1>Mill is sold</h1><div class="subscriber-only">{}</div>',
        '<div id="consent">{}</div>',
        '<div class="subscribe"><article><h1>Mill is sold</h1>{}</article></div>',
    ],
)
def test_an_article_in_an_element_called_like_a_box_is_read(page: str) -> None:
    assert load_html(make_page(page.format(PARAGRAPHS)), "a").text.split("\n")[-4:] == BODY


@pytest.mark.parametrize(
    "markup",
    [
        "It opens in <del>May</del><ins>June</ins>.",
        "It opens in <ins>June</ins><del>May</del>.",
        "It opens in <s>May, on a <b>Monday</b></s> <strike>or so</strike> June.",
    ],
)
def test_struck_text_is_left_out(markup: str) -> None:
    page = make_page(f"<article><h1>Mill is sold</h1>{PARAGRAPHS}<p>{markup}</p></article>")
    texts = [load_html(page, "a").text, fragment_text(f"<p>{markup}</p>"), load_markdown(markup.encode(), "a").text]
    assert [" ".join(text.split("\n")[-1].split()) for text in texts] == ["It opens in June."] * 3


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("It displaces 12<sup>3</sup> units.", "It displaces 12³ units."),
        ("It covers 40 m<sup>2</sup> of land.", "It covers 40 m² of land."),
        ("About 10<sup>-6</sup> of it.", "About 10⁻⁶ of it."),
        ("CO<sub>2</sub> fell.", "CO2 fell."),
        ("Output fell.<sup>[1]</sup> Next year it rose.", "Output fell. Next year it rose."),
        ('Output fell.<sup><a href="#n1">1</a></sup> Next year it rose.', "Output fell. Next year it rose."),
        ('Output<sup class="reference">4</sup> fell.', "Output fell."),
        ("Output fell.<sup>2</sup> Next year it rose.", "Output fell. Next year it rose."),
        ("On the 1<sup>st</sup> of May.", "On the 1st of May."),
        ("Prices rise<sup>a</sup> in May.<sup>b</sup> I said so<sup>c,d</sup>.", "Prices rise in May. I said so."),
        ("Le 2<sup>e</sup> tour, M<sup>me</sup> Kern, n<sup>o</sup> 5.", "Le 2e tour, Mme Kern, no 5."),
        ("He said <q>no</q> twice.", "He said “no” twice."),
    ],
)
def test_raised_figures_stay_apart_and_marks_of_notes_are_left_out(markup: str, text: str) -> None:
    page = make_page(f"<article><h1>Mill is sold</h1>{PARAGRAPHS}<p>{markup}</p></article>")
    assert load_html(page, "a").text.split("\n")[-1] == text


@pytest.mark.parametrize(
    "markup",
    [
        "<div class=a>Advertisement</div>",
        "<p>- Anzeige -</p>",
        "<p>Read also: <a href=/x>Bus drivers strike</a></p>",
        "<p><b>Lesen Sie auch:</b> <a href=/x>Der Bus streikt</a></p>",
        "<p>Читайте також: Міст у Дніпрі відкрили</p>",
        "<p>Read more about <a href=/x>the mill that the council of Dorle sold</a></p>",
        "<h3>Related stories</h3><ul><li><a href=/x>Bus drivers strike</a></li></ul>",
    ],
)
def test_labels_of_advertisements_and_names_of_other_articles_are_left_out(markup: str) -> None:
    last = "<p>It closes in May, the mayor said.</p>"
    page = make_page(f"<article><h1>Mill is sold</h1>{PARAGRAPHS}{markup}{last}</article>")
    assert load_html(page, "a").text == load_html(page.replace(markup.encode(), b""), "a").text
    assert fragment_text(markup + last) == "It closes in May, the mayor said."


@pytest.mark.parametrize(
    "line",
    [
        "Read more about it in our report of 2 May.",
        "Werbung ist teuer.",
        "More people came to Dorle.",
        "Related: she is his sister. They met in May.",
        "Advertisement spending fell by a tenth.",
    ],
)
def test_a_sentence_that_begins_as_such_a_line_does_stays(line: str) -> None:
    assert fragment_text(f"<p>{line}</p>") == line


STEPS = [f"Step {n}: boil the milk for an hour and stir it well." for n in range(1, 6)]
ROWS = "".join(f"<tr><td>{n} g</td><td>milk of the kind {n}</td></tr>" for n in range(9))


@pytest.mark.parametrize(
    "body",
    [
        "<main><article><h1>Pudding</h1><p>The best one that I know.</p></article><article><table>{0}</table></article>"
        "<article><h2>How</h2><div>{1}</div></article><article class=comments><h2>Comments</h2>{2}</article></main>",
        "<div><h1>Pudding</h1><p>It is the best one.</p><table>{0}</table><h2>How</h2><div>{1}</div>{2}</div>",
    ],
)
def test_paragraphs_that_only_empty_lines_part_are_read_among_those_in_elements(body: str) -> None:
    page = make_page(body.format(ROWS, "<br><br>".join(STEPS), PARAGRAPHS))
    assert [line for line in load_html(page, "a").text.split("\n") if line.startswith("Step")] == STEPS


@pytest.mark.parametrize(
    ("stated", "name"),
    [
        ("Monday by Ann Cole", "Ann Cole"),
        ("By Ann Cole", "Ann Cole"),
        ("Ann Cole; Bo Lind", "Ann Cole, Bo Lind"),
        ("Username", ""),
        ("admin", ""),
        ("user", ""),
        ("https://example.org/ann", ""),
        ("Ann Cole | Reporter", "Ann Cole"),
        ("Abby Byron", "Abby Byron"),
        ("Von Anna Berg", "Anna Berg"),
        ("Text von Anna Berg", "Anna Berg"),
        ("Ursula von der Leyen", "Ursula von der Leyen"),
        ("Story by Ida von Berg", "Ida von Berg"),
        ("Reuters", "Reuters"),
    ],
)
def test_an_author_is_a_name(stated: str, name: str) -> None:
    assert clean_author(stated) == name


@pytest.mark.parametrize(
    "title", ["PowerPoint Presentation", "Document1", "Microsoft Word - a.doc", "untitled", "Slide 1"]
)
def test_a_title_that_a_program_wrote_is_none(title: str) -> None:
    assert clean_title(title) == ""


@pytest.mark.parametrize(
    "title",
    [
        "Presentation of the budget",
        "Microsoft buys a bank",
        "Printing money is no answer",
        "Untitled poems found in an attic",
        "Template for peace",
    ],
)
def test_a_title_that_begins_like_one_of_a_program_is_one(title: str) -> None:
    assert clean_title(title) == title


@pytest.mark.parametrize(
    ("media", "holds"),
    [
        ("screen", True),
        ("all", True),
        ("only screen and (min-width: 600px)", True),
        ("(min-width: 40em)", True),
        ("(width >= 600px)", True),
        ("print, screen", True),
        ("not print", True),
        ("screen and (orientation: landscape)", True),
        ("print", False),
        ("PRINT", False),
        ("(max-width: 600px)", False),
        ("screen and (max-width: 40em)", False),
        ("(width < 600px)", False),
        ("not screen", False),
        ("(prefers-color-scheme: dark)", False),
        ("speech", False),
        ("(min-width: 600px) and (max-width: 900px)", False),
        ("(not (min-width: 600px))", False),
        ("((", False),
    ],
)
def test_a_medium_holds_where_a_desktop_is_one(media: str, holds: bool) -> None:
    assert applies(media) is holds


@pytest.mark.parametrize(
    ("style", "hidden"),
    [
        (".x{display:none}", True),
        ("@media screen{.x{display:none}}", True),
        ("@media (min-width: 700px) { p { color: red } .x { color: red; visibility: hidden } }", True),
        ("@supports (display: grid) { @media all { .x { display: none !important } } }", True),
        ("@import url(a.css); .x { display: none; }", True),
        ("@media print{.x{display:none}}", False),
        ("@media screen{@media print{.x{display:none}}}", False),
        ("@media (max-width: 700px){.x{display:none}}", False),
        (".x{display:none} @media (min-width: 700px){.x{display:block}}", False),
        (".x{display:none!important} .x{display:block}", True),
        ("/* .x{display:none} */ .y{display:none}", False),
        ("@keyframes a { from { display: none } .x { display: none } }", False),
        ("}} .x{display:none}", True),
    ],
)
def test_what_styles_hide_on_a_desktop_is_hidden(style: str, hidden: bool) -> None:
    page = f"<html><head><style>{style}</style></head><body><article><h1>Bridge to close</h1><p>{BODY[0]}</p>"
    text = load_html(
        f"{page}<p class='x'>The mayor resigned on Sunday.</p><p>{BODY[0]}</p></article>".encode(), "a"
    ).text
    assert ("resigned" not in text) is hidden


def test_styles_of_print_hide_nothing() -> None:
    declared = list_declared([(".x{display:none}", "print"), (".y{display:none}", "screen")])
    assert [name for name, found in declared if hides(found)] == [".y"]


@pytest.mark.parametrize(
    ("style", "hidden"),
    [
        (".box .secret {display:none}", True),
        ("#main .box p.secret{display:none}", True),
        (".box>.secret, h7 {display:none}", True),
        ("ARTICLE div > p.secret.old {display:none}", True),
        (".box p{display:none}", True),
        (".secret.old{visibility:hidden}", True),
        ("article > .secret{display:none}", False),
        (".secret .box{display:none}", False),
        (".box .secret.young{display:none}", False),
        (".other .secret{display:none}", False),
        (".no-js .secret{display:none}", False),
        (".box + .secret, .box:not(.a, .secret, .b) p, .secret::before {display:none}", False),
        (".box .secret{display:none} .secret{display:block}", True),
        (".secret{display:none} .box .secret{display:block}", False),
        ("#main .secret{display:block} .box .box .secret, .box .secret{display:none}", False),
        ("div .box .secret > {display:none}", False),
    ],
)
def test_what_rules_of_several_names_hide_is_hidden_where_the_names_around_it_fit(style: str, hidden: bool) -> None:
    page = f"<html class='no-js'><head><style>{style}</style></head><body id='main'><article><h1>Bridge to close</h1>"
    box = f"<div class='box'><p class='secret old'>The mayor resigned on Sunday.</p></div><p>{BODY[0]}</p><p>{BODY[1]}"
    text = load_html(f"{page}<p>{BODY[0]}</p>{box}</p></article></body></html>".encode(), "a").text
    assert ("resigned" not in text) is hidden
    assert BODY[1] in text


def test_huge_styles_hide_what_one_name_says_and_end_soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("qa.load.page.styles.MOST_LOOKS", 50)
    rules = "".join(f".a{n} .c{{display:none}}" for n in range(9)) + ".b .c{display:none} .x{display:none}"
    page = parse_page(f"<style>{rules}</style><body class=b>{'<p class=c>a</p>' * 100}<p class=x>b</p>")
    shown = [element.text for element, found in read_styles(page).items() if hides(found)]
    assert 0 < shown.count("a") < 10
    assert shown[-1] == "b"


@pytest.mark.parametrize("value", ["true", "TRUE", "True", " true "])
def test_what_is_hidden_from_who_listens_is_hidden_in_any_case(value: str) -> None:
    page = f"<body><article><h1>Bridge to close</h1><p>{BODY[0]}</p><p aria-hidden='{value}'>The mayor resigned.</p>"
    assert "resigned" not in load_html(f"{page}<p>{BODY[0]}</p></article>".encode(), "a").text


LONG = "<h1>Council sells the old mill at the river</h1>"
LATE = [
    '<article>{h}<div class="teaser-text">{s}</div><div class="text">{p}</div></article>',
    '<article>{h}<section class="vorspann"><span>{s}</span></section><div>{p}</div></article>',
    '<main>{h}<section class="standfirst"><span>{s}</span></section><div class="body">{p}</div></main>',
    '<div class="hero">{h}<p class="standfirst">{s}</p></div><main><div class="body">{p}</div></main>',
    '<header class="top"><p class="kicker">Business</p>{h}<p>{s}</p></header><main>{p}</main>',
    '<div class="a9">{h}<div><span class="b7">{s}</span></div></div><main>{p}</main>',
    "<section>{h}</section><section><strong>{s}</strong></section><article>{p}</article>",
    '<article>{h}<div class="q"><span>{s}</span></div><div>{p}</div></article>',
    '<div id="w"><section>{h}<div class="ttl-sub">{s}</div></section></div><div id="m"><main>{p}</main></div>',
]


@pytest.mark.parametrize("headline", ["<h1>Mill is sold</h1>", LONG], ids=["short", "long"])
@pytest.mark.parametrize("text", [STANDFIRST, STANDFIRST[:-1]], ids=["with a full stop", "without"])
@pytest.mark.parametrize("form", LATE)
def test_a_standfirst_is_kept_whatever_the_headline_and_its_end(form: str, text: str, headline: str) -> None:
    found = load_html(make_page(form.format(h=headline, s=text, p=PARAGRAPHS)), "a").text
    assert found.count(text) == 1
    assert BODY[-1] in found


def test_a_short_standfirst_is_known_by_the_linked_data() -> None:
    short = "Council ends two years of talks"
    body = f'<header>{LONG}<div class="b7"><span>{short}</span></div></header><main>{PARAGRAPHS}</main>'
    linked = f'<script type="application/ld+json">{{"@type": "NewsArticle", "description": "{short}",}}</script>'
    assert short not in load_html(make_page(body), "a").text
    assert short in load_html(make_page(body, linked), "a").text


@pytest.mark.parametrize(
    "line",
    ["Home News Sport Business Weather Culture Travel Science", "News | Sport | what is on and where to go this week"],
)
def test_a_line_of_names_between_headline_and_text_is_no_standfirst(line: str) -> None:
    body = f"<article><header>{LONG}<div>{line}</div></header><div>{PARAGRAPHS}</div></article>"
    assert line not in load_html(make_page(body), "a").text


def make_boxes(name: str, between: str) -> bytes:
    boxes = (
        f"<div><div class='{name}'><p>{body}</p><p>It was said in {place}.</p></div></div>" for body, place in PLACES
    )
    return make_page(f"<main><h1>Mill is sold</h1><div class='chunks'>{between.join(boxes)}</div></main>")


PLACES = [(" ".join(BODY), "Ambridge"), (" ".join(reversed(BODY)), "Borchester"), (" ".join(BODY[:3]), "Felpersham")]


def test_an_article_in_several_boxes_is_read_whole_and_in_order() -> None:
    page = make_boxes("grid body__container article__body", "<div class='ad'><p>Buy boots.</p></div>")
    lines = load_html(page, "a").text.split("\n")
    assert [line.split()[-1] for line in lines if line.startswith("It was said")] == [f"{p}." for _, p in PLACES]
    assert "Buy boots." not in lines


@pytest.mark.parametrize(
    ("name", "between", "count"),
    [
        ("article__body", "<hr>", 1),
        ("article__body", "<h2>Next</h2>", 0),
        ("comment article__body", "<hr>", 0),
        ("column", "<hr>", 0),
    ],
)
def test_posts_and_comments_in_a_row_are_not_one_article(name: str, between: str, count: int) -> None:
    found = list(list_chunks(parse_page(make_boxes(name, between).decode())))
    assert [len(boxes) for boxes in found] == [len(PLACES)] * count


PRICES = "<ul><li>Adults: 5 euros</li><li>Families, for a whole season: 160 euros</li></ul>"
POOL = (
    f"<h1>The pool of Dorle</h1><p>{BODY[0]}</p><h2>Prices</h2>{PRICES}<h2>Hours</h2>"
    "<table><tr><th>Day</th><th>Hours</th></tr><tr><td>Monday</td><td>9 to 17</td></tr></table>"
)
POOL_LINES = [
    *("The pool of Dorle", BODY[0], "Prices", "Adults: 5 euros", "Families, for a whole season: 160 euros"),
    *("Hours", "Day: Monday; Hours: 9 to 17"),
]


@pytest.mark.parametrize(
    "frame",
    [
        '<div id="path">Dorle &gt; Pool</div>{}',
        '<nav><a href="/">Home</a></nav>{}<footer>© Dorle</footer>',
        '<div><div class="col-9">{}</div><div class="col-3"><ul><li><a href="/x">More</a></li></ul></div></div>',
        '<div id="head">Dorle</div><section>{}</section>',
        '{}<ul><li><a href="/mill">The mill of Dorle</a></li></ul><h2>Related</h2>',
    ],
)
def test_headings_and_lists_beside_the_paragraphs_are_kept_whatever_stands_around(frame: str) -> None:
    page = f"<html><head><title>Pool – Dorle</title></head><body>{frame.format(POOL)}</body></html>"
    lines = load_html(page.encode(), "a").text.split("\n")
    assert [line for line in lines if line not in {"The mill of Dorle", "Related", "More"}] == POOL_LINES


@pytest.mark.parametrize("tag", ["section", "div"])
def test_parts_of_headings_and_lists_alone_are_kept(tag: str) -> None:
    parts = f'<{tag} class="p"><h1>The pool of Dorle</h1><p>{BODY[0]}</p></{tag}>'
    parts += (
        f'<{tag} class="p"><h2>Prices</h2>{PRICES}</{tag}><{tag}><h2>Elsewhere</h2><ul><li>The mill</li></ul></{tag}>'
    )
    parts += f'<{tag} class="p"><h2>Other pools</h2><ul><li><a href="/alba">The pool of Alba</a></li></ul></{tag}>'
    page = f'<html><head><title>Pool</title></head><body><div id="path">Dorle &gt; Pool</div>{parts}</body></html>'
    assert load_html(page.encode(), "a").text.split("\n") == POOL_LINES[:5]
