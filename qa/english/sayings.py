"""Find the acts of saying in a sentence: "said Ada Kern", "according to the county", "Kern, 45, told the court"."""

from __future__ import annotations

from collections.abc import Iterator

from qa.english.people import DOCUMENTS, GROUPS, PEOPLE
from qa.english.phrases import Clause, Phrase, is_role, read_phrase
from qa.english.speech import DENY, NOUN_FORMS, SAY, SAYING, TELL
from qa.english.stems import is_plural
from qa.english.subjects import find_subject, read_after, read_subject
from qa.english.words import (
    AUXILIARIES,
    BE,
    DETERMINERS,
    DETERMINERS_OR_POSSESSIVES,
    NEGATIONS,
    POSSESSIVES,
    PREPOSITIONS,
    is_function_word,
    words,
)

_STRONG = (
    SAY
    | TELL
    | words("""
    explained explains insisted insists argued argues replied replies joked admitted admits recalled recalls testified
    complained complains conceded concedes lamented quipped remarked tweeted recounted stressed stresses boasted
    reiterated retorted confessed wrote writes exclaimed clarified asserted contended warned warns vowed vows
""")
)
_MODALS = words("can could may might should must shall will ought can't couldn't won't")
_BASE = words("""
    say report claim fear hope expect believe think reckon warn argue suggest insist admit note estimate predict agree
    add tell deny complain describe acknowledge advise allege announce assert concede conclude confirm contend declare
    demand explain indicate maintain mention observe promise repeat reveal speculate state stress urge call accuse blame
""")
_PASSIVE_TO = words("said thought believed expected alleged reported estimated asked told urged advised reckoned")
_OBJECTS_OF_DENIAL = words("""
    claim claims allegation allegations accusation accusations report reports suggestion suggestions criticism charge
    charges idea rumour rumours rumor rumors as view figures account findings complaint complaints
""")
_NEED_A_CLAUSE = words(
    "maintain maintains maintained maintaining repeat repeats repeated repeating answer answered answers "
    "signal signalled signals cry cried counter countered counters observe observed observes note notes "
    "reveal reveals revealed post posted posts agree agrees agreed"
)
_NEED_WORDS = words("reply replies replied replying respond responds responded responding write writes wrote writing")
_FINDING = words("found finds find shows showed show suggests suggest suggested indicates indicated indicate")
_VERBS = SAYING | _FINDING
_QUOTED = frozenset("\"“”„«»‘’'")
_ENDS = frozenset(".;:!?")
_NEGATIONS_OR_MODALS = NEGATIONS | _MODALS
_ENDS_OR_COMMA = _ENDS | {",", ""}
_OPENS_CONTENT = words("if whether why how what for when who")
_DENYING = DENY | words("dismiss dismisses dismissed dismissing")
_ENDS_OR_BREAKS = _ENDS | {",", "-", "–", "—"}
_OPENS_SUBJECT = DETERMINERS | POSSESSIVES | {"he", "she", "they"}
_PEOPLE_OR_GROUPS = PEOPLE | GROUPS


def find_sayings(clause: Clause) -> Iterator[Phrase]:
    """Yield who says something, in the order of the sentence; what is itself quoted is not looked at."""
    for place, word in enumerate(clause.words):
        if word.lower not in _TELLS or (word.capital and place) or clause.quoted[place]:
            continue
        if (found := _read_saying(clause, place)) is not None:
            yield found


def _read_saying(clause: Clause, place: int) -> Phrase | None:
    lower = clause.lower(place)
    if lower in _VERBS:
        return _read_verb(clause, place)
    if lower == "according" and clause.lower(place + 1) == "to":
        return read_after(clause, place + 2)
    if lower == "words" and [clause.lower(p) for p in range(place - 2, place + 2)] == ["in", "the", "words", "of"]:
        return read_after(clause, place + 2)
    return _read_quoting(clause, place) if lower in _QUOTING else None


_QUOTING = words("quoted cited quoting citing quotes cites")
_TELLS = _VERBS | _QUOTING | {"according", "words"}


