"""What must agree exactly between a claim and the sentences it cites, one rule a function.

A rule gets the pair and returns a `Finding` when the claim must not be shown, or None when it sees nothing wrong. Each
is blind to what it does not name: together they are strict, and a paraphrase that they cannot follow is turned away.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from qa.attribution import find_speaker
from qa.check.lexicon import (
    ABILITY,
    ALL,
    CARRIED_KINDS,
    EARLIER_FIRST,
    HEDGES,
    KIND_OF,
    LATER_FIRST,
    LIGHT,
    MOST,
    NEGATORS,
    ONLY,
    SOME,
)
from qa.check.polarity import find_polarity_fault
from qa.check.words import Alignment, Word, are_same, is_verb, read_words
from qa.quantities import Quantity, find_quantities
from qa.records import VerdictName

HEDGE_REACH = 6  # words between a hedge and the words that it makes uncertain
APPROXIMATE_TOLERANCE = 0.02  # "about 10,900" and 11,000 agree
_MONTH = "January|February|March|April|May|June|July|August|September|October|November|December"
_DAY = re.compile(
    rf"\b(?P<day>\d{{1,2}})(?:st|nd|rd|th)? (?:of )?(?P<month>{_MONTH})\b"
    rf"|\b(?P<first>{_MONTH}) (?P<after>\d{{1,2}})(?:st|nd|rd|th)?\b",
    re.IGNORECASE,
)
_SCORE = re.compile(r"(?<![\d-])\d{1,2} ?[-–] ?\d{1,2}(?![\d-])")  # of a game, or a range
_LEAST = re.compile(r"\b(?:more than|over|at least|exceed\w*|no fewer than|above)\s*(?:[$£€])?$", re.IGNORECASE)
_MOST = re.compile(
    r"\b(?:less than|fewer than|under|at most|up to|no more than|below|nearly|almost)\s*$", re.IGNORECASE
)
_ONLY_SMALL = re.compile(r"\b(?:only|just) (?:an?\b|\w+ing\b)", re.I)  # "only a few days", "only guessing"
_EXCEPTIONS = frozenset("except apart besides unless".split())
_NEAR = 4  # content words on each side of a verb that are taken for its two sides
_BE = frozenset("was were been being is are be".split())
_PREPOSITIONS = frozenset("in at from on near of to into by with for".split())
_ABSOLUTE_NO = frozenset("none nobody never nowhere".split())
_JOINING = frozenset("and but while whereas although though because so the a an their his her its".split())
_PRONOUNS = frozenset("he she it they we i you this that these those".split())
_GOING_ON = frozenset("which who that whether how when if".split())
_GAP = 5  # content words between two neighbours among which the one that was exchanged is looked for
_LESS = frozenset("less fewer least fewest".split())


@dataclass(frozen=True, slots=True)
class Finding:
    """Why a claim fails: the verdict, and one plain phrase."""

    verdict: VerdictName
    reason: str


@dataclass(frozen=True, slots=True)
class Pair:
    """A claim and the text that it cites, both read into words; ``context`` names who is meant and is no evidence."""

    claim: str
    evidence: str
    context: tuple[str, ...]
    aligned: Alignment
    around: tuple[Word, ...]


Rule = Callable[[Pair], Finding | None]

_NO_REPORT = {"find", "found", "finds", "put", "puts", "order", "state", "account", "view"}  # mostly mean other things
_SAID = "|".join(sorted(KIND_OF.keys() - _NO_REPORT))
_CAPITAL = r"[A-Z][\w’']+"
# where a sentence names its source; the first that fits counts
_SOURCES = (
    re.compile(
        rf"^(?P<who>[^,;]{{2,80}}?)(?:,[^,]{{2,120}},)?\s(?:\w+ly |has |had |have |also )*(?:{_SAID})"
        r"\s(?:\S+\s){0,6}?(?:that|what|how)\b"
    ),
    re.compile(
        rf"^(?P<who>(?:The )?{_CAPITAL}(?: {_CAPITAL})*) "
        r"(?:says|tells|believes|thinks|expects|is confident|considers?)\b"
    ),
    re.compile(rf",\s(?P<who>(?:[\w’'.]+\s){{1,6}}?)(?:{_SAID}|found)\b(?:\s[\w’'.]+){{0,8}}[.”\"]*$"),
    re.compile(r"\b[Aa]ccording to (?P<who>[^,.;]{2,60})"),
    re.compile(r"\b[Ii]n (?P<who>[\w’' ]{2,40}?)['’]s (?:view|account|words|opinion|telling)\b"),
    re.compile(
        r"\b(?:been|were|was|is|are) (?:noted|reported|claimed|alleged|described|announced) by "
        r"(?P<who>[A-Z][\w’' ]{2,40})"
    ),
)
_SAYS_WHO = re.compile(rf"{_CAPITAL} (?:\w+ )?(?:{_SAID})\b|\b(?:{_SAID}) by\b")
_GENERIC_SOURCE = re.compile(
    r"\b(?:reportedly|allegedly|according to|(?:is|are) said|reports?|reported|estimate[sd]?)\b", re.IGNORECASE
)
_NOUN_MARKS = frozenset(
    "the a an of for in on with by its their his her no any this that these those as from is are".split()
)
_VERBS = frozenset(
    """
    give gives gave given help helps drive drove told tell tells force forces send sends sent support
    supports leave left receive receives
    beat beats win won lose lost buy bought sell sold pay paid kill kills attack attacks defend destroy destroys hit met
    meet see saw know knew hold holds held keep keeps kept wipe stop stops delete answers answer need needs quotes quote
    accuse accuses call calls say says write writes read reads find finds found show shows lead leads led
    """.split()
)


# ---- numbers and names


def check_numbers(pair: Pair) -> Finding | None:
    """Find a quantity that the evidence does not have with its unit and its bound ("more than")."""
    theirs = find_quantities(pair.evidence)
    for quantity in find_quantities(pair.claim):
        written = pair.claim[quantity.start : quantity.end]
        if _is_pronoun(pair.claim, quantity):
            continue
        counted = [other for other in theirs if not _is_pronoun(pair.evidence, other)]
        same = [other for other in counted if _agree(quantity, other)]
        if not same:
            of_unit = any(_count_same(pair, quantity, other) for other in theirs)
            return Finding("contradicted" if of_unit else "not_found", f"the sentence does not say {written}")
        if not any(_count_same(pair, quantity, other) for other in same):
            return Finding("not_found", f"the sentence does not say {written} of the same thing")
        bound = _find_bound(pair.claim, quantity)
        if bound and all(_find_bound(pair.evidence, other) != bound for other in same):
            return Finding("not_found", f"the sentence gives no such bound for {written}")
    return _check_figures(pair)


def _is_pronoun(text: str, quantity: Quantity) -> bool:
    """Whether a "one" counts nothing: "one of them", "a free one"."""
    return quantity.value == 1 and text[quantity.start :].lower().startswith("one")


def _agree(one: Quantity, other: Quantity) -> bool:
    if (one.unit == "date") != (other.unit == "date") and (one.unit, other.unit).count("") == 0:
        return False
    tolerance = APPROXIMATE_TOLERANCE if one.approximate or other.approximate else 1e-9
    return abs(one.value - other.value) <= tolerance * max(abs(one.value), abs(other.value), 1e-9)


def _count_same(pair: Pair, one: Quantity, other: Quantity) -> bool:
    """Whether two quantities count the same: one unit or words that mean it, or the unit stands beside the other."""
    if one.unit == other.unit:
        return True
    special = {"day", "%", "$", "£", "€", "date"}
    if one.unit in special or other.unit in special:
        return False
    if not one.unit or not other.unit:
        return True
    unit = read_words(one.unit)[0]
    near = read_words(pair.evidence[max(0, other.start - 40) : other.end + 40])
    return are_same(unit, read_words(other.unit)[0]) or any(are_same(unit, word) for word in near)


def _find_bound(text: str, quantity: Quantity) -> str:
    before = text[: quantity.start].rstrip()
    if _LEAST.search(before):
        return "least"
    return "most" if _MOST.search(before) else ""


def _check_figures(pair: Pair) -> Finding | None:
    """Days, scores and digits that are no quantity (the 80th brigade, a version) stand in the evidence as they are."""
    for found in (_find_days, _find_scores):
        extra = found(pair.claim) - found(pair.evidence)
        if extra and found(pair.evidence):
            return Finding("contradicted", f"the sentence does not say {min(extra)}")
    known = {word.lower for word in pair.aligned.evidence} | {word.lower for word in pair.around}
    quantities = find_quantities(pair.claim)
    for word in pair.aligned.claim:
        inside = any(q.start <= word.start < q.end for q in quantities)
        if re.search(r"\d", word.text) and not inside and word.lower not in known:
            return Finding("not_found", f"the sentence does not say {word.text}")
    return None


def _find_days(text: str) -> set[str]:
    """Return the days of a month in one form, such as "3 march", whichever way they are written."""
    pairs = [(m["day"] or m["after"], m["month"] or m["first"]) for m in _DAY.finditer(text)]
    return {f"{int(day)} {month.lower()}" for day, month in pairs}


def _find_scores(text: str) -> set[str]:
    return {re.sub(r"\s", "", match[0]).replace("–", "-") for match in _SCORE.finditer(text)}


def check_names(pair: Pair) -> Finding | None:
    """Find a name that is neither in the evidence nor in the context of one that only points at its bearer."""
    evidence_names = [word for word in pair.aligned.evidence if word.is_name]
    claimed = [word for word in pair.aligned.claim if word.is_name]
    for word, places in zip(pair.aligned.claim, pair.aligned.places, strict=True):
        if not word.is_name or places or _is_acronym(word.text, pair.evidence):
            continue
        if not any(are_same(word, other) for other in pair.around) and not _is_acronym(word.text, *pair.context):
            return Finding("not_found", f"the name {word.text} is not in the sentence")
        unused = [other for other in evidence_names if not any(are_same(other, own) for own in claimed)]
        leads = bool(unused) and unused[0] in pair.aligned.evidence[:2]
        if unused and (leads or not _points_back(pair.evidence)):
            return Finding("contradicted", f"the sentence names {unused[0].text} and not {word.text}")
    return None


def _is_acronym(word: str, *texts: str) -> bool:
    letters = word.replace(".", "")
    if not letters.isupper() or len(letters) < 2:
        return False
    initials = ["".join(w[0] for w in re.findall(r"\b[A-Z]\w+", text)) for text in texts]
    return any(letters in run for run in initials)


def _points_back(evidence: str) -> bool:
    return bool(re.search(r"\b(?:he|she|they|it|his|her|their|its|this|these|those|here|there)\b", evidence, re.I)) or (
        re.match(r"The\b", evidence) is not None
    )


# ---- who said it, and how


def check_speaker(pair: Pair) -> Finding | None:
    """Find a report that the claim makes a fact, gives another source or puts into a stronger verb."""
    claimed, given = find_kinds(pair.aligned.claim), find_kinds(pair.aligned.evidence)
    if any(word.lower in HEDGES for word in pair.aligned.evidence):
        given = given | {"suggest"}
    says = find_speaker(pair.claim)
    if says and not _share_name(says, find_speaker(pair.evidence, pair.context), pair):
        return Finding("misattributed", f"the sentence does not have this from {says}")
    if claimed and given and not _kinds_agree(claimed, given):
        verb = min(claimed - {"say"} or claimed)
        return Finding(
            "contradicted" if "deny" in claimed | given else "misattributed", f"the sentence does not {verb} it"
        )
    source = _find_source(pair.evidence)
    if source and not says and not _names_source(pair, source):
        return Finding("misattributed", f"the sentence has this only from {source}")
    return None


def find_kinds(words: Iterable[Word]) -> set[str]:
    """Return the kinds of reporting verbs among the words: say, deny, admit and so on."""
    return {KIND_OF[word.lower] for word in words if word.lower in KIND_OF and not word.is_name}


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


def check_modality(pair: Pair) -> Finding | None:
    """Find a possibility that the claim makes a fact, and the other way round."""
    claimed = [w for w in pair.aligned.claim if w.lower in HEDGES or KIND_OF.get(w.lower) == "suggest"]
    given = [i for i, word in enumerate(pair.aligned.evidence) if word.lower in HEDGES]
    near = [i for i in given if _is_near(i, pair.aligned.carried)]
    able = any(word.lower in ABILITY for word in pair.aligned.claim)
    if near and not claimed and not (able and _only_able(pair, near)) and "?" not in pair.claim:
        word = pair.aligned.evidence[near[0]].text
        return Finding("contradicted", f"the sentence says it only with “{word}”")
    if claimed and not given and not _is_ability(claimed):
        return Finding("not_found", f"the sentence does not say it with “{claimed[0].text}”")
    return None


def _is_near(place: int, carried: frozenset[int]) -> bool:
    return any(abs(place - other) <= HEDGE_REACH for other in carried - {place})


def _only_able(pair: Pair, places: Sequence[int]) -> bool:
    return all(pair.aligned.evidence[place].lower in {"may", "could", "able", "possible"} for place in places)


def _is_ability(words: Sequence[Word]) -> bool:
    return all(word.lower in {*ABILITY, "may", "would", "whether", "possible"} for word in words)


# ---- not, all, more: small words that turn a sentence round


def check_polarity(pair: Pair) -> Finding | None:
    """Find a negation that only one of the two has, counting opposites (more and less) as one."""
    fault = find_polarity_fault(pair.aligned)
    return Finding("contradicted", fault) if fault else None


def check_quantifiers(pair: Pair) -> Finding | None:
    """Find an all, most, some or only that is widened or narrowed."""
    claim = {word.lower for word in pair.aligned.claim}
    evidence = {word.lower for word in pair.aligned.evidence}
    if claim & ALL and not evidence & ALL and not (evidence & NEGATORS and claim & NEGATORS):
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


# ---- who did it to whom


def check_time_order(pair: Pair) -> Finding | None:
    """Find two things that the claim has in the other order of time."""
    ours, theirs = _find_time_order(pair.aligned.claim), _find_time_order(pair.aligned.evidence)
    if ours is None or theirs is None:
        return None
    straight = [_overlap(pair.aligned, own, other) for own, other in zip(ours, theirs, strict=True)]
    crossed = [_overlap(pair.aligned, own, other) for own, other in zip(ours, reversed(theirs), strict=True)]
    if sum(crossed) > sum(straight) or (all(crossed) and not all(straight)):
        return Finding("contradicted", "the sentence has the two in the other order")
    return None


def _find_time_order(words: Sequence[Word]) -> tuple[set[int], set[int]] | None:
    """Return the places of the words for what came first and for what came after it."""
    for index, word in enumerate(words):
        if word.lower not in EARLIER_FIRST | LATER_FIRST:
            continue
        right = {i for i in range(index + 1, len(words)) if words[i].piece == word.piece}
        left = set(range(index))
        if not any(words[i].is_content for i in left):
            left = {i for i, other in enumerate(words) if other.piece == word.piece + 1}
        return (left, right) if word.lower in EARLIER_FIRST else (right, left)
    return None


def _overlap(aligned: Alignment, ours: set[int], theirs: set[int]) -> int:
    """Return how many of the claim's words are carried on that side of the evidence and only there."""
    content = [i for i in ours if aligned.claim[i].is_content and aligned.places[i]]
    return sum(all(place in theirs for place in aligned.places[i]) for i in content)


