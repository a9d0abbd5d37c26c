"""What a question is limited to: certain outlets and collections, a range of days, the page that it is about."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import unquote


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


def normalise_address(address: str) -> str:
    """Return a web address without what does not change which page it is."""
    return unquote(address.partition("#")[0]).removesuffix("/")
