"""Read whom a noun phrase names: "the former champion Ida Falk" is Ida Falk, "a spokesman for Mr Kern" is not Kern."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from qa.english.calendar import DATE_WORDS, RELATIVE_DAYS, SEASONS
from qa.english.names import LONGEST_NAME, drop_owning, guess_kind, name_runs
from qa.english.people import DOCUMENTS, GROUPS, OUTLETS, PEOPLE, PLACES, ROLES, TITLES
from qa.english.stems import singular
from qa.english.words import (
    ADVERBS,
    AUXILIARIES,
    CONJUNCTIONS,
    DETERMINERS,
    DETERMINERS_OR_POSSESSIVES,
    POSSESSIVES,
    PREPOSITIONS,
    PRONOUNS,
    cut_words,
    is_function_word,
    words,
)

Kind = Literal["person", "name", "role", "people", "organisation", "outlet", "document", "pronoun", "thing"]

PERSONAL = words("he she they it we i you")
_NOBODY = words("nobody none no neither who what there")
_SIGNS = words("sign banner label poster placard plaque inscription headline caption slogan clock")
_PERSON_ENDINGS = ("man", "woman", "person", "ologist", "ician", "keeper", "holder")
_RELATIVE = words("who which whose whom that where")
SUBJECT_RELATIVES = words("who which that")
QUOTES, CURRENCIES = frozenset("\"“”„«»‘’'"), frozenset("$£€")
_TIMES = (
    DATE_WORDS | RELATIVE_DAYS | frozenset(SEASONS) | words("morning afternoon evening night week month year weekend")
)
_ADJECTIVES_AFTER = words(
    "close familiar present aware responsible"
)  # they stand behind their noun: "people familiar with it"
_OPENS_DOUBLE, _CLOSES_DOUBLE = "“„«", "”»"
OPENING_MARKS = frozenset(_OPENS_DOUBLE + '"')
_DOUBLE_MARKS = frozenset(_OPENS_DOUBLE + _CLOSES_DOUBLE + '"')
_OPENS_CLAUSE = CONJUNCTIONS | {"which", "whom", "as", "when"} - {"that"}
_LEADS_ON = PREPOSITIONS | DETERMINERS | POSSESSIVES | {"and", "&"}
_PREPOSITIONS_OR_ADJECTIVES_AFTER = PREPOSITIONS | _ADJECTIVES_AFTER | {"ahead"}
_CONNECTIVES = ADVERBS | words("""
    however meanwhile nevertheless nonetheless moreover furthermore therefore thus hence otherwise afterwards alike
    similarly consequently indeed overall
