"""Phrases about something else than the question pins down: killed is not hurt, 2024 is not 2023.

A question about Norda is not answered by Vistula's number: the clause of a phrase must not be about another name, year,
place in a row or event. Read from the words alone; where the question pins nothing down, nothing is a rival. Whole
sentences are left to the readers.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence

from qa.english.calendar import find_dates, find_years
from qa.english.contests import is_ahead
from qa.english.endings import TITLES
from qa.english.names import Name, find_names
from qa.english.nations import name_country, name_words
from qa.english.numbers import ordinal
from qa.english.speech import SAYING
from qa.english.verbs import is_past, is_verb
from qa.english.words import AUXILIARIES, FUNCTION_WORDS, OPENERS, cut_words, is_function_word
from qa.reading.denials import NOBODY, is_denied
from qa.reading.pins import MAY, Pins, find_link

Span = tuple[int, int]
_BOUNDARY = re.compile(
    r"[;:]\s|,\s|\s[-–—]\s|[()]|\s(?=(?:while|whereas|but|though|although)\b)|\s(?=and\s(?![$£€]?\d))|(?<!\d)(?<!llion)\s(?=and\s[$£€]?\d)",
    re.IGNORECASE,
)
_LISTED = re.compile(  # names side by side: "in Australia and New Zealand with"
    r"\b[A-Z][\w’'-]* and [A-Z][\w’'-]*(?: [A-Z][\w’'-]*)*(?:[,.]|\Z| (?:in|on|at|of|for|with|from|by|to|over)\b)"
)
_TIED = re.compile(r"\A[\s,(]*(?:which|who|whose|where|that)\b", re.IGNORECASE)
_HEAD = re.compile(r"\W*([A-Z][\w’'-]+)(?:,\s+(?:which|who|whose)\b|\s+([a-z]+))")
_COMMON = re.compile(r"(?:[^s]s|tion|ment|ness|ity|ing|ism|ship|ance|ence)\Z", re.IGNORECASE)  # nouns of any text
_BEGIN = 5  # letters by which a name is known again
_SUBORDINATE = re.compile(r"\b(?:after|because|when|while|since|that|if|before|although)\b")


def lacks_a_name(pins: Pins, article: str) -> bool:
    """Say whether an article, its title included, has nothing of a name that the question pins down.

    Read from the first letters of its words, so that "Britons" are in an article on Britain. Abbreviations, which an
    article may write out, are never missed, codes with a figure ("P3") are; nor is a word that only marks another
    ("Tory MP"). Of gold articles of six sets, two in a hundred lack a name.
    """
    low = _fold(article)
    wanted = [name for name, modifies in zip(pins.names, pins.modifiers, strict=True) if not modifies]
    return any(not _is_in(name, low, article) for name in wanted)


def _is_in(name: Name, low: str, article: str) -> bool:
    parts = [part for part in re.findall(r"\w+", _fold(name.bare)) if len(part) > 1 and not part.isdigit()]
    is_short = name.bare.isupper() and not re.search(r"\d", name.bare)  # what an article may write out; not "P3"
    if not parts or is_short or all(is_function_word(part) for part in parts):
        return True
    if len(parts) == 2 and _is_of_two(name.bare.split(), article):
        return False
    wanted = parts[-1:] if name.kind == "person" else parts
    if any(re.search(rf"(?<!\w){part[: _BEGIN if len(part) > 7 else _BEGIN - 1]}", low) for part in wanted):
        return True
    return bool({name_country(part) for part in parts} & name_words(article))


def _is_of_two(parts: Sequence[str], article: str) -> bool:
    """Say whether an article has the two words of a name in two other names only: "Virexan Plus", "Manoclar Gel"."""
    if len(parts) != 2 or not parts[1][0].isupper():
        return False
    first, last = map(re.escape, parts)
    if re.search(rf"\b{first}\W{{1,3}}(?:\w+\W{{1,3}})?{last}\b", article, re.IGNORECASE):
        return False
    before = {match[1].lower() for match in re.finditer(rf"\b([A-Z][\w’'-]{{1,40}}) {last}\b", article)}
    return bool(before - TITLES - FUNCTION_WORDS) and bool(re.search(rf"\b{first} [A-Z]\w", article))


def _fold(text: str) -> str:
    """Return a text in lower case without accents."""
    if text.isascii():
        return text.lower()
    return "".join(c for c in unicodedata.normalize("NFKD", text.lower()) if not unicodedata.combining(c))


def find_fault(pins: Pins, sentence: str, phrase: Span, *, around: str = "") -> str:
    """Return why a phrase of a sentence cannot be the answer, or nothing: a word for the kind of fault.

    ``around`` is the text of the neighbouring sentences.
    """
    start, end = phrase
    said = sentence[start:end]
    clause = find_clause(sentence, phrase)
    if not pins.denies and is_denied(sentence, clause[0], phrase):
        return "denied"
    if pins.behind and is_ahead(sentence, start):
        return "partner"
    if fault := _find_other_words(pins, sentence, clause, phrase):
        return fault
    if _is_of_another_year(pins, sentence, phrase):
        return "year"
    if pins.act[0] and _is_done_by_the_asked(pins.act, sentence):
        return "turned"
    return "name" if _is_about_another(pins, sentence, clause, said, phrase, around) else ""


def _find_other_words(pins: Pins, sentence: str, clause: Span, phrase: Span) -> str:
    """Return what the words of a clause speak against: another event, order, number or office, or what only may be."""
    held = frozenset(word.lower for word in cut_words(sentence[clause[0] : clause[1]]))
    if any(pin.rivals & held and not pin.own & held for pin in pins.words):
        return "event"
    found = {number for word in held if (number := ordinal(word)) is not None and word != "second"}
    if pins.ordinals and found and "century" not in held and not found & pins.ordinals:
        return "order"
    main = _SUBORDINATE.split(sentence[phrase[1] : clause[1]], maxsplit=1)[0]
    return "unsure" if pins.done and MAY.search(f"{sentence[clause[0] : phrase[0]]} {main}") else ""


def _is_of_another_year(pins: Pins, sentence: str, phrase: Span) -> bool:
    """Say whether the year that governs a phrase, the last one named before it, is another than the question's."""
    if not pins.years or pins.how != "in":
        return False
    before = [date.year for date in find_dates(sentence[: phrase[1]]) if date.year and not date.decade]
    after = find_years(sentence[phrase[1] :])
    return (
        bool(before)
        and before[-1] not in pins.years
        and not pins.years & after & find_years(sentence[phrase[1] : find_clause(sentence, phrase)[1]])
    )


