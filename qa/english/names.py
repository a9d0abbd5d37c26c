"""Find the names in a text, and say whether each is that of a person, an organisation or a place.

Read from capitals, titles and lists of words alone: a guess where only knowledge of the world would tell, and nothing
in scripts without capital letters.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from qa.english.calendar import MONTHS, SHORT_MONTHS, WEEKDAYS
from qa.english.numbers import ordinal
from qa.english.people import (
    DEMONYM_ENDINGS,
    GIVEN_NAMES,
    GROUPS,
    NAME_PARTICLES,
    NAME_SUFFIXES,
    NATIONS,
    OUTLETS,
    PEOPLE,
    PLACES,
    ROLES,
    TITLES,
)
from qa.english.speech import SAYING
from qa.english.words import (
    AUXILIARIES,
    FUNCTION_WORDS,
    OPENERS,
    Word,
    cut_words,
    is_function_word,
    words,
)

NameKind = Literal["person", "organisation", "place", "name"]  # "name": of what is not known

_NEVER = frozenset(MONTHS) | frozenset(WEEKDAYS) | SHORT_MONTHS | words("i i'm i'd i've i'll christmas easter")
_ENDS = frozenset('.!?:"“”‘([•')
_COMPASS = words("north south east west northern southern eastern western central new")
_PLACE_BEFORE = words("in at near from into across around outside inside towards toward through")
_ABBREVIATED = words(
    "mr mrs ms mx dr prof gen col capt maj lt sgt cpl adm cmdr brig supt insp sen gov rep rev st jr sr"
)
LONGEST_NAME = 15
"""Words; a longer run of capitals is a headline, and its names cannot be told apart."""

_REMEMBERED = 1_024  # texts; the articles of one answer are looked at several times
_PERSON_WORDS = 4  # a person's name has no more, title and particles not counted
_BEFORE_NAMES = TITLES | {"the", "prime", "vice", "chief", "acting"}
_TITLES_OR_NAME_SUFFIXES = TITLES | NAME_SUFFIXES
_GROUPS_BUT_PLACES = GROUPS - PLACES
_ROLES_BUT_PLACES = ROLES - PLACES
_GIVEN_NAMES_OR_NATIONS = GIVEN_NAMES | NATIONS
_OPENERS_OR_PEOPLE = OPENERS | PEOPLE
_ROLES_OR_GROUPS_OR_PLACES = ROLES | GROUPS | PLACES
_AUXILIARIES_OR_SAYING = AUXILIARIES | SAYING
_GROUPS_OR_ROLES = GROUPS | ROLES
_OPENERS_BUT_TITLES = OPENERS - TITLES


@dataclass(frozen=True, slots=True)
class Name:
    """A name at ``[start, end)`` of its text, with its title ("Colonel Ivan Kern") and without a leading "the"."""

    text: str
    start: int
    end: int
    kind: NameKind

    @property
    def bare(self) -> str:
        """The name without title, possessive and suffix: "Ivan Kern" of "Colonel Ivan Kern's"."""
        return bare_name(self.text)


@lru_cache(_REMEMBERED)
def find_names(text: str) -> tuple[Name, ...]:
    """Return the names in a text, in their order; those of recent texts are remembered.

    A capital at the head of a sentence alone makes no name, unless what follows makes it one.

    >>> [(name.text, name.kind) for name in find_names("In Oslo, Dr. Ada Kern left Norda Bank.")]
    [('Oslo', 'place'), ('Dr. Ada Kern', 'person'), ('Norda Bank', 'organisation')]
    """
    cut = cut_words(text)
    return tuple(_make(text, cut, first, last) for first, last in name_runs(cut))


def name_runs(cut: Sequence[Word]) -> Iterator[tuple[int, int]]:
    """Yield the first and the last word of every name, as places in ``cut``, the last one included."""
    place = 0
    while place < len(cut):
        if not _may_begin(cut, place):
            place += 1
            continue
        last = _end_of_run(cut, place)
        first = _skip_openers(cut, place, last)
        if first <= last and not (first == last and cut[first].lower in TITLES):
            yield first, last
        place = last + 1


def bare_name(name: str) -> str:
    """Return a name without title, possessive and suffix: "Kern" for "Mr. Kern's"."""
    kept = [word for word in name.replace("’", "'").removesuffix("'s").removesuffix("'").split() if word]
    while len(kept) > 1 and kept[0].lower().rstrip(".") in _BEFORE_NAMES:
        kept = kept[1:]
    while len(kept) > 1 and kept[-1].lower().strip(".,") in NAME_SUFFIXES:
        kept = kept[:-1]
    return " ".join(kept).strip(" ,")


def drop_owning(name: str) -> str:
    """Return a name without the ending of its possessive: "Ada Kern" for "Ada Kern's"."""
    for ending in ("'s", "’s", "'", "’"):
        name = name.removesuffix(ending)
    return name


def same_person(one: str, other: str) -> bool:
    """Say whether two names can be one person's: "Kern", "Mr Kern" and "Ivan Kern" can, "Ada Kern" and "Ivan Kern" not.

    The last words must be equal; where both have given names, those too, or one must be the initial of the other.
    """
    ours, theirs = (bare_name(name).lower().replace(".", "").split() for name in (one, other))
    if not ours or not theirs or ours[-1] != theirs[-1]:
        return False
    if len(ours) == 1 or len(theirs) == 1:
        return True
    first, second = ours[0], theirs[0]
    return first == second or (min(len(first), len(second)) == 1 and first[0] == second[0])


def is_cut_short(parts: Sequence[str], name: str) -> bool:
    """Whether words are those of a name, some of them cut short: "man utd" of "Manchester United"."""
    whole = name.lower().split()
    if len(parts) < 2 or len(parts) != len(whole):
        return False
    pairs = zip(parts, whole, strict=True)
    return all(own == word or (own[0] == word[0] and len(own) > 1 and _runs_in(own, word)) for own, word in pairs)


def _runs_in(short: str, word: str) -> bool:
    """Whether the letters of one word stand in another in their order."""
    letters = iter(word)
    return all(letter in letters for letter in short)


def guess_kind(cut: Sequence[Word], before: str = "", after: str = "") -> NameKind:
    """Return what a name, cut into words, is the name of; ``before`` and ``after`` are the words around it."""
    lower = [word.lower.rstrip(".").removesuffix("'s") for word in cut if word.is_word]
    if not lower:
        return "name"
    inside, last = frozenset(lower), lower[-1]
    core = [word for word in lower if word not in _TITLES_OR_NAME_SUFFIXES]
    if lower[0] in TITLES and core and not inside & GROUPS:
        return "person"
    if inside & GROUPS or last in OUTLETS or any(word.text == "&" for word in cut):
        return "place" if last in PLACES and not inside & _GROUPS_BUT_PLACES else "organisation"
    if last in PLACES or after in PLACES or (last in NATIONS and not (last == "un" and len(lower) > 1)):
        return "place"
    if last.endswith(DEMONYM_ENDINGS) and (len(lower) == 1 or lower[0] in _COMPASS):
        return "name"
    return _guess_person(cut, lower, core, before) or _guess_from_around(lower, before, after)


def _guess_person(cut: Sequence[Word], lower: Sequence[str], core: Sequence[str], before: str) -> NameKind | None:
    if core and core[0] in GIVEN_NAMES and before != "the":
        return "person"
    if before in _ROLES_BUT_PLACES or (lower[0] in ROLES and len(lower) > 1):
        return "person"
    if any(word.text.isupper() and len(word.text) > 1 and not word.text.endswith(".") for word in cut):
        return "organisation"
    names = [word for word in core if word not in NAME_PARTICLES and ordinal(word) is None]
    if before != "the" and 2 <= len(names) <= _PERSON_WORDS and not frozenset(names) & FUNCTION_WORDS:
        return "name" if lower[0] in NATIONS or lower[0].endswith(DEMONYM_ENDINGS) else "person"
    return None


def _guess_from_around(lower: Sequence[str], before: str, after: str) -> NameKind:
    if before in _PLACE_BEFORE and len(lower) < 3:
        return "place"
    return "person" if after in {"who", "whose"} else "name"


def _make(text: str, cut: Sequence[Word], first: int, last: int) -> Name:
    start, end = cut[first].start, cut[last].end
    name = drop_owning(text[start:end])
    before = cut[first - 1].lower if first else ""
    after = cut[last + 1].lower if last + 1 < len(cut) else ""
    return Name(name, start, start + len(name), guess_kind(cut[first : last + 1], before, after))


def starts_sentence(cut: Sequence[Word], place: int) -> bool:
    """Say whether a capital at this place may be there only because a sentence begins."""
    if place == 0:
        return True
    before = cut[place - 1].text
    if before in {"'", "’", "-", "–", "—"}:
        return place == 1
    return before in _ENDS and not (before == "." and place > 1 and _takes_a_dot(cut[place - 2]))


def _takes_a_dot(word: Word) -> bool:
    return word.lower in _ABBREVIATED or (len(word.text) == 1 and word.capital)


def _may_begin(cut: Sequence[Word], place: int) -> bool:
    word = cut[place]
    if not word.capital or not can_be_name(word):
        following = cut[place + 1] if place + 1 < len(cut) else None
        named = word.capital and word.lower in GIVEN_NAMES and following is not None and following.capital  # Jan Kern
        return named and not (word.lower == "will" and starts_sentence(cut, place))
    return not starts_sentence(cut, place) or _begins_a_name(cut, place)


def can_be_name(word: Word) -> bool:
    """Say whether a capitalised word is no month, weekday or function word; US and IT are names, Us and It are not."""
    if word.lower in _NEVER:
        return False
    return word.lower.split("'")[0] not in FUNCTION_WORDS or (len(word.text) > 1 and word.text.isupper())


def _begins_a_name(cut: Sequence[Word], place: int) -> bool:
    """Say whether the capital at the head of a sentence is a name's."""
    word = cut[place]
    following = cut[place + 1] if place + 1 < len(cut) else None
    shouted = word.text.isupper() and len(word.text) > 1
    if following is None:
        return word.lower in _GIVEN_NAMES_OR_NATIONS or shouted
    if is_function_word(word.lower):
        return shouted
    capital = following.capital and can_be_name(following)
    if word.lower in _OPENERS_OR_PEOPLE:
        return capital
    if capital or shouted or _takes_a_dot(word) or word.lower.endswith("'s") or word.lower in _GIVEN_NAMES_OR_NATIONS:
        return True
    if word.lower.endswith(("ing", "ed")) or word.lower in _ROLES_OR_GROUPS_OR_PLACES:
        return False
    plain = word.lower.endswith("s") and not word.lower.endswith("ss")
    after = following.lower
    return not plain and (after in _AUXILIARIES_OR_SAYING or after.endswith("ed") or after in {",", "and"})


