"""What can be compared exactly of a claim and its proof: numbers, dates, names, negation, who says it and how sure.

Each sign is one number, 0 where nothing speaks against the claim. None decides alone: `qa.check.gate` weighs them with
what the checker says.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence

from qa.check.text import Text, read_text
from qa.english.names import same_person
from qa.english.quantities import Quantity
from qa.english.speakers import find_speaker
from qa.english.speech import DENY, SAYING
from qa.english.verbs import is_past
from qa.english.words import NEGATIONS, is_function_word, words

_BEGIN = 6  # letters in which forms of a word agree
APPROXIMATE = 0.03  # "about 10,900" and 11,000 agree
_OPPOSITES = """
    rise/fall rose/fell risen/fallen increase/decrease increased/decreased more/less more/fewer higher/lower gain/loss
    gained/lost won/lost win/lose beat/lost began/ended begin/end start/end started/ended opened/closed open/closed
    buy/sell bought/sold arrived/left before/after first/last largest/smallest larger/smaller biggest/smallest
    bigger/smaller highest/lowest oldest/youngest older/younger most/least best/worst better/worse longer/shorter
    north/south northern/southern east/west eastern/western early/late earlier/later above/below inside/outside
    father/mother son/daughter brother/sister brothers/sisters husband/wife king/queen man/woman men/women boys/girls
    accepted/rejected approved/rejected allowed/banned support/oppose supported/opposed praised/criticised joined/left
    built/destroyed success/failure successful/unsuccessful upper/lower rich/poor old/new guilty/innocent
    convicted/acquitted legal/illegal always/never admitted/denied confirmed/denied said/denied all/none
    everyone/nobody many/few like/unlike with/without former/current past/future public/private minimum/maximum
    up/down raised/lowered raised/reduced rose/declined cheap/expensive strong/weak safe/dangerous alive/dead
    arrested/released hired/fired still/longer same/different same/another newer/older allow/forbid allows/forbids
    allowed/forbidden stays/removed stay/leave needs/lacks like/dislike only/several alone/together near/far
    full/empty remembered/forgot managed/failed agreed/refused increase/reduce add/remove include/exclude
"""
OPPOSITES: dict[str, frozenset[str]] = {}
for _pair in _OPPOSITES.split():
    for _one, _other in (_pair.split("/"), reversed(_pair.split("/"))):
        OPPOSITES[_one] = OPPOSITES.get(_one, frozenset()) | {_other}
_UNSURE = words("""
    may might could perhaps possibly probably apparently allegedly reportedly likely unlikely suspect suspects suspected
    believe believes believed think thinks thought fear fears feared expect expects expected hope hopes hoped suggest
    suggests suggested claim claims claimed plan plans planned intends wants if unless whether would should suspected
    considering doubt doubts unclear supposedly presumably maybe
""")
_WHOLE = words("all every everyone everybody each always whole entire entirely completely only none nobody")
_CONDITIONS = words("if unless whether")
_COMING = words("will shall going due soon tomorrow")
_ARTICLES = words("a an the")
_TURNING = NEGATIONS | _CONDITIONS | _UNSURE | SAYING | words("only most few")
_QUALIFYING = _CONDITIONS | SAYING | words("suspect suspects suspected reportedly allegedly")  # what stands before them
_APART = words("and but while which who because so although")  # after a comma, of what stands before it no more
_JOINING = words("and but or ; : while whereas")
_INITIALS = re.compile(r"\b[A-Z]\w+")


def compare_words(claim: Text, proof: Text, around: Text) -> tuple[float, float]:
    """Say whether neither proof nor context has any word of the claim, and which share of its words the context lends.

    Names may be lent: they only say who is meant.
    """
    own, near = _list_begins(proof), _list_begins(around)
    names = _list_begins(read_text(" ".join(name.text for name in claim.names)))
    begins = [stem[:_BEGIN] for stem in claim.content]
    lent = [stem for stem in begins if stem not in own and stem in near and stem not in names]
    alien = not claim.quantities and not any(stem in own or stem in near for stem in begins)
    return float(alien), len(lent) / max(1, sum(stem not in names for stem in begins))


def _list_begins(text: Text) -> frozenset[str]:
    return frozenset(stem[:_BEGIN] for stem in text.content)


def compare_numbers(claim: Text, proof: Text) -> tuple[float, float, float]:
    """Count the claim's numbers that the proof has otherwise, that it lacks, and that it has less exactly."""
    other = missing = loose = 0.0
    theirs = [q for q in proof.quantities if not _is_in_date(q, proof)]
    for ours in claim.quantities:
        if _is_in_date(ours, claim) or (ours.value == 1 and not claim.text[ours.start].isdigit()):
            continue
        same = [q for q in theirs if _agree(ours, q)]
        if same:
            loose += not ours.approximate and not ours.bound and all(q.approximate for q in same)
            loose += bool(ours.bound) and all(q.bound != ours.bound for q in same)
        elif any(q.unit == ours.unit for q in theirs):
            other += 1
        else:
            missing += 1
    return other, missing, loose


def _is_in_date(quantity: Quantity, text: Text) -> bool:
    return any(date.start <= quantity.start < date.end for date in text.dates)


