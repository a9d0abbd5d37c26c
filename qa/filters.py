"""What a question is limited to: certain outlets and collections, a range of days, the page that it is about."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from urllib.parse import unquote

from qa.errors import QuestionError

MOST_NAMED = 10  # outlets or collections that a message lists


@dataclass(frozen=True, slots=True)
class Filters:
    """Which articles may answer; empty fields let everything through.

    ``since`` and ``until`` are days such as ``2025-02-13``, both included; an article without a day is in no range.
    Articles of ``without_collections`` never answer, whatever else is let through; those that were put into no
    collection are in "". ``page`` is the web address of the one article that may answer.
    """

    outlets: tuple[str, ...] = ()
    since: str = ""
    until: str = ""
    collections: tuple[str, ...] = ()
    without_collections: tuple[str, ...] = ()
    page: str = ""

    def __bool__(self) -> bool:
        """Say whether anything is filtered at all."""
        return any((self.outlets, self.since, self.until, self.collections, self.without_collections, self.page))


NO_FILTERS = Filters()


def check_filters(filters: Filters, *, outlets: Collection[str], collections: Collection[str]) -> None:
    """Raise `QuestionError` for filters that admit nothing: a name that no article has, no day, days in wrong order."""
    for kind, wanted, known in (("outlet", filters.outlets, outlets), ("collection", filters.collections, collections)):
        for name in wanted:
            if name not in known:
                raise QuestionError(f"no {kind} {name!r}: {_list_names(name, sorted(filter(None, known)))}")
    for day in filter(None, (filters.since, filters.until)):
        if not is_day(day):
            raise QuestionError(f"{day!r} is no day: write it as 2026-01-31")
    if filters.since and filters.until and filters.since > filters.until:
        raise QuestionError(f"since {filters.since} is after until {filters.until}: exchange the two days")


def is_day(text: str) -> bool:
    """Say whether a text is a day of the calendar, written as 2026-01-31."""
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _list_names(wanted: str, known: list[str]) -> str:
    """Return the names that there are; of many, those that are like the one that was wanted."""
    shown = known if len(known) <= MOST_NAMED else get_close_matches(wanted, known) or known[:MOST_NAMED]
    more = len(known) - len(shown)
    verb = "is" if len(known) == 1 else "are"
    return (
        f"there {verb} {', '.join(shown)}{f' and {more:,} more' if more else ''}" if known else "no article names one"
    )


def normalise_address(address: str) -> str:
    """Return a web address without what does not change which page it is."""
    return unquote(address.partition("#")[0]).removesuffix("/")