""")
_BEFORE_TIMES = words("last this next that every each one earlier later")
_DANGLING = PREPOSITIONS | CONJUNCTIONS
_INTRODUCING = PREPOSITIONS | words("speaking talking writing asked addressing responding replying commenting")
_NO_PARTICIPLES = ROLES | GROUPS | DOCUMENTS
_NO_HEADS = DETERMINERS | PRONOUNS | _SIGNS | {"others"}
_ALSO_OTHERWISE = PLACES | {"post", "times", "mail", "star", "sun", "standard", "mirror", "today"}
_OCCASIONS = _TIMES | DOCUMENTS | {"interview", "speech", "court"}


@dataclass(frozen=True, slots=True)
class Phrase:
    """A noun phrase as it stands in the text, and what it is of: "name" of what is not known, "thing" of no speaker."""

    text: str
    kind: Kind
    head: str = ""
    """The last noun of a phrase without a name, in lower case; the whole pronoun."""


class Clause:
    """A sentence cut into words, with what of it is quoted and where its names are; everything is found once."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.words = cut_words(text)

    def __len__(self) -> int:
        return len(self.words)

    @cached_property
    def quoted(self) -> list[bool]:
        """For each word, whether it stands inside quotation marks; the marks themselves do not."""
        inside: list[bool] = []
        opened, marked = False, False
        for place, word in enumerate(self.words):
            mark = self._read_quote(place)
            if mark == "close" and not marked:
                inside = [True] * len(inside)  # the quotation began in an earlier sentence
            marked = marked or mark != ""
            opened = {"open": True, "close": False}.get(mark, opened)
            inside.append(opened and mark == "" and word.text not in {'"'})
        return inside

    def _read_quote(self, place: int) -> str:
        word = self.words[place]
        if word.text in _OPENS_DOUBLE or word.text == "‘":
            return "open"
        if word.text in _CLOSES_DOUBLE:
            return "close"
        if word.text not in {'"', "'", "’"}:
            return ""
        before = self.text[word.start - 1 : word.start]
        after = self.text[word.end : word.end + 1]
        opens = (not before or before.isspace() or before in "([—–-") and bool(after) and not after.isspace()
        closes = before in ".,?!…" and before != "" if word.text in {"'", "’"} else not opens
        return "open" if opens else "close" if closes else ""

    @cached_property
    def last_mark(self) -> str:
        """Whether the last double quotation mark opens or closes: "open", "close", or nothing where there is none."""
        marks = (self._read_quote(place) for place, word in enumerate(self.words) if word.text in _DOUBLE_MARKS)
        return next(reversed([mark for mark in marks if mark]), "")

    @property
    def has_marks(self) -> bool:
        """Whether there is a double quotation mark."""
        return self.last_mark != ""

    @cached_property
    def has_quotes(self) -> bool:
        """Whether something is quoted."""
        return any(self.quoted)

    @cached_property
    def inside_names(self) -> frozenset[int]:
        """The places of the words of names."""
        return frozenset(place for first, last in self.runs.items() for place in range(first, last + 1))

    @cached_property
    def runs(self) -> dict[int, int]:
        """Where names begin, and their last words."""
        return dict(name_runs(self.words))

    def lower(self, place: int) -> str:
        """Return the word at a place in lower case, or nothing outside the sentence."""
        return self.words[place].lower if 0 <= place < len(self.words) else ""

    def is_time(self, place: int) -> bool:
        """Say whether a word names a day, a month or the like, and is no part of a name."""
        return self.lower(place) in _TIMES and place not in self.inside_names

    def slice(self, first: int, last: int) -> str:
        """Return the text from one word to another, both included, without a possessive ending."""
        return self.text[self.words[first].start : self.words[last].end]

    def kind_of_run(self, first: int) -> Kind:
        """Return the kind of the name that begins at a place."""
        last = self.runs[first]
        kind = guess_kind(self.words[first : last + 1], self.lower(first - 1), self.lower(last + 1))
        if kind == "organisation" and self.words[last].lower in OUTLETS:
            return "outlet"
        return kind if kind in {"person", "name"} else "organisation"


def read_phrase(clause: Clause, first: int, last: int) -> Phrase | None:
    """Return what the words from ``first`` to ``last`` name, or None where they name nobody who could speak.

    An introduction in front is passed over ("On Monday the mayor"), and so is what stands behind the name.
    """
    first = skip_lead(clause, first, last)
    last = _before_relative(clause, first, last)
    if first <= last and first not in clause.runs and clause.lower(first) in _INTRODUCING:
        first = _skip_introduction(clause, first, last)
    if first > last or clause.lower(first) in _NOBODY or clause.lower(last) in DETERMINERS_OR_POSSESSIVES:
        return None
    if clause.lower(last) in PERSONAL:
        return Phrase(clause.slice(last, last), "pronoun", clause.lower(last))
    if clause.lower(first) in PERSONAL:
        return None
    while last > first and (clause.lower(last) in _CONNECTIVES or clause.lower(last) in _DANGLING):
        last -= 1
    if last - 2 >= first and clause.is_time(last) and clause.lower(last - 1) in {"last", "this"}:  # "Kern last week"
        last -= 3 if clause.lower(last - 2) == "earlier" and last - 3 >= first else 2
    core = _end_of_name(clause, _end_of_core(clause, first, last), last)
    if core < last and clause.lower(core + 1) in AUXILIARIES:  # what stands before the verb has a verb of its own
        return None
    while core > first and clause.lower(core) in _CONNECTIVES:  # "the chancellor meanwhile"
        core -= 1
    return _read_core(clause, first, core, last)


