"""The widget in pages of other sites: the bubble, its citations, and who may not show it."""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from fastapi.testclient import TestClient
from playwright.sync_api import Browser, Frame, Locator, Page, Route, expect

from qa.settings import Settings, load_settings
from qa.web.guard.passwords import PasswordFile
from qa.web.languages import load_words
from qa.web.widget.routes import render_script
from tests.web.conftest import FAILED, PHONE, make_app, serve_app
from tests.web.hosts import OPEN_SHADOW, Site, serve_site, write_page
from tests.web.scripted import BRIDGE, UNKNOWN, WHY, WRITTEN, ScriptedBot

Show = Callable[..., Page]
LISTED = "https://wiki.example"
MUCH_LATER = 20_000  # milliseconds: whatever the widget waits for is over


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    with serve_site() as site:
        yield site


@pytest.fixture(scope="module")
def widget_settings(site: Site, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    folder = tmp_path_factory.mktemp("widget")
    return load_settings(index_dir=folder, questions_per_minute=1000, widget_origins=(site.listed, LISTED))


@pytest.fixture(scope="module")
def answers(bot: ScriptedBot, widget_settings: Settings) -> Iterator[str]:
    with serve_app(bot, widget_settings) as address:
        yield address


@pytest.fixture
def show(browser: Browser, answers: str, site: Site, request: pytest.FixtureRequest) -> Iterator[Show]:
    """Open a page of the other site: ``show(page, origin=...)``; without a page, one with an ordinary tag.

    A test that fails leaves a picture; one whose page logs an error fails.
    """
    pages: list[Page] = []
    trouble: list[str] = []

    def show_page(
        html: str = "", *, origin: str = "", closed: bool = False, csp: str = "", script: str = "", **options: object
    ) -> Page:
        path = f"/{len(pages)}"
        site.put(path, html or write_page(tag(answers)), **({"Content_Security_Policy": csp} if csp else {}))
        options = {"viewport": {"width": 1280, "height": 800}, "locale": "en-GB", "reduced_motion": "reduce"} | options
        context = browser.new_context(**options)  # type: ignore[arg-type]
        if not closed:
            context.add_init_script(OPEN_SHADOW)
        context.add_init_script(script)
        page = context.new_page()
        page.on("console", lambda message: message.type in ("error", "warning") and trouble.append(message.text))
        page.on("pageerror", lambda error: trouble.append(str(error)))
        page.set_default_timeout(30_000)
        page.goto((origin or site.listed) + path)
        pages.append(page)
        return page

    yield show_page
    for number, page in enumerate(pages):
        if getattr(request.node, "failed", False):
            FAILED.mkdir(parents=True, exist_ok=True)
            name = re.sub(r"\W+", "-", request.node.name)
            page.screenshot(path=FAILED / f"{name}-{number}.png")
        page.context.close()
    assert request.node.get_closest_marker("expects_trouble") or not trouble, trouble


def tag(address: str, **data: str) -> str:
    given = "".join(f' data-{name.replace("_", "-")}="{value}"' for name, value in data.items())
    return f'<script src="{address}/widget.js"{given}></script>'


def open_panel(page: Page) -> Frame:
    page.get_by_role("button", name="Ask the articles").click()
    return find_frame(page)


def find_frame(page: Page) -> Frame:
    expect(page.frame_locator("iframe").locator("#discover button").first).to_be_attached()
    return next(frame for frame in page.frames if "/widget?" in frame.url)


def ask(frame: Frame, question: str) -> None:
    frame.get_by_label("Your question").fill(question)
    frame.get_by_label("Your question").press("Enter")
    expect(frame.locator(".turn").last).not_to_have_attribute("aria-busy", "true")


def find_mark(frame: Frame, number: int) -> Locator:
    return frame.locator(f'.answer .cite[data-number="{number}"]').first


def is_marked_in_view(frame: Frame, sentence: str) -> bool:
    mark = frame.locator("mark.current")
    expect(mark).to_have_text(sentence)
    return bool(
        mark.evaluate(
            "mark => { const box = mark.getBoundingClientRect(), around = document.querySelector('#reader-scroll')"
            ".getBoundingClientRect(); return box.top >= around.top && box.bottom <= around.bottom && box.height > 0; }"
        )
    )


# asking and reading


def test_the_bubble_answers_and_opens_the_article_at_the_sentence(show: Show) -> None:
    page = show()
    frame = open_panel(page)
    ask(frame, WHY)
    expect(frame.locator(".statement").first).to_contain_text("A crack in its northern pier.")
    find_mark(frame, 3).click()
    assert is_marked_in_view(frame, "The state has promised to pay half of it.")
    expect(frame.locator("#reader-title")).to_have_text(BRIDGE.title)


def test_the_card_shows_the_sentence_inside_the_panel(show: Show) -> None:
    page = show()
    frame = open_panel(page)
    ask(frame, WRITTEN)
    frame.locator(".cite").first.hover()
    card = frame.locator("#card")
    expect(card).to_contain_text("Engineers closed the Old Mill Bridge on 3 March")
    box = card.bounding_box()
    panel = page.locator("dialog").bounding_box()
    assert box
    assert panel
    assert panel["x"] <= box["x"]
    assert box["x"] + box["width"] <= panel["x"] + panel["width"]


def test_an_answer_links_to_the_full_page_that_asks_it_again(show: Show, answers: str) -> None:
    frame = open_panel(show())
    ask(frame, WHY)
    for link in (frame.locator(".bar").get_by_role("link"), frame.locator("#full-page")):
        expect(link).to_have_attribute("href", f"{answers}/?q=Why+was+the+bridge+closed%3F")
        expect(link).to_have_attribute("target", "_blank")


def test_the_page_is_told_by_its_tag_its_canonical_address_or_its_own(show: Show, answers: str) -> None:
    canonical = '<link rel="canonical" href="https://wiki.example/Bridge">'
    told = {"page_title": "Bridges", "page_url": "https://wiki.example/Bridges"}
    for html, title, address in (
        (write_page(tag(answers, **told), head=canonical), "Bridges", "https://wiki.example/Bridges"),
        (write_page(tag(answers), head=canonical), "Old Mill Bridge", "https://wiki.example/Bridge"),
    ):
        line = open_panel(show(html)).locator("#about-page")
        expect(line).to_contain_text(f"About this page: {title}")
        expect(line).to_have_attribute("title", address)
    page = show()
    expect(open_panel(page).locator("#about-page")).to_have_attribute("title", page.url)


def test_a_question_may_be_about_the_page(show: Show, bot: ScriptedBot) -> None:
    frame = open_panel(show())
    expect(frame.locator("#about-page")).to_contain_text("About this page: Old Mill Bridge")
    ask(frame, "What does this page say about herons?")
    expect(frame.locator(".asked")).to_contain_text("Asked as: What does “Old Mill Bridge” say about herons?")
    frame.get_by_role("button", name="Ask without this page").click()
    ask(frame, "What does this page say about swans?")
    assert "What does this page say about swans?: done" in bot.stages_begun


def test_only_a_question_about_the_page_carries_its_address(show: Show, bot: ScriptedBot) -> None:
    page = show()
    frame = open_panel(page)
    ask(frame, "What does this page say about herons?")
    assert bot.pages[-1] == page.url
    ask(frame, WHY)
    assert bot.pages[-1] == ""
    frame.get_by_role("button", name="Ask without this page").click()
    ask(frame, "What does this page say about swans?")
    assert bot.pages[-1] == ""


@pytest.mark.parametrize("address", ["/bridge", "javascript:alert(1)", "https://wiki.example/" + "x" * 2000])
def test_an_address_that_the_server_would_refuse_stops_no_question(
    show: Show, bot: ScriptedBot, answers: str, address: str
) -> None:
    frame = open_panel(show(write_page(tag(answers, page_url=address))))
    ask(frame, "What does this page say about owls?")
    expect(frame.locator(".asked")).to_contain_text("“Old Mill Bridge”")
    assert bot.pages[-1] == ""


def test_the_conversation_goes_on_when_the_wiki_opens_its_next_page(show: Show, answers: str) -> None:
    same_site = answers.replace("127.0.0.1", "localhost")  # browsers close their storage to frames of other sites
    page = show(write_page(tag(same_site)))
    ask(open_panel(page), UNKNOWN)
    page.reload()
    expect(open_panel(page).locator(".turn h2")).to_have_text(UNKNOWN)


def test_the_script_tag_sets_title_greeting_language_and_place(show: Show, answers: str) -> None:
    data = {"title": "Fragen?", "greeting": "Guten Tag!", "language": "de", "position": "left", "open": ""}
    page = show(write_page(tag(answers, **data)))
    frame = find_frame(page)
    expect(frame.get_by_role("heading", level=1)).to_have_text("Guten Tag!")
    expect(frame.locator(".brand")).to_have_text("Fragen?")
    expect(frame.get_by_label("Deine Frage")).to_be_visible()
    assert (page.locator("dialog").bounding_box() or {})["x"] == 20
    assert page.evaluate("document.activeElement.localName") == "body"  # it opened by itself, so it takes no focus


# keyboard


def test_the_keyboard_alone_opens_asks_reads_and_closes(show: Show) -> None:
    page = show()
    page.locator("#search").focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    frame = find_frame(page)
    expect(frame.get_by_label("Your question")).to_be_focused()
    page.keyboard.type(WHY)
    page.keyboard.press("Enter")
    expect(frame.locator(".foot .bar")).to_be_visible()
    for _ in range(20):
        page.keyboard.press("Shift+Tab")
        if frame.evaluate("document.activeElement.classList.contains('cite')"):
            break
    page.keyboard.press("Enter")
    assert is_marked_in_view(frame, "The state has promised to pay half of it.")
    page.keyboard.press("Escape")
    expect(frame.locator("#reader")).to_be_hidden()
    expect(find_mark(frame, 3)).to_be_focused()
    expect(frame.locator("#card")).to_be_hidden()  # the focus only came back
    page.keyboard.press("Escape")
    expect(page.locator("dialog")).to_be_hidden()
    expect(page.get_by_role("button", name="Ask the articles")).to_be_focused()


@pytest.mark.parametrize("key", ["Tab", "Shift+Tab"])
def test_the_focus_stays_in_the_open_panel(show: Show, key: str) -> None:
    page = show()
    frame = open_panel(page)
    expect(frame.get_by_label("Your question")).to_be_focused()
    seen = set()
    for _ in range(30):
        page.keyboard.press(key)
        assert page.evaluate("document.activeElement.localName") == "sourceline-widget"
        seen.add(page.evaluate("document.activeElement.shadowRoot.activeElement.className"))
    assert "close" in seen


def test_the_close_button_gives_the_focus_back(show: Show) -> None:
    page = show()
    open_panel(page)
    page.get_by_role("button", name="Close", exact=True).press("Escape")
    expect(page.get_by_role("button", name="Ask the articles")).to_be_focused()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Close", exact=True).click()
    expect(page.get_by_role("button", name="Ask the articles")).to_be_focused()


# looks


def test_on_a_phone_the_panel_fills_the_screen(show: Show) -> None:
    page = show(viewport=PHONE, has_touch=True)
    page.get_by_role("button", name="Ask the articles").tap()
    frame = find_frame(page)
    assert page.locator("dialog").bounding_box() == {"x": 0, "y": 0, **PHONE}
    ask(frame, WHY)
    find_mark(frame, 3).tap()
    assert is_marked_in_view(frame, "The state has promised to pay half of it.")
    frame.get_by_role("button", name="Close the article").tap()
    page.get_by_role("button", name="Close", exact=True).tap()
    expect(page.locator("dialog")).to_be_hidden()


def test_a_panel_that_opens_by_itself_does_not_cover_a_phone(show: Show, answers: str) -> None:
    page = show(write_page(tag(answers, open="true")), viewport=PHONE)
    expect(page.locator(".bubble")).to_be_visible()
    expect(page.locator("dialog")).to_be_hidden()


def test_the_colours_follow_the_page_and_its_changes(show: Show, answers: str) -> None:
    style = "<style>body { background: #fff } body.night { background: #111; color: #eee } a { color: #0a5f38 }</style>"
    page = show(write_page(tag(answers), head=style))
    expect(page.locator(".bubble")).to_have_css("background-color", "rgb(10, 95, 56)")
    frame = open_panel(page)
    expect(frame.locator("#send")).to_have_css("background-color", "rgb(10, 95, 56)")
    expect(frame.locator("html")).to_have_attribute("data-theme", "light")
    page.evaluate("document.body.className = 'night'")
    expect(frame.locator("html")).to_have_attribute("data-theme", "dark")
    expect(frame.locator("#send")).not_to_have_css("background-color", "rgb(10, 95, 56)")  # too dark for this page


def test_a_dark_system_makes_a_page_without_colours_dark(show: Show, answers: str) -> None:
    page = show(write_page(tag(answers), head="<meta name=color-scheme content='light dark'>"), color_scheme="dark")
    expect(open_panel(page).locator("html")).to_have_attribute("data-theme", "dark")


def test_a_given_theme_wins(show: Show, answers: str) -> None:
    page = show(write_page(tag(answers, theme="dark"), head="<style>body { background: #fff }</style>"))
    expect(open_panel(page).locator("html")).to_have_attribute("data-theme", "dark")


@pytest.mark.parametrize(("wish", "moves"), [("reduce", "none"), ("no-preference", "rise")])
def test_the_panel_moves_only_for_those_who_do_not_mind(show: Show, wish: str, moves: str) -> None:
    page = show(reduced_motion=wish)
    frame = open_panel(page)
    expect(page.locator("dialog")).to_have_css("animation-name", moves)
    ask(frame, WHY)
    find_mark(frame, 3).click()
    expect(frame.locator("mark.current")).to_be_in_viewport()


def test_a_given_colour_wins_and_its_icon_stays_readable(show: Show, answers: str) -> None:
    page = show(write_page(tag(answers, color="gold")))
    expect(page.locator(".bubble")).to_have_css("background-color", "rgb(255, 215, 0)")
    expect(page.locator(".bubble")).to_have_css("color", "rgb(0, 0, 0)")


@pytest.mark.parametrize(
    ("color", "shown", "on"),
    [
        ("oklch(0.8 0.15 90)", "rgb(227, 184, 49)", "rgb(0, 0, 0)"),
        ("lab(30 20 -60)", "rgb(31, 63, 166)", "rgb(255, 255, 255)"),
        ("color-mix(in srgb, white 80%, red)", "rgb(255, 204, 204)", "rgb(0, 0, 0)"),
        ("color(display-p3 0 1 0)", "rgb(0, 255, 0)", "rgb(0, 0, 0)"),  # more than srgb has
        ("hsl(none 0% 100%)", "rgb(255, 255, 255)", "rgb(0, 0, 0)"),
        ("rebeccapurple", "rgb(102, 51, 153)", "rgb(255, 255, 255)"),
        ("var(--brand)", "rgb(0, 46, 93)", "rgb(255, 255, 255)"),
    ],
)
@pytest.mark.parametrize("target", ["", "#chat"], ids=["corner", "inline"])
def test_a_colour_may_be_written_in_any_way(
    show: Show, answers: str, color: str, shown: str, on: str, target: str
) -> None:
    head, body = "<style>:root { --brand: oklch(0.3 0.1 250) }</style>", '<div id="chat"></div>'
    page = show(write_page(tag(answers, color=color, **({"target": target} if target else {})), head=head, body=body))
    send = (find_frame(page) if target else open_panel(page)).locator("#send")
    expect(send).to_have_css("background-color", shown)
    expect(send).to_have_css("color", on)


def test_the_colours_of_the_page_may_be_written_in_any_way(show: Show, answers: str) -> None:
    style = "<style>body { background: oklch(0.2 0 0) } a { color: lab(80 20 10) }</style>"
    page = show(write_page(tag(answers), head=style))
    expect(page.locator(".bubble")).to_have_css("background-color", "rgb(239, 185, 181)")
    expect(open_panel(page).locator("html")).to_have_attribute("data-theme", "dark")


@pytest.mark.parametrize("around", ["display: block", "display: flex", "display: grid", "height: 100px"])
def test_an_element_without_a_size_gets_one_for_the_chat(show: Show, answers: str, around: str) -> None:
    page = show(write_page(tag(answers, target="#chat"), body=f'<div style="{around}"><div id="chat"></div></div>'))
    find_frame(page)
    box = page.locator("iframe").bounding_box() or {}
    assert box["width"] >= 280
    assert box["height"] == 480


def test_a_page_without_an_article_element_gives_its_colour_by_any_of_its_links(show: Show, answers: str) -> None:
    style = "<style>body { background: #fff } a { color: #a3195b }</style>"
    page = show(f"<!doctype html><html>{style}<body><p>See <a href='#'>more</a>.</p>{tag(answers)}</body></html>")
    expect(page.locator(".bubble")).to_have_css("background-color", "rgb(163, 25, 91)")


def test_the_bubble_stays_in_its_corner_on_a_page_that_moves_itself(show: Show, answers: str) -> None:
    moved = "<style>html { transform: translateX(0) } body { height: 3000px }</style>"
    page = show(write_page(tag(answers), head=moved))
    page.evaluate("scrollTo(0, 900)")
    bubble = page.locator(".bubble").bounding_box() or {}
    assert (bubble["x"] + bubble["width"], bubble["y"] + bubble["height"]) == (1260, 780)
    ask(open_panel(page), WHY)
    panel = page.locator("dialog").bounding_box() or {}
    assert panel["y"] + panel["height"] == 780


def test_inline_it_fills_its_element_and_stays_open(show: Show, answers: str) -> None:
    place = '<div id="chat" style="width: 600px; height: 550px"></div>'
    page = show(write_page(tag(answers, target="#chat"), body=place))
    frame = find_frame(page)
    assert page.locator("iframe").bounding_box() == page.locator("#chat").bounding_box()
    frame.get_by_label("Your question").press("Escape")
    ask(frame, WHY)
    expect(frame.locator(".statement").first).to_be_visible()
    expect(page.locator(".bubble")).to_have_count(0)


# beside a stranger's styles and scripts


def test_the_same_line_twice_makes_one_bubble(show: Show, answers: str) -> None:
    page = show(write_page(tag(answers), tag(answers)))
    expect(page.locator(".bubble")).to_have_count(1)


def test_two_bubbles_and_one_inline_share_a_page(show: Show, answers: str) -> None:
    place = '<div id="chat" style="height: 500px"></div>'
    tags = tag(answers), tag(answers, title="The archive"), tag(answers, target="#chat")
    page = show(write_page(*tags, body=place))
    first, second = (page.locator(".bubble").nth(number).bounding_box() for number in (0, 1))
    assert first
    assert second
    assert second["y"] + second["height"] < first["y"]
    page.get_by_role("button", name="The archive").click()
    expect(page.frame_locator("iframe[title='The archive']").get_by_label("Your question")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="The archive")).to_be_focused()
    expect(page.locator("iframe:visible")).to_have_count(1)