def _end_of_run(cut: Sequence[Word], place: int) -> int:
    """Return the last word of the run of capitals that begins at ``place``, joined by particles, "of the" and dots."""
    last = place
    while last + 1 < len(cut) and last - place < LONGEST_NAME - 3:
        if cut[last].lower.endswith(("'s", "s'")):
            break
        step = _step(cut, place, last)
        if not step:
            break
        last += step
    initial = len(cut[last].text) == 1 and last + 2 < len(cut) and cut[last + 1].text == "."
    return last + 1 if initial and cut[last + 2].text[0].islower() else last  # "Colonel K. said"


def _step(cut: Sequence[Word], place: int, last: int) -> int:
    """Return how many words further the run goes on, 0 where it ends."""
    here, following, *beyond = (*cut[last : last + 4], None, None, None)
    if following is None:
        return 0
    if following.capital and (can_be_name(following) or here.lower in TITLES):
        return 1
    further, third = beyond[0], beyond[1]
    if further is None:
        return 0
    capital = further.capital and can_be_name(further)
    if following.text == "." and _takes_a_dot(here):
        return 2 if capital or (further.capital and here.lower in TITLES) else 0
    if following.lower in NAME_PARTICLES or following.text == "&":
        if capital:
            return 2
        return 3 if further.lower in NAME_PARTICLES and third is not None and third.capital else 0
    if (
        following.lower not in {"of", "for"}
        or guess_kind(cut[place : last + 1]) == "person"
        and here.lower not in TITLES
    ):
        return 0
    if following.lower == "for" and here.lower not in _GROUPS_OR_ROLES:
        return 0
    if capital:
        return 2
    return 3 if further.lower == "the" and third is not None and third.capital and can_be_name(third) else 0


def _skip_openers(cut: Sequence[Word], place: int, last: int) -> int:
    """Leave out the capitalised word that only opens the sentence ("Yesterday Ada Kern", "Former Norda chief")."""
    if not starts_sentence(cut, place):
        return place
    if cut[place].lower in GIVEN_NAMES:
        return place
    while place < last and (is_function_word(cut[place].lower) or cut[place].lower in _OPENERS_BUT_TITLES):
        place += 1
    return place
