"""The days that a question is limited to, which articles that admits, and what is said of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from qa.chat.kinds import tell_kind
from qa.chat.replies import join_scopes, say_scope
from qa.english.calendar import find_dates
from qa.english.periods import How, find_span
from qa.english.points import read_point, shift
from qa.english.speech import SAYING
from qa.english.stems import stem
from qa.english.words import is_function_word, words

_NEWS = re.compile(r"\b(?:news|headlines?|happen(?:ed|ing)|going on)\b", re.IGNORECASE)
_NOW = re.compile(r"\b(?:now|currently|at the moment|at present|these days|right now|today|nowadays|as of now)\b", re.I)
_RELEASE = re.compile(
    r"\b(?:latest|newest|most recent|current)\s(?:[\w’'-]+\s){0,3}?(?:version|release|firmware|update)s?\b",
    re.IGNORECASE,
)
_LATEST = re.compile(
    r"\b(?:latest|newest|most recent(?:ly)?|current(?! (?:accounts?|affairs?)\b)|so far|to date|up to now)\b", re.I
)
_NAME = r"(?P<name>(?:(?:the|their|his|her|its)|(?:[\w-]+ ){0,2}[\w-]+(?:['’]s|s['’]))\s[\w' -]{3,40}|easter)"
# "looks after the pumps" names no time
_EVENT = re.compile(
    rf"(?<!\blook )(?<!\blooks )(?<!\blooked )(?<!\blooking )(?<!\bnamed )\b(?P<how>since|after|before)\s+{_NAME}$",
    re.IGNORECASE,
)
_EVENT_FIRST = re.compile(rf"(?P<how>since|after|before)\s+{_NAME},", re.IGNORECASE)
_FUTURE = re.compile(r"\b(?:will|won't|shall|going to)\b", re.IGNORECASE)  # what is to come is told before its time
_EVENT_WORDS = 5  # more are a clause
_NEAR_A_DAY = 6  # words before a day, among which is what happens on it
_LEAST_KNOWN = "0001-01-01"
_LONG_PAST = 31  # days from which on the newest article is of long ago
_HALF_A_YEAR = 183  # days
_REPORTED = 31  # days within which what happened in a time is told of
_WRITING = SAYING | {"written"}
_OF_ARTICLES = words("briefing keywords about")  # kinds of question


@dataclass(frozen=True, slots=True)
class Period:
    """A range of days, both included and each empty where open; ``scopes`` says which articles that admits."""

    since: str
    until: str
    scopes: Mapping[str, str]

    @property
    def days(self) -> tuple[date, date] | None:
        """The first and the last day; None where it is open."""
        if not self.until or self.since in ("", _LEAST_KNOWN):
            return None
        return date.fromisoformat(self.since), date.fromisoformat(self.until)


@dataclass(frozen=True, slots=True)
class Limit:
    """A time that a question is limited to by a ``phrase``, the ``rest`` of it, and the days, None where unknown.

    ``missed`` is what is said where it limits nothing: its days are not known, or no article of them answers. A year
    by itself ``may_be_a_fact``: "Who won in 2004?" is answered by articles of any year.
    """

    phrase: str
    rest: str
    period: Period | None
    missed: Mapping[str, str]
    may_be_a_fact: bool = False

    @property
    def day(self) -> date | None:
        """The one day that the phrase names ("on 28 June"); None where it names none, as "yesterday" does."""
        first, last = (self.period and self.period.days) or (None, None)
        return first if first == last and any(one.day for one in find_dates(self.phrase)) else None

    def say_missed(self, quotes: str) -> Mapping[str, str]:
        """Return what is said of an answer from all articles: nothing where it names the time, or it is a fact's."""
        named = {word for word in re.findall(r"[^\W_]+", self.phrase.lower()) if not is_function_word(word)}
        is_told = named <= set(re.findall(r"[^\W_]+", quotes.lower())) if self.period else self.phrase in quotes
        return {} if self.may_be_a_fact or is_told else self.missed


def read_day(published: str) -> date | None:
    """Return the day of a date such as ``2025-02-13``, None where it is none."""
    try:
        return date.fromisoformat(published[:10])
    except ValueError:
        return None