def check_order(pair: Pair) -> Finding | None:
    """Find a verb whose two sides are exchanged, also in the passive."""
    for index, (word, places) in enumerate(zip(pair.aligned.claim, pair.aligned.places, strict=True)):
        if not _is_verb(pair.aligned.claim, index):
            continue
        for place in places:
            if _is_verb(pair.aligned.evidence, place) and _are_swapped(pair.aligned, index, place):
                return Finding("contradicted", f"the sentence has the two sides of “{word.text}” the other way round")
    return None


def _is_verb(words: Sequence[Word], index: int) -> bool:
    word = words[index]
    if word.is_name or word.is_number or word.lower in EARLIER_FIRST | LATER_FIRST:
        return False
    before = words[index - 1].lower if index else ""
    return (word.lower in _VERBS or word.lower.endswith(("ed", "ing"))) and before not in _NOUN_MARKS


def _are_swapped(aligned: Alignment, index: int, place: int) -> bool:
    ours, theirs = _find_sides(aligned.claim, index), _find_sides(aligned.evidence, place)
    near = [side[:_NEAR] for side in ours], [side[:_NEAR] for side in theirs]
    straight = sum(_count(aligned, own, other) for own, other in zip(*near, strict=True))
    crossed = [_count(aligned, own, other) for own, other in zip(near[0], reversed(near[1]), strict=True)]
    if all(crossed) and sum(crossed) > straight:
        return True
    return _takes_place_of(aligned, ours[0], theirs[0])


