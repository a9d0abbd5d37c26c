"""What a question is limited to: certain outlets and collections, a range of days, the page that it is about."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import unquote

from qa.records import Article


@dataclass(frozen=True, slots=True)
class Filters:
    """Which articles may answer; empty fields let everything through.

    ``since`` and ``until`` are days such as ``2025-02-13``, both included. Articles of ``without_collections`` never
    answer, whatever else is let through; those that were put into no collection are in "". ``page`` is the web address
    of the one article that may answer.
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

    def admit(self, article: Article) -> bool:
        """Say whether this article may answer; one without a date is left out of every range of days."""
        if self.outlets and article.source not in self.outlets:
            return False
        if self.collections and article.collection not in self.collections:
            return False
        if article.collection in self.without_collections or (self.page and not is_at(article, self.page)):
            return False
        if not self.since and not self.until:
            return True
        day = article.published[:10]
        return bool(day) and (not self.since or self.since <= day) and (not self.until or day <= self.until)


NO_FILTERS = Filters()


def is_at(article: Article, address: str) -> bool:
    """Say whether an article is from this web address, whatever its fragment, trailing slash and percent signs."""
    return bool(article.url) and normalise_address(article.url) == normalise_address(address)


def normalise_address(address: str) -> str:
    """Return a web address without what does not change which page it is."""
    return unquote(address.partition("#")[0]).removesuffix("/")
