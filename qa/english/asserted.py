"""Whether a sentence says a value that it names: its clause may deny it, or name it as a limit alone.

>>> denies("Talk of a wedding on 3 May was dismissed as idle speculation.", 21, 26)
True
>>> is_limit("It may be held at any time before June 2006.", 34, 43)
True
"""

from __future__ import annotations

import re

from qa.english.speech import DENY
from qa.english.words import NEGATIONS

_RUMOURS = r"reports?|rumou?rs?|claims?|suggestions?|speculation|talk|allegations?|stor(?:y|ies)|ideas?|notion|gossip"
# "dismissed 40 workers" and "ruled out for six weeks" deny nothing
_DENIED = re.compile(
    rf"\b(?:{'|'.join(sorted(DENY))})\b"
    rf"|\bdismiss(?:e[sd]|ing)?\b(?=\W(?:[^,;]* )?(?:as|{_RUMOURS})\b)|\b(?:{_RUMOURS})\b[^,;]*\bdismissed\b"
    r"|\b(?:idle|mere|pure|wild) (?:speculation|gossip|rumours?)\b|\b(?:unfounded|groundless|baseless|untrue)\b"
    r"|\b(?:is|are|was|were|be|been|as) (?:false|wrong|nonsense|not true)\b|\bno truth\b"
    r"|(?<!been )(?<!was )(?<!were )(?<!is )(?<!are )(?<!be )\brul(?:e|es|ed|ing) out\b(?! (?:of|for|until|by)\b)"
    r"|\b(?:play(?:s|ed|ing)? down|laugh(?:s|ed|ing)? off|pour(?:s|ed|ing)? cold water)\b",
    re.IGNORECASE,
)
# what a clause denies that takes up the one before: "..., which the club denied"
_TAKEN_UP = re.compile(rf"\b(?:which|it|this|that|them|these|the (?:{_RUMOURS}|dates?|figures?|numbers?))\b", re.I)
_NOT = re.compile(
    rf"\b(?:{'|'.join(sorted(NEGATIONS - {'no', 'nor', 'none', 'neither'}))})\b"
    r"(?! (?:only|just|more|less|fewer)\b)",
    re.IGNORECASE,
)
_BOUNDARY = re.compile(r"[,;:] | [–—-] |\b(?:but|while|whereas|although|though)\b")
_LIMITING = re.compile(
    r"\b(?:after|before|by|until|till|(?:no|not) (?:later|earlier) than)(?: the)?(?: (?:end|middle|start) of)?\s\Z",
    re.IGNORECASE,
)
_NOT_UNTIL = re.compile(r"(?:\bnot|\bnever|n['’]t)\b[^,;]*\b(?:until|till)\b[^,;]*\Z", re.IGNORECASE)
_AT_THE_LATEST = re.compile(r",? (?:at the latest|or (?:earlier|before|sooner))\b", re.IGNORECASE)
_ASKS_FOR_LIMIT = re.compile(r"\b(?:by|until|till|before|how long|deadline|latest|expires?|ends?|closes?|due)\b", re.I)


def denies(text: str, start: int, end: int, *, by_not: bool = True) -> bool:
    """Say whether a sentence denies what stands at a place in it, or the clause behind takes it back.

    ``by_not`` says whether a "not" before it does: of a time that something has not been seen for it does not.
    """
    cuts = [0, *(match.end() for match in _BOUNDARY.finditer(text)), len(text)]
    first = max(cut for cut in cuts if cut <= start)
    last = min((cut for cut in cuts if cut >= end), default=len(text))
    before = text[first:start]
    if _DENIED.search(text[first:last]) or (by_not and _NOT.search(before) and not _NOT_UNTIL.search(before)):
        return True
    behind = text[last : next((cut for cut in cuts if cut > last), len(text))]
    return bool(_DENIED.search(behind) and _TAKEN_UP.search(behind))


def is_limit(text: str, start: int, end: int) -> bool:
    """Say whether a date is only one by which or until which something is so: "before June 2006", "by Friday".

    What did not open until 1912 opened in 1912.
    """
    before = text[:start]
    limited = _LIMITING.search(before) is not None and not _NOT_UNTIL.search(before)
    return limited or bool(_AT_THE_LATEST.match(text, end))


def asks_for_limit(question: str) -> bool:
    """Say whether a question asks for such a date: "by when", "until when is it closed"."""
    return bool(_ASKS_FOR_LIMIT.search(question))
