"""What a question wants, read from its words before anything is searched."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from qa.asking.stages import Stages
from qa.chat.dates import Limit, asks_for_latest, asks_for_news, drop_now
from qa.chat.kinds import Asked, tell_kind, tell_kind_of_rest
from qa.chat.language import tell_language
from qa.english.words import list_content_words, words
from qa.filters import Filters
from qa.itself import HELP_ALONE, WITHOUT_HELP, choose_side, may_be_of_program, name_itself, name_use
from qa.records import Answer

KEYWORDS_SURE, KEYWORDS_FACT = 0.6, 3  # confidence and words from which on keywords are answered as a fact, not briefed
HELP_LEAST = 0.15  # chance that what seems talk is, times that the help answers it; below, the articles say so
PAIR_SURE = 0.9  # confidence from which on two words are, and what has a word for the bot and may be talk with it
SEVERAL = 3  # articles that tell of a topic, from which on it takes several sentences
LACKING = 0.25  # of a question's words, up to which articles that lack no more are in its language
_STATE = re.compile(
    r"(?:what(?:['’]s| is| are)|how (?:high|low|large|big|much|many)|(?:the )?(?:latest|newest|most recent|current))\b",
    re.IGNORECASE,
)
_FIGURES = words("figure figures number numbers level state status high low large big much many")


@dataclass(frozen=True, slots=True)
class Wanted:
    """The kind and the language of a question, the time that it is limited to, and where its answer is looked for.

    ``read`` is the question that the sentences are read for, ``searched`` the text whose words are looked for, and
    ``vector`` its meaning; ``limits`` are tried one after the other, until one admits an article.
    """

    asked: Asked
    language: str
    foreign: bool
    limited: Limit | None
    filters: Filters
    limits: Sequence[Filters]
    read: str
    searched: str
    vector: NDArray[np.float32]

    @property
    def is_talk(self) -> bool:
        """Whether it is talk with the bot, as far as its words tell."""
        return self.asked.kind in ("small_talk", "about")

    @property
    def may_be_told(self) -> bool:
        """Whether the articles may tell of it: they are in its language, and the help is not nearer."""
        return not self.foreign and self.filters.collections != HELP_ALONE.collections


def read_wanted(
    standalone: str,
    searched: str,
    vector: NDArray[np.float32],
    filters: Filters,
    *,
    page: str,
    alone: bool,
    limited: Limit | None,
    stages: Stages,
    talk: Asked | None = None,
) -> Wanted:
    """Read what a question wants that stands by itself; ``alone`` says that it is the first of its conversation.

    ``limited`` is the time that it is limited to where that has been looked for, ``talk`` its kind where it seems talk
    with the bot: it is none where an article is as near as can be.

    A question of no language of the corpus is foreign where that has English articles, for what it is told then is to
    ask in English: it is neither briefed nor limited to a time. The articles about the product itself are looked into
    where its nearest sentence is one of theirs and they answer more surely than the others, and never for news.
    """
    is_talk = talk is not None and not stages.is_near_articles(vector)
    asked, described = talk if talk and is_talk else tell_kind(standalone, talks=talk is None), stages.describe()
    language = asked.language or tell_language(standalone)
    foreign = "en" in described.languages and language not in described.languages
    if (
        foreign and not asked.language and stages.find_lacking(drop_now(standalone)) <= LACKING
    ):  # names look like any language
        language, foreign = "en", False
    pages = [replace(filters, page=page)] if page else []
    limited = None if foreign else limited or stages.find_limit(standalone, filters)
    if limited and (limited.period or not asked.topic):  # what limits nothing is a part of the topic
        asked = tell_kind_of_rest(limited.rest, asked)
    is_now = asks_for_latest(standalone)
    is_news = limited is not None or asks_for_news(standalone) or asked.subject == "mentions"
    is_news = is_news or (is_now and not may_be_of_program(standalone))

    def is_of_help() -> bool:
        near = not is_news and stages.is_near_help(standalone, vector, asked.topic or name_use(standalone))
        return near and (asked.kind == "briefing" or _is_surer_of_help(standalone, filters, stages))

    filters = choose_side(filters, is_of_help if not is_talk else lambda: False)
    if filters == HELP_ALONE and alone:
        standalone = searched = name_itself(standalone)
        vector = stages.encode(searched)
    if is_now:
        standalone, searched = drop_now(standalone), drop_now(searched)
        vector = stages.encode(searched)
    return Wanted(asked, language, foreign, limited, filters, [*pages, filters], standalone, searched, vector)


def _is_surer_of_help(question: str, filters: Filters, stages: Stages) -> bool:
    """Say whether the help answers a question, and the articles answer it no more surely."""
    helped = stages.ask(name_itself(question), replace(filters, collections=HELP_ALONE.collections))
    if helped.outcome == "not_found":
        return False
    told = stages.ask(question, replace(filters, without_collections=WITHOUT_HELP.without_collections))
    return helped.confidence >= told.confidence


def choose_topic(wanted: Wanted, quoted: Answer, *, leans: bool = False) -> Asked | None:
    """Return what a briefing is to tell of in place of an answer; None where the answer stays.

    It is of what may ask for one, of keywords that are no question in short, and of what is asked for as it is now and
    has no answer: "What is inflation at the moment?". A question that ``leans`` on those before it has no topic of its
    own.
    """
    if wanted.foreign:
        return None
    if wanted.asked.kind == "briefing":
        return wanted.asked
    if leans:
        return None
    if wanted.asked.kind == "keywords":
        return None if _answers_keywords(quoted) else wanted.asked
    if quoted.outcome != "not_found" or not asks_for_latest(quoted.standalone) or not _STATE.match(quoted.standalone):
        return None
    topic = [word for word in list_content_words(drop_now(quoted.standalone)) if word.lower() not in _FIGURES]
    return Asked("briefing", topic=" ".join(topic), latest=True) if topic else None


def choose_briefing(topic: Asked, quoted: Answer, briefing: Answer) -> bool:
    """Whether the briefing on a topic is what was asked for, not the answer.

    What few articles tell of has one sentence that answers: "What happened to the drummer in 1995?".
    """
    articles = {citation.article.id for citation in briefing.citations}
    return not (topic.doubtful and quoted.outcome == "answered" and len(articles) < SEVERAL)


def answers_talk(quoted: Answer, asked: Asked, helped: Answer | None) -> bool:
    """Whether what may be talk with the bot was asked of the articles: "When was the web invented?".

    They must answer, and more surely than the help as far as it is asked of that. What has a word for the bot they must
    be sure of. Where the help has next to nothing to say on what has none, and that is not all but sure to be talk,
    they may have nothing to say, either. Questions in other languages are put to the help in words of its own, which
    tells nothing.
    """
    least = 0.0 if asked.unaddressed else PAIR_SURE
    if helped and asked.language == "en":
        surely = asked.chance * helped.confidence
        if surely < HELP_LEAST and asked.unaddressed and not asked.is_sure:
            return True
        least = max(least, surely)
    return quoted.outcome == "answered" and quoted.confidence >= least


def _answers_keywords(answer: Answer) -> bool:
    """Whether keywords were a question in short: three and more with a headline or a sure answer, two with both."""
    typed = len(answer.standalone.split())
    if any(statement.kind == "lead" for statement in answer.statements):
        return typed >= KEYWORDS_FACT or (typed > 1 and answer.confidence >= PAIR_SURE)
    return answer.confidence >= KEYWORDS_SURE and typed >= KEYWORDS_FACT
