"""Whether a question has words of talk with the bot alone: in such, wordings that no phrase has are told as well.

Whoever asks about the world names something in it. So a question that nothing but the words of `vocabulary.toml` and
function words make up is put to the bot: small talk where it is about feelings, thanks and the like, else about itself.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Literal

from qa.english.words import FUNCTION_WORDS, words

_MOST_WORDS = 14  # of what is put to the bot
_TALK_WORDS = 8  # of small talk: more say something
_INSIDE = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_OTHERS = words("he she they him her them his hers their theirs er wem wen він вона вони")
_MAYBE_OTHERS = words("it its who whom whose wer sie хто")  # the bot's maker as well as somebody else
_OF_THE_TALK = words("""
    i i'm me my mine you your yours you're we us our this here there let's lets
    ich du dich dir dein deine mir mich mein meine man hier es das dies wir uns gibt
    я ти тебе тобі мені мене твої твій ваш вас вам мої мій ми нам тут це є можна
""")
_OPENINGS = words("who whom whose which when where why wer wem wen wann wo warum хто коли де чому")


def find_talk(plain: str, *, is_asked: bool = True) -> tuple[Literal["about", "small_talk"], str] | None:
    """Return kind and subject of what is said in words of talk with the bot alone, None where there is another word.

    ``is_asked`` says whether it has a question mark: small talk that asks says "you".

    >>> find_talk("Is there an API"), find_talk("What can you do about spam")
    (('about', 'usage'), None)
    """
    found = [word.lower().replace("’", "'") for word in _INSIDE.findall(plain)]
    if not 0 < len(found) <= _MOST_WORDS or not all(map(is_of_talk, found)) or _OTHERS & set(found):
        return None
    told = [meaning for word in found for meaning in _list_meanings(word)]
    about = [subject for kind, subject in told if kind == "about"]
    talk = [subject for kind, subject in told if kind == "small_talk"]
    if about and (_OF_THE_TALK & set(found) or len(about) > 1):
        return "about", min(about, key=list(_load()["about"]).index)
    if not talk or len(found) > _TALK_WORDS or found[0] in _OPENINGS or _MAYBE_OTHERS & set(found):
        return None
    return ("small_talk", talk[0]) if not is_asked or "you" in found else None


def find_feeling(text: str) -> str:
    """Return the subject of the first word of small talk in a text; empty where it has none."""
    told = [meaning for word in _INSIDE.findall(text.lower()) for meaning in _list_meanings(word.replace("’", "'"))]
    return next((subject for kind, subject in told if kind == "small_talk"), "")


def is_of_talk(word: str) -> bool:
    """Say whether a word, in lower case, names nothing in the world."""
    whole, beginnings = _load()["common"][""]
    common = word in whole or word.startswith(beginnings)
    return common or word in FUNCTION_WORDS or bool(_list_meanings(word))


def names_trade(text: str) -> bool:
    """Say whether a text has a word of the bot's trade: what it has, what it does, or "you"."""
    whole, beginnings = _load()["trade"][""]
    return any(word in whole or word.startswith(beginnings) for word in _INSIDE.findall(text.lower()))


@cache
def _load() -> Mapping[str, Mapping[str, tuple[frozenset[str], tuple[str, ...]]]]:
    """Return the words of each subject: whole ones, and beginnings."""
    read = tomllib.loads(files("qa.chat").joinpath("vocabulary.toml").read_text(encoding="utf-8"))
    plain = {name: {"": read[name]} for name in ("common", "trade")}
    tables = {**plain, "about": read["about"], "small_talk": read["small_talk"]}
    return {kind: {subject: _cut(text) for subject, text in table.items()} for kind, table in tables.items()}


def _cut(text: str) -> tuple[frozenset[str], tuple[str, ...]]:
    known = text.split()
    return frozenset(one for one in known if one[-1] != "-"), tuple(one[:-1] for one in known if one[-1] == "-")


def _list_meanings(word: str) -> list[tuple[Literal["about", "small_talk"], str]]:
    kinds: tuple[Literal["about", "small_talk"], ...] = ("about", "small_talk")
    return [
        (kind, subject)
        for kind in kinds
        for subject, (whole, beginnings) in _load()[kind].items()
        if word in whole or word.startswith(beginnings)
    ]
