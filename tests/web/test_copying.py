"""An answer that leaves the page takes its doubts along: that it only may answer, and where sources differ."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.web.scripted import COST, MAYBE, UNKNOWN, WRITTEN
from tests.web.test_page import ask

Visit = Callable[..., Page]
PERHAPS = "Perhaps this answers it. That is not certain: read the sentences before you rely on them."
FORMS = {"As plain text": ("", "[{}]"), "As Markdown": ("**", r"\[{}\]"), "With footnotes": ("**", "[^{}]")}


def copy(page: Page, form: str) -> str:
    """Copy the last answer in a form and return what is on the clipboard."""
    menu = page.locator(".turn").last.locator(".menu")
    menu.locator("summary").click()
    menu.get_by_role("button", name=form).click()
    expect(menu.locator("summary")).to_have_text("Copied")
    return str(page.evaluate("navigator.clipboard.readText()"))


@pytest.mark.parametrize("form", FORMS)
def test_a_copy_says_what_the_page_says_above_the_answer(visit: Visit, address: str, form: str) -> None:
    bold, mark = FORMS[form]
    page = visit()
    page.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=address)
    ask(page, MAYBE)
    first = "Her office expects the repair to take 14 months."
    assert copy(page, form).startswith(f"{bold}{MAYBE}{bold}\n\n{PERHAPS}\n\n{first} {mark.format(1)}\n\n")
    ask(page, COST)
    differ = f"The sources differ on the cost: {mark.format(1)} {mark.format(2)}"
    assert copy(page, form).startswith(f"{bold}{COST}{bold}\n\n{differ}\n\n")
    ask(page, WRITTEN)
    assert "\n\nThe writer stopped. The answer may be incomplete.\n\n" in copy(page, form)


def test_after_a_copy_the_menu_says_so_and_has_the_focus(visit: Visit, address: str) -> None:
    page = visit()
    page.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=address)
    ask(page, MAYBE)
    copy(page, "As Markdown")
    summary = page.locator(".turn .menu summary")
    expect(summary).to_be_focused()
    expect(summary).to_have_text("Copy")  # soon again


def test_an_exported_conversation_keeps_its_doubts(visit: Visit) -> None:
    page = visit()
    for question in (MAYBE, UNKNOWN):
        ask(page, question)
    page.get_by_role("button", name="Conversations").click()
    page.locator("#conversations summary").click()
    with page.expect_download() as saved:
        page.locator("#conversations").get_by_role("button", name="Export").click()
    text = saved.value.path().read_text("utf-8")
    assert PERHAPS in text
    assert f"**{UNKNOWN}**\n\nThe articles do not say.\n" in text
