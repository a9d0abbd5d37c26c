"""Find the marks that may end a sentence, and what stands around each."""

from __future__ import annotations

import re
from typing import NamedTuple, cast

from qa.split.asides import Asides

SPACED = ".!?…‽⁇⁈⁉‼"
GREEK_QUESTION = "\u037e|(?<=[\u0370-\u03ff\u1f00-\u1fff]);"  # a semicolon behind a Greek letter asks
UNSPACED = "。．｡！？।॥۔؟։።፧။។៕᠃"  # of scripts that often set no space after them
CLOSERS = "\"'”’“‘»›«‹)\\]}*_`」』）】》〉］｝"
OPENERS = "\"'“‘„‚«‹»›(\\[{¿¡*_`<「『（【《〈"
# Characters that draw nothing or only change the one before them.
UNSEEN = "\u00ad\u0300-\u036f\u061c\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\u20d0-\u20ff\ufe00-\ufe0f\ufeff"
EMOJI = "\U0001f000-\U0001faff❤☺☹"
FOOTNOTE = r"""
    \[ (?: \d{1,3} | [a-z] | note[ ]\d{1,3} | [a-z]{4,15}[ ]needed | failed[ ]verification ) \]
    | :\d[\d:–-]*+ (?=[ ]|$)
    | [¹²³⁰-⁹†‡]
    | (?: (?<=[a-z]{3}[.!?]) | (?<=[a-z][.!?]["”’»]) ) \d{1,3} (?= [ ]["“'‘(]?[A-Z] )
"""

# A look ahead and a reference to it give nothing back, as "(?:...)*+" would: Python before 3.11.5 matches that wrongly.
MARK = re.compile(
    rf"""
    (?P<kind>
        [{SPACED}]++ (?= (?P<more> (?: [ ][.!?…]++ (?=[ {CLOSERS}]|$) )* ) ) (?P=more)
        | (?: {GREEK_QUESTION} )
        | (?P<unspaced> [{UNSPACED}] ) [{UNSPACED}!?]*+
    )
    (?= (?P<tail> (?:
        [{CLOSERS}{UNSEEN}]
        | {FOOTNOTE}
        | [ ]? (?: '' | -RRB- | [”’»)\]] ) (?=[ ]|$)
        | [ ]? [{EMOJI}] [{EMOJI}{UNSEEN}♀♂]*+ (?=[ ]|$)
    )* ) ) (?P=tail)
    (?(unspaced)|(?![a-z0-9]))
    """,
    re.VERBOSE,
)
NEXT = re.compile(rf"(?P<space> *+)(?P<opening>[{OPENERS}{UNSEEN}]*+(?:\.{{3}}|…)?) ?(?P<word>[^ ]{{0,40}})")
WORD_BORDER = re.compile(r"[\-–—/(\"“”„«»‘\[{*_`,:;]")

WINDOW = 60  # characters before a mark in which the two words before it are looked for


class Mark(NamedTuple):
    """A mark that may end the sentence that begins at ``begin``; in ``text`` all white space is spaces."""

    text: str
    begin: int
    start: int
    end: int  # of its tail
    kind: str  # the mark itself: ".", "?!", "..."
    tail: str  # what closes with it: quotation marks, brackets, footnote numbers, emoji
    previous: str  # the word before the last word
    word: str  # the last word, without what opens before it: "U.S" for "(U.S."
    next_begin: int  # of what follows the white space after it
    opening: str  # the quotation marks and brackets that open after the mark
    following: str  # the next word with its punctuation, without what opens before it
    following_at: int
    inside: bool  # more of an inner aside of its sentence follows
    closes: bool  # an inner aside of its sentence ends with it

    @property
    def spaced(self) -> bool:
        """Whether white space follows."""
        return self.next_begin > self.end

    @property
    def next_word(self) -> str:
        """The next word in lower case, without its punctuation."""
        return self.following.rstrip(".,;:!?…\"'”’“»)]").lower().replace("’", "'")


def read_mark(text: str, begin: int, match: re.Match[str], asides: Asides) -> Mark:
    """Return the mark that ``match`` found in the sentence that begins at ``begin``."""
    start, end = match.start(), find_end(text, match, asides)
    words = text[max(begin, start - WINDOW) : start].rsplit(" ", 2)
    following = cast("re.Match[str]", NEXT.match(text, end))  # it matches anywhere
    within = asides.hold(begin, start)
    inside = within and asides.hold(begin, end)
    return Mark(
        text=text,
        begin=begin,
        start=start,
        end=end,
        kind=match["kind"],
        tail=text[match.end("kind") : end],
        previous=words[-2] if len(words) > 1 else "",
        word=WORD_BORDER.split(words[-1])[-1].lstrip("'’"),
        next_begin=following.end("space"),
        opening=following["opening"],
        following=following["word"],
        following_at=following.start("word"),
        inside=inside,
        closes=within and not inside,
    )


def find_end(text: str, match: re.Match[str], asides: Asides) -> int:
    """Return where the tail of a mark ends: with a straight quotation mark only if that closes."""
    end = match.end()
    if text[end : end + 1] == " " and end + 1 in asides.closing:  # tokenised text: '... it is over . " Then ...'
        return end + 2
    while end > match.end("kind") and text[end : end + 1].isalnum() and opens(text, end - 1, asides):
        end -= 1  # a space is missing: 'It is over."Then ...'
    return end


def opens(text: str, at: int, asides: Asides) -> bool:
    """Return whether the character at ``at``, with a letter after it, opens a quotation or a bracket."""
    return text[at] in "“‘„«([" or (text[at] == '"' and at not in asides.closing)