HOSTILE_STYLE = """<style>
    * { display: none !important; opacity: 0 !important; position: static !important; transform: scale(2) !important; }
    html, body, main, main * { display: block !important; opacity: 1 !important; transform: none !important; }
    html { font-size: 4px !important; }
    button, iframe, dialog, svg, sourceline-widget, sourceline-widget * {
        visibility: hidden !important; width: 1px !important;
    }
</style>"""
HOSTILE_SCRIPT = """<script>
    for (const name of ["map", "forEach", "filter", "push", "includes", "join", "find", "slice", Symbol.iterator]) {
        Array.prototype[name] = function () { throw new Error("not with me"); };
    }
    Array.prototype.extra = "enumerable";
    Object.prototype.extra = "enumerable, too";
    NodeList.prototype.forEach = String.prototype.at = Array.from = Object.entries = null;
    addEventListener("keydown", (event) => event.preventDefault());
</script>"""


@pytest.mark.parametrize("hostile", [HOSTILE_STYLE, HOSTILE_SCRIPT], ids=["style", "script"])
def test_it_works_beside_what_a_page_does_to_everything(show: Show, answers: str, hostile: str) -> None:
    page = show(write_page(tag(answers), head=hostile))
    assert (page.locator(".bubble").bounding_box() or {})["width"] == 56
    page.mouse.click(1280 - 48, 800 - 48)
    frame = find_frame(page)
    assert (page.locator("dialog").bounding_box() or {})["width"] == 420
    ask(frame, WHY)
    find_mark(frame, 3).click()
    assert is_marked_in_view(frame, "The state has promised to pay half of it.")


