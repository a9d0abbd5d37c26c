"""What the bot answers from itself, without a search: small talk, its own figures, and that it lacks a language."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace

from qa.chat.dates import Limit, asks_about_now
from qa.chat.kinds import Asked
from qa.chat.language import tell_language
from qa.chat.replies import Corpus, choose_language, get_help_question, join_scopes, reply, say, say_scope
from qa.chat.talk import tell_chances
from qa.english.words import list_content_words, words
from qa.filters import Filters
from qa.records import Answer, Statement
from qa.store.holdings import find_days, list_outlets, sample_openings
from qa.store.library import Library

HELP = "Help"
"""The collection of articles about the bot itself; it answers nothing about the news."""
HELP_ALONE = Filters(collections=(HELP,))
WITHOUT_HELP = Filters(without_collections=(HELP,))

_SAMPLED = 24  # articles of which the language is told
_SAMPLED_CHARACTERS = 600  # of each: enough to tell a language
_TITLE_CHARACTERS = range(15, 70)  # of a title that is named as an example
_SAID_BEST = frozenset({"ability", "self", "trust"})  # better by a string than by any sentence of the help
# what a string says better than an answer of the help that is not sure: it has the corpus's own figures
_OF_ITSELF = frozenset({"ability", "outlets", "newest", "trust", "finding", "privacy"})


_MAY_BE = 0.1  # chance of a question about the bot from which on the help is worth a look
_NO_NAMES = words(
    "I I'm ChatGPT GPT AI PDF PDFs API Google Wikipedia Internet English German Ukrainian French Sourceline"
)
_PROGRAM = r"(?:you|it|this(?: (?:bot|chatbot|site|page|app|tool|program|thing|software|chat|service))?)"
_ASKER = re.compile(r"\b(?:I|my|me|[Ww]e|[Oo]ur)\b")
_ITSELF = (
    (re.compile(rf"\b(?:do|does) {_PROGRAM}(?= \w)", re.IGNORECASE), "does Sourceline"),
    (re.compile(rf"\b(?:are|is) {_PROGRAM}(?= \w)", re.IGNORECASE), "is Sourceline"),
    (re.compile(rf"\b(?:can|will|could|would) {_PROGRAM}(?= \w)", re.IGNORECASE), "can Sourceline"),
    (re.compile(r"\b(?:your|its)\b", re.IGNORECASE), "Sourceline's"),
    (re.compile(r"\b(?:you|it)\b(?=\W*$)", re.IGNORECASE), "Sourceline"),  # "How do I install it?"
    (re.compile(r"^[a-z]"), lambda first: first[0].upper()),
)


@dataclass(frozen=True, slots=True)
class Described:
    """A corpus as it was at one generation of its index: its figures, languages, and the versions of its help."""

    generation: int
    corpus: Corpus
    languages: frozenset[str]
    help: frozenset[str] = frozenset()


def describe_corpus(library: Library) -> Described:
    """Return the figures of the articles, and the languages that a sample of them is in, help apart."""
    outlets = list_outlets(library)
    of_news = [outlet for outlet in outlets if outlet.collection != HELP]
    counts: Counter[str] = Counter()
    for outlet in of_news:
        counts[outlet.name] += outlet.articles
    del counts[""]
    oldest, newest = find_days(library, without=HELP)
    sample = sample_openings(library, _SAMPLED, WITHOUT_HELP, characters=_SAMPLED_CHARACTERS)
    corpus = Corpus(
        articles=sum(outlet.articles for outlet in outlets),
        sentences=sum(outlet.sentences for outlet in outlets),
        help=sum(outlet.articles for outlet in outlets if outlet.collection == HELP),
        outlets=tuple(name for name, _ in counts.most_common()),
        newest=newest,
        oldest=oldest,
        titles=tuple(article.title for article in sample if len(article.title) in _TITLE_CHARACTERS),
    )
    languages = frozenset(tell_language(article.text) for article in sample)
    of_help = library.list_admitted(HELP_ALONE) if len(of_news) < len(outlets) else []
    return Described(library.generation, corpus, languages, frozenset(version for version, _ in of_help))


def choose_side(filters: Filters, is_near_help: Callable[[], bool]) -> Filters:
    """Return the filters for the help alone or for all but the help, unless they choose articles themselves.

    A question is about the bot where the sentence nearest to it in meaning is one of the help.
    Of 56 questions on the handbook 56 are told so beside 11 articles and 49 beside 2,094; of 199 on the news none is.
    """
    if filters.collections or filters.without_collections or filters.outlets:
        return filters
    side = HELP_ALONE if is_near_help() else WITHOUT_HELP
    return replace(filters, collections=side.collections, without_collections=side.without_collections)


def ask_help(question: str, asked: Asked) -> str:
    """Return what the help is asked for a question about the bot; empty where a string says all there is.

    The help is in English: a question of another language is put to it as the common question that it is like.
    """
    common = get_help_question(asked.subject) if asked.kind == "about" else ""
    return name_itself(question) if common and asked.language == "en" else common


def answer_itself(question: str, asked: Asked, corpus: Corpus, helped: Answer | None = None) -> Answer:
    """Return the answer to small talk or to a question about the bot, in the language of the question.

    To a question in English it is what the help answers, where that is sure; else it is a string, with the sentences of
    the help below it. How something is done no string says so well, so the help need not be sure of that; what the
    bot can do no sentence of the help says as a whole.
    """
    sure = ("answered", "perhaps") if asked.subject in ("handbook", "usage") else ("answered",)
    if helped and asked.language == "en" and helped.outcome in sure and asked.subject not in _SAID_BEST:
        return replace(say_side(helped, HELP_ALONE), question=question, standalone=question)
    language = choose_language(asked.language)
    said = Statement(reply(asked.subject, corpus, language=language), (), kind="own")
    answer = Answer(question, question, "about", 1.0, (said,), language=language)
    if helped is None or asked.subject in _OF_ITSELF:
        return answer
    near = helped.citations or helped.nearest
    return replace(answer, nearest=near, ranked=helped.ranked, scopes=say_scope("help") if near else {})


def name_itself(question: str) -> str:
    """Return a question to the help with the program's name for "you" and "it": so do the sentences of the help.

    >>> name_itself("Does it need a GPU?"), name_itself("What do you store?")
    ('Does Sourceline need a GPU?', 'What does Sourceline store?')
    """
    for pattern, named in _ITSELF:
        question = pattern.sub(named, question)
    return question


def name_use(question: str) -> str:
    """Return what somebody asks for themselves, or of "it", with the program's name; empty where it names something.

    "What hardware do I need?" is nearer to the help than to any news once it says for what.
    """
    named = name_itself(question)
    if names_something(question):
        return ""
    if _ASKER.search(question):
        return f"{named} Sourceline"
    return named if "Sourceline" in named else ""


def names_something(plain: str) -> bool:
    """Say whether a word after the first is written as a name that is not of the bot's own trade."""
    return any(part[0].isupper() and part.strip("?!.,") not in _NO_NAMES for part in plain.split()[1:])


