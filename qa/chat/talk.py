"""What kind of message it is, by its words and letters, and by its meaning where it is English: a learned classifier.

Every stem, pair of stems and n-gram of letters has been counted in messages of each kind, in three languages. How the
counts of a message's signs stand is described by a few figures (sums, means and extremes of log odds as of naive Bayes,
and how many signs no kind has), and a logistic regression on these tells the kind. The signs are hashed (Weinberger et
al. 2009, https://doi.org/10.1145/1553374.1553516). Fitted by ``python -m training.talk``.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np
from numpy.typing import NDArray

from qa.models.encoder import Encoder

KINDS = ("about", "small_talk", "briefing", "fact")
SIZE, SUBJECT_SIZE = 1 << 18, 1 << 12  # of the hashed signs, and of those by which a subject is told
_CHARACTERS = 300  # a longer text is about the world
_UNSEEN = 0.3  # is added to each count
_UNSURE = (0.02, 0.98)  # chances of talk, or of a briefing, between which the meaning is asked, too
# of words that may be of either language ("API limit"), from which on German is told by their letters: of 366 German
# messages of one or two words 13 are below ("sorry", "hi bot", "huhu"), of 429 English ones none is above
_FEW, _SURELY = 2, 1.0
_WORD = re.compile(r"[^\W_]+(?:['-][^\W_]+)*")
_NUMBER = re.compile(r"\d+")
_FOLDED = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "’": "'", "ʼ": "'", "`": "'", "ґ": "г"})
_INSIDE = re.compile(r"(?<=[^.!?\s]\s)[^\W\d_]")
_CYRILLIC = re.compile(r"[а-яіїєґ]", re.IGNORECASE)

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Told:
    """The chance of each kind of `KINDS`, 0 to 1, and the language of the interface that a message is in."""

    chances: Mapping[str, float]
    language: str

    @property
    def talk(self) -> float:
        """The chance that it is talk with the bot: small talk, or about the bot."""
        return self.chances["about"] + self.chances["small_talk"]


def tell_chances(text: str, encoder: Encoder | None = None) -> Told:
    """Return how likely a message is of each kind; ``encoder`` is asked for the meaning of English that is in doubt.

    >>> tell_chances("Which files can you read?").talk > 0.5
    True
    """
    known, language = _load(), tell_script(text)
    if len(text) > _CHARACTERS or not _WORD.search(text):
        return Told(dict.fromkeys(KINDS, 0.0) | {"fact": 1.0}, language)
    described = describe(text, known["counts"], known["totals"])
    told = Told(_weigh(described, known["plain"]), language)
    unsure = any(_UNSURE[0] < chance < _UNSURE[1] for chance in (told.talk, told.chances["briefing"]))
    if encoder and encoder.name == known["encoder"] and language == "en" and unsure:
        meant = _weigh(np.concatenate([described, encoder.encode_question(text)]), known["meant"])
        told = Told({kind: (told.chances[kind] + meant[kind]) / 2 for kind in KINDS}, language)
    return told


def is_known_talk(text: str) -> bool:
    """Say whether these very words, whatever their letters, are among the counted messages that are talk."""
    whole = list_signs(text)[-1]
    return bool(_load()["counts"][whole, :2].any())


def tell_subject(text: str, kind: str) -> str:
    """Return what a message about the bot or small talk is of, the likeliest of the subjects of its kind."""
    known = _load()
    scores = known["subject_bias"] + _add(known["subject_weights"], list_subject_signs(text)) * known["subject_scale"]
    of_kind = [place for place, name in enumerate(known["subjects"]) if str(name).startswith(f"{kind}.")]
    return str(known["subjects"][max(of_kind, key=lambda place: float(scores[place]))]).partition(".")[2]


def tell_script(text: str) -> str:
    """Return the language of the interface that a text is in, by its letters and its words."""
    if _CYRILLIC.search(text):
        return "uk"
    known, signs = _load(), list_subject_signs(text)
    is_short = text.isascii() and len(_WORD.findall(text)) <= _FEW
    return "de" if _add(known["german"], signs) + known["german_bias"] > (_SURELY if is_short else 0) else "en"


def describe(text: str, counts: NDArray[np.uint8], totals: Floats, own: int | None = None) -> Floats:
    """Return the figures by which the kind of a text is told, from the counts of its signs.

    ``own`` is its kind where it is one of the texts that were counted: it is left out of the counts.
    """
    figures = [_summarise(counts[signs].astype(np.float64), totals, own) for signs in list_signs(text)]
    found = len(_WORD.findall(text))
    capitals = sum(letter.isupper() for letter in _INSIDE.findall(text))
    return np.concatenate([*figures, [float("?" in text), min(capitals, 3), float(np.log2(1 + found)), found == 1]])


def list_signs(text: str) -> list[NDArray[np.int64]]:
    """Return the hashed signs of a text, by family: short stems, longer, pairs, n-grams of letters, the whole."""
    found = _list_words(text)
    ends = ["^", *(word[:4] for word in found), "$"]
    families: tuple[Iterator[str], ...] = (
        (f"5 {word[:5]}" for word in found),
        (f"8 {word[:8]}" for word in found),
        (f"2 {one} {other}" for one, other in zip(ends, ends[1:], strict=False)),
        (f"g{gram}" for word in found for gram in _cut(word, 4)),
        (f"= {message}" for message in [" ".join(found)]),
    )
    return [_hash(family, SIZE) for family in families]


def list_subject_signs(text: str) -> NDArray[np.int64]:
    """Return the hashed signs by which a subject is told: words, stems, pairs of words and n-grams of letters."""
    found = _list_words(text)
    ends = ["^", *found, "$"]
    signs = [*(f"w{word}" for word in found), *(f"5{word[:5]}" for word in found)]
    signs += [f"2{one} {other}" for one, other in zip(ends, ends[1:], strict=False)]
    signs += [f"g{gram}" for word in found for length in (3, 4) for gram in _cut(word, length)]
    return _hash(iter(signs), SUBJECT_SIZE)


def _list_words(text: str) -> list[str]:
    """Return the words of the beginning of a text, in small letters of few kinds, each number as 0."""
    return [_NUMBER.sub("0", word) for word in _WORD.findall(text[:_CHARACTERS].lower().translate(_FOLDED))]


def _cut(word: str, length: int) -> list[str]:
    padded = f" {word} "
    return [padded[start : start + length] for start in range(max(1, len(padded) + 1 - length))]


def _hash(signs: Iterator[str], size: int) -> NDArray[np.int64]:
    return np.array(sorted({zlib.crc32(sign.encode()) % size for sign in signs}), dtype=np.int64)


def _summarise(counted: Floats, totals: Floats, own: int | None) -> Floats:
    if own is not None:
        counted[:, own] -= 1
    shares = (counted + _UNSEEN) / (totals + 1)
    odds = np.log(shares[:, :-1] / shares[:, -1:])  # against a fact
    talk, world = counted[:, :2].sum(axis=1), counted[:, 2:].sum(axis=1)
    flags = np.column_stack(
        [(talk == 0) & (world == 0), (talk == 0) & (world > 0), (talk > 0) & (world == 0), *(counted[:, :3] == 0).T]
    ).astype(np.float64)
    return np.concatenate(
        [odds.sum(axis=0) / 4, odds.mean(axis=0), odds.min(axis=0), odds.max(axis=0)]
        + [flags.sum(axis=0) / 2, flags.mean(axis=0), [flags[:, :2].any()], flags[:, 3:].any(axis=0)]
    )


def _add(weights: Floats, signs: NDArray[np.int64]) -> Floats:
    found: Floats = weights[signs].sum(axis=0, dtype=np.float64) / np.sqrt(max(1, len(signs)))
    return found


def _weigh(described: Floats, weights: Floats) -> dict[str, float]:
    scores = described @ weights[:-1] + weights[-1]
    powers = np.exp(scores - scores.max())
    return dict(zip(KINDS, (powers / powers.sum()).tolist(), strict=True))


@cache
def _load() -> Mapping[str, Any]:
    with files("qa.chat").joinpath("talk.npz").open("rb") as file:
        return {name: np.asarray(values) for name, values in np.load(file).items()}
