"""Offices: who leads what, in whose words, and which sentences tell of one that ends."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from qa.english.wordings import strip_asking

_ENDS = re.compile(
    r"\b(?:resign(?:s|ed|ing|ation)?|(?:steps?|stepp(?:ed|ing)|st(?:ands?|ood|anding)) down|quits?|quitting|"
    # what is said may be dismissed, too
    r"(?:sack|oust)(?:s|ed)|dismiss(?:es|ed)(?! (?:the|an?|his|her|its|their|any|all|as|\w*s)\b)|"
    r"parted? (?:company )?with|parts with|retire[sd]?|former|ex(?=-)|"
    r"outgoing|predecessor|until (?:now|recently)|(?:has|have|had) left|leaves? (?:office|the post|the job))\b",
    re.IGNORECASE,
)
# offices that lead something, the longer before the shorter that it ends with
_LEADERS = (
    "prime minister", "chief executive", "managing director", "executive director", "director general",
    "director-general", "secretary general", "secretary-general", "head coach", "chairman", "chairwoman",
    "chairperson", "president", "chancellor", "governor", "director", "manager", "coach", "leader", "boss", "head",
    "chief", "chair", "mayor", "premier", "CEO",
)  # fmt: skip
_COACHES = ("head coach", "coach", "manager", "boss", "trainer")
_CAPTAINS = ("captain", "skipper")
_CHAIRS = ("chairman", "chairwoman", "chairperson", "chair")
_EXECUTIVES = ("chief executive", "CEO", "boss", "managing director", "head", "chief")
# what may be meant by a word of a question; those of the past have a form of their own
_MEANT: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(("head", "boss", "chief", "leader", "top man", "top woman"), _LEADERS),
    **dict.fromkeys(("in charge", "at the helm", "at the head", "at the top", "runs", "heads", "leads"), _LEADERS),
    **dict.fromkeys(("head coach", "coach", "manager", "trainer", "coaches", "manages", "trains"), _COACHES),
    **dict.fromkeys(("captain", "skipper", "captains"), _CAPTAINS),
    **dict.fromkeys(("chairman", "chairwoman", "chair", "chairs"), _CHAIRS),
    **dict.fromkeys(
        ("chief executive officer", "chief executive", "chief exec", "ceo", "managing director"), _EXECUTIVES
    ),
}
_PAST = {"ran": "runs", "headed": "heads", "led": "leads", "coached": "coaches", "managed": "manages"}
_PAST |= {"captained": "captains", "chaired": "chairs"}
_DOING = {"running": "runs", "leading": "leads", "heading": "heads", "coaching": "coaches", "managing": "manages"}
_DONE = {"run": "runs", "led": "leads", "headed": "heads", "coached": "coaches", "managed": "manages"}
_OFFICE = rf"(?P<office>{'|'.join(sorted((*_MEANT, *_PAST), key=len, reverse=True))})"
_IS = r"(?:'s|’s|s| is| (?P<was>was))"
_WHAT_IS = r"what(?:'s|’s|s| is)"
_SPORT = r"(?:(?:national )?(?:rugby|football|cricket|soccer|tennis|hockey|basketball|netball|handball) )?"
_OF = r"(?P<of>[^?,;:.]{1,50}?)"
_ASKED = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"(?:who{_IS} |name )?(?:currently )?(?:the )?(?:current )?{_OFFICE} (?:of|at|for) {_OF}",
        rf"{_WHAT_IS} the name of (?:the )?{_OFFICE} (?:of|at|for) {_OF}",
        rf"(?:which|what) {_OFFICE} (?:does|do) {_OF} have",
        rf"who (?:does|do) {_OF} have as (?:its |their )?{_OFFICE}",
        rf"(?:name )?(?:the person )?who {_OFFICE} {_OF}",
        rf"who{_IS} (?P<doing>{'|'.join(_DOING)}) {_OF}",
        rf"(?:by whom|who){_IS} {_OF} (?:currently )?(?P<done>{'|'.join(_DONE)})(?: by)?",
        rf"who{_IS} (?:the )?{_OFFICE} {_OF}",
        rf"(?:who{_IS} |{_WHAT_IS} (?:the name of )?)?{_OF}(?:'s|’s)? {_SPORT}{_OFFICE}(?: called| name)?",
    )
)
_PRONOUNS = frozenset("by whom who what which it this that they them he she him her his its their you we us me".split())
_NAME = r"\b[A-Z][\w'’-]{1,30}(?: (?:[a-z]{2,3} )?[A-Z][\w'’-]{1,30}){1,3}"
_BEING = r"(?:who is |is |was )?(?:the )?"
_KIND_BEHIND = re.compile(r"(?: [a-z]{3,12}){0,2} (?:team|side|squad|club|party|group|company|union|government)\Z")
_REACH = 12  # characters before an office in which a word takes it back
_NOT_NOW = re.compile(r"\b(?:former|ex|then|deputy|vice|assistant|late|outgoing)[ -]$", re.IGNORECASE)


class Led(NamedTuple):
    """What a question asks for the leader of, the offices that it may mean by which word, and whether of the past."""

    of: str
    offices: tuple[str, ...]
    word: str
    is_past: bool

    @property
    def initials(self) -> str:
        """What the name is short for: "BA" for "British Airways"; empty for a name of one word."""
        parts = [part for part in self.of.split() if part[0].isupper()]
        return "".join(part[0] for part in parts) if len(parts) > 1 else ""

    def ask(self, office: str) -> str:
        """Return the question by the name of one office."""
        return f"Who {'was' if self.is_past else 'is'} the {office} of {self.of}?"


def tells_of_an_end(text: str) -> bool:
    """Say whether a text tells of an office that ends or has ended.

    >>> tells_of_an_end("Health minister Paul Ritter has resigned over the waiting lists.")
    True
    >>> tells_of_an_end("Lena Vogt is the health minister.")
    False
    """
    return bool(_ENDS.search(text))


def read_led(question: str) -> Led | None:
    """Return what a question asks for the leader of; None where it asks for none.

    >>> read_led("Who runs Norda Bank?").of, read_led("Who is the head of the ECB?").of
    ('Norda Bank', 'the ECB')
    >>> read_led("Who runs away?") is None, read_led("Who won?") is None
    (True, True)
    """
    bare = strip_asking(question)
    for pattern in _ASKED:
        if not (found := pattern.fullmatch(bare)):
            continue
        parts = {name: part.lower() for name, part in found.groupdict().items() if part}
        of = found["of"].strip()
        if of.split()[0].lower() in _PRONOUNS or not any(part[0].isupper() for part in of.split()):
            return None
        word = parts.get("office") or _DOING.get(parts.get("doing", "")) or _DONE[parts["done"]]
        return Led(of, _MEANT[_PAST.get(word, word)], word, word in _PAST or "was" in parts)
    return None


def find_office(led: Led, sentences: Iterable[str]) -> str:
    """Return the office, of those that may be meant, by which most sentences name somebody; empty where none does.

    Empty, too, where they use the word that was asked with.

    >>> find_office(read_led("Who runs Norda?"), ["Norda chairman Ada Kern said so.", "Ivan Voss leads Norda Oil."])
    'chairman'
    """
    told = _compile_holders(led)
    counts: Counter[str] = Counter()
    for sentence in sentences:
        for match in told.finditer(sentence):
            office = next(filter(None, match.groups()))
            if _is_now(sentence, match):
                counts[office if office.isupper() else office.lower()] += 1
    return "" if not counts or led.word in counts else counts.most_common(1)[0][0]


def names_holder(led: Led, sentence: str) -> bool:
    """Say whether a sentence names who holds one of the offices that may be meant.

    >>> names_holder(read_led("Who coaches the Norland rugby team?"), "Norland coach Ada O'Kern was surprised.")
    True
    """
    return any(_is_now(sentence, match) for match in _compile_holders(led).finditer(sentence))


def _is_now(sentence: str, told: re.Match[str]) -> bool:
    places = (told.start(), told.start(told.lastindex or 0))
    return not any(_NOT_NOW.search(sentence, max(0, place - _REACH), place) for place in places)


@lru_cache(maxsize=64)
def _compile_holders(led: Led) -> re.Pattern[str]:
    offices = "|".join(map(re.escape, led.offices))
    bare = re.sub(r"^the ", "", led.of, flags=re.IGNORECASE)
    of = f"{re.escape(bare.removesuffix('s'))}s?" if bare.endswith("s") else re.escape(bare)  # "the Tory leader"
    if short := _KIND_BEHIND.sub("", bare):  # "the Norland rugby team" is called "Norland"
        of = f"(?:{of}|{re.escape(short)})"
    return re.compile(
        rf"(?i:\b{of}(?:'s|’s)?,? (?:\w{{1,20}} )?(?P<a>{offices}),?) {_NAME}"
        rf"|{_NAME},? {_BEING}(?i:(?:\w{{1,20}} )?(?P<b>{offices}) (?:of|at) (?:the )?{of})\b(?!['’]?s? [A-Z])"
        rf"|{_NAME},? {_BEING}(?i:{of}(?:'s|’s)? (?P<c>{offices}))\b"
        rf"|(?i:\b(?P<d>{offices}) (?:of|at) (?:the )?{of}),? {_NAME}"
    )
