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
        ("Leave rules\nStaff office · issued 3 May 2024 · takes effect on 1 June 2024", "", "a", "2024-05-03"),
        ("Fares\nTo: all crews  From: Bo Lind, Office  Date: 5 Feb 2024", "", "a", "2024-02-05"),
        ("Fares\nTo: all crews From: Bo Lind, Office Date: Mon, 5 Feb 2024 16:48", "", "a", "2024-02-05"),
        ("Sums of May\nPrepared by: A. C. · 13 June 2024 · internal", "", "a", "2024-06-13"),
        ("Keys\nK-07 | v2.1 | 10 March 2024 | Owner: Bo Lind | Kind: internal", "", "a", "2024-03-10"),
        ("Questions\n*Last edited by Ann Cole, 11 June 2024*", "", "a", "2024-06-11"),
        ("Questions\nwritten by Ann Cole (11 June 2024)", "", "a", "2024-06-11"),
        ("Travel\nT-14 · in force since 1 July 2024 · for all crews", "", "a", "2024-07-01"),
        ("Rota\nOwner: Crew office. Last updated on 19 May 2024\nLast updated on 20 May 2024.", "", "a", "2024-05-20"),
        ("Fire\nDate of fire: 17.11.2023 · Author: Ann · Reviewed: 27.11.2023", "", "a", "2023-11-27"),
        ("Sums\nPrepared by: Ann Cole, 10 July 2024. Internal.", "", "a", "2024-07-10"),
        ("Rota\nOwner: Crew office. Last checked: 2024-05-19 (Bo)", "", "a", "2024-05-19"),
        ("Duty rules\nVersion 3.2 · valid from 1 March 2024 · Owner: Crew office", "", "a", "2024-03-01"),
        # none: of an event, of a row of a table or list, of prose between marks, or far down
        ("Fair\nMill Lane · 12 June 2024 · 10:30", "", "a", ""),
        ("Pier\nOpened | 3 May 1990", "", "a", ""),
        ("Alba | 14 | 3 May 2024\nBora | 9 | 4 May 2024", "", "a", ""),
        ("Ship: Alba; Sent: 3 May 2024", "", "a", ""),
        ("Alba sailed; released 3 May 2024 from the yard, she was slow.", "", "a", ""),
        ("Released by the court on 3 May 2024, he left.", "", "a", ""),
        ("To: all\nDue date: 3 May 2024\nBuy by 3 May 2024 · K-3", "", "a", ""),
        ("One.\nTwo.\nThree.\nFour.\nFive.\nCole · 3 May 2024", "", "a", ""),
        ("Fair · 3 May 2999 · Vell", "", "a", ""),
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
