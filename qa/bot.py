"""The journey of a question: every stage in order, from what was typed to the cited answer.

This is where settings are read and the stages meet; the stages themselves receive values.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import partial
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from qa.answer import quote_answer
from qa.chat import understand
from qa.check.judge import judge_with
from qa.errors import ModelError, QuestionError
from qa.filters import NO_FILTERS, Filters
from qa.index.recipe import explain_difference, write_recipe
from qa.models.checker import BuiltInChecker
from qa.models.encoder import load_encoder
from qa.models.left_out import BuiltInLeftOut
from qa.models.reader import BuiltInReader, ReaderWindow
from qa.models.writer import Writer
from qa.reading.fusion import load_fusion
from qa.reading.headline import load_headline
from qa.reading.read import read
from qa.records import Answer, Article, Evidence, Turn
from qa.retrieve import Candidate, retrieve
from qa.settings import Settings
from qa.store.folder import IndexFolder
from qa.store.library import StoredArticle
from qa.store.view import View, Views, ViewSource
from qa.store.words import stem_words
from qa.write import rewrite_question, write_answer
from qa.write.loading import check_writer_budget, load_writer_of

log = logging.getLogger("qa")


Stage = Literal["understood", "searched", "read", "written", "done"]

STANDALONE_SHARE = 1 / 3  # of the writer's time that it may take to make a follow-up stand alone


class Bot:
    """Answers questions from one index; safe to use from several threads.

    A change of the index by another process is noticed at the next question.
    """

    def __init__(self, settings: Settings, *, writer: Writer | None = None) -> None:
        self._settings = settings
        self._encoder = load_encoder(settings.encoder)
        self._reader = BuiltInReader()
        self._fusion = load_fusion()
        self._headline = load_headline()
        self._checker = BuiltInChecker()
        self._left_out = BuiltInLeftOut()
        self._writer = writer or load_writer_of(settings)
        if self._writer:
            check_writer_budget(settings)
        explain = partial(explain_difference, now=write_recipe(self._encoder.name, settings.chroma_url))
        folder = IndexFolder(settings.index_dir)
        source = ViewSource(folder, chroma_url=settings.chroma_url, explain_difference=explain)
        source.find_place()  # where there is no index, nothing has begun to load
        # the models load while the stores open: half a second less to the first answer
        self._loading = threading.Thread(target=self._load_models)
        self._loading.start()
        try:
            self._views = Views(source)
        except BaseException:
            self._loading.join()  # a process that ends while a model loads ends in a crash
            raise

    def _load_models(self) -> None:
        with suppress(ModelError):  # the first question meets the same error, and tells of it
            self._encoder.encode_question("warm up")
            self._reader.read("warm up", [ReaderWindow("", "Warm up.", ((0, 8),))])
            self._checker.check(["warm up"], ["Warm up."])

    def ask(
        self, question: str, history: Sequence[Turn] = (), filters: Filters = NO_FILTERS, *, page: str = ""
    ) -> Answer:
        """Answer one question; ``history`` holds the earlier turns of its conversation, oldest first.

        ``page`` is the web address of the article that the question is about: where it is indexed and has a sentence
        that may answer, no other article does.
        Raise `QuestionError` when the question is empty or longer than the settings allow.
        """
        *_, (_, answer) = self.ask_in_steps(question, history, filters, page=page)
        return answer

    def ask_in_steps(
        self, question: str, history: Sequence[Turn] = (), filters: Filters = NO_FILTERS, *, page: str = ""
    ) -> Iterator[tuple[Stage, Answer]]:
        """Answer one question as `ask` does, and yield after each stage what is known by then; the last is the answer.

        Closing the iterator ends the work: no further stage is begun.
        """
        self.check(question)
        settings, clock = self._settings, _Clock()
        understood = understand(question.strip(), history, weigh=self._left_out.weigh)
        standalone = understood.standalone
        writing_seconds = settings.writer_timeout_seconds  # for all that the writer does for one question
        if self._writer and history:
            standalone = rewrite_question(
                question.strip(),
                history,
                standalone,
                writer=self._writer,
                timeout_seconds=writing_seconds * STANDALONE_SHARE,
            )
            clock.lap("understand")
            writing_seconds -= clock.laps["understand"] / 1000
        known = Answer(question, standalone, "not_found", 0.0)
        yield "understood", known
        searched = f"{history[-1].question} {standalone}" if understood.leans else standalone
        vector = self._encoder.encode_question(searched)
        clock.lap("encode")
        limits = (replace(filters, page=page), filters) if page else (filters,)
        stems = set(stem_words(standalone))
        candidates, word_weights = self._views.read(
            lambda view: (self._search(view, searched, vector, limits), view.words.weigh_words(stems))
        )
        clock.lap("retrieve")
        yield "searched", replace(known, ranked=tuple(Evidence(c.sentence, c.score) for c in candidates))
        reading = read(
            standalone,
            candidates,
            reader=self._reader,
            fusion=self._fusion,
            headline=self._headline,
            checker=self._checker,
            stem_words=stem_words,
            word_weights=word_weights,
            windows=settings.read_windows,
            lead_from=settings.score_floor,
        )
        clock.lap("read")
        yield "read", replace(known, confidence=reading.confidence, ranked=reading.evidence)
        quoted = answer = quote_answer(
            question,
            standalone,
            reading,
            _articles_by_id(candidates),
            score_floor=settings.score_floor,
            perhaps_floor=settings.perhaps_floor,
            sentence_floor=settings.sentence_floor,
            max_sentences=settings.max_sentences,
            nearest_sentences=settings.nearest_sentences,
            timings_ms=clock.laps,
        )
        if self._writer:
            for written in write_answer(
                quoted,
                history,
                _articles_by_id(candidates),
                writer=self._writer,
                prompt_tokens=settings.writer_prompt_tokens,
                passage_tokens=settings.passage_tokens,
                timeout_seconds=writing_seconds,
                sentence_floor=settings.sentence_floor,
                encode=self._encoder.encode,
                judge=judge_with(self._reader),
            ):
                answer = written
                yield "written", answer
            clock.lap("write")
        log.info("%s, %d candidates, %.0f ms", answer.outcome, len(candidates), sum(clock.laps.values()))
        yield "done", answer

    def rank(self, question: str, filters: Filters = NO_FILTERS) -> tuple[Evidence, ...]:
        """Return the sentences that may answer, read and best first, without making an answer of them."""
        steps = self.ask_in_steps(question, (), filters)
        return next((known.ranked for stage, known in steps if stage == "read"), ())

    def check(self, question: str) -> None:
        """Raise `QuestionError` when the question is empty or longer than the settings allow."""
        if not question.strip():
            raise QuestionError("the question is empty: type one")
        most = self._settings.question_characters
        if len(question) > most:
            raise QuestionError(f"the question has {len(question):,} characters, at most {most:,} fit: shorten it")

    def get_article(self, article_id: str) -> Article | None:
        """Return the article of this id, or None."""
        stored = self._views.read(lambda view: view.library.get_article(article_id))
        return stored.article if stored else None

    def get_offsets(self, article_id: str) -> Sequence[tuple[int, int]]:
        """Return where the stored sentences of an article start and end; none where there is no such article."""
        stored = self._views.read(lambda view: view.library.get_article(article_id))
        return stored.offsets if stored else ()

    def articles(self) -> Iterator[Article]:
        """Yield every article, in the order of ids."""
        with self._views.reading() as view:
            for stored in view.library.articles():
                yield stored.article

    def count(self) -> tuple[int, int]:
        """Return how many articles and sentences the index holds."""
        return self._views.read(lambda view: view.library.count())

    def find_trouble(self) -> str:
        """Return why the index as it is now is not served, "" when it is; raise when nothing can be answered."""
        self._views.read(lambda view: view.vectors.count())
        return self._views.trouble

    @property
    def models_loaded(self) -> bool:
        """Whether the models are in memory; until then a question waits for them."""
        return not self._loading.is_alive()

    @property
    def generation(self) -> int:
        """A number that grows with every change of the index."""
        with self._views.reading() as view:
            return view.generation

    def close(self) -> None:
        """Release the index, once those who read in it have left."""
        self._views.close()

    def _search(
        self, view: View, question: str, vector: NDArray[np.float32], limits: Sequence[Filters]
    ) -> tuple[Candidate, ...]:
        """Return the candidates that the first of the filters admit that admit any."""
        found: tuple[Candidate, ...] = ()
        for filters in limits:
            found = retrieve(
                question,
                vector,
                library=view.library,
                vectors=view.vectors,
                words=view.words,
                filters=filters,
                dense_candidates=self._settings.dense_candidates,
                lexical_candidates=self._settings.lexical_candidates,
            )
            if found:
                break
        return found


def open_bot(settings: Settings, *, writer: Writer | None = None) -> Bot:
    """Open the index of these settings for questions; raise `NoIndexError` when there is none.

    ``writer`` is a writer of one's own, in place of the one that the settings name.
    """
    return Bot(settings, writer=writer)


def _articles_by_id(candidates: Sequence[Candidate]) -> dict[str, StoredArticle]:
    return {c.sentence.article_id: c.stored for c in candidates}


class _Clock:
    """Milliseconds from one lap to the next."""

    def __init__(self) -> None:
        self.laps: dict[str, float] = {}
        self._last = time.perf_counter()

    def lap(self, name: str) -> None:
        now = time.perf_counter()
        self.laps[name] = round((now - self._last) * 1000, 3)
        self._last = now
