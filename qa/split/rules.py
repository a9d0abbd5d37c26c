"""Decide whether a mark ends its sentence: of the rules in order, the first that knows decides."""

from __future__ import annotations

import re
import unicodedata

from qa.english.endings import (
    BEFORE_NUMBERS,
    CLEAR_STARTERS,
    DATE_WORDS,
    DOTTED_ENDINGS,
    MAYBE_FINAL,
    NAMES_WITH_MARK,
    NEVER_FINAL,
    PRONOUN_STARTERS,
    SMALL_PRONOUNS,
    SPEECH_VERBS,
    STARTERS,
    TITLES,
)
from qa.split.abbreviations import QUOTES, Rule, ends_after_abbreviation
from qa.split.foreign import ends_after_foreign
from qa.split.marks import UNSPACED, Mark

CANNOT_START = frozenset(",;:)]}”%/\\|.!?…、，：；")
DASHES = frozenset("-–—―")
JOINERS = frozenset("\u200c\u200d\uff9e\uff9f\u0e33\u0eb3\U0001f3fb\U0001f3fc\U0001f3fd\U0001f3fe\U0001f3ff")
DASH_AND_CAPITAL = re.compile(r"(?:--|[–—―]) ?[\"“‘'(]?[A-Z]")
BRACKET_IN_SENTENCE = re.compile(r"[^()]{1,150}\),? ?[a-z]")
ENUMERATOR = re.compile(
    r"(?:[•‣▪●◦·⁃*–-] ?)?"
    r"(?:\(?|(?:chapter|section|part|article|clause|appendix|step|rule|lesson|unit|act|scene|book|table|figure) )"
    r"(?:\d{1,3}(?:\.\d{1,3})*(?:\.[a-z])?|[a-z](?:\.\d{1,3})*|[ivxlc]{1,8})\.|(?:p\.){1,3}s\.|n\.b\.",
    re.IGNORECASE,
)
CJK_SPEAKER = re.compile(r"[\u3040-\u309f]|[\u4e00-\u9fff]{0,3}[说說问問道答称稱喊叫][，。：、]")
GLUED_WORD = re.compile(r"(?:[A-Z][a-z]+|[A-Z]{2,}|[A-Z][a-z]*['’][a-z]+|[AI](?= ))(?=[ ,.:;?!]|$)")
FILE_OR_ADDRESS = re.compile(r"[/@\\=&_~#<>]|www")
SMALL_START = re.compile(r"[a-z]{1,2}[A-Z]|(?:[a-z]|[ivx]{1,4})\)")
SPEAKER = re.compile(
    r"(?:(?:[A-Z][\w'’.-]*|of|de|von|van|al|the|bin|da|la|le|del) ){1,6}(?:also |later |then |once )?"
    r"(?P<verb>[a-z]+)"
    r"(?:[.;!?—–]|,(?! [\"“‘'])|$| (?:[a-z]+ly|again|aloud|later|of|in|on|at|when|as|after|before|during|with|from"
    r"|him|her|me|us|them|reporters)\b)"
)

NO_SPEAKERS = CLEAR_STARTERS | PRONOUN_STARTERS
LONGEST_DATELINE = 40  # characters
LONGEST_ENUMERATOR = 16  # characters
LONGEST_SPEAKER = 100  # characters, with the verb


def ends_sentence(mark: Mark) -> bool:
    """Return whether ``mark``, which is not the last of its block, ends its sentence."""
    for rule in RULES:
        verdict = rule(mark)
        if verdict is not None:
            return verdict
    return True


def before_more(mark: Mark) -> bool | None:
    """Return False before what cannot start a sentence: punctuation, or what combines with the character before it."""
    if not mark.following:
        return False
    first = mark.opening[0] if mark.opening else mark.following[0]
    if unicodedata.category(first).startswith("M") or first in JOINERS:
        return False
    return False if first in CANNOT_START and not mark.opening else None


def before_dash(mark: Mark) -> bool | None:
    """Return False before a dash, unless it opens a credit ("-- Our reporter contributed") or a number."""
    if mark.following[0] not in DASHES or mark.following[1:2].isdigit():
        return None
    dateline = mark.start - mark.begin < LONGEST_DATELINE and mark.word[:1].isupper()
    credit = mark.kind == "." and not dateline and DASH_AND_CAPITAL.match(mark.text, mark.following_at)
    return None if credit and not QUOTES.intersection(mark.tail) else False


