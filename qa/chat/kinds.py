"""What kind of question it is: a fact, a briefing, keywords, small talk, or about the bot itself; in doubt a fact.

Rules alone: the phrases of three languages in ``phrases.toml``, each tried against the whole question, and where none
fits, whether it has words of talk with the bot alone.

>>> tell_kind("Summarise the row about identity cards")
Asked(kind='briefing', topic='the row about identity cards', sides=(), latest=False, subject='', language='en')
>>> tell_kind("What did the chancellor say about taxes?").kind
'fact'
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

from qa.chat.addressed import find_addressed
from qa.chat.common import LIKE, LIKE_IN_ENGLISH, NEARLY_THE_SAME, find_common
from qa.chat.mentions import KnownNames, tokenise
from qa.chat.vocabulary import find_talk
from qa.chat.wordings import load_phrases
from qa.english.words import AUXILIARIES, FUNCTION_WORDS, PRONOUNS, QUESTION_WORDS, words

Kind = Literal["fact", "keywords", "briefing", "small_talk", "about"]

_CHARACTERS = 300  # a longer text is no greeting, and no topic
_KEYWORDS = 8  # words of a query without a question
_TOPIC_WORDS = 14  # at most; a longer topic is a sentence
_MARKS = re.compile(r"[:;]-?[()DPp](?=\s|$)|[?!.…¿¡\"“”«»„]+|:(?=\s*$)|[\U0001F300-\U0001FAFF☀-➿️]+")
_POLITE = re.compile(
    r"(?:(?:hello|hi|hey|hallo|привіт|good morning|ok|okay|please|now|so|well|and|bitte|kurz|будь ласка)[, ]+)*"
    r"(?:(?:can|could|would|will) (?:you|u) (?:please |kindly )?(?=\w{4,} )(?!help)"
    r"|i(?: would|'d) (?:like|love) (?:you to |to (?:have|get|see|read) )|i (?:want|need) (?:you to )?(?=an? )"
    r"|(?:kannst|könntest) du (?:mir )?(?:bitte )?|please )?"
)
_POLITE_END = re.compile(r"[, ]+(?:please|pls|thanks|thank you|bitte|danke|будь ласка|дякую)$")
_SEPARATORS = re.compile(r"[,;:]| - | – | — ")
_ASKED_INSIDE = words(
    "who whom whose when where which why many much wer wann wo warum wieso wie хто коли де чому скільки"
)
_OPEN_QUESTION = words("what how what's whats wie was що як")
_GERMAN_AND_UKRAINIAN_QUESTION = words("""
    wer wem wen wessen was wann wo wohin woher warum wieso weshalb wie welche welcher welches welchen welchem wieviel
    ist sind war waren hat haben wird werden kann
    хто кого кому що чого чому коли де куди звідки як який яка яке які якої якого скільки чи чий чия чиє навіщо
""")
_GERMAN = _GERMAN_AND_UKRAINIAN_QUESTION | words("""
    ich du dich dir mich mir es das der die den dem ein eine einen und für gibt kann kannst nein ja bitte danke mal
    brauche ist sind nicht kein keine zu was gut schöne schönes frohe guten
""")
_SMALL_WORDS, _OTHER_WORDS = 12, 2  # of small talk; of those such as may follow thanks, whatever they are
_TITLE_CAPITALS = 2  # words with a capital after the first, beside one in small letters
_SORRY = words("sorry entschuldigung entschuldige verzeihung вибач вибачте пробач пробачте перепрошую")
_LAUGHTER = re.compile(r"a?h?(?:ha|he|хa|ха){2,}h?")
_FILLERS = words("""
    bot to you a an the very much really all everyone guys mate friend dear my and but then now again just been be
    you've you're it's it is was that's this one for me us there week day today help great good nice quite pretty oh ah
    well too also lot indeed such so next night evening afternoon morning mr
    dir ihnen euch ich du sie und aber so sehr ganz wirklich noch ein eine der die das mir mein alle allerseits zusammen
    schon dann denn doch mal heute jetzt ja nein nee nö es ist war immer vielmals recht auch für lieben
    тобі вам ти ви я мені і й а але ну то дуже так ще вже це було всім усім твій твої ваш сьогодні мене
    допоміг допомогла допомогли все усе
