"""The time that a question is limited to is read as people write it, and what belongs to a noun limits nothing."""

from datetime import date

import pytest

from qa.english.periods import find_span

TODAY, ANCHOR = date(2026, 11, 27), date(2005, 3, 4)  # a Friday, and the newest article long before it


@pytest.mark.parametrize(
    ("text", "how", "first", "last"),
    [
        ("news on 31 January 2025", "in", "2025-01-31", "2025-01-31"),
        ("news on January 31st, 2025", "in", "2025-01-31", "2025-01-31"),
        ("news of 31/01/2005", "in", "2005-01-31", "2005-01-31"),
        ("news in 2005-01", "in", "2005-01-01", "2005-01-31"),
        ("Yukos between March and May 2004", "in", "2004-03-01", "2004-05-31"),
        ("Yukos between 3 and 9 March", "in", "2004-03-03", "2004-03-09"),
        ("Yukos from March 3 to 9, 2004", "in", "2004-03-03", "2004-03-09"),
        ("Yukos from December to February", "in", "2004-12-01", "2005-02-28"),
        ("Yukos from 1999", "in", "1999-01-01", "1999-12-31"),
        ("Yukos from 1999 on", "since", "1999-01-01", "1999-12-31"),
        ("Yukos before 2005", "before", "2005-01-01", "2005-12-31"),
        ("Yukos until June", "until", "2004-06-01", "2004-06-30"),
        ("Yukos in early 2005", "in", "2005-01-01", "2005-04-30"),
        ("Yukos in late November 2004", "in", "2004-11-21", "2004-11-30"),
        ("Yukos in the summer of 2004", "in", "2004-06-01", "2004-08-31"),
        ("Yukos last winter", "in", "2025-12-01", "2026-02-28"),
        ("Yukos in the first quarter of 2005", "in", "2005-01-01", "2005-03-31"),
        ("Yukos in Q3 2004", "in", "2004-07-01", "2004-09-30"),
        ("Yukos in the second half of January 2005", "in", "2005-01-16", "2005-01-31"),
        ("Yukos in 2004/05", "in", "2004-01-01", "2005-12-31"),
        ("Yukos in the 1990s", "in", "1990-01-01", "1999-12-31"),
        ("Yukos in August last year", "in", "2025-08-01", "2025-08-31"),
        ("Yukos this month", "in", "2026-11-01", "2026-11-30"),
        ("Yukos last week", "in", "2026-11-16", "2026-11-22"),
        ("Yukos in the past week", "in", "2026-11-20", "2026-11-27"),
        ("Yukos in the last three days", "in", "2026-11-24", "2026-11-27"),
        ("Yukos last quarter", "in", "2026-07-01", "2026-09-30"),
        ("Yukos yesterday", "in", "2026-11-26", "2026-11-26"),
        ("Yukos two months ago", "in", "2026-09-24", "2026-09-30"),
        ("Yukos since last Monday", "since", "2026-11-23", "2026-11-23"),
        ("Yukos on Monday", "in", "2005-02-28", "2005-02-28"),
        ("Yukos after Christmas", "after", "2004-12-25", "2004-12-26"),
        ("the news of January on Yukos", "in", "2005-01-01", "2005-01-31"),
        ("yesterday's match", "in", "2026-11-26", "2026-11-26"),
        ("Yukos news, 1 to 15 December 2004", "in", "2004-12-01", "2004-12-15"),
        ("Yukos since the start of the year", "since", "2026-01-01", "2026-04-30"),
        ("Yukos at the weekend", "in", "2026-11-21", "2026-11-22"),
        ("Yukos, Jan 2005", "in", "2005-01-01", "2005-01-31"),
        ("last year's news", "in", "2025-01-01", "2025-12-31"),
        ("Yukos, first half of 2025", "in", "2025-01-01", "2025-06-30"),
        ("Yukos in the first half of 2025", "in", "2025-01-01", "2025-06-30"),
        ("Yukos in the week of 3 March", "in", "2005-03-03", "2005-03-09"),
        ("Yukos in the week of March 3", "in", "2005-03-03", "2005-03-09"),
        ("Yukos in the week ending 3 March", "in", "2005-02-25", "2005-03-03"),
        ("Yukos in the first three months of 2005", "in", "2005-01-01", "2005-03-31"),
        ("Yukos in the last two months of 2004", "in", "2004-11-01", "2004-12-31"),
        ("Yukos in the first two weeks of March 2004", "in", "2004-03-01", "2004-03-14"),
        ("budget in March for 2005", "in", "2005-03-01", "2005-03-31"),
        ("Yukos on 29 February", "in", "2004-02-29", "2004-02-29"),
        ("Yukos between 27 and 29 February", "in", "2004-02-27", "2004-02-29"),
        ("Yukos on 29 February 2000", "in", "2000-02-29", "2000-02-29"),
    ],
)
def test_a_time_is_read(text: str, how: str, first: str, last: str) -> None:
    span = find_span(text, TODAY, ANCHOR)
    assert span is not None
    assert (span.how, span.first.isoformat(), span.last.isoformat()) == (how, first, last)


@pytest.mark.parametrize(
    "text",
    [
        "the 2004 election",
        "the election of 2004",
        "the budget for 2005",
        "the January sales",
        "sales in 2000 homes",
        "in March elections",
        "last year's film",
        "the march for peace",
        "he may come",
        "the Today programme",
        "the last election",
        "next week",
        "profits for the past five years",
        "the rebellion of last year",
        "between the lines",
        "on 31 Downing Street",
        "more than 2,004 in 2,005",
        "some years ago",
        "on 2024-99-03",
        "",
    ],
)
def test_what_belongs_to_a_noun_limits_nothing(text: str) -> None:
    assert find_span(text, TODAY, ANCHOR) is None


@pytest.mark.parametrize(
    "text",
    [
        "Yukos on 30 February",
        "Yukos on 30 February 2004",
        "Yukos on the 30th of February 2004",
        "Yukos on February 30th, 2004",
        "Yukos on 29 February 2005",
        "Yukos since 31 June",
        "Yukos on 31.06.2004",
        "Yukos on 2004-06-31",
        "Yukos between 30 and 31 February",
        "Yukos from 1 to 31 June 2004",
        "Yukos in the week of 31 November",
        "Yukos from June 3 to 31",
        "Yukos from June 3 to 31, 2004",
        "Yukos between June 3 and 31",
        "Yukos on June 3-31",
        "Yukos from June 30 to 3",
    ],
)
def test_a_day_that_no_calendar_has_limits_nothing(text: str) -> None:
    assert find_span(text, TODAY, ANCHOR) is None


@pytest.mark.parametrize("day", [date.min, date.max])
@pytest.mark.parametrize(
    "text", ["last decade", "two years ago", "in the past 900 weeks", "before March", "in winter", "in mid-2004"]
)
def test_the_first_and_the_last_day_there_is_are_read_as_well(text: str, day: date) -> None:
    span = find_span(text, day)
    assert span is not None
    assert span.first <= span.last