def may_be_of_program(question: str) -> bool:
    """Say whether a question may be about the program or has a word for it, and names nothing else."""
    return not names_something(question) and (
        bool(name_use(question)) or tell_chances(question).chances["about"] >= _MAY_BE
    )


def show_help(answer: Answer, filters: Filters) -> Answer:
    """Return an answer from the help alone; where none is sure, its nearest sentences, as such."""
    if filters.collections != (HELP,) or answer.outcome != "not_found" or not answer.nearest:
        return answer
    return _show_nearest(replace(answer, scopes=say_scope("help")), "help_nearest", "en")


def answer_foreign(answer: Answer, language: str) -> Answer:
    """Return what came nearest to a question in a language that the articles are not in, and say so in it."""
    answer = replace(answer, nearest=answer.nearest or answer.citations, scopes={})
    return _show_nearest(answer, "foreign" if answer.nearest else "foreign_nothing", choose_language(language))


def _show_nearest(answer: Answer, key: str, language: str) -> Answer:
    """Return the nearest sentences below one of the strings."""
    said = Statement(say(key, language), (), kind="own")
    return Answer(
        answer.question,
        answer.standalone,
        "about",
        answer.confidence,
        (said,),
        nearest=answer.nearest,
        ranked=answer.ranked,
        timings_ms=answer.timings_ms,
        scopes=answer.scopes,
        language=language,
    )


def say_newest(answer: Answer, corpus: Corpus) -> Answer:
    """Return an answer, where the question was about now, with the day of the newest article in its scope."""
    newest = say_scope("newest", since=corpus.newest) if corpus.newest else {}
    said = (newest["en"], say_scope("newest_answer", since=corpus.newest)["en"]) if newest else ()
    if not newest or not asks_about_now(answer.standalone) or any(one in answer.scope for one in said):
        return answer
    return replace(answer, scopes=join_scopes(answer.scopes, newest, by=". "))


def say_missed(answer: Answer, limited: Limit | None) -> Answer:
    """Return an answer from all articles with what is said of the time that its question was limited to."""
    if limited is None:
        return answer
    quotes = " ".join(citation.quote for citation in answer.citations)
    return replace(answer, scopes=join_scopes(limited.say_missed(quotes), answer.scopes, by=". "))


def say_mentions(
    known: Answer, briefing: Answer | None, asked: Asked, count: int, total: int, *, is_all: bool = True
) -> Answer:
    """Return a briefing with how many of so many articles mention its topic; where there is no briefing, that alone.

    ``is_all`` says whether it is known that no more do.
    """
    language = choose_language(asked.language)
    figure = f"{'' if is_all else '≥ '}{count:,}"
    scopes = say_scope("mentions", name=asked.topic, figure=figure, total=f"{total:,}")
    if briefing and count:
        return replace(briefing, scopes=join_scopes(scopes, briefing.scopes, by=". "))
    text = scopes[language] if count else say("mentions_none", language, name=asked.topic)
    said = Statement(text, (), kind="own")
    return replace(known, outcome="about", confidence=1.0, statements=(said,), language=language)


def say_absent(briefing: Answer, topic: str, lacks: Callable[[str], bool]) -> Answer:
    """Return a briefing with the words of its topic that the articles lack: names, or half of all that it says."""
    told = list_content_words(topic)
    absent = [word for word in told if lacks(word)]
    if not absent or not (2 * len(absent) >= len(told) or any(word[0].isupper() for word in absent)):
        return briefing
    scopes = say_scope("unmentioned", name=" ".join(absent))
    return replace(briefing, scopes=join_scopes(scopes, briefing.scopes, by=". "))


def say_side(answer: Answer, filters: Filters) -> Answer:
    """Return an answer from the help with that as its scope."""
    if answer.scope or answer.outcome == "not_found" or filters.collections != (HELP,):
        return answer
    return replace(answer, scopes=say_scope("help"))
