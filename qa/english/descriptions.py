"""What a sentence says that somebody or something is: "head of the clinic" of "Ada Kern, head of the clinic, said"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from qa.english.names import Name, find_names, same_person
from qa.english.people import GROUPS, PLACES, ROLES
from qa.english.speech import SAYING
from qa.english.stems import singular
from qa.english.verbs import is_past, is_verb
from qa.english.words import ADVERBS, AUXILIARIES, DETERMINERS, SUBJECTS, Word, cut_words, is_function_word, words

Span = tuple[int, int]

LONGEST = 16  # words; a longer run is a story, no description
REACH = 200  # characters around a name in which its description stands
_KINDS = (
    ROLES
    | GROUPS
    | PLACES
    | words("""
    maker operator service system game film movie book novel album song single band group show series festival award
    prize tournament championship competition event law treaty project plan programme program campaign virus worm
    disease drug software technology device console computer phone network standard format site website search
    engine language chip processor currency index tower building ship ferry aircraft plane car rocket mission
    satellite probe planet animal species plant mineral type kind form sort version part member unit arm subsidiary
    division brand firm business body organisation organization charity foundation think-tank newspaper magazine
    channel store shop chain club sprint defender forward batsman bowler flanker hooker lock prop fly-half
    scrum-half wing centre full-back fullback number tycoon businessman businesswoman entrepreneur billionaire
    millionaire founder co-founder creator inventor pioneer legend veteran rookie teenager youngster favourite
    contender rival successor predecessor
""")
)
_OFFICES = words("""
    president chairman chairwoman executive director governor head chief boss captain manager coach minister secretary
    spokesman spokeswoman leader solicitor lawyer member colleague partner official editor owner