def _read_verb(clause: Clause, place: int) -> Phrase | None:
    verb = clause.lower(place)
    chain = _start_of_verb(clause, place)
    between = [clause.lower(p) for p in range(chain, place)]
    if any(word in _NEGATIONS_OR_MODALS or word.endswith("n't") for word in between):
        return None
    if "would" in between and verb != "say":
        return None
    if BE & frozenset(between) - {"'s"}:
        if not verb.endswith("ing"):
            return _read_passive(clause, place)
        return _check(clause, place, read_subject(clause, chain, verb)) if _is_act_of_saying(clause, place) else None
    if clause.lower(place - 1) == "to":
        return None
    if not _is_act_of_saying(clause, place):
        return None
    if verb.endswith("ing"):
        return _read_participle(clause, place)
    if _is_inverted(clause, place):
        return _check(clause, place, read_after(clause, place + 1))
    return _check(clause, place, read_subject(clause, chain, verb))


def _start_of_verb(clause: Clause, place: int) -> int:
    """Return where the verb begins with its auxiliaries and adverbs: "has also repeatedly" before "said"."""
    start = place
    while start > 0 and place - start < 6:
        lower = clause.lower(start - 1)
        if start - 1 in clause.inside_names:
            break
        adverb = is_function_word(lower) and lower.endswith("ly")
        if not (lower in _AROUND_VERBS or adverb):
            break
        start -= 1
    return start


_ADVERBS = words(
    "also later then first just already ever even often still always never now both all each again once since soon"
)
_AROUND_VERBS = AUXILIARIES | NEGATIONS | _ADVERBS
_AUXILIARIES_OR_ADVERBS = AUXILIARIES | _ADVERBS


def _is_act_of_saying(clause: Clause, place: int) -> bool:
    """Say whether the verb, by what follows it, reports speech, and is no noun and no other act."""
    verb, after = clause.lower(place), clause.lower(place + 1)
    near = {clause.lower(p) for p in range(place + 1, place + 8)}
    speaks = after in {"that", ":"} or bool(_QUOTED & near) or clause.lower(place - 1) in _QUOTED
    if verb in _PASSIVE_TO and after == "to":
        return False
    if verb in _FINDING and verb not in SAYING:
        return after == "that"
    if verb.startswith("point"):
        return after in {"out", "to"}
    if verb in NOUN_FORMS and not (speaks or after in _ENDS_OR_COMMA or after in _OPENS_PHRASE):
        return bool(clause.words[place].text and place + 1 in clause.runs)
    if verb.startswith(("added", "adds")):
        return not (
            after[:1].isdigit()
            or after in {"a", "an", "more", "to", "another", "$", "£", "€", "his", "her", "its"}
            or (not speaks and _puts_to(clause, place + 1))
        )
    if verb.startswith("call"):
        return bool(_QUOTED & near) or after in {"for", "on", "it", "him", "her", "them"}
    if verb in _NEED_WORDS:
        return speaks or clause.has_quotes or "that" in near or after in _ENDS_OR_COMMA
    if verb.startswith("ask"):
        return speaks or after in _OPENS_CONTENT
    if verb in _DENYING and not verb.startswith("den"):
        return bool(near & _OBJECTS_OF_DENIAL)
    return verb not in _NEED_A_CLAUSE or speaks or after in _ENDS_OR_PRONOUNS_OR_DETERMINERS or place + 1 in clause.runs


def _puts_to(clause: Clause, start: int) -> bool:
    """Say whether one thing is put to another: "added the trophy to his list", not "added the way to it was long"."""
    end = next((p for p in range(start, len(clause)) if clause.lower(p) in _ENDS_OR_BREAKS), len(clause))
    rest = [clause.lower(p) for p in range(start, end)]
    joined = any(
        one == "to" and other in DETERMINERS_OR_POSSESSIVES for one, other in zip(rest, rest[1:], strict=False)
    )
    return joined and not AUXILIARIES & frozenset(rest)


