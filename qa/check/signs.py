"""What can be compared exactly of a claim and its proof besides numbers: dates, names, who says it, what is to come.

Each sign is one number, 0 where nothing speaks against the claim. None decides alone: `qa.check.gate` weighs them with
what the checker says.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from qa.check.text import BEGIN, Text
from qa.english.manner import APART, COMING, JOINING, QUALIFYING, TURNING, UNSURE
from qa.english.names import is_cut_short, same_person
from qa.english.nations import name_country
from qa.english.negation import find_polarity
from qa.english.relations import classify
from qa.english.speakers import find_speaker
from qa.english.stems import stem
from qa.english.verbs import is_past
from qa.english.words import BE, PREPOSITIONS, is_function_word

_ARTICLES = frozenset({"a", "an", "the"})
_NEARLY = frozenset({"nearly", "almost", "narrowly"})
_ORDERS = frozenset((word,) for word in ("write", "say", "state", "claim", "answer", "reply", "report"))
_BEFORE_ORDERS = frozenset((word,) for word in ("and", "to", "please", "then", "must"))
_NEXT = 3  # words behind "will" or "may" among which its verb stands
_ABOUT = 1 / 3  # of 72 true claims 16 rather than 33 are contradicted by a sentence that tells of another thing
_TIES = BE | PREPOSITIONS  # without one of these before it a word means something else
_INITIALS = re.compile(r"\b[A-Z]\w+")
_STATED, _DENIED = frozenset({False}), frozenset({True})
_COMING_OR_UNSURE = COMING | UNSURE


def compare_words(claim: Text, proof: Text, around: Text) -> tuple[float, float]:
    """Say whether neither proof nor context has any word of the claim, and which share of its words the context lends.

    Names may be lent: they only say who is meant.
    """
    own, near = proof.begins, around.begins
    alien = not claim.quantities and not any(one[:BEGIN] in own or one[:BEGIN] in near for one in claim.content)
    lent = sum(begin not in own and begin in near for begin in claim.plain)
    return float(alien), lent / max(1, len(claim.plain))


def speaks_of(claim: Text, proof: Text, around: Text) -> bool:
    """Say whether a proof is about what the claim is about: its first name, and a third of what is said of it."""
    first = claim.names[0].bare if claim.names else ""
    if first and not _has_name(first, proof) and not _has_name(first, around):
        return False
    known = proof.begins | {classify(word) for word in proof.words}
    counted = {word for q in claim.quantities for word in claim.text[q.start : q.end].lower().split()}
    plain = frozenset(claim.plain)
    said = [word for word in claim.words if stem(word)[:BEGIN] in plain and word not in counted]
    shared = sum(stem(word)[:BEGIN] in known or classify(word) in known for word in said)
    return shared >= _ABOUT * len(said)


def compare_denials(claim: Text, proof: Text) -> tuple[float, float]:
    """Say what share of a denying claim's words a proof lacks that denies nothing, and whether it denies the claim's.

    The checker takes much for a proof of what is denied that only does not speak of it.
    """
    ours, theirs = find_polarity(claim.cut), find_polarity(proof.cut)
    lacked = sum(begin not in proof.begins for begin in claim.plain) / max(1, len(claim.plain))
    alone = any(True in denied for denied in ours.values()) and not any(True in denied for denied in theirs.values())
    turned = any(ours.get(one) == _STATED for one, denied in theirs.items() if denied == _DENIED)
    return lacked * alone, float(turned)


def compare_dates(claim: Text, proof: Text, around: Text) -> tuple[float, float]:
    """Count the claim's dates that the proof contradicts, and those that it lacks."""
    other = missing = 0.0
    theirs = (*proof.dates, *around.dates)
    for ours in claim.dates:
        alike = [d for d in theirs if bool(d.weekday) == bool(ours.weekday)]
        if ours.weekday:
            fits, kin = any(d.weekday == ours.weekday for d in alike), bool(alike)
        else:
            kin = any((d.year and ours.year) or (d.month and ours.month) for d in alike)
            fits = any(d.may_be(ours) and ((d.year and ours.year) or (d.month and ours.month)) for d in alike)
        other += kin and not fits
        missing += not kin and not fits
    return other, missing


def compare_names(claim: Text, proof: Text, around: Text) -> tuple[float, float, float]:
    """Count the claim's names that stand for another, that are nowhere, and that only the context has."""
    other = missing = apart = 0.0
    for name in claim.names:
        if _has_name(name.bare, proof):
            continue
        if _has_name(name.bare, around):
            apart += 1
        elif any(not _has_name(n.bare, claim) for n in proof.names):
            other += 1
        else:
            missing += 1
    return other, missing, apart


