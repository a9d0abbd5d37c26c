"""The small fields of an article: one line each, dates in ISO 8601."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.brief.suggestions import has_own_title
from qa.english.titles import one_line
from qa.errors import ArticleError
from qa.load.fields import iso_date, make_article


@pytest.mark.parametrize(
    ("article_id", "text", "title", "own"),
    [
        ("News-CNN-cnn-3b66-txt", "The bridge was shut on Monday.", "", False),
        ("a", "The bridge was shut on Monday.", "", False),
        ("a", "The bridge was shut on Monday.", "Bridge shut", True),
        ("a", "Bridge is shut\n\nThe bridge was shut on Monday.", "Bridge is shut", True),
    ],
)
def test_a_title_made_of_the_name_or_the_opening_is_not_the_article_s_own(
    article_id: str, text: str, title: str, own: bool
) -> None:
    assert has_own_title(make_article(article_id, text, title=title)) == own


@pytest.mark.parametrize(
    ("given_date", "iso"),
    [
        ("2024-05-01", "2024-05-01"),
        ("20240501", "2024-05-01"),
        ("2024-05-01T10:00:00Z", "2024-05-01T10:00:00+00:00"),
        ("2024-05-01 10:00", "2024-05-01T10:00:00"),
        ("2024-05-01 10:00:00 UTC", "2024-05-01T10:00:00+00:00"),
        ("2024-05-01T23:30:00-05:00", "2024-05-01T23:30:00-05:00"),
        ("Wed, 01 May 2024 10:00:00 GMT", "2024-05-01T10:00:00+00:00"),
        ("1 May 2024 10:00:00 +0200", "2024-05-01T10:00:00+02:00"),
        ("May 1, 2024", "2024-05-01"),
        ("Jan. 5, 2024", "2024-01-05"),
        ("Sept. 15, 2023 at 9:42 p.m. EST", "2023-09-15"),
        ("Wednesday, 1st of May 2024", "2024-05-01"),
        ("31/12/2024", "2024-12-31"),
        ("2024/05/01", "2024-05-01"),
        ("1.5.2024", "2024-05-01"),
        ("  May\n1,  2024 ", "2024-05-01"),
    ],
)
def test_a_date_that_can_be_read_is_written_in_iso_8601(given_date: str, iso: str) -> None:
    assert iso_date(given_date) == iso


@pytest.mark.parametrize(
    "text", ["05/06/2024", "spring 2024", "2024", "2024-05-01, evening", "Maybe 3 2024", "31 June 2024", ""]
)
def test_a_date_that_is_none_or_two_is_kept_as_given(text: str) -> None:
    assert iso_date(text) == text


@pytest.mark.parametrize("text", ["2016-02-31", "2016-13-01", "2016-02-31T10:00:00", "2024-13-45", "0000-00-00"])
def test_a_day_in_figures_that_no_calendar_has_is_no_date(text: str) -> None:
    assert iso_date(text) == ""


def test_every_field_but_the_text_is_one_line() -> None:
    article = make_article("a", "x\n y", title=" A\nB ", source="\tThe  Daily", author="Ann\x07Lee", url=" http://x ")
    assert (article.title, article.source, article.author, article.url) == ("A B", "The Daily", "Ann Lee", "http://x")
    assert article.text == "x\n y"


@pytest.mark.parametrize("article_id", ["", "  ", "a\nb", "a\x00b", "a\u2028b", "a\udcff"])
def test_an_id_must_fit_on_one_line(article_id: str) -> None:
    with pytest.raises(ArticleError):
        make_article(article_id, "Text.")


@given(st.text())
def test_no_text_breaks_the_reading_of_dates(text: str) -> None:
    assert iso_date(text) == iso_date(one_line(text))


ANYTHING = st.text(st.characters())  # halves of surrogate pairs too


@given(ANYTHING, ANYTHING, ANYTHING)
def test_what_cannot_be_stored_is_refused_and_nothing_else_happens(article_id: str, text: str, title: str) -> None:
    try:
        article = make_article(article_id, text, title=title)
    except ArticleError:
        return
    assert (article.id, article.text) == (article_id, text)
    assert article.title.splitlines() == [article.title]
