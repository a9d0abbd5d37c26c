"""Find what is damaged in a build, or mostly deleted, and make it anew; leave no empty one behind."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress

import numpy as np

from qa.errors import IndexBrokenError
from qa.index.write import Split, write_vectors, write_words
from qa.models.encoder import Encoder
from qa.records import Article
from qa.store.builds import Build, Index
from qa.store.keys import make_keys
from qa.store.library import Library
from qa.store.probe import Derived, probe
from qa.store.vectors import VectorStore

# Chroma keeps what is deleted in its graph, on disk and in memory: it is copied without, once that much more is dead
DEAD_SHARE, DEAD_SPARED = 1.0, 1_000  # of the living vectors, and vectors that are never worth a copy


def find_damage(build: Build, library: Library, *, chroma_url: str, trust_times: bool = False) -> dict[str, str]:
    """Return why each store that is damaged is so, under "library", "vectors" and "words".

    After a writing that ended well, the files are held against their seal; else the derived stores are opened, each in
    a process of its own. With ``trust_times``, a file of the same size and time of change is not read.
    """
    seal = build.read_seal()
    found: dict[str, str] = {}
    if seal:
        for name in seal.find_changed(trust_times=trust_times):
            found.setdefault(_name_store(name), f"{name} is not as it was written")
        if chroma_url and (lack := _find_lack("vectors", build, library, chroma_url)):
            found["vectors"] = lack
        if not seal.files and (lack := _find_lack("words", build, library, chroma_url)):
            found["words"] = lack
        return found
    if library.count()[0]:
        stores: tuple[Derived, ...] = ("vectors", "words")
        found = {store: lack for store in stores if (lack := probe(store, build, chroma_url))}
    return found | {"library": "its last writing did not end"}


def _find_lack(store: Derived, build: Build, library: Library, chroma_url: str) -> str:
    """Return how many entries of a store a server lacks, as a line; raise `SettingsError` when it does not answer."""
    is_words = store == "words"
    try:
        edition = library.edition(store)
        opened = build.open_words(edition=edition) if is_words else build.open_vectors(url=chroma_url, edition=edition)
        with closing(opened):
            there, expected = opened.count(), library.count()[1]
    except IndexBrokenError as error:
        return str(error)
    what = "entries of words" if is_words else "vectors"
    return f"{there:,} {what} for {expected:,} sentences" if there != expected else ""


def _name_store(file: str) -> str:
    return "vectors" if file.startswith("chroma") else "words" if file.startswith("words") else "library"


def drop_damaged_articles(library: Library, split: Split) -> list[str]:
    """Take out of the library what is not as it was stored, and return its ids; it has to be loaded again."""
    library.check_pages()
    damaged = [article_id for article_id in library.versions() if not _is_whole(library, article_id, split)]
    if damaged:
        library.publish([], remove=damaged)
    return damaged


def _is_whole(library: Library, article_id: str, split: Split) -> bool:
    stored = library.get_article(article_id, damaged_too=True)
    return stored is not None and stored.article.version == stored.version and stored.sentences == split(stored.article)


def rebuild_words(build: Build, library: Library) -> None:
    """Make the words anew from the library, beside the old ones, and swap them."""
    edition = _next_edition(library, "words")
    build.drop_words(edition)  # left by a rebuilding that did not end
    with closing(build.open_words(edition=edition, write=True)) as words:
        for stored in library.articles():
            write_words(words, stored.article, stored.sentences)
        words.commit()
    old = library.edition("words")
    library.set_edition("words", edition)
    build.drop_words(old)


def rebuild_vectors(
    build: Build, library: Library, *, chroma_url: str, encoder: Encoder, advance: Callable[[Article, int], None]
) -> None:
    """Make the vectors anew from the library, beside the old ones, and swap them."""
    with _replacing_vectors(build, library, chroma_url) as vectors:
        for batch in library.batches():
            write_vectors(vectors, [(stored.article, stored.sentences) for stored in batch], encoder)
            for stored in batch:
                advance(stored.article, len(stored.sentences))


def compact_vectors(build: Build, library: Library, *, chroma_url: str) -> bool:
    """Copy the vectors beside the old ones and swap them, where most are deleted; return whether that was so.

    Raise `IndexBrokenError` where one is lacking: the next `qa index` finds that, too, and encodes all anew.
    """
    if library.count_deleted() <= DEAD_SHARE * library.count()[1] + DEAD_SPARED:
        return False
    edition = library.edition("vectors")
    with (
        closing(build.open_vectors(url=chroma_url, edition=edition)) as old,
        _replacing_vectors(build, library, chroma_url) as new,
    ):
        for batch in library.batches():
            keys = {stored.version: make_keys(stored.version, len(stored.offsets)) for stored in batch}
            found = old.get([key for own in keys.values() for key in own])
            if len(found) < sum(map(len, keys.values())):
                raise IndexBrokenError(f"{build}: vectors are missing: run 'qa index' to mend it")
            new.add([(version, np.stack([found[key] for key in own])) for version, own in keys.items() if own])
    return True


@contextmanager
def _replacing_vectors(build: Build, library: Library, chroma_url: str) -> Iterator[VectorStore]:
    """Lend an empty edition of the vectors to fill, and swap it for the old one, unless filling it failed."""
    edition = _next_edition(library, "vectors")
    build.drop_vectors(edition)  # left by a rebuilding that did not end
    with closing(build.open_vectors(url=chroma_url, edition=edition, create=True)) as vectors:
        yield vectors
    old = library.edition("vectors")
    library.set_edition("vectors", edition)
    build.drop_vectors(old)
    if chroma_url:
        with suppress(IndexBrokenError), closing(build.open_vectors(url=chroma_url, edition=old)) as vectors:
            vectors.drop()


def _next_edition(library: Library, store: Derived) -> str:
    return f"-{int(library.edition(store).removeprefix('-') or 1) + 1}"


@contextmanager
def dropping_empty(index: Index, *, keep: bool) -> Iterator[None]:
    """Leave no first build behind that holds no article, whether there was none to index or the run failed.

    With ``keep``, it stays if the run did not fail.
    """
    try:
        yield
    except BaseException:
        keep = False
        raise
    finally:
        for build in [] if keep else index.list_builds():
            if not _count_articles(build):
                index.remove(build)


def _count_articles(build: Build) -> int:
    if build.is_empty():
        return 0
    with closing(build.open_library("old")) as library:
        return library.count()[0]
