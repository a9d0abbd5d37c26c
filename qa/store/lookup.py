"""What can be looked up in an index without asking a question; always in its newest view."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from qa.records import Article
from qa.store.view import Views


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
