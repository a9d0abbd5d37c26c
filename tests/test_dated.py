"""Of the articles of a time, sentences that name another time do not answer what happened in it."""

import pytest

from qa.asking.dated import leave_other_times_out
from qa.chat.dates import Period
from qa.records import Article, StoredArticle
from qa.retrieve import Candidate
from qa.split import split_sentences

TEXT = """Ada Kern won the race on Saturday. Tom Rudd won it on Sunday. It rained on 27 February. The prize is a cup.

Kern won in 2003, too. She trained in November."""
SATURDAY, FEBRUARY = Period("2005-02-26", "2005-02-26", {}), Period("2005-02-01", "2005-02-28", {})


@pytest.mark.parametrize(
    ("question", "period", "left"),
    [
        ("Who won the race?", SATURDAY, [0, 3]),
        ("Who won the race?", FEBRUARY, [0, 1, 2, 3]),
        ("Who won the race?", Period("2005-02-01", "", {}), [0, 1, 2, 3, 4, 5]),
        ("Who won the race?", Period("0001-01-01", "2005-02-01", {}), [0, 1, 2, 3, 4, 5]),
        ("What did Kern say?", SATURDAY, [0, 1, 2, 3, 4, 5]),
    ],
)
def test_a_sentence_that_names_another_time_does_not_answer(question: str, period: Period, left: list[int]) -> None:
    article = Article("race", "The race", TEXT, published="2005-02-28")
    offsets = tuple((one.start, one.end) for one in split_sentences(TEXT, article_id="race"))
    stored = StoredArticle(article, article.version, offsets)
    candidates = tuple(Candidate(stored, one, 0.5, None, 0.5) for one in stored.sentences)
    assert [one.sentence.index for one in leave_other_times_out(question, candidates, period)] == left
