"""Words that speak of the same event or measure, and words that speak of rival ones: killed is not hurt."""

from __future__ import annotations

import re
from collections.abc import Sequence

from qa.english.stems import is_plural, stem
from qa.english.words import FUNCTION_WORDS, cut_words, words

_SAME = """
kill die death dead fatal fatality perish slain toll lives victim drown murder massacre
injure injury hurt wound casualty hospitalise
miss missing disappear vanish absent absence
arrest detain jail imprison custody
cost price pay paid buy bought sell sold worth spend spent purchase acquire charge fee expensive
last continue duration stay remain
open found founded establish inaugurate start begin launch create
close shut closure closed
build built construct construction erect
soldier troop military army force fighter serviceman
see observe note notice spot sight encounter meet presence
infect infection ill sick case
employ employee staff workforce work worker hire
job post position redundancy
cut axe slash shed lay-off
vote voter ballot back support
flee displace evacuate leave homeless
sink sank founder capsize
destroy burn burnt wreck raze
damage damaged
fine penalty
win won victory prize
visit visitor tourist come came attend attendance
send sent deploy deployment dispatch
happen occur place
tall high height highest
long length
wide width
deep depth
heavy weigh weight
fast speed
old age aged
lose lost loss
marry wed married
"""
_CLASS = {stem(word): line.split()[0] for line in _SAME.strip().splitlines() for word in line.split()}

# of one family only one is meant: a sentence that has a rival and not what is asked speaks of something else
_RIVALS = (
    words("kill injure miss arrest infect flee rescue"),
    words("""
        tax fine debt loss profit wage salary rent deposit donation budget revenue turnover sale
        loan fund insurance bill
        subsidy grant bonus pension dividend discount saving deficit surplus income damage ransom bail compensation
        investment
    """),
    words("favour against"),
    words("first second third fourth fifth last"),
    words("men women boys girls"),
    words("north south east west"),
    words("northern southern eastern western"),
    words("old new"),
    words("average record minimum maximum median"),
    words("adult child"),
    words("single double return"),
    words("morning afternoon evening"),
    words("export import"),
    words("win lose draw"),
    words("rise fall"),
    words("build destroy repair"),
    words("open close"),
)
_FAMILIES = tuple(frozenset(_CLASS.get(stem(word), stem(word)) for word in family) for family in _RIVALS)

CHANGES = words("""
    rise rises rose risen increase increases increased grow grows grew grown growth climb climbed jump jumped gain
    gained fall falls fell fallen drop drops dropped decline declined decrease decreased shrink shrank lose lost
    cut up down slip slipped surge surged soar soared plunge plunged
""")


EVENTS = _FAMILIES[0]
"""What happens to people: a question that names one is answered only by a sentence that names it too."""

_WHOLE = (_FAMILIES[1], next(family for family in _FAMILIES if stem("eastern") in family))  # one has it: they differ
MEASURES = _FAMILIES[1]
"""What a sum of money can be: a question that names one is answered only by a sentence that names it too."""
_NOT_SEEN = re.compile(
    r"(?:\bnot|\bnever|\bno longer|\bha(?:ve|s|d)n['’]t)\s(?:been\s)?(?:seen|observed|noted|noticed|spotted|present)\b"
)
_KIND_WORDS = words("""
    how many much long what which percentage percent share proportion number year when time old take takes taking taken
    took place happen happens happened held hold go goes went
""")
_POLES = words("against first second third last")


def classify(word: str) -> str:
    """Return one name for all words of an event or measure: "kill" for "died" and "toll"; else the stem of the word.

    >>> classify("died") == classify("killed"), classify("hurt") == classify("killed")
    (True, False)
    """
    return _CLASS.get(stem(word), stem(word))


def find_rivals(asked: frozenset[str], told: frozenset[str]) -> frozenset[str]:
    """Return what a text tells of instead of what is asked, both as `classify` names them: hurt where killed is asked.

    Where a tax or a profit is asked for, a text that names none tells of something else.
    """
    found: frozenset[str] = frozenset()
    for family in _FAMILIES:
        ours, theirs = asked & family, told & family
        if ours and not ours & theirs and (theirs or family is MEASURES):
            found |= theirs or ours
    return found


