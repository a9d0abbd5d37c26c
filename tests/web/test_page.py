"""The chat page in a real browser: ask, see the sentence, trust it."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from qa.bot import Bot
from qa.settings import Settings
from tests.web.conftest import PHONE, find_complaints, serve_app
from tests.web.scripted import (
    ARABIC_QUESTION,
    BRIEF,
    BROKEN,
    COST,
    HOSTILE,
    HOW_LONG,
    HOW_LONG_ALONE,
    MAYBE,
    PRIZE,
    SLOW,
    UNKNOWN,
    WHY,
    WRITTEN,
    ScriptedBot,
)

Visit = Callable[..., Page]


def ask(page: Page, question: str) -> None:
    before = page.locator(".turn").count()
    page.get_by_label("Your question").fill(question)
    page.keyboard.press("Enter")
    expect(page.locator(".turn")).to_have_count(before + 1)
    expect(page.locator(".turn").last).not_to_have_attribute("aria-busy", "true")


def mark(page: Page, number: int) -> None:
    page.locator(".turn").last.locator(f'.cite[data-number="{number}"]:visible').last.click()


def is_in_view(page: Page, selector: str) -> bool:
    return bool(
        page.evaluate(
            """selector => {
                const box = document.querySelector(selector).getBoundingClientRect();
                const around = document.getElementById("reader-scroll").getBoundingClientRect();
                return box.top >= around.top && box.bottom <= around.bottom && box.height > 0;
            }""",
            selector,
        )
    )


# asking and reading


def expect_focused(field: Locator) -> None:
    """Wait for the focus; a window that another one covers counts as inactive, so it comes to the front first."""
    field.page.bring_to_front()
    expect(field).to_be_focused()


def test_an_answer_quotes_its_sentences_and_says_where_they_are_from(visit: Visit) -> None:
    page = visit()
    ask(page, WHY)
    turn = page.locator(".turn")
    expect(turn.locator(".statement")).to_have_count(4)
    expect(turn.locator(".statement").first).to_contain_text("A crack in its northern pier.")
    expect(turn.locator(".quote")).to_contain_text(
        "Valley Post · Old Mill Bridge closed after crack is found · 4 March 2025"
    )
    expect(turn.locator(".facts")).to_have_text("Very sure · read closely: parts of one article")


def test_a_mark_opens_the_article_with_exactly_its_sentence_marked_and_in_view(visit: Visit) -> None:
    page = visit()
    ask(page, WHY)
    mark(page, 3)
    reader = page.get_by_role("complementary", name="Article")
    expect(reader.get_by_role("heading")).to_have_text("Old Mill Bridge closed after crack is found")
    expect(reader.locator("#reader-origin")).to_contain_text("Valley Post · Noor Haddad · 4 March 2025")
    expect(reader.get_by_role("link", name="Original")).to_have_attribute("href", "https://valley-post.example/bridge")
    # an emoji before it counts as one character
    expect(reader.locator("mark.current")).to_have_text("The state has promised to pay half of it.")
    assert is_in_view(page, "mark.current")
    expect(reader.locator("mark.other")).to_have_count(2)
    expect(page.locator('.cite[data-number="3"]:visible')).to_have_attribute("aria-current", "true")


def test_previous_and_next_step_through_the_sources_across_articles(visit: Visit) -> None:
    page = visit()
    ask(page, COST)
    mark(page, 1)
    counter = page.locator("#reader-counter")
    expect(counter).to_have_text("Source 1 of 2")
    expect(page.get_by_role("button", name="Previous source")).to_be_disabled()
    page.get_by_role("button", name="Next source").click()
    expect(counter).to_have_text("Source 2 of 2")
    expect(page.locator("mark.current")).to_contain_text("Mayor Tomas Reyes said")
    assert is_in_view(page, "mark.current")
    page.keyboard.press("ArrowLeft")
    expect(page.locator("mark.current")).to_contain_text("The repair will cost")


def test_the_reader_follows_to_the_next_answer_and_leaves_the_focus_in_the_question(visit: Visit) -> None:
    page = visit()
    ask(page, WHY)
    mark(page, 2)
    ask(page, COST)
    expect(page.locator("mark.current")).to_contain_text("The repair will cost 4.2 million crowns")
    expect_focused(page.get_by_label("Your question"))


def test_a_card_shows_the_sentence_without_leaving_the_chat(visit: Visit) -> None:
    page = visit()
    ask(page, WRITTEN)
    page.locator(".statement .cite").first.hover()
    card = page.get_by_role("tooltip")
    expect(card).to_contain_text("Engineers closed the Old Mill Bridge on 3 March")
    expect(page.locator("#reader")).to_be_hidden()
    page.keyboard.press("Escape")
    expect(card).to_be_hidden()


def test_statements_appear_before_the_answer_is_complete(visit: Visit, bot: ScriptedBot) -> None:
    bot.write_on.clear()
    page = visit()
    page.get_by_label("Your question").fill(WRITTEN)
    page.keyboard.press("Enter")
    turn = page.locator(".turn")
    expect(turn.locator(".statement")).to_have_text(
        "The Old Mill Bridge has been closed since 3 March because of a crack in a pier.\u20601"
    )
    expect(turn).to_have_attribute("aria-busy", "true")
    bot.write_on.set()
    expect(turn.locator(".foot .bar")).to_be_visible()
    expect(turn.locator(".statement")).to_contain_text("Its repair is expected to take 14 months.")
    expect(turn).to_have_attribute("aria-busy", "false")


def test_a_follow_up_shows_what_was_understood_and_can_be_corrected(visit: Visit, bot: ScriptedBot) -> None:
    page = visit()
    ask(page, WHY)
    ask(page, HOW_LONG)
    turn = page.locator(".turn").last
    expect(turn.locator(".asked")).to_contain_text(f"Asked as: {HOW_LONG_ALONE}")
    expect(turn.locator(".quote")).to_contain_text("(Her: Ada Brandt)")
    expect(turn.locator(".quote")).to_contain_text(
        "County Wire · Bridge repair to take 14 months · according to the county"
    )
    turn.get_by_role("button", name="Correct this").click()
    page.get_by_label("Ask it as").fill(COST)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=2).last).to_have_text(COST)
    expect(page.locator(".turn")).to_have_count(3)


def test_a_blank_behind_a_question_is_no_other_question(visit: Visit) -> None:
    page = visit()
    ask(page, f"{WHY}  ")
    expect(page.locator(".quote").first).to_be_visible()
    expect(page.locator(".asked")).to_be_empty()


def test_sources_that_differ_stand_side_by_side(visit: Visit) -> None:
    page = visit()
    ask(page, COST)
    conflict = page.locator(".conflict")
    expect(conflict.get_by_role("heading")).to_have_text("The sources differ on the cost")
    sides = conflict.get_by_role("figure")
    expect(sides).to_have_count(2)
    expect(sides.nth(1)).to_contain_text("Tomas Reyes")
    expect(sides.nth(1)).to_contain_text("20 March 2025")
    left, right = sides.nth(0).bounding_box(), sides.nth(1).bounding_box()
    assert (left or {}).get("y") == (right or {}).get("y", -1)
    expect(page.locator(".statement")).to_have_count(0)  # neither is picked silently


def test_a_question_in_another_language_shows_the_nearest_sentences(
    browser: Browser, small_bot: Bot, small_settings: Settings
) -> None:
    with serve_app(small_bot, small_settings) as address:
        page = browser.new_context(locale="de-DE").new_page()
        page.goto(address)
        page.locator("#field textarea").fill("Was wird die Reparatur der Brücke kosten?")
        page.keyboard.press("Enter")
        expect(page.locator(".turn .nearest")).to_contain_text("Mayor Tomas Reyes denied")


def test_what_the_articles_do_not_say_is_said(visit: Visit) -> None:
    page = visit()
    ask(page, UNKNOWN)
    turn = page.locator(".turn")
    expect(turn.locator(".verdict")).to_have_text("The articles do not say.")
    expect(turn.locator(".looked")).to_have_text(
        "In the parts of 2 articles that were read closely, no sure answer was found to Who painted the bridge?"
    )
    expect(turn.locator(".nearest li")).to_have_count(2)
    expect(turn.locator(".cite")).to_have_count(0)  # the nearest sentences are no sources
    turn.locator(".nearest .open").first.click()
    expect(page.locator("mark.current")).to_contain_text("About 9,000 cars")
    turn.locator(".suggestions button").first.click()
    expect(page.locator(".turn")).to_have_count(2)


# around the answer


def test_the_evidence_lists_the_ranked_sentences(visit: Visit) -> None:
    page = visit()
    ask(page, WRITTEN)
    page.get_by_role("button", name="Evidence").click()
    expect(page.locator(".sentences.ranked li")).to_have_count(2)
    page.locator(".sentences.ranked .open").last.click()
    expect(page.locator("mark.current")).to_have_text("Her office expects the repair to take 14 months.")


def test_an_answer_is_copied_with_its_citations_in_three_forms(visit: Visit, address: str) -> None:
    page = visit()
    page.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=address)
    ask(page, WRITTEN)
    first, second = "“Engineers closed the Old Mill Bridge on 3 March", "https://valley-post.example/bridge"
    for form, shown in {
        "As plain text": ["crack in a pier. [1]", f"[1] {first}", second],
        "As Markdown": [f"**{WRITTEN}**", r"pier. \[1\]", f"(<{second}>)"],
        "With footnotes": ["pier. [^1]", f"[^1]: {first}", "[^2]: "],
    }.items():
        page.locator(".turn .menu summary").click()
        page.get_by_role("button", name=form).click()
        page.wait_for_function("part => navigator.clipboard.readText().then(text => text.includes(part))", arg=shown[0])
        text = page.evaluate("navigator.clipboard.readText()")
        assert [part for part in shown if part not in text] == []


def test_a_button_that_is_pressed_again_while_it_says_copied_gets_its_label_back(visit: Visit, address: str) -> None:
    page = visit()
    page.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=address)
    ask(page, WHY)
    button = page.locator(".turn .bar > button.quiet").last
    expect(button).to_have_text("Copy link")
    button.click()
    expect(button).to_have_text("Copied")
    page.evaluate("navigator.clipboard.writeText('')")
    button.click()
    page.wait_for_function("navigator.clipboard.readText().then(text => text.includes('q=Why'))")
    expect(button).to_have_text("Copy link")


def test_why_a_writers_words_are_not_there_is_said_below_the_answer(visit: Visit) -> None:
    page = visit()
    ask(page, WRITTEN)
    expect(page.locator(".turn .foot .note")).to_have_text("The writer stopped. The answer may be incomplete.")
    ask(page, WHY)
    expect(page.locator(".turn").last.locator(".facts")).to_have_count(1)


def test_a_link_asks_its_question_with_its_filters(visit: Visit, bot: ScriptedBot) -> None:
    page = visit("/?q=Why+was+the+bridge+closed%3F&outlet=Valley+Post&since=2025-01-01")
    expect(page.locator(".statement")).to_have_count(4)
    expect(page.locator(".limits")).to_have_text("Valley Post · since 1 January 2025")
    assert bot.filters[-1].outlets == ("Valley Post",)
    assert bot.filters[-1].since == "2025-01-01"
    assert page.url.endswith("?q=Why+was+the+bridge+closed%3F&outlet=Valley+Post&since=2025-01-01")


def test_a_reload_keeps_the_conversation_and_asks_nothing_again(visit: Visit, bot: ScriptedBot) -> None:
    page = visit()
    ask(page, WHY)
    ask(page, COST)
    begun = len(bot.stages_begun)
    page.reload()
    expect(page.locator(".turn")).to_have_count(2)
    mark(page, 2)
    expect(page.locator("mark.current")).to_contain_text("Mayor Tomas Reyes")
    assert len(bot.stages_begun) == begun
    page.get_by_role("button", name="New conversation").click()
    expect(page.locator(".turn")).to_have_count(0)
    expect(page.get_by_role("heading", level=1)).to_be_visible()


def test_the_filters_limit_a_question_and_can_be_dropped(visit: Visit, bot: ScriptedBot) -> None:
    page = visit()
    page.locator("#filters summary").click()
    page.get_by_label("Eastbank Herald").check()
    page.get_by_label("from", exact=True).fill("2025-03-01")
    expect(page.locator("#filters summary")).to_contain_text("Eastbank Herald · since 1 March 2025")
    ask(page, UNKNOWN)
    assert (bot.filters[-1].outlets, bot.filters[-1].since) == (("Eastbank Herald",), "2025-03-01")
    page.get_by_role("button", name="Ask without the filter").click()
    expect(page.locator(".turn")).to_have_count(2)
    expect(page.locator(".turn").last).not_to_have_attribute("aria-busy", "true")
    assert not bot.filters[-1]


def test_a_first_visit_offers_questions_and_what_the_library_holds(visit: Visit) -> None:
    page = visit()
    expect(page.locator(".suggestions li").first).to_be_visible()
    expect(page.locator(".holdings")).to_contain_text("5 articles · 5 outlets · 4 March 2025 to 20 March 2025")
    page.get_by_role("button", name="See all articles").click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("listitem")).to_have_count(5)
    dialog.get_by_role("searchbox").fill("herald price")
    expect(dialog.get_by_role("status")).to_have_text("1 article found")
    dialog.get_by_role("listitem").get_by_role("button").click()
    expect(page.locator("#reader-title")).to_have_text("Council doubts the price of the new pier")
    page.keyboard.press("Escape")
    expect_focused(page.locator("#open-library"))


def test_feedback_is_kept_with_its_word(visit: Visit, web_settings: object) -> None:
    from qa.store.feedback import FEEDBACK_FILE, FeedbackStore

    page = visit()
    ask(page, WHY)
    page.get_by_role("button", name="This was wrong").click()
    page.get_by_label("Why? (optional)").fill("the third has nothing to do with it")
    page.keyboard.press("Enter")
    expect(page.locator(".thanks")).to_have_text("Thank you")
    store = FeedbackStore(web_settings.index_dir / FEEDBACK_FILE)  # type: ignore[attr-defined]
    kept = [one for one in store.all() if one.word]
    assert [(one.vote, one.word, one.question, len(one.quotes)) for one in kept] == [
        ("down", "the third has nothing to do with it", WHY, 3)
    ]
    assert kept[0].quotes[2].quote == "The state has promised to pay half of it."


# trouble


@pytest.mark.usefixtures("slow")
def test_stop_ends_the_work_after_the_stage_that_has_begun(visit: Visit, bot: ScriptedBot) -> None:
    page = visit()
    begun = len(bot.stages_begun)  # other tests have asked the same bot
    page.get_by_label("Your question").fill(SLOW)
    page.keyboard.press("Enter")
    expect(page.locator(".status")).to_have_text("Looking through the articles …")
    page.wait_for_timeout(300)
    page.keyboard.press("Escape")  # as the button does
    expect(page.locator(".problem")).to_have_text("Stopped.")
    page.wait_for_timeout(300)
    bot.hold.set()
    ask(page, WHY)  # the page goes on
    expect(page.locator(".turn").last.locator(".statement")).to_have_count(4)
    assert [stage for stage in bot.stages_begun[begun:] if stage.startswith(SLOW)] == [
        f"{SLOW}: understood",
        f"{SLOW}: searched",
    ]


@pytest.mark.usefixtures("slow")
@pytest.mark.parametrize("leave", ["New conversation", WHY])
def test_an_answer_that_comes_after_its_conversation_was_left_stays_away(
    visit: Visit, bot: ScriptedBot, leave: str
) -> None:
    page = visit()
    ask(page, WHY)
    expect(page.locator(".turn").last.locator(".statement")).to_have_count(4)
    page.get_by_role("button", name="Conversations").click()
    page.get_by_role("button", name="New conversation").click()
    page.get_by_label("Your question").fill(SLOW)
    page.keyboard.press("Enter")
    expect(page.locator(".status")).to_have_text("Looking through the articles …")
    page.get_by_role("button", name=leave, exact=True).click()
    bot.hold.set()
    page.get_by_label("Your question").fill(COST)
    page.wait_for_timeout(500)
    expect(page.locator(".turn")).to_have_count(int(leave == WHY))
    page.get_by_label("Your question").press("Enter")
    expect(page.locator(".turn").last).to_contain_text("million crowns")
    expect(page.locator(".turn")).to_have_count(1 + int(leave == WHY))
    assert SLOW not in page.locator("#side").inner_text()


@pytest.mark.usefixtures("slow")
def test_a_slow_question_does_not_hold_up_another_page(visit: Visit) -> None:
    slow, quick = visit(), visit()
    slow.get_by_label("Your question").fill(SLOW)
    slow.keyboard.press("Enter")
    expect(slow.locator(".status")).to_be_visible()
    ask(quick, WHY)
    expect(quick.locator(".statement")).to_have_count(4)
    expect(slow.locator(".turn")).to_have_attribute("aria-busy", "true")
    slow.get_by_role("button", name="Stop").click()
    expect(slow.locator(".problem")).to_have_text("Stopped.")


@pytest.mark.expects_trouble
def test_an_error_on_the_server_is_told_kindly_and_without_a_trace(visit: Visit) -> None:
    page = visit()
    ask(page, BROKEN)
    expect(page.locator(".problem")).to_have_text(
        "Something went wrong on the server; its log says what. Please try again."
    )
    assert "secret" not in page.content()


def test_a_question_that_cannot_be_asked_says_what_to_do(visit: Visit) -> None:
    page = visit()
    ask(page, "why " * 130)
    expect(page.locator(".problem")).to_have_text("the question is empty or has more than 500 characters: mend it")


@pytest.mark.expects_trouble
@pytest.mark.parametrize(
    ("status", "reason", "told"),
    [
        (429, "rate", "That was a lot of questions at once. Please wait 7 seconds."),
        (503, "busy", "Many people are asking right now. Please try again in 7 seconds."),
        (503, "error", "no index in .qa: run 'qa index' first"),
        (503, "", "Many people are asking right now. Please try again in 7 seconds."),  # said by a proxy
        (403, "host", "no index in .qa: run 'qa index' first"),
        (500, "failed", "Something went wrong on the server; its log says what. Please try again."),
        (500, "", "Something went wrong on the server; its log says what. Please try again."),
    ],
)
def test_a_refusal_is_told_in_plain_words(visit: Visit, status: int, reason: str, told: str) -> None:
    page = visit()
    said = {"reason": reason, "detail": "no index in .qa: run 'qa index' first"} if reason else {}
    refusal = {"status": status, "json": said, "headers": {"Retry-After": "7"}}
    page.route("**/queue/join*", lambda route: route.fulfill(**refusal), times=1)
    ask(page, WHY)
    expect(page.locator(".problem")).to_have_text(told)
    page.get_by_role("button", name="Ask again").click()
    expect(page.locator(".turn").locator(".statement")).to_have_count(4)


def test_an_article_that_has_changed_since_is_not_marked_in_the_wrong_place(visit: Visit) -> None:
    page = visit()
    ask(page, WHY)
    changed = {"id": "news/bridge", "title": "New title", "text": "All is new.", "sha256": "0" * 64, "published": ""}
    page.route("**/api/articles/*", lambda route: route.fulfill(json=changed | {"source": "", "author": "", "url": ""}))
    mark(page, 3)
    expect(page.locator("#reader-notice")).to_contain_text("This article has changed since the answer was given.")
    expect(page.locator("#reader-notice")).to_contain_text("The state has promised to pay half of it.")
    expect(page.locator("#reader mark")).to_have_count(0)


def test_a_hostile_article_is_nothing_but_text(visit: Visit) -> None:
    page = visit()
    ask(page, PRIZE)
    mark(page, 1)
    expect(page.locator("#reader-title")).to_have_text(HOSTILE.title)
    expect(page.locator("#reader-text")).to_contain_text("<script>document.title='owned'</script>")
    expect(page.locator("mark.current")).to_contain_text("</script><svg onload=alert(1)>")
    assert page.locator("#reader a, .turn a, .turn img, #reader img, #reader svg, #reader script").count() == 0
    codes = page.locator("mark.current .control").evaluate_all("nodes => nodes.map(node => node.dataset.code)")
    assert codes == ["U+202E", "U+202C"]  # shown instead of obeyed
    page.locator("#open-library").click()
    expect(page.get_by_role("dialog")).to_contain_text("<svg onload=")
    page.wait_for_timeout(200)
    assert "owned" not in page.title()


@pytest.mark.expects_trouble
def test_even_a_slip_in_our_own_script_could_not_run_markup(visit: Visit) -> None:
    page = visit()
    page.evaluate(
        """() => {
            const node = document.createElement("div");
            node.innerHTML = "<img src=x onerror='document.title=1'><a href='javascript:document.title=1'>a</a>";
            document.body.append(node);
            node.querySelector("a").click();
            const script = document.createElement("script");
            script.textContent = "document.title = 1";
            document.body.append(script);
        }"""
    )
    page.wait_for_timeout(200)
    assert page.title() == "Sourceline"


# for everyone


def test_the_head_of_the_page_is_there_before_its_scripts_and_stays_where_it_is(visit: Visit) -> None:
    early = visit(java_script_enabled=False).locator("#before .brand").bounding_box()
    page = visit()
    expect(page.locator(".suggestions")).to_be_visible()
    assert page.locator(".brand").bounding_box() == early
    expect(page.locator("#before")).to_have_count(0)


def test_the_whole_journey_needs_no_mouse(visit: Visit) -> None:
    page = visit()
    expect(page.locator(".suggestions")).to_be_visible()
    page.keyboard.press("Tab")
    expect_focused(page.get_by_role("link", name="Skip to the question"))
    page.keyboard.press("Enter")
    expect_focused(page.get_by_label("Your question"))
    page.keyboard.type(WHY)
    page.keyboard.press("Enter")
    expect(page.locator(".foot .bar")).to_be_visible()
    page.get_by_role("heading", level=2).focus()
    page.keyboard.press("Tab")  # to the button that edits the question
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    expect(page.locator(".cite:focus")).to_have_text("2")
    expect(page.get_by_role("tooltip")).to_contain_text("“We could not wait for another winter,”")
    page.keyboard.press("Enter")
    expect_focused(page.locator("#reader-scroll"))
    page.keyboard.press("ArrowRight")
    expect(page.locator("mark.current")).to_have_text("The state has promised to pay half of it.")
    page.keyboard.press("Escape")
    expect(page.locator("#reader")).to_be_hidden()
    expect(page.locator(".cite:focus")).to_have_text("3")  # where the reading ended


def test_on_a_phone_the_article_is_a_sheet_that_back_closes(visit: Visit) -> None:
    page = visit(viewport=PHONE, has_touch=True, is_mobile=True)
    ask(page, WHY)
    page.locator(".quote .cite").last.tap()
    expect(page.locator("mark.current")).to_have_text("The state has promised to pay half of it.")
    assert is_in_view(page, "mark.current")
    sheet = page.locator("#reader").bounding_box()
    assert sheet
    assert (sheet["x"], sheet["width"]) == (0, PHONE["width"])
    assert page.locator("#talk").evaluate("node => node.inert")
    page.go_back()
    expect(page.locator("#reader")).to_be_hidden()
    assert not page.locator("#talk").evaluate("node => node.inert")
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]


def test_a_narrow_window_needs_no_sideways_scrolling(visit: Visit) -> None:
    page = visit(viewport={"width": 320, "height": 640})
    ask(page, COST)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_right_to_left_text_reads_from_the_right(visit: Visit) -> None:
    page = visit()
    ask(page, ARABIC_QUESTION)
    mark(page, 1)
    for selector in ("mark.current", ".statement.quoted", "#reader-title"):
        assert page.locator(selector).evaluate("node => getComputedStyle(node).direction") == "rtl", selector
    expect(page.locator("mark.current")).to_contain_text("أغلق المهندسون الجسر القديم")


@pytest.mark.parametrize(
    ("locale", "placeholder", "found"),
    [
        ("de-AT", "Stell eine Frage", "genau gelesen: Stellen eines Artikels"),
        ("uk-UA", "Поставте запитання", "уважно прочитано місця з 1 статті"),
    ],
)
def test_the_page_speaks_the_languages_of_the_browser(visit: Visit, locale: str, placeholder: str, found: str) -> None:
    page = visit(locale=locale)
    expect(page.locator("#field textarea")).to_have_attribute("placeholder", placeholder)
    page.fill("#field textarea", WHY)
    page.keyboard.press("Enter")
    expect(page.locator(".facts")).to_contain_text(found)
    page.locator("#language").select_option("en")
    expect(page.get_by_label("Your question")).to_be_visible()
    expect(page.locator(".facts")).to_contain_text("read closely: parts of one article")


def test_dark_follows_the_system_and_the_button(visit: Visit) -> None:
    page = visit(color_scheme="dark")
    paper = "getComputedStyle(document.body).backgroundColor"
    assert page.evaluate(paper) == "rgb(23, 22, 19)"
    page.locator("#theme").click()
    assert page.evaluate(paper) == "rgb(250, 248, 243)"
    page.reload()
    assert page.evaluate(paper) == "rgb(250, 248, 243)"


@pytest.mark.parametrize(
    ("scheme", "size"),
    [("light", {"width": 1440, "height": 900}), ("dark", PHONE)],
    ids=["light desktop", "dark phone"],
)
def test_axe_finds_nothing_to_complain_of(visit: Visit, scheme: str, size: dict[str, int]) -> None:
    page = visit(color_scheme=scheme, viewport=size, bypass_csp=True)  # axe itself is injected
    expect(page.locator(".suggestions")).to_be_visible()
    first_visit = find_complaints(page)
    ask(page, UNKNOWN)
    ask(page, COST)
    page.get_by_role("button", name="Evidence").click()
    page.locator(".turn .menu summary").click()
    mark(page, 2)
    expect(page.locator("mark.current")).to_be_visible()
    conversation = find_complaints(page)
    page.keyboard.press("Escape")
    page.locator("#open-library").click()
    expect(page.get_by_role("dialog").get_by_role("listitem").first).to_be_visible()
    library = find_complaints(page)
    page.keyboard.press("Escape")
    ask(page, MAYBE)
    ask(page, BRIEF)
    page.get_by_role("button", name="Edit").first.click()
    expect(page.get_by_label("Ask it as")).to_be_visible()
    briefing = find_complaints(page)
    page.get_by_role("button", name="Conversations").click()
    expect(page.locator("#conversations li")).to_have_count(1)
    page.locator("#conversations summary").click()
    assert [first_visit, conversation, library, briefing, find_complaints(page)] == [[], [], [], [], []]


# weight


def test_the_page_is_light_and_asks_no_other_host(visit: Visit, address: str) -> None:
    page = visit()
    network = page.context.new_cdp_session(page)
    network.send("Network.enable")
    weights: list[float] = []
    urls: set[str] = set()
    network.on("Network.loadingFinished", lambda event: weights.append(event["encodedDataLength"]))
    network.on("Network.responseReceived", lambda event: urls.add(event["response"]["url"]))
    network.send("Network.clearBrowserCache")
    page.reload()
    expect(page.locator(".suggestions")).to_be_visible()
    ask(page, WHY)
    mark(page, 1)
    expect(page.locator("mark.current")).to_be_visible()
    assert {urlsplit(url).netloc for url in urls if not url.startswith("data:")} == {urlsplit(address).netloc}
    assert sum(weights) < 400_000, f"{sum(weights):,.0f} bytes in {len(weights)} requests"


# what people expect of a chat


def test_retry_undo_and_a_past_question_edited(visit: Visit, bot: ScriptedBot) -> None:
    page = visit()
    ask(page, WHY)
    ask(page, COST)
    begun = len(bot.stages_begun)
    page.get_by_role("button", name="Retry").click()
    expect(page.locator(".turn").last.locator(".conflict")).to_be_visible()
    expect(page.locator(".turn")).to_have_count(2)
    assert bot.stages_begun[begun:] == [f"{COST}: {stage}" for stage in ("understood", "searched", "done")]
    page.get_by_role("button", name="Undo").click()
    expect(page.locator(".turn")).to_have_count(1)
    expect(page.get_by_label("Your question")).to_have_value(COST)
    expect_focused(page.get_by_label("Your question"))
    assert "repair" not in page.url  # what was undone is not asked again by a reload
    page.get_by_role("button", name="Bring it back").click()
    expect(page.locator(".turn")).to_have_count(2)
    expect(page.locator(".turn").last.locator(".conflict")).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    page.keyboard.press("Enter")
    expect(page.locator(".turn").last.locator(".conflict")).to_be_visible()
    ask(page, UNKNOWN)
    expect(page.locator(".turn")).to_have_count(3)
    page.get_by_role("button", name="Edit").first.click()
    field = page.locator("#chat textarea")
    expect(field).to_have_value(WHY)
    field.fill(WRITTEN)
    page.get_by_role("button", name="Submit").click()
    expect(page.locator(".turn")).to_have_count(1)  # what came after it is gone
    expect(page.locator(".turn")).to_contain_text("closed since 3 March")
    expect(page.get_by_role("heading", level=2)).to_have_text(WRITTEN)
    expect(page.get_by_role("status").filter(has_text="Removed from the conversation.")).to_be_visible()
    page.get_by_role("button", name="Edit").first.click()
    page.keyboard.press("Escape")
    expect(field).to_have_count(0)
    page.get_by_role("button", name="Edit").first.click()
    field.fill(COST)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=2)).to_have_text(COST)
    expect(page.locator(".turn")).to_have_count(1)


def test_conversations_are_kept_renamed_exported_and_deleted_in_the_browser(visit: Visit) -> None:
    page = visit()
    ask(page, WHY)
    page.get_by_role("button", name="New conversation").click()
    expect(page.locator(".turn")).to_have_count(0)
    ask(page, COST)
    page.get_by_role("button", name="Conversations").click()
    kept = page.locator("#conversations li")
    expect(kept).to_have_count(2)
    assert page.locator("#talk").bounding_box()["x"] == 340  # type: ignore[index]  # the side bar covers nothing
    kept.last.get_by_role("button", name=WHY).click()
    expect(page.locator(".turn")).to_contain_text("A crack in its northern pier.")
    kept.last.locator("summary").click()
    kept.last.get_by_role("button", name="Rename").click()
    page.get_by_label("Rename").fill("The bridge")
    page.keyboard.press("Enter")
    expect(kept.last).to_contain_text("The bridge")
    kept.last.locator("summary").click()
    with page.expect_download() as saved:
        kept.last.get_by_role("button", name="Export").click()
    assert saved.value.suggested_filename == "The-bridge.md"
    text = saved.value.path().read_text("utf-8")
    assert text.startswith("# The bridge\n\n**Why was the bridge closed?**")
    assert "https://valley-post.example/bridge" in text
    page.reload()
    page.get_by_role("button", name="Conversations").click()
    expect(kept).to_have_count(2)
    expect(page.locator(".turn")).to_contain_text("A crack in its northern pier.")
    kept.last.locator("summary").click()
    kept.last.get_by_role("button", name="Delete").click()
    expect(kept).to_have_count(1)
    expect(page.locator(".turn")).to_have_count(0)
    page.get_by_role("button", name="Bring it back").click()
    expect(kept).to_have_count(2)
    expect(kept.last).to_contain_text("The bridge")
    expect(page.locator(".turn")).to_contain_text("A crack in its northern pier.")


def test_on_a_phone_the_field_for_the_reason_of_a_vote_is_above_the_question(visit: Visit) -> None:
    page = visit(viewport={"width": 390, "height": 500}, has_touch=True, is_mobile=True)
    ask(page, WHY)
    page.locator(".vote").last.click()
    reason = page.get_by_label("Why? (optional)")
    expect_focused(reason)
    page.wait_for_function(
        """() => document.querySelector(".feedback input").getBoundingClientRect().bottom
             <= document.getElementById("ask").getBoundingClientRect().top"""
    )


def test_a_question_is_shown_as_text_whatever_it_holds(visit: Visit) -> None:
    page = visit()
    hostile = "<img src=x onerror=\"document.title='owned'\"> &lt;b&gt; ${7*7} {{7*7}} `a` **b** $x$"
    ask(page, hostile)
    expect(page.get_by_role("heading", level=2)).to_have_text(hostile)
    assert page.locator("#chat img, #chat b, #chat strong:not(.phrase), #chat code, #chat .katex").count() == 0
    page.get_by_role("button", name="Edit").click()
    expect(page.locator("#chat textarea")).to_have_value(hostile)
    page.reload()
    expect(page.locator(".turn")).to_have_count(1)
    expect(page.get_by_role("heading", level=2).first).to_have_text(hostile)
    assert page.title() != "owned"


def test_a_sentence_that_perhaps_answers_is_shown_as_that(visit: Visit) -> None:
    page = visit()
    ask(page, MAYBE)
    turn = page.locator(".turn")
    expect(turn.locator(".verdict")).to_have_text("Perhaps this answers it.")
    expect(turn.locator(".statement.phrase")).to_have_count(0)  # no headline
    expect(turn.locator(".statement.quoted")).to_have_count(1)
    expect(turn.locator("h3")).to_have_text(["Others that come close"])
    mark(page, 1)
    expect(page.locator("mark.current")).to_contain_text("Her office expects")


def test_a_briefing_stands_in_groups_with_days_and_names_to_choose(visit: Visit) -> None:
    page = visit()
    ask(page, BRIEF)
    turn = page.locator(".turn")
    expect(turn.locator(".outlet h3")).to_have_text(["Valley Post", "Eastbank Herald"])
    expect(turn.locator(".outlet time").first).to_have_text("4 March 2025")
    turn.get_by_role("button", name="Tomas Reyes").click()
    expect(turn.locator(".outlet li:visible")).to_have_count(1)
    expect(turn.locator(".outlet h3:visible")).to_have_text(["Eastbank Herald"])
    more = turn.get_by_role("button", name="Show 1 more sentence")
    expect(more).to_be_visible()
    turn.get_by_role("button", name="14 months").click()  # the further sentence has it, too
    expect(turn.locator(".outlet li:visible")).to_have_count(2)
    turn.get_by_role("button", name="14 months").click()
    expect(turn.locator(".outlet li:visible")).to_have_count(3)


def test_the_rest_of_a_briefing_is_a_button_away(visit: Visit) -> None:
    page = visit()
    ask(page, BRIEF)
    turn = page.locator(".turn")
    turn.get_by_role("button", name="Show 1 more sentence").click()
    expect(turn.locator(".outlet li:visible")).to_have_count(3)
    mark(page, 3)
    expect(page.locator("mark.current")).to_contain_text("Her office expects")
    expect(page.locator("#reader-counter")).to_have_text("Source 3 of 3")
    turn.locator(".suggestions button").click()
    expect(page.locator(".turn")).to_have_count(2)
