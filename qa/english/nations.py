"""Countries, their peoples and what is theirs, each under one name."""

from __future__ import annotations

from collections.abc import Iterator

from qa.english.names import can_be_name, drop_owning
from qa.english.people import NATIONS, PEOPLE_ENDINGS, PEOPLES
from qa.english.words import Word, cut_words, words

_SAME_PLACES = PEOPLES | {
    **dict.fromkeys(words("dprk pyongyang"), "korea"),
    **dict.fromkeys(words("u.s us usa u.s.a america"), "america"),
    **dict.fromkeys(words("uk u.k britain"), "britain"),
    **dict.fromkeys(words("eu e.u"), "europe"),
}


def name_people(word: str) -> str:
    """Return the country of the people that a word in the singular is of: "britain" of "briton"; else nothing."""
    country = name_country(word)
    return country if country in NATIONS and country != word else ""


def name_words(text: str) -> frozenset[str]:
    """Return the capitalised words of a text in lower case, peoples as their country: "korea" for "Korean"."""
    return frozenset(name_country(word.lower) for word in cut_words(text) if word.capital and can_be_name(word))


def name_country(word: str) -> str:
    """Return one name for a country, its people and what is theirs: "korea" for "Korean", "Koreans" and "DPRK"."""
    bare = word.removesuffix("'s").rstrip(".'")
    forms = (bare, bare.removesuffix("s"))
    known = next((_SAME_PLACES[form] for form in forms if form in _SAME_PLACES), "")
    if known or bare in NATIONS:
        return known or bare
    made = (form[: -len(end)] + of for form in forms for end, of in PEOPLE_ENDINGS if form.endswith(end))
    return next((nation for nation in made if nation in NATIONS), bare)


def write_names_alike(text: str, model: str) -> str:
    """Return a text whose countries and peoples are called as another text calls the same ones.

    >>> write_names_alike("The British team beat France.", "UK runners beat the French.")
    'The UK team beat French.'
    """
    called = {name_country(word.lower): word.text for word in _list_peoples(model)}
    used = {word.lower for word in _list_peoples(model)}
    parts, done = [], 0
    for word in _list_peoples(text):
        other = called.get(name_country(word.lower))
        if other and word.lower not in used:
            parts += [text[done : word.start], drop_owning(other)]
            done = word.start + len(drop_owning(word.text))
    return "".join([*parts, text[done:]])


def _list_peoples(text: str) -> Iterator[Word]:
    return (word for word in cut_words(text) if word.capital and name_country(word.lower) in NATIONS)
