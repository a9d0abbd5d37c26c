"""Find the noun phrase that a verb belongs to: its subject before it, over appositions, or the speaker behind it."""

from __future__ import annotations

from dataclasses import replace

from qa.english.finite import has_verb, is_finite, opens_anew
from qa.english.people import GROUPS, PEOPLE, ROLES
from qa.english.phrases import CURRENCIES, PERSONAL, SUBJECT_RELATIVES, Clause, Phrase, read_phrase
from qa.english.sources import FINITE_SPEECH, GOES_ON, REACH, read_to
from qa.english.speech import NOUN_FORMS, SAY, SAYING, TELL
from qa.english.verbs import IRREGULAR_PASTS, is_past
from qa.english.words import (
    ADVERBS,
    AUXILIARIES,
    BE,
    CONJUNCTIONS,
    DETERMINERS,
    DETERMINERS_OR_POSSESSIVES,
    POSSESSIVES,
    PREPOSITIONS,
    words,
)

_PIECES = 5  # pieces between commas that can stand between a name and its verb
_PREPOSITIONS_ASIDE = PREPOSITIONS - {"of", "for"}
_NO_ADVERBS = (
    DETERMINERS | POSSESSIVES | PREPOSITIONS | {"who", "whose", "which", "himself", "herself", "however", "too"}
)


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
    lower = clause.lower(last)
    if lower in SUBJECT_RELATIVES:
        return _drop_unnamed(clause, last, _read_antecedent(clause, last, form))
    if lower in {"and", "but"}:
        return find_subject(clause) if is_past(form) or form.endswith("s") or form in _SAID else None
    if lower in PERSONAL:
        told = _is_subordinate(clause, last) or _is_spoken(clause, last - 1)
        return None if told else read_phrase(clause, last, last)
    if lower in PREPOSITIONS:  # "attempts to rule through fear"
        return None
    return _read_before(clause, last, form)


def _is_subordinate(clause: Clause, first: int) -> bool:
    """Say whether a subject stands in a part of a sentence that alone is its, with nothing quoted: "after it said"."""
    before = clause.lower(first - 1)
    partial = before in _SUBORDINATING or (before == "that" and first > 1 and clause.lower(first - 2) not in SAYING)
    return partial and not any(clause.quoted[first : first + REACH])


def _drop_unnamed(clause: Clause, relative: int, who: Phrase | None) -> Phrase | None:
    """Return a speaker, unless only what they say tells who they are: "women who say that", with no comma."""
    plain = who and who.kind in {"people", "role"} and who.text[1:].islower()
    return None if plain and clause.words[relative - 1].is_word else who


def _read_before(clause: Clause, last: int, form: str) -> Phrase | None:
    """Return the noun phrase that ends with a word; no object of another verb, and the one of whom it is an office."""
    first = _start_back(clause, last)
    if clause.lower(first) in SUBJECT_RELATIVES and first > 0:  # "Kern, who runs the club said"
        return _read_antecedent(clause, first, "said")
    if clause.lower(first - 1) in _PARTIAL and clause.lower(first - 2) not in BE:
        return None  # "a bill which critics say": of a part of the sentence alone, and "is how she described it" of all
    if _is_subordinate(clause, first):
        return None
    verb = first - 1 - (first > 0 and clause.words[first - 1].text in CURRENCIES)
    anew = verb > 0 and clause.words[verb].is_word and _begins_anew(clause, first)
    if anew or clause.lower(verb) in _TAKES_NO_CLAUSE:
        opener = next((p for p in range(verb - 1, max(0, verb - 8), -1) if _opens_relative(clause, p)), None)
        if opener is not None:
            return _read_antecedent(clause, opener, "said")
        who = read_phrase(clause, first, last) if clause.lower(verb) not in _TAKES_NO_CLAUSE else None
        return who if who is not None and who.kind != "thing" else None
    if any(_has_object(clause, p) for p in range(first + 1, last)):
        return None
    who = _read_joined(clause, first, last, any(is_finite(clause, p) for p in range(max(0, first - REACH), first)))
    if who is not None and who.kind in {"role", "thing"} and first > 1 and clause.words[first - 1].text == ",":
        return _name_before(clause, first - 2, first) or who
    return who


