"""What can be looked up in an index without asking a question; always in its newest view."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from qa.filters import NO_FILTERS
from qa.records import Article
from qa.store.holdings import Outlet, find_days, find_heads, list_asks, list_outlets, list_starters, sample_openings
from qa.store.view import Views

SAMPLED, OPENING_CHARACTERS = 2_000, 500  # of articles that stand for all


class Lookup:
    """Looks up articles and figures; safe to use from several threads."""

    def __init__(self, views: Views) -> None:
        self._views = views

    def get_article(self, article_id: str) -> Article | None:
        """Return the article of this id, or None."""
        stored = self._views.read(lambda view: view.library.get_article(article_id))
        return stored.article if stored else None

    def get_offsets(self, article_id: str) -> Sequence[tuple[int, int]]:
        """Return where the stored sentences of an article start and end; none where there is no such article."""
        stored = self._views.read(lambda view: view.library.get_article(article_id))
        return stored.offsets if stored else ()

    def articles(self) -> Iterator[Article]:
        """Yield every article, in the order of ids."""
        with self._views.reading() as view:
            for stored in view.library.articles():
                yield stored.article

    def outlets(self) -> list[Outlet]:
        """Return what the index holds by collection and outlet, the largest first."""
        return self._views.read(lambda view: list_outlets(view.library))

    def days(self, *, without: str = "") -> tuple[str, str]:
        """Return the first and the last day of publication, but for those of one collection; empty where none is."""
        return self._views.read(lambda view: find_days(view.library, without=without))

    def find_heads(self, words: str, *, start: int = 0, most: int = 50, last: str = "") -> tuple[int, list[Article]]:
        """Return how many articles hold every word in title, outlet, author or id, and some without their text."""
        return self._views.read(lambda view: find_heads(view.library, words, start=start, most=most, last=last))

    def sample_openings(self) -> list[Article]:
        """Return the openings of articles that are spread over the whole index."""
        return self._views.read(
            lambda view: sample_openings(view.library, SAMPLED, NO_FILTERS, characters=OPENING_CHARACTERS)
        )

    def starters(self) -> tuple[str, ...]:
        """Return the questions that lie beside the articles, and those that articles name themselves, each once."""
        return self._views.read(
            lambda view: (*dict.fromkeys((*list_starters(view.library), *list_asks(view.library))),)
        )

    def count(self) -> tuple[int, int]:
        """Return how many articles and sentences the index holds."""
        return self._views.read(lambda view: view.library.count())

    def find_trouble(self) -> str:
        """Return why the index as it is now is not served, "" when it is; raise when nothing can be answered."""
        self._views.read(lambda view: view.vectors.count())
        return self._views.trouble

    @property
    def generation(self) -> int:
        """A number that grows with every change of the index."""
        with self._views.reading() as view:
            return view.generation

    def close(self) -> None:
        """Release the index, once those who read in it have left."""
        self._views.close()