def test_nothing_leaks_into_the_page(show: Show, answers: str) -> None:
    plain, with_widget = write_page("<script>void 0</script>"), write_page(tag(answers))
    look = """() => [Object.getOwnPropertyNames(window).length, document.styleSheets.length,
        document.cookie, localStorage.length, sessionStorage.length, document.body.innerHTML.replace(/<script.*/, ""),
        [...document.querySelectorAll("body *")].map((node) => JSON.stringify([...getComputedStyle(node)]))]"""
    pages = [show(html, closed=True) for html in (plain, with_widget)]
    assert pages[0].evaluate(look) == pages[1].evaluate(look)
    assert pages[1].evaluate("document.querySelector('sourceline-widget').shadowRoot") is None


def test_a_page_with_a_strict_policy_needs_to_allow_only_our_server(show: Show, answers: str) -> None:
    sources = f"default-src 'none'; script-src {answers}; frame-src {answers}; img-src data:"
    policy = f"{sources}; require-trusted-types-for 'script'"
    frame = open_panel(show(csp=policy))
    ask(frame, WHY)
    expect(frame.locator(".statement").first).to_be_visible()


@pytest.mark.expects_trouble
@pytest.mark.parametrize("how", ["innerHTML", "outerHTML"])
def test_even_a_slip_in_our_own_script_could_make_no_markup_of_text(show: Show, how: str) -> None:
    frame = open_panel(show())
    slip = """how => {
        try {
            document.body[how] = "<img src=x onerror=alert(1)>";
        } catch (error) {
            return error.message;
        }
    }"""
    assert "requires 'TrustedHTML'" in frame.evaluate(slip, how)


