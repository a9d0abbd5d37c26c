"""Reading orders candidates by what the reader says, and points at places of the article, not of the window."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import cycle

import numpy as np
import pytest
from numpy.typing import NDArray

from qa.check import Gate
from qa.models.reader import ReaderWindow, SentenceReading, WindowReading
from qa.reading.features import FEATURES
from qa.reading.fusion import CONFIDENCE_FEATURES, READ_FEATURES, Fusion
from qa.reading.headline import PHRASE_FEATURES, Headline
from qa.reading.read import READ_AGAIN, Reading, read
from qa.reading.second import CONFIDENCE_FEATURES as CONFIDENCE
from qa.reading.second import SecondLook
from qa.records import Article, StoredArticle
from qa.retrieve import Candidate
from qa.settings import load_settings
from qa.split import split_sentences

TEXT = "Herons nest in March. They eat frogs. The pond froze in January. It has 40 frogs. Nobody counts the fish."


class KeywordReader:
    """Gives 5 to a sentence that holds the keyword, whose place is its phrase, and -5 to any other."""

    name = "keyword"

    def __init__(self, keyword: str, sure: float = 0.9) -> None:
        self.keyword, self.sure, self.shown = keyword, sure, list[ReaderWindow]()

    def read(self, question: str, windows: Sequence[ReaderWindow]) -> list[WindowReading]:
        self.shown += windows
        return [WindowReading(tuple(self.judge(w, *span) for span in w.sentences)) for w in windows]

    def judge(self, window: ReaderWindow, start: int, end: int) -> SentenceReading:
        place = window.text.find(self.keyword, start, end)
        if place < 0:
            return SentenceReading(-5, None, 0)
        return SentenceReading(5, (place, place + len(self.keyword)), self.sure)


def weigh(names: Sequence[str], **weights: float) -> tuple[float, ...]:
    return tuple(weights.get(name, 0.0) for name in names)


FUSION = Fusion(
    light=weigh(FEATURES, dense=1.0),
    full=weigh(READ_FEATURES, reader=1.0, dense=0.1, unread=-3.0),
    confidence=weigh(CONFIDENCE_FEATURES, reader=1.0),
    confidence_bias=0.0,
)


def make_candidates(*dense: float) -> list[Candidate]:
    article = Article("pond", "The pond", TEXT)
    sentences = split_sentences(TEXT, article_id="pond")
    stored = StoredArticle(article, article.version, tuple((s.start, s.end) for s in sentences))
    return [Candidate(stored, stored.sentences[i], score, None, score) for i, score in enumerate(dense)]


class ToyChecker:
    """Supports a claim by as much as it is told."""

    name = "toy"

    def __init__(self, odds: float = 2.0) -> None:
        self.odds, self.shown = odds, list[tuple[str, str]]()

    def check(self, claims: Sequence[str], evidence: Sequence[str]) -> list[float]:
        self.shown += zip(claims, evidence, strict=True)
        return [self.odds] * len(claims)


class ToyGate(Gate):
    """Finds each sentence as likely to support a claim as it is told, and "No" as unlikely as that."""

    def __init__(self, odds: Sequence[float] = (0.0,)) -> None:
        self.odds = odds

    def judge_texts(self, claims: Sequence[str], texts: Sequence[str]) -> NDArray[np.float64]:
        said = [
            -odds if claim.endswith(" No.") else odds for claim, odds in zip(claims, cycle(self.odds), strict=False)
        ]
        return np.array([[odds, 0.0] for odds in said]).reshape(-1, 2)


NO_SECOND_LOOK = SecondLook(
    (1.0, 0.0, 0.0, 0.0, 0.0), 0.0, 0.0, weigh(CONFIDENCE, confidence=1.0), 0.0
)  # changes neither order nor confidence
HEADLINE = Headline(weigh(PHRASE_FEATURES, support=1.0), 0.0, floor=0.5)


def ask(
    reader: KeywordReader,
    candidates: Sequence[Candidate],
    windows: int = 8,
    *,
    question: str = "What do they eat?",
    headline: Headline = HEADLINE,
    second: SecondLook = NO_SECOND_LOOK,
    large_reader: KeywordReader | None = None,
    careful: bool = True,
    fusion: Fusion = FUSION,
    checker: ToyChecker | None = None,
    gate: Gate | None = None,
) -> Reading:
    checker = checker or ToyChecker()
    return read(
        question,
        candidates,
        reader=reader,
        large_reader=(large_reader or reader) if careful else None,
        fusion=fusion,
        second=second,
        headline=headline,
        checker=checker,
        gate=gate or ToyGate(),
        stem_words=lambda text: tuple(text.lower().split()),
        word_weights={"eat": 2.0},
        windows=windows,
        lead_from=0.5,
        perhaps_from=0.1,
    )


def test_the_sentence_that_the_reader_prefers_comes_first() -> None:
    reading = ask(KeywordReader("eat"), make_candidates(0.9, 0.1, 0.2))
    assert [piece.sentence.index for piece in reading.evidence] == [1, 0, 2]
    assert reading.confidence == pytest.approx(1 / (1 + 2.718281828**-5))


def test_scores_are_chances_that_sum_to_the_confidence() -> None:
    reading = ask(KeywordReader("eat"), make_candidates(0.9, 0.1, 0.2))
    assert sum(piece.score for piece in reading.evidence) == pytest.approx(reading.confidence)


def test_the_phrase_is_a_place_in_the_article() -> None:
    span = ask(KeywordReader("40 frogs"), make_candidates(0.1, 0.1, 0.1, 0.9)).evidence[0].span
    assert span is not None
    assert TEXT[slice(*span)] == "40 frogs"


def test_a_phrase_that_is_not_sure_is_not_shown() -> None:
    assert ask(KeywordReader("40 frogs", sure=0.3), make_candidates(0.1, 0.1, 0.1, 0.9)).evidence[0].span is None


def test_no_more_windows_are_read_than_allowed() -> None:
    reader = KeywordReader("eat")
    long_text = " ".join(f"{'Word ' * 60}number {i} stands here." for i in range(6))
    article = Article("long", "Long", long_text)
    sentences = split_sentences(long_text, article_id="long")
    stored = StoredArticle(article, article.version, tuple((s.start, s.end) for s in sentences))
    candidates = [Candidate(stored, s, 0.5, None, 0.5) for s in stored.sentences]
    reading = ask(reader, candidates, windows=2)
    assert len(reader.shown) == 2
    assert len(reading.evidence) == 6, "what was not read is ranked, too"


def test_without_candidates_nothing_is_read() -> None:
    assert ask(KeywordReader("eat"), []) == Reading((), 0.0)


def test_a_phrase_becomes_the_headline_where_the_checker_supports_it() -> None:
    candidates = make_candidates(0.1, 0.1, 0.1, 0.9)
    checker = ToyChecker(2.0)
    lead = ask(KeywordReader("40 frogs"), candidates, question="How many frogs?", checker=checker).lead
    assert lead is not None
    assert TEXT[slice(*lead.span)] == "40 frogs"
    assert lead.sentence == candidates[3].sentence
    ((claim, evidence),) = checker.shown
    assert claim == "How many frogs? 40 frogs."
    assert "It has 40 frogs." in evidence
    assert ask(KeywordReader("40 frogs"), candidates, question="How many frogs?", checker=ToyChecker(-2.0)).lead is None


def test_a_phrase_of_another_kind_is_no_headline() -> None:
    candidates = make_candidates(0.1, 0.1, 0.1, 0.9)
    assert ask(KeywordReader("frogs."), candidates, question="When did it freeze?").lead is None


def test_no_headline_is_looked_for_where_the_question_is_not_answered() -> None:
    checker = ToyChecker()
    reading = ask(KeywordReader("fox"), make_candidates(0.9, 0.1), checker=checker)
    assert reading.confidence < 0.5
    assert reading.lead is None
    assert checker.shown == []


def test_a_copy_of_the_best_sentence_in_another_article_does_not_lower_the_confidence() -> None:
    fusion = Fusion(
        light=weigh(FEATURES, dense=1.0),
        full=weigh(READ_FEATURES, reader=1.0),
        confidence=weigh(CONFIDENCE_FEATURES, margin=0.1, reader_total=-0.1),
        confidence_bias=0.0,
    )
    article = Article("copy", "The pond again", TEXT)
    candidates = make_candidates(0.9, 0.1, 0.2)
    stored = StoredArticle(article, article.version, candidates[0].stored.offsets)
    copy = Candidate(stored, stored.sentences[1], 0.1, None, 0.1)

    def find_confidence(*shown: Candidate) -> float:
        return ask(KeywordReader("eat"), shown, fusion=fusion).confidence

    assert find_confidence(*candidates, copy) == pytest.approx(find_confidence(*candidates))


def test_a_yes_no_question_gets_a_word_where_the_sentence_says_so() -> None:
    reading = ask(KeywordReader("eat"), make_candidates(0.1, 0.9), question="Do they eat frogs?", gate=ToyGate([4.0]))
    assert reading.lead is not None
    assert (reading.lead.word, reading.lead.span, reading.lead.sentence.index) == ("Yes", None, 1)
    unsure = ask(KeywordReader("eat"), make_candidates(0.1, 0.9), question="Do they eat frogs?", gate=ToyGate([0.0]))
    assert unsure.lead is None


def test_a_sentence_whose_phrase_is_not_supported_moves_down() -> None:
    trusting = replace(NO_SECOND_LOOK, support=3.0)
    first = [
        ask(KeywordReader("frogs"), make_candidates(0.9, 0.1, 0.2), second=trusting, checker=ToyChecker(odds)).evidence[
            0
        ]
        for odds in (2.0, -6.0)
    ]
    assert [piece.sentence.index for piece in first] == [1, 0]


def test_the_confidence_follows_the_support_of_the_best_phrase() -> None:
    careful = replace(NO_SECOND_LOOK, confidence=weigh(CONFIDENCE, confidence=1.0, support=0.5))
    asked = [
        ask(KeywordReader("frogs"), make_candidates(0.9, 0.1, 0.2), second=careful, checker=ToyChecker(odds)).confidence
        for odds in (-3.0, 0.0, 3.0)
    ]
    assert asked == sorted(asked)
    assert asked[0] < asked[1] < asked[2]


def test_the_large_reader_reads_the_best_again_and_its_phrase_counts() -> None:
    trusting = replace(NO_SECOND_LOOK, order=(1.0, 2.0, 0.0, 0.0, 0.0))
    large = KeywordReader("January")
    candidates = make_candidates(0.9, 0.1, 0.8)
    first = [
        ask(KeywordReader("March"), candidates, large_reader=one, second=trusting).evidence[0]
        for one in (KeywordReader("March"), large)
    ]
    assert [piece.sentence.index for piece in first] == [0, 2]
    assert [TEXT[slice(*piece.span)] for piece in first if piece.span] == ["March", "January"]
    assert 0 < len(large.shown) <= READ_AGAIN


def test_what_is_not_careful_takes_no_second_look() -> None:
    checker = ToyChecker()
    reading = ask(KeywordReader("frogs"), make_candidates(0.9, 0.1, 0.2), checker=checker, careful=False)
    assert (reading.lead, checker.shown) == (None, [])


def test_a_phrase_that_the_checker_rather_doubts_is_no_headline() -> None:
    eager = Headline(weigh(PHRASE_FEATURES), 3.0, floor=0.5)
    leads = [
        ask(KeywordReader("frogs"), make_candidates(0.9, 0.1, 0.2), headline=eager, checker=ToyChecker(odds)).lead
        for odds in (0.5, -0.5)
    ]
    assert [lead is not None for lead in leads] == [True, False]


def test_who_asks_fast_has_no_more_than_eight_windows_read() -> None:
    counts = [load_settings(reader=reader, read_windows=12).count_windows() for reader in ("careful", "fast")]
    assert counts == [12, 8]
    assert load_settings(reader="fast", read_windows=4).count_windows() == 4


def test_a_sentence_of_another_version_is_neither_the_headline_nor_sure() -> None:
    candidates = make_candidates(0.9, 0.1)
    stored = replace(candidates[0].stored, article=replace(candidates[0].stored.article, title="Heron 2.1"))
    candidates = [replace(one, stored=stored) for one in candidates]
    asked = {number: f"What do they eat in Heron {number}?" for number in ("2.1", "2.2")}
    said = {number: ask(KeywordReader("frogs"), candidates, question=asked[number]) for number in asked}
    assert said["2.1"].lead
    assert said["2.2"].lead is None
    assert said["2.1"].confidence > 0.5 > said["2.2"].confidence
