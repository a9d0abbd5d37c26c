"""What kind of question it is: a fact, a briefing, keywords, small talk, or about the bot itself; in doubt a fact.

A learned classifier (`qa.chat.talk`) says how likely each kind is; the patterns of ``phrases.toml`` say what a briefing
is about.

>>> tell_kind("Summarise the row about identity cards").topic
'the row about identity cards'
>>> tell_kind("What did the chancellor say about taxes?").kind
'fact'
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import Any, Literal

from qa.chat.mentions import KnownNames, tokenise
from qa.chat.talk import Told, is_known_talk, tell_chances, tell_subject
from qa.english.offices import read_led
from qa.english.words import AUXILIARIES, PREPOSITIONS, PRONOUNS, QUESTION_WORDS, words
from qa.models.encoder import Encoder

Kind = Literal["fact", "keywords", "briefing", "small_talk", "about"]

_CHARACTERS = 300  # a longer text is no greeting, and no topic
_LIKELY, _LIKELY_BRIEFING = 0.5, 0.7  # chances from which on it is talk with the bot, or a briefing no pattern has
_LIKELY_UNASKED, _SURE = 0.7, 0.95  # the same of words that address nobody, and later in a conversation
_LIKELY_LAST = 0.7  # of what follows a greeting, from which on it is asked about the bot
# of words before a question, from which on they greet: "Hello dear team" has .91, of 12 prepositions "after" most, .72
_LIKELY_GREETING = 0.85
_GREETING_WORDS = 4  # at most, before a question
_KEYWORDS = 8  # words of a query without a question
_TOPIC_WORDS = 14  # at most; a longer topic is a sentence
_MARKS = re.compile(r"[:;]-?[()DPp](?=\s|$)|[?!.…¿¡\"“”«»„]+|:(?=\s*$)|[\U0001F300-\U0001FAFF☀-➿️]+")
_POLITE = re.compile(
    r"(?:(?:hello|hi|hey|hallo|привіт|good morning|ok|okay|please|now|so|well|and|bitte|kurz|будь ласка)[, ]+)*"
    r"(?:(?:can|could|would|will) (?:you|u) (?:please |kindly )?(?=\w{4,} |sum )(?!help)"
    r"|i(?: would|'d) (?:like|love) (?:you to |to (?:have|get|see|read) )|i (?:want|need) (?:you to )?(?=an? )"
    r"|(?:kannst|könntest) du (?:mir )?(?:bitte )?|please )?"
)
_REPEATED = re.compile(r"(\w)\1{2,}")  # as in "heyyyy"
_PARTS = re.compile(r"(?<=[.!?…])\s+|,\s+")
_COURTESIES = frozenset({"greeting", "thanks"})  # what may stand before a question about the bot
_ITSELF = words("sourceline i i'm bot ai chatgpt gpt")  # written with a capital, but none of the news
_OF_ANY = re.compile(r"\b(?:do|does|can|has|have|in|per) (?:an?|one|each|every)\b", re.IGNORECASE)
_ADDRESS = re.compile(r"\b(?:you|your|yours|yourself|u|i|me|my|we|us|our|sourceline|bot|this|here)\b", re.IGNORECASE)
# a word for the program, or for what somebody looks at: "Where do I change my password?" has none
_PROGRAM = re.compile(
    r"\b(?:you|yours?|yourself|u|sourceline|(?:chat)?bots?|this|it|its|here"
    r"|du|dich|dir|dein\w*|ihr|euch|euer|eure\w*|ihnen|das|dies\w*|hier"
    r"|ти|тебе|тобі|тобою|твої\w*|твоя|твоє|твою|твій|ви|вас|вам|вами|ваш\w*|це|цей|ця|цю|тут|бот\w*|програм\w*)\b",
    re.IGNORECASE,
)
_POLITE_END = re.compile(r"[, ]+(?:please|pls|thanks|thank you|bitte|danke|будь ласка|дякую)$")
_SEPARATORS = re.compile(r"[,;:]| - | – | — ")
_ASKED_INSIDE = words(
    "who whom whose when where which why many much wer wann wo warum wieso wie хто коли де чому скільки"
)
_GERMAN_AND_UKRAINIAN_QUESTION = words("""
    wer wem wen wessen was wann wo wohin woher warum wieso weshalb wie welche welcher welches welchen welchem wieviel
    ist sind war waren hat haben wird werden kann
    хто кого кому що чого чому коли де куди звідки як який яка яке які якої якого скільки чи чий чия чиє навіщо
