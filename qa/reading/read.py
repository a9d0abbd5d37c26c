"""Read the candidates: which sentences answer the question, by which phrase, and how sure that is.

A cascade. Cheap signals order all candidates, the reader reads short windows of text around the best of them, and the
learned fusion of `qa.reading.fusion` orders them anew and says how likely it is that anything answers. A second look
(`qa.reading.second`) reads the best windows again with a larger network and has the phrases that the best sentences
offer checked. What it finds right may be the headline.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from qa.check import Gate
from qa.copies import says_the_same
from qa.english.questions import Asked, read_asked
from qa.english.words import QUESTION_WORDS
from qa.models.checker import Checker
from qa.models.reader import Reader, SentenceReading
from qa.reading.editions import find_other_editions
from qa.reading.features import CandidateFacts, describe_candidates
from qa.reading.fusion import Fusion
from qa.reading.headline import Headline, Known, Offer, describe_offers, offer_phrase, tells_what_may_be
from qa.reading.holders import favour_holders
from qa.reading.leads import Lead, lead_by_description, lead_by_phrase, lead_by_verdict
from qa.reading.overruled import put_changes_first
from qa.reading.phrases import holds_kind
from qa.reading.pins import Pins, date_title, read_pins
from qa.reading.rivals import lacks_a_name
from qa.reading.rows import find_other_rows
from qa.reading.second import SecondLook
from qa.reading.subsets import tells_of_a_part
from qa.reading.versions import tells_of_another
from qa.reading.windows import cut_windows, open_window, quote_window, read_window
from qa.records import Evidence, Place, Sentence
from qa.retrieve import Candidate

Stem = Callable[[str], tuple[str, ...]]

PHRASE_FLOOR = 0.5  # below, the reader's phrase is wrong more often than right
READ_AGAIN = 4  # windows that the large reader reads
OFFERING = 3  # best sentences that offer a phrase for the headline
DESCRIBING = 8  # best sentences that may say who or what somebody or something is
DESCRIBED = 0.5  # least confidence where one of them does: of some hundred that were read, most answered
LEAST_LOOKED = 0.1  # confidence; below, no second look is worth its time
LEAST_OFFER = -3.0  # the reader's score of a sentence that may offer one
LEAST_TOLD = -1.0  # the same of one that may say yes or no
LEAST_RULED = -2.0  # below, the reader finds by itself that a sentence does not answer
TOPIC_WORDS = 3  # of what names a topic and asks nothing: "vpn access"
_ASKING_WORDS = 2  # of a phrase such as "how many"
CODES_BEFORE = 2  # sentences in which the code that is asked for may stand: "P3 is full. Use P4."
RULED_OUT = -6.0  # the score of a sentence without anything of the kind that is asked for


@dataclass(frozen=True, slots=True)
class Reading:
    """Evidence, best first, and the confidence (0 to 1) that the question is answered.

    A piece's score is the probability that it is the sentence that answers. ``lead`` is the phrase that has earned to
    be the headline, None where none has.
    """

    evidence: tuple[Evidence, ...]
    confidence: float
    lead: Lead | None = None


@dataclass(frozen=True, slots=True)
class _Read:
    """What the reader says of one sentence, and where in the article the text that it read begins."""

    reading: SentenceReading
    base: int


def read(
    question: str,
    candidates: Sequence[Candidate],
    *,
    reader: Reader,
    large_reader: Reader | None,
    fusion: Fusion,
    second: SecondLook,
    headline: Headline,
    checker: Checker,
    gate: Gate,
    stem_words: Stem,
    word_weights: Mapping[str, float],
    windows: int,
    lead_from: float,
    perhaps_from: float,
) -> Reading:
    """Return the candidates as evidence; ``windows`` is how many windows the reader may read.

    ``word_weights`` holds the weight of each stem of the question: the rarer the word, the higher. A headline is looked
    for where the confidence is at least ``lead_from``; from ``perhaps_from`` on, the best sentence is shown. Without a
    ``large_reader`` there is no second look and none.
    """
    if not candidates:
        return Reading((), 0.0)
    if not word_weights:  # nothing but punctuation was asked
        return Reading(tuple(Evidence(one.stored, one.sentence, 0.0, copies=one.copies) for one in candidates), 0.0)
    asked, pins = read_asked(question), read_pins(question)
    facts = [_state_facts(candidate, pins, stem_words) for candidate in candidates]
    features = describe_candidates(question, stem_words(question), word_weights, facts)
    light = favour_holders(question, candidates, fusion.score_lightly(features))
    others = find_other_rows(question, candidates) | find_other_editions(question, pins, candidates)
    readings = _read_best(question, asked, pins, candidates, others, light, reader, windows)
    judged = [one.reading if one else None for one in readings]
    scores = fusion.score(features, judged)
    alone = _leave_copies_out(candidates, scores)
    confidence = fusion.find_confidence(features[alone], [judged[i] for i in alone], scores[alone])
    known: dict[int, Known] = {}
    if large_reader and confidence >= LEAST_LOOKED:
        again = _read_best(question, asked, pins, candidates, others, scores, large_reader, READ_AGAIN)
        judged = [one.reading if one else None for one in again]
        scores = second.score_anew(scores, judged)
        readings = [new or old for new, old in zip(again, readings, strict=True)]
        tried = _find_best(scores, OFFERING)
        known = _check_offers(question, asked, pins, {i: (candidates[i], readings[i]) for i in tried}, checker)
        support = {place: one.support for place, one in known.items()}
        second.order_checked(scores, tried, support)
        best = int(np.argmax(scores))
        confidence = second.find_confidence(confidence, judged, best, support.get(best))
    ranked = _find_best(scores, DESCRIBING)
    first = candidates[ranked[0]]
    whole = f"{first.stored.article.title} {first.stored.article.text}"
    # not about whom the question names, of another version, or only what may be: perhaps, no more
    is_another = lacks_a_name(pins, whole) or any(tells_of_another(one, whole, "") for one in pins.versions)
    is_another = is_another or _is_of_another_version(pins, first)
    if is_another or _tells_what_may_be(asked, pins, first, readings[ranked[0]]):
        confidence = min(confidence, lead_from - 0.01)
    if len(word_weights) <= TOPIC_WORDS and not set(question.lower().split()) & QUESTION_WORDS:
        told = stem_words(f"{first.section} {first.text}")
        confidence = max(confidence, perhaps_from if word_weights.keys() <= set(told) else 0.0)
    lead = None
    if large_reader and asked.kind == "description":
        lead = lead_by_description(question, asked, pins, [candidates[i] for i in ranked], checker)
        confidence = max(confidence, DESCRIBED) if lead else confidence
    if confidence >= lead_from and not lead:
        if large_reader and asked.kind == "yes_no":
            says = [i for i in ranked[:OFFERING] if (one := readings[i]) and one.reading.score >= LEAST_TOLD]
            lead, tells = lead_by_verdict(question, [candidates[i] for i in says], gate)
            confidence = confidence if tells else min(confidence, lead_from - 0.01)
        else:
            offers = [(candidates[i], replace(one, score=float(scores[i]))) for i, one in known.items()]
            rows = describe_offers(question, asked, float(scores.max()), confidence, [offer for _, offer in offers])
            chosen = headline.choose(rows)
            lead = lead_by_phrase(*offers[chosen]) if chosen >= 0 else None
    weighed = _weigh_evidence(candidates, readings, confidence * _softmax(scores))
    evidence, lead = put_changes_first(question, pins, weighed, lead)
    return Reading(tuple(evidence), confidence, lead)


def _find_best(scores: NDArray[np.float64], most: int) -> list[int]:
    """Return the places of the highest scores, best first."""
    return [int(place) for place in np.argsort(-scores, kind="stable")[:most]]


def _weigh_evidence(
    candidates: Sequence[Candidate], readings: Sequence[_Read | None], chances: NDArray[np.float64]
) -> list[Evidence]:
    """Return the candidates as evidence, best first; a chance is the probability that the sentence answers."""
    evidence = [
        Evidence(
            one.stored,
            one.sentence,
            float(chance),
            _mark(one, _find_span(read)),
            read.reading.chance if read else 0.0,
            one.copies,
        )
        for one, read, chance in zip(candidates, readings, chances, strict=True)
    ]
    return sorted(evidence, key=lambda piece: (-piece.score, piece.sentence.article_id, piece.sentence.index))


def _leave_copies_out(candidates: Sequence[Candidate], scores: NDArray[np.float64]) -> list[int]:
    """Return the places of the candidates without those that say the same as the best one in another article.

    A wire story that another paper has edited is no rival of itself.
    """
    best = candidates[int(np.argmax(scores))]
    text, article_id = best.text, best.sentence.article_id
    return [
        i
        for i, one in enumerate(candidates)
        if one.sentence.article_id == article_id or not says_the_same(text, one.text)
    ]


def _rule_out(
    question: str, asked: Asked, pins: Pins, candidate: Candidate, read: _Read | None, *, is_other: bool
) -> _Read | None:
    """Return what the reader says of a sentence; one without a time for "when" is no answer.

    Nor is one of a part of what is asked for, of another version, or of another row or edition (``is_other``).
    """
    if read is None or read.reading.score < LEAST_RULED:
        return read
    is_part = tells_of_a_part(question, asked, pins, candidate.text)
    if holds_kind(asked, candidate.text) and not (is_other or is_part or _is_of_another_version(pins, candidate)):
        return read
    return replace(read, reading=replace(read.reading, score=RULED_OUT, phrase=None))


def _is_of_another_version(pins: Pins, candidate: Candidate) -> bool:
    if not pins.versions:
        return False
    title = candidate.stored.article.title
    around = " ".join([title, *candidate.stored.quote_before(candidate.sentence.index, CODES_BEFORE)])
    return any(tells_of_another(one, candidate.text, around if one.is_code else title) for one in pins.versions)


def _tells_what_may_be(asked: Asked, pins: Pins, candidate: Candidate, read: _Read | None) -> bool:
    span = _place_phrase(read, candidate.sentence) if read else None
    around = candidate.stored.quote_beside(candidate.sentence.index)
    return span is not None and tells_what_may_be(asked, pins, candidate.text, span, around=around)


def _check_offers(
    question: str, asked: Asked, pins: Pins, tried: Mapping[int, tuple[Candidate, _Read | None]], checker: Checker
) -> dict[int, Known]:
    """Return what is known of the phrases that the best sentences offer, by the place of the sentence."""
    offers = {place: (*one, offer) for place, one in tried.items() if (offer := _offer(question, asked, pins, *one))}
    claims = [f"{question.strip()} {offer.text}." for _, _, offer in offers.values()]
    shown = [read_window(one.stored, one.sentence.index, pins) for one, _, _ in offers.values()]
    support = checker.check(claims, shown)
    return {
        place: Known(offer, 0.0, read.reading.score, read.reading.phrase_probability, odds)
        for (place, (_, read, offer)), odds in zip(offers.items(), support, strict=True)
        if read
    }


def _offer(question: str, asked: Asked, pins: Pins, candidate: Candidate, read: _Read | None) -> Offer | None:
    if read is None or read.reading.score < LEAST_OFFER:
        return None
    span = _place_phrase(read, candidate.sentence)
    if span is None:
        return None
    text = candidate.stored.quote(candidate.sentence)
    return offer_phrase(
        question, asked, pins, text, span, around=candidate.stored.quote_beside(candidate.sentence.index)
    )


def _place_phrase(read: _Read, sentence: Sentence) -> tuple[int, int] | None:
    """Return the reader's phrase as a place in its sentence."""
    phrase = read.reading.phrase
    return phrase and (read.base + phrase[0] - sentence.start, read.base + phrase[1] - sentence.start)


