"""Who is behind whom: whether a question asks for who came second or lost, and whether a name is of the one ahead."""

from __future__ import annotations

import re

_ASKS = re.compile(
    r"\W*(?:and |so )?(?:who|which (?:[\w’'-]+ ){1,3})\s*(?:has |have |had )?"
    r"(?:(?:came|come|comes|finished|was|were|ended(?: up)?|placed)\b[^?]{0,16}?\b(?:second|third|fourth|"
    r"last|runners?-up|beaten|defeated)\b(?! by)|(?:lost|loses)\b)",
    re.IGNORECASE,
)
_AHEAD = re.compile(
    r"\b(?:(?:second|third|fourth|fifth|runners?-up)(?: place)?(?: only)? to|behind|(?:beaten|defeated|thrashed|"
    r"edged out|knocked out|pipped|overtaken) by|los(?:t|e|es|ing|s)(?: [\w’'-]+){0,4}? to|"
    r"defeats? (?:to|by|against|at the hands of))"
    r"\s+(?:(?!and\b|but\b|when\b|who\b|in\b|at\b|on\b)[\w’'-]+\s+){0,3}\Z",  # what is said of a name before it
    re.IGNORECASE,
)
_REACH = 80  # characters before a name in which the words for its side stand


def asks_for_behind(question: str) -> bool:
    """Say whether a question asks for who is behind another.

    >>> asks_for_behind("Who came second in the race?"), asks_for_behind("Who won it?")
    (True, False)
    """
    return bool(_ASKS.match(question))


def is_ahead(text: str, start: int) -> bool:
    """Say whether the name at ``start`` is of the one ahead: "second to Kern"."""
    return bool(_AHEAD.search(text[max(0, start - _REACH) : start]))
