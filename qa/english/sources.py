"""Read the noun phrase that begins at a place: the speaker behind a verb, or the source behind "according to"."""

from __future__ import annotations

from qa.english.people import PEOPLE, ROLES
from qa.english.phrases import Clause, Phrase, read_phrase
from qa.english.speech import NOUN_FORMS, SAYING
from qa.english.words import AUXILIARIES, CONJUNCTIONS, DETERMINERS_OR_POSSESSIVES, PREPOSITIONS, words

REACH = 48  # words on either side of a verb in which its subject is looked for
FINITE_SPEECH = AUXILIARIES | SAYING - NOUN_FORMS
GOES_ON = PREPOSITIONS | CONJUNCTIONS | {"and", "or"}
_ASKING = words("how what whether why when where")
_OPENS_A_CLAUSE = CONJUNCTIONS | words("because but and however meanwhile")
_OPENING_MARKS = frozenset("“‘«([:;.")
_ENDS = frozenset(".!?")
_OPENS_SUBORDINATE = words("who which that whose when as while because if but before after where on")


def read_after(clause: Clause, place: int) -> Phrase | None:
    """Return the noun phrase that begins at a place: a name behind an office and a comma is its holder's."""
    if place >= len(clause):
        return None
    last = end_forward(clause, place)
    return read_to(clause, place, last) if last >= place else None


def read_source(clause: Clause, place: int) -> Phrase | None:
    """Return the noun phrase behind "according to"; where no comma ends it, it ends before what the source says.

    "According to Kern 44% of them came": a sentence that begins so goes on, and if its end is not seen none is named.
    """
    last = end_forward(clause, place)
    if last < place or clause.lower(place) in _ASKING:
        return None
    cut = next((p - 1 for p in range(place + 1, last + 1) if _runs_on(clause, p)), last)
    if cut < last or not _is_run_on(clause, place, last):
        return read_to(clause, place, cut)
    heads = (p for p in range(place, last) if p in clause.inside_names or clause.lower(p) in PEOPLE)
    ends = [p for p in heads if p + 1 not in clause.inside_names and clause.lower(p + 1) not in GOES_ON]
    return read_to(clause, place, ends[0]) if ends else None


def _runs_on(clause: Clause, place: int) -> bool:
    """Say whether a new noun phrase begins behind one that has ended: "44%", "the number of", "up to 45%"."""
    word, before = clause.words[place], clause.words[place - 1]
    ended = before.is_word and before.lower not in GOES_ON and before.lower not in DETERMINERS_OR_POSSESSIVES
    if place in clause.inside_names or not ended:
        return False
    if word.text[0].isdigit():
        after = clause.words[place + 1] if place + 1 < len(clause) else None
        return after is not None and (after.text == "%" or (after.is_word and not after.capital))
    if word.lower == "up" and clause.lower(place + 1) == "to":
        return True
    new = word.lower in DETERMINERS_OR_POSSESSIVES and not clause.is_time(place + 1)
    return new and place + 1 not in clause.inside_names


def _is_run_on(clause: Clause, place: int, last: int) -> bool:
    """Say whether "according to" begins its clause, and no comma ends what stands behind it."""
    before = clause.words[place - 3] if place > 2 else None
    begins = before is None or before.lower in _OPENS_A_CLAUSE or before.text in _OPENING_MARKS
    after = clause.words[last + 1] if last + 1 < len(clause) else None
    return begins and after is not None and (after.is_word or after.text in _ENDS)


def read_to(clause: Clause, place: int, last: int) -> Phrase | None:
    """Return what the words up to the last one name, and who holds an office where a name stands behind it."""
    who = read_phrase(clause, place, last)
    if who is not None and who.kind in {"role", "organisation", "thing"} and clause.lower(last + 1) in {",", "("}:
        named = _name_alone(clause, last + 2)
        if named is not None and (who.kind == "role" or any(clause.lower(p) in ROLES for p in range(place, last + 1))):
            return named
    return who


def end_forward(clause: Clause, place: int) -> int:
    """Return the last word of what begins at a place and reaches to a mark, a verb or a relative clause."""
    later = place
    while later < min(len(clause), place + REACH):
        if later in clause.runs:
            later = clause.runs[later] + 1
            continue
        word = clause.words[later]
        stops = _OPENS_SUBORDINATE
        if (not word.is_word and word.text not in {"&", "%"}) or word.lower in stops or word.lower in FINITE_SPEECH:
            break
        later += 1
    return later - 1


def _name_alone(clause: Clause, place: int) -> Phrase | None:
    """Return the person's name that begins at a place, if a mark or the end follows it."""
    if place in clause.runs and clause.kind_of_run(place) == "person":
        end = clause.runs[place]
        if end + 1 >= len(clause) or not clause.words[end + 1].is_word:
            return read_phrase(clause, place, end)
    return None