def _state_facts(candidate: Candidate, pins: Pins, stem_words: Stem) -> CandidateFacts:
    stored, sentence = candidate.stored, candidate.sentence
    index, title = sentence.index, stored.article.title
    if pins.times:
        title = date_title(pins, stored.article, quote_window(stored, index))
    quote = candidate.text
    near = [*stored.quote_before(index, 1), *stored.quote_after(index, 1)]
    return CandidateFacts(
        article=stored.article.id,
        index=index,
        text=quote,
        dense=candidate.dense,
        lexical=candidate.lexical,
        stems=stem_words(quote),
        near_stems=frozenset().union(*map(stem_words, near)),
        title_stems=frozenset(stem_words(f"{title} {candidate.section}")),
        copies=tuple([(copy.sentence.article_id, copy.sentence.index) for copy in candidate.copies]),
    )


def _read_best(
    question: str,
    asked: Asked,
    pins: Pins,
    candidates: Sequence[Candidate],
    others: Collection[int],
    scores: NDArray[np.float64],
    reader: Reader,
    windows: int,
) -> list[_Read | None]:
    """Return what a reader says of each candidate, None of those outside the windows around the best.

    ``others`` are the places of rows that are not asked for.
    """
    ranked = [candidates[i] for i in np.argsort(-scores, kind="stable")]
    found = _read_around(question, pins, ranked, reader, windows)
    return [
        _rule_out(question, asked, pins, candidate, found.get(_place(candidate)), is_other=place in others)
        for place, candidate in enumerate(candidates)
    ]


