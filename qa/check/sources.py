"""What the evidence has only from somebody is not said without them, nor with a stronger verb."""

from __future__ import annotations

import re
from collections.abc import Iterable

from qa.check.alignment import are_same
from qa.check.lexicon import CARRIED_KINDS, HEDGES, KIND_OF, LIGHT
from qa.check.pair import Finding, Pair
from qa.check.words import Word, read_words
from qa.english.speakers import find_speaker

_NO_REPORT = {"find", "found", "finds", "put", "puts", "order", "state", "account", "view"}  # mostly mean other things
_ORDERS = {"order", "orders"}  # as a thing, what stands behind what
_SAID = "|".join(sorted(KIND_OF.keys() - _NO_REPORT))
_OFFICE = r"(?:officials?|officers?|sources|experts|leaders|intelligence|ministry|government)"
_CITED = re.compile(
    r"\b(?P<what>estimates?|sources?|officials?|reports?) (?:that were )?(?:cited|quoted|named) by ", re.I
)
_BEGINNINGS = "(?:and|but|while|as|who|which|because|since|when|where|if|so) "  # of a clause, not of a name
_CAPITAL = r"[A-Z][\w’']+"
# where a sentence names its source; the first that fits counts
_SOURCES = (
    re.compile(
        rf"^(?P<who>[^,;]{{2,80}}?)(?:,[^,]{{2,120}},)?\s(?:\w+ly |has |had |have |also )*(?:{_SAID})"
        r"\s(?:\S+\s){0,6}?(?:that|what|how)\b"
    ),
    re.compile(
        rf"^(?P<who>(?:The )?{_CAPITAL}(?: {_CAPITAL})*(?: {_OFFICE})?) (?:also |still )?"
        r"(?:(?:says|tells|is confident|considers?)\b|(?:believes|thinks|expects) (?!the\b|an?\b))"
    ),
    re.compile(rf",\s(?!{_BEGINNINGS})(?P<who>(?:[\w’'.]+\s){{1,6}}?)(?:{_SAID}|found)\b(?:\s[\w’'.]+){{0,8}}[.”\"]*$"),
    re.compile(r"\b[Aa]ccording to (?P<who>[^,.;]{2,60})"),
    re.compile(r"\b[Ii]n (?P<who>[\w’' ]{2,40}?)['’]s (?:view|account|words|opinion|telling)\b"),
    re.compile(
        r"\b(?:been|were|was|is|are) (?:noted|reported|claimed|alleged|described|announced) by "
        r"(?P<who>[A-Z][\w’' ]{2,40})"
    ),
)
_SAYS_WHO = re.compile(rf"{_CAPITAL} (?:\w+ )?(?:{_SAID})\b|\b(?:{_SAID}) by\b")
_IS_REPORTED = re.compile(
    r"\b(?:is|are|was|were|been) (?:reported|mentioned|announced|stated|disclosed|revealed)\b", re.I
)
_GENERIC_SOURCE = re.compile(
    r"\b(?:reportedly|allegedly|according to|(?:is|are) said|reports?|reported|estimate[sd]?)\b", re.IGNORECASE
)


def check_speaker(pair: Pair) -> Finding | None:
    """Find a report that the claim makes a fact, gives another source or puts into a stronger verb."""
    claimed, given = find_kinds(pair.aligned.claim), find_kinds(pair.aligned.evidence)
    if any(word.lower in HEDGES for word in pair.aligned.evidence):
        given = given | {"suggest"}
    says = find_speaker(pair.claim)
    said_by = find_speaker(pair.evidence, pair.context) or _find_source(pair.evidence)
    if says and not _share_name(says, said_by, pair):
        return Finding("misattributed", f"the sentence does not have this from {says}")
    if claimed and given and not _kinds_agree(claimed, given):
        verb = min(claimed - {"say"} or claimed)
        return Finding(
            "contradicted" if "deny" in claimed | given else "misattributed", f"the sentence does not {verb} it"
        )
    cited = _CITED.search(pair.evidence)
    if says and cited and not any(word.lower.startswith(cited["what"][:6].lower()) for word in pair.aligned.claim):
        return Finding("misattributed", f"the sentence has this from {cited['what'].lower()}")
    if (
        claimed == {"say"}
        and not given
        and _IS_REPORTED.search(pair.claim)
        and not _GENERIC_SOURCE.search(pair.evidence)
    ):
        return Finding("not_found", "the sentence does not say that it is reported")
    source = _find_source(pair.evidence)
    if source and not says and not _names_source(pair, source):
        return Finding("misattributed", f"the sentence has this only from {source}")
    return None


def find_kinds(words: Iterable[Word]) -> set[str]:
    """Return the kinds of reporting verbs among the words: say, deny, admit and so on."""
    return {
        KIND_OF[word.lower]
        for word in words
        if word.lower in KIND_OF and not word.is_name and (word.is_verb or word.lower not in _ORDERS)
    }


def _kinds_agree(claimed: set[str], given: set[str]) -> bool:
    carried = set().union(*(CARRIED_KINDS[kind] for kind in given))
    if "deny" in given and "deny" not in claimed:
        return False
    return claimed <= carried | {"say"}


def _share_name(says: str, said_by: str, pair: Pair) -> bool:
    """Whether the claim's speaker is the evidence's, by name or because the evidence names the bearer by office."""
    own = [word for word in read_words(says) if word.lower not in LIGHT]
    theirs = [word for word in read_words(said_by) if word.lower not in LIGHT]
    if any(are_same(word, other) for word in own for other in theirs):
        return True
    if all(any(are_same(word, other) for other in pair.aligned.evidence) for word in own):
        return not theirs or _mentions(pair, said_by)
    if any(word.is_name for word in theirs) and any(word.is_name for word in own):
        return False
    words = (*pair.aligned.evidence, *pair.around)
    return all(any(are_same(word, other) for other in words) for word in own)


def _mentions(pair: Pair, speaker: str) -> bool:
    words = [word for word in read_words(speaker) if word.lower not in LIGHT]
    return any(are_same(word, other) for word in words for other in pair.aligned.claim) or not words


def _find_source(evidence: str) -> str:
    """Return the words that name from whom the evidence has what it says, or an empty string."""
    for pattern in _SOURCES:
        match = pattern.search(evidence)
        if match:
            return match["who"].strip(" ,")
    return ""


def _names_source(pair: Pair, source: str) -> bool:
    if _GENERIC_SOURCE.search(pair.claim):
        return True
    words = [word for word in read_words(source) if word.is_content]
    named = any(word.is_name and places for word, places in zip(pair.aligned.claim, pair.aligned.places, strict=True))
    if named and find_kinds(pair.aligned.claim) and _SAYS_WHO.search(pair.claim):
        return True
    return not words or any(are_same(word, other) for word in words for other in pair.aligned.claim)
