"""What is in an index: its articles one by one, which of them say the same, and how to take some out."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from itertools import combinations
from typing import NamedTuple

from qa.errors import ArticleError, NoIndexError
from qa.index.mend import compact_vectors
from qa.index.write import opening_stores, remove_articles, sweep_stale
from qa.records import StoredArticle
from qa.store.builds import Build, Index
from qa.store.library import Library

LEAST_WORDS = 5  # of a sentence that counts; a shorter one is often a heading that many articles have
COMMON = 50  # articles; a sentence that more of them hold is boilerplate and says nothing


class Alike(NamedTuple):
    """Two articles and the share of the shorter one's sentences that both hold, 0 to 1."""

    first: str
    second: str
    share: float


@contextmanager
def opening_library(index: Index) -> Iterator[Library]:
    """Give the library of an index to read; raise `NoIndexError` where there is none."""
    with closing(_find_build(index).open_library("read")) as library:
        yield library


def remove_from_index(ids: Sequence[str], index: Index, chroma_url: str) -> None:
    """Take articles out of an index; raise `ArticleError` where one of them is not in it."""
    _find_build(index)  # where there is none, no lock is left behind either
    with index.lock():
        build = _find_build(index)  # another `qa index` may have replaced the one that was there before
        with closing(build.open_library("write")) as library:
            known = library.versions()
            for article_id in ids:
                if article_id not in known:
                    raise ArticleError(f"no article {article_id!r} in {index.name}: 'qa corpus list' names them")
            with opening_stores(build, library, chroma_url=chroma_url) as stores:
                remove_articles(ids, stores)
                sweep_stale(stores)
            compact_vectors(build, library, chroma_url=chroma_url)
        build.write_seal()  # a removal that failed leaves none: the next `qa index` looks at both stores


def find_alike(articles: Iterator[StoredArticle], *, least_share: float) -> list[Alike]:
    """Return the pairs of articles that hold at least ``least_share`` of the shorter one's sentences, most alike first.

    Sentences count as the same whatever their case, spaces and punctuation.
    """
    holders: defaultdict[str, list[str]] = defaultdict(list)
    sizes: Counter[str] = Counter()
    for stored in articles:
        keys = {_key(stored.quote(sentence)) for sentence in stored.sentences} - {""}
        sizes[stored.article.id] = len(keys)
        for key in keys:
            holders[key].append(stored.article.id)
    shared: Counter[tuple[str, str]] = Counter()
    for ids in holders.values():
        if len(ids) <= COMMON:
            shared.update(combinations(ids, 2))
    pairs = (Alike(*pair, count / min(sizes[pair[0]], sizes[pair[1]])) for pair, count in shared.items())
    found = [pair for pair in pairs if pair.share >= least_share]
    return sorted(found, key=lambda pair: (-pair.share, pair.first, pair.second))


def _find_build(index: Index) -> Build:
    build = index.find_current()
    if build is None:
        raise NoIndexError(f"no index in {index.name}: run 'qa index' first")
    return build


def _key(sentence: str) -> str:
    words = re.findall(r"\w+", sentence.lower())
    return " ".join(words) if len(words) >= LEAST_WORDS else ""