def _read_joined(clause: Clause, first: int, last: int, begins: bool = False) -> Phrase | None:
    """Return the phrase behind an "and": whole a body's name, of a list nobody, where it ``begins`` no clause there."""
    who = read_phrase(clause, first, last)
    if clause.lower(first - 1) != "and" or first - 2 not in clause.inside_names:
        return who
    start = first - 2
    while start > 0 and clause.words[start - 1].capital and clause.words[start - 1].is_word:
        start -= 1
    if first in clause.runs and start > 0 and clause.lower(start - 1) == "the" and who and who.kind == "organisation":
        return replace(who, text=clause.slice(start - 1, clause.runs[first]))
    return who if begins else None


def _has_object(clause: Clause, place: int) -> bool:
    """Say whether a past has an object: "the chairman attacked Norda's new pledges", not "the newly elected Mayor"."""
    lower, before = clause.lower(place), clause.words[place - 1]
    past = is_past(lower) and "-" not in lower and lower not in _NAMING and place not in clause.inside_names
    object_behind = place + 1 in clause.runs or clause.lower(place + 1) in DETERMINERS_OR_POSSESSIVES
    noun = before.is_word and before.lower not in _NO_SUBJECTS and not before.lower.endswith("ly")
    return past and object_behind and noun


def _opens_relative(clause: Clause, place: int) -> bool:
    """Say whether "who" or "which" is the subject of its clause: "who won a case", not "which the bank bought"."""
    return clause.lower(place) in {"who", "which"} and not _opens_noun(clause, place + 1)


def _name_before(clause: Clause, last: int, office: int) -> Phrase | None:
    """Return the name that a clause begins with, where an office stands behind it: "Ada Kern, head of Norda said"."""
    if not any(clause.lower(p) in ROLES for p in range(office, min(office + 6, len(clause)))):
        return None
    first = _start_back(clause, last, _BEFORE_COMMA)
    who = read_phrase(clause, first, last)
    return who if who is not None and who.kind == "person" and who.text.endswith(clause.words[last].text) else None


def _read_antecedent(clause: Clause, relative: int, form: str) -> Phrase | None:
    """Return whom "who", "which" or "that" means: the phrase before it, or where that has a verb its last noun."""
    last = relative - 1
    if clause.words[last].text in _MARKS_BEFORE_RELATIVES:
        last -= 1
    if clause.words[last].text == ")":
        last = _open_bracket(clause, last) - 1
    if clause.lower(last) in _SELVES:
        last -= 1
    if last < 0 or not clause.words[last].is_word or clause.lower(last) in ADVERBS:
        return None
    first = _start_back(clause, last)
    if has_verb(clause, first, last) or _is_object(clause, first) or clause.lower(first) in PREPOSITIONS:
        if form not in _REPORTING:  # what somebody named in passing hopes is not what the sentence says
            return None
        first = _start_of_noun(clause, last)
    who = _read_joined(clause, first, last)
    if clause.lower(relative) == "who":
        return _read_who(clause, first, who)
    if who is not None and who.kind == "person" and first > 1 and clause.lower(first - 1) in PREPOSITIONS:
        who = read_phrase(clause, _start_of_noun(clause, first - 2), last)  # "an email from Kern which said"
    named = who is not None and who.kind == "thing" and clause.words[last].capital
    return who if named or (who is not None and who.kind not in {"thing", "pronoun", "person"}) else None


def _read_who(clause: Clause, first: int, who: Phrase | None) -> Phrase | None:
    """Return the person or body that "who" means: not the beard of "a man with long hair and a beard, who"."""
    if who is not None and who.kind in {"thing", "pronoun", "document"} and not who.text[-1:].isupper():
        joined = first > 1 and clause.lower(first - 1) == "and"
        who = read_phrase(clause, _start_back(clause, first - 2), first - 2) if joined else None
        return who if who is not None and who.kind in {"person", "role", "people"} else None
    return who


def _is_object(clause: Clause, first: int) -> bool:
    """Say whether a phrase begins with a verb in -ing or -ed that has an object: "angering a sheriff"."""
    return clause.lower(first).endswith(("ing", "ed")) and first not in clause.inside_names


def _start_of_noun(clause: Clause, last: int) -> int:
    """Return where the shortest noun phrase begins that ends with a word."""
    run = next((first for first in range(last, max(-1, last - REACH), -1) if clause.runs.get(first) == last), None)
    first = last if run is None else run
    while first > 0:
        before = clause.words[first - 1]
        lower = before.lower
        stops = lower in GOES_ON or lower in _BEFORE_VERB or lower in AUXILIARIES or lower in _SPOKEN
        if not before.is_word or stops or is_finite(clause, first - 1) or _is_object(clause, first - 1):
            break
        first -= 1
        if lower in DETERMINERS_OR_POSSESSIVES:
            break
    return first