def _takes_place_of(aligned: Alignment, ours: Sequence[int], theirs: Sequence[int]) -> bool:
    """Whether the nearest names before a verb are two that both texts know: one stands in the place of the other."""
    own = next((i for i in ours if aligned.claim[i].is_name), None)
    other = next((i for i in theirs if aligned.evidence[i].is_name), None)
    if own is None or other is None or not aligned.places[own] or other in aligned.places[own]:
        return False
    names = [i for i, word in enumerate(aligned.claim) if word.is_name and other in aligned.places[i]]
    return bool(names) and not any(i in ours for i in names) and not set(theirs) & set(aligned.places[own])


def _count(aligned: Alignment, ours: Sequence[int], theirs: Sequence[int]) -> int:
    return sum(any(place in theirs for place in aligned.places[i]) for i in ours)


def _find_sides(words: Sequence[Word], index: int) -> tuple[list[int], list[int]]:
    """Return the things on the two sides of a verb, nearest first: who does it and to whom, also in the passive."""
    left = _nearest(words, range(index - 1, -1, -1), words[index].clause)
    right = _nearest(words, range(index + 1, len(words)), words[index].clause)
    if not {word.lower for word in words[max(0, index - 3) : index]} & _BE or words[index].lower.endswith("ing"):
        return left, right
    by = next((i for i in range(index + 1, min(len(words), index + 9)) if words[i].lower == "by"), None)
    return ([i for i in right if i > by] if by else []), left


