"""For a question about now, the newest of several answers comes first."""

from collections.abc import Callable

import numpy as np
import pytest

from qa.asking.latest import put_newest_first
from qa.asking.wanted import Wanted, choose_topic
from qa.chat.kinds import Asked, Kind
from qa.english.offices import tells_of_an_end
from qa.filters import NO_FILTERS
from qa.reading.leads import Lead
from qa.reading.read import Reading
from qa.records import Answer, Article, Evidence, Outcome, Sentence, Statement, StoredArticle

FLOOR = 0.35
OIL = ("2025-01-12", "A barrel of oil cost 81 dollars on Friday.", "81 dollars")
LATER_OIL = ("2025-03-11", "The price of oil fell to 70 dollars a barrel.", "")
CLUB = ("2025-01-12", "The Rovers are in tenth place.", "tenth")
LATER_CLUB = ("2025-03-11", "The club lies in last place.", "")
COACH = ("2025-01-12", "The Rovers have appointed Tom Arends as coach.", "Tom Arends")
LATER_COACH = ("2025-03-02", "The Rovers have dismissed coach Tom Arends.", "Tom Arends")
SAME_COACH = ("2025-03-02", "Coach Tom Arends praised the Rovers.", "")

Told = tuple[str, str, str]


def make(told: Told, score: float, own_score: float) -> Evidence:
    day, text, phrase = told
    article = Article(day, "", text, published=day)
    stored = StoredArticle(article, article.version, ((0, len(text)),))
    start = text.index(phrase)
    span = (start, start + len(phrase)) if phrase else None
    return Evidence(stored, Sentence(day, 0, 0, len(text)), score, span, own_score)


def read(*told: tuple[Told, float], confidence: float) -> Reading:
    """Return a reading of sentences with their own scores; the first is the best by far, and its phrase the lead."""
    evidence = tuple(make(one, 0.6 / 30**rank, own) for rank, (one, own) in enumerate(told))
    best = evidence[0]
    return Reading(evidence, confidence, Lead(best.sentence, best.span) if best.span else None)


def alone(confidences: dict[str, float], *told: Told) -> Callable[[str], Reading]:
    """Return what reads the articles of one day alone."""
    of_day = {one[0]: one for one in told}
    return lambda day: read((of_day[day], 0.9), confidence=confidences[day])


def list_days(reading: Reading) -> list[str]:
    return [one.stored.article.published for one in reading.evidence]


def test_the_newest_that_answers_by_itself_answers_alone() -> None:
    both = read((CLUB, 0.99), (LATER_CLUB, 0.85), confidence=0.6)
    reading, scopes = put_newest_first(
        "What place are the Rovers in?",
        both,
        alone({"2025-03-11": 0.4, "2025-01-12": 0.6}, CLUB, LATER_CLUB),
        floor=FLOOR,
    )
    assert list_days(reading) == ["2025-03-11"]
    assert scopes["en"] == "From the newest article that answers, of 11 March 2025"


@pytest.mark.parametrize(
    ("question", "old", "new", "own_score"),
    [
        ("What place are the Rovers in?", CLUB, LATER_CLUB, 0.85),  # it answers by its own reading
        ("What does a barrel of oil cost?", OIL, LATER_OIL, 0.26),  # a later figure in dollars, also about oil
    ],
)
def test_a_newer_answer_that_is_not_sure_alone_stands_first_without_a_headline(
    question: str, old: Told, new: Told, own_score: float
) -> None:
    both = read((old, 0.99), (new, own_score), confidence=0.6)
    alone_unsure = alone({"2025-03-11": 0.2, "2025-01-12": 0.6}, old, new)
    reading, scopes = put_newest_first(question, both, alone_unsure, floor=FLOOR)
    assert list_days(reading) == ["2025-03-11", "2025-01-12"]
    assert (reading.lead, scopes["en"], reading.confidence) == (None, "Newest first", 0.6)
    assert reading.evidence[0].score == reading.evidence[1].score


