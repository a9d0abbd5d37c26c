"""Where one article carries a claim and another tells its number or date otherwise, both are shown; else nothing is."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from qa.cli import main
from qa.index.build import build_index
from qa.proof.otherwise import find_otherwise
from qa.records import Article, StoredArticle
from qa.retrieve import Candidate
from qa.settings import Settings, load_settings
from qa.split import split_sentences

GOLD = Path(__file__).parents[1] / "gold" / "conflicts.jsonl"
ARTICLES = {
    "flood": "# Flood in Ostrel\n\nThe flood in Ostrel damaged 31 houses on Sunday. The mayor thanked the helpers.",
    "report": "# Report on the flood in Ostrel\n\nThe flood in Ostrel damaged 46 houses, the county said.",
    "harbour": "# A new crane\n\nThe harbour of Lenn bought two cranes. A storm damaged 12 houses in Lenn.",
}


def make_candidate(text: str, name: str, before: str = "") -> Candidate:
    sentences = split_sentences(f"{before} {text}".strip(), article_id=name)
    article = Article(name, "", f"{before} {text}".strip())
    stored = StoredArticle(article, article.version, tuple((one.start, one.end) for one in sentences))
    return Candidate(stored, sentences[-1], 1.0, 1.0, 1.0)


def say(claim: str, said: str, other: str, before: str = "") -> list[str]:
    found = find_otherwise(claim, make_candidate(said, "said"), [make_candidate(other, "other", before)])
    return [one.article.text[slice(*one.phrase)] for one in found if one.phrase]


def test_labelled_pairs() -> None:
    """Of 88 sentences that another one contradicts 59 are told so, 58 after the gate; of the others none."""
    wanted = right = 0
    for pair in map(json.loads, GOLD.read_text(encoding="utf-8").splitlines()):
        names = ["same" if pair.get("same_article") else str(n) for n in range(len(pair["sentences"]))]
        sides = list(map(make_candidate, pair["sentences"], names))
        for said in sides:
            found = find_otherwise(said.text, said, [side for side in sides if side is not said])
            assert pair["conflict"] or not found or len(sides) > 2, (said.text, found)
            wanted += pair["conflict"]
            right += pair["conflict"] and bool(found)
    assert right >= 0.65 * wanted


@pytest.mark.parametrize(
    ("claim", "other", "expected"),
    [
        ("The Ostrel flood damaged 31 houses.", "The flood in Ostrel damaged 46 houses.", ["46 houses"]),
        ("The Ostrel flood damaged 31 houses.", "The flood in Ostrel damaged 31 houses.", []),
        ("The Ostrel flood damaged 31 houses.", "The flood in Lenn damaged 46 houses.", []),
        ("The Ostrel flood damaged 31 houses.", "The flood in Ostrel damaged four bridges.", []),
        ("The Ostrel flood damaged 31 houses.", "The flood in Ostrel damaged about 30 houses.", []),
        ("The pool in Ostrel opened on 4 May.", "The pool in Ostrel opened on 6 May.", ["6 May"]),
        ("The pool in Ostrel opened in 1964.", "The pool in Ostrel opened in 1968.", ["1968"]),
        (
            "The pool in Ostrel cost 3 million euros.",
            "The pool in Ostrel cost 4.5 million euros.",
            ["4.5 million euros"],
        ),
        ("In May 900 guests came to Ostrel.", "In June 1,400 guests came to Ostrel.", []),
        ("Bus 14 hit nine cars in Ostrel.", "The bus hit seven cars in Ostrel.", ["seven cars"]),
        ("Haddad has 10 days to appeal.", "The club has seven days to appeal.", []),
    ],
)
def test_only_the_same_thing_told_otherwise_counts(claim: str, other: str, expected: list[str]) -> None:
    assert say(claim, claim, other) == expected


def test_an_article_does_not_contradict_itself() -> None:
    claim, other = "The flood damaged 31 houses.", make_candidate("The flood damaged 46 houses.", "flood")
    assert find_otherwise(claim, make_candidate(claim, "flood"), [other]) == ()


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    folder = tmp_path_factory.mktemp("otherwise")
    (folder / "articles").mkdir()
    for name, text in ARTICLES.items():
        (folder / "articles" / f"{name}.md").write_text(text, encoding="utf-8")
    settings = load_settings(index_dir=folder / "index")
    build_index([folder / "articles"], settings)
    return settings


def test_a_supported_claim_is_shown_with_what_another_article_says(settings: Settings, tmp_path: Path) -> None:
    page = tmp_path / "proof.html"
    words = ["check", "--index-dir", str(settings.index_dir), "--claim", "The flood in Ostrel damaged 31 houses."]
    shown = CliRunner().invoke(main, [*words, "--html", str(page)], prog_name="qa")
    assert shown.exit_code == 0
    lines = [line.strip() for line in shown.stdout.splitlines()]
    at = lines.index("but another article says 46 houses:")
    assert lines[1].startswith("supported (")
    assert lines[at + 1 : at + 3] == [
        "The flood in Ostrel damaged 46 houses, the county said.",
        "Report on the flood in Ostrel (report)",
    ]
    assert "<b>but another article says 46 houses</b></p><blockquote>The flood in" in page.read_text(encoding="utf-8")
    told = json.loads(CliRunner().invoke(main, [*words, "--json"], prog_name="qa").stdout)["statements"][0]
    assert (told["verdict"], told["reason"]) == ("supported", "")
    assert [(one["article_id"], one["says"]) for one in told["differing"]] == [("report", "46 houses")]


def test_nothing_is_said_of_an_undisputed_claim(settings: Settings) -> None:
    words = ["check", "--index-dir", str(settings.index_dir), "--claim", "A storm damaged 12 houses in Lenn.", "--json"]
    (told,) = json.loads(CliRunner().invoke(main, words, prog_name="qa").stdout)["statements"]
    assert (told["verdict"], told["differing"]) == ("supported", [])
