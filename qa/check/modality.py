"""What may be is not said to be, and what is planned is not said to be done."""

from __future__ import annotations

import re
from collections.abc import Sequence

from qa.check.lexicon import ABILITY, HEDGES, KIND_OF, NEGATORS, RELATIVES
from qa.check.pair import Finding, Pair
from qa.check.words import Word

_INNER = frozenset("may might could would whether can able capable".split())  # of its own clause only
_CONDITIONS = frozenset("if unless until".split())
_DUTY = re.compile(r"\b(?:must|has to|have to|should|ought to|needs? to)\b(?! not)", re.I)
_DUTIFUL = re.compile(
    r"\b(?:must|had to|need\w*|requir\w*|oblig\w*|mandatory|compuls\w+|forced?|demand\w*|necess\w+|should|only|duty)\b",
    re.I,
)
_REPORT_WORDS = 5  # at most, of "..., the officer suggested"
_EMBEDDING = frozenset("that whether how what to".split())
_HEARSAY = frozenset("reportedly allegedly".split())
_VIEWS = frozenset("view opinion".split())  # of somebody, which is no "presumably"
_REPORTED = re.compile(r"\b(?:reports?|reported|allegedly|reportedly|alleged|is said|are said)\b", re.I)
HEDGE_REACH = 6  # words between a hedge and the words that it makes uncertain


def check_modality(pair: Pair) -> Finding | None:
    """Find a possibility that the claim makes a fact, and the other way round."""
    claimed = [w for w in pair.aligned.claim if w.lower in HEDGES or KIND_OF.get(w.lower) == "suggest"]
    if any(word.lower == "whether" for word in pair.aligned.evidence):
        claimed += [word for word in pair.aligned.claim if word.lower == "if"]
    given = [i for i, word in enumerate(pair.aligned.evidence) if word.lower in HEDGES]
    near = [i for i in given if _is_near(i, pair)]
    if _REPORTED.search(pair.claim):
        near = [i for i in near if pair.aligned.evidence[i].lower not in _HEARSAY]
    able = any(word.lower in ABILITY for word in pair.aligned.claim)
    views = all(word.lower in _VIEWS for word in claimed) and not all(_says_view(i, pair) for i in near)
    if near and views and not (able and _only_able(pair, near)) and "?" not in pair.claim:
        word = pair.aligned.evidence[near[0]].text
        return Finding("contradicted", f"the sentence says it only with “{word}”")
    if near and "will" in {w.lower for w in pair.aligned.claim} - {w.lower for w in pair.aligned.evidence}:
        return Finding("contradicted", f"the sentence says it only with “{pair.aligned.evidence[near[0]].text}”")
    if claimed and not given and not _is_ability(claimed):
        return Finding("not_found", f"the sentence does not say it with “{claimed[0].text}”")
    return _check_duty(pair) or _check_condition(pair)


def _check_duty(pair: Pair) -> Finding | None:
    """Find a duty that the claim makes a permission or a fact, and the other way round."""
    ours, theirs = _DUTY.search(pair.claim), _DUTY.search(pair.evidence)
    if ours and not theirs and not _DUTIFUL.search(pair.evidence):
        return Finding("not_found", f"the sentence does not say “{ours[0]}”")
    if not theirs or ours or _DUTIFUL.search(pair.claim):
        return None
    behind = [i for i, w in enumerate(pair.aligned.evidence) if w.start >= theirs.end() and (w.is_content or w.is_name)]
    if behind and behind[0] in pair.aligned.carried:
        return Finding("contradicted", f"the sentence says it with “{theirs[0]}”")
    return None


def _check_condition(pair: Pair) -> Finding | None:
    """Find something that the evidence says only under an "if" or "until", and the claim as a fact."""
    own, theirs = ([word.lower for word in words] for words in (pair.aligned.claim, pair.aligned.evidence))
    turned = "unless" in theirs and "unless" not in own and "if" in own and "if" not in theirs
    # "no ... unless it is listed" is "... only if it is listed": one "not" less, or one more
    if turned and (_count_negators(own) - _count_negators(theirs)) % 2 == 0:
        return Finding("contradicted", "the sentence says it with “unless”")
    if set(own) & _CONDITIONS:
        return None
    words = pair.aligned.evidence
    under = {w.piece: w.text for i, w in enumerate(words) if w.lower in _CONDITIONS and _opens_piece(words, i)}
    for word, places in zip(pair.aligned.claim, pair.aligned.places, strict=True):
        if word.is_verb and word.is_content and places and all(words[place].piece in under for place in places):
            return Finding("contradicted", f"the sentence says it only with “{under[words[places[0]].piece]}”")
    return None


def _count_negators(words: Sequence[str]) -> int:
    return sum(word in NEGATORS for word in words)


def _opens_piece(words: Sequence[Word], index: int) -> bool:
    return not index or words[index - 1].piece != words[index].piece


def _is_near(place: int, pair: Pair) -> bool:
    """Whether a hedge says of words that the claim has that they are uncertain: in its clause, or from outside."""
    words, carried = pair.aligned.evidence, pair.aligned.carried - {place}
    near = [other for other in carried if abs(place - other) <= HEDGE_REACH]
    clause = [word for word in words if word.clause == words[place].clause]
    after = next((word.lower for word in words if word.clause == words[place].clause + 1), "")
    if (
        words[place].lower not in _INNER
        and not _picks_out(words, place)
        and (len(clause) <= _REPORT_WORDS or after in _EMBEDDING)
    ):
        return bool(near)
    return any(words[other].clause == words[place].clause for other in near)


def _says_view(place: int, pair: Pair) -> bool:
    return pair.aligned.evidence[place].lower in _VIEWS


def _picks_out(words: Sequence[Word], place: int) -> bool:
    """Whether a word ends what only picks out a thing: "the form that clients [expect]"."""
    piece = [i for i, word in enumerate(words) if word.piece == words[place].piece]
    start = piece[0]
    picks = start > 0 and words[start].lower in RELATIVES and not words[start - 1].is_verb
    return picks and words[start - 1].is_content and place == piece[-1]


def _only_able(pair: Pair, places: Sequence[int]) -> bool:
    return all(pair.aligned.evidence[place].lower in {"may", "could", "able", "possible"} for place in places)


def _is_ability(words: Sequence[Word]) -> bool:
    return all(word.lower in {*ABILITY, "may", "would", "whether", "possible"} for word in words)
