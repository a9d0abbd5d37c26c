"""The day of a document without a field for it: after a label, in its title or in the name of its file."""

import pytest

from qa.load.dated import find_day
from qa.load.text import load_text


@pytest.mark.parametrize(
    ("text", "title", "name", "day"),
    [
        ("Crew\nDate: Mon, 5 Feb 2024\n", "", "a", "2024-02-05"),
        ("**Valid from:** March 1st, 2024", "", "a", "2024-03-01"),
        ("*Last updated: 2024-02-20, Ann B.*", "", "a", "2024-02-20"),
        ("Released 21 January 2024", "", "a", "2024-01-21"),
        ("Published: 5.2.2024\nUpdated: 6.2.2024", "", "a", "2024-02-05"),
        ("Date: 5 Feb 2024", "Crew of 4 May 2024", "2024-01-01", "2024-02-05"),
        ("No day.", "CREW MEETING 4 MAY 2024  (Ann)", "2024-01-01", "2024-05-04"),
        ("No day.", "Call 28.03.2024", "a", "2024-03-28"),
        ("No day.", "Crew", "minutes/2024-02-11-crew", "2024-02-11"),
        ("No day.", "Crew", "minutes/20240211_crew", "2024-02-11"),
        ("As of: 1 March 2024", "", "a", "2024-03-01"),
        ("Level: planned Author: Ann Updated: 2024-03-16", "Works on 21/22 March 2024", "a", "2024-03-16"),
        ("No day.", "Works 21/22 March 2024", "a", ""),
        # none: it is to come, or is the day of what happened
        ("Valid from 1 March 2999", "The wall fell on 9 November 1989", "a", ""),
        # none: no calendar has it, it is not full, it is two, it is of a row or of prose, or part of a number
        ("Date: 31 February 2024", "Crew of 31.4.2024", "2024-02-30-crew", ""),
        ("Date: 3-5 May 2024", "Crew, May 2024", "crew-2024-02", ""),
        ("Published: 05/06/2024", "From 3 May 2024 to 5 May 2024", "a", ""),
        ("Date: 3 May 2024; Ship: Alba", "Crew", "a", ""),
        ("The date 3 May 2024 was kept.", "Part 12024-02-111", "120240211", ""),
    ],
)
def test_a_day_is_found_where_one_is_named_in_full(text: str, title: str, name: str, day: str) -> None:
    assert find_day(text, title, name) == day


def test_the_day_of_a_text_is_that_of_its_title_and_the_text_is_kept() -> None:
    data = b"Alba Shipping - call 28.03.2024\nwith: Ann Cole, Bo Lind. Us: Cy\n\n- They sail in May.\n"
    article = load_text(data, "a")
    assert (article.title, article.published) == ("Alba Shipping - call 28.03.2024", "2024-03-28")
    assert article.text == data.decode()
