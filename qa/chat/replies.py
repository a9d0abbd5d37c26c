"""What the bot says of itself and to small talk: short, friendly, with the corpus's own figures, and never a search."""

from __future__ import annotations

import re
import tomllib
from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files

_LANGUAGES = ("en", "de", "uk")
_OUTLETS_NAMED = 6  # of an answer about the bot; the rest is an ellipsis
_TITLES_NAMED = 3  # as examples of what can be asked about
_OPTIONAL = re.compile(r"\[([^\[\]]*)\]")
_FIELD = re.compile(r"\{(\w+)(?:\|([^{}|]*)\|([^{}|]*))?\}")
_DAY_PATTERNS = {"en": "d MMMM y", "de": "d. MMMM y", "uk": "d MMMM y"}


@dataclass(frozen=True, slots=True)
class Corpus:
    """The figures of a corpus; outlets with the most articles first, days such as ``2025-02-13`` or empty.

    ``help`` is how many of the articles are about the bot; outlets, days and titles are of the others.
    """

    articles: int
    sentences: int
    outlets: tuple[str, ...] = ()
    newest: str = ""
    oldest: str = ""
    titles: tuple[str, ...] = ()
    help: int = 0


def reply(subject: str, corpus: Corpus, *, language: str) -> str:
    """Return what the bot says to small talk or to a question about itself; English where it lacks the language."""
    language = choose_language(language)
    fields = _list_fields(corpus, language)
    text = _OPTIONAL.sub(lambda part: part.group(1) if _is_known(part.group(1), fields) else "", say(subject, language))
    return _fill(text, fields).strip()


def say(key: str, language: str, **fields: str) -> str:
    """Return one of the strings, filled in where fields are given."""
    text = load_replies()[choose_language(language)][key]
    return _fill(text, fields) if fields else text


def get_help_question(subject: str) -> str:
    """Return the question that the help is asked on a subject; empty where it has nothing on it."""
    return load_replies()["help"].get(subject, "")


def choose_language(language: str) -> str:
    """Return the language to speak in: that one, or English where it is not spoken."""
    return language if language in _LANGUAGES else "en"


@cache
def load_replies() -> Mapping[str, Mapping[str, str]]:
    """Return all strings by language and key."""
    return tomllib.loads(files("qa.chat").joinpath("replies.toml").read_text(encoding="utf-8"))


def write_day(day: str, language: str) -> str:
    """Return a day such as ``2025-02-13`` (or a month, or a year) as people write it."""
    from babel.dates import format_date

    language = choose_language(language)
    year, month, number = (*day[:10].split("-"), "", "")[:3]
    try:
        known = date(int(year), int(month), int(number or 1))
    except ValueError:
        return year
    return format_date(known, _DAY_PATTERNS[language] if number else "LLLL y", locale=language)


def say_scope(
    key: str, *, since: str = "", until: str = "", event: str = "", name: str = "", figure: str = "", total: str = ""
) -> dict[str, str]:
    """Return which articles were asked, in every language; days such as ``2025-02-13``, the last one included.

    ``event`` and ``name`` are words of the question, ``figure`` is how many there are, of a ``total``.
    """
    return {
        language: say(
            f"scope_{key}",
            language,
            time=_write_time(since, until or since, language),
            name=name,
            figure=figure,
            total=total,
        )
        + (say("scope_event", language, event=event) if event else "")
        for language in _LANGUAGES
    }


def join_scopes(*scopes: Mapping[str, str], by: str = ", ") -> dict[str, str]:
    """Return what several say one after the other, in each language."""
    said = {language: [scope[language] for scope in scopes if scope.get(language)] for language in _LANGUAGES}
    if "," in by:  # one sentence goes on
        said = {of: [*parts[:1], *(part[0].lower() + part[1:] for part in parts[1:])] for of, parts in said.items()}
    return {
        language: by.join([*(part.rstrip(".") for part in parts[:-1]), parts[-1]])
        for language, parts in said.items()
        if parts
    }


def _write_time(since: str, until: str, language: str) -> str:
    """Return a day, month, year, or range of days as people write it; empty without days."""
    if since == until:
        return write_day(since, language) if since else ""
    first, last = date.fromisoformat(since), date.fromisoformat(until)
    if (first.month, first.day, last.month, last.day) == (1, 1, 12, 31) and first.year == last.year:
        return str(first.year)
    if first == last.replace(day=1) and last.day == monthrange(last.year, last.month)[1]:
        return write_day(since[:7], language)
    begun = write_day(since, language)
    if (first.month, first.year) == (last.month, last.year):
        begun = begun.partition(" ")[0]  # "16 to 22 July 2026"
    return say("scope_range", language, since=begun, until=write_day(until, language))


def _is_known(part: str, fields: Mapping[str, str]) -> bool:
    return all(fields[field[1]] for field in _FIELD.finditer(part))


def _fill(text: str, fields: Mapping[str, str]) -> str:
    """Return a string with its fields filled in: a figure, or the words that go with one and with several."""

    def write(field: re.Match[str]) -> str:
        figure = fields[field[1]]
        if field[2] is None:
            return figure
        return field[2] if figure == "1" else field[3].replace("#", figure)

    return _FIELD.sub(write, text)


def _list_fields(corpus: Corpus, language: str) -> dict[str, str]:
    from babel.numbers import format_decimal

    several = len(corpus.outlets) > 1
    named = ", ".join(corpus.outlets[:_OUTLETS_NAMED]) + (" …" if len(corpus.outlets) > _OUTLETS_NAMED else "")
    return {
        "articles": format_decimal(corpus.articles, locale=language),
        "sentences": format_decimal(corpus.sentences, locale=language),
        "outlets": named,
        "outlet_count": str(len(corpus.outlets)) if several else "",
        "help": format_decimal(corpus.help, locale=language) if corpus.help else "",
        "newest": write_day(corpus.newest, language) if corpus.newest else "",
        "oldest": write_day(corpus.oldest, language) if corpus.oldest else "",
        "titles": "; ".join(f"“{title}”" for title in corpus.titles[:_TITLES_NAMED]) or "…",
    }