def _has_name(name: str, text: Text) -> bool:
    """Whether a text has a name: its words, a person of that name, its initials, or its people (Norway, Norwegian)."""
    parts = [part.lower().strip(".,") for part in name.replace("-", " ").split() if not part.islower()]
    if all(_has_part(part, text) for part in parts):
        return True
    if any(same_person(name, found.text) for found in text.names):
        return True
    letters = name.replace(".", "")
    if len(parts) == 1 and letters.isupper() and 1 < len(letters) < 7:
        return letters in "".join(word[0] for word in _INITIALS.findall(text.text))
    initials = "".join(part[0] for part in parts if not is_function_word(part))
    return (len(initials) > 1 and initials in text.countries) or any(
        is_cut_short(parts, found.bare) for found in text.names
    )


def _has_part(part: str, text: Text) -> bool:
    """Whether a text has a word of a name, in another form ("Liberals"), or as a people's or its country's."""
    return is_function_word(part) or stem(part) in text.stems or name_country(part) in text.countries


def compare_times(claim: Text, proof: Text) -> float:
    """Say whether the claim takes for done what is to come, nearly was or is only to be said: "will retire".

    An article that orders to write a thing does not say it.
    """
    if not _COMING_OR_UNSURE.isdisjoint(claim.words):
        return 0.0
    last, told = -_NEXT - 1, False
    coming, undone = set(), set()
    for place, word in enumerate(proof.words):
        before = proof.words[max(0, place - 2) : place]
        told = told or (word == "that" and before[:1] in _BEFORE_ORDERS and before[1:] in _ORDERS)
        if told or (before and before[-1] in _NEARLY):
            undone.add(word)
        if place - last <= _NEXT:
            coming.add(stem(word))
        last = place if word in _COMING_OR_UNSURE else last
    done = [word for word in claim.words if is_past(word)]
    known = frozenset(proof.words)
    late = any(stem(word) in coming for word in done if word not in known)
    return float(late or (_NEARLY.isdisjoint(claim.words) and any(word in undone for word in done)))


def compare_speakers(claim: Text, proof: Text, before: Sequence[str]) -> float:
    """Say whether another is named as saying it, 1 or 0."""
    said, says = find_speaker(proof.text, before), find_speaker(claim.text)
    ours, theirs = (
        frozenset(w for w in re.findall(r"\w+", who.lower()) if not is_function_word(w)) for who in (says, said)
    )
    shared = ours & theirs or not ours or not theirs or not (ours - frozenset(proof.words))
    return float(not shared)


def lend_speaker(claim: str, proof: str, before: Sequence[str]) -> str:
    """Return a claim as said by whom the proof names; nothing where either names nobody."""
    said, says = find_speaker(proof, before), find_speaker(claim)
    return claim.replace(says, said, 1) if said and says else ""


def compare_cut(claim: Text, proof: Text) -> float:
    """Say whether the claim is the proof with words left out that neither turn, tie nor join what stays, 1 or 0.

    What stands before its first comma may stand at the end of the proof.
    """
    kept = [word for word in claim.cut if word.lower not in _ARTICLES]
    ours = [word.lower for word in kept if word.is_word]
    comma = next((n for n, word in enumerate(kept) if word.text == ","), 0)
    turned = ours[comma:] + ours[:comma]
    return float(any(_is_cut(words, proof) for words in ([ours, turned] if comma else [ours])))


def _is_cut(ours: Sequence[str], proof: Text) -> bool:
    theirs = [word.lower for word in proof.cut if word.lower not in _ARTICLES]
    wanted, joined, last = 0, False, ""
    for place, word in enumerate(theirs):
        if wanted == len(ours):
            return (word == "," and bool(APART & set(theirs[place + 1 : place + 2]))) or not QUALIFYING & set(
                theirs[place:]
            )
        if word == ours[wanted]:
            if joined and wanted and last not in {"and", "but"}:  # "will [cost much and] take long"
                return False
            if last in _TIES and (not wanted or last != ours[wanted - 1]):  # "goats [were] caught [with] neighbours"
                return False
            wanted, joined = wanted + 1, False
        elif word in TURNING:
            return False
        joined = joined or (wanted > 0 and word in JOINING)
        last = word
    return wanted == len(ours) > 0


def compare_runs(claim: Text, proof: Text) -> float:
    """Return the share of the claim's neighbouring words that are neighbours in the proof: 1 for a copy."""
    theirs = set(zip(proof.words, proof.words[1:], strict=False))
    ours = list(zip(claim.words, claim.words[1:], strict=False))
    return sum(pair in theirs for pair in ours) / max(1, len(ours))
