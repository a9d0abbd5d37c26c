"""The same sentence in several articles: a wire story that several papers print is one piece of evidence.

A sentence counts as a copy only where it surely says the same in both articles: in the same words and figures, and
either it names what it speaks of or what stands around it is the same, too. "He resigned on Monday." is said of many.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

from qa.english.names import find_names
from qa.english.numbers import MAGNITUDES, NUMBER_WORDS
from qa.english.words import DEMONSTRATIVES, NEGATIONS, PRONOUNS, cut_words
from qa.records import Copy, Sentence, StoredArticle

LEAST_WORDS = 6  # of a sentence that says the same wherever it stands
LIKE = 0.9  # share of common words above which two sentences say the same

_SPELLINGS = str.maketrans({"’": "'", "‘": "'", "`": "'", "“": '"', "”": '"', "„": '"', "–": "-", "—": "-", "…": "."})
_ENDS = " .!?;:,'\"()[]-|*"
_POINTS_BACK = (PRONOUNS | DEMONSTRATIVES) - {"that", "one", "who", "i", "we", "you", "me", "us", "my", "our", "your"}
_REMEMBERED = 4_096  # sentences; of one question each of some 200 is looked at several times
_FIGURE = re.compile(r"\d")
_TELLING = NEGATIONS | {"t"} | NUMBER_WORDS.keys() | MAGNITUDES.keys()  # "don't" is cut before its t


@lru_cache(_REMEMBERED)
def spell_out(text: str) -> str:
    """Return a sentence in the one spelling by which copies are known: case, white space and kinds of marks apart."""
    plain = text.replace("`", "'") if text.isascii() else text.translate(_SPELLINGS)
    return " ".join(plain.casefold().split()).strip(_ENDS)


def is_copy(stored: StoredArticle, sentence: Sentence, other: StoredArticle, there: Sentence) -> bool:
    """Say whether a sentence of another article, in the same spelling, says the same."""
    if stored.article.id == other.article.id:
        return False
    if stands_alone(stored.quote(sentence)) or spell_out(stored.article.title) == spell_out(other.article.title):
        return True
    before = stored.quote_before(sentence.index, 1), other.quote_before(there.index, 1)
    after = stored.quote_after(sentence.index, 1), other.quote_after(there.index, 1)
    return any(ours and list(map(spell_out, ours)) == list(map(spell_out, theirs)) for ours, theirs in (before, after))


def stands_alone(text: str) -> bool:
    """Say whether a sentence says the same wherever it stands: it names something, and no word of it points back."""
    lower = [word.lower for word in cut_words(text) if word.is_word]
    return len(lower) >= LEAST_WORDS and not _POINTS_BACK & set(lower) and bool(find_names(text))


def fold(found: Iterable[Copy]) -> list[tuple[Copy, ...]]:
    """Return sentences in groups of copies, those too that were not found, where their articles share another sentence.

    In each group the first to print it comes first, so that a copy changes nothing in how a story is told.
    """
    spelled: dict[str, list[list[Copy]]] = {}
    groups: list[list[Copy]] = []
    for one in found:
        alike = spelled.setdefault(spell_out(one.stored.quote(one.sentence)), [])
        group = next((g for g in alike if is_copy(g[0].stored, g[0].sentence, one.stored, one.sentence)), None)
        if group is None:
            alike.append(group := [])
            groups.append(group)
        group.append(one)
    partners: dict[str, dict[str, StoredArticle]] = {}
    for group in groups:
        for one in group if len(group) > 1 else ():
            partners.setdefault(one.stored.version, {}).update({other.stored.version: other.stored for other in group})
    return [tuple(_put_first([*group, *_find_missing(group, partners)])) for group in groups]


def _find_missing(group: Sequence[Copy], partners: Mapping[str, Mapping[str, StoredArticle]]) -> tuple[Copy, ...]:
    others = {version: other for one in group for version, other in partners.get(one.stored.version, {}).items()}
    if not others:
        return ()
    known = {copy.stored.version for copy in group}
    missing = [other for version, other in others.items() if version not in known]
    return list_copies(group[0].stored, group[0].sentence, missing)


def _put_first(group: list[Copy]) -> list[Copy]:
    """Return copies by day where all have one, else as their articles came into the index."""
    if len(group) == 1:
        return group
    dated = all(one.stored.article.day for one in group)
    return sorted(group, key=lambda one: (one.stored.article.day * dated, one.stored.entered, one.stored.article.id))


def list_copies(stored: StoredArticle, sentence: Sentence, among: Sequence[StoredArticle]) -> tuple[Copy, ...]:
    """Return where a sentence stands again in other articles, once in each."""
    spelling = spell_out(stored.quote(sentence)) if among else ""
    copies = []
    for other in among:
        there = (one for one in other.sentences if spell_out(other.quote(one)) == spelling)
        copies += [Copy(other, one) for one in there if is_copy(stored, sentence, other, one)][:1]
    return tuple(copies)


def list_repeated(groups: Iterable[tuple[StoredArticle, Sequence[Copy]]]) -> list[str]:
    """Return what repeats another in articles with copies of each other: heads and sentence of each, as indexed."""
    articles = {
        one.version: one for stored, copies in groups if copies for one in (stored, *(c.stored for c in copies))
    }
    seen: set[str] = set()
    repeated = []
    for stored in articles.values():
        texts = [stored.quote(sentence) for sentence in stored.sentences]
        spelled = list(zip(map(spell_out, texts), stored.sections, texts, strict=True))
        repeated += [
            f"{stored.article.title} {section} {text}" for spelling, section, text in spelled if spelling in seen
        ]
        seen.update(spelling for spelling, *_ in spelled)
    return repeated


def says_the_same(text: str, other: str) -> bool:
    """Say whether two sentences say the same in nearly the same words: no figure and no denial tells them apart."""
    ours, theirs = _list_words(text), _list_words(other)
    shared = len(ours & theirs)
    if shared < LIKE * (len(ours) + len(theirs) - shared):
        return False
    return not any(_FIGURE.search(word) or word in _TELLING for word in ours ^ theirs)


@lru_cache(_REMEMBERED)
def _list_words(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"\w+", text.lower().replace("’", "'")))
