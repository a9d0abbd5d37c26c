"""Look for what a briefing is about, in the days that its topic is limited to."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial

from qa.brief import Side, write_briefing
from qa.brief.ranking import Topic, Vector, list_keys
from qa.chat.dates import Limit, Period, names_day
from qa.chat.replies import join_scopes, say_scope, write_day
from qa.filters import Filters
from qa.models.encoder import Encoder
from qa.records import Answer
from qa.retrieve import Candidate
from qa.store.keys import Vectors, Words
from qa.store.word_index import stem_words

_HAPPENED = re.compile(r"\b(?:happen|took place|take place|going on|went on)", re.IGNORECASE)
_NEWS = "the news"  # what is searched for where a time is asked for without a topic


@dataclass(frozen=True, slots=True)
class Search:
    """What a briefing searches with: the stores of one view, an encoder, and the search of candidates by filters."""

    words: Words
    vectors: Vectors
    encoder: Encoder
    find: Callable[[str, Vector, Filters], Sequence[Candidate]]


def brief(
    known: Answer,
    topics: Sequence[str],
    search: Search,
    filters: Filters,
    *,
    newest_first: bool,
    limits: Sequence[Limit | None],
) -> Answer | None:
    """Return the briefing on a topic, or the comparison of two; None where the articles hold none.

    A topic that is limited to a time is looked for among the articles of it; where these tell nothing of it, or none
    has a date, among all, and that is said. Without a topic it is the news of that time, and None where it has no days.
    What happened on one day is told by the sentences that name it, in whichever articles; what else is asked of a day,
    where none is of it.
    """
    if not all(topics) and any(one and not one.period for one in limits):
        return None  # of no topic and of no time there is nothing to tell
    write = partial(write_briefing, known, newest_first=newest_first, stem_words=stem_words)
    day = limits[0].day if limits[0] and len(topics) == 1 else None
    named = write([search_topic(topics[0], search, filters, day=day)]) if day else None
    if named and day:
        named = replace(named, scopes=say_scope("day", since=day.isoformat()))
        if _HAPPENED.search(known.standalone):
            return named
    within = [limit(filters, one.period) if one and one.period else filters for one in limits]
    times = [one.phrase if one and one.period and topics.count(topics[0]) > 1 else "" for one in limits]
    sides = zip(topics, within, times, strict=True)
    answer = write([search_topic(topic, search, one, time=time) for topic, one, time in sides])
    scopes = [one.period.scopes if one.period else one.missed for one in limits if one]
    if answer is None and named:
        return named
    if answer is None and all(topics) and any(one != filters for one in within):
        answer = write([search_topic(topic, search, filters) for topic in topics])
        scopes = [one.missed for one in limits if one]
    if answer is None and len(topics) > 1:  # one side is not to be found by itself
        both = (" and ".join(dict.fromkeys(topics)),)
        return brief(known, both, search, filters, newest_first=newest_first, limits=limits[-1:])
    order = say_scope("newest_first" if _is_dated(answer) else "no_dates") if answer and newest_first else {}
    unique = [one for place, one in enumerate(scopes) if one not in scopes[:place]]
    return answer and replace(answer, scopes=join_scopes(*unique, order))


def limit(filters: Filters, period: Period) -> Filters:
    """Return the filters with the days of a period, within those that they have themselves."""
    ends = [day for day in (filters.until, period.until) if day]
    return replace(filters, since=max(filters.since, period.since), until=min(ends, default=""))


def _is_dated(answer: Answer) -> bool:
    return any(citation.article.year for citation in answer.citations)


def search_topic(topic: str, search: Search, filters: Filters, *, time: str = "", day: date | None = None) -> Side:
    """Return the sentences and articles that may be about a topic, with the vectors of all their sentences.

    Without a topic it is the news of a time. ``time`` stands in the title beside the topic, where it tells two apart.
    Where there is a ``day``, only the sentences that name it are told.
    """
    vector = search.encoder.encode_question(topic or _NEWS)
    asked = f"{topic} {write_day(day.isoformat(), 'en')}" if day else topic or _NEWS
    candidates = search.find(asked, vector, filters)
    if day:
        candidates = [one for one in candidates if names_day(one.text, one.stored.article.published, day)]
    articles = {c.stored.version: c.stored for c in candidates}
    keys = [key for stored in articles.values() for key in list_keys(stored, range(len(stored.offsets)))]
    weights = search.words.weigh_words(set(stem_words(topic)))
    found = search.vectors.get(keys) if keys else {}
    only = frozenset(one.sentence for one in candidates) if day else None
    return Side(Topic(topic, vector, weights), candidates, found, f"{topic} {time}".strip(), only)