def _read_around(
    question: str, pins: Pins, ranked: Sequence[Candidate], reader: Reader, windows: int
) -> dict[Place, _Read]:
    """Return what the reader says of the sentences around the best candidates; the better word where it read twice."""
    stored = {c.sentence.article_id: c.stored for c in ranked}
    spans = {article_id: one.offsets for article_id, one in stored.items()}
    cut = cut_windows([_place(c) for c in ranked], spans, most=windows)
    shown = [open_window(stored[article_id], run, pins) for article_id, run in cut]
    found: dict[Place, _Read] = {}
    for (article_id, run), said in zip(cut, reader.read(question, shown), strict=True):
        base = stored[article_id].offsets[run.start][0]
        for index, reading in zip(run, said.sentences, strict=True):
            known = found.get((article_id, index))
            if known is None or reading.score > known.reading.score:
                found[article_id, index] = _Read(reading, base)
    return found


def _find_span(one: _Read | None) -> tuple[int, int] | None:
    """Return the answer phrase's place in the article, where the reader finds that the sentence answers by a phrase."""
    if one is None or one.reading.phrase is None or one.reading.score < 0:
        return None
    if one.reading.phrase_probability < PHRASE_FLOOR:
        return None
    start, end = one.reading.phrase
    return one.base + start, one.base + end


def _mark(one: Candidate, span: tuple[int, int] | None) -> tuple[int, int] | None:
    """Return the phrase that answers, None where it only asks: "How many came is unknown" answers by no phrase."""
    text = one.stored.article.text[slice(*span)] if span else ""
    asks = text.lower().split(" ", 1)[0] in QUESTION_WORDS and len(text.split()) <= _ASKING_WORDS
    return None if asks else span


def _softmax(scores: NDArray[np.float64]) -> NDArray[np.float64]:
    powers: NDArray[np.float64] = np.exp(scores - scores.max())
    powers /= powers.sum()
    return powers


def _place(candidate: Candidate) -> Place:
    return candidate.sentence.article_id, candidate.sentence.index
