"""Raised and lowered characters, as text: figures become such characters, and the marks of notes are left out."""

from __future__ import annotations

import re

RAISED = str.maketrans("0123456789+-−=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿ")
LOWERED = str.maketrans("0123456789+-−=()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎")
_RAISED_TEXT = re.compile(r"[0-9+\-−=()n]*[0-9][0-9+\-−=()n]*|n")
_NOTE_MARK = re.compile(r"[\[(](?:\d{1,3}|[a-z]{1,2}|[a-z]+ \d{1,3})[\])]|[*†‡§]+|\d{1,3}(?:[,–-]\d{1,3})*")
# letters that count notes, and no ending that is written raised, as in "1er", "No" and "Dr"
_NOTE_LETTERS = re.compile(r"\(?(?:[a-h](?:, ?[a-h])*|i{1,3}|iv|vi{0,3})\)?")
_WORD_BEFORE = re.compile(r"[a-zà-ÿ]{2}$|[.!?,;:”\"'’»…)]$")
_FRACTION = re.compile(r"\d{1,2}[/⁄]\d{1,3}")
_REFERENCE = re.compile(r"\[(?:\d{1,3}|[a-z]{1,2}|[a-z]+ \d{1,3})\]")


def raise_text(text: str, before: str, *, points: bool = False) -> str:
    """Return a raised text behind the characters ``before``, three of them; empty where it points at a note.

    It does where the page says so (``points``), by its form, or behind the end of a sentence.
    """
    bare, last = text.strip(), before[-1:]
    if _NOTE_LETTERS.fullmatch(bare) and (points or _WORD_BEFORE.search(before)):
        return ""
    if _NOTE_MARK.fullmatch(bare) and (
        points or _REFERENCE.fullmatch(bare) or (last and last in '.!?,;:”"’»…') or bare[0] in "*†‡§"
    ):
        return ""
    if _FRACTION.fullmatch(bare) and last.isdigit():  # "2½" as "2 1/2"
        return f" {bare}"
    return bare.translate(RAISED) if _RAISED_TEXT.fullmatch(bare) else text


def lower_text(text: str, before: str) -> str:
    """Return a lowered text behind ``before``: "H2O" stays as it is usually written; into a figure it would melt."""
    return text.translate(LOWERED) if before[-1:].isdigit() and text.strip().isdigit() else text