""")  # of something: alone they say little
_ARTICLES = words("the a an one")
_LEADING = words("alongside including unlike and meanwhile however")
_MARKS = re.compile(r"\s*(?:,|\(|–|—| - )\s*")
_STOP = re.compile(
    r",(?!\d)|[;:()–—\"“”]| - |\.\s*\Z|\b(?:who|which|whose|that|and (?:is|was|has|had)|but|because|while)\b"
)
_IS = re.compile(r"\s*(?:,[^,]{1,60},\s*)?(?:is|was|are|were|remains)\s+(?=\w)")
_SAYING_BUT_ROLES = SAYING - ROLES
_SUBJECTS_OR_AUXILIARIES = SUBJECTS | AUXILIARIES
_AUXILIARIES_OR_ADVERBS = AUXILIARIES | ADVERBS
_AUXILIARIES_OR_SUBJECTS = AUXILIARIES | SUBJECTS


def find_descriptions(sentence: str, named: str) -> list[Span]:
    """Return the places of what a sentence says that ``named`` is, the fullest description first.

    Read are "Ada Kern, head of the clinic, ...", "Ada Kern is the head of ...", "the head of the clinic, Ada Kern" and
    "clinic head Ada Kern"; a description needs a noun for people or things, so "Ada Kern, too," has none.
    """
    found: list[Span] = []
    for name in find_names(sentence):
        if _is_meant(name, named):
            found += _find_around(sentence, name, named)
    told = [span for span in dict.fromkeys(found) if _says_enough(sentence[slice(*span)], opens=span[0] == 0)]
    return sorted(told, key=lambda span: span[0] - span[1])


def _says_enough(text: str, *, opens: bool) -> bool:
    """Say whether a description tells anybody apart: "chief executive" does not, of something or somewhere does."""
    cut = [word for word in cut_words(text) if word.is_word and word.lower not in DETERMINERS]
    if not cut or cut[-1].text == "&":
        return False
    bare = not any(word.capital for word in (cut[1:] if opens else cut)) and not any(
        is_function_word(word.lower) for word in cut
    )
    return not (bare and len(cut) <= 2 and (singular(cut[-1].lower) in _OFFICES or len(cut) == 1))


def _is_meant(name: Name, named: str) -> bool:
    ours, theirs = ([part.lower() for part in re.findall(r"\w+", text)] for text in (named, name.bare))
    if not ours or not theirs:
        return False
    return ours == theirs or same_person(named, name.text) or (len(theirs) > len(ours) and theirs[-len(ours) :] == ours)


def _find_around(sentence: str, name: Name, named: str) -> Iterator[Span]:
    behind = _MARKS.match(sentence, name.end)
    if behind and (span := _cut(sentence, behind.end())) and _is_closed(sentence, span[1]):
        yield span
    said = _IS.match(sentence, name.end)
    if said and (span := _cut(sentence, said.end(), predicate=True)):
        yield span
    before = sentence[max(0, name.start - REACH) : name.start]
    ahead = re.search(r",\s*\Z", before)
    if (ahead and (span := _cut_before(sentence, name.start - len(ahead[0])))) or (
        span := _cut_before(sentence, name.start, beside=True)
    ):
        yield span
    title = name.text[: max(0, name.text.lower().rfind(named.lower().split()[0]))].strip()
    office = title.split()[-1:]
    if len(title.split()) > 1 and singular(office[0].lower()) in _OFFICES:
        yield name.start, name.start + len(title)


def _is_closed(sentence: str, end: int) -> bool:
    """Say whether an apposition ends in a mark, a clause of its own or the sentence."""
    return bool(re.match(r"\s*(?:[,;:()–—.\"“”]|- |who\b|which\b|whose\b|\Z)", sentence[end:]))


def _cut(sentence: str, start: int, *, predicate: bool = False) -> Span | None:
    """Return the noun phrase that begins at a place, where it names a kind of people or things."""
    limit = min(len(sentence), start + REACH)
    stop = _STOP.search(sentence, start, limit)
    end = stop.start() if stop else limit
    cut = cut_words(sentence[start:end])
    said = next(
        (n for n, word in enumerate(cut) if n and word.lower in _SAYING_BUT_ROLES and is_past(word.lower)), len(cut)
    )
    kept = cut[:said]
    while kept and is_function_word(kept[-1].lower):
        kept = kept[:-1]
    return _accept(sentence, start, start + kept[-1].end, predicate=predicate) if kept else None


def _accept(sentence: str, start: int, end: int, *, predicate: bool = False) -> Span | None:
    cut = cut_words(sentence[start:end])
    first = cut[0].lower
    if len(cut) > LONGEST or first in _SUBJECTS_OR_AUXILIARIES or (first.endswith("ing") and not cut[0].capital):
        return None
    if not predicate and not _begins_apposition(cut):
        return None
    if not predicate and any(word.lower in AUXILIARIES for word in cut):
        return None
    head = _read_head(cut)
    if not predicate and cut[0].lower not in _ARTICLES and singular(head) not in ROLES:
        return None
    if not head or not (singular(head) in _KINDS or head in _KINDS):
        return None
    return start, end


def _begins_apposition(cut: list[Word]) -> bool:
    """Say whether words can stand beside a name: an article, or a noun of office; no verb, no "with", no bare name."""
    first = cut[0].lower
    if first in _ARTICLES:
        return True
    if first.endswith("ing") or is_function_word(first) or is_past(first):
        return False
    return any(not word.capital for word in cut)


def _read_head(cut: list[Word]) -> str:
    """Return the noun that a phrase is about: the last word before its first preposition or verb."""
    head = ""
    for place, word in enumerate(cut):
        lower = word.lower
        if lower in DETERMINERS and not head:
            continue
        after = head and (lower in AUXILIARIES or is_function_word(lower) or is_past(lower))
        if after or (head and is_verb(lower) and singular(lower) not in _KINDS):
            if lower == "of" and head in {"one", "member", "part", "kind", "type", "form", "sort"}:
                return "member"
            break
        if word.is_word and (place or lower != "s"):
            head = lower.removesuffix("'s")
    return head


def _cut_before(sentence: str, end: int, *, beside: bool = False) -> Span | None:
    """Return the noun phrase that ends at a place: "the head of the clinic" or, beside the name, "theatre critic"."""
    base = max(0, end - REACH)
    cut = cut_words(sentence[base:end])[-LONGEST:]
    start = len(cut)
    while start and _goes_on(cut, start - 1, beside=beside):
        start -= 1
    while start < len(cut) and cut[start].lower in _LEADING:
        start += 1
    kept = cut[start:]
    definite = bool(kept) and kept[0].lower in DETERMINERS
    if beside:
        kept = kept[1:] if definite else kept
        fits = len(kept) > 1 and kept[-1].lower in _KINDS
    else:
        fits = bool(kept) and _read_head(kept) in (_KINDS if definite else ROLES)
    return (base + kept[0].start, base + kept[-1].end) if fits else None


def _goes_on(cut: list[Word], place: int, *, beside: bool) -> bool:
    word = cut[place]
    if (not word.is_word and word.text not in {"'", "’", "&"}) or word.lower in _SAYING_BUT_ROLES:
        return False
    before = cut[place - 1].lower if place else ""
    if word.lower.endswith("ing") and not word.capital and before in _AUXILIARIES_OR_ADVERBS:
        return False
    following = cut[place + 1].lower if place + 1 < len(cut) else ""
    if following in {"the", "a", "an"} and (beside or word.lower not in {"of", "in", "at", "for", "and"}):
        return False
    if word.lower in _AUXILIARIES_OR_SUBJECTS or (is_past(word.lower) and not word.capital):
        return False
    if beside and word.lower == "and" and 0 < place < len(cut) - 1:  # "oil and gas company"
        return not (cut[place - 1].capital or is_function_word(before)) and not cut[place + 1].capital
    if beside and is_function_word(word.lower) and word.lower not in {"the", "a", "an", "its", "former"}:
        return False
    return not (is_verb(word.lower) and not word.capital and singular(word.lower) not in _KINDS)
