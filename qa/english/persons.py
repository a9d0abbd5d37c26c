"""Read the persons whom sentences name, and whether each is a he or a she."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from qa.english.names import bare_name, drop_owning, same_person
from qa.english.people import EITHERS_NAMES, GIVEN_NAMES, GROUPS, NATIONS, PLACES, ROLES, TITLES, WOMENS_NAMES
from qa.english.phrases import Clause, is_role
from qa.english.stems import singular
from qa.english.words import words

_MEN = words("""
    mr sir lord king prince pope father brother duke baron sheikh emir emperor count uncle actor spokesman chairman
    businessman policeman salesman fisherman frontman man boy husband son grandfather widower headmaster landlord monk
    guy waiter congressman councilman foreman
""")
_WOMEN = words("""
    mrs ms miss lady dame queen princess sister duchess baroness empress mother countess aunt actress spokeswoman
    chairwoman businesswoman policewoman woman girl wife daughter grandmother widow nun headmistress landlady
    congresswoman heroine
""")
_BEFORE_PLACES = words("the in at near to from")
_NO_SURNAMES = GROUPS | PLACES | NATIONS | words("rovers wanderers athletic villa cup league open")
MARKS_BEHIND = frozenset({",", "(", "-", "–", "—"})
_GIVEN_NAMES_OR_TITLES = GIVEN_NAMES | TITLES
_TITLES_OR_GIVEN_NAMES = TITLES | GIVEN_NAMES


@dataclass(frozen=True, slots=True)
class Person:
    """A person as one sentence names them; ``sex`` is "he", "she" or nothing, ``first`` the place of the name."""

    text: str
    sex: str
    sure: bool
    first: int


class People:
    """The persons whom some sentences name, by their last names."""

    def __init__(self, clauses: Sequence[Clause]) -> None:
        self._by_surname: dict[str, list[Person]] = {}
        for clause in clauses:
            for run in clause.runs.items():
                person = _read_person(clause, *run)
                if person is not None:
                    self._by_surname.setdefault(surname_of(person.text), []).append(person)

    def find(self, clause: Clause, first: int, last: int) -> Person | None:
        """Return the person whom a name means, or None where it is not known to be a person's."""
        own = _read_person(clause, first, last)
        name = own.text if own is not None else drop_owning(clause.slice(first, last))
        known = [one for one in self._by_surname.get(surname_of(name), ()) if same_person(one.text, name)]
        if own is None and not known:
            return None
        sexes = {one.sex for one in known if one.sex} if own is None or not own.sex else {own.sex}
        short = any(" " in one.text for one in known) and " " not in name and surname_of(name) not in _NO_SURNAMES
        sure = short or any(one.sure for one in (*known, *([own] if own is not None else ())))
        return Person(name, sexes.pop() if len(sexes) == 1 else "", sure, own.first if own is not None else first)

    def find_at_head(self, clause: Clause, place: int) -> Person | None:
        """Return the person of a known last name with which a sentence begins: "Mendes could not believe it"."""
        if place >= len(clause) or place in clause.runs or not clause.words[place].capital:
            return None
        return self.find(clause, place, place) if clause.lower(place) in self._by_surname else None


def _read_person(clause: Clause, first: int, last: int) -> Person | None:
    """Return the person whose name it is by the words themselves, an office in front of it left aside."""
    office = next((place for place in range(last - 1, first, -1) if _is_office(clause.lower(place - 1))), first)
    held = office > first and clause.lower(office) in _GIVEN_NAMES_OR_TITLES
    given = clause.lower(first) in GIVEN_NAMES and last == first + 1 and clause.lower(first - 1) not in _BEFORE_PLACES
    if not (held or given or (first in clause.runs and clause.kind_of_run(first) == "person")):
        return None
    first = office if held else first
    name = drop_owning(clause.slice(first, last))
    if surname_of(name).endswith("s") and singular(surname_of(name)) in ROLES:  # "Liberal MPs"
        return None
    return Person(name, tell_sex(name, clause.lower(first - 1)), held or _is_sure(clause, first, last), first)


def _is_office(lower: str) -> bool:
    return lower in {"dj", "centre"} or is_role(lower)


def surname_of(name: str) -> str:
    """Return the last word of a name, in lower case."""
    return (bare_name(name).lower().split() or [""])[-1]


def tell_sex(name: str, before: str = "") -> str:
    """Return "he" or "she" as a title, the word before the name or the given name tells, or nothing."""
    lower = name.lower().replace(".", "").split()
    titles = frozenset(lower) | {before}
    if titles & _MEN:
        return "" if titles & _WOMEN else "he"
    if titles & _WOMEN:
        return "she"
    bare = bare_name(name).lower().split()
    given = next((word for word in bare[:-1] or bare if word not in ROLES), "")
    if given not in GIVEN_NAMES or given in EITHERS_NAMES or len(bare) < 2:
        return ""
    return "she" if given in WOMENS_NAMES else "he"


def _is_sure(clause: Clause, first: int, last: int) -> bool:
    """Say whether a name is surely a person's: by title, office, given name, age or what follows."""
    lower = [clause.lower(place) for place in range(first, last + 1)]
    if clause.kind_of_run(first) != "person":
        return False
    if lower[0] in _TITLES_OR_GIVEN_NAMES or is_role(clause.lower(first - 1)) or is_role(lower[0]):
        return True
    after = clause.lower(last + 1)
    return after in {"who", "whose"} or (
        after in MARKS_BEHIND and (clause.lower(last + 2) in {"who", "whose"} or clause.lower(last + 2).isdigit())
    )
