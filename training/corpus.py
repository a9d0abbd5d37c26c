"""Several question sets as one corpus that can be searched as the product searches: by vector and by words."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from qa.index.recipe import NEIGHBOUR_SHARE, SECTION_SHARE, TITLE_SHARE
from qa.models.encoder import BuiltInEncoder
from qa.reading.features import fill_unknown, standardise
from qa.store.word_index import WordIndex, stem_words
from training.data import GoldQuestion, SplitArticle, load_articles, split_text

Place = tuple[int, int]  # number of the article, number of its sentence

CHUNK = 4_000  # texts encoded between two savings
DENSE_WEIGHT = 2.0  # against 1 for words, as in `qa.retrieve`
CANDIDATES = 100  # asked of each side, as in the product's settings


class Corpus:
    """Articles, the vectors of their sentences, and their words; a sentence is an article's number and its own."""

    def __init__(self, articles: Sequence[SplitArticle], vectors: NDArray[np.float32], words: WordIndex) -> None:
        self.articles = articles
        self.vectors = vectors
        self.words = words
        self.places = {article.id: number for number, article in enumerate(articles)}
        self.keys = [(a, s) for a, article in enumerate(articles) for s in range(len(article.sentences))]
        self.rows = {key: row for row, key in enumerate(self.keys)}
        self._stems: dict[Place, tuple[str, ...]] = {}
        self.encoder = BuiltInEncoder()

    def quote(self, article: int, sentence: int) -> str:
        """Return the text of a sentence."""
        start, end = self.articles[article].sentences[sentence]
        return self.articles[article].text[start:end]

    def search(
        self, question: str, vector: NDArray[np.float32], *, hidden: int | None = None
    ) -> tuple[dict[Place, float], dict[Place, float]]:
        """Return the cosines of the nearest sentences and the BM25 scores of the best; ``hidden`` is an article."""
        cosines = self.vectors @ vector
        count = min(2 * CANDIDATES, len(cosines))  # more than asked for, since some may be hidden
        nearest = np.argpartition(-cosines, count - 1)[:count]
        nearest = nearest[np.argsort(-cosines[nearest], kind="stable")]
        dense = {self.keys[row]: float(cosines[row]) for row in nearest if self.keys[row][0] != hidden}
        hits = self.words.search(question, limit=CANDIDATES)
        lexical = {(int(hit.version), hit.sentence): hit.score for hit in hits if int(hit.version) != hidden}
        return dict(list(dense.items())[:CANDIDATES]), lexical

    def rank(self, questions: Sequence[GoldQuestion], *, limit: int) -> Iterator[list[Place]]:
        """Yield the best sentences for each question: the sum of standardised scores, as in `qa.retrieve`."""
        vectors = self.encoder.encode([question.text for question in questions])
        for question, vector in zip(questions, vectors, strict=True):
            dense, lexical = self.search(question.text, vector)
            places = sorted(dense.keys() | lexical.keys())
            fused = DENSE_WEIGHT * standardise(fill_unknown([dense.get(place) for place in places]))
            fused += standardise(fill_unknown([lexical.get(place) for place in places]))
            yield [places[i] for i in np.argsort(-fused, kind="stable")[:limit]]

    def find_stems(self, article: int, sentence: int) -> tuple[str, ...]:
        """Return the stems of a sentence; of one that is not there, none."""
        if (article, sentence) not in self.rows:
            return ()
        if (article, sentence) not in self._stems:
            self._stems[article, sentence] = tuple(stem_words(self.quote(article, sentence)))
        return self._stems[article, sentence]

    def find_title_stems(self, article: int, sentence: int) -> frozenset[str]:
        """Return the stems of an article's title and of the heading that a sentence stands below."""
        return frozenset(stem_words(f"{self.articles[article].title} {self.articles[article].sections[sentence]}"))


def load_corpus(name: str, folders: Sequence[Path], work: Path) -> Corpus:
    """Return the corpus of several sets; its vectors are kept in the work folder, the long part of making it."""
    articles = [article for folder in folders for article in load_articles(folder, split_text)]
    texts = [article.text[start:end] for article in articles for start, end in article.sentences]
    sentences = encode_saved(texts, work, name)
    titles = encode_saved([article.title for article in articles], work, name)
    owners = np.repeat(np.arange(len(articles)), [len(article.sentences) for article in articles])
    titled = np.array([bool(article.title) for article in articles])[owners, None]
    sections = [section for article in articles for section in article.sections]
    known = ["", *sorted({*sections} - {""})]
    headings = encode_saved(known, work, f"{name}.sections")
    headings[0] = 0
    numbers = {section: number for number, section in enumerate(known)}
    above = headings[[numbers[section] for section in sections]]
    mixed = (sentences + TITLE_SHARE * titled * titles[owners] + SECTION_SHARE * above).astype(np.float32)
    together = (owners[1:] == owners[:-1])[:, None]
    mixed[1:] += NEIGHBOUR_SHARE * together * sentences[:-1]
    mixed[:-1] += NEIGHBOUR_SHARE * together * sentences[1:]
    mixed /= np.linalg.norm(mixed, axis=1, keepdims=True)
    words = WordIndex(work / f"{name}.words", write=True)
    for number, article in enumerate(articles):
        texts = zip(article.sections, article.sentences, strict=True)
        words.add(str(number), [f"{article.title} {section} {article.text[s:e]}" for section, (s, e) in texts])
    words.commit()
    return Corpus(articles, mixed, words)


def encode_saved(texts: Sequence[str], work: Path, name: str) -> NDArray[np.float32]:
    """Return the texts' vectors, going on where an earlier run over the same texts stopped."""
    path = work / f"{name}.{hashlib.sha256(repr(texts).encode()).hexdigest()[:12]}.npy"
    done = np.load(path) if path.exists() else np.zeros((0, BuiltInEncoder().dimension), np.float32)
    encoder = BuiltInEncoder()
    for first in range(len(done), len(texts), CHUNK):
        done = np.concatenate([done, encoder.encode(texts[first : first + CHUNK])])
        np.save(path, done)
        print(f"{path.name}: {len(done)} of {len(texts)} encoded", flush=True)
    return done.astype(np.float32)
