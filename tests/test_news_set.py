"""Our own natural questions: facts alone, whose sentences are cut from the articles."""

from collections import defaultdict

from training.news import read_news


def test_each_question_is_there_once_with_places_in_its_articles() -> None:
    texts = defaultdict(lambda: "0123456789" * 3_000)
    questions = list(read_news(texts))
    assert len({one["question"] for one in questions}) == len({one["id"] for one in questions}) == len(questions) == 165
    assert sum(not one["answerable"] for one in questions) == 42
    for one in questions:
        found = [place for group in ([one["evidence"], *one["alternative_evidence"]]) for place in group]
        assert bool(found) == bool(one["answers"]) == one["answerable"]
        assert all(texts[place["article_id"]][place["start"] : place["end"]] == place["quote"] for place in found)
        assert all(0 < len(place["quote"]) < 600 for place in found)
