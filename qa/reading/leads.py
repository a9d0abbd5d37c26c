"""What may stand above the answer: a phrase of its sentence, a description, or "Yes" or "No"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from qa.check import Gate, Proof
from qa.check.signs import compare_names
from qa.check.text import read_text
from qa.english.descriptions import find_descriptions
from qa.english.questions import Asked
from qa.models.checker import Checker
from qa.reading.headline import Known
from qa.reading.pins import Pins
from qa.reading.windows import read_window
from qa.reading.yes_no import judge_yes_no
from qa.records import Sentence
from qa.retrieve import Candidate

LEAST_DESCRIBED = -1.0  # the checker's log odds that a sentence supports question and description


@dataclass(frozen=True, slots=True)
class Lead:
    """What may stand above the answer: a phrase, as its place in the article of its sentence, or a word of ours.

    ``word`` is "Yes" or "No" where that is what the sentence makes of the question; then it has no phrase.
    """

    sentence: Sentence
    span: tuple[int, int] | None = None
    word: str = ""


def lead_by_phrase(candidate: Candidate, known: Known) -> Lead:
    """Return the phrase that a sentence offers."""
    start, (first, last) = candidate.sentence.start, known.offer.span
    return Lead(candidate.sentence, (start + first, start + last))


def lead_by_verdict(question: str, best: Sequence[Candidate], gate: Gate) -> tuple[Lead | None, bool]:
    """Return "Yes" or "No" with the best sentence that says so, where no other says the contrary.

    Of several the one with most names of the question stands there: it can be read alone. The second value says whether
    the sentences tell anything of what is asked.
    """
    verdicts = judge_yes_no(question, [_prove(one) for one in best], gate) if best else None
    if verdicts is None:
        return None, False
    said = [(one, verdict) for one, verdict in zip(best, verdicts, strict=True) if verdict]
    if not said or len({verdict for _, verdict in said}) > 1:
        return None, True
    claim, nothing = read_text(question), read_text("")
    first, verdict = min(said, key=lambda one: sum(compare_names(claim, read_text(one[0].text), nothing)[:2]))
    return Lead(first.sentence, word=verdict.capitalize()), True


def lead_by_description(
    question: str, asked: Asked, pins: Pins, best: Sequence[Candidate], checker: Checker
) -> Lead | None:
    """Return what the best sentences say that somebody or something is, as the first that says enough says it."""
    found = [
        (candidate, span)
        for candidate in best
        for span in find_descriptions(candidate.stored.quote(candidate.sentence), asked.of)[:1]
    ]
    claims = [f"{question.strip()} {one.stored.quote(one.sentence)[slice(*span)]}." for one, span in found]
    support = checker.check(claims, [read_window(one.stored, one.sentence.index, pins) for one, _ in found])
    for (one, span), odds in zip(found, support, strict=True):
        if odds >= LEAST_DESCRIBED:
            return Lead(one.sentence, (one.sentence.start + span[0], one.sentence.start + span[1]))
    return None


def _prove(candidate: Candidate) -> Proof:
    stored, sentence = candidate.stored, candidate.sentence
    return Proof(stored.quote(sentence), stored.article.title, tuple(stored.quote_before(sentence.index, 1)))
