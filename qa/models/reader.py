"""Question and window to sentence scores: the port that every reader fits, and the reader that comes with the product.

A window is a short run of whole sentences of one article. The reader scores each of its sentences in the light of the
others and of the title, and marks in each sentence the phrase that would be the answer. Scores of different windows
and articles compare: all were trained under one softmax with "nothing here answers", whose score is always 0.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from qa.models.session import WEIGHTS_DIR, BuiltIn

if TYPE_CHECKING:
    import tokenizers

Span = tuple[int, int]

QUESTION_TOKENS = 64  # the rest of a longer question is not read
TITLE_TOKENS = 24  # of the title before each window, as in training
WINDOW_TOKENS = 256  # question, title and text together
PHRASE_TOKENS = 20  # a longer run is a clause, not an answer phrase
CLS, SEP = 101, 102  # the marks of the vocabulary that BERT and MiniLM share
UNREAD = -10.0  # the score of a sentence that begins past the last token read


class TokenScore:
    """The columns of the network's output: what each number of a token is for."""

    SENTENCE, WINDOW, START, END = range(4)


@dataclass(frozen=True, slots=True)
class ReaderWindow:
    """What the reader reads at once: ``sentences`` are spans of ``text``, in order."""

    title: str
    text: str
    sentences: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class SentenceReading:
    """What the reader makes of one sentence.

    ``score`` is log-odds-like: above 0 it answers rather than not, higher is better. ``phrase`` is the likeliest answer
    phrase as a span of the window's text, ``phrase_probability`` how sure it is, given that the sentence answers.
    """

    score: float
    phrase: Span | None
    phrase_probability: float

    @property
    def chance(self) -> float:
        """The score as the probability, 0 to 1, that the sentence answers, taken by itself."""
        return float(1 / (1 + np.exp(-self.score)))


@dataclass(frozen=True, slots=True)
class WindowReading:
    """One reading a sentence of the window, in order."""

    sentences: tuple[SentenceReading, ...]


class Reader(Protocol):
    """Scores the sentences of windows as answers to a question."""

    @property
    def name(self) -> str:
        """The identity of the reader, weights included."""

    def read(self, question: str, windows: Sequence[ReaderWindow]) -> list[WindowReading]:
        """Return one reading a window, in order."""


class EncodedWindow(NamedTuple):
    """A question and a window as the network takes them.

    ``sentence_of`` is each token's sentence, -1 outside the text; ``spans`` is each token's place in the text, (0, 0)
    outside it.
    """

    ids: list[int]
    types: list[int]
    sentence_of: list[int]
    spans: list[Span]


def encode_window(tokenizer: tokenizers.Tokenizer, question: str, window: ReaderWindow) -> EncodedWindow:
    """Lay out ``[CLS] question [SEP] title [SEP] text [SEP]``; what is after the question is the second segment."""
    head = [CLS, *tokenizer.encode(question, add_special_tokens=False).ids[:QUESTION_TOKENS], SEP]
    title = tokenizer.encode(window.title, add_special_tokens=False).ids[:TITLE_TOKENS]
    if title:
        title = [*title, SEP]
    text = tokenizer.encode(window.text, add_special_tokens=False)
    room = WINDOW_TOKENS - len(head) - len(title) - 1
    spans = text.offsets[:room]
    before = len(head) + len(title)
    return EncodedWindow(
        ids=[*head, *title, *text.ids[:room], SEP],
        types=[0] * len(head) + [1] * (len(title) + len(spans) + 1),
        sentence_of=[-1] * before + find_owners(spans, window.sentences) + [-1],
        spans=[(0, 0)] * before + spans + [(0, 0)],
    )


def find_owners(tokens: Sequence[Span], sentences: Sequence[Span]) -> list[int]:
    """Return for each token the index of the sentence that it begins in, or -1; both come in order of place."""
    owners, index = [], 0
    for start, _ in tokens:
        while index < len(sentences) and sentences[index][1] <= start:
            index += 1
        owners.append(index if index < len(sentences) and sentences[index][0] <= start else -1)
    return owners


def find_phrase(start: NDArray[np.float32], end: NDArray[np.float32]) -> tuple[int, int, float]:
    """Return the best first and last token of a phrase among a sentence's tokens, and its probability."""
    pairs = start[:, None] + end[None, :]
    allowed = np.triu(np.ones_like(pairs, dtype=bool)) & ~np.triu(np.ones_like(pairs, dtype=bool), PHRASE_TOKENS)
    pairs = np.where(allowed, pairs, -np.inf)
    first, last = (int(i) for i in np.unravel_index(int(pairs.argmax()), pairs.shape))
    return first, last, float(1 / np.exp(pairs - pairs[first, last]).sum())


def read_scores(scores: NDArray[np.float32], encoded: EncodedWindow, sentences: int) -> WindowReading:
    """Return the reading of one window from the network's numbers: shape (tokens, 4)."""
    owners = np.array(encoded.sentence_of)
    readings = []
    for index in range(sentences):
        tokens = np.flatnonzero(owners == index)
        if not len(tokens):
            readings.append(SentenceReading(UNREAD, None, 0.0))
            continue
        mean = scores[tokens, TokenScore.SENTENCE].mean()
        first, last, probability = find_phrase(scores[tokens, TokenScore.START], scores[tokens, TokenScore.END])
        phrase = (encoded.spans[tokens[first]][0], encoded.spans[tokens[last]][1])
        readings.append(SentenceReading(float(mean + scores[0, TokenScore.WINDOW]), phrase, probability))
    return WindowReading(tuple(readings))


class BuiltInReader(BuiltIn):
    """Our reader in 8-bit weights on onnxruntime; 25 ms for a window on one slow core, windows in parallel."""

    def __init__(self, folder: Path = WEIGHTS_DIR / "reader") -> None:
        super().__init__(folder)

    def read(self, question: str, windows: Sequence[ReaderWindow]) -> list[WindowReading]:
        """Return one reading a window, in order."""

        def read_one(window: ReaderWindow) -> WindowReading:
            encoded = encode_window(self._network.tokenizer, question, window)
            return read_scores(self._network.run(encoded.ids, encoded.types), encoded, len(window.sentences))

        return self._network.map(read_one, windows)
