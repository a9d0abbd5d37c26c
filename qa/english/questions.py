"""What kind of thing a question asks for: a person, a place, a time, a number of something, a sum, a reason."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from qa.english.people import GROUPS, NATIONS, ROLES
from qa.english.speech import SAYING
from qa.english.stems import singular
from qa.english.verbs import is_past, is_verb
from qa.english.words import AUXILIARIES, BE, DETERMINERS, PREPOSITIONS, Word, cut_words, words

AnswerKind = Literal[
    "person",  # who closed the bridge
    "description",  # who is Ada Kern, what is the ENISA
    "expansion",  # what does ENISA stand for
    "words",  # what did Ada Kern say
    "place",
    "time",
    "year",
    "count",  # how many boats
    "money",
    "share",  # what percentage
    "duration",
    "age",
    "distance",
    "measure",  # how high, how fast, how heavy
    "frequency",  # how often
    "reason",
    "manner",  # how did it happen
    "yes_no",
    "thing",  # what, which: anything else
    "",  # no question
]
_ASKING = words("who whom whose who's whos how what which what's whats when where why where's when's why's")
_IS = BE - {"be", "been", "being"}
_DETERMINERS_OR_PREPOSITIONS = DETERMINERS | PREPOSITIONS
_NATIONS_OR_GROUPS = NATIONS | GROUPS
_NO_NAME_PARTS = DETERMINERS | PREPOSITIONS | AUXILIARIES | ROLES
_AUXILIARIES_BUT_BE = AUXILIARIES - BE
_AUXILIARIES_OR_OF = AUXILIARIES | {"of"}


@dataclass(frozen=True, slots=True)
class Asked:
    """What a question asks for, and ``of`` what: "boats" of "how many boats", "Ada Kern" of "who is Ada Kern"."""

    kind: AnswerKind
    of: str = ""


_YES_NO = (AUXILIARIES - {"'s", "'re", "being", "been", "be", "am"}) | {"am"}
_TIME_NOUNS = words("time day date month week weekday season hour moment decade century")
_PLACE_NOUNS = words("""
    city town country state village place region county island continent street river building venue station airport
    district port province location nation capital stadium hospital school university museum
""")
_PERSON_NOUNS = (ROLES - {"head"}) | words("person people team-mate")
_PERSON_NOUNS_BUT_GROUPS = _PERSON_NOUNS - GROUPS
_MONEY_NOUNS = words("""
    price cost sum amount fee fine budget salary wage profit revenue turnover loss rent debt tax bail compensation bonus
""")
_MONEY_OR_MONEY_NOUNS = _MONEY_NOUNS | {"money"}
_PAID = words("earn cost pay owe")
_BOOKED = words("make lose take report post gross")  # "what did it make" asks for a sum only among words of accounts
_PAID_OR_BOOKED = _PAID | _BOOKED
_ACCOUNTS = words("quarter profit profits loss losses revenue revenues sales turnover weekend office year months")
_PAID_WITH = words("attention with instead who whom")
_SHARE_NOUNS = words("percentage share proportion percent rate fraction")
_MEASURES = words("""
    high tall wide deep fast heavy large big hot cold warm thick broad loud strong steep small
