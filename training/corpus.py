"""Several question sets as one corpus that can be searched as the product searches: by vector and by words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from qa.models.encoder import BuiltInEncoder
from qa.store.words import WordIndex
from training.data import GoldQuestion, SplitArticle, load_articles, split_text

CHUNK = 4_000  # texts encoded between two savings
TITLE_WEIGHT = 0.5  # of the title's vector, added to the sentence's
DENSE_WEIGHT = 2.0  # against 1 for words, as in `qa.retrieve`
CANDIDATES = 200  # asked of each side


class Corpus:
    """Articles, the vectors of their sentences, and their words; a sentence is an article's number and its own."""

    def __init__(self, articles: Sequence[SplitArticle], vectors: NDArray[np.float32], words: WordIndex) -> None:
        self.articles = articles
        self.vectors = vectors
        self.words = words
        self.places = {article.id: number for number, article in enumerate(articles)}
        self.keys = [(a, s) for a, article in enumerate(articles) for s in range(len(article.sentences))]
        self.rows = {key: row for row, key in enumerate(self.keys)}
        self.encoder = BuiltInEncoder()

    def quote(self, article: int, sentence: int) -> str:
        """Return the text of a sentence."""
        start, end = self.articles[article].sentences[sentence]
        return self.articles[article].text[start:end]

    def rank(self, questions: Sequence[GoldQuestion], *, limit: int) -> Iterator[list[tuple[int, int]]]:
        """Yield the best sentences for each question: the sum of standardised scores, as in `qa.retrieve`."""
        vectors = self.encoder.encode([question.text for question in questions])
        for question, vector in zip(questions, vectors, strict=True):
            cosines = self.vectors @ vector
            nearest = np.argpartition(-cosines, min(CANDIDATES, len(cosines) - 1))[:CANDIDATES]
            lexical = {
                self.rows[(int(hit.version), hit.sentence)]: hit.score
                for hit in self.words.search(question.text, limit=CANDIDATES)
            }
            rows = np.array(sorted({*(int(row) for row in nearest), *lexical}))
            least = min(lexical.values(), default=0.0)
            found = np.array([lexical.get(int(row), least) for row in rows])
            fused = DENSE_WEIGHT * standardise(cosines[rows]) + standardise(found)
            yield [self.keys[row] for row in rows[np.argsort(-fused, kind="stable")[:limit]]]


def standardise(scores: NDArray[np.floating]) -> NDArray[np.float64]:
    """Return the scores with mean 0 and standard deviation 1."""
    return (scores - scores.mean()) / max(float(scores.std()), 1e-9)


def load_corpus(name: str, folders: Sequence[Path], work: Path) -> Corpus:
    """Return the corpus of several sets; its vectors are kept in the work folder, the long part of making it."""
    articles = [article for folder in folders for article in load_articles(folder, split_text)]
    texts = [article.text[start:end] for article in articles for start, end in article.sentences]
    sentences = encode_saved(texts, work / f"{name}.sentences.npy")
    titles = encode_saved([article.title for article in articles], work / f"{name}.titles.npy")
    owners = np.repeat(np.arange(len(articles)), [len(article.sentences) for article in articles])
    titled = np.array([bool(article.title) for article in articles])[owners, None]
    mixed = sentences + TITLE_WEIGHT * titled * titles[owners]
    mixed /= np.linalg.norm(mixed, axis=1, keepdims=True)
    words = WordIndex(work / f"{name}.words", write=True)
    for number, article in enumerate(articles):
        words.add(str(number), [f"{article.title} {article.text[s:e]}" for s, e in article.sentences])
    words.commit()
    return Corpus(articles, mixed, words)


def encode_saved(texts: Sequence[str], path: Path) -> NDArray[np.float32]:
    """Return the texts' vectors, going on where an earlier run stopped."""
    done = np.load(path) if path.exists() else np.zeros((0, BuiltInEncoder().dimension), np.float32)
    encoder = BuiltInEncoder()
    for first in range(len(done), len(texts), CHUNK):
        done = np.concatenate([done, encoder.encode(texts[first : first + CHUNK])])
        np.save(path, done)
        print(f"{path.name}: {len(done)} of {len(texts)} encoded", flush=True)
    return done.astype(np.float32)
