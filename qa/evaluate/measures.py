"""The measures: what each counts, and over which questions.

A cited or ranked sentence is *right* when it overlaps a gold span by more than half of the shorter of the two. The gold
spans of a question are those of its evidence and of all its alternative evidence sets.

Every question measure is the plain mean of its values in the rows: a row holds a value exactly for the measures that
its question counts in. The remaining figures (``auroc``, ``p50_ms``, ``p95_ms``) are computed over all rows at once.

A question whose answering raised counts in every measure that it could have counted in, with the worst value: 0 in
``hit@1``, ``hit@5``, ``mrr``, the citation measures, ``answer_match``, the two of coverage, ``lead_shown`` and
``refusal_recall``; in ``auroc`` it loses every comparison. It has no quotes, no headline and no time, and it is not a
refusal, so that it does not count in ``exact_offsets``, ``lead_right``, ``lead_wrong``, ``p50_ms``, ``p95_ms`` and
``refusal_precision``.
"""

from __future__ import annotations

import math
import re
import string
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from qa.evaluate.questions import Question, Span
from qa.evaluate.rows import RANKED_SENTENCES, Result, Score


@dataclass(frozen=True, slots=True)
class Measure:
    """A measure as it is shown: what it says in one line, and which way is better."""

    name: str
    says: str
    better: Literal["higher", "lower"] = "higher"
    unit: Literal["share", "ms"] = "share"


MEASURES = (
    Measure("lead_wrong", "headlines that do not answer (answerable or not)", better="lower"),
    Measure("lead_right", "headlines that are a gold answer (answerable or not)"),
    Measure("lead_shown", "questions with a short gold answer that got a headline"),
    Measure("hit@1", "the best-ranked sentence is right (answerable questions with evidence)"),
    Measure("hit@5", "one of the five best-ranked sentences is right (answerable questions with evidence)"),
    Measure("mrr", "1 / rank of the first right sentence, 0 beyond rank 10 (answerable questions with evidence)"),
    Measure("citation_precision", "cited sentences that are right (answered questions with evidence)"),
    Measure("citation_recall", "gold spans that a citation covers (answered questions with evidence)"),
    Measure("citation_f1", "harmonic mean of the two, for each question (answered questions with evidence)"),
    Measure("answer_match", "a gold answer stands in the answer's text (answerable questions with gold answers)"),
    Measure("coverage", "answerable questions that were answered"),
    Measure("coverage_perhaps", "answerable questions that were answered, or shown the sentence that perhaps answers"),
    Measure("refusal_precision", "refused questions that are unanswerable"),
    Measure("refusal_recall", "unanswerable questions that were not answered"),
    Measure("auroc", "an answerable question is given more confidence than an unanswerable one"),
    Measure("exact_offsets", "quotes that equal the slice of their article: must be 1"),
    Measure("p50_ms", "half of the questions were answered within this time", better="lower", unit="ms"),
    Measure("p95_ms", "95 of 100 questions were answered within this time", better="lower", unit="ms"),
)
QUESTION_MEASURES = tuple(m.name for m in MEASURES if m.name not in ("auroc", "p50_ms", "p95_ms"))
"""The measures that are a mean over rows."""


# what is right


def is_right(span: Span, gold: Span) -> bool:
    """Say whether two places overlap by more than half of the shorter one; exactly half is not enough."""
    if span.article_id != gold.article_id:
        return False
    overlap = min(span.end, gold.end) - max(span.start, gold.start)
    return 2 * overlap > min(span.end - span.start, gold.end - gold.start)


def find_right(spans: Iterable[Span], gold: Sequence[Span]) -> tuple[bool, ...]:
    """Return, for each place, whether it is right for any of the gold spans."""
    return tuple(any(is_right(span, one) for one in gold) for span in spans)


# ranked sentences


def measure_ranking(right: Sequence[bool]) -> Mapping[str, float]:
    """Return ``hit@1``, ``hit@5`` and ``mrr`` of one ranking, given which of its sentences are right, best first.

    They are Success@1, Success@5 and RR@10 of ir-measures, as a test checks; that package would bring 144 MB along.
    They do not count how many sentences are right after the first, nor any sentence after the tenth.
    """
    first = next((rank for rank, one in enumerate(right[:RANKED_SENTENCES], start=1) if one), None)
    if first is None:
        return {"hit@1": 0.0, "hit@5": 0.0, "mrr": 0.0}
    return {"hit@1": float(first == 1), "hit@5": float(first <= 5), "mrr": 1 / first}


# citations


