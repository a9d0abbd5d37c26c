"""Find the acts of saying in a sentence: "said Ada Kern", "according to the county", "Kern, 45, told the court"."""

from __future__ import annotations

from collections.abc import Iterator

from qa.english.finite import is_finite
from qa.english.inversions import is_inverted
from qa.english.people import DOCUMENTS
from qa.english.phrases import QUOTES, SUBJECT_RELATIVES, Clause, Phrase, read_phrase
from qa.english.sources import end_forward, read_after, read_source, read_to
from qa.english.speech import DENY, NOUN_FORMS, SAY, SAYING, TELL
from qa.english.stems import is_plural
from qa.english.subjects import find_subject, read_subject
from qa.english.voices import can_speak
from qa.english.words import (
    AUXILIARIES,
    BE,
    DETERMINERS,
    DETERMINERS_OR_POSSESSIVES,
    NEGATIONS,
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
_PASSIVE_OF_SAYING = words("""
    said confirmed announced reported claimed alleged stated described acknowledged admitted disclosed revealed
    explained noted denied disputed criticised criticized condemned welcomed praised expressed estimated predicted
    asserted declared mentioned thought believed
""")
_OPENS_TOLD = words("that there he she it they")
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
_ENDS = frozenset(".;:!?")
_NEGATIONS_OR_MODALS = NEGATIONS | _MODALS
_ENDS_OR_COMMA = _ENDS | {",", ""}
_ENDS_CLAIM = _ENDS_OR_COMMA | words("– — while as when and but after before")
_ENDS_OR_COMMA_OR_DETERMINERS = (_ENDS_OR_COMMA | DETERMINERS) - {"that"}
_PARTICIPLES = words("""
    mentioned described cautioned criticised criticized praised condemned accused blamed branded proposed expected
    predicted estimated demanded alleged dismissed
""")
_BEHIND_PARTICIPLES = words("in by for as from at")
_BEHIND_A_GAP = words("is are was were will would might may could should has had")
_POINTS = words("point points")
_SAME_AS_NOUNS = words("""
    report claim fear hope state demand forecast estimate note call answer promise post signal comment welcome blame
    point mention pledge joke reply urge vow brand praise
""")
_CLAIMED = words("victory second first third another")
_OPENS_CONTENT = words("if whether why how what for when who")
_DENYING = DENY | words("dismiss dismisses dismissed dismissing")
_ENDS_OR_BREAKS = _ENDS | {",", "-", "–", "—"}


def find_sayings(clause: Clause) -> Iterator[Phrase]:
    """Yield who says something, in the order of the sentence; what is itself quoted is not looked at."""
    for place, word in enumerate(clause.words):
        if word.lower not in _TELLS or (word.capital and place) or clause.quoted[place]:
            continue
        if (found := _read_saying(clause, place)) is not None and can_speak(found):
            yield found


def _read_saying(clause: Clause, place: int) -> Phrase | None:
    lower = clause.lower(place)
    if lower in _VERBS:
        return _read_verb(clause, place)
    if lower == "according" and clause.lower(place + 1) == "to":
        return read_source(clause, place + 2)
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
    if "to" in {clause.lower(place - 1), clause.lower(chain - 1)} or _is_attribute(clause, place):
        return None
    if not _is_act_of_saying(clause, place):
        return None
    if verb.endswith("ing"):
        return _read_participle(clause, place)
    if is_inverted(clause, place):
        return _check(clause, place, read_after(clause, place + 1))
    return _read_before(clause, chain, place)


def _read_before(clause: Clause, chain: int, place: int) -> Phrase | None:
    """Return the subject that stands before the verb, which is a verb and reports the sentence, no part of it alone."""
    if clause.lower(place + 1) in _BEHIND_A_GAP:  # "areas that people said might follow": of the areas alone
        return None
    who = read_subject(clause, chain, clause.lower(place))
    if who is not None and chain == place and _is_noun_or_participle(clause, place, who):
        return None
    return _check(clause, place, who)


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
    speaks = after in {"that", ":"} or bool(QUOTES & near) or clause.lower(place - 1) in QUOTES
    if (verb in _PASSIVE_TO and after == "to") or (not speaks and _does_a_thing(clause, place)):
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
        return bool(QUOTES & near) or after in {"for", "on", "it", "him", "her", "them"}
    if verb in _NEED_WORDS:
        return speaks or clause.has_quotes or "that" in near or after in _ENDS_OR_COMMA
    if verb.startswith("ask"):
        return speaks or after in _OPENS_CONTENT
    if verb in _DENYING and not verb.startswith("den"):
        return bool(near & _OBJECTS_OF_DENIAL)
    return verb not in _NEED_A_CLAUSE or speaks or after in _ENDS_OR_PRONOUNS_OR_DETERMINERS or place + 1 in clause.runs


def _is_attribute(clause: Clause, place: int) -> bool:
    """Say whether a word stands before a noun, and is no verb: "the council's proposed charge"."""
    before = clause.lower(place - 1)
    return before in DETERMINERS_OR_POSSESSIVES - {"all", "both", "others"} or (
        before.endswith(("'s", "s'")) and clause.lower(place).endswith("ed") and before not in BE
    )


def _does_a_thing(clause: Clause, place: int) -> bool:
    """Say whether a title or a victory is claimed, with no verb before the next mark, or something is threatened."""
    if clause.lower(place).startswith("threaten"):
        return clause.lower(place + 1) != "to"
    if clause.lower(place) == "branded":
        return clause.lower(place + 1) not in _OPENS_PHRASE and place + 1 not in clause.runs
    if not clause.lower(place).startswith("claim"):
        return False
    end = next((p for p in range(place + 1, len(clause)) if clause.lower(p) in _ENDS_CLAIM), len(clause))
    after = clause.lower(place + 1)
    plain = after in DETERMINERS_OR_POSSESSIVES or after in _CLAIMED
    verbless = plain and not any(is_finite(clause, p) for p in range(place + 1, end))
    return verbless and not is_inverted(clause, place)


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


def _is_noun_or_participle(clause: Clause, place: int, who: Phrase) -> bool:
    """Say whether the word is no verb: "a police state", "forecasts for global demand", "the sites mentioned in it"."""
    verb, after = clause.lower(place), clause.lower(place + 1)
    if verb in _PARTICIPLES and after in _BEHIND_PARTICIPLES and who.kind != "person":
        return True
    one = who.text.lower().startswith(("a ", "an ")) and " of " not in who.text and " few " not in who.text
    if verb in _SAME_AS_NOUNS and one:
        return True
    before = clause.words[place - 1]
    if place - 1 in clause.inside_names or not before.is_word or before.lower in SUBJECT_RELATIVES:
        return False
    if verb in _POINTS:  # "by 0.27 percentage points to 5.8%"
        return not who.text.endswith(before.text)
    if after not in _ENDS_OR_COMMA_OR_DETERMINERS:
        return False
    if who.kind in {"thing", "document", "organisation"}:
        return verb in NOUN_FORMS and who.head != before.lower
    return verb in _SAME_AS_NOUNS and not who.text.endswith(before.text)


def _read_participle(clause: Clause, place: int) -> Phrase | None:
    """Read ", saying that …" by the subject of the sentence."""
    before = clause.words[place - 1].text if place else ""
    return _first_subject(clause, place) if before == "," else None


def _first_subject(clause: Clause, end: int) -> Phrase | None:
    """Return the person or body that the clause begins with, if a verb follows it at once."""
    who = find_subject(clause)
    return who if who is not None and end > 1 else None


def _read_passive(clause: Clause, place: int) -> Phrase | None:
    """Read "was confirmed by the ministry" and "was told by the ministry that"; nobody is named by a number or thing.

    Who only tells, asks or accuses somebody is not the one the sentence is from, and "was quoted as saying" stands
    elsewhere.
    """
    by = place + 1
    while clause.lower(by) in _ADVERBS or clause.lower(by).endswith("ly"):
        by += 1
    verb = clause.lower(place)
    if clause.lower(by) != "by" or not (verb in _PASSIVE_OF_SAYING or verb in TELL):
        return None
    last = end_forward(clause, by + 1)
    acts = (p for p in range(by + 2, last) if clause.lower(p) in PREPOSITIONS and clause.lower(p + 1).endswith("ing"))
    if verb in TELL:
        opened = next((p for p in range(by + 2, last + 2) if clause.lower(p) in _OPENS_TOLD), None)
        return _keep_speaker(read_phrase(clause, by + 1, opened - 1)) if opened is not None else None
    return _keep_speaker(read_to(clause, by + 1, next(acts, last + 1) - 1))


def _keep_speaker(who: Phrase | None) -> Phrase | None:
    return who if who is not None and who.kind not in {"thing", "pronoun"} else None


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
        who = _keep_speaker(read_after(clause, place + 1))
        return who if who is not None and who.head != "and" else None  # "citing low prices and high costs"
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
