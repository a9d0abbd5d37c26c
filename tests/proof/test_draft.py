"""A draft is checked statement by statement, and each verdict points at the sentences that it rests on."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from docx import Document
from fastapi import FastAPI
from fastapi.testclient import TestClient

from qa.bot import Bot
from qa.check import Gate, Proof, Verdict, open_gate
from qa.cli import main
from qa.errors import QuestionError
from qa.index.build import build_index
from qa.models.checker import BuiltInChecker
from qa.proof.draft import Proven, list_statements, prove
from qa.records import Article, StoredArticle
from qa.retrieve import Candidate
from qa.settings import Settings, load_settings
from qa.split import split_sentences
from qa.web.api.check import CheckDesk, add_checking
from qa.web.guard.refusals import add_refusals

DRAFT = """# The bridge

The Old Mill Bridge was closed on 3 March. The repair will cost $9 million.

How long does it take?

The ferry is painted green and belongs to a museum.
"""
KEYS = ["text", "verdict", "probability", "reason", "citations", "differing", "nearest"]


def run(settings: Settings, *arguments: object, expect: int = 0) -> Result:
    words = ["check", "--index-dir", str(settings.index_dir), *map(str, arguments)]
    result = CliRunner().invoke(main, words, prog_name="qa")
    assert result.exit_code == expect, (result.output, result.exception)
    return result


def test_headings_and_questions_claim_nothing() -> None:
    statements = [written for written, _, _ in list_statements(DRAFT)]
    assert [text.split()[-1] for text in statements] == ["March.", "million.", "museum."]
    assert all(DRAFT[start : start + len(written)] == written for written, _, start in list_statements(DRAFT))


@pytest.mark.parametrize("claim", ["Kern, 61, denies murder", "The captain misses the match.", "He refuses to help"])
def test_a_sentence_whose_verb_is_not_known_claims_something(claim: str) -> None:
    assert [written for written, _, _ in list_statements(claim)] == [claim]


class Trusting(Gate):
    """Lets everything pass, so that only the numbers are left to be proven."""

    def weigh(self, claim: str, proofs: Sequence[Proof]) -> list[Verdict]:
        return [Verdict("supported", 0.9, 0.9)] * len(proofs)


TRUSTING = Trusting(BuiltInChecker())


def prove_in(text: str, claim: str, *, told: Sequence[int] = (0,), gate: Gate | None = None) -> Proven:
    """Hold a claim against sentences of one article."""
    article = Article("a", "", text)
    stored = StoredArticle(article, article.version, tuple((s.start, s.end) for s in split_sentences(text)))
    return prove(claim, [Candidate(stored, stored.sentence(n), 1.0, 1.0, 1.0) for n in told], gate or open_gate())


def test_a_number_that_a_sentence_lacks_is_cited_from_the_one_beside_it() -> None:
    text = "The strike of the drivers ended on Friday. It lasted eleven days. The union was pleased."
    proven = prove_in(text, "The strike of the drivers, which lasted eleven days, ended on Friday.", gate=TRUSTING)
    assert proven.verdict == "supported"
    assert [citation.quote for citation in proven.citations] == [
        "The strike of the drivers ended on Friday.",
        "It lasted eleven days.",
    ]


def test_a_number_that_stands_nowhere_is_not_supported() -> None:
    text = "The strike of the drivers ended on Friday. The union was pleased."
    assert prove_in(text, "The strike of the 40 drivers ended on Friday.", gate=TRUSTING).verdict == "not_found"


def test_what_repeats_a_statement_and_turns_it_outweighs_what_sounds_like_it() -> None:
    text = (
        "Customers will not see their lines double at once. Norda Telecom will double the lines of all its customers."
    )
    turned = prove_in(text, "Norda Telecom will not double the lines of all its customers.", told=(0, 1))
    assert (turned.verdict, turned.citations[0].sentence.index) == ("contradicted", 1)


def test_where_nothing_says_it_the_nearest_are_shown(small_bot: Bot, small_settings: Settings, tmp_path: Path) -> None:
    claim = "The county closed the Old Mill Bridge while a film was made in the county hall."
    (proven,) = small_bot.prove(claim)
    assert (proven.verdict, proven.citations) == ("not_found", ())
    assert "closed the Old Mill Bridge" in proven.nearest[0].quote
    page = tmp_path / "page.html"
    shown = run(small_settings, "--claim", claim, "--html", page).stdout
    assert "nearest, does not say it:" in shown
    assert proven.nearest[0].quote[:40] in page.read_text(encoding="utf-8")


def test_half_a_character_ends_no_check(small_bot: Bot) -> None:
    (proven,) = small_bot.prove("The county closed the \udcff lighthouse in spring.")
    assert proven.verdict != "supported"


def test_he_is_read_as_whom_the_sentence_before_names() -> None:
    draft = "Mayor Tomas Reyes spoke on Monday. He denied that the ferry would stay."
    assert [claim for _, claim, _ in list_statements(draft)][1].endswith(
        "Tomas Reyes denied that the ferry would stay."
    )


def test_each_statement_comes_with_what_carries_or_contradicts_it(small_bot: Bot) -> None:
    true, false, unknown = small_bot.prove(DRAFT)
    assert (true.verdict, true.citations[0].article.id) == ("supported", "bridge")
    assert "closed the Old Mill Bridge on 3 March" in true.citations[0].quote
    assert (false.verdict, false.citations[0].quote[:15]) == ("contradicted", "The repair will")
    assert false.reason
    assert (unknown.verdict, unknown.citations) == ("not_found", ())
    assert all(0 <= one.probability <= 1 for one in (true, false, unknown))


def test_what_somebody_else_says_is_pointed_at_and_is_no_contradiction(small_settings: Settings) -> None:
    told = run(small_settings, "--claim", "Noor Haddad denied that the ferry would stay after the repair.", "--json")
    (statement,) = json.loads(told.stdout)["statements"]
    assert statement["verdict"] == "misattributed"
    assert statement["citations"][0]["quote"].startswith("Mayor Tomas Reyes denied")


def test_nothing_to_check_is_said_in_one_line(small_bot: Bot, small_settings: Settings) -> None:
    with pytest.raises(QuestionError, match="nothing to check"):
        small_bot.prove(" \n")
    with pytest.raises(QuestionError, match="at most 100,000 fit"):
        small_bot.prove("word " * 30_000)
    assert "write whole sentences" in run(small_settings, "--claim", "A bridge in spring", expect=1).stderr
    assert "give --claim TEXT or --text FILE" in run(small_settings, expect=2).stderr


def test_the_command_prints_verdicts_and_fails_where_one_is_contradicted(
    small_settings: Settings, tmp_path: Path
) -> None:
    shown = run(small_settings, "--claim", "The repair will take 14 months.").stdout
    assert "supported (" in shown
    assert "The repair will cost $4.2 million and take 14 months." in shown
    (tmp_path / "draft.md").write_text(DRAFT, encoding="utf-8")
    page = tmp_path / "proof.html"
    told = run(small_settings, "--text", tmp_path / "draft.md", "--json", "--html", page, expect=1)
    statements = json.loads(told.stdout)["statements"]
    assert [list(one) for one in statements] == [KEYS] * 3
    assert [one["verdict"] for one in statements] == ["supported", "contradicted", "not_found"]
    assert "<script" not in (text := page.read_text(encoding="utf-8"))
    assert text.count("<section") == 3


def test_a_draft_may_be_a_word_file_and_its_page_shows_it_as_text(small_settings: Settings, tmp_path: Path) -> None:
    document = Document()
    document.add_paragraph("The repair will take 14 months. The <b>mayor</b> has resigned & left.")
    document.save(str(tmp_path / "draft.docx"))
    page = tmp_path / "proof.html"
    run(small_settings, "--text", tmp_path / "draft.docx", "--html", page)
    assert "The &lt;b&gt;mayor&lt;/b&gt; has resigned &amp; left." in page.read_text(encoding="utf-8")


def test_news_is_not_held_against_the_help(tmp_path: Path) -> None:
    (tmp_path / "articles" / "Help").mkdir(parents=True)
    (tmp_path / "articles" / "bridge.txt").write_text("The repair will take 14 months.", encoding="utf-8")
    example = "The command checks an example. It may say: the repair will take 14 months."
    (tmp_path / "articles" / "Help" / "check.txt").write_text(example, encoding="utf-8")
    settings = load_settings(index_dir=tmp_path / "index")
    build_index([tmp_path / "articles"], settings)
    told = json.loads(run(settings, "--claim", "The repair will take 14 months.", "--json").stdout)
    assert [citation["article_id"] for citation in told["statements"][0]["citations"]] == ["bridge"]


def test_a_draft_that_cannot_be_read_is_named(small_settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_text("", encoding="utf-8")
    assert "cannot be read as a draft" in run(small_settings, "--text", tmp_path / "empty.txt", expect=1).stderr


def test_the_api_returns_the_same_json(small_bot: Bot) -> None:
    app = FastAPI()
    add_refusals(app)
    add_checking(app, CheckDesk(small_bot, 1, seconds=20), {})
    with TestClient(app) as client:
        response = client.post("/api/check", json={"text": "The repair will take 14 months."})
        empty = client.post("/api/check", json={"text": ""})
        long = client.post("/api/check", json={"text": "a" * 20_001})
        unknown = client.post("/api/check", json={"text": "The repair will take 14 months.", "outlets": ["Wire"]})
    assert response.status_code == 200
    (statement,) = response.json()["statements"]
    assert list(statement) == KEYS
    assert (statement["verdict"], statement["citations"][0]["article_id"]) == ("supported", "bridge")
    assert (empty.status_code, long.status_code) == (422, 422)
    assert (unknown.status_code, unknown.json()["detail"]) == (422, "no outlet 'Wire': there is Valley Post")