def citation_precision(cited: Sequence[Span], gold: Sequence[Span]) -> float:
    """Return the share of citations that are right; 0 without citations. Does not count gold spans left uncited."""
    return sum(find_right(cited, gold)) / len(cited) if cited else 0.0


def citation_recall(cited: Sequence[Span], gold_sets: Sequence[Sequence[Span]]) -> float:
    """Return the share of gold spans for which a citation is right, in the evidence set where that share is highest.

    Does not count citations that are wrong.
    """
    return max(sum(any(is_right(span, one) for span in cited) for one in gold) / len(gold) for gold in gold_sets)


def citation_f1(precision: float, recall: float) -> float:
    """Return the harmonic mean of one question's citation precision and recall; 0 when both are 0."""
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


# the answer's text


_PUNCTUATION = str.maketrans("", "", string.punctuation)
_ARTICLES = re.compile(r"\b(a|an|the)\b")


def normalize(text: str) -> str:
    """Return a text as SQuAD compares answers: lower case, no ASCII punctuation, no a, an or the, single spaces."""
    return " ".join(_ARTICLES.sub(" ", text.lower().translate(_PUNCTUATION)).split())


def answer_match(text: str, answers: Iterable[str]) -> float:
    """Return 1 when a gold answer, normalised, occurs in the normalised text, else 0.

    Does not count what else the text says, so that a long answer matches more easily, nor whether the match is a whole
    word: ``4`` occurs in ``1946``.
    """
    said = normalize(text)
    return float(any(wanted and wanted in said for wanted in map(normalize, answers)))


# the headline


LEAD_F1 = 0.5
"""A headline that shares less with every gold answer, and holds none, is wrong."""


def find_lead(answer: Mapping[str, Any]) -> str:
    """Return the headline of an answer's JSON object, or an empty text."""
    if answer["outcome"] != "answered":
        return ""
    return next((s["text"] for s in answer["statements"] if s.get("kind") == "lead"), "")


def is_lead_right(lead: str, answers: Iterable[str], wrong: Iterable[str] = ()) -> bool:
    """Say whether a headline is a gold answer: it holds one, or shares tokens with one at an F1 of at least .5.

    It is wrong where it names a tempting phrase and no gold answer. Does not count how exact it is beyond that.
    """
    said = normalize(lead)
    gold = [normalize(answer) for answer in answers]
    held = any(_holds(said, answer) for answer in gold)
    if not held and any(_holds(said, normalize(phrase)) for phrase in wrong):
        return False
    return held or any(token_f1(said, answer) >= LEAD_F1 for answer in gold)


def token_f1(said: str, gold: str) -> float:
    """Return the F1 of two normalised texts' words, as SQuAD counts them; 0 when they share none."""
    ours, theirs = said.split(), gold.split()
    common = sum((Counter(ours) & Counter(theirs)).values())
    return 2 * common / (len(ours) + len(theirs)) if common else 0.0


def _holds(text: str, words: str) -> bool:
    return bool(words) and f" {words} " in f" {text} "


def measure_lead(question: Question, answer: Mapping[str, Any]) -> dict[str, float]:
    """Return the values of a question's headline."""
    lead = find_lead(answer)
    if question.answerable and not has_gold_answer(question):
        return {}
    shown = {"lead_shown": float(bool(lead))} if question.answerable else {}
    if not lead:
        return shown
    right = float(question.answerable and is_lead_right(lead, question.answers, question.wrong))
    return shown | {"lead_right": right, "lead_wrong": 1 - right}


# one question


def judge(question: Question, answer: Mapping[str, Any]) -> Result:
    """Return what became of a question that was answered or refused.

    Where no evidence was written down, a matching answer text makes an answer right; without gold answers, any answer
    is. What is only shown as perhaps answering counts as not answered. Does not count how many of the citations are
    right.
    """
    answered = answer["outcome"] == "answered"
    if not question.answerable:
        return "overreached" if answered else "right"
    if not answered:
        return "missed"
    if gold := question.gold_spans:
        right = any(find_right(choose_spans(cited_places(answer), gold), gold))
    elif question.answers:
        right = answer_match(answer["answer"], question.answers) == 1
    else:
        right = True
    return "right" if right else "wrong"


