"""Decide whether the full stop of an abbreviation also ends its sentence."""

from __future__ import annotations

import re
from collections.abc import Callable

from qa.english.endings import (
    BEFORE_ANSWER,
    BEFORE_LABELS,
    BEFORE_LETTERS,
    BEFORE_NUMBERS,
    BEFORE_PRONOUN,
    BEFORE_TIMES,
    CLEAR_STARTERS,
    DATE_WORDS,
    DAYS,
    LIMITS,
    MAYBE_FINAL,
    MONTHS,
    NEVER_FINAL,
    PRONOUN_STARTERS,
    STARTERS,
    STATES,
    STREETS,
    TIME_ZONES,
    TIMES,
    TITLES,
)
from qa.split.marks import Mark

QUOTES = frozenset("\"'”’“‘»«")
INITIAL = re.compile(r"[^\W\d_]\.")
DOTTED = re.compile(r"(?:[^\W\d_]\.)+[^\W\d_]{1,4}|(?:ph|ed|ll|th)\.[bdm]")  # u.s, ph.d
NO_VOWEL = re.compile(r"[B-DF-HJ-NP-TV-Z][b-df-hj-np-tv-xz]{2,3}")  # Mfg, Bldg
NUMBER = re.compile(r"[A-Z]{0,3}[-$£€¥#]?\d|[IVXLC]+\b|[B-HJ-Z](?![\w'’.])")  # no "A" or "I", which are words
LETTER = re.compile(r"(?:[A-Z]{0,2}\d\w*|[A-Z])(?![\w'’])")
AMOUNT = re.compile(r"(?:[A-Z]{2,3} ?|[$£€¥~])?\d")
TIME_DETAIL = re.compile(r"[A-Z]{1,3}T\b|UTC\b|[A-Z]\w+ time\b|\d{1,2}(?::\d\d)? ?[ap]\.?m\b")
SMALL_WORD = re.compile(r"(?<![\w'’])(?!(?:and|the|for|but|nor|via|out|off|per)\b)[a-z]{3}")
TIME_FIRST = re.compile(r"(?P<word>[A-Z][a-z]+)(?: [^ ]+){1,3}")

WINDOW = 100  # characters on either side in which a headline is told from prose

Rule = Callable[[Mark], bool | None]


def ends_after_abbreviation(mark: Mark) -> bool | None:
    """Return whether the sentence ends with the abbreviation before the mark; None where there is no abbreviation."""
    if mark.kind != "." or not mark.word or is_acronym(mark):
        return None
    if len(mark.word) == 1 and mark.word.isupper():
        return ends_after_initial(mark)
    word = mark.word.lower().replace("’", "'")
    if word in NEVER_FINAL:
        return False
    for abbreviations, rule in RULES:
        if word in abbreviations:
            verdict = rule(mark)
            if verdict is not None:
                return verdict
    return ends_after_any(mark) if DOTTED.fullmatch(word) or NO_VOWEL.fullmatch(mark.word) else None


def ends_after_initial(mark: Mark) -> bool:
    """Return whether a single capital is a label ("vitamin C."), the pronoun "I.", or the end of a name or phrase."""
    previous = mark.previous.lower().lstrip("\"'“‘(")
    if INITIAL.match(mark.following):
        return False
    if previous in BEFORE_LABELS or (mark.word == "I" and previous in BEFORE_PRONOUN):
        return True
    before = mark.text[max(0, mark.start - 3) : mark.start - 1]
    if before[:1].islower() and before[1:] == "-":  # Jay-Z
        return True
    return starts_sentence(mark, STARTERS)


def ends_before_number(mark: Mark) -> bool | None:
    """Return whether "no." before a number is the answer; any other such abbreviation goes with the number."""
    if not NUMBER.match(mark.following):
        return None
    return mark.word == "no" and mark.previous.lower() in BEFORE_ANSWER


def ends_before_letter(mark: Mark) -> bool | None:
    """Return False in "rev. C" and "rev. 12"."""
    return False if LETTER.match(mark.following) else None


def ends_before_limit(mark: Mark) -> bool | None:
    """Return False in "max. 12 people" and "min. EUR 30"."""
    is_name = mark.word[0].isupper() and mark.previous[-1:].isalpha()
    if mark.previous[-1:].isdigit() or is_name or not AMOUNT.match(mark.text, mark.following_at):
        return None
    return False


def ends_after_time(mark: Mark) -> bool:
    """Return whether no time zone, day or other time follows, and more than "At 10 p.m." precedes."""
    if mark.next_word in TIME_ZONES or mark.next_word in DATE_WORDS or "(" in mark.opening:
        return False
    first = TIME_FIRST.fullmatch(mark.text, mark.begin, min(mark.start, mark.begin + WINDOW))
    if first and first["word"].lower() in BEFORE_TIMES:
        return mark.next_word in STARTERS
    return not TIME_DETAIL.match(mark.text, mark.following_at) and not is_in_headline(mark)


def ends_after_title(mark: Mark) -> bool | None:
    """Return whether a word follows that can be no name."""
    if not mark.word[0].isupper():
        return None
    street = mark.word.lower() in STREETS and (mark.previous[:1].isupper() or mark.previous[:1].isdigit())
    return starts_sentence(mark, STARTERS if street else CLEAR_STARTERS)


def ends_after_date(mark: Mark) -> bool | None:
    """Return whether neither a number nor another part of the date follows."""
    if not mark.word[0].isupper():
        return None
    return mark.following[0].isalpha() and mark.next_word not in DATE_WORDS


def ends_after_state(mark: Mark) -> bool | None:
    """Return whether a capital follows "Town, State." without a comma, or else a word that starts sentences."""
    if not mark.word[0].isupper():
        return None
    if mark.previous.endswith(",") and mark.following[0].isupper() and "(" not in mark.opening:
        return True
    return ends_after_any(mark)


def ends_after_any(mark: Mark) -> bool:
    """Return whether a quotation ends with the abbreviation, or a word follows that starts sentences."""
    closed = bool(QUOTES.intersection(mark.tail)) and mark.following[0].isalpha()
    return closed or starts_sentence(mark, STARTERS)


def starts_sentence(mark: Mark, starters: frozenset[str]) -> bool:
    """Return whether the next word is one of ``starters``, with a capital, and not in a headline."""
    return (
        mark.next_word in starters
        and mark.following[0].isupper()
        and "(" not in mark.opening
        and (mark.next_word in PRONOUN_STARTERS or not is_in_headline(mark))
    )


def is_acronym(mark: Mark) -> bool:
    """Return whether the word is written in capitals although the text is not ("the SEC.")."""
    word = mark.word
    capitals = len(word) > 1 and word.isupper() and word.isalpha()
    return capitals and word.lower() not in TITLES and not is_in_headline(mark)


def is_in_headline(mark: Mark) -> bool:
    """Return whether all longer words near the mark have capitals, so that a capital says nothing."""
    return not SMALL_WORD.search(mark.text, max(0, mark.start - WINDOW), mark.start + WINDOW)


RULES: tuple[tuple[frozenset[str], Rule], ...] = (
    (BEFORE_LETTERS, ends_before_letter),
    (BEFORE_NUMBERS, ends_before_number),
    (LIMITS, ends_before_limit),
    (TIMES, ends_after_time),
    (TITLES, ends_after_title),
    (MONTHS | DAYS, ends_after_date),
    (STATES, ends_after_state),
    (MAYBE_FINAL, ends_after_any),
)
