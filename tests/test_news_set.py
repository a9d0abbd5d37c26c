"""Our own natural questions: facts alone, whose sentences are cut from the articles."""

from collections import defaultdict
from pathlib import Path

import pytest

from training.news import BLIND, FACTS, FRESH, LATE, LATER, read_news


@pytest.mark.parametrize(
    ("facts", "many", "unanswerable"),
    [(FACTS, 165, 42), (FRESH, 300, 120), (LATE, 200, 80), (LATER, 200, 80), (BLIND, 150, 40)],
)
def test_each_question_is_there_once_with_places_in_its_articles(facts: Path, many: int, unanswerable: int) -> None:
    texts = defaultdict(lambda: "0123456789" * 3_000)
    questions = list(read_news(texts, facts))
    assert (
        len({one["question"] for one in questions}) == len({one["id"] for one in questions}) == len(questions) == many
    )
    assert sum(not one["answerable"] for one in questions) == unanswerable
    for one in questions:
        found = [place for group in ([one["evidence"], *one["alternative_evidence"]]) for place in group]
        assert bool(found) == bool(one["answers"]) == one["answerable"]
        assert all(texts[place["article_id"]][place["start"] : place["end"]] == place["quote"] for place in found)
        assert all(0 < len(place["quote"]) < 600 for place in found)
