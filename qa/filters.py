"""What a question is limited to: certain outlets, a range of days."""

from __future__ import annotations

from dataclasses import dataclass

from qa.records import Article


@dataclass(frozen=True, slots=True)
class Filters:
    """Which articles may answer; empty fields let everything through.

    ``since`` and ``until`` are days such as ``2025-02-13``, both included.
    """

    outlets: tuple[str, ...] = ()
    since: str = ""
    until: str = ""

    def __bool__(self) -> bool:
        """Say whether anything is filtered at all."""
        return bool(self.outlets or self.since or self.until)

    def admit(self, article: Article) -> bool:
        """Say whether this article may answer; one without a date is left out of every range of days."""
        if self.outlets and article.source not in self.outlets:
            return False
        if not self.since and not self.until:
            return True
        day = article.published[:10]
        return bool(day) and (not self.since or self.since <= day) and (not self.until or day <= self.until)


NO_FILTERS = Filters()
