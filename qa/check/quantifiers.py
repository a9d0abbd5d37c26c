"""All, most, some, only and less: small words that widen or narrow what is said."""

from __future__ import annotations

import re

from qa.check.lexicon import ALL, MOST, NEGATORS, ONLY, SOME
from qa.check.pair import Finding, Pair

_ONLY_SMALL = re.compile(
    r"\b(?:only|just) (?:an? (?:few|couple|little)\b|(?!according)\w+ing\b)", re.I
)  # "only a few days", "only guessing"
_ONLY_REACH = 6  # words between an "only" and what it is about
_EXCEPTIONS = frozenset("except apart besides unless".split())
_ABSOLUTE_NO = frozenset("none nobody never nowhere".split())
_ONE = re.compile(r"\b(?:one|a single) (?P<what>[a-z]{3,})", re.I)
_AT_LEAST = re.compile(r"\bat least\b", re.I)  # a bound of a number, compared with it
_LESS = frozenset("less fewer least fewest".split())


_ANY = frozenset("any anyone anything anybody ever".split())  # with a "not" as with none
_WHOLE = frozenset("entire entirely whole wholly complete completely fully total totally".split())  # of one thing


def check_quantifiers(pair: Pair) -> Finding | None:
    """Find an all, most, some or only that is widened or narrowed."""
    claim = {word.lower for word in pair.aligned.claim}
    evidence = {word.lower for word in pair.aligned.evidence}
    if _widens(pair, claim, evidence):
        return Finding("not_found", f"the sentence does not say “{min(claim & ALL)}”")
    if claim & MOST and not evidence & MOST:
        return Finding("not_found", f"the sentence does not say “{min(claim & MOST)}”")
    if claim & _ABSOLUTE_NO and evidence & SOME and not evidence & _ABSOLUTE_NO:
        return Finding("contradicted", f"the sentence does not say “{min(claim & _ABSOLUTE_NO)}”")
    if claim & ONLY and not evidence & (ONLY | _EXCEPTIONS) and not _ONLY_SMALL.search(pair.claim):
        return Finding("not_found", f"the sentence does not say “{min(claim & ONLY)}”")
    if _moves_only(pair):
        return Finding("not_found", "the sentence does not say “only” of the same")
    if claim & SOME and evidence & (ALL - {"any", "anyone", "anything", "both", "each"}) and not evidence & SOME:
        return Finding("contradicted", f"the sentence does not say “{min(claim & SOME)}”")
    if claim & SOME and evidence & ONLY and not claim & ONLY and not evidence & SOME:
        return Finding("contradicted", f"the sentence does not say “{min(claim & SOME)}”")
    if claim & _LESS and not evidence & _LESS and not _AT_LEAST.search(pair.claim):
        return Finding("contradicted", f"the sentence does not say “{min(claim & _LESS)}”")
    single = _ONE.search(pair.claim)
    if single and re.search(rf"\b(?:several|many|some|various|multiple|few) {single['what'][:4]}", pair.evidence, re.I):
        return Finding("contradicted", f"the sentence does not say “{single[0]}”")
    return None


def _moves_only(pair: Pair) -> bool:
    """Whether an "only" of the claim stands beside another word than that of the evidence."""
    theirs = [i for i, word in enumerate(pair.aligned.evidence) if word.lower == "only"]
    for index, word in enumerate(pair.aligned.claim):
        beside = next((i for i in range(index + 1, len(pair.aligned.claim)) if pair.aligned.claim[i].is_content), None)
        if word.lower != "only" or not theirs or beside is None or not pair.aligned.places[beside]:
            continue
        if all(abs(place - other) > _ONLY_REACH for place in pair.aligned.places[beside] for other in theirs):
            return True
    return False


def _widens(pair: Pair, claim: set[str], evidence: set[str]) -> bool:
    """Whether the claim says all of what the evidence says of some, of each, or of not all."""
    ours, theirs = claim & ALL, evidence & ALL
    if ours & _WHOLE and not theirs & _WHOLE:
        return True
    ours -= _WHOLE | ({"both"} if re.search(r"\bboth\b.+\band\b", pair.claim, re.I) else set())
    if not ours or (ours <= _ANY and claim & NEGATORS and evidence & NEGATORS):
        return False
    turned = re.search(r"\bnot (?:all|every)\b", pair.evidence) and not re.search(r"\bnot (?:all|every)\b", pair.claim)
    return not theirs - _WHOLE or bool(turned)