def skip_lead(clause: Clause, first: int, last: int) -> int:
    """Return where the phrase begins behind conjunctions, adverbs and marks: "But later the mayor"."""
    while first <= last:
        word = clause.words[first]
        plain = word.lower in _OPENS_CLAUSE or (
            word.lower in _CONNECTIVES or (is_function_word(word.lower) and word.lower.endswith("ly"))
        )
        time = first not in clause.runs and (word.lower in _TIMES or _leads_time(clause, first))
        if word.is_word and not plain and not time:
            break
        if first in clause.runs and not plain:
            break
        first += 1
    return first


def _leads_time(clause: Clause, place: int) -> bool:
    """Say whether the word belongs to a time that follows: "last" of "last month", "two" of "two years ago"."""
    if clause.lower(place) in _BEFORE_TIMES:
        return clause.is_time(place + 1)
    if clause.lower(place) in {"late", "early"}:
        return clause.lower(place + 1) in _BEFORE_TIMES and clause.is_time(place + 2)
    return any(clause.is_time(p) and clause.lower(p + 1) in {"ago", "earlier", "later"} for p in (place, place + 1))


def _before_relative(clause: Clause, first: int, last: int) -> int:
    for place in range(first + 1, last + 1):
        if clause.lower(place) in _RELATIVE:
            return place - 1 if clause.words[place - 1].is_word else place - 2
    return last


def _skip_introduction(clause: Clause, first: int, last: int) -> int:
    """Return where the noun phrase behind "On Tuesday" or "In a statement" begins, past the end where there is none."""
    place = first + 1
    for start in range(place + 1, last + 1):
        begins = (
            clause.lower(start) in DETERMINERS_OR_POSSESSIVES or start in clause.runs or clause.lower(start) in PERSONAL
        )
        free = clause.lower(start - 1) not in _LEADS_ON and not _is_gerund(clause, start - 1)
        if begins and free:
            return start
    titled = next((p for p in range(place, last + 1) if clause.lower(p) in TITLES and clause.words[p].capital), None)
    return titled if titled is not None else last + 1


def _is_gerund(clause: Clause, place: int) -> bool:
    """Say whether a word in -ing has an object: "announcing the plan", not "in the morning the mayor"."""
    noun = kind_of_noun(clause.lower(place)) != "thing"
    plain = (
        clause.lower(place).endswith("ing")
        and not noun
        and place not in clause.inside_names
        and not clause.is_time(place)
    )
    return plain and clause.lower(place - 1) not in DETERMINERS_OR_POSSESSIVES


def _end_of_core(clause: Clause, first: int, last: int) -> int:
    """Return the last word before what is said about the phrase: "a spokesman" of "a spokesman for the club"."""
    place = first
    while place <= last:
        if place in clause.runs:
            place = clause.runs[place] + 1
            continue
        lower = clause.lower(place)
        if place > first and (
            lower in _PREPOSITIONS_OR_ADJECTIVES_AFTER or lower in AUXILIARIES or not clause.words[place].is_word
        ):
            break
        if place > first and _is_participle(lower) and not _is_attribute(clause, place, last):
            break
        place += 1
    return min(place, last + 1) - 1


def _end_of_name(clause: Clause, core: int, last: int) -> int:
    """Return the end of a body's name that goes on behind "on" or "for": "the Panel on Climate Change"."""
    run = next(
        (start for start in range(core, max(-1, core - LONGEST_NAME), -1) if clause.runs.get(start) == core), None
    )
    behind = core + (3 if clause.lower(core + 2) == "the" else 2)
    goes_on = clause.lower(core + 1) in {"on", "for"} and behind in clause.runs and not clause.is_time(behind)
    kinds = {"organisation", "outlet", "name"} if run and clause.lower(run - 1) == "the" else {"organisation", "outlet"}
    body = run is not None and clause.kind_of_run(run) in kinds
    return clause.runs[behind] if body and goes_on and clause.runs[behind] <= last else core


