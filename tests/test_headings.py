"""Headings, questions over their answers and head rows are told from items of lists, and hand on what they match."""

import json
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner

from qa.bot import open_bot
from qa.citing import name_heads
from qa.cli import main
from qa.headings import heads_next, name_sections
from qa.index.build import build_index
from qa.proof.page import render_draft
from qa.settings import load_settings
from qa.split import split_sentences
from qa.web.completions.text import lay_out

GUIDE = """Harbour office guide
Opening hours
The counter opens at 9:00.
Bring your badge.
Can I rent a bicycle?
Yes, from the porter, for two days at most.
What we lend
Umbrellas
Rain coats
Head torches
Deposit
You get it back.
Berths
Berth | Length | Fee
North | 12 m | EUR 30
South | 8 m | EUR 20
Owner: Ada Brandt
Calls
07:40 First boat sails
=====
Ask at the counter"""


SITES = ("Mill Lane", "Orchard Park", "Harbour Street")
TICKETS = (
    "single swim",
    "day ticket",
    "early swim",
    "ten-swim card",
    "family ticket",
    "sauna supplement",
    "lido ticket",
)


def find_heads(text: str) -> list[str]:
    sentences = split_sentences(text, article_id="a")
    spans = [(one.start, one.end) for one in sentences]
    return [text[slice(*span)] for number, span in enumerate(spans) if heads_next(text, spans, number)]


def test_what_heads_the_text_below_is_told_from_items_labels_and_rows() -> None:
    assert find_heads(GUIDE) == [
        *("Harbour office guide", "Opening hours", "Can I rent a bicycle?", "Deposit", "Berths"),
        *("Berth | Length | Fee", "Calls", "====="),
    ]


def test_marked_headings_head_the_deeper_ones_below_them_and_not_lines_marked_alike() -> None:
    assert find_heads("# Yard\n## Boats\n### Sails\nKeep them dry.") == ["# Yard", "## Boats", "### Sails"]
    assert find_heads("Set this.\n# The port of the yard\n# The name of the yard\nyard = 1") == [
        "# The name of the yard"
    ]


BATHS = """Brill Baths
Tariff 2025
Mill Lane
Ticket: Day; Adult: £9
Ticket: Week; Adult: £30
Orchard Park
Ticket: Day; Adult: £11
1 Lockers and lost property
Keys are handed out at the desk.
1. Open the lid
2. Push the tab
3. Pull
The lamp goes out.
2 Showers
2.1 Opening
They open at 7.
6.4 (released 4 March 2025)
New: dark colours.
VERSION 6.3 - 9 MAY 2024
Fixed: the clock.
Boat | Seats | Fee
Heron | 4 | EUR 12"""


def test_each_sentence_knows_the_heading_that_it_stands_below() -> None:
    sentences = split_sentences(BATHS, article_id="a")
    spans = [(one.start, one.end) for one in sentences]
    sections = dict(
        zip([BATHS[slice(*span)] for span in spans], name_sections(BATHS, spans, "Brill Baths"), strict=True)
    )
    assert {text: section for text, section in sections.items() if section} == {
        "Ticket: Day; Adult: £9": "Mill Lane",
        "Ticket: Week; Adult: £30": "Mill Lane",
        "Ticket: Day; Adult: £11": "Orchard Park",
        "Keys are handed out at the desk.": "1 Lockers and lost property",
        **dict.fromkeys(("1. Open the lid", "2. Push the tab", "3. Pull"), "1 Lockers and lost property"),
        "The lamp goes out.": "1 Lockers and lost property",
        "They open at 7.": "2 Showers › 2.1 Opening",
        "New: dark colours.": "6.4 (released 4 March 2025)",
        "Fixed: the clock.": "VERSION 6.3 - 9 MAY 2024",
        "Heron | 4 | EUR 12": "VERSION 6.3 - 9 MAY 2024",
    }


NEWS = """Bank cuts rates
Jane Smith
The bank cut its rate to 4% on Tuesday.
It was the third cut this year."""
LETTER = """Updated 14 May 2024
Dear Ann
The lid is broken.
Spare parts
Lids are in box 4.
***
In 2024 the council
decided otherwise.
Jane
From: Tom Hill
It is mended."""


def list_sections(text: str) -> set[str]:
    spans = [(one.start, one.end) for one in split_sentences(text, article_id="a")]
    return {*name_sections(text, spans, "")} - {""}


def test_what_stands_beside_the_text_heads_nothing() -> None:
    assert list_sections(NEWS) == set()
    assert list_sections(LETTER) == set()
    assert list_sections(f"{LETTER}\nC# and others\nThey are slow.") == {"Spare parts", "C# and others"}


