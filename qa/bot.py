"""The journey of a question: every stage in order, from what was typed to the cited answer."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Literal

from qa.asking.again import NEVER, find_least, is_asked
from qa.asking.office import name_office
from qa.asking.parts import Parts
from qa.asking.stages import Dated, Found, Stages
from qa.asking.wanted import Wanted, answers_talk, choose_briefing, choose_topic, read_wanted
from qa.chat import understand
from qa.chat.dates import asks_for_latest
from qa.chat.fragments import corrects
from qa.chat.kinds import Asked, tell_kind
from qa.chat.noise import says_nothing
from qa.chat.talk import tell_script
from qa.clock import Clock
from qa.english.wordings import reword
from qa.english.words import list_content_words
from qa.errors import QuestionError
from qa.filters import NO_FILTERS, Filters, check_filters
from qa.index.recipe import explain_difference, write_recipe
from qa.itself import HELP, answer_foreign, answer_itself, say_missed, say_newest, say_side, show_help
from qa.models.writer import Writer
from qa.proof.draft import Proven
from qa.reading.read import Reading
from qa.records import Answer, Article, Evidence, Turn
from qa.settings import Settings
from qa.store.library import make_storable
from qa.store.lookup import Lookup
from qa.store.opening import open_index
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
        index = open_index(settings.index_dir, settings.library_url, settings.chroma_url)
        source = ViewSource(index, chroma_url=settings.chroma_url, explain_difference=explain)
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
        Raise `QuestionError` when the question has no word or is longer than the settings allow, or no article fits the
        filters.
        """
        *_, (_, answer) = self.ask_in_steps(question, history, filters, page=page)
        return answer

    def ask_in_steps(
        self, question: str, history: Sequence[Turn] = (), filters: Filters = NO_FILTERS, *, page: str = ""
    ) -> Iterator[tuple[Stage, Answer]]:
        """Answer one question as `ask` does, and yield after each stage what is known by then; the last is the answer.

        Closing the iterator ends the work: no further stage is begun.
        """
        self.check(question, filters)
        question = make_storable(question)
        history = [Turn(make_storable(turn.question), make_storable(turn.answer)) for turn in history]
        stages, writer = self._stages, self._parts.writer
        asked, described = self._tell_kind(question, later=bool(history)), stages.describe()
        self._parts.wait()  # the first question meets models that still load: that is not its time
        clock = Clock(self._settings.question_seconds)
        limited = stages.find_limit(question, filters) if asked.subject == "topics" else None
        is_talk = asked.kind in ("small_talk", "about") and not limited and not corrects(question)
        if is_talk and not asked.doubtful:
            yield "done", answer_itself(question, asked, described.corpus, stages.ask_help(question, asked))
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
        is_rewritten = standalone != understood.standalone
        other = "" if is_rewritten else understood.bare or understood.fuller
        is_clear = is_rewritten or bool(page) or not understood.unclear
        meant = (other, standalone)
        other, standalone = map(self._put, meant)
        tell = partial(_tell_as_meant, meant=dict(zip((other, standalone), meant, strict=True)))
        known = Answer(question, standalone, "not_found", 0.0, timings_ms=clock.laps)
        yield "understood", tell(known)
        searched = f"{understood.before} {standalone}" if understood.leans else standalone
        vector = stages.encode(searched)
        clock.lap("encode")
        wanted = read_wanted(
            standalone,
            searched,
            vector,
            filters,
            page=page,
            alone=not history,
            limited=limited,
            stages=stages,
            talk=asked if is_talk else None,
        )
        is_talk = is_talk and wanted.is_talk
        helped = stages.ask_help(question, asked) if is_talk else None
        if is_talk and not wanted.may_be_told:
            yield "done", tell(answer_itself(question, asked, described.corpus, helped))
            return
        brief = partial(self._brief, wanted=wanted, clock=clock, writing_seconds=writing_seconds)
        counts = wanted.asked.subject == "mentions"
        briefs = wanted.asked.kind == "briefing" and not wanted.asked.doubtful and (counts or not wanted.foreign)
        if briefs and (briefing := brief(known)):
            briefing = say_newest(say_side(briefing, wanted.filters), described.corpus)
            yield "done", tell(stages.suggest(briefing, history))
            return
        limited = None if page else wanted.limited
        dated = stages.read_dated(limited, wanted.vector, wanted.filters) if limited else None
        is_sure = dated is not None and dated[1].confidence >= self._settings.score_floor
        found = (
            dated[0] if dated and is_sure else stages.find(wanted.searched, wanted.read, wanted.vector, wanted.limits)
        )
        clock.lap("retrieve")
        yield "searched", tell(replace(known, ranked=found.evidence))
        asked_alone, (found, reading, scopes) = (
            (standalone, dated) if dated and is_sure else self._read(standalone, other, wanted, found, dated)
        )
        reading = self._doubt(reading, is_clear=is_clear)
        known = replace(known, standalone=asked_alone, scopes=scopes)
        clock.lap("read")
        yield "read", tell(replace(known, confidence=reading.confidence, ranked=reading.evidence))
        quoted = answer = say_missed(stages.quote(known, reading), None if dated and found is dated[0] else limited)
        if is_talk and not answers_talk(quoted, asked, helped):
            yield "done", tell(answer_itself(question, asked, described.corpus, helped))
            return
        topic = choose_topic(wanted, quoted, leans=understood.leans)
        wanted = replace(wanted, asked=topic or wanted.asked)
        briefing = brief(replace(known, ranked=quoted.ranked), wanted=wanted) if topic else None
        if topic and briefing and choose_briefing(topic, quoted, briefing):
            answer = briefing
        elif writer:
            for answer in stages.write(quoted, history, writer, writing_seconds):
                yield "written", tell(answer)
            clock.lap("write")
        if wanted.foreign:
            answer = answer_foreign(answer, wanted.language)
        else:
            answer = say_newest(say_side(show_help(answer, wanted.filters), wanted.filters), described.corpus)
        answer = stages.suggest(answer, history)
        clock.lap("suggest")
        log.info("%s, %d candidates, %.0f ms", answer.outcome, len(found.candidates), sum(clock.laps.values()))
        yield "done", tell(answer)

    def _put(self, question: str) -> str:
        """Return a question in the words in which its answer is found best; who asked does not get to see them."""
        return self._views.read(partial(name_office, reword(question)))

    def _tell_kind(self, question: str, *, later: bool) -> Asked:
        """Return the kind of a question; what has no word that means anything, and none of the articles, is unclear."""
        told = list_content_words(question)
        if says_nothing(question, later=later) and self._stages.find_lacking(question) == bool(told):
            language = tell_script(question)  # the letters of no word are no German
            return Asked("small_talk", subject="unclear", language="en" if told and language == "de" else language)
        return tell_kind(question, self._parts.encoder, later=later)

    def _doubt(self, reading: Reading, *, is_clear: bool) -> Reading:
        """Return what was read as no more than perhaps an answer, where whom the question is about is a guess."""
        most = self._settings.score_floor - 0.01
        return reading if is_clear else replace(reading, confidence=min(reading.confidence, most), lead=None)

    def _read(
        self, standalone: str, other: str, wanted: Wanted, found: Found, dated: Dated | None
    ) -> tuple[str, Dated]:
        """Return the question that was read, and what is found, read, and the words for the time that it is of.

        Where nothing answers, what the articles of the time may say goes before what the others may say; and a question
        that may be meant without the topic of the conversation, or with it, is read as that ``other``, too.
        """
        reading = self._stages.read(wanted.read, found)
        score_floor, perhaps_floor = self._settings.score_floor, self._settings.perhaps_floor
        if dated and reading.confidence < score_floor:
            return standalone, dated
        least = find_least(standalone, other, reading, score_floor=score_floor, perhaps_floor=perhaps_floor)
        if least < NEVER:
            again = self._stages.find(other, other, self._stages.encode(other), wanted.limits)
            read = self._stages.read(other, again)
            if is_asked(standalone, other, read, least):
                return other, (again, read, {})
        if asks_for_latest(standalone):
            return standalone, (found, *self._stages.read_latest(wanted.read, found, reading))
        return standalone, (found, reading, {})

    def _brief(self, known: Answer, *, wanted: Wanted, clock: Clock, writing_seconds: float) -> Answer | None:
        """Return the briefing on what is asked, with a summary above it where there is a writer."""
        briefing = self._stages.brief(known, wanted.asked, wanted.filters, wanted.limited)
        clock.lap("brief")
        if briefing and briefing.citations and self._parts.writer:
            briefing = self._stages.summarise(briefing, self._parts.writer, writing_seconds)
            clock.lap("write")
        return briefing

    def get_article(self, article_id: str) -> Article | None:
        """Return the article of this id, or None; a page of the handbook of the program is one."""
        page = self._stages.get_help(article_id)
        return page.article if page else super().get_article(article_id)

    def get_offsets(self, article_id: str) -> Sequence[tuple[int, int]]:
        """Return where the stored sentences of an article start and end; none where there is no such article."""
        page = self._stages.get_help(article_id)
        return page.offsets if page else super().get_offsets(article_id)

    def rank(self, question: str, filters: Filters = NO_FILTERS) -> tuple[Evidence, ...]:
        """Return the sentences that may answer, read and best first, without making an answer of them."""
        steps = self.ask_in_steps(question, (), filters)
        return next((known.ranked for stage, known in steps if stage == "read"), ())

    def prove(self, text: str, filters: Filters = NO_FILTERS, *, seconds: float = float("inf")) -> tuple[Proven, ...]:
        """Hold a draft against the articles and return its statements, each with its verdict and its sentences.

        Raise `QuestionError` when the draft is empty, too long or not done after ``seconds``, or the filters are wrong.
        """
        self._check_filters(filters)
        return self._stages.prove(make_storable(text), filters, Clock(seconds))

    def check(self, question: str, filters: Filters = NO_FILTERS) -> None:
        """Raise `QuestionError` when the question has no word or is longer than may be, or no article fits it."""
        if not any(map(str.isalnum, question)):  # as "?" has none: what is nearest to nothing is chance
            raise QuestionError("the question is empty: type one in words")
        most = self._settings.question_characters
        if len(question) > most:
            raise QuestionError(f"the question has {len(question):,} characters, at most {most:,} fit: shorten it")
        self._check_filters(filters)

    def _check_filters(self, filters: Filters) -> None:
        if filters:
            held = self.outlets()
            collections = {HELP, *(one.collection for one in held)}  # the handbook of the program is asked as one
            check_filters(filters, outlets={one.name for one in held}, collections=collections)

    @property
    def models_loaded(self) -> bool:
        """Whether the models are in memory; until then a question waits for them."""
        return self._parts.loaded


def _tell_as_meant(answer: Answer, *, meant: Mapping[str, str]) -> Answer:
    """Return an answer to the question as it was understood, whatever words it was put in to find it."""
    return replace(answer, standalone=meant.get(answer.standalone, answer.standalone))


def open_bot(settings: Settings, *, writer: Writer | None = None) -> Bot:
    """Open the index of these settings for questions; raise `NoIndexError` when there is none.

    ``writer`` is a writer of one's own, in place of the one that the settings name.
    """
    return Bot(settings, writer=writer)
