"""Ways of saying that are put as one before two texts are compared."""

from __future__ import annotations

import re

# put what is negated in other ways into "not", and take away what looks like a negation and is none
_REWORDINGS = (
    (re.compile(r"\b(ca|do|does|did|is|was|are|were|has|have|had|wo|would|could|should)n['’]t\b", re.I), r"\1 not"),
    (re.compile(r"\b(warn\w*|caution\w*|advis\w*) against\b", re.I), r"\1 not"),
    (re.compile(r"\bagainst the conclusion\b", re.I), "not conclude"),
    (re.compile(r"\b(?:leav(?:es|ing|e)|left) (?:out|open) (?=how|wh)", re.I), "does not say "),
    (re.compile(r"\b(?:instead of|rather than)\b", re.I), "and not"),
    (re.compile(r", not (?=as|an?\b|the\b)", re.I), " and not "),
    (re.compile(r"\bstopp?(?:ed|s)? (?=\w+ing\b)", re.I), "no longer "),
    (re.compile(r"\bno (longer|more|less|fewer|later|earlier) than\b", re.I), r"\1 than"),
    (re.compile(r"\bnot only\b", re.I), "also"),
    (re.compile(r"\b(all|every\w*|none|nothing|nobody)((?: \w+){0,2}) but (?!not)", re.I), r"\1\2 and not "),
    (re.compile(r"\b(?:takes?|took|taken) the place of\b", re.I), "replace"),
    (re.compile(r"\bas (?:if|though)\b", re.I), "like"),
    (re.compile(r"\bat once\b", re.I), "immediately"),
    (re.compile(r"\bnothing (?:but|other than)\b", re.I), "only"),
    (re.compile(r"\b(?:consists?|consisted) of\b", re.I), "has"),
    (re.compile(r"\bin order to\b", re.I), "to"),
    (re.compile(r" at all\b(?! \w{3,}s\b)", re.I), ""),
    (re.compile(r",? \bexcept(?: for)?\b", re.I), " and not"),
    (re.compile(r"\b(?:it is|is|are) (?:necessary|obliged|required) (?:to|that|for)\b", re.I), "must"),
    (re.compile(r"\blog(?:s|ged|ging)? (in|out)\b", re.I), r"log\1"),
    (re.compile(r"\bat most\b", re.I), "up to"),
    (re.compile(r"\bnot any ?more\b|\bno(?:t any)? longer\b", re.I), "not now"),
    (re.compile(r"\bany ?more\b", re.I), "now"),
    (re.compile(r"\b(?:each other|one another)\b", re.I), "themselves"),
    (re.compile(r"\bprovided that\b", re.I), "if"),
    (re.compile(r"\bas well(?: as)?\b", re.I), "also"),
    (re.compile(r"\bU\.S\."), "US"),
    (re.compile(r"\btwice\b", re.I), "two times"),
    (re.compile(r"\b(?:fallen) (?=soldiers|men)", re.I), "killed "),
)


def reword(text: str) -> str:
    """Return a text with its negations put as "not", so that two ways of saying no can be compared."""
    for pattern, plain in _REWORDINGS:
        text = pattern.sub(plain, text)
    return text
