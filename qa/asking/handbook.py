"""The handbook that comes with the program, as an index in memory: the help where the articles have none of their own.

Its vectors lie beside this file (``python -m training.handbook`` makes them), because encoding its 750 sentences takes
ten seconds; a page that has changed since is encoded when the handbook is opened. They are read in 7 ms; the pages,
which take 200 ms, are read when a question is first put to them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from qa.english.words import list_content_words
from qa.index.recipe import DERIVED
from qa.index.write import embed_articles, write_words
from qa.models.encoder import Encoder
from qa.records import Article, Sentence
from qa.split import split_sentences
from qa.store.keys import MemoryVectors
from qa.store.library import Library, NewArticle
from qa.store.view import View, Views
from qa.store.word_index import WordIndex

PAGES = Path(__file__).parents[1] / "corpus" / "handbook"
VECTORS = Path(__file__).with_name("handbook.npz")
PREFIX = "sourceline-handbook/"  # of its articles' ids, which no folder of articles is likely to have

Page = tuple[Article, tuple[Sentence, ...]]
Kept = Mapping[str, NDArray[np.float32]]

KNOWN = 2 / 3  # of a question's words that the handbook must have
LEAST_WORDS = 2  # of them: one alone ("How does it end?") tells nothing
_STEPS = 127  # of a signed byte


class Handbook:
    """The help, to be compared with a question at once, and opened where one is put to it."""

    def __init__(self, encoder: Encoder, kept: Kept) -> None:
        self._encoder = encoder
        self._kept = kept
        self._rows = np.concatenate(list(kept.values()))

    def compare(self, vector: NDArray[np.float32]) -> float:
        """Return the cosine between a question and the sentence that is nearest to it in meaning."""
        return float((self._rows @ vector).max())

    def knows(self, question: str) -> bool:
        """Say whether it has most of the words of a question."""
        told = list_content_words(question)
        with self.views.reading() as view:
            known = [word for word in told if not view.words.lacks(word)]
        return len(known) >= KNOWN * max(LEAST_WORDS, len(told))

    @cached_property
    def views(self) -> Views:
        """Its pages as an index."""
        return Views(self)

    def find_place(self) -> Path:
        """Return where its pages lie; they do not change while a process runs."""
        return PAGES

    def open(self) -> View:
        """Read its pages and index them."""
        pages = read_pages()
        vectors = embed_pages(pages, self._encoder, self._kept)
        library, words = Library(PAGES, mode="memory"), WordIndex(None, write=True)
        for article, sentences in pages:
            write_words(words, article, sentences)
        words.commit()
        words.close()
        library.publish([NewArticle(article, "", sentences) for article, sentences in pages])
        return View(self.find_place(), library.generation, library, MemoryVectors(vectors), words)


def open_handbook(encoder: Encoder) -> Handbook | None:
    """Return the handbook; None where its vectors cannot be compared with those of an encoder."""
    made_with, kept = read_vectors()
    return Handbook(encoder, kept) if name_recipe(encoder) == made_with else None


def name_recipe(encoder: Encoder) -> str:
    """Return what the vectors of the pages are made with by an encoder, as one string."""
    return f"{encoder.name}: {DERIVED}"


def read_pages() -> list[Page]:
    """Return the pages with their sentences, in the order of their ids."""
    from qa.load.markdown import load_markdown  # a fifth of a second of loaders that no other question needs

    pages = [load_markdown(path.read_bytes(), f"{PREFIX}{path.stem}") for path in sorted(PAGES.glob("*.md"))]
    return [(article, split_sentences(article.text, article_id=article.id)) for article in pages]


def embed_pages(pages: Sequence[Page], encoder: Encoder, kept: Kept) -> dict[str, NDArray[np.float32]]:
    """Return one unit vector a sentence for each version of a page: those that are kept, else encoded now."""
    vectors = {}
    for article, sentences in pages:
        rows = kept.get(article.version)
        if rows is None or len(rows) != len(sentences):
            rows = embed_articles(encoder, [(article, sentences)])[0]
        vectors[article.version] = rows
    return vectors


def read_vectors() -> tuple[str, Kept]:
    """Return what the kept vectors were made with, as `name_recipe` has it, and them."""
    with np.load(VECTORS) as kept:
        rows = kept["rows"].astype(np.float32)
        rows /= np.linalg.norm(rows, axis=1, keepdims=True)
        ends = np.cumsum(kept["counts"])[:-1]
        return str(kept["recipe"]), dict(zip(map(str, kept["versions"]), np.split(rows, ends), strict=True))


def write_vectors(recipe: str, vectors: Kept) -> None:
    """Keep the vectors of the pages, a byte for each number: the cosines change by less than .01."""
    rows = np.concatenate(list(vectors.values()))
    scaled = np.rint(rows / np.abs(rows).max(axis=1, keepdims=True) * _STEPS).astype(np.int8)
    counts = np.array([len(own) for own in vectors.values()])
    np.savez_compressed(VECTORS, recipe=recipe, versions=np.array(list(vectors)), counts=counts, rows=scaled)
