"""All, most, some, only and less: small words that widen or narrow what is said."""

from __future__ import annotations

import re
from collections.abc import Set

from qa.check.lexicon import ALL, MOST, NEGATORS, ONLY, SOME
from qa.check.pair import Finding, Pair

_REACH = 6  # words between an "only" and what it is about
_DETERMINERS = frozenset("all every each".split())
_ANY = frozenset("any anyone anything anybody ever".split())  # with a "not" as with none
_WHOLE = frozenset("entire entirely whole wholly complete completely fully total totally".split())  # of one thing
_EVERY = ALL - frozenset("any anyone anything both each".split())
_NONE = frozenset("none nobody never nowhere".split())
_RARE = frozenset({"rare"})
_SELDOM = frozenset("rarely seldom hardly few not uncommon unusual".split())
_POINTERS = frozenset("there then here it them this those".split())  # "only from there": where that is stands elsewhere
_LESS = frozenset("less fewer least fewest".split())
_EXCEPTIONS = frozenset("except apart besides unless".split())
# "only a few days", "only guessing": no limit to what is said
_ONLY_SMALL = re.compile(r"\b(?:only|just) (?:an? (?:few|couple|little)\b|(?!according)\w+ing\b)", re.I)
_AT_LEAST = re.compile(r"\bat least\b", re.I)  # a bound of a number, compared with it
_ONE = re.compile(r"\b(?:one|a single) (?P<what>[a-z]{3,})", re.I)

Words = Set[str]


def check_quantifiers(pair: Pair) -> Finding | None:
    """Find an all, most, some or only that is widened or narrowed."""
    claim = {word.lower for word in pair.aligned.claim}
    evidence = {word.lower for word in pair.aligned.evidence}
    if added := _find_added(pair, claim, evidence):
        return Finding("not_found", f"the sentence does not say “{min(added)}”")
    if turned := _find_turned(pair, claim, evidence):
        return Finding("contradicted", f"the sentence does not say “{min(turned)}”")
    for group in (frozenset({"only"}), _DETERMINERS):
        if _is_moved(pair, group):
            return Finding("not_found", f"the sentence does not say “{min(claim & group)}” of the same")
    single = _ONE.search(pair.claim)
    if single and re.search(rf"\b(?:several|many|some|various|multiple|few) {single['what'][:4]}", pair.evidence, re.I):
        return Finding("contradicted", f"the sentence does not say “{single[0]}”")
    return None


def _find_added(pair: Pair, claim: Words, evidence: Words) -> Words:
    """Return the words of the claim that say more than the evidence: all, most, only."""
    if _widens(pair, claim, evidence):
        return claim & ALL
    if not evidence & MOST and claim & MOST:
        return claim & MOST
    if claim & _RARE and not evidence & (_RARE | _SELDOM):
        return claim & _RARE
    limits = (evidence & (ONLY | _EXCEPTIONS)) - claim or _ONLY_SMALL.search(pair.claim)
    return frozenset() if limits else (claim & ONLY) - evidence


def _find_turned(pair: Pair, claim: Words, evidence: Words) -> Words:
    """Return the words of the claim that the evidence speaks against: none for some, some for all, less."""
    if evidence & SOME and not evidence & _NONE and claim & _NONE:
        return claim & _NONE
    limited = evidence & _EVERY or (evidence & ONLY and not claim & ONLY)
    if limited and not evidence & SOME and claim & SOME:
        return claim & SOME
    return frozenset() if evidence & _LESS or _AT_LEAST.search(pair.claim) else claim & _LESS


def _is_moved(pair: Pair, group: frozenset[str]) -> bool:
    """Whether an "only" or "all" of the claim stands beside another word than that of the evidence."""
    claim, places = pair.aligned.claim, pair.aligned.places
    theirs = [i for i, word in enumerate(pair.aligned.evidence) if word.lower in group]
    for index, word in enumerate(claim):
        beside = next((i for i in range(index + 1, len(claim)) if claim[i].is_content), None)
        if word.lower not in group or not theirs or beside is None or not places[beside]:
            continue
        if any(other.lower in _POINTERS for i in theirs for other in pair.aligned.evidence[i + 1 : i + 3]):
            continue
        if all(abs(place - other) > _REACH for place in places[beside] for other in theirs):
            return True
    return False


def _widens(pair: Pair, claim: Words, evidence: Words) -> bool:
    """Whether the claim says all of what the evidence says of some, of each, or of not all."""
    ours, theirs = claim & ALL, evidence & ALL
    if ours & _WHOLE and not theirs & _WHOLE:
        return True
    ours -= _WHOLE | ({"both"} if re.search(r"\bboth\b.+\band\b", pair.claim, re.I) else set())
    if not ours or (ours <= _ANY and claim & NEGATORS and evidence & NEGATORS):
        return False
    if re.search(r"\bnot (?:all|every)\b", pair.evidence) and not re.search(r"\bnot (?:all|every)\b", pair.claim):
        return True
    ours, theirs = ours - theirs or ours, theirs - (ours if ours - theirs else frozenset())
    return not (theirs & _DETERMINERS if ours <= _DETERMINERS else theirs - _WHOLE)