_PRONOUNS = words("he she it they we i you there him her them")
_OPENS_PHRASE = DETERMINERS_OR_POSSESSIVES | _PRONOUNS
_ENDS_OR_PRONOUNS_OR_DETERMINERS = _ENDS | _PRONOUNS | DETERMINERS


def _check(clause: Clause, place: int, who: Phrase | None) -> Phrase | None:
    """Return the phrase if it fits the verb in number, and can do what the verb says."""
    verb = clause.lower(place)
    if who is None:
        return None
    plural = who.kind == "people" or (who.kind in {"organisation", "thing", "document"} and is_plural(who.head))
    helped = clause.lower(place - 1) in _AUXILIARIES_OR_ADVERBS
    if (
        verb in _BASE
        and not helped
        and not (plural or who.head in {"they", "we", "i", "you"} or who.kind == "organisation")
    ):
        return None
    if verb in NOUN_FORMS and verb.endswith("s") and (who.kind == "people" or plural):
        return None
    if who.kind == "thing":
        return who if verb in _STRONG and clause.lower(place + 1) != "to" else None
    return who


def _is_inverted(clause: Clause, place: int) -> bool:
    """Say whether the speaker follows: "…", said Ada Kern."""
    if clause.lower(place) in TELL or place + 1 >= len(clause):
        return False
    before = clause.words[place - 1].text if place else ""
    begins = _begins_phrase(clause, place + 1)
    if before in _QUOTED and begins:
        return True
    if before not in {",", "?", "!", "-", "–", "—", "…"} or not begins:
        return False
    return clause.lower(place) in _SAY_OR_INVERTED and _stands_alone(clause, place + 1)


_INVERTED = words(
    "says said added explained warned insisted claimed replied argued reported reports wrote writes admitted"
)
_SAY_OR_INVERTED = SAY | _INVERTED


def _begins_phrase(clause: Clause, place: int) -> bool:
    lower = clause.lower(place)
    return (
        lower in _OPENS_SUBJECT
        or place in clause.runs
        or lower in PEOPLE
        or is_role(lower)
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


def _read_participle(clause: Clause, place: int) -> Phrase | None:
    """Read ", saying that …" by the subject of the sentence."""
    before = clause.words[place - 1].text if place else ""
    return _first_subject(clause, place) if before == "," else None


def _first_subject(clause: Clause, end: int) -> Phrase | None:
    """Return the person or body that the clause begins with, if a verb follows it at once."""
    who = find_subject(clause)
    return who if who is not None and end > 1 else None


def _read_passive(clause: Clause, place: int) -> Phrase | None:
    """Read "was confirmed by the ministry", and "was quoted as saying" elsewhere; without "by" nobody is named."""
    for later in range(place + 1, min(place + 4, len(clause))):
        if clause.lower(later) == "by":
            return read_after(clause, later + 1)
    return None


def _read_quoting(clause: Clause, place: int) -> Phrase | None:
    """Read "quoted an official as saying", "was quoted as saying" and ", citing the ministry"."""
    chain = _start_of_verb(clause, place)
    saying = next(
        (
            p
            for p in range(place, min(place + 16, len(clause) - 1))
            if clause.lower(p) == "as" and clause.lower(p + 1) in {"saying", "telling", "calling"}
        ),
        None,
    )
    if BE & {clause.lower(p) for p in range(chain, place)}:
        return read_subject(clause, chain, "said") if saying is not None else None
    if saying is not None:
        return read_phrase(clause, place + 1, saying - 1)
    if (
        clause.lower(place) in {"citing", "quoting"}
        and clause.words[place - 1].text == ","
        and clause.lower(place + 1) not in DOCUMENTS
    ):
        return read_after(clause, place + 1)
    return None


def find_said(clause: Clause) -> Phrase | None:
    """Return the first who says something; a person or a body instead of the outlet or paper that only passes it on."""
    first: Phrase | None = None
    for who in find_sayings(clause):
        if who.kind not in {"outlet", "document", "organisation"}:
            if first is None or who.kind in {"person", "name", "role", "people"}:
                return who
        elif first is None:
            first = who
    return first
