"""Sentences with one word put in another's place: by WordNet a synonym (carried), an opposite or a sibling (not).

WordNet (Princeton, a free licence) is read from its database files; only the training reads it. "The frog was found"
carries neither "The fish was found" nor "The frog was lost", but to a network that counts words both are true.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from training.gold import NOT_SAID, REFUTED, SUPPORTED
from training.scenes import Pair

_WORD = re.compile(r"(?<![\w’'-])[a-z]{4,}(?![\w’'-])")
_PARTS = {"noun": "n", "verb": "v", "adj": "a"}
_STOP = frozenset("have been does such most more other than also only very even".split())
_JOINED = re.compile(r"^,? (?:and|or) |^, ")


@dataclass(frozen=True, slots=True)
class Synset:
    """Words of one meaning, and the places of its opposites, of what it is a kind of and of its kinds."""

    words: tuple[str, ...]
    opposites: tuple[tuple[str, str], ...]
    above: tuple[str, ...]
    below: tuple[str, ...]


class WordNet:
    """WordNet's files of nouns, verbs and adjectives, read as far as words are looked up."""

    def __init__(self, folder: Path) -> None:
        self._data = {part: (folder / f"data.{part}").read_bytes() for part in _PARTS}
        self._index = {part: self._read_index(folder / f"index.{part}") for part in _PARTS}

    def _read_index(self, path: Path) -> dict[str, tuple[int, str]]:
        """Return for each word how many of its meanings are in use, and where the first one stands."""
        found = {}
        for line in path.read_text(encoding="utf-8").splitlines():
            fields = line.split()
            if line[0] != " " and "_" not in fields[0]:
                pointers = int(fields[3])
                found[fields[0]] = int(fields[5 + pointers]), fields[6 + pointers]
        return found

    def find_part(self, word: str) -> str:
        """Return the only part of speech of a word, or an empty string where it has several or none."""
        parts = [part for part in _PARTS if self._index[part].get(word, (0, ""))[0]]
        return parts[0] if len(parts) == 1 else ""

    def is_common(self, word: str, part: str) -> bool:
        """Whether WordNet's own texts have the word."""
        return self._index[part].get(word, (0, ""))[0] > 0

    def look_up(self, word: str, part: str) -> Synset:
        """Return the first meaning of a word."""
        return self.read(self._index[part][word][1], part)

    @cache  # noqa: B019 - there is one of it
    def read(self, place: str, part: str) -> Synset:
        """Return the meaning that stands at a place of the file."""
        start = int(place)
        fields = self._data[part][start : self._data[part].index(b"\n", start)].decode().split(" | ")[0].split()
        count = int(fields[3], 16)
        words = tuple(field.split("(")[0] for field in fields[4 : 4 + 2 * count : 2])
        rest = fields[5 + 2 * count :]
        pointers = [rest[n : n + 4] for n in range(0, 4 * int(fields[4 + 2 * count]), 4)]
        opposites = [(words[int(p[3][:2], 16) - 1], self._name(p, part)) for p in pointers if p[0] == "!"]
        above = [p[1] for p in pointers if p[0] == "@"]
        return Synset(words, tuple(opposites), tuple(above), tuple(p[1] for p in pointers if p[0] == "~"))

    def _name(self, pointer: list[str], part: str) -> str:
        start = int(pointer[1])
        return (
            self._data[part][start : start + 4000]
            .decode(errors="replace")
            .split()[4 + 2 * (int(pointer[3][2:], 16) - 1)]
        )

    def list_others(self, word: str, part: str) -> Iterator[tuple[str, int]]:
        """Yield words that might stand in a word's place, each with what then becomes of the sentence."""
        meaning = self.look_up(word, part)
        yield from ((other, SUPPORTED) for other in meaning.words)
        yield from ((other, REFUTED) for own, other in meaning.opposites if own == word)
        if part == "noun":
            for above in meaning.above[:1]:
                for place in self.read(above, part).below[:60]:
                    yield from ((other, REFUTED) for other in self.read(place, part).words[:1])


def _split_ending(word: str, net: WordNet) -> tuple[str, str]:
    """Return a word's base as WordNet has it, and the ending to put on another."""
    for ending in ("s", "ed", ""):
        base = word.removesuffix(ending)
        if word.endswith(ending) and net.find_part(base):
            return base, ending
    return word, ""


def _add_ending(word: str, ending: str) -> str:
    if ending == "ed":
        return word + "d" if word.endswith("e") else word + "ed"
    return word + "es" if ending and word.endswith(("s", "x", "ch", "sh")) else word + ending


def substitute(sentence: str, net: WordNet, chance: random.Random) -> list[Pair]:
    """Return up to two changed sentences, held against the sentence: one that it carries and one that it does not."""
    found: dict[bool, list[Pair]] = {True: [], False: []}
    for match in _WORD.finditer(sentence):
        word, ending = _split_ending(match[0], net)
        part = net.find_part(word)
        if not part or match[0] in _STOP or (ending == "ed") != (part == "verb" and ending != ""):
            continue
        own = set(net.look_up(word, part).words)
        for other, label in net.list_others(word, part):
            usable = (
                other.isalpha() and other.islower() and net.is_common(other, part) and other not in sentence.lower()
            )
            if other == word or not usable or (label != SUPPORTED and other in own):
                continue
            claim = sentence[: match.start()] + _add_ending(other, ending) + sentence[match.end() :]
            found[label == SUPPORTED].append(Pair(claim, sentence, label))
    return [chance.choice(pairs) for pairs in found.values() if pairs]


def swap_words(sentence: str, net: WordNet, chance: random.Random) -> Pair | None:
    """Return the sentence with two of its nouns in each other's place, which it hardly ever carries."""
    nouns = [m for m in _WORD.finditer(sentence) if net.find_part(_split_ending(m[0], net)[0]) == "noun"]
    pairs = [
        (one, other)
        for n, one in enumerate(nouns)
        for other in nouns[n + 1 :]
        if one[0] != other[0]
        and one[0].endswith("s") == other[0].endswith("s")
        and not _JOINED.match(sentence[one.end() : other.start() + 1])
    ]
    if not pairs:
        return None
    one, other = chance.choice(pairs)
    middle = sentence[one.end() : other.start()]
    claim = sentence[: one.start()] + other[0] + middle + one[0] + sentence[other.end() :]
    return Pair(claim, sentence, NOT_SAID)


def cut_clause(sentence: str, chance: random.Random) -> Pair | None:
    """Return the sentence without what follows its last comma, or without a "who" clause inside: it carries both."""
    shorter = re.sub(r", (?:who|which) [^,]{5,90}, ", " ", sentence, count=1)
    if shorter == sentence or chance.random() < 0.5:
        shorter = re.sub(
            r", (?:while|as|after|before|because|although|when|and|with|but|an?|the) [^,]{8,120}\.$", ".", sentence
        )
    if shorter == sentence or len(shorter.split()) < 5 or re.search(r"\b(?:if|unless|said|says)\b", sentence):
        return None
    return Pair(shorter, sentence, SUPPORTED)