def test_what_is_cited_is_named_with_its_heading_on_every_road(tmp_path: Path) -> None:
    text = "Brill Baths tariff\nMill Lane\nA day ticket costs £9.\nOrchard Park\nA season ticket costs £90."
    (tmp_path / "tariff.txt").write_text(text, encoding="utf-8")
    settings = load_settings(index_dir=tmp_path / "index")
    build_index([tmp_path / "tariff.txt"], settings)
    heads = "Brill Baths tariff › Orchard Park"
    with closing(open_bot(settings)) as bot:
        answer = bot.ask("What does a season ticket cost?")
        assert name_heads(answer.citations[0]) == heads
        assert f"[1] {heads}: “A season ticket costs £90.”" in "".join(piece.text for piece in lay_out(answer))
        statements = bot.prove("A season ticket costs £90.")
    assert heads in render_draft("draft", statements)
    for arguments in (["ask", "What does a season ticket cost?"], ["check", "--claim", "A season ticket costs £90."]):
        told = CliRunner().invoke(main, [*arguments, "--index-dir", str(settings.index_dir)])
        assert f"{heads} (tariff)" in told.output, arguments


def test_a_row_is_found_by_the_heading_above_its_table(tmp_path: Path) -> None:
    rows = "\n".join(f"Ticket: {name}; Adult: £{{}}{place}; Child: £{place}" for place, name in enumerate(TICKETS))
    tables = [f"{site}\n{rows.replace('{}', str(number))}" for number, site in enumerate(SITES, 1)]
    (tmp_path / "tariff.txt").write_text("\n".join(["Brill Baths tariff", *tables]), encoding="utf-8")
    settings = load_settings(index_dir=tmp_path / "index")
    build_index([tmp_path / "tariff.txt"], settings)
    with closing(open_bot(settings)) as bot:
        for number, site in enumerate(SITES, 1):
            for place, ticket in enumerate(TICKETS):
                answer = bot.ask(f"How much is a {ticket} for an adult at {site}?")
                assert answer.ranked[0].text == f"Ticket: {ticket}; Adult: £{number}{place}; Child: £{place}"


@pytest.mark.parametrize(
    "text",
    [
        "Nobody came.\nThe mayor spoke for an hour and then left",
        "Who came? Nobody knows.\nThe mayor left.",
        "The list is long.\nOak trees: 12\nElms: 3",
        "They said:\n– Where is the boat\nIt is away.",
        "Oak | Ada Brandt\nElm | Tom Kern",
    ],
)
def test_sentences_items_and_rows_without_figures_head_nothing(text: str) -> None:
    assert find_heads(text) == []


def test_a_heading_is_never_quoted_where_anything_stands_below_it(tmp_path: Path) -> None:
    texts = {
        "faq": "Welcome to the boat yard of Dorle.\n\nCan I bring my dog?\n\nOnly to the shed in Skerry, on a lead.",
        "rules": "Why we do not paint at night\n\nThe lamps draw moths, and they stick to the wet paint.\n\n* * *",
        "rows": "Rowing club\nBoat | Seats | Fee\nHeron | 4 | EUR 12\nOtter | 8 | EUR 20",
    }
    rows = [{"id": name, "title": name, "text": text} for name, text in texts.items()]
    (tmp_path / "a.jsonl").write_text("".join(f"{json.dumps(row)}\n" for row in rows), encoding="utf-8")
    settings = load_settings(index_dir=tmp_path / "index")
    build_index([tmp_path / "a.jsonl"], settings)
    headings = {"Can I bring my dog?", "Why we do not paint at night", "Rowing club", "Boat | Seats | Fee", "* * *"}
    with closing(open_bot(settings)) as bot:
        asked = {
            question: bot.ask(question)
            for question in (
                "Can I bring my dog to the shed?",
                "Why do we not paint at night?",
                "boat seats and fee",
                "What do the articles say about the rowing club?",
            )
        }
    for answer in asked.values():
        shown = [*answer.citations, *answer.nearest, *answer.more]
        assert not headings & {citation.quote for citation in shown}
        assert not headings & {piece.text for piece in answer.ranked}
    first = {question: answer.ranked[0].text for question, answer in asked.items() if answer.ranked}
    assert first["Can I bring my dog to the shed?"] == "Only to the shed in Skerry, on a lead."
    assert first["Why do we not paint at night?"] == "The lamps draw moths, and they stick to the wet paint."