def _nearest(words: Sequence[Word], places: Iterable[int], clause: int, most: int = 8) -> list[int]:
    found: list[int] = []
    for place in places:
        word = words[place]
        if word.clause == clause and word.is_content and word.lower not in KIND_OF and word.lower not in HEDGES:
            found.append(place)
        if len(found) == most:
            break
    return found


def check_binding(pair: Pair) -> Finding | None:
    """Find a name that stands right before a word in place of another name of the evidence."""
    claim, evidence = pair.aligned.claim, pair.aligned.evidence
    for index in range(len(claim) - 1):
        name, word = claim[index], claim[index + 1]
        if not _binds(claim, index) or not pair.aligned.places[index]:
            continue
        others = [evidence[p - 1] for p in pair.aligned.places[index + 1] if p and _binds(evidence, p - 1)]
        if others and not any(are_same(name, other) for other in others):
            known = any(are_same(word, others[0]) for word in claim if word.is_name)
            if known:
                return Finding("contradicted", f"the sentence has “{others[0].text} {word.text}” there")
    return None


def _binds(words: Sequence[Word], index: int) -> bool:
    """Whether a name stands right before a word of content, and not behind a preposition: "in Kursk remains"."""
    follows = words[index + 1] if index + 1 < len(words) else None
    if not words[index].is_name or follows is None or follows.is_name or not follows.is_content:
        return False
    return not (index and words[index - 1].lower in _PREPOSITIONS and is_verb(follows))


