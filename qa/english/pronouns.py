"""Find the person whom "he" or "she" means, by the grammar of the sentences before; nobody rather than a wrong one.

Whom a sentence is about goes on into the next: its speaker, else its subject. An object, an owner ("Stone's film") or
whoever stands in a relative clause is meant only if the article is about that person. What is not seen: a person whom
the sentences given do not name, and the sex of a name that is in no list and has no title.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from qa.english.names import bare_name, same_person
from qa.english.people import GIVEN_NAMES
from qa.english.persons import MARKS_BEHIND, People, Person, surname_of, tell_sex
from qa.english.phrases import PERSONAL, Clause, Phrase, is_role, skip_lead
from qa.english.sayings import find_said
from qa.english.speech import NOUN_FORMS, SAYING
from qa.english.subjects import find_subject
from qa.english.verbs import is_past, is_verb
from qa.english.words import (
    ADVERBS,
    AUXILIARIES,
    CLAUSE_STARTERS,
    DETERMINERS_OR_POSSESSIVES,
    PREPOSITIONS,
    words,
)

_OF_MEN, _OF_WOMEN = words("he him his himself"), words("she her hers herself")
_SIDES = 16  # words within which a sentence comes to its subject
_PIECES = 3  # pieces between commas that a sentence may begin with
_CAN_BE_ONE = words("person name role pronoun")
_OTHER = {"he": _OF_WOMEN, "she": _OF_MEN}
_PASSED = 1  # sentences that name nobody, over which a person is still meant
_INTRODUCING = CLAUSE_STARTERS | PREPOSITIONS | words("asked born based")
_FINITE = AUXILIARIES | (SAYING - NOUN_FORMS)
_GOES_ON = MARKS_BEHIND | ADVERBS | {"who", "and"}


class _Reading:
    """What one sentence says of persons."""

    def __init__(self, text: str, quoted: bool) -> None:
        self.clause = Clause(text)
        self.quoted = quoted
        """Whether the sentence begins within a quotation."""

    @cached_property
    def said(self) -> Phrase | None:
        return find_said(self.clause)

    @cached_property
    def runs(self) -> list[tuple[int, int]]:
        """The names outside quotations that can be a person's, as places."""
        clause = self.clause
        hidden = self.quoted and not clause.has_marks
        return [] if hidden else [(a, b) for a, b in clause.runs.items() if not clause.quoted[a]]


def find_person(pronoun: str, sentence: str, before: Sequence[str], about: Sequence[str] = ()) -> str:
    """Return whom "he" or "she" in a sentence means, as the sentences before name them, or an empty string.

    ``before`` holds the sentences just before it, nearest last; ``about`` the article's title and its first sentence.
    """
    readings, opened = _read(before)
    if opened or any(Clause(sentence).quoted[:1]):
        return ""
    own = find_said(Clause(sentence))
    says = own is not None and own.kind == "pronoun" and own.head == pronoun
    framing = [Clause(text) for text in about]
    people = People([*framing, *(reading.clause for reading in readings)])
    main = _find_main(framing[0], framing[1], people) if len(framing) > 1 else ""
    return _Search(pronoun, says, people, main).find(readings)


def _read(sentences: Sequence[str]) -> tuple[list[_Reading], bool]:
    """Return readings, and whether a quotation is open behind them."""
    readings: list[_Reading] = []
    opened = False
    for sentence in sentences:
        reading = _Reading(sentence, opened)
        readings.append(reading)
        opened = {"open": True, "close": False}.get(reading.clause.last_mark, opened)
    return readings, opened


def _find_main(title: Clause, opening: Clause, people: People) -> str:
    """Return the person whom title and first sentence both name, if they so name only one.

    A name that may be a band's is a person's where the title has the last word of it alone.
    """
    titled = frozenset(word.lower.removesuffix("'s") for word in title.words)
    found = (people.find(opening, first, last) for first, last in opening.runs.items())
    both = [one for one in found if one is not None and surname_of(one.text) in titled]
    known = any(one.sure or bare_name(one.text).lower().split()[0] not in titled for one in both)
    return both[0].text if known and all(same_person(both[0].text, one.text) for one in both) else ""


