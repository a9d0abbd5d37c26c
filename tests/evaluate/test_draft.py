"""Drafted questions: what each rule makes of a sentence, and that drafts say what they are."""

import json
import random
import re
from pathlib import Path

import pytest

from qa.evaluate.draft import _RULES, DraftedQuestion, _spread, draft_questions, draft_to_json
from qa.evaluate.validate import locate_evidence, read_question_set
from qa.records import Article, Sentence
from tests.hostile import assert_linear


@pytest.mark.parametrize(
    ("sentence", "rule", "question", "answer"),
    [
        (
            "The old bridge was closed by the county on 3 March 2021.",
            "when",
            "When was the old bridge closed by the county?",
            "3 March 2021",
        ),
        ("Ada Brandt was born in 1961, far from the sea.", "when", "When was Ada Brandt born?", "1961"),
        ("The museum will be opened in May 2026.", "when", "When will the museum be opened?", "May 2026"),
        (
            "More than 200 people were brought to safety.",
            "how many",
            "How many people were brought to safety?",
            "More than 200",
        ),
        (
            "Fourteen windows were broken in the storm on 11 February, the school said.",
            "when",
            "When were fourteen windows broken in the storm?",
            "11 February",
        ),
        ("The zoo has 40 elephants.", "how many", "How many elephants does the zoo have?", "40"),
        ("The tower is 300 metres tall.", "how much", "How many metres tall is the tower?", "300"),
        (
            "“We could not wait for another winter,” said Ada Brandt.",
            "quoted",
            "Whose words are these: “We could not wait for another winter”?",
            "Ada Brandt",
        ),
        ("Ada Brandt closed the old bridge.", "who", "Who or what closed the old bridge?", "Ada Brandt"),
        (
            "Before long, the ferry carried 60 cars a day to Dorle.",
            "gap",
            "What belongs into the gap: “Before long, the ferry carried ____ cars a day to Dorle.”?",
            "60",
        ),
    ],
)
def test_a_rule_turns_a_sentence_into_a_question(sentence: str, rule: str, question: str, answer: str) -> None:
    made = [(name, *result) for name, make in _RULES if (result := make(sentence))]
    assert made[0] == (rule, question, answer)


@pytest.mark.parametrize(
    "sentence",
    [
        "The Green Lantern won 28 of 75 seats and the Red Lantern won 14.",
        "Ada Brandt closed the bridge because it had cracks.",
        "Ada Brandt left the council, and Tomas Reyes joined it.",
    ],
)
def test_no_question_asks_who_of_two_subjects(sentence: str) -> None:
    assert dict(_RULES)["who"](sentence) is None


TEXTS = {
    "bridge": "Ada Brandt closed the old bridge with the help of Tomas Reyes after a long night. It was built in 1911. "
    "The repair of the pier will be finished in May 2026. The old bridge has 14 arches over the river.",
    "ferry": "Noor Haddad sailed the new ferry past the town of Lower Dorle before dawn. The ferry has 60 places.",
}
ARTICLES = [Article(name, name.title(), text) for name, text in TEXTS.items()]


def split(article: Article) -> tuple[Sentence, ...]:
    found = enumerate(re.finditer(r"[^ .][^.]*\.", article.text))
    return tuple(Sentence(article.id, n, m.start(), m.end()) for n, m in found)


def test_a_draft_is_a_question_set_that_can_be_read_and_says_that_it_is_a_draft(tmp_path: Path) -> None:
    drafted = draft_questions(ARTICLES, 4, split=split)
    assert [one.answerable for one in drafted] == [True, True, True, False]
    shown = [draft_to_json(number, one) for number, one in enumerate(drafted, start=1)]
    assert all(one["draft"] is True for one in shown)
    assert [one["id"] for one in shown] == ["draft-001", "draft-002", "draft-003", "draft-004"]
    path = tmp_path / "draft.jsonl"
    path.write_text("".join(f"{json.dumps(one)}\n" for one in shown), encoding="utf-8")
    written = read_question_set(path, question_characters=2_000)
    questions = locate_evidence(written, {a.id: a for a in ARTICLES}.get, path=path)
    for question in questions[:3]:
        (span,) = question.gold_spans
        assert question.answers[0] in TEXTS[span.article_id][span.start : span.end]


def test_an_unanswerable_question_asks_about_a_name_of_another_article() -> None:
    *_, last = draft_questions(ARTICLES, 4, split=split)
    assert last.question == "Who or what closed the old bridge with the help of Lower Dorle after a long night?"
    assert last.note == "made by exchanging 'Tomas Reyes' for 'Lower Dorle': make sure that no article answers it"
    assert draft_to_json(1, last)["evidence"] == []


def test_a_name_is_not_exchanged_where_a_sentence_seems_to_answer_the_question() -> None:
    told = Article("more", "", "Someone closed the old bridge with the help of Lower Dorle after a long night.")
    drafted = draft_questions([*ARTICLES, told], 8, split=split)
    assert not any("bridge with the help of Lower Dorle" in one.question for one in drafted if not one.answerable)


def test_time_grows_with_the_number_of_drafts() -> None:
    one = DraftedQuestion("Who or what closed the bridge?", answerable=True, rule="who", answer="Ada Brandt")
    chooser = random.Random(0)
    assert_linear(lambda text: _spread([[one] * (len(text) // 4)], chooser), "spaces")


def test_the_same_seed_gives_the_same_draft() -> None:
    assert draft_questions(ARTICLES, 3, split=split, seed=4) == draft_questions(ARTICLES, 3, split=split, seed=4)


def test_a_sentence_that_leans_on_another_one_is_left_out() -> None:
    assert not any("1911" in one.answer for one in draft_questions(ARTICLES, 20, split=split))


def test_few_fitting_sentences_make_few_questions() -> None:
    assert draft_questions([], 5, split=split) == ()
    assert 4 <= len(draft_questions(ARTICLES, 50, split=split)) <= 8
