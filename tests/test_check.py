"""The gate lets a claim through only if the cited sentence carries it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.check import Verdict, check
from qa.check.judge import judge_with
from qa.load import load_articles
from qa.models.encoder import load_encoder
from qa.models.reader import BuiltInReader
from qa.split import split_sentences

ROOT = Path(__file__).parents[1]
STOPPED, LET_THROUGH = 0.97, 0.85  # the least shares of false and of true claims

READER = judge_with(BuiltInReader())
BRIDGE = "The repair will cost $4.2 million and take 14 months, the county said."


class Pair(NamedTuple):
    claim: str
    sentence: str
    context: tuple[str, ...]
    changed: str  # what is false in the claim; empty for a true one


@lru_cache(maxsize=1)
def read_corpus() -> dict[str, tuple[str, list[str]]]:
    articles = {}
    for loaded in load_articles([ROOT / "corpus"]):
        article = loaded.article
        sentences = split_sentences(article.text, article_id=article.id)
        articles[article.id] = (article.title, [article.text[s.start : s.end] for s in sentences])
    return articles


def read_pairs() -> Iterator[Pair]:
    title, sentences, place = "", [""], 0
    for line in (ROOT / "tests/gold/claims-corpus.txt").read_text(encoding="utf-8").splitlines()[3:]:
        mark, _, text = line.partition(" ")
        if mark == "#":
            title, sentences = read_corpus()[text]
        elif mark == ">":
            place = sentences.index(text)
        elif mark in {"+", "-"}:
            changed, _, claim = text.rpartition(" | ")
            yield Pair(claim, sentences[place], (*sentences[max(0, place - 2) : place], title), changed)


def change_by_rule() -> Iterator[Pair]:
    """Take our own sentences and change one thing in each: a number, a month, a verb of saying, a negation."""
    changes = {
        "number": lambda text: re.sub(r"(?<![\w.,-])(\d+)(?=[ %])", lambda m: str(int(m[1]) + 17), text, count=1),
        "number word": lambda text: re.sub(r"\b(two|three|six)\b", "nine", text, count=1),
        "month": lambda text: re.sub(r"\b(?:January|February)\b", "October", text),
        "verb": lambda text: re.sub(r"\bsaid that\b", "denied that", text),
        "negation": lambda text: re.sub(r"\b(does|do|is|are|has|have) (?:not|no)\b", r"\1", text),
        "name": lambda text: re.sub(r"\b(?:Zelenskyy|Budanov|Kindratenko|Gaidashchuk)\b", "Thompson", text),
    }
    for title, sentences in read_corpus().values():
        for place, sentence in enumerate(sentences):
            for changed, change in changes.items():
                claim = change(sentence)
                if claim != sentence:
                    yield Pair(claim, sentence, (*sentences[max(0, place - 2) : place], title), changed)


# what a writer gets wrong: each is done to every paraphrase that it fits
CHANGES = {
    "no": (r"\b(is|are|was|were|has|have|had|can|may|could|must|will|would)\b(?! not)", r"\1 not"),
    "number": (r"(?<![\w.,-])\d+(?![\w.]*\w)", "87"),
    "number word": (r"\b(?:two|three|six|thirty)\b", "nine"),
    "name": (r"(?<=[a-z,] )[A-Z][a-z]+(?: [A-Z][a-z]+)*", "Thompson"),
    "place or reason": (r"\.$", " because of the weather."),
    "manner": (r"\.$", " in secret."),
    "only": (r"^(?=[A-Z])", "Only "),
}


def change_paraphrases() -> Iterator[Pair]:
    for pair in read_pairs():
        for changed, (pattern, put) in CHANGES.items() if not pair.changed else ():
            claim = re.sub(pattern, put, pair.claim, count=1)
            if claim != pair.claim:
                yield pair._replace(claim=claim, changed=changed)


@pytest.fixture(scope="module")
def encode():
    encoder = load_encoder("built-in")
    known: dict[str, np.ndarray] = {}

    def encode_once(texts: Sequence[str]) -> np.ndarray:
        new = [text for text in dict.fromkeys(texts) if text not in known]
        known.update(zip(new, encoder.encode(new), strict=True))
        return np.stack([known[text] for text in texts])

    return encode_once


def judge(pair: Pair, encode) -> Verdict:
    return check(pair.claim, [pair.sentence], context=pair.context, encode=encode, judge=READER if encode else None)


def list_misses(pairs: Sequence[Pair], encode, *, supported: bool) -> list[str]:
    verdicts = [(pair, judge(pair, encode)) for pair in pairs]
    return [
        f"{pair.changed or verdict.reason}: {pair.claim}"
        for pair, verdict in verdicts
        if (verdict.name == "supported") != supported
    ]


def test_false_claims_about_our_corpus_are_stopped(encode) -> None:
    pairs = [pair for pair in read_pairs() if pair.changed]
    misses = list_misses(pairs, encode, supported=False)
    assert len(pairs) >= 750
    assert len(misses) <= (1 - STOPPED) * len(pairs), "\n".join(misses)


def test_paraphrases_of_our_corpus_are_let_through(encode) -> None:
    pairs = [pair for pair in read_pairs() if not pair.changed]
    misses = list_misses(pairs, encode, supported=True)
    assert len(pairs) >= 500
    assert len(misses) <= (1 - LET_THROUGH) * len(pairs), "\n".join(misses)


def test_sentences_changed_by_rule_are_stopped() -> None:
    pairs = list(change_by_rule())
    misses = list_misses(pairs, None, supported=False)
    assert len(pairs) >= 100
    assert len(misses) <= (1 - STOPPED) * len(pairs), "\n".join(misses)


def test_paraphrases_changed_by_rule_are_stopped() -> None:
    pairs = list(change_paraphrases())
    misses = list_misses(pairs, None, supported=False)
    assert len(pairs) >= 1_000
    assert len(misses) <= (1 - STOPPED) * len(pairs), "\n".join(misses)


def test_every_sentence_of_our_corpus_carries_itself() -> None:
    for _, sentences in read_corpus().values():
        for sentence in sentences:
            assert check(sentence, [sentence]) == Verdict("supported", 1.0)


@pytest.mark.parametrize(
    ("claim", "sentence", "name", "reason"),
    [
        ("According to the county, the repair will take 14 months.", BRIDGE, "supported", ""),
        ("The county said that the repair will cost 4.2 million dollars.", BRIDGE, "supported", ""),
        (
            "The repair will cost $4.2 billion, the county said.",
            BRIDGE,
            "contradicted",
            "the sentence does not say $4.2 billion",
        ),
        ("The repair will take 14 months.", BRIDGE, "misattributed", "the sentence has this only from the county"),
        (
            "The mayor said that the repair will take 14 months.",
            BRIDGE,
            "misattributed",
            "the sentence does not have this from The mayor",
        ),
        ("", BRIDGE, "not_found", "there is nothing to compare"),
        ("It was so.", BRIDGE, "not_found", "there is nothing to compare"),
    ],
)
def test_a_verdict_comes_with_a_plain_reason(claim: str, sentence: str, name: str, reason: str) -> None:
    verdict = check(claim, [sentence])
    assert (verdict.name, verdict.reason) == (name, reason)


@pytest.mark.parametrize(
    ("claim", "sentence", "reason"),
    [
        (
            "Outlets copy from each other.",
            "Outlets that copy from each other can look like independent witnesses.",
            "the sentence says it only of those “Outlets” that it means",
        ),
        (
            "A pile of keywords works better than a short question.",
            "A short question works better than a pile of keywords.",
            "the sentence compares the two the other way round",
        ),
        (
            "The office is the WHO.",
            "The office is the World Health Organization, or WHO for short.",
            "the sentence says “WHO” only for short",
        ),
        (
            "The page gives a reason for people.",
            "The page gives a reason for programs and a detail for people.",
            "the sentence has “reason for programs” there",
        ),
        (
            "The bridges are being repaired.",
            "Workers repaired the bridges.",
            "the sentence does not say that it is still going on",
        ),
        (
            "The guests can enter if they are listed.",
            "The guests can enter unless they are listed.",
            "the sentence says it with “unless”",
        ),
        (
            "The answer is 503 once it is ready.",
            "The answer is 200 once it is ready, and 503 until then.",
            "the sentence has “200” and not “503”",
        ),
    ],
)
def test_what_is_bound_otherwise_is_named(claim: str, sentence: str, reason: str) -> None:
    assert check(claim, [sentence]).reason == reason


def test_a_comparison_may_be_told_from_its_other_side() -> None:
    sentence = "The forces gave a longer period than the newspaper."
    assert check("The newspaper gave a shorter period than the forces.", [sentence]).name == "supported"


def test_only_a_supported_claim_scores_half_or_more() -> None:
    for pair in list(read_pairs())[::7]:
        verdict = judge(pair, None)
        assert (verdict.score >= 0.5) == (verdict.name == "supported")


def test_a_model_that_judges_the_pair_has_the_last_word() -> None:
    claim = "According to the county, the repair will take 14 months."
    assert check(claim, [BRIDGE], judge=lambda claim, evidence: 0.9).name == "supported"
    assert check(claim, [BRIDGE], judge=lambda claim, evidence: 0.1).reason == "the sentence does not seem to say so"


def test_context_names_who_is_meant_and_carries_nothing_alone() -> None:
    context = ["Ada Brandt is the chief engineer."]
    assert (
        check("Ada Brandt said that it was safe.", ["She said that it was safe."], context=context).name == "supported"
    )
    assert check("Ada Brandt is the engineer.", ["She said that it was safe."], context=context).name != "supported"


@given(st.text(max_size=80), st.lists(st.text(max_size=80), max_size=3))
def test_no_text_is_too_strange(claim: str, sentences: list[str]) -> None:
    assert 0 <= check(claim, sentences).score <= 1
