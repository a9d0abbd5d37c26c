"""The journey of a question: every stage in order, from what was typed to the cited answer.

This is where settings are read and the stages meet; the stages themselves receive values.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from qa.answer import quote_answer
from qa.brief.search import Search, brief
from qa.chat import understand
from qa.chat.dates import asks_about_now
from qa.chat.kinds import Asked, tell_kind
from qa.chat.language import tell_language
from qa.check import open_gate
from qa.clock import Clock
from qa.errors import ModelError, QuestionError
from qa.filters import NO_FILTERS, Filters
from qa.index.recipe import explain_difference, write_recipe
from qa.itself import HELP, Described, answer_foreign, answer_itself, describe_corpus, may_be_in_help, say_newest
from qa.models.checker import BuiltInChecker
from qa.models.encoder import load_encoder
from qa.models.left_out import BuiltInLeftOut
from qa.models.reader import BuiltInReader, ReaderWindow
from qa.models.writer import Writer
from qa.proof.draft import Proven, list_statements, prove
from qa.reading.fusion import load_fusion
from qa.reading.headline import load_headline
from qa.reading.read import Reading, read
from qa.records import Answer, Evidence, Turn
from qa.retrieve import Candidate, retrieve
from qa.settings import Settings
from qa.store.folder import IndexFolder
from qa.store.library import make_storable
from qa.store.lookup import Lookup
from qa.store.view import View, Views, ViewSource
from qa.store.words import stem_words
from qa.write import rewrite_question, write_answer
from qa.write.loading import check_writer_budget, load_writer_of

log = logging.getLogger("qa")


Stage = Literal["understood", "searched", "read", "written", "done"]

STANDALONE_SHARE = 1 / 3  # of the writer's time that it may take to make a follow-up stand alone
KEYWORDS_SURE, KEYWORDS_FACT = 0.6, 3  # confidence and words from which on keywords are answered as a fact, not briefed
DRAFT_CHARACTERS = 100_000  # of a draft that is checked: some 1,000 statements


class Bot(Lookup):
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
        self._gate = open_gate()
        self._writer = writer or load_writer_of(settings)
        if self._writer:
            check_writer_budget(settings)
        explain = partial(explain_difference, now=write_recipe(self._encoder.name, settings.chroma_url))
        folder = IndexFolder(settings.index_dir)
        source = ViewSource(folder, chroma_url=settings.chroma_url, explain_difference=explain)
        self._described: Described | None = None
        source.find_place()  # where there is no index, nothing has begun to load
        # the models load while the stores open: half a second less to the first answer
        self._loading = threading.Thread(target=self._load_models)
        self._loading.start()
        try:
            super().__init__(Views(source))
        except BaseException:
            self._loading.join()  # a process that ends while a model loads ends in a crash
            raise

    def _load_models(self) -> None:
        with suppress(ModelError):  # the first question meets the same error, and tells of it
            self._encoder.encode_question("warm up")
            self._reader.read("warm up", [ReaderWindow("", "Warm up.", ((0, 8),))])
            self._checker.check(["warm up"], ["Warm up."])
            tell_language("warm up please")

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
        question = make_storable(question)
        history = [Turn(make_storable(turn.question), make_storable(turn.answer)) for turn in history]
        settings, clock = self._settings, Clock(self._settings.question_seconds)
        asked, described = tell_kind(question), self._describe()
        if asked.kind in ("small_talk", "about"):
            yield "done", self._answer_itself(question, asked, described)
            return
        filters = _leave_help_out(filters, described)
        understood = understand(question.strip(), history, weigh=self._left_out.weigh)
        standalone = understood.standalone
        clock.lap("understand")
        writing_seconds = settings.writer_timeout_seconds  # for all that the writer does for one question
        if self._writer and history:
            standalone = rewrite_question(
                question.strip(),
                history,
                standalone,
                writer=self._writer,
                timeout_seconds=writing_seconds * STANDALONE_SHARE,
            )
            clock.lap("rewrite")
            writing_seconds -= clock.laps["rewrite"] / 1000
        known = Answer(question, standalone, "not_found", 0.0, timings_ms=clock.laps)
        yield "understood", known
        asked = tell_kind(standalone)
        language = asked.language or tell_language(standalone)
        foreign = bool(described.languages) and language not in described.languages
        if asked.kind == "briefing" and not foreign and (briefing := self.brief(known, asked, filters)):
            clock.lap("brief")
            yield "done", briefing
            return
        searched = f"{history[-1].question} {standalone}" if understood.leans else standalone
        vector = self._encoder.encode_question(searched)
        clock.lap("encode")
        limits = (replace(filters, page=page), filters) if page else (filters,)
        candidates, word_weights = self._views.read(lambda view: self._find(view, searched, standalone, vector, limits))
        clock.lap("retrieve")
        yield "searched", replace(known, ranked=tuple(Evidence(c.stored, c.sentence, c.score) for c in candidates))
        reading = self._read(standalone, candidates, word_weights)
        clock.lap("read")
        yield "read", replace(known, confidence=reading.confidence, ranked=reading.evidence)
        quoted = answer = self._quote(known, reading)
        if self._writer:
            for written in write_answer(
                quoted,
                history,
                writer=self._writer,
                prompt_tokens=settings.writer_prompt_tokens,
                passage_tokens=settings.passage_tokens,
                timeout_seconds=writing_seconds,
                sentence_floor=settings.sentence_floor,
                gate=self._gate,
            ):
                answer = written
                yield "written", answer
            clock.lap("write")
        if asked.kind == "keywords" and not (_answers_keywords(answer) or foreign or understood.leans):
            answer = self.brief(replace(known, ranked=answer.ranked), asked, filters) or answer
            clock.lap("brief")
        if foreign:
            answer = answer_foreign(answer, language)
        elif asks_about_now(standalone):
            answer = say_newest(answer, described.corpus)
        log.info("%s, %d candidates, %.0f ms", answer.outcome, len(candidates), sum(clock.laps.values()))
        yield "done", answer

    def _answer_itself(self, question: str, asked: Asked, described: Described) -> Answer:
        """Answer from the help where it has a sure answer, else from the strings and figures."""
        if may_be_in_help(asked) and described.has_help and asked.language == "en":
            helped = self._read_help(question)
            if helped.outcome == "answered":
                return replace(helped, scope="From the help")
        return answer_itself(question, asked, described.corpus, ())

    def _read_help(self, question: str) -> Answer:
        vector = self._encoder.encode_question(question)
        limits = (Filters(collections=(HELP,)),)
        candidates, weights = self._views.read(lambda view: self._find(view, question, question, vector, limits))
        known = Answer(question, question, "not_found", 0.0)
        return self._quote(known, self._read(question, candidates, weights))

    def _find(
        self, view: View, searched: str, standalone: str, vector: NDArray[np.float32], limits: Sequence[Filters]
    ) -> tuple[tuple[Candidate, ...], Mapping[str, float]]:
        weights = view.words.weigh_words(set(stem_words(standalone)))
        return self._search(view, searched, vector, limits), weights

    def _read(self, standalone: str, candidates: Sequence[Candidate], weights: Mapping[str, float]) -> Reading:
        return read(
            standalone,
            candidates,
            reader=self._reader,
            fusion=self._fusion,
            headline=self._headline,
            checker=self._checker,
            stem_words=stem_words,
            word_weights=weights,
            windows=self._settings.read_windows,
            lead_from=self._settings.score_floor,
        )

    def _quote(self, known: Answer, reading: Reading) -> Answer:
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

    def brief(self, known: Answer, asked: Asked, filters: Filters) -> Answer | None:
        """Return the briefing on what is asked, None where the articles hold none."""
        topics = asked.sides or (asked.topic or known.standalone,)
        with self._views.reading() as view:
            search = Search(view.words, view.vectors, self._encoder, partial(self._search, view))
            return brief(known, topics, search, filters, newest_first=asked.latest, today=date.today())

    def _describe(self) -> Described:
        """Return the corpus as it is at this generation, described once."""
        with self._views.reading() as view:
            if self._described is None or self._described.generation != view.generation:
                self._described = describe_corpus(view.library)
            return self._described

    def rank(self, question: str, filters: Filters = NO_FILTERS) -> tuple[Evidence, ...]:
        """Return the sentences that may answer, read and best first, without making an answer of them."""
        steps = self.ask_in_steps(question, (), filters)
        return next((known.ranked for stage, known in steps if stage == "read"), ())

    def prove(self, text: str, filters: Filters = NO_FILTERS) -> tuple[Proven, ...]:
        """Hold a draft against the articles and return its statements, each with its verdict and its sentences.

        Raise `QuestionError` when the draft is empty or longer than `DRAFT_CHARACTERS`.
        """
        if not text.strip():
            raise QuestionError("there is nothing to check: give a statement or a draft")
        if len(text) > DRAFT_CHARACTERS:
            raise QuestionError(f"the draft has {len(text):,} characters, at most {DRAFT_CHARACTERS:,} fit: shorten it")
        return tuple(
            replace(self._prove(claim, filters), text=written, start=start, end=start + len(written))
            for written, claim, start in list_statements(text)
        )

    def _prove(self, claim: str, filters: Filters) -> Proven:
        claim = claim[: self._settings.question_characters]
        vector = self._encoder.encode_question(claim)
        with self._views.reading() as view:
            candidates = self._search(view, claim, vector, [filters])
        return prove(claim, candidates, self._gate)

    def check(self, question: str) -> None:
        """Raise `QuestionError` when the question is empty or longer than the settings allow."""
        if not question.strip():
            raise QuestionError("the question is empty: type one")
        most = self._settings.question_characters
        if len(question) > most:
            raise QuestionError(f"the question has {len(question):,} characters, at most {most:,} fit: shorten it")

    @property
    def models_loaded(self) -> bool:
        """Whether the models are in memory; until then a question waits for them."""
        return not self._loading.is_alive()

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


def _answers_keywords(answer: Answer) -> bool:
    """Whether keywords were a question in short: three words or more, with an answer that is sure or has a headline."""
    if any(statement.kind == "lead" for statement in answer.statements):
        return True
    return answer.confidence >= KEYWORDS_SURE and len(answer.standalone.split()) >= KEYWORDS_FACT


def _leave_help_out(filters: Filters, described: Described) -> Filters:
    """Return the filters without the help, which answers nothing about the news, unless it is asked for."""
    if not described.has_help or filters.collections or filters.without_collections or filters.page:
        return filters
    return replace(filters, without_collections=(HELP,))
