"""Markdown: the front matter becomes fields, the body the text that a reader sees."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from qa.errors import ArticleError
from qa.load.markdown import load_markdown, render_plain

FERRY = """---
title: "Ferry: the way across"
Outlet: Valley Post
author: [Noor Haddad, Bo Lind]
date: 20 March 2025
url: https://example.com/ferry
tags: [river]
---

# Ferry carries *commuters*

A ferry with room for **60 cars** began
to run on [Monday](https://example.com), `daily`.\\
It is free.

- Children under six
- Others
  1. by day
  2. by night

> "We had to act,"
> she said.

| Day | Cars |
|-----|-----:|
| Mon | **60** |

```sh
qa index .

qa ask "Why?"
```

<p>A note<br>in HTML</p>

![The ferry at dawn](dawn.jpg) &copy; 2025 5 \\* 3
"""


def test_a_reader_sees_one_line_for_each_block() -> None:
    assert load_markdown(FERRY.encode(), "ferry").text.split("\n") == [
        "Ferry carries commuters",
        "A ferry with room for 60 cars began to run on Monday, daily.",
        "It is free.",
        "Children under six",
        "Others",
        "1. by day",
        "2. by night",
        '"We had to act," she said.',
        "Day: Mon; Cars: 60",
        "qa index .",
        "",
        'qa ask "Why?"',
        "A note",
        "in HTML",
        "The ferry at dawn © 2025 5 * 3",
    ]


def test_front_matter_becomes_the_fields() -> None:
    article = load_markdown(FERRY.encode(), "ferry")
    assert (article.title, article.source) == ("Ferry: the way across", "Valley Post")
    assert (article.author, article.published) == ("Noor Haddad, Bo Lind", "2025-03-20")
    assert article.url == "https://example.com/ferry"


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_front_matter_is_found_with_either_line_end_and_closed_by_dots(end: str) -> None:
    article = load_markdown(f"---{end}title: 1984{end}...{end}Body.{end}".encode(), "a")
    assert (article.title, article.text) == ("1984", "Body.")


def test_empty_values_say_nothing() -> None:
    article = load_markdown(b"---\ntitle:\nsource: ~\nauthor: null\n---\n# From the heading\n\nBody.", "a")
    assert (article.title, article.source, article.author) == ("From the heading", "", "")


def test_the_first_heading_is_the_title_wherever_it_stands() -> None:
    assert load_markdown(b"Intro.\n\nSecond level\n---\n\n# First level", "a").title == "Second level"


def test_a_body_that_opens_with_a_rule_has_no_front_matter() -> None:
    assert load_markdown(b"---\n\nBody.\n\n---\n", "a").text == "Body."
    assert load_markdown(b"---\nProse below a rule.\n---\n\nMore.", "a").text == "Prose below a rule.\nMore."


@pytest.mark.parametrize(
    ("front", "reason"),
    [
        ("title: Ferry: across\n---\nBody.", "line 2: mapping values are not allowed here"),
        ("title: a\nurl: [x\n---\nBody.", "line 4"),
        ("title: a\ndate: *day\n---\nBody.", "line 3: found undefined alias"),
        ("title: a\n\tsource: b\n---\nBody.", "line 3"),
        ("title: a\n\nsource: \x07\n---\nBody.", "line 4: special characters"),
        ("title: a\nBody.", "line 1: it has no end"),
        ("- a\n- b\n---\nBody.", "line 2: a list"),
        (f"a: {'[' * 600}\n---\nBody.", "nested too deep"),
    ],
)
def test_broken_front_matter_is_refused_with_its_line(front: str, reason: str) -> None:
    with pytest.raises(ArticleError, match="^broken front matter") as refused:
        load_markdown(f"---\n{front}".encode(), "a")
    assert reason in str(refused.value)


@pytest.mark.parametrize(
    ("body", "lines"),
    [
        ("| Pier | Ships | Crews |\n|---|---|---|\n| North | | 3 |\n| | | |", ["Pier: North; Crews: 3"]),
        ("| | May | June |\n|---|--:|---|\n| Ships | 14 | 9 |", ["Ships; May: 14; June: 9"]),
        ("| | |\n|---|---|\n| Date | 3 May 2024 |\n| Lead | Ann |", ["Date: 3 May 2024", "Lead: Ann"]),
        ("| # | Topic: |\n|---|---|\n| 1 | A new pier<br>in Vell |", ["1; Topic: A new pier in Vell"]),
        ("| Pier | Ships | Crews |\n|---|---|---|\n| **East bank** | | |", ["East bank"]),
        ("Piers:\n\n| | | |\n|---|---|---|\n| North | 14 | 3 |", ["Piers:", "North | 14 | 3"]),
    ],
)
def test_a_row_of_a_table_reads_by_itself(body: str, lines: list[str]) -> None:
    assert "\n".join(render_plain(body)[0]).split("\n") == lines


@pytest.mark.parametrize(
    ("body", "lines"),
    [
        ("**Ship:** Alba\n**Length:** 31 m\n*Crew*: 4", ["Ship: Alba", "Length: 31 m", "Crew: 4"]),
        ("The lease ends in May.\n**Owner:** Ann", ["The lease ends in May.", "Owner: Ann"]),
        (
            "- The lease ends in May.\n\n  Owner: Ann\n  Due: 31 Jan",
            ["The lease ends in May.", "Owner: Ann", "Due: 31 Jan"],
        ),
        ("From: Ann Cole\nTo: all of\nthe crew\nDate: today", ["From: Ann Cole", "To: all of the crew", "Date: today"]),
        (
            "A word of warning from the crew of the ship, as\nBo: it is cold.",
            ["A word of warning from the crew of the ship, as Bo: it is cold."],
        ),
        ("Sun closed\nMon 10–18\nTues 10–18", ["Sun closed", "Mon 10–18", "Tues 10–18"]),
        (
            "Day: 5 €\nLate ticket (from 17:30): 2 €\n10-ride card: 42 €",
            ["Day: 5 €", "Late ticket (from 17:30): 2 €", "10-ride card: 42 €"],
        ),
        ("**2. Who may ask**\n2.1 clubs,\n2.2 not: firms.", ["2. Who may ask", "2.1 clubs,", "2.2 not: firms."]),
        ("**3. Kinds**\na) Hire: free\nb) Gift: 5 €", ["3. Kinds", "a) Hire: free", "b) Gift: 5 €"]),
        ("**4. Repayment**\nThe gift is paid back.", ["4. Repayment", "The gift is paid back."]),
        ("**All who row**\nmust swim.\n**Bo** too.", ["All who row must swim. Bo too."]),
        (
            "She came on Monday and left on\nTuesday with the crew.",
            ["She came on Monday and left on Tuesday with the crew."],
        ),
    ],
)
def test_a_line_with_a_label_stays_a_line(body: str, lines: list[str]) -> None:
    assert "\n".join(render_plain(body)[0]).split("\n") == lines


def test_tasks_tell_whether_they_are_done_and_steps_keep_their_numbers() -> None:
    body = "- [x] Order a rope\n- [ ] Paint it\n\n3. Cast off.\n4) Row.\n   - Slowly\n\n   If step 3 fails, wait.\n"
    assert "\n".join(render_plain(body)[0]).split("\n") == [
        *("[x] Order a rope", "[ ] Paint it", "3. Cast off.", "4) Row.", "Slowly", "If step 3 fails, wait."),
    ]


def test_the_day_comes_from_the_front_matter_before_all_else() -> None:
    body = b"# Crew, 4 May 2024\n\n**Date:** 3 May 2024\n"
    assert load_markdown(body, "2024-05-05-crew").published == "2024-05-03"
    assert load_markdown(b"---\ndate: 2024-05-01\n---\n" + body, "2024-05-05-crew").published == "2024-05-01"


@given(
    st.text(max_size=300),
    st.sampled_from(["", "---\n", "---\na: ", "# ", "> - ", "| a |\n|---|\n| ", "<div>", "```\n"]),
)
def test_any_text_is_read_or_refused(text: str, opening: str) -> None:
    try:
        article = load_markdown((opening + text).encode(), "a")
    except ArticleError:
        return
    assert article.text.strip()


def test_a_heading_without_a_mark_stays_apart_from_the_wrapped_lines_below_it() -> None:
    body = "The council of Dorle sold the old mill to a brewery\non Friday. Nobody was asked."
    text = load_markdown(f"Mill is sold\n{body}\n".encode(), "a").text
    assert text == "Mill is sold\nThe council of Dorle sold the old mill to a brewery on Friday. Nobody was asked."


def test_a_dash_that_stands_at_the_head_of_a_line_by_chance_makes_no_list() -> None:
    body = "The council of Dorle sold the old mill to the brewery\n- for a sum that nobody knows - on Friday evening.\n"
    assert load_markdown(body.encode(), "a").text == " ".join(body.split())
    listed = "What we need for the journey to the harbour and back\n- milk and bread\n- eggs\n"
    assert load_markdown(listed.encode(), "a").text.split("\n\n")[-2:] == ["milk and bread", "eggs"]


def test_struck_words_are_left_out() -> None:
    assert load_markdown(b"It opens in ~~May~~June, <s>they</s>she said of `<s>`.", "a").text == (
        "It opens in June, she said of <s>."
    )


TOML = """+++
# a remark
title = "Ferry: the way across"
date = 2025-03-20
authors = ["Noor Haddad", "Bo Lind"]
draft = false

[params]
weight = 3
+++

A ferry began to run.
"""


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_front_matter_in_toml_is_read_as_that_in_yaml_is(ending: str) -> None:
    article = load_markdown(TOML.replace("\n", ending).encode(), "ferry")
    assert (article.title, article.published, article.author) == (
        "Ferry: the way across",
        "2025-03-20",
        "Noor Haddad, Bo Lind",
    )
    assert article.text == "A ferry began to run."


@pytest.mark.parametrize(
    ("front", "reason"),
    [
        ('title = "a"\ndate = nine\n+++\n', "broken front matter, line 3: Invalid value"),
        ('title = "a\n+++\n', "broken front matter, line 2: Illegal character"),
        ("title = 'a'\n\nText.", "line 1: it has no end: add a line '+++' below it"),
        (f"a = {'[' * 5_000}\n+++\n", "line 2: brackets nested too deep"),
    ],
)
def test_broken_toml_is_told_with_its_line(front: str, reason: str) -> None:
    with pytest.raises(ArticleError) as told:
        load_markdown(f"+++\n{front}".encode(), "a")
    assert reason in str(told.value)


def test_prose_behind_plus_signs_is_no_front_matter() -> None:
    assert load_markdown(b"+++\nThe mill is sold.\n+++\n", "a").text == "+++ The mill is sold. +++"


@pytest.mark.parametrize(("body", "times"), [("# Mill\r\n\r\nIt is *sold*.", 1), ("> [!NOTE]\n> It is sold.", 2)])
def test_markdown_is_parsed_twice_only_where_it_has_marks_to_leave_out(
    body: str, times: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    parsed: list[str] = []
    parse = MarkdownIt.parse
    monkeypatch.setattr(MarkdownIt, "parse", lambda parser, text: parsed.append(text) or parse(parser, text))
    assert render_plain(body)[0][-1].endswith("It is sold.")
    assert len(parsed) == times


def test_a_term_of_a_list_of_definitions_stands_before_each_of_them() -> None:
    text = load_markdown(
        b"# Words\n\nLid\n: The part on top.\n\nCrew:\n: Ann\n: Bo\n\n**Can I?**\n\n: No.\n\nEnd.", "a"
    ).text
    assert text.split("\n") == ["Words", "Lid: The part on top.", "Crew: Ann", "Crew: Bo", "Can I? No.", "End."]
