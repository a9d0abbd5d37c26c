"""Whether the letters of a page are what a reader sees: some fonts do not say which letters their pictures are.

What comes out then is private or unassigned characters inside words, letters of several scripts in one word, syllables
that no text holds, or hardly a vowel. A sign of its own, such as a bullet of a picture font, is no letter.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence

UNREADABLE = frozenset({"Cc", "Cn", "Co", "Cs"})  # categories of what is no letter of any script
LEAST_WORDS = 20  # of which how often they mix scripts or lack vowels says something
MOST_DAMAGED = 0.05  # of a page's words; a formula or a sign within a word makes no page unreadable
MOST_MIXED = 0.2  # of the words that hold letters of two scripts; more only where the font says the wrong ones
LEAST_VOWELS = 0.25  # of the letters; on 1,568 pages of 340 languages .32 and more, with each letter 29 places on .16
MOST_RARE = 0.2  # of a word's letters; Chinese writes whole sentences as one word
ALL_DAMAGED = 0.5  # of the words of a page; with more, none of it is kept
SCRIPTS = re.compile(r"(?P<latin>[A-Za-zÀ-ɏ])|(?P<greek>[Ͱ-Ͽ])|(?P<cyrillic>[Ѐ-ӿ])|(?P<arabic>[؀-ۿ])|(?P<hebrew>[֐-׿])")
SPELLED = re.compile(r"[A-Za-zÀ-ɏ]{4,}|[Ѐ-ӿ]{4,}|[Ͱ-Ͽ]{4,}")
VOWELS = re.compile("[aeiouyæœøıəɛɔаеёиіїоуўыэюяєъѫѣαεηιουω]")
HANGUL, HAN = re.compile(r"[\uac00-\ud7a3]"), re.compile(r"[\u3400-\u9fff\uf900-\ufaff]")
KOREAN = ("euc_kr",)  # the 2,350 syllables of KS X 1001, of 11,172
CHINESE = ("gb2312", "big5hkscs", "shift_jis")  # some 17,000 characters that are in use, of 28,000


def part_legible(lines: Sequence[str]) -> list[bool]:
    """Return of each line of a page whether its letters can be read; none can where most of the page cannot."""
    words = [word for line in lines for word in line.split()]
    damaged = [[is_damaged(word) for word in line.split()] for line in lines]
    count = sum(map(sum, damaged))
    if count > ALL_DAMAGED * len(words) or _is_mixed(words) or _is_mute(words):
        return [False] * len(lines)
    if count <= MOST_DAMAGED * len(words):
        return [True] * len(lines)
    return [not any(line) for line in damaged]


def is_damaged(word: str) -> bool:
    """Say whether a word holds a character that is none, or one of its script that no text holds, beside letters."""
    letters = sum(map(str.isalnum, word))
    bad = sum(map(_is_unreadable, word))
    if bad and (letters or bad > 2):
        return True
    return any(
        sum(not any(map(_writes(letter), charsets)) for letter in found) > MOST_RARE * len(found)
        for script, charsets in ((HANGUL, KOREAN), (HAN, CHINESE))
        if (found := script.findall(word))
    )


def leave_out_signs(text: str) -> str:
    """Return a line without the characters that are none: signs of picture fonts."""
    if not any(map(_is_unreadable, text)):
        return text
    return " ".join("".join(" " if _is_unreadable(character) else character for character in text).split())


def _is_unreadable(character: str) -> bool:
    return character == "\ufffd" or (not character.isspace() and unicodedata.category(character) in UNREADABLE)


def _writes(letter: str) -> Callable[[str], bool]:
    def write(charset: str) -> bool:
        try:
            return len(letter.encode(charset)) <= 2  # more is a way to write what the charset has not
        except UnicodeEncodeError:
            return False

    return write


def _is_mixed(words: Sequence[str]) -> bool:
    long = [word for word in words if len(word) > 2 and any(map(str.isalpha, word))]
    mixed = sum(len({found.lastgroup for found in SCRIPTS.finditer(word)}) > 1 for word in long)
    return len(long) >= LEAST_WORDS and mixed > MOST_MIXED * len(long)


def _is_mute(words: Sequence[str]) -> bool:
    """Say whether there are so few vowels that the words are none: each letter stands for another."""
    spelled = [found.lower() for word in words for found in SPELLED.findall(word)]
    letters = [letter for letter in unicodedata.normalize("NFD", "".join(spelled)) if letter.isalpha()]
    return len(spelled) >= LEAST_WORDS and len(VOWELS.findall("".join(letters))) < LEAST_VOWELS * len(letters)
