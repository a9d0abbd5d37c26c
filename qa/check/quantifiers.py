"""All, most, some, only and less: small words that widen or narrow what is said."""

from __future__ import annotations

import re

from qa.check.lexicon import ALL, MOST, NEGATORS, ONLY, SOME
from qa.check.pair import Finding, Pair

_ONLY_SMALL = re.compile(r"\b(?:only|just) (?:an?\b|\w+ing\b)", re.I)  # "only a few days", "only guessing"
_EXCEPTIONS = frozenset("except apart besides unless".split())
_ABSOLUTE_NO = frozenset("none nobody never nowhere".split())
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
    if claim & SOME and evidence & (ALL - {"any", "anyone", "anything", "both", "each"}) and not evidence & SOME:
        return Finding("contradicted", f"the sentence does not say “{min(claim & SOME)}”")
    if claim & SOME and evidence & ONLY and not claim & ONLY and not evidence & SOME:
        return Finding("contradicted", f"the sentence does not say “{min(claim & SOME)}”")
    if claim & _LESS and not evidence & _LESS:
        return Finding("contradicted", f"the sentence does not say “{min(claim & _LESS)}”")
    return None


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