def _agree(one: Quantity, other: Quantity) -> bool:
    """Whether two quantities are of one size, and of one unit where both have a measure."""
    measures = {"day", "%", "metre", "kilogram", "litre"}
    if one.unit != other.unit and (one.unit in measures or other.unit in measures or "$" in one.unit + other.unit):
        return False
    near = APPROXIMATE if one.approximate or other.approximate else 1e-9
    return abs(one.value - other.value) <= near * max(abs(one.value), abs(other.value))


def compare_units(claim: Text, proof: Text) -> float:
    """Count the claim's numbers that the proof has only of another thing: 18 passengers where it has 18 sailors."""
    found = 0.0
    for ours in claim.quantities:
        same = [q for q in proof.quantities if _agree(ours, q)]
        if ours.unit and same and all(q.unit and q.unit != ours.unit for q in same):
            found += any(q.unit == ours.unit for q in proof.quantities)
    return found


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
    ours = claim.names
    for name in ours:
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


def compare_negation(claim: Text, proof: Text) -> float:
    """Count the words that both have and only one of them negates."""
    both = set(claim.content) & set(proof.content)
    return float(len((claim.negated ^ proof.negated) & both))


def compare_negators(claim: Text, proof: Text) -> float:
    """Say whether only the claim has a negation."""
    ours, theirs = ({w for w in t.words if w in NEGATIONS or w in DENY or w.endswith("n't")} for t in (claim, proof))
    return float(bool(ours) and not theirs)


def compare_opposites(claim: Text, proof: Text) -> float:
    """Count the words of the claim whose opposite the proof has, where neither has the other's."""
    ours, theirs = set(claim.words), set(proof.words)
    return float(sum(1 for word in ours - theirs if OPPOSITES.get(word, frozenset()) & (theirs - ours)))


def compare_sureness(claim: Text, proof: Text) -> float:
    """Say whether the claim is surer than the proof, or takes for done what is still to come."""
    ours, theirs = set(claim.words), set(proof.words)
    dropped = not ours & _UNSURE and bool(theirs & _UNSURE)
    done = bool(theirs & _COMING) and not ours & _COMING and any(is_past(word) for word in ours - theirs)
    return float(dropped or done)


def compare_scope(claim: Text, proof: Text) -> float:
    """Say whether the claim says all where the proof does not."""
    return float(bool(set(claim.words) & _WHOLE - set(proof.words)))


def compare_speakers(claim: Text, proof: Text, before: Sequence[str]) -> tuple[float, float, float]:
    """Say whether another is named as saying it, whether the claim drops who says it, and whether it adds one."""
    said, says = find_speaker(proof.text, before), find_speaker(claim.text)
    if not says:
        return 0.0, float(bool(said)), 0.0
    if not said:
        return 0.0, 0.0, float(not set(proof.words) & SAYING)
    ours, theirs = (
        frozenset(w for w in re.findall(r"\w+", who.lower()) if not is_function_word(w)) for who in (says, said)
    )
    shared = ours & theirs or not ours or not theirs or not (ours - frozenset(proof.words))
    return float(not shared), 0.0, 0.0


def compare_slots(claim: Text, proof: Text) -> float:
    """Count the words of the claim in whose place, between the same neighbours, the proof has another."""
    theirs: dict[tuple[str, str], set[str]] = {}
    for before, word, after in _triples(proof):
        theirs.setdefault((before, after), set()).add(word)
    return float(
        sum(
            1
            for before, word, after in _triples(claim)
            if not is_function_word(word) and (others := theirs.get((before, after))) and word not in others
        )
    )


def _triples(text: Text) -> Iterator[tuple[str, str, str]]:
    padded = ("", *text.words, "")
    return zip(padded, padded[1:], padded[2:], strict=False)


def compare_shuffle(claim: Text, proof: Text) -> float:
    """Count the neighbours in the claim that are none in the proof, beyond one, where the claim has no word of its own.

    Who only leaves words out makes one new pair; who swaps two makes several.
    """
    if set(claim.words) - set(proof.words):
        return 0.0
    theirs = set(zip(proof.words, proof.words[1:], strict=False))
    new = sum(pair not in theirs for pair in zip(claim.words, claim.words[1:], strict=False))
    return math.log1p(max(0, new - 1))


def compare_cut(claim: Text, proof: Text) -> float:
    """Say whether the claim is the proof with words left out that neither turn nor join what stays, 1 or 0.

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
            return (word == "," and bool(_APART & set(theirs[place + 1 : place + 2]))) or not _QUALIFYING & set(
                theirs[place:]
            )
        if word == ours[wanted]:
            if joined and wanted and last not in {"and", "but"}:  # "will [cost much and] take long"
                return False
            wanted, joined = wanted + 1, False
        elif word in _TURNING:
            return False
        joined = joined or (wanted > 0 and word in _JOINING)
        last = word
    return wanted == len(ours) > 0


def compare_runs(claim: Text, proof: Text) -> float:
    """Return the share of the claim's neighbouring words that are neighbours in the proof: 1 for a copy."""
    theirs = set(zip(proof.words, proof.words[1:], strict=False))
    ours = list(zip(claim.words, claim.words[1:], strict=False))
    return sum(pair in theirs for pair in ours) / max(1, len(ours))
