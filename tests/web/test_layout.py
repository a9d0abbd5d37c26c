"""What stands where on the page: nothing covers what is needed, and nothing is cut off."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, expect

from tests.web.conftest import PHONE, find_complaints
from tests.web.scripted import BRIDGE, BRIEF, BRIEF_ONE, COST, FIGURES, HELLO, HOW_LONG, WHY
from tests.web.test_page import ask, expect_focused, mark

Visit = Callable[..., Page]

NARROW = {"width": 320, "height": 640}
ZOOMED = {"width": 640, "height": 400}  # a window of 1280 x 800 at 200 %


def measure(page: Page, selector: str) -> dict[str, float]:
    """Return the box of the last visible element of the selector."""
    box = page.locator(f"{selector}:visible").last.bounding_box()
    assert box
    return {**box, "right": box["x"] + box["width"], "bottom": box["y"] + box["height"]}  # type: ignore[dict-item]


def is_on_top(page: Page, selector: str) -> bool:
    """Say whether a press on the middle of the element reaches it."""
    return bool(
        page.locator(selector).last.evaluate(
            """node => {
                const box = node.getBoundingClientRect();
                return node.contains(document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2));
            }"""
        )
    )


@pytest.mark.parametrize("locale", ["en-GB", "de-DE", "uk-UA"])
def test_the_head_of_a_narrow_page_is_whole_and_nothing_in_it_touches(visit: Visit, locale: str) -> None:
    page = visit(viewport=NARROW, locale=locale)
    expect(page.locator(".suggestions")).to_be_visible()
    for parts in (["#open-library", "#language", "#theme"], ["#open-library", "#start-over", "#theme"]):
        ends = [measure(page, ".brand")["right"]]
        for part in parts:
            assert measure(page, part)["x"] >= ends[-1]
            ends.append(measure(page, part)["right"])
        assert ends[-1] <= NARROW["width"]
        page.fill("#field textarea", COST)
        page.keyboard.press("Enter")
        expect(page.locator(".foot .bar")).to_be_visible()


@pytest.mark.parametrize("size", [ZOOMED, PHONE, NARROW])
def test_the_filters_open_between_the_head_and_the_question(visit: Visit, size: dict[str, int]) -> None:
    page = visit(viewport=size)
    ask(page, WHY)
    page.locator("#filters summary").click()
    panel = measure(page, ".choices")
    assert panel["y"] >= measure(page, "#top")["bottom"]
    assert panel["bottom"] <= measure(page, "#field .input-container")["y"]
    assert panel["right"] <= size["width"]
    page.get_by_role("button", name="Clear the filter").scroll_into_view_if_needed()
    assert is_on_top(page, "#filter-clear")
    assert is_on_top(page, "#field .submit-button")


def test_the_menu_for_copying_is_not_behind_the_question(visit: Visit) -> None:
    page = visit(viewport={"width": 1280, "height": 560})
    ask(page, WHY)
    page.locator("#talk").evaluate("node => node.scrollTo(0, node.scrollHeight)")
    page.locator(".turn .menu summary").click()
    for place in range(3):
        assert is_on_top(page, f".turn .menu div button >> nth={place}")


def test_what_was_read_is_in_view_as_soon_as_it_is_opened(visit: Visit) -> None:
    page = visit(viewport={"width": 1280, "height": 480})
    for _ in range(2):
        ask(page, WHY)
    page.get_by_role("button", name="Evidence").last.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".ranked:visible")).to_be_in_viewport()
    assert measure(page, ".ranked")["y"] < measure(page, "#field .input-container")["y"]
    assert is_on_top(page, ".ranked li:first-child blockquote")
    assert is_on_top(page, '[aria-expanded="true"][aria-controls^="evidence"]')


def test_to_correct_a_question_stands_where_its_words_begin(visit: Visit) -> None:
    page = visit(viewport=NARROW)
    ask(page, WHY)
    ask(page, HOW_LONG)
    button = page.get_by_role("button", name="Correct this")
    padding = float(button.evaluate("node => parseFloat(getComputedStyle(node).paddingInlineStart)"))
    asked, box = measure(page, ".asked q"), measure(page, ".asked .quiet")
    assert box["y"] > asked["y"]  # on a line of its own
    assert box["x"] + padding == pytest.approx(measure(page, ".asked p")["x"], abs=1)


@pytest.mark.parametrize("size", [{"width": 1280, "height": 800}, PHONE])
def test_three_sides_stand_below_each_other_with_nothing_between_them(visit: Visit, size: dict[str, int]) -> None:
    page = visit(viewport=size)
    ask(page, FIGURES)
    sides = page.locator(".sides figure")
    expect(sides).to_have_count(3)
    boxes = [sides.nth(place).bounding_box() or {} for place in range(3)]
    assert len({(box["x"], box["width"]) for box in boxes}) == 1
    assert [round(box["y"] + box["height"]) for box in boxes[:2]] == [round(box["y"]) for box in boxes[1:]]


def test_days_are_no_choice_where_no_article_has_one(visit: Visit) -> None:
    page = visit()
    page.locator("#filters summary").click()
    expect(page.get_by_label("from", exact=True)).to_be_visible()

    def leave_days_out(route: Route) -> None:
        route.fulfill(json=route.fetch().json() | {"first": "", "last": ""})

    page.route("**/api/library", leave_days_out)
    page.reload()
    page.locator("#filters summary").click()
    expect(page.get_by_role("group", name="Only these outlets")).to_be_visible()
    expect(page.get_by_label("from", exact=True)).to_be_hidden()


def test_a_long_question_leaves_its_answer_in_view_and_the_field_says_when_it_is_full(visit: Visit) -> None:
    page = visit(viewport={"width": 1280, "height": 800}, bypass_csp=True)  # axe is injected
    full = page.locator("#question-full")
    page.get_by_label("Your question").fill("Who painted it? " * 30)
    expect(full).to_be_empty()
    ask(page, "Who painted it? " * 30)
    assert measure(page, "#chat .user-row .message")["height"] < 170
    assert measure(page, ".looked")["height"] < 100
    expect(page.get_by_role("heading", level=2).first).to_have_text("Who painted it? " * 30)  # whole to a screen reader
    assert find_complaints(page) == []
    page.get_by_label("Your question").fill("why " * 501)
    page.get_by_label("Your question").press("End")
    page.keyboard.type("?")
    expect(full).to_have_text("No more than 2,000 characters fit into a question.")
    page.get_by_label("Your question").fill("")
    expect(full).to_be_hidden()


def test_retry_and_undo_share_the_row_of_a_phone_where_there_is_room(visit: Visit) -> None:
    page = visit(viewport=PHONE, has_touch=True, is_mobile=True)
    ask(page, BRIEF)
    undo = measure(page, '#chat [aria-label="Undo"], #chat [title="Undo"]')
    vote = measure(page, ".vote")
    assert abs(undo["y"] + undo["height"] / 2 - vote["y"] - vote["height"] / 2) < 6
    assert undo["x"] > vote["right"]
    ask(page, WHY)  # five buttons need a second row
    assert is_on_top(page, '.vote[data-vote="down"]')


def test_the_list_of_articles_opens_with_the_focus_in_its_field(visit: Visit) -> None:
    page = visit()
    page.locator("#open-library").click()
    expect_focused(page.get_by_role("dialog").get_by_role("searchbox"))


def test_an_answer_without_sources_closes_the_article_of_the_answer_before(visit: Visit) -> None:
    page = visit()
    ask(page, WHY)
    mark(page, 1)
    expect(page.locator("#reader")).to_be_visible()
    ask(page, HELLO)
    expect(page.locator("#reader")).to_be_hidden()
    expect_focused(page.get_by_label("Your question"))
    page.locator("#open-library").click()
    page.get_by_role("dialog").get_by_role("listitem").first.get_by_role("button").click()
    expect(page.locator("#reader")).to_be_visible()
    ask(page, HELLO)
    expect(page.locator("#reader")).to_be_visible()  # it was opened from the list


def test_the_field_is_named_without_its_button(visit: Visit) -> None:
    page = visit()
    expect(page.get_by_role("textbox", name="Your question", exact=True)).to_be_visible()


def test_sides_are_headed_by_their_outlets_whoever_speaks(visit: Visit) -> None:
    page = visit()
    ask(page, COST)
    heads = page.locator(".conflict figcaption")
    expect(heads.locator("strong")).to_have_text(["Valley Post", "Eastbank Herald"])
    expect(heads.last).to_contain_text("according to Tomas Reyes")


def test_sentences_of_a_briefing_that_follow_each_other_in_one_article_share_its_day_and_title(visit: Visit) -> None:
    page = visit()
    ask(page, BRIEF_ONE)
    section = page.locator(".outlet:visible")
    expect(section.get_by_role("heading")).to_have_text("Without an outlet")
    expect(section.locator("time:visible")).to_have_count(1)
    expect(section.get_by_text(BRIDGE.title)).to_have_count(1)
    section_end = section.locator("li").last
    expect(section_end).to_contain_text(BRIDGE.title)
    page.get_by_role("button", name="14 months").click()  # what is left says its own
    expect(section.locator("time:visible")).to_have_text(["4 March 2025"])
    expect(section.locator("li:visible")).to_contain_text([BRIDGE.title])
