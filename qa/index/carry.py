"""Take over what an earlier build holds of articles that a new build would encode to the same."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager

import numpy as np
from numpy.typing import NDArray

from qa.errors import IndexBrokenError, SettingsError
from qa.index.mend import find_damage
from qa.index.recipe import find_chroma_url, makes_same_vectors
from qa.index.write import Carry, carry_nothing
from qa.records import Article, Sentence
from qa.store.builds import Build
from qa.store.keys import make_keys
from qa.store.library import Library
from qa.store.vectors import VectorStore

log = logging.getLogger("qa")


@contextmanager
def carrying(old: Build | None, recipe: str) -> Iterator[Carry]:
    """Lend what returns the vectors of an article in the build ``old``, one row a sentence, or None to encode it.

    An article's vectors are those of its title, headings and sentences and of nothing else, so where these are the
    same, and the encoder is, they need not be made again: a new splitter changes few articles, another Chroma server
    none. From a build that is damaged, or of which that cannot be told, nothing is taken.
    """
    with ExitStack() as stack:
        opened = _open(old, recipe, stack) if old else None
        yield _carry_from(*opened) if opened else carry_nothing


def _open(old: Build, recipe: str, stack: ExitStack) -> tuple[Library, VectorStore] | None:
    try:
        library = stack.enter_context(closing(old.open_library("read")))
        made_with = library.get_fact("fingerprint")
        url = find_chroma_url(made_with)
        if not makes_same_vectors(made_with, recipe) or find_damage(old, library, chroma_url=url):
            return None
        vectors = old.open_vectors(url=url, edition=library.edition("vectors"))
    except (IndexBrokenError, SettingsError) as error:
        log.warning("all sentences are encoded anew, as the vectors of the old build cannot be had: %s", error)
        return None
    stack.callback(vectors.close)
    return library, vectors


def _carry_from(library: Library, vectors: VectorStore) -> Carry:
    def carry(article: Article, sentences: Sequence[Sentence]) -> NDArray[np.float32] | None:
        stored = library.get_article(article.id)
        offsets = tuple((sentence.start, sentence.end) for sentence in sentences)
        if stored is None or stored.offsets != offsets:
            return None
        old = stored.article
        if (old.title, old.text, old.headings) != (article.title, article.text, article.headings):
            return None
        keys = make_keys(stored.version, len(offsets))
        found = vectors.get(keys)
        return np.stack([found[key] for key in keys]) if keys and len(found) == len(keys) else None

    return carry