def _is_done_by_the_asked(act: tuple[str, str], sentence: str) -> bool:
    """Say whether the one to whom the question has it done is who does it: "replaced by Kern" for who replaced Kern."""
    verb, last = (re.escape(word) for word in act)
    return bool(re.search(rf"(?<!\w){verb}\b[^.;]{{0,40}}?\bby (?:[\w’'-]+ ){{0,4}}{last}\b", sentence, re.IGNORECASE))


def find_clause(sentence: str, phrase: Span) -> Span:
    """Return the part of a sentence that governs a phrase: from mark to mark, a relative clause with its noun."""
    listed = [match.span() for match in _LISTED.finditer(sentence)]
    edges = [
        0,
        *(
            m.end()
            for m in _BOUNDARY.finditer(sentence)
            if not (phrase[0] < m.end() and m.start() < phrase[1]) and not any(s < m.start() < e for s, e in listed)
        ),
        len(sentence),
    ]
    place = next(i for i in range(len(edges) - 2, -1, -1) if edges[i] <= phrase[0])
    first, last = place, place + 1
    while last < len(edges) - 1 and edges[last] < phrase[1]:
        last += 1
    while first > 0 and (
        _TIED.match(sentence[edges[first] : edges[last]]) or _is_bare(sentence[edges[first] : edges[last]])
    ):
        first -= 1
    return edges[first], edges[last]


