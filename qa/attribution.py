"""Name who says it: the speaker or the source to whom a sentence attributes what it reports.

Rules over reporting verbs and capitalised names; the name is a slice of the text. What they do not see: speakers that
are named only further back than the two sentences before, and names in scripts without capital letters.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

REPORTING_VERBS = frozenset(
    """
    acknowledged added admitted advised alleged announced argued asserted assured believed claimed clarified
    commented complained concluded confirmed contended declared denied described disclosed emphasised emphasized
    estimated explained expressed hinted indicated insisted maintained mentioned noted observed predicted promised
    recalled recounted remarked repeated replied reported revealed said saying says speculated stated stating
    stressed suggested testified told tweeted vowed warned wrote
    """.split()
)
DENIALS = frozenset({"denied", "disputed", "refuted", "rejected"})
LONGEST_SENTENCE = 1_200
"""Characters; a longer one is a table or a list. Of 51,747 sentences of news, the longest has 1,063."""

_PRONOUNS = frozenset({"He", "She", "They", "It", "We", "I", "You", "Who", "This", "That", "These", "Those", "One"})
_NO_NAMES = frozenset(
    """
    A According Additionally After Also Although An And As At Because Before Both But Despite During Earlier For
    Friday From Here However If In Indeed Instead Its Later Last Meanwhile Monday Moreover Nevertheless No Nor Not
    Now On Once One Only Or Other Others Our Presumably Previously Saturday Since Similar So Some Still Sunday Such
    Then There Therefore Though Thursday Thus Today Tuesday Until Wednesday What When Where While With Yesterday Yet
    """.split()
)
_WORD = r"(?:(?:[A-Z]\.){2,}|[A-Z][\w’'-]*(?:\.(?=\s[A-Z]))?)"
_NAME = rf"\b(?:[Tt]he\s+)?{_WORD}(?:\s+(?:(?:of|the|for|de|la|van|von|bin|al)\s+){{0,2}}{_WORD})*"
_OFFICES = (
    "brigade|chief|commander|company|doctor|ministry|officer|officials?|police|report|spokes\\w+|study|witness\\w*"
)
_ROLE = rf"\b(?:[Tt]he|[Aa]n?)\s+(?:[\w’'-]+\s+){{0,3}}?(?:{_OFFICES})"
_VERB = "(?:" + "|".join(sorted(REPORTING_VERBS | DENIALS)) + ")"
_AUXILIARY = r"(?:\w+ly\s+|also\s+|has\s+|have\s+|had\s+|later\s+)*"

_PLACE_BEFORE = re.compile(r"\b(?:from|in|at|on|into|near)\s$")  # "the pull-back from Kursk mentioned it"

_AFTER_VERB = re.compile(rf"[,”\"’?!]\s*{_VERB}\s+(?P<who>{_NAME}|{_ROLE})")
_BEFORE_VERB = re.compile(rf"(?P<who>{_NAME}|{_ROLE}),?\s+{_AUXILIARY}{_VERB}\b")
_BEFORE_APPOSITION = re.compile(rf"(?P<who>{_NAME}|{_ROLE}),[^,“”\"]{{2,120}},\s+{_AUXILIARY}{_VERB}\b")
_BEFORE_OFFICE = re.compile(
    rf"(?P<who>{_NAME}),\s+(?:the|an?|who|his|her|its|their)\s[^,“”\"]{{2,120}},\s+{_AUXILIARY}{_VERB}\b"
)
_ACCORDING_TO = re.compile(r"\b[Aa]ccording to (?P<who>(?:[^,.;:“”\"]|(?<=\b[A-Z])\.|(?<=\b[A-Z]r)\.){2,80})")


def find_speaker(sentence: str, before: Sequence[str] = ()) -> str:
    """Return who the sentence says it is from, as written there, or an empty string.

    ``before`` holds the sentences just before it, nearest last: "He added" takes its name from them.
    """
    who = _find_named(sentence)
    if who not in _PRONOUNS:
        return who
    for earlier in reversed(before[-2:]):
        named = _find_named(earlier)
        if named and named not in _PRONOUNS:
            return named
    return ""


def explain_pronoun(sentence: str, before: Sequence[str] = ()) -> str:
    """Return whom "He", "She" or "They" at the start of a sentence means, or an empty string.

    It is the speaker of the sentence before, else the name that the sentence before begins with; no further is looked.
    """
    if not before or sentence.split(" ", 1)[0] not in {"He", "She", "They"}:
        return ""
    named = find_speaker(before[-1], before[:-1])
    if named:
        return named
    start = re.match(_NAME, before[-1][:LONGEST_SENTENCE])
    name = _trim(start[0]) if start else ""
    return name if len(name.split()) > 1 else ""


def _find_named(sentence: str) -> str:
    if len(sentence) > LONGEST_SENTENCE:
        return ""
    for pattern in (_AFTER_VERB, _ACCORDING_TO, _BEFORE_OFFICE, _BEFORE_VERB, _BEFORE_APPOSITION):
        for match in pattern.finditer(sentence):
            who = _trim(match["who"])
            if who and not _PLACE_BEFORE.search(sentence[: match.start("who")]):
                return who
    return ""


def _trim(who: str) -> str:
    """Drop words at the start that are capitalised only because they begin the sentence."""
    if re.fullmatch(_ROLE, who):
        return who
    words = who.split()
    while words and words[0] in _NO_NAMES:
        words = words[1:]
    return " ".join(words) if words and words != ["The"] and words != ["the"] else ""
