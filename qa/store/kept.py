"""The articles that questions met last, kept in memory up to so many characters."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Iterable

from qa.records import StoredArticle

KEPT_CHARACTERS = 20_000_000  # 20 to 80 MB, the news of half a year of a small paper


class KeptArticles:
    """Articles by version, which never changes; safe to use from several threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._articles: OrderedDict[str, StoredArticle] = OrderedDict()
        self._characters = 0

    def find(self, versions: Iterable[str]) -> dict[str, StoredArticle]:
        """Return those that are kept."""
        with self._lock:
            return {version: self._articles[version] for version in versions if version in self._articles}

    def keep(self, articles: Iterable[StoredArticle]) -> None:
        """Keep these, and let go of those that were not met for longest."""
        with self._lock:
            for stored in articles:
                if stored.version not in self._articles:
                    self._characters += len(stored.article.text)
                self._articles[stored.version] = stored
                self._articles.move_to_end(stored.version)
            while self._characters > KEPT_CHARACTERS:
                _, gone = self._articles.popitem(last=False)
                self._characters -= len(gone.article.text)