""")
_REMARK = re.compile(
    r"(?P<en>(?:you're|you are|u r|that was|that's|that is|this is|this was|it's|i'm|i am|i like|i love|i hate)\b)"
    r"|(?P<de>(?:du bist|das ist|das war|ich bin|ich mag|ich liebe|ich hasse|das hat)\b)"
    r"|(?P<uk>(?:ти|це було|це|ви|мені)\b)"
)
_REMARK_WORDS = 6  # more say something
_BAD = re.compile(
    r"\b(?:bad|wrong|rubbish|stupid|useless|awful|terrible|nonsense|crap|boring|annoying|slow|silly|dumm|blöd\w*|falsch|mist|"
    r"schlecht\w*|quatsch|unsinn|doof|погано|дурн\w*|дурня|жах\w*|неправ\w*|маячня|нісенітниця|нудн\w*)\b"
)
_USED = re.compile(r"\b(?:I|me|my|you|your|it|this)\b", re.I)  # in what is asked of the program
_FOREIGN_PRONOUNS = words("mich dich mir dir uns euch sich мене тебе себе нас вас")
_ADDRESSED = re.compile(r"(?:do|are|were|will|have|would|did) you(?: \w+){1,4}")
_ASKED_OF_THE_WORLD = words("know tell say see hear think remember find give show")


@dataclass(frozen=True, slots=True)
class Asked:
    """What kind of question it is; ``topic`` is what a briefing is about, as it was typed.

    A comparison has two ``sides``; ``latest`` asks for the newest first; ``subject`` says what small talk and what is
    asked about the bot is of, as the tables of ``phrases.toml`` name it. Keywords may mean a fact or a topic.
    ``language`` is that of the words by which the kind was told, empty where there were none.
    """

    kind: Kind
    topic: str = ""
    sides: tuple[str, ...] = ()
    latest: bool = False
    subject: str = ""
    language: str = ""


def tell_kind(question: str) -> Asked:
    """Return the kind of a question that stands alone."""
    if len(question) > _CHARACTERS:
        return Asked("fact")
    plain = " ".join(_MARKS.sub(" ", question.replace("’", "'")).split())
    lower = plain.lower()
    if asked := _find_small_talk(plain) or _find_mentions(plain):
        return asked
    asked = (
        _find_remark(question, plain)
        or _find_about(lower)
        or _find_briefing(plain)
        or _find_addressed(plain)
        or _find_talk(question, plain)
        or Asked("keywords" if _is_keywords(question, plain) else "fact")
    )
    return _find_common(_strip_politeness(plain), asked) if asked.kind != "briefing" else asked


def tell_kind_of_rest(rest: str, whole: Asked) -> Asked:
    """Return the kind of a question by what is left of it without its time; that of the ``whole`` where it is no topic.

    What asks for nothing but what happened then is a briefing without a topic.
    """
    plain = " ".join(_MARKS.sub(" ", rest.replace("’", "'")).split())
    for subject, language, _ in _match("news", _strip_politeness(plain)):
        return Asked("briefing", latest=subject == "latest", language=language)
    of_rest = tell_kind(rest)
    return of_rest if of_rest.kind == "briefing" else whole


def drop_greeting(question: str) -> str:
    """Return a question without the greeting before it: "Good morning, who won?" asks who won.

    What goes on otherwise than a question does may be a name: "Hello, Dolly".
    """
    parts = list(re.finditer(r"[\w'’]+", question[:_CHARACTERS]))
    heard = [part[0].lower() for part in parts]
    for place in range(min(len(parts) - 2, 4), 0, -1):
        subject = _load_small_talk().get(tuple(heard[:place]), ("", ""))[0]
        if subject == "greeting" and heard[place] in QUESTION_WORDS | AUXILIARIES:
            rest = question[parts[place].start() :]
            return rest[0].upper() + rest[1:] if question.lstrip()[:1].isupper() else rest
    return question


def is_small_talk(question: str) -> bool:
    """Say whether a question is small talk or about the bot, which its conversation does not change."""
    return tell_kind(question).kind in ("small_talk", "about")


@cache
def _load_small_talk() -> Mapping[tuple[str, ...], tuple[str, str]]:
    """Return the subject and the language of each phrase, cut into words."""
    return {
        tuple(phrase.replace(",", " ").split()): (subject, language)
        for subject, languages in load_phrases()["small_talk"].items()
        for language, phrases in reversed(list(languages.items()))  # a phrase of two languages is taken for English
        for phrase in phrases
    }


def _find_small_talk(plain: str) -> Asked | None:
    """Cover the words with phrases, the longest first, and with words that fill them; another word ends it."""
    parts = [_LAUGHTER.sub("haha", word) for word in re.split(r"[\s,;:—–-]+", plain.lower()) if word]
    phrases = _load_small_talk()
    longest = max(map(len, phrases))
    place = other = 0
    asks = bool(QUESTION_WORDS & set(parts))  # "Thanks! And who is Kern?"
    is_phatic = _is_phatic(parts)
    subjects: list[tuple[str, str]] = []
    while place < len(parts):
        length = next((n for n in range(longest, 0, -1) if tuple(parts[place : place + n]) in phrases), 0)
        thanked = (bool(subjects) and (subjects[0][0] == "thanks" or parts[0] in _SORRY) and not asks) or is_phatic
        if not length and (parts[place] in _FILLERS or (thanked and other < _OTHER_WORDS)):
            other += parts[place] not in _FILLERS
            place += 1
            continue
        if not length:
            return None
        subjects.append(phrases[tuple(parts[place : place + length])])
        place += length
    telling = [one for one in subjects if one[0] != "nod"] or subjects
    if not telling or len(parts) > _SMALL_WORDS:
        return None
    subject, language = next((one for one in telling if one[0] == "thanks" and telling[-1][0] == "help"), telling[-1])
    if language == "en" and _is_title(plain):
        return None
    if subject == "help":
        return Asked("about", subject="ability", language=language)
    return Asked("small_talk", subject=subject, language=language)


def _is_phatic(parts: Sequence[str]) -> bool:
    """Say whether words in German or Ukrainian greet, thank or part, and ask nothing: "Bis dann und danke"."""
    phrases = _load_small_talk()
    told = [phrases.get(tuple(parts[place : place + n]), ("", "")) for place in range(len(parts)) for n in (1, 2)]
    is_told = any(of in ("greeting", "thanks", "farewell") and language != "en" for of, language in told)
    return is_told and not (_ASKED_INSIDE - {"wie"}) & set(parts) and not any(part.isdigit() for part in parts)


def _is_title(plain: str) -> bool:
    """Say whether words are written as a title is: "Thank You for Smoking", not "Thank You" or "thank you, Bot"."""
    later = [word for word in plain.split()[1:] if word[0].isalpha() and not re.match(r"I\b", word)]
    capitals = sum(word[0].isupper() for word in later)
    return _TITLE_CAPITALS <= capitals < len(later)


def _find_remark(question: str, plain: str) -> Asked | None:
    """Take for small talk what is said of the bot or its answer in a few words and is no question: "you're kind"."""
    match = _REMARK.match(plain.lower())
    parts = plain.split()
    named = any(part[0].isupper() and part not in ("I", "I'm") for part in parts[1:])
    if not match or "?" in question or len(parts) > _REMARK_WORDS or (named and match.lastgroup == "en"):
        return None
    subject = "blame" if _BAD.search(plain.lower()) else "praise"
    return Asked("small_talk", subject=subject, language=str(match.lastgroup))


@cache
def _load_patterns(table: str) -> tuple[tuple[str, str, re.Pattern[str]], ...]:
    return tuple(
        (subject, language, re.compile(pattern, re.IGNORECASE))
        for subject, languages in load_phrases()[table].items()
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


def _find_about(lower: str) -> Asked | None:
    for text in dict.fromkeys((lower, _strip_politeness(lower))):
        for subject, language, _ in _match("about", text):
            return Asked("about", subject=subject, language=language)
    if _ADDRESSED.fullmatch(lower) and not _ASKED_OF_THE_WORLD & set(lower.split()[2:4]):
        return Asked("about", subject="self", language="en")
    return None


def _find_addressed(plain: str) -> Asked | None:
    found = find_addressed(_strip_politeness(plain)) or find_addressed(plain)
    return Asked("about", subject=found[0], language=found[1]) if found else None


def _find_talk(question: str, plain: str) -> Asked | None:
    found = find_talk(_strip_politeness(plain), is_asked=question.rstrip().endswith("?"))
    return Asked(found[0], subject=found[1], language=_tell_script(plain)) if found else None


def _find_common(plain: str, told: Asked) -> Asked:
    """Return the subject of the common question that a text is nearly the same as, where the lists have told talk.

    Where they have told none, it tells the kind, too.
    """
    is_told = told.kind in ("about", "small_talk")
    least = NEARLY_THE_SAME if is_told else LIKE_IN_ENGLISH if _is_rather_english(plain) else LIKE
    if least == LIKE_IN_ENGLISH and not _USED.search(plain):  # nothing is loaded for most questions
        return told
    common = find_common(plain, least=least)
    if common is None or (not is_told and common.language == "en" and least == LIKE):  # "articles; drop table"
        return told
    if is_told and common.kind != told.kind and common.subject != "personal":
        return told
    return Asked(common.kind, subject=common.subject, language=common.language)


def _is_rather_english(plain: str) -> bool:
    parts = set(plain.lower().split())
    return len(parts & FUNCTION_WORDS) > len(parts & _GERMAN)


def _tell_script(plain: str) -> str:
    """Return the language of the interface that a text is in, by its letters and its small words."""
    if re.search("[а-яіїєґ]", plain.lower()):
        return "uk"
    parts = set(plain.lower().split())
    return "de" if len(parts & _GERMAN) > len(parts & FUNCTION_WORDS) else "en"


def _strip_politeness(text: str) -> str:
    polite = _POLITE.match(text.lower())
    return _POLITE_END.sub("", text[polite.end() if polite else 0 :]).strip(" ,")


def _find_briefing(plain: str) -> Asked | None:
    text = _strip_politeness(plain)
    for subject, language, match in _match("briefing", text):
        groups = {key: part.strip(" ,:-–—") for key, part in match.groupdict().items() if part}
        sides = tuple(groups[key] for key in ("first", "second") if key in groups)
        topic = groups.get("before") or groups.get("dashed") or groups.get("topic") or " and ".join(sides)
        topic = f"{topic} {groups['rest']}" if "rest" in groups and not sides else topic
        if all(_may_be_topic(part) for part in sides or (topic,)):
            return Asked("briefing", topic=topic, sides=sides, latest=subject == "latest", language=language)
    return None


def _may_be_topic(topic: str) -> bool:
    """Say whether something can be reported on: not so "who won", "how much it cost", "me", "the name of the judge"."""
    parts = topic.lower().split()
    if not parts or len(parts) > _TOPIC_WORDS or (len(parts) == 1 and parts[0] in PRONOUNS | _FOREIGN_PRONOUNS):
        return False
    if parts[0] in QUESTION_WORDS | _GERMAN_AND_UKRAINIAN_QUESTION or _ASKED_INSIDE & set(parts[:-1]):
        return False
    clauses = _SEPARATORS.split(topic.lower())
    openings = (clause.split()[0].partition("'")[0] for clause in clauses[1:] if clause.split())
    return not any(opening in QUESTION_WORDS for opening in openings)


def _is_keywords(question: str, plain: str) -> bool:
    parts = plain.lower().split()
    if not 0 < len(parts) <= _KEYWORDS or question.rstrip().endswith("?") or not any(c.isalnum() for c in plain):
        return False
    if not _is_title(plain) and set(parts) & (QUESTION_WORDS | {"i", "me", "you", "i'd", "i'm"}):
        return parts[0] not in QUESTION_WORDS | _GERMAN_AND_UKRAINIAN_QUESTION and parts[-2:] == ["how", "many"]
    if parts[0] in AUXILIARIES | PRONOUNS | _GERMAN_AND_UKRAINIAN_QUESTION:
        return False
    return all(token.kind != "verb" for token in tokenise(plain, KnownNames())[:1])