def _is_attribute(clause: Clause, place: int, last: int) -> bool:
    """Say whether a participle stands before its noun: "the public spending watchdog", not "the man living there"."""
    if clause.lower(place - 1) in DETERMINERS:
        return True
    name = place - 1 in clause.inside_names and (place + 1 < last or not clause.lower(place).endswith("ing"))
    if place == last or name or kind_of_noun(clause.lower(place - 1)) in {"role", "people"}:
        return False
    run = next((start for start in range(place + 2, last + 1) if clause.runs.get(start) == last), last + 1)
    rest = [clause.lower(p) for p in range(place + 1, run)]  # "monitoring company Sandvine"
    return kind_of_noun(rest[-1]) in {"role", "organisation"} and not _LEADS_ON.intersection(rest)


def _is_participle(lower: str) -> bool:
    return lower.endswith(("ed", "ing")) and len(lower) > 4 and singular(lower) not in _NO_PARTICIPLES


def _read_core(clause: Clause, first: int, core: int, last: int) -> Phrase | None:
    near = range(max(first, core - LONGEST_NAME), core + 1)
    run = next((start for start in near if clause.runs.get(start) == core), None)
    joined = _read_pair(clause, first, core)
    if joined is not None:
        return joined
    if run is not None:
        kind = clause.kind_of_run(run)
        if kind == "person" or (run > first and clause.lower(run - 1) in ROLES):
            return Phrase(drop_owning(clause.slice(run, core)), "person")
        if not clause.lower(core).endswith(("'s", "s'")):
            return Phrase(clause.slice(first, core), kind, clause.lower(core))
    head = clause.lower(core)
    kind_of_head = kind_of_noun(head)
    if head in _NO_HEADS or (head.isdigit() and first == core):
        return None
    passive = kind_of_head not in {"role", "people"} and _is_participle(clause.lower(core + 1))
    return Phrase(clause.slice(first, core if passive else _without_time(clause, core, last)), kind_of_head, head)


def _read_pair(clause: Clause, first: int, core: int) -> Phrase | None:
    """Return "Ada Kern and Per Lund" whole, where both sides of the "and" can speak."""
    both = next((place for place in range(first + 1, core) if clause.lower(place) == "and"), None)
    if both is None or any(clause.lower(place) in PERSONAL for place in range(first, core + 1)):
        return None
    return Phrase(clause.slice(first, core), "people", "and")


def kind_of_noun(noun: str) -> Kind:
    """Return what a common noun, in lower case, is of."""
    one = singular(noun)
    if noun in PEOPLE:
        return "people"
    if is_role(one):
        return "role" if one == noun else "people"
    if one in OUTLETS and one not in _ALSO_OTHERWISE:
        return "outlet"
    if one in GROUPS:
        return "organisation"
    return "document" if one in DOCUMENTS else "thing"


def is_role(noun: str) -> bool:
    """Say whether a noun, in lower case and in the singular, is of a person: "minister", "mother-of-two", "ex-spy"."""
    parts = noun.split("-")
    return parts[0] in ROLES or parts[-1] in ROLES or noun.endswith(_PERSON_ENDINGS)


def _without_time(clause: Clause, core: int, last: int) -> int:
    """Leave out "on Monday" and "in a statement" behind the noun."""
    for place in range(core + 1, last + 1):
        if clause.lower(place) in {"in", "on", "at", "during", "after", "before", "since"}:
            nouns = [clause.lower(p) for p in range(place + 1, min(last, place + 4) + 1)]
            if any(noun in _OCCASIONS or noun.isdigit() for noun in nouns):
                return place - 1
    return last
