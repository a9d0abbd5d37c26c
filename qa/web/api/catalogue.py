"""The catalogue: what the library holds, as the page lists, counts and searches it."""

from __future__ import annotations

import re
import threading
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from qa.bot import Bot
from qa.brief.starters import find_starters
from qa.filters import Filters
from qa.records import Article

SUGGESTED = 5
"""Questions offered at once."""

_DAY = re.compile(r"\d{4}-\d\d-\d\d")


@dataclass(frozen=True, slots=True)
class Shelf:
    """Every article of one generation of the index without its text, newest first, and questions it can answer."""

    generation: int
    articles: tuple[Article, ...]
    folded: tuple[str, ...]
    questions: tuple[str, ...]

    def find(self, words: str, filters: Filters) -> list[Article]:
        """Return the articles that hold every word in title, outlet, author or id."""
        wanted = words.casefold().split()
        return [
            article
            for article, text in zip(self.articles, self.folded, strict=True)
            if all(word in text for word in wanted) and filters.admit(article)
        ]

    def outlets(self) -> list[tuple[str, int]]:
        """Return each outlet with its number of articles, the largest first."""
        counts = Counter(article.source for article in self.articles if article.source)
        return sorted(counts.items(), key=lambda item: (-item[1], item[0].casefold()))

    def days(self) -> tuple[str, str]:
        """Return the first and the last day of publication; empty where no article has one."""
        known = sorted(article.published[:10] for article in self.articles if _DAY.match(article.published))
        return (known[0], known[-1]) if known else ("", "")


class Catalogue:
    """Keeps the shelf of the newest generation; the first reader after a change of the index builds it anew."""

    def __init__(self, bot: Bot) -> None:
        self._bot = bot
        self._building = threading.Lock()
        self._shelf: Shelf | None = None

    def shelf(self) -> Shelf:
        """Return what the library holds now."""
        generation = self._bot.generation
        shelf = self._shelf
        if shelf is not None and shelf.generation == generation:
            return shelf
        with self._building:
            if self._shelf is None or self._shelf.generation != generation:
                self._shelf = self._build(generation)
            return self._shelf

    def _build(self, generation: int) -> Shelf:
        full = list(self._bot.articles())
        questions = find_starters(full, self._bot.ask, most=SUGGESTED)
        articles = sorted(map(_without_text, full), key=_newest_first)
        return Shelf(generation, tuple(articles), tuple(map(_fold, articles)), tuple(questions))


def _without_text(article: Article) -> Article:
    return Article(article.id, article.title, "", article.source, article.published, article.author, article.url)


def _newest_first(article: Article) -> tuple[bool, Sequence[int], str]:
    day = _DAY.match(article.published)
    return day is None, [-ord(character) for character in day[0]] if day else [], article.title.casefold()


def _fold(article: Article) -> str:
    return "\n".join((article.title, article.source, article.author, article.id)).casefold()
