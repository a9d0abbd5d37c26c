"""Bring the stores up to date with a set of articles, incrementally and safe against a crash at any point.

The order of the writes is what makes it safe. Versions are announced in the library, written to the derived stores,
then published in one library transaction; what they replace is deleted from the derived stores last. Killed anywhere,
the library holds the old or the new version of each article, and its list of stale versions says what to clean up.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from qa.models.encoder import Encoder
from qa.records import Article, Loaded, Passage, Sentence, Skipped
from qa.store.library import Library, NewArticle
from qa.store.vectors import VectorStore
from qa.store.words import WordIndex

# sentences written between two library transactions: few enough that a crash costs seconds, enough to write in bulk
BATCH_SENTENCES = 1_000

# how much of the title's vector, and of each neighbour's, is mixed into a sentence's own
TITLE_SHARE, NEIGHBOUR_SHARE = 0.3, 0.2
# what the derived stores hold of a sentence; an index of another recipe is made anew
RECIPE = f"vectors with {TITLE_SHARE} title and {NEIGHBOUR_SHARE} neighbours, words with title"

Split = Callable[[Article], tuple[tuple[Sentence, ...], tuple[Passage, ...]]]


@dataclass(frozen=True, slots=True)
class Stores:
    """The three stores of one build, open for writing."""

    library: Library
    vectors: VectorStore
    words: WordIndex


@dataclass(frozen=True, slots=True)
class Changes:
    """What the places hold, held against the library: what has to be written, and what is no longer there."""

    incoming: tuple[Loaded, ...]
    vanished: tuple[str, ...]
    skipped: tuple[Skipped, ...]
    added: int
    changed: int
    unchanged: int


def find_changes(
    loaded: Iterable[Loaded | Skipped], versions: Mapping[str, str], origins: Mapping[str, str], places: Sequence[str]
) -> Changes:
    """Compare what was loaded from the places with the ``versions`` and ``origins`` that the library has by id."""
    seen: set[str] = set()
    incoming: list[Loaded] = []
    skipped: list[Skipped] = []
    for item in loaded:
        if isinstance(item, Skipped):
            skipped.append(item)
            continue
        seen.add(item.article.id)
        if versions.get(item.article.id) != item.article.version:
            incoming.append(item)
    changed = sum(item.article.id in versions for item in incoming)
    return Changes(
        incoming=tuple(incoming),
        vanished=tuple(_find_vanished(places, origins, seen, skipped)),
        skipped=tuple(skipped),
        added=len(incoming) - changed,
        changed=changed,
        unchanged=len(seen) - len(incoming),
    )


def _find_vanished(
    places: Sequence[str], origins: Mapping[str, str], seen: set[str], skipped: Sequence[Skipped]
) -> Iterator[str]:
    """Yield the ids that came from these places before and are no longer there.

    An article whose file, or the folder above it, could not be read this time has not vanished.
    """
    roots = [_name_origin(place) for place in places]
    unread = [_name_origin(item.name) for item in skipped]
    for article_id, origin in origins.items():
        if article_id in seen or not any(_is_below(origin, root) for root in roots):
            continue
        if not any(_is_below(origin, name) or name.startswith(origin) for name in unread):  # "a.jsonl line 3"
            yield article_id


def _is_below(origin: str, place: str) -> bool:
    return origin == place or origin.startswith(place.rstrip("/") + "/")


def _name_origin(place: str) -> str:
    return place if "://" in place else str(Path(place).absolute())


def write_articles(
    incoming: Sequence[Loaded],
    stores: Stores,
    *,
    split: Split,
    encoder: Encoder,
    advance: Callable[[Article, int], None] = lambda article, sentences: None,
) -> int:
    """Index articles that are new or changed and return how many sentences they have.

    ``advance`` is called with each article and its number of sentences, once it is safely stored.
    """
    sentences = 0
    for batch in _batch_by_sentences(_split_all(incoming, split)):
        stores.library.announce((new.article.version, len(new.sentences)) for new in batch)
        for new in batch:
            _write_derived(new, stores, encoder)
        stores.words.commit()
        stores.library.publish(batch)
        for new in batch:
            sentences += len(new.sentences)
            advance(new.article, len(new.sentences))
    return sentences


def remove_articles(ids: Sequence[str], stores: Stores) -> None:
    """Take articles out of the index."""
    if ids:
        stores.library.publish([], remove=ids)


def sweep_stale(stores: Stores) -> None:
    """Delete from the derived stores what is not current: replaced versions, and what a crash left behind."""
    stale = stores.library.stale()
    if not stale:
        return
    stores.vectors.remove(stale)
    stores.words.remove(version for version, _ in stale)
    stores.words.commit()
    stores.library.forget(version for version, _ in stale)


def embed_sentences(encoder: Encoder, title: str, texts: Sequence[str]) -> NDArray[np.float32]:
    """Return one unit vector a sentence: the sentence, a part of its title, and a part of its two neighbours.

    The title and the neighbours tell what "he" and "the company" are. Mixing vectors costs one encoding a sentence;
    encoding title and sentence together costs two and found less. On OneStopQA's news among 57,000 sentences, hit@1 of
    the fused ranking rose from .527 to .538 and the share of answers among the first 50 from .897 to .927; on WikiQA
    the latter from .985 to 1.000.
    """
    alone = encoder.encode(texts)
    mixed = alone.copy()
    mixed[1:] += NEIGHBOUR_SHARE * alone[:-1]
    mixed[:-1] += NEIGHBOUR_SHARE * alone[1:]
    if title:
        mixed += TITLE_SHARE * encoder.encode([title])
    mixed /= np.linalg.norm(mixed, axis=1, keepdims=True).clip(1e-12)
    return mixed


def _write_derived(new: NewArticle, stores: Stores, encoder: Encoder) -> None:
    article = new.article
    texts = [article.text[s.start : s.end] for s in new.sentences]
    stores.vectors.add(article.version, embed_sentences(encoder, article.title, texts))
    stores.words.add(article.version, [f"{article.title} {text}" for text in texts])


def _split_all(incoming: Iterable[Loaded], split: Split) -> Iterator[NewArticle]:
    for item in incoming:
        sentences, passages = split(item.article)
        yield NewArticle(item.article, item.origin, sentences, passages)


def _batch_by_sentences(articles: Iterable[NewArticle]) -> Iterator[list[NewArticle]]:
    batch: list[NewArticle] = []
    size = 0
    for new in articles:
        batch.append(new)
        size += len(new.sentences)
        if size >= BATCH_SENTENCES:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch
