"""The stages of a question on the newest view of an index: find, read, quote, write, brief; and prove a claim."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial

import numpy as np
from numpy.typing import NDArray

from qa.answer import quote_answer
from qa.asking.dated import leave_other_times_out
from qa.asking.drafts import prove_draft
from qa.asking.handbook import PREFIX
from qa.asking.latest import put_newest_first
from qa.asking.near import is_near_articles, is_near_help
from qa.asking.parts import Parts
from qa.brief.search import Search, brief, limit
from qa.brief.suggestions import suggest
from qa.chat.dates import (
    Limit,
    asks_for_articles,
    asks_for_latest,
    drop_now,
    find_event,
    find_limit,
    limit_by_event,
    limit_by_sentences,
    limit_to_event,
    limit_to_last_days,
    widen_for_reports,
)
from qa.chat.kinds import Asked
from qa.chat.replies import join_scopes, say_scope
from qa.clock import Clock
from qa.copies import list_repeated
from qa.english.words import list_content_words
from qa.filters import NO_FILTERS, Filters
from qa.itself import (
    HELP,
    HELP_ALONE,
    Described,
    ask_help,
    choose_side,
    describe_corpus,
    may_be_of_program,
    say_absent,
    say_mentions,
)
from qa.models.writer import Writer
from qa.proof.draft import Proven, prove
from qa.reading.read import Reading, read
from qa.records import Answer, Evidence, StoredArticle, Turn
from qa.retrieve import Candidate, retrieve, weigh_anew
from qa.settings import Settings
from qa.store.view import View, Views
from qa.store.word_index import stem_words
from qa.write import write_answer, write_summary

NEAR = 3  # sentences that share most words with a question to ask next, one of which must be the one that answers


@dataclass(frozen=True, slots=True)
class Found:
    """Candidate sentences, best first, and the weight of each stem of the question: the rarer the word, the higher."""

    candidates: tuple[Candidate, ...]
    word_weights: Mapping[str, float]

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        """The candidates as evidence that nothing has read."""
        return tuple(Evidence(one.stored, one.sentence, one.score, copies=one.copies) for one in self.candidates)


Dated = tuple[Found, Reading, Mapping[str, str]]  # what was found and read, and the words for the time that it is of


class Stages:
    """Does each stage with the settings' values; safe to use from several threads."""

    def __init__(self, settings: Settings, parts: Parts, views: Views) -> None:
        self._settings = settings
        self._parts = parts
        self._views = views
        self._described: Described | None = None

    def describe(self) -> Described:
        """Return the corpus as it is at this generation, described once."""

        def work(view: View) -> Described:
            if self._described is None or self._described.generation != view.generation:
                self._described = describe_corpus(view.library)
            return self._described

        return self._views.read(work)

    def encode(self, text: str) -> NDArray[np.float32]:
        """Return the meaning of a question as a vector of length 1."""
        return self._parts.encoder.encode_question(text)

    def find(self, searched: str, standalone: str, vector: NDArray[np.float32], limits: Sequence[Filters]) -> Found:
        """Return the candidates for what is searched, within the first limits that admit any."""

        def work(view: View, filters: Filters) -> Found:
            candidates, stems = self._search(view, searched, vector, filters), set(stem_words(standalone))
            weights = view.words.weigh_words(stems)
            if repeated := list_repeated((one.stored, one.copies) for one in candidates):
                fewer = view.words.weigh_words(stems, without=repeated)
                candidates, weights = weigh_anew(candidates, weights, fewer, stem_words), fewer
            return Found(candidates, weights)

        found = (self._choose_views(filters).read(partial(work, filters=filters)) for filters in limits)
        return next((one for one in found if one.candidates), Found((), {}))

    def read_dated(self, limited: Limit, vector: NDArray[np.float32], filters: Filters) -> Dated | None:
        """Find and read within the days that limit a question ("in January"), and say which; None where none may.

        What happened in a time is looked for in the articles of that time and of the month after it. Their sentences
        need not name it, so the question is read without it; those that name another time do not answer.
        """
        if limited.period is None:
            return None
        period = widen_for_reports(limited.period, limited.rest)
        question = f"{limited.rest}?"
        found = self.find(question, question, vector, [limit(filters, period)])
        found = replace(found, candidates=leave_other_times_out(question, found.candidates, limited.period))
        if not found.candidates:
            return None
        reading = self.read(question, found)
        return (found, reading, period.scopes) if reading.confidence >= self._settings.perhaps_floor else None

    def read_latest(self, question: str, found: Found, reading: Reading) -> tuple[Reading, Mapping[str, str]]:
        """Return the reading with the newest of several answers first, and the words that say so."""

        def read_day(day: str) -> Reading:
            of_day = [one for one in found.candidates if one.stored.article.day == day]
            return self.read(question, replace(found, candidates=tuple(of_day)))

        return put_newest_first(question, reading, read_day, floor=self._settings.score_floor)

    def is_near_help(self, question: str, vector: NDArray[np.float32], topic: str = "") -> bool:
        """Say whether the sentence that is nearest in meaning to a question is one of the help, and near at all.

        Nearest to the ``topic`` where there is one: "what do the articles say about ..." is near to any help.
        """
        own_help, handbook = self.describe().help, self._parts.handbook
        if not own_help and not (handbook and may_be_of_program(question)):
            return False
        vector = self.encode(topic) if topic else vector
        return is_near_help(question, vector, self._find_nearest(vector), own_help, handbook)

    def is_near_articles(self, vector: NDArray[np.float32]) -> bool:
        """Say whether an article is so near to what seems talk with the bot that it is asked of the articles."""
        return is_near_articles(vector, self._find_nearest(vector), self.describe().help, self._parts.handbook)

    def _find_nearest(self, vector: NDArray[np.float32]) -> tuple[str, float]:
        """Return the version of the article with the nearest sentence, and its cosine."""
        nearest = self._views.read(lambda view: view.vectors.search(vector, limit=1))
        return (nearest[0].version, nearest[0].score) if nearest else ("", 0.0)

    def find_lacking(self, question: str) -> float:
        """Return the share of a question's words that name something and that no article has: 0 to 1."""
        told = list_content_words(question)
        return self._views.read(lambda view: sum(map(view.words.lacks, told)) / max(1, len(told)))

    def _choose_views(self, filters: Filters) -> Views:
        """Return where to search: in the handbook that comes with the program, where the articles have no help."""
        ask_handbook = filters.collections == HELP_ALONE.collections and not self.describe().help
        return self._parts.handbook.views if ask_handbook and self._parts.handbook else self._views

    def get_help(self, article_id: str) -> StoredArticle | None:
        """Return a page of the handbook that comes with the program."""
        handbook = self._parts.handbook if article_id.startswith(PREFIX) else None
        return handbook.views.read(lambda view: view.library.get_article(article_id)) if handbook else None

    def read(self, standalone: str, found: Found) -> Reading:
        """Return the candidates as evidence, read."""
        return read(
            standalone,
            found.candidates,
            reader=self._parts.reader,
            large_reader=self._parts.large_reader,
            fusion=self._parts.fusion,
            second=self._parts.second,
            headline=self._parts.headline,
            checker=self._parts.checker,
            gate=self._parts.gate,
            stem_words=stem_words,
            word_weights=found.word_weights,
            windows=self._settings.count_windows(),
            lead_from=self._settings.score_floor,
            perhaps_from=self._settings.perhaps_floor,
        )

    def quote(self, known: Answer, reading: Reading) -> Answer:
        """Return the answer that quotes what was read."""
        quoted = quote_answer(
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
        return replace(quoted, scopes=known.scopes)

    def ask(self, question: str, filters: Filters) -> Answer:
        """Find, read and quote: the answer to a question that stands alone."""
        found = self.find(question, question, self.encode(question), (filters,))
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

    def summarise(self, briefing: Answer, writer: Writer, timeout_seconds: float) -> Answer:
        """Return a briefing with a summary in a writer's words above its sentences."""
        return write_summary(
            briefing,
            writer=writer,
            prompt_tokens=self._settings.writer_prompt_tokens,
            timeout_seconds=timeout_seconds,
            gate=self._parts.gate,
        )

    def brief(self, known: Answer, asked: Asked, filters: Filters, limited: Limit | None) -> Answer | None:
        """Return the briefing on what is asked, None where the articles hold none, with what they lack of it.

        Without a topic it is the news of a time; where no article is of it and it is no day by its date, that of the
        last days there are. Where it was asked how many articles mention the topic, the figure is an answer by itself.
        """
        rest = limited.rest if limited and limited.period else known.standalone
        topic = asked.topic if asked.kind == "briefing" else rest
        asked = replace(asked, latest=asked.latest or asks_for_latest(known.standalone))
        briefing = self._brief(known, asked, drop_now(topic), filters, limited)
        if asked.subject == "mentions":
            count, total, is_all = self._count_mentions(topic, filters)
            return say_mentions(known, briefing, asked, count, total, is_all=is_all)
        return briefing

    def _brief(self, known: Answer, asked: Asked, topic: str, filters: Filters, limited: Limit | None) -> Answer | None:
        topics = asked.sides or (topic,)
        limits = [limited] * len(topics)
        if asked.sides:  # each may have a time of its own, "A in 2004 and B in 2005", or they share one
            own = [self.find_limit(side, filters) for side in topics]
            topics = tuple(one.rest if one else side for one, side in zip(own, topics, strict=True))
            limits = [one or limited for one in own]

        def work(view: View, limits: Sequence[Limit | None]) -> Answer | None:
            search = Search(view.words, view.vectors, self._parts.encoder, partial(self._search, view))
            answer = brief(known, topics, search, filters, newest_first=asked.latest, limits=limits)
            return answer and say_absent(answer, " and ".join(topics), view.words.lacks)

        answer = self._choose_views(filters).read(partial(work, limits=limits))
        if answer or topics != ("",) or limited is None or limited.period is None or limited.day:
            return answer
        last = replace(limited, period=limit_to_last_days(self.describe().corpus.newest))
        answer = self._views.read(partial(work, limits=[last]))
        missed = say_scope("no_article", since=limited.period.since, until=limited.period.until)
        return answer and replace(answer, scopes=join_scopes(missed, answer.scopes, by=". "))

    def _count_mentions(self, topic: str, filters: Filters) -> tuple[int, int, bool]:
        """Return how many of how many articles have a sentence with all the words of a topic; whether no more do."""
        bare = " ".join(list_content_words(topic)) or topic

        def work(view: View) -> tuple[int, int, bool]:
            mentioning, is_all = view.words.find_mentions(bare)
            admitted = {version for version, _ in view.library.list_admitted(filters)}
            return len(mentioning & admitted), len(admitted), is_all

        return self._views.read(work)

    def ask_help(self, question: str, asked: Asked) -> Answer | None:
        """Return what the help answers to talk with the bot; None where it is not asked."""
        to_help = ask_help(question, asked) if self.describe().help or self._parts.handbook else ""
        return self.ask(to_help, HELP_ALONE) if to_help else None

    def find_limit(self, question: str, filters: Filters = NO_FILTERS) -> Limit | None:
        """Return the time that a question is limited to; None where it names none.

        The day of an event limits what asks for articles ("news before the election") and is what they say it is.
        """
        newest = self.describe().corpus.newest
        limited = find_limit(question, date.today(), newest)
        event = None if limited else find_event(question)
        if event is None or not asks_for_articles(event.rest):
            return limited
        if not newest:
            return limit_to_event(event)
        answer = self.ask(f"When was {event.name}?", filters)
        period = None
        if answer.outcome == "answered":
            phrase = next((one.text for one in answer.statements if one.kind == "lead"), answer.citations[0].quote)
            period = limit_by_event(event, phrase, answer.citations[0].article.published)
        near = ((one.quote, one.article.published) for one in (*answer.citations, *answer.nearest))
        return limit_to_event(event, period or limit_by_sentences(event, near), dated=True)

    def suggest(self, answer: Answer, history: Sequence[Turn]) -> Answer:
        """Return the answer with questions to ask next."""
        cited = {citation.article.collection for citation in answer.citations}
        asked = [turn.question for turn in history]
        views = self._choose_views(HELP_ALONE if cited == {HELP} else NO_FILTERS)
        return replace(answer, suggestions=views.read(lambda view: suggest(answer, asked, partial(_lead_to, view))))

    def prove(self, text: str, filters: Filters, clock: Clock) -> tuple[Proven, ...]:
        """Return the statements of a draft with their verdicts; raise `QuestionError` where it is empty or too long."""
        return prove_draft(text, partial(self._prove, filters=filters, clock=clock))

    def _prove(self, claim: str, *, filters: Filters, clock: Clock) -> Proven:
        clock.lap("prove")
        claim = claim[: self._settings.question_characters]
        vector = self.encode(claim)
        filters = choose_side(filters, lambda: bool(self.describe().help) and self.is_near_help(claim, vector))
        candidates = self._views.read(lambda view: self._search(view, claim, vector, filters))
        return prove(claim, candidates, self._parts.gate)

    def _search(
        self, view: View, question: str, vector: NDArray[np.float32], filters: Filters
    ) -> tuple[Candidate, ...]:
        return retrieve(
            question,
            vector,
            library=view.library,
            vectors=view.vectors,
            words=view.words,
            filters=filters,
            dense_candidates=self._settings.dense_candidates,
            lexical_candidates=self._settings.lexical_candidates,
        )


def _lead_to(view: View, question: str) -> list[tuple[str, int]]:
    return [(hit.version, hit.sentence) for hit in view.words.search(question, limit=NEAR)]