def test_words_from_anyone_but_the_panel_and_its_host_are_ignored(show: Show) -> None:
    page = show()
    frame = open_panel(page)
    page.evaluate("postMessage({ sourceline: 'close' }, '*'); postMessage(null, '*')")
    frame.evaluate(
        "postMessage({ sourceline: 'hello', title: 'Owned', greeting: 'Owned', page: { title: 'Owned' } }, '*')"
    )
    page.wait_for_timeout(200)
    expect(page.locator("dialog")).to_be_visible()
    expect(frame.locator("body")).not_to_contain_text("Owned")


def test_titles_of_the_wiki_are_text(show: Show, answers: str) -> None:
    evil = "&lt;img src=x onerror=alert(1)&gt; $& \u202eevil"
    frame = open_panel(show(write_page(tag(answers, page_title=evil, greeting=evil))))
    expect(frame.locator("#about-page-title")).to_contain_text("<img src=x onerror=alert(1)> $&")
    ask(frame, "Is this page evil?")
    expect(frame.locator(".asked q")).to_contain_text("“<img src=x onerror=alert(1)> $&")
    expect(frame.locator("img")).to_have_count(0)


# who may show it


@pytest.mark.expects_trouble
def test_a_site_that_is_not_listed_is_refused_by_the_browser(show: Show, site: Site) -> None:
    page = show(origin=site.unlisted)
    page.get_by_role("button", name="Ask the articles").click()
    note = page.locator("dialog p")
    expect(note).to_contain_text(f"{site.unlisted} is not in its QA_WIDGET_ORIGINS")
    assert (page.locator("dialog").bounding_box() or {})["height"] < 300  # little larger than what it says
    expect(page.locator("iframe")).to_be_hidden()
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Ask the articles")).to_be_focused()


