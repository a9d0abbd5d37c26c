"""Which of several answers is the latest, for a question about now: the newest first among those of like strength."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from qa.chat.replies import say_scope
from qa.english.offices import tells_of_an_end
from qa.english.quantities import find_quantities
from qa.english.stems import list_content_stems
from qa.english.words import list_content_words
from qa.reading.read import Reading
from qa.records import Evidence

NEARLY = 0.75  # of the confidence that all articles answer, from which the newest alone may
STRONG = 0.5  # chance by its own reading from which a sentence answers, however much better another one does
READ, DAYS = 10, 3  # best sentences among which the newest are looked for, and how many days of them are read
SHARED = 0.5  # of a question's words, from which on a sentence with a figure of the same unit may be its later one


def put_newest_first(
    question: str, reading: Reading, read_day: Callable[[str], Reading], *, floor: float
) -> tuple[Reading, Mapping[str, str]]:
    """Return what the newest articles say, and the words that say so; ``read_day`` reads the articles of a day alone.

    The newest day is taken on which an article answers by itself about as surely as all articles do, or by a sentence
    that answers by its own reading. Where nothing of that day reaches the ``floor``, its sentence stands before those
    that surpass it, unless it says the same as the headline; so does a later figure of what was asked. Who leaves an
    office is no headline for who holds it.
    """
    if reading.confidence < floor:
        return reading, {}
    best = reading.evidence[0]
    span = best.span or (reading.lead.span if reading.lead and reading.lead.sentence == best.sentence else None)
    phrase = best.stored.article.text[slice(*span)] if span else ""
    told = [one for one in reading.evidence[:READ] if one.stored.article.day]
    for day in sorted({one.stored.article.day for one in told}, reverse=True)[:DAYS]:
        of_day = [one for one in told if one.stored.article.day == day]
        newest = read_day(day)
        strong = [one for one in of_day if one.own_score >= STRONG]
        if newest.confidence >= floor and (strong or newest.confidence >= NEARLY * reading.confidence):
            return _drop_ended(question, newest), say_scope("newest_answer", since=day)
        later = [one for one in of_day if best.stored.article.day < day and _is_later_figure(question, phrase, one)]
        first = next((one for one in strong or later if one != best and not _agrees(reading, one)), None)
        if first:
            rest = [one for one in reading.evidence if one != first]
            evidence = (replace(first, score=best.score), *rest)
            return replace(reading, evidence=evidence, lead=None), say_scope("newest_first")
    return _drop_ended(question, reading), {}


def _is_later_figure(question: str, phrase: str, other: Evidence) -> bool:
    """Say whether a sentence has a figure of the unit of the phrase that answers, and is about what was asked."""
    units = _list_units(phrase)
    asked = list_content_stems(question)
    title = other.stored.article.title
    told = list_content_stems(f"{title} {other.text}")
    return bool(units and units & _list_units(other.text)) and len(asked & told) >= SHARED * len(asked)


def _list_units(text: str) -> set[str]:
    return {one.unit for one in find_quantities(text) if one.unit != "date"}


def _agrees(reading: Reading, newest: Evidence) -> bool:
    """Say whether the newest sentence has the words of the headline."""
    lead = reading.lead
    source = next((one for one in reading.evidence if lead and one.sentence == lead.sentence), None)
    if lead is None or lead.span is None or source is None:
        return False
    told = set(list_content_words(source.stored.article.text[slice(*lead.span)]))
    return bool(told) and told <= set(list_content_words(newest.text))


def _drop_ended(question: str, reading: Reading) -> Reading:
    lead = reading.lead if question.lower().startswith("who") else None
    source = next((one.text for one in reading.evidence if lead and one.sentence == lead.sentence), "")
    return replace(reading, lead=None) if lead and tells_of_an_end(source) else reading
