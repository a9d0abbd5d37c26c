"""What a corpus is about: the names that its articles open with and that explain themselves, written as it writes them.

"Blair" explains nothing where articles say "Tony Blair", "Oscar" is no word where they say "the Oscars", and whatever
is told of Britain is told of anything.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from qa.english.names import Name, find_names
from qa.english.people import DOCUMENTS, GROUPS, OUTLETS, PEOPLE, ROLES
from qa.english.verbs import is_past, is_verb
from qa.english.words import DETERMINERS_OR_POSSESSIVES, is_function_word, words

OPENING_CHARACTERS = 500  # of an article: what it names there it is about
_ARTICLES_OF_A_NAME = 3  # one less where there are few articles
_FEW_ARTICLES = 100  # up to so many, a name needs one article less
_WIDE, _WIDE_SHARE = 8, 0.02  # articles, and share of all, from which on a place is too wide a topic
_NAME_WORDS = 4  # at most; a longer name is rarely one
_PERSON_WORDS = 2  # from which on an office among the words is not a part of the name
_KINDS = frozenset({"person", "organisation", "place"})
_CLEAR = 0.75  # of its uses in which a name has "the" before it, or has not
_USES = 2  # fewer tell nothing
_JOINING = words("and or of for")  # before a name it may be a part of a longer one
# not in quotation marks, as a title is; what goes on in capitals behind "and" may be a longer name
_USE = (
    r"(?:(?<![\w’'&-])([\w’'&-]+) )?(?<![\"“‘'«])\b({name}s?)\b(['’]s?\b)?( (?:and|&|of|for)(?= [A-Z]))?"
    r"(?: ([\w’'-]+))?"
)
_WITHIN, _OFTEN_WITHIN = words("in at near across around"), 0.2  # of the uses of a place
_GROUPS_OR_ROLES = GROUPS | ROLES
# what ends in one is a paper, a book or a film: "Essential Guide", "Mad Black Woman"
_NO_NAMES = OUTLETS | PEOPLE | DOCUMENTS | words("guide handbook story diary woman man girl boy")


@dataclass(frozen=True, slots=True)
class Topic:
    """A name that a question can be about: ``written`` is how it stands in a sentence, such as "the Grand Slam"."""

    name: str
    written: str
    is_person: bool


def find_topics(openings: Sequence[str], *, without: Iterable[str] = ()) -> list[Topic]:
    """Return what most of the articles open with, places last; ``without`` are names of no interest, as of outlets."""
    naming: dict[str, list[str]] = {}
    kinds: dict[str, Counter[str]] = {}
    parts: set[str] = set()
    for opening in openings:
        for found in {name.bare: name for name in find_names(opening)}.values():
            parts.update(_list_parts(found))
            if is_whole(found):
                naming.setdefault(found.bare, []).append(opening)
                kinds.setdefault(found.bare, Counter())[found.kind] += 1
    least = _ARTICLES_OF_A_NAME - (len(openings) <= _FEW_ARTICLES)
    wide, unwanted = max(_WIDE, _WIDE_SHARE * len(openings)), parts.union(without)
    topics = []
    for name, texts in sorted(naming.items(), key=lambda one: -len(one[1])):
        kind = "place" if _is_place(name, texts) else kinds[name].most_common(1)[0][0]
        if len(texts) < least or name in unwanted or (kind != "person" and len(texts) > wide):
            continue
        written = write_name(name, "\n".join(texts))
        if written and (written != name or name.lower() not in _GROUPS_OR_ROLES):  # "Cabinet" of "a Cabinet minister"
            is_person = kind == "person" and " " in name and written == name
            topics.append((kind == "place", Topic(name, written, is_person)))
    return [topic for _, topic in sorted(topics, key=lambda one: one[0])]


def is_whole(name: Name) -> bool:
    """Say whether a name stands well in a question: of a known kind, few whole words, no mark or figure in it."""
    parts = name.bare.split()
    return (
        name.kind in _KINDS
        and 0 < len(parts) <= _NAME_WORDS
        and parts[-1].lower() not in _NO_NAMES
        and all(part.replace("-", "").replace("'", "").isalpha() and len(part) > 1 for part in parts)
        and parts[0][0].isupper()
        # an abbreviation is as often one of a technique or an outlet, and "MPs" are of many
        and not any(part[:2].isupper() for part in parts)
        and (len(parts) <= _PERSON_WORDS or not ROLES & {part.lower() for part in parts})
    )


def write_name(name: str, text: str, *, uses: int = _USES) -> str:
    """Return a name as a text writes it, such as "the Grand Slam"; empty where it is used in no clear way.

    Counted are its ``uses`` as a whole, at least so many: not within a longer name, nor before the noun that it
    describes.

    >>> write_name("Grand Slam", "They won the Grand Slam. The Grand Slam is theirs.")
    'the Grand Slam'
    >>> write_name("Oscar", "The Oscars are on Sunday. Two Oscar winners left. She will miss the Oscars.")
    'the Oscars'
    """
    found: Counter[str] = Counter()
    for match in re.finditer(_USE.format(name=re.escape(name)), text):
        before, used, owner, goes_on, after = match.groups()
        if goes_on:
            continue
        follows = before and (before.lower() in _JOINING or not _stands_apart(before))
        if follows or (after and not owner and not _stands_apart(after)):
            continue
        before = before.lower() if before else ""
        owned = before in DETERMINERS_OR_POSSESSIVES and before != "the"  # "a Grand Slam" is one of many
        found["" if owned else f"the {used}" if before == "the" else used] += 1
    written, count = max(found.items(), key=lambda one: one[1], default=("", 0))
    return written if count >= max(uses, _CLEAR * found.total()) else ""


def _stands_apart(word: str) -> bool:
    """Say whether a word beside a name is none that belongs to it: not so "this year's", "2006", "winners"."""
    return is_function_word(word.lower()) or is_verb(word.lower()) or is_past(word.lower())


def _is_place(name: str, texts: Sequence[str]) -> bool:
    """Say whether things happen in it more often than people do."""
    found = re.findall(rf"(?:\b(\w+) (?:the )?)?\b{re.escape(name)}\b", "\n".join(texts))
    return sum(before in _WITHIN for before in found) > _OFTEN_WITHIN * len(found)


def _list_parts(name: Name) -> list[str]:
    """Return the words of a longer name that stand for it: "Blair" of "Tony Blair", "United" of "Manchester United"."""
    first, *rest = name.bare.split()
    return [rest[-1], *([first] if name.kind == "person" else [])] if rest else []
