"""Questions to begin with: written by people or made by rule, asked, and kept only where the bot answers them.

They ask for what cannot be nonsense, each about something else: a briefing on what several articles name, and what
somebody who is quoted said about something that is named there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain, islice

from qa.brief.topics import OPENING_CHARACTERS, Topic, find_topics
from qa.english.names import find_names, same_person
from qa.errors import QuestionError
from qa.records import Answer, Article

HELP = "Help"  # a collection that is about the bot, and no news

Ask = Callable[[str], Answer]

_ANSWERED = frozenset({"answered", "briefing", "about"})
_LEAST_CONFIDENCE = 0.75  # of an answer that is offered: well above both floors
_LEAST_CONFIDENCE_OF_WRITTEN = 0.5  # of the answer to a question that people wrote: more likely right than not
_LEAST_CITED = 4  # sentences of a briefing that is offered
_TRIED = 60  # names at most: some seconds
_CHARACTERS = range(12, 81)  # of a question: it stands on one or two lines
_BRIEFINGS = ("What do the articles say about {name}?", "Summarise the news about {name}")
_SAID, _SAID_ABOUT = "What did {name} say?", "What did {name} say about {about}?"


def find_starters(articles: Iterable[Article], ask: Ask, *, most: int, written: Sequence[str] = ()) -> list[str]:
    """Return up to ``most`` questions that the bot answers: the written ones first, then such as are made by rule.

    What is made is about different things, and kept only where it is answered surely.
    """

    def try_to_ask(question: str) -> Answer:
        try:
            return ask(question)
        except QuestionError:  # it took too long: that is none to begin with
            return Answer(question, question, "not_found", 0.0)

    answered = (question for question in written if _is_answered(try_to_ask(question)))
    made = _make([article for article in articles if article.collection != HELP], try_to_ask)
    return list(islice(chain(answered, made), most))


def _make(articles: Sequence[Article], ask: Ask) -> Iterator[str]:
    """Yield one question for each topic that has one, the kinds of question in turns."""
    outlets = {article.source for article in articles} | {article.author for article in articles}
    topics = find_topics([article.text[:OPENING_CHARACTERS] for article in articles], without=outlets)[:_TRIED]
    written = {topic.name: topic.written for topic in topics}
    taken: list[str] = []
    for topic in topics:
        if any(topic.name in other or other in topic.name for other in taken):
            continue
        kinds = [_ask_for_briefing, _ask_what_was_said] if topic.is_person else [_ask_for_briefing]
        turn = len(taken) % len(kinds)
        for make in (*kinds[turn:], *kinds[:turn]):
            question = make(topic, ask, written, len(taken))
            if len(question) in _CHARACTERS:
                taken.append(topic.name)
                yield question
                break


def _ask_for_briefing(topic: Topic, ask: Ask, _: object, turn: int) -> str:
    question = _BRIEFINGS[turn % len(_BRIEFINGS)].format(name=topic.written)
    answer = ask(question)
    naming = sum(topic.name in citation.quote for citation in answer.citations)
    told = answer.outcome == "briefing" and len(answer.citations) >= _LEAST_CITED
    return question if told and 2 * naming >= len(answer.citations) and _is_sure(answer) else ""


def _ask_what_was_said(topic: Topic, ask: Ask, written: dict[str, str], _: int) -> str:
    for citation in ask(_SAID.format(name=topic.written)).citations:
        if not same_person(topic.name, citation.speaker):
            continue
        for about in find_names(citation.quote):
            if about.bare not in written or same_person(about.bare, topic.name):
                continue
            question = _SAID_ABOUT.format(name=topic.written, about=written[about.bare])
            answer = ask(question)
            first = answer.citations[0] if answer.outcome == "answered" else None
            if first and same_person(topic.name, first.speaker) and about.bare in first.quote and _is_sure(answer):
                return question
    return ""


def _is_answered(answer: Answer) -> bool:
    return answer.outcome in _ANSWERED and answer.confidence >= _LEAST_CONFIDENCE_OF_WRITTEN


def _is_sure(answer: Answer) -> bool:
    return answer.confidence >= _LEAST_CONFIDENCE