""")
_OPENINGS = QUESTION_WORDS | AUXILIARIES | _GERMAN_AND_UKRAINIAN_QUESTION
_SENTENCES = re.compile(r"[.!?]\s+\w")
_TITLE_CAPITALS = 2  # words with a capital after the first, beside one in small letters
_IN_A_CASE = re.compile(
    r"\s(?:if|when|once|unless|while|whenever) \w+ \w", re.IGNORECASE
)  # "what happens to it if ..."
# "what is new in version 4.2" asks what a list of changes has below that heading
_OF_RELEASE = re.compile(
    r"(?:the\s)?(?:(?:latest|newest|current|last)\s)?(?:[\w-]+\s){0,2}?"
    r"(?:(?:version|release|firmware|update)\b|v?\d{1,2}[. ]\d{1,3}(?:[. ]\d{1,3})?$)",  # a topic has lost its marks
    re.IGNORECASE,
)
_FOREIGN_PRONOUNS = words("mich dich mir dir uns euch sich мене тебе себе нас вас")
_ADDRESSING = _ITSELF | _FOREIGN_PRONOUNS | {"yourself", "you"}
_QUESTION_WORDS_OR_AUXILIARIES = QUESTION_WORDS | AUXILIARIES
_PRONOUNS_OR_FOREIGN_PRONOUNS = PRONOUNS | _FOREIGN_PRONOUNS
_QUESTION_WORDS_OR_GERMAN_AND_UKRAINIAN_QUESTION = QUESTION_WORDS | _GERMAN_AND_UKRAINIAN_QUESTION
_ASKING_FOR_ONESELF = QUESTION_WORDS | {"i", "me", "you", "i'd", "i'm"}
_AUXILIARIES_OR_PRONOUNS_OR_GERMAN_AND_UKRAINIAN_QUESTION = AUXILIARIES | PRONOUNS | _GERMAN_AND_UKRAINIAN_QUESTION


@dataclass(frozen=True, slots=True)
class Asked:
    """What kind of question it is; ``topic`` is what a briefing is about, as it was typed.

    A comparison has two ``sides``; ``latest`` asks for the newest first; ``subject`` says what small talk and what is
    asked about the bot is of, as the keys of ``replies.toml`` name it. Keywords may mean a fact or a topic.
    ``language`` is that of the words by which the kind was told, empty where there were none. What is ``doubtful`` may
    be asked of the articles, too. Talk has the ``chance`` to be that; what is ``unaddressed`` has no word for the bot
    or the program.
    """

    kind: Kind
    topic: str = ""
    sides: tuple[str, ...] = ()
    latest: bool = False
    subject: str = ""
    language: str = ""
    doubtful: bool = False
    chance: float = 0.0
    unaddressed: bool = False

    @property
    def is_sure(self) -> bool:
        """Whether it is all but sure to be talk."""
        return self.chance >= _SURE


def tell_kind(question: str, encoder: Encoder | None = None, *, later: bool = False, talks: bool = True) -> Asked:
    """Return the kind of a question; ``encoder`` is asked for the meaning of one in doubt.

    Where it is known that nobody ``talks`` with the bot, it is one on the articles.

    One asked ``later`` in a conversation ("Why?", "Is it open again?"), or that names something and addresses nobody
    ("How many posts go at the Telegraph?"), is talk only if that is all but sure.
    """
    if len(question) > _CHARACTERS:
        return Asked("fact")
    plain = _strip_marks(question)
    if asked := _find_mentions(plain):
        return asked
    told = tell_chances(question, encoder)
    is_keywords = _is_keywords(question, plain)
    addresses_nobody = told.language == "en" and not _ADDRESS.search(plain)
    is_of_others = addresses_nobody and _names_something(plain, plain)
    least = _SURE if later or is_of_others else _LIKELY_UNASKED if is_keywords or addresses_nobody else _LIKELY
    is_title = told.language == "en" and not _SENTENCES.search(question) and _is_title(plain)
    briefing = _find_briefing(plain)
    is_news = briefing is not None and told.talk < _SURE and _names_something(briefing.topic, plain)
    if is_keywords and " " not in plain and not is_known_talk(_REPEATED.sub(r"\1", plain)):
        return Asked("keywords")  # of the letters of an unknown word, such as "ethereum", nothing follows
    if talks and told.talk >= least and not is_title and not is_news and not _asks_for_a_leader(question):
        asked = _tell_talk(question, told)
        if asked.subject != "count" or not _OF_ANY.search(plain):
            return _doubt(replace(asked, chance=told.talk), plain)
    if briefing and (_OF_RELEASE.match(briefing.topic) or (briefing.doubtful and _IN_A_CASE.search(briefing.topic))):
        return Asked("fact")
    if briefing:
        return briefing
    if is_keywords:
        return Asked("keywords", doubtful=not talks)
    if told.chances["briefing"] >= _LIKELY_BRIEFING and not _is_yes_no(plain) and (topic := _strip_opening(plain)):
        doubtful = plain.split()[0].lower() in QUESTION_WORDS
        return Asked("briefing", topic=topic, language=told.language, doubtful=doubtful)
    return Asked("fact")


def _tell_talk(question: str, told: Told) -> Asked:
    """Return what kind of talk it is: of "Thanks! What else can you do?" it is what is said last."""
    kind: Kind = "about" if told.chances["about"] > told.chances["small_talk"] else "small_talk"
    subject = tell_subject(question, kind)
    if kind == "small_talk" and subject in _COURTESIES:
        *before, last = _PARTS.split(question.strip())
        goes_on = bool(before) and " " in last  # "thanks, Sourceline" does not
        if goes_on and tell_chances(last).chances["about"] >= _LIKELY_LAST:
            return Asked("about", subject=tell_subject(last, "about"), language=told.language)
    if subject == "joke" and _is_on_itself(question):
        return Asked("about", subject="self", language=told.language)
    return Asked(kind, subject=subject, language=told.language)


def _doubt(asked: Asked, plain: str) -> Asked:
    """Return talk with whether the articles are to be asked, too.

    They are where it is not all but sure, and where the program is not addressed, however sure it is: "reset password"
    may be asked of a firm's own articles as well as of the program. A known call for help or courtesy is one
    ("thanks"), others need not be ("sick leave", "what if I am ill").
    """
    is_known = is_known_talk(_REPEATED.sub(r"\1", plain)) and (
        asked.kind == "small_talk" or asked.subject in ("ability", "self")
    )
    is_named = "sourceline" in plain.lower()
    unaddressed = not is_known and not _PROGRAM.search(plain)
    doubtful = unaddressed or not (is_known or is_named or asked.is_sure)
    return replace(asked, doubtful=doubtful, unaddressed=unaddressed)


def _is_on_itself(question: str) -> bool:
    """Say whether somebody asks to be told about the bot: "Tell me about yourself"."""
    topics = (
        found[2].groupdict().get("topic") for found in _match("briefing", _strip_politeness(_strip_marks(question)))
    )
    return any(topic and topic.lower() in _ADDRESSING for topic in topics)


def _names_something(topic: str, plain: str) -> bool:
    """Say whether a topic has a word with a capital that is not the first of the question, nor a name of the bot."""
    later = plain.split()[1:]
    return any(word[0].isupper() and word in later and word.lower() not in _ITSELF for word in topic.split())


def tell_kind_of_rest(rest: str, whole: Asked) -> Asked:
    """Return the kind of a question by what is left of it without its time; that of the ``whole`` where it is no topic.

    What asks for nothing but what happened then is a briefing without a topic.
    """
    plain = _strip_marks(rest)
    for subject, language, _ in _match("news", _strip_politeness(plain)):
        return Asked("briefing", latest=subject == "latest", language=language)
    of_rest = tell_kind(rest)
    return of_rest if of_rest.kind == "briefing" else whole


def drop_greeting(question: str) -> str:
    """Return a question without the greeting before it: "Good morning, who won?" asks who won.

    What goes on otherwise than a question does may be a name: "Hello, Dolly".
    """
    parts = list(re.finditer(r"[\w'’]+", question[:_CHARACTERS]))[:-1]
    for part in parts[: _GREETING_WORDS + 1]:
        if part[0].lower() in _QUESTION_WORDS_OR_AUXILIARIES:
            greeting, rest = question[: part.start()], question[part.start() :]
            if not _is_greeting(greeting):
                return question
            return rest[0].upper() + rest[1:] if question.lstrip()[:1].isupper() else rest
    return question


def is_small_talk(question: str) -> bool:
    """Say whether a question is small talk or about the bot, which its conversation does not change."""
    return tell_kind(question, later=True).kind in ("small_talk", "about")


def _is_greeting(text: str) -> bool:
    told = tell_chances(text)
    return told.chances["small_talk"] >= _LIKELY_GREETING and tell_subject(text, "small_talk") == "greeting"


def _asks_for_a_leader(question: str) -> bool:
    """Say whether it is asked who leads something that is named, other than the bot."""
    led = read_led(question)
    return led is not None and "sourceline" not in led.of.lower()


def _strip_marks(text: str) -> str:
    return " ".join(_MARKS.sub(" ", text.replace("’", "'")).split())


def _is_title(plain: str) -> bool:
    """Say whether words are written as a title is: "Thank You for Smoking", not "Thank You" or "thank you, Bot"."""
    later = [word for word in plain.split()[1:] if word[0].isalpha() and not re.match(r"I\b", word)]
    capitals = sum(word[0].isupper() for word in later)
    return _TITLE_CAPITALS <= capitals < len(later)


@cache
def _load_phrases() -> Mapping[str, Mapping[str, Any]]:
    return tomllib.loads(files("qa.chat").joinpath("phrases.toml").read_text(encoding="utf-8"))


@cache
def _load_patterns(table: str) -> tuple[tuple[str, str, re.Pattern[str]], ...]:
    return tuple(
        (subject, language, re.compile(pattern, re.IGNORECASE))
        for subject, languages in _load_phrases()[table].items()
        for language, patterns in languages.items()
        for pattern in patterns
    )


def _match(table: str, text: str) -> Iterator[tuple[str, str, re.Match[str]]]:
    """Yield what a text matches: the subject, the language and the match."""
    for subject, language, pattern in _load_patterns(table):
        if match := pattern.fullmatch(text):
            yield subject, language, match


def _find_mentions(plain: str) -> Asked | None:
    """Take for a briefing what asks how many articles, or which, are about something."""
    for _, language, match in _match("mentions", _strip_politeness(plain)):
        if _may_be_topic(topic := match["topic"].strip(" ,:-")):
            return Asked("briefing", topic=topic, subject="mentions", language=language)
    return None


def _strip_politeness(text: str) -> str:
    polite = _POLITE.match(text.lower())
    return _POLITE_END.sub("", text[polite.end() if polite else 0 :]).strip(" ,")


def _is_yes_no(plain: str) -> bool:
    """Say whether yes or no is asked for: "Do the Greens back it", not "Is there news of it"."""
    first, second = (*_strip_politeness(plain).lower().split(), "", "")[:2]
    return first in AUXILIARIES and second != "there"


def _strip_opening(text: str) -> str:
    """Return what a question is about without the words that make it one: "How has the crisis grown" is of a crisis.

    Empty where that is a pronoun.
    """
    parts = _strip_politeness(text).split()
    while parts and parts[0].lower().partition("'")[0] in _OPENINGS:
        del parts[0]
    return " ".join(parts) if len(parts) > 1 or not PRONOUNS.intersection(map(str.lower, parts)) else ""


def _find_briefing(plain: str) -> Asked | None:
    text = _strip_politeness(plain)
    for subject, language, match in _match("briefing", text):
        groups = {key: part.strip(" ,:-–—") for key, part in match.groupdict().items() if part}
        sides = tuple(groups[key] for key in ("first", "second") if key in groups)
        topic = groups.get("before") or groups.get("dashed") or groups.get("topic") or " and ".join(sides)
        topic = f"{topic} {groups['rest']}" if "rest" in groups and not sides else topic
        if all(_may_be_topic(part) for part in sides or (topic,)):
            latest, doubtful = subject == "latest", subject == "course"
            return Asked("briefing", topic, sides, latest=latest, language=language, doubtful=doubtful)
    return None


def _may_be_topic(topic: str) -> bool:
    """Say whether something can be reported on: not so "who won", "how much it cost", "me", "the name of the judge"."""
    parts = topic.lower().split()
    if not parts or len(parts) > _TOPIC_WORDS or (len(parts) == 1 and parts[0] in _PRONOUNS_OR_FOREIGN_PRONOUNS):
        return False
    if parts[0] in _QUESTION_WORDS_OR_GERMAN_AND_UKRAINIAN_QUESTION or _ASKED_INSIDE & set(parts[:-1]):
        return False
    clauses = _SEPARATORS.split(topic.lower())
    openings = (clause.split()[0].partition("'")[0] for clause in clauses[1:] if clause.split())
    return not any(opening in QUESTION_WORDS for opening in openings)


def _opens_question(plain: str) -> bool:
    """Say whether words begin as a question does, and not as a title: "Until when is", not "When Harry Met Sally"."""
    parts = plain.split()
    if parts[0].lower() in PREPOSITIONS:
        del parts[0]
    return len(parts) > 1 and parts[0].lower() in QUESTION_WORDS and parts[1][0].islower()


def _is_keywords(question: str, plain: str) -> bool:
    parts = plain.lower().split()
    if not 0 < len(parts) <= _KEYWORDS or question.rstrip().endswith("?") or not any(c.isalnum() for c in plain):
        return False
    if _opens_question(plain):
        return False
    if not _is_title(plain) and set(parts) & _ASKING_FOR_ONESELF:
        return parts[0] not in _QUESTION_WORDS_OR_GERMAN_AND_UKRAINIAN_QUESTION and parts[-2:] == ["how", "many"]
    if parts[0] in _AUXILIARIES_OR_PRONOUNS_OR_GERMAN_AND_UKRAINIAN_QUESTION:
        return False
    return all(token.kind != "verb" for token in tokenise(plain, KnownNames())[:1])