def _open_bracket(clause: Clause, last: int) -> int:
    for place in range(last, max(-1, last - REACH), -1):
        if clause.words[place].text in {"(", "["}:
            return place
    return -1


_MARKS_BEFORE_RELATIVES = frozenset(",-–—")
_SELVES = words("himself herself itself themselves")
_SAID = words("say think told thought said wrote swore")
_NAMING = words("named called nicknamed dubbed")
_NO_SUBJECTS = DETERMINERS_OR_POSSESSIVES | PREPOSITIONS | ADVERBS | {"former", "who", "and"}
_PARTIAL = words("which whom what how")
_REPORTING = (
    SAY
    | TELL
    | words("""
    claim claims claimed argue argues argued warn warns warned insist insists insisted suggest suggests suggested
    believes believe added adds explains explained found finds showed shows show estimates estimated concluded wrote
    complained complains
""")
)
_TAKES_NO_CLAUSE = IRREGULAR_PASTS - words("thought felt found heard knew read saw said showed told meant had did")
_BOUNDARIES = (CONJUNCTIONS - {"and", "or", "nor"}) | words("as when after before since until where")
_SPOKEN = SAYING - NOUN_FORMS
_SUBORDINATING = words("after when before until where because since if unless although though once")
_APPOSED = ROLES | GROUPS  # "the law firm the Norda Group"
_OBJECT_RELATIVES = words("which whom")
_BEFORE_VERB = _BOUNDARIES | IRREGULAR_PASTS | {"what", "how"}
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
        if place - 1 not in clause.inside_names and (before.lower in boundaries or _is_spoken(clause, place - 1)):
            break
        if boundaries is _BEFORE_VERB and _begins_anew(clause, place):
            break
        if before.lower == "and" and not _joins(clause, place - 1):
            break
        place -= 1
    return place


def _begins_anew(clause: Clause, place: int) -> bool:
    """Say whether a noun phrase begins behind another one, a verb, or "which": "the figures the bank", "which they"."""
    before = clause.lower(place - 1)
    if before in _OBJECT_RELATIVES:
        return _opens_noun(clause, place)
    return opens_anew(clause, place) and before not in _APPOSED and not before.endswith("ing")


def _is_spoken(clause: Clause, place: int) -> bool:
    """Say whether a word is a verb of saying, not the "think" of a think tank."""
    return clause.lower(place) in _SPOKEN and clause.lower(place + 1) not in {"tank", "tanks"}


def _opens_noun(clause: Clause, place: int) -> bool:
    lower = clause.lower(place)
    return lower in DETERMINERS_OR_POSSESSIVES or lower in PERSONAL or lower in PEOPLE or place in clause.runs


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
        who = _read_joined(clause, first, last)
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
        if clause.lower(first - 1) == "and" and first - 2 in clause.inside_names:  # "who acts for Kern and Wolf"
            first = _start_back(clause, first - 2, _BEFORE_COMMA)
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
    lower, named = clause.lower(first), clause.words[first].capital
    return lower in DETERMINERS_OR_POSSESSIVES or (named and (first in clause.runs or not lower.endswith("ing")))


def find_subject(clause: Clause) -> Phrase | None:
    """Return whom the sentence begins with, if a verb follows at once: "The federation defended her".

    An office with the name of its holder behind a comma is its holder.
    """
    first = 0
    while first < min(len(clause), 4) and (
        not clause.words[first].is_word or clause.lower(first) in {"but", "and", "then"}
    ):
        first += 1
    if clause.lower(first) in PREPOSITIONS:  # "In a rare move, the county"
        comma = next((p for p in range(first, min(first + 8, len(clause))) if clause.words[p].text == ","), None)
        first = comma + 1 if comma is not None else first
    for last in range(first, min(first + 8, len(clause))):
        comma_behind = clause.words[last].text == "," and _opens_noun(clause, first)
        past = is_past(clause.lower(last)) and last not in clause.inside_names
        if comma_behind or past or clause.lower(last) in FINITE_SPEECH or is_finite(clause, last):
            break
    else:
        return None
    if last == first or not clause.words[last - 1].is_word or has_verb(clause, first, last - 1):
        return None
    who = read_to(clause, first, last - 1)
    return who if who is not None and who.kind != "thing" else None
