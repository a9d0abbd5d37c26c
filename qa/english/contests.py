"""Who is ahead of whom: whether a question asks for the one ahead or the one behind, and which of them a name is."""

from __future__ import annotations

import re
from typing import Literal

Side = Literal["", "ahead", "behind", "object"]  # "object": to whom somebody did something

_WHO = r"\W*(?:and |so )?(?:who|which (?:[\w’'-]+ ){1,3})\s*(?:has |have |had )?"
_ASKS: dict[Side, re.Pattern[str]] = {
    "behind": re.compile(
        rf"{_WHO}(?:(?:came|come|comes|finished|was|were|ended(?: up)?|placed)\b[^?]{{0,16}}?\b(?:second|third|fourth|"
        r"last|runners?-up|beaten|defeated)\b(?! by)|(?:lost|loses)\b)",
        re.IGNORECASE,
    ),
    "ahead": re.compile(
        rf"{_WHO}(?:won|wins|win|beat|beats|beaten|defeated|(?:came|finished|was|placed)\b[^?]{{0,16}}?\bfirst)\b",
        re.IGNORECASE,
    ),
    "object": re.compile(r"\W*whom?\s+(?:did|does|do|has|have|had|will)\s+(?![^?]*\bfor\b)", re.IGNORECASE),
}
_NAMED = r"\s+(?:(?!and\b|but\b|when\b|who\b|in\b|at\b|on\b)[\w’'-]+\s+){0,3}\Z"  # what is said of a name before it
_BEFORE: dict[Side, re.Pattern[str]] = {
    "ahead": re.compile(
        r"\b(?:(?:second|third|fourth|fifth|runners?-up)(?: place)?(?: only)? to|behind|(?:beaten|defeated|thrashed|"
        r"edged out|knocked out|pipped|overtaken) by|los(?:t|e|es|ing|s)(?: [\w’'-]+){0,4}? to|"
        rf"defeats? (?:to|by|against|at the hands of)){_NAMED}",
        re.IGNORECASE,
    ),
    "behind": re.compile(
        r"\b(?:ahead of|beat|beats|beating|(?<!was )(?<!were )(?<!been )defeat(?:ed|ing)|(?:win|victory) over)"
        rf"{_NAMED}",
        re.IGNORECASE,
    ),
    "object": re.compile(  # "disappointed for Kern": what is felt for somebody, nobody did to them
        r"(?:\b(?:am|is|are|was|were|been|feels?|felt)|['’](?:m|re|s))\s+(?:\w+ly\s+|so\s+|very\s+)?"
        rf"(?!\w+ing\b)\w+\s+for{_NAMED}",
        re.IGNORECASE,
    ),
}
_REACH = 80  # characters before a name in which the words for its side stand


def read_side(question: str) -> Side:
    """Return which side a question asks for.

    >>> read_side("Who came second in the race?"), read_side("Who won it?"), read_side("Who did Kern praise?")
    ('behind', 'ahead', 'object')
    """
    return next((side for side, asks in _ASKS.items() if asks.match(question)), "")


def is_other_side(asked: Side, text: str, start: int) -> bool:
    """Say whether the name at ``start`` is the partner of who is asked for: "second to Kern" for who came second."""
    before = text[max(0, start - _REACH) : start]
    if asked == "object":
        return bool(_BEFORE["object"].search(before))
    other: Side = {"ahead": "behind", "behind": "ahead"}.get(asked, "")  # type: ignore[assignment]
    return bool(other and _BEFORE[other].search(before))
