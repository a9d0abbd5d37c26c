"""The journey of a question: every stage in order, from what was typed to the cited answer."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import Literal

from qa.asking.parts import Parts
from qa.asking.stages import Stages, answers_keywords
from qa.chat import understand
from qa.chat.dates import Limit, asks_for_latest, asks_for_news
from qa.chat.kinds import Asked, tell_kind, tell_kind_of_rest
from qa.chat.language import tell_language
from qa.clock import Clock
from qa.errors import QuestionError
from qa.filters import NO_FILTERS, Filters
from qa.index.recipe import explain_difference, write_recipe
from qa.itself import (
    HELP_ALONE,
    Described,
    answer_foreign,
    answer_itself,
    choose_help,
    choose_side,
    may_be_in_help,
    name_itself,
    name_use,
    say_missed,
    say_newest,
    say_side,
    show_help,
)
from qa.models.writer import Writer
from qa.proof.draft import Proven
from qa.records import Answer, Evidence, Turn
from qa.settings import Settings
from qa.store.folder import IndexFolder
from qa.store.library import make_storable
from qa.store.lookup import Lookup
from qa.store.view import Views, ViewSource
from qa.write import rewrite_question

log = logging.getLogger("qa")


Stage = Literal["understood", "searched", "read", "written", "done"]

STANDALONE_SHARE = 1 / 3  # of the writer's time that it may take to make a follow-up stand alone


class Bot(Lookup):
    """Answers questions from one index; safe to use from several threads.

    A change of the index by another process is noticed at the next question.
    """

    def __init__(self, settings: Settings, *, writer: Writer | None = None) -> None:
        self._settings = settings
        self._parts = Parts(settings, writer)
        explain = partial(explain_difference, now=write_recipe(self._parts.encoder.name, settings.chroma_url))
        folder = IndexFolder(settings.index_dir)
        source = ViewSource(folder, chroma_url=settings.chroma_url, explain_difference=explain)
        source.find_place()  # where there is no index, nothing has begun to load
        self._parts.begin_loading()
        try:
            super().__init__(Views(source))
        except BaseException:
            self._parts.wait()
            raise
        self._stages = Stages(settings, self._parts, self._views)

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
        self._parts.wait()  # the first question meets models that still load: that is not its time
        clock, stages, writer = Clock(self._settings.question_seconds), self._stages, self._parts.writer
        asked, described = tell_kind(question), stages.describe()
        if asked.kind in ("small_talk", "about") and not (asked.subject == "topics" and stages.find_limit(question)):
            yield "done", self._answer_itself(question, asked, described)
            return
        understood = understand(question.strip(), history, weigh=self._parts.left_out.weigh)
        standalone = understood.standalone
        clock.lap("understand")
        writing_seconds = self._settings.writer_timeout_seconds  # for all that the writer does for one question
        if writer and history:
            share = writing_seconds * STANDALONE_SHARE
            standalone = rewrite_question(question.strip(), history, standalone, writer=writer, timeout_seconds=share)
            clock.lap("rewrite")
            writing_seconds -= clock.laps["rewrite"] / 1000
        known = Answer(question, standalone, "not_found", 0.0, timings_ms=clock.laps)
        yield "understood", known
        asked = tell_kind(standalone)
        language = asked.language or tell_language(standalone)
        foreign = bool(described.languages) and language not in described.languages
        searched = f"{understood.before} {standalone}" if understood.leans else standalone
        vector = self._parts.encoder.encode_question(searched)
        clock.lap("encode")
        limits = [replace(filters, page=page)] if page else []
        limited = None if foreign else stages.find_limit(standalone, filters)
        asked = tell_kind_of_rest(limited.rest, asked) if limited else asked
        is_news = limited is not None or asks_for_news(standalone)
        filters = choose_side(
            filters,
            described,
            lambda: "" if is_news else stages.find_nearest(vector, asked.topic or name_use(standalone)),
        )
        brief = partial(
            self._brief, asked=asked, filters=filters, limited=limited, clock=clock, writing_seconds=writing_seconds
        )
        if asked.kind == "briefing" and not foreign and (briefing := brief(known)):
            briefing = say_newest(say_side(briefing, filters), described.corpus)
            yield "done", stages.suggest(briefing, history)
            return
        limits = [*limits, filters]
        if filters == HELP_ALONE and not history:
            searched = standalone = name_itself(standalone)
            vector = self._parts.encoder.encode_question(searched)
        dated = stages.read_dated(limited, vector, filters) if limited and not page else None
        found, reading, scopes = dated or (stages.find(searched, standalone, vector, limits), None, {})
        clock.lap("retrieve")
        known = replace(known, scopes=scopes)
        yield "searched", replace(known, ranked=found.evidence)
        reading = reading or stages.read(standalone, found)
        if asks_for_latest(standalone) and not scopes:
            reading, scopes = stages.read_latest(standalone, found, reading)
            known = replace(known, scopes=scopes)
        clock.lap("read")
        yield "read", replace(known, confidence=reading.confidence, ranked=reading.evidence)
        quoted = answer = say_missed(stages.quote(known, reading), None if dated or page else limited)
        is_topic = asked.kind == "keywords" and not (answers_keywords(quoted) or foreign or understood.leans)
        if is_topic and (briefing := brief(replace(known, ranked=quoted.ranked))):
            answer = briefing
        elif writer:
            for answer in stages.write(quoted, history, writer, writing_seconds):
                yield "written", answer
            clock.lap("write")
        if foreign:
            answer = answer_foreign(answer, language)
        else:
            answer = say_newest(say_side(show_help(answer, filters), filters), described.corpus)
        answer = stages.suggest(answer, history)
        clock.lap("suggest")
        log.info("%s, %d candidates, %.0f ms", answer.outcome, len(found.candidates), sum(clock.laps.values()))
        yield "done", answer

    def _brief(
        self,
        known: Answer,
        *,
        asked: Asked,
        filters: Filters,
        limited: Limit | None,
        clock: Clock,
        writing_seconds: float,
    ) -> Answer | None:
        """Return the briefing on what is asked, with a summary above it where there is a writer."""
        briefing = self._stages.brief(known, asked, filters, limited)
        clock.lap("brief")
        if briefing and self._parts.writer:
            briefing = self._stages.summarise(briefing, self._parts.writer, writing_seconds)
            clock.lap("write")
        return briefing

    def _answer_itself(self, question: str, asked: Asked, described: Described) -> Answer:
        """Answer from the help where it has a sure answer, else from the strings and figures."""
        helps = may_be_in_help(asked) and described.help and asked.language == "en"
        helped = choose_help(self._stages.ask(name_itself(question), HELP_ALONE), asked) if helps else None
        helped = helped and replace(helped, question=question)
        return helped or answer_itself(question, asked, described.corpus, ())

    def rank(self, question: str, filters: Filters = NO_FILTERS) -> tuple[Evidence, ...]:
        """Return the sentences that may answer, read and best first, without making an answer of them."""
        steps = self.ask_in_steps(question, (), filters)
        return next((known.ranked for stage, known in steps if stage == "read"), ())

    def prove(self, text: str, filters: Filters = NO_FILTERS, *, seconds: float = float("inf")) -> tuple[Proven, ...]:
        """Hold a draft against the articles and return its statements, each with its verdict and its sentences.

        Raise `QuestionError` when the draft is empty, too long or not done after ``seconds``.
        """
        return self._stages.prove(text, filters, Clock(seconds))

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
        return self._parts.loaded


def open_bot(settings: Settings, *, writer: Writer | None = None) -> Bot:
    """Open the index of these settings for questions; raise `NoIndexError` when there is none.

    ``writer`` is a writer of one's own, in place of the one that the settings name.
    """
    return Bot(settings, writer=writer)
