"""What another article says otherwise of a claim that one article carries: another number, sum, share, time or date."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from qa.answer import make_side
from qa.citing import cite
from qa.conflicts import Side, find_difference
from qa.english.calendar import MONTHS, find_dates
from qa.english.quantities import APPROXIMATE, MONEY, Quantity, agree, find_quantities
from qa.english.questions import AnswerKind, Asked
from qa.english.relations import list_classes
from qa.english.speakers import find_speaker
from qa.english.speech import SAYING
from qa.english.stems import is_plural, stem
from qa.english.words import FUNCTION_WORDS, OPENERS, cut_words
from qa.records import Citation
from qa.retrieve import Candidate

_KINDS: dict[str, AnswerKind] = {"day": "duration", "%": "share", "date": "year", **dict.fromkeys(MONEY, "money")}
MOST_SLOTS = 6  # numbers and dates of a claim that are looked at; one with more is a table
LEAST_SHARED = 0.6  # of a claim's words, as of a question's in qa.conflicts
LEAST_SHARED_OFTEN = 0.8  # what happens every month, and what part of people does, is told in much the same words
_CAPITAL = re.compile(r"\b([A-Z][a-z]+) \Z")  # before a number: "Line 9"
_UNASKED = {"", "part", "metre", "kilogram", "litre", "hectare"}  # of these only a question tells what is measured
_FUNCTION_WORDS_OR_OPENERS = FUNCTION_WORDS | OPENERS


def find_otherwise(claim: str, said: Candidate, others: Sequence[Candidate]) -> tuple[Citation, ...]:
    """Return the sentences of ``others``, which contradict a claim, that tell the very thing of it differently.

    They are of other articles than ``said``, which carries it, and differ from both: each citation's ``phrase`` is what
    stands in the place of the claim's own number or date.
    """
    found: list[Citation] = []
    for other in others:
        if other.stored.article.id != said.stored.article.id and (phrase := _find_phrase(claim, said, other)):
            start = other.sentence.start
            found.append(cite(len(found) + 1, other.stored, other.sentence, (start + phrase[0], start + phrase[1])))
    return tuple(found)


def _find_phrase(claim: str, said: Candidate, other: Candidate) -> tuple[int, int] | None:
    """Return where in the other sentence the thing stands that it tells differently from claim and sentence."""
    there, here = make_side(other.stored, other.sentence), make_side(said.stored, said.sentence)
    if _is_of_another(claim, there.text):
        return None
    for rest, asked in islice(_list_slots(claim), MOST_SLOTS):
        of_day = asked.kind in {"time", "year"}
        least = LEAST_SHARED_OFTEN if of_day or asked.kind == "share" else LEAST_SHARED
        if not _is_about(rest, f"{there.context} {there.text}", least) or (
            of_day and _is_of_another(there.text, claim)
        ):
            continue
        found = [find_difference(rest, [side, there], asked) for side in (Side(claim), here)]
        if found[0] and found[1]:
            start, end = found[0].phrases[1]
            own_start, own_end = found[0].phrases[0]
            known = _is_told(there.text, start, end, by=f"{claim} {here.text}")
            return None if known or _is_told(claim, own_start, own_end, by=there.text) else (start, end)
    return None


def _is_told(text: str, start: int, end: int, *, by: str) -> bool:
    """Say whether the number at this place, or any date beside one, stands in another text, too, whatever it is of."""
    own = [quantity for quantity in find_quantities(text) if start <= quantity.start < end]
    days = find_dates(text) if any(start <= day.start < end for day in find_dates(text)) else ()
    is_day = any(day.may_be(date) for day in days for date in find_dates(by))
    return is_day or any(agree(one, other) for one in own for other in find_quantities(by))


def _is_about(rest: str, text: str, least: float) -> bool:
    """Say whether a text has so many of a claim's words, and its first one where that may be a name."""
    told, here = list_classes(rest), list_classes(text)
    return len(told & here) >= least * len(told) and not _lacks_first(rest, text)


def _lacks_first(rest: str, text: str) -> bool:
    """Say whether a claim begins with what may be a name, and a text has no such word."""
    first = next((word.lower for word in cut_words(rest) if word.is_word), "")
    if first in _FUNCTION_WORDS_OR_OPENERS or is_plural(first) or not first.isalpha():
        return False
    return stem(first) not in {stem(word.lower) for word in cut_words(text)}


def _is_of_another(claim: str, text: str) -> bool:
    """Say whether a sentence has all that a claim tells in figures otherwise, where that is more than one thing."""
    theirs, days = find_quantities(text), find_dates(text)
    same = [any(date.may_be(day) for day in days) for date in find_dates(claim)]
    same += [any(agree(q, one) for one in theirs) for q in _list_numbers(claim)]
    return len(same) > 1 and not any(same)


def _list_slots(claim: str) -> Iterator[tuple[str, Asked]]:
    """Yield a claim without each of its numbers and dates, and what it would then be asked for."""
    for date in find_dates(claim):
        yield _leave_out(claim, date.start, date.end), Asked("time" if date.day or date.month else "year")
    for quantity in _list_numbers(claim):
        if quantity.unit not in _UNASKED:
            yield _leave_out(claim, quantity.start, quantity.end), _ask_for(claim, quantity)


def _list_numbers(text: str) -> list[Quantity]:
    """Return the quantities of a text but for those in a date or a name: "Line 9"."""
    dates = find_dates(text)
    found = (q for q in find_quantities(text) if not any(date.start <= q.start < date.end for date in dates))
    return [quantity for quantity in found if not _is_in_name(text, quantity)]


def _is_in_name(text: str, quantity: Quantity) -> bool:
    before = _CAPITAL.search(text, max(0, quantity.start - 30), quantity.start)
    word = before[1].lower() if before else ""
    return text[quantity.start].isdigit() and bool(word) and word not in APPROXIMATE and word not in MONTHS


def _ask_for(claim: str, quantity: Quantity) -> Asked:
    after = [word.lower for word in cut_words(claim[quantity.end : quantity.end + 30])]
    kind = _KINDS.get(quantity.unit, "count")
    return Asked("age" if kind == "duration" and "old" in after[:2] else kind, quantity.unit)


def _leave_out(claim: str, start: int, end: int) -> str:
    """Return a claim without what stands at this place, and without who says it."""
    rest, who = f"{claim[:start]}{claim[end:]}", find_speaker(claim)
    if not who:
        return rest
    return " ".join(word for word in rest.replace(who, " ").split() if word.strip(",.").lower() not in SAYING)
