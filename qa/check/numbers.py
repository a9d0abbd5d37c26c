"""Numbers, units, days and scores of a claim have to stand in its evidence."""

from __future__ import annotations

import re

from qa.check.alignment import are_same
from qa.check.pair import Finding, Pair
from qa.check.words import read_words
from qa.english.quantities import Quantity, find_quantities

APPROXIMATE_TOLERANCE = 0.02  # "about 10,900" and 11,000 agree
_MONTH = "January|February|March|April|May|June|July|August|September|October|November|December"
_DAY = re.compile(
    rf"\b(?P<day>\d{{1,2}})(?:st|nd|rd|th)? (?:of )?(?P<month>{_MONTH})\b"
    rf"|\b(?P<first>{_MONTH}) (?P<after>\d{{1,2}})(?:st|nd|rd|th)?\b",
    re.IGNORECASE,
)
_SCORE = re.compile(r"(?<![\d-])\d{1,2} ?[-–] ?\d{1,2}(?![\d-])")  # of a game, or a range
_WHEN = re.compile(
    r"\b(within|inside|in|after|before|since|until|till|by|for|over|during)(?: (?:about|around|some|the))? $", re.I
)
_WHENS = {"within": "within", "inside": "within", "after": "after", "before": "before", "since": "since"}
_WHENS |= {"until": "until", "till": "until", "by": "until"}
_LEAST = re.compile(r"\b(?:more than|over|at least|exceed\w*|no fewer than|above)\s*(?:[$£€])?$", re.IGNORECASE)
_MOST = re.compile(
    r"\b(?:less than|fewer than|under|at most|up to|no more than|below|nearly|almost)\s*$", re.IGNORECASE
)


def check_numbers(pair: Pair) -> Finding | None:
    """Find a quantity that the evidence does not have with its unit and its bound ("more than")."""
    theirs = find_quantities(pair.evidence)
    for quantity in find_quantities(pair.claim):
        written = pair.claim[quantity.start : quantity.end]
        if _is_pronoun(pair.claim, quantity) or _is_article(pair, quantity):
            continue
        counted = [other for other in theirs if not _is_pronoun(pair.evidence, other)]
        same = [other for other in counted if _agree(quantity, other)]
        if not same:
            of_unit = any(_count_same(pair, quantity, other) for other in theirs)
            return Finding("contradicted" if of_unit else "not_found", f"the sentence does not say {written}")
        if not any(_count_same(pair, quantity, other) for other in same):
            return Finding("not_found", f"the sentence does not say {written} of the same thing")
        if not quantity.approximate and all(other.approximate for other in same):
            return Finding("contradicted", f"the sentence does not say exactly {written}")
        when = _find_when(pair.claim, quantity)
        if when and all(_find_when(pair.evidence, other) not in {"", when} for other in same):
            return Finding("contradicted", f"the sentence does not say “{when}” {written}")
        bound = _find_bound(pair.claim, quantity)
        if bound and all(_find_bound(pair.evidence, other) != bound for other in same):
            return Finding("not_found", f"the sentence gives no such bound for {written}")
    return _check_figures(pair)


def _is_pronoun(text: str, quantity: Quantity) -> bool:
    """Whether a "one" counts nothing: "one of them", "a free one"; one that a preposition puts last does count."""
    if quantity.value != 1 or not text[quantity.start :].lower().startswith("one"):
        return False
    return not re.search(r"\b(?:at|by|from|than|to) $", text[: quantity.start]) or bool(
        re.match(r"one[\s-]\w", text[quantity.start :], re.I)
    )


def _is_article(pair: Pair, quantity: Quantity) -> bool:
    """Whether the evidence says "a minute" for the claim's "one minute"."""
    one = re.fullmatch(r"(?:one|1) (?P<unit>\w+)", pair.claim[quantity.start : quantity.end], re.I)
    return one is not None and re.search(rf"\b(?:an?|per) {one['unit']}\b", pair.evidence, re.I) is not None


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
    near = read_words(pair.evidence[other.start : other.end + 40])
    return are_same(unit, read_words(other.unit)[0]) or any(are_same(unit, word) for word in near)


def _find_when(text: str, quantity: Quantity) -> str:
    """Return the word that puts a quantity into time: within, after, since; those that mean the same as one."""
    found = _WHEN.search(text[: quantity.start])
    return _WHENS.get(found[1].lower(), "") if found else ""


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
