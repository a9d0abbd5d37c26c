"""The articles that come with Sourceline agree with the product, and the questions on them agree with the articles."""

import json
import re
from functools import cache
from pathlib import Path

import pytest

from qa.evaluate.measures import answer_match
from qa.load import load_articles
from qa.records import Article, Skipped
from qa.settings import Settings
from qa.split import split_sentences

ROOT = Path(__file__).parent.parent
CORPUS = ROOT / "corpus"
QUESTIONS = ROOT / "benchmarks" / "questions" / "corpus.jsonl"
HANDBOOK = {path.stem: path.read_text(encoding="utf-8") for path in sorted((CORPUS / "handbook").glob("*.md"))}
ROWS = [json.loads(line) for line in QUESTIONS.read_text(encoding="utf-8").splitlines()]
ANSWERABLE = [row for row in ROWS if row["answerable"]]
SETTING_LINE = re.compile(r"^- `QA_(\w+)` \(default (?:`([^`]+)`|empty)\)", re.MULTILINE)


@cache
def load_corpus() -> dict[str, Article]:
    loaded = list(load_articles([CORPUS]))
    assert not [item for item in loaded if isinstance(item, Skipped)]
    return {item.article.id: item.article for item in loaded}


def list_evidence_sets(row: dict) -> list[list[dict]]:
    return [row["evidence"], *row.get("alternative_evidence", [])]


def test_every_article_names_its_title_source_author_and_date():
    articles = load_corpus()
    assert len(articles) >= 16
    for article in articles.values():
        assert all((article.title, article.source, article.author, article.published, article.text)), article.id


def test_the_handbook_is_the_help_and_nothing_else_is():
    help_ids = {article.id for article in load_corpus().values() if article.collection == "Help"}
    assert help_ids == {f"handbook/{name}" for name in HANDBOOK}


def test_no_mark_of_markdown_is_left_in_the_text():
    assert not [
        article.id for article in load_corpus().values() if re.search(r"`|\*\*|^#|^---", article.text, re.MULTILINE)
    ]


def test_the_handbook_lists_every_setting_with_its_default():
    listed = {name.lower(): default for name, default in SETTING_LINE.findall(HANDBOOK["settings"])}
    assert listed.keys() == Settings.model_fields.keys()
    settings = Settings.model_validate(listed)
    for name, field in Settings.model_fields.items():
        assert getattr(settings, name) == field.default, name


def test_the_handbook_names_the_address_that_the_page_listens_on():
    host, port = (Settings.model_fields[name].default for name in ("host", "port"))
    addresses = {address for text in HANDBOOK.values() for address in re.findall(r"http://[\d.:]+\d", text)}
    assert addresses == {f"http://{host}:{port}"}


def test_the_question_set_has_questions_of_every_kind():
    assert len({row["id"] for row in ROWS}) == len(ROWS)
    assert len(ANSWERABLE) >= 40
    assert len(ROWS) - len(ANSWERABLE) >= 12
    assert sum("history" in row for row in ROWS) >= 8
    cited = {item["article_id"] for row in ANSWERABLE for item in row["evidence"]}
    assert {article_id.split("/")[0] for article_id in cited} == {"news", "handbook"}


@pytest.mark.parametrize("row", ANSWERABLE, ids=lambda row: row["id"])
def test_every_quote_is_one_whole_sentence_that_occurs_once(row: dict):
    for item in (item for evidence in list_evidence_sets(row) for item in evidence):
        article = load_corpus()[item["article_id"]]
        assert article.text.count(item["quote"]) == 1
        sentences = split_sentences(article.text, article_id=article.id)
        assert item["quote"] in [article.text[s.start : s.end] for s in sentences]


@pytest.mark.parametrize("row", ANSWERABLE, ids=lambda row: row["id"])
def test_every_evidence_set_holds_an_expected_answer(row: dict):
    for evidence in list_evidence_sets(row):
        text = " ".join(item["quote"] for item in evidence)
        assert answer_match(text, row["answers"]) == 1


@pytest.mark.parametrize("row", [row for row in ROWS if not row["answerable"]], ids=lambda row: row["id"])
def test_a_question_without_an_answer_names_no_evidence(row: dict):
    assert not row["answers"]
    assert not row["evidence"]