def names_day(text: str, published: str, day: date) -> bool:
    """Say whether a text that was ``published`` on a day names a ``day``; without a year it is the one nearest to that.

    >>> names_day("The dam was opened on 28 June.", "2026-07-15", date(2026, 6, 28))
    True
    """
    known = read_day(published)
    near = known is None or abs((known - day).days) <= _HALF_A_YEAR
    named = [one for one in find_dates(text) if (one.month, one.day) == (day.month, day.day)]
    return any(one.year == day.year if one.year else near for one in named)


def widen_for_reports(period: Period, question: str) -> Period:
    """Return the days in which what happened in a period is reported: a month more, where the period ends.

    A fact of January stands in articles of January or February, never in one before it. What somebody said is reported
    at once.
    """
    if period.days is None or asks_what_was_said(question):
        return period
    first, last = period.days
    return _limit("in", first, shift(last, _REPORTED))


def asks_what_was_said(question: str) -> bool:
    """Say whether a question has a verb of saying, so that what it asks for is of the day on which it was told."""
    return not _WRITING.isdisjoint(re.findall(r"\w+", question.lower()))


def asks_about_now(question: str) -> bool:
    """Say whether a question is about the present, of which articles may know little."""
    return bool(_NOW.search(question))


def asks_for_news(question: str) -> bool:
    """Say whether a question has a word for events, of which the help tells none."""
    return bool(_NEWS.search(question))


def asks_for_articles(rest: str) -> bool:
    """Say whether the rest of a question without its time asks surely for articles, which a time limits, and no fact.

    >>> asks_for_articles("What happened in Dorle"), asks_for_articles("Yukos"), asks_for_articles("What did Kern say")
    (True, True, False)
    """
    asked = tell_kind(rest)
    return asks_for_news(rest) or (asked.kind in _OF_ARTICLES and not (asked.kind == "briefing" and asked.doubtful))


def asks_for_latest(question: str) -> bool:
    """Say whether a question asks for the last of several answers: "the latest figure", "the current chancellor"."""
    return bool(_LATEST.search(question)) or asks_about_now(question)


def asks_for_newest_release(question: str) -> bool:
    """Say whether a question asks for the newest of several releases: "the latest version of Kirol"."""
    return bool(_RELEASE.search(question))


def drop_now(question: str) -> str:
    """Return a question without its words for the present and the latest, which sentences of that time need not have.

    >>> drop_now("What is inflation at the moment?")
    'What is inflation?'
    >>> drop_now("Who is the current mayor?")
    'Who is the mayor?'
    """
    if asks_for_newest_release(question):  # its word tells which one
        return question
    rest = " ".join(_LATEST.sub(" ", _NOW.sub(" ", question)).split())
    return re.sub(r" (?=[?!.,])", "", rest).strip(" ,") or question


@dataclass(frozen=True, slots=True)
class Event:
    """An event whose day limits a question ("before the election"): ``how`` is before, after or since."""

    rest: str
    how: How
    name: str


def find_event(question: str) -> Event | None:
    """Return the event at the end or the start of a question whose day limits it; None where there is none.

    What is no event but a time ("after the summer") is not one.
    """
    question = _tidy(question)
    match = _EVENT.search(question) or _EVENT_FIRST.match(question)
    if match is None or _FUTURE.search(question) or len(match["name"].split()) > _EVENT_WORDS:
        return None
    if read_point(match["name"], 0, date.max, date.max):
        return None
    how: How = "since" if match["how"].lower() == "since" else "after" if match["how"].lower() == "after" else "before"
    return Event(_cut_out(question, match.start(), match.end()), how, match["name"])


def limit_by_sentences(event: Event, told: Iterable[tuple[str, str]]) -> Period | None:
    """Return the days that the first sentence gives that names an event and then its day: "an election for 23 March".

    Each sentence comes with the day of its article. What stands far before the day is not what happens on it.
    """
    named = _list_stems(event.name)
    for text, published in told:
        days = find_dates(text)
        near = " ".join(text[: days[0].start].split()[-_NEAR_A_DAY:]) if len(days) == 1 else ""
        period = limit_by_event(event, text, published) if named and named <= _list_stems(near) else None
        if period:
            return period
    return None