@pytest.mark.expects_trouble
@pytest.mark.parametrize("how", ["opened again", "Try again"])
def test_what_was_refused_is_tried_again(show: Show, how: str) -> None:
    page = show()
    page.route("**/widget?*", lambda route: route.abort(), times=1)
    page.get_by_role("button", name="Ask the articles").click()
    again = page.get_by_role("button", name="Try again")
    expect(again).to_be_visible()
    if how == "opened again":
        page.keyboard.press("Escape")
        page.get_by_role("button", name="Ask the articles").click()
    else:
        again.click()
    expect(find_frame(page).get_by_label("Your question")).to_be_focused()
    expect(page.locator("dialog p")).to_be_hidden()


@pytest.mark.parametrize("size", [{"width": 1280, "height": 800}, PHONE], ids=["desk", "phone"])
def test_a_silent_server_is_waited_for_and_told_of(show: Show, size: dict[str, int]) -> None:
    page = show(viewport=size)
    held: list[Route] = []
    page.route("**/widget?*", lambda route: held.append(route))
    page.clock.install()
    page.get_by_role("button", name="Ask the articles").click()
    note, close = page.locator("dialog p"), page.get_by_role("button", name="Close", exact=True)
    expect(note).to_have_text("Loading …")
    expect(close).to_be_focused()
    page.clock.run_for(6000)
    expect(note).to_contain_text("The chat is still loading")
    assert find_violations(page) == []
    seen = set()
    for _ in range(6):
        page.keyboard.press("Tab")
        seen.add(page.evaluate("document.activeElement.shadowRoot.activeElement.textContent"))
    assert {"×", "Try again"} <= seen
    note.click(position={"x": 2, "y": 2})
    page.keyboard.press("Escape")
    expect(page.locator("dialog")).to_be_hidden()
    assert len(held) == 1


