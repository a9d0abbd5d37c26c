"""Find the noun phrase that a verb belongs to: its subject before it, over appositions, or the speaker behind it."""

from __future__ import annotations

from qa.english.people import ROLES
from qa.english.phrases import Clause, Phrase, read_phrase
from qa.english.speech import NOUN_FORMS, SAYING
from qa.english.verbs import IRREGULAR_PASTS, is_past
from qa.english.words import (
    AUXILIARIES,
    CONJUNCTIONS,
    DETERMINERS,
    DETERMINERS_OR_POSSESSIVES,
    POSSESSIVES,
    PREPOSITIONS,
    words,
)

REACH = 48  # words on either side of a verb in which its subject is looked for
_PIECES = 5  # pieces between commas that can stand between a name and its verb
_OPENS_SUBORDINATE = words("who which that whose when as while because if but before after where on")
_FINITE = AUXILIARIES | SAYING - NOUN_FORMS
_PREPOSITIONS_ASIDE = PREPOSITIONS - {"of", "for"}
_NO_ADVERBS = (
    DETERMINERS | POSSESSIVES | PREPOSITIONS | {"who", "whose", "which", "himself", "herself", "however", "too"}
)


def read_after(clause: Clause, place: int) -> Phrase | None:
    """Return the noun phrase that begins at a place: a name behind an office and a comma is its holder's."""
    if place >= len(clause):
        return None
    last = _end_forward(clause, place)
    if last < place:
        return None
    who = read_phrase(clause, place, last)
    if who is not None and who.kind in {"role", "organisation", "thing"} and clause.lower(last + 1) in {",", "("}:
        named = _name_alone(clause, last + 2)
        if named is not None and (who.kind == "role" or any(clause.lower(p) in ROLES for p in range(place, last + 1))):
            return named
    return who


def _end_forward(clause: Clause, place: int) -> int:
    later = place
    while later < min(len(clause), place + REACH):
        if later in clause.runs:
            later = clause.runs[later] + 1
            continue
        word = clause.words[later]
        stops = _OPENS_SUBORDINATE
        if (not word.is_word and word.text not in {"&", "%"}) or word.lower in stops or word.lower in _FINITE:
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


def read_subject(clause: Clause, verb: int, form: str) -> Phrase | None:
    """Return the noun phrase before a verb, over appositions: "Kern, 45, who runs the club," is Kern."""
    last = verb - 1
    if last < 0:
        return None
    mark = clause.words[last].text
    if mark in {")", "]"}:
        last = _open_bracket(clause, last)
        return read_subject(clause, last, form) if 0 < last < verb - 1 else None
    if mark in {",", "–", "—", "-"}:
        return _over_appositions(clause, last)
    if clause.lower(last) in {"who", "which"}:
        before = last - 1 - (last > 0 and clause.words[last - 1].text == ",")
        return read_phrase(clause, _start_back(clause, before), before) if before >= 0 else None
    if clause.lower(last) == "and":
        return find_subject(clause)
    return read_phrase(clause, _start_back(clause, last), last)


def _open_bracket(clause: Clause, last: int) -> int:
    for place in range(last, max(-1, last - REACH), -1):
        if clause.words[place].text in {"(", "["}:
            return place
    return -1


_BOUNDARIES = (CONJUNCTIONS - {"and", "or", "nor"}) | words("as when after before since until where")
_SPOKEN = SAYING - NOUN_FORMS
_BEFORE_VERB = _BOUNDARIES | IRREGULAR_PASTS
_BEFORE_COMMA = _BOUNDARIES - {"as"}


def _start_back(clause: Clause, last: int, boundaries: frozenset[str] = _BEFORE_VERB) -> int:
    """Return where the clause begins that ends with this word: behind a mark, a quotation or a conjunction."""
    place = last
    while place > max(0, last - REACH):
        before = clause.words[place - 1]
        if clause.quoted[place - 1] or (
            not before.is_word and before.text not in {"&", "%", "$", "£", "€"} and not _is_dot(clause, place - 1)
        ):
            break
        if place - 1 not in clause.inside_names and before.lower in boundaries | _SPOKEN:
            break
        if before.lower == "and" and not _joins(clause, place - 1):
            break
        place -= 1
    return place