class _Search:
    """The way back through the sentences before one with a pronoun."""

    def __init__(self, pronoun: str, says: bool, people: People, main: str) -> None:
        self.pronoun, self.says, self.people, self.main = pronoun, says, people, main

    def find(self, readings: Sequence[_Reading]) -> str:
        passed = 0
        for reading in reversed(readings):
            found = self._find_in(reading)
            if found is not None:
                return found
            passed += not reading.quoted and not _names_pronoun(reading, self.pronoun) and not reading.clause.has_quotes
            if passed > _PASSED:
                return ""
        return ""

    def _find_in(self, reading: _Reading) -> str | None:
        """Return whom the sentence leads to, nothing where that cannot be told, or None to look further back."""
        clause = reading.clause
        persons = self._list_persons(reading)
        subject = _find_subject(clause, self.people)
        said = reading.said
        spoken = said is not None and (said.kind in _CAN_BE_ONE or any(said.text.endswith(p.text) for p in persons))
        who = said if spoken else subject
        if who is None:
            return "" if self._begins_with_unknown(clause) else self._find_aside(persons)
        named = next(
            (p for p in persons if who.kind != "role" and (who.text.endswith(p.text) or p.text == who.text)), None
        )
        if named is not None:
            return self._weigh(clause, persons, named, spoken)
        if who.kind == "pronoun" and who.head == self.pronoun:
            return self._pass_on(clause, persons)
        if who.kind == "role":
            return self._take_office(clause, persons, who, spoken)
        if (
            who.kind == "name"
            or who.head in _OTHER.get(self.pronoun, _OF_MEN)
            or who.text.split()[0].lower() in GIVEN_NAMES
        ):
            return ""
        return self._find_aside(persons)

    def _weigh(self, clause: Clause, persons: Sequence[Person], named: Person, spoken: bool) -> str:
        """Return the speaker or the subject, if it fits and nobody else may be meant."""
        if named.sex not in {"", self.pronoun}:
            return ""
        if not (spoken or self.says or named.sure or self._is_main(named.text)):
            return ""
        if spoken and not self.says and self.main and not self._is_main(named.text):
            return ""
        return "" if self._has_rival(clause, persons, named.text, spoken) else named.text

    def _begins_with_unknown(self, clause: Clause) -> bool:
        """Say whether a sentence begins with a name of which it is not known whether it is a person's."""
        first = skip_lead(clause, 0, len(clause) - 1)
        last = clause.runs.get(first)
        return last is not None and not _owns(clause, last) and self.people.find(clause, first, last) is None

    def _pass_on(self, clause: Clause, persons: Sequence[Person]) -> str | None:
        """Look further back from a sentence with the same pronoun, unless it names whom that means itself."""
        place = next((p for p, word in enumerate(clause.words) if word.lower == self.pronoun), 0)
        if any(one.first < place for one in persons):
            return self._find_aside(persons)
        return "" if not self.says and self._has_rival(clause, persons, "") else None

    def _take_office(self, clause: Clause, persons: Sequence[Person], who: Phrase, spoken: bool) -> str:
        """Return somebody without a name, "a spokesman for the club", if no name may be meant."""
        fits = tell_sex(who.text.split(" for ")[0]) in {"", self.pronoun}
        rivals = [one for one in persons if one.sex in {"", self.pronoun} and one.text not in who.text]
        behind = Clause(clause.text[clause.text.find(who.text) + len(who.text) :])
        ends = spoken or (bool(behind.words) and _is_verb_at(behind, 0))
        return who.text if fits and ends and (not rivals or (spoken and self.says)) else ""

    def _list_persons(self, reading: _Reading) -> list[Person]:
        found = [self.people.find(reading.clause, first, last) for first, last in reading.runs]
        if not reading.quoted and not any(reading.clause.quoted[:1]):
            found.append(self.people.find_at_head(reading.clause, 0))
        return [one for one in found if one is not None]

    def _find_aside(self, persons: Sequence[Person]) -> str | None:
        """Return the only person of a sentence that is about something else, if the article is about that person."""
        fitting = [one.text for one in persons if one.sex in {"", self.pronoun}]
        if not fitting:
            return None
        alone = all(same_person(fitting[0], other) for other in fitting)
        return fitting[0] if alone and self._is_main(fitting[0]) else ""

    def _is_main(self, name: str) -> bool:
        return bool(self.main) and same_person(self.main, name)

    def _has_rival(self, clause: Clause, persons: Sequence[Person], named: str, said: bool = False) -> bool:
        """Say whether another person of the sentence may be meant."""
        others = [
            one for one in persons if one.sex in {"", self.pronoun} and not (named and same_person(one.text, named))
        ]
        if not others or (said and self.says):
            return False
        return not self._is_main(named) or any(_acts(clause, one.first) for one in others)