def test_a_slow_server_that_answers_after_all_is_shown(show: Show) -> None:
    page = show()
    held: list[Route] = []
    page.route("**/widget?*", lambda route: held.append(route), times=1)
    page.clock.install()
    page.get_by_role("button", name="Ask the articles").click()
    page.clock.run_for(6000)
    expect(page.locator("dialog p")).to_contain_text("The chat is still loading")
    page.clock.resume()
    held[0].continue_()
    expect(find_frame(page).get_by_label("Your question")).to_be_visible()
    expect(page.locator("dialog p")).to_be_hidden()


@pytest.mark.expects_trouble
def test_a_chat_whose_page_has_come_still_loads_whatever_of_it_is_lost(show: Show) -> None:
    page = show()
    page.route("**/static/library.js", lambda route: route.abort())
    page.clock.install()
    page.evaluate("addEventListener('message', ({ data }) => console.info(data.sourceline))")
    with page.expect_console_message(lambda message: message.text == "here"):
        page.get_by_role("button", name="Ask the articles").click()
    expect(page.locator("dialog p")).to_have_text("Loading …")
    page.clock.run_for(MUCH_LATER)
    expect(page.locator("dialog p")).to_contain_text("The chat is still loading")
    page.unroute("**/static/library.js")
    page.clock.resume()
    page.get_by_role("button", name="Try again").click()
    expect(find_frame(page).get_by_label("Your question")).to_be_visible()


def test_a_first_word_that_comes_after_the_refusal_replaces_it(show: Show) -> None:
    page = show()
    page.route("**/widget?*", lambda route: route.fulfill(content_type="text/html", body="<button>slow</button>"))
    page.clock.install()
    page.get_by_role("button", name="Ask the articles").click()
    slow = next(one for one in page.frames if one.parent_frame)
    slow.wait_for_load_state()
    note = page.locator("dialog p")
    expect(note).to_have_text("Loading …")
    page.clock.run_for(10_000)
    expect(note).to_contain_text("is not in its QA_WIDGET_ORIGINS")
    assert (page.locator("dialog").bounding_box() or {})["height"] < 300
    slow.evaluate("parent.postMessage({ sourceline: 'here' }, '*')")
    expect(note).to_have_text("Loading …")
    slow.evaluate("parent.postMessage({ sourceline: 'ready' }, '*')")
    expect(note).to_be_hidden()
    expect(slow.get_by_role("button", name="slow")).to_be_visible()
    assert (page.locator("dialog").bounding_box() or {})["height"] > 600