def _is_dot(clause: Clause, place: int) -> bool:
    """Say whether a full stop belongs to an abbreviation inside a name."""
    if clause.words[place].text != "." or place + 1 >= len(clause):
        return False
    return any(start < place < clause.runs.get(start, 0) for start in range(max(0, place - 6), place))


def _joins(clause: Clause, place: int) -> bool:
    """Say whether an "and" joins two speakers, not two verbs: no verb stands before it in its clause."""
    for earlier in range(place - 1, max(-1, place - 8), -1):
        lower = clause.lower(earlier)
        if not clause.words[earlier].is_word or lower in _BOUNDARIES:
            begins = earlier + 1 in clause.runs or clause.lower(earlier + 1) in DETERMINERS_OR_POSSESSIVES
            return clause.words[earlier].text != "," or begins
        if lower in AUXILIARIES or (lower.endswith("ed") and earlier not in clause.runs):
            return False
        if lower in _PREPOSITIONS_ASIDE and earlier not in clause.inside_names:
            return False
    return True


def _over_appositions(clause: Clause, comma: int) -> Phrase | None:
    """Return the subject before a comma that closes an apposition."""
    pieces = _cut_pieces(clause, comma)
    best: Phrase | None = None
    first, last = pieces[-1] if pieces else (0, -1)
    if len(pieces) > 1 and clause.runs.get(first) == last:
        return read_phrase(clause, first, last)
    for number, (first, last) in enumerate(pieces):
        if number + 1 < len(pieces) and clause.lower(clause.runs.get(first, -1)).endswith(("'s", "s'")):
            best = best or read_phrase(clause, first, last)  # "Kern, Norda's chairman, said"
            continue
        who = read_phrase(clause, first, last)
        if who is not None and not _is_apposition(clause, first):
            return who
        if who is not None and who.kind != "pronoun" and _can_lead(clause, first):
            best = who
    return best


def _cut_pieces(clause: Clause, comma: int) -> list[tuple[int, int]]:
    """Return the pieces between commas before a comma, the nearest first."""
    pieces: list[tuple[int, int]] = []
    last = comma - 1
    while last >= 0 and len(pieces) < _PIECES and comma - last < REACH:
        if clause.words[last].text in {")", "]"}:
            last = _open_bracket(clause, last) - 1
            continue
        first = _start_back(clause, last, _BEFORE_COMMA)
        pieces.append((first, last))
        if first == 0 or clause.words[first - 1].text not in {",", "–", "—", "-"}:
            break
        last = first - 2
    return pieces


def _is_apposition(clause: Clause, first: int) -> bool:
    """Say whether a piece may stand behind a name: "the mayor", "who is ill", "45", "of Dorle", "speaking in Oslo"."""
    lower = clause.lower(first)
    return (
        lower in _NO_ADVERBS or lower[:1].isdigit() or lower.endswith(("ing", "ed")) or not clause.words[first].capital
    )


def _can_lead(clause: Clause, first: int) -> bool:
    return clause.lower(first) in DETERMINERS_OR_POSSESSIVES or clause.words[first].capital


def find_subject(clause: Clause) -> Phrase | None:
    """Return whom the sentence begins with, if a verb follows at once: "The federation defended her"."""
    first = 0
    while first < min(len(clause), 4) and (
        not clause.words[first].is_word or clause.lower(first) in {"but", "and", "then"}
    ):
        first += 1
    last = first
    for last in range(first, min(first + 8, len(clause))):
        if clause.lower(last) in _FINITE or is_past(clause.lower(last)):
            break
    if last == first or last >= len(clause) or not clause.words[last - 1].is_word:
        return None
    who = read_phrase(clause, first, last - 1)
    return who if who is not None and who.kind != "thing" else None
