"""A stored answer is held against the articles as they are now: ok, drifted or gone."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from qa.cli import main
from qa.errors import AnswerError
from qa.proof.page import count_verdicts
from qa.proof.stored import read_answer, recheck
from qa.records import Article

COST = "The repair will cost $4.2 million."
TIME = "It will take 14 months."
ANSWER = {
    "question": "What will it cost?",
    "statements": [{"text": COST, "citations": [1]}, {"text": "It takes long.", "citations": [1, 2]}],
    "citations": [
        {"number": 1, "article_id": "bridge", "title": "The bridge", "quote": COST},
        {"number": 2, "article_id": "bridge", "title": "The bridge", "quote": TIME},
    ],
}


def check(*sentences: str) -> list[list[str]]:
    article = Article("bridge", "The bridge", " ".join(sentences))
    offsets, place = [], 0
    for sentence in sentences:
        offsets.append((place, place + len(sentence)))
        place += len(sentence) + 1
    checked = recheck(ANSWER, lambda id_: article if sentences else None, lambda id_: offsets)
    return [[one.state, *(citation.now for citation in one.citations)] for one in checked]


def test_sentences_that_stand_are_ok_wherever_they_moved() -> None:
    assert check(COST, TIME) == [["ok", COST], ["ok", COST, TIME]]
    assert check("A crack was found.", TIME, COST) == [["ok", COST], ["ok", COST, TIME]]


def test_a_sentence_that_reads_otherwise_is_shown_as_it_is_now() -> None:
    assert check("The repair will cost $6 million.", TIME)[0] == ["drifted", "The repair will cost $6 million."]


def test_what_is_no_longer_there_is_gone() -> None:
    assert check("Herons nest in March.", TIME)[0] == ["gone", ""]
    assert check() == [["gone", ""], ["gone", "", ""]]


@pytest.mark.parametrize(
    "text",
    [
        *("", "[]", "{}", "[" * 100_000, '{"statements": [{}], "citations": []}', '{"statements": 1}'),
        '{"statements": [{"text": "It takes long.", "citations": [1]}], "citations": []}',
        '{"statements": [{"text": 1, "citations": []}], "citations": []}',
        '{"statements": [{"text": "It takes long.", "citations": [1e999]}], "citations": []}',
        '{"statements": [{"text": "It takes long.", "citations": [NaN]}], "citations": []}',
        '{"statements": [], "citations": [{"number": 1e999, "article_id": "a", "quote": "b"}]}',
    ],
)
def test_a_file_that_holds_no_answer_is_refused_in_one_line(tmp_path: Path, text: str) -> None:
    (tmp_path / "answer.json").write_text(text, encoding="utf-8")
    with pytest.raises(AnswerError, match="holds no answer: name a file that 'qa ask --json' wrote"):
        read_answer(tmp_path / "answer.json")


def test_the_command_says_what_became_of_an_answer(tmp_path: Path) -> None:
    articles, index = tmp_path / "articles", str(tmp_path / "index")
    articles.mkdir()
    (articles / "bridge.txt").write_text(f"The bridge\n\n{COST} {TIME}\n", encoding="utf-8")

    def run(*words: str) -> tuple[int, str]:
        result = CliRunner().invoke(main, [*words, "--index-dir", index])
        return result.exit_code, result.stdout

    run("index", str(articles))
    _, answer = run("ask", "What will the repair cost?", "--json")
    stored = tmp_path / "answer.json"
    stored.write_text(answer, encoding="utf-8")
    assert run("check", str(stored))[0] == 0
    (articles / "bridge.txt").write_text(f"The bridge\n\nThe repair will cost $6 million. {TIME}\n", encoding="utf-8")
    run("index", str(articles))
    code, shown = run("check", str(stored))
    assert code == 1
    assert "reads otherwise now: The repair will cost $4.2 million." in shown
    assert "now: The repair will cost $6 million." in shown
    page = tmp_path / "proof.html"
    code, told = run("check", str(stored), "--json", "--html", str(page))
    assert json.loads(told)["statements"][0]["verdict"] == "drifted"
    assert "The repair will cost $6 million." in page.read_text(encoding="utf-8")


def test_the_count_of_states_reads_as_a_sentence_would() -> None:
    assert count_verdicts(["drifted", "ok", "drifted"]) == "1 still there, 2 read otherwise now"
    assert count_verdicts(["not_found", "drifted"]) == "1 not found, 1 reads otherwise now"