""")
_COUNT_NOUNS = words("number count total toll")
_TIME_UNITS = words("second minute hour day night week month year decade century")
_SAYING = words(
    "say said says think thought thinks tell told announce announced claim claimed claims warn warned "
    "argue argued argues promise promised reply replied comment write wrote deny denied suggest suggested"
)


def read_asked(question: str) -> Asked:
    """Return what a question asks for; a kind of "" for what is no question, and for keywords.

    >>> read_asked("How many boats were lost?")
    Asked(kind='count', of='boats')
    >>> read_asked("In which year did it open?").kind, read_asked("Who is Ada Kern?").kind
    ('year', 'description')
    """
    cut = cut_words(question[:2_000])
    place = _find_asking(cut)
    if place is None:
        return _read_plain(cut)
    word = cut[place].lower
    rest = cut[place + 1 :]
    if word in {"who", "whom", "whose", "who's", "whos"}:
        return _read_who(rest, cut[place])
    if word == "how":
        return _read_how(rest)
    if word in {"what", "which", "what's", "whats"}:
        return _read_what(rest, cut[place])
    return Asked({"when": "time", "where": "place", "why": "reason"}[word.removesuffix("'s")])  # type: ignore[arg-type]


_NAMED = {
    **{"duration": "the length", "share": "the share", "money": "the amount", "year": "the year", "time": "the date"},
    **{"age": "the age", "distance": "the distance"},
}
_MEASURED = {
    **{"high": "height", "tall": "height", "wide": "width", "broad": "width", "deep": "depth", "thick": "thickness"},
    **{"fast": "speed", "heavy": "weight", "large": "size", "big": "size", "small": "size", "strong": "strength"},
    **{"hot": "temperature", "cold": "temperature", "warm": "temperature", "loud": "loudness", "steep": "steepness"},
}


def name_asked(asked: Asked) -> str:
    """Return in what two answers may differ, as "the number of boats"; nothing where they have no value to compare.

    >>> [name_asked(read_asked(f"How {asked}?")) for asked in ("many boats were lost", "tall is it", "much ash fell")]
    ['the number of boats', 'the height', 'the amount of ash']
    >>> name_asked(read_asked("What is the death toll?")), name_asked(read_asked("When was it?"))
    ('the death toll', 'the date')
    """
    unit = singular(asked.of.split()[-1].lower()) if asked.of else ""
    if asked.kind == "count" and unit in _COUNT_NOUNS:
        return f"the {asked.of}"
    if asked.kind == "count" or (asked.kind == "duration" and unit in _TIME_UNITS):
        return f"the number of {asked.of}" if unit else ""
    if asked.kind == "measure" and unit:
        return f"the {_MEASURED[unit]}" if unit in _MEASURED else f"the amount of {asked.of}"
    return "the amount" if asked.kind == "measure" else _NAMED.get(asked.kind, "")


def _find_asking(cut: Sequence[Word]) -> int | None:
    """Return where the word of asking stands: at the head, or behind a preposition or an introduction with a comma."""
    asking = _ASKING
    for place, word in enumerate(cut[:40]):
        if word.lower not in asking:
            continue
        before = cut[place - 1] if place else None
        if before is None or before.lower in _PREPOSITIONS_OR_LEADS or not before.is_word:
            return place
        if not any(earlier.lower in _YES_NO for earlier in cut[:place]):
            return place
    return None


_LEADS = words("and but so or then ok okay well please exactly tell me know")
_PREPOSITIONS_OR_LEADS = PREPOSITIONS | _LEADS


def _read_plain(cut: Sequence[Word]) -> Asked:
    typed = [word for word in cut if word.is_word and word.lower not in _LEADS]
    politely = len(typed) > 1 and typed[0].lower in _YES_NO and typed[1].lower == "you"
    asks = typed[2:] if politely else typed
    if len(asks) > 1 and asks[0].lower == "name" and asks[1].lower in DETERMINERS:  # "can you name the judge"
        return _read_named(_noun_phrase(asks[1:]), "name")
    return Asked("yes_no" if typed and typed[0].lower in _YES_NO and len(cut) > 2 else "")


def _read_who(rest: Sequence[Word], asking: Word) -> Asked:
    if asking.lower == "whose":
        return Asked("person", rest[0].text if rest else "")
    be = asking.lower in {"who's", "whos"}
    if rest and rest[0].lower in _IS:
        be, rest = True, rest[1:]
    named = [word for word in rest if word.is_word]
    if be and named and _is_name_alone(named):
        return Asked("description", " ".join(word.text for word in named))
    return Asked("person")


def _is_name_alone(named: Sequence[Word]) -> bool:
    """Say whether nothing but a name follows ("who is Ada Kern"), no office ("who is the mayor") and no act."""
    first = named[0]
    if first.lower in _DETERMINERS_OR_PREPOSITIONS or first.lower.endswith("ing"):
        return False
    names = [word for word in named if word.capital or word.lower in {"de", "van", "von", "der", "bin", "al", "la"}]
    if names:
        office = named[-1].lower in ROLES or named[0].lower in _NATIONS_OR_GROUPS or "'s" in named[0].lower
        return len(names) == len(named) and len(named) <= 5 and not office
    small = all(word.lower not in _NO_NAME_PARTS for word in named)
    return small and len(named) <= 3 and not named[0].lower.endswith(("ed", "'s"))


def _read_how(rest: Sequence[Word]) -> Asked:
    first = rest[0].lower if rest else ""
    if first == "many":
        counted = _noun_phrase(rest[1:])
        unit = singular(counted.split()[-1].lower()) if counted else ""
        if unit in _TIME_UNITS:
            return Asked("duration", counted)
        return Asked("share" if unit in _SHARE_NOUNS else "count", counted)
    if first == "much":
        if len(rest) > 1 and rest[1].lower == "of":
            return Asked("measure")
        of = _noun_phrase(rest[1:])
        mass = bool(of) and singular(of.split()[-1].lower()) not in _MONEY_OR_MONEY_NOUNS
        return Asked("duration" if of.endswith("time") else "measure" if mass else "money", of)
    kinds: dict[str, AnswerKind] = {"old": "age", "long": "duration", "often": "frequency", "far": "distance"}
    if first in kinds:
        return Asked(kinds[first])
    return Asked("measure", first) if first in _MEASURES else Asked("manner")


def _read_what(rest: Sequence[Word], asking: Word) -> Asked:
    lower = [word.lower for word in rest if word.is_word]
    if not lower:
        return Asked("thing")
    if "stand" in lower[-3:] and lower[-1] in {"for"} or lower[-2:] == ["short", "for"]:
        return Asked("expansion", " ".join(word.text for word in rest if word.text.isupper()))
    noun = _noun_phrase(rest)
    if noun and lower[0] not in BE and asking.lower not in {"what's", "whats"}:
        return Asked(_kind_of_noun(noun), noun)
    if lower[0] in _AUXILIARIES_BUT_BE and any(word in _SAYING for word in lower[1:]):
        return Asked("words")
    if lower[0] in _AUXILIARIES_BUT_BE and _asks_for_a_sum(lower[1:]):
        return Asked("money")
    be = lower[0] in BE or asking.lower in {"what's", "whats"}
    return _read_what_is(rest[1:] if lower[0] in BE else rest) if be else Asked("thing")


def _asks_for_a_sum(words_behind: Sequence[str]) -> bool:
    """Say whether what somebody earned, or a thing cost, is a sum: "what did Norda make in the fourth quarter"."""
    said = frozenset(words_behind[1:])  # "what will cost money" asks for a thing
    paid = _PAID_OR_BOOKED if said & _ACCOUNTS else _PAID
    return bool(said & paid) and not said & _PAID_WITH


def _read_what_is(rest: Sequence[Word]) -> Asked:
    """Read "what is the price of it" by its noun, "what is ENISA" as asking for a description."""
    named = [word for word in rest if word.is_word]
    if named and named[0].lower in {"a", "an"}:
        return Asked("description", " ".join(word.text for word in named[1:]))
    definite = bool(named) and named[0].lower in DETERMINERS
    while named and named[0].lower in DETERMINERS:
        named = named[1:]
    noun = _noun_phrase(named)
    after = named[len(noun.split()) :]
    if noun.lower() in {"name", "names"} and len(after) > 1 and after[0].lower == "of":  # "what is the name of the man"
        return _read_named(_noun_phrase(after[1:]), noun)
    if noun.lower().endswith("'s name"):
        return _read_named(noun[: -len("'s name")], noun)
    is_name = noun.split()[-1:] != [] and noun.split()[-1].istitle()  # "the novel Small Island" is no island
    kind = _kind_of_noun(noun) if noun and not is_name else "thing"
    if after and after[0].lower.endswith("ing") and kind == "person":  # "what is the author doing"
        return Asked("thing", noun)
    if kind != "thing":
        return Asked(kind, noun)
    if any(word.lower.endswith("'s") for word in named):  # "what was Ada Kern's first novel"
        return Asked("thing", noun)
    alone = len(noun.split()) == len(named) and named != []
    alone = alone and not (definite and not named[-1].capital)  # "what is the largest lake": a name is asked for
    return Asked("description", noun) if alone else Asked("thing", noun)


def _read_named(named: str, otherwise: str) -> Asked:
    """Read what asks for the name of a thing: of a person or a place it is that, of others a thing with a name."""
    kind = _kind_of_noun(named) if named else "thing"
    return Asked(kind, named) if kind in {"person", "place"} else Asked("thing", otherwise)


def _kind_of_noun(phrase: str) -> AnswerKind:
    noun = singular(phrase.split()[-1].lower())
    if noun == "year":
        return "year"
    if noun in _TIME_NOUNS:
        return "time"
    if noun in _MONEY_NOUNS:
        return "money"
    if noun in _SHARE_NOUNS:
        return "share"
    if noun == "age":
        return "age"
    if noun in _COUNT_NOUNS:
        return "count"
    if noun in {"reason", "cause"}:
        return "reason"
    if noun in _PLACE_NOUNS:
        return "place"
    return "person" if noun in _PERSON_NOUNS_BUT_GROUPS or noun in ROLES else "thing"


def _noun_phrase(rest: Sequence[Word]) -> str:
    """Return the words up to the first verb, preposition or mark: "North Korean soldiers" of "... were sent"."""
    taken: list[str] = []
    for place, word in enumerate(rest[:8]):
        if not word.is_word or word.lower in _PHRASE_ENDS or (taken and word.lower in DETERMINERS):
            break
        following = rest[place + 1].lower if place + 1 < len(rest) else ""
        if is_past(word.lower) or (
            taken and (is_verb(word.lower) or word.lower in SAYING) and following not in _AUXILIARIES_OR_OF
        ):
            break
        taken.append(word.text)
    while taken and taken[0].lower() in DETERMINERS:
        taken = taken[1:]
    return " ".join(taken)


_PHRASE_ENDS = (
    AUXILIARIES | PREPOSITIONS | words("i you he she it we they there that who which where when and or not n't")
)
