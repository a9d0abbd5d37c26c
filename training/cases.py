"""Ask questions of a corpus as the product does, and keep what the fits and the measures need."""

from __future__ import annotations

import pickle
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from qa.models.reader import Reader, ReaderWindow, SentenceReading
from qa.reading.features import CandidateFacts, describe_candidates
from qa.reading.fusion import Fusion
from qa.reading.windows import add_section, cut_windows
from qa.store.word_index import stem_words
from training.corpus import Corpus, Place
from training.data import GoldQuestion
from training.mislead import mislead


@dataclass(frozen=True, slots=True)
class Asked:
    """A question to ask; ``removed`` takes its own article out of the corpus, so that nothing answers."""

    question: GoldQuestion
    removed: bool = False

    @property
    def answerable(self) -> bool:
        """Whether the corpus, as it is asked, answers."""
        return self.question.answerable and not self.removed


@dataclass(frozen=True, slots=True)
class Case:
    """A question as the fits see it: its candidates' features, which of them are gold, and what the reader said.

    A reading's phrase is a place in its article.
    """

    set_name: str
    places: tuple[Place, ...]
    answerable: bool
    removed: bool
    features: NDArray[np.float32]
    gold: NDArray[np.bool_]
    readings: tuple[SentenceReading | None, ...]


def describe(corpus: Corpus, asked: Asked, vector: NDArray[np.float32]) -> tuple[list[Place], NDArray[np.float32]]:
    """Return the candidates of a question and their features."""
    question = asked.question.text
    hidden = corpus.places[asked.question.home] if asked.removed else None
    dense, lexical = corpus.search(question, vector, hidden=hidden)
    places = sorted(dense.keys() | lexical.keys())
    stems = stem_words(question)
    facts = [
        CandidateFacts(
            article=str(article),
            index=sentence,
            text=corpus.quote(article, sentence),
            dense=dense.get((article, sentence)),
            lexical=lexical.get((article, sentence)),
            stems=corpus.find_stems(article, sentence),
            near_stems=frozenset(corpus.find_stems(article, sentence - 1) + corpus.find_stems(article, sentence + 1)),
            title_stems=corpus.find_title_stems(article, sentence),
        )
        for article, sentence in places
    ]
    return places, describe_candidates(question, stems, corpus.words.weigh_words(set(stems)), facts)


def read(
    corpus: Corpus, question: str, ranked: Sequence[Place], reader: Reader, *, windows: int
) -> dict[Place, SentenceReading]:
    """Return what the reader says of the sentences around the best candidates."""
    names = [(str(article), sentence) for article, sentence in ranked]
    sentences = {str(article): corpus.articles[article].sentences for article, _ in ranked}
    cut = [(int(name), run) for name, run in cut_windows(names, sentences, most=windows)]
    shown = []
    for number, run in cut:
        article = corpus.articles[number]
        spans = article.sentences[run.start : run.stop]
        base = spans[0][0]
        text = article.text[base : spans[-1][1]]
        title = add_section(article.title, article.sections[run.start])
        shown.append(ReaderWindow(title, text, tuple((start - base, end - base) for start, end in spans)))
    found: dict[Place, SentenceReading] = {}
    for (number, run), window in zip(cut, reader.read(question, shown), strict=True):
        base = corpus.articles[number].sentences[run.start][0]
        for sentence, reading in zip(run, window.sentences, strict=True):
            known = found.get((number, sentence))
            if known is None or reading.score > known.score:
                phrase = reading.phrase and (base + reading.phrase[0], base + reading.phrase[1])
                found[number, sentence] = replace(reading, phrase=phrase)
    return found


def make_cases(
    corpus: Corpus, questions: Sequence[Asked], light: Fusion, reader: Reader, *, windows: int
) -> Iterator[Case]:
    """Yield one case a question."""
    vectors = corpus.encoder.encode([asked.question.text for asked in questions])
    for asked, vector in zip(questions, vectors, strict=True):
        places, features = describe(corpus, asked, vector)
        order = np.argsort(-light.score_lightly(features), kind="stable")
        found = read(corpus, asked.question.text, [places[i] for i in order], reader, windows=windows)
        gold = {(corpus.places[id_], i) for id_, indexes in asked.question.gold.items() for i in indexes}
        yield Case(
            set_name=asked.question.set_name,
            places=tuple(places),
            answerable=asked.answerable,
            removed=asked.removed,
            features=features,
            gold=np.array([place in gold and asked.answerable for place in places]),
            readings=tuple(found.get(place) for place in places),
        )


def keep_cases(
    path: Path, corpus: Corpus, questions: Sequence[Asked], light: Fusion, reader: Reader, *, windows: int
) -> list[Case]:
    """Return one case a question, those that a file has of this reader and light score from there."""
    made_with = (reader.name, light.light, windows)
    stored = pickle.loads(path.read_bytes()) if path.exists() else (made_with, {})  # noqa: S301 - our own file
    kept: dict[tuple[str, str, bool], Case] = stored[1] if stored[0] == made_with else {}
    keys = [(one.question.id, one.question.text, one.removed) for one in questions]
    new = {key: one for key, one in zip(keys, questions, strict=True) if key not in kept}
    kept.update(zip(new, make_cases(corpus, list(new.values()), light, reader, windows=windows), strict=True))
    path.write_bytes(pickle.dumps((made_with, kept)))
    return [kept[key] for key in keys]


def choose_asked(
    questions: Sequence[GoldQuestion], *, answerable: int, unanswerable: int, removed: int, seed: int
) -> list[Asked]:
    """Return so many questions of each kind; those asked without their article are among the answerable ones too."""
    shuffled = random.Random(seed).sample(list(questions), len(questions))
    with_answer = [question for question in shuffled if question.answerable]
    without = [question for question in shuffled if not question.answerable]
    return [
        *(Asked(question) for question in with_answer[:answerable]),
        *(Asked(question) for question in without[:unanswerable]),
        *(Asked(question, removed=True) for question in with_answer[:removed]),
    ]


def choose_misleading(corpus: Corpus, questions: Sequence[GoldQuestion], *, most: int, seed: int) -> list[Asked]:
    """Return up to ``most`` of the answerable questions with one word changed, so that nothing answers them."""
    chance = random.Random(seed)
    chosen: list[Asked] = []
    for question in chance.sample(list(questions), len(questions)):
        if len(chosen) == most:
            break
        if not question.answerable:
            continue
        article = corpus.articles[corpus.places[question.home]]
        gold = [article.sentences[index] for index in question.gold.get(question.home, ())]
        if gold:
            window = article.text[gold[0][0] : gold[-1][1]]
            changed = mislead(question.text, window, article.text, chance)
            if changed is not None:
                chosen.append(Asked(replace(question, text=changed, answerable=False, gold={}, phrases={})))
    return chosen