def test_escape_closes_a_panel_that_opened_by_itself_but_not_over_what_the_page_has(show: Show, answers: str) -> None:
    page = show(write_page(tag(answers, open="")))
    find_frame(page)
    page.locator("#search").press("Escape")
    expect(page.locator("dialog")).to_be_visible()
    page.locator("#search").blur()
    page.keyboard.press("Escape")
    expect(page.locator("dialog")).to_be_hidden()


def test_two_escapes_close_a_panel_whatever_is_open_in_it(show: Show) -> None:
    page = show()
    frame = open_panel(page)
    ask(frame, WHY)
    find_mark(frame, 3).hover()
    expect(frame.locator("#card")).to_be_visible()
    find_mark(frame, 3).click()
    expect(frame.locator("mark.current")).to_be_visible()
    page.keyboard.press("Escape")
    expect(frame.locator("#reader")).to_be_hidden()
    page.wait_for_timeout(500)  # longer than a card takes to come
    page.keyboard.press("Escape")
    expect(page.locator("dialog").first).to_be_hidden()


@pytest.mark.expects_trouble
def test_a_policy_that_forbids_the_frame_is_told_with_its_mend(show: Show, answers: str) -> None:
    said: list[str] = []
    page = show(csp=f"default-src 'none'; script-src {answers}; img-src data:")
    page.on("console", lambda message: said.append(message.text))
    page.clock.install()
    page.get_by_role("button", name="Ask the articles").click()
    mend = f"this page's Content-Security-Policy forbids the frame: add {answers} to its frame-src"
    expect(page.locator("dialog p")).to_contain_text(mend)
    page.clock.run_for(MUCH_LATER)
    expect(page.locator("dialog p")).to_contain_text(mend)  # no other reason takes its place
    assert [line for line in said if line.startswith("Sourceline: ")] == [f"Sourceline: {mend}"]


@pytest.mark.expects_trouble
@pytest.mark.parametrize(
    ("data", "wanted"),
    [
        ({"target": "##"}, "a CSS selector that an element of this page fits"),
        ({"target": "#nowhere"}, "a CSS selector that an element of this page fits"),
        ({"position": "top"}, "left or right"),
        ({"theme": "blue"}, "light or dark"),
        ({"language": "fr"}, "en, de or uk"),
        ({"color": "##"}, "a colour as CSS has them, such as #0a5f38"),
    ],
)
def test_an_attribute_that_cannot_be_used_is_told_and_left_out(
    show: Show, answers: str, data: dict[str, str], wanted: str
) -> None:
    said: list[str] = []
    page = show(write_page(tag(answers, **data)))
    page.on("console", lambda message: said.append(message.text))
    page.reload()
    bubble = page.locator(".bubble").bounding_box() or {}
    assert (bubble["x"], bubble["width"]) == (1280 - 20 - 56, 56)
    ((name, value),) = data.items()
    assert said == [f'Sourceline: data-{name}="{value}" cannot be used: write {wanted}']


def test_the_script_knows_the_languages_that_it_names() -> None:
    assert " or ".join(", ".join(load_words()).rsplit(", ", 1)) in render_script()


@pytest.mark.expects_trouble
def test_a_site_cannot_pass_for_a_listed_one(show: Show, site: Site, answers: str) -> None:
    page = show(write_page(f'<iframe src="{answers}/widget?origin={site.listed}"></iframe>'), origin=site.unlisted)
    page.wait_for_timeout(500)
    assert page.frames[1].url.startswith("chrome-error:")
    page.goto(page.url.replace(site.unlisted, site.listed))
    expect(page.frame_locator("iframe").locator("#send")).to_be_attached()


@pytest.mark.expects_trouble
def test_who_has_not_logged_in_is_led_to_the_login_and_back(
    bot: ScriptedBot, show: Show, site: Site, tmp_path: Path
) -> None:
    PasswordFile(tmp_path / "passwords").set("anna", "correct horse battery")
    settings = load_settings(index_dir=tmp_path, widget_origins=(site.listed,), password_file=tmp_path / "passwords")
    with serve_app(bot, settings) as address:
        page = show(write_page(tag(address.replace("127.0.0.1", "localhost"))))  # a server of the wiki's own domain
        page.get_by_role("button", name="Ask the articles").click()
        panel = page.frame_locator("iframe")
        with page.expect_popup() as opened:
            panel.get_by_role("link", name="Log in", exact=True).click()
        login = opened.value
        login.get_by_label("Name").fill("anna")
        login.get_by_label("Password").fill("correct horse battery")
        login.keyboard.press("Enter")
        expect(login.locator("#field")).to_be_visible()
        login.close()
        panel.get_by_role("link", name="I have logged in").click()
        ask(find_frame(page), WHY)
        expect(panel.locator(".statement").first).to_be_visible()