def within_aside(mark: Mark) -> bool | None:
    """Return False in "The plan (it was old. Very old.) failed" and in "We like Jump! (the band) and others"."""
    if mark.inside:
        return False
    named = mark.kind != "." and "(" in mark.opening
    return False if named and BRACKET_IN_SENTENCE.match(mark.text, mark.following_at) else None


def after_enumerator(mark: Mark) -> bool | None:
    """Return False after the head of "1. Open the box.", "3.1. Rent", "Part II. Oil", "P.S. It rains", at no word."""
    if mark.start == mark.begin:
        return False
    if mark.start - mark.begin > LONGEST_ENUMERATOR:
        return None
    return False if ENUMERATOR.fullmatch(mark.text, mark.begin, mark.start + 1) else None


def in_other_script(mark: Mark) -> bool | None:
    """Return True at a mark of another script, unless it closes a quotation whose speaker is named next."""
    if mark.kind[0] not in UNSPACED:
        return None
    return not (mark.tail and not mark.spaced and CJK_SPEAKER.match(mark.text, mark.following_at))


def without_space(mark: Mark) -> bool | None:
    """Return whether the space is missing, as in "documents.A brigade", or none belongs there, as in "qa.Settings"."""
    if mark.spaced:
        return None
    chunk = mark.text[max(mark.begin, mark.start - LONGEST_SPEAKER) : mark.start].rsplit(" ", 1)[-1]
    if FILE_OR_ADDRESS.search(chunk + mark.following) or not GLUED_WORD.match(mark.text, mark.following_at):
        return False
    if any(closer not in "*_`" for closer in mark.tail):
        return True
    if "." in chunk or mark.next_word in DOTTED_ENDINGS:
        return False
    if mark.word.islower() and mark.word.isalpha():
        return len(mark.word) > 2 and mark.word not in MAYBE_FINAL | BEFORE_NUMBERS | NEVER_FINAL
    return mark.next_word in STARTERS and mark.word.lower() not in TITLES and len(mark.word) > 1


def before_small_letter(mark: Mark) -> bool | None:
    """Return False before a small letter, unless in "eBay", "(ii)" and texts that do without capitals."""
    if not mark.following[0].islower() or SMALL_START.match(mark.following):
        return None
    if QUOTES.intersection(mark.tail) or not mark.word.isalpha():
        return False
    careless = mark.text[mark.begin].islower() or mark.next_word.replace("'", "") in SMALL_PRONOUNS
    return None if careless else False


def before_speaker(mark: Mark) -> bool | None:
    """Return False after a quotation that ends in "?" or "!" where its speaker or its day is named next."""
    if mark.kind == "." or mark.next_word in NO_SPEAKERS or not QUOTES.intersection(mark.tail):
        return None
    if mark.next_word in DATE_WORDS:
        return False
    speaker = SPEAKER.match(mark.text, mark.following_at, mark.following_at + LONGEST_SPEAKER)
    return False if speaker and speaker["verb"] in SPEECH_VERBS else None


def at_ellipsis(mark: Mark) -> bool | None:
    """Return whether three dots come before a capital that is not "I"."""
    if mark.kind.strip(".… ") or not ("…" in mark.kind or mark.kind.count(".") > 2):
        return None
    return mark.following[0].isalpha() and mark.next_word.split("'")[0] != "i"


def in_name(mark: Mark) -> bool | None:
    """Return False at the mark of "Yahoo!", which belongs to the name, and at that of "(really?)"."""
    if mark.kind[-1] not in "!?":
        return None
    if mark.word.lower() in NAMES_WITH_MARK and not mark.tail:
        return mark.next_word in STARTERS
    return False if mark.closes else None


RULES: tuple[Rule, ...] = (
    before_more,
    before_dash,
    within_aside,
    after_enumerator,
    in_other_script,
    without_space,
    before_small_letter,
    before_speaker,
    at_ellipsis,
    in_name,
    ends_after_foreign,
    ends_after_abbreviation,
)