def check_bearer(pair: Pair) -> Finding | None:
    """Find something that the evidence says of another of its bearers."""
    clauses = [[w for w in pair.aligned.evidence if w.clause == n] for n in {w.clause for w in pair.aligned.evidence}]
    own_subject = {clause[0].clause for clause in clauses if _has_subject(clause)}
    for number in {word.clause for word in pair.aligned.claim}:
        ours = [i for i, word in enumerate(pair.aligned.claim) if word.clause == number]
        subject = next((i for i in ours if pair.aligned.claim[i].is_content), None)
        if subject is None or not pair.aligned.places[subject]:
            continue
        homes = {pair.aligned.evidence[place].clause for place in pair.aligned.places[subject]}
        if len(homes) != 1 or not homes & own_subject:
            continue
        said = _said_clauses(pair, [i for i in ours if i != subject])
        others = [clause for clause in said if clause in own_subject - homes]
        subjects = {_find_subject(pair.aligned.evidence, clause) for clause in others}
        named = any(subjects & set(pair.aligned.places[i]) for i in ours)
        if said and len(others) > len(said) / 2 and not named:
            name = pair.aligned.claim[subject].text
            return Finding("misattributed", f"the sentence says this of another than “{name}”")
    return None


def _has_subject(clause: Sequence[Word]) -> bool:
    """Whether a clause says who or what it is about: it begins with a thing, and not with a verb or a pronoun."""
    first = [word for word in clause[:4] if word.lower not in _JOINING][:2]
    if not first or is_verb(first[0]) or first[0].lower in _PRONOUNS:
        return False
    return any(word.is_content and not is_verb(word) for word in first) and clause[0].lower not in _GOING_ON


