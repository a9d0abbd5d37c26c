"""Tell whether the speaker stands behind the verb of saying: "…", said Ada Kern."""

from __future__ import annotations

from qa.english.finite import is_finite
from qa.english.people import GROUPS, PEOPLE
from qa.english.phrases import QUOTES, Clause, is_role
from qa.english.sources import REACH, end_forward, read_after
from qa.english.speech import SAY, TELL
from qa.english.words import DETERMINERS, POSSESSIVES, PREPOSITIONS, words

_OPENS_SUBJECT = DETERMINERS | POSSESSIVES | {"he", "she", "they"}
_PEOPLE_OR_GROUPS = PEOPLE | GROUPS
_INVERTED = words("""
    says said added explained warned insisted claimed replied argued reported reports wrote writes admitted
    warns believes believed predicts predicted suggests suggested adds argues explains insists
    warn believe predict suggest argue claim insist report
""")
_SAY_OR_INVERTED = SAY | _INVERTED
_SENTENCE_ENDS = frozenset(".!?")
_RELATIVES = words("who whose which where")
_GOES_ON = words("who which as when after in on at and") | {",", "-", "–", "—", "(", ";", "", ".", "!", "?"}


def is_inverted(clause: Clause, place: int) -> bool:
    """Say whether the speaker follows: "…", said Ada Kern."""
    if clause.lower(place) in TELL or place + 1 >= len(clause):
        return False
    before = clause.words[place - 1].text if place else ""
    begins = _begins_phrase(clause, place + 1)
    if before in QUOTES and begins:
        return True
    if clause.lower(place) not in _SAY_OR_INVERTED:
        return False
    if before in {",", "?", "!", "-", "–", "—", "…"} and begins and _stands_alone(clause, place + 1):
        return not any(is_finite(clause, p) for p in range(place + 1, end_forward(clause, place + 1) + 1))
    return _follows_a_clause(clause, place) and _ends_as_speaker(clause, place)


def _begins_phrase(clause: Clause, place: int) -> bool:
    lower = clause.lower(place)
    return (
        lower in _OPENS_SUBJECT
        or place in clause.runs
        or lower in PEOPLE
        or is_role(lower)
        or lower.endswith("-year-old")
        or is_role(clause.lower(place + 1))
        or clause.lower(place + 1) in PEOPLE
        or any(p in clause.runs and is_role(clause.lower(p - 1)) for p in range(place + 1, place + 4))
    )


def _stands_alone(clause: Clause, place: int) -> bool:
    """Say whether a noun phrase begins here that nothing but a mark or a preposition follows."""
    for later in range(place, min(place + 10, len(clause))):
        if later in clause.runs:
            after = clause.lower(clause.runs[later] + 1)
            return not after or after in PREPOSITIONS or not after[0].isalnum()
        if not clause.words[later].is_word or (later > place + 1 and clause.lower(later) in PREPOSITIONS):
            return is_role(clause.lower(later - 1)) or clause.lower(later - 1) in _PEOPLE_OR_GROUPS
    return is_role(clause.lower(len(clause) - 1)) if place + 10 >= len(clause) else False


def _follows_a_clause(clause: Clause, place: int) -> bool:
    """Say whether what stands before the verb has a verb of its own: "prices rose," and not "Kern, who is ill,"."""
    relative = False
    for earlier in range(max(0, place - REACH), place):
        word = clause.words[earlier]
        relative = word.lower in _RELATIVES or (relative and word.text != ",")
        if not relative and is_finite(clause, earlier):
            return True
    return False


def _ends_as_speaker(clause: Clause, place: int) -> bool:
    """Say whether nothing but a speaker follows the verb, up to a mark; without a comma before it, a person's name."""
    last = end_forward(clause, place + 1)
    who = read_after(clause, place + 1) if last > place else None
    if who is None or any(is_finite(clause, p) for p in range(place + 1, last + 1)):
        return False
    after = clause.lower(last + 1)
    if clause.words[place - 1].text != ",":
        return who.kind == "person" and after in _SENTENCE_ENDS
    plural = who.kind == "people" and clause.lower(place).endswith("s")
    short = last - place <= 2 and after in _SENTENCE_ENDS  # words: "says the guide."
    return not plural and after in _GOES_ON and (who.kind not in {"thing", "pronoun"} or short)