def differ(one: frozenset[str], other: frozenset[str], asked: frozenset[str]) -> bool:
    """Say whether two texts name different members of a family that the question leaves open: the tax and the price."""
    for family in _FAMILIES:
        ours, theirs = (one & family) - asked, (other & family) - asked
        if family in _WHOLE and ours != theirs:
            return True
        if ours and theirs and not ours & theirs:
            return True
    return False


# "dead or missing", "killed or badly injured", not "killed and dozens injured"
_JOINED = re.compile(
    r"\b(\w+),? (?:or|and|and/or) "
    r"(?:(?:are|were|is|was|also|badly|believed|feared|presumed|reported|seriously|still) )*"
    r"(\w+)\b(?! (?:\d|an?\b|dozens|hundreds|many|more|others?|scores|several|some|thousands))",
    re.IGNORECASE,
)
_ALSO_COUNTED = re.compile(r",? (?:and|or|and/or) (\w+)\b(?! (?:\d|an?\b|the\b|its\b|their\b))", re.IGNORECASE)


def find_union(text: str, start: int, end: int) -> frozenset[str]:
    """Return the events or things, as `classify` names them, that a count takes together: "9 dead or missing".

    >>> sorted(find_union("About 440 were dead or missing.", 0, 9))
    ['kill', 'miss']
    >>> sorted(find_union("It cost 90 jobs and shops.", 8, 15))
    ['shop']
    """
    other = _ALSO_COUNTED.match(text, end)
    found = frozenset({classify(other[1])}) if other and is_plural(other[1].lower()) else frozenset()
    for joined in _JOINED.finditer(text):
        pair = frozenset({classify(joined[1].lower()), classify(joined[2].lower())}) & EVENTS
        between = text[end : joined.start()] if joined.start() >= end else text[joined.end() : start]
        if len(pair) > 1 and not re.search(r"\d", between):
            found |= pair
    return found


_OFF_DURATION = words("after within in every next past since before by under until")


def is_recent(before: Sequence[str]) -> bool:
    """Say whether a time is no duration but a distance: "within two weeks", "in the last two weeks"."""
    if before[-1:] == ["last"]:
        return before[-2:-1] in (["the"], ["over"], ["in"])
    return bool(_OFF_DURATION & set(before[-1:]))


def find_part(text: str) -> str:
    """Return the part of a time that a text speaks of: "first weekend"."""
    found = re.search(
        r"\b(?:first|opening|second|final) (?:weekend|week|day|month|year|quarter|half|hour)s?\b", text.lower()
    )
    return found[0] if found else ""


def find_relative_times(text: str) -> frozenset[str]:
    """Return the times that a text counts from its own day: "last year", "this month"."""
    return frozenset(
        re.findall(r"\b(?:last|this|next) (?:year|month|week|season|quarter|summer|winter)\b", text.lower())
    )


MOVES = CHANGES - {"cut", "lose", "lost"}
"""Words of a change of a quantity; a cut or a loss may be the quantity itself."""


def is_change(before: Sequence[str], after: Sequence[str]) -> bool:
    """Say whether a quantity is the size of a change: "rose by 5", "5 more", "fell 3"; "rose to 5" is none."""
    if before[-1:] == ["by"]:
        return bool(MOVES & set(before))
    if {"more", "fewer", "higher", "lower", "less"} & set(after):
        return "than" not in before
    if before[-1:] == ["of"] and MOVES & set(before[:-1]):
        return True
    return bool(MOVES & set(before[-1:]))


def cut_clause(text: str, start: int, end: int) -> str:
    """Return the part of a sentence around a place in it, up to a comma, a semicolon, "and", "but" or "while"."""
    left = re.split(r"[,;:] |\b(?:and|but|while|whereas)\b", text[:start])[-1]
    right = re.split(r"[,;:] |\b(?:and|but|while|whereas)\b", text[end:], maxsplit=1)[0]
    return left + text[start:end] + right


def list_classes(text: str) -> frozenset[str]:
    """Return the words of a text that tell what it is about, each as its event or measure."""
    found = frozenset(
        classify(word.lower) for word in cut_words(text) if is_telling(word.lower) or word.lower in _POLES
    )
    return found | {classify("missing")} if _NOT_SEEN.search(text) else found  # who is not seen is missing


def is_telling(word: str) -> bool:
    """Say whether a word, in lower case, tells what a question is about, and not how it asks."""
    return word[:1].isalpha() and word not in FUNCTION_WORDS and word not in _KIND_WORDS
