"""What a statement says beyond the sentences that it cites, found word by word and without the gate.

Much simpler and stricter than `qa.check`, and sharing nothing with it, so that the two cannot err alike: every number,
every name and every longer word of the statement has to occur in a cited sentence, in some form. It does not understand
what it reads: a paraphrase may fail it, and "not" may pass, so what it finds is for a person to read.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

_WORD = re.compile(r"\d[\d.,]*\d|\d|[^\W\d_][\w'’-]*")
_LETTERS = 4  # of a word's beginning: "withdrew" and "withdrawal" share as many
_NUMBERS = "zero one two three four five six seven eight nine ten eleven twelve".split()
_SMALL = frozenset(
    """
    a about after all also although am an and any are as at be because been before being but by can could did do does
    during each either for from had has have he her here his how however if in into is it its itself may me might more
    most my no nor not of off on once one only or other our out over own same she should so some such than that the
    their them then there these they this those through to too under until up upon very was we were what when where
    which while who whom whose why will with within without would yes you your
    """.split()
)
_TURNING = frozenset("not no never none nobody nothing neither nor without cannot only all every may might".split())


def find_added(statement: str, quotes: Sequence[str]) -> list[str]:
    """Return the words of a statement that no cited sentence has, and the small ones that turn its meaning."""
    known = [_normalise(word) for quote in quotes for word in _WORD.findall(quote)]
    beginnings = {word[:_LETTERS] for word in known}
    turning = {word for word in known if word in _TURNING}
    added = []
    for written in _WORD.findall(statement):
        word = _normalise(written)
        if word in _TURNING:
            fits = word in turning
        elif word[0].isdigit() or len(word) <= _LETTERS:
            fits = word in _SMALL or word in known
        else:
            fits = word in _SMALL or word[:_LETTERS] in beginnings
        if not fits:
            added.append(written)
    said = {_normalise(word) for word in _WORD.findall(statement)}
    return added + [f"without “{word}”" for word in sorted(turning - said)]


def _normalise(word: str) -> str:
    lower = re.sub(r"['’]s?$", "", word.lower()).replace("n't", " not").replace(",", "")
    return str(_NUMBERS.index(lower)) if lower in _NUMBERS and lower != "one" else lower