def _find_subject(words: Sequence[Word], clause: int) -> int:
    return next((i for i, word in enumerate(words) if word.clause == clause and word.is_content), -1)


def _said_clauses(pair: Pair, ours: Sequence[int]) -> list[int]:
    """Return, for each thing said in the claim's clause, the evidence's clause that says it, where only one does."""
    found: list[int] = []
    for i in ours:
        homes = {pair.aligned.evidence[place].clause for place in pair.aligned.places[i]}
        if (pair.aligned.claim[i].is_content or pair.aligned.claim[i].lower in HEDGES) and len(homes) == 1:
            found += homes
    theirs = find_quantities(pair.evidence)
    starts = {pair.aligned.claim[i].start for i in ours}
    for quantity in find_quantities(pair.claim):
        if not any(quantity.start <= start < quantity.end for start in starts):
            continue
        start = next((q.start for q in theirs if (q.value, q.unit) == (quantity.value, quantity.unit)), None)
        home = [word.clause for word in pair.aligned.evidence if start is not None and word.start >= start]
        found += home[:1] * 2  # a number is the news of its clause
    return found


# ---- words


def check_substitution(pair: Pair) -> Finding | None:
    """Find a word of the claim that stands where the evidence has another beside the same neighbours."""
    claim, evidence, places = pair.aligned.claim, pair.aligned.evidence, pair.aligned.places
    content = [i for i, word in enumerate(claim) if word.is_content or word.is_number]
    theirs = [i for i, word in enumerate(evidence) if word.is_content or word.is_number]
    rank = {place: r for r, place in enumerate(theirs)}
    for position, index in enumerate(content):
        if places[index] or claim[index].is_number or claim[index].lower in KIND_OF:
            continue
        before = {rank[p] for p in places[content[position - 1]] if p in rank} if position else {-1}
        last = position + 1 == len(content)
        after = {len(theirs)} if last else {rank[p] for p in places[content[position + 1]] if p in rank}
        for b in before:
            for a in after:
                found = _find_other(pair, theirs, b, a)
                if found:
                    return Finding("not_found", f"the sentence has “{found}” and not “{claim[index].text}”")
    return None


def _find_other(pair: Pair, theirs: Sequence[int], before: int, after: int) -> str:
    """Return the evidence's word that fills the gap between two ranks, where the gap is short and one word is open."""
    if not 2 <= after - before <= _GAP:
        return ""
    if after - before == 2:
        return pair.aligned.evidence[theirs[before + 1]].text
    ends = [r for r in (before + 1, after - 1) if theirs[r] not in pair.aligned.carried]
    return pair.aligned.evidence[theirs[ends[0]]].text if ends else ""


RULES: tuple[Rule, ...] = (
    check_numbers,
    check_names,
    check_speaker,
    check_modality,
    check_polarity,
    check_quantifiers,
    check_time_order,
    check_order,
    check_binding,
    check_bearer,
    check_substitution,
)