@pytest.mark.expects_trouble
def test_an_expired_token_is_renewed_without_a_word(show: Show) -> None:
    page = show()
    frame = open_panel(page)
    ask(frame, WHY)
    tokens: list[str] = []

    def expire_once(route: Route) -> None:
        tokens.append(route.request.headers["x-sourceline-token"])
        if len(tokens) == 1:
            route.fulfill(status=403, json={"reason": "token", "detail": "expired"})
        else:
            route.continue_()

    page.route("**/api/articles/**", expire_once)
    find_mark(frame, 3).click()
    assert is_marked_in_view(frame, "The state has promised to pay half of it.")
    assert len(tokens) == 2


# as a Chromium with its windows does where cookies of other sites are blocked
CLOSE_STORAGE = """window === top || ["localStorage", "sessionStorage"].forEach(name =>
    Object.defineProperty(window, name, { get() { throw new DOMException("denied", "SecurityError"); } }));"""


def test_it_works_where_the_browser_closes_its_storage_to_frames(show: Show) -> None:
    frame = open_panel(show(script=CLOSE_STORAGE))
    assert frame.evaluate("() => { try { return sessionStorage.length } catch { return 'closed' } }") == "closed"
    ask(frame, WHY)
    expect(frame.locator(".statement").first).to_be_visible()


def test_it_works_below_a_path(bot: ScriptedBot, show: Show, site: Site, tmp_path: Path) -> None:
    settings = load_settings(index_dir=tmp_path, widget_origins=(site.listed,), root_path="/ask")
    with serve_app(bot, settings) as address:
        frame = open_panel(show(write_page(tag(f"{address}/ask"))))
        ask(frame, WHY)
        find_mark(frame, 3).click()
        assert is_marked_in_view(frame, "The state has promised to pay half of it.")
        expect(frame.locator("#full-page")).to_have_attribute("href", re.compile(rf"^{address}/ask/\?q="))


# accessibility and weight


@pytest.mark.parametrize("color_scheme", ["light", "dark"])
def test_axe_finds_nothing(show: Show, answers: str, color_scheme: str) -> None:
    colors = {"light": "background: #fff; color: #111", "dark": "background: #111; color: #eee"}[color_scheme]
    head = f"<style>body {{ {colors} }} a {{ color: inherit }}</style>"
    page = show(write_page(tag(answers), head=head))
    assert find_violations(page) == []
    frame = open_panel(page)
    assert find_violations(page) == []
    ask(frame, WHY)
    assert find_violations(frame) == []
    find_mark(frame, 3).click()
    expect(frame.locator("mark.current")).to_be_visible()
    assert find_violations(frame) == []


def find_violations(page: Page | Frame) -> list[str]:
    tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
    options = {"runOnly": {"type": "tag", "values": tags}, "iframes": False}
    found = Axe().run(page, options=options).response["violations"]  # type: ignore[arg-type]
    return [f"{one['id']}: {[node['html'] for node in one['nodes']]}" for one in found]


@pytest.fixture(scope="module")
def client(bot: ScriptedBot, widget_settings: Settings) -> Iterator[TestClient]:
    with TestClient(make_app(bot, widget_settings), base_url="http://127.0.0.1", client=("127.0.0.1", 5000)) as client:
        yield client


def test_the_script_is_below_13_kilobytes_and_holds_no_secret(client: TestClient) -> None:
    response = client.get("/widget.js")
    assert response.headers["content-type"].startswith("text/javascript")
    assert len(response.content) < 13_000
    assert len(gzip.compress(response.content)) < 6_000
    assert "token" not in response.text.lower()
    assert "$" not in re.sub(r"\$\{|\$/", "", response.text)  # words and style are in their places
    assert client.get("/widget.js").content == response.content


def test_only_a_listed_site_gets_the_compact_page(client: TestClient) -> None:
    page = client.get("/widget", params={"origin": LISTED})
    assert f"frame-ancestors {LISTED};" in page.headers["content-security-policy"]
    assert f'data-origin="{LISTED}"' in page.text
    for origin in ("https://wiki.example.evil", "null", f"{LISTED}/path", "", "javascript:alert(1)"):
        refused = client.get("/widget", params={"origin": origin})
        assert refused.status_code == 403
        assert "frame-ancestors 'none'" in refused.headers["content-security-policy"]
        assert "QA_WIDGET_ORIGINS" in refused.text
        assert client.get("/widget/token", params={"origin": origin}).status_code == 403


def test_the_page_itself_is_never_compact(client: TestClient) -> None:
    assert "compact" not in client.get("/").text
    assert "frame-ancestors 'none'" in client.get("/").headers["content-security-policy"]
