"""The checker: what it is shown, what it says, and that neighbours in a call change nothing."""

import shutil
from pathlib import Path

import pytest

from qa.errors import ModelError
from qa.models.checker import CLAIM_TOKENS, PAIR_TOKENS, BuiltInChecker, encode_pair
from qa.models.reader import CLS, SEP
from qa.models.session import WEIGHTS_DIR, open_tokenizer

EVIDENCE = "Vermont is giving a $22,000 grant to the group, which was founded in 1990."


@pytest.fixture(scope="module")
def checker() -> BuiltInChecker:
    return BuiltInChecker()


@pytest.mark.parametrize(
    ("claim", "supported"),
    [
        ("Vermont is giving the group $22,000.", True),
        ("The group was founded in 1990.", True),
        ("Vermont is not giving the group a grant.", False),
        ("The group was founded in 1875.", False),
        ("How much is the grant? $22,000.", True),
        ("When was the group founded? In 1875.", False),
    ],
)
def test_a_claim_is_supported_where_its_evidence_says_so(checker: BuiltInChecker, claim: str, supported: bool) -> None:
    (score,) = checker.check([claim], [EVIDENCE])
    assert (score > 0) is supported


def test_a_pair_scores_the_same_alone_and_among_others(checker: BuiltInChecker) -> None:
    claims = ["The group was founded in 1990.", "The mayor resigned.", "Vermont gives a grant."]
    together = checker.check(claims, [EVIDENCE] * 3)
    assert together == [checker.check([claim], [EVIDENCE])[0] for claim in claims]


def test_no_claims_have_no_scores(checker: BuiltInChecker) -> None:
    assert checker.check([], []) == []


@pytest.mark.parametrize("claim", ["A girl runs", "A girl runs!", "A girl runs. "])
def test_a_claim_ends_with_a_full_stop(claim: str) -> None:
    tokenizer = BuiltInChecker()._network.tokenizer
    assert encode_pair(tokenizer, claim, "No man runs") == encode_pair(tokenizer, "A girl runs.", "No man runs")


def test_claim_and_evidence_of_any_length_fit() -> None:
    tokenizer = open_tokenizer((WEIGHTS_DIR / "checker") / "tokenizer.json")
    pair = encode_pair(tokenizer, "word " * 500, "text " * 500)
    assert len(pair.ids) == len(pair.types) == PAIR_TOKENS
    assert (pair.ids[0], pair.ids[-1], pair.ids[CLAIM_TOKENS + 1]) == (CLS, SEP, SEP)
    assert pair.types == [0] * (CLAIM_TOKENS + 2) + [1] * (PAIR_TOKENS - CLAIM_TOKENS - 2)


def test_changed_weights_are_refused_by_name(tmp_path: Path) -> None:
    folder = tmp_path / "checker"
    shutil.copytree((WEIGHTS_DIR / "checker"), folder)
    (folder / "tokenizer.json").write_text("{}")
    with pytest.raises(ModelError, match=r"tokenizer\.json has hash"):
        BuiltInChecker(folder).check(["claim"], ["evidence"])