def test_a_figure_of_something_else_is_no_later_figure() -> None:
    both = read((OIL, 0.99), (("2025-03-11", "A ticket to the theatre costs 70 dollars.", ""), 0.1), confidence=0.6)
    alone_unsure = alone({"2025-03-11": 0.1, "2025-01-12": 0.6}, OIL, LATER_OIL)
    reading, _ = put_newest_first("What does a barrel of oil cost?", both, alone_unsure, floor=FLOOR)
    assert list_days(reading)[0] == "2025-01-12"


def test_a_newer_sentence_that_agrees_leaves_the_headline() -> None:
    both = read((COACH, 0.99), (SAME_COACH, 0.8), confidence=0.6)
    alone_unsure = alone({"2025-03-02": 0.2, "2025-01-12": 0.6}, COACH, SAME_COACH)
    reading, _ = put_newest_first("Who is the coach of the Rovers?", both, alone_unsure, floor=FLOOR)
    assert reading.lead == both.lead


def test_who_leaves_an_office_is_no_headline_for_who_holds_it() -> None:
    both = read((COACH, 0.99), (LATER_COACH, 0.96), confidence=0.8)
    days = alone({"2025-03-02": 0.44, "2025-01-12": 0.8}, COACH, LATER_COACH)
    reading, _ = put_newest_first("Who is the coach of the Rovers?", both, days, floor=FLOOR)
    assert (list_days(reading), reading.lead) == (["2025-03-02"], None)


def test_an_undated_article_of_who_left_an_office_has_no_headline_for_who_holds_it() -> None:
    left = read((("", "Chief executive Franklin Raines has left the firm.", "Franklin Raines"), 0.99), confidence=0.9)
    reading, scopes = put_newest_first("Who is the chief executive?", left, lambda _: left, floor=FLOOR)
    assert (reading.lead, scopes) == (None, {})
    assert put_newest_first("What did Raines leave?", left, lambda _: left, floor=FLOOR)[0] == left


def test_a_date_in_words_is_not_the_newest() -> None:
    both = read((CLUB, 0.99), (("March 1999", LATER_CLUB[1], ""), 0.85), confidence=0.6)
    reading, scopes = put_newest_first("What place are the Rovers in?", both, lambda _: both, floor=FLOOR)
    assert (list_days(reading), scopes["en"]) == (
        ["2025-01-12", "March 1999"],
        "From the newest article that answers, of 12 January 2025",
    )


def test_what_nothing_answers_stays_as_it_was() -> None:
    both = read((CLUB, 0.1), (LATER_CLUB, 0.1), confidence=0.1)
    assert put_newest_first("Where?", both, lambda _: both, floor=FLOOR) == (both, {})


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        ("Health minister Paul Ritter has resigned.", True),
        ("The ex-mayor, Ada Holm, spoke.", True),
        ("She stood down as leader in March.", True),
        ("Lena Vogt takes office on Monday.", False),
        ("An example of what the mayor wants.", False),
        ("The Rovers have dismissed coach Tom Arends.", True),
        ("The mayor dismissed claims of a split.", False),
    ],
)
def test_an_office_that_ends_is_told(text: str, ends: bool) -> None:
    assert tells_of_an_end(text) == ends


@pytest.mark.parametrize(
    ("question", "kind", "outcome", "topic"),
    [
        ("What is inflation at the moment?", "fact", "not_found", "inflation"),
        ("What is the latest unemployment figure?", "fact", "not_found", "unemployment"),
        ("What is inflation at the moment?", "fact", "perhaps", None),
        ("What is inflation?", "fact", "not_found", None),
        ("Who is the chancellor now?", "fact", "not_found", None),
        ("oil price", "keywords", "not_found", ""),
        ("oil price", "keywords", "answered", None),
        ("oil", "keywords", "answered", ""),
    ],
)
def test_what_is_asked_for_as_it_is_now_is_briefed_where_nothing_answers(
    question: str, kind: Kind, outcome: Outcome, topic: str | None
) -> None:
    wanted = Wanted(Asked(kind), "en", False, None, NO_FILTERS, [], question, question, np.zeros(1, np.float32))
    lead = (Statement("70 dollars.", (), kind="lead"),) if outcome == "answered" else ()
    asked = choose_topic(wanted, Answer(question, question, outcome, 0.95 if lead else 0.1, lead))
    assert (asked.topic if asked else None) == topic
