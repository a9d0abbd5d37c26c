"""Look for what a briefing is about, in the days that its topic is limited to."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from qa.brief import Side, write_briefing
from qa.brief.ranking import Topic, Vector, list_keys
from qa.chat.dates import Period
from qa.chat.replies import join_scopes, say_scope
from qa.filters import Filters
from qa.models.encoder import Encoder
from qa.records import Answer
from qa.retrieve import Candidate
from qa.store.vectors import VectorStore
from qa.store.word_index import WordIndex, stem_words


@dataclass(frozen=True, slots=True)
class Search:
    """What a briefing searches with: the stores of one view, an encoder, and the search of candidates by filters."""

    words: WordIndex
    vectors: VectorStore
    encoder: Encoder
    find: Callable[[str, Vector, Sequence[Filters]], Sequence[Candidate]]


def brief(
    known: Answer,
    topics: Sequence[str],
    search: Search,
    filters: Filters,
    *,
    newest_first: bool,
    find_period: Callable[[str], tuple[str, Period] | None],
) -> Answer | None:
    """Return the briefing on a topic, or the comparison of two; None where the articles hold none.

    A topic in which ``find_period`` finds days ("... in January") is looked for among the articles of that time; where
    there are none, or none has a date, among all.
    """
    sides, period = [], None
    for topic in topics:
        limited = find_period(topic)
        found = search_topic(limited[0] or topic, search, limit(filters, limited[1])) if limited else None
        if limited and found and found.candidates:
            period = limited[1]
        else:
            found = search_topic(topic, search, filters)
        sides.append(found)
    answer = write_briefing(known, sides, newest_first=newest_first, stem_words=stem_words)
    if answer is None and len(topics) > 1:  # one side is not to be found by itself
        both = (" and ".join(topics),)
        return brief(known, both, search, filters, newest_first=newest_first, find_period=find_period)
    return answer and replace(answer, scopes=_say_scope(answer, period, newest_first=newest_first))


def limit(filters: Filters, period: Period) -> Filters:
    """Return the filters with the days of a period, where they have none of their own."""
    if filters.since or filters.until:
        return filters
    return replace(filters, since=period.since, until=period.until)


def _say_scope(answer: Answer, period: Period | None, *, newest_first: bool) -> dict[str, str]:
    dated = any(citation.article.published for citation in answer.citations)
    order = say_scope("newest_first") if newest_first and dated else {}
    return join_scopes(period.scopes if period else {}, order)


def search_topic(topic: str, search: Search, filters: Filters) -> Side:
    """Return the sentences and articles that may be about a topic, with the vectors of all their sentences."""
    vector = search.encoder.encode_question(topic)
    candidates = search.find(topic, vector, (filters,))
    articles = {c.stored.version: c.stored for c in candidates}
    keys = [key for stored in articles.values() for key in list_keys(stored, range(len(stored.offsets)))]
    weights = search.words.weigh_words(set(stem_words(topic)))
    return Side(Topic(topic, vector, weights), candidates, search.vectors.get(keys) if keys else {})
