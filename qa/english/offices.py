"""Offices that end: a sentence that tells of it names who held one, not who holds it."""

from __future__ import annotations

import re

_ENDS = re.compile(
    r"\b(?:resign(?:s|ed|ing|ation)?|(?:steps?|stepp(?:ed|ing)|st(?:ands?|ood|anding)) down|quits?|quitting|"
    # what is said may be dismissed, too
    r"(?:sack|oust)(?:s|ed)|dismiss(?:es|ed)(?! (?:the|an?|his|her|its|their|any|all|as|\w*s)\b)|"
    r"parted? (?:company )?with|parts with|retire[sd]?|former|ex(?=-)|"
    r"outgoing|predecessor|until (?:now|recently)|(?:has|have|had) left|leaves? (?:office|the post|the job))\b",
    re.IGNORECASE,
)


def tells_of_an_end(text: str) -> bool:
    """Say whether a text tells of an office that ends or has ended.

    >>> tells_of_an_end("Health minister Paul Ritter has resigned over the waiting lists.")
    True
    >>> tells_of_an_end("Lena Vogt is the health minister.")
    False
    """
    return bool(_ENDS.search(text))
