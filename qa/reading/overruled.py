"""Sentences that say what another one says no more: a limit raised from 5 to 8, hours that were others until now.

A rule and its amendment both stand in the articles, and the rule often answers in more of the question's words. The
amendment is known by the value that it takes back, which is the other's: so it stands first, and what it puts in the
value's place is the headline.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from qa.english.calendar import find_dates
from qa.english.numbers import read_number
from qa.english.quantities import find_quantities
from qa.english.stems import list_content_stems, stem
from qa.headings import BELOW
from qa.reading.leads import Lead
from qa.reading.pins import Pins
from qa.reading.rivals import find_fault
from qa.records import Evidence

OVERRULED = 3  # best sentences that another one may take back
OVERRULING = 60  # sentences among which it is looked for
HEADED = 2  # sentences above a change that may say of what it is: "T2 voucher" over "30 % instead of 25 %"
LONGEST_READ = 1_000  # characters of a sentence
_CHANGING = re.compile(
    r"\b(?:rais|lower|increas|reduc|decreas|cut|shorten|lengthen|extend|chang|mov|postpon|delay|adjust|amend|correct|"
    r"expand|limit|brought forward|put back|ris|rose|f[ae]ll|drop|gr[eo]w|go(?:es)? (?:up|down))\w*\b",
    re.IGNORECASE,
)
_FROM = re.compile(r"\bfrom\s(?:the\s)?(?:current(?:ly)?\s|previous(?:ly)?\s|present\s)?\Z", re.IGNORECASE)
_TO = re.compile(r"[^\d.;]{0,40}\bto\s(?:an?\s|the\s)?(?:new\s)?(?:about\s|up\sto\s)?", re.IGNORECASE)
_INSTEAD = re.compile(  # "48 hours (until now 72)", "8 June instead of May", "€265, not €240", "14, up from 12"
    r"[^\d.;]{0,40}?(?:[(\[]\s?(?:was|were|before|earlier|old)|"
    r"\b(?:until now|so far|up to now|previously|formerly|hitherto|instead of|in place of|up from|down from)|, not)\b"
    r"[:\s]{1,3}(?:at |on |the |only |from |was |were |by )*",
    re.IGNORECASE,
)
_CHANGED = ("changed", "amended", "corrected", "raised", "increased", "lowered", "reduced", "cut")
_REPLACED = re.compile(  # the amount "€ 84" is replaced by the amount "€ 96"
    r"[”\"’'»)]?\s(?:is|are|(?:shall|will) be)\s"
    rf"(?:replaced (?:by|with)|(?:{'|'.join(_CHANGED)}) to)\s(?:the\s)?(?:new\s)?"
    r"(?:(?:amount|figure|number|word|date|sum)s?\s)?[“\"‘'«(]?",
    re.IGNORECASE,
)
# in place of "14 days" read "30 days"; replace "14 days" with "30 days"
_IN_PLACE = re.compile(r"\b(?:in place of|instead of|replace)\s[“\"‘'«(]?\Z", re.IGNORECASE)
_READ = re.compile(r"[”\"’'»)]?,?\s(?:read|with|by|it (?:now )?(?:reads|says))\s?:?\s?[“\"‘'«(]?", re.IGNORECASE)
_FORMERLY = re.compile(
    r"\b(?:until now|so far|up to now|previously|formerly|used to be)[:\s][^\d.;]{0,30}\Z", re.IGNORECASE
)
_NOW = re.compile(r"[^\d.;]{0,40}\b(?:now|from now on|in future)[:\s][^\d.;]{0,30}", re.IGNORECASE)
_FROM_ANYWHERE = re.compile(r"\bfrom\b")
_MARKS = (  # one of which every other change has, or what stands in brackets
    *(f"{changed} to" for changed in _CHANGED),
    *("replace", "until now", "so far", "up to now", "previously", "formerly", "used to be", "hitherto", ", not"),
    *("up from", "down from", "instead of", "in place of"),
)
_BRACKETED = re.compile(r"[(\[]\s?(?:was|were|before|earlier|old)")
# clause 4.1 is replaced by the following text; section 3 of the house rules now reads: ...
_CLAUSE_CHANGED = re.compile(
    r"(?:\b(?:clause|section|article|paragraph|rule|point|item)|§)\s?(?P<number>\d{1,3}(?:\.\d{1,3})*)\b"
    r"(?P<of>[^.;:]{0,80}?)\b(?:(?:is|are|shall be|will be|has been)\s(?:hereby\s)?"
    r"(?:replaced|amended|changed|reworded)|(?:now|shall)\sreads?)\b(?P<rest>[^:]{0,60}:)?",
    re.IGNORECASE,
)
_ONLY_IF = re.compile(r"\b(?:if|when|unless|until|should|whether|before|where)\b", re.IGNORECASE)
_CLAUSE = re.compile(r"(?:§\s?|clause\s|section\s|article\s)?(\d{1,3}(?:\.\d{1,3})+|\d{1,3}(?=[.)]))[.)]?\s", re.I)
_HEADED = re.compile(r"(?:§\s?|clause\s|section\s|article\s)?(\d{1,3}(?:\.\d{1,3})*)[.)]?\s(?=[^\W\d_])", re.IGNORECASE)
# what papers that have clauses are called, of which many share one
_PAPERS = frozenset(
    map(stem, "rules terms conditions regulations agreement notice circular statutes policy changes".split())
)
_CLOCK = re.compile(r"\b\d{1,2}[:.]\d\d(?:\s?(?:[–-]|to)\s?\d{1,2}[:.]\d\d)?\b")
_NUMBER = re.compile(r"\d[\d.,]*")
# asks for what was, so that what is taken back is the answer
_ASKS_WHAT_WAS = re.compile(
    r"\b(?:was|were|did|had|until now|previous(?:ly)?|former(?:ly)?|old|earlier|originally|used to|"
    r"before(?:\W*\Z| (?:the|this) (?:change|amendment|rise|increase|cut|new)\b))\b",
    re.IGNORECASE,
)

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Change:
    """Two values of a text, as places in it: the ``old`` one no longer holds, the ``new`` one does."""

    old: Span
    new: Span


def find_changes(text: str) -> Iterator[Change]:
    """Yield the values that a text takes back, each with what it puts in its place.

    >>> next(find_changes("The limit is raised from 5 to 8."))
    Change(old=(25, 26), new=(30, 31))
    """
    text = text[:LONGEST_READ]
    values = _find_values(text) if _may_change(text) else []
    for first, second in zip(values, values[1:], strict=False):
        before, between = text[max(0, first[0] - 100) : first[0]], text[first[1] : second[0]]
        is_moved = _FROM.search(before) and _CHANGING.search(before) and _TO.fullmatch(between)
        is_read = _IN_PLACE.search(before) and _READ.fullmatch(between)
        is_now = _FORMERLY.search(before) and _NOW.fullmatch(between)
        if is_moved or is_read or is_now or _REPLACED.fullmatch(between):
            yield Change(first, second)
        elif _INSTEAD.fullmatch(between):
            yield Change(second, first)


def _may_change(text: str) -> bool:
    """Say whether a text has the words of a change, so that few are read closely."""
    lower = text.lower()
    if any(mark in lower for mark in _MARKS) or _BRACKETED.search(lower):
        return True
    return "from" in lower and bool(_FROM_ANYWHERE.search(lower) and _CHANGING.search(lower))


def put_changes_first(
    question: str, pins: Pins, evidence: Sequence[Evidence], lead: Lead | None
) -> tuple[Sequence[Evidence], Lead | None]:
    """Return the evidence with what takes back one of the best sentences before it, and the headline that holds now.

    Older articles take nothing back, nor does what is about something else than the question. What asks for what was
    is left as it is.
    """
    if not evidence or (lead and lead.word) or _ASKS_WHAT_WAS.search(question):
        return evidence, lead
    asked = {stem for stem in list_content_stems(question) if not stem[0].isdigit()}
    changing = [(one, change) for one in evidence[:OVERRULING] for change in find_changes(one.text)]
    for place, best in enumerate(evidence[:OVERRULED]):
        leads = lead is not None and lead.sentence == best.sentence
        span = lead.span if lead and leads else best.span
        said = best.stored.article.text[slice(*span)] if span else best.text[:LONGEST_READ]
        if (clause := _find_clause(best)) and (
            new_one := _find_replacement(clause, best, evidence[:OVERRULING], asked)
        ):
            rest = [one for one in evidence[place:] if one is not new_one]
            return [*evidence[:place], replace(new_one, score=best.score), *rest], None if leads else lead
        for other, change in changing:
            new = (other.sentence.start + change.new[0], other.sentence.start + change.new[1])
            if other is best and leads and _holds_old(said, other.text, change, alone=True):
                return evidence, Lead(best.sentence, new)
            is_below = not any(other is one for one in evidence[: place + 1])
            above = other.stored.quote_before(other.sentence.index, HEADED)
            about = " ".join([other.stored.article.title, *above, other.text])[:LONGEST_READ]
            is_later = is_below and _is_later(other, best) and asked & list_content_stems(about)
            if is_later and _holds_old(said, other.text, change) and not find_fault(pins, other.text, change.new):
                taken = replace(other, score=best.score, span=new)
                rest = [one for one in evidence[place:] if one is not other]
                now = Lead(other.sentence, new) if _says_as_much(other.text[slice(*change.new)], said) else None
                return [*evidence[:place], taken, *rest], now if leads else lead
    return evidence, lead


def _find_clause(one: Evidence) -> str:
    """Return the number of the clause that a sentence is, or that it stands below; empty where it has none."""
    found = _CLAUSE.match(one.text[:LONGEST_READ]) or _HEADED.match(one.section.rpartition(BELOW)[2])
    return found[1] if found else ""


def _find_replacement(clause: str, best: Evidence, evidence: Sequence[Evidence], asked: set[str]) -> Evidence | None:
    """Return the sentence that a later paper puts in the place of a clause, where it is about what is asked."""
    for other in evidence:
        if other.stored.version == best.stored.version or not _is_later(other, best):
            continue
        is_notice = any(one["number"] == clause and _is_of(one, best, other) for one in _list_notices(other))
        if is_notice and asked & list_content_stems(other.text):
            return other
    return None


def _list_notices(one: Evidence) -> list[re.Match[str]]:
    """Return what says just above a sentence, or in it and before a colon, that a clause is replaced."""
    own = _CLAUSE_CHANGED.search(one.text[:LONGEST_READ])
    if own:
        return [own] if own["rest"] else []
    above = one.stored.quote_before(one.sentence.index, HEADED)
    return [found for text in above if (found := _CLAUSE_CHANGED.search(text))]


def _is_of(notice: re.Match[str], best: Evidence, other: Evidence) -> bool:
    """Say whether a notice is about the paper of a sentence, which it names, or else its own title does."""
    if _ONLY_IF.search(notice.string, 0, notice.end()):
        return False
    titled = list_content_stems(best.stored.article.title) - _PAPERS
    named = list_content_stems(f"{notice.string[: notice.start()]} {notice['of']}") - _PAPERS
    return bool(titled & (named or list_content_stems(other.stored.article.title)))


def takes_back(one: Evidence, other: Evidence) -> bool:
    """Say whether a sentence takes back a value of another: then they do not contradict each other."""
    return any(_holds_old(other.text[:LONGEST_READ], one.text, change) for change in find_changes(one.text))


def _says_as_much(new: str, said: str) -> bool:
    """Say whether a new value has what is counted, or the old one had nothing: "12" says less than "24 months"."""
    return bool(_read_value(new)[1]) or not any(_read_value(said[slice(*span)])[1] for span in _find_values(said))


def _find_values(text: str) -> list[Span]:
    """Return where numbers, dates and times of the day stand in a text, the longest of those that overlap."""
    spans = [m.span() for m in _CLOCK.finditer(text)]
    spans += [(one.start, one.end) for one in find_dates(text)]
    spans += [(one.start, one.end) for one in find_quantities(text)]
    kept: list[Span] = []
    for start, end in sorted(spans, key=lambda span: (span[0], -span[1])):
        if not kept or start >= kept[-1][1]:
            kept.append((start, end))
    return kept


def _holds_old(said: str, text: str, change: Change, *, alone: bool = False) -> bool:
    """Say whether what is said holds the value that a change takes back; where ``alone``, not the new one."""
    (old, its_unit), (new, unit) = (_read_value(text[slice(*span)]) for span in (change.old, change.new))
    held = [_read_value(said[slice(*span)]) for span in _find_values(said)]
    wanted = its_unit or unit
    if dates := find_dates(text[slice(*change.old)]):  # "November" is that of "November 2026"
        months = [date for span in _find_values(said) for date in find_dates(said[slice(*span)]) if date.month]
        return any(one.may_be(dates[0]) for one in months) and not (alone and any(size == new for size, _ in held))
    is_held = any(size == old and (not wanted or counted in {"", wanted}) for size, counted in held)
    return is_held and not (alone and any(size == new for size, _ in held))


def _read_value(text: str) -> tuple[str, str]:
    """Return what makes two values one, and what is counted, where that is told.

    Of "72 to 48 hours" the first is 72 of nothing, and agrees with "72 hours".
    """
    if _CLOCK.search(text) or find_dates(text):
        return re.sub(r"\W+", " ", text.lower()), ""
    number = _NUMBER.search(text)
    size = number[0].strip(".,").replace(",", "") if number else str(read_number(text.split()[0].lower()))
    unit = next((one.unit for one in find_quantities(text)), "")
    return size.removesuffix(".00"), unit


def _is_later(other: Evidence, best: Evidence) -> bool:
    days = other.stored.article.day, best.stored.article.day
    return not all(days) or days[0] >= days[1]