def measure_answer(
    question: Question, answer: Mapping[str, Any], ranked: Sequence[Span], exact: Sequence[bool]
) -> dict[str, float]:
    """Return the values of one question in the measures that it counts in.

    ``answer`` is the answer's JSON object; ``exact`` says of each quote in it whether it equals its article's slice.
    """
    answered = answer["outcome"] == "answered"
    gold = question.gold_spans
    measures: dict[str, float] = {}
    if question.answerable:
        if gold:
            measures |= measure_ranking(find_right(ranked[:RANKED_SENTENCES], gold))
        if gold and answered:
            cited = cited_places(answer)
            precision = citation_precision(choose_spans(cited, gold), gold)
            recall = citation_recall([place for places in cited for place in places], question.gold)
            measures |= {"citation_precision": precision, "citation_recall": recall}
            measures["citation_f1"] = citation_f1(precision, recall)
        if has_gold_answer(question):
            measures["answer_match"] = answer_match(answer["answer"], question.answers)
        measures["coverage"] = float(answered)
        measures["coverage_perhaps"] = float(answer["outcome"] in ("answered", "perhaps"))
    else:
        measures["refusal_recall"] = float(not answered)
    measures |= measure_lead(question, answer)
    if answer["outcome"] not in ("answered", "perhaps", "briefing"):  # which say something
        measures["refusal_precision"] = float(not question.answerable)
    if exact:
        measures["exact_offsets"] = sum(exact) / len(exact)
    return measures


def measure_error(question: Question) -> dict[str, float]:
    """Return the values of a question whose answering raised: 0 in every measure that it could have counted in."""
    if not question.answerable:
        return {"refusal_recall": 0.0}
    names = ["coverage", "coverage_perhaps"]
    if question.gold_spans:
        names += ["hit@1", "hit@5", "mrr", "citation_precision", "citation_recall", "citation_f1"]
    if has_gold_answer(question):
        names += ["answer_match", "lead_shown"]
    return {name: 0.0 for name in QUESTION_MEASURES if name in names}


def has_gold_answer(question: Question) -> bool:
    """Say whether there is a gold answer that holds more than punctuation and articles."""
    return any(normalize(answer) for answer in question.answers)


def cited_places(answer: Mapping[str, Any]) -> tuple[tuple[Span, ...], ...]:
    """Return for each citation of an answer all places where its sentence stands."""
    return tuple(
        tuple(Span(place["article_id"], place["start"], place["end"]) for place in (cited, *cited.get("also_in", ())))
        for cited in answer["citations"]
    )


def choose_spans(cited: Iterable[Sequence[Span]], gold: Sequence[Span]) -> tuple[Span, ...]:
    """Return one place of each sentence: one where it is right, for a copy is as good, else its own."""
    return tuple(next((one for one in places if any(find_right([one], gold))), places[0]) for places in cited)


# all rows


def summarize(scores: Sequence[Score]) -> dict[str, float | None]:
    """Return every measure over the rows, None where no question counts in it."""
    summary: dict[str, float | None] = {m.name: None for m in MEASURES}
    for name in QUESTION_MEASURES:
        values = [score.measures[name] for score in scores if name in score.measures]
        if values:
            summary[name] = math.fsum(values) / len(values)
    summary["auroc"] = auroc(*split_confidences(scores))
    times = [score.seconds * 1000 for score in scores if score.seconds is not None]
    if times:
        summary["p50_ms"], summary["p95_ms"] = (float(value) for value in np.percentile(times, [50, 95]))
    return summary


def count_questions(scores: Sequence[Score]) -> dict[str, int]:
    """Return how many questions count in each measure."""
    counts = {name: sum(name in score.measures for score in scores) for name in QUESTION_MEASURES}
    timed = sum(score.seconds is not None for score in scores)
    both = len({score.answerable for score in scores}) == 2
    return counts | {"auroc": len(scores) if both else 0, "p50_ms": timed, "p95_ms": timed}


def split_confidences(scores: Iterable[Score]) -> tuple[list[float], list[float]]:
    """Return the confidences of the answerable and of the unanswerable questions.

    A question whose answering raised is below all others when it is answerable, above all when not.
    """
    answerable: list[float] = []
    unanswerable: list[float] = []
    for score in scores:
        if score.answerable:
            answerable.append(-math.inf if score.confidence is None else score.confidence)
        else:
            unanswerable.append(math.inf if score.confidence is None else score.confidence)
    return answerable, unanswerable


def auroc(answerable: Sequence[float], unanswerable: Sequence[float]) -> float | None:
    """Return the share of (answerable, unanswerable) pairs in which the answerable question has more confidence.

    Equal confidences count as half. None when there is no pair. Does not count where the confidences lie, only how they
    are ordered.
    """
    if not answerable or not unanswerable:
        return None
    others = np.sort(np.asarray(unanswerable))
    below = np.searchsorted(others, answerable, side="left")
    not_above = np.searchsorted(others, answerable, side="right")
    return float((below + not_above).sum() / (2 * len(answerable) * len(unanswerable)))