def _is_bare(segment: str) -> bool:
    """Say whether a part has no word in small letters: a name in apposition, which belongs to what it explains."""
    cut = [word for word in cut_words(segment) if word.is_word]
    return all(word.capital or word.text[0].isdigit() for word in cut) and not any(
        word.text[0].isdigit() for word in cut
    )


def _is_about_another(pins: Pins, sentence: str, clause: Span, said: str, phrase: Span, around: str) -> bool:
    """Say whether the clause of a phrase names another where the question names one that it does not hold."""
    if not pins.names:
        return False
    every = (*_find_head(sentence), *find_names(sentence))
    inside = [
        name
        for name in every
        if clause[0] <= name.start < clause[1] and not (name.start < phrase[1] and phrase[0] < name.end)
    ]
    text = sentence[clause[0] : clause[1]].lower()
    asked = " ".join(name.bare.lower() for name in pins.names)
    for pinned, link in zip(pins.names, pins.links, strict=True):
        if _holds(text, pinned) or _holds(said.lower(), pinned):
            continue
        elsewhere = _holds(sentence.lower(), pinned) or _holds(around.lower(), pinned)
        if not elsewhere:
            continue
        for other in inside:
            if _is_alike(other.bare.lower(), asked) or _says(sentence, other):
                continue
            alike = other.kind == pinned.kind or "name" in (other.kind, pinned.kind)
            theirs = find_link(sentence, _find_first_of_list(other, every, sentence))
            beside = not theirs and other.start < phrase[0] and (not link or _holds(sentence.lower(), pinned))
            if alike and (beside or (theirs and theirs == link)):
                return True
    return False


def _is_alike(name: str, asked: str) -> bool:
    """Say whether a name may stand for one of the asked names: a part of it, its people, its initials."""
    initials = "".join(part[0] for part in asked.split() if not is_function_word(part))
    return name in asked or any(len(part) > 4 and part[:_BEGIN] in asked for part in name.split()) or name in initials


def _find_first_of_list(name: Name, names: Sequence[Name], sentence: str) -> Name:
    """Return the name that begins a list of names: "Mobile" of "at Mobile and Biloxi"."""
    first = name
    for other in sorted(names, key=lambda one: -one.start):
        if other.end <= first.start and re.fullmatch(
            r"\s*(?:,|and|or|,\s*and)\s+(?:the\s+)?", sentence[other.end : first.start]
        ):
            first = other
    return first


def _find_head(sentence: str) -> tuple[Name, ...]:
    """Return the first word of a sentence where it looks like a name before its verb: "Kern employs 900 people"."""
    match = _HEAD.match(sentence)
    if not match or is_function_word(match[1].lower()) or match[1].lower() in OPENERS or _COMMON.search(match[1]):
        return ()
    verb = match[2] or "has"
    if verb in AUXILIARIES or is_verb(verb) or is_past(verb) or verb.endswith(("s", "ed")):
        return (Name(match[1], match.start(1), match.end(1), "name"),)
    return ()


def _holds(text: str, name: Name) -> bool:
    """Say whether a text, in lower case, holds a name: of a person the last word, of anything else any longer word."""
    parts = name.bare.lower().split()
    parts = parts[-1:] if name.kind == "person" else [part for part in parts if len(part) > 2] or parts
    return any(re.search(rf"(?<!\w){re.escape(part)}(?!\w)", text) for part in parts)


def _says(sentence: str, name: Name) -> bool:
    after = re.match(r"\W*(\w+)", sentence[name.end :])
    before = re.search(r"(\w+)\W*\Z", sentence[: name.start])
    return any(m is not None and m[1].lower() in SAYING for m in (after, before))


def count_nobody(sentence: str) -> Iterable[Span]:
    """Yield where a sentence counts nobody or nothing."""
    return (m.span() for m in NOBODY.finditer(sentence))
