"""What can be compared exactly of a claim and its proof besides numbers: dates, names, who says it, how sure, order.

Each sign is one number, 0 where nothing speaks against the claim. None decides alone: `qa.check.gate` weighs them with
what the checker says.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_right
from collections.abc import Sequence

from qa.check.text import BEGIN, Text, read_text
from qa.english.manner import APART, COMING, CONDITIONS, JOINING, QUALIFYING, TURNING, UNSURE
from qa.english.names import same_person
from qa.english.speakers import find_speaker
from qa.english.speech import SAYING
from qa.english.stems import stem
from qa.english.verbs import is_past
from qa.english.words import BE, PREPOSITIONS, is_function_word

_ARTICLES = frozenset({"a", "an", "the"})
_REACH = 5  # words before what a claim is about in which a word of doubt means it
_TIES = BE | PREPOSITIONS  # without one of these before it a word means something else
_IS = BE - {"be", "been", "being"}  # these say what a thing is
_PASSIVE = re.compile(r"^(.*?)\b(?:is|are|was|were|be|been|being) ([^.,;:]{3,60}?) by\b(.*)$", re.IGNORECASE)
_INITIALS = re.compile(r"\b[A-Z]\w+")
_UNSURE_OR_CONDITIONS = UNSURE | CONDITIONS
_COMING_OR_UNSURE = COMING | UNSURE


def compare_words(claim: Text, proof: Text, around: Text) -> tuple[float, float]:
    """Say whether neither proof nor context has any word of the claim, and which share of its words the context lends.

    Names may be lent: they only say who is meant.
    """
    own, near = proof.begins, around.begins
    names = read_text(" ".join(name.text for name in claim.names)).begins
    begins = [one[:BEGIN] for one in claim.content]
    lent = [begin for begin in begins if begin not in own and begin in near and begin not in names]
    alien = not claim.quantities and not any(begin in own or begin in near for begin in begins)
    return float(alien), len(lent) / max(1, sum(begin not in names for begin in begins))


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
    own, near = frozenset(proof.words), frozenset(around.words)
    for name in claim.names:
        if _has_name(name.bare, proof, own):
            continue
        if _has_name(name.bare, around, near):
            apart += 1
        elif any(not _has_name(n.bare, claim, frozenset(claim.words)) for n in proof.names):
            other += 1
        else:
            missing += 1
    return other, missing, apart


def _has_name(name: str, text: Text, known: frozenset[str]) -> bool:
    """Whether a text has a name: its words, a person of that name, its initials, or its people (Norway, Norwegian)."""
    parts = [part.lower().strip(".,") for part in name.replace("-", " ").split()]
    if all(part in known or is_function_word(part) for part in parts):
        return True
    if any(same_person(name, found.text) for found in text.names):
        return True
    letters = name.replace(".", "")
    if len(parts) == 1 and letters.isupper() and 1 < len(letters) < 7:
        return letters in "".join(word[0] for word in _INITIALS.findall(text.text))
    initials = "".join(part[0] for part in parts if not is_function_word(part))
    if len(initials) > 1 and initials in known:
        return True
    return len(parts) == 1 and len(name) > 4 and any(word[:4] == parts[0][:4] for word in known if len(word) > 4)


def compare_sureness(claim: Text, proof: Text) -> tuple[float, float]:
    """Say whether the claim is surer than the proof, and whether it takes for done what is still to come.

    A word of doubt counts where the proof speaks of what the claim does, a condition anywhere.
    """
    ours, theirs = frozenset(claim.words), frozenset(proof.words)
    shared = [place for place, word in enumerate(proof.words) if stem(word)[:BEGIN] in claim.begins] or [0]
    near = frozenset(proof.words[max(0, shared[0] - _REACH) : shared[-1] + _REACH])
    doubted = not ours & _UNSURE_OR_CONDITIONS and bool(near & UNSURE or theirs & CONDITIONS)
    coming = bool(near & _COMING_OR_UNSURE) and not ours & _COMING_OR_UNSURE
    return float(doubted), float(coming and any(is_past(word) for word in ours - theirs))


def compare_speakers(claim: Text, proof: Text, before: Sequence[str]) -> tuple[float, float]:
    """Say whether another is named as saying it, and whether only the claim names one."""
    said, says = find_speaker(proof.text, before), find_speaker(claim.text)
    if not says:
        return 0.0, 0.0
    if not said:
        return 0.0, float(not set(proof.words) & SAYING)
    ours, theirs = (
        frozenset(w for w in re.findall(r"\w+", who.lower()) if not is_function_word(w)) for who in (says, said)
    )
    shared = ours & theirs or not ours or not theirs or not (ours - frozenset(proof.words))
    return float(not shared), 0.0


def compare_order(claim: Text, proof: Text) -> float:
    """Count how often the claim goes back in the proof, where it has no word of its own.

    Who only leaves words out never does. Who puts first what stood behind, or says of a thing what it is, does once;
    who swaps two does more often. What stands behind a comma, or tells in the passive who did it, may come first.
    """
    places: dict[str, list[int]] = {}
    here, there = _PASSIVE.search(claim.text), _PASSIVE.search(proof.text)
    for place, word in enumerate(_read_active(there) if there and not here else proof.words):
        places.setdefault(stem(word)[:BEGIN], []).append(place)
    head, _, tail = claim.text.partition(", ")
    ways = [claim.words, read_text(f"{tail} {head}").words]
    if here and not there:
        ways.append(_read_active(here))
    return math.log1p(max(0.0, min(_count_back(words, places) for words in ways)))


def _read_active(passive: re.Match[str]) -> tuple[str, ...]:
    """Return the words of a text with who did it first and to whom last."""
    return read_text(f"{passive[3]} {passive[2]} {passive[1]}").words


def _count_back(words: Sequence[str], places: dict[str, list[int]]) -> float:
    said = [stem(word)[:BEGIN] for word in words if not is_function_word(word)]
    if any(word not in places for word in said):
        return 0.0
    here, back = -1, -float(bool(words) and (words[0] in PREPOSITIONS or bool(_IS & set(words))))
    for word in said:
        later = bisect_right(places[word], here)
        back += later == len(places[word])
        here = places[word][later % len(places[word])]
    return back


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
