"""What a question pins down: names, years, places in a row, numbered things, and one of words that exclude each other.

Read from the words alone; a question that pins nothing down has no rivals.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from qa.english.calendar import MONTHS, find_dates, find_years
from qa.english.contests import asks_for_behind
from qa.english.names import Name, find_names
from qa.english.numbers import ordinal
from qa.english.people import ROLES
from qa.english.periods import How, find_span
from qa.english.speech import SAYING
from qa.english.verbs import is_past
from qa.english.words import AUXILIARIES, cut_words, is_function_word, words
from qa.reading.versions import Version, find_versions
from qa.records import Article

# rows of words of which a question pins down one: the others in its row are about something else
_ROWS = """
    kill killed kills die died dies dead death deaths fatal fatalities | hurt injure injured injures injuries wounded
    profit profits gain gains earned | loss losses lost lose
    north northern | south southern | east eastern | west western
    men's men male | women's women female
    upper | lower
    left | right
    for favour | against
    bought buy buys buying purchase | sold sell sells selling
    born | died buried
    import imports imported | export exports exported
    opened open opens | closed close closes shut
    rise rose risen increase increased | fall fell fallen drop dropped decrease decreased
    oldest | youngest
    largest biggest | smallest
    highest tallest | lowest shortest
    winner won wins | loser
    arrive arrived arrives arrival | depart departed departs leave leaves departure
    hired hire hires recruited | sacked fired dismissed
    minimum | maximum
    morning | evening afternoon
    adults adult | children child kids kid teenagers teenager teens youngsters youths young
    full-time | part-time
    gross | net
    weekdays weekday | weekends weekend
    summer | winter
    indoor indoors | outdoor outdoors
    urban | rural
    undergraduate undergraduates | postgraduate postgraduates
    home | away
    singles | doubles
