"""Names of a claim have to stand in its evidence, or in the context of one that only says "he"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from qa.check.alignment import are_same
from qa.check.pair import Finding, Pair
from qa.check.words import Word


def check_names(pair: Pair) -> Finding | None:
    """Find a name that is neither in the evidence nor in the context of one that only points at its bearer."""
    evidence_names = [word for word in pair.aligned.evidence if word.is_name]
    claimed = [word for word in pair.aligned.claim if word.is_name]
    for index, (word, places) in enumerate(zip(pair.aligned.claim, pair.aligned.places, strict=True)):
        if not word.is_name or places or _is_acronym(word.text, pair.evidence):
            continue
        if not any(are_same(word, other) for other in pair.around) and not _is_acronym(word.text, *pair.context):
            return Finding("not_found", f"the name {word.text} is not in the sentence")
        unused = [other for other in evidence_names if not any(are_same(other, own) for own in claimed)]
        leads = bool(unused) and unused[0] in pair.aligned.evidence[:2]
        if unused and (leads or not points_back(pair.evidence)):
            return Finding("contradicted", f"the sentence names {unused[0].text} and not {word.text}")
        if other := _find_named_instead(pair, index, unused):
            return Finding("contradicted", f"the sentence names {other} there and not {word.text}")
    return None


def _find_named_instead(pair: Pair, index: int, unused: Sequence[Word]) -> str:
    """Return the name that the evidence has in that place: "[North Korea] is building", "limited by [the law]"."""
    claim, evidence = pair.aligned.claim, pair.aligned.evidence
    leading = [word.lower for word in claim[max(0, index - 2) : index]]
    for place in range(2, len(evidence)):
        if evidence[place] in unused and [word.lower for word in evidence[place - 2 : place]] == leading:
            return evidence[place].text
    follows = next((i for i in range(index + 1, len(claim)) if claim[i].is_content and not claim[i].is_name), None)
    if follows is None:
        return ""
    for place in pair.aligned.places[follows]:
        before = [w for w in evidence[:place] if w.clause == evidence[place].clause and w.is_content]
        if before and before[-1] in unused:
            return before[-1].text
    return ""


def _is_acronym(word: str, *texts: str) -> bool:
    letters = word.replace(".", "")
    if not letters.isupper() or len(letters) < 2:
        return False
    initials = ["".join(w[0] for w in re.findall(r"\b[A-Z]\w+", text)) for text in texts]
    return any(letters in run for run in initials)


def begins_pointing(evidence: str) -> bool:
    """Whether a sentence is about something that those before it have named: "It ...", "The officer ..."."""
    return re.match(r"(?:he|she|they|it|his|her|their|its|this|these|those|the|such)\b", evidence, re.I) is not None


def points_back(evidence: str) -> bool:
    """Whether a sentence leaves it to those before it who or what is meant: "he", "its", "The officer"."""
    return bool(re.search(r"\b(?:he|she|they|it|his|her|their|its|this|these|those|here|there)\b", evidence, re.I)) or (
        re.match(r"The\b", evidence) is not None
    )