def _names_pronoun(reading: _Reading, pronoun: str) -> bool:
    return any(word.lower == pronoun for word in reading.clause.words)


def _acts(clause: Clause, first: int) -> bool:
    """Say whether a verb follows a name at once."""
    end = next((last for start, last in clause.runs.items() if start <= first <= last), first)
    return _is_verb_at(clause, end + 1)


def _is_verb_at(clause: Clause, place: int) -> bool:
    lower = clause.lower(place)
    return lower in _FINITE or is_past(lower) or is_verb(lower)


def _find_subject(clause: Clause, people: People) -> Phrase | None:
    """Return whom a sentence is about: the name, office or pronoun before its verb, over an introduction."""
    place = skip_lead(clause, 0, len(clause) - 1)
    if clause.lower(place + 1) == "," and place not in clause.runs:  # "Meanwhile, Kern"
        place += 2
    head = people.find_at_head(clause, place)
    if head is not None and _is_verb_at(clause, place + 1):
        return Phrase(head.text, "person")
    starts = [place]
    if clause.lower(place) in _INTRODUCING or clause.lower(place).endswith(("ing", "ed")):
        starts = _list_pieces(clause, place)
    for start in starts:
        if (found := _read_piece(clause, start, people)) is not None:
            return found
    who = find_subject(clause)
    return None if who is not None and who.kind == "person" else who


def _list_pieces(clause: Clause, place: int) -> list[int]:
    """Return where the pieces behind an introduction begin."""
    starts: list[int] = []
    while len(starts) < _PIECES and (comma := _find_comma(clause, place)) is not None:
        place = skip_lead(clause, comma + 1, len(clause) - 1)
        starts.append(place)
    return starts


def _find_comma(clause: Clause, start: int) -> int | None:
    return next((p for p in range(start, min(len(clause), start + _SIDES)) if clause.lower(p) == ","), None)


def _read_piece(clause: Clause, start: int, people: People) -> Phrase | None:
    """Return the subject that begins at a place, where a verb, a mark or "who" follows its name."""
    place, office = start, False
    while place < min(len(clause), start + _SIDES):
        lower = clause.lower(place)
        if place in clause.runs:
            last = clause.runs[place]
            person = people.find(clause, place, last)
            behind_verb = place > start and _may_be_verb(clause, place - 1)
            if person is not None and not (_owns(clause, last) or behind_verb) and _leads_on(clause, last + 1):
                return Phrase(person.text, "person")
            place = last
        elif lower in PERSONAL and place == start:
            return Phrase(clause.slice(place, place), "pronoun", lower)
        elif lower in PREPOSITIONS and office:
            place = _find_comma(clause, place) or len(clause)
        elif lower in PREPOSITIONS or (lower == "," and not office) or _is_verb_at(clause, place):
            return None
        office = office or is_role(lower)
        place += 1
    return None


def _leads_on(clause: Clause, place: int) -> bool:
    """Say whether what follows a name shows it as a subject."""
    lower = clause.lower(place)
    return (
        lower in _GOES_ON
        or _is_verb_at(clause, place)
        or (lower.endswith(("s", "ly")) and lower not in DETERMINERS_OR_POSSESSIVES)
    )


def _owns(clause: Clause, last: int) -> bool:
    return clause.lower(last).endswith(("'s", "s'"))


def _may_be_verb(clause: Clause, place: int) -> bool:
    """Say whether a word before a name may be its verb: "The paper names Kern", not "The baker Ada Kern"."""
    lower = clause.lower(place)
    return place not in clause.inside_names and lower.endswith("s") and not lower.endswith("'s") and not is_role(lower)