"""
# what tells two names apart that are else the same: "North Korea"; other words of a name say nothing of what happened
_PLACING = words("north northern south southern east eastern west western upper lower men's women's")
MAY = re.compile(
    r"\b(?:could(?! not\b)|may|might|will|feared|fears|forecast|predicted|threatened|(?:expected|likely|set|due|keen|"
    r"tipped|would like|wants?|hop(?:es?|ing)|aims?|favourites?) to|(?:nominated|shortlisted|tipped) for)\b"
)
_DONE = re.compile(
    r"\W*(?:(?:and|but|so)\s+)?(?:who|what|which|when|where|how)\b[^?]*?\b(?:did|was|were|has|have|had|lost|won|died|"
    r"killed|bought|sold|(?-i:[a-z]{3,}ed))\b",
    re.IGNORECASE,
)
# asks for what is to come, or is so each time: "when is the depot closed"
_REGULAR = re.compile(r"(?:when|where|(?:what|which) (?:time|day|date|month|year))\W+(?:is|are)\b", re.IGNORECASE)
_PAST = re.compile(r"\b(?:did|was|were|has|have|had)\b", re.IGNORECASE)
DENIALS = re.compile(
    r"\b(?:denied|denies|deny|disputed|refuted|rejected|dismissed)\b|\bno (?:evidence|sign) (?:of|that)\b|\bfalsely\b"
)
_ANOTHER_TIME = re.compile(
    r"\b(?:last|previous|prior|next|coming|following|past) \w+|\b(?:ago|earlier|anniversary|annual|yearly|decades?|"
    r"quarter(?:ly)?|full[- ]year|fiscal|financial year|centur(?:y|ies)|history|new year['’]s)\b|"
    r"\byears? (?:on|before|later|to|ended|ending|since)\b|\b(?:twelve|12) months\b",
    re.IGNORECASE,
)
_ANY_DAY = date(2000, 12, 31)  # before which days without a year are taken to be: their months alone are read
DENIED_VERB = re.compile(r"\b(?:not|never)\b|n['’]t\b", re.IGNORECASE)
LONGEST_WORD = 30  # characters before a name in which the word before it is looked for
_WHO_DID = re.compile(r"\W*who\s+(?:has\s+|have\s+|had\s+)?(\w+)\s+(?:the\s+)?", re.IGNORECASE)
_BEFORE, _BEHIND = re.compile(r"(\w+)\s*\Z"), re.compile(r"\s(\w+)")
_OF = re.compile(r"\b(?P<how>of|in|at|for|from|near|with|by|to|on)\s+(?:the\s+|an?\s+)?\Z", re.IGNORECASE)


def _read_rows() -> dict[str, tuple[frozenset[str], frozenset[str]]]:
    """Return for each word of a row the words beside it in its cell, and those of the other cells."""
    found: dict[str, tuple[frozenset[str], frozenset[str]]] = {}
    for row in _ROWS.strip().splitlines():
        cells = [words(cell) for cell in row.split("|")]
        for cell in cells:
            others = frozenset().union(*(other for other in cells if other is not cell))
            for word in cell:
                own, against = found.get(word, (frozenset(), frozenset()))
                found[word] = (own | cell, against | others)
    return found


ROWS = _read_rows()


@dataclass(frozen=True, slots=True)
class Pin:
    """Something that a question pins down: what fulfils it, and what is a rival of it, as words in lower case."""

    own: frozenset[str]
    rivals: frozenset[str]


@dataclass(frozen=True, slots=True)
class Pins:
    """All that a question pins down."""

    names: tuple[Name, ...] = ()
    links: tuple[str, ...] = ()  # of each name, the preposition before it, or "" where it is the subject
    modifiers: tuple[bool, ...] = ()  # of each name, whether it only marks a noun behind it
    words: tuple[Pin, ...] = ()
    years: frozenset[int] = frozenset()
    months: frozenset[int] = frozenset()
    how: How = "in"  # "before" where the question asks of what was before these times, not of them
    ordinals: frozenset[int] = frozenset()
    denies: bool = False
    done: bool = False  # the question asks what has happened: what may happen does not answer it
    act: tuple[str, str] = ("", "")  # of "who beat Kern": what was done, and to whom, by the last word of the name

    behind: bool = False  # the question asks who came second or lost
    versions: tuple[Version, ...] = ()  # numbers beside names

    @property
    def times(self) -> frozenset[int]:
        """The years and months of which the question asks; empty where it asks what was before or after them."""
        return frozenset() if self.how in ("before", "after") else self.years | self.months


_WORKS_FOR = re.compile(r"\b(?:works? (?:at|for|in)|employs?|employed)\b", re.IGNORECASE)
_EMPLOYED = Pin(
    own=words("work works employ employs employed workforce"),
    rivals=words("cut cuts cutting lost axed redundant redundancies shed shedding threatened new"),
)


def read_pins(question: str) -> Pins:
    """Return what a question pins down."""
    cut = [word.lower for word in cut_words(question)]
    names = tuple(name for name in find_names(question) if name.bare)
    longer = " ".join(name.text for name in names if " " in name.bare)
    own = frozenset(word.lower for word in cut_words(longer)) - _PLACING
    return replace(
        _read_times(question),
        names=names,
        links=tuple(find_link(question, name) for name in names),
        modifiers=tuple(_is_modifier(question, name) for name in names),
        words=(
            *(
                Pin(*ROWS[word])
                for word in dict.fromkeys(cut)
                if word in ROWS and word not in own and not ROWS[word][0] & _asked_too(cut, word)
            ),
            *([_EMPLOYED] if _WORKS_FOR.search(question) else []),
        ),
        ordinals=frozenset(found for word in cut if (found := ordinal(word)) is not None and word != "second"),
        done=_asks_what_was(question, cut),
        act=_find_act(question, names),
        behind=asks_for_behind(question),
        versions=find_versions(question),
        denies=bool(DENIALS.search(question) or DENIED_VERB.search(question)),
    )


def date_title(pins: Pins, article: Article, text: str) -> str:
    """Return an article's title, with as much of its date as the question pins down: "Kerr takes Dublin (2016)".

    News seldom says of what year it is. Where the date is another one than the question's, and where ``text``, a part
    of the article, tells of another time than its own, the title stays as it is.
    """
    when = next(iter(find_dates(article.day or article.published)), None) if pins.times else None
    if when is None or (pins.years and when.year not in pins.years) or (pins.months and when.month not in pins.months):
        return article.title
    if find_years(text) - pins.years or _ANOTHER_TIME.search(text):
        return article.title
    month = list(MONTHS)[when.month - 1].capitalize() if pins.months else ""
    time = " ".join([month] * bool(month) + [str(when.year)] * bool(pins.years))
    return f"{article.title} ({time})" if article.title else time


def pin_days(first: date, last: date) -> Pins:
    """Return what a range of days pins down: its years, and of less than a year the months."""
    months = 12 * (last.year - first.year) + last.month - first.month + 1
    return Pins(
        years=frozenset(range(first.year, last.year + 1)),
        months=frozenset((first.month - 1 + later) % 12 + 1 for later in range(months) if months < len(MONTHS)),
    )


def _read_times(question: str) -> Pins:
    """Return the times that a question pins down."""
    text = " ".join(question.split()).rstrip(" ?!.")
    span = find_span(text, _ANY_DAY)
    within = pin_days(span.first, span.last) if span and span.how == "in" else Pins()
    named, inside = find_dates(text), find_dates(text[span.start : span.end] if span else "")
    year, month = (any(getattr(date, part) for date in inside) for part in ("year", "month"))
    return Pins(
        years=frozenset(date.year for date in named if date.year) | (within.years if year else frozenset()),
        months=frozenset(date.month for date in named if date.month) | (within.months if month else frozenset()),
        how=span.how if span else "in",
    )


def _asks_what_was(question: str, cut: Sequence[str]) -> bool:
    """Say whether a question asks what has happened; what has been said may be of what is to come."""
    if MAY.search(question) or SAYING & frozenset(cut) or (_REGULAR.search(question) and not _PAST.search(question)):
        return False
    return bool(_DONE.match(question)) or _is_told_as_past(cut)


def _is_told_as_past(cut: Sequence[str]) -> bool:
    """Say whether the verb behind "who" is past: "who took over from Kern"."""
    return cut[:1] == ["who"] and len(cut) > 1 and is_past(cut[1])


def _find_act(question: str, names: Sequence[Name]) -> tuple[str, str]:
    asked = _WHO_DID.match(question)
    done = next((name for name in names if asked and name.start == asked.end()), None)
    return (
        (asked[1].lower(), done.bare.split()[-1].lower()) if asked and done and is_past(asked[1].lower()) else ("", "")
    )


def _asked_too(cut: Sequence[str], word: str) -> frozenset[str]:
    """Return the word's own row where the question names a rival of it, too: then it pins down neither."""
    own, rivals = ROWS[word]
    return own if rivals & frozenset(cut) else frozenset()


def _is_modifier(text: str, name: Name) -> bool:
    """Say whether a name only marks what is behind it: "Tory" of "Tory MP", "Welsh" of "a Welsh town"."""
    before = _BEFORE.search(text, max(0, name.start - LONGEST_WORD), name.start)
    behind = _BEHIND.match(text, name.end)
    if name.text.split()[-1].lower() in ROLES and name.kind != "person":
        return True
    if behind is None or " " in name.text or (before and before[1].lower() in AUXILIARIES):
        return False
    return behind[1].islower() and not is_function_word(behind[1])


def find_link(text: str, name: Name) -> str:
    """Return the preposition before a name, or an empty string."""
    before = _OF.search(text, max(0, name.start - 12), name.start)
    return before["how"].lower() if before else ""
