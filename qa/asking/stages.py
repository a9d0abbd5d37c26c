"""The stages of a question on the newest view of an index: find, read, quote, write, brief; and prove a claim."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from functools import partial

import numpy as np
from numpy.typing import NDArray

from qa.answer import quote_answer
from qa.asking.parts import Parts
from qa.brief.search import Search, brief
from qa.chat.kinds import Asked
from qa.clock import Clock
from qa.errors import QuestionError
from qa.filters import Filters
from qa.itself import Described, describe_corpus
from qa.models.writer import Writer
from qa.proof.draft import Proven, list_statements, prove
from qa.reading.read import Reading, read
from qa.records import Answer, Evidence, Turn
from qa.retrieve import Candidate, retrieve
from qa.settings import Settings
from qa.store.view import View, Views
from qa.store.word_index import stem_words
from qa.write import write_answer

KEYWORDS_SURE, KEYWORDS_FACT = 0.6, 3  # confidence and words from which on keywords are answered as a fact, not briefed
DRAFT_CHARACTERS = 100_000  # of a draft that is checked: some 1,000 statements


@dataclass(frozen=True, slots=True)
class Found:
    """Candidate sentences, best first, and the weight of each stem of the question: the rarer the word, the higher."""

    candidates: tuple[Candidate, ...]
    word_weights: Mapping[str, float]

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        """The candidates as evidence that nothing has read."""
        return tuple(Evidence(one.stored, one.sentence, one.score) for one in self.candidates)


class Stages:
    """Does each stage with the settings' values; safe to use from several threads."""

    def __init__(self, settings: Settings, parts: Parts, views: Views) -> None:
        self._settings = settings
        self._parts = parts
        self._views = views
        self._described: Described | None = None

    def describe(self) -> Described:
        """Return the corpus as it is at this generation, described once."""
        with self._views.reading() as view:
            if self._described is None or self._described.generation != view.generation:
                self._described = describe_corpus(view.library)
            return self._described

    def find(self, searched: str, standalone: str, vector: NDArray[np.float32], limits: Sequence[Filters]) -> Found:
        """Return the candidates for what is searched, within the first limits that admit any."""

        def work(view: View) -> Found:
            weights = view.words.weigh_words(set(stem_words(standalone)))
            return Found(self._search(view, searched, vector, limits), weights)

        return self._views.read(work)

    def find_nearest(self, vector: NDArray[np.float32]) -> str:
        """Return the version of the article whose sentence is nearest in meaning; empty where there is none."""
        nearest = self._views.read(lambda view: view.vectors.search(vector, limit=1))
        return nearest[0].version if nearest else ""

    def read(self, standalone: str, found: Found) -> Reading:
        """Return the candidates as evidence, read."""
        return read(
            standalone,
            found.candidates,
            reader=self._parts.reader,
            fusion=self._parts.fusion,
            headline=self._parts.headline,
            checker=self._parts.checker,
            gate=self._parts.gate,
            stem_words=stem_words,
            word_weights=found.word_weights,
            windows=self._settings.read_windows,
            lead_from=self._settings.score_floor,
        )

    def quote(self, known: Answer, reading: Reading) -> Answer:
        """Return the answer that quotes what was read."""
        return quote_answer(
            known.question,
            known.standalone,
            reading,
            score_floor=self._settings.score_floor,
            perhaps_floor=self._settings.perhaps_floor,
            sentence_floor=self._settings.sentence_floor,
            max_sentences=self._settings.max_sentences,
            nearest_sentences=self._settings.nearest_sentences,
            timings_ms=known.timings_ms,
        )

    def ask(self, question: str, filters: Filters) -> Answer:
        """Find, read and quote: the answer to a question that stands alone."""
        found = self.find(question, question, self._parts.encoder.encode_question(question), (filters,))
        return self.quote(Answer(question, question, "not_found", 0.0), self.read(question, found))

    def write(
        self, quoted: Answer, history: Sequence[Turn], writer: Writer, timeout_seconds: float
    ) -> Iterator[Answer]:
        """Yield the answer in a writer's words as it grows."""
        return write_answer(
            quoted,
            history,
            writer=writer,
            prompt_tokens=self._settings.writer_prompt_tokens,
            passage_tokens=self._settings.passage_tokens,
            timeout_seconds=timeout_seconds,
            sentence_floor=self._settings.sentence_floor,
            gate=self._parts.gate,
        )

    def brief(self, known: Answer, asked: Asked, filters: Filters) -> Answer | None:
        """Return the briefing on what is asked, None where the articles hold none."""
        topics = asked.sides or (asked.topic or known.standalone,)
        with self.searching() as search:
            return brief(known, topics, search, filters, newest_first=asked.latest, today=date.today())

    @contextmanager
    def searching(self) -> Iterator[Search]:
        """Lend what a briefing searches with, over the newest view."""
        with self._views.reading() as view:
            yield Search(view.words, view.vectors, self._parts.encoder, partial(self._search, view))

    def prove(self, text: str, filters: Filters, clock: Clock) -> tuple[Proven, ...]:
        """Return the statements of a draft with their verdicts; raise `QuestionError` where it is empty or too long."""
        if not text.strip():
            raise QuestionError("there is nothing to check: give a statement or a draft")
        if len(text) > DRAFT_CHARACTERS:
            raise QuestionError(f"the draft has {len(text):,} characters, at most {DRAFT_CHARACTERS:,} fit: shorten it")
        return tuple(
            replace(self._prove(claim, filters, clock), text=written, start=start, end=start + len(written))
            for written, claim, start in list_statements(text)
        )

    def _prove(self, claim: str, filters: Filters, clock: Clock) -> Proven:
        clock.lap("prove")
        claim = claim[: self._settings.question_characters]
        vector = self._parts.encoder.encode_question(claim)
        with self._views.reading() as view:
            candidates = self._search(view, claim, vector, [filters])
        return prove(claim, candidates, self._parts.gate)

    def _search(
        self, view: View, question: str, vector: NDArray[np.float32], limits: Sequence[Filters]
    ) -> tuple[Candidate, ...]:
        """Return the candidates that the first of the filters admit that admit any."""
        searches = (
            retrieve(
                question,
                vector,
                library=view.library,
                vectors=view.vectors,
                words=view.words,
                filters=filters,
                dense_candidates=self._settings.dense_candidates,
                lexical_candidates=self._settings.lexical_candidates,
            )
            for filters in limits
        )
        return next(filter(None, searches), ())


def answers_keywords(answer: Answer) -> bool:
    """Whether keywords were a question in short: three words or more, with an answer that is sure or has a headline."""
    if any(statement.kind == "lead" for statement in answer.statements):
        return True
    return answer.confidence >= KEYWORDS_SURE and len(answer.standalone.split()) >= KEYWORDS_FACT