def _list_stems(text: str) -> set[str]:
    return {stem(word) for word in re.findall(r"[^\W_]+", text.lower()) if not is_function_word(word)}


def limit_by_event(event: Event, phrase: str, published: str) -> Period | None:
    """Return the days before, after or since an event that a phrase dates, such as "on Friday, 4 March".

    A day without a year is the one nearest to the day the article was ``published``. None where it names no one day.
    """
    found, known = find_dates(phrase), read_day(published)
    if len(found) != 1 or found[0].decade or not (found[0].year or known):
        return None
    anchor = known or date(found[0].year, 12, 31)
    point = read_point(phrase, found[0].start, anchor, anchor)
    if point and point.day and not found[0].year and anchor.year < date.max.year:
        later = [read_point(phrase, found[0].start, anchor, anchor, year=anchor.year + years) for years in (0, 1)]
        point = min(filter(None, (point, *later)), key=lambda one: abs(one.first - anchor))
    return _limit(event.how, point.first, point.last, event.name) if point else None


def find_limit(question: str, today: date, newest: str = "") -> Limit | None:
    """Return the time that a question is limited to; None where it names none.

    ``newest`` is the day of the newest article, such as ``2025-02-13``, empty where none has one: then nothing can be
    limited. A month without a year is the last one before ``today``, or before the newest article where that is long
    past.
    """
    question, known = _tidy(question), read_day(newest)
    anchor = known if known and (today - known).days > _LONG_PAST else today
    span = find_span(question, today, anchor)
    if span is None or _FUTURE.search(question):
        return None
    phrase, rest = question[span.start : span.end], _cut_out(question, span.start, span.end)
    if phrase.lower() == "today" and not (_NEWS.search(rest) or asks_what_was_said(rest)):  # it means now
        return None
    own_year = span.is_year and span.how == "in"
    if not known:
        return Limit(phrase, rest, None, say_scope("undated", name=phrase), own_year)
    period = _limit(span.how, span.first, span.last)
    missed = join_scopes(period.scopes, say_scope("none"), by=" – ")
    if span.is_relative:
        missed = join_scopes(missed, say_scope("newest", since=newest), by=". ")
    return Limit(phrase, rest, period, missed, own_year)


def limit_to_event(event: Event, period: Period | None = None, *, dated: bool = False) -> Limit:
    """Return the limit that an event sets, by its ``period`` where that is known, over articles that are ``dated``."""
    phrase = f"{event.how} {event.name}"
    if not (dated or period):
        return Limit(phrase, event.rest, None, say_scope("undated", name=phrase))
    if period is None:
        return Limit(phrase, event.rest, None, say_scope("unknown", name=event.name))
    return Limit(phrase, event.rest, period, join_scopes(period.scopes, say_scope("none"), by=" – "))


def limit_to_last_days(newest: str) -> Period:
    """Return the week that ends with the day of the newest article, or today where it has none."""
    last = read_day(newest) or date.today()
    period = _limit("in", shift(last, -6), last)
    return replace(period, scopes=say_scope("last", since=period.since, until=period.until))


def _tidy(question: str) -> str:
    return " ".join(question.split()).rstrip(" ?!.")


def _cut_out(question: str, start: int, end: int) -> str:
    parts = (question[:start].strip(" ,"), question[end:].strip(" ,"))
    return " ".join(filter(None, parts))


def _limit(how: How, first: date, last: date, event: str = "") -> Period:
    since, until = {
        "since": (first.isoformat(), ""),
        "after": (shift(last, 1).isoformat(), ""),
        "before": (_LEAST_KNOWN, shift(first, -1).isoformat()),
        "until": (_LEAST_KNOWN, last.isoformat()),
        "in": (first.isoformat(), last.isoformat()),
    }[how]
    ends = (first.month, last.month) if first.year == last.year else (0, 0)
    # a month or a year is said as such, "before 2005"; of other days the one that limits
    is_whole = first.day == 1 and shift(last, 1).day == 1 and (ends == (1, 12) or ends[0] == ends[1] > 0)
    if how in ("since", "before") and not (is_whole and how == "before"):
        last = first
    elif how == "until" or (how == "after" and not is_whole):
        first = last
    return Period(since, until, say_scope(how, since=first.isoformat(), until=last.isoformat(), event=event))
