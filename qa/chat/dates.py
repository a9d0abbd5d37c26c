"""The days that a topic is limited to: "in January", "since Monday", "before 14 February 2005", "last week"."""

from __future__ import annotations

import calendar
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from qa.chat.replies import say_scope
from qa.english.calendar import Date, find_dates

_TAIL = re.compile(
    r"\b(?P<how>published in|published on|in|from|of|during|for|since|after|before|until|till|by|on)\s+"
    r"(?P<when>(?:early |late |mid-?|the (?:month|year) of )?[\w ,-]{3,24})$",
    re.IGNORECASE,
)
_RELATIVE = re.compile(
    r"\b(?:(?P<since>since|from|of|in|during|for)\s+)?"
    r"(?P<when>today|yesterday|(?P<which>this|last|the last|the past|past) (?P<unit>week|month|year))(?:'s)?$",
    re.IGNORECASE,
)
_NEWS = re.compile(r"\b(?:news|headlines?|happen(?:ed|ing)|going on)\b", re.IGNORECASE)
_NOW = re.compile(r"\b(?:now|currently|at the moment|at present|these days|right now|today|nowadays|as of now)\b", re.I)
_LATEST = re.compile(
    r"\b(?:latest|newest|most recent(?:ly)?|current(?! (?:accounts?|affairs?)\b)|so far|to date|up to now)\b", re.I
)
_EVENT = re.compile(
    r"\b(?P<how>since|after|before)\s+(?P<name>(?:the|their|his|her|its)\s[\w' -]{3,40})$", re.IGNORECASE
)
_SAYING = re.compile(
    r"\b(?:say|said|says|tell|told|claim|claimed|warn|warned|write|wrote|written|report|reported|announce|announced|"
    r"promise|promised|deny|denied|predict|predicted|call|called)\b",
    re.IGNORECASE,
)
_WEEK, _LEAST_KNOWN = 7, "0001-01-01"
_LONG_PAST = timedelta(days=31)
_REPORTED = 31  # days within which what happened in a time is told of


@dataclass(frozen=True, slots=True)
class Period:
    """A range of days, both included and each empty where open; ``scopes`` says which articles that admits."""

    since: str
    until: str
    scopes: Mapping[str, str]


def read_day(published: str) -> date | None:
    """Return the day of a date such as ``2025-02-13``, None where it is none."""
    try:
        return date.fromisoformat(published[:10])
    except ValueError:
        return None


def widen_for_reports(period: Period, question: str) -> Period:
    """Return the days in which what happened in a period is reported: a month more, where the period ends.

    A fact of January stands in articles of January or February, never in one before it. What somebody said is reported
    at once.
    """
    if not period.until or period.since == _LEAST_KNOWN or _SAYING.search(question):
        return period
    until = _move(date.fromisoformat(period.until), _REPORTED)
    since = date.fromisoformat(period.since)
    return _limit("in", since, until)


def asks_about_now(question: str) -> bool:
    """Say whether a question is about the present, of which articles may know little."""
    return bool(_NOW.search(question))


def asks_for_news(question: str) -> bool:
    """Say whether a question is about events, of which the help tells none: by a word for them, or by their time."""
    return bool(_NEWS.search(question)) or find_period(question.rstrip(" ?!."), date.today()) is not None


def asks_for_latest(question: str) -> bool:
    """Say whether a question asks for the last of several answers: "the latest figure", "the current chancellor"."""
    return bool(_LATEST.search(question)) or asks_about_now(question)


@dataclass(frozen=True, slots=True)
class Event:
    """An event whose day limits a question ("before the election"): ``how`` is before, after or since."""

    rest: str
    how: str
    name: str


def find_event(topic: str) -> Event | None:
    """Return the event at the end of a topic whose day limits it; None where there is none."""
    match = _EVENT.search(topic)
    return Event(_cut_off(topic, match), match["how"].lower(), match["name"]) if match else None


def limit_by_event(event: Event, phrase: str, published: str) -> Period | None:
    """Return the days before, after or since an event that a phrase dates, such as "on Friday, 4 March".

    A day without a year is the last one before the article was ``published``. None where the phrase names no one day.
    """
    found = find_dates(phrase)
    known = read_day(published)
    if len(found) != 1 or found[0].decade or not (found[0].year or known):
        return None
    first, last = _to_days(found[0], known or date(found[0].year, 12, 31))
    return _limit(event.how, first, last, event.name)


def find_period(topic: str, today: date, newest: date | None = None) -> tuple[str, Period] | None:
    """Return a topic without the days at its end that limit it, and those days; None where it has none.

    A month without a year is the last one before ``today``, or before the ``newest`` article where that is long past.
    """
    if match := _RELATIVE.search(topic):
        return _cut_off(topic, match), _read_relative(match, today)
    if newest and today - newest > _LONG_PAST:
        today = newest
    match = _TAIL.search(topic)
    if match is None:
        return None
    when = match["when"].title()
    found = find_dates(f"in {when}")
    if len(found) != 1 or found[0].decade or found[0].start > len("in ") or found[0].end < len(f"in {when}"):
        return None
    first, last = _to_days(found[0], today)
    return _cut_off(topic, match), _limit(match["how"].lower(), first, last)


def _cut_off(topic: str, match: re.Match[str]) -> str:
    return topic[: match.start()].strip(" ,\n\t")


def _read_relative(match: re.Match[str], today: date) -> Period:
    when, unit, which = match["when"].lower(), (match["unit"] or "").lower(), (match["which"] or "").lower()
    if not unit:
        first = last = _move(today, -(when == "yesterday"))
    elif unit == "week":
        first = _move(today, -(_WEEK if which != "this" else today.weekday()))
        last = today
    elif unit == "month":
        last = today if which == "this" else _move(today.replace(day=1), -1)
        first = last.replace(day=1)
    else:
        last = today if which == "this" else date(today.year - 1, 12, 31)
        first = last.replace(month=1, day=1)
    return _limit("since" if (match["since"] or "").lower() == "since" else "in", first, last)


def _to_days(when: Date, today: date) -> tuple[date, date]:
    if when.weekday:
        day = _move(today, -((today.isoweekday() - when.weekday) % _WEEK))
        return day, day
    year = when.year or today.year
    if not when.year and (when.month, when.day or 1) > (today.month, today.day):
        year = max(date.min.year, year - 1)
    if not when.month:
        return date(year, 1, 1), date(year, 12, 31)
    last = calendar.monthrange(year, when.month)[1]
    return date(year, when.month, min(when.day or 1, last)), date(year, when.month, min(when.day or last, last))


def _limit(how: str, first: date, last: date, event: str = "") -> Period:
    how = how if how in ("since", "after", "before") else "until" if how in ("till", "by", "until") else "in"
    since, until = {
        "since": (first.isoformat(), ""),
        "after": (_move(last, 1).isoformat(), ""),
        "before": (_LEAST_KNOWN, _move(first, -1).isoformat()),
        "until": (_LEAST_KNOWN, last.isoformat()),
        "in": (first.isoformat(), last.isoformat()),
    }[how]
    told = {"since": (first, first), "until": (last, last)}.get(how, (first, last))
    return Period(since, until, say_scope(how, since=told[0].isoformat(), until=told[1].isoformat(), event=event))


def _move(day: date, days: int) -> date:
    """Return the day so many days later, or the first or last that there is; an article may be of 31 December 9999."""
    return date.fromordinal(min(max(day.toordinal() + days, date.min.toordinal()), date.max.toordinal()))
